package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/engine/transport"
	"sysprep/scenarios"
)

// core is the figure of that name in the pack that sysprep comes with, with its step.
func core(t testing.TB, name string) (Figure, *content.Step) {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range pack.Lessons {
		for i := range l.Steps {
			e := l.Steps[i].Explore
			if e == nil || e.Figure != name {
				continue
			}
			var sc *scenarios.Scenario
			if e.Scenario != "" {
				sc = pack.Scenarios.Of(e.Scenario)
			}
			f, err := New(e, sc)
			if err != nil {
				t.Fatal(err)
			}
			return f, &l.Steps[i]
		}
	}
	t.Fatalf("no lesson of the core pack has the figure %s", name)
	return nil, nil
}

var all = []string{content.FigureFate, content.FigureGamma, content.FigureLedger, content.FigurePosterior}

// do does an act that must be possible, and the work that comes of it.
func do(t testing.TB, f Figure, acts ...string) Figure {
	t.Helper()
	for _, a := range acts {
		next, say, ok := f.Act(a)
		if !ok {
			t.Fatalf("%q can't be done: %s", a, say)
		}
		f = work(next)
	}
	return f
}

func work(f Figure) Figure {
	if w := f.Work(); w != nil {
		f = f.Take(w())
	}
	return f
}

func text(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.String() + "\n")
	}
	return b.String()
}

// someActs are acts of a figure, some of them nonsense.
func someActs(f Figure) []string {
	out := []string{"", "nonsense", "d 7", "pick 99", "test 0", "write", "alpha x", "pick 3-1"}
	for _, d := range f.Dials() {
		for _, v := range d.Values {
			out = append(out, d.ID+" "+v)
		}
	}
	switch f.(type) {
	case posterior:
		out = append(out, "pick 1", "pick 2-9", "pick 40", "test", "test 1-6", "test 11-40", "again")
	case ledger:
		out = append(out, "write answers take 50 ms", "write clocks agree to 60 s", "write bananas", "back", "break", "more")
	}
	return out
}

// TestAnyActs: whatever is done, a figure refuses it with a sentence or does it, the acts that were done lead to
// the same picture again, and no picture is wider than its place.
func TestAnyActs(t *testing.T) {
	for _, name := range all {
		t.Run(name, func(t *testing.T) {
			first, _ := core(t, name)
			menu := someActs(first)
			rapid.Check(t, func(t *rapid.T) {
				f := first
				var kept []string
				for _, a := range rapid.SliceOfN(rapid.SampledFrom(menu), 0, 12).Draw(t, "acts") {
					before := text(f.Draw(78, 20, 0))
					next, say, ok := f.Act(a)
					if !ok {
						if say == "" {
							t.Fatalf("%q is refused without a word", a)
						}
						if after := text(next.Draw(78, 20, 0)); after != before {
							t.Fatalf("%q is refused and changes\n%s\nto\n%s", a, before, after)
						}
						continue
					}
					f, kept = next, append(kept, a)
				}
				again, did := Replay(first, kept)
				if a, b := text(f.Draw(78, 20, 0)), text(again.Draw(78, 20, 0)); a != b || len(did) != len(kept) {
					t.Fatalf("%q again:\n%s\nand not\n%s", kept, b, a)
				}
				w := rapid.SampledFrom([]int{58, 78, 118}).Draw(t, "width")
				for _, l := range f.Draw(w, rapid.IntRange(0, 40).Draw(t, "rows"), rapid.IntRange(0, 40).Draw(t, "focus")) {
					if l.Width() > w {
						t.Fatalf("%d cells in %d: %s", l.Width(), w, l)
					}
				}
				if len(f.Tell()) == 0 {
					t.Fatal("it tells nothing")
				}
			})
		})
	}
}

// TestDrawnAfterWork: what was computed fits as well, at each size, and ends what is asked for.
func TestDrawnAfterWork(t *testing.T) {
	for name, acts := range map[string][]string{
		content.FigureFate:      {"fails board", "place network", "when after", "fails network", "when before"},
		content.FigureGamma:     {"d 2", "d 0.5", "alpha 100%"},
		content.FigureLedger:    {"write answers take 50 ms", "write an answer has 20 KB", "write orders: 40", "break"},
		content.FigurePosterior: {"test 1-6", "test 1 3", "test 3", "test 7-40", "test 1-40"},
	} {
		f, _ := core(t, name)
		if Done(f) {
			t.Errorf("%s is done before it was begun", name)
		}
		f = do(t, f, acts...)
		if !Done(f) {
			t.Errorf("%s: %q do not do all of %v", name, acts, f.Tasks())
		}
		for _, size := range [][2]int{{58, 14}, {78, 19}, {118, 35}} {
			for _, l := range f.Draw(size[0], size[1], 0) {
				if l.Width() > size[0] {
					t.Errorf("%s: %d cells in %d: %s", name, l.Width(), size[0], l)
				}
			}
		}
	}
}

// TestLessonsSayWhatIsSo: the numbers that lessons say of the figure.
func TestLessonsSayWhatIsSo(t *testing.T) {
	f, _ := core(t, content.FigurePosterior)
	p := f.(posterior)
	near := func(what string, got, want, slack float64) {
		t.Helper()
		if math.Abs(got-want) > slack {
			t.Errorf("%s: %.3f, and the lesson says %v", what, got, want)
		}
	}
	near("bits of doubt of forty changes", p.bits[0], 6.2, 0.05)
	pool := make([]bool, len(p.prior))
	for i := range 6 {
		pool[i] = true
	}
	near("what the pool of six tells", p.belief.tells(pool), 0.999, 0.001)
	near("after red", p.belief.after(pool, true).doubt(), 6.9, 0.05)
	near("after green", p.belief.after(pool, false).doubt(), 3.6, 0.05)
	if !hit(pool, p.unsafe) {
		t.Error("the lesson's pool is green in the figure, and the prediction is about a red one")
	}
	c := p.compare()
	near("left one by one", c.Rows[0].Mean, 3.9, 0.1)
	near("left in pools of ten", c.Rows[1].Mean, 3.2, 0.25)
	near("left with what tells most", c.Rows[2].Mean, 2.3, 0.25)
}

// TestKeeps holds the figure's arithmetic against the table that the lesson prints.
func TestKeeps(t *testing.T) {
	for _, c := range []struct{ alpha, far, same, near float64 }{
		{0.05, 0.89, 0.975, 0.999}, {0.25, 0.75, 0.875, 0.97}, {0.5, 0.65, 0.75, 0.875}, {0.75, 0.57, 0.625, 0.72}, {1, 0.5, 0.5, 0.5},
	} {
		for d, want := range map[float64]float64{0.5: c.far, 1: c.same, 2: c.near} {
			if got := keeps(c.alpha, d); math.Abs(got-want) > 0.0051 {
				t.Errorf("alpha %v, d %v: keeps %v, want %v", c.alpha, d, got, want)
			}
		}
	}
	if keeps(0.25, 2) != 1-transport.Penalty(0.25, 2)/2 {
		t.Error("a sender keeps 1 - p/2")
	}
}

// TestGammaRunsTheScenario: what is drawn of flows is what the scenario's expects say.
func TestGammaRunsTheScenario(t *testing.T) {
	f, _ := core(t, content.FigureGamma)
	f = do(t, f, "d 2", "d 0.5", "d 1")
	g := f.(gamma)
	missed := map[string][2]float64{}
	for i, d := range g.ds {
		if r, ok := g.runs[i]; ok {
			missed[d] = r.Missed
			if r.Err != "" {
				t.Error(r.Err)
			}
		}
	}
	if missed["2"][0] > 0.1 || missed["1"][0] < 0.9 || missed["0.5"][0] < 0.9 {
		t.Errorf("late, by d: %v", missed)
	}
	if later := lastByte(g, "2") - lastByte(g, "1"); later < 0.25 || later > 0.75 {
		t.Errorf("the others are done %.2f ms later, and the lesson says half a millisecond", later)
	}
	for d, m := range missed {
		if m[1] != 0 {
			t.Errorf("d %s: %v of the others are late", d, m[1])
		}
	}
}

// TestFateAgreesWithTheSimulator: what the figure says of the network is what the scenario
// eight-steps does when that step fails.
func TestFateAgreesWithTheSimulator(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	sc := pack.Scenarios.Of("eight-steps")
	for fails := cabinetFails; fails <= boardFails; fails++ {
		for when := range 2 {
			o := fate{place: overNetwork, fails: fails, when: when}.outcome()
			id := strings.ReplaceAll(o.Step, "_", "-")
			fault, err := sc.Fault(id)
			if err != nil {
				t.Fatalf("%s %s fails at %q: %v", failures[fails], whens[when], o.Step, err)
			}
			if o.Step == "update_server" {
				continue // there the move was made one time in two: on disk, or not yet
			}
			quiet, acts, err := sc.Injected([]string{fmt.Sprintf("%s@10s", id)})
			if err != nil {
				t.Fatal(err)
			}
			run, err := quiet.Start(nil, 1, acts...)
			if err != nil {
				t.Fatal(err)
			}
			run.Advance(engineSeconds(19))
			made, err := run.Result().Value("unanswered_applied_ratio", "", engineSeconds(11), engineSeconds(18))
			if err != nil {
				t.Fatal(err)
			}
			if want := map[bool]float64{true: 1}[o.Moved]; made != want {
				t.Errorf("%s, %s the move (%s, %s): of the unanswered %v were made, and the figure says moved: %v", failures[fails], whens[when], o.Step, fault.Label, made, o.Moved)
			}
		}
	}
}

// TestFateOneMachine: in one machine nobody is ever left to wonder.
func TestFateOneMachine(t *testing.T) {
	for fails := range failures {
		for when := range whens {
			o := fate{place: oneMachine, fails: fails, when: when}.outcome()
			if o.Cabinet != o.Board || o.Cabinet && o.Knows != "done" {
				t.Errorf("%s, %s: cabinet alive %v, board alive %v, it knows %q", failures[fails], whens[when], o.Cabinet, o.Board, o.Knows)
			}
		}
	}
}

// lastByte is when the port is through with a round, on average, in milliseconds: then the last of the two
// groups is, and at d = 2 that is the others. (In its last millisecond the port sends at its full rate, and stops.)
func lastByte(g gamma, d string) float64 {
	pace := g.runs[slices.Index(g.ds, d)].Pace
	full := pace[0][3] + pace[1][3]
	for ms := len(pace[0]) - 1; ms >= 0; ms-- {
		if share := (pace[0][ms] + pace[1][ms]) / full; share > 0.05 {
			return float64(ms) + share
		}
	}
	return 0
}
