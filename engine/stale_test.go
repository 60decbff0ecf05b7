package engine

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// aside is a look-aside cache before a store: rate requests a second for so many keys.
func aside(rate float64, keys int, c Cache, store Store) System {
	return System{
		Nodes: []Node{
			{Name: "users", Client: &Client{
				Rate: rate, Keys: Keys{Count: keys},
				Program: []Op{{Kind: OpLookup, Edge: 0}, {Kind: OpCall, Edge: 1}, {Kind: OpFill, Edge: 0}},
			}},
			{Name: "cache", Cache: &c},
			{Name: "db", Store: &store},
		},
		Edges: []Edge{{From: 0, To: 1}, {From: 0, To: 2, Timeout: 10 * Second}},
	}
}

// TestStaleWhileRevalidate: one key with a life L, asked for at rate a, whose row
// takes D to read. Without stale rows all who ask in D wait for the store; with
// them nobody does, and there is one read for each cycle of L + 1/a + D, for the
// row is asked for by the first who finds it expired.
func TestStaleWhileRevalidate(t *testing.T) {
	const a, life, read = 50.0, 1.0, 0.2
	for _, where := range []string{"client", "service", "over a network"} {
		t.Run(where, func(t *testing.T) {
			sys := aside(a, 1, Cache{TTL: Second, Stale: 10 * Second, WarmUp: true}, Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: 200 * Millisecond}})
			switch where {
			case "service":
				sys.Nodes = append(sys.Nodes, Node{Name: "api", Service: &Service{Workers: 100, Program: sys.Nodes[0].Client.Program}})
				sys.Edges[0].From, sys.Edges[1].From = 3, 3
				sys.Edges = append(sys.Edges, Edge{From: 0, To: 3})
				sys.Nodes[0].Client.Program = []Op{{Kind: OpCall, Edge: 2}}
			case "over a network":
				sys.Edges[0].Network.Request.Loss = 1e-12
				sys.Edges[0].Timeout = Second
			}
			s := mustNew(t, sys, 1)
			const span = 400
			s.RunUntil(span * Second)
			w := sum(s)
			c := w.Nodes[1]
			if want := span / (life + 1/a + read); math.Abs(float64(c.Refreshes)-want) > 5 || w.Nodes[2].Served > c.Refreshes+20 {
				t.Errorf("%d refreshes, %d rows read; want %.0f", c.Refreshes, w.Nodes[2].Served, want)
			}
			// A cycle has the first, and those who come while it reads.
			if want := float64(c.Refreshes) * (1 + a*read); math.Abs(float64(c.Stale)-want) > 5*math.Sqrt(want) {
				t.Errorf("%d stale rows served, want %.0f", c.Stale, want)
			}
			if c.Misses > 15 || w.Offered != w.Answered+w.InFlight || c.Hits+c.Misses != w.Offered {
				t.Errorf("%d hits, %d misses, offered %d, answered %d", c.Hits, c.Misses, w.Offered, w.Answered)
			}
		})
	}
}

// TestStaleTooLong: a row that expired longer ago is a miss.
func TestStaleTooLong(t *testing.T) {
	sys := aside(0.5, 1, Cache{TTL: Second, Stale: Second / 2}, Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: Millisecond}})
	s := mustNew(t, sys, 1)
	s.RunUntil(20_000 * Second)
	w := sum(s)
	// A gap is exponential with a mean of 2 s. Up to 1 s after a fill it is a fresh hit; from
	// then on for half a second a stale one, which fills. So of those who come to a
	// row that is not fresh, 1-e^(-1/4) find it stale.
	c := w.Nodes[1]
	share := float64(c.Stale) / float64(c.Stale+c.Misses)
	if want := 1 - math.Exp(-0.25); math.Abs(share-want) > 4*math.Sqrt(want*(1-want)/float64(c.Stale+c.Misses)) {
		t.Errorf("a share of %v finds a stale row, want %v", share, want)
	}
}

// TestStaleIfError: while the store is down, users get the old row, after their call
// has failed; nothing is refreshed in the background.
func TestStaleIfError(t *testing.T) {
	sys := aside(100, 10, Cache{TTL: Second, StaleIfError: 60 * Second, WarmUp: true}, Store{Workers: 100, Service: Dist{Mean: Millisecond}})
	sys.Edges[1].Attempts = 2
	for _, kept := range []bool{true, false} {
		if !kept {
			sys.Nodes[1].Cache.StaleIfError = 0
		}
		s := mustNew(t, sys, 1)
		s.RunUntil(10 * Second)
		inject(t, s, Fault{Kind: FaultDown, Node: 2})
		s.RunUntil(12 * Second)
		before := sum(s)
		s.RunUntil(40 * Second)
		w := sum(s)
		lost := w.Lost[CauseDown] - before.Lost[CauseDown]
		if kept && (lost != 0 || w.Nodes[1].Spared < 2500 || w.Nodes[1].Refreshes != 0) || !kept && lost < 2500 {
			t.Errorf("kept %v: %d lost, %d answered with old rows", kept, lost, w.Nodes[1].Spared)
		}
		if !kept {
			continue
		}
		s.RunUntil(80 * Second) // the rows are older than a minute now
		if w := s.Windows()[79]; w.Lost[CauseDown] != w.Offered {
			t.Errorf("%d of %d lost when the rows are too old", w.Lost[CauseDown], w.Offered)
		}
	}
}

// TestNegativeCaching: keys without a row go to the store each time, unless that
// there is none is kept.
func TestNegativeCaching(t *testing.T) {
	const rate, keys, missing = 1000, 1000, 0.2
	absent := 0.0
	var c cache
	c.configure(&Cache{Missing: missing}, keys)
	for k := range int32(keys) {
		if c.absent(k) {
			absent++
		}
	}
	if math.Abs(absent-keys*missing) > 4*math.Sqrt(keys*missing*(1-missing)) {
		t.Fatalf("%v of %d keys have no row", absent, keys)
	}
	run := func(ttl Time) (misses, negative float64) {
		sys := aside(rate, keys, Cache{WarmUp: true, Missing: missing, NegativeTTL: ttl}, Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: 1000}})
		s := mustNew(t, sys, 1)
		s.RunUntil(100 * Second)
		w := sum(s)
		return float64(w.Nodes[1].Misses) / 100, float64(w.Nodes[1].Negative) / 100
	}
	want := rate * absent / keys
	if m, n := run(0); math.Abs(m-want) > 6 || n != 0 {
		t.Errorf("not kept: %v misses a second and %v hits; want %v and none", m, n, want)
	}
	// Each key is asked for once a second: of cycles of 3 s + 1 s, one request in four goes through.
	if m, n := run(3 * Second); math.Abs(m-want/4) > 4 || math.Abs(n-want*3/4) > 6 {
		t.Errorf("kept for 3 s: %v misses a second and %v hits; want %v and %v", m, n, want/4, want*3/4)
	}
}

// TestEvictionPolicies holds the hit ratios of small caches under independent
// requests against the stationary distributions of what is in them: for FIFO the
// product form of Gelenbe (1973), for LRU that of King (1971).
func TestEvictionPolicies(t *testing.T) {
	p := make([]float64, 4)
	total := 0.0
	for k := range p {
		p[k] = math.Pow(float64(k+1), -1.2)
		total += p[k]
	}
	fifo, weights, lru := 0.0, 0.0, 0.0
	for i := range p {
		p[i] /= total
	}
	for i := range p {
		for j := range p {
			if i != j {
				fifo += p[i] * p[j] * (p[i] + p[j])
				weights += p[i] * p[j]
				lru += p[i] * p[j] / (1 - p[i]) * (p[i] + p[j])
			}
		}
	}
	for evict, want := range []float64{lru, fifo / weights} {
		t.Run(fmt.Sprint(evict), func(t *testing.T) {
			sys := aside(1000, 4, Cache{Capacity: 2, Evict: Evict(evict)}, Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: 1}})
			sys.Nodes[0].Client.Keys.Zipf = 1.2
			sys.Nodes[0].Client.Arrivals = ArrivalsConstant // one after the other
			s := mustNew(t, sys, 1)
			s.RunUntil(1000 * Second)
			c := sum(s).Nodes[1]
			if got := float64(c.Hits) / float64(c.Hits+c.Misses); math.Abs(got-want) > 0.003 {
				t.Errorf("the hit ratio is %.4f, want %.4f", got, want)
			}
		})
	}
}

func TestBadCachesAreRefused(t *testing.T) {
	for _, c := range []struct {
		want string
		c    Cache
	}{
		{"serves expired entries for -1", Cache{Stale: -Second}},
		{"after errors for -1", Cache{StaleIfError: -Second}},
		{"keeps that there is no row for -1", Cache{NegativeTTL: -Second}},
		{"without a row is 1.5", Cache{Missing: 1.5}},
		{"no way 2 to evict", Cache{Evict: 2}},
	} {
		if err := aside(1, 1, c.c, Store{Workers: 1, Service: Dist{Mean: 1}}).Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error with %q", c.c, err, c.want)
		}
	}
}
