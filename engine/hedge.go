package engine

import (
	"sysprep/engine/kernel"
	"sysprep/engine/measure"
)

// Hedge sends further attempts of a call while the first is out; the first answer
// wins, and the others are abandoned (Dean and Barroso, "The Tail at Scale", CACM
// 56(2) 2013). If S(t) is the share of answers that take longer than t and servers
// don't queue, a call takes longer than t with probability S(t)*S(t-After), and
// S(After) is the share of further attempts.
//
// A hedge goes to an instance that has none of the call's attempts, if there is
// one, and has the edge's timeout to itself. It is no retry: Attempts and Budget
// don't count it. Retries come when all that is out has failed.
type Hedge struct {
	Extra int  // most further attempts for each attempt; 0: none
	After Time // when each goes out, counted from the one before; 0: with it

	// Quantile takes for After what so large a share of attempts was answered
	// within lately, 0 to 1: of the last whole thousand, at the beginning of the
	// first hundred or more, up to 1.6 % longer; until then After, and no hedge if that is 0. An attempt
	// that is given up counts with the time that it was out; refusals and hedges do
	// not count. 0: After.
	Quantile float64

	// Share bounds hedges by a bucket of ten tokens: each call adds Share, each hedge
	// takes one. 0: no bound.
	Share float64

	// Tied makes the copies know each other: the callee that begins one tells those
	// that have the others, one latency later, and a copy that still waits there is
	// dropped. Its caller is told, and so does not wait for it.
	Tied bool
}

// hedgeTokens is the size of the bucket of Hedge.Share.
const hedgeTokens = 10

// hedge is the state of an edge's Hedge.
type hedge struct {
	rule   Hedge
	lane   kernel.Lane // of the present delay; noLane for none
	delay  Time
	tokens budget
	seen   *latencies // nil without Quantile
}

// latencies is what attempts over an edge took lately.
type latencies struct {
	seen     measure.Histogram
	full     bool // a thousand were seen
	estimate Time // of the quantile; 0: none yet
}

const (
	latencySpan  = 1000 // attempts that an estimate is made of
	latencyFirst = 100  // for the first ones
)

func (h *hedge) configure(q *kernel.Queue, n Hedge) {
	if n.Quantile == 0 || n.Extra == 0 {
		h.seen = nil
	} else if h.seen == nil {
		h.seen = &latencies{}
	}
	h.rule = n
	share := Budget{}
	if n.Share > 0 {
		share = Budget{BudgetCalls, n.Share, hedgeTokens}
	}
	h.tokens.configure(share)
	h.setDelay(q)
}

func (h *hedge) setDelay(q *kernel.Queue) {
	h.delay = h.rule.After
	if h.seen != nil && h.seen.estimate > 0 {
		h.delay = h.seen.estimate
	}
	if h.rule.Extra == 0 {
		h.delay = 0
	}
	h.lane = swapLane(q, h.lane, h.delay)
}

// learn takes note of how long an attempt was out.
func (h *hedge) learn(q *kernel.Queue, took Time) {
	l := h.seen
	l.seen.Add(int64(took))
	n := l.seen.Count()
	if n < latencySpan && (l.full || n%latencyFirst != 0) {
		return
	}
	l.estimate = above(Time(l.seen.Quantile(int64(h.rule.Quantile*wholeToken), wholeToken)))
	if n == latencySpan {
		l.full = true
		l.seen.Reset()
	}
	h.setDelay(q)
}

// above returns a time above all that the histogram took for t. Where all answers
// take the same time, they are to be there before the hedges.
func above(t Time) Time { return t + t/64 + 1 }

// timed takes note of how long an attempt was out, where that is asked for.
func (s *Sim) timed(e *edge, at *attempt) {
	if e.hedge.seen != nil && !at.hedge {
		e.hedge.learn(&s.queue, s.Now()-at.sent)
	}
}

// startHedging waits for the moment of the next hedge of a call.
func (s *Sim) startHedging(r int32, e *edge) {
	h := &e.hedge
	if h.delay > 0 {
		s.requests.items[r].hedge = s.queue.After(h.lane, evHedge, r) + 1
		return
	}
	if h.rule.Quantile == 0 {
		for s.requests.items[r].hedges < int32(h.rule.Extra) && s.sendHedge(r) {
		}
	}
}

// stopHedging sends no more hedges for an attempt.
func (s *Sim) stopHedging(q *request) {
	if q.hedge != 0 {
		s.queue.Cancel(q.hedge - 1)
		q.hedge = 0
	}
}

// hedge handles the moment for a hedge.
func (s *Sim) hedge(r int32) {
	q := &s.requests.items[r]
	q.hedge = 0
	e := &s.edges[s.programs[q.program].steps[q.pc].edge]
	if q.hedges < int32(e.hedge.rule.Extra) && s.sendHedge(r) && q.hedges < int32(e.hedge.rule.Extra) && e.hedge.delay > 0 {
		q.hedge = s.queue.After(e.hedge.lane, evHedge, r) + 1
	}
}

// sendHedge sends a further attempt beside those that are out; false when something forbids it.
func (s *Sim) sendHedge(r int32) bool {
	q := &s.requests.items[r]
	e := &s.edges[s.programs[q.program].steps[q.pc].edge]
	if s.Now() >= q.deadline {
		return false
	}
	if !e.hedge.tokens.retry() {
		e.count.Withheld++
		return false
	}
	pass := openDoor
	if e.policed {
		var ok bool
		if pass, _, ok = s.permit(e, r, true); !ok {
			e.count.Withheld++
			return false
		}
	}
	q.hedges++
	s.launch(r, pass, true)
	return true
}

// outAt reports whether an attempt of a request is out to an instance.
func (s *Sim) outAt(r, to int32) bool {
	a := s.requests.items[r].attempt
	for range s.attempts.twins(a) {
		at := &s.attempts.items[a]
		if at.caller == r && at.to == to {
			return true
		}
		a = at.twin
	}
	return false
}

// won handles the first answer to an attempt that may have copies.
func (s *Sim) won(a int32) {
	at := &s.attempts.items[a]
	if at.hedge {
		s.edges[s.sites[at.site].edge].count.HedgeWins++
	}
	s.release(at.caller, a)
}

// The copies of one attempt are linked in a ring of twins, in whatever state they
// are, until they are given back; one that is alone has none.

// link puts an attempt into another's ring.
func (p *attemptPool) link(a, to int32) {
	next := p.items[to].twin
	if next == none {
		next = to
	}
	p.items[a].twin, p.items[to].twin = next, a
}

// twins returns the length of an attempt's ring, itself included; 0 for none.
func (p *attemptPool) twins(a int32) int {
	if a == none {
		return 0
	}
	n := 1
	for b := p.items[a].twin; b != none && b != a; b = p.items[b].twin {
		n++
	}
	return n
}

// unlink takes an attempt out of its ring.
func (p *attemptPool) unlink(a int32) {
	before := p.items[a].twin
	for p.items[before].twin != a {
		before = p.items[before].twin
	}
	next := p.items[a].twin
	if next == before {
		next = none
	}
	p.items[before].twin, p.items[a].twin = next, none
}

// othersOut takes an attempt that is no longer out for a request from those that
// are, and reports whether others still are.
func (s *Sim) othersOut(r, a int32) bool {
	q := &s.requests.items[r]
	q.attempt = none
	b := s.attempts.items[a].twin
	if b == none {
		s.stopHedging(q)
		return false
	}
	for ; b != a; b = s.attempts.items[b].twin {
		if s.attempts.items[b].caller == r {
			q.attempt = b
			return true
		}
	}
	s.stopHedging(q)
	return false
}

// release abandons the attempts that are out for a request, but for one that has
// been answered (none: all of them).
func (s *Sim) release(r, answered int32) {
	q := &s.requests.items[r]
	s.stopHedging(q)
	a := q.attempt
	q.attempt = none
	for range s.attempts.twins(a) {
		at := &s.attempts.items[a]
		next := at.twin
		if a != answered && at.caller == r {
			e := &s.edges[s.sites[at.site].edge]
			e.count.Abandoned++
			e.forget(at)
			s.timed(e, at)
			s.abandon(a) // which may give it back, and so take it out of the ring
		}
		a = next
	}
}

// tell sends word from the callee that begins an attempt to those that have its
// copies (Hedge.Tied).
func (s *Sim) tell(a int32) {
	e := &s.edges[s.sites[s.attempts.items[a].site].edge]
	if !e.hedge.rule.Tied {
		return
	}
	for b := s.attempts.items[a].twin; b != a; b = s.attempts.items[b].twin {
		if s.attempts.items[b].began == Never {
			s.sendTied(e, b)
		}
	}
}

// tied handles word that a copy of an attempt has begun elsewhere. The attempt's
// record may hold another one by now: whatever it holds is only dropped if it has
// such a copy.
func (s *Sim) tied(a int32) {
	at := &s.attempts.items[a]
	if at.place == waiting && at.twin != none && s.begunElsewhere(a, 0) {
		s.takeOut(&s.stations[at.to], a)
		s.dropTied(a)
	}
}

// begunElsewhere reports whether a copy of an attempt has begun so long ago.
func (s *Sim) begunElsewhere(a int32, ago Time) bool {
	e := &s.edges[s.sites[s.attempts.items[a].site].edge]
	if !e.hedge.rule.Tied {
		return false
	}
	for b := s.attempts.items[a].twin; b != a; b = s.attempts.items[b].twin {
		if began := s.attempts.items[b].began; began != Never && began+ago <= s.Now() {
			return true
		}
	}
	return false
}

// dropTied drops a copy whose twin has begun, and says so to the caller.
func (s *Sim) dropTied(a int32) {
	at := &s.attempts.items[a]
	s.stations[at.to].count.Cancelled++
	if at.spans.trace != 0 {
		s.spanLeft(at, true)
	}
	at.place, at.dropped = onItsWay, true
	s.sendBack(&s.edges[s.sites[at.site].edge], a, evRefused)
}

// hedge adds the state of an edge's hedging, where there is any.
func (d *digest) hedge(h *hedge) {
	if h.rule.Extra == 0 {
		return
	}
	d.add(int64(h.delay), h.tokens.tokens)
	if l := h.seen; l != nil {
		d.add(int64(l.estimate), l.seen.Count(), l.seen.Sum(), flag(l.full))
	}
}
