package engine

import "sysprep/engine/kernel"

// attempt is one message to a store or service and what becomes of it. It
// outlives the caller's patience: when the caller goes, caller becomes none, and
// what is left of the attempt is a ghost.
type attempt struct {
	deadline Time // when the caller will have gone, as the callee knows it; Never if it does not
	expires  Time // when it will have waited too long in a queue (Line.CoDel)
	sent     Time
	began    Time // when a worker took it on; Never if none has
	again    Time // with a refusal or an error: how long the caller is to wait with the next attempt; Never: it is to make none

	caller  int32        // the request that waits for it, or none
	timer   kernel.Timer // the caller's timeout, or the message that it has gone, or NoTimer
	next    int32        // the next in the callee's queue; or the next free record
	prev    int32        // the one before it in the callee's queue
	key     int32
	site    int32
	to      int32 // the callee, in Sim.stations
	twin    int32 // the next in the ring of its copies (Hedge); none if it is alone
	serving int32 // the service's request that it is worked on as; none before and in stores
	place   place
	cause   Cause // of the refusal or error
	failing bool  // will end, or has ended, in an error
	hedge   bool  // a further copy of an attempt
	dropped bool  // on its way back, because its copy has begun elsewhere (Hedge.Tied)
	class   uint8

	watched  bool   // edge.watch when it was sent
	steps    bool   // edge.steps when it was sent
	double   bool   // as request.double
	replayed bool   // answered by what is kept with its key
	number   uint16 // in its trace

	missing    float64 // share of the answer that is missing
	generation uint32  // of the breaker when it was sent
	breaker    int32   // that let it through, in edge.breakers; or none
	party      int32   // which caller's it is, in edge.callers
	counted    bool    // by the caller's limit

	lot    uint16 // of its caller; see lotOf
	serial uint32 // of the use of this record: packets know by it what they are about
	link   uint32 // the serial of the connection that it went over; 0: none

	intent int32  // as request.intent
	traced int32  // the trace that it is in, or 0
	idem   uint64 // its idempotency key, or 0
	spans  spanPlace
}

type place uint8

const (
	onItsWay place = iota // to the callee or back; also of free records
	waiting               // in the callee's queue
	parked                // beside it, until another with the same idempotency key is done
	inService
	stopped     // work at a store that was stopped; it is kept until the end of service that was foreseen
	lostAtStore // the callee went down with it; it is kept until its caller gives up
)

// attemptPool holds the attempts that somebody still has to deal with.
type attemptPool struct {
	items []attempt
	free  int32
	ended []int32 // intents that were carried by attempts given back; see settleLedger
}

func (p *attemptPool) take() int32 {
	if p.free == none {
		p.items = append(p.items, attempt{})
		return int32(len(p.items) - 1)
	}
	a := p.free
	p.free = p.items[a].next
	return a
}

func (p *attemptPool) give(a int32) {
	if p.items[a].twin != none {
		p.unlink(a)
	}
	if in := p.items[a].intent; in != 0 {
		p.ended = append(p.ended, in)
		p.items[a].intent = 0
	}
	p.items[a].next, p.items[a].place = p.free, onItsWay
	p.items[a].serial++
	p.items[a].link = 0
	p.free = a
}
