package lessons

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sysprep/grading"
	"sysprep/store"
)

func everyKind() []Event {
	judged := judge(10, 0.62, false)
	judged.Judgement.Low, judged.Judgement.High = 0.481, 0.744
	judged.Judgement.Goals = []GoalResult{{ID: "recovers", Text: "recovers in 30 s", Passed: 31, Low: 0.4, High: 0.7}}
	judged.Judgement.Causes = []CauseCount{{Text: "the queue holds 600 rows", Count: 19}}
	seen := watch(5, "s-trap", 72_400_000_123) // to the nanosecond
	seen.Watch.Settings = map[string]string{"attempts": "1"}
	seen.Watch.Outcome = map[string]float64{"goodput": 6.25}
	answered := answer(20, "it stays\tdown ✓", grading.ItemVerdict{
		ID: "trigger-gone", Title: "The trigger", Section: "metastability", Level: grading.Tradeoff, Wrong: true,
		Evidence: []grading.Span{{Text: "stays\tdown", Start: 3, End: 13}}, Feedback: "f", Next: "n",
	})
	answered.Answer.Verdict.Score, answered.Answer.Verdict.Band = 0.8, "senior"
	return []Event{
		open(0, "story"), finish(1, "story"),
		predict(2, "p-load", Prediction{Value: "3k/s", Number: 3000, Confidence: 70}),
		predict(3, "p-recovers", Prediction{Choice: "c"}),
		seen, judged, hint(11, "c-fix", 2), answered, claim(21, "trigger-gone", 0, 8),
		note(22, "story", "why?"), rate(23, "e-loop", "trigger-gone", Hard), undo(24),
		{At: after(25), Kind: "dreamt", Step: "story", Rest: json.RawMessage(`{"of":"sheep"}`)},
	}
}

func TestRecordAndDecode(t *testing.T) {
	for _, want := range everyKind() {
		stored, err := Record("core", "cache-cliff", want)
		if err != nil {
			t.Errorf("%s: %v", want.Kind, err)
			continue
		}
		if stored.Kind != "lesson."+string(want.Kind) || stored.Pack != "core" || stored.Lesson != "cache-cliff" || stored.Step != want.Step || stored.Hash != want.Hash {
			t.Errorf("%s is stored as %+v", want.Kind, stored)
		}
		got, err := Decode(stored)
		if err != nil {
			t.Errorf("%s: %v", want.Kind, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.Kind, diff)
		}
	}
}

// What is on learners' disks must be read for ever: these lines are never changed.
func TestDecodeReadsWhatReleasesWrote(t *testing.T) {
	for kind, data := range map[string]string{
		"predicted": `{"value":"3k/s","number":3000,"confidence":70}`,
		"watched":   `{"settings":{"attempts":"1"},"seed":1,"outcome":{"goodput":6.25},"reachedNs":72400000123}`,
		"judged": `{"settings":{"queue":"400"},"seeds":50,"passed":31,"passRate":0.62,"low":0.481,"high":0.744,` +
			`"goals":[{"id":"recovers","text":"recovers in 30 s","passed":31,"low":0.4,"high":0.7}],"causes":[{"text":"the queue holds 600 rows","count":19}],"won":false}`,
		"hinted":   `{"n":2}`,
		"claimed":  `{"item":"trigger-gone","start":0,"end":8}`,
		"noted":    `{"text":"why?"}`,
		"reviewed": `{"item":"trigger-gone","grade":2}`,
	} {
		var want Event
		for _, e := range everyKind() {
			if string(e.Kind) == kind && (e.Prediction == nil || e.Prediction.Choice == "") {
				want = e
			}
		}
		got, err := Decode(store.Event{Kind: "lesson." + kind, At: want.At, Step: want.Step, Hash: want.Hash, Data: json.RawMessage(data)})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", kind, err, diff)
		}
	}
}

func TestFieldsOfANewerSysprepAreKept(t *testing.T) {
	for _, stored := range []store.Event{
		{Kind: "lesson.predicted", Data: json.RawMessage(`{"because":"gut feeling","choice":"c","mood":{"at":"ease"}}`)},
		{Kind: "lesson.watched", Data: json.RawMessage(`{"forks":2,"reachedNs":5,"seed":1}`)},
		{Kind: "lesson.finished", Data: json.RawMessage(`{"rating":5}`)},
		{Kind: "lesson.dreamt", Data: json.RawMessage(`{"of":"sheep"}`)},
	} {
		e, err := Decode(stored)
		if err != nil || len(e.Rest) == 0 {
			t.Errorf("%s: %v, rest %s", stored.Kind, err, e.Rest)
			continue
		}
		again, err := Record("", "", e)
		if err != nil || string(again.Data) != string(stored.Data) {
			t.Errorf("%s came as %s and went as %s (%v)", stored.Kind, stored.Data, again.Data, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, stored := range []store.Event{{Kind: "interview.begun"}, {Kind: "lesson."}, {}} {
		if _, err := Decode(stored); !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v, want ErrForeign", stored.Kind, err)
		}
	}
	for _, data := range []string{"", "null and void", `{"choice":3}`, `[]`, `{"verdict":{"items":[{"level":"genius"}]}}`} {
		kind := "lesson.predicted"
		if strings.Contains(data, "verdict") {
			kind = "lesson.answered"
		}
		if e, err := Decode(store.Event{ID: "id-7", Kind: kind, Data: json.RawMessage(data)}); err == nil || !strings.Contains(err.Error(), "id-7") {
			t.Errorf("%s: %+v, %v; want an error that names the event", data, e, err)
		}
	}
}

func TestRecordRefuses(t *testing.T) {
	for name, e := range map[string]Event{
		"no kind":      {},
		"no payload":   {Kind: Answered},
		"other's":      {Kind: Answered, Hint: &Hint{N: 1}},
		"not a number": {Kind: Watched, Watch: &Watch{Outcome: map[string]float64{"p99": math.NaN()}}},
		"broken rest":  {Kind: Hinted, Hint: &Hint{N: 1}, Rest: json.RawMessage(`{`)},
	} {
		if stored, err := Record("core", "cache-cliff", e); err == nil {
			t.Errorf("%s was recorded as %+v", name, stored)
		}
	}
}

func TestStates(t *testing.T) {
	pack := corePack()
	var log []store.Event
	for _, e := range whole() {
		stored, err := Record("core", "cache-cliff", e)
		if err != nil {
			t.Fatal(err)
		}
		other := stored
		other.Pack = "her/pack"
		log = append(log, stored, other,
			store.Event{Pack: "core", Kind: "interview.begun"},
			store.Event{Pack: "core", Lesson: "cache-cliff", Kind: "lesson.predicted", Step: "p-load", Data: json.RawMessage("damaged")},
			store.Event{Pack: "core", Lesson: "gone", Kind: "lesson.opened", Step: "story"})
	}
	states := States(pack, log)
	if len(states) != 1 || statuses(states["cache-cliff"]) != "dddddddd*" {
		t.Errorf("states %v", states)
	}
	if s := States(pack, nil)["cache-cliff"]; s.Begun() || statuses(s) != "o*-------" {
		t.Errorf("without events: %s, begun %v", statuses(s), s.Begun())
	}
}
