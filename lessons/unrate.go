package lessons

import "slices"

// takeBackRecall takes back the last rating of a flashcard.
func (s *State) takeBackRecall(e Event) error {
	if !e.complete() {
		return refuse(ErrInvalid, "The %q event has no payload: set the field that its kind names.", e.Kind)
	}
	i := lastRating(s.Recalled, e.Review.Item)
	if i < 0 {
		return refuse(ErrNoUndo, "This card has not been rated: there is nothing to take back.")
	}
	s.Recalled = without(s.Recalled, i)
	return nil
}

// takeBackReview takes back the last rating of a card of the step. Its place among the acts stays,
// since undo counts them.
func (ss *StepState) takeBackReview(e Event) error {
	i := lastRating(ss.Reviews, e.Review.Item)
	if i < 0 {
		return refuse(ErrNoUndo, "This card has not been rated: there is nothing to take back.")
	}
	ss.Reviews = without(ss.Reviews, i)
	ss.acts = slices.Clone(ss.acts)
	for k := len(ss.acts) - 1; k >= 0; k-- {
		if a := &ss.acts[k]; a.Kind == Reviewed && a.Review.Item == e.Review.Item {
			*a = e
			break
		}
	}
	return nil
}

// lastRating is the index of the last rating of an item, or -1.
func lastRating(ratings []Rating, item string) int {
	for i := len(ratings) - 1; i >= 0; i-- {
		if ratings[i].Item == item {
			return i
		}
	}
	return -1
}

// without is a new list without ratings[i]: another state may still have the old one.
func without(ratings []Rating, i int) []Rating {
	if len(ratings) == 1 {
		return nil
	}
	return slices.Concat(ratings[:i], ratings[i+1:])
}

// Unrate is the event that takes the last rating of a card back.
func (c Card) Unrate(r Review) Event {
	e := Event{Kind: Unrated, Review: &Rating{Item: r.Item}}
	if c.Step != nil {
		e.Step, e.Hash = c.Step.ID, c.Step.Hash
	}
	return e
}
