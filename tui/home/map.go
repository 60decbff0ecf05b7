package home

import (
	"fmt"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
)

// The map of the lessons stands in columns once there are more than a few.
const (
	fewLessons   = 5
	columnLeast  = 24 // cells, mark and number included
	mostColumns  = 3
	columnMargin = 4
)

// columns is how many columns the map of n lessons has on a screen w cells wide.
func columns(n, w int) int {
	if n <= fewLessons {
		return 1
	}
	return max(1, min(mostColumns, (w-columnMargin)/columnLeast))
}

// rows is how many lessons stand in a column.
func rows(n, w int) int {
	c := columns(n, w)
	return (n + c - 1) / c
}

func (h home) lessonMap(states map[string]lessons.State, w int) []string {
	th := h.env.Theme
	all := h.env.Journal.Pack.Lessons
	cols, down := columns(len(all), w), rows(len(all), w)
	wide := (w - columnMargin) / cols
	lines := make([]string, down)
	for i := range all {
		cell := h.lessonCell(states, i, wide, cols == 1)
		lines[i%down] += kit.PadRight(cell, wide)
	}
	for i := range lines {
		lines[i] = "  " + strings.TrimRight(lines[i], " ")
	}
	return append(lines, "      "+th.Paint(kit.InkFaint, "● done  ◐ begun  ◍ shaky, review  ○ open"))
}

// lessonCell is one lesson of the map, with how far it is where there is room.
func (h home) lessonCell(states map[string]lessons.State, i, w int, room bool) string {
	th := h.env.Theme
	l := h.env.Journal.Pack.Lessons[i]
	mark, ink := glyph(states[l.ID])
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
	text := kit.Cut(number+" "+l.Title, w-5-kit.Width(tail))
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
