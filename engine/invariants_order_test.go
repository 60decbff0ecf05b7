package engine

import (
	"testing"

	"pgregory.net/rapid"
)

// TestMoreWorkersNeverLowerGoodput: with the same luck, in one first-in-first-out
// queue without a bound, more workers let nobody wait longer (Jacobs and Schach,
// "Stochastic Order Relationships Between GI/G/k Systems", 1972): at no moment were
// fewer answered, or fewer served, or more late, whatever the distributions. (In a
// bounded queue, or where work is dropped, other requests are let in or
// dropped, and a single run may go either way; so it may where late requests are
// other work, as with Failure.Late, and where errors are drawn in the order in which work ends,
// as with Failure.After.)
func TestMoreWorkersNeverLowerGoodput(t *testing.T) {
	differ := 0
	rapid.Check(t, func(t *rapid.T) {
		sys := queueing(1, rapid.IntRange(1, 4).Draw(t, "workers"), -1)
		sys.Window = 10 * unit
		c, store, edge := sys.Nodes[0].Client, sys.Nodes[1].Store, &sys.Edges[0]
		c.Rate = rapid.SampledFrom([]float64{300, 900, 1500, 4000}).Draw(t, "rate")
		c.Arrivals = Arrivals(rapid.IntRange(0, 1).Draw(t, "arrivals"))
		c.Burst = rapid.IntRange(1, 6).Draw(t, "burst")
		store.Service = drawDist(t)
		store.Service.Mean = unit
		store.Fail = drawFailure(t)
		store.Fail.Late, store.Fail.After = false, 0
		edge.Latency = span(t, "latency", 0, 2*unit)
		edge.Timeout = span(t, "timeout", unit, 30*unit)
		more := *sys.clone()
		more.Nodes[1].Store.Workers += rapid.IntRange(1, 3).Draw(t, "more workers")
		seed := rapid.Uint64().Draw(t, "seed")
		a, b := mustNew(t, sys, seed), mustNew(t, more, seed)
		for range 20 {
			a.RunUntil(a.Now() + sys.Window)
			b.RunUntil(b.Now() + sys.Window)
			few, many := sum(a), sum(b)
			if few.Offered != many.Offered {
				t.Fatalf("%d and %d were offered: not the same luck", few.Offered, many.Offered)
			}
			if many.Answered < few.Answered || many.Nodes[1].Served < few.Nodes[1].Served || many.Lost[CauseTimeout] > few.Lost[CauseTimeout] {
				t.Fatalf("at %v s: %d workers answered %d of %d served, %d were late; %d answered %d of %d, %d were late", a.Now().Seconds(),
					sys.Nodes[1].Store.Workers, few.Answered, few.Nodes[1].Served, few.Lost[CauseTimeout],
					more.Nodes[1].Store.Workers, many.Answered, many.Nodes[1].Served, many.Lost[CauseTimeout])
			}
			if many.Answered > few.Answered {
				differ++
			}
		}
	})
	if differ == 0 {
		t.Error("more workers never made a difference: the test says nothing")
	}
}

// TestTimeNeverRunsBackwards: no event is handled before one that was handled
// already, and none is scheduled for the past, whatever is done to a system.
func TestTimeNeverRunsBackwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t)
		s := mustNew(t, sys, rapid.Uint64().Draw(t, "seed"))
		for range rapid.IntRange(1, 4).Draw(t, "acts") {
			before := s.Now()
			if err := act(t, &sys)(s); err != nil {
				t.Fatal(err)
			}
			if s.Now() < before {
				t.Fatalf("the clock went from %d back to %d", before, s.Now())
			}
			for range 300 { // event by event: a budget of one stops the clock at each
				at := s.Now()
				for ev := range s.queue.All {
					if Time(ev.Time) < at {
						t.Fatalf("an event is due at %d, and it is %d", ev.Time, at)
					}
				}
				s.SetBudget(s.Events() + 1)
				s.RunUntil(at + Millisecond)
				if s.Now() < at {
					t.Fatalf("an event of %d was handled at %d", s.Now(), at)
				}
			}
			s.SetBudget(0)
		}
	})
}
