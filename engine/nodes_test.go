package engine

import (
	"fmt"
	"testing"
)

// nodes returns a search over shards with all that nodes can be told: every
// distribution of times, limits, shedding, pauses, contention and a lock, stale and
// negative rows, and fan-outs over instances and over edges.
func nodes() System {
	works := []Dist{
		Uniform(Millisecond, 3*Millisecond),
		{Kind: DistErlang, Mean: Millisecond, Shape: 3},
		{Kind: DistHyper, Mean: Millisecond, Shape: 9},
		Pareto(Millisecond/10, 50*Millisecond, 1.1),
		Bimodal(Millisecond/2, 20*Millisecond, 0.02),
	}
	root := &Service{
		Workers: 40, Queue: 60, GC: GC{Every: 5 * Second, Pause: Dist{Kind: DistConstant, Mean: 200 * Millisecond}},
		Limits: Limits{Rate: 400, Burst: 30, Concurrency: 90, Shed: []Shed{{Class: 2, Above: 0.3}, {Class: 4, Above: 0.9, Of: ShedOfWorkers}}},
	}
	for _, w := range works {
		root.Program = append(root.Program, Op{Kind: OpWork, Work: w})
	}
	root.Program = append(
		root.Program,
		Op{Kind: OpLookup, Edge: 2},
		Op{Kind: OpFan, Fan: &Fan{Edges: []int{3}, Width: 6, Need: 5, Least: 3, Budget: 40 * Millisecond}},
		Op{Kind: OpFan, Fan: &Fan{Edges: []int{3, 4}, Least: 1}},
		Op{Kind: OpFill, Edge: 2},
	)
	sys := System{
		Nodes: []Node{
			{Name: "root", Service: root},
			{Name: "cache", Cache: &Cache{
				Capacity: 300, TTL: 2 * Second, TTLSpread: 0.5, WarmUp: true, Evict: EvictFIFO,
				Stale: Second, StaleIfError: 10 * Second, Missing: 0.2, NegativeTTL: Second / 2,
			}},
			{Name: "index", Store: &Store{
				Workers: 2, Queue: 30, Service: LogNormal(4*Millisecond, 25*Millisecond), Instances: 10,
				Contention: Contention{Sigma: 0.05, Kappa: 0.01, Lock: Dist{Mean: Millisecond / 5}},
				GC:         GC{Every: 3 * Second, Pause: Dist{Mean: 100 * Millisecond}},
			}},
		},
		Edges: []Edge{
			{From: 3, To: 0, Latency: Millisecond, Timeout: Second},
			{From: 4, To: 0, Latency: Millisecond, Timeout: Second, Attempts: 2},
			{From: 0, To: 1, Latency: Millisecond / 2},
			{From: 0, To: 2, Latency: Millisecond / 2, Timeout: 150 * Millisecond, Attempts: 2, Late: LateStop, Balance: Balance{Kind: BalanceKey}},
			{Name: "again", From: 0, To: 2, Timeout: 100 * Millisecond, Coalesce: true, Balance: Balance{Kind: BalanceLeast}},
		},
	}
	for class, rate := range []float64{150, 100} {
		sys.Nodes = append(sys.Nodes, Node{Name: fmt.Sprint("users", class), Client: &Client{
			Rate: rate, Keys: Keys{Count: 1000, Zipf: 0.9}, Class: 3 * class, Program: []Op{{Kind: OpCall, Edge: class}},
		}})
	}
	return sys
}

// TestNodesDoWhatTheyAreTold: in the system of the golden hash each feature is at work.
func TestNodesDoWhatTheyAreTold(t *testing.T) {
	s := mustNew(t, nodes(), 1)
	s.RunUntil(40 * Second)
	w := sum(s)
	root, cache := w.Nodes[0], w.Nodes[1]
	var pauses, partial int64
	for _, in := range s.Windows() {
		pauses += in.Nodes[0].Pauses + in.Nodes[2].Pauses
		partial += in.Partial
	}
	for what, n := range map[string]int64{
		"limited": root.Limited, "stale": cache.Stale, "negative": cache.Negative, "refreshes": cache.Refreshes,
		"pauses": pauses, "partial": partial, "stopped": w.Nodes[2].Stopped, "joined": w.Edges[4].Joined, "answered": w.Answered,
	} {
		if n == 0 {
			t.Errorf("%s: none", what)
		}
	}
	if w.Offered != w.Answered+w.InFlight+total(w.Lost) {
		t.Errorf("offered %d, answered %d, lost %v, in flight %d", w.Offered, w.Answered, w.Lost, w.InFlight)
	}
}

func total(lost [NumCauses]int64) (n int64) {
	for _, l := range lost {
		n += l
	}
	return n
}

// TestForkOfNodes: what runs in the original changes nothing in a fork: not the
// keys that are refreshed, not the luck of a fan-out.
func TestForkOfNodes(t *testing.T) {
	s := mustNew(t, nodes(), 2)
	for range 20 {
		s.RunUntil(s.Now() + 333*Millisecond)
		fork := s.Fork()
		before := fork.Hash()
		s.RunUntil(s.Now() + 100*Millisecond)
		if fork.Hash() != before {
			t.Fatalf("at %v s the original changed its fork", fork.Now().Seconds())
		}
		fork.RunUntil(s.Now())
		if fork.Hash() != s.Hash() {
			t.Fatalf("at %v s a fork is not what its original is", s.Now().Seconds())
		}
	}
}
