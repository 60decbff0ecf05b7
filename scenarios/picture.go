package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// Picture is a running system for drawing: who is there, who sends to whom, and how
// they stand. It is the same for every model, so that one screen draws all of them.
type Picture struct {
	Nodes []PictureNode
	Edges []PictureEdge

	// Names are what the kinds of messages are called here; the usual name if empty.
	Names [engine.NumMessageKinds]string
}

// PictureNode is a party. Kind is "client", "cache", "store", "service", "port",
// "receiver" or "replica".
type PictureNode struct {
	Label string
	Kind  string
	Lines []string // what to say of it, the most important first

	Queue, Cap    int // what waits and the most that may; Cap 0: no queue
	Busy, Workers int // workers busy and in all; Workers 0: none
	Ghosts        int // of what waits or is worked on, that for nobody
	Down          bool
	Leads         bool // the leader
}

// PictureEdge is a way from one node to another, by their indexes.
type PictureEdge struct {
	From, To int
	Label    string
	Rates    [engine.NumMessageKinds]float64 // messages a second by kind
	Breaker  string                          // "closed", "half open", "open", or how many of several are open; empty: there is none
}

// SameShape reports whether two pictures have the same nodes and edges, so that only
// how they stand differs.
func (p *Picture) SameShape(o *Picture) bool {
	return slices.EqualFunc(p.Nodes, o.Nodes, func(a, b PictureNode) bool { return a.Label == b.Label && a.Kind == b.Kind }) &&
		slices.EqualFunc(p.Edges, o.Edges, func(a, b PictureEdge) bool { return a.From == b.From && a.To == b.To && a.Label == b.Label })
}

func labelOf(label, id string) string {
	if label == "" {
		return id
	}
	return label
}

// picture draws a system of requests by its last closed second.
func (q requestRun) picture(s *Scenario) Picture {
	var p Picture
	var last *engine.Window
	if w := q.Windows(); len(w) > 0 {
		last = &w[len(w)-1]
	}
	for i, n := range s.Nodes {
		p.Nodes = append(p.Nodes, q.pictureNode(&n, i, last))
	}
	for i, e := range s.Edges {
		edge := PictureEdge{From: s.nodeIndex(e.From), To: s.nodeIndex(e.To), Label: e.ID}
		if now := q.Edge(i); now.Breakers > 0 {
			edge.Breaker = breakerWord(now)
		}
		if last != nil {
			edge.Rates = edgeRates(last, i, edge.To, s.Nodes[edge.To].Kind)
		}
		p.Edges = append(p.Edges, edge)
	}
	return p
}

func edgeRates(w *engine.Window, i, to int, kind string) (r [engine.NumMessageKinds]float64) {
	e := &w.Edges[i]
	r[engine.MsgRequest] = float64(e.Sent - e.Retries - e.Hedges)
	r[engine.MsgRetry] = float64(e.Retries + e.Hedges)
	r[engine.MsgReply] = float64(e.Replies)
	r[engine.MsgGhost] = float64(e.Late)
	r[engine.MsgReject] = float64(e.Rejects)
	if kind == "cache" {
		n := &w.Nodes[to]
		r[engine.MsgRequest], r[engine.MsgHit] = float64(n.Hits+n.Misses), float64(n.Hits)
	}
	return r
}

func (q requestRun) pictureNode(n *Node, i int, last *engine.Window) PictureNode {
	now := q.Node(i)
	out := PictureNode{Label: labelOf(n.Label, n.ID), Kind: n.Kind, Down: now.Down}
	switch n.Kind {
	case "client":
		out.Lines = q.clientLines(i, last)
	case "cache":
		hit := "hit  —"
		if last != nil {
			if c := last.Nodes[i]; c.Hits+c.Misses > 0 {
				hit = fmt.Sprintf("hit %2.0f %%", 100*float64(c.Hits)/float64(c.Hits+c.Misses))
			}
		}
		out.Lines = []string{hit, thousands(float64(now.Entries)) + " rows"}
	default:
		instances := max(1, n.Instances)
		out.Queue, out.Cap, out.Busy, out.Workers, out.Ghosts = now.Queue, n.Queue*instances, now.Busy, n.Workers*instances, now.Ghosts
		if last != nil {
			word := " read/s"
			if n.Kind == "service" {
				word = " done/s"
			}
			out.Lines = []string{thousands(float64(last.Nodes[i].Served)) + word}
		}
		if now.Paused > 0 {
			out.Lines = append(out.Lines, pausedText(now.Paused, instances))
		}
		if d := now.DownInstances; d > 0 && !now.Down {
			out.Lines = append(out.Lines, fmt.Sprintf("%d of %d down", d, instances))
		}
	}
	return out
}

// clientLines tells what users of node i send and get: of several kinds of users, each
// kind has its own counts.
func (q requestRun) clientLines(i int, last *engine.Window) []string {
	if last == nil {
		return []string{""}
	}
	if n := &last.Nodes[i]; n.Offered != last.Offered {
		return []string{
			thousands(float64(n.Offered)) + "/s", "good " + thousands(float64(n.Answered)), "lost " + thousands(float64(n.Lost)),
		}
	}
	lines := []string{thousands(float64(last.Offered)) + "/s"}
	if n := last.Lost[engine.CauseShed]; n > 0 {
		lines = append(lines, "away "+thousands(float64(n)))
	}
	lost := -last.Lost[engine.CauseShed]
	for _, n := range last.Lost {
		lost += n
	}
	return append(lines, "good "+thousands(float64(last.Answered)), "lost "+thousands(float64(lost)))
}

// breakerWord is how an edge's breakers stand, in a word or two.
func breakerWord(e engine.EdgeState) string {
	switch {
	case e.Breakers > 1 && e.Open > 0:
		return fmt.Sprintf("%d of %d open", e.Open, e.Breakers)
	case e.Open > 0:
		return "open"
	case e.HalfOpen > 0:
		return "half open"
	}
	return "closed"
}

func pausedText(n, of int) string {
	if of == 1 {
		return "pauses"
	}
	return fmt.Sprintf("%d of %d pause", n, of)
}
