package kernel

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sysprep/engine/random"
)

// naive is a queue that is obviously right: a list kept sorted by (time, sequence).
type naive struct {
	now    int64
	seq    uint64
	events []Event
}

func (n *naive) add(t int64, kind uint32, who int32) {
	n.seq++
	e := Event{Time: t, Seq: n.seq, Kind: kind, Who: who}
	i, _ := slices.BinarySearchFunc(n.events, e, func(a, b Event) int {
		if a.before(&b) {
			return -1
		}
		return 1
	})
	n.events = slices.Insert(n.events, i, e)
}

func (n *naive) sort() {
	slices.SortFunc(n.events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Seq, b.Seq))
	})
}

func (n *naive) next(limit int64) (Event, bool) {
	if len(n.events) == 0 || n.events[0].Time > limit {
		return Event{}, false
	}
	e := n.events[0]
	n.events = n.events[1:]
	n.now = e.Time
	return e, true
}

func (n *naive) remove(drop func(Event) bool) {
	n.events = slices.DeleteFunc(n.events, drop)
}

// lastBurst leaves some time before Never for the events that single steps schedule.
const lastBurst = Never - 10_000

// shapes are ways in which events can lie ahead.
var shapes = []struct {
	name  string
	ahead func(*random.Stream) int64
}{
	{"exponential", func(r *random.Stream) int64 { return r.ExpSpan(1e6) }},
	{"dense", func(r *random.Stream) int64 { return r.Span(0, 100) }},
	{"all at once", func(*random.Stream) int64 { return 1000 }},
	{"now", func(*random.Stream) int64 { return 0 }},
	{"near and very far", func(r *random.Stream) int64 { return r.Span(0, 50) + int64(r.Below(2))*1e15 }},
	{"few near, most far", func(r *random.Stream) int64 {
		if r.Below(100) == 0 {
			return r.ExpSpan(1000)
		}
		return 1e12 + r.ExpSpan(1e9)
	}},
	{"clusters", func(r *random.Stream) int64 { return int64(r.Below(5))*1e9 + r.Span(0, 10) }},
	{"every magnitude", func(r *random.Stream) int64 { return int64(r.Uint64() >> (1 + r.Below(63))) }},
	{"all of time", func(r *random.Stream) int64 { return int64(r.Uint64() >> 1) }},
	{"the end of time", func(*random.Stream) int64 { return Never }},
}

// TestQueueAgainstSortedList drives a queue and the naive one with the same
// random operations, a clone that was left behind among them.
func TestQueueAgainstSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q Queue
		var want naive
		delays := rapid.OneOf(
			rapid.SliceOfN(rapid.Int64Range(0, 20), 1, 5),
			rapid.SliceOfNDistinct(rapid.Int64Range(0, 60), fewLanes+1, 3*fewLanes, rapid.ID),
		).Draw(t, "delays")
		lanes := make([]Lane, len(delays))
		for i, d := range delays {
			lanes[i] = q.Lane(d)
		}
		timers := map[uint64]Timer{} // by sequence number
		who := int32(0)
		popTo := func(limit int64) {
			got, ok := q.Next(limit)
			exp, expOK := want.next(limit)
			if got != exp || ok != expOK {
				t.Fatalf("Next(%d) = %v %v, want %v %v", limit, got, ok, exp, expOK)
			}
			delete(timers, got.Seq)
		}
		pop := func() { popTo(q.Now() + rapid.Int64Range(0, 30).Draw(t, "ahead")) }
		t.Repeat(map[string]func(*rapid.T){
			"at": func(t *rapid.T) {
				who++
				at := q.Now() + rapid.Int64Range(0, 25).Draw(t, "in")
				q.At(at, 0, who)
				want.add(at, 0, who)
			},
			"after": func(t *rapid.T) {
				who++
				i := rapid.IntRange(0, len(lanes)-1).Draw(t, "lane")
				id := q.After(lanes[i], 1, who)
				want.add(q.Now()+delays[i], 1, who)
				timers[want.seq] = id
			},
			"after, in many lanes": func(t *rapid.T) {
				for i := range lanes {
					who++
					id := q.After(lanes[i], 1, who)
					want.add(q.Now()+delays[i], 1, who)
					timers[want.seq] = id
				}
			},
			"cancel": func(t *rapid.T) {
				var pending []uint64
				for seq := range timers {
					pending = append(pending, seq)
				}
				if len(pending) == 0 {
					t.Skip("nothing to cancel")
				}
				slices.Sort(pending)
				seq := rapid.SampledFrom(pending).Draw(t, "timer")
				q.Cancel(timers[seq])
				want.remove(func(e Event) bool { return e.Seq == seq })
				delete(timers, seq)
			},
			"burst": func(t *rapid.T) {
				n := rapid.IntRange(1, 3*nearMost).Draw(t, "events")
				luck := random.New(rapid.Uint64().Draw(t, "seed"), "burst")
				ahead := rapid.SampledFrom(shapes).Draw(t, "shape").ahead
				for range n {
					who++
					at := q.Now() + max(0, min(ahead(&luck), lastBurst-q.Now()))
					q.At(at, 0, who)
					want.seq++
					want.events = append(want.events, Event{Time: at, Seq: want.seq, Who: who})
				}
				want.sort()
			},
			"drain": func(t *rapid.T) {
				for range rapid.IntRange(1, 2*nearMost).Draw(t, "events") {
					popTo(Never)
				}
			},
			"hold": func(t *rapid.T) {
				luck := random.New(rapid.Uint64().Draw(t, "seed"), "hold")
				ahead := rapid.SampledFrom(shapes).Draw(t, "shape").ahead
				for range rapid.IntRange(1, nearMost).Draw(t, "events") {
					popTo(Never)
					who++
					at := q.Now() + max(0, min(ahead(&luck), lastBurst-q.Now()))
					q.At(at, 0, who)
					want.add(at, 0, who)
				}
			},
			"remove": func(t *rapid.T) {
				n := rapid.Int32Range(2, 4).Draw(t, "modulus")
				drop := func(e Event) bool { return e.Kind == 0 && e.Who%n == 0 }
				q.Remove(drop)
				want.remove(drop)
			},
			"change a lane": func(t *rapid.T) {
				i := rapid.IntRange(0, len(lanes)-1).Draw(t, "lane")
				q.Release(lanes[i])
				delays[i] = rapid.Int64Range(0, 60).Draw(t, "delay")
				lanes[i] = q.Lane(delays[i])
			},
			"let time pass": func(t *rapid.T) {
				until := q.Now() + min(rapid.Int64Range(0, 2e6).Draw(t, "time"), lastBurst-min(q.Now(), lastBurst))
				for len(want.events) > 0 && want.events[0].Time <= until {
					popTo(until)
				}
				popTo(until) // nothing
				q.Advance(until)
				want.now = until
			},
			"next":  func(t *rapid.T) { pop() },
			"next2": func(t *rapid.T) { pop() },
			"clone": func(t *rapid.T) {
				left := q
				q = q.Clone()
				if rapid.Bool().Draw(t, "exact") { // what is left behind goes on alike
					for _, exp := range want.events {
						if got, ok := left.Next(Never); got != exp || !ok {
							t.Fatalf("the original's Next = %v %v, want %v", got, ok, exp)
						}
					}
					return
				}
				left.At(left.Now(), 7, 7) // must not show in the clone
				left.Remove(func(e Event) bool { return e.Who%2 == 0 })
				left.Next(Never)
				left.Next(Never)
			},
			"": func(t *rapid.T) {
				if q.Len() != len(want.events) || q.Now() != want.now {
					t.Fatalf("Len %d Now %d, want %d %d", q.Len(), q.Now(), len(want.events), want.now)
				}
				n := 0
				for range q.All {
					n++
				}
				if n != q.Len() {
					t.Fatalf("All yields %d events of %d", n, q.Len())
				}
			},
		})
		for q.Len() > 0 {
			popTo(Never)
		}
	})
}

func TestQueueDoesNotAllocateInSteadyState(t *testing.T) {
	var q Queue
	l := q.Lane(1000)
	for i := range int32(100) {
		q.At(int64(i), 0, i)
	}
	step := func() {
		e, _ := q.Next(Never)
		q.At(e.Time+int64(e.Who)*7%100, 0, e.Who)
		q.Cancel(q.After(l, 1, e.Who))
	}
	step()
	if n := testing.AllocsPerRun(1000, step); n != 0 {
		t.Errorf("%v allocations for each event, want none", n)
	}
}
