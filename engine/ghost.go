package engine

// Work is for somebody as long as the chain of callers above it is whole: its
// caller waits for it, and what that caller does is itself for somebody, up to
// a client. Work that is for nobody is ghost work, at every hop below the break.

// wanted reports whether somebody needs an attempt.
func (s *Sim) wanted(at *attempt) bool {
	switch {
	case at.caller == none:
		return false
	case s.sites[at.site].root: // a client waits until its patience ends
		return true
	}
	return s.needed(at.caller)
}

// needed reports whether somebody needs a request's outcome, or that of those who
// wait for its call.
func (s *Sim) needed(r int32) bool {
	q := &s.requests.items[r]
	if !q.gone && (q.serves == none || s.wanted(&s.attempts.items[q.serves])) {
		return true
	}
	if !q.leads {
		return false
	}
	for j := q.next; j != none; j = s.requests.items[j].next {
		if s.needed(j) {
			return true
		}
	}
	return false
}

// ghostsAt counts the attempts that wait or are served at a station for nobody.
func (s *Sim) ghostsAt(station int32) int {
	n := 0
	for i := range s.attempts.items {
		at := &s.attempts.items[i]
		if at.to == station && (at.place == waiting || at.place == inService) && !s.wanted(at) {
			n++
		}
	}
	return n
}

// stop ends a service's run of its program without an answer: its worker crashed,
// or nobody waits for it. What it called goes on; others that joined its call
// still get the outcome.
func (s *Sim) stop(r int32) {
	q := &s.requests.items[r]
	q.gone, q.serves = true, none
	if q.joined || q.leads && q.next != none {
		return // the end of the call gives the record back
	}
	s.land(q)
	if q.attempt == none {
		return // an event is to come back to it
	}
	s.abandon(q.attempt)
	s.requests.give(r)
}

// abandon lets an attempt go on without its caller.
func (s *Sim) abandon(a int32) {
	at := &s.attempts.items[a]
	s.stopTimer(at)
	at.caller = none
	if at.place == lostAtStore {
		s.attempts.give(a)
	}
}

// land says that nobody can join a request's call any more.
func (s *Sim) land(q *request) {
	if q.leads {
		s.edges[s.programs[q.program].steps[q.pc].edge].flights[q.key] = 0
		q.leads = false
	}
}
