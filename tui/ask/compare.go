package ask

import (
	"fmt"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Comparison holds predictions, by the ids of their steps, against what happened.
func Comparison(c screen.StepContext, steps []string, w int) []string {
	th := c.Env.Theme
	lines := []string{th.Paint(kit.InkTitle, "What you predicted, and what happened"), ""}
	for _, id := range steps {
		did, ok := c.State.Step(id)
		if !ok || did.Prediction == nil {
			continue
		}
		for i := range c.Lesson.Steps {
			st := &c.Lesson.Steps[i]
			if st.ID != id {
				continue
			}
			o := lessons.Compare(st.Ask, *did.Prediction)
			for _, l := range kit.Wrap(st.Ask.Prompt, w) {
				lines = append(lines, th.Paint(kit.InkDim, l))
			}
			said := "You said: " + o.Said
			if n := did.Prediction.Confidence; n > 0 {
				said += fmt.Sprintf(", %d %% sure", n)
			}
			lines = append(lines, kit.Wrap(said, w)...)
			lines = append(lines, Outcome(th, o, st.Ask.Explain, w)...)
			lines = append(lines, "")
		}
	}
	return lines
}
