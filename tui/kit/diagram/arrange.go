package diagram

import (
	"sysprep/engine"
	"sysprep/tui/kit"
)

type point struct{ x, y int }

// rect is the place of a node's box.
type rect struct{ x, y, w, h int }

// lane is a path of cells between two boxes, in the direction in which its
// messages move.
type lane struct {
	cells []point
	edge  int // -1: the door of a client
	back  bool
}

// plan is where everything is drawn.
type plan struct {
	compact bool
	rail    bool   // each node has a row, and edges are rails beside them; see rail.go
	gutter  int    // of rails: how wide they are together
	boxes   []rect // by node
	lanes   []lane
	first   []int  // by edge: its first lane; -1 if it has none
	count   []int  // by edge: 1, 2 or 3 lanes
	door    []int  // by node: the lane of those turned away; -1 if it is no client
	flip    []bool // by edge: it runs from right to left
}

const (
	leastBox     = 9 // least width of a box, beside what its label needs
	leastChannel = 5 // least width between two layers
)

// arrange lays the system out in the middle of w x h cells. Boxes that are much
// taller than what they say look empty, so it uses no more rows than are good.
func arrange(nodes []Node, edges []Edge, w, h int) plan {
	at := layer(nodes, edges)
	good := 14
	for l := range len(nodes) {
		count := 0
		for _, a := range at {
			if a == l {
				count++
			}
		}
		good = max(good, 6*count)
	}
	p := fit(nodes, edges, at, w, min(h, good))
	if p.compact && h > good {
		p = fit(nodes, edges, at, w, h)
		good = h
	}
	if p.compact {
		if rails, ok := railed(nodes, edges, at, w, h); ok {
			return rails
		}
		return p
	}
	p.lower((h - min(h, good)) / 2)
	return p
}

// lower moves the picture down by some rows.
func (p *plan) lower(rows int) {
	for i := range p.boxes {
		p.boxes[i].y += rows
	}
	for _, l := range p.lanes {
		for i := range l.cells {
			l.cells[i].y += rows
		}
	}
}

// fit tries three lanes for each edge, then two, then one, and gives up boxes
// when even that does not fit.
func fit(nodes []Node, edges []Edge, at []int, w, h int) plan {
	for lanes := 3; lanes >= 1; lanes-- {
		for _, even := range []bool{true, false} {
			layers, ways := stack(nodes, edges, at)
			if p, ok := place(nodes, edges, layers, ways, lanes, even, w, h); ok {
				return p
			}
		}
	}
	return plan{compact: true}
}

// lanesOf is how many lanes an edge gets: calls to a cache are not retried.
func lanesOf(nodes []Node, e Edge, most int) int {
	if nodes[e.To].Kind == Cache {
		return min(most, 2)
	}
	return most
}

func place(nodes []Node, edges []Edge, layers [][]item, ways []forward, most int, even bool, w, h int) (plan, bool) {
	p := plan{
		boxes: make([]rect, len(nodes)), first: make([]int, len(edges)), count: make([]int, len(edges)),
		door: make([]int, len(nodes)), flip: make([]bool, len(edges)),
	}
	for i := range edges {
		p.first[i] = -1
	}
	widths, gaps, ok := columns(nodes, layers, even, w)
	if !ok {
		return p, false
	}
	for l := range layers {
		if !rows(nodes, edges, layers[l], ways, most, h) {
			return p, false
		}
	}
	x := 0
	left := make([]int, len(layers)) // left edge of each layer's column
	for l, items := range layers {
		left[l] = x
		for _, it := range items {
			if it.node >= 0 {
				p.boxes[it.node] = rect{x, it.y, widths[l], it.h}
			}
		}
		x += widths[l]
		if l < len(gaps) {
			x += gaps[l]
		}
	}
	r := router{nodes: nodes, edges: edges, layers: layers, ways: ways, most: most, left: left, widths: widths, gaps: gaps}
	if !r.route(&p) {
		return p, false
	}
	p.addDoors(nodes)
	return p, true
}

// columns returns the width of each layer's boxes and of the channels between,
// which are equal, or as wide as the number of boxes they join calls for.
func columns(nodes []Node, layers [][]item, even bool, w int) (widths, gaps []int, ok bool) {
	if len(layers) == 0 {
		return nil, nil, false
	}
	total := 0
	widths, least := make([]int, len(layers)), make([]int, len(layers))
	for l, items := range layers {
		least[l] = leastBox
		for _, it := range items {
			if it.node >= 0 {
				least[l] = max(least[l], min(kit.Width(nodes[it.node].Label)+5, 16))
				widths[l] = max(widths[l], wish(nodes[it.node], w))
			}
		}
		widths[l] = max(widths[l], least[l])
		total += widths[l]
	}
	channels := len(layers) - 1
	wanted := leastChannel
	if !even {
		wanted += 6
	}
	for total+channels*wanted > w {
		widest := -1
		for l := range widths {
			if widths[l] > least[l] && (widest < 0 || widths[l] > widths[widest]) {
				widest = l
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
		total--
	}
	if total+channels*leastChannel > w {
		return nil, nil, false
	}
	return widths, share(layers, channels, even, w-total), true
}

// share divides cells among the channels.
func share(layers [][]item, channels int, even bool, cells int) []int {
	gaps := make([]int, channels)
	weights, sum := make([]int, channels), 0
	for i := range gaps {
		weights[i] = 1
		if !even {
			weights[i] = len(layers[i]) + len(layers[i+1]) - 1
		}
		sum += weights[i]
	}
	left := cells - channels*leastChannel
	for i := range gaps {
		part := left * weights[i] / sum
		gaps[i] = leastChannel + part
		left, sum = left-part, sum-weights[i]
	}
	return gaps
}

// wish is the width that a node's box would like, by its kind, so that it does
// not change with the numbers in it.
func wish(n Node, w int) int {
	wide := min(max(w-78, 0)/10, 4)
	switch n.Kind {
	case Client:
		return 16 + wide
	case Cache:
		return 17 + wide
	case Replica:
		return 24 + wide
	}
	if n.Cap > 0 {
		return 24 + 2*wide
	}
	return 16 + wide
}

// rows gives each item of a layer its rows, within h. Boxes share what is left
// over; passing lanes keep a row's distance from the edges, so that they meet
// the sides of tall boxes and not their corners.
func rows(nodes []Node, edges []Edge, items []item, ways []forward, most, h int) bool {
	need := len(items) - 1
	boxes := 0
	for i := range items {
		it := &items[i]
		if it.node < 0 {
			it.h = lanesOf(nodes, edges[it.edge], most)
		} else {
			least := 4
			if nodes[it.node].Kind == Replica {
				least = 3 // there are several, and a line says how each stands
			}
			it.h = max(least, ports(it.node, nodes, edges, ways, most)+2)
			boxes++
		}
		need += it.h
	}
	if items[0].node < 0 {
		need++
	}
	if items[len(items)-1].node < 0 {
		need++
	}
	if need > h {
		return false
	}
	spare := h - need
	for i := range items {
		it := &items[i]
		if it.node < 0 {
			continue
		}
		// A box alone in its layer is as tall as the picture, so that lanes reach
		// it straight; others grow to what they have to say, and a little.
		grow := spare / boxes
		if len(items) > 1 {
			grow = min(grow, max(content(nodes[it.node])+3-it.h, 0))
		}
		it.h += grow
		spare -= grow
		boxes--
	}
	spread(items, spare)
	return true
}

// spread gives the items their first rows, the spare rows shared out between
// them and the edges.
func spread(items []item, spare int) {
	slots := len(items) + 1
	y := 0
	if items[0].node < 0 {
		y++
	}
	for i := range items {
		y += spare / slots
		if i > 0 && i <= spare%slots {
			y++
		}
		items[i].y = y
		y += items[i].h + 1
	}
}

// content is the rows that a node has something to write in.
func content(n Node) int {
	c := len(n.Lines)
	if n.Cap > 0 {
		c += 2
	}
	if n.Workers > 0 {
		c++
	}
	return c
}

// ports is the number of rows that lanes need on the busier side of a node.
func ports(node int, nodes []Node, edges []Edge, ways []forward, most int) int {
	left, right := 0, 0
	for _, w := range ways {
		n := lanesOf(nodes, edges[w.edge], most)
		if w.from == node {
			right += n
		}
		if w.to == node {
			left += n
		}
	}
	return max(left, right)
}

// addDoors gives each client a lane along its lower edge for those turned away.
func (p *plan) addDoors(nodes []Node) {
	for i, n := range nodes {
		p.door[i] = -1
		if n.Kind != Client {
			continue
		}
		b := p.boxes[i]
		l := lane{edge: -1, back: true}
		for x := b.x + b.w - 2; x > b.x; x-- {
			l.cells = append(l.cells, point{x, b.y + b.h - 1})
		}
		p.door[i] = len(p.lanes)
		p.lanes = append(p.lanes, l)
	}
}

// laneOf returns the lane of a message, or -1.
func (p *plan) laneOf(m engine.Message) int {
	if m.Kind == engine.MsgDrop {
		if m.Node < 0 || m.Node >= len(p.door) {
			return -1
		}
		return p.door[m.Node]
	}
	if m.Edge < 0 || m.Edge >= len(p.first) || p.first[m.Edge] < 0 {
		return -1
	}
	first, n := p.first[m.Edge], p.count[m.Edge]
	switch m.Kind {
	case engine.MsgRequest:
		return first
	case engine.MsgRetry:
		return first + max(n-2, 0)
	}
	if n == 1 {
		return -1 // one lane shows what goes; what comes back would seem to go too
	}
	return first + n - 1
}
