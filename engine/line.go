package engine

// Defaults of a Line, as Facebook ran it (Maurer, "Fail at Scale", ACM Queue 13(8) 2015).
const (
	defaultTarget   = 5 * Millisecond
	defaultInterval = 100 * Millisecond
)

// maxClass is the least urgent class of requests.
const maxClass = 7

// line is a queue of attempts, linked through them.
type line struct{ head, tail int32 }

// lineOf returns the line that an attempt of a class joins.
func (st *station) lineOf(class uint8) *line {
	if st.order != OrderPriority {
		class = 0
	}
	return &st.lines[class]
}

// accept puts an attempt at the end of a queue.
func (s *Sim) accept(st *station, a int32) {
	if st.waiting == 0 {
		st.filled = s.Now()
	}
	at := &s.attempts.items[a]
	l := st.lineOf(at.class)
	if st.codel {
		at.expires = s.Now() + st.interval
		if st.standing(s.Now()) {
			at.expires = s.Now() + st.target
		}
	}
	at.place, at.next, at.prev = waiting, none, l.tail
	if l.tail == none {
		l.head = a
	} else {
		s.attempts.items[l.tail].next = a
	}
	l.tail = a
	st.waiting++
}

// standing reports whether the queue has not been empty for a whole interval.
func (st *station) standing(now Time) bool { return now-st.filled > st.interval }

// takeOut takes an attempt out of a queue, wherever it stands.
func (s *Sim) takeOut(st *station, a int32) {
	at := &s.attempts.items[a]
	l := &st.lines[0]
	if l.head != a && l.tail != a && (at.prev == none || at.next == none) {
		for i := range st.lines { // at an end of another line
			if st.lines[i].head == a || st.lines[i].tail == a {
				l = &st.lines[i]
			}
		}
	}
	if at.prev == none {
		l.head = at.next
	} else {
		s.attempts.items[at.prev].next = at.next
	}
	if at.next == none {
		l.tail = at.prev
	} else {
		s.attempts.items[at.next].prev = at.prev
	}
	st.waiting--
}

// first returns the attempt that is next in a queue that is not empty.
func (s *Sim) first(st *station) int32 {
	for i := range st.lines {
		l := &st.lines[i]
		if l.head == none {
			continue
		}
		if st.order == OrderLIFO || st.order == OrderAdaptive && st.standing(s.Now()) {
			return l.tail
		}
		return l.head
	}
	return none
}

// makeRoom refuses the last of the least urgent attempts in a full queue if it is
// less urgent than one that has just come.
func (s *Sim) makeRoom(st *station, at *attempt) bool {
	if st.order != OrderPriority || st.waiting > st.room {
		return false
	}
	for class := maxClass; class > int(at.class); class-- {
		if a := st.lines[class].tail; a != none {
			s.takeOut(st, a)
			s.attempts.items[a].place = onItsWay
			st.count.Dropped++
			s.refuse(a, CauseDropped)
			return true
		}
	}
	return false
}

// hopeless reports whether an attempt's deadline leaves too little time for it (Line.FailFast).
func (s *Sim) hopeless(st *station, at *attempt) bool {
	return st.failFast && at.deadline != Never && float64(at.deadline-s.Now()) < float64(st.expect*st.slow)
}

// waitedTooLong reports whether an attempt that a worker has come to is to be refused.
func (s *Sim) waitedTooLong(st *station, at *attempt) bool {
	return st.codel && s.Now() > at.expires || s.hopeless(st, at)
}
