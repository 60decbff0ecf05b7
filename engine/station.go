package engine

import (
	"math"

	"sysprep/engine/random"
)

// station is the state of a Store or a Service node: workers and one FIFO queue,
// linked through the attempts.
type station struct {
	node    int32
	program int32 // of a service, in Sim.programs; none in a store

	luck     random.Stream // of service times and work
	failures random.Stream
	service  Dist    // of a store
	fail     float64 // share of requests that fail by themselves
	failWork Dist
	slow     float64 // factor on the time of work (FaultSlow)
	workers  int32
	room     int32 // most attempts waiting

	busy       int32 // workers at work
	waiting    int32
	head, tail int32 // of the queue
	down       bool
	handing    bool // dispatch is at work

	accounted Time // until when count.Busy is complete
	count     NodeWindow
}

func (st *station) configure(n *Node) {
	workers, queue, fail := 0, 0, Failure{}
	if n.Store != nil {
		workers, queue, fail, st.service = n.Store.Workers, n.Store.Queue, n.Store.Fail, n.Store.Service
	} else {
		workers, queue, fail = n.Service.Workers, n.Service.Queue, n.Service.Fail
	}
	st.workers = int32(workers)
	st.room = int32(queue)
	if queue < 0 {
		st.room = math.MaxInt32
	}
	st.fail, st.failWork = fail.Share, fail.Work
}

// account brings the busy time up to now; it must be called before busy changes.
func (st *station) account(now Time) {
	st.count.Busy += Time(st.busy) * (now - st.accounted)
	st.accounted = now
}

// longestService keeps the clock from overflowing when a slow fault multiplies a long service.
const longestService = 1e18

// deliver handles an attempt that reaches its store or service.
func (s *Sim) deliver(a int32) {
	at := &s.attempts.items[a]
	i := at.to
	st := &s.stations[i]
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

// accept puts an attempt at the end of a queue.
func (s *Sim) accept(st *station, a int32) {
	at := &s.attempts.items[a]
	at.place, at.next = waiting, none
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
	st := &s.stations[i]
	if st.handing {
		return // a request that took no time has freed its worker: the loop below sees it
	}
	st.handing = true
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
			s.attempts.give(a)
			continue
		}
		at.place = inService
		st.account(s.Now())
		st.busy++
		s.begin(st, a)
	}
	st.handing = false
}

// begin starts the work on an attempt: a store's service, or a service's program.
func (s *Sim) begin(st *station, a int32) {
	at := &s.attempts.items[a]
	at.failing = st.fail > 0 && st.failures.Float() < st.fail
	if st.program == none {
		if at.failing && st.failWork.Mean > 0 {
			s.queue.At(s.queue.Now()+spanOf(&st.failWork, st.slow, &st.failures), evServed, a)
			return
		}
		s.queue.At(s.queue.Now()+spanOf(&st.service, st.slow, &st.luck), evServed, a)
		return
	}
	r := s.requests.take()
	s.requests.items[r] = request{
		arrived: s.Now(), key: at.key, program: st.program, next: none, serves: a, attempt: none,
	}
	at.serving = r
	if at.failing {
		s.fail(r, CauseFailed)
		return
	}
	s.advance(r)
}

// served handles the end of the work on an attempt: the answer leaves, the worker takes the next.
func (s *Sim) served(a int32) {
	at := &s.attempts.items[a]
	at.place, at.serving = onItsWay, none
	i := s.sites[at.site].edge
	e := &s.edges[i]
	st := &s.stations[at.to]
	st.account(s.Now())
	st.busy--
	st.count.Served++
	kind, back := MsgReply, evAnswered
	if at.failing {
		st.count.Failed++
		at.cause = CauseFailed
		kind, back = MsgReject, evRefused
	}
	if !s.wanted(at) {
		st.count.Ghosts++
		kind = MsgGhost
	}
	if s.feed.every != 0 {
		s.note(kind, int(i), e.node)
	}
	if st.waiting > 0 {
		s.dispatch(at.to)
	}
	s.queue.After(e.wire, back, a)
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

// crash loses all that waits or is worked on at a station. Callers find out by their timeouts.
func (s *Sim) crash(i int32) {
	st := &s.stations[i]
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
	for a := range s.attempts.items {
		if at := &s.attempts.items[a]; at.to == i && at.place == inService {
			s.stop(at.serving)
			at.serving = none
			s.loseAttempt(int32(a))
		}
	}
	st.busy = 0
}

func (s *Sim) loseAttempt(a int32) {
	at := &s.attempts.items[a]
	at.place = lostAtStore
	if at.caller == none { // nobody will ask for it again
		s.attempts.give(a)
	}
}
