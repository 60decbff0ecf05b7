package engine

import (
	"slices"

	"sysprep/engine/kernel"
)

// alarms are timers at any time that can be cancelled, for waits that are drawn
// rather than fixed (which the lanes of the kernel hold). They lie in a binary
// heap of their own; in the event queue there is one evAlarm for the earliest.
// An evAlarm that is early, since what it was for was cancelled, does nothing but
// schedule the next. So what was cancelled leaves no trace but that.
type alarms struct {
	items []alarm // pool
	free  int32
	heap  []int32 // of items, by (at, seq)
	seq   uint64

	// wakes are the times of the evAlarms that are pending, each earlier than the
	// one before it: a new one is only scheduled when it is the earliest.
	wakes []int64
}

type alarm struct {
	at   int64
	seq  uint64 // order of setting, which settles ties
	kind uint32 // as of an event
	who  int32
	pos  int32 // in the heap; or the next free item
}

func (a *alarms) before(i, j int32) bool {
	x, y := &a.items[i], &a.items[j]
	return x.at < y.at || x.at == y.at && x.seq < y.seq
}

func (a *alarms) clone() alarms {
	c := *a
	c.items, c.heap, c.wakes = slices.Clone(a.items), slices.Clone(a.heap), slices.Clone(a.wakes)
	return c
}

// setAlarm makes an event happen at time t, which must not be before now. The
// Timer is below NoTimer, unlike those of lanes, and valid until it happened or
// was cancelled.
func (s *Sim) setAlarm(t int64, kind uint32, who int32) kernel.Timer {
	a := &s.alarms
	i := a.free
	if i == none {
		a.items = append(a.items, alarm{})
		i = int32(len(a.items) - 1)
	} else {
		a.free = a.items[i].pos
	}
	a.seq++
	a.items[i] = alarm{at: t, seq: a.seq, kind: kind, who: who, pos: int32(len(a.heap))}
	a.heap = append(a.heap, i)
	a.rise(len(a.heap) - 1)
	s.wakeFor(t)
	return kernel.NoTimer - 1 - kernel.Timer(i)
}

// cancel takes back a timer of a lane or an alarm.
func (s *Sim) cancel(t kernel.Timer) {
	if t >= 0 {
		s.queue.Cancel(t)
	} else if t < kernel.NoTimer {
		s.alarms.remove(int32(kernel.NoTimer - 1 - t))
	}
}

// wakeFor sees to it that there is an evAlarm at time t or before.
func (s *Sim) wakeFor(t int64) {
	a := &s.alarms
	if n := len(a.wakes); n > 0 && a.wakes[n-1] <= t {
		return
	}
	a.wakes = append(a.wakes, t)
	s.queue.At(t, evAlarm, 0)
}

// ring handles an evAlarm: the first alarm, if it is due.
func (s *Sim) ring() {
	a := &s.alarms
	a.wakes = a.wakes[:len(a.wakes)-1]
	if len(a.heap) == 0 {
		return
	}
	first := a.items[a.heap[0]]
	if first.at <= s.queue.Now() {
		a.remove(a.heap[0])
	}
	if len(a.heap) > 0 {
		s.wakeFor(a.items[a.heap[0]].at)
	}
	if first.at <= s.queue.Now() {
		s.rang(first.kind, first.who)
	}
}

// rang does what an alarm was set for.
func (s *Sim) rang(kind uint32, who int32) {
	if kind == evGiveUp {
		s.giveUp(who)
	}
}

func (a *alarms) remove(i int32) {
	at := int(a.items[i].pos)
	last := len(a.heap) - 1
	moved := a.heap[last]
	a.heap = a.heap[:last]
	if at < last {
		a.heap[at] = moved
		a.items[moved].pos = int32(at)
		a.rise(at)
		a.sink(int(a.items[moved].pos))
	}
	a.items[i].pos = a.free
	a.free = i
}

func (a *alarms) rise(at int) {
	for at > 0 {
		parent := (at - 1) / 2
		if !a.before(a.heap[at], a.heap[parent]) {
			return
		}
		a.swap(at, parent)
		at = parent
	}
}

func (a *alarms) sink(at int) {
	for {
		child := 2*at + 1
		if child >= len(a.heap) {
			return
		}
		if child+1 < len(a.heap) && a.before(a.heap[child+1], a.heap[child]) {
			child++
		}
		if !a.before(a.heap[child], a.heap[at]) {
			return
		}
		a.swap(at, child)
		at = child
	}
}

func (a *alarms) swap(i, j int) {
	a.heap[i], a.heap[j] = a.heap[j], a.heap[i]
	a.items[a.heap[i]].pos, a.items[a.heap[j]].pos = int32(i), int32(j)
}
