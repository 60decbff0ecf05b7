package engine

import (
	"cmp"
	"fmt"
	"slices"

	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// GC stops all work at an instance of a store or a service now and then, as a
// garbage collector does that stops the world. What is worked on is done later by
// the length of the pause, and what comes waits in the queue. Timers run on, and
// messages come in: what they lead to happens when the pause is over.
type GC struct {
	Every Time // mean time from the end of a pause, or the start of the run, to the next pause, exponential; 0: there are none
	Pause Dist // how long a pause is
}

// collector is the state of a GC at an instance.
type collector struct {
	every   Time
	pause   Dist
	luck    random.Stream
	pending bool // the next pause is scheduled
	resumes Time // while paused: when work goes on
}

func (n *Node) gc() GC {
	if n.Store != nil {
		return n.Store.GC
	}
	return n.Service.GC
}

// setPauses sets the numbers of the pauses at a station. The wait for the next one
// is stretched in proportion to its mean.
func (s *Sim) setPauses(i int32, n GC) {
	st := &s.stations[i]
	g := &st.gc
	before := g.every
	g.every, g.pause = n.Every, n.Pause
	if before == n.Every || st.paused {
		return
	}
	wait := int64(0)
	if g.pending {
		s.queue.Remove(func(ev kernel.Event) bool {
			if ev.Kind != evPause || ev.Who != i {
				return false
			}
			wait = ev.Time - s.queue.Now()
			return true
		})
		g.pending = false
		wait = int64(float64(wait) / float64(before) * float64(n.Every))
	} else {
		wait = g.luck.ExpSpan(float64(n.Every))
	}
	if n.Every > 0 {
		s.pausing = true
		g.pending = true
		s.queue.At(s.queue.Now()+wait, evPause, i)
	}
}

// stall begins a pause: the ends of all work that is under way move.
func (s *Sim) stall(i int32) {
	st := &s.stations[i]
	length := spanOf(&st.gc.pause, 1, &st.gc.luck)
	st.paused, st.gc.pending = true, false
	st.gc.resumes = s.Now() + Time(length)
	st.count.Pauses++
	st.lock.shift(s.Now(), Time(length))
	s.queue.At(int64(st.gc.resumes), evResume, i)
	moved := s.moved[:0]
	s.queue.Remove(func(ev kernel.Event) bool {
		if !s.worksAt(ev, i) {
			return false
		}
		moved = append(moved, ev)
		return true
	})
	slices.SortFunc(moved, func(a, b kernel.Event) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Seq, b.Seq))
	})
	for _, ev := range moved {
		s.queue.At(ev.Time+length, ev.Kind, ev.Who)
	}
	s.moved = moved
}

// worksAt reports whether an event is the end of work at a station.
func (s *Sim) worksAt(ev kernel.Event, i int32) bool {
	switch ev.Kind {
	case evServed:
		return s.attempts.items[ev.Who].to == i
	case evWorked, evErred:
		q := &s.requests.items[ev.Who]
		return q.serves != none && s.attempts.items[q.serves].to == i
	}
	return false
}

// resume ends a pause.
func (s *Sim) resume(i int32) {
	st := &s.stations[i]
	st.paused = false
	if g := &st.gc; g.every > 0 {
		g.pending = true
		s.queue.At(s.queue.Now()+g.luck.ExpSpan(float64(g.every)), evPause, i)
	}
	s.dispatch(i)
}

// frozen reports whether a request, or the one that it is a branch for, is worked
// on at a station that pauses, and until when.
func (s *Sim) frozen(r int32) (until Time, yes bool) {
	q := &s.requests.items[r]
	for q.parent != 0 {
		q = &s.requests.items[q.parent-1]
	}
	if q.serves == none {
		return 0, false
	}
	st := &s.stations[s.attempts.items[q.serves].to]
	return st.gc.resumes, st.paused
}

// later has an event for a request happen when its station works again, if it pauses.
func (s *Sim) later(r int32, kind uint32) bool {
	until, yes := s.frozen(r)
	if yes {
		s.queue.At(int64(until), kind, r)
	}
	return yes
}

// roomInPause reports whether a station that pauses has idle workers left for what waits.
func (st *station) roomInPause() bool {
	return st.paused && int64(st.waiting) < int64(st.room)+int64(st.workers-st.busy)
}

func (n *GC) validate() error {
	if n.Every < 0 || n.Every > longestSpan {
		return fmt.Errorf("its pauses are %v s apart; give a time of a year at most, or 0 for none", n.Every.Seconds())
	}
	if n.Every > 0 || n.Pause != (Dist{}) {
		return n.Pause.validate("the mean length of its pauses")
	}
	return nil
}
