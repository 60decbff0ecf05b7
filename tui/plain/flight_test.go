package plain

import (
	"strings"
	"testing"

	"sysprep/lessons"
)

func TestFlight(t *testing.T) {
	d := atForms(t)
	early := d.runFrom("again", "")
	out := d.runFrom("flight", "0.5s", "a b", "z", "b", "", "", "", "")
	late := d.runFrom("again", "b", "2 s", "")
	for _, want := range []struct{ in, text string }{
		{early, "There is nothing to recall yet"},
		{out, "There is time for one change."},
		{out, "There is time for 1: that is 2."},
		{out, "Type 1 letters from A to C."},
		{out, "Committed. The flight will attack what you left out."},
		{out, "Forgotten, and hit (metastability): A queue of 30 rows"},
		{out, "Chosen, and no use: A dashboard"},
		{out, "Turn it over."},
		{late, "From “A flight”, which you have finished."},
		{late, "100 rows wait, 50 are read each second."},
		{late, "Right."},
	} {
		if !strings.Contains(strings.Join(strings.Fields(want.in), " "), want.text) {
			t.Errorf("%q is not said:\n%s", want.text, want.in)
		}
	}
	j := d.journal()
	if got := j.State("flight").Steps[0].Reviews; len(got) != 1 || got[0].Grade != lessons.Good {
		t.Errorf("the lesson that the question is of was told %v", got)
	}
	if c := j.State("flight").Steps[1].Choice; c == nil || len(c.Items) != 1 || c.Items[0] != "paint" {
		t.Errorf("chosen: %v", c)
	}
}
