package lessons

import (
	"slices"
	"time"

	"sysprep/content"
)

const sealedChoice = "You have seen the flight, so what you chose stands."

const sealedPrediction = "You have seen what happens, so your prediction stands: it can only be compared, not changed."

// act is where something that can be taken back is kept: in Steps[step].acts[at].
type act struct {
	step, at int
	from     int // Current before it
}

// undoable says whether events of that kind can be taken back. What was seen (a step,
// a run, a judgement, a hint) can't be unseen.
func undoable(k Kind) bool {
	switch k {
	case Finished, Predicted, Chosen, Answered, Claimed, Noted:
		return true
	}
	return false
}

// TakenBack says what undoing an event takes back, in words that follow "taken back:".
func (e Event) TakenBack() string {
	switch e.Kind {
	case Finished:
		return "that you were through with the step"
	case Predicted:
		return "your prediction"
	case Chosen:
		return "what you chose"
	case Answered:
		return "your explanation, which is a draft again"
	case Claimed:
		return "the sentence that you pointed at"
	case Noted:
		return "your note, as you last wrote it"
	}
	return "what you did last"
}

// CanUndo returns the act that Undone would take back now; if there is none, the
// reason, as a sentence for the learner.
func (s State) CanUndo(l *content.Lesson) (e Event, ok bool, why string) {
	if len(s.undo) == 0 {
		return Event{}, false, "There is nothing to undo in this lesson."
	}
	last := s.undo[len(s.undo)-1]
	e = s.Steps[last.step].acts[last.at]
	if (e.Kind == Predicted || e.Kind == Chosen) && s.Steps[last.step].Sealed {
		switch kind := l.Steps[last.step].Kind; {
		case kind == content.Preflight:
			return Event{}, false, sealedChoice
		case kind.AtOnce():
			return Event{}, false, "The solution has been shown, so your answer stands."
		}
		return Event{}, false, sealedPrediction
	}
	return e, true, ""
}

func (s *State) takeUndo(l *content.Lesson, e Event) error {
	if _, ok, why := s.CanUndo(l); !ok {
		return refuse(ErrNoUndo, "%s", why)
	}
	last := s.undo[len(s.undo)-1]
	s.undo = slices.Clip(s.undo[:len(s.undo)-1]) // another state may still have what follows

	before := &s.Steps[last.step]
	after := StepState{ID: before.ID}
	for i, kept := range before.acts {
		if i != last.at {
			after.take(&l.Steps[last.step], kept)
		}
	}
	s.Steps[last.step] = after
	s.Current, s.Touched = last.from, e.At
	s.settle(l)
	if s.DoneSteps() < len(s.Steps) {
		s.Finished = time.Time{}
	}
	return nil
}
