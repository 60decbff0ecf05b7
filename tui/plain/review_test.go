package plain

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/journal"
)

// later runs the review some days on.
func (d *desk) later(days int, lines ...string) string {
	d.Helper()
	var out bytes.Buffer
	o := d.options(strings.NewReader(typed(lines)), &out)
	o.Lesson, o.Review = "", true
	o.Now = func() time.Time { return noon.AddDate(0, 0, days) }
	if err := Run(d.Context(), o); err != nil {
		d.Fatalf("Run: %v\n%s", err, out.String())
	}
	return out.String()
}

// watched answers rightly what is still to be predicted, and watches the first run: what was predicted wrong is known then.
func (d *desk) watched(j *journal.Journal) {
	d.Helper()
	for i := range d.pack.Lessons[0].Steps {
		step := &d.pack.Lessons[0].Steps[i]
		if step.Kind == content.Simulate {
			d.record(j, lessons.Event{At: noon.Add(time.Hour), Kind: lessons.Watched, Step: step.ID, Hash: step.Hash, Watch: &lessons.Watch{Seed: 1}})
			return
		}
		if step.Kind == content.Predict && step.Ask.Answer != "" && d.did(step.ID).Prediction == nil {
			d.record(j, lessons.Event{At: noon, Kind: lessons.Predicted, Step: step.ID, Hash: step.Hash, Prediction: &lessons.Prediction{Choice: step.Ask.Answer, Confidence: 50}})
		}
	}
}

func TestReview(t *testing.T) {
	d := sitDown(t)
	j := d.journal()
	for i := range d.pack.Lessons[0].Steps {
		step := &d.pack.Lessons[0].Steps[i]
		if step.ID == "p-load" {
			break
		}
		for _, e := range through(step) {
			e.Step, e.Hash, e.At = step.ID, step.Hash, noon
			d.record(j, e)
		}
	}
	miss := lessons.Event{At: noon, Kind: lessons.Predicted, Step: "p-load", Prediction: &lessons.Prediction{Value: "300/s", Number: 300, Confidence: 70}}
	d.record(j, miss)
	if out := d.later(3, "q"); !strings.Contains(out, "Nothing is due") {
		t.Errorf("a card tells how a run ends that was not seen yet:\n%s", out)
	}
	d.watched(j)

	if out := d.later(0, "q"); !strings.Contains(out, "Nothing is due") {
		t.Errorf("due on the same day:\n%s", out)
	}
	out := d.later(3, "", "3", "q")
	for _, want := range []string{"Review 1 of 1", "how many requests a second", "3,000/s", "You said then:", "300/s", "Type 1 for not known", "Nothing more is due today."} {
		if !strings.Contains(flat(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if out := d.later(3, "q"); !strings.Contains(out, "Nothing is due") {
		t.Errorf("a rated card is due again the same day:\n%s", out)
	}
	rated := d.did("p-load").Reviews
	if len(rated) != 1 || rated[0].Grade != lessons.Good {
		t.Errorf("ratings %v, want one, good", rated)
	}
}

func TestReviewIsLeftUnrated(t *testing.T) {
	d := sitDown(t)
	j := d.journal()
	first := &d.pack.Lessons[0].Steps[0]
	d.record(j, lessons.Event{At: noon, Kind: lessons.Finished, Step: first.ID, Hash: first.Hash})
	d.record(j, lessons.Event{At: noon, Kind: lessons.Predicted, Step: "p-load", Prediction: &lessons.Prediction{Value: "1/s", Number: 1, Confidence: 50}})
	d.watched(j)
	for name, lines := range map[string][]string{"back": {"", "b", "q"}, "quit": {"q"}, "end": {""}, "nonsense": {"", "9", "q"}} {
		out := d.later(5, lines...)
		if len(d.did("p-load").Reviews) != 0 {
			t.Errorf("%s: a card was rated:\n%s", name, out)
		}
	}
}

// TestReviewTyped types answers, takes a rating back, and takes the grade that is proposed.
func TestReviewTyped(t *testing.T) {
	d := sitDown(t)
	j := d.journal()
	d.record(j, lessons.Event{At: noon, Kind: lessons.Finished, Step: d.pack.Lessons[0].Steps[0].ID})
	d.record(j, lessons.Event{At: noon, Kind: lessons.Predicted, Step: "p-load", Prediction: &lessons.Prediction{Value: "1/s", Number: 1, Confidence: 50}})
	d.record(j, lessons.Event{At: noon.Add(time.Minute), Kind: lessons.Predicted, Step: "p-recovers", Prediction: &lessons.Prediction{Choice: "half", Confidence: 50}})
	d.watched(j)
	out := flat(d.later(5,
		"no number here", "3 000 /s", "1", // typed rightly, and rated worse than proposed
		"u",          // at the second card: back to the first
		"3000/s", "", // as proposed
		"u u", "q"))
	for _, want := range []string{
		"Review 1 of 2", "Type a number, such as 450/s.", "You said:", "Proposed: good. Press Enter to take that", "Review 2 of 2", "Taken back.",
		"Choose one of the",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if rated := d.did("p-load").Reviews; len(rated) != 1 || rated[0].Grade != lessons.Good || rated[0].Said != "3000/s" {
		t.Errorf("ratings %+v, want one, good, with what was said", rated)
	}
}
