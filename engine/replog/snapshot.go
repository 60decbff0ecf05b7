package replog

// beginSnapshot is for a replica that lacks entries which the leader's log no
// longer has. The snapshot is the leader's present state. The log goes on being
// compacted meanwhile: when transfer and loading take longer than Keep entries
// last, another snapshot follows, and so on for ever.
func (s *Sim) beginSnapshot(r *replica, j int32) {
	p := &r.progress[j]
	size, piece := s.c.Raft.SnapshotBytes, s.c.Raft.ChunkBytes
	p.sending, p.probing, p.probed = true, false, false
	p.snap = r.state()
	p.sent, p.acked, p.total = 0, 0, (size+piece-1)/piece
	p.moved, p.settled = s.Now(), 0
	p.trying = true
	s.open.count.Snapshots++
	s.totals.Snapshots++
	s.pump(r, j)
}

// state is the place in the log that a snapshot taken now stands for.
func (r *replica) state() point {
	return point{r.commit, r.log.term(r.commit), r.log.hash(r.commit)}
}

func (s *Sim) sendPiece(r *replica, j int32) {
	p := &r.progress[j]
	i, m := s.letter(msgPiece, r.id, j)
	m.term, m.stamp = r.term, s.Now()
	m.index, m.logTerm, m.hash = p.snap.index, p.snap.term, p.snap.hash
	m.hint, m.total = p.sent, p.total
	p.sent++
	s.pace(r, j, s.size(m))
	s.post(i, 0)
	p.left = s.flow(r.id, j).free
}

// roundTrip is what the leader knows of the way to j and back.
func (s *Sim) roundTrip(r *replica, j int32) Time {
	a, b := r.site, s.replicas[j].site
	return s.c.Paths[a][b].RTT/2 + s.c.Paths[b][a].RTT/2
}

// checkTransfer goes back to what was acknowledged, one piece at a time, when
// nothing came back for long after all that was written had left. When nothing
// of a snapshot was ever acknowledged, it sends the newest instead.
func (s *Sim) checkTransfer(r *replica, j int32) {
	p := &r.progress[j]
	if s.Now() <= max(p.moved, p.left)+s.roundTrip(r, j)+4*r.beat {
		return
	}
	if p.acked == 0 {
		p.snap = r.state()
	}
	p.sent = min(p.acked, p.total-1)
	p.trying = true
	p.moved = s.Now()
	s.pump(r, j)
}

func (s *Sim) gotPiece(r *replica, m *message) {
	if !s.hears(r, m) {
		return
	}
	if m.index <= r.commit {
		r.matched = max(r.matched, m.index)
		r.owedStamp = max(r.owedStamp, m.stamp)
		s.acknowledge(r)
		return
	}
	in := &r.incoming
	if in.index != m.index || in.hash != m.hash {
		if in.installing {
			s.drop(evInstalled, r.id)
		}
		*in = incoming{point: point{m.index, m.logTerm, m.hash}, total: m.total}
	}
	if m.hint == in.got && !in.installing {
		in.got++
		if in.got == in.total {
			in.installing = true
			s.queue.At(int64(s.Now()+s.loadTime(r)), evInstalled, r.id)
		}
	}
	i, a := s.letter(msgPieced, r.id, m.from)
	a.term, a.index, a.hint, a.stamp, a.learner = r.term, m.index, in.got, m.stamp, r.learning
	s.post(i, 0)
}

// loadTime is how long a snapshot takes from disk into memory.
func (s *Sim) loadTime(r *replica) Time {
	return TransferTime(s.c.Raft.SnapshotBytes, 8*s.c.Replicas[r.id].LoadRate, 1)
}

// installed ends a transfer: the snapshot is the state now.
func (s *Sim) installed(r *replica) {
	in := r.incoming
	r.incoming = incoming{}
	if in.index <= r.commit {
		return
	}
	if in.index <= r.log.last() && r.log.hash(in.index) == in.hash {
		r.log.compact(in.index)
	} else {
		r.log.restart(in.index, in.term, in.hash)
		r.durable, r.covering = in.index, min(r.covering, in.index)
	}
	r.durable = max(r.durable, in.index)
	r.matched = max(r.matched, in.index)
	r.commit = in.index
	s.reached(r)
	if r.role == Follower && r.leader != none {
		s.acknowledge(r)
	}
}

func (s *Sim) pieceAcked(r *replica, m *message) {
	if m.term > r.term {
		s.follow(r, m.term, none)
		return
	}
	if r.role != Leader || m.term != r.term {
		return
	}
	s.noteLearner(r, m)
	p := &r.progress[m.from]
	p.stamp = max(p.stamp, m.stamp)
	if p.sending && p.snap.index == m.index {
		p.trying = false
		switch {
		case m.hint > p.acked:
			p.acked, p.moved = m.hint, s.Now()
		case m.hint < p.acked || p.sent > p.acked+1 && s.Now() > p.settled:
			// It lost its memory, or a piece: go back there, once for all the
			// answers to what is already under way.
			p.acked, p.sent = m.hint, m.hint
			p.settled = s.flow(r.id, m.from).last + s.roundTrip(r, m.from)
		}
		p.sent = max(p.sent, p.acked)
	}
	s.serveReads(r)
	s.pump(r, m.from)
}
