package lessons

import (
	"math"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/store"
)

func TestCalibrate(t *testing.T) {
	l := &content.Lesson{ID: "l"}
	var events []Event
	say := func(sure int, right bool) {
		id := string(rune('a' + len(events)))
		l.Steps = append(l.Steps, content.Step{ID: id, Kind: content.Predict, Hash: "h", Ask: &content.Ask{Confidence: true, Answer: "y", Choices: []content.Choice{{ID: "y"}, {ID: "n"}}}})
		p := Prediction{Choice: "n", Confidence: sure}
		if right {
			p.Choice = "y"
		}
		events = append(events, Event{At: noon, Kind: Predicted, Step: id, Hash: "h", Prediction: &p})
	}
	for i := range 8 {
		say(90, i < 5)
	}
	say(50, true)
	say(99, true)
	say(0, false) // was not asked how sure
	say(80, false)
	events[len(events)-1].Hash = "old" // the question was edited since
	pack := &content.Pack{Lessons: []*content.Lesson{l}}
	c := Calibrate(pack, map[string]State{"l": Fold(l, events)})
	if c.Rated != 10 || c.Right != 7 || len(c.Bins) != 3 {
		t.Fatalf("%+v", c)
	}
	// By hand: 5 * 0.1^2 + 3 * 0.9^2 + 0.5^2 + 0.01^2 = 2.7301, of 10.
	if math.Abs(c.Brier-0.27301) > 1e-9 || math.Abs(c.Sure-0.869) > 1e-9 {
		t.Errorf("Brier %v, mean confidence %v", c.Brier, c.Sure)
	}
	// Wilson 1927 for 5 of 8: 0.306 to 0.863 (Newcombe 1998, formula 3).
	b := c.Bins[1]
	if b.Rated != 8 || b.Right != 5 || math.Abs(b.Low-0.3057) > 5e-4 || math.Abs(b.High-0.8632) > 5e-4 {
		t.Errorf("the bin of 90 %%: %+v", b)
	}
	said := strings.Join(c.Say(), "\n")
	for _, want := range []string{"When you say 90 %, you are right 62 % of the time (5 of 8). That is too sure", "17 points surer than right", "Brier score 0.27"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in:\n%s", want, said)
		}
	}
	for n, want := range map[int]string{0: "Nothing to compare yet", 3: "3 predictions with a confidence so far"} {
		few := Calibrate(pack, map[string]State{"l": Fold(l, events[:n])})
		if got := strings.Join(few.Say(), "\n"); !strings.Contains(got, want) {
			t.Errorf("with %d predictions: %q", n, got)
		}
	}
}

func TestEvidences(t *testing.T) {
	pack := corePack()
	loop := func(level grading.Level, wrong bool, said string) grading.ItemVerdict {
		v := verdict("sustaining-loop", "metastability", level)
		v.Wrong = wrong
		v.Evidence, v.Against = []grading.Span{{Text: said}}, []grading.Span{{Text: "not " + said}}
		return v
	}
	review := rate(day(3), "e-loop", "sustaining-loop", Good)
	review.Review.Said = "late rows"
	review.Review.Verdict = &grading.Verdict{Question: "cache-collapse", Items: []grading.ItemVerdict{loop(grading.Tradeoff, false, "late rows")}}
	for _, c := range []struct {
		name     string
		events   []Event
		standing string
		words    string
		review   bool
	}{
		{"nothing", nil, "to show", "", false},
		{"named", []Event{answer(0, "one", loop(grading.Named, false, "one"))}, "named", "one", false},
		{"the better answer counts", []Event{answer(0, "one", loop(grading.Explained, false, "one")), answer(9, "two", loop(grading.Named, false, "two"))}, "explained", "one", false},
		{"of equal ones the later", []Event{answer(0, "one", loop(grading.Named, false, "one")), answer(9, "two", loop(grading.Named, false, "two"))}, "named", "two", false},
		{"a misconception takes it back", []Event{answer(0, "one", loop(grading.Explained, false, "one")), answer(9, "two", loop(grading.Explained, true, "two"))}, "wrong", "not two", false},
		{"until the next answer", []Event{answer(0, "one", loop(grading.Explained, true, "one")), answer(9, "two", loop(grading.Named, false, "two"))}, "explained", "two", false},
		{"in a review", []Event{answer(0, "one", loop(grading.Missed, false, "one")), review}, "explained", "late rows", true},
	} {
		states := map[string]State{"cache-cliff": Fold(pack.Lessons[0], c.events)}
		var got Shown
		counts := map[string]int{}
		for _, s := range Evidences(pack, states) {
			counts[s.Section+" "+s.Standing()]++
			if s.Item == "sustaining-loop" {
				got = s
			}
		}
		words := ""
		if got.Evidence != nil && len(got.Evidence.Words) > 0 {
			words = got.Evidence.Words[0].Text
		}
		if got.Standing() != c.standing || words != c.words || got.Evidence != nil && got.Evidence.Reviews != c.review {
			t.Errorf("%s: %s by %q, want %s by %q", c.name, got.Standing(), words, c.standing, c.words)
		}
		for _, s := range Mastery(pack, states) {
			if s.Explained != counts[s.ID+" explained"] || s.Named != counts[s.ID+" named"] || s.Wrong != counts[s.ID+" wrong"] {
				t.Errorf("%s: mastery counts %+v, the evidence %v", c.name, s, counts)
			}
		}
	}
}

func TestDiary(t *testing.T) {
	berlin := time.FixedZone("UTC+1", 3600)
	at := func(text string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	log := []store.Event{
		{At: at("2026-11-01 23:58"), Kind: "lesson.opened", Lesson: "a"},
		{At: at("2026-11-02 00:01"), Kind: "lesson.finished", Lesson: "a"}, // three minutes, of the second day
		{At: at("2026-11-02 00:06"), Kind: "lesson.answered", Lesson: "b"}, // five
		{At: at("2026-11-02 00:12"), Kind: "lesson.recalled", Lesson: "b"}, // six are too many
		{At: at("2026-11-02 00:13"), Kind: "lesson.unrated", Lesson: "b"},
		{At: at("2026-11-02 00:14"), Kind: "lesson.recalled", Lesson: "b"},
		{At: at("2026-11-04 09:00"), Kind: "lesson.judged", Lesson: "a"},
		{At: at("2026-11-05 09:00"), Kind: "lesson.predicted", Lesson: "a"},
		{At: at("2026-11-05 09:00"), Kind: "interview.said"},
	}
	shuffled := append([]store.Event{}, log[4:]...)
	d := Keep(append(shuffled, log[:4]...), berlin)
	if d.Spent != 10*time.Minute || d.Lessons["a"] != 3*time.Minute || d.Lessons["b"] != 7*time.Minute {
		t.Errorf("spent %v, by lesson %v", d.Spent, d.Lessons)
	}
	if len(d.Days) != 4 || d.Days[0].Date != at("2026-11-05 00:00") || d.Days[0].Predictions != 1 {
		t.Fatalf("days %+v", d.Days)
	}
	if second := d.Days[2]; second.Spent != 10*time.Minute || second.Steps != 1 || second.Answers != 1 || second.Reviews != 1 || len(second.Lessons) != 2 {
		t.Errorf("the second of November: %+v", second)
	}
	for _, c := range []struct {
		now              string
		current, longest int
	}{
		{"2026-11-05 10:00", 2, 2}, {"2026-11-06 23:00", 2, 2}, {"2026-11-07 00:00", 0, 2},
	} {
		if current, longest := d.Run(at(c.now)); current != c.current || longest != c.longest {
			t.Errorf("at %s: %d days in a row, %d at most; want %d, %d", c.now, current, longest, c.current, c.longest)
		}
	}
	last := d.Last(4, at("2026-11-05 10:00"))
	if len(last) != 4 || !last[0].Date.Equal(at("2026-11-02 00:00")) || last[0].Reviews != 1 || last[1].Steps != 0 || last[3].Predictions != 1 {
		t.Errorf("the last four days: %+v", last)
	}
	if empty := Keep(nil, berlin); empty.Spent != 0 || len(empty.Days) != 0 {
		t.Errorf("of nothing: %+v", empty)
	}
}
