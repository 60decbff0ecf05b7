package engine

import (
	"math"

	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// edge is the state of an Edge.
type edge struct {
	calls   int64 // made over it so far, and over its versions; of a base
	base    int32 // in System.Edges
	version int32 // 0: none
	to      int32 // the callee, in Sim.caches or Sim.stations
	node    int32 // the callee, in System.Nodes

	latency   Time
	wire      kernel.Lane // to a store or service: one way; to a cache: there and back
	patience  kernel.Lane // the timeout; noLane when callers wait for ever
	attempts  int32
	retryOn   Causes // which failures are retried
	backoff   Backoff
	late      LatePolicy
	coalesce  bool
	deadline  bool
	networked bool // messages are packets: see Network
	stops     bool // a callee is told when its caller has gone
	steps     bool // its calls have effects, or its steps fail
	watch     bool // that, or its calls are traced: see effectcall.go
	timeout   Time // Never when callers wait for ever
	hedge     hedge

	balance balancer

	callers  []policy // one for each of Edge.Callers
	breakers breakers
	policed  bool          // there are policies
	luck     random.Stream // of the throttle
	parties  random.Stream // of which caller makes a call

	jitter  random.Stream
	flights []int32 // by key: the request whose call the others join, plus 1; nil until Coalesce is on
	count   EdgeWindow
}

const noLane kernel.Lane = -1

// site is a place in a program that makes calls.
type site struct {
	program int32
	pc      int32
	edge    int32
	root    bool // in a client's program

	effect  bool    // its calls have an effect
	carries bool    // its attempts carry the intent: for their own effect, or for one further down
	passes  bool    // the effect is further down: the callee applies none itself
	below   []int32 // passes: the sites where it is applied
}

func (s *Sim) configureEdge(i int32, n *Edge) {
	e := &s.edges[i]
	e.latency = n.Latency
	wire := n.Latency
	if s.nodes[e.node].kind == roleCache {
		wire *= 2
	}
	e.setLanes(&s.queue, wire, n.Timeout)
	e.attempts = int32(max(1, n.Attempts))
	if e.retryOn = n.RetryOn; e.retryOn == 0 {
		e.retryOn = ^Causes(0)
	}
	if n.Attempts == Unlimited {
		e.attempts = math.MaxInt32
	}
	e.backoff, e.late, e.coalesce = n.Backoff, n.Late, n.Coalesce
	s.configurePolicies(i, n)
	e.hedge.configure(&s.queue, n.Hedge)
	s.configureTruth(i, n)
	if e.balance.rule.Stale != n.Balance.Stale {
		e.balance.loads = nil
	}
	e.balance.rule = n.Balance
	e.deadline, e.stops = n.Deadline, n.Deadline || n.Late == LateStop
	e.timeout = Never
	if n.Timeout > 0 {
		e.timeout = n.Timeout
	}
	s.configureNetwork(i, n)
	if e.coalesce || e.flights != nil {
		keys := s.keysOf(e.node)
		if more := keys - len(e.flights); more > 0 {
			e.flights = append(e.flights, make([]int32, more)...)
		}
	}
}

// call begins an OpCall: it joins the call in flight for the same key, or sends
// the first attempt.
func (s *Sim) call(r int32, st *step) {
	e := &s.edges[st.edge]
	q := &s.requests.items[r]
	q.tries, q.pause, q.sent = 0, 0, 0
	s.edges[e.base].calls++
	if len(e.callers) > 1 {
		q.party = s.party(e, r)
	}
	e.caller(q).budget.called()
	e.hedge.tokens.called()
	if st.effect {
		s.beginEffect(r, st)
	}
	if e.coalesce {
		if leader := e.flights[q.key] - 1; leader != none {
			s.join(r, leader)
			if q.spans.trace != 0 {
				s.openSpan(r, Span{Kind: SpanJoin, Node: int(e.node), Edge: int(e.base)})
			}
			e.count.Joined++
			return
		}
		e.flights[q.key] = r + 1
		q.leads, q.last, q.next = true, none, none
	}
	if s.tracer.on {
		s.follow(r, e)
	}
	s.send(r)
}

// send sends the next attempt of a request's call.
func (s *Sim) send(r int32) {
	q := &s.requests.items[r]
	st := &s.programs[q.program].steps[q.pc]
	e := &s.edges[st.edge]
	q.again = 0
	pass := openDoor
	if e.policed {
		var why Cause
		var ok bool
		if pass, why, ok = s.permit(e, r, false); !ok {
			e.count.Withheld++
			if q.spans.trace != 0 {
				s.spanWithheld(q, st.edge, why)
			}
			s.settle(r, false, why)
			return
		}
	}
	if e.watch && s.unsent(r, e, pass, s.truthOf(st.edge)) {
		return
	}
	q.hedges = 0
	s.launch(r, pass, false)
	if e.hedge.rule.Extra > 0 {
		s.startHedging(r, e)
	}
}

// launch puts an attempt on its way: the next of a call, or a hedge beside those
// that are out.
func (s *Sim) launch(r int32, pass passage, hedge bool) {
	a := s.attempts.take()
	q := &s.requests.items[r]
	st := &s.programs[q.program].steps[q.pc]
	e := &s.edges[st.edge]
	party := e.caller(q)
	timer := kernel.NoTimer
	if e.patience != noLane {
		timer = s.queue.After(e.patience, evTimeout, a)
	}
	deadline := Never
	if e.deadline {
		deadline = e.latency + min(q.deadline, s.Now()+min(e.timeout, longestSpan)) // as the callee's clock will say
	}
	to := e.to
	switch {
	case pass.to != none:
		to = pass.to
	case q.target != 0 || e.balance.count > 1:
		to = s.route(e, r, hedge)
	}
	s.attempts.items[a] = attempt{
		deadline: deadline, caller: r, timer: timer, key: q.key, site: st.site, to: to, serving: none, class: q.class,
		breaker: pass.breaker, party: q.party, sent: s.Now(), began: Never, twin: none, hedge: hedge,
		serial: s.attempts.items[a].serial, watched: e.watch, steps: e.steps,
	}
	if q.intent != 0 {
		s.carry(a, q, st)
	}
	if q.traced != 0 {
		s.traceSend(a, q)
	}
	if q.spans.trace != 0 {
		s.spanSend(a, q, hedge)
	}
	if e.policed {
		at := &s.attempts.items[a]
		party.limit.enter(at)
		at.generation = e.breakers.generationOf(at.breaker)
	}
	e.count.Sent++
	kind := MsgRequest
	switch {
	case hedge:
		e.count.Hedges++
		kind = MsgRetry
		s.attempts.link(a, q.attempt)
	case q.tries > 0:
		e.count.Retries++
		kind = MsgRetry
	}
	if !hedge {
		q.attempt = a
		q.tries++
	}
	if e.watch && s.truthOf(st.edge).fails(StepDeliverRequest) {
		at := &s.attempts.items[a]
		at.place = lostAtStore
		if at.traced != 0 {
			s.traceStep(at, StepDeliverRequest, true)
		}
		s.spanLost(at)
	} else {
		s.post(e, a)
	}
	if s.feed.On() {
		s.note(kind, int(st.edge), e.node)
	}
}

// replied handles an answer that reaches the caller's side.
func (s *Sim) replied(a int32) {
	if s.attempts.items[a].watched && s.unread(a) {
		s.refused(a)
		return
	}
	at := s.attempts.items[a]
	if at.spans.trace != 0 {
		s.spanBack(&at, true)
	}
	e := &s.edges[s.sites[at.site].edge]
	if at.caller == none {
		s.attempts.give(a)
		e.count.Late++
		s.stopTimer(&at)
		if e.late == LateFill {
			s.fillLate(&at)
		}
		return
	}
	e.count.Replies++
	if at.intent != 0 {
		s.believe(&at, true)
	}
	s.stopTimer(&at)
	e.learn(s.Now(), &at, true, 0)
	s.timed(e, &at)
	if q := &s.requests.items[at.caller]; q.hedges > 0 || q.hedge != 0 {
		s.won(a)
	}
	s.attempts.give(a)
	s.requests.items[at.caller].attempt = none
	if at.missing > 0 {
		s.lackAll(at.caller, at.missing)
	}
	s.settle(at.caller, true, 0)
}

// fillLate performs the OpFills that follow the call whose row came too late.
func (s *Sim) fillLate(at *attempt) {
	where := s.sites[at.site]
	for _, st := range s.programs[where.program].steps[where.pc+1:] {
		if st.kind != OpFill {
			return
		}
		s.fill(&st, at.lot, at.key)
	}
}

// refused handles a refusal or an error that reaches the caller's side.
func (s *Sim) refused(a int32) {
	at := s.attempts.items[a]
	if at.spans.trace != 0 {
		s.spanBack(&at, false)
	}
	e := &s.edges[s.sites[at.site].edge]
	s.stopTimer(&at)
	if at.caller == none {
		s.attempts.give(a)
		if at.failing {
			e.count.Late++
		}
		return
	}
	switch {
	case at.dropped:
		e.count.TiedCancelled++
	case at.failing:
		e.count.Errors++
	case at.cause == CauseConnect:
		e.count.ConnectFails++
	default:
		e.count.Rejects++
	}
	q := &s.requests.items[at.caller]
	if at.dropped {
		e.forget(&at)
	} else {
		e.learn(s.Now(), &at, false, at.cause)
		q.why, q.again = at.cause, max(q.again, at.again)
	}
	others := s.othersOut(at.caller, a)
	s.attempts.give(a)
	switch {
	case !others:
		s.failed(at.caller, q.why)
	case q.again > 0:
		s.stopHedging(q)
	}
}

func (s *Sim) stopTimer(at *attempt) {
	if at.timer != kernel.NoTimer {
		s.queue.Cancel(at.timer)
	}
}

// timedOut handles the end of a caller's patience. The attempt goes on without it.
func (s *Sim) timedOut(a int32) {
	at := &s.attempts.items[a]
	r := at.caller
	at.timer = kernel.NoTimer
	e := &s.edges[s.sites[at.site].edge]
	e.count.Timeouts++
	e.learn(s.Now(), at, false, CauseTimeout)
	s.timed(e, at)
	others := s.othersOut(r, a)
	if at.spans.trace != 0 {
		s.spanFails(at, CauseTimeout)
	}
	s.abandon(a)
	s.requests.items[r].why = CauseTimeout
	if !others {
		s.failed(r, CauseTimeout)
	}
}

// settle ends a call, for the request that made it and for those that joined it.
func (s *Sim) settle(r int32, ok bool, why Cause) {
	q := &s.requests.items[r]
	if q.traced != 0 {
		s.traceSettled(q, ok, why)
	}
	joiner, again := none, q.again
	if q.leads {
		joiner = q.next
		s.land(q)
	}
	s.conclude(r, ok, why)
	for joiner != none {
		next := s.requests.items[joiner].next
		s.requests.items[joiner].joined, s.requests.items[joiner].again = false, again
		s.conclude(joiner, ok, why)
		joiner = next
	}
}

func (s *Sim) conclude(r int32, ok bool, why Cause) {
	q := &s.requests.items[r]
	if q.spans.open != 0 {
		s.closeSpan(r, ok, why)
	}
	switch {
	case q.gone:
		s.requests.give(r)
	case ok:
		q.pc++
		s.advance(r)
	default:
		s.fail(r, why)
	}
}

// join puts a request at the end of the line of those that wait for a leader's call.
func (s *Sim) join(r, leader int32) {
	l := &s.requests.items[leader]
	s.requests.items[r].next, s.requests.items[r].joined = none, true
	if l.last == none {
		l.next = r
	} else {
		s.requests.items[l.last].next = r
	}
	l.last = r
}
