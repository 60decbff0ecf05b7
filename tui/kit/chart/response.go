package chart

import (
	"math"

	"sysprep/tui/kit"
)

// Response is a result against the values of a knob: a middle at each value, and the band of
// what was seen over seeds. The values stand at equal distances, whatever they are.
type Response struct {
	Label  string
	Unit   string
	Ink    kit.Ink
	Places []Place
	Max    float64 // top of the axis; 0: a round number above the highest value
	At     int     // the place under the cursor
}

// Place is one value of the knob. What is infinite is "never", and stands above the axis.
type Place struct {
	Name           string
	Mid, Low, High float64
	Here           bool // the design's own value
}

func (r *Response) top() float64 {
	if r.Max > 0 {
		return r.Max
	}
	most := 0.0
	for _, p := range r.Places {
		for _, v := range []float64{p.Mid, p.High} {
			if !math.IsInf(v, 0) && !math.IsNaN(v) {
				most = max(most, v)
			}
		}
	}
	return roundUp(most)
}

// Draw draws the response in w x h cells at (x, y): a heading, the plot, and the values below.
func (r *Response) Draw(cv *kit.Canvas, x, y, w, h int) {
	if h < 4 || w < 20 || len(r.Places) == 0 {
		return
	}
	top := r.top()
	topText, zero := Short(top)+r.Unit, "0"
	axisW := max(kit.Width(topText), 6) + 1
	cv.TextMax(x, y, w, r.Label, kit.InkTitle)
	never := r.hasNever()
	y++
	if never {
		cv.TextRight(x+axisW-1, y, "never", kit.InkLost)
		cv.HLine(x+axisW+1, y, w-axisW-1, "┈", kit.InkBorder)
		y++
		h--
	}
	rows := h - 2
	cv.TextRight(x+axisW-1, y, topText, kit.InkFaint)
	cv.TextRight(x+axisW-1, y+rows-1, zero, kit.InkFaint)
	cv.VLine(x+axisW, y, rows, "│", kit.InkBorder)
	plotX, plotW := x+axisW+1, w-axisW-1
	for i, p := range r.Places {
		cx := plotX + (2*i+1)*plotW/(2*len(r.Places))
		if i == r.At {
			cv.VLine(cx, y, rows, kit.GlyphNow, kit.InkBorder)
		}
		r.band(cv, cx, y, rows, top, never, p)
	}
	r.names(cv, plotX, y+rows, plotW)
}

func (r *Response) hasNever() bool {
	for _, p := range r.Places {
		if math.IsInf(p.High, 1) {
			return true
		}
	}
	return false
}

// band draws one place: an upright from the least to the most, and the middle on it.
func (r *Response) band(cv *kit.Canvas, cx, y, rows int, top float64, never bool, p Place) {
	row := func(v float64) int {
		if math.IsInf(v, 1) {
			return y - 1
		}
		return y + rows - 1 - int(math.Round(share(v, top)*float64(rows-1)))
	}
	from, to := row(p.High), row(p.Low)
	for at := from; at <= to; at++ {
		cv.Put(cx, at, "┃", r.Ink.Fill())
	}
	glyph, ink := kit.GlyphHit, r.Ink
	if p.Here {
		glyph, ink = kit.GlyphLeader, kit.InkAccent
	}
	if math.IsInf(p.Mid, 1) {
		ink = kit.InkLost
	}
	if !math.IsNaN(p.Mid) {
		cv.Put(cx, row(p.Mid), glyph, ink)
	}
}

// names writes the values under the plot, as many as fit; that under the cursor always.
func (r *Response) names(cv *kit.Canvas, x, y, w int) {
	spot := func(i int) (from, to int) {
		n := kit.Width(r.Places[i].Name)
		from = max(0, min((2*i+1)*w/(2*len(r.Places))-n/2, w-n))
		return from, from + n
	}
	curFrom, curTo := -2, -2
	if r.At < len(r.Places) {
		curFrom, curTo = spot(r.At)
	}
	end := -2
	for i, p := range r.Places {
		from, to := spot(i)
		ink := kit.InkDim
		switch {
		case i == r.At:
			ink = kit.InkSelected
		case from <= end+1 || from <= curTo+1 && to >= curFrom-1:
			continue
		}
		cv.TextMax(x+from, y, w-from, p.Name, ink)
		end = to
	}
}
