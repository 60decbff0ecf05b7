package lessons

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// day is n days after noon, in minutes.
func day(n int) int { return n * 24 * 60 }

func reviews(t *testing.T, events ...Event) map[string]Review {
	t.Helper()
	pack := corePack()
	s := Fold(pack.Lessons[0], events)
	found := map[string]Review{}
	for _, r := range Schedule(pack, map[string]State{"cache-cliff": s}, Goals{}) {
		key, ok := strings.CutPrefix(r.Key, "core/cache-cliff/")
		if _, twice := found[key]; twice || !ok {
			t.Errorf("key %q is there twice, or has no pack and lesson", r.Key)
		}
		found[key] = r
	}
	return found
}

func TestFirstReviews(t *testing.T) {
	item := func(level grading.Level, wrong bool) []Event {
		v := verdict("x", "scale", level)
		v.Wrong = wrong
		return []Event{answer(0, "some words", v)}
	}
	slip, right := Prediction{Value: "300/s", Number: 300}, Prediction{Value: "3000/s", Number: 3000}
	seen := []Event{predict(0, "p-recovers", Prediction{Choice: "c"}), watch(0, "s-trap", 240e9)}
	for _, test := range []struct {
		name   string
		events []Event
		key    string
		grades []Grade
		days   int // first interval of FSRS-5's default weights: 0.40255, 1.18385, 3.173, 15.69105 days, at least one, and rising
	}{
		{"a missed prediction", append([]Event{predict(0, "p-load", slip)}, seen...), "p-load", []Grade{Again}, 1},
		{"a missed prediction whose run was not seen yet", []Event{predict(0, "p-load", slip)}, "p-load", nil, 0},
		{"a right prediction", append([]Event{predict(0, "p-load", right)}, seen...), "p-load", nil, 0},
		{"a missed quiz", []Event{predict(0, "q-queue", Prediction{Value: "9", Number: 9})}, "q-queue", []Grade{Again}, 1},
		{"an item missed", item(grading.Missed, false), "e-loop#x", []Grade{Again}, 1},
		{"an item wrong", item(grading.Explained, true), "e-loop#x", []Grade{Again}, 1},
		{"an item named", item(grading.Named, false), "e-loop#x", []Grade{Hard}, 2},
		{"an item explained", item(grading.Explained, false), "e-loop#x", nil, 0},
		{"an item with its tradeoff", item(grading.Tradeoff, false), "e-loop#x", nil, 0},
		{"an item claimed", append(item(grading.Missed, false), claim(1, "x", 0, 4)), "e-loop#x", []Grade{Hard}, 2},
		{"a challenge failed", []Event{judge(0, 0.5, false)}, "c-fix", []Grade{Again}, 1},
		{"a challenge won at once", []Event{judge(0, 1, true)}, "c-fix", []Grade{Good}, 3},
		{"a challenge won at last", []Event{judge(0, 0.5, false), judge(5, 1, true)}, "c-fix", []Grade{Hard}, 2},
		{"a challenge won with a hint", []Event{hint(0, "c-fix", 1), judge(0, 1, true)}, "c-fix", []Grade{Hard}, 2},
		{"a challenge won, and played with", []Event{judge(0, 1, true), judge(5, 0, false)}, "c-fix", []Grade{Good}, 3},
		{"a prediction taken back", []Event{predict(0, "p-load", slip), undo(1)}, "p-load", nil, 0},
		{"feedback tests no memory", append(item(grading.Missed, false), answer(5, "better words", verdict("x", "scale", grading.Tradeoff))), "e-loop#x", []Grade{Again}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, ok := reviews(t, test.events...)[test.key]
			if ok != (test.grades != nil) || !reflect.DeepEqual(r.Recent, test.grades) {
				t.Fatalf("card %v with grades %v, want %v", ok, r.Recent, test.grades)
			}
			if want := after(day(test.days)); ok && !r.Due.Equal(want) {
				t.Errorf("due %v, want %v", r.Due, want)
			}
		})
	}
}

func TestReviewsGrowAndLapse(t *testing.T) {
	events := []Event{predict(0, "p-load", Prediction{Value: "300/s", Number: 300}), predict(0, "p-recovers", Prediction{Choice: "c"}), watch(0, "s-trap", 240e9)}
	before := reviews(t, events...)["p-load"]
	var last time.Duration
	for range 4 { // remembered each time when due: the intervals grow
		due := int(before.Due.Sub(noon).Minutes())
		events = append(events, rate(due, "p-load", "", Good))
		r := reviews(t, events...)["p-load"]
		interval := r.Due.Sub(r.Last)
		if interval <= last || !r.Last.Equal(before.Due) || r.Lapses != 0 {
			t.Fatalf("interval %v after %v, last %v, %d lapses", interval, last, r.Last, r.Lapses)
		}
		last, before = interval, r
	}
	forgot := append(events, rate(int(before.Due.Sub(noon).Minutes()), "p-load", "", Again))
	r := reviews(t, forgot...)["p-load"]
	if r.Lapses != 1 || r.Due.Sub(r.Last) >= last || len(r.Recent) != 4 || r.Recent[3] != Again {
		t.Errorf("after forgetting: %d lapses, next in %v, recent %v", r.Lapses, r.Due.Sub(r.Last), r.Recent)
	}
	if now := r.RecallAt(r.Last); now != 1 {
		t.Errorf("recall right after is %v, want 1", now)
	}
	// FSRS schedules for the day when recall falls to 90 %; intervals are rounded to days.
	if due := before.RecallAt(before.Due); due < 0.88 || due > 0.92 {
		t.Errorf("recall when due is %v, want about 0.9", due)
	}
	if early := before.RecallAt(noon.Add(-time.Hour)); early != 1 {
		t.Errorf("with a clock set back recall is %v, want 1", early)
	}
}

func TestARatingBelongsToItsItem(t *testing.T) {
	events := []Event{
		answer(0, "words", verdict("x", "scale", grading.Missed), verdict("y", "scale", grading.Missed)),
		rate(day(1), "e-loop", "y", Easy),
		rate(day(1), "e-loop", "gone", Easy),
		rate(day(1), "c-fix", "", Easy), // a challenge never tried has no card to rate
	}
	got := reviews(t, events...)
	if len(got) != 2 || len(got["e-loop#x"].Recent) != 1 || len(got["e-loop#y"].Recent) != 2 {
		t.Errorf("reviews %+v", got)
	}
	if x := got["e-loop#x"]; x.Title != "The x" || x.Lesson != "cache-cliff" || x.Step != "e-loop" || x.Item != "x" {
		t.Errorf("card %+v", x)
	}
}

func TestAReviewMovesNobody(t *testing.T) {
	l := cliff()
	before := apply(t, l, predicted()...)
	s := applyTo(t, before, l, rate(day(1), "p-load", "", Good))
	if s.Current != before.Current || !s.Touched.Equal(before.Touched) || len(s.Steps[1].Reviews) != 1 {
		t.Errorf("after a review: at %d, touched %v", s.Current, s.Touched)
	}
	if s := applyTo(t, New(l), l, rate(0, "p-load", "", Good)); s.Begun() {
		t.Error("a review began a lesson")
	}
}

func TestOnlyWhatWasAskedIsReviewed(t *testing.T) {
	pack := corePack()
	l := pack.Lessons[0]
	l.Steps[5].Explain = &content.ExplainStep{Question: "cache-collapse", Items: []string{"x"}}
	s := Fold(l, []Event{answer(0, "words", verdict("x", "scale", grading.Missed), verdict("y", "scale", grading.Missed))})
	if got := Schedule(pack, map[string]State{l.ID: s}, Goals{}); len(got) != 1 || got[0].Item != "x" {
		t.Errorf("reviews %+v, want one, of x", got)
	}
}

func TestDue(t *testing.T) {
	berlin := time.FixedZone("UTC+1", 3600)
	r := Review{Due: time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)}
	for _, test := range []struct {
		now  time.Time
		want bool
	}{
		{time.Date(2026, 11, 21, 22, 59, 0, 0, time.UTC), false},
		{time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), true}, // all day, from its start
		{time.Date(2026, 11, 22, 0, 30, 0, 0, berlin), true},  // where the learner is
		{time.Date(2026, 11, 21, 23, 30, 0, 0, berlin), false},
		{time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), true},
	} {
		if got := r.DueAt(test.now); got != test.want {
			t.Errorf("at %v due is %v", test.now, got)
		}
		if n := len(Due([]Review{r}, test.now)); (n == 1) != test.want {
			t.Errorf("at %v %d cards are due", test.now, n)
		}
	}
}

func TestScheduleIsInOrder(t *testing.T) {
	pack := corePack()
	l := pack.Lessons[0]
	s := Fold(l, []Event{
		predict(0, "p-load", Prediction{Value: "1", Number: 1}),
		predict(0, "p-recovers", Prediction{Choice: "a"}),
		judge(0, 1, true),
	})
	got := Schedule(pack, map[string]State{l.ID: s}, Goals{})
	want := []string{"p-load", "p-recovers", "c-fix"} // two tomorrow, one in three days
	for i, r := range got {
		if len(got) != 3 || r.Step != want[i] {
			t.Fatalf("schedule %+v, want %v", got, want)
		}
	}
	if again := Schedule(pack, map[string]State{l.ID: s}, Goals{}); !reflect.DeepEqual(got, again) {
		t.Error("the same states give another schedule")
	}
}
