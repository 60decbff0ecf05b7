// Package diagram draws the simulated system: its nodes as boxes with their
// queues and workers, its edges as lanes, and the messages that move along them.
//
// The layout is automatic and deterministic: layers from left to right, each
// edge with lanes of its own, one for requests, one for retries and one for what
// comes back, as far as the height allows. Where there is no room for boxes, each
// node gets one line.
//
// Each lane is a shift register: a step moves all of its messages by one cell, so
// that few cells change from one frame to the next, and most frames change none.
package diagram

import (
	"time"

	"sysprep/engine"
	"sysprep/tui/kit"
)

// Kind is what a node is, which decides its place and its size.
type Kind uint8

// Kinds of nodes.
const (
	Store Kind = iota
	Cache
	Client
	Service  // workers that run a program: they come before its queue
	Port     // of a switch: a queue, and no workers to speak of
	Receiver // where messages end
	Replica  // of a log
)

// Node is a party and how it stands.
type Node struct {
	Label string
	Kind  Kind
	Lines []string // what to say of it, the most important first

	Queue, Cap    int // requests waiting and the most that may wait; Cap 0: no queue is drawn
	Busy, Workers int // workers busy and in all; Workers 0: none are drawn
	Ghosts        int // of those waiting or in service, those whose caller has gone
	Down          bool
	Leads         bool // marked as the leader
}

// Edge is a path from one node to another, by their indexes.
type Edge struct {
	From, To int
	Label    string // "miss": what the calls on it are
	Rates    Rates  // messages a second by kind, for the static form
	Breaker  Breaker
}

// Rates counts messages a second, by kind.
type Rates [engine.NumMessageKinds]float64

// Diagram is the drawn system. Nodes and the Rates of Edges may be set between
// frames; their number, kinds and ends may not.
type Diagram struct {
	Nodes []Node
	Edges []Edge

	// Names are what kinds of messages are called in the legend; the usual name if empty.
	Names [engine.NumMessageKinds]string

	w, h int
	plan plan
	flow flow
	seen [engine.NumMessageKinds]bool

	rowsFor [3]int // what Rows was asked last,
	rows    int    // and its answer
	still   bool
}

// New returns the drawing of a system; call Resize before Draw.
func New(nodes []Node, edges []Edge) *Diagram {
	return &Diagram{Nodes: nodes, Edges: edges}
}

// Resize lays the system out in w x h cells. Messages on their way are dropped
// if the layout changes.
func (d *Diagram) Resize(w, h int) {
	if d.w == w && d.h == h {
		return
	}
	d.w, d.h = w, h
	d.plan = arrange(d.Nodes, d.Edges, w, h)
	d.flow = newFlow(&d.plan)
}

// Compact reports whether there is no room for boxes, so that each node has one line.
func (d *Diagram) Compact() bool { return d.plan.compact }

// SetStill chooses between moving messages and rates written on the lanes, which
// is what reduced motion calls for.
func (d *Diagram) SetStill(still bool) {
	d.still = still
	if still {
		d.flow.clear()
	}
}

// Spawn puts a message of the engine's feed on its lane. A lane that is full
// shows the kinds by turns, the frequent ones more often.
func (d *Diagram) Spawn(m engine.Message) {
	if int(m.Kind) >= engine.NumMessageKinds {
		return
	}
	d.seen[m.Kind] = true
	if d.still || d.plan.compact {
		return
	}
	if lane := d.plan.laneOf(m); lane >= 0 {
		d.flow.wait(lane, m.Kind)
	}
}

// Advance moves the messages by a span of wall time, as reported by kit.Motion.
func (d *Diagram) Advance(dt time.Duration) {
	if !d.still && !d.plan.compact {
		d.flow.advance(dt)
	}
}

// Clear takes all messages off the lanes, as after a rewind.
func (d *Diagram) Clear() { d.flow.clear() }

// Moving reports whether messages are still on their way.
func (d *Diagram) Moving() bool { return d.flow.moving() }

// look is the shape and ink of each kind of message, and its name in the legend.
var look = [engine.NumMessageKinds]struct {
	glyph string
	ink   kit.Ink
	name  string
}{
	engine.MsgRequest: {kit.GlyphRequest, kit.InkAccent, "request"},
	engine.MsgRetry:   {kit.GlyphRetry, kit.InkRetry, "retry"},
	engine.MsgReply:   {kit.GlyphReply, kit.InkGood, "reply"},
	engine.MsgHit:     {kit.GlyphHit, kit.InkGood, "hit"},
	engine.MsgGhost:   {kit.GlyphGhost, kit.InkGhost, "ghost"},
	engine.MsgReject:  {kit.GlyphLost, kit.InkLost, "rejected"},
	engine.MsgDrop:    {kit.GlyphDrop, kit.InkLost, "turned away"},
}

// legendOrder is what goes, then what comes back, then what is lost.
var legendOrder = [...]engine.MessageKind{
	engine.MsgRequest, engine.MsgRetry, engine.MsgHit, engine.MsgReply, engine.MsgGhost, engine.MsgReject, engine.MsgDrop,
}

// Legend explains the kinds of messages seen so far, in one line of at most w cells.
func (d *Diagram) Legend(t *kit.Theme, w int) string {
	seen := d.seen
	for _, e := range d.Edges {
		for k, r := range e.Rates {
			seen[k] = seen[k] || r > 0
		}
	}
	for _, n := range d.Nodes {
		seen[engine.MsgGhost] = seen[engine.MsgGhost] || n.Ghosts > 0
	}
	line, used := "", 0
	for _, k := range legendOrder {
		if !seen[k] {
			continue
		}
		name := look[k].name
		if d.Names[k] != "" {
			name = d.Names[k]
		}
		need := 2 + kit.Width(name)
		if used > 0 {
			need += 3
		}
		if used+need > w {
			continue
		}
		if used > 0 {
			line += "   "
		}
		line += t.Paint(look[k].ink, look[k].glyph) + " " + t.Paint(kit.InkDim, name)
		used += need
	}
	return line
}
