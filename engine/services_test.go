package engine

import (
	"fmt"
	"testing"
)

// tower returns users who call a tower of services over layers edges, each with a
// number of attempts; the last edge leads to a store that fails with a share.
func tower(layers, attempts int, share float64) System {
	sys := System{
		Nodes: []Node{
			{Name: "users", Client: &Client{Rate: 1000, Keys: Keys{Count: 100}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "leaf", Store: &Store{Workers: 1_000_000, Service: Dist{Kind: DistConstant, Mean: Microsecond}, Fail: Failure{Share: share}}},
		},
		Window: 2 * Second,
	}
	for i := range layers {
		from, to := 0, 1
		if i > 0 {
			from = len(sys.Nodes) - 1
		}
		if i < layers-1 {
			to = len(sys.Nodes)
			sys.Nodes = append(sys.Nodes, Node{Name: fmt.Sprint("layer", i), Service: &Service{
				Workers: 1_000_000, Program: []Op{{Kind: OpCall, Edge: i + 1}},
			}})
		}
		sys.Edges = append(sys.Edges, Edge{From: from, To: to, Attempts: attempts})
	}
	return sys
}

// TestNestedRetries holds the calls that reach the bottom of a tower, for each
// user's request, against (1-p^(a^k))/(1-p).
func TestNestedRetries(t *testing.T) {
	for _, c := range []struct{ layers, attempts, p float64 }{{1, 3, 0.5}, {2, 3, 0.9}, {3, 3, 0.5}, {3, 4, 0.9}, {5, 2, 0.9}, {3, 3, 1}, {3, 4, 1}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			golden := find(t, table(t, "retry_amplification.csv"), row{"attempts_per_layer": c.attempts, "layers": c.layers})
			want := golden["worst_case"]
			if c.p < 1 {
				want = golden[fmt.Sprint("p", c.p)]
			}
			sys := tower(int(c.layers), int(c.attempts), c.p)
			sys.Nodes[0].Client.Rate /= want
			holds(t, sys, quantity{"amplification", want, func(r totals) float64 { return r.served / r.offered }, 0})
		})
	}
}

// impatient is the chain of the usual incident: a user who gives up after 2 s and
// asks again at once, a balancer that gives up after 5 s, a backend that would be
// waited for for 30 s, and a job of 10 s.
func impatient(t *testing.T, late LatePolicy) *Sim {
	sys := System{
		Nodes: []Node{
			{Name: "user", Client: &Client{Rate: 1, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "balancer", Service: &Service{Workers: 100, Program: []Op{{Kind: OpCall, Edge: 1}}}},
			{Name: "backend", Service: &Service{Workers: 100, Program: []Op{{Kind: OpCall, Edge: 2}}}},
			{Name: "disk", Store: &Store{Workers: 100, Service: Dist{Kind: DistConstant, Mean: 10 * Second}}},
		},
		Edges: []Edge{
			{From: 0, To: 1, Timeout: 2 * Second, Attempts: maxAttempts, Late: late},
			{From: 1, To: 2, Timeout: 5 * Second, Late: late},
			{From: 2, To: 3, Timeout: 30 * Second, Late: late},
		},
	}
	s := mustNew(t, sys, 1)
	for s.InFlight() == 0 {
		s.RunUntil(s.Now() + Millisecond)
	}
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1}) // one user is enough
	return s
}

func TestTimeoutChain(t *testing.T) {
	s := impatient(t, LateDiscard)
	start := s.Now()
	for _, c := range []struct {
		at                             Time
		balancer, backend, disk, ghost int
	}{
		{Second, 1, 1, 1, 0},
		{3 * Second, 2, 2, 2, 1},
		{5*Second - 100*Millisecond, 3, 3, 3, 2}, // three copies, but only for the moment
		{8500 * Millisecond, 3, 5, 5, 4},         // the balancer has given two of them up
		{20500 * Millisecond, 3, 5, 5, 4},
		{60500 * Millisecond, 3, 5, 5, 4},
	} {
		s.RunUntil(start + c.at)
		got := [...]int{s.Node(1).Busy, s.Node(2).Busy, s.Node(3).Busy, s.Node(3).Ghosts}
		if got != [...]int{c.balancer, c.backend, c.disk, c.ghost} {
			t.Errorf("after %v s: %v busy at balancer, backend, disk and ghosts there, want %v", c.at.Seconds(), got, c)
		}
	}
	w := sum(s)
	if w.Answered != 0 {
		t.Errorf("%d requests answered, want none", w.Answered)
	}
	for _, i := range []int{2, 3} {
		if n := w.Nodes[i]; n.Served == 0 || n.Ghosts != n.Served {
			t.Errorf("%d of %d jobs of %s were ghost work, want all", n.Ghosts, n.Served, s.sys.Nodes[i].Name)
		}
	}
	if e := w.Edges[2]; e.Late != 0 || e.Timeouts != 0 {
		t.Errorf("the backend waits 30 s and gets every answer in time, but %d were late and %d timed out", e.Late, e.Timeouts)
	}
}

// TestErrorsTravel: an error of the store is an error of the service that called it.
func TestErrorsTravel(t *testing.T) {
	s := mustNew(t, tower(3, 1, 1), 1)
	s.RunUntil(2 * Second)
	w := sum(s)
	if w.Answered != 0 || w.Lost[CauseFailed] == 0 || w.Lost[CauseFailed]+w.InFlight != w.Offered {
		t.Errorf("of %d offered %d were answered, %v lost", w.Offered, w.Answered, w.Lost)
	}
	for i, e := range w.Edges {
		if e.Errors == 0 || e.Errors+w.InFlight < e.Sent {
			t.Errorf("edge %d: %d errors for %d attempts", i, e.Errors, e.Sent)
		}
	}
	for _, i := range []int{1, 2, 3} {
		if n := w.Nodes[i]; n.Failed != n.Served || n.Failed == 0 {
			t.Errorf("node %d: %d of %d failed", i, n.Failed, n.Served)
		}
	}
}

// TestErrorsCost: with a share f of errors that take c times the work of a
// success, a worker is done with 1/(1-f+c*f) requests in the time of one.
func TestErrorsCost(t *testing.T) {
	const f, c, arrivals = 0.25, 4, 0.4
	busy := arrivals * (1 - f + c*f)
	failed := quantity{"failed", f, func(r totals) float64 { return r.lostFailed / r.offered }, 0}
	used := quantity{"utilisation", busy, func(r totals) float64 { return r.busy / r.span }, 0}
	fail := Failure{Share: f, Work: Dist{Mean: c * unit}}
	t.Run("store", func(t *testing.T) {
		sys := queueing(arrivals, 1, -1)
		sys.Nodes[1].Store.Fail = fail
		holds(t, sys, failed, used)
	})
	t.Run("service", func(t *testing.T) {
		sys := queueing(arrivals, 1, -1)
		sys.Nodes[1] = Node{Name: "api", Service: &Service{
			Workers: 1, Queue: -1, Program: []Op{{Kind: OpWork, Work: Dist{Mean: unit}}}, Fail: fail,
		}}
		holds(t, sys, failed, used)
	})
	t.Run("service whose store fails", func(t *testing.T) {
		sys := queueing(arrivals, 1, -1)
		sys.Nodes[1] = Node{Name: "api", Service: &Service{
			Workers: 1, Queue: -1, Program: []Op{{Kind: OpWork, Work: Dist{Mean: unit}}, {Kind: OpCall, Edge: 1}}, Fail: Failure{Work: Dist{Mean: c * unit}},
		}}
		sys.Nodes = append(sys.Nodes, Node{Name: "db", Store: &Store{Workers: 1, Service: Dist{Kind: DistConstant, Mean: 1}, Fail: Failure{Share: f}}})
		sys.Edges = append(sys.Edges, Edge{From: 1, To: 2})
		holds(t, sys, failed, quantity{"utilisation", arrivals * (1 + c*f), used.of, 0})
	})
}

// TestServiceIsAQueue: a service that only works is an M/M/c queue, like a store.
func TestServiceIsAQueue(t *testing.T) {
	want := find(t, table(t, "queue_mmc_erlangc.csv"), row{"c": 2, "rho": 0.7})
	sys := queueing(1.4, 2, -1)
	sys.Window /= 2
	sys.Nodes[1] = Node{Name: "api", Service: &Service{Workers: 2, Queue: -1, Program: []Op{{Kind: OpWork, Work: Dist{Mean: unit}}}}}
	holds(t, sys, quantity{"W", want["W"], meanLatency, 0})
}

// TestWorkerIsHeld: a service's worker waits with the request that it has called for.
func TestWorkerIsHeld(t *testing.T) {
	sys := tower(2, 1, 0)
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 10 * Millisecond}
	sys.Nodes[2].Service.Workers, sys.Nodes[2].Service.Queue = 2, 10
	s := mustNew(t, sys, 1)
	s.RunUntil(2 * Second)
	w := sum(s)
	if w.Answered < 398 || w.Answered > 400 {
		t.Errorf("%d answered in 2 s by 2 workers that are each held for 10 ms, want 399", w.Answered)
	}
	if w.Lost[CauseRejected] == 0 || w.Lost[CauseRejected]+w.Answered+w.InFlight != w.Offered {
		t.Errorf("lost %v of %d", w.Lost, w.Offered)
	}
	if n := w.Nodes[2]; n.Busy < 3980*Millisecond {
		t.Errorf("the workers were busy for %v s of 4", n.Busy.Seconds())
	}
}

// TestServiceCrash: what a service was at is lost; those it called work on for nobody.
func TestServiceCrash(t *testing.T) {
	sys := tower(2, 1, 0)
	sys.Edges[0].Timeout = Second
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 100 * Millisecond}
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	under := int64(s.Node(2).Busy)
	inject(t, s, Fault{Kind: FaultDown, Node: 2})
	if n := s.Node(2); n.Busy != 0 || !n.Down {
		t.Errorf("after the crash: %+v", n)
	}
	if n := s.Node(1); int64(n.Ghosts) != under || int64(n.Busy) != under || under == 0 {
		t.Errorf("the store after the crash: %+v, want %d ghosts", n, under)
	}
	s.RunUntil(3 * Second)
	w := sum(s)
	if w.Lost[CauseTimeout] != under || w.Nodes[1].Ghosts != under || w.Edges[1].Late != under {
		t.Errorf("%d were under way; %d timed out, %d were ghost work, %d answers came late", under, w.Lost[CauseTimeout], w.Nodes[1].Ghosts, w.Edges[1].Late)
	}
}

// TestServiceLooksUpAndFills: a service in front of a cache answers from it.
func TestServiceLooksUpAndFills(t *testing.T) {
	sys := System{
		Nodes: []Node{
			{Name: "users", Client: &Client{Rate: 1000, Keys: Keys{Count: 5}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "api", Service: &Service{Workers: 100, Program: []Op{{Kind: OpLookup, Edge: 1}, {Kind: OpCall, Edge: 2}, {Kind: OpFill, Edge: 1}}}},
			{Name: "cache", Cache: &Cache{}},
			{Name: "db", Store: &Store{Workers: 1, Queue: -1, Service: Dist{Kind: DistConstant, Mean: Millisecond}}},
		},
		Edges: []Edge{
			{From: 0, To: 1, Latency: 2 * Millisecond},
			{From: 1, To: 2, Latency: Millisecond},
			{From: 1, To: 3, Latency: Millisecond, Coalesce: true},
		},
	}
	s := mustNew(t, sys, 1)
	s.RunUntil(10 * Second)
	w := sum(s)
	// A look-up that missed while the row was on its way may call once more.
	if n := w.Nodes[3].Served; n < 5 || n > 10 {
		t.Errorf("the store read %d rows, want each of the 5 once or twice", n)
	}
	if got := s.Windows()[5]; got.P50 != got.P99 || got.Mean != 6*Millisecond {
		t.Errorf("a hit took %v, want the two round trips of 6 ms", got.Mean)
	}
	if w.Offered != w.Answered+w.InFlight || w.Nodes[2].Hits < 9000 {
		t.Errorf("offered %d, answered %d, hits %d", w.Offered, w.Answered, w.Nodes[2].Hits)
	}
	sys.Nodes[2].Cache.WarmUp = true
	if warm := mustNew(t, sys, 1); warm.Node(2).Entries != 5 {
		t.Errorf("a warm cache behind a service has %d entries, want 5", warm.Node(2).Entries)
	}
}
