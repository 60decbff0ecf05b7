package lessons

import (
	"strings"
	"time"

	"sysprep/content"
)

// firstInterval is how long after a lesson its flashcards come for the first time: a
// question about what was read an hour ago tests nothing.
const firstInterval = 24 * time.Hour

// flashcards are the cards of a lesson's decks, from the day after it was finished.
func (p planner) flashcards(pack string, l *content.Lesson, s State) []Review {
	if s.Finished.IsZero() && len(s.Recalled) == 0 {
		return nil
	}
	var reviews []Review
	for _, d := range l.Decks {
		for _, fc := range d.Cards {
			item := d.ID + "/" + fc.ID
			c := card{review: Review{
				Key: pack + "/" + l.ID + "#" + item, Title: fc.Question, Lesson: l.ID, Item: item,
			}}
			for _, r := range s.Recalled {
				if r.Item == item {
					c.met = append(c.met, met{r.At, r.Grade})
				}
			}
			r := p.plan(c)
			if len(c.met) == 0 {
				if s.Finished.IsZero() {
					continue
				}
				r.Due, r.Last = s.Finished.Add(firstInterval), s.Finished
			}
			reviews = append(reviews, r)
		}
	}
	return reviews
}

// findCard finds a flashcard by "deck/card".
func findCard(l *content.Lesson, item string) (content.Card, bool) {
	deck, id, _ := strings.Cut(item, "/")
	for _, d := range l.Decks {
		if d.ID != deck {
			continue
		}
		for _, c := range d.Cards {
			if c.ID == id {
				return c, true
			}
		}
	}
	return content.Card{}, false
}

func flashcardOf(l *content.Lesson, r Review) (Card, bool) {
	c, ok := findCard(l, r.Item)
	if !ok {
		return Card{}, false
	}
	return Card{Lesson: l, Question: c.Question, Answer: []Passage{{Text: c.Answer}}}, true
}

// takeRecall takes the rating of a flashcard.
func (s *State) takeRecall(l *content.Lesson, e Event) error {
	switch {
	case !e.complete():
		return refuse(ErrInvalid, "The %q event has no payload: set the field that its kind names.", e.Kind)
	case e.Review.Grade < Again || e.Review.Grade > Easy:
		return refuse(ErrInvalid, "Rate the card again, hard, good or easy.")
	}
	if _, ok := findCard(l, e.Review.Item); !ok {
		return refuse(ErrNoStep, "The lesson has no flashcard %q (it may have been edited).", e.Review.Item)
	}
	r := *e.Review
	r.At = e.At
	s.Recalled = append(s.Recalled, r)
	return nil
}
