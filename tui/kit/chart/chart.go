// Package chart draws series over time in cells.
//
// The time axis is fixed, from 0 to the horizon of the run, and each column
// stands for the same windows for ever. So while a run goes on only the newest
// column, the "now" edge and the present value change, and a renderer that
// sends what changed has next to nothing to send. A chart that slides would
// change every cell of every frame.
package chart

import (
	"math"
	"time"

	"sysprep/tui/kit"
)

// Chart is one series over time, and what is drawn over it.
type Chart struct {
	Label string // "goodput"
	Unit  string // written after values: "/s", " ms"
	Ink   kit.Ink

	Series    []float64 // one value a window, from time 0; NaN where nothing is known
	Other     []float64 // a second future, drawn dotted
	OtherInk  kit.Ink
	Predicted []float64 // what the learner expects, drawn dotted in the accent

	Max  float64 // top of the value axis; 0: a round number above the highest value
	Fold Fold    // how the windows of one column become one value
	Line bool    // draw a line even when nothing is drawn over it; else the area below is filled

	// Live is the number of windows that have happened; later ones are drawn
	// faint, as a future that is known. 0 means all of Series.
	Live int
}

// Fold is how several windows become the value of one column.
type Fold uint8

// Folds. Choose by what must not be hidden: a dip (Least) or a peak (Most).
const (
	Mean Fold = iota
	Most
	Least
)

// Mark is an event on the time axis.
type Mark struct {
	At    time.Duration
	Glyph string // one cell: kit.GlyphFlush, kit.GlyphFork
	Label string
	Ink   kit.Ink
}

// Axis is the time axis that charts share.
type Axis struct {
	Horizon int           // windows from the left edge to the right edge; at least 1
	Window  time.Duration // length of a window
	Marks   []Mark
}

// overlaid reports whether a second series needs the line form: a cell can
// hold a block or dots, but not both.
func (c *Chart) overlaid() bool { return c.Line || len(c.Other) > 0 || len(c.Predicted) > 0 }

// top returns the value of the upper edge, more than 0.
func (c *Chart) top() float64 {
	if c.Max > 0 {
		return c.Max
	}
	most := 0.0
	for _, s := range [][]float64{c.Series, c.Other, c.Predicted} {
		for _, v := range s {
			if v > most && !math.IsInf(v, 1) {
				most = v
			}
		}
	}
	return roundUp(most)
}

// roundUp returns the least of 1, 2, 2.5, 5 times a power of ten that is not below v.
func roundUp(v float64) float64 {
	if v <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	if unit == 0 || math.IsInf(10*unit, 1) {
		return v // at the ends of what a float64 can hold
	}
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if m*unit >= v*(1-1e-12) {
			return m * unit
		}
	}
	return 10 * unit
}

// share returns v as a share of top, from 0 to 1.
func share(v, top float64) float64 {
	if s := v / top; s > 0 { // not so for NaN
		return min(s, 1)
	}
	return 0
}

// Last returns the present value, or NaN before the first window.
func (c *Chart) Last() float64 {
	if n := c.live(); n > 0 {
		return c.Series[n-1]
	}
	return math.NaN()
}

func (c *Chart) live() int {
	if c.Live > 0 {
		return min(c.Live, len(c.Series))
	}
	return len(c.Series)
}

// span returns the windows [from, to) that column x of w stands for, of a
// horizon of n windows. Each column has at least one.
func span(x, w, n int) (from, to int) {
	from = x * n / w
	return from, max((x+1)*n/w, from+1)
}

// columnOf returns the column of w in which window i of n lies.
func columnOf(i float64, w, n int) int {
	return min(max(int(i*float64(w)/float64(n)), 0), w-1)
}

// fold returns the value of windows [from, to) of s; NaN if none is known.
func (f Fold) fold(s []float64, from, to int) float64 {
	sum, count, least, most := 0.0, 0, math.Inf(1), math.Inf(-1)
	for i := from; i < min(to, len(s)); i++ {
		v := s[i]
		if math.IsNaN(v) {
			continue
		}
		sum += v
		count++
		least, most = math.Min(least, v), math.Max(most, v)
	}
	switch {
	case count == 0:
		return math.NaN()
	case f == Most:
		return most
	case f == Least:
		return least
	}
	return sum / float64(count)
}
