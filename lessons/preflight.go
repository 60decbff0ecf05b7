package lessons

import (
	"slices"

	"sysprep/content"
)

// fitsChoice says whether a choice makes sense for its pre-flight: so many of its
// protections as may be chosen at most, each once, before the flight was seen.
func fitsChoice(step *content.Step, ss *StepState, e Event) error {
	p := step.Preflight
	if p == nil {
		return nil
	}
	edited := e.Hash != "" && e.Hash == step.Hash && e.Hash != ss.Hash
	switch n := len(e.Choice.Items); {
	case ss.Sealed && !edited:
		return refuse(ErrSealed, "%s", sealedChoice)
	case n == 0:
		return refuse(ErrInvalid, "Choose something first: up to %d.", p.Most)
	case n > p.Most:
		return refuse(ErrInvalid, "There is time for %d only: leave out %d of them.", p.Most, n-p.Most)
	}
	for i, id := range e.Choice.Items {
		if _, ok := p.Of(id); !ok || slices.Contains(e.Choice.Items[:i], id) {
			return refuse(ErrInvalid, "%q is not one of the %d things to choose from, or chosen twice.", id, len(p.Protections))
		}
	}
	return nil
}

// Chosen is what the learner chose in the pre-flight that a simulate step flies; nil if
// it flies none, or if nothing was chosen yet.
func (s State) Chosen(l *content.Lesson, step *content.Step) (*content.PreflightStep, []string) {
	f := l.PreflightOf(step)
	if f == nil {
		return nil, nil
	}
	did, _ := s.Step(f.ID)
	if did.Choice == nil {
		return f.Preflight, nil
	}
	return f.Preflight, did.Choice.Items
}
