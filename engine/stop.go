package engine

import "sysprep/engine/kernel"

// stop ends a run of a program without an answer: its worker crashed, or nobody
// waits for it. Others that joined its call still get the outcome.
func (s *Sim) stop(r int32) {
	q := &s.requests.items[r]
	q.gone, q.serves = true, none
	if q.joined || q.leads && q.next != none {
		return // the end of the call gives the record back
	}
	if q.branches != 0 {
		s.dropBranches(r)
		s.requests.give(r)
		return
	}
	s.land(q)
	if q.attempt == none {
		return // an event is to come back to it
	}
	s.release(r, none)
	s.requests.give(r)
}

// land says that nobody can join a request's call any more.
func (s *Sim) land(q *request) {
	if q.leads {
		s.edges[s.programs[q.program].steps[q.pc].edge].flights[q.key] = 0
		q.leads = false
	}
}

// abandon lets an attempt go on without its caller, and tells the callee where
// the edge says so. The message takes the edge's latency, like the attempt, and
// so never overtakes it.
func (s *Sim) abandon(a int32) {
	at := &s.attempts.items[a]
	s.stopTimer(at)
	if at.intent != 0 {
		s.believe(at, false)
	}
	if at.traced != 0 {
		s.traceGivenUp(at)
	}
	if at.spans.trace != 0 {
		s.spanGivenUp(at)
	}
	at.caller, at.timer = none, kernel.NoTimer
	if at.place == lostAtStore {
		s.attempts.give(a)
		return
	}
	if e := &s.edges[s.sites[at.site].edge]; e.stops {
		at.timer = s.sendGone(e, a)
	}
}

// callerGone handles the message, or the callee's own knowledge of the deadline,
// that nobody waits for an attempt any more.
func (s *Sim) callerGone(a int32) {
	at := &s.attempts.items[a]
	at.timer = kernel.NoTimer
	if at.spans.trace != 0 && (at.place == waiting || at.place == parked || at.place == inService) {
		s.spanLeft(at, true)
	}
	st := &s.stations[at.to]
	switch at.place {
	case waiting:
		s.takeOut(st, a)
		st.count.Cancelled++
		s.attempts.give(a)
	case parked:
		s.unpark(a)
		st.count.Cancelled++
		s.attempts.give(a)
	case inService:
		st.account(s.Now())
		st.busy--
		st.count.Stopped++
		to := at.to
		if at.idem != 0 {
			s.releaseKey(a)
			at = &s.attempts.items[a]
		}
		if at.serving == none {
			at.place = stopped
		} else {
			s.stop(at.serving)
			s.attempts.give(a)
		}
		s.dispatch(to)
	case lostAtStore:
		s.attempts.give(a)
	}
}
