package chart

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sysprep/tui/kit"
)

// valueWidth is the room right of the plot for the present value.
const valueWidth = 9

// Draw draws charts below each other in w x h cells at (x, y), on one time axis
// in the last row. Heights are shared out evenly, the first ones getting the rest;
// charts that find no row are left out. With a single row there is no axis.
func Draw(cv *kit.Canvas, ax Axis, charts []Chart, x, y, w, h int) {
	ax.Horizon = max(ax.Horizon, 1)
	if len(charts) == 0 || h < 1 {
		return
	}
	rows := h
	if h >= 2 && h > len(charts) {
		rows--
	}
	n := min(len(charts), rows)
	gutter := Gutter(charts[:n], rows/n)
	plotX, plotW := x+gutter+1, w-gutter-1-valueWidth
	if plotW < 4 {
		return
	}
	at := y
	for i := range n {
		tall := rows / n
		if i < rows%n {
			tall++
		}
		c := &charts[i]
		c.drawGutter(cv, x, at, gutter, tall)
		c.plot(cv, ax, plotX, at, plotW, tall)
		c.drawValue(cv, plotX+plotW+1, at, tall)
		at += tall
	}
	if at < y+h {
		ax.draw(cv, plotX, at, plotW)
	}
}

// Render returns one chart with its axes, as h lines of w cells.
func (c Chart) Render(t *kit.Theme, ax Axis, w, h int) string {
	cv := kit.NewCanvas(w, h)
	Draw(cv, ax, []Chart{c}, 0, 0, w, h)
	return cv.Render(t)
}

// Spark returns the series as one line of w cells, without axes.
func (c Chart) Spark(t *kit.Theme, ax Axis, w int) string {
	cv := kit.NewCanvas(w, 1)
	ax.Horizon = max(ax.Horizon, 1)
	c.plotArea(cv, ax, 0, 0, w, 1)
	return cv.Render(t)
}

// Gutter returns the cells left of the plot that charts of some rows need.
func Gutter(charts []Chart, rows int) int {
	g := 0
	for i := range charts {
		c := &charts[i]
		need := kit.Width(c.Label)
		if rows > 1 {
			need += 1 + kit.Width(Short(c.top()))
		}
		g = max(g, need)
	}
	return g + 1
}

func (c *Chart) drawGutter(cv *kit.Canvas, x, y, gutter, h int) {
	cv.TextMax(x, y, gutter-1, c.Label, kit.InkDim)
	if h == 1 {
		cv.Put(x+gutter, y, "┤", kit.InkBorder)
		return
	}
	cv.TextRight(x+gutter-1, y, Short(c.top()), kit.InkFaint)
	cv.TextRight(x+gutter-1, y+h-1, "0", kit.InkFaint)
	cv.VLine(x+gutter, y, h, "│", kit.InkBorder)
	cv.Put(x+gutter, y, "┤", kit.InkBorder)
	cv.Put(x+gutter, y+h-1, "┤", kit.InkBorder)
}

// drawValue writes the present value beside the plot, at a place that does not
// move with it. A second future has its value below.
func (c *Chart) drawValue(cv *kit.Canvas, x, y, h int) {
	if v := c.Last(); !math.IsNaN(v) {
		cv.TextMax(x, y, valueWidth-1, Short(v)+c.Unit, c.Ink)
	}
	if n := min(c.live(), len(c.Other)); n > 0 && h > 1 && !math.IsNaN(c.Other[n-1]) {
		cv.TextMax(x, y+1, valueWidth-1, "B "+Short(c.Other[n-1])+c.Unit, c.OtherInk)
	}
}

// draw writes the times and the events below a plot: first the events, then
// the ends, then what still fits between.
func (ax Axis) draw(cv *kit.Canvas, x, y, w int) {
	taken := make([]bool, w+2)
	put := func(col int, text string, ink kit.Ink, glyph string) {
		whole := text
		if glyph != "" {
			whole = glyph + " " + text
		}
		n := kit.Width(whole)
		col = max(min(col, w-n), 0)
		if n > w {
			return
		}
		for i := max(col-1, 0); i < min(col+n+1, w); i++ {
			if taken[i] {
				return
			}
		}
		for i := col; i < col+n; i++ {
			taken[i] = true
		}
		if glyph != "" {
			cv.Put(x+col, y, glyph, ink)
			cv.Text(x+col+2, y, text, kit.InkDim)
			return
		}
		cv.Text(x+col, y, text, ink)
	}
	window := max(ax.Window, time.Nanosecond)
	for _, m := range ax.Marks {
		col := columnOf(float64(m.At)/float64(window), w, ax.Horizon)
		put(col, strings.TrimSpace(Clock(m.At)+" "+m.Label), m.Ink, m.Glyph)
	}
	end := time.Duration(ax.Horizon) * window
	put(0, Clock(0), kit.InkFaint, "")
	put(w, Clock(end), kit.InkFaint, "")
	step := tickStep(end, w/16)
	for at := step; at < end; at += step {
		put(columnOf(float64(at)/float64(window), w, ax.Horizon), Clock(at), kit.InkFaint, "")
	}
}

// tickStep returns a round step that divides the span into at most n parts.
func tickStep(span time.Duration, n int) time.Duration {
	for _, s := range []time.Duration{
		time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second,
		time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour,
	} {
		if int64(span/s) <= int64(max(n, 1)) {
			return s
		}
	}
	return max(span, 1)
}

// Clock writes a time of the run: "1:02", or "0:01.5" where it is not whole.
func Clock(d time.Duration) string {
	d = max(d, 0)
	whole := d / time.Second
	text := fmt.Sprintf("%d:%02d", whole/60, whole%60)
	if tenth := d % time.Second / (100 * time.Millisecond); tenth > 0 {
		text += fmt.Sprintf(".%d", tenth)
	}
	return text
}

// Short writes a number in at most five cells: "0.25", "7.5", "3000", "12k", "1.5M".
func Short(v float64) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	case a >= 1e12:
		return fmt.Sprintf("%.0e", v)
	case a >= 999.5e6:
		return trimmed(v/1e9) + "G"
	case a >= 999.5e3:
		return trimmed(v/1e6) + "M"
	case a >= 9999.5:
		return trimmed(v/1e3) + "k"
	case a >= 10 || a == math.Trunc(a):
		return fmt.Sprintf("%.0f", v)
	case a >= 1:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func trimmed(v float64) string {
	if math.Abs(v) >= 99.95 {
		return fmt.Sprintf("%.0f", v)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// Legend names the two futures of an overlay, each after a piece of its line.
func Legend(t *kit.Theme, a string, inkA kit.Ink, b string, inkB kit.Ink) string {
	return t.Paint(inkA, "⠶⠶⠶") + " " + t.Paint(kit.InkDim, kit.Clean(a)) + "   " +
		t.Paint(inkB, "⠄⠄⠄") + " " + t.Paint(kit.InkDim, kit.Clean(b))
}
