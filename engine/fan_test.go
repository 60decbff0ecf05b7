package engine

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// fanning returns users whose requests fan out to width branches at a store with
// so many instances and workers for all.
func fanning(width, instances int, work Dist, f Fan) System {
	sys := queueing(0.1, 1_000_000, 0)
	sys.Window = 4000 * unit
	sys.Nodes[1].Store.Service, sys.Nodes[1].Store.Instances = work, instances
	f.Edges, f.Width = []int{0}, width
	sys.Nodes[0].Client.Program = []Op{{Kind: OpFan, Fan: &f}}
	return sys
}

// TestTailOfAFanOut holds the share of requests with a slow leaf against 1-(1-p)^n.
func TestTailOfAFanOut(t *testing.T) {
	for _, c := range []struct{ p, n float64 }{{0.01, 1}, {0.01, 10}, {0.01, 100}, {0.001, 100}, {0.05, 20}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "tail_fanout.csv"), row{"p_slow_leaf": c.p, "fanout": c.n})
			sys := fanning(int(c.n), 1, Bimodal(unit, 11*unit, c.p), Fan{})
			holds(t, sys, quantity{"share of slow requests", want["p_slow_request"], func(r totals) float64 { return (meanLatency(r) - 1) / 10 }, 1e-4})
		})
	}
}

// TestOrderStatistics: of n exponential branches the k-th is there after
// 1/n + 1/(n-1) + ... + 1/(n-k+1) on average.
func TestOrderStatistics(t *testing.T) {
	for _, c := range []struct{ n, k int }{{1, 1}, {10, 10}, {10, 3}, {100, 95}, {30, 30}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := 0.0
			for i := range c.k {
				want += 1 / float64(c.n-i)
			}
			holds(t, fanning(c.n, 1, Dist{Mean: unit}, Fan{Need: c.k}), quantity{"time", want, meanLatency, 0})
			holds(t, fanning(0, c.n, Dist{Mean: unit}, Fan{Need: c.k}), quantity{"time at instances", want, meanLatency, 0})
		})
	}
}

// TestPartialResults: with a budget b, n exponential branches and one answer at
// least, all fail with probability e^-bn, and 1-e^-b of the branches are in the
// answers otherwise, weighed by how often there is one.
func TestPartialResults(t *testing.T) {
	const n, b = 4, 0.7
	sys := fanning(n, 1, Dist{Mean: unit}, Fan{Least: 1, Budget: 7 * unit / 10})
	none := math.Exp(-b * n)
	full := quantity{"completeness", (1 - math.Exp(-b)) / (1 - none), func(r totals) float64 { return 1 - r.missing/r.answered }, 0}
	holds(t, sys,
		quantity{"failed", none, func(r totals) float64 { return r.timeouts / r.offered }, 0},
		quantity{"partial", 1 - math.Pow(1-math.Exp(-b), n)/(1-none), func(r totals) float64 { return r.partial / r.answered }, 0},
		full)

	// A service passes on that its answer is partial; a second step that is whole changes nothing.
	sys.Nodes = append(sys.Nodes, Node{Name: "root", Service: &Service{Workers: 100_000, Program: []Op{
		sys.Nodes[0].Client.Program[0], {Kind: OpCall, Edge: 1},
	}}})
	sys.Edges[0].From = 2
	sys.Edges = append(sys.Edges, Edge{Name: "again", From: 2, To: 1}, Edge{From: 0, To: 2})
	sys.Nodes[0].Client.Program = []Op{{Kind: OpCall, Edge: 2}}
	holds(t, sys, full)
}

// TestBranchesGoToDifferentInstances: each fan-out has one branch at each of the
// instances that it draws, and draws them evenly; a retry goes to the same one.
func TestBranchesGoToDifferentInstances(t *testing.T) {
	const width, instances = 3, 8
	sys := fanning(width, instances, Dist{Kind: DistConstant, Mean: 100 * unit}, Fan{})
	sys.Edges[0].Timeout, sys.Edges[0].Attempts = 150*unit, 2
	s := mustNew(t, sys, 5)
	for range 100 {
		s.RunUntil(s.Now() + 50*unit)
		held := map[[2]int32]int{}
		for a := range s.attempts.items {
			at := &s.attempts.items[a]
			if at.place == inService && at.caller != none {
				r := s.requests.items[at.caller].parent
				held[[2]int32{r, at.to}]++
			}
		}
		for where, n := range held {
			if n != 1 {
				t.Fatalf("request %d has %d branches at instance %d", where[0]-1, n, where[1])
			}
		}
	}
	s.RunUntil(20_000 * unit)
	for i, st := range s.stations {
		got := float64(st.count.Served) + float64(st.busy)
		if got == 0 {
			t.Errorf("instance %d got nothing", i)
		}
	}
	inject(t, s, Fault{Kind: FaultSlow, Node: 1, Fraction: 2}) // now every attempt times out
	s.RunUntil(s.Now() + 250*unit)
	retries := 0
	for a := range s.attempts.items {
		at := &s.attempts.items[a]
		if at.caller != none && s.requests.items[at.caller].tries == 2 {
			retries++
			if at.to != s.requests.items[at.caller].target-1 {
				t.Errorf("a retry went to instance %d, its branch to %d", at.to, s.requests.items[at.caller].target-1)
			}
		}
	}
	if retries == 0 {
		t.Error("there are no retries: the test says nothing")
	}
}

// TestBranchesThatNobodyWaitsForAreStopped: with LateStop the leaves are free one
// latency after the answer; without, they work on as ghosts.
func TestBranchesThatNobodyWaitsForAreStopped(t *testing.T) {
	for _, late := range []LatePolicy{LateDiscard, LateStop} {
		sys := fanning(10, 1, Dist{Kind: DistHyper, Mean: 10 * unit, Shape: 20}, Fan{Need: 5})
		sys.Edges[0].Late, sys.Edges[0].Latency = late, unit
		s := mustNew(t, sys, 1)
		s.RunUntil(sys.Window)
		n, e := s.Windows()[0].Nodes[1], s.Windows()[0].Edges[0]
		if e.Abandoned < e.Sent*4/10 || e.Abandoned > e.Sent*6/10 {
			t.Errorf("late %d: %d of %d branches were given up, want half", late, e.Abandoned, e.Sent)
		}
		if late == LateStop && (n.Stopped == 0 || n.Ghosts > n.Served/5) || late == LateDiscard && (n.Stopped > 0 || n.Ghosts < n.Served/3) {
			t.Errorf("late %d: %d stopped, %d ghosts of %d served", late, n.Stopped, n.Ghosts, n.Served)
		}
	}
}

// TestBranchesOverSeveralEdges: one branch over each; one that fails for good
// fails the fan-out as soon as too few are left.
func TestBranchesOverSeveralEdges(t *testing.T) {
	sys := fanning(0, 1, Dist{Kind: DistConstant, Mean: 10 * unit}, Fan{})
	sys.Nodes = append(sys.Nodes, Node{Name: "broken", Store: &Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: unit}, Fail: Failure{Share: 1}}})
	sys.Edges = append(sys.Edges, Edge{From: 0, To: 2})
	run := func(f Fan) Window {
		f.Edges = []int{0, 1}
		sys.Nodes[0].Client.Program = []Op{{Kind: OpFan, Fan: &f}}
		s := mustNew(t, sys, 1)
		s.RunUntil(sys.Window)
		return s.Windows()[0]
	}
	if w := run(Fan{}); w.Answered != 0 || w.Lost[CauseFailed]+w.InFlight != w.Offered || w.Edges[0].Abandoned != w.Lost[CauseFailed] {
		t.Errorf("both needed: answered %d, lost %v, given up %d of %d", w.Answered, w.Lost, w.Edges[0].Abandoned, w.Offered)
	}
	if w := run(Fan{Least: 1}); w.Answered == 0 || w.Partial != w.Answered || w.Missing != float64(w.Answered)/2 || w.Mean != 10*unit {
		t.Errorf("one will do: answered %d, partial %d, missing %v, after %v", w.Answered, w.Partial, w.Missing, w.Mean)
	}
}

func TestBadFansAreRefused(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*System, *Fan)
	}{
		{"over no edge", func(_ *System, f *Fan) { f.Edges = nil }},
		{"edge 7", func(_ *System, f *Fan) { f.Edges = []int{7} }},
		{"2 edges, one branch each", func(_ *System, f *Fan) { f.Edges = []int{0, 0} }},
		{"to 2001 branches", func(_ *System, f *Fan) { f.Width = 2001 }},
		{"come at once", func(sys *System, f *Fan) { f.Width, sys.Nodes[0].Client.Burst = 100, 20_000 }},
		{"in way 2", func(_ *System, f *Fan) { f.Pick = 2 }},
		{"needs 11 answers of 10", func(_ *System, f *Fan) { f.Need = 11 }},
		{"with 3 answers at least and waits for 2", func(_ *System, f *Fan) { f.Need, f.Least = 2, 3 }},
		{"for -1e-09 s", func(_ *System, f *Fan) { f.Budget = -1 }},
	} {
		sys := fanning(10, 1, Dist{Mean: unit}, Fan{})
		c.spoil(&sys, sys.Nodes[0].Client.Program[0].Fan)
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want an error with %q", err, c.want)
		}
	}
	// Two services that fan out to each other, in no time.
	sys := System{
		Nodes: []Node{
			{Name: "users", Client: &Client{Rate: 1, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "a", Service: &Service{Workers: 1, Program: []Op{{Kind: OpFan, Fan: &Fan{Edges: []int{1}}}}}},
			{Name: "b", Service: &Service{Workers: 1, Program: []Op{{Kind: OpFan, Fan: &Fan{Edges: []int{2}}}}}},
		},
		Edges: []Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 1}},
	}
	if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Errorf("%v, want an error about the circle", err)
	}
}

// TestFanOutsDoNotAllocate: as the rest of a run.
func TestFanOutsDoNotAllocate(t *testing.T) {
	sys := fanning(10, 20, Dist{Mean: unit}, Fan{Need: 8, Least: 2, Budget: 2 * unit})
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(20 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + Second) }); n != 0 {
		t.Errorf("%v allocations in a second of fan-outs, want none", n)
	}
}

// TestPartialAnswersOfAnswers: what a fan-out gets from services that answered in
// part counts by how complete it is; steps of a program multiply.
func TestPartialAnswersOfAnswers(t *testing.T) {
	sys := fanning(0, 1, Dist{Kind: DistConstant, Mean: unit}, Fan{})
	sys.Nodes = append(
		sys.Nodes,
		Node{Name: "broken", Store: &Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: unit}, Fail: Failure{Share: 1}}},
		Node{Name: "half", Service: &Service{Workers: 100, Program: []Op{{Kind: OpFan, Fan: &Fan{Edges: []int{1, 2}, Least: 1}}}}},
	)
	sys.Edges = append(sys.Edges, Edge{From: 3, To: 1}, Edge{From: 3, To: 2}, Edge{From: 0, To: 3})
	both := Op{Kind: OpFan, Fan: &Fan{Edges: []int{0, 3}}} // one is whole, the other a half: three quarters
	sys.Nodes[0].Client.Program = []Op{both, both}
	s := mustNew(t, sys, 1)
	s.RunUntil(sys.Window)
	w := s.Windows()[0]
	if want := float64(w.Answered) * (1 - 0.75*0.75); w.Answered == 0 || w.Partial != w.Answered || math.Abs(w.Missing-want) > 1e-6 {
		t.Errorf("of %d answers %d are partial, and %v is missing in all; want %v", w.Answered, w.Partial, w.Missing, want)
	}
}
