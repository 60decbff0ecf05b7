package content

import "testing"

// TestTitlesAreThoseOfTheScenarios holds what is read at a glance to what is parsed.
func TestTitlesAreThoseOfTheScenarios(t *testing.T) {
	pack, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	titles := pack.Scenarios.Titles()
	if len(titles) != len(pack.Scenarios.IDs()) || len(titles) == 0 {
		t.Fatalf("%d titles of %d scenarios", len(titles), len(pack.Scenarios.IDs()))
	}
	for i, got := range titles {
		def := pack.Scenarios.Of(got.ID)
		if want := (SystemTitle{def.ID, def.Title, def.Summary}); got != want {
			t.Errorf("at a glance %+v, parsed %+v", got, want)
		}
		if again := pack.Scenarios.Titles()[i]; again != got {
			t.Errorf("parsed it is listed as %+v, before as %+v", again, got)
		}
	}
}
