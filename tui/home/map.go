package home

import (
	"fmt"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// The map of the lessons stands in columns once there are more than a few.
const (
	fewLessons   = 5
	columnLeast  = 27 // cells, mark and number included, where no column is wide enough for all titles
	mostColumns  = 3
	columnMargin = 4
	cellMargin   = 7 // of a cell: what is not the title; one more where another column follows
)

// columns is how many columns the map has on a screen w cells wide: as many as show all titles whole; else as many
// as still tell the lessons apart.
func (h home) columns(w int) int {
	all := h.lessons()
	if len(all) <= fewLessons {
		return 1
	}
	for c := mostColumns; c > 1; c-- {
		down, wide := (len(all)+c-1)/c, (w-columnMargin)/c
		i := 0
		for i < len(all) && kit.Width(all[i].Title)+cellMargin+min(1, c-1-i/down) <= wide {
			i++
		}
		if i == len(all) {
			return c
		}
	}
	return max(1, min(mostColumns, (w-columnMargin)/columnLeast))
}

// rows is how many lessons stand in a column.
func (h home) rows(w int) int {
	c := h.columns(w)
	return (len(h.lessons()) + c - 1) / c
}

func (h home) lessonMap(states map[string]lessons.State, w int) block {
	th := h.env.Theme
	all := h.lessons()
	cols, down := h.columns(w), h.rows(w)
	wide := (w - columnMargin) / cols
	b := block{lines: make([]string, down)}
	for i := range all {
		b.spots = append(b.spots, screen.Spot{X: 2 + i/down*wide, Y: i % down, W: wide, H: 1, Msg: screen.Pick{At: i}})
		b.lines[i%down] += kit.PadRight(h.lessonCell(states, i, wide-min(1, cols-1-i/down), cols == 1), wide)
	}
	for i := range b.lines {
		b.lines[i] = "  " + strings.TrimRight(b.lines[i], " ")
	}
	b.add("      " + th.Paint(kit.InkFaint, kit.Cut("● done  ◐ begun  ◍ shaky, review  ○ open  · later", w-8)))
	return b
}

// lessonCell is one lesson of the map, with how far it is where there is room.
func (h home) lessonCell(states map[string]lessons.State, i, w int, room bool) string {
	th := h.env.Theme
	l := h.env.Journal.Pack.Lessons[i]
	mark, ink := glyph(states[l.ID], builds(h.env.Journal.Pack, l, states) != "")
	cursor, title := "  ", kit.InkText
	if i == h.cursor {
		cursor, title = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	number, tail := fmt.Sprintf("%d", i+1), ""
	if room {
		tail = fmt.Sprintf("  %d of %d steps", states[l.ID].DoneSteps(), len(l.Steps))
	} else {
		number = fmt.Sprintf("%2d", i+1)
	}
	text := kit.Cut(number+" "+l.Title, w-4-kit.Width(tail))
	return cursor + th.Paint(ink, mark) + " " + th.Paint(title, text) + th.Paint(kit.InkFaint, tail)
}

// builds names the lessons that a lesson builds on and that are not done yet.
func builds(pack *content.Pack, l *content.Lesson, states map[string]lessons.State) string {
	var missing []string
	for _, id := range l.Requires {
		i := slices.IndexFunc(pack.Lessons, func(o *content.Lesson) bool { return o.ID == id })
		if i >= 0 && states[id].Finished.IsZero() {
			missing = append(missing, fmt.Sprintf("lesson %d, %s", i+1, pack.Lessons[i].Title))
		}
	}
	return strings.Join(missing, "; ")
}

// glyph tells how far a lesson is; a finished one with a misconception left, or with
// an item not yet named, is shaky. One that builds on others that are not done comes later.
func glyph(s lessons.State, later bool) (string, kit.Ink) {
	switch {
	case !s.Finished.IsZero() && shaky(s):
		return "◍", kit.InkWait
	case !s.Finished.IsZero():
		return "●", kit.InkGood
	case s.Begun():
		return "◐", kit.InkAccent
	case later:
		return "·", kit.InkFaint
	}
	return "○", kit.InkDim
}

func shaky(s lessons.State) bool {
	for _, ss := range s.Steps {
		if a := ss.LastAnswer(); a != nil {
			for _, v := range a.Verdict.Items {
				if v.Wrong {
					return true
				}
			}
		}
	}
	return false
}
