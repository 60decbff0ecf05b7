package kernel

// Lane names a lane of a Queue: all events that lie one fixed delay ahead when they are scheduled.
type Lane int32

// Timer names an event in a lane, so that it can be cancelled. It is valid until
// the event happened or was cancelled; after that its number may name another.
type Timer int32

// NoTimer is no event's name.
const NoTimer Timer = -1

const none = -1

type lane struct {
	delay      int64
	head, tail int32
	users      int32 // how often the lane was asked for and not released
}

type headKey struct {
	time int64
	seq  uint64
}

func (k *headKey) before(e *Event) bool {
	return k.time < e.Time || k.time == e.Time && k.seq < e.Seq
}

type cell struct {
	event      Event
	prev, next int32 // neighbours in the lane; next is also the link of the free list (plus 1)
	lane       Lane
}

// Lane returns the lane for a delay of 0 or more nanoseconds. Each call should be
// matched by a Release when the delay is no longer in use, so that a lane can be
// used for another delay once it is empty.
func (q *Queue) Lane(delay int64) Lane {
	idle := none
	for i := range q.lanes {
		l := &q.lanes[i]
		if l.delay == delay {
			l.users++
			return Lane(i)
		}
		if idle == none && l.users == 0 && l.head == none {
			idle = i
		}
	}
	if idle == none {
		idle = len(q.lanes)
		q.lanes = append(q.lanes, lane{})
		if idle == len(q.heads) {
			q.heads = append(q.heads, headKey{time: Never, seq: ^uint64(0)})
		}
	}
	q.lanes[idle] = lane{delay: delay, head: none, tail: none, users: 1}
	if len(q.lanes) > fewLanes && len(q.tree) < 2*len(q.lanes) {
		q.seat()
	}
	return Lane(idle)
}

// Release says that one user of the lane is gone. Events in it still happen.
func (q *Queue) Release(l Lane) { q.lanes[l].users-- }

// After schedules an event the lane's delay ahead of Now.
func (q *Queue) After(id Lane, kind uint32, who int32) Timer {
	q.seq++
	l := &q.lanes[id]
	i := q.free - 1
	if i < 0 {
		i = int32(len(q.cells))
		q.cells = append(q.cells, cell{})
	} else {
		q.free = q.cells[i].next
	}
	c := &q.cells[i]
	c.event = Event{Time: q.now + l.delay, Seq: q.seq, Kind: kind, Who: who}
	c.prev, c.next, c.lane = l.tail, none, id
	if l.tail != none {
		q.cells[l.tail].next = i
	} else {
		l.head = i
		q.setHead(id, c.event.Time, c.event.Seq)
	}
	l.tail = i
	q.kept++
	return Timer(i)
}

// Cancel takes away an event that has neither happened nor been cancelled.
func (q *Queue) Cancel(t Timer) {
	c := &q.cells[t]
	l := &q.lanes[c.lane]
	if c.next != none {
		q.cells[c.next].prev = c.prev
	} else {
		l.tail = c.prev
	}
	if c.prev != none {
		q.cells[c.prev].next = c.next
	} else {
		q.headGone(c.lane, c.next)
	}
	c.next = q.free
	q.free = int32(t) + 1
	q.kept--
}

// popLane removes and returns the first event of the lane that comes first.
func (q *Queue) popLane() Event {
	id := Lane(q.first)
	l := &q.lanes[id]
	i := l.head
	c := &q.cells[i]
	e := c.event
	if c.next != none {
		q.cells[c.next].prev = none
	} else {
		l.tail = none
	}
	q.headGone(id, c.next)
	c.next = q.free
	q.free = i + 1
	q.kept--
	return e
}

// setHead notes the first event of a lane that was empty.
func (q *Queue) setHead(id Lane, time int64, seq uint64) {
	q.heads[id] = headKey{time, seq}
	if len(q.tree) > 0 {
		q.entered(int32(id))
		return
	}
	if q.known && time < q.heads[q.first].time { // at equal times the older event stays first
		q.first = int(id)
	}
}

// headGone makes next the first event of a lane whose first event leaves.
func (q *Queue) headGone(id Lane, next int32) {
	q.lanes[id].head = next
	if next == none {
		q.heads[id] = headKey{time: Never, seq: ^uint64(0)}
	} else {
		e := &q.cells[next].event
		q.heads[id] = headKey{e.Time, e.Seq}
	}
	if len(q.tree) > 0 {
		q.advanced(int32(id))
	} else if int(id) == q.first {
		q.known = false
	}
}

func (q *Queue) findFirst() {
	best, key := 0, q.heads[0]
	for i := 1; i < len(q.heads); i++ {
		h := q.heads[i]
		if h.time < key.time || h.time == key.time && h.seq < key.seq {
			best, key = i, h
		}
	}
	q.first, q.known = best, true
}
