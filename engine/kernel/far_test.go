package kernel

import (
	"slices"
	"testing"

	"sysprep/engine/random"
)

// hold keeps n events pending: each that happens schedules another.
func hold(q *Queue, n int, ahead func() int64) func() {
	for i := range int32(n) {
		q.At(q.Now()+ahead(), 0, i)
	}
	return func() {
		e, _ := q.Next(Never)
		q.At(e.Time+ahead(), 0, e.Who)
	}
}

// TestCalendarOpensAndCloses: many events are kept in the calendar, few in the
// heap alone; and it has no more buckets than the number of its events asks for.
func TestCalendarOpensAndCloses(t *testing.T) {
	for _, shape := range shapes[:2] {
		luck := random.New(1, shape.name)
		var q Queue
		step := hold(&q, 20*nearMost, func() int64 { return shape.ahead(&luck) })
		for range 100 * nearMost {
			step()
		}
		if !q.far.active {
			t.Errorf("%s: with %d events pending the calendar is closed", shape.name, q.Len())
		}
		if q.far.count < 10*nearMost && shape.name == "exponential" {
			t.Errorf("%s: only %d of %d events are in the calendar", shape.name, q.far.count, q.Len())
		}
		if n := len(q.far.buckets); n > 2*reach*20*nearMost {
			t.Errorf("%s: %d buckets for %d events", shape.name, n, q.Len())
		}
		for q.Len() > nearMost/4 {
			q.Next(Never)
		}
		if q.far.active {
			t.Errorf("%s: with %d events pending the calendar is still open", shape.name, q.Len())
		}
	}
}

// TestCalendarWidthFollowsSpacing: the same number of events, a million times
// closer, get buckets about a million times narrower, with about as many events
// taken at once.
func TestCalendarWidthFollowsSpacing(t *testing.T) {
	for _, mean := range []float64{1e3, 1e9, 1e15} {
		luck := random.New(1, "width")
		var q Queue
		const n = 4096
		step := hold(&q, n, func() int64 { return luck.ExpSpan(mean) })
		longest := 0
		for range 10 * n {
			step()
			longest = max(longest, len(q.far.run))
		}
		spacing := mean / n
		if width := float64(int64(1) << q.far.shift); width > 4*max(spacing, 1)*sharing || width < spacing*sharing/4 {
			t.Errorf("events %g ns apart: buckets are %g ns wide", spacing, width)
		}
		if longest > 16*group*sharing {
			t.Errorf("events %g ns apart: a run of %d events, want about %d", spacing, longest, group*sharing)
		}
	}
}

// TestRemoveAsksInTheSameOrderInAClone: what a model does while it removes is
// part of the run, so a fork has to see the same order.
func TestRemoveAsksInTheSameOrderInAClone(t *testing.T) {
	luck := random.New(3, "remove")
	var q Queue
	step := hold(&q, 3*nearMost, func() int64 { return luck.ExpSpan(1e6) })
	for range 1000 {
		step()
	}
	c := q.Clone()
	order := func(q *Queue) (seen []Event) {
		q.Remove(func(e Event) bool {
			seen = append(seen, e)
			return e.Who%3 == 0
		})
		return seen
	}
	if a, b := order(&q), order(&c); !slices.Equal(a, b) || len(a) != 3*nearMost {
		t.Errorf("the original asks about %d events, the clone about %d, or in another order", len(a), len(b))
	}
}

func TestCalendarDoesNotAllocateInSteadyState(t *testing.T) {
	luck := random.New(1, "hold")
	var q Queue
	step := hold(&q, 4*nearMost, func() int64 { return luck.ExpSpan(1e9) })
	for range 200 * nearMost {
		step()
	}
	if n := testing.AllocsPerRun(100*nearMost, step); n != 0 {
		t.Errorf("%v allocations for each event, want none", n)
	}
}
