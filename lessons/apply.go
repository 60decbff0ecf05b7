package lessons

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// Errors of Apply that callers tell apart; each comes wrapped in a sentence for the learner.
var (
	ErrLocked  = errors.New("the step is locked")
	ErrSealed  = errors.New("the answer has been seen")
	ErrNoStep  = errors.New("the lesson has no such step")
	ErrInvalid = errors.New("the event does not fit the step")
	ErrNoUndo  = errors.New("there is nothing to undo")
)

// refusal is an error whose text is a whole sentence for the learner.
type refusal struct {
	kind error
	say  string
}

func (r refusal) Error() string { return r.say }
func (r refusal) Unwrap() error { return r.kind }

func refuse(kind error, format string, args ...any) error {
	return refusal{kind, fmt.Sprintf(format, args...)}
}

// Apply returns the state after e, or s and the reason why e is not allowed now. The
// lesson must be the one s was made with. Unknown kinds (of a newer sysprep) change nothing.
func (s State) Apply(l *content.Lesson, e Event) (State, error) {
	if err := s.permit(l, e); err != nil {
		return s, err
	}
	next := s.own()
	if err := next.take(l, e); err != nil {
		return s, err
	}
	return next, nil
}

// permit refuses what a learner may not do now, though it would make sense in a log.
func (s State) permit(l *content.Lesson, e Event) error {
	i := indexOf(l, e.Step)
	if !known(e.Kind) || e.Kind == Undone || e.Kind == Reviewed || e.Kind == Recalled || e.Kind == Unrated || i < 0 || i >= len(s.Steps) || !e.complete() {
		return nil // take says what is wrong
	}
	if ok, why := s.CanOpen(l, i); !ok {
		return refuse(ErrLocked, "%s", why)
	}
	step, ss := &l.Steps[i], &s.Steps[i]
	switch e.Kind {
	case Finished:
		return permitFinish(step, ss)
	case Predicted:
		return permitPrediction(step.AskFor(e.Prediction.Seed), e.Prediction)
	case Hinted:
		if ok, why := s.CanHint(l, i); !ok && e.Hint.N > ss.Hints {
			return refuse(ErrInvalid, "%s", why)
		}
	}
	return nil
}

func permitFinish(step *content.Step, ss *StepState) error {
	switch {
	case ss.Status == Done:
		return nil
	case step.Kind == content.Simulate && ss.Watched == nil:
		return refuse(ErrInvalid, "Play the simulation first: the step is done once you have seen it.")
	case step.Kind == content.Explore && ss.Watched == nil:
		return refuse(ErrInvalid, "Try what the figure asks for first: the step is done once you have.")
	case step.Kind == content.Challenge && ss.Tries == 0:
		return refuse(ErrInvalid, "Have one design judged before you leave the challenge.")
	}
	return nil
}

func permitPrediction(ask *content.Ask, p *Prediction) error {
	if ask == nil {
		return nil
	}
	switch {
	case p.Confidence < 0 || p.Confidence > 100:
		return refuse(ErrInvalid, "A confidence of %d %% is out of bounds: use 1 to 100 %%.", p.Confidence)
	case ask.Quantity != nil && p.Value == "":
		return refuse(ErrInvalid, "Write a number first: then you can commit to it.")
	case ask.Quantity == nil && !slices.ContainsFunc(ask.Choices, func(c content.Choice) bool { return c.ID == p.Choice }):
		return refuse(ErrInvalid, "Choose one of the %d answers first: then you can commit to it.", len(ask.Choices))
	}
	return nil
}

// take is the reducer. It changes s, which must be the caller's own, and leaves it as
// it is if it errs. It errs only for what makes no sense in this lesson, whatever came
// before; it does not enforce the order of steps, which an edit may have changed.
func (s *State) take(l *content.Lesson, e Event) error {
	if !known(e.Kind) {
		return nil
	}
	if e.Kind == Undone {
		return s.takeUndo(l, e)
	}
	if e.Kind == Recalled {
		return s.takeRecall(l, e)
	}
	if e.Kind == Unrated && e.Step == "" {
		return s.takeBackRecall(e)
	}
	i := indexOf(l, e.Step)
	if i < 0 || i >= len(s.Steps) {
		return refuse(ErrNoStep, "The lesson has no step %q (it may have been edited): open one of its %d steps.", e.Step, len(l.Steps))
	}
	if err := s.fits(l, i, e); err != nil {
		return err
	}
	if e.Kind == Unrated {
		return s.Steps[i].takeBackReview(e)
	}
	s.add(l, i, e)
	return nil
}

// fits says whether the event makes sense for the step.
func (s *State) fits(l *content.Lesson, i int, e Event) error {
	step, ss := &l.Steps[i], &s.Steps[i]
	if !e.complete() {
		return refuse(ErrInvalid, "The %q event has no payload: set the field that its kind names.", e.Kind)
	}
	if kinds := serves[e.Kind]; kinds != nil && !slices.Contains(kinds, step.Kind) {
		return refuse(ErrInvalid, "A %s step takes no %q event.", step.Kind, e.Kind)
	}
	switch e.Kind {
	case Predicted:
		edited := e.Hash != "" && e.Hash == step.Hash && e.Hash != ss.Hash
		if step.Kind == content.Predict && ss.Sealed && !edited {
			return refuse(ErrSealed, "%s", sealedPrediction)
		}
		if math.IsNaN(e.Prediction.Number) || math.IsInf(e.Prediction.Number, 0) {
			return refuse(ErrInvalid, "%q is not a finite number: write one such as 3000.", e.Prediction.Value)
		}
	case Chosen:
		return fitsChoice(step, ss, e)
	case Hinted:
		if e.Hint.N < 1 {
			return refuse(ErrInvalid, "Hints are counted from 1.")
		}
	case Answered:
		if strings.TrimSpace(e.Answer.Text) == "" {
			return refuse(ErrInvalid, "Write an answer first: one or two sentences in your own words.")
		}
	case Noted:
		if strings.TrimSpace(e.Note.Text) == "" && e.Note.Edits.IsZero() {
			return refuse(ErrInvalid, "The note is empty: write something first.")
		}
	case Claimed:
		return fitsClaim(ss.LastAnswer(), e.Claim)
	case Reviewed:
		if e.Review.Grade < Again || e.Review.Grade > Easy {
			return refuse(ErrInvalid, "Rate the card again, hard, good or easy.")
		}
	}
	return nil
}

func fitsClaim(a *Answer, c *Claim) error {
	switch {
	case a == nil:
		return refuse(ErrInvalid, "Hand in an answer first: then you can point at its sentences.")
	case !slices.ContainsFunc(a.Verdict.Items, func(v grading.ItemVerdict) bool { return v.ID == c.Item }):
		return refuse(ErrInvalid, "Your answer was not graded on %q: point at words for one of the items listed.", c.Item)
	case c.Start < 0 || c.End > len(a.Text) || c.Start >= c.End:
		return refuse(ErrInvalid, "Mark some words of your answer first.")
	}
	return nil
}

// serves lists the kinds of steps that an event is for; an event that is not listed is for all.
var serves = map[Kind][]content.StepKind{
	Finished:  {content.Read, content.Worked, content.Simulate, content.Explore, content.Debrief, content.Challenge, content.Recall},
	Predicted: {content.Predict, content.Quiz, content.Spot, content.Estimate, content.Recall},
	Chosen:    {content.Preflight},
	Watched:   {content.Simulate, content.Challenge, content.Explore},
	Judged:    {content.Challenge},
	Hinted:    {content.Challenge, content.Explain, content.Quiz, content.Spot},
	Answered:  {content.Explain},
	Claimed:   {content.Explain},
	Reviewed:  {content.Predict, content.Quiz, content.Spot, content.Estimate, content.Challenge, content.Explain},
}

func known(k Kind) bool {
	switch k {
	case Opened, Finished, Predicted, Chosen, Watched, Judged, Hinted, Answered, Claimed, Noted, Reviewed, Recalled, Unrated, Undone:
		return true
	}
	return false
}
