package interview_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/interview/bots"
	"sysprep/interview/sketch"
	"sysprep/scenarios"
)

// Every interview of the core pack is played with candidates of all kinds, most of which were written for it: the scores
// come in their order, each probe and each curveball comes for someone, everything that is said gets an answer, and the
// clock is kept.
func TestInterviewsOfTheCorePack(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range pack.Interviews.IDs() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			def, err := pack.Interview(id)
			if err != nil {
				t.Fatal(err)
			}
			checkTasks(t, def)
			own, err := bots.Own(pack, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{"strong", "mid", "weak", "silent", "offtopic", "stuffing", "mistaken"} {
				if _, ok := own[kind]; !ok {
					t.Errorf("bots/candidates/%s has no %s.yaml", id, kind)
				}
			}
			proofs := 0
			if _, err := bots.Prove(t.Context(), pack, content.Trial{Only: id, Cores: 1, Report: func(p content.Proof) {
				if proofs++; !p.OK {
					t.Errorf("%s: %s %s", p.Of, p.Says, p.Why)
				}
			}}); err != nil || proofs < len(own) {
				t.Errorf("%d proofs: %v", proofs, err)
			}
		})
	}
}

// checkTasks: what is done to sketches can be done.
func checkTasks(t *testing.T, def *content.Interview) {
	t.Helper()
	for _, ph := range def.Phases {
		if ph.Design == nil {
			continue
		}
		if _, err := scenarios.ParseRate(ph.Design.Load); err != nil {
			t.Errorf("%s: %v", ph.ID, err)
		}
		for _, fault := range ph.Design.Faults {
			if _, err := sketch.ParseFault(fault); err != nil {
				t.Errorf("%s: %v", ph.ID, err)
			}
		}
	}
}

// Every fact can be asked for in words that its list does not have, and small talk asks for none.
func TestFactsAreFoundInOtherWords(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range pack.Interviews.IDs() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			def, err := pack.Interview(id)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join("testdata", "questions", id+".yaml"))
			if err != nil {
				t.Fatal(err)
			}
			var questions map[string][]string // by fact; "none" for those that ask for nothing
			if err := yaml.Unmarshal(text, &questions); err != nil {
				t.Fatal(err)
			}
			sc, err := interview.NewScript(pack, def)
			if err != nil {
				t.Fatal(err)
			}
			s, err := interview.New().Apply(sc, sc.Begin("", false))
			if err != nil {
				t.Fatal(err)
			}
			told := func(question string) []string {
				s, err := s.Apply(sc, sc.Ask(time.Second, question))
				if err != nil {
					t.Fatal(err)
				}
				return sc.Reply(s, time.Second)[0].Refs
			}
			for _, f := range def.Facts {
				if len(questions[f.ID]) < 2 {
					t.Errorf("%s: write two questions or more in testdata/questions/%s.yaml", f.ID, id)
				}
				for _, way := range f.Ask {
					if !slices.Contains(told(way), f.ID) {
						t.Errorf("%s is not told to %q, which is in its list", f.ID, way)
					}
				}
			}
			for fact, asks := range questions {
				for _, q := range asks {
					got := told(q)
					f, known := def.Fact(fact)
					switch {
					case fact == "none" && len(got) > 0:
						t.Errorf("%q is answered with %v", q, got)
					case fact != "none" && !known:
						t.Errorf("testdata/questions/%s.yaml: there is no fact %q", id, fact)
					case known && slices.Contains(f.Ask, q):
						t.Errorf("%q is in the list of %s: write it in other words", q, fact)
					case known && !slices.Contains(got, fact):
						t.Errorf("%q is answered with %v, not %s", q, got, fact)
					case len(got) > 2:
						t.Errorf("%q is answered with %v, which is too much", q, got)
					}
				}
			}
		})
	}
}
