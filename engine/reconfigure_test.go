package engine

import (
	"math"
	"strings"
	"testing"
)

// turned returns a copy of sys with something changed.
func turned(sys System, turn func(*System)) System {
	next := *sys.clone()
	turn(&next)
	return next
}

func reconfigure(t *testing.T, s *Sim, sys System) {
	t.Helper()
	if err := s.Reconfigure(sys); err != nil {
		t.Fatal(err)
	}
}

func TestReconfigureWithTheSameNumbersChangesNothing(t *testing.T) {
	a, b := mustNew(t, cacheStory(), 1), mustNew(t, cacheStory(), 1)
	for i := range Time(20) {
		reconfigure(t, b, cacheStory())
		if i == 5 {
			inject(t, a, Fault{Kind: FaultFlush, Node: 1})
			inject(t, b, Fault{Kind: FaultFlush, Node: 1})
		}
		a.RunUntil(i * Second / 2)
		b.RunUntil(i * Second / 2)
		if a.Hash() != b.Hash() {
			t.Fatalf("the runs differ at %v s", a.Now().Seconds())
		}
	}
}

// TestReconfigureBackAndForth: a knob that is turned and turned back before time
// passes leaves no trace.
func TestReconfigureBackAndForth(t *testing.T) {
	base := queueing(2, 1, 10)
	base.Edges[0].Timeout = 5 * unit
	for name, turn := range map[string]func(*System){
		"latency": func(sys *System) { sys.Edges[0].Latency = Second },
		"timeout": func(sys *System) { sys.Edges[0].Timeout = 0 },
		"service": func(sys *System) { sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: Second} },
		"fewer":   func(sys *System) { sys.Nodes[1].Store.Queue = 0 },
		"keys":    func(sys *System) { sys.Nodes[0].Client.Keys = Keys{3, 1} },
	} {
		a, b := mustNew(t, base, 1), mustNew(t, base, 1)
		a.RunUntil(Second)
		b.RunUntil(Second)
		reconfigure(t, b, turned(base, turn))
		reconfigure(t, b, base)
		a.RunUntil(2 * Second)
		b.RunUntil(2 * Second)
		if a.Hash() != b.Hash() {
			t.Errorf("%s: turned back at once, it still left a trace", name)
		}
	}
}

func TestAShorterQueueKeepsWhatWaits(t *testing.T) {
	sys := queueing(10, 1, 1000)
	s := mustNew(t, sys, 1)
	s.RunUntil(500 * unit)
	if st := s.Node(1); st.Queue != 1000 {
		t.Fatalf("%d wait, want a full queue", st.Queue)
	}
	sys.Nodes[1].Store.Queue = 10
	reconfigure(t, s, sys)
	if st := s.Node(1); st.Queue != 1000 {
		t.Errorf("%d wait after the queue became shorter, want all 1000", st.Queue)
	}
	last := 1000
	before := sum(s)
	for range 300 {
		s.RunUntil(s.Now() + unit)
		if st := s.Node(1); st.Queue > last {
			t.Fatalf("the queue grew from %d to %d", last, st.Queue)
		}
		last = s.Node(1).Queue
	}
	after := sum(s)
	if refused, offered := after.Nodes[1].Rejected-before.Nodes[1].Rejected, after.Offered-before.Offered; refused < offered-1 {
		t.Errorf("%d of %d refused while the queue is too long, want all", refused, offered)
	}
	s.RunUntil(3000 * unit)
	if st := s.Node(1); st.Queue > 10 || st.Queue < 5 {
		t.Errorf("%d wait in the end, want about 10", st.Queue)
	}
}

func TestWorkersComeAndGo(t *testing.T) {
	sys := queueing(100, 50, -1)
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 100 * unit}
	s := mustNew(t, sys, 1)
	s.RunUntil(50 * unit)
	if st := s.Node(1); st.Busy != 50 {
		t.Fatalf("%d busy, want 50", st.Busy)
	}
	reconfigure(t, s, turned(sys, func(sys *System) { sys.Nodes[1].Store.Workers = 80 }))
	if st := s.Node(1); st.Busy != 80 {
		t.Errorf("%d busy at once after 30 joined a long queue, want 80", st.Busy)
	}
	reconfigure(t, s, turned(sys, func(sys *System) { sys.Nodes[1].Store.Workers = 5 }))
	if st := s.Node(1); st.Busy != 80 {
		t.Errorf("%d busy after 75 were called off, want all 80 to finish first", st.Busy)
	}
	s.RunUntil(200 * unit)
	if st := s.Node(1); st.Busy != 5 {
		t.Errorf("%d busy in the end, want 5", st.Busy)
	}
}

func TestASmallerCacheEvicts(t *testing.T) {
	sys := cacheStory()
	sys.Nodes[1].Cache.TTL = 0
	sys.Nodes[2].Store.Service.Mean = Millisecond // so that it lives without a cache
	s := mustNew(t, sys, 1)
	sys.Nodes[1].Cache.Capacity = 100
	reconfigure(t, s, sys)
	if n := s.Node(1).Entries; n != 100 {
		t.Errorf("%d entries, want 100", n)
	}
	s.RunUntil(5 * Second)
	if n := s.Node(1).Entries; n != 100 {
		t.Errorf("%d entries later on, want 100", n)
	}
	sys.Nodes[1].Cache.Capacity = 0
	reconfigure(t, s, sys)
	s.RunUntil(20 * Second)
	if n := s.Node(1).Entries; n < 1000 {
		t.Errorf("%d entries once there is room again, want many more", n)
	}
}

func TestTheRateTakesEffectNow(t *testing.T) {
	sys := queueing(2, 100, -1)
	sys.Nodes[0].Client.Rate = 0.001 // the next arrival is some thousand seconds away
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	sys.Nodes[0].Client.Rate = 2000
	reconfigure(t, s, sys)
	s.RunUntil(11 * Second)
	if n := sum(s).Offered; math.Abs(float64(n)-20_000) > 600 {
		t.Errorf("%d arrivals in ten seconds, want about 20,000", n)
	}
	sys.Nodes[0].Client.Rate = 0.001
	reconfigure(t, s, sys)
	before := sum(s).Offered
	s.RunUntil(15 * Second)
	if n := sum(s).Offered - before; n > 1 {
		t.Errorf("%d arrivals in four seconds at one in a thousand", n)
	}
}

func TestReconfigureRefuses(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	s.RunUntil(Second)
	hash := s.Hash()
	for _, c := range []struct {
		want string
		turn func(*System)
	}{
		{"0 workers", func(sys *System) { sys.Nodes[2].Store.Workers = 0 }},
		{"3 nodes and 2 edges, not 4 and 2", func(sys *System) {
			sys.Nodes = append(sys.Nodes, Node{Name: "x", Store: sys.Nodes[2].Store})
		}},
		{`node 2 is "db", not "disk"`, func(sys *System) { sys.Nodes[2].Name = "disk" }},
		{`edge "users->db" is not where it was`, func(sys *System) { sys.Edges[1].Name = "calls" }},
		{`program of "users"`, func(sys *System) { sys.Nodes[0].Client.Program = []Op{{Kind: OpCall, Edge: 1}} }},
		{"window", func(sys *System) { sys.Window = 2 * Second }},
		{`node "x" is of another kind`, func(sys *System) {
			sys.Nodes = append(sys.Nodes, Node{Name: "x", Store: sys.Nodes[2].Store})
		}},
	} {
		sim := s
		base := cacheStory()
		if strings.Contains(c.want, "another kind") {
			base.Nodes = append(base.Nodes, Node{Name: "x", Cache: &Cache{}})
			sim = mustNew(t, base, 1)
			base = cacheStory()
		}
		err := sim.Reconfigure(turned(base, c.turn))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want an error with %q", err, c.want)
		}
	}
	if s.Hash() != hash {
		t.Error("a refused change changed something")
	}
}

// TestTheSystemIsCopied: what the caller does with its System later is its own business.
func TestTheSystemIsCopied(t *testing.T) {
	sys := cacheStory()
	a, b := mustNew(t, sys, 1), mustNew(t, cacheStory(), 1)
	sys.Nodes[0].Client.Rate = 1
	sys.Nodes[0].Client.Program[0] = Op{Kind: OpCall, Edge: 1}
	sys.Nodes[2].Store.Workers = 1
	sys.Edges[1].Timeout = 1
	a.RunUntil(2 * Second)
	b.RunUntil(2 * Second)
	reconfigure(t, a, cacheStory())
	if a.Hash() != b.Hash() {
		t.Error("the caller's changes reached the simulation")
	}
}
