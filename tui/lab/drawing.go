package lab

import (
	"fmt"
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
	"sysprep/tui/kit/diagram"
)

// drawing is what is reused from frame to frame: the drawn system, the charts' series,
// and the canvas that both are drawn on.
type drawing struct {
	scenario *scenarios.Scenario
	canvas   *kit.Canvas
	diagram  *diagram.Diagram
	charts   []chart.Chart
	messages []engine.Message
	last     *engine.Window // the last closed one
	closed   int            // windows that the charts show
}

func newDrawing(s *scenarios.Scenario, reduced bool) *drawing {
	d := &drawing{scenario: s, canvas: kit.NewCanvas(0, 0), charts: curves(s)}
	nodes := make([]diagram.Node, len(s.Nodes))
	at := map[string]int{}
	for i, n := range s.Nodes {
		label := n.Label
		if label == "" {
			label = n.ID
		}
		nodes[i] = diagram.Node{Label: label, Kind: kindOf(n.Kind)}
		at[n.ID] = i
	}
	edges := make([]diagram.Edge, len(s.Edges))
	for i, e := range s.Edges {
		edges[i] = diagram.Edge{From: at[e.From], To: at[e.To], Label: e.ID}
	}
	d.diagram = diagram.New(nodes, edges)
	d.diagram.SetStill(reduced)
	return d
}

func kindOf(kind string) diagram.Kind {
	switch kind {
	case "client":
		return diagram.Client
	case "cache":
		return diagram.Cache
	}
	return diagram.Store
}

// advance moves the messages on by a span of wall time, and takes what is new from the run.
func (d *drawing) advance(l *Lab, dt time.Duration) {
	d.messages = l.run.Messages(d.messages[:0])
	for _, m := range d.messages {
		d.diagram.Spawn(m)
	}
	d.diagram.Advance(dt)
	if n := l.windows(); n != d.closed {
		d.take(l)
	}
	d.nodes(l)
}

// take brings charts and numbers up to the run's present time.
func (d *drawing) take(l *Lab) {
	d.closed = l.windows()
	a, b := l.run, l.other // the charts show A in full, B dotted, whichever is steered
	if l.letter == 'B' {
		a, b = b, a
	}
	d.series(a, false)
	for i := range d.charts {
		d.charts[i].Other = nil
	}
	if b != nil {
		d.series(b, true)
	}
	d.last = nil
	if w := l.run.Result().Windows; len(w) > 0 {
		d.last = &w[len(w)-1]
	}
	d.rates()
	d.nodes(l)
}

// rates are the messages a second on each edge, for the drawing without motion.
func (d *drawing) rates() {
	for i := range d.diagram.Edges {
		r := &d.diagram.Edges[i].Rates
		*r = diagram.Rates{}
		if d.last == nil {
			continue
		}
		w := d.last.Edges[i]
		r[engine.MsgRequest] = float64(w.Sent - w.Retries - w.Hedges)
		r[engine.MsgRetry] = float64(w.Retries + w.Hedges)
		r[engine.MsgReply] = float64(w.Replies)
		r[engine.MsgGhost] = float64(w.Late)
		r[engine.MsgReject] = float64(w.Rejects)
		if to := d.diagram.Edges[i].To; d.diagram.Nodes[to].Kind == diagram.Cache {
			n := d.last.Nodes[to]
			r[engine.MsgRequest], r[engine.MsgHit] = float64(n.Hits+n.Misses), float64(n.Hits)
		}
	}
}

// nodes says how each node stands now.
func (d *drawing) nodes(l *Lab) {
	for i := range d.diagram.Nodes {
		n, now := &d.diagram.Nodes[i], l.run.Node(i)
		n.Down = now.Down
		switch n.Kind {
		case diagram.Client:
			n.Lines = d.clientLines()
		case diagram.Cache:
			n.Lines = d.cacheLines(i, now)
		case diagram.Store:
			d.store(l, i, now)
		}
	}
}

func (d *drawing) clientLines() []string {
	if d.last == nil {
		return []string{""}
	}
	lines := []string{count(d.last.Offered) + "/s"}
	if n := d.last.Lost[engine.CauseShed]; n > 0 {
		lines = append(lines, "away "+count(n))
	}
	lost := d.last.Lost[engine.CauseTimeout] + d.last.Lost[engine.CauseRejected] + d.last.Lost[engine.CauseDown]
	return append(lines, "good "+count(d.last.Answered), "lost "+count(lost))
}

func (d *drawing) cacheLines(i int, now engine.NodeState) []string {
	hit := "hit  —"
	if d.last != nil {
		if n := d.last.Nodes[i]; n.Hits+n.Misses > 0 {
			hit = fmt.Sprintf("hit %2.0f %%", 100*float64(n.Hits)/float64(n.Hits+n.Misses))
		}
	}
	return []string{hit, count(int64(now.Entries)) + " rows"}
}

func (d *drawing) store(l *Lab, i int, now engine.NodeState) {
	n := &d.diagram.Nodes[i]
	def := l.present().Nodes[i]
	n.Queue, n.Cap, n.Busy, n.Workers, n.Ghosts = now.Queue, def.Queue, now.Busy, def.Workers, now.Ghosts
	n.Lines = nil
	if d.last != nil {
		w := d.last.Nodes[i]
		n.Lines = []string{count(w.Served) + " read/s"}
	}
}

func (d *drawing) clear() { d.diagram.Clear() }

// settled says whether nothing moves any more.
func (d *drawing) settled() bool { return !d.diagram.Moving() }

// draw draws the system in the upper w x h cells of the canvas, its legend in the last row.
func (d *drawing) draw(l *Lab, w, h int) {
	d.nodes(l)
	d.diagram.Resize(w, h-1)
	d.diagram.Draw(d.canvas, 0, 0)
}

// count writes a whole number with commas.
func count(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
