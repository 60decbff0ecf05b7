package landscape

import (
	"fmt"
	"strings"

	"sysprep/scenarios"
	"sysprep/tui/ask"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

func (s step) tell(from, to scenarios.Ball, did scenarios.Roll) string {
	return s.land().Tell(s.label(), from, to, did)
}

func (s step) label() string {
	k, err := s.scenario.Knob(s.def().Landscape.Knob)
	if err != nil {
		return s.def().Landscape.Knob
	}
	return k.Label
}

// rows counts the lines of the page that is read.
func (s step) rows() int {
	if s.page == compared {
		return len(ask.Comparison(s.StepContext, s.def().Compare, s.explained, min(s.w, 84)))
	}
	return len(s.briefLines(s.w))
}

// briefLines are the step's text, and how far the computation has come.
func (s step) briefLines(w int) []string {
	th := s.Env.Theme
	lines := append([]string{}, s.text...)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	switch {
	case s.err != nil:
		return append(lines, th.Paint(kit.InkLost, "It could not be computed: "+s.err.Error()))
	case s.lands != nil:
		return append(lines, th.Paint(kit.InkAccent, "Computed: enter goes into the landscape."))
	}
	bar, full := max(8, min(40, w-30)), 0
	if s.work.Of > 0 {
		full = bar * s.work.Done / s.work.Of
	}
	return append(lines,
		th.Paint(kit.InkTitle, "Computing the landscape from runs of the simulation"),
		"  "+th.Paint(kit.InkAccent, strings.Repeat("█", full))+th.Paint(kit.InkFaint, strings.Repeat("░", bar-full))+
			th.Paint(kit.InkDim, fmt.Sprintf("  %d of %d", s.work.Done, s.work.Of)))
}

// View draws the step.
func (s step) View(w, h int) screen.Page {
	switch s.page {
	case brief:
		return screen.Page{Lines: s.scroll.View(s.briefLines(w), h, s.Env.Theme)}
	case compared:
		return screen.Page{Lines: s.scroll.View(ask.Comparison(s.StepContext, s.def().Compare, s.explained, min(w, 84)), h, s.Env.Theme)}
	}
	head, foot := s.head(w), s.foot(w)
	s.canvas.Resize(w, h-len(head)-len(foot))
	newPlan(s.land(), s.def().Landscape, s.scenario, s.goodput).draw(s.canvas, 0, w, h-len(head)-len(foot), s.way.at())
	lines := append(head, strings.Split(s.canvas.Render(s.Env.Theme), "\n")...)
	return screen.Page{Lines: append(lines, foot...)}
}

// head names the designs, and what the two lines are.
func (s step) head(w int) []string {
	th := s.Env.Theme
	var parts []string
	for i, d := range s.def().Landscape.Designs {
		if i == s.design {
			parts = append(parts, th.Paint(kit.InkAccent, "["+d.Label+"]"))
		} else if i < len(s.lands) {
			parts = append(parts, th.Paint(kit.InkDim, " "+d.Label+" "))
		} else {
			parts = append(parts, th.Paint(kit.InkFaint, " "+d.Label+kit.GlyphEllipsis))
		}
	}
	up := "answered"
	if s.goodput {
		up = "answers/s"
	}
	legend := th.Paint(kit.InkDim, up+": ") + th.Paint(kit.InkGood, "━ was well") + th.Paint(kit.InkLost, "  ╌ was down")
	return []string{kit.Cut(strings.Join(parts, "")+"   "+legend, w)}
}

// foot says where the ball lies, what the last act did, and what is to be done.
func (s step) foot(w int) []string {
	th := s.Env.Theme
	lines := []string{th.Paint(kit.InkTitle, kit.Cut(s.land().Stands(s.label(), s.ball), w))}
	say := kit.Wrap(s.say, w)
	for i := range 2 {
		line := ""
		if i < len(say) {
			line = say[i]
		}
		lines = append(lines, th.Paint(kit.InkAccent, line))
	}
	if !s.canFall() {
		return lines
	}
	task := func(done bool, text string) string {
		if done {
			return th.Paint(kit.InkGood, kit.GlyphHolds) + " " + th.Paint(kit.InkDim, text)
		}
		return th.Paint(kit.InkWait, kit.GlyphGhost) + " " + th.Paint(kit.InkText, text)
	}
	done := s.Did().Watched != nil
	return append(lines, kit.Cut(task(s.fell || done, "knock it over")+"   "+task(s.healed || done, "bring it back by the "+s.label()+" alone"), w))
}
