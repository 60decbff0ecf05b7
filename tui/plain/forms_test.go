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

func TestDrive(t *testing.T) {
	d := atForms(t)
	through := []string{"17", "", "trigger", "down 20", "", ""}
	out := d.runFrom("forms", append(through,
		"acts", "judge", "at 0:10 admit 10/s", "at 0:20 admit", "at 0:20 queue 5", "at 0:20 admit lots", "at soon admit 10/s",
		"at 0:20 admit 10/s", "at 20s late=fill", "at 0:45 admit 50/s", "at 0:50 admit 0/s", "drop 0:50",
		"at 0:55 admit 100/s", "at 1:05 admit 200/s", "at 1:15 admit 0/s", "acts", "run", "judge", "judge")...)
	for _, want := range []string{
		"You take over at 0:20.",
		"You do nothing yet.",
		"Every goal was met in 0 of 3 runs",
		"You take over at 0:20: type that time or a later one.",
		"Type a time, a knob and its value",
		`There is no knob "queue" here`,
		`"lots" is not a rate`,
		`"soon" is not a time`,
		"At 0:45, admit is turned to 50/s.",
		"Taken back: 1 act.",
		"- 0:20: late fill.",
		"Admit is turned to 200/s.",
		"Since 0:20: ", "users turned away at the door, ",
		"Every goal was met in 2 of 3 runs",
		"This design was judged already.",
		"The challenge is met.",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	did := d.journal().State("forms").Steps[2]
	if did.Tries != 2 || !did.Won() || strings.Join(did.Best.Acts, " ") != "admit=10/s@20s late=fill@20s admit=50/s@45s admit=100/s@55s admit=200/s@65s admit=0/s@75s" {
		t.Errorf("kept: %+v", did.Best)
	}
	if draft := d.draftOf("forms", "c-drive"); !strings.HasPrefix(draft, "admit=10/s@20s ") {
		t.Errorf("the draft is %q", draft)
	}
}

func TestRaster(t *testing.T) {
	d := atForms(t)
	out := d.runFrom("forms", "17", "", "trigger", "down 20", "", "", "judge", "leave", "500", "", "")
	for _, want := range []string{
		"No jitter. They are not all back at the end of the run, after 3,601 tries.",
		"0:04 to 0:05: nobody.",
		"tries, at most 500 in 20 ms.",
		"Full. 99 % are back in 13 s, after 2,034 tries.",
		"Equal. 99 % are back",
		"You said: 500.",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	if s := d.journal().State("forms").Steps[4]; s.Watched == nil || s.Status.String() != "done" {
		t.Errorf("kept: %+v, %s", s.Watched, s.Status)
	}
}
