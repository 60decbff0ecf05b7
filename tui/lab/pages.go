package lab

import (
	"fmt"
	"slices"

	"sysprep/engine"
	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/tui/ask"
	"sysprep/tui/kit"
)

// note is what the lesson says at this time of the run.
func (s step) note() string {
	if !s.lab.watching {
		return ""
	}
	text := ""
	for _, n := range s.Step().Simulate.Notes {
		if s.lab.run.Now() >= engine.Time(n.At) {
			text = n.Say
		}
	}
	return text
}

// predicted reminds of the last prediction that the run is held against.
func (s step) predicted() string {
	if !s.lab.watching || len(s.Step().Simulate.Compare) == 0 {
		return ""
	}
	ids := s.Step().Simulate.Compare
	id := ids[len(ids)-1]
	did, ok := s.State.Step(id)
	if !ok || did.Prediction == nil {
		return ""
	}
	for i := range s.Lesson.Steps {
		if st := &s.Lesson.Steps[i]; st.ID == id {
			o := lessons.Compare(st.Ask, *did.Prediction)
			return "You predicted: “" + o.Said + "”"
		}
	}
	return ""
}

// judgedBy are the goals that a design is judged by: those that the challenge names, else all.
func (l *Lab) judgedBy() []scenarios.Goal {
	return slices.DeleteFunc(slices.Clone(l.scenario.Goals), func(g scenarios.Goal) bool {
		return len(l.goals) > 0 && !slices.Contains(l.goals, g.ID)
	})
}

// brief is what a challenge asks for: the lesson's words, and the goals.
func (s step) brief(w int) []string {
	th := s.Env.Theme
	lines := append([]string{""}, s.text...)
	if len(s.text) > 0 {
		lines = append(lines, "")
	}
	asked := fmt.Sprintf("Your design is judged over %d runs, each with other luck:", s.lab.seeds)
	if s.lab.driven() {
		asked = fmt.Sprintf("What you do is judged on your run, and done again in %d, each with other luck:", s.lab.seeds)
	}
	lines = append(lines, th.Paint(kit.InkTitle, asked))
	for _, g := range s.lab.judgedBy() {
		for i, t := range kit.Wrap(g.Text, w-4) {
			mark := "    "
			if i == 0 {
				mark = "  " + th.Paint(kit.InkAccent, kit.GlyphOpen) + " "
			}
			lines = append(lines, mark+th.Paint(kit.InkText, t))
		}
	}
	for i := range min(s.Did().Hints, len(s.Step().Challenge.Hints)) {
		lines = append(lines, "", th.Paint(kit.InkTitle, fmt.Sprintf("Hint %d", i+1)))
		for _, t := range kit.Wrap(s.Step().Challenge.Hints[i], w-2) {
			lines = append(lines, "  "+th.Paint(kit.InkAccent, t))
		}
	}
	return lines
}

// comparison holds each prediction against what happened.
func (s step) comparison(w int) []string {
	lines := s.surveyed(w)
	if len(s.Step().Simulate.Compare) > 0 {
		lines = append(lines, ask.Comparison(s.StepContext, s.Step().Simulate.Compare, s.explained, w)...)
	}
	return lines
}
