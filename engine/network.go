package engine

import "sysprep/engine/kernel"

// Network is what happens to the messages of an edge on their way, beside
// Edge.Latency. The zero value adds nothing and loses nothing.
type Network struct {
	Request Path // to the callee: requests, look-ups, and word that a caller has gone
	Reply   Path // back: answers and refusals

	// Ordered keeps the order of the messages to, and of those from, each instance
	// of the callee; else what has luck overtakes what has none.
	Ordered bool

	Transport  Transport
	RTO        Time // TransportTCP: the wait before the first retransmission; it doubles each time, up to 120 s; 0: 200 ms
	Connection Connection
	Retries    int // TransportTCP: retransmissions before the connection is given up (tcp_retries2); 0: 15, as Linux has it
}

// Path is one direction of an edge.
type Path struct {
	Latency Time    // beside Edge.Latency
	Jitter  Dist    // added to the latency of each message; Mean 0: none
	Loss    float64 // share of messages that get lost, 0 to 1

	// A link takes the messages one by one, each for its Bytes by the link's rate,
	// and loses what finds its buffer full. Rate makes one for this direction of this
	// edge; Link names one of System.Links, which several edges may share.
	Bytes  int64   // length of a message
	Rate   float64 // bytes per second; 0: no limit
	Buffer int64   // bytes on the link at most, what is being sent included; 0: no bound
	Link   string
}

// Link is a link that several edges share; see Path.
type Link struct {
	Name   string
	Rate   float64 // bytes per second
	Buffer int64   // bytes on the link at most, what is being sent included; 0: no bound
}

// Transport says what becomes of a message that got lost.
type Transport uint8

// Kinds of transport.
const (
	TransportDatagram Transport = iota // it is lost
	TransportTCP                       // it is sent again after Network.RTO, twice that, and so on, until it arrives
)

// Every message passes through here: requests to a callee, answers and refusals
// back, word that a caller has gone, and round trips to caches. On an edge whose
// messages all take the same time and arrive, they are events in a lane. On the
// others (edge.networked) they are packets.

// post puts an attempt on its way to its callee.
func (s *Sim) post(e *edge, a int32) {
	if e.networked {
		s.postPacket(a)
		return
	}
	s.queue.After(e.wire, evDeliver, a)
}

// sendBack puts the callee's answer (evAnswered) or refusal (evRefused) on its
// way to the caller.
func (s *Sim) sendBack(e *edge, a int32, kind uint32) {
	if e.networked {
		s.transmit(s.packetFor(a, kind))
		return
	}
	s.queue.After(e.wire, kind, a)
}

// sendGone tells the callee that an attempt's caller has gone, and returns the
// timer of the message. In a lane it takes as long as the attempt did, and so
// never overtakes it.
func (s *Sim) sendGone(e *edge, a int32) kernel.Timer {
	if e.networked {
		s.sendGonePackets(e, a)
		return kernel.NoTimer
	}
	return s.queue.After(e.wire, evGone, a)
}

// sendTied tells the callee of a copy, from that of another, that the other has begun.
func (s *Sim) sendTied(e *edge, a int32) {
	if e.networked {
		s.transmit(s.packetOf(a, packetTied))
		return
	}
	s.queue.After(e.wire, evTied, a)
}

// roundTrip returns how long a cache's answer is on its way, there and back.
func (e *edge) roundTrip() Time { return 2 * e.latency }

// sendBackFromCache puts a cache's answer, which takes wait in all, on its way to
// the request that asked: evMissed or evHit.
func (s *Sim) sendBackFromCache(e *edge, r int32, kind uint32) { s.queue.After(e.wire, kind, r) }
