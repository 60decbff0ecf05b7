package figure

import (
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/engine"
)

func engineSeconds(s float64) engine.Time { return engine.Time(s * float64(engine.Second)) }

// TestLedgerMatches: which assumption a line is about, and whether its worth is right.
func TestLedgerMatches(t *testing.T) {
	for _, c := range []struct {
		line string
		kept string // faults or knobs of what it keeps, joined
		near string // and of what it names with another worth
	}{
		{"answers take 50 ms", "slow", ""},
		{"stock replies within 1 second", "slow", ""},
		{"an answer comes in 0.05 s", "slow", ""},
		{"answers take 5 s", "", "slow"},
		{"answers are fast", "", "slow"},
		{"the clocks agree to 60 s", "clocks", ""},
		{"clock skew", "", "clocks"},
		{"at most 40 orders a second", "rush", ""},
		{"peak load 160/s", "rush", ""},
		{"400 orders a second", "", "rush"},
		{"answers have 10 KB", "size", ""},
		{"an answer has at most 250 KB", "size", ""},
		{"responses of 1 MB", "", "size"},
		{"timeout is in milliseconds", "units", ""},
		{"1000 means ms", "units", ""},
		{"answers come in form 3", "form", ""},
		{"answers take 50 ms and have format 3", "form slow", ""},
		{"bananas are yellow", "", ""},
	} {
		f, step := core(t, content.FigureLedger)
		l := do(t, f, "write "+c.line).(ledger)
		var kept, near []string
		for i, s := range l.standings() {
			name := step.Explore.Ledger.Lines[i].Fault
			if name == "" {
				name = "rush"
			}
			switch {
			case s.Kept:
				kept = append(kept, name)
			case s.Line >= 0:
				near = append(near, name)
				if s.Say == "" {
					t.Errorf("%q: nothing is said of its worth", c.line)
				}
			}
		}
		if got := sorted(kept); got != c.kept {
			t.Errorf("%q keeps %q, want %q", c.line, got, c.kept)
		}
		if got := sorted(near); got != c.near {
			t.Errorf("%q is near %q, want %q", c.line, got, c.near)
		}
	}
}

func sorted(names []string) string {
	for i := range names {
		for j := range i {
			if names[i] < names[j] {
				names[i], names[j] = names[j], names[i]
			}
		}
	}
	return strings.Join(names, " ")
}

// everything is a ledger with all six lines.
var everything = []string{
	"write answers take 50 ms", "write clocks agree to 60 s", "write 40 orders a second", "write an answer has 10 KB",
	"write timeout 1000 is in milliseconds", "write answers come in form 3",
}

// TestLedgerBreaksWhatIsNotWritten: with a line left out, just its assumption is broken.
func TestLedgerBreaksWhatIsNotWritten(t *testing.T) {
	f, _ := core(t, content.FigureLedger)
	whole := do(t, do(t, f, everything...), "break").(ledger)
	if d := whole.broken; d.All.Lost > 0.01*d.All.Asked {
		t.Errorf("all is written down, and %v of %v are lost", d.All.Lost, d.All.Asked)
	}
	for leave := range everything {
		acts := append([]string{}, everything[:leave]...)
		acts = append(acts, everything[leave+1:]...)
		l := do(t, do(t, f, acts...), "break").(ledger)
		for i, c := range l.broken.Cost {
			if l.broken.lines[i].Kept == (i == leave) {
				t.Errorf("without %q: line %d kept is %v", everything[leave], i+1, i != leave)
			}
			switch {
			case i == leave && c.Lost < 0.4*c.Asked:
				t.Errorf("without %q only %v of %v are lost", everything[leave], c.Lost, c.Asked)
			case i != leave && c.Lost > 0.05*c.Asked:
				t.Errorf("without %q, while line %d holds, %v of %v are lost", everything[leave], i+1, c.Lost, c.Asked)
			}
		}
	}
}

// TestLedgerWritesOn: after a break lines can be added, and it is broken anew.
func TestLedgerWritesOn(t *testing.T) {
	f, _ := core(t, content.FigureLedger)
	f = do(t, f, "write answers take 50 ms", "break")
	if _, _, ok := f.Act("write clocks agree to 60 s"); ok {
		t.Error("a line is written into a ledger that was judged")
	}
	f = do(t, f, "more", "write clocks agree to 60 s", "break")
	l := f.(ledger)
	if !l.broken.lines[0].Kept || !l.broken.lines[1].Kept || l.broken.lines[2].Kept {
		t.Errorf("after a second line: %+v", l.broken.lines)
	}
}

// TestLedgerOldWork: what comes of a run of an older ledger is not taken for that of this one.
func TestLedgerOldWork(t *testing.T) {
	f, _ := core(t, content.FigureLedger)
	f = do(t, f, "write answers take 50 ms")
	asked, _, _ := f.Act("break")
	old := asked.Work()
	f = do(t, asked, "more", "back")
	f, _, _ = f.Act("break")
	if f = f.Take(old()); f.Work() == nil {
		t.Error("the older run was taken")
	}
}
