package replog

// askedRead is a leader's answer to a read: at once under its lease, else after
// a round to a majority has shown that it still leads (Ongaro 2014, section 6.4).
// Either way not before an entry of its own term is committed: until then it
// can't tell what is.
func (s *Sim) askedRead(r *replica, o int32) {
	p := &s.ops[o]
	if p.told != toldNothing {
		return
	}
	p.appended = s.Now()
	if r.commit >= r.termStart && s.leased(r) {
		s.count(func(n *Count) { n.ReadsLeased++ })
		s.serve(r, o)
		return
	}
	p.mail++
	p.next = none
	if r.readsTail == none {
		r.readsHead = o
	} else {
		s.ops[r.readsTail].next = o
	}
	r.readsTail = o
	s.beginRound(r)
	s.serveReads(r) // alone, it is a majority
}

// beginRound sends to all, unless a round is under way: reads that come meanwhile share the next one.
func (s *Sim) beginRound(r *replica) {
	if !r.inRound {
		r.inRound, r.round = true, s.Now()
		s.beatAll(r)
	}
}

// serveReads answers the reads for which a majority has spoken.
func (s *Sim) serveReads(r *replica) {
	if r.readsHead == none || r.role != Leader {
		r.inRound = false
		return
	}
	heard := s.quorumStamp(r)
	if r.commit >= r.termStart {
		for o := r.readsHead; o != none && s.ops[o].appended <= heard; o = r.readsHead {
			s.leaveList(r, o)
			if s.ops[o].told == toldNothing {
				s.serve(r, o)
			}
			s.tidy(o)
		}
	}
	if r.inRound && heard >= r.round {
		r.inRound = false
		if r.readsHead != none && s.ops[r.readsTail].appended > heard {
			s.beginRound(r)
		}
	}
}

// serve answers a read from this replica's state, and notes whether that is stale:
// without a write of which some client was told before this read was asked.
func (s *Sim) serve(r *replica, o int32) {
	if r.commit < s.ops[o].index {
		s.count(func(n *Count) { n.ReadsStale++ })
	}
	s.answer(r, o, true)
}

func (s *Sim) leaveList(r *replica, o int32) {
	p := &s.ops[o]
	r.readsHead = p.next
	if r.readsHead == none {
		r.readsTail = none
	}
	p.mail--
}

// turnAwayReads sends the reads that wait at a leader which no longer is one to another.
func (s *Sim) turnAwayReads(r *replica) {
	r.leader = none
	for o := r.readsHead; o != none; o = r.readsHead {
		s.leaveList(r, o)
		if r.up && s.ops[o].told == toldNothing {
			s.answer(r, o, false)
		}
		s.tidy(o)
	}
	r.inRound = false
}
