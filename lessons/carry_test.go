package lessons_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/lessons/history"
	"sysprep/store"
)

// renamed is a pack with another id for each lesson, each second step, each deck, card, question and item; nothing else
// differs.
func renamed(pack *content.Pack) *content.Pack {
	moved := map[string]string{}
	other := func(id string) string { return id + "-2" }
	next := &content.Pack{Manifest: pack.Manifest, Drills: pack.Drills, Decks: map[string]*content.Deck{}, Scenarios: pack.Scenarios}
	next.Manifest.Moved = moved
	rubrics := map[string]*grading.Rubric{}
	for _, q := range pack.Rubrics.IDs() {
		r := *pack.Rubrics.Of(q)
		r.ID = other(q)
		moved[q] = r.ID
		r.Items = slices.Clone(r.Items)
		for i := range r.Items {
			moved[q+"/"+r.Items[i].ID] = r.ID + "/" + other(r.Items[i].ID)
			r.Items[i].ID = other(r.Items[i].ID)
		}
		rubrics[r.ID] = &r
	}
	next.Rubrics = content.NewRubrics(rubrics, pack.Rubrics.Lexicon())
	for _, l := range pack.Lessons {
		n := *l
		n.ID = other(l.ID)
		moved[l.ID] = n.ID
		n.Steps, n.Decks = slices.Clone(l.Steps), nil
		called := map[string]string{}
		for i := range n.Steps {
			s := &n.Steps[i]
			called[s.ID] = s.ID
			if i%2 == 1 {
				called[s.ID] = other(s.ID)
				moved[l.ID+"/"+s.ID] = n.ID + "/" + other(s.ID) // every second one from the old lesson, the others with it
			}
			s.ID = called[s.ID]
			if s.Explain != nil {
				e := *s.Explain
				e.Question, e.Items = other(e.Question), nil
				for _, item := range s.Explain.Items {
					e.Items = append(e.Items, other(item))
				}
				s.Explain = &e
			}
		}
		names := func(ids []string) (now []string) {
			for _, id := range ids {
				now = append(now, cmp.Or(called[id], id))
			}
			return now
		}
		for i := range n.Steps {
			s := &n.Steps[i]
			s.After = names(s.After)
			if s.Simulate != nil {
				sim := *s.Simulate
				sim.Compare, sim.Preflight = names(sim.Compare), cmp.Or(called[sim.Preflight], sim.Preflight)
				s.Simulate = &sim
			}
			if s.Explore != nil {
				x := *s.Explore
				x.Compare = names(x.Compare)
				s.Explore = &x
			}
		}
		for _, d := range l.Decks {
			deck := &content.Deck{ID: other(d.ID), Title: d.Title}
			moved[d.ID] = deck.ID
			for _, c := range d.Cards {
				moved[deck.ID+"/"+c.ID] = deck.ID + "/" + other(c.ID)
				c.ID = other(c.ID)
				deck.Cards = append(deck.Cards, c)
			}
			n.Decks = append(n.Decks, deck)
			next.Decks[deck.ID] = deck
		}
		next.Lessons = append(next.Lessons, &n)
	}
	return next
}

// standing is all that a log adds up to, without ids.
func standing(t *testing.T, pack *content.Pack, log []store.Event) string {
	t.Helper()
	type review struct {
		Title     string
		Due, Last time.Time
		Lapses    int
		Recent    []lessons.Grade
	}
	var all []any
	states := lessons.States(pack, log)
	for _, l := range pack.Lessons {
		s := states[l.ID]
		all = append(all, s.Current, s.Started, s.Finished, s.Touched, len(s.Recalled))
		for _, ss := range s.Steps {
			all = append(all, ss.Status, ss.Why, ss.Changed, ss.Hash, ss.Prediction != nil, ss.Sealed, ss.Tries, ss.Hints, ss.Watched, ss.Judgements, ss.GaveUp, len(ss.Answers), len(ss.Reviews), ss.Notes)
		}
	}
	all = append(all, lessons.Mastery(pack, states), lessons.Calibrate(pack, states).Rated)
	var reviews []review
	for _, r := range lessons.Schedule(pack, states, lessons.Goals{}) {
		reviews = append(reviews, review{strings.TrimSuffix(r.Title, "-2"), r.Due, r.Last, r.Lapses, r.Recent})
	}
	slices.SortFunc(reviews, func(a, b review) int {
		return cmp.Or(strings.Compare(a.Title, b.Title), a.Due.Compare(b.Due), a.Last.Compare(b.Last), cmp.Compare(a.Lapses, b.Lapses))
	})
	text, err := json.MarshalIndent(append(all, reviews), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A version of the pack in which nearly everything has another id finds all that was done under the old ids: two years
// of it.
func TestEverythingIsCarriedToNewIds(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Make(pack, time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC), 700, 6000, 1)
	if err != nil {
		t.Fatal(err)
	}
	next := renamed(pack)
	before, after := standing(t, pack, log), standing(t, next, log)
	if before != after {
		a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("line %d of %d: was %s, is %s", i, len(a), a[i], b[i])
			}
		}
		t.Fatalf("%d lines were, %d are", len(a), len(b))
	}
	if lost := standing(t, &content.Pack{Manifest: content.Manifest{ID: "core"}, Lessons: next.Lessons, Rubrics: next.Rubrics}, log); lost == after {
		t.Error("without moved: it is the same, so this shows nothing")
	}
	diary := lessons.Keep(lessons.Carry(next, log), time.UTC)
	for id, spent := range lessons.Keep(log, time.UTC).Lessons {
		if diary.Lessons[id+"-2"] != spent {
			t.Errorf("%s in %s, and %s under its new id", spent, id, diary.Lessons[id+"-2"])
		}
	}
}

// twoLessons are lessons of read steps, "one: a b" and so on.
func twoLessons(moved map[string]string, lines ...string) *content.Pack {
	pack := &content.Pack{Manifest: content.Manifest{ID: "me/mine", Moved: moved}}
	for _, line := range lines {
		id, steps, _ := strings.Cut(line, ": ")
		l := &content.Lesson{ID: id}
		for _, s := range strings.Fields(steps) {
			l.Steps = append(l.Steps, content.Step{ID: s, Kind: content.Read, Hash: s})
		}
		pack.Lessons = append(pack.Lessons, l)
	}
	return pack
}

// What was taken back in a lesson stays taken back when its step has gone to another one; and what was not stays done.
func TestUndoGoesWithItsStep(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var log []store.Event
	add := func(lesson, step string, kind lessons.Kind) {
		at = at.Add(time.Minute)
		e, err := lessons.Record("me/mine", lesson, lessons.Event{At: at, Kind: kind, Step: step, Hash: step})
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, e)
	}
	add("one", "a", lessons.Finished)
	add("one", "b", lessons.Finished)
	add("one", "", lessons.Undone) // takes back b
	add("two", "c", lessons.Finished)
	add("one", "b", lessons.Finished)
	add("one", "c", lessons.Finished)
	add("one", "", lessons.Undone) // takes back c

	next := twoLessons(map[string]string{"one/b": "two/b", "one/c": "two/cc"}, "one: a", "two: c b cc")
	done := map[string]lessons.Status{}
	for id, s := range lessons.States(next, log) {
		for _, ss := range s.Steps {
			done[id+"/"+ss.ID] = ss.Status
		}
	}
	want := map[string]lessons.Status{"one/a": lessons.Done, "two/c": lessons.Done, "two/b": lessons.Done, "two/cc": lessons.Open}
	for id, status := range want {
		if done[id] != status {
			t.Errorf("%s is %s, want %s", id, done[id], status)
		}
	}
}
