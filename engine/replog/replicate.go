package replog

// propose appends to a leader's log.
func (s *Sim) propose(r *replica, o int32) {
	s.truth.serial++
	r.log.propose(r.term, o, s.truth.serial)
	index := r.log.last()
	if o != none {
		p := &s.ops[o]
		p.index, p.term, p.appended = index, r.term, s.Now()
		s.proposed(o)
	}
	s.persist(r)
}

// replicate sends what is new to everybody.
func (s *Sim) replicate(r *replica) {
	for j := range int32(len(s.replicas)) {
		if j != r.id {
			s.pump(r, j)
		}
	}
	s.tryCommit(r)
}

// pump sends to one replica what it lacks, as far as there is room: a message
// waits until the one before it has left, and takes along what came meanwhile.
func (s *Sim) pump(r *replica, j int32) {
	for s.wants(r, j) {
		if r.progress[j].probing {
			s.sendEntries(r, j)
			return
		}
		if !s.hasRoom(r, j) {
			return
		}
		if r.waiters > 0 || r.uplinkFree > s.Now() {
			s.queueUp(r, j)
			return
		}
		s.sendNext(r, j)
	}
}

// wants reports whether there is anything to send to j now.
func (s *Sim) wants(r *replica, j int32) bool {
	p := &r.progress[j]
	switch {
	case p.sending:
		return p.sent < p.total && (!p.trying || p.sent <= p.acked)
	case p.probing:
		return !p.probed
	}
	return p.next <= r.log.last() && p.next-1-p.match < s.c.Raft.Pipeline
}

func (s *Sim) sendNext(r *replica, j int32) {
	if r.progress[j].sending {
		s.sendPiece(r, j)
	} else {
		s.sendEntries(r, j)
	}
}

// hasRoom reports whether the connection to j would take a message at once; if
// not, it sees to it that pump is called when it would.
func (s *Sim) hasRoom(r *replica, j int32) bool {
	f := s.flow(r.id, j)
	at := max(f.free, f.paced)
	if at <= s.Now() {
		return true
	}
	if !f.pumping {
		f.pumping = true
		s.queue.At(int64(at), evPump, r.id*int32(len(s.replicas))+j)
	}
	return false
}

// room is told that a connection has room again.
func (s *Sim) room(flow int32) {
	s.flows[flow].pumping = false
	n := int32(len(s.replicas))
	if r := &s.replicas[flow/n]; r.role == Leader && r.active() {
		s.pump(r, flow%n)
	}
}

// queueUp lets a connection wait for the machine's uplink: they take turns, a
// message each, so that one that lags can't keep the others from sending.
func (s *Sim) queueUp(r *replica, j int32) {
	for _, waiter := range r.line[:r.waiters] {
		if waiter == j {
			return
		}
	}
	r.line[r.waiters] = j
	r.waiters++
	s.awaitUplink(r)
}

func (s *Sim) awaitUplink(r *replica) {
	if !r.awaiting {
		r.awaiting = true
		s.queue.At(int64(max(r.uplinkFree, s.Now())), evUplink, r.id)
	}
}

// turn gives the uplink, free again, to the connection that waited longest.
func (s *Sim) turn(r *replica) {
	r.awaiting = false
	if r.role != Leader || !r.active() {
		r.waiters = 0
		return
	}
	for r.waiters > 0 && r.uplinkFree <= s.Now() {
		j := r.line[0]
		r.waiters--
		copy(r.line[:r.waiters], r.line[1:])
		if s.wants(r, j) && s.hasRoom(r, j) {
			s.sendNext(r, j)
			s.pump(r, j)
		}
	}
	if r.waiters > 0 {
		s.awaitUplink(r)
	}
}

// pace lets bytes that bring a lagging replica up to date count against CatchUpRate.
func (s *Sim) pace(r *replica, j int32, bytes int64) {
	if s.c.Raft.CatchUpRate > 0 {
		s.flow(r.id, j).paced = s.Now() + TransferTime(bytes, s.c.Raft.CatchUpRate, 1)
	}
}

// sendEntries sends a batch from next on, or begins a snapshot when those are gone.
func (s *Sim) sendEntries(r *replica, j int32) {
	p := &r.progress[j]
	p.probed = true
	if p.next-1 < r.log.base {
		s.beginSnapshot(r, j)
		s.beatTo(r, j)
		return
	}
	most := max(1, s.c.Raft.BatchBytes/s.c.Raft.EntryBytes)
	to := min(r.log.last(), p.next-1+most)
	i, m := s.letter(msgAppend, r.id, j)
	s.addressAppend(r, p, m)
	m.entries = append(m.entries, r.log.span(p.next-1, to)...)
	if to < r.log.last() { // more than one message behind
		s.pace(r, j, s.size(m))
	}
	if !p.probing {
		p.next = to + 1
	}
	s.post(i, 0)
}

func (s *Sim) addressAppend(r *replica, p *progress, m *message) {
	m.term, m.commit, m.stamp = r.term, r.commit, s.Now()
	m.learner = p.learner && p.match >= p.barrier && r.commit >= p.barrier
	if !p.sending {
		m.index, m.logTerm, m.hash = p.next-1, r.log.term(p.next-1), r.log.hash(p.next-1)
	}
}

// beatTo sends a heartbeat. Without entries it still shows up what was lost, for
// it names the last entry that was sent.
func (s *Sim) beatTo(r *replica, j int32) {
	p := &r.progress[j]
	if p.sending {
		s.checkTransfer(r, j)
	} else if p.probing || p.next-1 < r.log.base {
		s.sendEntries(r, j)
		return
	}
	i, m := s.letter(msgAppend, r.id, j)
	s.addressAppend(r, p, m)
	s.post(i, 0)
}

func (s *Sim) gotEntries(r *replica, m *message) {
	if !s.hears(r, m) {
		return
	}
	if hint, ok := s.merge(r, m); !ok {
		i, a := s.letter(msgAppended, r.id, m.from)
		a.term, a.stamp, a.index, a.hint, a.learner = r.term, m.stamp, m.index, hint, r.learning
		s.post(i, 0)
		return
	}
	if m.learner && r.learning && r.matched > 0 {
		r.learning = false
		s.changed = true
	}
	s.persist(r)
	s.commitTo(r, min(m.commit, r.matched))
	r.owedStamp = max(r.owedStamp, m.stamp)
	if r.durable < r.matched && len(m.entries) > 0 {
		r.owes = true
		return
	}
	s.acknowledge(r)
}

// hears takes note of a word from a leader; false: of one that is deposed, who is told so.
func (s *Sim) hears(r *replica, m *message) bool {
	if m.term < r.term {
		i, a := s.letter(msgAppended, r.id, m.from)
		a.term, a.index, a.learner = r.term, m.index, r.learning
		s.post(i, 0)
		return false
	}
	s.follow(r, m.term, m.from)
	r.heard = s.Now()
	s.arm(r)
	return true
}

// merge puts the leader's entries into the log. False: the logs don't meet at
// the message's index; the leader should go on at hint.
func (s *Sim) merge(r *replica, m *message) (hint int64, ok bool) {
	last := r.log.last()
	if m.index > last {
		return last + 1, false
	}
	if m.index >= r.log.base && r.log.term(m.index) != m.logTerm {
		hint = m.index
		for term := r.log.term(hint); hint > r.commit+1 && r.log.term(hint-1) == term; {
			hint--
		}
		return hint, false
	}
	index := m.index
	for _, e := range m.entries {
		index++
		if index <= r.log.base {
			continue // committed long since
		}
		if index <= r.log.last() {
			if r.log.term(index) == e.term {
				continue
			}
			if index <= r.commit {
				s.totals.Violations++ // a committed entry would be overwritten
			}
			r.log.truncate(index - 1)
			r.durable, r.covering = min(r.durable, index-1), min(r.covering, index-1)
		}
		r.log.entries = append(r.log.entries, e)
	}
	if index >= r.log.base && len(m.entries) > 0 && r.log.hash(index) != m.entries[len(m.entries)-1].hash {
		s.totals.Violations++ // same index and term, other log
	}
	r.matched = max(r.matched, index)
	return 0, true
}

// acknowledge tells the leader what is durable here.
func (s *Sim) acknowledge(r *replica) {
	r.owes = false
	i, a := s.letter(msgAppended, r.id, r.leader)
	a.yes, a.term, a.learner = true, r.term, r.learning
	a.index, a.hint, a.stamp = min(r.matched, r.durable), r.matched, r.owedStamp
	s.post(i, 0)
}

func (s *Sim) gotAck(r *replica, m *message) {
	if m.term > r.term {
		s.follow(r, m.term, none)
		return
	}
	if r.role != Leader || m.term != r.term {
		return
	}
	p := &r.progress[m.from]
	s.noteLearner(r, m)
	p.stamp = max(p.stamp, m.stamp)
	if !m.yes {
		s.refused(r, m)
	} else {
		p.match = max(p.match, m.index)
		switch {
		case p.sending && p.match >= p.snap.index:
			p.sending = false
			p.next = max(m.hint, p.match) + 1
		case p.probing:
			p.probing = false
			p.next = max(m.hint, p.match) + 1
		}
		p.next = max(p.next, p.match+1)
		s.tryCommit(r)
	}
	s.serveReads(r)
	s.pump(r, m.from)
}

// noteLearner keeps those that lost their disk out of every quorum until they
// have all that is committed, some of it without their help.
func (s *Sim) noteLearner(r *replica, m *message) {
	p := &r.progress[m.from]
	if m.learner && !p.learner {
		*p = progress{next: r.log.last() + 1, stamp: never, probing: true, learner: true, barrier: r.log.last() + 1}
		s.propose(r, none)
		s.replicate(r)
	}
	p.learner = m.learner
}

// refused is told that the logs don't meet where the leader thought.
func (s *Sim) refused(r *replica, m *message) {
	p := &r.progress[m.from]
	if p.sending || m.index <= p.match || p.probing && m.index != p.next-1 {
		return // old news
	}
	p.probing, p.probed = true, false
	p.next = max(p.match+1, min(m.hint, m.index))
}

// tryCommit commits what a majority has on disk: the order statistic of what the
// members acknowledged. Entries of earlier terms are only committed by one of
// this term (Raft, section 5.4.2).
func (s *Sim) tryCommit(r *replica) {
	to := kth(r, s.majority(), r.durable, func(p *progress) int64 { return p.match })
	if to <= r.commit || r.log.term(to) != r.term {
		return
	}
	from := r.commit
	s.commitTo(r, to)
	for i := max(from, r.log.base) + 1; i <= to; i++ {
		s.confirm(r, i)
	}
	s.serveReads(r)
	s.compact(r)
}

// commitTo moves a replica's commit index.
func (s *Sim) commitTo(r *replica, to int64) {
	if to <= r.commit {
		return
	}
	r.commit = to
	s.reached(r)
	if r.role != Leader {
		s.compact(r)
	}
}

// compact leaves old entries to the snapshot, now and then.
func (s *Sim) compact(r *replica) {
	keep := s.c.Raft.Keep
	if to := min(r.commit, r.durable) - keep; to-r.log.base > keep/4 {
		r.log.compact(to)
	}
}
