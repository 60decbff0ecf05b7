package replog

import (
	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

type client struct {
	site               int32
	target             int32 // whom it takes for the leader
	patience           kernel.Lane
	writeGap, readGap  float64 // mean nanoseconds between arrivals; 0: none
	writes, reads, net random.Stream
}

// op is a client's operation, from its arrival until both what the client knows
// and what is true are final.
type op struct {
	client   int32
	reading  bool
	asked    bool // sent, and not answered
	resting  bool // waits before the next try
	told     told
	fate     fate
	mail     int32 // messages under way, lists it is in
	to       int32 // the replica asked
	term     int32
	index    int64 // of the write; the least that a read must see
	born     Time
	appended Time // at the leader; a read's arrival there
	timer    kernel.Timer
	next     int32 // of the writes at one index; of the reads that wait; free list
}

// told is what a client knows of its operation.
type told uint8

const (
	toldNothing told = iota // waits
	toldDone
	toldRefused // certain that nothing was done
	toldUnknown // gave up, and can't tell
	toldFree    // not an operation
)

// fate is what became of a write.
type fate uint8

const (
	fateNone fate = iota // in no log
	fateOpen             // in a log
	fateCommitted
	fateLost // in no log any more that could win, or never in one
)

func (s *Sim) write(i int32) {
	c := &s.clients[i]
	s.queue.At(int64(s.Now())+max(1, c.writes.ExpSpan(c.writeGap)), evWrite, i)
	s.open.count.Offered++
	s.totals.Offered++
	s.try(s.arrive(i, false))
}

func (s *Sim) read(i int32) {
	c := &s.clients[i]
	s.queue.At(int64(s.Now())+max(1, c.reads.ExpSpan(c.readGap)), evRead, i)
	s.open.count.Reads++
	s.totals.Reads++
	o := s.arrive(i, true)
	s.ops[o].index = s.truth.told
	s.try(o)
}

func (s *Sim) arrive(client int32, reading bool) int32 {
	o := s.freeOp
	if o == none {
		o = int32(len(s.ops))
		s.ops = append(s.ops, op{})
	} else {
		s.freeOp = s.ops[o].next
	}
	s.ops[o] = op{
		client: client, reading: reading, born: s.Now(),
		timer: s.queue.After(s.clients[client].patience, evGiveUp, o),
	}
	return o
}

// try sends an operation to the replica that the client takes for the leader.
func (s *Sim) try(o int32) {
	p := &s.ops[o]
	c := &s.clients[p.client]
	p.resting = false
	p.asked, p.to = true, c.target
	travel, ok := s.travel(c.site, s.replicas[p.to].site, &c.net)
	if !ok {
		return
	}
	p.mail++
	i, m := s.letter(msgAsk, p.client, p.to)
	m.op = o
	if s.feed.On() {
		s.note(m)
	}
	s.queue.At(int64(s.Now()+travel), evDeliver, i)
}

// asked is told that an operation has arrived at a replica.
func (s *Sim) asked(m *message) {
	r, o := &s.replicas[m.to], m.op
	p := &s.ops[o]
	p.mail--
	switch {
	case !r.active():
	case r.role != Leader:
		s.answer(r, o, false)
	case p.reading:
		s.askedRead(r, o)
	default:
		s.propose(r, o)
		s.replicate(r)
	}
	s.tidy(o)
}

// answer sends word to a client: done, or "I don't lead; ask the one I take for the leader".
func (s *Sim) answer(r *replica, o int32, done bool) {
	p := &s.ops[o]
	c := &s.clients[p.client]
	travel, ok := s.travel(r.site, c.site, &c.net)
	if !ok {
		return
	}
	p.mail++
	i, m := s.letter(msgAnswer, r.id, p.client)
	m.op, m.yes, m.hint = o, done, int64(r.leader)
	if s.feed.On() {
		s.note(m)
	}
	s.queue.At(int64(s.Now()+travel), evDeliver, i)
}

// confirm tells a client that the write at index i, just committed by the leader that took it, is.
func (s *Sim) confirm(r *replica, i int64) {
	e := r.log.at(i)
	if e.op == none || e.term != r.term {
		return
	}
	p := &s.ops[e.op]
	if p.told == toldFree || p.reading || p.index != i || p.term != e.term {
		return // its client gave up, and what became of it is settled
	}
	s.answer(r, e.op, true)
}

// answered is told that an answer has arrived at its client.
func (s *Sim) answered(m *message) {
	o, p := m.op, &s.ops[m.op]
	c := &s.clients[p.client]
	p.mail--
	switch {
	case p.told != toldNothing:
	case m.yes:
		s.tell(o, toldDone)
	default:
		if m.hint != none {
			c.target = int32(m.hint)
		} else if p.to == c.target {
			s.askNext(c)
		}
		p.asked, p.resting = false, true
		s.queue.At(int64(s.Now()+s.c.Clients[p.client].Retry), evRetry, o)
	}
	s.tidy(o)
}

func (s *Sim) askNext(c *client) { c.target = (c.target + 1) % int32(len(s.replicas)) }

// giveUp ends a caller's patience.
func (s *Sim) giveUp(o int32) {
	p := &s.ops[o]
	p.timer = kernel.NoTimer
	if p.resting {
		p.resting = false
		s.drop(evRetry, o)
	}
	if c := &s.clients[p.client]; p.asked && p.to == c.target {
		s.askNext(c)
	}
	if p.asked {
		s.tell(o, toldUnknown)
	} else {
		s.tell(o, toldRefused)
	}
	s.tidy(o)
}

// tell settles what the client knows.
func (s *Sim) tell(o int32, what told) {
	p := &s.ops[o]
	p.told = what
	if p.timer != kernel.NoTimer {
		s.queue.Cancel(p.timer)
		p.timer = kernel.NoTimer
	}
	if p.reading {
		s.count(func(n *Count) {
			if what == toldDone {
				n.ReadsDone++
			} else {
				n.ReadsFailed++
			}
		})
		return
	}
	if what == toldDone {
		took := int64(s.Now() - p.born)
		s.open.client.Add(took)
		s.client.Add(took)
		s.truth.told = max(s.truth.told, p.index)
	}
	s.count(func(n *Count) {
		switch what {
		case toldDone:
			n.Acknowledged++
		case toldRefused:
			n.Refused++
		default:
			n.Unknown++
		}
	})
	s.match(p)
}

// decide settles what is true of a write.
func (s *Sim) decide(o int32, what fate) {
	p := &s.ops[o]
	p.fate = what
	if what == fateCommitted {
		took := int64(s.Now() - p.appended)
		s.open.commit.Add(took)
		s.commit.Add(took)
	}
	s.count(func(n *Count) {
		if what == fateCommitted {
			n.Committed++
		} else {
			n.Lost++
		}
	})
	s.match(p)
	s.tidy(o)
}

// match compares what the client knows with what is true, once both are final.
func (s *Sim) match(p *op) {
	if p.told == toldNothing || p.fate != fateCommitted && p.fate != fateLost {
		return
	}
	s.count(func(n *Count) {
		switch {
		case p.told == toldUnknown && p.fate == fateCommitted:
			n.UnknownCommitted++
		case p.told == toldUnknown:
			n.UnknownLost++
		case (p.told == toldDone) != (p.fate == fateCommitted):
			n.ToldWrong++
		}
	})
}

// tidy frees an operation of which everything is final.
func (s *Sim) tidy(o int32) {
	p := &s.ops[o]
	if p.told == toldNothing || p.told == toldFree || p.mail > 0 || p.fate == fateOpen {
		return
	}
	if p.fate == fateNone && !p.reading {
		s.decide(o, fateLost) // it reached no log, and frees it
		return
	}
	p.told, p.next = toldFree, s.freeOp
	s.freeOp = o
}

// count adds to the open window and to the totals.
func (s *Sim) count(add func(*Count)) {
	add(&s.open.count)
	add(&s.totals.Count)
}
