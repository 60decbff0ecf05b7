package replog

import "sysprep/engine/random"

// flow is a connection from one replica to another. What is written to it
// leaves in order, through the machine's uplink and then at the connection's rate.
type flow struct {
	rate    float64 // bits per second; 0: no bound
	luck    random.Stream
	free    Time // when what was written has left
	last    Time // arrival of the latest message
	paced   Time // CatchUpRate lets more leave then
	pumping bool // an evPump is on its way
}

// way is the present state of the way from a site to another.
type way struct {
	cut   bool
	loss  float64
	extra Time
}

type messageKind uint8

const (
	msgVote     messageKind = iota // give me your vote
	msgVoted                       // the answer
	msgAppend                      // entries, or none: a heartbeat
	msgAppended                    // the answer
	msgPiece                       // of a snapshot
	msgPieced                      // the answer
	msgAsk                         // a client's operation, to a replica
	msgAnswer                      // to the client
)

// message is on its way. Which fields mean something depends on the kind.
type message struct {
	kind     messageKind
	yes      bool // granted, matched, done
	pre      bool // pre-vote
	learner  bool // the sender is one; on msgAppend: the receiver no longer is
	from, to int32
	term     int32
	logTerm  int32 // term at index
	index    int64 // the last of the candidate; before the entries; matched; of the snapshot
	commit   int64
	hint     int64 // where to go on: the next index to send; a piece's number
	total    int64 // pieces
	stamp    Time  // when the leader sent what this is or answers
	hash     uint64
	op       int32
	entries  []entry
	next     int32 // free list
}

// letter returns an empty message from one to another.
func (s *Sim) letter(kind messageKind, from, to int32) (int32, *message) {
	i := s.freeMsg
	if i == none {
		i = int32(len(s.messages))
		s.messages = append(s.messages, message{})
	} else {
		s.freeMsg = s.messages[i].next
	}
	m := &s.messages[i]
	*m = message{kind: kind, from: from, to: to, op: none, entries: m.entries[:0]}
	return i, m
}

func (s *Sim) burn(i int32) {
	s.messages[i].next = s.freeMsg
	s.freeMsg = i
}

// post sends a message between replicas after it was held back for hold.
func (s *Sim) post(i int32, hold Time) {
	m := &s.messages[i]
	from, to := &s.replicas[m.from], &s.replicas[m.to]
	f := s.flow(m.from, m.to)
	bytes := s.size(m)
	s.totals.Messages++
	s.totals.Bytes += bytes
	leaves := s.Now()
	if rate := s.c.Replicas[m.from].Uplink; rate > 0 {
		leaves = max(leaves, from.uplinkFree) + TransferTime(bytes, rate, 1)
		from.uplinkFree = leaves
	}
	leaves = max(leaves, f.free) + TransferTime(bytes, f.rate, 1)
	f.free = leaves
	travel, ok := s.travel(from.site, to.site, &f.luck)
	if !ok {
		s.burn(i)
		return
	}
	f.last = max(f.last, leaves+hold+travel) // a connection keeps its order
	if s.feed.On() {
		s.note(m)
	}
	s.queue.At(int64(f.last), evDeliver, i)
}

func (s *Sim) flow(from, to int32) *flow {
	return &s.flows[int(from)*len(s.replicas)+int(to)]
}

func (s *Sim) size(m *message) int64 {
	if m.kind == msgPiece {
		return messageSize + max(0, min(s.c.Raft.ChunkBytes, s.c.Raft.SnapshotBytes-m.hint*s.c.Raft.ChunkBytes)) // their sizes may have been turned
	}
	return messageSize + int64(len(m.entries))*s.c.Raft.EntryBytes
}

// travel draws one way between two sites; false: the message vanishes.
func (s *Sim) travel(from, to int32, luck *random.Stream) (Time, bool) {
	p, w := &s.c.Paths[from][to], &s.ways[int(from)*len(s.c.Sites)+int(to)]
	t := p.RTT/2 + w.extra
	if mean := p.Jitter.Mean; mean > 0 {
		if p.Jitter.Kind == JitterUniform {
			t += Time(luck.Span(0, int64(2*mean)))
		} else {
			t += Time(luck.ExpSpan(float64(mean)))
		}
	}
	if p.Jitter.SpikeShare > 0 && luck.Float() < p.Jitter.SpikeShare {
		t += p.Jitter.Spike
	}
	lost := w.loss > 0 && luck.Float() < w.loss
	return t, !lost && !w.cut
}

func (s *Sim) deliver(i int32) {
	m := &s.messages[i]
	switch m.kind {
	case msgAsk:
		s.asked(m)
	case msgAnswer:
		s.answered(m)
	default:
		if r := &s.replicas[m.to]; r.active() {
			s.receive(r, m)
		}
	}
	s.burn(i)
}

// receive handles a message between replicas. What it sends is written to other
// cells of the pool, which may move: m is a copy of the cell, its entries are not.
func (s *Sim) receive(r *replica, cell *message) {
	m := *cell
	switch m.kind {
	case msgVote:
		s.asksVote(r, &m)
	case msgVoted:
		s.gotVote(r, &m)
	case msgAppend:
		s.gotEntries(r, &m)
	case msgAppended:
		s.gotAck(r, &m)
	case msgPiece:
		s.gotPiece(r, &m)
	case msgPieced:
		s.pieceAcked(r, &m)
	}
}
