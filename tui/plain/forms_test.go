package plain

import (
	"path/filepath"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/store/sqlite"
)

// atForms is a learner with the pack that has the forms of steps.
func atForms(t *testing.T) *desk {
	t.Helper()
	pack, err := content.OpenDir("../../content/testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sysprep.db"), sqlite.WithNow(now))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &desk{t, pack, db}
}

func TestLandscape(t *testing.T) {
	d := atForms(t)
	out := d.runFrom("forms", "17", "", "", "trigger", "", "down 2", "down", "up 1", "trigger", "down 20", "down", "up x", "design none", "design queue 30", "trigger", "", "")
	for _, want := range []string{
		"- 300/s: if well 100 %, if down 0 %. Ground: vulnerable, and the trigger fells it.",
		"- 50/s: if well 100 %, if down 0 %. Ground: vulnerable, but this trigger is too weak.",
		"Hidden: 50/s.",
		"Not yet: knock it over first.",
		"The system falls, and stays down.",
		"Not yet: bring it back first.",
		"Less load, the trigger long gone, and still down.",
		"it has come back by itself.",
		"The landscape ends here.",
		"Stable ground: it comes back by itself.",
		`"x" is no number of values`,
		`There is no design "none": the designs are as it is or queue 30.`,
		"The landscape of this design: queue 30.",
		"You were asked: Under what load",
		"What you predicted, and what happened",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	s := d.journal().State("forms")
	if w := s.Steps[1].Watched; w == nil || w.Outcome["border"] < 10 || w.Outcome["border"] > 20 {
		t.Errorf("kept: %+v", w)
	}
	if s.Steps[1].Status.String() != "done" {
		t.Errorf("the step is %s", s.Steps[1].Status)
	}
}
