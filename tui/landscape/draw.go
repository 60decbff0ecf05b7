package landscape

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// plan draws one landscape: the knob across, what is answered in time upwards.
type plan struct {
	land    *scenarios.Landscape
	marks   []mark
	goodput bool // upwards are answers a second, in even factors, and not shares
	top     float64
}

// mark is a named value of the knob.
type mark struct {
	at    float64
	label string
	glyph string // on the axis
}

// Rows below the picture: the axis, its numbers, the marks and the kinds of ground.
const (
	axisRows = 4
	gutter   = 8 // columns for the numbers at the left
	lowest   = 1 // answers a second at the bottom of the scale in even factors
)

func newPlan(land *scenarios.Landscape, form *content.LandscapeForm, s *scenarios.Scenario, goodput bool) plan {
	p := plan{land: land, goodput: goodput}
	for _, m := range form.Marks {
		if at, err := s.KnobNumber(form.Knob, m.At); err == nil { // the pack was checked
			p.marks = append(p.marks, mark{at, m.Label, "┴"})
		}
	}
	for i := range land.Places {
		if land.Falls(i) {
			p.marks = append(p.marks, mark{land.Places[i].At, "trigger fells", kit.GlyphFlush})
			break
		}
	}
	slices.SortFunc(p.marks, func(a, b mark) int { return cmp.Compare(a.at, b.at) })
	for _, pl := range land.Places {
		p.top = max(p.top, float64(pl.Healthy.Goodput), float64(pl.Ruined.Goodput))
	}
	return p
}

// share of the width at which a value of the knob lies: even factors where the
// highest is ten times the lowest or more, as the values were chosen.
func (p plan) share(at float64) float64 {
	places := p.land.Places
	lo, hi := places[0].At, places[len(places)-1].At
	if lo > 0 && hi >= 10*lo {
		return math.Log(at/lo) / math.Log(hi/lo)
	}
	return (at - lo) / (hi - lo)
}

// column of a place, which may lie between two, among w.
func (p plan) column(across float64, w int) int {
	places := p.land.Places
	i := min(int(across), len(places)-1)
	x := p.share(places[i].At)
	if i+1 < len(places) {
		x += (p.share(places[i+1].At) - x) * (across - float64(i))
	}
	return int(math.Round(x * float64(w-1)))
}

// level is how high a branch lies, 0 to 1.
func (p plan) level(b scenarios.Branch) float64 {
	if !p.goodput {
		return min(1, float64(b.Share))
	}
	v := float64(b.Goodput)
	if v <= lowest || p.top <= lowest {
		return 0
	}
	return math.Log(v/lowest) / math.Log(p.top/lowest)
}

// row of a level among h; the top row is 0.
func row(level float64, h int) int { return h - 1 - int(math.Round(level*float64(h-1))) }

// between is a branch's level at a column's place between two values.
func (p plan) between(col, w int, of func(*scenarios.Place) scenarios.Branch) float64 {
	places := p.land.Places
	for i := range len(places) - 1 {
		a, b := p.column(float64(i), w), p.column(float64(i+1), w)
		if col > b && i+2 < len(places) {
			continue
		}
		la, lb := p.level(of(&places[i])), p.level(of(&places[i+1]))
		t := float64(col-a) / float64(max(1, b-a))
		if math.Abs(la-lb) > 0.2 { // a cliff lies half-way
			t = math.Round(t)
		}
		return la + (lb-la)*t
	}
	return 0
}

func healthy(p *scenarios.Place) scenarios.Branch { return p.Healthy }
func ruined(p *scenarios.Place) scenarios.Branch  { return p.Ruined }

// draw draws in w x h cells at (0, y), with the ball at a point.
func (p plan) draw(c *kit.Canvas, y, w, h int, ball point) {
	x, pw, ph := gutter, w-gutter-1, h-axisRows
	if pw < 10 || ph < 3 {
		return
	}
	p.scale(c, y, ph)
	c.HLine(x, y+ph, pw, "─", kit.InkBorder)
	p.grounds(c, x, y, pw, ph)
	p.named(c, x, y, pw, ph)
	for col := range pw {
		up, low := row(p.between(col, pw, healthy), ph), row(p.between(col, pw, ruined), ph)
		if low != up {
			c.Put(x+col, y+low, "╌", kit.InkLost)
		}
		c.Put(x+col, y+up, "━", kit.InkGood)
	}
	p.numbers(c, x, y+ph+1, pw)
	p.ball(c, x, y, pw, ph, ball)
}

// named draws the marks: an upright line each, and its name below the numbers where there is room.
func (p plan) named(c *kit.Canvas, x, y, pw, ph int) {
	free := 0 // columns before this one are taken
	for _, m := range p.marks {
		at := p.share(m.at)
		if at < 0 || at > 1 {
			continue
		}
		col := int(math.Round(at * float64(pw-1)))
		c.VLine(x+col, y, ph, "┊", kit.InkBorder)
		c.Put(x+col, y+ph, m.glyph, kit.InkDim)
		wide := kit.Width(m.label) + 2
		switch {
		case col >= free && col+wide <= pw+1:
			c.Text(x+col, y+ph+2, "╰ "+m.label, kit.InkDim)
			free = col + wide + 1
		case col+1-wide >= free:
			c.Text(x+col+1-wide, y+ph+2, m.label+" ╯", kit.InkDim)
			free = col + 2
		}
	}
}

// ball draws where the system stands, and what value of the knob that is.
func (p plan) ball(c *kit.Canvas, x, y, pw, ph int, at point) {
	col := p.column(at.across, pw)
	up, low := p.between(col, pw, healthy), p.between(col, pw, ruined)
	r := row(low+(up-low)*at.up, ph)
	for down := r + 1; down < ph; down++ {
		if s, _ := c.At(x+col, y+down); s == " " || s == "┊" {
			c.Put(x+col, y+down, "│", kit.InkFaint)
		}
	}
	c.Put(x+col, y+ph, "┴", kit.InkAccent)
	c.Put(x+col, y+r, kit.GlyphHit, kit.InkAccent)
}

// scale writes what upwards means.
func (p plan) scale(c *kit.Canvas, y, ph int) {
	right := gutter - 1
	if !p.goodput {
		c.TextRight(right, y, "100 %", kit.InkDim)
		c.TextRight(right, y+row(0.5, ph), "50 %", kit.InkFaint)
		c.TextRight(right, y+ph-1, "0 %", kit.InkDim)
		return
	}
	for v := float64(lowest); v <= p.top; v *= 10 {
		text := fmt.Sprintf("%.0f/s", v)
		if v == lowest {
			text = "0/s"
		}
		c.TextRight(right, y+row(math.Log(v/lowest)/math.Log(p.top/lowest), ph), text, kit.InkDim)
	}
}

// numbers writes values of the knob under the axis: that of the story and both ends first.
func (p plan) numbers(c *kit.Canvas, x, y, pw int) {
	places := p.land.Places
	order := []int{slices.IndexFunc(places, func(pl scenarios.Place) bool { return pl.Value == p.land.Present }), 0, len(places) - 1, p.land.Border() - 1}
	for i := range places {
		order = append(order, i)
	}
	taken := make([]bool, pw+gutter)
	for n, i := range order {
		if i < 0 {
			continue
		}
		text := strings.TrimSuffix(scenarios.Spelled(places[i].Value), "/s")
		col := p.column(float64(i), pw)
		from := min(max(0, col-kit.Width(text)/2), pw+1-kit.Width(text))
		to := from + kit.Width(text)
		if slices.Contains(taken[max(0, from-2):min(len(taken), to+2)], true) {
			continue
		}
		for k := from; k < to; k++ {
			taken[k] = true
		}
		ink := kit.InkFaint
		if n == 0 {
			ink = kit.InkText
		}
		c.Text(x+from, y, text, ink)
	}
}

// grounds names the kinds of ground below the marks, each under its stretch.
func (p plan) grounds(c *kit.Canvas, x, y, pw, ph int) {
	places := p.land.Places
	for i := 0; i < len(places); {
		j := i
		for j+1 < len(places) && places[j+1].Ground == places[i].Ground {
			j++
		}
		from, to := 0, pw-1
		if i > 0 {
			from = (p.column(float64(i-1), pw)+p.column(float64(i), pw))/2 + 1
			c.VLine(x+from-1, y, ph, "╎", kit.InkFaint)
		}
		if j+1 < len(places) {
			to = (p.column(float64(j), pw) + p.column(float64(j+1), pw)) / 2
		}
		ink := map[scenarios.Ground]kit.Ink{scenarios.Stable: kit.InkGood, scenarios.Vulnerable: kit.InkWait, scenarios.Overloaded: kit.InkLost}[places[i].Ground]
		wide, name := to-from, string(places[i].Ground)
		c.HLine(x+from, y+ph+3, wide, "─", ink)
		if kit.Width(name)+2 <= wide {
			c.Text(x+from+(wide-kit.Width(name)-2)/2, y+ph+3, " "+name+" ", ink)
		} else {
			c.TextMax(x+from, y+ph+3, wide, name, ink)
		}
		i = j + 1
	}
}
