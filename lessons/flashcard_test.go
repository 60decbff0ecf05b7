package lessons

import (
	"errors"
	"testing"
	"time"

	"sysprep/content"
)

// withDeck is a lesson with two flashcards.
func withDeck() *content.Lesson {
	return &content.Lesson{
		ID:    "l",
		Steps: []content.Step{{ID: "story", Kind: content.Read, Hash: "h"}},
		Decks: []*content.Deck{{ID: "d", Cards: []content.Card{{ID: "a", Question: "A?", Answer: "Aye."}, {ID: "b", Question: "B?", Answer: "Be."}}}},
	}
}

func TestFlashcardsComeAfterTheLesson(t *testing.T) {
	l := withDeck()
	pack := &content.Pack{Manifest: content.Manifest{ID: "core"}, Lessons: []*content.Lesson{l}}
	s := New(l)
	states := map[string]State{"l": s}
	if got := Schedule(pack, states, Goals{}); len(got) != 0 {
		t.Fatalf("before the lesson is done there are %d reviews", len(got))
	}
	s, err := s.Apply(l, Event{At: noon, Kind: Finished, Step: "story", Hash: "h"})
	if err != nil {
		t.Fatal(err)
	}
	states["l"] = s
	reviews := Schedule(pack, states, Goals{})
	if len(reviews) != 2 || reviews[0].Key != "core/l#d/a" || reviews[1].Key != "core/l#d/b" {
		t.Fatalf("after the lesson: %+v", reviews)
	}
	if len(Due(reviews, noon)) != 0 || len(Due(reviews, noon.Add(24*time.Hour))) != 2 {
		t.Errorf("they are due at %v, want a day after %v", reviews[0].Due, noon)
	}

	c, ok := CardOf(pack, states, reviews[0])
	if !ok || c.Question != "A?" || c.Answer[0].Text != "Aye." || c.Step != nil {
		t.Fatalf("the card is %+v", c)
	}
	e := c.Rate(reviews[0], Good)
	e.At = noon.Add(24 * time.Hour)
	before := s
	if s, err = s.Apply(l, e); err != nil {
		t.Fatal(err)
	}
	if len(before.Recalled) != 0 {
		t.Error("Apply changed the old state")
	}
	states["l"] = s
	reviews = Schedule(pack, states, Goals{})
	if reviews[0].Key != "core/l#d/b" || !reviews[1].Due.After(e.At.Add(24*time.Hour)) || reviews[1].Recent[0] != Good {
		t.Errorf("after it was known: %+v", reviews)
	}

	stored, err := Record("core", "l", e)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(stored)
	if err != nil || *back.Review != (Rating{Item: "d/a", Grade: Good}) {
		t.Errorf("read back as %+v (%v)", back.Review, err)
	}
	if folded := Fold(l, []Event{{At: noon, Kind: Finished, Step: "story", Hash: "h"}, back}); len(folded.Recalled) != 1 {
		t.Errorf("folded: %+v", folded.Recalled)
	}
}

func TestFlashcardsRefused(t *testing.T) {
	l := withDeck()
	for _, c := range []struct {
		event Event
		want  error
	}{
		{Event{Kind: Recalled}, ErrInvalid},
		{Event{Kind: Recalled, Review: &Rating{Item: "d/a"}}, ErrInvalid},
		{Event{Kind: Recalled, Review: &Rating{Item: "d/c", Grade: Good}}, ErrNoStep},
		{Event{Kind: Recalled, Review: &Rating{Item: "a", Grade: Good}}, ErrNoStep},
	} {
		if _, err := New(l).Apply(l, c.event); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.event.Review, err, c.want)
		}
	}
}
