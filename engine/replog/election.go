package replog

import (
	"math/bits"

	"sysprep/engine/kernel"
)

// follow makes the replica a follower in a term, its own or a later one.
func (s *Sim) follow(r *replica, term, leader int32) {
	if r.role == Leader {
		s.abdicate(r)
	}
	if term > r.term {
		r.term, r.vote, r.leader = term, none, none
		r.matched, r.owes, r.owedStamp = 0, false, never
		s.changed = true
	}
	r.role = Follower
	if leader != none {
		r.leader = leader
	}
}

// abdicate ends a leader's rule. Its clients learn nothing: they wait.
func (s *Sim) abdicate(r *replica) {
	if r.beatTimer != kernel.NoTimer {
		s.queue.Cancel(r.beatTimer)
		r.beatTimer = kernel.NoTimer
	}
	s.turnAwayReads(r)
	r.role, r.leader = Follower, none
	r.matched = 0
	s.changed = true
	s.arm(r)
}

// stand begins a candidacy: the election timeout has passed.
func (s *Sim) stand(r *replica) {
	s.arm(r)
	r.leader = none
	if r.learning {
		return
	}
	s.open.count.Candidacies++
	s.totals.Candidacies++
	if s.c.Raft.PreVote {
		r.role, r.votes = PreCandidate, 0
		s.canvass(r, r.term+1, true)
		s.addVote(r, r.id)
		return
	}
	s.run(r)
}

// run is the candidacy proper, in a new term.
func (s *Sim) run(r *replica) {
	s.follow(r, r.term+1, none)
	r.role, r.vote, r.votes = Candidate, r.id, 0
	s.canvass(r, r.term, false)
	if sync := s.c.Replicas[r.id].Sync; sync > 0 {
		r.voteDurable = s.Now() + sync
		s.queue.At(int64(r.voteDurable), evOwnVote, r.id)
		return
	}
	s.addVote(r, r.id)
}

// ownVote counts a candidate's own vote, which went to disk while it asked the others.
func (s *Sim) ownVote(r *replica) {
	if r.role == Candidate && s.Now() == r.voteDurable {
		s.addVote(r, r.id)
	}
}

func (s *Sim) addVote(r *replica, from int32) {
	r.votes |= 1 << from
	if bits.OnesCount32(r.votes) < s.majority() {
		return
	}
	if r.role == PreCandidate {
		s.arm(r)
		s.run(r)
		return
	}
	s.lead(r.id)
}

func (s *Sim) canvass(r *replica, term int32, pre bool) {
	for to := range int32(len(s.replicas)) {
		if to != r.id {
			i, m := s.letter(msgVote, r.id, to)
			m.term, m.pre = term, pre
			m.index, m.logTerm = r.log.last(), r.log.term(r.log.last())
			s.post(i, 0)
		}
	}
}

func (s *Sim) asksVote(r *replica, m *message) {
	if r.learning || s.guarded() && (r.role == Leader || s.Now() < r.heard+r.quiet) {
		return // it hears from a leader: candidates are not listened to
	}
	last := r.log.last()
	fit := m.logTerm > r.log.term(last) || m.logTerm == r.log.term(last) && m.index >= last
	if !m.pre && m.term > r.term {
		s.follow(r, m.term, none)
	}
	i, a := s.letter(msgVoted, r.id, m.from)
	a.pre = m.pre
	if m.pre {
		a.yes = fit && m.term > r.term
		a.term = r.term
		if a.yes {
			a.term = m.term
		}
		s.post(i, 0)
		return
	}
	a.term = r.term
	a.yes = fit && m.term == r.term && (r.vote == none || r.vote == m.from)
	hold := Time(0)
	if a.yes {
		r.vote = m.from
		s.arm(r)
		hold = s.c.Replicas[r.id].Sync
	}
	s.post(i, hold)
}

func (s *Sim) gotVote(r *replica, m *message) {
	if !m.yes {
		if m.term > r.term {
			s.follow(r, m.term, none)
		}
		return
	}
	wanted, term := Candidate, r.term
	if m.pre {
		wanted, term = PreCandidate, r.term+1
	}
	if r.role != wanted || m.term != term {
		return
	}
	s.addVote(r, m.from)
}

// lead makes a replica leader of its term.
func (s *Sim) lead(id int32) {
	r := &s.replicas[id]
	s.disarm(r)
	r.role, r.leader, r.since = Leader, id, s.Now()
	r.readsHead, r.readsTail, r.inRound = none, none, false
	r.waiters = 0
	s.open.count.Elected++
	s.totals.Elected++
	s.changed = true
	s.truth.elected(r.term, id, &s.totals)
	for j := range r.progress {
		r.progress[j] = progress{next: r.log.last() + 1, stamp: never, probing: true}
	}
	s.propose(r, none)
	r.termStart = r.log.last()
	s.heartbeat(r)
	s.tryCommit(r)
}

// heartbeat tells all followers that their leader is there, and makes a leader
// step down that no majority has answered for an election timeout.
func (s *Sim) heartbeat(r *replica) {
	r.beatTimer = kernel.NoTimer
	if s.Now() > max(r.since, s.quorumStamp(r))+r.patience {
		s.abdicate(r)
		return
	}
	r.beatTimer = s.queue.After(r.beatLane, evHeartbeat, r.id)
	s.beatAll(r)
}

func (s *Sim) beatAll(r *replica) {
	for j := range int32(len(s.replicas)) {
		if j != r.id {
			s.beatTo(r, j)
		}
	}
}
