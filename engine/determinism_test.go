package engine

import (
	"slices"
	"testing"
)

// mesh returns a tower of services with all that a caller and a callee can be told to do.
func mesh() System {
	sys := tower(3, 3, 0.2)
	sys.Nodes[0].Client.Patience = 300 * Millisecond
	*sys.Nodes[1].Store = Store{
		Workers: 4, Service: Dist{Mean: 15 * Millisecond}, Queue: 50, Fail: Failure{Share: 0.2, Work: Dist{Mean: 30 * Millisecond}},
		Line: Line{Order: OrderAdaptive, CoDel: true}, Instances: 3,
	}
	sys.Nodes[2].Service.Workers, sys.Nodes[3].Service.Workers = 100, 50
	sys.Nodes[2].Service.Queue, sys.Nodes[2].Service.Line = 20, Line{Order: OrderPriority, FailFast: true}
	for i := range sys.Edges {
		e := &sys.Edges[i]
		e.Latency, e.Timeout, e.Deadline = Millisecond, 200*Millisecond, true
		e.Budget = Budget{BudgetSuccesses, 0.1, 10}
	}
	sys.Edges[1].Throttle = Throttle{K: 2}
	sys.Edges[2].Breaker = Breaker{Kind: BreakerRatio, Ratio: 0.6, Volume: 20, Open: Second}
	sys.Edges[2].Balance = Balance{Kind: BalanceChoices, Choices: 2, Stale: 5 * Millisecond}
	return sys
}

// callers returns a mesh whose callers hedge, limit what they have out, and have
// breakers by instance.
func callers() System {
	sys := mesh()
	for i := range sys.Edges {
		e := &sys.Edges[i]
		e.Callers = 3
		e.Hedge = Hedge{Extra: 2, After: 20 * Millisecond, Quantile: 0.9, Share: 0.3, Tied: i%2 == 0}
		e.Breaker = Breaker{Kind: BreakerRatio, Ratio: 0.3, Volume: 20, Open: Second, Slow: 100 * Millisecond, By: BreakerByInstance}
		e.Limit = CallLimit{Kind: CallLimitAIMD, Most: 200}
	}
	return sys
}

// TestServicesDoNotAllocate: within a window, once the pools have grown, a run
// allocates nothing.
func TestServicesDoNotAllocate(t *testing.T) {
	sys := mesh()
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + 2*Second) }); n != 0 {
		t.Errorf("%v allocations in two seconds of a mesh of services, want none", n)
	}
}

// TestCallersDoNotAllocate: likewise with all that a caller can do beside. Breakers
// by key are left out: their map moves its entries now and then.
func TestCallersDoNotAllocate(t *testing.T) {
	sys := callers()
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + 2*Second) }); n != 0 {
		t.Errorf("%v allocations in two seconds of a mesh of services, want none", n)
	}
	var opens, cancelled int64
	for _, e := range sum(s).Edges {
		opens += e.BreakerOpens
		cancelled += e.TiedCancelled
	}
	if opens == 0 || cancelled == 0 {
		t.Errorf("breakers opened %d times, %d tied copies were dropped: want both", opens, cancelled)
	}
}

// TestGoldenHashes notices when a run is no longer the run it was: because the
// behaviour changed (then these numbers are to be changed with it, and the
// changelog is to say so), or because another platform computes differently.
func TestGoldenHashes(t *testing.T) {
	busy := cacheStory()
	busy.Nodes[0].Client.Admit = 2500
	busy.Nodes[0].Client.Shed = 0.05
	busy.Nodes[1].Cache.Capacity = 5000
	busy.Edges[1].Late = LateFill
	busy.Edges[1].Coalesce = true
	busy.Edges[1].Backoff.Jitter = JitterDecorrelated
	for _, c := range []struct {
		name string
		sys  System
		seed uint64
		want uint64
	}{
		{"services and policies", mesh(), 1, 0x3779e810caa5ea2c},
		{"cache story", cacheStory(), 1, 0x385ee045f70f9b7c},
		{"cache story, another seed", cacheStory(), 2, 0x9f975a270ac811e7},
		{"all knobs", busy, 1, 0x7ef9bab257ccf982},
		{"nodes", nodes(), 1, 0x0212038f5faeab6a},
		{"workloads", workloads(), 1, 0x0c02ca4a1186eda7},
		{"callers", callers(), 1, 0x898b5553741d8d9f},
		{"M/M/1", queueing(0.9, 1, -1), 1, 0x91b1d2e2eeb22e91},
	} {
		s := mustNew(t, c.sys, c.seed)
		s.RunUntil(20 * Second)
		if len(s.caches) > 0 {
			if err := s.Inject(Fault{Kind: FaultFlush, Node: 1}); err != nil {
				t.Fatal(err)
			}
		}
		for i, n := range c.sys.Nodes {
			if n.Client != nil && len(n.Client.Population.Connect) > 0 {
				inject(t, s, Fault{Kind: FaultDisconnect, Node: i, Fraction: 0.7})
			}
		}
		s.RunUntil(40 * Second)
		if got := s.Hash(); got != c.want {
			t.Errorf("%s: hash = %#x, want %#x", c.name, got, c.want)
		}
	}
}

// TestEachPartHasItsOwnLuck: turning a knob of one part leaves the luck of the
// others as it was.
func TestEachPartHasItsOwnLuck(t *testing.T) {
	base := mustNew(t, cacheStory(), 9)
	base.RunUntil(20 * Second)
	offered := func(s *Sim) (n []int64) {
		for _, w := range s.Windows() {
			n = append(n, w.Offered)
		}
		return n
	}
	for name, turn := range map[string]func(*System){
		"store": func(sys *System) {
			*sys.Nodes[2].Store = Store{Workers: 1, Service: Dist{Kind: DistConstant, Mean: Second}}
		},
		"cache": func(sys *System) { *sys.Nodes[1].Cache = Cache{Capacity: 10, TTL: Second} },
		"edge":  func(sys *System) { sys.Edges[1].Timeout, sys.Edges[1].Backoff.Jitter = 10*Millisecond, JitterEqual },
		"door":  func(sys *System) { sys.Nodes[0].Client.Shed, sys.Nodes[0].Client.Admit = 0.5, 100 },
		"names": func(sys *System) { sys.Nodes[1].Name, sys.Nodes[2].Name = "memory", "disk" },
		"keys":  func(sys *System) { sys.Nodes[0].Client.Keys = Keys{Count: 7} },
		"newcomer": func(sys *System) {
			sys.Nodes = append(sys.Nodes, Node{Name: "more", Client: &Client{Rate: 100, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 2}}}})
			sys.Edges = append(sys.Edges, Edge{From: 3, To: 2})
		},
	} {
		t.Run(name, func(t *testing.T) {
			sys := cacheStory()
			turn(&sys)
			s := mustNew(t, sys, 9)
			s.RunUntil(20 * Second)
			if name != "newcomer" && !slices.Equal(offered(s), offered(base)) {
				t.Error("the arrivals differ")
			}
			if s.clients[0].arrivals != base.clients[0].arrivals || s.clients[0].keys != base.clients[0].keys {
				t.Error("the client drew otherwise")
			}
			if s.Hash() == base.Hash() {
				t.Error("the knob did nothing at all")
			}
		})
	}
	other := mustNew(t, cacheStory(), 10)
	other.RunUntil(20 * Second)
	if slices.Equal(offered(other), offered(base)) {
		t.Error("two seeds give the same arrivals")
	}
}

// TestTwoFutures: a fork and its original go different ways, turn by turn, and
// neither sees anything of the other.
func TestTwoFutures(t *testing.T) {
	start := func() *Sim {
		s := mustNew(t, cacheStory(), 3)
		s.RunUntil(5 * Second)
		return s
	}
	flush := Fault{Kind: FaultFlush, Node: 1}
	original := start()
	fork := original.Fork()
	inject(t, fork, flush)
	alone, flushed := start(), start()
	inject(t, flushed, flush)
	for _, s := range []*Sim{alone, flushed} {
		s.RunUntil(20 * Second)
	}
	for i := Time(6); i <= 20; i++ {
		fork.RunUntil(i * Second)
		original.RunUntil(i * Second)
	}
	if original.Hash() != alone.Hash() {
		t.Error("the original saw something of its fork")
	}
	if fork.Hash() != flushed.Hash() {
		t.Error("the fork saw something of its original")
	}
}
