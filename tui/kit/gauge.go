package kit

import (
	"fmt"
	"strings"
)

// Gauge returns a bar of w cells of which share (0 to 1) is full. Anything above
// nothing shows at least one cell, and only a full gauge is full.
func Gauge(t *Theme, w int, share float64, ink Ink) string {
	n := Filled(w, share)
	return t.Paint(ink.Fill(), strings.Repeat(GlyphFull, n)) + t.Paint(InkBorder, strings.Repeat(GlyphEmpty, max(w-n, 0)))
}

// Filled returns how many of w cells a gauge of some share fills.
func Filled(w int, share float64) int {
	switch {
	case w <= 0 || !(share > 0):
		return 0
	case share >= 1:
		return w
	}
	return min(max(int(share*float64(w)+0.5), 1), max(w-1, 1))
}

// Progress returns a bar with its count, in w cells: "██████░░░░ 43/50".
func Progress(t *Theme, w, done, of int) string {
	count := fmt.Sprintf(" %d/%d", done, of)
	share := 0.0
	if of > 0 {
		share = float64(done) / float64(of)
	}
	return Gauge(t, max(w-Width(count), 0), share, InkAccent) + t.Paint(InkDim, count)
}

// State is how an item of a list stands.
type State uint8

// States, each with a glyph of its own.
const (
	Open   State = iota // not begun, not known
	Partly              // begun, named but not explained, shaky
	Holds               // done, explained, passed
	Fails               // not held, wrong
)

// Glyph returns the glyph and the ink of a state.
func (s State) Glyph() (string, Ink) {
	switch s {
	case Partly:
		return GlyphPartly, InkWait
	case Holds:
		return GlyphHolds, InkGood
	case Fails:
		return GlyphFails, InkLost
	}
	return GlyphOpen, InkFaint
}

// CheckLine returns one line of a checklist in w cells: the state's glyph, the
// label and, from column noteAt on, a note.
func CheckLine(t *Theme, s State, label, note string, w, noteAt int) string {
	glyph, ink := s.Glyph()
	label = Cut(firstLine(Clean(label)), max(min(noteAt, w)-3, 0))
	line := t.Paint(ink, glyph) + " " + t.Paint(InkText, label)
	if room := w - noteAt; note != "" && room > 0 {
		line = PadRight(line, noteAt) + t.Paint(InkDim, Cut(firstLine(Clean(note)), room))
	}
	return line
}

// Rule returns a line of w cells with a heading set into it.
func Rule(t *Theme, heading string, w int) string {
	if heading == "" {
		return t.Paint(InkBorder, strings.Repeat("─", max(w, 0)))
	}
	heading = Cut(firstLine(Clean(heading)), max(w-6, 0))
	rest := max(w-Width(heading)-4, 0)
	return t.Paint(InkBorder, "──") + " " + t.Paint(InkDim, heading) + " " + t.Paint(InkBorder, strings.Repeat("─", rest))
}
