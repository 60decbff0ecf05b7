package diagram

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"pgregory.net/rapid"

	"sysprep/engine"
	"sysprep/tui/kit"
)

// checkRails holds rails against what they promise: a row for each node, an unbroken rail for
// each edge from its caller's row to its callee's, beside the nodes and within the picture, and
// no two upright stretches in one another's way.
func checkRails(t *rapid.T, d *Diagram, w, h int) {
	taken := map[int]int{}
	for i, b := range d.plan.boxes {
		if b.y < 0 || b.y >= h || b.w+d.plan.gutter > w || b.w < leastName {
			t.Fatalf("row %d at %v leaves the picture of %dx%d", i, b, w, h)
		}
		if was, ok := taken[b.y]; ok {
			t.Fatalf("nodes %d and %d share row %d", was, i, b.y)
		}
		taken[b.y] = i
	}
	upright := map[point]int{}
	for i, e := range d.Edges {
		if d.plan.first[i] < 0 || d.plan.count[i] != 1 {
			t.Fatalf("edge %d has no rail", i)
		}
		cells := d.plan.lanes[d.plan.first[i]].cells
		for j, c := range cells {
			if c.x < d.plan.boxes[0].w || c.x >= d.plan.boxes[0].w+d.plan.gutter {
				t.Fatalf("rail %d runs through a node at %v", i, c)
			}
			if j > 0 && abs(c.x-cells[j-1].x)+abs(c.y-cells[j-1].y) != 1 {
				t.Fatalf("rail %d is broken between %v and %v", i, cells[j-1], c)
			}
			if j > 0 && c.x == cells[j-1].x {
				for _, p := range []point{c, cells[j-1]} {
					if was, ok := upright[p]; ok && was != i {
						t.Fatalf("rails %d and %d run along each other at %v", was, i, p)
					}
					upright[p] = i
				}
			}
		}
		if cells[0].y != d.plan.boxes[e.From].y || cells[len(cells)-1].y != d.plan.boxes[e.To].y {
			t.Fatalf("rail %d does not lead from node %d to node %d", i, e.From, e.To)
		}
	}
}

func abs(n int) int { return max(n, -n) }

// TestLabelsAreWholeOrCut: in each form, each node's label is there, whole or with an ellipsis.
func TestLabelsAreWholeOrCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "nodes")
		var nodes []Node
		var edges []Edge
		for i := range n {
			nodes = append(nodes, Node{Label: rapid.StringMatching(`[A-Z][a-z ]{0,20}[a-z]`).Draw(t, "label"), Kind: Kind(rapid.IntRange(0, int(Replica)).Draw(t, "kind")), Workers: 3, Cap: 5, Lines: []string{"12/s"}})
			if i > 0 {
				edges = append(edges, Edge{From: rapid.IntRange(0, i-1).Draw(t, "from"), To: i})
			}
		}
		d := New(nodes, edges)
		d.Resize(rapid.IntRange(58, 200).Draw(t, "w"), rapid.IntRange(n, 40).Draw(t, "h"))
		text := ansiStrip(d.Render(kit.NewTheme(kit.Dark, colorprofile.ASCII)))
		for _, node := range nodes {
			label := strings.TrimSpace(node.Label)
			if strings.Contains(text, label) {
				continue
			}
			r := []rune(label)
			cut := false
			for k := len(r) - 1; k >= 1 && !cut; k-- {
				cut = strings.Contains(text, strings.TrimRight(string(r[:k]), " ")+kit.GlyphEllipsis) || strings.Contains(text, string(r[:k])+kit.GlyphEllipsis)
			}
			if !cut {
				t.Fatalf("%q is neither whole nor cut with an ellipsis:\n%s", label, text)
			}
		}
	})
}

// tower is a chain of seven, each calling the next.
func tower() *Diagram {
	var nodes []Node
	var edges []Edge
	for i, name := range []string{"users", "edge", "gateway", "orders", "stock", "ledger", "database"} {
		nodes = append(nodes, Node{Label: name, Kind: Service, Cap: 100, Queue: 10 * i, Busy: 3, Workers: 8})
		if i > 0 {
			edges = append(edges, Edge{From: i - 1, To: i, Rates: Rates{engine.MsgRequest: 100, engine.MsgRetry: 30}})
		}
	}
	nodes[0] = Node{Label: "users", Kind: Client, Lines: []string{"100/s"}}
	edges[2].Breaker = BreakerOpen
	return New(nodes, edges)
}

func TestAChainOfSevenIsRailed(t *testing.T) {
	d := tower()
	d.Resize(78, 8)
	d.Spawn(engine.Message{Edge: 0, Kind: engine.MsgRequest})
	d.Advance(3 * stepTime)
	text := plain(d)
	if !d.plan.rail {
		t.Fatalf("it is not railed:\n%s", text)
	}
	for _, want := range []string{"users", "database", "◂", "▸ 100/s", "» 30/s", "✗ breaker open", "60/100", "3/8 busy"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not drawn:\n%s", want, text)
		}
	}
	if !d.Moving() {
		t.Error("no message moves on a rail")
	}
}

// TestNumbersGoBeforeBars: in a row that is short, the queue's bar makes room for what it counts.
func TestNumbersGoBeforeBars(t *testing.T) {
	d := tower()
	for i := range d.Nodes {
		if n := &d.Nodes[i]; n.Kind != Client {
			n.Label, n.Queue, n.Cap, n.Busy, n.Workers = fmt.Sprintf("payment provider %d", i), 1000, 1000, 200, 200
		}
	}
	d.Resize(78, 8)
	text := plain(d)
	if !d.plan.rail || !strings.Contains(text, "1000/1000  200/200") {
		t.Errorf("the numbers are cut:\n%s", text)
	}
}

// TestBreakersAreDrawn: each state by its own shape and word, on the edge.
func TestBreakersAreDrawn(t *testing.T) {
	for state, want := range map[Breaker]string{BreakerClosed: "✓ breaker closed", BreakerHalfOpen: "◐ breaker half open", BreakerOpen: "✗ breaker open", "2 of 10 open": "✗ breaker 2 of 10 open"} {
		d := New([]Node{{Label: "shop", Kind: Service, Workers: 2}, {Label: "bank", Kind: Service, Workers: 2}}, []Edge{{From: 0, To: 1, Label: "pay", Breaker: state}})
		d.Resize(78, 9)
		if text := plain(d); !strings.Contains(text, want) || !strings.Contains(text, "pay") {
			t.Errorf("%q is not drawn:\n%s", want, text)
		}
	}
}

func TestRows(t *testing.T) {
	if n := collapsed().Rows(78, 8, 20); n != 8 {
		t.Errorf("the cache story wants %d rows, want 8", n)
	}
	if n := tower().Rows(78, 6, 20); n != 7 {
		t.Errorf("seven in a chain want %d rows, want 7", n)
	}
	if n := tower().Rows(78, 4, 5); n != 5 {
		t.Errorf("where there are five rows, %d are wanted", n)
	}
}
