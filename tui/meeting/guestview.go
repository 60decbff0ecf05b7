package meeting

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/mock"
	"sysprep/tui/screen"
)

func (g guest) View(w, h int) screen.Page {
	page := screen.Page{Title: g.script.Def.Title, Status: g.status(w)}
	switch g.context() {
	case "debrief":
		return g.debrief.View(w, h)
	case "rating":
		return mock.Rating(g.env, g.script.Def, g.cursor, w, h)
	case "waiting":
		page.Lines = g.waiting(min(w, 84))
		return page
	case "sketching":
		return g.pad.View(page, w, h)
	}
	w = min(w, maxWidth)
	field := fieldRows(h)
	lines := mock.Talk(g.env.Theme, g.script, g.view.State, g.boards, w)
	page.Lines = window(g.env.Theme, lines, h-field-2, g.scroll)
	p := g.script.Def.Phases[g.view.State.Phase]
	page.Lines = append(page.Lines, kit.Rule(g.env.Theme, fmt.Sprintf("part %d of %d · %s", g.view.State.Phase+1, len(g.script.Def.Phases), p.Title), w))
	if c := g.area.Cursor(); c != nil {
		page.Cursor = &tea.Position{X: c.X, Y: c.Y + len(page.Lines)}
	}
	page.Lines = append(page.Lines, strings.Split(g.area.View(), "\n")...)
	page.Lines = append(page.Lines, g.below(w))
	return page
}

// waiting is what there is to read before the interviewer begins.
func (g guest) waiting(w int) []string {
	th, def := g.env.Theme, g.script.Def
	lines := kit.Paragraph(th, kit.InkText, def.Summary, w, "")
	lines = append(lines, "", th.Paint(kit.InkText, fmt.Sprintf("%d minutes, asked at %s level, by a person.", def.Minutes, def.Level)), "")
	for _, p := range def.Phases {
		lines = append(lines, th.Paint(kit.InkDim, fmt.Sprintf("  %3d min  ", p.Minutes))+th.Paint(kit.InkText, p.Title))
	}
	lines = append(lines, "")
	lines = append(lines, kit.Paragraph(th, kit.InkDim, "What you type is seen by your interviewer as you type it, and so is your sketch. If the line is cut, come back the same way: nothing is lost.", w, "")...)
	lines = append(lines, "")
	if g.view.Host {
		return append(lines, th.Paint(kit.InkAccent, kit.GlyphPartly+" Your interviewer is here, and begins soon."))
	}
	return append(lines, th.Paint(kit.InkWait, kit.GlyphOpen+" Your interviewer is not here at the moment."))
}

// status is the clock, and whether the interviewer is here.
func (g guest) status(w int) string {
	return present(g.env.Theme, "interviewer", g.view.Host) + clockOf(g.script, g.view, w)
}

// present says in a sign and a word whether somebody is here.
func present(th *kit.Theme, who string, here bool) string {
	if here {
		return th.Paint(kit.InkGood, "●") + " " + th.Paint(kit.InkDim, who)
	}
	return th.Paint(kit.InkWait, "○ "+who+" away")
}

// clockOf is what is left of the part, and of it all where there is room; empty while the clock stands still.
func clockOf(sc *interview.Script, v View, w int) string {
	if !v.State.Started || v.State.Over {
		return ""
	}
	left := sc.PhaseLeft(v.State, v.Clock)
	text := mock.Clock(left) + " left"
	if left < 0 {
		text = kit.GlyphFails + " " + mock.Clock(-left) + " over"
	} else if left < time.Minute {
		text = kit.GlyphFails + " " + text
	}
	if w < 70 {
		return " · " + text
	}
	return fmt.Sprintf(" · %s · %s of %d min", text, mock.Clock(v.Clock), sc.Def.Minutes)
}

// below is the line under the field.
func (g guest) below(w int) string {
	th := g.env.Theme
	switch {
	case g.view.Trouble != "":
		return th.Paint(kit.InkLost, kit.Cut(g.view.Trouble, w))
	case g.busy:
		return th.Paint(kit.InkDim, "Handing it over…")
	case len(g.area.Value()) > interview.MostText:
		text := fmt.Sprintf("%s Too long to keep: %d KB, and there is room for %d. Cut it, and hand it in in parts.", kit.GlyphFails, len(g.area.Value())>>10, interview.MostText>>10)
		return th.Paint(kit.InkLost, kit.Cut(text, w))
	case g.area.CharLimit > 0 && g.area.Length() >= g.area.CharLimit:
		return th.Paint(kit.InkLost, kit.Cut(kit.GlyphFails+" The field is full: hand this in, and then what comes after it.", w))
	case g.area.Value() == "":
		return th.Paint(kit.InkFaint, kit.Cut("Answer, or ask: a text that begins with ? is a question.", w))
	}
	saved := "draft saved"
	if !g.view.Kept || g.view.Draft != g.area.Value() {
		saved = "saving…"
	}
	return th.Paint(kit.InkFaint, fmt.Sprintf("%d words · %s", len(strings.Fields(g.area.Value())), saved))
}

// window shows the end of a talk in so many rows, or what lies scroll lines above.
func window(th *kit.Theme, lines []string, rows, scroll int) []string {
	rows = max(rows, 1)
	end := max(min(len(lines), rows), len(lines)-scroll)
	top := max(0, end-rows)
	shown := append([]string(nil), lines[top:min(end, len(lines))]...)
	for len(shown) < rows {
		shown = append(shown, "")
	}
	if top > 0 {
		shown[0] = th.Paint(kit.InkFaint, fmt.Sprintf("▲ %d more lines: page up", top+1))
	}
	if end < len(lines) {
		shown[len(shown)-1] = th.Paint(kit.InkFaint, fmt.Sprintf("▼ %d more lines: page down", len(lines)-end+1))
	}
	return shown
}
