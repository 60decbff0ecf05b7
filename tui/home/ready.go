package home

import (
	"fmt"
	"strings"

	"sysprep/lessons"
	"sysprep/tui/kit"
)

// readyHead stands over the sections, and says what is counted.
const readyHead = "ready for the interview: items explained"

func (h home) readiness(states map[string]lessons.State, w int) []string {
	th := h.env.Theme
	var lines []string
	for _, s := range lessons.Mastery(h.env.Journal.Pack, states, h.env.Journal.Heard()...) {
		if s.Total == 0 {
			continue
		}
		gauge := bar(th, s, min(24, w/4))
		lines = append(lines, "  "+th.Paint(kit.InkText, kit.PadRight(s.Title, 19))+gauge+"  "+th.Paint(kit.InkDim, evidence(s)))
	}
	return lines
}

// twoFrom is how wide a screen must be for readiness in two columns.
const twoFrom = 76

// readinessInTwo is readiness in two columns and fewer words, for screens without the rows for one.
func (h home) readinessInTwo(states map[string]lessons.State, w int) []string {
	th := h.env.Theme
	var cells []string
	for _, s := range lessons.Mastery(h.env.Journal.Pack, states, h.env.Journal.Heard()...) {
		if s.Total > 0 {
			cells = append(cells, th.Paint(kit.InkText, kit.PadRight(s.Title, 18))+bar(th, s, max(4, w/2-33))+" "+th.Paint(kit.InkDim, briefly(s)))
		}
	}
	down := (len(cells) + 1) / 2
	lines := make([]string, down)
	for i, c := range cells {
		if i < down {
			c = kit.PadRight("  "+c, w/2+1)
		}
		lines[i%down] += c
	}
	return lines
}

// briefly is evidence in two or three words: the bar shows what was named only.
func briefly(s lessons.Section) string {
	if s.Wrong > 0 {
		return fmt.Sprintf("%d of %d ✗%d", s.Explained, s.Total, s.Wrong)
	}
	return fmt.Sprintf("%d of %d", s.Explained, s.Total)
}

// bar shows explained items as a thick line, named ones as a dashed one.
func bar(th *kit.Theme, s lessons.Section, w int) string {
	full := s.Explained * w / s.Total
	half := s.Named * w / s.Total
	return th.Paint(kit.InkGood, strings.Repeat("━", full)) + th.Paint(kit.InkWait, strings.Repeat("╍", half)) +
		th.Paint(kit.InkBorder, strings.Repeat("─", w-full-half))
}

func evidence(s lessons.Section) string {
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
