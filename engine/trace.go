package engine

import (
	"fmt"
	"slices"
)

// CallTrace is the life of one call, for drawing: what happened when and where,
// what its caller believed then, and what was true.
type CallTrace struct {
	Edge    int   // index into System.Edges
	Call    int64 // which call over the edge, from 1
	Key     int   // what was asked for
	Moments []Moment
	Settled bool // the caller has its outcome; attempts that it gave up may still go on

	out     int // attempts that the caller waits for
	sent    int
	yes     bool
	unknown bool
	callee  CalleeState
	applied int
}

// Moment is one thing that happened in the life of a call.
type Moment struct {
	At      Time
	Attempt int // from 1, hedges counted; 0 when it is about the call
	Kind    MomentKind
	Step    CallStep // MomentStep
	Failed  bool     // the step failed; the call did (MomentSettled)
	Cause   Cause    // MomentRefused, and MomentSettled that failed

	Instance int // of the callee, from 0

	Belief  Belief      // the caller's, after it: BeliefUnknown while it waits
	Callee  CalleeState // what the callee, all its instances taken together, has seen after it
	Applied int         // how often the effect was applied by then
}

// MomentKind is the kind of a moment.
type MomentKind uint8

// Kinds of moments.
const (
	MomentStep     MomentKind = iota // one of the eight steps: done, or failed
	MomentBegun                      // a worker begins the work
	MomentRefused                    // the callee refuses (or, with CauseInvalid, can't read it)
	MomentReplayed                   // the key is known: answered without the effect
	MomentParked                     // waits for another with its key
	MomentGivenUp                    // the caller waits no longer: its timeout, its own end, or another attempt's answer
	MomentLate                       // an answer comes and nobody waits
	MomentSettled                    // the call is over for its caller
)

func (k MomentKind) String() string {
	names := [...]string{"step", "begun", "refused", "replayed", "parked", "given up", "late", "settled"}
	if int(k) < len(names) {
		return names[k]
	}
	return "nothing"
}

// CalleeState is what a callee has seen of a call.
type CalleeState uint8

// What a callee has seen.
const (
	CalleeUnaware  CalleeState = iota // nothing
	CalleeAsked                       // the request
	CalleeDone                        // it has done the work
	CalleeAnswered                    // it has sent an answer, and may think that the caller has it
)

func (c CalleeState) String() string {
	return [...]string{"unaware", "asked", "done", "answered"}[c]
}

// maxTraces is how many traces are kept, maxMoments how long each may grow.
const (
	maxTraces  = 64
	maxMoments = 1000
)

// tracer follows calls. It touches nothing that the simulation reads.
type tracer struct {
	on     bool
	edge   int32
	first  int64
	every  int64
	serial int32 // of traces: the slot of one is serial modulo maxTraces
	ring   []CallTrace
}

// Calls returns how many calls were made over an edge so far.
func (s *Sim) Calls(edge int) int64 { return s.edges[edge].calls }

// Trace follows calls over an edge from now on: the one with number first, counted
// from 1 at the start of the run (see Calls), and with every > 0 each every-th
// after it. What was followed before is dropped. first 0 stops it.
func (s *Sim) Trace(edge int, first, every int64) error {
	if first == 0 {
		s.tracer = tracer{serial: s.tracer.serial}
		for i := range s.edges {
			s.setWatch(int32(i))
		}
		return nil
	}
	switch {
	case edge < 0 || edge >= len(s.sys.Edges):
		return fmt.Errorf("trace: there is no edge %d; the system has edges 0 to %d", edge, len(s.sys.Edges)-1)
	case s.nodes[s.edges[edge].node].kind == roleCache:
		return fmt.Errorf("trace: edge %q leads to a cache; follow calls to a store or a service", s.sys.edgeName(edge))
	case first < 0 || every < 0:
		return fmt.Errorf("trace: call %d and each %d-th after it; give numbers from 1, or 0 for one call only", first, every)
	}
	s.tracer = tracer{on: true, edge: int32(edge), first: first, every: every, serial: s.tracer.serial + maxTraces, ring: make([]CallTrace, maxTraces)}
	for i := range s.edges {
		s.setWatch(int32(i))
	}
	return nil
}

// setWatch makes an edge watched when there is something to watch there: see effectcall.go.
func (s *Sim) setWatch(i int32) {
	e := &s.edges[i]
	e.steps = s.truths[e.base].watched()
	e.watch = e.steps || s.tracer.on && s.tracer.edge == e.base
}

// Traces returns the calls followed, oldest first, 64 at most, as far as they have come.
func (s *Sim) Traces() []CallTrace {
	var all []CallTrace
	t := &s.tracer
	for i := range t.ring {
		c := t.ring[(int(t.serial)+1+i)%maxTraces]
		if c.Call > 0 {
			c.Moments = slices.Clone(c.Moments)
			all = append(all, c)
		}
	}
	return all
}

func (t *tracer) clone() tracer {
	c := *t
	c.ring = slices.Clone(t.ring)
	for i := range c.ring {
		c.ring[i].Moments = slices.Clone(t.ring[i].Moments)
	}
	return c
}

// follow begins the trace of a request's call, if it is to be followed.
func (s *Sim) follow(r int32, e *edge) {
	t := &s.tracer
	q := &s.requests.items[r]
	q.traced = 0
	n := s.edges[e.base].calls
	if e.base != t.edge || n < t.first || n > t.first && (t.every == 0 || (n-t.first)%t.every != 0) {
		return
	}
	t.serial++
	q.traced = t.serial
	t.ring[t.serial%maxTraces] = CallTrace{Edge: int(e.base), Call: n, Key: int(q.key)}
}

// traceOf returns a trace that is still kept, or nil.
func (s *Sim) traceOf(serial int32) *CallTrace {
	t := &s.tracer
	if serial == 0 || len(t.ring) == 0 || serial > t.serial || serial <= t.serial-maxTraces {
		return nil
	}
	c := &t.ring[serial%maxTraces]
	if c.Call == 0 {
		return nil // of an earlier Trace
	}
	return c
}

// add notes a moment, with what is believed and true after it.
func (c *CallTrace) add(m Moment) {
	if len(c.Moments) >= maxMoments {
		return
	}
	switch {
	case c.yes:
		m.Belief = BeliefSuccess
	case c.out > 0 || c.unknown:
		m.Belief = BeliefUnknown
	default:
		m.Belief = BeliefFailure
	}
	m.Callee, m.Applied = c.callee, c.applied
	c.Moments = append(c.Moments, m)
}

// traceUnsent notes an attempt that could not be sent.
func (s *Sim) traceUnsent(q *request) {
	if c := s.traceOf(q.traced); c != nil {
		c.sent++
		c.add(Moment{At: s.Now(), Attempt: c.sent, Kind: MomentStep, Step: StepPostRequest, Failed: true})
	}
}

// traceSend notes an attempt that its caller sends.
func (s *Sim) traceSend(a int32, q *request) {
	c := s.traceOf(q.traced)
	if c == nil {
		return
	}
	at := &s.attempts.items[a]
	c.sent++
	c.out++
	at.traced, at.number = q.traced, uint16(min(c.sent, 1<<16-1))
	s.moment(at, Moment{Kind: MomentStep, Step: StepPostRequest})
}

// moment notes what happens to an attempt that is traced.
func (s *Sim) moment(at *attempt, m Moment) {
	c := s.traceOf(at.traced)
	if c == nil {
		return
	}
	m.At, m.Attempt = s.Now(), int(at.number)
	m.Instance = int(at.to - s.edges[s.sites[at.site].edge].to)
	c.add(m)
}

// traceStep notes one of the eight steps.
func (s *Sim) traceStep(at *attempt, step CallStep, failed bool) {
	if c := s.traceOf(at.traced); c != nil {
		switch {
		case step == StepDeliverRequest && !failed:
			c.callee = max(c.callee, CalleeAsked)
		case step == StepUpdateServer && !failed:
			c.callee = max(c.callee, CalleeDone)
		case step == StepPostReply && !failed:
			c.callee = CalleeAnswered
		}
	}
	s.moment(at, Moment{Kind: MomentStep, Step: step, Failed: failed})
}

// traceAnswer notes an answer or a refusal that a callee sends.
func (s *Sim) traceAnswer(at *attempt, kind uint32, unposted, lost bool) {
	if kind == evRefused && !at.failing {
		s.moment(at, Moment{Kind: MomentRefused, Cause: at.cause})
	}
	s.traceStep(at, StepPostReply, unposted)
	if lost {
		s.traceStep(at, StepDeliverReply, true)
	}
}

// traceReply notes an answer or a refusal that reaches the caller's side: it is
// late, it can't be read or recorded, or it is taken in.
func (s *Sim) traceReply(at *attempt, unread CallStep) {
	c := s.traceOf(at.traced)
	if c == nil {
		return
	}
	if at.caller == none || at.dropped {
		s.moment(at, Moment{Kind: MomentLate})
		return
	}
	s.traceStep(at, StepDeliverReply, false)
	for step := StepValidateReply; step <= StepUpdateClient; step++ {
		if step == unread {
			c.unknown = true
		}
		if step == unread || step == StepUpdateClient {
			c.out--
			c.yes = c.yes || step != unread && !at.failing && at.cause == 0
		}
		s.traceStep(at, step, step == unread)
		if step == unread {
			return
		}
	}
}

// traceGivenUp notes that the caller waits for an attempt no longer.
func (s *Sim) traceGivenUp(at *attempt) {
	if c := s.traceOf(at.traced); c != nil {
		c.out--
		c.unknown = true
		s.moment(at, Moment{Kind: MomentGivenUp})
	}
}

// traceApplied notes an effect.
func (s *Sim) traceApplied(at *attempt) {
	if c := s.traceOf(at.traced); c != nil {
		c.applied++
	}
}

// traceSettled notes the end of a call for its caller.
func (s *Sim) traceSettled(q *request, ok bool, why Cause) {
	if c := s.traceOf(q.traced); c != nil {
		c.Settled = true
		c.add(Moment{At: s.Now(), Kind: MomentSettled, Failed: !ok, Cause: why})
	}
	q.traced = 0
}
