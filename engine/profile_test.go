package engine

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// moments returns when the requests of a system's only client arrive, up to a time.
func moments(t *testing.T, sys System, seed uint64, until Time) []Time {
	t.Helper()
	s := mustNew(t, sys, seed)
	return arrivalsOf(s, until)
}

func arrivalsOf(s *Sim, until Time) (at []Time) {
	for range s.Windows() {
		panic("for a system whose window is longer than the run")
	}
	seen := int64(0)
	note := func() {
		for ; seen < s.open.offered; seen++ {
			at = append(at, s.Now())
		}
	}
	note()
	for s.Now() < until {
		next := until
		for ev := range s.queue.All {
			next = min(next, Time(ev.Time))
		}
		s.RunUntil(next)
		note()
	}
	return at
}

// trickle returns a client and a store with time to spare.
func trickle(rate float64) System {
	sys := queueing(1, 100, -1)
	sys.Nodes[0].Client.Rate, sys.Window = rate, 1000*Second
	return sys
}

// TestFlatProfile: a profile that is 1 all the time changes nothing at all; one that
// is f makes f times the rate, with the same luck.
func TestFlatProfile(t *testing.T) {
	for _, kind := range []Arrivals{ArrivalsPoisson, ArrivalsConstant} {
		sys := trickle(100)
		sys.Nodes[0].Client.Arrivals = kind
		plain := moments(t, sys, 1, 10*Second)
		sys.Nodes[0].Client.Profile = []ProfilePoint{{0, 1}, {3 * Second, 1}, {5 * Second, 1}}
		if got := moments(t, sys, 1, 10*Second); !slices.Equal(got, plain) {
			t.Errorf("arrivals %d: a flat profile of 1 gives other arrivals", kind)
		}
		sys.Nodes[0].Client.Profile = []ProfilePoint{{3 * Second, 4}}
		fast := moments(t, sys, 1, 2500*Millisecond)
		for i, at := range plain[:len(fast)] {
			if d := at - 4*fast[i]; d < -4*Time(i+1) || d > 4*Time(i+1) { // each is rounded
				t.Fatalf("arrivals %d: number %d comes at %d at four times the rate, and at %d without", kind, i, fast[i], at)
			}
		}
		if len(fast) < len(plain)-1 {
			t.Errorf("arrivals %d: %d of %d come four times as fast", kind, len(fast), len(plain))
		}
	}
}

// TestRamp: the numbers of arrivals in the parts of a profile are Poisson, with the
// area below it as the mean; constant arrivals are as many as the area.
func TestRamp(t *testing.T) {
	ramp := []ProfilePoint{{0, 1}, {4 * Second, 3}, {4 * Second, 0}, {6 * Second, 0}, {6 * Second, 2}, {8 * Second, 0}}
	parts := []struct {
		from, to Time
		area     float64
	}{{0, 2 * Second, 3}, {2 * Second, 4 * Second, 5}, {4 * Second, 6 * Second, 0}, {6 * Second, 7 * Second, 1.5}, {7 * Second, 10 * Second, 0.5}}
	sys := trickle(50)
	sys.Nodes[0].Client.Profile = ramp
	counts := make([][]float64, len(parts))
	spread := make([][]float64, len(parts))
	for seed := range uint64(300) {
		at := moments(t, sys, seed, 12*Second)
		for i, p := range parts {
			n := 0.0
			for _, a := range at {
				if a > p.from && a <= p.to {
					n++
				}
			}
			mean := 50 * p.area
			counts[i] = append(counts[i], n)
			spread[i] = append(spread[i], (n-mean)*(n-mean))
		}
	}
	for i, p := range parts {
		around(t, "arrivals", 50*p.area, counts[i])
		around(t, "their variance", 50*p.area, spread[i])
	}
	sys.Nodes[0].Client.Arrivals = ArrivalsConstant
	at := moments(t, sys, 1, 12*Second)
	n := 0
	for _, p := range parts {
		n += int(math.Round(50 * p.area))
		if got := len(slices.DeleteFunc(slices.Clone(at), func(a Time) bool { return a > p.to })); got < n-1 || got > n {
			t.Errorf("until %v s there are %d constant arrivals, the area is %d", p.to.Seconds(), got, n)
		}
	}
}

// TestProfileClock: reach and advance are each other's inverse.
func TestProfileClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p profile
		at := Time(0)
		for range rapid.IntRange(1, 6).Draw(t, "points") {
			p = append(p, ProfilePoint{at, rapid.SampledFrom([]float64{0, 1e-3, 1, 1, 2.5, 100}).Draw(t, "factor")})
			at += Time(rapid.Int64Range(0, int64(Second)).Draw(t, "after"))
		}
		from := rapid.Int64Range(0, int64(at)+int64(Second)).Draw(t, "from")
		need := float64(rapid.Int64Range(0, 10*int64(Second)).Draw(t, "need"))
		to, ok := p.reach(from, need)
		if !ok {
			if last := p[len(p)-1].Factor; last != 0 {
				t.Fatalf("%v from %d: %g is never reached", p, from, need)
			}
			if got := p.advance(from, int64(1000*Second)); got > need*(1+1e-9) {
				t.Fatalf("%v from %d: %g is never reached, but the clock goes on by %g", p, from, need, got)
			}
			return
		}
		if to < from {
			t.Fatalf("%v from %d: %g is reached at %d", p, from, need, to)
		}
		// Half a nanosecond of rounding, at the fastest.
		if got := p.advance(from, to); math.Abs(got-need) > 0.51*p.most()+1e-6*need {
			t.Fatalf("%v from %d to %d: the clock advances by %g, not %g", p, from, to, got, need)
		}
	})
}

// TestTurningARampedRate: the wait that is under way is stretched, on the profile's clock.
func TestTurningARampedRate(t *testing.T) {
	sys := trickle(20)
	sys.Nodes[0].Client.Profile = []ProfilePoint{{0, 0}, {10 * Second, 2}}
	var before, after []float64
	for seed := range uint64(200) {
		s := mustNew(t, sys, seed)
		s.RunUntil(5 * Second)
		n := float64(s.open.offered)
		before = append(before, n)
		faster := *sys.clone()
		faster.Nodes[0].Client.Rate = 60
		if err := s.Reconfigure(faster); err != nil {
			t.Fatal(err)
		}
		s.RunUntil(10 * Second)
		after = append(after, float64(s.open.offered)-n)
	}
	around(t, "arrivals before", 20*2.5, before) // the area below the ramp
	around(t, "arrivals after", 60*7.5, after)
}

// TestWakingAfterTheEnd: a profile that ends at 0 stops the arrivals, and one that
// does not brings them back.
func TestWakingAfterTheEnd(t *testing.T) {
	sys := trickle(100)
	sys.Nodes[0].Client.Profile = []ProfilePoint{{0, 1}, {Second, 0}}
	s := mustNew(t, sys, 1)
	s.RunUntil(20 * Second)
	n := s.open.offered
	if n < 30 || n > 70 || s.queue.Len() != 0 {
		t.Fatalf("%d arrivals, %d events pending; want about 50, none", n, s.queue.Len())
	}
	again := *sys.clone()
	again.Nodes[0].Client.Profile = []ProfilePoint{{0, 1}, {Second, 0}, {20 * Second, 0}, {21 * Second, 1}}
	if err := s.Reconfigure(again); err != nil {
		t.Fatal(err)
	}
	s.RunUntil(31 * Second)
	if more := s.open.offered - n; more < 950 || more > 1150 {
		t.Errorf("%d more arrivals, want about 1,050", more)
	}
}
