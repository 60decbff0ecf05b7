package lesson

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// headRows are the rows that the player's head takes from the step: the steps in a row,
// and where there is room a blank line below.
func headRows(h int) int {
	if h >= 28 {
		return 2
	}
	return 1
}

func (p player) View(w, h int) screen.Page {
	if !p.ready {
		return screen.Page{Title: p.lesson.Title}
	}
	switch p.page {
	case overview:
		return p.viewOverview(w, h)
	case noting:
		return p.viewNote(w, h)
	}
	head := headRows(h)
	page := p.step.View(w, h-head)
	s := p.lesson.Steps[p.at]
	if page.Title == "" {
		page.Title = p.lesson.Title
	}
	strip := p.strip()
	top := strip + "  " + p.env.Theme.Paint(kit.InkTitle, stepTitle(s))
	right := fmt.Sprintf("step %d of %d", p.at+1, len(p.lesson.Steps))
	if page.Status == "" {
		page.Status = right
	}
	page.Lines = append(append([]string{kit.Cut(top, w)}, make([]string, head-1)...), page.Lines...)
	if page.Cursor != nil {
		page.Cursor = &tea.Position{X: page.Cursor.X, Y: page.Cursor.Y + head}
	}
	for i := range page.Spots {
		page.Spots[i].Y += head
	}
	return page
}

func stepTitle(s content.Step) string {
	if s.Title != "" {
		return s.Title
	}
	return string(s.Kind)
}

// strip shows the steps in a row: done, here, open, locked.
func (p player) strip() string {
	th := p.env.Theme
	var b strings.Builder
	for i := range p.lesson.Steps {
		mark, ink := p.mark(i)
		b.WriteString(th.Paint(ink, mark) + " ")
	}
	return b.String()
}

// mark is the sign of a step: here, done, open or locked.
func (p player) mark(i int) (string, kit.Ink) {
	switch st := p.state.Steps[i].Status; {
	case i == p.at:
		return "◆", kit.InkAccent
	case st == lessons.Done:
		return "●", kit.InkGood
	case st == lessons.Open:
		return "○", kit.InkText
	}
	return "·", kit.InkFaint
}

// sentence begins with a capital letter.
func sentence(err error) string {
	t := err.Error()
	return strings.ToUpper(t[:min(1, len(t))]) + t[min(1, len(t)):]
}
