package home

import (
	"fmt"
	"strings"

	"sysprep/lessons"
	"sysprep/tui/kit"
)

func (h home) readiness(states map[string]lessons.State, w int) []string {
	th := h.env.Theme
	var lines []string
	for _, s := range lessons.Mastery(h.env.Journal.Pack, states) {
		if s.Total == 0 {
			continue
		}
		gauge := bar(th, s, min(24, w/4))
		lines = append(lines, "  "+th.Paint(kit.InkText, kit.PadRight(s.Title, 19))+gauge+"  "+th.Paint(kit.InkDim, evidence(s)))
	}
	return lines
}

// bar shows explained items as a thick line, named ones as a dashed one.
func bar(th *kit.Theme, s lessons.Section, w int) string {
	full := s.Explained * w / s.Total
	half := s.Named * w / s.Total
	return th.Paint(kit.InkGood, strings.Repeat("━", full)) + th.Paint(kit.InkWait, strings.Repeat("╍", half)) +
		th.Paint(kit.InkBorder, strings.Repeat("─", w-full-half))
}

func evidence(s lessons.Section) string {
	if s.Explained+s.Named+s.Wrong == 0 {
		return fmt.Sprintf("%d to show", s.Total)
	}
	text := fmt.Sprintf("explained %d of %d", s.Explained, s.Total)
	if s.Named > 0 {
		text += fmt.Sprintf(", named %d", s.Named)
	}
	if s.Wrong > 0 {
		text += fmt.Sprintf(", wrong %d", s.Wrong)
	}
	return text
}

func steps(n int) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
