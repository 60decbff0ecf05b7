package ask

import (
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Explained sets what explains the predictions of some steps of the lesson, away from
// Update and View. Each answers with screen.Rendered, whose Part is the id of the step.
func Explained(c screen.StepContext, steps []string, w int) tea.Cmd {
	var cmds []tea.Cmd
	for i := range c.Lesson.Steps {
		if st := &c.Lesson.Steps[i]; st.Ask != nil && slices.Contains(steps, st.ID) {
			cmds = append(cmds, c.ProseOf(st.ID, st.Ask.Explain, min(w, maxWidth)))
		}
	}
	return tea.Batch(cmds...)
}

// Keep adds what came of Explained. The map is never changed: a new one is returned.
func Keep(why map[string][]string, msg screen.Rendered) map[string][]string {
	out := maps.Clone(why)
	if out == nil {
		out = map[string][]string{}
	}
	out[msg.Part] = msg.Lines
	return out
}

// Comparison holds what was predicted in some steps of the lesson against what is so; why
// is what came of Explained.
func Comparison(c screen.StepContext, steps []string, why map[string][]string, w int) []string {
	th := c.Env.Theme
	lines := []string{th.Paint(kit.InkTitle, "What you predicted, and what happened"), ""}
	for _, id := range steps {
		did, ok := c.State.Step(id)
		if !ok || did.Prediction == nil {
			continue
		}
		for i := range c.Lesson.Steps {
			st := &c.Lesson.Steps[i]
			if st.ID != id || st.Ask == nil {
				continue
			}
			o := lessons.Compare(st.Ask, *did.Prediction)
			for _, l := range kit.Wrap(st.Ask.Prompt, w) {
				lines = append(lines, th.Paint(kit.InkDim, l))
			}
			said := "You said: " + o.Said
			if c := did.Prediction.Confidence; c > 0 {
				said += fmt.Sprintf(", %d %% sure", c)
			}
			lines = append(lines, kit.Wrap(said, w)...)
			lines = append(lines, Outcome(th, o, why[id], w)...)
			lines = append(lines, "")
		}
	}
	return lines
}
