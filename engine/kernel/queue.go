// Package kernel is the clock and the event queue of a discrete-event simulation.
//
// Time is a whole number of nanoseconds. Events at the same time happen in the
// order in which they were scheduled. An event says what happens (Kind) and to
// whom (Who); what these mean is the model's business.
//
// There are two ways to schedule. At takes any time: a 4-ary heap while few events
// are pending, a calendar of buckets (see far) when there are many.
// Events that always lie the same delay ahead (timeouts, network latencies)
// come already sorted: they go to a lane for that delay, a linked list to which
// After adds in constant time and from which Cancel removes in constant time.
// Next compares the first event of each lane with the first of the others.
//
// A Queue holds values and indexes only: Clone copies it whole. It does not
// allocate once its arrays have grown to the most events pending at once.
package kernel

import (
	"math"
	"slices"
)

// Never is later than every event.
const Never = math.MaxInt64

// Event is something that is to happen.
type Event struct {
	Time int64  // nanoseconds since the start
	Seq  uint64 // order of scheduling, which settles ties
	Kind uint32
	Who  int32
}

func (e *Event) before(f *Event) bool {
	return e.Time < f.Time || e.Time == f.Time && e.Seq < f.Seq
}

// Queue is a clock and the events ahead of it. The zero value is an empty queue at time 0.
type Queue struct {
	now int64
	seq uint64

	// heap is a 4-ary heap of values. After Next took its top, the top stays a
	// hole: the next At, which usually follows at once, drops into it, and saves
	// one walk through the heap.
	heap []Event
	hole bool
	far  far // the events further ahead, while there are many

	lanes []lane
	heads []headKey // of each lane: kept together, for Next looks at all of them
	tree  []int32   // a tournament of the heads, when there are many lanes
	first int       // the lane whose head comes first; only valid when known
	known bool
	cells []cell // pool of the lanes' events
	free  int32  // first free cell plus 1; 0: none
	kept  int    // events in lanes
}

// Now returns the clock.
func (q *Queue) Now() int64 { return q.now }

// Len returns the number of events pending.
func (q *Queue) Len() int {
	n := len(q.heap) + q.kept + q.far.count + len(q.far.run) - q.far.pos
	if q.hole {
		n--
	}
	return n
}

// At schedules an event at time t, which must be neither before Now nor as late as Never.
func (q *Queue) At(t int64, kind uint32, who int32) {
	q.seq++
	e := Event{Time: t, Seq: q.seq, Kind: kind, Who: who}
	if q.far.active && t >= q.far.horizon {
		q.far.put(e)
		if q.far.count > q.far.most {
			q.spread()
		}
		return
	}
	if q.hole {
		q.hole = false
		q.sink(0, e)
		return
	}
	q.heap = append(q.heap, e)
	q.rise(len(q.heap)-1, e)
	if len(q.heap) > nearMost && len(q.heap) > q.far.count {
		q.spread()
	}
}

// Next removes and returns the next event and moves the clock to it, unless the
// next event is later than limit or there is none.
func (q *Queue) Next(limit int64) (Event, bool) {
	if q.hole {
		q.fillHole()
	}
	near := q.heap
	inRun := q.far.pos < len(q.far.run)
	if inRun {
		run := q.far.run[q.far.pos:]
		if len(near) == 0 || run[0].before(&near[0]) {
			near = run
		} else {
			inRun = false
		}
	} else if len(near) == 0 && q.far.active && q.far.refill(limit) {
		near, inRun = q.far.run, true
	}
	if q.kept > 0 {
		if !q.known {
			q.findFirst()
		}
		h := &q.heads[q.first]
		if len(near) == 0 || h.before(&near[0]) {
			if h.time > limit {
				return Event{}, false
			}
			q.now = h.time
			return q.popLane(), true
		}
	}
	if len(near) == 0 || near[0].Time > limit {
		return Event{}, false
	}
	e := near[0]
	q.now = e.Time
	if inRun {
		q.far.pos++
	} else {
		q.hole = true
	}
	return e, true
}

// spread makes the calendar anew from all events that were scheduled with At.
func (q *Queue) spread() {
	if q.hole {
		q.fillHole()
	}
	f := &q.far
	f.gather()
	for _, e := range f.run[f.pos:] {
		f.put(e)
	}
	for _, e := range q.heap {
		f.put(e)
	}
	f.run, f.pos, q.heap = f.run[:0], 0, q.heap[:0]
	f.active = true
	f.arrange()
}

// Advance moves the clock to t. There must be no event before t.
func (q *Queue) Advance(t int64) { q.now = t }

// Remove takes away all events that were scheduled with At and for which drop
// returns true. It looks at every such event: it is meant for rare
// moments such as a crash.
func (q *Queue) Remove(drop func(Event) bool) {
	if q.hole {
		q.fillHole()
	}
	q.heap = slices.DeleteFunc(q.heap, drop)
	q.far.remove(drop)
	for i := (len(q.heap) - 2) / 4; i >= 0 && len(q.heap) > 1; i-- {
		q.sink(i, q.heap[i])
	}
}

// All calls yield with every pending event, in no particular order, until it returns false.
func (q *Queue) All(yield func(Event) bool) {
	start := 0
	if q.hole {
		start = 1
	}
	for _, e := range q.heap[start:] {
		if !yield(e) {
			return
		}
	}
	if !q.far.each(yield) {
		return
	}
	for _, l := range q.lanes {
		for i := l.head; i != none; i = q.cells[i].next {
			if !yield(q.cells[i].event) {
				return
			}
		}
	}
}

// Clone returns a copy that shares nothing with the queue and goes on exactly like it.
func (q *Queue) Clone() Queue {
	c := *q
	c.heap = slices.Clone(q.heap)
	c.far = q.far.clone()
	c.lanes = slices.Clone(q.lanes)
	c.heads = slices.Clone(q.heads)
	c.tree = slices.Clone(q.tree)
	c.cells = slices.Clone(q.cells)
	return c
}

func (q *Queue) fillHole() {
	q.hole = false
	last := len(q.heap) - 1
	e := q.heap[last]
	q.heap = q.heap[:last]
	if last > 0 {
		q.sink(0, e)
	}
}

// rise moves e from position i towards the root to its place.
func (q *Queue) rise(i int, e Event) {
	h := q.heap
	for i > 0 {
		parent := (i - 1) >> 2
		if !e.before(&h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// sink moves e from position i away from the root to its place.
func (q *Queue) sink(i int, e Event) {
	h := q.heap
	for {
		child := 4*i + 1
		if child >= len(h) {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, len(h)); c++ {
			if h[c].before(&h[least]) {
				least = c
			}
		}
		if !h[least].before(&e) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}
