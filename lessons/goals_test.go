package lessons

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sysprep/content"
)

func TestParseGoals(t *testing.T) {
	berlin := time.FixedZone("UTC+1", 3600)
	day := time.Date(2026, 12, 24, 0, 0, 0, 0, berlin)
	for _, c := range []struct {
		settings map[string]string
		want     Goals
		wrong    bool
	}{
		{nil, Goals{}, false},
		{map[string]string{SettingRetention: "0.85", SettingInterview: "2026-12-24", SettingDaily: "30"}, Goals{0.85, day, 30}, false},
		{map[string]string{SettingRetention: "0.7"}, Goals{Retention: 0.7}, false},
		{map[string]string{SettingRetention: "0.97"}, Goals{Retention: 0.97}, false},
		{map[string]string{SettingRetention: "0.69", SettingDaily: "30"}, Goals{Daily: 30}, true},
		{map[string]string{SettingRetention: "90"}, Goals{}, true},
		{map[string]string{SettingRetention: "NaN"}, Goals{}, true},
		{map[string]string{SettingInterview: "24.12.2026"}, Goals{}, true},
		{map[string]string{SettingInterview: "2026-02-30"}, Goals{}, true},
		{map[string]string{SettingDaily: "-1"}, Goals{}, true},
		{map[string]string{SettingDaily: "1001"}, Goals{}, true},
	} {
		got, err := ParseGoals(c.settings, berlin)
		if got != c.want || (err != nil) != c.wrong {
			t.Errorf("%v: %+v, %v; want %+v", c.settings, got, err, c.want)
		}
		if again, err := ParseGoals(got.Settings(), berlin); again != got || err != nil {
			t.Errorf("%+v is written as %v and read back as %+v (%v)", got, got.Settings(), again, err)
		}
	}
}

func TestDaysLeft(t *testing.T) {
	berlin := time.FixedZone("UTC+1", 3600)
	g := Goals{Interview: time.Date(2026, 11, 23, 0, 0, 0, 0, berlin)}
	for _, c := range []struct {
		now  time.Time
		want int
	}{
		{time.Date(2026, 11, 21, 22, 59, 0, 0, time.UTC), 2},
		{time.Date(2026, 11, 21, 23, 1, 0, 0, time.UTC), 1}, // it is the 22nd already where the interview is
		{time.Date(2026, 11, 23, 20, 0, 0, 0, berlin), 0},
		{time.Date(2026, 11, 24, 0, 0, 0, 0, berlin), -1},
	} {
		if got := g.DaysLeft(c.now); got != c.want {
			t.Errorf("at %v there are %d days left, want %d", c.now, got, c.want)
		}
		if set := !g.At(c.now).Interview.IsZero(); set != (c.want >= 0) {
			t.Errorf("at %v the interview is set: %v", c.now, set)
		}
	}
}

func TestRetentionSetsTheIntervals(t *testing.T) {
	pack := corePack()
	s := Fold(pack.Lessons[0], []Event{judge(0, 1, true)}) // stability 3.173 days
	for _, c := range []struct {
		retention float64
		days      int
	}{
		// FSRS: interval = S/F * (R^(1/C) - 1), C = -0.5, F = 19/81; at least a day, and later than for "hard".
		{0.7, 14}, {0.8, 8}, {0, 3}, {0.9, 3}, {0.97, 3},
	} {
		got := Schedule(pack, map[string]State{"cache-cliff": s}, Goals{Retention: c.retention})
		if len(got) != 1 || !got[0].Due.Equal(after(day(c.days))) {
			t.Errorf("with retention %v: %+v, want due in %d days", c.retention, got, c.days)
		}
	}
}

// decks is a lesson with n flashcards, and its pack.
func decks(n int) (*content.Pack, *content.Lesson) {
	l := withDeck()
	l.Decks[0].Cards = nil
	for i := range n {
		l.Decks[0].Cards = append(l.Decks[0].Cards, content.Card{ID: fmt.Sprintf("c%03d", i)})
	}
	return &content.Pack{Manifest: content.Manifest{ID: "core"}, Lessons: []*content.Lesson{l}}, l
}

func recall(at time.Time, card string, g Grade) Event {
	return Event{At: at, Kind: Recalled, Review: &Rating{Item: "d/" + card, Grade: g}}
}

// TestTheLastLooksAreSpread lets a learner do what is due every day until the interview.
func TestTheLastLooksAreSpread(t *testing.T) {
	const cards, daily = 90, 10
	pack, l := decks(cards)
	interview := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	goals := Goals{Interview: interview, Daily: daily}
	s := Fold(l, []Event{{At: noon, Kind: Finished, Step: "story", Hash: "h"}})
	load, last := map[int]int{}, map[string]time.Time{}
	for now := noon; now.Before(interview); now = now.AddDate(0, 0, 1) {
		for _, r := range Due(Schedule(pack, map[string]State{"l": s}, goals.At(now)), now) {
			s = s.Extend(l, []Event{{At: now, Kind: Recalled, Review: &Rating{Item: r.Item, Grade: Good}}})
			load[goals.DaysLeft(now)]++
			last[r.Item] = now
		}
	}
	for item, at := range last {
		if left := goals.DaysLeft(at); left < 1 || left > cards/daily {
			t.Errorf("%s was seen last %d days before the interview", item, left)
		}
	}
	if len(last) != cards {
		t.Errorf("%d of %d cards were seen", len(last), cards)
	}
	for left := 1; left <= cards/daily; left++ {
		if load[left] != daily {
			t.Errorf("%d reviews %d days before the interview, want %d: %v", load[left], left, daily, load)
		}
	}
	after := interview.AddDate(0, 0, 1)
	if due := Due(Schedule(pack, map[string]State{"l": s}, goals.At(after)), after); len(due) > cards/2 {
		t.Errorf("%d cards are due the day after the interview", len(due))
	}
}

// TestNothingIsDueAfterTheInterview holds for any history: a card that has not had its last look
// is due by the day before, goals never make a card come later, and no card is lost.
func TestNothingIsDueAfterTheInterview(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "cards")
		pack, l := decks(n)
		events := []Event{{At: noon, Kind: Finished, Step: "story", Hash: "h"}}
		at := noon
		for range rapid.IntRange(0, 60).Draw(t, "ratings") {
			at = at.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "hours")) * time.Hour)
			card := fmt.Sprintf("c%03d", rapid.IntRange(0, n-1).Draw(t, "card"))
			events = append(events, recall(at, card, Grade(rapid.IntRange(1, 4).Draw(t, "grade"))))
		}
		states := map[string]State{"l": Fold(l, events)}
		loc := time.FixedZone("there", 3600*rapid.IntRange(-11, 11).Draw(t, "zone"))
		y, m, d := at.In(loc).Date()
		goals := Goals{
			Interview: time.Date(y, m, d+rapid.IntRange(0, 60).Draw(t, "days"), 0, 0, 0, 0, loc),
			Retention: rapid.Float64Range(LeastRetention, MostRetention).Draw(t, "retention"),
			Daily:     rapid.IntRange(0, 30).Draw(t, "daily"),
		}
		free := map[string]Review{}
		for _, r := range Schedule(pack, states, Goals{Retention: goals.Retention}) {
			free[r.Key] = r
		}
		got := Schedule(pack, states, goals)
		if len(got) != len(free) {
			t.Fatalf("%d cards, without an interview %d", len(got), len(free))
		}
		begins := goals.Interview.AddDate(0, 0, -mostLastDays)
		for _, r := range got {
			was := free[r.Key]
			if r.Due.After(was.Due) {
				t.Errorf("%s is due %v, without an interview %v", r.Key, r.Due, was.Due)
			}
			left := goals.DaysLeft(r.Due)
			if left < 1 && r.Last.Before(begins) {
				t.Errorf("%s is due %d days before the interview, and was seen %v", r.Key, left, r.Last)
			}
			if !r.Due.Equal(was.Due) && (left < 1 || left > mostLastDays || !r.Due.After(r.Last)) {
				t.Errorf("%s was brought forward to %v, %d days before the interview; seen %v", r.Key, r.Due, left, r.Last)
			}
		}
		if again := Schedule(pack, maps.Clone(states), goals); fmt.Sprint(again) != fmt.Sprint(got) {
			t.Error("the same states give another schedule")
		}
	})
}
