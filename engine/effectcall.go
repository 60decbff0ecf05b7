package engine

import "fmt"

// The eight steps of a call, and the moment at which its effect becomes true.
// Everything here is for attempts over edges that are watched: whose calls have
// effects, or whose steps fail.

// unsent deals with a call whose attempt can't be sent, if it is so. The caller
// knows it at once.
func (s *Sim) unsent(r int32, e *edge, pass passage, t *truth) bool {
	if !t.fails(StepPostRequest) {
		return false
	}
	q := &s.requests.items[r]
	if q.traced != 0 {
		s.traceUnsent(q)
	}
	if q.spans.trace != 0 {
		s.spanWithheld(q, s.programs[q.program].steps[q.pc].edge, CauseUnsent)
	}
	at := attempt{sent: s.Now(), breaker: pass.breaker, party: q.party}
	at.generation = e.breakers.generationOf(pass.breaker)
	e.learn(s.Now(), &at, false, CauseUnsent)
	q.tries++
	q.again = Microsecond // some time passes, so that attempts without end come to one
	s.failed(r, CauseUnsent)
	return true
}

// invalid deals with an attempt that the callee finds malformed, if it does.
func (s *Sim) invalid(a int32) bool {
	at := &s.attempts.items[a]
	fails := at.steps && s.truthOf(s.sites[at.site].edge).fails(StepValidateRequest)
	if at.traced != 0 {
		s.traceStep(at, StepDeliverRequest, false)
		s.traceStep(at, StepValidateRequest, fails)
	}
	if !fails {
		return false
	}
	s.refuse(a, CauseInvalid)
	return true
}

// update applies the effect of an attempt whose work is done, and reports
// whether the callee dies over it, so that nobody is answered.
func (s *Sim) update(a int32, t *truth) (dies bool) {
	at := &s.attempts.items[a]
	if at.replayed {
		return false
	}
	applied := !at.failing
	if applied && t.fails(StepUpdateServer) {
		dies, applied = true, t.durable.Float() < 0.5
	}
	switch {
	case at.idem == 0:
	case !applied:
		if at.traced != 0 {
			s.traceStep(at, StepUpdateServer, true)
		}
		s.releaseKey(a)
		return dies
	case t.rule.Atomic:
		if k := t.lookup(at.idem, s.Now()); k != none && t.keys.records[k].state == keyDone {
			t.meets(t.keys.records[k].serial, s.ledger.intents[at.intent-1].serial)
			if at.traced != 0 {
				s.moment(at, Moment{Kind: MomentReplayed})
			}
			t.count.Replayed++ // what it did is undone: another was quicker (InFlightRun)
			return dies
		}
	}
	if applied {
		s.applied(at, t)
	}
	if at.traced != 0 {
		s.traceStep(at, StepUpdateServer, dies || at.failing)
	}
	if at.idem != 0 && (t.rule.Atomic || !dies) {
		s.keyDone(a, t)
	}
	return dies
}

// applied notes that an attempt's effect was applied.
func (s *Sim) applied(at *attempt, t *truth) {
	w := &s.sites[at.site]
	if at.intent == 0 || !w.effect || w.passes {
		return
	}
	t.count.Applied++
	if at.traced != 0 {
		s.traceApplied(at)
	}
	s.spanApplied(at)
	s.ledger.entryOf(at.intent, at.site).applied++
}

// answer puts an answer or a refusal on its way back, unless the callee can't send
// it or it is lost.
func (s *Sim) answer(e *edge, t *truth, a int32, kind uint32) {
	unposted := t.fails(StepPostReply)
	lost := !unposted && t.fails(StepDeliverReply)
	if at := &s.attempts.items[a]; at.traced != 0 {
		s.traceAnswer(at, kind, unposted, lost)
	}
	if unposted || lost {
		s.loseAttempt(a)
		return
	}
	s.sendBack(e, a, kind)
}

// unread makes an error of an answer that its caller can't read, or can't record,
// and reports whether it did. The caller then knows nothing.
func (s *Sim) unread(a int32) bool {
	at := &s.attempts.items[a]
	if at.caller == none || at.dropped {
		if at.traced != 0 {
			s.traceReply(at, NumSteps)
		}
		return false
	}
	t := s.truthOf(s.sites[at.site].edge)
	unread, why := CallStep(NumSteps), at.cause
	switch {
	case !at.steps:
	case t.fails(StepValidateReply):
		unread, why = StepValidateReply, CauseInvalid
	case t.fails(StepUpdateClient):
		unread, why = StepUpdateClient, CauseForgotten
	}
	if at.traced != 0 {
		s.traceReply(at, unread)
	}
	if unread == NumSteps {
		return false
	}
	at.cause = why
	at.failing, at.again = true, 0
	s.believe(at, false)
	return true
}

// declined handles a refusal or an error that reaches the caller's side.
func (s *Sim) declined(a int32) {
	if s.attempts.items[a].watched {
		s.unread(a)
	}
	s.refused(a)
}

// injectStep makes a share of the attempts over an edge fail at one step.
func (s *Sim) injectStep(f Fault) error {
	switch {
	case f.Edge < 0 || f.Edge >= len(s.sys.Edges):
		return fmt.Errorf("fault: there is no edge %d; the system has edges 0 to %d", f.Edge, len(s.sys.Edges)-1)
	case s.nodes[s.edges[f.Edge].node].kind == roleCache:
		return fmt.Errorf("fault: edge %q leads to a cache, whose look-ups do not fail by steps; use an edge to a store or a service", s.sys.edgeName(f.Edge))
	case f.Step >= NumSteps:
		return fmt.Errorf("fault: there is no step %d of a call, use one of the Step constants", f.Step)
	case !(f.Fraction >= 0 && f.Fraction <= 1):
		return fmt.Errorf("fault: the share of attempts that fail at %s is %v; give a number from 0 to 1", f.Step, f.Fraction)
	}
	t := &s.truths[f.Edge]
	t.fault[f.Step] = f.Fraction
	t.mix()
	for i := range s.edges {
		if int(s.edges[i].base) == f.Edge {
			s.setWatch(int32(i))
		}
	}
	return nil
}
