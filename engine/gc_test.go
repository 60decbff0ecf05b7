package engine

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// pausing holds an M/M/1 queue whose worker is interrupted at rate xi (per unit
// that it is able to work) for times of mean r and second moment r2 against its
// mean time in the system. Model A of Avi-Itzhak and Naor, "Some queuing problems
// with the service station subject to breakdown", Operations Research 11(3) 1963.
// With c = 1 + xi r, and e = xi r2 / (2c) the mean of what is left of a pause at a
// moment drawn at random, the unfinished work is U = (c rho + rho e) / (1 - c rho)
// and the time in the system e + c (U + 1).
func pausing(rho, xi, r, r2 float64) float64 {
	c := 1 + xi*r
	e := xi * r2 / (2 * c)
	u := (c*rho + rho*e) / (1 - c*rho)
	return e + c*(u+1)
}

func TestPauses(t *testing.T) {
	for _, c := range []struct {
		name  string
		pause Dist
		r2    float64
	}{
		{"constant", Dist{Kind: DistConstant, Mean: 5 * unit}, 25},
		{"exponential", Dist{Mean: 5 * unit}, 50},
	} {
		t.Run(c.name, func(t *testing.T) {
			gc := GC{Every: 25 * unit, Pause: c.pause}
			want := pausing(0.5, 1.0/25, 5, c.r2)
			sys := queueing(0.5, 1, -1)
			sys.Nodes[1].Store.GC = gc
			holds(t, sys, quantity{"W", want, meanLatency, 0})
			sys.Nodes[1] = Node{Name: "api", Service: &Service{
				Workers: 1, Queue: -1, GC: gc,
				Program: []Op{{Kind: OpWork, Work: Dist{Mean: unit}}},
			}}
			holds(t, sys, quantity{"W of a service", want, meanLatency, 0})
		})
	}
}

// TestPauseMovesTheEnds: each service that is under way when a pause begins ends
// later by its length, and none begins or ends in it; so for what a service calls.
func TestPauseMovesTheEnds(t *testing.T) {
	sys := tower(2, 1, 0)
	sys.Nodes[0].Client.Rate = 200
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 30 * Millisecond}
	sys.Nodes[2].Service.Workers, sys.Nodes[2].Service.Queue = 10, 1000
	sys.Nodes[2].Service.Program = []Op{{Kind: OpWork, Work: Dist{Kind: DistConstant, Mean: 10 * Millisecond}}, {Kind: OpCall, Edge: 1}}
	sys.Nodes[2].Service.GC = GC{Every: Second, Pause: Dist{Kind: DistConstant, Mean: 200 * Millisecond}}
	sys.Window = Millisecond
	s := mustNew(t, sys, 3)
	s.RunUntil(20 * Second)
	paused := 0
	for i, w := range s.Windows() {
		if w.Nodes[2].Pauses == 0 {
			continue
		}
		paused++
		last := min(len(s.Windows()), i+199)
		for _, in := range s.Windows()[min(i+1, last):last] {
			if in.Nodes[2].Served != 0 || in.Edges[1].Sent != 0 {
				t.Fatalf("in the pause that began at %v: %d served, %d sent on", w.Start, in.Nodes[2].Served, in.Edges[1].Sent)
			}
		}
		if before := s.Windows()[max(0, i-1)].Nodes[2]; before.Busy == 0 && before.Queue > 0 {
			t.Fatalf("before the pause at %v %d wait and nobody works", w.Start, before.Queue)
		}
	}
	if paused < 10 || paused > 22 {
		t.Errorf("%d pauses in 20 s, want about 17", paused)
	}
	w := sum(s)
	if w.Lost != [NumCauses]int64{} || w.Offered != w.Answered+w.InFlight {
		t.Errorf("offered %d, answered %d, lost %v", w.Offered, w.Answered, w.Lost)
	}
}

// TestInstancesPauseOnTheirOwn: the pauses of instances are independent, a share
// of them stops at any moment; turned off, there are no more.
func TestInstancesPauseOnTheirOwn(t *testing.T) {
	const n = 400
	sys := balanced(0.3, n, Balance{})
	sys.Window = Second
	sys.Nodes[1].Store.GC = GC{Every: 3 * Second, Pause: Dist{Mean: Second}}
	s := mustNew(t, sys, 1)
	s.RunUntil(30 * Second)
	if got := s.Node(1).Paused; math.Abs(float64(got)-n/4) > 4*math.Sqrt(n*0.25*0.75) {
		t.Errorf("%d of %d instances pause, want a quarter", got, n)
	}
	reconfigure := func(every Time) {
		t.Helper()
		sys = *sys.clone()
		sys.Nodes[1].Store.GC.Every = every
		if err := s.Reconfigure(sys); err != nil {
			t.Fatal(err)
		}
	}
	reconfigure(0)
	s.RunUntil(50 * Second)
	if got := s.Node(1).Paused; got != 0 || s.Windows()[45].Nodes[1].Pauses != 0 {
		t.Errorf("%d instances pause long after it was turned off", got)
	}
	reconfigure(1000 * Second)
	reconfigure(Second)
	s.RunUntil(70 * Second)
	if got := s.Node(1).Paused; math.Abs(float64(got)-n/2) > 4*math.Sqrt(n*0.5*0.5) {
		t.Errorf("%d of %d instances pause, want half", got, n)
	}
}

// TestScalabilityLaw: n workers that are always busy do n/(1+sigma(n-1)+kappa n(n-1))
// times the work of one.
func TestScalabilityLaw(t *testing.T) {
	const sigma, kappa = 0.05, 0.002
	for _, n := range []float64{1, 4, 22, 60} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			sys := queueing(100, int(n), 1000)
			sys.Window = 300 * unit
			sys.Nodes[1].Store.Contention = Contention{Sigma: sigma, Kappa: kappa}
			want := n / (1 + sigma*(n-1) + kappa*n*(n-1))
			holds(t, sys, quantity{"throughput", want, func(r totals) float64 { return r.served / r.span }, 0})
		})
	}
}

// TestLock: ten workers who do nothing but hold a lock are one.
func TestLock(t *testing.T) {
	want := find(t, table(t, "queue_mm1.csv"), row{"rho": 0.7})
	sys := queueing(0.7, 10, -1)
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 1}
	sys.Nodes[1].Store.Contention.Lock = Dist{Mean: unit}
	holds(t, sys, quantity{"W", want["W"], meanLatency, 1e-5})
}

// TestPausedLock: pauses and the lock together are the queue with interruptions.
func TestPausedLock(t *testing.T) {
	sys := queueing(0.5, 10, -1)
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 1}
	sys.Nodes[1].Store.Contention.Lock = Dist{Mean: unit}
	sys.Nodes[1].Store.GC = GC{Every: 25 * unit, Pause: Dist{Mean: 5 * unit}}
	holds(t, sys, quantity{"W", pausing(0.5, 1.0/25, 5, 50), meanLatency, 1e-5})
}

func TestBadSlowdownsAreRefused(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*Store)
	}{
		{"sigma is 2", func(s *Store) { s.Contention.Sigma = 2 }},
		{"kappa is NaN", func(s *Store) { s.Contention.Kappa = math.NaN() }},
		{"has its lock", func(s *Store) { s.Contention.Lock = Dist{Mean: -1} }},
		{"-1 s apart", func(s *Store) { s.GC.Every = -Second }},
		{"length of its pauses", func(s *Store) { s.GC.Every = Second }},
	} {
		sys := queueing(1, 1, 1)
		c.spoil(sys.Nodes[1].Store)
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want an error with %q", err, c.want)
		}
	}
}
