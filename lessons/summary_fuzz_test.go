package lessons

import "testing"

// FuzzDecodeSummary reads any summary: a database may have been edited. What is read can be written, and read again.
func FuzzDecodeSummary(f *testing.F) {
	pack := corePack()
	good, err := Summary{States: map[string]State{pack.Lessons[0].ID: New(pack.Lessons[0])}}.Encode(pack)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"lessons":[{"steps":[]}]}`))
	f.Add([]byte(`{"lessons":null,"reviews":[{"k":"x","d":"2026-03-02T00:00:00Z"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := DecodeSummary(pack, data)
		if err != nil {
			return
		}
		again, err := s.Encode(pack)
		if err != nil {
			t.Skip("a time that JSON can't write")
		}
		if _, err := DecodeSummary(pack, again); err != nil {
			t.Errorf("written as %s, and not read: %v", again, err)
		}
	})
}
