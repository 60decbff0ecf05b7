package raster

import (
	"fmt"
	"math"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// panel is the raster of one design in w x h cells at (x, y): a title, a dot for each try, how
// many come in all, and the time.
type panel struct {
	herd       *scenarios.Herd
	label      string
	chosen     bool
	most       int // tries in the fullest window of all panels
	x, y, w, h int
}

var bars = [...]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// brailleBit[column][row from the top] is the bit of a dot (Unicode 15, block Braille Patterns).
var brailleBit = [2][4]rune{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

func (p panel) draw(c *kit.Canvas) {
	h := p.h - 3 // below the title; above the bars and the time
	if h < 1 || p.w < 10 {
		return
	}
	ink, mark := kit.InkTitle, "  "
	if p.chosen {
		ink, mark = kit.InkAccent, kit.GlyphCursor+" "
	}
	end := c.TextMax(p.x, p.y, p.w, mark+p.label, ink)
	room := p.x + p.w - end - 1
	facts := Facts(p.herd)
	if kit.Width(facts) > room {
		facts = short(p.herd)
	}
	c.TextMax(end+1, p.y, room, facts, kit.InkDim)
	p.dots(c, h)
	p.counts(c, p.y+1+h)
	from, to := clock(p.herd.From), clock(p.herd.To)
	c.Text(p.x, p.y+2+h, from, kit.InkFaint)
	c.TextRight(p.x+p.w, p.y+2+h, to, kit.InkFaint)
	if n := (p.herd.Rows + 4*h - 1) / (4 * h); n > 1 {
		text := fmt.Sprintf("%d clients a dot", n)
		c.Text(p.x+(p.w-kit.Width(text))/2, p.y+2+h, text, kit.InkFaint)
	}
}

// dots draws the tries in braille: eight dots a cell. Where there are more clients than rows
// of dots, neighbours share one.
func (p panel) dots(c *kit.Canvas, h int) {
	cells := make([]rune, p.w*h)
	long := float64(p.herd.To - p.herd.From)
	for _, k := range p.herd.Knocks {
		col := min(int(float64(k.At-p.herd.From)/long*float64(2*p.w)), 2*p.w-1)
		row := min(k.User*4*h/max(1, p.herd.Rows), 4*h-1)
		cells[row/4*p.w+col/2] |= brailleBit[col%2][row%4]
	}
	for i, bits := range cells {
		if bits != 0 {
			c.Put(p.x+i%p.w, p.y+1+i/p.w, string(0x2800+bits), kit.InkAccent)
		}
	}
}

// counts draws how many come in each window, against the fullest window of all panels; a
// square root, so that a drizzle beside a flood is seen.
func (p panel) counts(c *kit.Canvas, y int) {
	n := len(p.herd.Counts)
	for col := range p.w {
		from, to := col*n/p.w, max((col+1)*n/p.w, col*n/p.w+1)
		most := 0
		for _, v := range p.herd.Counts[min(from, n):min(to, n)] {
			most = max(most, v)
		}
		level := int(math.Ceil(math.Sqrt(float64(most)/float64(p.most)) * 8))
		c.Put(p.x+col, y, bars[min(level, 8)], kit.InkWait)
	}
}

// short is Facts where there is no room: "38 s, 50,000".
func short(h *scenarios.Herd) string {
	if math.IsInf(h.Back, 1) {
		return "never"
	}
	return fmt.Sprintf("%.0f s, %s", h.Back, scenarios.Spelled(fmt.Sprint(h.Total)))
}

// Facts says how a crowd came back: "back in 38 s, 50,000 tries".
func Facts(h *scenarios.Herd) string {
	tries := scenarios.Spelled(fmt.Sprint(h.Total)) + " tries"
	if math.IsInf(h.Back, 1) {
		return "not back, " + tries
	}
	return fmt.Sprintf("back in %.0f s, %s", h.Back, tries)
}

func clock(t engine.Time) string {
	s := int(t.Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
