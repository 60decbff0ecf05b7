package diagram

import (
	"fmt"
	"strings"

	"sysprep/engine"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
)

// Draw draws the system with its upper left corner at (x, y).
func (d *Diagram) Draw(cv *kit.Canvas, x, y int) {
	if d.plan.compact {
		d.drawCompact(cv, x, y)
		return
	}
	if d.plan.rail {
		d.drawRails(cv, x, y)
		return
	}
	for i := range d.plan.lanes {
		if d.plan.lanes[i].edge >= 0 {
			d.drawLane(cv, x, y, &d.plan.lanes[i])
		}
	}
	for i := range d.Nodes {
		d.drawNode(cv, x, y, i)
	}
	for i := range d.plan.lanes {
		d.drawMessages(cv, x, y, i)
	}
	for i := range d.Edges {
		d.label(cv, x, y, i)
	}
}

// Render returns the drawing alone, as lines of the width given to Resize.
func (d *Diagram) Render(t *kit.Theme) string {
	cv := kit.NewCanvas(d.w, d.h)
	d.Draw(cv, 0, 0)
	return cv.Render(t)
}

// Sides of a cell that a line leaves by.
const (
	north = 1 << iota
	east
	south
	west
)

var lines = map[int]string{
	east | west: "─", north | south: "│", south | east: "╭", south | west: "╮", north | east: "╰", north | west: "╯",
	east: "─", west: "─", north: "│", south: "│", 0: "─",
}

var dashes = map[string]string{"─": "╌", "│": "╎"}

// drawLane draws a lane as a line, dashed if it brings answers back.
func (d *Diagram) drawLane(cv *kit.Canvas, x, y int, l *lane) {
	for i, c := range l.cells {
		sides := 0
		if i > 0 {
			sides |= side(c, l.cells[i-1])
		}
		if i+1 < len(l.cells) {
			sides |= side(c, l.cells[i+1])
		}
		if len(l.cells) == 1 || i == 0 || i == len(l.cells)-1 {
			sides |= across(sides)
		}
		glyph := lines[sides]
		if l.back && dashes[glyph] != "" {
			glyph = dashes[glyph]
		}
		if was, _ := cv.At(x+c.x, y+c.y); was != " " {
			glyph = "┼"
		}
		cv.Put(x+c.x, y+c.y, glyph, kit.InkBorder)
	}
}

// across completes the end of a lane, which runs on into its box.
func across(sides int) int {
	if sides&(east|west) != 0 || sides == 0 {
		return east | west
	}
	return 0
}

func side(from, to point) int {
	switch {
	case to.x > from.x:
		return east
	case to.x < from.x:
		return west
	case to.y > from.y:
		return south
	}
	return north
}

func (d *Diagram) drawMessages(cv *kit.Canvas, x, y, i int) {
	for j, k := range d.flow.cells[i] {
		if k != 0 {
			c := d.plan.lanes[i].cells[j]
			cv.Put(x+c.x, y+c.y, look[k-1].glyph, look[k-1].ink)
		}
	}
}

// drawNode draws a node's box, the ends of its lanes set into the border.
func (d *Diagram) drawNode(cv *kit.Canvas, x, y, i int) {
	n, b := &d.Nodes[i], d.plan.boxes[i]
	border, title := kit.InkFaint, kit.InkTitle
	label := n.Label
	if n.Leads {
		border, label = kit.InkAccent, kit.GlyphLeader+" "+label
	}
	if n.Down {
		border, title = kit.InkLost, kit.InkLost
	}
	for row := range b.h {
		cv.HLine(x+b.x, y+b.y+row, b.w, " ", kit.InkText)
	}
	cv.Box(x+b.x, y+b.y, b.w, b.h, label, border, title)
	for l := range d.plan.lanes {
		cells := d.plan.lanes[l].cells
		if d.plan.lanes[l].edge < 0 || len(cells) == 0 {
			continue
		}
		for _, c := range []point{cells[0], cells[len(cells)-1]} {
			if c.y <= b.y || c.y >= b.y+b.h-1 {
				continue
			}
			switch c.x {
			case b.x + b.w:
				cv.Put(x+b.x+b.w-1, y+c.y, "├", border)
			case b.x - 1:
				cv.Put(x+b.x, y+c.y, "┤", border)
			}
		}
	}
	rows := d.status(n, b.w-4, b.h-2)
	top := y + b.y + 1 + max((b.h-2-len(rows))/2, 0)
	for r, write := range rows {
		write(cv, x+b.x+2, top+r, b.w-4)
	}
}

// row writes one line of a node's status in w cells.
type row func(cv *kit.Canvas, x, y, w int)

// status returns what a node has to say, the most important of it if there are
// not enough rows.
func (d *Diagram) status(n *Node, w, most int) []row {
	var rows []row
	if n.Down {
		rows = append(rows, text(kit.GlyphFails+" down", kit.InkLost))
	}
	workers := func(cv *kit.Canvas, x, y, w int) { drawWorkers(cv, x, y, w, n) }
	if n.Workers > 0 && n.Kind == Service {
		rows = append(rows, workers)
	}
	if n.Cap > 0 {
		rows = append(rows, func(cv *kit.Canvas, x, y, w int) { drawQueue(cv, x, y, w, n) })
		rows = append(rows, func(cv *kit.Canvas, x, y, w int) {
			queue, of := fmt.Sprintf("queue %d", n.Queue), fmt.Sprintf(" of %d", n.Cap)
			end := cv.TextMax(x, y, w, queue, kit.InkWait)
			if len(queue)+len(of) <= w {
				cv.Text(end, y, of, kit.InkDim)
			}
		})
	}
	if n.Workers > 0 && n.Kind != Service && n.Kind != Port {
		rows = append(rows, workers)
	}
	for i, l := range n.Lines {
		ink := kit.InkText
		if i > 0 {
			ink = kit.InkDim
		}
		rows = append(rows, text(l, ink))
	}
	if n.Ghosts > 0 && len(rows) < most {
		ghosts := fmt.Sprintf("%s %d", kit.GlyphGhost, n.Ghosts)
		rows = append(rows, text(longest(w, ghosts+" for nobody", ghosts+" ghosts", ghosts), kit.InkGhost))
	}
	return rows[:min(len(rows), max(most, 0))]
}

// longest is the first of the forms, from long to short, that fits in w cells, or the last.
func longest(w int, forms ...string) string {
	for _, f := range forms {
		if kit.Width(f) <= w {
			return f
		}
	}
	return forms[len(forms)-1]
}

func text(s string, ink kit.Ink) row {
	return func(cv *kit.Canvas, x, y, w int) { cv.TextMax(x, y, w, s, ink) }
}

// drawQueue draws a queue as a bar: those whose caller waits, then ghosts, then
// free places.
func drawQueue(cv *kit.Canvas, x, y, w int, n *Node) {
	filled := kit.Filled(w, float64(n.Queue)/float64(max(n.Cap, 1)))
	ghosts := 0
	if n.Queue > 0 {
		ghosts = min(kit.Filled(filled, float64(min(n.Ghosts, n.Queue))/float64(n.Queue)), filled)
	}
	cv.HLine(x, y, filled-ghosts, kit.GlyphFull, kit.InkWaitFill)
	cv.HLine(x+filled-ghosts, y, ghosts, kit.GlyphGhost, kit.InkGhost)
	cv.HLine(x+filled, y, w-filled, kit.GlyphOpen, kit.InkBorder)
}

// drawWorkers draws each worker as a square if there is room, else their number.
func drawWorkers(cv *kit.Canvas, x, y, w int, n *Node) {
	count := fmt.Sprintf("%d/%d", n.Busy, n.Workers)
	label := count + " busy"
	if n.Workers+1+len(label) > w {
		label = count
	}
	if n.Workers+1+len(label) > w {
		busy := fmt.Sprintf("%d busy", n.Busy)
		cv.TextMax(x, y, w, longest(w, count+" busy", busy, count), kit.InkText)
		return
	}
	cv.HLine(x, y, n.Workers, "□", kit.InkFaint)
	cv.HLine(x, y, min(n.Busy, n.Workers), "■", kit.InkGood)
	cv.Text(x+n.Workers+1, y, label, kit.InkDim)
}

// label writes what an edge carries onto its lanes: its name where there is
// room while messages move, and rates when they do not.
func (d *Diagram) label(cv *kit.Canvas, x, y, e int) {
	first := d.plan.first[e]
	if first < 0 {
		return
	}
	for i := range d.plan.count[e] {
		l := &d.plan.lanes[first+i]
		from, n := flat(l.cells)
		switch {
		case i == 0 && d.Edges[e].Breaker != "" && !d.still:
			d.breaker(cv, x+from.x, y+from.y, n, &d.Edges[e])
		case d.still:
			d.rates(cv, x+from.x, y+from.y, n, e, i)
		case i == 0 && d.Edges[e].Label != "" && n >= kit.Width(d.Edges[e].Label)+10:
			end := cv.TextMax(x+from.x+2, y+from.y, n-4, d.Edges[e].Label, kit.InkDim)
			cv.Put(x+from.x+1, y+from.y, " ", kit.InkText)
			cv.Put(end, y+from.y, " ", kit.InkText)
		}
	}
}

// breaker writes how an edge's breakers stand onto its first lane, after the edge's name where
// there is room for that.
func (d *Diagram) breaker(cv *kit.Canvas, x, y, n int, e *Edge) {
	forms := breakerForms(e.Breaker)
	text := longest(n-4, forms...)
	at := x + 2
	if e.Label != "" && kit.Width(e.Label)+kit.Width(forms[0])+9 <= n {
		at = cv.Text(at, y, e.Label, kit.InkDim)
		cv.Put(at, y, " ", kit.InkText)
		at++
		text = forms[0]
	}
	cv.Put(x+1, y, " ", kit.InkText)
	end := cv.TextMax(at, y, n-2, text, breakerInk(e.Breaker))
	cv.Put(end, y, " ", kit.InkText)
}

// flat returns the left end and the length of the longest level stretch of a path.
func flat(cells []point) (point, int) {
	best, length := point{}, 0
	for i := 0; i < len(cells); {
		j := i
		for j+1 < len(cells) && cells[j+1].y == cells[i].y {
			j++
		}
		if n := j - i + 1; n > length {
			best, length = point{min(cells[i].x, cells[j].x), cells[i].y}, n
		}
		i = j + 1
	}
	return best, length
}

// rates writes the rates of the kinds that use a lane, largest first, as many as fit.
func (d *Diagram) rates(cv *kit.Canvas, x, y, w, e, i int) {
	var parts []engine.MessageKind
	for _, k := range legendOrder {
		if r := d.Edges[e].Rates[k]; r > 0 && d.plan.laneOf(engine.Message{Edge: e, Kind: k}) == d.plan.first[e]+i {
			parts = append(parts, k)
		}
	}
	for len(parts) > 0 {
		need := 1
		for _, k := range parts {
			need += 3 + len(chart.Short(d.Edges[e].Rates[k])) + 2
		}
		if need <= w {
			break
		}
		parts = without(parts, d.Edges[e].Rates)
	}
	at := x
	for _, k := range parts {
		cv.Put(at, y, " ", kit.InkText)
		cv.Put(at+1, y, look[k].glyph, look[k].ink)
		cv.Put(at+2, y, " ", kit.InkText)
		end := cv.Text(at+3, y, chart.Short(d.Edges[e].Rates[k])+"/s", look[k].ink)
		cv.Put(end, y, " ", kit.InkText)
		at = end
	}
}

// without drops the kind with the least rate.
func without(kinds []engine.MessageKind, r Rates) []engine.MessageKind {
	least := 0
	for i, k := range kinds {
		if r[k] <= r[kinds[least]] {
			least = i
		}
	}
	return append(kinds[:least:least], kinds[least+1:]...)
}

// drawCompact draws one line for each node, and below it one for each edge that
// carries something, as far as the rows go.
func (d *Diagram) drawCompact(cv *kit.Canvas, x, y int) {
	wide := 0
	for i := range d.Nodes {
		wide = max(wide, kit.Width(d.Nodes[i].Label))
		if d.Nodes[i].Leads {
			wide = max(wide, kit.Width(d.Nodes[i].Label)+2)
		}
	}
	wide = min(wide, d.w/3)
	row := 0
	for i := range d.Nodes {
		if row == d.h-1 && len(d.Nodes)-i > 1 {
			cv.Text(x, y+row, fmt.Sprintf("%s %d more nodes", kit.GlyphEllipsis, len(d.Nodes)-i), kit.InkFaint)
			return
		}
		if row >= d.h {
			return
		}
		d.compactNode(cv, x, y+row, wide, d.w, &d.Nodes[i])
		row++
	}
	for i := range d.Edges {
		if row >= d.h {
			return
		}
		if d.compactEdge(cv, x, y+row, i) {
			row++
		}
	}
}

// leastBar is the shortest bar of a queue that says something.
const leastBar = 3

// compactNode tells of a node in one row of w cells, its label in the first wide of them.
func (d *Diagram) compactNode(cv *kit.Canvas, x, y, wide, w int, n *Node) {
	title := kit.InkTitle
	if n.Down {
		title = kit.InkLost
	}
	label := n.Label
	if n.Leads {
		label = kit.GlyphLeader + " " + label
	}
	cv.TextMax(x, y, wide, label, title)
	at := x + wide + 2
	right := x + w
	if n.Down {
		at = cv.Text(at, y, kit.GlyphFails+" down", kit.InkLost) + 2
	}
	queue, busy := "", ""
	if n.Workers > 0 {
		busy = fmt.Sprintf("%d/%d busy", n.Busy, n.Workers)
	}
	if n.Cap > 0 && right-at > 24 {
		queue = fmt.Sprintf("%d/%d", n.Queue, n.Cap)
	}
	if queue != "" {
		// The numbers go before the bar that draws them.
		if bar := min(16, (right-at)/3, right-at-kit.Width(queue)-kit.Width(busy)-3); bar >= leastBar {
			drawQueue(cv, at, y, bar, n)
			at += bar + 1
		}
		at = cv.Text(at, y, queue, kit.InkWait) + 2
	}
	if kit.Width(busy) > right-at {
		busy = strings.TrimSuffix(busy, " busy")
	}
	if busy != "" {
		at = cv.TextMax(at, y, right-at, busy, kit.InkDim) + 2
	}
	if n.Ghosts > 0 {
		at = cv.TextMax(at, y, right-at, fmt.Sprintf("%s %d", kit.GlyphGhost, n.Ghosts), kit.InkGhost) + 2
	}
	cv.TextMax(at, y, right-at, strings.Join(n.Lines, ", "), kit.InkText)
}

func (d *Diagram) compactEdge(cv *kit.Canvas, x, y, i int) bool {
	e := &d.Edges[i]
	if e.Rates == (Rates{}) {
		return false
	}
	at := cv.TextMax(x, y, d.w/2, d.Nodes[e.From].Label+" → "+d.Nodes[e.To].Label, kit.InkDim) + 2
	for _, k := range legendOrder {
		if e.Rates[k] > 0 {
			at = cv.TextMax(at, y, x+d.w-at, look[k].glyph+" "+chart.Short(e.Rates[k])+"/s", look[k].ink) + 2
		}
	}
	return true
}
