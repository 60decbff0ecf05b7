package plain

import (
	"path/filepath"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store/sqlite"
)

// atFigures is a learner with a lesson of the core pack's prediction and figure of that name.
func atFigures(t *testing.T, lesson string) *desk {
	t.Helper()
	core, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sysprep.db"), sqlite.WithNow(now))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	pack := &content.Pack{Manifest: core.Manifest, Scenarios: core.Scenarios, Rubrics: core.Rubrics}
	for _, from := range core.Lessons {
		if from.ID != lesson {
			continue
		}
		l := *from
		l.Steps = nil
		for i := range from.Steps {
			s := from.Steps[i]
			switch {
			case s.Explore != nil:
				asked := s.Explore.Compare[len(s.Explore.Compare)-1]
				for _, p := range from.Steps {
					if p.ID == asked {
						l.Steps = append(l.Steps, p)
					}
				}
				one := *s.Explore
				one.Compare = []string{asked}
				s.Explore = &one
				l.Steps = append(l.Steps, s)
			case s.Kind == content.Debrief:
				l.Steps = append(l.Steps, s)
			}
		}
		pack.Lessons = append(pack.Lessons, &l)
	}
	return &desk{t, pack, db}
}

// TestFigures plays each figure by typed lines: what is missing is named, and what is seen is told and kept.
func TestFigures(t *testing.T) {
	for _, c := range []struct {
		lesson string
		typed  []string
		says   []string
	}{
		{"cloud-pac-man", []string{"c", "70", "", "place moon", "fails board", "place network", "fails network", "when after", "when before", "", ""}, []string{
			"First cut the power in one machine.",
			"game runs in can't be moon: choose one of one machine, network.",
			"no code is left to see it",
			"The caller outlives what it called",
			"The move was made, and the answer got lost.",
			"The request never came, so nothing was done.",
			"What you predicted, and what happened",
		}},
		{"almost-correct", []string{"c", "70", "write answers take 50 ms", "write an answer has 20 KB", "break", "back", "more", "write clocks agree to 60 s", "break", "", ""}, []string{
			"1. answers take 50 ms",
			"Time, written, and kept: an answer takes 50 ms",
			"Data, written with another worth, and broken:",
			"Your line 2: it is worth 10 KB.",
			"Load, not written, and broken:",
			"There is no line to take back.",
			"Time, written, and kept: the clocks agree",
		}},
		{"a-thousand-leaves", []string{"c", "70", "d 3", "d 2", "d 0.5", "alpha 100", "", ""}, []string{
			"can't be 3: choose one of 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2.",
			"d is 2 and α is 25 %: p = α^d = 0.0625",
			"Still to do: all marked: α = 100 %.",
			"keeps 1 - p/2 = 0.5 of its window, 20 packets of 40",
			"of yours, which are due at 6.4ms",
		}},
		{"masked-parameter", []string{"c", "70", "test", "pick 1-6", "test", "test 6", "test 1 3", "test 3-5 2", "test 7-40", "", ""}, []string{
			"Pick one change or more first",
			"Your pool has 6 changes.",
			"Test 1 is red: 6.9 bits of doubt left, from 6.2",
			"In truth unsafe (✗): 6",
			"What tells most:",
		}},
	} {
		t.Run(c.lesson, func(t *testing.T) {
			d := atFigures(t, c.lesson)
			out := strings.Join(strings.Fields(d.runFrom(c.lesson, c.typed...)), " ")
			for _, want := range c.says {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not said:\n%s", want, out)
				}
			}
			s := d.journal().State(c.lesson)
			if s.Steps[1].Watched == nil || s.Steps[1].Status != lessons.Done {
				t.Errorf("the figure is %s:\n%s", s.Steps[1].Status, out)
			}
			if !s.Steps[0].Sealed {
				t.Error("the prediction can be taken back after its answer was seen")
			}
		})
	}
}

// TestFigureGoesOnWhereItWas: what was done with a figure is a draft.
func TestFigureGoesOnWhereItWas(t *testing.T) {
	d := atFigures(t, "almost-correct")
	d.runFrom("almost-correct", "c", "70", "write answers take 50 ms", "q")
	out := d.runFrom("almost-correct", "break", "q")
	if !strings.Contains(out, "Time, written, and kept") {
		t.Errorf("the line is gone:\n%s", out)
	}
}
