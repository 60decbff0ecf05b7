package plain

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/store"
	"sysprep/store/sqlite"
	"sysprep/tui/journal"
)

const lessonID = "cache-cliff"

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func now() time.Time { return noon }

// desk is a learner with a pack and a database.
type desk struct {
	*testing.T
	pack  *content.Pack
	store store.Store
}

// sitDown is a learner who has done nothing yet. Designs are judged by one run, and runs
// are cut off soon after the cache could have recovered, to keep the tests quick.
func sitDown(t *testing.T) *desk { return sitDownFor(t, 1, 100*engine.Second) }

// elsewhere are the steps of the lesson that are played on a smaller system, in forms_test.go,
// and its drill.
var elsewhere = []string{"p-border", "p-weak", "s-landscape", "ground", "c-drive", "way-out", "r-before", "d-hidden"}

func sitDownFor(t *testing.T, seeds int, horizon engine.Time) *desk {
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
	c := *core.Scenarios.Of("cache-collapse")
	c.Horizon = scenarios.Duration(horizon)
	pack := &content.Pack{
		Manifest: core.Manifest, Scenarios: content.NewSystems(map[string]*scenarios.Scenario{c.ID: &c}), Rubrics: core.Rubrics, Decks: core.Decks,
	}
	for _, l := range core.Lessons {
		if l.ID != lessonID {
			continue
		}
		c := *l
		c.Steps = slices.DeleteFunc(slices.Clone(l.Steps), func(s content.Step) bool { return slices.Contains(elsewhere, s.ID) })
		for i := range c.Steps {
			if ch := c.Steps[i].Challenge; ch != nil {
				fewer := *ch
				fewer.Seeds = seeds
				c.Steps[i].Challenge = &fewer
			}
		}
		pack.Lessons = append(pack.Lessons, &c)
	}
	return &desk{t, pack, db}
}

func (d *desk) options(in io.Reader, out io.Writer) Options {
	return Options{Pack: d.pack, Store: d.store, Now: now, In: in, Out: out, Lesson: lessonID}
}

// run plays the lesson with these lines typed, and returns what was written.
func (d *desk) run(lines ...string) string {
	d.Helper()
	return d.runFrom(lessonID, lines...)
}

// runFrom is run for another lesson; "" is the list.
func (d *desk) runFrom(lesson string, lines ...string) string {
	d.Helper()
	var out bytes.Buffer
	o := d.options(strings.NewReader(typed(lines)), &out)
	o.Lesson = lesson
	if err := Run(d.Context(), o); err != nil {
		d.Fatalf("Run: %v\n%s", err, out.String())
	}
	return out.String()
}

func typed(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

func (d *desk) journal() *journal.Journal {
	d.Helper()
	j, err := journal.Open(d.Context(), d.store, d.pack, now)
	if err != nil {
		d.Fatal(err)
	}
	return j
}

func (d *desk) state() lessons.State {
	d.Helper()
	return d.journal().State(lessonID)
}

func (d *desk) did(step string) lessons.StepState {
	d.Helper()
	ss, ok := d.state().Step(step)
	if !ok {
		d.Fatalf("no step %q", step)
	}
	return ss
}

func (d *desk) draft(step string) string { return d.draftOf(lessonID, step) }

func (d *desk) draftOf(lesson, step string) string {
	d.Helper()
	j := d.journal()
	text, err := j.Draft(d.Context(), j.DraftKey(lesson, step))
	if err != nil {
		d.Fatal(err)
	}
	return text
}

func (d *desk) saveDraft(step, text string) {
	d.Helper()
	j := d.journal()
	if err := j.SaveDraft(d.Context(), j.DraftKey(lessonID, step), text); err != nil {
		d.Fatal(err)
	}
}

// at goes through the lesson up to the step with that id, without playing it.
func (d *desk) at(step string) *desk {
	d.Helper()
	j := d.journal()
	l := d.pack.Lessons[0]
	for i := range l.Steps {
		s := &l.Steps[i]
		if s.ID == step {
			d.record(j, lessons.Event{Kind: lessons.Opened, Step: s.ID, Hash: s.Hash})
			return d
		}
		for _, e := range through(s) {
			e.Step, e.Hash = s.ID, s.Hash
			d.record(j, e)
		}
	}
	d.Fatalf("no step %q", step)
	return d
}

func (d *desk) record(j *journal.Journal, e lessons.Event) {
	d.Helper()
	if _, err := j.Record(context.Background(), d.pack.Lessons[0], e); err != nil {
		d.Fatal(err)
	}
}

// through are events that make a step done.
func through(s *content.Step) []lessons.Event {
	switch s.Kind {
	case content.Predict, content.Quiz:
		p := lessons.Prediction{Choice: s.Ask.Answer}
		if q := s.Ask.Quantity; q != nil {
			p.Value, p.Number = "so many", q.Value
		}
		if s.Ask.Confidence {
			p.Confidence = 60
		}
		return []lessons.Event{{Kind: lessons.Predicted, Prediction: &p}}
	case content.Simulate:
		return []lessons.Event{{Kind: lessons.Watched, Watch: &lessons.Watch{Seed: 1}}, {Kind: lessons.Finished}}
	case content.Challenge:
		return []lessons.Event{{Kind: lessons.Judged, Judgement: &lessons.Judgement{Seeds: 50, Passed: 50, PassRate: 1, Low: 0.93, High: 1, Won: true}}}
	}
	if s.Kind == content.Explain {
		v := grading.Verdict{Question: s.Explain.Question, Items: []grading.ItemVerdict{{ID: "recovery", Title: "The way out"}}}
		return []lessons.Event{{Kind: lessons.Answered, Answer: &lessons.Answer{Text: answerText, Verdict: v}}}
	}
	return []lessons.Event{{Kind: lessons.Finished}}
}

// echo types one line for each that is wanted, and shows in the transcript where.
type echo struct {
	lines []string
	to    io.Writer
}

func (e *echo) Read(p []byte) (int, error) {
	if len(e.lines) == 0 {
		return 0, io.EOF
	}
	line := e.lines[0]
	e.lines = e.lines[1:]
	io.WriteString(e.to, "> "+line+"\n")
	return copy(p, line+"\n"), nil
}

// flat is a text without its line breaks, so that sentences are found wherever they wrap.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

func (d *desk) wants(out string, sentences ...string) {
	d.Helper()
	text := flat(out)
	for _, s := range sentences {
		if !strings.Contains(text, flat(s)) {
			d.Errorf("nobody says %q in:\n%s", s, out)
		}
	}
}
