package diagram

import (
	"cmp"
	"slices"
)

// item is what takes rows in a layer: a node, or an edge passing through.
type item struct {
	node int // index, or -1
	edge int // index of the edge that passes, or -1

	y, h int // rows of the box, or of the lanes that pass
}

// forward is an edge directed from left to right.
type forward struct {
	edge     int
	from, to int // node indexes, by layer
}

// layer returns the layer of each node: the longest path from a node that
// nobody calls. Edges that would close a cycle are left out. A store that is
// called beside a cache stands right of the cache, so that a look-aside cache
// stands between callers and store.
func layer(nodes []Node, edges []Edge) []int {
	n := len(nodes)
	after := make([][]int, n)
	reaches := func(from, to int) bool {
		seen := make([]bool, n)
		var visit func(int) bool
		visit = func(u int) bool {
			if u == to {
				return true
			}
			seen[u] = true
			for _, v := range after[u] {
				if !seen[v] && visit(v) {
					return true
				}
			}
			return false
		}
		return visit(from)
	}
	follow := func(u, v int) {
		if u != v && !slices.Contains(after[u], v) && !reaches(v, u) {
			after[u] = append(after[u], v)
		}
	}
	for _, e := range edges {
		follow(e.From, e.To)
	}
	for _, c := range edges {
		for _, s := range edges {
			if c.From == s.From && nodes[c.To].Kind == Cache && nodes[s.To].Kind != Cache {
				follow(c.To, s.To)
			}
		}
	}
	at := make([]int, n)
	for range n { // at most n rounds settle a graph without cycles
		for u := range n {
			for _, v := range after[u] {
				at[v] = max(at[v], at[u]+1)
			}
		}
	}
	return at
}

// stack puts nodes and passing edges into layers and orders each layer so that
// edges cross little: each item moves to the mean place of its neighbours.
func stack(nodes []Node, edges []Edge, at []int) (layers [][]item, ways []forward) {
	n := 0
	for _, l := range at {
		n = max(n, l+1)
	}
	layers = make([][]item, n)
	for i := range nodes {
		layers[at[i]] = append(layers[at[i]], item{node: i, edge: -1})
	}
	for i, e := range edges {
		w := forward{edge: i, from: e.From, to: e.To}
		if at[w.from] > at[w.to] {
			w.from, w.to = w.to, w.from
		}
		if at[w.from] == at[w.to] {
			continue // within a layer there is no room for lanes
		}
		ways = append(ways, w)
		for l := at[w.from] + 1; l < at[w.to]; l++ {
			layers[l] = append(layers[l], item{node: -1, edge: i})
		}
	}
	for range 4 {
		for l := 1; l < n; l++ {
			settle(layers[l], layers[l-1], ways)
		}
		for l := n - 2; l >= 0; l-- {
			settle(layers[l], layers[l+1], ways)
		}
	}
	return layers, ways
}

// settle sorts a layer by the mean place of each item's neighbours in the next.
// Items without neighbours, and equals, keep their order.
func settle(layer, next []item, ways []forward) {
	place := make(map[item]float64, len(layer))
	for i, it := range layer {
		sum, count := 0.0, 0
		for j, nb := range next {
			if joined(it, nb, ways) {
				sum += float64(j)
				count++
			}
		}
		place[it] = float64(i)
		if count > 0 {
			place[it] = sum / float64(count)
		}
	}
	slices.SortStableFunc(layer, func(a, b item) int { return cmp.Compare(place[a], place[b]) })
}

// joined reports whether an edge leads from one item to the other.
func joined(a, b item, ways []forward) bool {
	for _, w := range ways {
		if touches(a, w) && touches(b, w) {
			return true
		}
	}
	return false
}

func touches(it item, w forward) bool {
	return it.edge == w.edge || (it.node >= 0 && (it.node == w.from || it.node == w.to))
}
