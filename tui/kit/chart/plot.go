package chart

import (
	"math"

	"sysprep/tui/kit"
)

var eighths = [...]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// plot draws the series, without axes, in w x h cells at (x, y).
func (c *Chart) plot(cv *kit.Canvas, ax Axis, x, y, w, h int) {
	if w < 1 || h < 1 {
		return
	}
	if c.overlaid() && h > 1 {
		c.plotLines(cv, ax, x, y, w, h)
	} else {
		c.plotArea(cv, ax, x, y, w, h)
	}
	c.plotMarks(cv, ax, x, y, w, h)
}

// plotArea draws the series in eighths of a cell, in the tint of its ink: a
// large area in a text's ink would shout.
func (c *Chart) plotArea(cv *kit.Canvas, ax Axis, x, y, w, h int) {
	top, live := c.top(), c.live()
	for col := range w {
		from, to := span(col, w, ax.Horizon)
		if from >= len(c.Series) {
			break
		}
		ink := c.Ink
		if from >= live {
			ink = kit.InkFaint
		} else {
			to = min(to, live)
		}
		v := c.Fold.fold(c.Series, from, to)
		if math.IsNaN(v) {
			continue
		}
		// A value above nothing shows at least an eighth; so does zero, to tell it
		// from not known, but in the ink of an axis.
		level := int(math.Round(share(v, top) * float64(h*8-headroom(h))))
		if level == 0 {
			level = 1
			if v <= 0 {
				ink = kit.InkBorder
			}
		}
		for row := range h {
			if part := min(level-8*row, 8); part > 0 {
				cv.Put(x+col, y+h-1-row, eighths[part], ink.Fill())
			}
		}
	}
}

// headroom is the eighths left free above the highest value, so that a full
// area does not run into the chart above.
func headroom(h int) int {
	if h > 1 {
		return 2
	}
	return 0
}

// dots collects braille dots of one cell: two columns of four.
type dots struct {
	bits uint8
	ink  kit.Ink
}

// brailleBit[column][row from the top] is the bit of a dot (Unicode 15, block
// Braille Patterns).
var brailleBit = [2][4]uint8{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

// braille holds the 256 patterns as strings, so that drawing allocates nothing.
var braille = func() (b [256]string) {
	for i := range b {
		b[i] = string(rune(0x2800 + i))
	}
	return b
}()

// plotLines draws the series as a line and what is laid over it as dots, so
// that they differ by shape. Where they meet in a cell, the series gives the ink.
func (c *Chart) plotLines(cv *kit.Canvas, ax Axis, x, y, w, h int) {
	grid := make([]dots, w*h)
	p := pen{grid: grid, w: w, h: h, top: c.top(), horizon: ax.Horizon, fold: c.Fold}
	p.trace(c.Predicted, kit.InkAccent, dotted, len(c.Predicted))
	p.trace(c.Other, c.OtherInk, dotted, len(c.Other))
	p.trace(c.Series, c.Ink, solid, c.live())
	for i, d := range grid {
		if d.bits != 0 {
			cv.Put(x+i%w, y+i/w, braille[d.bits], d.ink)
		}
	}
}

type stroke uint8

const (
	solid stroke = iota
	dotted
)

// pen draws lines into a grid of braille cells.
type pen struct {
	grid    []dots
	w, h    int
	top     float64
	horizon int
	fold    Fold
}

func (p *pen) trace(s []float64, ink kit.Ink, how stroke, live int) {
	was := -1
	for sub := range 2 * p.w {
		from, to := span(sub, 2*p.w, p.horizon)
		if from >= len(s) {
			return
		}
		v := p.fold.fold(s, from, to)
		if math.IsNaN(v) {
			was = -1
			continue
		}
		at := int(math.Round(share(v, p.top) * float64(4*p.h-2)))
		if how == solid {
			at++ // its second dot lies below
		}
		use := ink
		if from >= live {
			use = kit.InkFaint
		}
		p.join(sub, was, at, use, how)
		was = at
	}
}

// join draws the step from height was to height at (in dots from the bottom)
// within one column of dots. A dotted line leaves out every other dot.
func (p *pen) join(sub, was, at int, ink kit.Ink, how stroke) {
	lo, hi := at, at
	if was >= 0 && was < at-1 {
		lo = was + 1
	}
	if was > at+1 {
		hi = was - 1
	}
	for v := lo; v <= hi; v++ {
		if how == dotted && (sub+v-at)%2 != 0 {
			continue
		}
		p.dot(sub, v, ink)
		if how == solid {
			p.dot(sub, v-1, ink) // two dots thick
		}
	}
}

func (p *pen) dot(sub, v int, ink kit.Ink) {
	row := 4*p.h - 1 - max(v, 0)
	d := &p.grid[row/4*p.w+sub/2]
	d.bits |= brailleBit[sub%2][row%4]
	d.ink = ink
}

// plotMarks draws the present and the events as thin upright lines, in cells
// that are still empty.
func (c *Chart) plotMarks(cv *kit.Canvas, ax Axis, x, y, w, h int) {
	upright := func(col int, glyph string, ink kit.Ink) {
		for row := range h {
			if s, _ := cv.At(x+col, y+row); s == " " {
				cv.Put(x+col, y+row, glyph, ink)
			}
		}
	}
	for _, m := range ax.Marks {
		if ax.Window > 0 && m.At >= 0 {
			upright(columnOf(float64(m.At)/float64(ax.Window), w, ax.Horizon), "┊", kit.InkBorder)
		}
	}
	if n := c.live(); n > 0 && n < ax.Horizon {
		// Right of the newest column, so that the edge never hides a value.
		col := columnOf(float64(n-1), w, ax.Horizon)
		_, to := span(col, w, ax.Horizon)
		if col+1 < w || to > n {
			upright(min(col+1, w-1), kit.GlyphNow, kit.InkAccent)
		}
	}
}
