package interview_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/interview/sketch"
	"sysprep/scenarios"
)

// kinds of scripted candidates that each interview of the core pack is played with; a folder may hold more.
var kinds = []string{"strong", "mid", "weak", "silent", "offtopic", "stuffing"}

// candidates reads testdata/candidates/ID/*.yaml, by the name of the file.
func candidates(t *testing.T, id string) map[string]interview.Answers {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "candidates", id, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]interview.Answers{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := interview.ReadAnswers(text)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".yaml")] = a
	}
	for _, kind := range kinds {
		if _, ok := all[kind]; !ok {
			t.Errorf("testdata/candidates/%s has no %s.yaml", id, kind)
		}
	}
	return all
}

// Every interview of the core pack is played with candidates of all kinds: the scores come in their order, each probe and
// each curveball comes for someone, everything that is said gets an answer, and the clock is kept.
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
			sc, err := interview.NewScript(pack, def)
			if err != nil {
				t.Fatal(err)
			}
			checkTasks(t, def)
			probes, curveballs := toCome(def)
			cards := map[string]interview.Scorecard{}
			for name, a := range candidates(t, id) {
				p := interview.Player{Script: sc}
				if err := p.Play(a); err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				cards[name] = sc.Debrief(p.State).Scorecard
				checkCourse(t, name, def, p.State)
				for _, probe := range p.State.Probes {
					delete(probes, probe.ID)
				}
				for _, ball := range p.State.Thrown {
					delete(curveballs, ball)
				}
				if testing.Verbose() {
					tell(t, name, cards[name])
				}
			}
			for probe := range probes {
				t.Errorf("the probe %s comes for nobody", probe)
			}
			for ball := range curveballs {
				t.Errorf("the curveball %s comes for nobody", ball)
			}
			checkOrder(t, def, cards)
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

func toCome(def *content.Interview) (probes, curveballs map[string]bool) {
	probes, curveballs = map[string]bool{}, map[string]bool{}
	for _, ph := range def.Phases {
		for _, probe := range ph.Probes {
			probes[probe.ID] = true
		}
		for _, c := range ph.Curveballs {
			curveballs[c.ID] = true
		}
	}
	return probes, curveballs
}

// checkCourse: the interview is over in time, went through all of its phases, and left nothing without an answer.
func checkCourse(t *testing.T, name string, def *content.Interview, s interview.State) {
	t.Helper()
	if !s.Over || s.Now > time.Duration(def.Minutes)*time.Minute {
		t.Errorf("%s: over %v at %s of %d minutes", name, s.Over, s.Now, def.Minutes)
	}
	if len(s.Began) != len(def.Phases) {
		t.Errorf("%s: %d of %d phases began", name, len(s.Began), len(def.Phases))
	}
	for i, l := range s.Lines {
		if l.By != interview.Candidate || l.Kind != interview.Said && l.Kind != interview.Asked {
			continue
		}
		last := l.At == s.Now || i+1 < len(s.Lines) && s.Lines[i+1].At == l.At // a draft that the end of a phase took
		answered := slices.ContainsFunc(s.Lines[i+1:], func(m interview.Line) bool {
			return m.By == interview.Interviewer && m.At-l.At <= time.Second
		})
		if !last && !answered {
			t.Errorf("%s: nobody answers %q", name, l.Text)
		}
	}
}

// checkOrder: strong, mid, weak, silent; and neither talk beside the point nor a list of terms gets further than weak.
func checkOrder(t *testing.T, def *content.Interview, cards map[string]interview.Scorecard) {
	t.Helper()
	if !def.Scored {
		for name, c := range cards {
			if c.Band != "" {
				t.Errorf("%s has the band %q in a warm-up", name, c.Band)
			}
		}
		return
	}
	rank := func(name string) int { return slices.Index(content.BandNames, cards[name].Band) }
	score := func(name string) float64 { return cards[name].Score }
	for _, pair := range [][2]string{{"strong", "mid"}, {"mid", "weak"}} {
		if score(pair[0]) <= score(pair[1]) || rank(pair[0]) <= rank(pair[1]) {
			t.Errorf("%s has %.2f (%s), %s %.2f (%s)", pair[0], score(pair[0]), cards[pair[0]].Band, pair[1], score(pair[1]), cards[pair[1]].Band)
		}
	}
	if score("weak") < score("silent") || score("silent") > 0 {
		t.Errorf("weak has %.2f, silent %.2f", score("weak"), score("silent"))
	}
	for _, name := range []string{"offtopic", "stuffing"} {
		if rank(name) > rank("weak") {
			t.Errorf("%s has %.2f (%s), weak %.2f (%s)", name, score(name), cards[name].Band, score("weak"), cards["weak"].Band)
		}
	}
	if rank("strong") < slices.Index(content.BandNames, "yes") {
		t.Errorf("strong has only %.2f (%s)", score("strong"), cards["strong"].Band)
	}
}

func tell(t *testing.T, name string, card interview.Scorecard) {
	t.Logf("%s: %.2f %s", name, card.Score, card.Band)
	for _, d := range card.Dimensions {
		var parts []string
		for _, p := range d.Parts {
			mark := ""
			if p.Wrong {
				mark = " WRONG"
			}
			parts = append(parts, p.ID+" "+p.Level+mark)
		}
		t.Logf("    %s %.2f: %s", d.ID, d.Score, strings.Join(parts, "; "))
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
