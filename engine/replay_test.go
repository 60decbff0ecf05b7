package engine

import (
	"math"
	"slices"
	"testing"
)

func TestReplayedTimes(t *testing.T) {
	sys := trickle(0)
	times := []Time{0, 5 * Millisecond, 5 * Millisecond, Second}
	sys.Nodes[0].Client.Replay = &Replay{Times: times}
	if got := moments(t, sys, 1, 10*Second); !slices.Equal(got, times) {
		t.Errorf("they arrive at %v, want %v", got, times)
	}
	sys.Nodes[0].Client.Replay = &Replay{Times: times, Repeat: 2 * Second}
	want := append(slices.Clone(times), 2*Second, 2005*Millisecond, 2005*Millisecond, 3*Second, 4*Second)
	if got := moments(t, sys, 1, 4*Second); !slices.Equal(got, want) {
		t.Errorf("repeated, they arrive at %v, want %v", got, want)
	}
	sys.Nodes[0].Client.Profile = []ProfilePoint{{0, 2}}
	if got := moments(t, sys, 1, 2*Second); !slices.Equal(got, []Time{0, 2500 * Microsecond, 2500 * Microsecond, 500 * Millisecond, Second, 1002500 * Microsecond, 1002500 * Microsecond, 1500 * Millisecond, 2 * Second}) {
		t.Errorf("twice as fast, they arrive at %v", got)
	}
}

// TestReplayedKeys: each asks for its own key: of three lookups, the one that comes again hits.
func TestReplayedKeys(t *testing.T) {
	sys := cacheStory()
	c := sys.Nodes[0].Client
	c.Rate, c.Replay = 0, &Replay{Times: []Time{0, Second, 2 * Second, 3 * Second}, Keys: []int32{7, 8, 7, 19_999}}
	sys.Nodes[1].Cache = &Cache{}
	s := mustNew(t, sys, 1)
	s.RunUntil(10 * Second)
	var hits []int64
	for _, w := range s.Windows()[:4] {
		hits = append(hits, w.Nodes[1].Hits)
	}
	if !slices.Equal(hits, []int64{0, 0, 1, 0}) {
		t.Errorf("hits in the first seconds: %v", hits)
	}
}

// TestReplayedCounts: each interval has its number; within it, arrivals lie as those
// of a Poisson process do, whose distances to each other have the known moments, or at equal distances.
func TestReplayedCounts(t *testing.T) {
	counts := []int32{5, 0, 1, 200}
	sys := trickle(0)
	sys.Window = Second
	sys.Nodes[0].Client.Replay = &Replay{Counts: counts, Interval: Second, Repeat: 5 * Second}
	s := mustNew(t, sys, 1)
	s.RunUntil(10 * Second)
	for i, want := range []int64{5, 0, 1, 200, 0, 5, 0, 1, 200, 0} {
		if got := s.Windows()[i].Offered; got != want {
			t.Errorf("second %d: %d arrivals, want %d", i, got, want)
		}
	}
	sys.Window = 1000 * Second
	var first, middle, square []float64
	for seed := range uint64(400) {
		at := moments(t, sys, seed, 990*Millisecond)
		if len(at) > 0 {
			first = append(first, min(at[0], Second).Seconds())
		} else {
			first = append(first, 1)
		}
		all := moments(t, sys, seed, Second)[:5]
		middle = append(middle, all[2].Seconds())
		square = append(square, math.Pow(all[2].Seconds()-0.5, 2))
	}
	// Order statistics of five uniform numbers: Beta(k, 6-k).
	around(t, "the first of five", 1.0/6, first)
	around(t, "the third of five", 0.5, middle)
	around(t, "its variance", 3.0*3/(36*7), square)

	sys.Nodes[0].Client.Arrivals = ArrivalsConstant
	got := moments(t, sys, 1, 2600*Millisecond)
	want := []Time{100 * Millisecond, 300 * Millisecond, 500 * Millisecond, 700 * Millisecond, 900 * Millisecond, 2500 * Millisecond}
	if !slices.Equal(got, want) {
		t.Errorf("at equal distances, they arrive at %v, want %v", got, want)
	}
}
