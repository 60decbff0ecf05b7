package engine

// packet is a message on its way over an edge whose messages are not all alike.
type packet struct {
	sent Time // look-ups: when the request asked; requests: when they were to arrive at the edge's own latency

	who    int32 // of a reset, the connection; of others, the attempt; of look-ups and what comes back from them, the request
	serial uint32
	edge   int32
	next   int32 // the next free record, or the next that waits for the connection
	tries  int16 // retransmissions
	kind   packetKind
	link   uint32 // the serial of the connection that a request goes over
	peer   uint32 // the incarnation of the callee that the connection is to
}

type packetKind uint8

const (
	packetRequest packetKind = iota
	packetGone               // word that the caller has gone
	packetTied               // word that a copy has begun elsewhere
	packetLookup
	packetAnswer
	packetRefusal
	packetHit
	packetMiss
	packetReset // the connection is no more
)

// Direction is a direction of an edge, for its faults.
type Direction uint8

// Directions of messages.
const (
	DirectionBoth Direction = iota
	DirectionRequests
	DirectionReplies
)

func (k packetKind) way() int {
	if k < packetAnswer {
		return 0
	}
	return 1
}

// word reports whether the attempt itself is elsewhere.
func (k packetKind) word() bool { return k == packetGone || k == packetTied }

func (k packetKind) ofLookup() bool { return k == packetLookup || k == packetHit || k == packetMiss }

// packetPool holds the packets under way.
type packetPool struct {
	items []packet
	free  int32
}

func (p *packetPool) take(pk packet) int32 {
	if p.free == none {
		p.items = append(p.items, pk)
		return int32(len(p.items) - 1)
	}
	i := p.free
	p.free = p.items[i].next
	p.items[i] = pk
	return i
}

func (p *packetPool) give(i int32) {
	p.items[i].next, p.items[i].who = p.free, none
	p.free = i
}

// packetFor makes the packet of an attempt's answer (evAnswered) or refusal.
func (s *Sim) packetFor(a int32, kind uint32) int32 {
	k := packetAnswer
	if kind == evRefused {
		k = packetRefusal
	}
	return s.packetOf(a, k)
}

func (s *Sim) packetOf(a int32, kind packetKind) int32 {
	at := &s.attempts.items[a]
	if at.lot == 0 && at.caller != none { // it was sent in a lane
		at.lot = s.lotOf(at.caller)
	}
	return s.packets.take(packet{who: a, serial: at.serial, edge: s.sites[at.site].edge, kind: kind, next: none})
}

// postPacket puts an attempt on its way to its callee.
func (s *Sim) postPacket(a int32) {
	p := s.packetOf(a, packetRequest)
	pk := &s.packets.items[p]
	pk.sent = s.Now() + s.edges[pk.edge].latency
	if s.networks[pk.edge].connected {
		s.connect(p)
		return
	}
	s.transmit(p)
}

// sendGonePackets tells a callee that an attempt's caller has gone, as far as the
// message arrives. With a deadline it knows when that has passed, all the same.
func (s *Sim) sendGonePackets(e *edge, a int32) {
	at := &s.attempts.items[a]
	if e.deadline && at.deadline != Never && at.place != onItsWay { // on arrival it will be seen to
		s.queue.At(int64(max(s.Now(), at.deadline)), evPacket, s.packetOf(a, packetGone))
	}
	s.transmit(s.packetOf(a, packetGone))
}

// lotOf returns a request's lot: requests with the lowest are those that befalls
// what befalls a share of the callers. The lots of an instance's requests are all
// the same; those of a client are evenly spread, and the same in every run.
func (s *Sim) lotOf(r int32) uint16 {
	q := &s.requests.items[r]
	for q.parent != 0 {
		q = &s.requests.items[q.parent-1]
	}
	if q.serves == none {
		return clientLot(q.serial)
	}
	to := s.attempts.items[q.serves].to
	first, count := s.instancesOf(to)
	return uint16((2*int64(to-first) + 1) * allLots / 2 / int64(count))
}

// clientLot mixes the number of an arrival (the finaliser of MurmurHash3).
func clientLot(serial uint32) uint16 {
	h := serial
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return uint16(h ^ h>>16)
}

// instancesOf returns the first station of the node that a station belongs to, and how many there are.
func (s *Sim) instancesOf(station int32) (first, count int32) {
	r := s.nodes[s.stations[station].node]
	return r.index, s.instances(r)
}

// towards returns the caller's lot and the callee's instance of a packet.
func (s *Sim) towards(pk *packet) (lot uint16, instance int32) {
	if pk.kind.ofLookup() {
		return s.lotOf(pk.who), 0
	}
	if pk.kind == packetReset {
		return nobodysLot, s.conns[pk.who].station - s.edges[pk.edge].to
	}
	at := &s.attempts.items[pk.who]
	return at.lot, at.to - s.edges[pk.edge].to
}

// transmit puts a packet on its way, or loses it.
func (s *Sim) transmit(p int32) {
	pk := &s.packets.items[p]
	n := &s.networks[pk.edge]
	w := &n.ways[pk.kind.way()]
	lot, instance := s.towards(pk)
	if w.loses(lot, instance) {
		s.astray(p)
		return
	}
	t := s.Now()
	if w.link != none {
		var ok bool
		if t, ok = s.links[w.link].put(w.bytes, t); !ok {
			s.edges[pk.edge].count.Overflows++
			s.astray(p)
			return
		}
	}
	t += w.delay(lot, instance)
	if n.ordered {
		t = w.inOrder(instance, t)
	}
	if pk.kind.ofLookup() && t > s.lookupEnds(pk) {
		s.missLater(p)
		return
	}
	s.queue.At(int64(t), evPacket, p)
}

// astray handles a packet that got lost: another transmission, or the end of it.
func (s *Sim) astray(p int32) {
	pk := &s.packets.items[p]
	n := &s.networks[pk.edge]
	if pk.kind.way() == 0 {
		s.edges[pk.edge].count.LostRequests++
	} else {
		s.edges[pk.edge].count.LostReplies++
	}
	if pk.kind == packetReset { // which nobody acknowledges
		s.packets.give(p)
		return
	}
	if n.tcp {
		if c := s.linkOf(pk); c != nil && pk.tries == 0 {
			c.resending++
		}
		again := s.Now() + n.wait(pk.tries)
		if n.ordered { // what is sent behind it waits for it
			_, instance := s.towards(pk)
			w := &n.ways[pk.kind.way()]
			w.inOrder(instance, again+w.latency)
		}
		if !pk.kind.ofLookup() || again < s.lookupEnds(pk) {
			s.queue.At(int64(again), evResend, p)
			return
		}
	}
	if pk.kind.ofLookup() {
		s.missLater(p)
		return
	}
	s.vanish(p)
}

// wait returns how long a sender waits for the acknowledgement of a transmission.
func (n *network) wait(tries int16) Time {
	if tries >= 30 || n.rto > maxRTO>>tries {
		return maxRTO
	}
	return n.rto << tries
}

// vanish ends a packet that never arrives. Its attempt is lost.
func (s *Sim) vanish(p int32) {
	pk := s.packets.items[p]
	s.packets.give(p)
	if at := &s.attempts.items[pk.who]; !pk.kind.word() && at.serial == pk.serial {
		s.loseAttempt(pk.who)
	}
}

// resend sends a packet again that was lost, unless it was tried often enough:
// then its sender takes the connection for broken.
func (s *Sim) resend(p int32) {
	pk := &s.packets.items[p]
	if pk.kind == packetRequest && pk.link != 0 && s.linkOf(pk) == nil { // its connection is no more
		s.vanish(p)
		return
	}
	if pk.kind.word() && s.attempts.items[pk.who].serial != pk.serial {
		s.packets.give(p)
		return
	}
	if pk.tries++; pk.tries <= s.networks[pk.edge].retries {
		s.edges[pk.edge].count.Retransmits++
		s.transmit(p)
		return
	}
	kind, a := pk.kind, pk.who
	if kind.ofLookup() {
		s.missLater(p)
		return
	}
	if pk.link != 0 {
		i := s.connOf(pk)
		s.vanish(p)
		s.broken(i)
		return
	}
	if kind == packetRequest && s.attempts.items[a].caller != none {
		s.packets.give(p)
		s.attempts.items[a].place = lostAtStore
		s.reset(a)
		return
	}
	s.vanish(p)
}

// reset tells an attempt's caller that its connection is broken. What was asked
// may have been done.
func (s *Sim) reset(a int32) {
	at := &s.attempts.items[a]
	r := at.caller
	e := &s.edges[s.sites[at.site].edge]
	at.cause = CauseReset
	e.count.Resets++
	e.learn(s.Now(), at, false, CauseReset)
	s.timed(e, at)
	others := s.othersOut(r, a)
	if at.spans.trace != 0 {
		s.spanFails(at, CauseReset)
	}
	s.abandon(a)
	s.requests.items[r].why = CauseReset
	if !others {
		s.failed(r, CauseReset)
	}
}

// packetArrived handles a packet that reaches its end of the edge.
func (s *Sim) packetArrived(p int32) {
	pk := s.packets.items[p]
	if pk.kind.ofLookup() {
		s.lookupArrived(p)
		return
	}
	if pk.kind == packetReset {
		s.packets.give(p)
		if s.conns[pk.who].serial == pk.serial {
			s.broken(pk.who)
		}
		return
	}
	a := pk.who
	at := &s.attempts.items[a]
	if at.serial != pk.serial { // the attempt has ended
		s.packets.give(p)
		return
	}
	if pk.kind == packetRequest && s.stations[at.to].silent {
		s.astray(p)
		return
	}
	if s.networks[pk.edge].connected && !s.arrivedOver(&pk) {
		s.vanish(p)
		return
	}
	s.packets.give(p)
	switch pk.kind {
	case packetRequest:
		if at.deadline != Never {
			at.deadline += s.Now() - pk.sent
			if at.caller == none && s.edges[pk.edge].deadline {
				s.queue.At(int64(max(s.Now(), at.deadline)), evPacket, s.packetOf(a, packetGone))
			}
		}
		s.deliver(a)
	case packetAnswer:
		s.replied(a)
	case packetRefusal:
		s.refused(a)
	case packetGone:
		s.callerGone(a)
	case packetTied:
		s.tied(a)
	}
}

func (s *Sim) packetHash(d *digest, pk *packet) {
	d.add(int64(pk.sent), int64(pk.edge), int64(pk.tries), int64(pk.kind))
	if pk.kind.ofLookup() {
		q := &s.requests.items[pk.who]
		d.add(int64(q.arrived), int64(q.key), int64(q.pc))
		return
	}
	if pk.kind == packetReset {
		d.add(int64(pk.who), int64(pk.serial))
		return
	}
	if at := &s.attempts.items[pk.who]; at.serial == pk.serial {
		d.rare(int64(pk.link), int64(pk.peer))
		d.add(int64(at.key), int64(at.site), flag(at.caller == none))
	}
}
