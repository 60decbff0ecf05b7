package engine

import (
	"cmp"

	"sysprep/engine/random"
)

// Defaults of TransportTCP, as Linux has them (Documentation/networking/ip-sysctl.rst).
const (
	defaultRTO     = 200 * Millisecond
	defaultRetries = 15
	maxRTO         = 120 * Second
)

// network is the state of an edge's Network.
type network struct {
	ways    [2]way // by Direction: requests, replies
	ordered bool
	tcp     bool
	rto     Time
	retries int16

	connection Connection // with its defaults
	connected  bool
	conns      int32 // the first of its connections, in Sim.conns; none before there are any

	own     bool // Edge.Network says something
	touched bool // had packets once, or may have
}

// way is the state of one direction of an edge.
type way struct {
	latency Time // Edge.Latency included
	jitter  Dist
	loss    float64
	bytes   int64
	link    int32 // in Sim.links, or none

	luck   random.Stream // of the jitter
	losses random.Stream
	last   []Time // by instance: when the last message arrives; with Ordered

	cut      scope // FaultPartition
	lossy    scope // FaultLoss
	moreLoss float64
	slow     scope // FaultLatency
	extra    Time
	factor   float64
}

// scope is whom a fault on an edge befalls: a share of the callers, and a range of
// the callee's instances.
type scope struct {
	on       bool
	lots     uint32 // callers whose lot is below; allLots: all
	from, to int32  // instances of the callee
}

// allLots is one more than the highest lot that a caller can have.
const allLots = 1 << 16

func (c *scope) hits(lot uint16, instance int32) bool {
	return c.on && uint32(lot) < c.lots && instance >= c.from && instance < c.to
}

// link is the state of a Link: it is busy until free.
type link struct {
	rate   float64 // bytes per second
	buffer int64
	free   Time
}

// put puts a message on a link; it returns when the link will have sent it, or
// false when the buffer is full.
func (l *link) put(bytes int64, now Time) (Time, bool) {
	backlog := max(0, l.free-now)
	if l.buffer > 0 && backlog > 0 && float64(backlog.Seconds()*l.rate)+float64(bytes) > float64(l.buffer) {
		return 0, false
	}
	l.free = now + backlog + Time(float64(min(float64(bytes)/l.rate*float64(Second), longestService))+0.5)
	return l.free, true
}

func newNetwork(seed uint64, edge string) network {
	n := network{conns: none}
	for d, name := range [...]string{"request", "reply"} {
		n.ways[d] = way{
			link: none, factor: 1,
			luck:   random.New(seed, "edge/"+edge+"/"+name+"/jitter"),
			losses: random.New(seed, "edge/"+edge+"/"+name+"/loss"),
		}
	}
	return n
}

func (s *Sim) configureNetwork(i int32, e *Edge) {
	n := &s.networks[i]
	w := &e.Network
	n.own = *w != Network{}
	n.ordered, n.tcp = w.Ordered, w.Transport == TransportTCP
	n.rto, n.retries = cmp.Or(w.RTO, defaultRTO), int16(cmp.Or(w.Retries, defaultRetries))
	for d, p := range [...]*Path{&w.Request, &w.Reply} {
		n.ways[d].latency, n.ways[d].jitter = e.Latency+p.Latency, p.Jitter
		n.ways[d].loss, n.ways[d].bytes = p.Loss, p.Bytes
		s.configureLink(&n.ways[d], p)
	}
	s.configureConnections(i, &w.Connection)
	s.setNetworked(i)
}

// configureLink finds or makes the link of a way. One that is made stays, with
// what is on it, when its rate becomes unlimited.
func (s *Sim) configureLink(w *way, p *Path) {
	if p.Link != "" {
		for l := range s.sys.Links {
			if s.sys.Links[l].Name == p.Link {
				w.link = int32(l)
			}
		}
		return
	}
	switch {
	case p.Rate == 0:
		w.link = none
	case w.link == none:
		w.link = int32(len(s.links))
		s.links = append(s.links, link{rate: p.Rate, buffer: p.Buffer})
	default:
		s.links[w.link].rate, s.links[w.link].buffer = p.Rate, p.Buffer
	}
}

func (s *Sim) configureLinks(sys *System) {
	if s.links == nil {
		s.links = make([]link, len(sys.Links))
	}
	for i := range sys.Links {
		s.links[i].rate, s.links[i].buffer = sys.Links[i].Rate, sys.Links[i].Buffer
	}
}

// setNetworked decides whether the messages of an edge are packets.
func (s *Sim) setNetworked(i int32) {
	n := &s.networks[i]
	on := n.own
	if r := s.nodes[s.edges[i].node]; r.kind == roleCache {
		on = on || s.caches[r.index].silent
	}
	for d := range n.ways {
		w := &n.ways[d]
		on = on || w.cut.on || w.lossy.on || w.slow.on
	}
	s.edges[i].networked = on
	n.touched = n.touched || on
}

// delay draws how long a message is on its way.
func (w *way) delay(lot uint16, instance int32) Time {
	t := w.latency
	if w.jitter.Mean > 0 {
		t += Time(spanOf(&w.jitter, 1, &w.luck))
	}
	if w.slow.hits(lot, instance) {
		t = Time(min(float64(float64(t)*w.factor), longestService)) + w.extra
	}
	return t
}

// loses draws whether a message gets lost.
func (w *way) loses(lot uint16, instance int32) bool {
	if w.cut.hits(lot, instance) {
		return true
	}
	if w.loss > 0 && w.losses.Float() < w.loss {
		return true
	}
	return w.lossy.hits(lot, instance) && w.losses.Float() < w.moreLoss
}

// inOrder returns when a message that could arrive at t arrives behind those that
// were sent before it.
func (w *way) inOrder(instance int32, t Time) Time {
	for int(instance) >= len(w.last) {
		w.last = append(w.last, 0)
	}
	w.last[instance] = max(w.last[instance], t)
	return w.last[instance]
}

func (d *digest) network(n *network, links []link) {
	if !n.touched {
		return
	}
	for i := range n.ways {
		w := &n.ways[i]
		d.stream(&w.luck)
		d.stream(&w.losses)
		for _, c := range []*scope{&w.cut, &w.lossy, &w.slow} {
			d.rare(flag(c.on), int64(c.lots), int64(c.from), int64(c.to))
		}
		d.rare(int64(w.moreLoss*(1<<53)), int64(w.extra), int64((w.factor-1)*(1<<20)))
		for _, t := range w.last {
			d.add(int64(t))
		}
		if w.link != none {
			d.add(int64(links[w.link].free))
		}
	}
}
