package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Canvas is a grid of cells to draw on, reused from frame to frame. Drawing
// outside of it is clipped. It is emitted once a frame, by Render.
type Canvas struct {
	w, h  int
	cells []cell
}

// cell holds one grapheme. A wide grapheme is followed by a cell of width 0.
type cell struct {
	s   string
	w   uint8
	ink Ink
}

var blank = cell{s: " ", w: 1}

// NewCanvas returns an empty canvas of w x h cells.
func NewCanvas(w, h int) *Canvas {
	c := &Canvas{}
	c.Resize(w, h)
	return c
}

// Resize makes the canvas w x h cells and empties it.
func (c *Canvas) Resize(w, h int) {
	w, h = max(w, 0), max(h, 0)
	if cap(c.cells) < w*h {
		c.cells = make([]cell, w*h)
	}
	c.w, c.h, c.cells = w, h, c.cells[:w*h]
	c.Clear()
}

// Clear empties the canvas.
func (c *Canvas) Clear() {
	for i := range c.cells {
		c.cells[i] = blank
	}
}

// Size returns the width and height in cells.
func (c *Canvas) Size() (w, h int) { return c.w, c.h }

// Put draws one grapheme of width 1 at (x, y).
func (c *Canvas) Put(x, y int, glyph string, ink Ink) {
	if x < 0 || y < 0 || x >= c.w || y >= c.h {
		return
	}
	c.mend(x, y)
	c.cells[y*c.w+x] = cell{s: glyph, w: 1, ink: ink}
}

// mend blanks the other half of a wide grapheme that is about to be overwritten.
func (c *Canvas) mend(x, y int) {
	i := y*c.w + x
	switch {
	case c.cells[i].w == 0 && x > 0:
		c.cells[i-1] = blank
	case c.cells[i].w == 2 && x+1 < c.w:
		c.cells[i+1] = blank
	}
}

// At returns the grapheme and ink at (x, y); " " outside of the canvas.
func (c *Canvas) At(x, y int) (string, Ink) {
	if x < 0 || y < 0 || x >= c.w || y >= c.h {
		return " ", InkText
	}
	k := c.cells[y*c.w+x]
	return k.s, k.ink
}

// Text draws the first line of s at (x, y) and returns the column after it.
// Control characters are dropped, and what passes the right edge is cut.
func (c *Canvas) Text(x, y int, s string, ink Ink) int {
	return c.TextMax(x, y, c.w-x, s, ink)
}

// TextMax is Text within w cells; text that does not fit ends in an ellipsis
// when it is cut by w.
func (c *Canvas) TextMax(x, y, w int, s string, ink Ink) int {
	if y < 0 || y >= c.h || w <= 0 {
		return x
	}
	s = firstLine(Clean(s))
	if displaywidth.String(s) > w {
		s = displaywidth.TruncateString(s, w, GlyphEllipsis)
	}
	g := displaywidth.StringGraphemes(s)
	for g.Next() {
		n := g.Width()
		if n == 0 || joins(g.Value()) {
			continue
		}
		if x >= 0 && x+n <= c.w {
			c.Put(x, y, g.Value(), ink)
			if n == 2 {
				c.mend(x+1, y)
				c.cells[y*c.w+x].w = 2
				c.cells[y*c.w+x+1] = cell{ink: ink}
			}
		}
		x += n
	}
	return x
}

// joins reports whether a grapheme would melt into the cell before it: a mark
// without a letter of its own.
func joins(g string) bool {
	r, _ := utf8.DecodeRuneInString(g)
	return unicode.Is(unicode.M, r) || r == '\u200d'
}

// TextRight draws s so that it ends before column x.
func (c *Canvas) TextRight(x, y int, s string, ink Ink) {
	s = firstLine(Clean(s))
	c.Text(x-displaywidth.String(s), y, s, ink)
}

// HLine draws w glyphs to the right of (x, y).
func (c *Canvas) HLine(x, y, w int, glyph string, ink Ink) {
	for i := range max(w, 0) {
		c.Put(x+i, y, glyph, ink)
	}
}

// VLine draws h glyphs downwards from (x, y).
func (c *Canvas) VLine(x, y, h int, glyph string, ink Ink) {
	for i := range max(h, 0) {
		c.Put(x, y+i, glyph, ink)
	}
}

// Box draws a box with rounded corners, its title set into the upper line.
func (c *Canvas) Box(x, y, w, h int, title string, border, ink Ink) {
	if w < 2 || h < 2 {
		return
	}
	c.HLine(x+1, y, w-2, "─", border)
	c.HLine(x+1, y+h-1, w-2, "─", border)
	c.VLine(x, y+1, h-2, "│", border)
	c.VLine(x+w-1, y+1, h-2, "│", border)
	c.Put(x, y, "╭", border)
	c.Put(x+w-1, y, "╮", border)
	c.Put(x, y+h-1, "╰", border)
	c.Put(x+w-1, y+h-1, "╯", border)
	if title != "" && w > 4 {
		end := c.TextMax(x+2, y, w-4, title, ink)
		c.Put(x+1, y, " ", ink)
		c.Put(end, y, " ", ink)
	}
}

// Render returns the canvas in the inks of a theme: h lines of w cells, joined
// by newlines. Cells that did not change give the same bytes.
func (c *Canvas) Render(t *Theme) string {
	var b strings.Builder
	b.Grow(c.w*c.h*2 + c.h*64)
	for y := range c.h {
		if y > 0 {
			b.WriteByte('\n')
		}
		c.renderRow(&b, t, c.cells[y*c.w:(y+1)*c.w])
	}
	return b.String()
}

func (c *Canvas) renderRow(b *strings.Builder, t *Theme, row []cell) {
	pen := ""
	for _, k := range row {
		if k.w == 0 {
			continue
		}
		if t.Bare && k.ink == InkBorder {
			k.s = " "
		}
		if want := t.pen(k); want != pen {
			if pen != "" {
				b.WriteString(sgrReset)
			}
			b.WriteString(want)
			pen = want
		}
		b.WriteString(k.s)
	}
	if pen != "" {
		b.WriteString(sgrReset)
	}
}

// pen returns the SGR code of a cell. A space has no foreground, so it takes
// none unless the ink paints the whole cell.
func (t *Theme) pen(k cell) string {
	if int(k.ink) >= NumInks || (k.s == " " && k.ink != InkSelected) {
		return ""
	}
	return t.sgr[k.ink]
}

// String returns the text of the canvas, without trailing spaces.
func (c *Canvas) String() string {
	var b, line strings.Builder
	for y := range c.h {
		line.Reset()
		for _, k := range c.cells[y*c.w : (y+1)*c.w] {
			line.WriteString(k.s)
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

func firstLine(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return s[:i]
	}
	return s
}

// Width returns the number of cells that s takes.
func Width(s string) int { return displaywidth.String(s) }
