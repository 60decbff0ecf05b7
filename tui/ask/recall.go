package ask

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// recall finds the question of a recall step: the one that was answered here, or the
// shakiest of the lessons that are finished.
func (s *step) recall() {
	if s.Step().Kind != content.Recall {
		return
	}
	j := s.Env.Journal
	r, ok := lessons.Recollect(j.Pack, s.Did())
	if !ok && s.from != nil {
		return // the question stands until it is answered
	}
	if !ok {
		r, ok = j.Recall(s.Lesson.ID)
	}
	if ok {
		s.from = &r
	}
}

// asked is the step whose question is shown: of a recall step, one of another lesson.
func (s step) asked() *content.Step {
	if s.from != nil {
		return s.from.Step
	}
	return s.Step()
}

// blank says that a recall step has nothing to ask.
func (s step) blank() bool { return s.Step().Kind == content.Recall && s.from == nil }

// committed hands the answer in; that of a recall step also to the lesson that it came from.
func (s step) committed(p lessons.Prediction) (screen.Step, tea.Cmd) {
	if s.from == nil {
		return s, s.Do(lessons.Event{Kind: lessons.Predicted, Prediction: &p})
	}
	p.Of, p.Seed = s.from.Of(), s.from.Seed
	rated := s.from.Rated(p, s.Env.Journal.Now())
	return s, tea.Batch(s.Do(lessons.Event{Kind: lessons.Predicted, Prediction: &p}), s.Env.Record(s.from.Lesson, rated, nil))
}

// origin says which lesson a question of a recall step comes from.
func (s step) origin() []string {
	if s.from == nil {
		return nil
	}
	th := s.Env.Theme
	return []string{th.Paint(kit.InkDim, "From “"+s.from.Lesson.Title+"”, which you have finished"), ""}
}

// nothing is what a recall step says that has nothing to ask.
func (s step) nothing(w int) []string {
	th := s.Env.Theme
	lines := append([]string{}, s.text...)
	return append(lines, kit.Paragraph(th, kit.InkDim, "There is nothing to recall yet: this step asks about lessons that you have finished, the shakiest question first.", w, "")...)
}

// explanation is what is shown after the answer.
func (s step) explanation() string {
	if s.blank() {
		return ""
	}
	return s.ask().Explain
}
