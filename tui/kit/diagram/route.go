package diagram

import "slices"

// router leads the lanes of each edge from layer to layer.
type router struct {
	nodes  []Node
	edges  []Edge
	layers [][]item
	ways   []forward
	most   int

	left, widths, gaps []int
	bends              [][]bend // by channel: upright stretches already led
}

// bend is an upright stretch: columns from x on, rows from top to bottom.
type bend struct{ x, n, top, bottom int }

// hop is the part of an edge between two neighbouring layers.
type hop struct {
	way, channel int
	a, b         *item
	rowA, rowB   int // first row of its lanes, at either end
}

// route fills in the lanes of a plan. It fails when a box or a channel has no room.
func (r *router) route(p *plan) bool {
	r.bends = make([][]bend, len(r.gaps))
	taken := map[*item]*[2][]bool{} // rows of each item in use, on its left and right side
	var hops []*hop
	for c := range r.gaps {
		hops = append(hops, r.hops(c)...)
	}
	// Lanes that pass through a layer lie fixed; what joins them comes first.
	for _, fixed := range []bool{true, false} {
		for _, h := range hops {
			if (h.a.node < 0 || h.b.node < 0) == fixed && !r.dock(h, taken) {
				return false
			}
		}
	}
	for i, w := range r.ways {
		if !r.lead(p, i, w, hops) {
			return false
		}
	}
	return true
}

// hops returns the parts of edges that cross a channel, from top to bottom.
func (r *router) hops(c int) []*hop {
	var hs []*hop
	for i := range r.layers[c] {
		for j := range r.layers[c+1] {
			a, b := &r.layers[c][i], &r.layers[c+1][j]
			for k, w := range r.ways {
				leaves := a.edge == w.edge || a.node >= 0 && a.node == w.from
				enters := b.edge == w.edge || b.node >= 0 && b.node == w.to
				if leaves && enters {
					hs = append(hs, &hop{way: k, channel: c, a: a, b: b})
				}
			}
		}
	}
	return hs
}

func (r *router) lanes(h *hop) int {
	return lanesOf(r.nodes, r.edges[r.ways[h.way].edge], r.most)
}

// dock finds rows for a hop at both of its ends: the same rows if there are such,
// nearest to the middle of the smaller end.
func (r *router) dock(h *hop, taken map[*item]*[2][]bool) bool {
	n := r.lanes(h)
	mid := h.a.y + h.a.h/2
	if h.b.h < h.a.h {
		mid = h.b.y + h.b.h/2
	}
	both := func(y int) bool { return free(h.a, 1, y, n, taken) && free(h.b, 0, y, n, taken) }
	if y, ok := nearest(mid-n/2, both, r.height()); ok {
		h.rowA, h.rowB = y, y
	} else {
		ya, okA := nearest(mid-n/2, func(y int) bool { return free(h.a, 1, y, n, taken) }, r.height())
		yb, okB := nearest(mid-n/2, func(y int) bool { return free(h.b, 0, y, n, taken) }, r.height())
		if !okA || !okB {
			return false
		}
		h.rowA, h.rowB = ya, yb
	}
	take(h.a, 1, h.rowA, n, taken)
	take(h.b, 0, h.rowB, n, taken)
	return true
}

func (r *router) height() int {
	most := 0
	for _, l := range r.layers {
		for _, it := range l {
			most = max(most, it.y+it.h)
		}
	}
	return most
}

// nearest returns the row closest to want that will do.
func nearest(want int, ok func(int) bool, h int) (int, bool) {
	for off := range h + 1 {
		if ok(want - off) {
			return want - off, true
		}
		if ok(want + off) {
			return want + off, true
		}
	}
	return 0, false
}

// free reports whether rows y to y+n lie on a side of an item and are not in use.
func free(it *item, side, y, n int, taken map[*item]*[2][]bool) bool {
	lo, hi := it.y, it.y+it.h
	if it.node >= 0 {
		lo, hi = lo+1, hi-1
	}
	if y < lo || y+n > hi {
		return false
	}
	used := taken[it]
	if used == nil {
		return true
	}
	for i := range n {
		if used[side][y+i-it.y] {
			return false
		}
	}
	return true
}

func take(it *item, side, y, n int, taken map[*item]*[2][]bool) {
	if taken[it] == nil {
		taken[it] = &[2][]bool{make([]bool, it.h), make([]bool, it.h)}
	}
	for i := range n {
		taken[it][side][y+i-it.y] = true
	}
}

// lead joins the hops of an edge into its lanes.
func (r *router) lead(p *plan, way int, w forward, hops []*hop) bool {
	e := r.edges[w.edge]
	n := lanesOf(r.nodes, e, r.most)
	p.flip[w.edge] = w.from != e.From
	p.first[w.edge], p.count[w.edge] = len(p.lanes), n
	paths := make([][]point, n)
	for _, h := range hops {
		if h.way != way {
			continue
		}
		from := r.left[h.channel]
		if h.a.node >= 0 {
			from += r.widths[h.channel]
		}
		to := r.left[h.channel+1] // a passing edge goes on from here in its next hop
		turn := 0
		if h.rowA != h.rowB {
			var ok bool
			if turn, ok = r.turn(h, n); !ok {
				return false
			}
		}
		for i := range n {
			at := turn + i
			if h.rowB > h.rowA {
				at = turn + n - 1 - i // the upper lane turns last, so that lanes do not cross
			}
			paths[i] = leg(paths[i], from, to, h.rowA+i, h.rowB+i, at)
		}
	}
	for i, cells := range paths {
		back := n > 1 && i == n-1
		if back != p.flip[w.edge] {
			reverse(cells)
		}
		p.lanes = append(p.lanes, lane{cells: cells, edge: w.edge, back: back})
	}
	return true
}

// turn finds n columns of a channel in which a hop can change rows without
// running along another.
func (r *router) turn(h *hop, n int) (int, bool) {
	left := r.left[h.channel] + r.widths[h.channel]
	b := bend{n: n, top: min(h.rowA, h.rowB), bottom: max(h.rowA, h.rowB) + n - 1}
	for b.x = left + 1; b.x+n < left+r.gaps[h.channel]; b.x++ {
		if !slices.ContainsFunc(r.bends[h.channel], b.meets) {
			r.bends[h.channel] = append(r.bends[h.channel], b)
			return b.x, true
		}
	}
	return 0, false
}

func (b bend) meets(c bend) bool {
	return b.x < c.x+c.n && c.x < b.x+b.n && b.top <= c.bottom && c.top <= b.bottom
}

// leg appends the cells from column from to column to (exclusive), changing
// rows at a column.
func leg(cells []point, from, to, rowA, rowB, turn int) []point {
	if rowA == rowB {
		for x := from; x < to; x++ {
			cells = append(cells, point{x, rowA})
		}
		return cells
	}
	for x := from; x <= turn; x++ {
		cells = append(cells, point{x, rowA})
	}
	step := 1
	if rowB < rowA {
		step = -1
	}
	for y := rowA + step; y != rowB; y += step {
		cells = append(cells, point{turn, y})
	}
	for x := turn; x < to; x++ {
		cells = append(cells, point{x, rowB})
	}
	return cells
}

func reverse(cells []point) {
	for i, j := 0, len(cells)-1; i < j; i, j = i+1, j-1 {
		cells[i], cells[j] = cells[j], cells[i]
	}
}
