package scenarios

import (
	"fmt"

	"sysprep/engine"
	"sysprep/engine/transport"
)

// transportRun is a run of package engine/transport.
type transportRun struct {
	*transport.Sim
	raw []transport.Message // reused
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
	last := len(q.Current().Groups)
	for _, m := range q.raw {
		out := engine.Message{At: engine.Time(m.At), Edge: m.Group, Node: last}
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

// picture is the groups of senders, the port, and the aggregator.
func (q *transportRun) picture(s *Scenario) Picture {
	p := Picture{}
	p.Names[engine.MsgRequest], p.Names[engine.MsgRetry], p.Names[engine.MsgReply] = "packet", "sent again", "ack"
	p.Names[engine.MsgGhost], p.Names[engine.MsgReject] = "ack with a mark", "dropped"
	var last *transport.Window
	if w := q.Windows(); len(w) > 0 {
		last = &w[len(w)-1]
	}
	groups := s.Transport.groups()
	per := 1 / s.Window().Seconds()
	port := len(groups)
	for i, g := range groups {
		n := PictureNode{Label: labelOf(g.Label, g.ID), Kind: "client", Lines: []string{fmt.Sprintf("%d senders", g.Senders)}}
		e := PictureEdge{From: i, To: port}
		if last != nil {
			c := &last.Groups[i]
			e.Rates = packetRates(c, per)
			n.Lines = append(n.Lines, q.groupLine(i, &g))
		}
		p.Nodes, p.Edges = append(p.Nodes, n), append(p.Edges, e)
	}
	held, bytes := q.Held()
	sw := PictureNode{Label: "switch port", Kind: "port", Queue: held, Cap: s.Transport.BufferPackets, Workers: 1, Busy: min(1, held)}
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

// groupLine says how a group has fared.
func (q *transportRun) groupLine(i int, g *Group) string {
	c := q.Group(i).Counts
	switch {
	case c.Queries == 0:
		return "stands by"
	case g.Endless:
		return "long flows"
	case g.Deadline > 0:
		return fmt.Sprintf("%d of %d late", c.Missed, c.Queries)
	}
	return fmt.Sprintf("%d of %d done", c.Complete, c.Queries)
}

func packetRates(c *transport.Counts, per float64) (r [engine.NumMessageKinds]float64) {
	r[engine.MsgRequest] = float64(c.Sent-c.Retransmits) * per
	r[engine.MsgRetry] = float64(c.Retransmits) * per
	r[engine.MsgReply] = float64(c.Delivered) * per
	r[engine.MsgReject] = float64(c.Drops) * per
	return r
}
