package engine

import (
	"math"

	"sysprep/engine/random"
)

// store is the state of a Store node: workers and one FIFO queue, linked through the attempts.
type store struct {
	node int32

	luck     random.Stream
	mean     float64 // of a service, ns
	constant bool
	slow     float64 // factor on service times (FaultSlow)
	workers  int32
	room     int32 // most attempts waiting

	busy       int32 // workers at work
	waiting    int32
	head, tail int32 // of the queue
	ghosts     int32 // attempts in the queue or in service whose caller has gone
	down       bool

	accounted Time // until when count.Busy is complete
	count     NodeWindow
}

func (st *store) configure(n *Store) {
	st.mean = float64(n.Service.Mean)
	st.constant = n.Service.Kind == DistConstant
	st.workers = int32(n.Workers)
	st.room = int32(n.Queue)
	if n.Queue < 0 {
		st.room = math.MaxInt32
	}
}

// account brings the busy time up to now; it must be called before busy changes.
func (st *store) account(now Time) {
	st.count.Busy += Time(st.busy) * (now - st.accounted)
	st.accounted = now
}

// longestService keeps the clock from overflowing when a slow fault multiplies a long service.
const longestService = 1e18

func (st *store) service() int64 {
	d := st.mean * st.slow
	if !st.constant {
		d *= st.luck.Exp()
	}
	return int64(min(float64(d), longestService) + 0.5)
}

// deliver handles an attempt that reaches its store.
func (s *Sim) deliver(a int32) {
	at := &s.attempts.items[a]
	i := s.edges[s.sites[at.site].edge].to
	st := &s.stores[i]
	switch {
	case st.down:
		s.refuse(a, CauseDown)
	case st.busy < st.workers:
		// An idle worker means an empty queue, so this one is at its head.
		s.accept(st, a)
		s.dispatch(i)
	case st.waiting >= st.room:
		st.count.Rejected++
		s.refuse(a, CauseRejected)
	default:
		s.accept(st, a)
	}
}

// accept puts an attempt at the end of a store's queue.
func (s *Sim) accept(st *store, a int32) {
	at := &s.attempts.items[a]
	at.place, at.next = waiting, none
	if at.caller == none {
		st.ghosts++
	}
	if st.tail == none {
		st.head = a
	} else {
		s.attempts.items[st.tail].next = a
	}
	st.tail = a
	st.waiting++
}

// dispatch gives the attempts at the head of the queue to idle workers.
func (s *Sim) dispatch(i int32) {
	st := &s.stores[i]
	for st.waiting > 0 && st.busy < st.workers {
		a := st.head
		at := &s.attempts.items[a]
		st.head = at.next
		if st.head == none {
			st.tail = none
		}
		st.waiting--
		if at.caller == none && s.edges[s.sites[at.site].edge].late == LateCancel {
			st.count.Cancelled++
			st.ghosts--
			s.attempts.give(a)
			continue
		}
		at.place = inService
		st.account(s.Now())
		st.busy++
		s.queue.At(s.queue.Now()+st.service(), evServed, a)
	}
}

// served handles the end of a service: the answer leaves, the worker takes the next.
func (s *Sim) served(a int32) {
	at := &s.attempts.items[a]
	at.place = onItsWay
	i := s.sites[at.site].edge
	e := &s.edges[i]
	st := &s.stores[e.to]
	st.account(s.Now())
	st.busy--
	st.count.Served++
	kind := MsgReply
	if at.caller == none {
		st.count.Ghosts++
		st.ghosts--
		kind = MsgGhost
	}
	if s.feed.every != 0 {
		s.note(kind, int(i), e.node)
	}
	if st.waiting > 0 {
		s.dispatch(e.to)
	}
	s.queue.After(e.wire, evAnswered, a)
}

// refuse sends an attempt back unserved.
func (s *Sim) refuse(a int32, why Cause) {
	at := &s.attempts.items[a]
	at.cause = why
	i := s.sites[at.site].edge
	e := &s.edges[i]
	if s.feed.every != 0 {
		s.note(MsgReject, int(i), e.node)
	}
	s.queue.After(e.wire, evRefused, a)
}

// crash loses all that waits or is in service at a store. Callers find out by their timeouts.
func (s *Sim) crash(i int32) {
	st := &s.stores[i]
	st.account(s.Now())
	for a := st.head; a != none; {
		next := s.attempts.items[a].next
		s.loseAttempt(a)
		a = next
	}
	st.head, st.tail, st.waiting = none, none, 0
	for _, a := range s.takeServices(i) {
		s.loseAttempt(a)
	}
	st.busy, st.ghosts = 0, 0
}

func (s *Sim) loseAttempt(a int32) {
	at := &s.attempts.items[a]
	at.place = lostAtStore
	if at.timer < 0 { // no timeout will come: nobody will ask for it again
		s.attempts.give(a)
	}
}
