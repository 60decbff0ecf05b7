package engine

import "slices"

// policy is what one caller over an edge keeps of its own: its Budget, Throttle
// and Limit. Its breakers are with those of the edge.
type policy struct {
	budget   budget
	throttle throttle
	limit    callLimit
}

func (p *policy) configure(n *Edge) {
	p.budget.configure(n.Budget)
	p.throttle.configure(n.Throttle)
	p.limit.configure(n.Limit)
}

// maxCallers bounds Edge.Callers.
const maxCallers = 10_000

// configurePolicies sets the policies of an edge's callers and its breakers.
func (s *Sim) configurePolicies(i int32, n *Edge) {
	e := &s.edges[i]
	callers := max(1, n.Callers)
	if callers < len(e.callers) {
		s.forgetCallers(i, int32(callers))
	}
	before := len(e.callers)
	e.callers = slices.Clone(e.callers[:min(before, callers)])
	for len(e.callers) < callers {
		e.callers = append(e.callers, policy{})
	}
	for c := range e.callers {
		e.callers[c].configure(n)
	}
	e.breakers.configure(n.Breaker, callers, max(1, int(e.balance.count)))
	e.policed = n.Budget.Kind != BudgetNone || n.Throttle.K > 0 || n.Breaker.Kind != BreakerNone || n.Limit.Kind != CallLimitNone
}

// forgetCallers makes the attempts of callers from a number on those of the first,
// which has not counted them.
func (s *Sim) forgetCallers(i, from int32) {
	for a := range s.attempts.items {
		at := &s.attempts.items[a]
		if at.party >= from && s.sites[at.site].edge == i {
			at.party, at.counted, at.breaker = 0, false, none
		}
	}
}

// party draws the caller over an edge that makes a request's call. Where a service
// has as many instances as there are callers, each is one.
func (s *Sim) party(e *edge, r int32) int32 {
	q := &s.requests.items[r]
	for q.parent != 0 {
		q = &s.requests.items[q.parent-1]
	}
	if q.serves != none {
		to := s.attempts.items[q.serves].to
		if first, count := s.instancesOf(to); int(count) == len(e.callers) {
			return to - first
		}
	}
	return int32(e.parties.Below(uint64(len(e.callers))))
}

// caller returns the state of the caller that makes a request's call.
func (e *edge) caller(q *request) *policy {
	if int(q.party) >= len(e.callers) { // there are fewer now than when the call began
		q.party = 0
	}
	return &e.callers[q.party]
}

// passage is what was found when an attempt was let through: its instance, and the
// breaker that let it through; none where nothing was decided.
type passage struct{ to, breaker int32 }

var openDoor = passage{none, none}

// permit decides whether an attempt may be sent.
func (s *Sim) permit(e *edge, r int32, hedge bool) (pass passage, why Cause, ok bool) {
	pass = openDoor
	q := &s.requests.items[r]
	p := e.caller(q)
	now := s.Now()
	if !hedge && !p.throttle.permit(now, &e.luck) { // a hedge is of a call that it has let through
		return pass, CauseThrottled, false
	}
	if p.limit.full() {
		return pass, CauseBulkhead, false
	}
	switch e.breakers.scope() {
	case breakerOff:
		return pass, 0, true
	case BreakerByEdge:
		pass.breaker = q.party
	case BreakerByKey:
		pass.breaker = e.breakers.ofKey(q.party, q.key)
	case BreakerByInstance:
		if pass.to = s.route(e, r, hedge); pass.to == none {
			return pass, CauseBreaker, false
		}
		pass.breaker = e.breakers.ofInstance(q.party, pass.to-e.to)
	}
	if !e.breakers.permit(pass.breaker, now, &e.count) {
		return pass, CauseBreaker, false
	}
	return pass, 0, true
}

// learn takes note of what became of an attempt that was sent: an answer, or a
// failure under a cause.
func (e *edge) learn(now Time, at *attempt, ok bool, why Cause) {
	if !e.policed && !at.counted {
		return
	}
	p := &e.callers[at.party]
	p.budget.learn(ok)
	p.throttle.learn(now, ok)
	p.limit.learn(now, at, ok, why)
	e.breakers.learn(now, at, ok, &e.count)
}

// forget takes note that nobody will learn what became of an attempt.
func (e *edge) forget(at *attempt) {
	e.callers[at.party].limit.leave(at)
	e.breakers.forget(at)
}

// state returns how the edge's breakers and limits stand.
func (e *edge) state() EdgeState {
	b := &e.breakers
	state := EdgeState{Breakers: len(b.items), Open: int(b.open), HalfOpen: int(b.halfOpen)}
	if e.policed {
		for c := range e.callers {
			l := &e.callers[c].limit
			state.InFlight += int(l.inFlight)
			state.Limit += int(l.most / wholeToken)
		}
	}
	return state
}

// policies adds the state of an edge's policies.
func (d *digest) policies(e *edge) {
	if !e.policed {
		return
	}
	d.stream(&e.luck)
	if len(e.callers) > 1 {
		d.stream(&e.parties)
	}
	for c := range e.callers {
		p := &e.callers[c]
		b := &breaker{}
		if e.breakers.scope() == BreakerByEdge {
			b = &e.breakers.items[c]
		}
		d.add(p.budget.tokens, p.throttle.past.goods, p.throttle.past.bads)
		d.breaker(b)
		d.rare(int64(p.limit.inFlight), p.limit.most, int64(p.limit.cut))
	}
	d.breakers(&e.breakers)
}
