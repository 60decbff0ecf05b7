package engine

import (
	"cmp"
	"math"

	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// station is the state of a Store or a Service node: workers and a queue, linked
// through the attempts.
type station struct {
	node    int32
	version int32 // 0: it has the system's numbers
	program int32 // of a service, in Sim.programs; none in a store

	luck     random.Stream // of service times and work
	failures random.Stream
	service  Dist    // of a store
	fail     float64 // share of requests that fail by themselves
	final    float64 // share of those that fail for good
	failWork Dist
	pushBack Time    // said with a refusal
	lies     float64 // Failure.After
	failLate bool    // Failure.Late
	after    random.Stream
	slow     float64 // factor on the time of work (FaultSlow)
	hired    int32   // workers in all
	lost     float64 // share of them that is lost (FaultCapacity)
	workers  int32   // the others
	room     int32   // most attempts waiting

	order    Order
	codel    bool
	failFast bool
	target   Time
	interval Time
	expect   float64 // of the work on a request, on average, ns

	gc         collector
	paused     bool // no work is done
	contended  bool // contention is on
	contention Contention
	lock       lock
	locks      random.Stream // of the times of the lock

	limits      limits
	busy        int32 // workers at work
	waiting     int32
	lines       [maxClass + 1]line // by class; only the first but for OrderPriority
	filled      Time               // when the queue was last empty
	down        bool
	incarnation uint32 // how often it went down
	silent      bool   // down, and refuses nothing: messages vanish
	handing     bool   // dispatch is at work

	accounted Time // until when count.Busy is complete
	count     NodeWindow
}

func (st *station) configure(n *Node, expected Time) {
	var workers, queue int
	var fail Failure
	var l Line
	if n.Store != nil {
		workers, queue, fail, l = n.Store.Workers, n.Store.Queue, n.Store.Fail, n.Store.Line
		st.service, st.contention = n.Store.Service, n.Store.Contention
		st.contended = st.contention != Contention{}
	} else {
		workers, queue, fail, l = n.Service.Workers, n.Service.Queue, n.Service.Fail, n.Service.Line
	}
	st.order, st.codel, st.failFast = l.Order, l.CoDel, l.FailFast
	st.target, st.interval = cmp.Or(l.Target, defaultTarget), cmp.Or(l.Interval, defaultInterval)
	st.expect = float64(expected)
	st.hired = int32(workers)
	st.setWorkers()
	st.room = int32(queue)
	if queue < 0 {
		st.room = math.MaxInt32
	}
	st.limits.configure(n.limits(), st.workers, st.room)
	st.fail, st.final, st.failWork, st.pushBack = fail.Share, fail.Permanent, fail.Work, l.PushBack
	st.lies, st.failLate = fail.After, fail.Late
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
	if at.spans.trace != 0 {
		s.spanReached(at)
	}
	i := at.to
	st := &s.stations[i]
	if s.raster.slots != 0 {
		s.raster.mark(st.node, s.Now()-s.open.start)
	}
	switch {
	case st.silent:
		s.loseAttempt(a)
	case st.down:
		s.refuse(a, CauseDown)
	case at.watched && s.invalid(a): // and refused
	case at.twin != none && s.begunElsewhere(a, s.edges[s.sites[at.site].edge].latency):
		s.dropTied(a)
	case st.limits.on && st.limited(s.Now(), at.class):
		st.count.Limited++
		s.refuse(a, CauseLimited)
	case st.busy < st.workers && !st.paused:
		// An idle worker means an empty queue, so this one is at its head.
		s.accept(st, a)
		s.dispatch(i)
	case s.hopeless(st, at):
		st.count.Dropped++
		s.refuse(a, CauseDropped)
	case st.waiting >= st.room && !st.roomInPause() && !s.makeRoom(st, at):
		st.count.Rejected++
		s.refuse(a, CauseRejected)
	default:
		s.accept(st, a)
	}
}

// dispatch gives the attempts at the head of the queue to idle workers.
func (s *Sim) dispatch(i int32) {
	st := &s.stations[i]
	if st.handing || st.paused {
		return // a pause ends with a look at the queue; a request that took no time has freed its worker: the loop below sees it
	}
	st.handing = true
	for st.waiting > 0 && st.busy < st.workers {
		a := s.first(st)
		s.takeOut(st, a)
		at := &s.attempts.items[a]
		if at.caller == none && s.edges[s.sites[at.site].edge].late == LateCancel {
			st.count.Cancelled++
			if at.spans.trace != 0 {
				s.spanLeft(at, true)
			}
			s.stopTimer(at)
			s.attempts.give(a)
			continue
		}
		if s.waitedTooLong(st, at) {
			st.count.Dropped++
			at.place = onItsWay
			s.refuse(a, CauseDropped)
			continue
		}
		if at.idem != 0 && s.known(a) {
			continue
		}
		at.place, at.began = inService, s.Now()
		if at.twin != none {
			s.tell(a)
		}
		st.account(s.Now())
		st.busy++
		s.begin(st, a)
	}
	st.handing = false
}

// begin starts the work on an attempt: a store's service, or a service's program.
func (s *Sim) begin(st *station, a int32) {
	at := &s.attempts.items[a]
	if at.traced != 0 {
		s.moment(at, Moment{Kind: MomentBegun})
	}
	if at.spans.trace != 0 {
		s.spanBegun(at)
	}
	if at.replayed {
		s.queue.At(s.queue.Now()+int64(s.truthOf(s.sites[at.site].edge).rule.Cost), evServed, a)
		return
	}
	at.failing = st.fail > 0 && st.failures.Float() < st.fail
	if at.failing && st.final > 0 && st.failures.Float() < st.final {
		at.again = Never
	}
	if st.failLate && at.caller == none {
		at.failing = true
	}
	if st.program == none {
		factor, begins := st.slow, s.queue.Now()
		if st.contended {
			f, locked := st.contend(s.Now())
			factor, begins = f, begins+locked
		}
		if at.failing && st.failWork.Mean > 0 {
			s.queue.At(begins+spanOf(&st.failWork, factor, &st.failures), evServed, a)
			return
		}
		s.queue.At(begins+spanOf(&st.service, factor, &st.luck), evServed, a)
		return
	}
	r := s.requests.take()
	s.requests.items[r] = request{
		arrived: s.Now(), deadline: at.deadline, key: at.key, program: st.program, class: at.class,
		next: none, serves: a, attempt: none, patience: kernel.NoTimer, spans: at.spans,
	}
	at.serving = r
	if at.intent != 0 {
		s.inherit(r, at)
	}
	if at.failing {
		s.requests.items[r].again = at.again
		s.fail(r, CauseFailed)
		return
	}
	s.advance(r)
}

// served handles the end of the work on an attempt: the answer leaves, the worker takes the next.
func (s *Sim) served(a int32) {
	at := &s.attempts.items[a]
	if at.place == stopped {
		s.attempts.give(a)
		return
	}
	at.place, at.serving = onItsWay, none
	i := s.sites[at.site].edge
	e := &s.edges[i]
	st := &s.stations[at.to]
	st.account(s.Now())
	st.busy--
	st.count.Served++
	if at.spans.trace != 0 {
		s.spanLeft(at, false)
	}
	dies := false
	if e.watch {
		dies = s.update(a, s.truthOf(i))
		at = &s.attempts.items[a] // what waited for its key may have sent more
	}
	if st.lies > 0 && !at.failing && !at.replayed && st.after.Float() < st.lies {
		at.failing = true
	}
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
	if s.feed.On() && !dies {
		s.note(kind, int(i), e.node)
	}
	if st.waiting > 0 {
		s.dispatch(at.to)
	}
	switch {
	case dies:
		s.loseAttempt(a)
	case e.watch:
		s.answer(e, s.truthOf(i), a, back)
	default:
		s.sendBack(e, a, back)
	}
}

// refuse sends an attempt back unserved.
func (s *Sim) refuse(a int32, why Cause) {
	at := &s.attempts.items[a]
	at.cause = why
	if at.spans.trace != 0 {
		s.spanLeft(at, false)
	}
	if why != CauseDown && why != CauseInvalid && why != CauseConflict { // where nobody is, nobody says when to come back
		at.again = s.stations[at.to].pushBack
	}
	i := s.sites[at.site].edge
	e := &s.edges[i]
	if s.feed.On() {
		s.note(MsgReject, int(i), e.node)
	}
	if e.watch {
		s.answer(e, s.truthOf(i), a, evRefused)
		return
	}
	s.sendBack(e, a, evRefused)
}

// crash loses all that waits or is worked on at a station. Callers find out by their timeouts.
func (s *Sim) crash(i int32) {
	st := &s.stations[i]
	st.account(s.Now())
	st.lock.free = 0
	s.loseParked(i)
	for st.waiting > 0 {
		a := s.first(st)
		s.takeOut(st, a)
		s.loseAttempt(a)
	}
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
	if at.spans.trace != 0 {
		s.spanLost(at)
	}
	if at.idem != 0 {
		s.releaseKey(a)
		at = &s.attempts.items[a]
	}
	if at.caller == none && at.timer == kernel.NoTimer { // nobody will ask for it again
		s.attempts.give(a)
	}
}

// setWorkers counts the workers that are left.
func (st *station) setWorkers() {
	st.workers = st.hired
	if st.lost > 0 {
		st.workers -= int32(math.Round(st.lost * float64(st.hired)))
	}
}
