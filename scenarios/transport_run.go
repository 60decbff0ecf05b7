package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
	"sysprep/engine/transport"
)

// transportRun is a run of package engine/transport.
type transportRun struct {
	*transport.Sim
	raw   []transport.Message // reused
	nodes []int               // by group: its node in the picture
}

func (q *transportRun) now() engine.Time       { return engine.Time(q.Now()) }
func (q *transportRun) runUntil(t engine.Time) { q.RunUntil(transport.Time(t)) }
func (q *transportRun) fork() simulation       { return &transportRun{Sim: q.Fork()} }

// Raster does nothing: the model has none.
func (q *transportRun) Raster(int) {}

func (q *transportRun) strike(o operation) error {
	for _, f := range o.transport {
		if err := q.Inject(f); err != nil {
			return err
		}
	}
	return nil
}

func (q *transportRun) reconfigure(s *Scenario) error {
	sys, err := s.Transport.build()
	if err != nil {
		return err
	}
	return q.Reconfigure(sys)
}

func (q *transportRun) fill(r *Result) {
	sys, err := r.Scenario.Transport.build()
	if err != nil {
		panic(err) // it was built before
	}
	r.Transport = &TransportRecord{System: sys, Windows: q.Windows()}
}

// messages are drawn on the edges from each group to the port, and on the last one,
// from the port to the aggregator.
func (q *transportRun) messages(buf []engine.Message) []engine.Message {
	q.raw = q.Feed(q.raw[:0])
	last := 0
	for _, n := range q.nodes {
		last = max(last, n+1)
	}
	for _, m := range q.raw {
		if m.Group >= len(q.nodes) {
			continue // nothing was drawn yet
		}
		out := engine.Message{At: engine.Time(m.At), Edge: q.nodes[m.Group], Node: last}
		switch m.Kind {
		case transport.MsgSend:
			out.Kind = engine.MsgRequest
		case transport.MsgResend:
			out.Kind = engine.MsgRetry
		case transport.MsgForward:
			out.Kind, out.Edge = engine.MsgRequest, last
		case transport.MsgAck:
			out.Kind = engine.MsgReply
		case transport.MsgMark:
			out.Kind = engine.MsgGhost
		case transport.MsgDrop:
			out.Kind = engine.MsgReject
		}
		buf = append(buf, out)
	}
	return buf
}

// picture is the groups of senders, the port, and the aggregator. Groups with the same
// label are drawn as one.
func (q *transportRun) picture(s *Scenario) Picture {
	p := Picture{}
	p.Names[engine.MsgRequest], p.Names[engine.MsgRetry], p.Names[engine.MsgReply] = "packet", "sent again", "ack"
	p.Names[engine.MsgGhost], p.Names[engine.MsgReject] = "ack with a mark", "dropped"
	var last *transport.Window
	if w := q.Windows(); len(w) > 0 {
		last = &w[len(w)-1]
	}
	per := 1 / s.Window().Seconds()
	var shown []drawnGroup
	q.nodes = q.nodes[:0]
	for i, g := range s.Transport.groups() {
		label := labelOf(g.Label, g.ID)
		at := slices.IndexFunc(shown, func(d drawnGroup) bool { return d.label == label })
		if at < 0 {
			at = len(shown)
			shown = append(shown, drawnGroup{label: label, endless: g.Endless})
		}
		shown[at].add(&g, q.Group(i).Counts, last, i)
		q.nodes = append(q.nodes, at)
	}
	port := len(shown)
	for i, d := range shown {
		p.Nodes = append(p.Nodes, PictureNode{Label: d.label, Kind: "client", Lines: d.lines()})
		p.Edges = append(p.Edges, PictureEdge{From: i, To: port, Rates: packetRates(&d.now, per)})
	}
	held, bytes := q.Held()
	sw := PictureNode{Label: "switch port", Kind: "port", Queue: held, Cap: s.Transport.BufferPackets}
	if sw.Cap == 0 && s.Transport.Buffer > 0 { // a bound in bytes, in full packets
		sw.Cap = int(s.Transport.Buffer) / (1460 + transport.HeaderBytes)
		sw.Queue = int(bytes) / (1460 + transport.HeaderBytes)
	}
	receiver := PictureNode{Label: "aggregator", Kind: "receiver", Lines: []string{""}}
	out := PictureEdge{From: port, To: port + 1}
	if last != nil {
		out.Rates[engine.MsgRequest] = float64(last.Delivered) * per
		sw.Lines = []string{thousands(float64(last.Drops)*per) + " dropped/s", thousands(float64(last.Marks)*per) + " marked/s"}
		goodput := Metric{Unit: Bits}
		receiver.Lines = []string{goodput.Format(last.Goodput()), fmt.Sprintf("%d done", last.Complete), fmt.Sprintf("%d missed", last.Missed)}
	}
	p.Nodes = append(p.Nodes, sw, receiver)
	p.Edges = append(p.Edges, out)
	return p
}

// drawnGroup is the groups of one label.
type drawnGroup struct {
	label    string
	senders  int
	endless  bool
	deadline bool
	sum, now transport.Counts // since the start, and in the last window
}

func (d *drawnGroup) add(g *Group, c transport.Counts, last *transport.Window, i int) {
	d.senders += g.Senders
	d.deadline = d.deadline || g.Deadline > 0
	d.sum.Add(&c)
	if last != nil {
		d.now.Add(&last.Groups[i])
	}
}

// lines say how the groups have fared.
func (d *drawnGroup) lines() []string {
	senders := "1 sender"
	if d.senders != 1 {
		senders = fmt.Sprintf("%d senders", d.senders)
	}
	switch {
	case d.sum.Queries == 0:
		return []string{senders, "stands by"}
	case d.endless:
		return []string{senders, "long flows"}
	case d.deadline:
		return []string{senders, fmt.Sprintf("%d of %d late", d.sum.Missed, d.sum.Queries)}
	}
	return []string{senders, fmt.Sprintf("%d of %d done", d.sum.Complete, d.sum.Queries)}
}

func packetRates(c *transport.Counts, per float64) (r [engine.NumMessageKinds]float64) {
	r[engine.MsgRequest] = float64(c.Sent-c.Retransmits) * per
	r[engine.MsgRetry] = float64(c.Retransmits) * per
	r[engine.MsgReply] = float64(c.Delivered) * per
	r[engine.MsgReject] = float64(c.Drops) * per
	return r
}
