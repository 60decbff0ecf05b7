package lab

import (
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
	reduced  bool
	canvas   *kit.Canvas
	picture  scenarios.Picture
	diagram  *diagram.Diagram
	board    *board // in place of the diagram; nil if the scenario has none
	charts   []chart.Chart
	messages []engine.Message
	closed   int // windows that the charts show

	good, offered float64 // a second, in the last closed window
}

func newDrawing(s *scenarios.Scenario, reduced bool) *drawing {
	return &drawing{scenario: s, reduced: reduced, canvas: kit.NewCanvas(0, 0), charts: curves(s), board: newBoard(s, reduced)}
}

// look takes the picture of a run. Where its shape changes, as with a new leader of a
// log, it is laid out anew.
func (d *drawing) look(l *Lab) {
	was := d.picture
	d.picture = l.run.Picture()
	if d.diagram == nil || !was.SameShape(&d.picture) {
		nodes, edges := make([]diagram.Node, len(d.picture.Nodes)), make([]diagram.Edge, len(d.picture.Edges))
		for i, n := range d.picture.Nodes {
			nodes[i] = diagram.Node{Label: n.Label, Kind: kindOf(n.Kind)}
		}
		for i, e := range d.picture.Edges {
			edges[i] = diagram.Edge{From: e.From, To: e.To, Label: e.Label}
		}
		d.diagram = diagram.New(nodes, edges)
		d.diagram.Names = d.picture.Names
		d.diagram.SetStill(d.reduced)
	}
	for i, n := range d.picture.Nodes {
		to := &d.diagram.Nodes[i]
		to.Lines, to.Down, to.Leads = n.Lines, n.Down, n.Leads
		to.Queue, to.Cap, to.Busy, to.Workers, to.Ghosts = n.Queue, n.Cap, n.Busy, n.Workers, n.Ghosts
	}
	for i, e := range d.picture.Edges {
		d.diagram.Edges[i].Rates, d.diagram.Edges[i].Breaker = e.Rates, diagram.Breaker(e.Breaker)
	}
}

var kinds = map[string]diagram.Kind{
	"client": diagram.Client, "cache": diagram.Cache, "store": diagram.Store, "service": diagram.Service,
	"port": diagram.Port, "receiver": diagram.Receiver, "replica": diagram.Replica,
}

func kindOf(kind string) diagram.Kind { return kinds[kind] }

// advance moves the messages on by a span of wall time, and takes what is new from the run.
func (d *drawing) advance(l *Lab, dt time.Duration) {
	d.look(l) // before the messages, which are drawn on its edges
	d.messages = l.run.Messages(d.messages[:0])
	for _, m := range d.messages {
		d.diagram.Spawn(m)
	}
	d.diagram.Advance(dt)
	d.board.advance(l.run, dt, l.playing)
	if n := l.windows(); n != d.closed {
		d.take(l)
	}
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
	d.good, d.offered = l.run.Result().Flow()
	d.look(l)
}

func (d *drawing) clear() {
	if d.diagram != nil {
		d.diagram.Clear()
	}
}

// settled says whether nothing moves any more.
func (d *drawing) settled() bool { return !d.diagram.Moving() && d.board.over() }

// draw draws the system in the upper w x h cells of the canvas, its legend in the last row.
func (d *drawing) draw(l *Lab, w, h int) {
	d.look(l)
	if d.board.fits(w, h) {
		d.board.draw(d.canvas, w, h-1)
		return
	}
	d.diagram.Resize(w, h-1)
	d.diagram.Draw(d.canvas, 0, 0)
}
