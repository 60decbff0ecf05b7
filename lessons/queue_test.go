package lessons

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// fold is a lesson with n flashcards, finished at noon, and what was done since.
func fold(n int, events ...Event) (*content.Pack, *content.Lesson, map[string]State) {
	pack, l := decks(n)
	s := Fold(l, append([]Event{{At: noon, Kind: Finished, Step: "story", Hash: "h"}}, events...))
	return pack, l, map[string]State{"l": s}
}

func TestQueue(t *testing.T) {
	tomorrow := noon.AddDate(0, 0, 1)
	queue := func(daily int, now time.Time, events ...Event) Queue {
		pack, _, states := fold(5, events...)
		return NewQueue(states, Schedule(pack, states, Goals{}), Goals{Daily: daily}, now)
	}
	two := []Event{recall(tomorrow, "c000", Good), recall(tomorrow, "c001", Good)}
	for _, c := range []struct {
		name              string
		q                 Queue
		cards, over, done int
	}{
		{"on the day of the lesson", queue(0, noon), 0, 0, 0},
		{"the day after, without a limit", queue(0, tomorrow), 5, 0, 0},
		{"with a limit", queue(3, tomorrow), 3, 2, 0},
		{"what was rated counts", queue(3, tomorrow, two...), 1, 2, 2},
		{"the limit is reached", queue(2, tomorrow, two...), 0, 3, 2},
		{"the next day", queue(2, tomorrow.AddDate(0, 0, 1), two...), 2, 1, 0},
	} {
		if len(c.q.Cards) != c.cards || len(c.q.Over) != c.over || c.q.Done != c.done {
			t.Errorf("%s: %d cards, %d over the limit, %d done; want %d, %d, %d", c.name, len(c.q.Cards), len(c.q.Over), c.q.Done, c.cards, c.over, c.done)
		}
	}
}

func TestLeeches(t *testing.T) {
	at := noon
	var events []Event
	for range LeechLapses { // the first time it is met is no lapse
		at = at.AddDate(0, 0, 2)
		events = append(events, recall(at, "c000", Again))
	}
	queue := func() Queue {
		pack, _, states := fold(2, events...)
		return NewQueue(states, Schedule(pack, states, Goals{}), Goals{}, at.AddDate(0, 0, 90))
	}
	if q := queue(); len(q.Leeches) != 0 || len(q.Cards) != 2 {
		t.Errorf("after %d lapses: %d set aside", LeechLapses-1, len(q.Leeches))
	}
	events = append(events, recall(at.AddDate(0, 0, 2), "c000", Again))
	if q := queue(); len(q.Leeches) != 1 || q.Leeches[0].Lapses != LeechLapses || len(q.Cards) != 1 {
		t.Errorf("after %d lapses: %+v", LeechLapses, q)
	}
	events = append(events, recall(at.AddDate(0, 0, 4), "c000", Good))
	if q := queue(); len(q.Leeches) != 0 || len(q.Cards) != 2 || !slices.ContainsFunc(q.Cards, Review.Leech) {
		t.Errorf("known once, it is not back: %+v", q)
	}
}

func TestUnratedIsRefusedWithoutARating(t *testing.T) {
	_, l, states := fold(1)
	for _, e := range []Event{
		{Kind: Unrated},
		{Kind: Unrated, Review: &Rating{Item: "d/c000"}},
		{Kind: Unrated, Step: "story", Review: &Rating{}},
	} {
		if _, err := states["l"].Apply(l, e); !errors.Is(err, ErrNoUndo) && !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", e, err)
		}
	}
}

func TestReply(t *testing.T) {
	l := cliff()
	card := func(step string) Card {
		c, ok := CardOf(corePack(), map[string]State{l.ID: New(l)}, Review{Lesson: l.ID, Step: step})
		if !ok {
			t.Fatal("no card of " + step)
		}
		return c
	}
	flash := Card{Answer: []Passage{{Text: "A queue of 1,000 rows is 2 s of waiting."}}}
	for _, c := range []struct {
		name  string
		card  Card
		said  string
		grade Grade
		again string
	}{
		{"right", card("p-load"), "3000/s", Good, ""},
		{"a slip", card("p-load"), "300 a second", Hard, ""},
		{"wrong", card("p-load"), "17/s", Again, ""},
		{"no number", card("p-load"), "many", 0, "Type a number, such as 450/s."},
		{"another unit", card("p-load"), "3000 ms", 0, "measures something else"},
		{"nothing", card("p-load"), "  ", 0, "Write an answer first"},
		{"the right choice", card("p-recovers"), "C", Good, ""},
		{"a wrong choice", card("p-recovers"), "a", Again, ""},
		{"no choice", card("p-recovers"), "x", 0, "Choose one of the 3"},
		{"a choice in words", card("p-recovers"), "über", 0, "Choose one of the 3"},
		{"the card's words", flash, "1000 rows in the queue: they wait 2 seconds", Good, ""},
		{"half of them", flash, "the queue has 1000 rows", Hard, ""},
		{"others", flash, "retries make it worse", Again, ""},
		{"a design", card("c-fix"), "a short queue", 0, ""},
	} {
		got, again := c.card.Reply(c.said)
		if got.Proposed != c.grade || (again == "") != (c.again == "") || !strings.Contains(again, c.again) {
			t.Errorf("%s: %v (%q), %q; want %v, %q", c.name, got.Proposed, got.Say, again, c.grade, c.again)
		}
	}
	v := grading.Verdict{Items: []grading.ItemVerdict{{Level: grading.Explained, Next: "What does it cost?"}}}
	if got := card("e-loop").AnswerGraded("so", v); got.Proposed != Good || got.Say != "Graded as explained. What does it cost?" || got.Verdict == nil {
		t.Errorf("graded: %+v", got)
	}
}

// TestWhatIsSaidToACardCounts: an item explained in a review is explained.
func TestWhatIsSaidToACardCounts(t *testing.T) {
	pack := corePack()
	missed := answer(0, "words", verdict("sustaining-loop", "metastability", grading.Missed))
	told := rate(day(2), "e-loop", "sustaining-loop", Good)
	told.Review.Said = "rows come too late"
	told.Review.Verdict = &grading.Verdict{Question: "cache-collapse", Items: []grading.ItemVerdict{verdict("sustaining-loop", "metastability", grading.Explained)}}
	explained := func(events ...Event) int {
		for _, s := range Mastery(pack, map[string]State{"cache-cliff": Fold(pack.Lessons[0], events)}) {
			if s.ID == "metastability" {
				return s.Explained
			}
		}
		return -1
	}
	if before, after := explained(missed), explained(missed, told); before != 0 || after != 1 {
		t.Errorf("explained %d items before the review, %d after", before, after)
	}
}

func TestSource(t *testing.T) {
	l := &content.Lesson{ID: "l", Steps: []content.Step{
		{ID: "a", Kind: content.Read, Text: "A cache answers nine in ten."},
		{ID: "b", Kind: content.Worked, Text: "The queue holds rows that wait for the database."},
		{ID: "c", Kind: content.Quiz},
		{ID: "d", Kind: content.Debrief, Text: "queue rows wait database"},
	}}
	card := Card{Question: "Why do rows wait?", Answer: []Passage{{Text: "The queue before the database is long."}}}
	if got := Source(l, Review{}, card); got != 1 {
		t.Errorf("a flashcard: step %d", got)
	}
	card.Step = &l.Steps[2]
	if got := Source(l, Review{Step: "c"}, card); got != 1 {
		t.Errorf("a quiz: step %d", got)
	}
	if got := Source(&content.Lesson{}, Review{}, Card{}); got != -1 {
		t.Errorf("no steps: %d", got)
	}
}
