package diagram

import (
	"cmp"
	"slices"

	"sysprep/engine"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
)

// Where boxes don't fit, each node has a row, callers above callees, and each edge is a rail
// beside them: out of its caller's row, down or up, and into its callee's. Rails whose rows
// don't meet share a column. So any system of up to mostRailed nodes is drawn in as many rows
// as it has nodes, and no rail runs through a node.

// mostRailed is how many nodes are drawn at the most; a table tells of more.
const mostRailed = 12

// Widths of a railed drawing.
const (
	leastName  = 18 // of a node's row, with what it says
	leastRates = 12 // of what is said at the end of a row
	mostName   = 46 // in 78 cells; a third of further ones
)

// railed lays the system out in w x h cells; ok is false if it does not fit.
func railed(nodes []Node, edges []Edge, at []int, w, h int) (plan, bool) {
	if len(nodes) > mostRailed || len(nodes) > h {
		return plan{}, false
	}
	rows := railRows(nodes, edges, at)
	columns, used := railColumns(edges, rows)
	gutter := 2*used + 2
	room := w - gutter
	if room < leastName {
		return plan{}, false
	}
	name := min(room, max(leastName, min(mostName+max(0, w-78)/3, room-leastRates)))
	p := plan{
		rail: true, gutter: gutter, boxes: make([]rect, len(nodes)), first: make([]int, len(edges)), count: make([]int, len(edges)),
		door: make([]int, len(nodes)), flip: make([]bool, len(edges)),
	}
	top := max(0, (h-len(nodes))/2)
	for i := range nodes {
		p.boxes[i] = rect{0, top + rows[i], name, 1}
		p.door[i] = -1
	}
	for i, e := range edges {
		p.first[i], p.count[i] = len(p.lanes), 1
		p.lanes = append(p.lanes, lane{cells: railCells(name, name+1+2*columns[i], top+rows[e.From], top+rows[e.To]), edge: i})
	}
	return p, true
}

// railRows is the row of each node: by layer, and in a layer below those that call it.
func railRows(nodes []Node, edges []Edge, at []int) []int {
	order := make([]int, len(nodes))
	for i := range order {
		order[i] = i
	}
	caller := make([]int, len(nodes)) // the first node that calls it
	for i := range caller {
		caller[i] = len(nodes)
	}
	for _, e := range edges {
		if e.From != e.To {
			caller[e.To] = min(caller[e.To], e.From)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(at[a], at[b]), cmp.Compare(caller[a], caller[b])) })
	rows := make([]int, len(nodes))
	for row, i := range order {
		rows[i] = row
	}
	return rows
}

// railColumns gives each edge a column: the shortest first, each the first column in which no
// other covers its rows.
func railColumns(edges []Edge, rows []int) (columns []int, used int) {
	span := func(e int) (from, to int) {
		a, b := rows[edges[e].From], rows[edges[e].To]
		return min(a, b), max(a, b)
	}
	order := make([]int, len(edges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		fa, ta := span(a)
		fb, tb := span(b)
		return cmp.Or(cmp.Compare(ta-fa, tb-fb), cmp.Compare(fa, fb))
	})
	columns = make([]int, len(edges))
	var taken [][][2]int
	for _, e := range order {
		from, to := span(e)
		c := 0
		for c < len(taken) && slices.ContainsFunc(taken[c], func(s [2]int) bool { return from <= s[1] && s[0] <= to }) {
			c++
		}
		if c == len(taken) {
			taken = append(taken, nil)
		}
		taken[c] = append(taken[c], [2]int{from, to})
		columns[e] = c
	}
	return columns, len(taken)
}

// railCells is the way of a rail: right along its caller's row to its column, along that, and
// left to its callee.
func railCells(left, column, from, to int) (cells []point) {
	for x := left; x <= column; x++ {
		cells = append(cells, point{x, from})
	}
	step := 1
	if to < from {
		step = -1
	}
	for y := from; y != to; {
		y += step
		cells = append(cells, point{column, y})
	}
	if to == from { // a node that calls itself: out and back
		cells = append(cells, point{column + 1, from})
		return cells
	}
	for x := column - 1; x >= left; x-- {
		cells = append(cells, point{x, to})
	}
	return cells
}

// joints are the glyphs for lines that leave a cell by several sides.
var joints = map[int]string{
	east | west: "─", north | south: "│", south | east: "╭", south | west: "╮", north | east: "╰", north | west: "╯",
	east: "─", west: "─", north: "│", south: "│",
	north | south | east: "├", north | south | west: "┤", east | west | south: "┬", east | west | north: "┴",
	north | east | south | west: "┼",
}

// drawRails draws a railed plan.
func (d *Diagram) drawRails(cv *kit.Canvas, x, y int) {
	sides := map[point]int{}
	for i := range d.plan.lanes {
		cells := d.plan.lanes[i].cells
		for j, c := range cells {
			if j > 0 {
				sides[c] |= side(c, cells[j-1])
			}
			if j+1 < len(cells) {
				sides[c] |= side(c, cells[j+1])
			}
			if j == 0 || j == len(cells)-1 {
				sides[c] |= west
			}
		}
	}
	for c, s := range sides {
		cv.Put(x+c.x, y+c.y, joints[s], kit.InkBorder)
	}
	for i := range d.plan.lanes {
		d.drawMessages(cv, x, y, i)
		cells := d.plan.lanes[i].cells
		if end := cells[len(cells)-1]; end != cells[0] {
			cv.Put(x+end.x, y+end.y, "◂", kit.InkDim) // where it leads
		}
	}
	wide := 0
	for i := range d.Nodes {
		wide = max(wide, kit.Width(d.Nodes[i].Label)+2)
	}
	for i := range d.Nodes {
		b := d.plan.boxes[i]
		d.compactNode(cv, x+b.x, y+b.y, min(wide, b.w*2/5), b.w-1, &d.Nodes[i])
		d.arrivals(cv, x+b.w+d.plan.gutter, y+b.y, d.w-b.w-d.plan.gutter, i)
	}
}

// arrivals writes at the end of a node's row what reaches it: rates, and breakers that are not
// closed.
func (d *Diagram) arrivals(cv *kit.Canvas, x, y, w, node int) {
	var sum Rates
	at, right := x, x+w
	for _, e := range d.Edges {
		if e.To != node {
			continue
		}
		for k, r := range e.Rates {
			sum[k] += r
		}
		if e.Breaker != "" && e.Breaker != BreakerClosed {
			at = cv.TextMax(at, y, right-at, breakerGlyph(e.Breaker)+" breaker "+string(e.Breaker), breakerInk(e.Breaker)) + 2
		}
	}
	for _, k := range legendOrder {
		if sum[k] > 0 && k != engine.MsgDrop {
			text := look[k].glyph + " " + chart.Short(sum[k]) + "/s"
			if at+kit.Width(text) > right {
				return
			}
			at = cv.Text(at, y, text, look[k].ink) + 2
		}
	}
}

// tallest is how many rows a drawing may take for its boxes where there is much room.
const tallest = 26

// Rows is how many rows of at most h the drawing is good in, in w cells: the fewest from least
// on in which it has boxes, else as many as it has nodes.
func (d *Diagram) Rows(w, least, h int) int {
	key := [3]int{w, least, h}
	if d.rowsFor == key {
		return d.rows
	}
	at := layer(d.Nodes, d.Edges)
	d.rowsFor, d.rows = key, 0
	for rows := least; rows <= min(h, max(least+4, tallest)) && d.rows == 0; rows++ {
		if !fit(d.Nodes, d.Edges, at, w, rows).compact {
			d.rows = rows
		}
	}
	if d.rows == 0 {
		d.rows = min(h, max(3, min(len(d.Nodes), mostRailed)))
	}
	return d.rows
}
