package engine

// keyFor returns the idempotency key that an attempt carries; never 0.
func (s *Sim) keyFor(t *truth, at *attempt, q *request, st *step) uint64 {
	var key uint64
	switch t.rule.Key {
	case KeyAttempt:
		s.ledger.calls++
		key = uint64(s.ledger.calls)
	case KeyCall:
		key = uint64(q.call)
	case KeyRequest:
		key = uint64(s.ledger.intents[q.intent-1].serial)<<1 | uint64(flag(q.double))
	case KeyIntent:
		key = uint64(s.ledger.intents[q.intent-1].serial)
	default:
		key = mix64(uint64(q.key)+1) ^ uint64(st.amount)
	}
	key = mix64(key + mix64(uint64(st.site)<<8+uint64(t.rule.Key)))
	if t.rule.Scope == ScopeInstance {
		key = mix64(key + uint64(at.to) + 1)
	}
	return max(key, 1)
}

// known deals with an attempt that a worker comes to and that carries a key. It
// reports whether there is no work to be done on it: its key is known, or another
// is worked on with it. A key that is new and Atomic is taken by the attempt.
func (s *Sim) known(a int32) bool {
	at := &s.attempts.items[a]
	i := s.sites[at.site].edge
	t := s.truthOf(i)
	t.keys.expire(s.Now())
	k := t.lookup(at.idem, s.Now())
	serial := s.ledger.intents[at.intent-1].serial
	switch {
	case k == none:
		if t.rule.Atomic {
			t.keys.add(keyRecord{key: at.idem, serial: serial, holder: a, first: none, last: none})
		}
		return false
	case t.keys.records[k].state == keyDone:
		t.meets(t.keys.records[k].serial, serial)
		if t.rule.Answer == AnswerNone {
			s.conflict(a, t)
			return true
		}
		at.replayed = true
		if at.traced != 0 {
			s.moment(at, Moment{Kind: MomentReplayed})
		}
		t.count.Replayed++
		if t.rule.Cost > 0 {
			return false
		}
		s.answerStored(a)
		return true
	case t.rule.InFlight == InFlightRun:
		return false
	case t.rule.InFlight == InFlightRefuse:
		t.meets(t.keys.records[k].serial, serial)
		s.conflict(a, t)
		return true
	}
	t.count.Parked++
	if at.traced != 0 {
		s.moment(at, Moment{Kind: MomentParked})
	}
	at.place, at.next = parked, none
	n := &t.keys.records[k]
	if n.first == none {
		n.first = a
	} else {
		s.attempts.items[n.last].next = a
	}
	n.last = a
	return true
}

// lookup finds a key that is not over.
func (t *truth) lookup(key uint64, now Time) int32 {
	k := t.keys.find(key)
	if k != none && t.keys.records[k].state == keyDone && t.keys.records[k].expires <= now {
		// A knob gave later keys a shorter life, and this one lies behind older ones.
		t.keys.forget(k)
		return none
	}
	return k
}

// meets counts a key that was first used for another intent.
func (t *truth) meets(first, serial int64) {
	if first != serial {
		t.count.Collapsed++
	}
}

// conflict refuses an attempt because of its key.
func (s *Sim) conflict(a int32, t *truth) {
	t.count.Conflicts++
	s.attempts.items[a].place = onItsWay
	s.refuse(a, CauseConflict)
}

// answerStored sends the answer that is kept with a key. No worker is held for it.
func (s *Sim) answerStored(a int32) {
	at := &s.attempts.items[a]
	at.place = onItsWay
	if at.spans.trace != 0 {
		s.spanLeft(at, false)
	}
	i := s.sites[at.site].edge
	e := &s.edges[i]
	if s.feed.On() {
		s.note(MsgReply, int(i), e.node)
	}
	s.answer(e, s.truthOf(i), a, evAnswered)
}

// keyDone makes the key of an attempt durable, now that its effect is applied, and
// answers those that waited for it.
func (s *Sim) keyDone(a int32, t *truth) {
	at := &s.attempts.items[a]
	expires := Never
	if t.rule.Lifetime > 0 {
		expires = s.Now() + t.rule.Lifetime
	}
	k := t.lookup(at.idem, s.Now())
	if k == none {
		k = t.keys.add(keyRecord{key: at.idem, serial: s.ledger.intents[at.intent-1].serial, holder: none, first: none, last: none})
	}
	n := &t.keys.records[k]
	if n.state == keyDone {
		return // another was quicker (not Atomic)
	}
	first, serial := n.first, n.serial
	n.first, n.last, n.holder = none, none, none
	t.keys.finish(k, expires)
	for w := first; w != none; {
		at := &s.attempts.items[w]
		next := at.next
		t.meets(serial, s.ledger.intents[at.intent-1].serial)
		if t.rule.Answer == AnswerNone {
			s.conflict(w, t)
		} else {
			at.replayed = true
			if at.traced != 0 {
				s.moment(at, Moment{Kind: MomentReplayed})
			}
			t.count.Replayed++
			s.answerStored(w)
		}
		w = next
	}
}

// releaseKey gives up the key that an attempt has taken, since it will have no
// effect. Those that wait for it join the queue again, with room or without.
func (s *Sim) releaseKey(a int32) {
	at := &s.attempts.items[a]
	t := s.truthOf(s.sites[at.site].edge)
	k := t.keys.find(at.idem)
	if k == none || t.keys.records[k].state != keyInFlight || t.keys.records[k].holder != a {
		return
	}
	first := t.keys.records[k].first
	t.keys.remove(k)
	for w := first; w != none; {
		next := s.attempts.items[w].next
		to := s.attempts.items[w].to
		s.accept(&s.stations[to], w)
		w = next
	}
	for i := range s.stations { // whichever they belong to: a table is shared by instances
		s.dispatch(int32(i))
	}
}

// unpark takes an attempt out of those that wait for a key.
func (s *Sim) unpark(a int32) {
	at := &s.attempts.items[a]
	t := s.truthOf(s.sites[at.site].edge)
	n := &t.keys.records[t.keys.find(at.idem)]
	before := none
	for w := n.first; w != a; w = s.attempts.items[w].next {
		before = w
	}
	if before == none {
		n.first = at.next
	} else {
		s.attempts.items[before].next = at.next
	}
	if n.last == a {
		n.last = before
	}
}

// loseParked loses the attempts that wait for a key at a station that crashes.
func (s *Sim) loseParked(i int32) {
	for a := range s.attempts.items {
		if at := &s.attempts.items[a]; at.to == i && at.place == parked {
			s.unpark(int32(a))
			s.loseAttempt(int32(a))
		}
	}
}
