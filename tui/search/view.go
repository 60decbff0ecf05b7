package search

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
	"sysprep/tui/search/index"
)

// each is how many rows a result takes: its title, and a line of its text.
const each = 2

// headRows are those of the query.
const headRows = 2

// fits counts the results that have room.
func (s search) fits() int { return max((s.h-headRows)/each, 1) }

func (s search) View(w, h int) screen.Page {
	th := s.env.Theme
	page := screen.Page{Title: "Search", Status: s.status()}
	page.Cursor = &tea.Position{X: min(2+s.input.Position(), w-1), Y: 0}
	typed := s.input.Value()
	if typed == "" {
		typed = th.Paint(kit.InkFaint, "words of a lesson, a system, a card, or your own")
	}
	page.Lines = []string{th.Paint(kit.InkAccent, "/ ") + typed, kit.Rule(th, "", w)}
	if len(s.found) == 0 {
		page.Lines = append(page.Lines, s.nothing(w)...)
		return page
	}
	from, to := s.cursor.View(len(s.found), max((h-headRows)/each, 1))
	for i := from; i < to; i++ {
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: each, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, s.result(i, w)...)
	}
	return page
}

func (s search) status() string {
	switch {
	case len(s.found) == 0:
		return ""
	case len(s.found) == most:
		return fmt.Sprintf("the best %d", most)
	}
	return fmt.Sprintf("%d of %d", s.cursor.At+1, len(s.found))
}

// nothing is said where no result is.
func (s search) nothing(w int) []string {
	th := s.env.Theme
	switch {
	case s.index == nil:
		return []string{th.Paint(kit.InkDim, "Reading…")}
	case strings.TrimSpace(s.input.Value()) == "":
		text := fmt.Sprintf("%d places to look in. Several words find what has all of them. What you have not earned yet (answers, what comes later in a lesson) is found, and not shown.", s.index.Len())
		return kit.Paragraph(th, kit.InkDim, text, min(w, 84), "")
	case s.query != s.input.Value():
		return nil
	}
	return kit.Paragraph(th, kit.InkText, "Nothing has all of these words. Fewer of them, or the beginning of one, find more.", min(w, 84), "")
}

// result is one place: its title with where it is, and a line of its text.
func (s search) result(i, w int) []string {
	th := s.env.Theme
	r := s.found[i]
	mark, ink := "  ", kit.InkTitle
	if i == s.cursor.At {
		mark = th.Paint(kit.InkAccent, "▸ ")
	}
	kind := kit.PadRight(string(r.Kind), 9)
	where := kit.Cut(r.Where, w/3)
	room := w - 2 - 9 - kit.Width(where) - 2
	title := kit.PadRight(cutPieces(th, r.Heading, ink, room), room)
	lines := []string{mark + th.Paint(kit.InkFaint, kind) + title + "  " + th.Paint(kit.InkFaint, where)}
	switch {
	case len(r.Excerpt) > 0:
		lines = append(lines, "    "+paint(th, r.Excerpt, kit.InkDim))
	case r.Ahead != "":
		lines = append(lines, "    "+th.Paint(kit.InkWait, kit.Cut(r.Ahead, w-4)))
	default:
		lines = append(lines, "    "+th.Paint(kit.InkDim, kit.Cut(r.Text, w-6)))
	}
	return lines
}

// paint writes a text with the words that were found in bold.
func paint(th *kit.Theme, pieces []index.Piece, ink kit.Ink) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Hit {
			b.WriteString(th.Paint(kit.InkAccent, p.Text))
		} else {
			b.WriteString(th.Paint(ink, p.Text))
		}
	}
	return b.String()
}

func cutPieces(th *kit.Theme, pieces []index.Piece, ink kit.Ink, w int) string {
	return kit.Cut(paint(th, pieces, ink), w)
}
