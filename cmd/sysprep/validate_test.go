package main

import (
	"strings"
	"testing"

	"sysprep/engine/validation"
)

// TestValidationPage: a row that is within, and one that is not, as text and as
// JSON; and that the command fails because of it.
func TestValidationPage(t *testing.T) {
	cases := validation.Cases()
	rows := []validation.Row{
		{Case: cases[0], Estimate: validation.Estimate{Mean: cases[0].Published, SE: 0.012, Runs: 48}, Verdict: validation.Verdict{Within: true}},
		{Case: cases[1], Estimate: validation.Estimate{Mean: 7.5, SE: 0.25, Runs: 192}, Verdict: validation.Verdict{Off: 28.8}, Again: true},
	}
	p := &page{width: 80}
	p.validation(rows)
	lines := strings.Split(p.String(), "\n")
	if len(lines) != 7 || !strings.HasSuffix(lines[0], "  "+cases[0].Source) {
		t.Fatalf("%q", lines)
	}
	for i, want := range map[int][]string{
		2: {strings.TrimPrefix(cases[0].ID, cases[0].Source+"/"), " ± 0.012", "  0.0  within"},
		3: {cases[1].PublishedText(), "7.50 ± 0.25", "  28.8  OUTSIDE"},
		5: {"2 cases, 1 outside."},
	} {
		for _, part := range want {
			if !strings.Contains(lines[i], part) {
				t.Errorf("line %d is %q and lacks %q", i, lines[i], part)
			}
		}
	}
	if v := validationJSON(rows); v.Cases != 2 || v.Outside != 1 || v.Rows[1].Within || !v.Rows[1].SecondLook || v.Rows[1].Ours != 7.5 || v.Rows[0].ID != cases[0].ID {
		t.Errorf("%+v", v)
	}
	if err := allWithin(rows); err == nil || !strings.HasPrefix(err.Error(), "1 of 2 cases") {
		t.Errorf("error is %v", err)
	}
	if err := allWithin(rows[:1]); err != nil {
		t.Error(err)
	}
}
