package grading

import (
	"slices"
	"testing"
)

func TestRecalled(t *testing.T) {
	const answer = "The queue holds 1,000 rows: a wait of 2 s, and callers leave after 1 s."
	for _, c := range []struct {
		said        string
		least, most float64
		missing     string // one of those that must be named
	}{
		{answer, 1, 1, ""},
		{"THE CALLERS LEAVE AFTER 1 SECOND; WAITING IS 2000 ms; QUEUES HOLD 1000 ROWS", 1, 1, ""},
		{"callers left before they were answered", 0.1, 0.4, "queue"},
		{"the queue holds 500 rows", 0.3, 0.6, "1,000"},
		{"the of and to in", 0, 0, "queue"},
		{"", 0, 0, "callers"},
	} {
		got := Recalled(c.said, answer)
		if got.Share < c.least || got.Share > c.most {
			t.Errorf("%q: a share of %v, want %v to %v (missing %q)", c.said, got.Share, c.least, c.most, got.Missing)
		}
		if c.missing != "" && !slices.Contains(got.Missing, c.missing) || c.missing == "" && len(got.Missing) > 0 {
			t.Errorf("%q: missing %q", c.said, got.Missing)
		}
	}
	if got := Recalled("anything", ""); got.Share != 0 || got.Missing != nil {
		t.Errorf("an empty answer: %+v", got)
	}
}
