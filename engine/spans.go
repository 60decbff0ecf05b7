package engine

import (
	"fmt"
	"math"
	"slices"
)

// RequestTrace is the life of one request of a client, from its arrival to its end and
// what was still done for it after that: a tree of spans, as a distributed tracer would
// see it if all clocks agreed and nothing were lost.
type RequestTrace struct {
	Client  int   // index into System.Nodes
	Number  int64 // which arrival at that client, from 1
	Key     int
	Arrived Time
	Ended   Time // when its user had an answer, or lost it; Never while it is under way
	OK      bool // it was answered
	Cause   Cause
	Spans   []Span // in the order in which they began

	serial int32 // of the use of this slot; 0: free
}

// SpanKind is what a span is.
type SpanKind uint8

// Kinds of spans.
const (
	SpanAttempt SpanKind = iota // one attempt of a call
	SpanLookup                  // a look-up in a cache; OK is a hit
	SpanWork                    // an OpWork
	SpanJoin                    // a wait for the same call of another request (Edge.Coalesce)
)

// Span is a part of a request's life. Times are Never where they have not come.
type Span struct {
	Kind     SpanKind
	Parent   int // the attempt in whose work it was done, as an index of Spans; -1: the client's own
	Node     int // who is asked: of SpanWork, who works
	Edge     int // index into System.Edges; -1 for SpanWork
	Instance int // of the callee, from 0
	Number   int // of an attempt, among those of its call, hedges included, from 1; 0 for one that was not sent
	Hedge    bool

	Start Time // asked for, or begun
	End   Time // its caller has the outcome; of an attempt, see Back and GivenUp

	// Attempts only: what befell it, in this order as far as it came.
	Reached Time // the callee
	Begun   Time // a worker takes it on
	Done    Time // the answer or the refusal leaves the callee
	Back    Time // it is at the caller's side, whether that waits or not
	GivenUp Time // the caller waits no longer
	Lost    Time // it, or its answer, is lost: on the way or with its callee

	OK       bool  // answered well
	Cause    Cause // of a refusal, an error, or of why the caller gave up, where OK is false and Failed is true
	Failed   bool
	Dropped  bool // taken out or stopped by the callee, its caller gone or a copy begun elsewhere
	Replayed bool // answered by what was kept with its idempotency key
	Applied  bool // its effect was applied
}

// Belief is what the caller believes of an attempt at a time.
func (p *Span) Belief(t Time) Belief {
	switch {
	case p.GivenUp <= t:
		return BeliefUnknown
	case p.Kind == SpanAttempt && p.Back <= t && p.OK:
		return BeliefSuccess
	case p.Kind == SpanAttempt && p.Back <= t:
		return BeliefFailure
	}
	return BeliefUnknown
}

// Ghost says that the callee had it, or worked on it, when its caller had gone.
func (p *Span) Ghost() bool {
	return p.GivenUp != Never && p.Reached != Never && p.Done > p.GivenUp && !p.Dropped
}

// Of the request traces that are kept: as many as tell a story, and no more than a fork can
// copy in some microseconds.
const (
	maxRequestTraces = 192
	keptFailed       = 64 // of those that failed, the last
	maxSpans         = 400
)

// spanner follows requests. It touches nothing that the simulation reads.
type spanner struct {
	on     bool
	first  int64
	every  int64
	serial int32
	slots  []RequestTrace
}

// TraceRequests follows requests of every client from now on: the one with number first,
// counted from 1 at the start of the run, and with every > 0 each every-th after it; first
// 0 stops it. What was followed before is dropped. The numbers are those of arrivals, so
// that in two futures of a run the same requests are followed.
//
// 192 are kept: those under way, the last 64 that failed, and the last that went well.
// While all are under way no further one is begun.
func (s *Sim) TraceRequests(first, every int64) error {
	if first < 0 || every < 0 {
		return fmt.Errorf("trace: request %d and each %d-th after it; give numbers from 1, or 0 for one request only", first, every)
	}
	s.spans = spanner{serial: s.spans.serial}
	if first > 0 {
		s.spans = spanner{on: true, first: first, every: every, serial: s.spans.serial, slots: make([]RequestTrace, maxRequestTraces)}
	}
	return nil
}

// RequestTraces returns the requests followed, in the order in which they came, as far as
// they have come.
func (s *Sim) RequestTraces() []RequestTrace {
	var all []RequestTrace
	for i := range s.spans.slots {
		if t := s.spans.slots[i]; t.serial != 0 {
			t.Spans = slices.Clone(t.Spans)
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b RequestTrace) int { return int(a.serial - b.serial) })
	return all
}

func (w *spanner) clone() spanner {
	c := *w
	c.slots = slices.Clone(w.slots)
	for i := range c.slots {
		c.slots[i].Spans = slices.Clone(w.slots[i].Spans)
	}
	return c
}

// spanPlace is where what is done for a request is written down: the trace, by its serial and
// slot, and the span of the attempt in whose work it is done. The zero value is nowhere.
type spanPlace struct {
	trace int32 // serial * maxRequestTraces + slot
	span  int16 // of an attempt: its own; of a request: its parent's; -1: none
	open  int16 // of a request: the span that it waits in, plus 1; 0: none
}

// chosen says whether a client's next request, which has this number, is to be followed.
func (w *spanner) chosen(number int64) bool {
	return number == w.first || w.every > 0 && number > w.first && (number-w.first)%w.every == 0
}

// room finds a slot: a free one, or that of the oldest that may be forgotten; none if
// all are under way.
func (w *spanner) room() int32 {
	well, failed, failures := none, none, 0
	older := func(i, than int32) bool { return than == none || w.slots[i].serial < w.slots[than].serial }
	for i := range int32(len(w.slots)) {
		switch t := &w.slots[i]; {
		case t.serial == 0:
			return i
		case t.Ended == Never:
		case t.OK:
			if older(i, well) {
				well = i
			}
		default:
			failures++
			if older(i, failed) {
				failed = i
			}
		}
	}
	if failures > keptFailed || well == none {
		return failed
	}
	return well
}

// traceRequest begins the trace of a client's request; the zero place if there is no room.
func (s *Sim) traceRequest(c *client, key int32) spanPlace {
	w := &s.spans
	i := w.room()
	if i == none {
		return spanPlace{}
	}
	w.serial = w.serial%(math.MaxInt32/maxRequestTraces-1) + 1
	spans := w.slots[i].Spans[:0]
	w.slots[i] = RequestTrace{Client: int(c.node), Number: int64(c.serial), Key: int(key), Arrived: s.Now(), Ended: Never, Spans: spans, serial: w.serial}
	return spanPlace{trace: w.serial*maxRequestTraces + i, span: -1}
}

// at returns the trace of a place, or nil when it is no longer kept.
func (w *spanner) at(p spanPlace) *RequestTrace {
	i, serial := p.trace%maxRequestTraces, p.trace/maxRequestTraces
	if p.trace == 0 || int(i) >= len(w.slots) || w.slots[i].serial != serial {
		return nil
	}
	return &w.slots[i]
}

// spanOf returns an attempt's span, or nil.
func (w *spanner) spanOf(p spanPlace) *Span {
	if t := w.at(p); t != nil && p.span >= 0 {
		return &t.Spans[p.span]
	}
	return nil
}

// addSpan writes a span down, and returns its index; -1 where there is no more room.
func (s *Sim) addSpan(p spanPlace, n Span) int16 {
	t := s.spans.at(p)
	if t == nil || len(t.Spans) >= maxSpans {
		return -1
	}
	n.Parent, n.Start = int(p.span), s.Now()
	for _, never := range []*Time{&n.Reached, &n.Begun, &n.Done, &n.Back, &n.GivenUp, &n.Lost} {
		*never = Never
	}
	if n.End == 0 {
		n.End = Never
	}
	t.Spans = append(t.Spans, n)
	return int16(len(t.Spans) - 1)
}

// openSpan begins a span that the request waits in.
func (s *Sim) openSpan(r int32, n Span) {
	q := &s.requests.items[r]
	q.spans.open = s.addSpan(q.spans, n) + 1
}

// closeSpan ends it.
func (s *Sim) closeSpan(r int32, ok bool, why Cause) {
	q := &s.requests.items[r]
	if t := s.spans.at(q.spans); t != nil && q.spans.open > 0 {
		p := &t.Spans[q.spans.open-1]
		p.End, p.OK, p.Failed, p.Cause = s.Now(), ok, !ok && p.Kind != SpanLookup, why
	}
	q.spans.open = 0
}

// spanLookup notes a look-up whose end is known at once.
func (s *Sim) spanLookup(p spanPlace, edge int32, hit bool, wait Time) {
	e := &s.edges[edge]
	s.addSpan(p, Span{Kind: SpanLookup, Node: int(e.node), Edge: int(e.base), OK: hit, End: s.Now() + wait})
}

// spanSend notes an attempt that goes out.
func (s *Sim) spanSend(a int32, q *request, hedge bool) {
	at := &s.attempts.items[a]
	e := &s.edges[s.sites[at.site].edge]
	q.sent++
	at.spans = q.spans
	at.spans.span = s.addSpan(q.spans, Span{
		Kind: SpanAttempt, Node: int(e.node), Edge: int(e.base), Instance: int(at.to - e.to), Number: int(q.sent), Hedge: hedge,
	})
}

// spanWithheld notes an attempt that its caller does not send.
func (s *Sim) spanWithheld(q *request, edge int32, why Cause) {
	e := &s.edges[edge]
	s.addSpan(q.spans, Span{Kind: SpanAttempt, Node: int(e.node), Edge: int(e.base), End: s.Now(), Failed: true, Cause: why})
}

// spanBack notes that an answer or a refusal is at the caller's side.
func (s *Sim) spanBack(at *attempt, ok bool) {
	p := s.spans.spanOf(at.spans)
	if p == nil {
		return
	}
	p.Back = s.Now()
	if p.GivenUp != Never {
		return
	}
	p.End, p.OK, p.Failed = s.Now(), ok, !ok
	if !ok {
		p.Cause = at.cause
	}
}

// spanGivenUp notes that the caller waits no longer, and why, if it is to be said.
func (s *Sim) spanGivenUp(at *attempt) {
	if p := s.spans.spanOf(at.spans); p != nil {
		p.GivenUp, p.End = s.Now(), s.Now()
	}
}

// spanFails notes why an attempt is about to be given up.
func (s *Sim) spanFails(at *attempt, why Cause) {
	if p := s.spans.spanOf(at.spans); p != nil {
		p.Failed, p.Cause = true, why
	}
}

// spanLeft notes that the answer or the refusal leaves the callee.
func (s *Sim) spanLeft(at *attempt, dropped bool) {
	if p := s.spans.spanOf(at.spans); p != nil {
		p.Done, p.Dropped, p.Replayed = s.Now(), dropped, at.replayed
	}
}

func (s *Sim) spanReached(at *attempt) {
	if p := s.spans.spanOf(at.spans); p != nil {
		p.Reached = s.Now()
	}
}

func (s *Sim) spanBegun(at *attempt) {
	if p := s.spans.spanOf(at.spans); p != nil {
		p.Begun = s.Now()
	}
}

func (s *Sim) spanLost(at *attempt) {
	if p := s.spans.spanOf(at.spans); p != nil && p.Lost == Never {
		p.Lost = s.Now()
	}
}

func (s *Sim) spanApplied(at *attempt) {
	if p := s.spans.spanOf(at.spans); p != nil {
		p.Applied = true
	}
}

// endTrace notes the end of a client's request.
func (s *Sim) endTrace(p spanPlace, at Time, ok bool, why Cause) {
	if t := s.spans.at(p); t != nil && t.Ended == Never {
		t.Ended, t.OK, t.Cause = at, ok, why
	}
}

// TracedRequests returns what TraceRequests was told last.
func (s *Sim) TracedRequests() (first, every int64) { return s.spans.first, s.spans.every }

// Out counts the attempts over an edge, those of its versions included, that a caller waits
// for, and those that are still with the callee, or on the way, for nobody.
func (s *Sim) Out(edge int) (waited, ghosts int) {
	free := make([]bool, len(s.attempts.items))
	for a := s.attempts.free; a != none; a = s.attempts.items[a].next {
		free[a] = true
	}
	for i := range s.attempts.items {
		at := &s.attempts.items[i]
		if free[i] || int(s.edges[s.sites[at.site].edge].base) != edge {
			continue
		}
		if s.wanted(at) {
			waited++
		} else if at.place != lostAtStore {
			ghosts++
		}
	}
	return waited, ghosts
}
