package lessons

import (
	"fmt"
	"slices"

	"sysprep/content"
)

// CanOpen says whether the learner may work on step i, and if not, why, as a sentence
// for them. A step opens when all steps before it and all those it names in After are
// done; a step that is done stays open.
func (s State) CanOpen(l *content.Lesson, i int) (bool, string) {
	if i < 0 || i >= len(l.Steps) || i >= len(s.Steps) {
		return false, fmt.Sprintf("There is no step %d in this lesson: it has %d.", i+1, len(l.Steps))
	}
	if s.Steps[i].Status == Done {
		return true, ""
	}
	for _, id := range l.Steps[i].After {
		if j := indexOf(l, id); j >= 0 && j != i && s.Steps[j].Status != Done {
			return false, lockedBy(l, i, j)
		}
	}
	for j := range i {
		if s.Steps[j].Status != Done {
			return false, lockedBy(l, i, j)
		}
	}
	return true, ""
}

// lockedBy is the sentence that says that step i waits for step j.
func lockedBy(l *content.Lesson, i, j int) string {
	switch first := name(l, j); {
	case l.Steps[j].Kind == content.Predict && l.Steps[i].Kind == content.Simulate:
		return fmt.Sprintf("The run stays locked until you commit to your prediction: answer %s first.", first)
	case l.Steps[j].Kind == content.Predict:
		return fmt.Sprintf("Commit to your prediction first: %s.", first)
	default:
		return fmt.Sprintf("Finish %s first.", first)
	}
}

// name is how sentences call step i.
func name(l *content.Lesson, i int) string {
	if t := l.Steps[i].Title; t != "" {
		return fmt.Sprintf("step %d, %q", i+1, t)
	}
	return fmt.Sprintf("step %d", i+1)
}

// Next returns the first step after the current one that is not done and may be
// opened, else the first such step of the lesson; false if there is none.
func (s State) Next(l *content.Lesson) (int, bool) {
	n := min(len(l.Steps), len(s.Steps))
	for k := 1; k <= n; k++ {
		i := (s.Current + k) % n
		if ok, _ := s.CanOpen(l, i); ok && s.Steps[i].Status != Done {
			return i, true
		}
	}
	return 0, false
}

// Resume returns the index of the step to go back to: the current one, or, if an edit
// of the lesson has locked it, the one that must be done first.
func (s State) Resume(l *content.Lesson) int {
	if ok, _ := s.CanOpen(l, s.Current); ok {
		return s.Current
	}
	i, _ := s.Next(l)
	return i
}

// CanHint says whether a (further) hint may be shown in step i, and if not, why. A
// hint is worth more after a try of one's own, so the first one waits for it.
func (s State) CanHint(l *content.Lesson, i int) (bool, string) {
	if ok, why := s.CanOpen(l, i); !ok {
		return false, why
	}
	step, ss := l.Steps[i], s.Steps[i]
	switch step.Kind {
	case content.Challenge:
		if step.Challenge != nil && ss.Hints >= len(step.Challenge.Hints) {
			return false, "All hints of this challenge have been shown."
		}
		if ss.Tries == 0 {
			return false, "Judge a design of your own first: then the first hint opens."
		}
	case content.Explain, content.Quiz, content.Spot:
		if ss.Tries == 0 {
			return false, "Give an answer of your own first: then the first hint opens."
		}
	default:
		return false, "This step has no hints."
	}
	return true, ""
}

func indexOf(l *content.Lesson, id string) int {
	for i := range l.Steps {
		if l.Steps[i].ID == id {
			return i
		}
	}
	return -1
}

// settle works out what follows from the steps that are done and the runs that were
// watched: which steps are locked, which predictions are sealed.
func (s *State) settle(l *content.Lesson) {
	for i := range s.Steps {
		ss := &s.Steps[i]
		ss.Sealed = s.sealed(l, i)
		if ss.Status == Done {
			ss.Why = ""
			continue
		}
		ok, why := s.CanOpen(l, i)
		ss.Status, ss.Why = Locked, why
		if ok {
			ss.Status = Open
		}
	}
}

// sealed says whether the learner has seen what step i asked them to predict: a run of
// a later step or of one that builds on the prediction, or the answer of the quiz.
func (s *State) sealed(l *content.Lesson, i int) bool {
	if s.Steps[i].Prediction == nil && s.Steps[i].Choice == nil {
		return false
	}
	if l.Steps[i].Kind.AtOnce() {
		return true
	}
	for j := range s.Steps {
		if (s.Steps[j].Watched != nil || s.Steps[j].Best != nil) && (j > i || dependsOn(&l.Steps[j], l.Steps[i].ID)) {
			return true
		}
	}
	return false
}

func dependsOn(step *content.Step, id string) bool {
	for _, after := range step.After {
		if after == id {
			return true
		}
	}
	if step.Explore != nil && slices.Contains(step.Explore.Compare, id) {
		return true
	}
	if step.Simulate != nil {
		if step.Simulate.Preflight == id {
			return true
		}
		for _, compared := range step.Simulate.Compare {
			if compared == id {
				return true
			}
		}
	}
	return false
}
