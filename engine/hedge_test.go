package engine

import (
	"fmt"
	"math"
	"testing"
)

// hedged returns a system whose store has a worker for everybody, and whose caller hedges.
func hedged(h Hedge, service Dist) System {
	sys := queueing(1, 1_000_000, 0)
	sys.Nodes[1].Store.Service = service
	sys.Edges[0].Hedge = h
	return sys
}

// TestHedging holds runs against P(T > t) = S(t) S(t-d) S(t-2d)..., with S the
// share of services that take longer, and against the share of hedges, S(d) for
// the first (Dean and Barroso, "The Tail at Scale", CACM 56(2) 2013).
func TestHedging(t *testing.T) {
	exponential := func(t float64) float64 { return math.Exp(-max(0, t)) }
	uniform := func(t float64) float64 { return 1 - min(max(0, t)/2, 1) } // from 0 to 2
	for _, c := range []struct {
		name    string
		service Dist
		s       func(float64) float64
		after   float64 // in mean services
		extra   int
	}{
		{"exponential, early", Dist{Mean: unit}, exponential, 0.5, 1},
		{"exponential, late", Dist{Mean: unit}, exponential, 3, 1},
		{"exponential, at once", Dist{Mean: unit}, exponential, 0, 1},
		{"exponential, twice", Dist{Mean: unit}, exponential, 0.7, 2},
		{"uniform", Dist{Kind: DistUniform, Mean: unit, Shape: 1}, uniform, 1, 1},
		{"uniform, three times", Dist{Kind: DistUniform, Mean: unit, Shape: 1}, uniform, 0.4, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			slower := func(t float64) float64 { // P(T > t)
				p := 1.0
				for k := range c.extra + 1 {
					if k == 0 || t >= float64(k)*c.after {
						p *= c.s(t - float64(k)*c.after)
					}
				}
				return p
			}
			mean, p99, hedges := 0.0, 0.0, 0.0
			const step = 1e-4
			for x := step / 2; x < 20; x += step {
				mean += slower(x) * step
				if slower(x) > 0.01 {
					p99 = x
				}
			}
			for k := 1; k <= c.extra; k++ {
				hedges += slower(float64(k)*c.after - 1e-9)
			}
			sys := hedged(Hedge{Extra: c.extra, After: Time(c.after * float64(unit))}, c.service)
			sys.Window = 3000 * unit
			holds(t, sys,
				quantity{"mean latency", mean, meanLatency, 1e-4},
				quantity{"p99", p99, func(r totals) float64 { return r.p99 }, 0.01},
				quantity{"attempts for each call", 1 + hedges, func(r totals) float64 { return r.sent / r.answered }, 1e-3},
			)
		})
	}
}

// TestHedgedFanOut: each branch of a fan-out is hedged by itself, and the slowest
// decides: P(T > t) = 1 - (1 - S(t) S(t-d))^n.
func TestHedgedFanOut(t *testing.T) {
	const n, after = 30, 2.0
	mean, bare := 0.0, 0.0
	const step = 1e-4
	for x := step / 2; x < 30; x += step {
		s := math.Exp(-x)
		bare += (1 - math.Pow(1-s, n)) * step
		mean += (1 - math.Pow(1-s*min(1, math.Exp(after-x)), n)) * step
	}
	sys := fanning(n, 1, Dist{Mean: unit}, Fan{})
	holds(t, sys, quantity{"bare", bare, meanLatency, 0})
	sys.Edges[0].Hedge = Hedge{Extra: 1, After: after * unit}
	holds(t, sys,
		quantity{"hedged", mean, meanLatency, 0},
		quantity{"attempts for each branch", 1 + math.Exp(-after), func(r totals) float64 { return r.sent / r.offered / n }, 1e-3})
}

// TestHedgesAtAQuantile: hedged at the 95th percentile of what was seen lately, a
// twentieth of the calls are, before and after the store has become slower.
func TestHedgesAtAQuantile(t *testing.T) {
	s := mustNew(t, hedged(Hedge{Extra: 1, Quantile: 0.95}, Dist{Mean: unit}), 1)
	before := EdgeWindow{}
	for i, slow := range []float64{1, 10} {
		inject(t, s, Fault{Kind: FaultSlow, Node: 1, Fraction: slow})
		s.RunUntil(s.Now() + 10*Second) // some thousand calls to get to know it
		before = sum(s).Edges[0]
		s.RunUntil(s.Now() + 100*Second)
		e := sum(s).Edges[0]
		hedges, calls := float64(e.Hedges-before.Hedges), float64(e.Sent-e.Hedges-before.Sent+before.Hedges)
		near(t, fmt.Sprint("share of hedges, slower ", slow), hedges/calls, 0.05, 0.005)
		near(t, "after", s.edges[0].hedge.delay.Seconds()/unit.Seconds()/slow, math.Log(20), 0.35)
		if i == 0 && e.HedgeWins == 0 {
			t.Error("no hedge ever won")
		}
	}
}

// TestNoHedgesWhereAllAreAlike: answers that all take the same time are there
// before the quantile of theirs is over.
func TestNoHedgesWhereAllAreAlike(t *testing.T) {
	for mean := unit; mean < 30*unit; mean = mean*11/10 + 1 {
		s := mustNew(t, hedged(Hedge{Extra: 1, Quantile: 0.9}, Dist{Kind: DistConstant, Mean: mean}), 1)
		s.RunUntil(2 * Second)
		if e := sum(s).Edges[0]; e.Hedges != 0 {
			t.Errorf("services of %v: %d hedges for %d calls", mean, e.Hedges, e.Sent-e.Hedges)
		}
	}
}

// TestHedgesAreBounded: with a share, hedges are no more than that share of the
// calls, and the tokens of the beginning.
func TestHedgesAreBounded(t *testing.T) {
	s := mustNew(t, hedged(Hedge{Extra: 2, After: unit / 100, Share: 0.05}, Dist{Mean: unit}), 1)
	s.RunUntil(10 * Second)
	e := sum(s).Edges[0]
	if most := float64(e.Sent-e.Hedges)*0.05 + hedgeTokens; float64(e.Hedges) > most || float64(e.Hedges) < most-2 {
		t.Errorf("%d hedges for %d calls, want %.0f", e.Hedges, e.Sent-e.Hedges, most)
	}
	if e.Withheld == 0 {
		t.Error("none was withheld")
	}
}

// TestHedgesGoElsewhere: copies that are out together are at different instances,
// except with shards, where there is only one place to go to.
func TestHedgesGoElsewhere(t *testing.T) {
	for kind := BalanceRoundRobin; kind <= BalanceKey; kind++ {
		sys := queueing(2, 1, -1)
		sys.Nodes[1].Store.Instances = 4
		sys.Edges[0].Balance = Balance{Kind: kind, Choices: 2}
		sys.Edges[0].Hedge = Hedge{Extra: 3, After: unit / 2}
		s := mustNew(t, sys, 1)
		together := 0
		for range 400 {
			s.RunUntil(s.Now() + unit)
			for a := range s.attempts.items {
				at := &s.attempts.items[a]
				if at.twin == none || at.caller == none {
					continue
				}
				together++
				for b := at.twin; b != int32(a); b = s.attempts.items[b].twin {
					if twin := &s.attempts.items[b]; twin.caller == at.caller && (twin.to == at.to) != (kind == BalanceKey) {
						t.Fatalf("balance %d: copies are out to instances %d and %d", kind, at.to, twin.to)
					}
				}
			}
		}
		if together < 100 {
			t.Errorf("balance %d: only %d copies seen", kind, together)
		}
	}
}

// TestHedgedFailures: a call fails when all its copies have failed, and is retried
// only then.
func TestHedgedFailures(t *testing.T) {
	for _, c := range []struct {
		attempts int
		lost     float64
	}{{1, 0.25}, {2, 0.0625}} {
		sys := hedged(Hedge{Extra: 1}, Dist{Mean: unit})
		sys.Nodes[1].Store.Fail = Failure{Share: 0.5}
		sys.Edges[0].Attempts = c.attempts
		holds(t, sys, quantity{"lost", c.lost, func(r totals) float64 { return r.lostFailed / r.offered }, 1e-3})
	}
}

// TestTiedRequestsAreOneQueue: tied copies at both of two servers, with no time
// between them, are what one queue before two servers is (M/M/2).
func TestTiedRequestsAreOneQueue(t *testing.T) {
	want := find(t, table(t, "queue_mmc_erlangc.csv"), row{"c": 2, "rho": 0.7})
	sys := queueing(2*0.7, 1, -1)
	sys.Nodes[1].Store.Instances = 2
	sys.Edges[0].Hedge = Hedge{Extra: 1, Tied: true}
	holds(t, sys,
		quantity{"W", want["W"], meanLatency, 0},
		quantity{"served for each answer", 1, func(r totals) float64 { return r.served / r.answered }, 1e-3},
		quantity{"sent for each answer", 2, func(r totals) float64 { return r.sent / r.answered }, 1e-3},
	)
}

// TestTiedRequestsOverANetwork: copies that begin within a latency of each other
// are both served; others once. A caller whose copy was dropped, and whose other
// one fails, learns so at once and retries.
func TestTiedRequestsOverANetwork(t *testing.T) {
	sys := queueing(2*0.7, 1, -1)
	sys.Nodes[1].Store.Instances = 2
	sys.Nodes[1].Store.Fail.Share = 0.2
	sys.Edges[0].Latency, sys.Edges[0].Timeout, sys.Edges[0].Attempts = unit/10, 1000*unit, 50
	sys.Edges[0].Hedge = Hedge{Extra: 1, Tied: true}
	sys.Nodes[0].Client.Rate /= 2
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	w := sum(s)
	e, n := w.Edges[0], w.Nodes[1]
	if w.Answered < w.Offered-20 || e.Timeouts != 0 || w.P99 > 60*unit {
		t.Errorf("offered %d, answered %d, timeouts %d, p99 %v", w.Offered, w.Answered, e.Timeouts, w.P99)
	}
	calls := e.Sent - e.Hedges
	if twice := float64(n.Served)/float64(calls) - 1; twice < 0.05 || twice > 0.6 {
		t.Errorf("%.2f of the copies are served besides the first, want some, but by far not all", twice)
	}
	if e.TiedCancelled == 0 || e.TiedCancelled > calls {
		t.Errorf("%d of %d copies dropped", e.TiedCancelled, calls)
	}
}
