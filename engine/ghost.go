package engine

// Work is for somebody as long as the chain of callers above it is whole: its
// caller waits for it, and what that caller does is itself for somebody, up to
// a client. Work that is for nobody is ghost work, at every hop below the break.

// wanted reports whether somebody needs an attempt.
func (s *Sim) wanted(at *attempt) bool {
	return at.caller != none && s.needed(at.caller)
}

// needed reports whether somebody needs a request's outcome, or that of those who
// wait for its call.
func (s *Sim) needed(r int32) bool {
	q := &s.requests.items[r]
	switch {
	case q.gone:
	case q.parent != 0:
		if s.needed(q.parent - 1) {
			return true
		}
	case q.serves == none || s.wanted(&s.attempts.items[q.serves]):
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
