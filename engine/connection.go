package engine

import "cmp"

// Connection says that attempts over an edge need a connection to the callee's
// instance. All callers over the edge share one to each. It is opened by the first
// attempt that finds none, and those that come meanwhile wait for it.
//
// A peer that goes down, and is no silent one, resets it. One that goes down
// silently, or is cut off, leaves it half-open: what is sent over it vanishes,
// until KeepAlive finds out, TransportTCP gives up, or attempts time out. A peer
// that was restarted meanwhile answers with a reset.
type Connection struct {
	Handshake int  // round trips before the first request may leave: 1 for TCP, 2 or 3 with TLS; 0: there are no connections
	Timeout   Time // how long an attempt waits for a connection to open; 0: until the retries are over

	// SYNRetries is how often an unanswered opening is tried again, 1 s after the
	// first time, then 2 s, and so on; 0: 6, as Linux has it, which is 127 s in all.
	SYNRetries int

	KeepAlive KeepAlive
}

// KeepAlive finds connections whose peer is gone: Idle after the last thing heard
// from it a probe is sent, and others Every so often. After so many Probes without
// an answer, and the time for another, the connection is broken. Where
// TransportTCP retransmits it waits. Linux has 2 h, 75 s and 9, where it is on.
type KeepAlive struct {
	Idle   Time // 0: off
	Every  Time // 0: 75 s
	Probes int  // 0: 9
}

// Defaults of connections, as Linux has them (Documentation/networking/ip-sysctl.rst).
const (
	firstSYN      = Second
	defaultSYNs   = 6
	defaultEvery  = 75 * Second
	defaultProbes = 9
	nobodysLot    = allLots - 1 // of what no caller sends: only faults of all callers befall it
	maxHandshake  = 10
	maxKeepAlives = 100
	maxSYNs       = 15
)

// conn is the state of a connection from an edge to an instance.
type conn struct {
	edge    int32
	station int32
	state   connState
	fails   bool // opening: comes to nothing at due
	refused bool // opening: is refused at due
	tries   int16

	incarnation uint32 // of the peer's, when it was opened
	serial      uint32 // of the connection
	resending   int32  // packets that TransportTCP retransmits
	first, last int32  // packets that wait for it to open

	began Time // to open
	heard Time // the last thing from the peer
	due   Time // the event that counts; others are of the past
}

type connState uint8

const (
	connClosed connState = iota
	connOpening
	connOpen
)

// configureConnections makes a connection's record for each instance, once there are any.
func (s *Sim) configureConnections(i int32, c *Connection) {
	n := &s.networks[i]
	n.connection = *c
	k := &n.connection
	k.SYNRetries = cmp.Or(k.SYNRetries, defaultSYNs)
	k.KeepAlive.Every, k.KeepAlive.Probes = cmp.Or(k.KeepAlive.Every, defaultEvery), cmp.Or(k.KeepAlive.Probes, defaultProbes)
	n.connected = c.Handshake > 0
	e := &s.edges[i]
	if !n.connected || n.conns != none {
		return
	}
	n.conns = int32(len(s.conns))
	for k := range e.balance.count {
		s.conns = append(s.conns, conn{edge: i, station: e.to + k, first: none, last: none, due: Never})
	}
}

// connOf returns the connection that a packet goes over, or none.
func (s *Sim) connOf(pk *packet) int32 {
	n := &s.networks[pk.edge]
	if !n.connected || pk.kind.ofLookup() {
		return none
	}
	if pk.kind == packetReset {
		return pk.who
	}
	return n.conns + s.attempts.items[pk.who].to - s.edges[pk.edge].to
}

// connect puts a request on its way over its connection, or lets it wait for one.
func (s *Sim) connect(p int32) {
	pk := &s.packets.items[p]
	i := s.connOf(pk)
	c := &s.conns[i]
	if c.state == connOpen {
		s.sendOver(c, p)
		return
	}
	if c.first == none {
		c.first = p
	} else {
		s.packets.items[c.last].next = p
	}
	c.last, pk.next = p, none
	if c.state == connClosed {
		c.state, c.began, c.tries = connOpening, s.Now(), 0
		s.syn(i)
	}
}

// sendOver sends a request over an open connection.
func (s *Sim) sendOver(c *conn, p int32) {
	pk := &s.packets.items[p]
	pk.link, pk.peer = c.serial, c.incarnation
	s.attempts.items[pk.who].link = c.serial
	s.transmit(p)
}

// syn tries to open a connection. What becomes of it is settled by how things are now.
func (s *Sim) syn(i int32) {
	c := &s.conns[i]
	n := &s.networks[c.edge]
	e := &s.edges[c.edge]
	st := &s.stations[c.station]
	instance := c.station - e.to
	lot := s.attempts.items[s.packets.items[c.first].who].lot
	c.fails, c.refused = false, false
	lost := n.ways[0].loses(lot, instance)
	lost = n.ways[1].loses(lot, instance) || lost
	at := s.Now()
	switch {
	case lost || st.silent:
		c.fails = c.tries >= int16(n.connection.SYNRetries)
		at += firstSYN << c.tries
		c.tries++
	default:
		c.tries, c.refused = -1, st.down
		trips := n.connection.Handshake
		if st.down {
			trips = 1
		}
		for range trips {
			at += n.ways[0].delay(lot, instance) + n.ways[1].delay(lot, instance)
		}
	}
	if limit := n.connection.Timeout; limit > 0 && at > c.began+limit {
		at, c.fails, c.refused = c.began+limit, true, false
	}
	s.wakeConn(i, at)
}

// wakeConn lets a connection have its next event.
func (s *Sim) wakeConn(i int32, at Time) {
	s.conns[i].due = at
	s.queue.At(int64(at), evConn, i)
}

// connEvent handles the next thing that happens to a connection.
func (s *Sim) connEvent(i int32) {
	c := &s.conns[i]
	if s.Now() != c.due {
		return
	}
	c.due = Never
	switch {
	case c.state == connOpen:
		s.probe(i)
	case c.state != connOpening:
	case c.fails:
		s.unopened(i, CauseConnect)
	case c.refused:
		s.unopened(i, CauseDown)
	case c.tries >= 0:
		s.syn(i)
	default:
		s.opened(i)
	}
}

// opened lets the packets go that waited for a connection.
func (s *Sim) opened(i int32) {
	c := &s.conns[i]
	c.state, c.heard, c.tries, c.resending = connOpen, s.Now(), 0, 0
	c.incarnation = s.stations[c.station].incarnation
	c.serial++
	s.edges[c.edge].count.Handshakes++
	if idle := s.networks[c.edge].connection.KeepAlive.Idle; idle > 0 {
		s.wakeConn(i, s.Now()+idle)
	}
	for p := s.takeWaiting(i); p != none; {
		pk := &s.packets.items[p]
		next := pk.next
		if s.attempts.items[pk.who].caller == none { // it has not been sent, and never will be
			s.vanish(p)
		} else {
			s.sendOver(&s.conns[i], p)
		}
		p = next
	}
}

// unopened fails the attempts that waited for a connection. Nothing was sent.
func (s *Sim) unopened(i int32, why Cause) {
	s.conns[i].state = connClosed
	for p := s.takeWaiting(i); p != none; {
		a, next := s.packets.items[p].who, s.packets.items[p].next
		s.packets.give(p)
		s.attempts.items[a].cause = why
		s.refused(a)
		p = next
	}
}

func (s *Sim) takeWaiting(i int32) int32 {
	c := &s.conns[i]
	p := c.first
	c.first, c.last = none, none
	return p
}

// probe does what KeepAlive does: nothing while there is traffic.
func (s *Sim) probe(i int32) {
	c := &s.conns[i]
	n := &s.networks[c.edge]
	k := &n.connection.KeepAlive
	switch {
	case !n.connected || k.Idle == 0:
		return
	case c.tries == 0 && c.heard+k.Idle > s.Now():
		s.wakeConn(i, c.heard+k.Idle)
		return
	case c.resending > 0:
		s.wakeConn(i, s.Now()+k.Every)
		return
	case int(c.tries) >= k.Probes:
		s.broken(i)
		return
	}
	st := &s.stations[c.station]
	instance := c.station - s.edges[c.edge].to
	lost := n.ways[0].loses(nobodysLot, instance)
	lost = n.ways[1].loses(nobodysLot, instance) || lost
	switch {
	case lost || st.silent:
		c.tries++
		s.wakeConn(i, s.Now()+k.Every)
	case st.incarnation != c.incarnation:
		s.broken(i)
	default:
		c.heard, c.tries = s.Now(), 0
		s.wakeConn(i, s.Now()+k.Idle)
	}
}

// linkOf returns the connection that a request goes over, nil if it goes over none
// or that is no more.
func (s *Sim) linkOf(pk *packet) *conn {
	if pk.link == 0 || pk.kind != packetRequest {
		return nil
	}
	i := s.connOf(pk)
	if i == none || s.conns[i].serial != pk.link || s.conns[i].state != connOpen {
		return nil
	}
	return &s.conns[i]
}

// arrivedOver notes that a packet came over a connection, at the callee or back. It
// returns false for a request to a callee that was restarted since: that knows
// nothing of the connection, and resets it.
func (s *Sim) arrivedOver(pk *packet) bool {
	i := s.connOf(pk)
	c := &s.conns[i]
	if pk.kind == packetRequest && pk.link != 0 {
		if l := s.linkOf(pk); l != nil && pk.tries > 0 {
			l.resending--
		}
		if s.stations[c.station].incarnation != pk.peer {
			s.sendReset(i, pk.link)
			return false
		}
	}
	if c.state == connOpen && c.incarnation == s.stations[c.station].incarnation {
		c.heard, c.tries = s.Now(), 0
	}
	return true
}

// broken closes a connection, and fails all attempts that are out over it.
func (s *Sim) broken(i int32) {
	c := &s.conns[i]
	if c.state != connOpen {
		return
	}
	c.state, c.due, c.resending = connClosed, Never, 0
	edge, station, serial := c.edge, c.station, c.serial
	for a := range s.attempts.items[:len(s.attempts.items):len(s.attempts.items)] {
		at := &s.attempts.items[a]
		if at.link == serial && at.to == station && at.caller != none && s.sites[at.site].edge == edge {
			s.reset(int32(a))
		}
	}
}

// resetAll lets a station that goes down reset its connections, as its operating system would.
func (s *Sim) resetAll(station int32) {
	for i := range s.conns {
		if c := &s.conns[i]; c.station == station && c.state == connOpen {
			s.sendReset(int32(i), c.serial)
		}
	}
}

// sendReset sends a connection's reset to the callers.
func (s *Sim) sendReset(i int32, serial uint32) {
	s.transmit(s.packets.take(packet{who: i, serial: serial, edge: s.conns[i].edge, kind: packetReset, next: none}))
}

func (d *digest) conns(conns []conn) {
	for i := range conns {
		c := &conns[i]
		d.add(int64(c.state), int64(c.tries), int64(c.serial), int64(c.heard), int64(c.due), int64(c.resending), flag(c.fails), flag(c.refused))
	}
}
