package engine

import (
	"math"
	"strings"
	"testing"
)

func inject(t *testing.T, s *Sim, f Fault) {
	t.Helper()
	if err := s.Inject(f); err != nil {
		t.Fatal(err)
	}
}

func TestWarmCacheStartsWhereItSettles(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	s.RunUntil(200 * Second)
	ratio := func(windows []Window) float64 {
		var hits, all float64
		for _, w := range windows {
			hits += float64(w.Nodes[1].Hits)
			all += float64(w.Nodes[1].Hits + w.Nodes[1].Misses)
		}
		return hits / all
	}
	first, settled := ratio(s.Windows()[:10]), ratio(s.Windows()[150:])
	if math.Abs(first-settled) > 0.005 {
		t.Errorf("the hit ratio starts at %.4f and settles at %.4f", first, settled)
	}
	if s := mustNew(t, cacheStory(), 1); s.Node(1).Entries != 20_000 {
		t.Errorf("a warm cache with room for all holds %d of 20,000 keys", s.Node(1).Entries)
	}
}

// TestTheStory: a flush of the cache brings the system down, and it stays down.
func TestTheStory(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	s.RunUntil(storyFlush)
	if w := s.Windows()[59]; w.Answered < w.Offered*95/100 {
		t.Fatalf("before the flush %d of %d are answered", w.Answered, w.Offered)
	}
	inject(t, s, Fault{Kind: FaultFlush, Node: 1})
	if n := s.Node(1).Entries; n != 0 {
		t.Errorf("%d entries after a flush", n)
	}
	s.RunUntil(storyEnd)
	w := s.Windows()[239]
	if w.Answered > w.Offered/10 || w.Nodes[2].Ghosts != w.Nodes[2].Served || w.Edges[1].Retries == 0 {
		t.Errorf("three minutes after the flush: %+v; want little goodput and only ghosts served", w)
	}
}

func TestACacheThatIsDownMissesAndKeepsItsEntries(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	entries := s.Node(1).Entries
	s.RunUntil(Second)
	got := sum(s)
	if got.Nodes[1].Hits != 0 || got.Nodes[1].Misses != got.Offered {
		t.Errorf("%d hits and %d misses of %d at a cache that is down", got.Nodes[1].Hits, got.Nodes[1].Misses, got.Offered)
	}
	if st := s.Node(1); !st.Down || st.Entries != entries {
		t.Errorf("state %+v, want it down with %d entries", st, entries)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(2 * Second)
	if sum(s).Nodes[1].Hits == 0 {
		t.Error("no hits after the cache came up")
	}
}

// TestACrashLosesWhatWaits: callers find out by their timeouts; nobody is served.
func TestACrashLosesWhatWaits(t *testing.T) {
	sys := queueing(5, 2, -1)
	sys.Edges[0].Timeout = 100 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	before := sum(s)
	if st := s.Node(1); st.Queue < 1000 || st.Busy != 2 {
		t.Fatalf("state %+v before the crash, want a long queue", st)
	}
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	if st := s.Node(1); st != (NodeState{}) {
		t.Errorf("state %+v after the crash, want nothing left", st)
	}
	s.RunUntil(99 * Second)
	after := sum(s)
	if after.Nodes[1].Served != before.Nodes[1].Served || after.InFlight != before.InFlight {
		t.Errorf("served %d, then %d; in flight %d, then %d: want no change before the timeouts",
			before.Nodes[1].Served, after.Nodes[1].Served, before.InFlight, after.InFlight)
	}
	s.RunUntil(101 * Second)
	if got := sum(s); got.Lost[CauseTimeout] != before.InFlight || got.InFlight != 0 {
		t.Errorf("lost %v, want %d to timeouts", got.Lost, before.InFlight)
	}
}

func TestSlowStore(t *testing.T) {
	sys := queueing(0.01, 1, -1)
	sys.Nodes[1].Store.Service.Kind = DistConstant
	s := mustNew(t, sys, 1)
	inject(t, s, Fault{Kind: FaultSlow, Node: 1, Fraction: 3})
	s.RunUntil(10 * Second)
	n := sum(s).Nodes[1]
	inject(t, s, Fault{Kind: FaultSlow, Node: 1, Fraction: 1})
	if n.Served == 0 || n.Busy/Time(n.Served) != 3*Millisecond {
		t.Errorf("%d services took %d ns in all, want 3 ms each", n.Served, n.Busy)
	}
	s.RunUntil(20 * Second)
	m := sum(s).Nodes[1]
	if each := (m.Busy - n.Busy) / Time(m.Served-n.Served); each != Millisecond {
		t.Errorf("services take %d ns once the fault is lifted, want 1 ms", each)
	}
}

func TestTheDoor(t *testing.T) {
	share := func(turn func(*System), faults ...Fault) float64 {
		sys := queueing(2, 10, -1) // 2,000 arrivals a second
		turn(&sys)
		s := mustNew(t, sys, 1)
		for _, f := range faults {
			inject(t, s, f)
		}
		s.RunUntil(50 * Second)
		got := sum(s)
		return float64(got.Lost[CauseShed]) / float64(got.Offered)
	}
	half := Fault{Kind: FaultShed, Node: 0, Fraction: 0.5}
	lifted := Fault{Kind: FaultShed, Node: 0}
	for _, c := range []struct {
		name   string
		turn   func(*System)
		faults []Fault
		want   float64
	}{
		{"open", func(*System) {}, nil, 0},
		{"shed", func(sys *System) { sys.Nodes[0].Client.Shed = 0.2 }, nil, 0.2},
		{"shed all", func(sys *System) { sys.Nodes[0].Client.Shed = 1 }, nil, 1},
		{"fault", func(*System) {}, []Fault{half}, 0.5},
		{"both", func(sys *System) { sys.Nodes[0].Client.Shed = 0.2 }, []Fault{half}, 0.6},
		{"lifted", func(*System) {}, []Fault{half, lifted}, 0},
		{"admit half", func(sys *System) { sys.Nodes[0].Client.Admit = 1000 }, nil, 0.5},
		{"admit plenty", func(sys *System) { sys.Nodes[0].Client.Admit = 1e6 }, nil, 0},
		{"admit a few", func(sys *System) { sys.Nodes[0].Client.Admit = 2 }, nil, 0.999},
	} {
		if got := share(c.turn, c.faults...); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s: %.4f of the arrivals turned away, want %.3f", c.name, got, c.want)
		}
	}
}

func TestTokenBucketAllowsABurstOfATenthOfASecond(t *testing.T) {
	var b bucket
	b.configure(50)
	taken := func(now Time) (n int) {
		for b.take(now) {
			n++
		}
		return n
	}
	if n := taken(0); n != 5 {
		t.Errorf("%d tokens at once from a full bucket of 50 a second, want 5", n)
	}
	if n := taken(19 * Millisecond); n != 0 {
		t.Errorf("%d tokens after 19 ms, want 0", n)
	}
	if n := taken(40 * Millisecond); n != 2 {
		t.Errorf("%d tokens after 40 ms, want 2", n)
	}
	if n := taken(Second); n != 5 {
		t.Errorf("%d tokens after a long pause, want 5", n)
	}
}

func TestFaultsThatMakeNoSense(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	hash := s.Hash()
	for _, c := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Kind: FaultFlush, Node: 3}, "no node 3"},
		{Fault{Kind: FaultFlush, Node: -1}, "no node -1"},
		{Fault{Kind: FaultFlush, Node: 2}, `a flush needs a cache; node "db" is a store`},
		{Fault{Kind: FaultShed, Node: 1, Fraction: 0.5}, `shedding needs a client; node "cache" is a cache`},
		{Fault{Kind: FaultSlow, Node: 0, Fraction: 2}, `node "users" is a client`},
		{Fault{Kind: FaultDown, Node: 0}, `node "users" is a client`},
		{Fault{Kind: FaultShed, Node: 0, Fraction: 1.5}, "from 0 to 1"},
		{Fault{Kind: FaultShed, Node: 0, Fraction: math.NaN()}, "from 0 to 1"},
		{Fault{Kind: FaultSlow, Node: 2}, "above 0"},
		{Fault{Kind: FaultSlow, Node: 2, Fraction: math.Inf(1)}, "above 0"},
		{Fault{Kind: FaultKind(99), Node: 2}, "no fault kind 99"},
	} {
		err := s.Inject(c.fault)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error with %q", c.fault, err, c.want)
		}
	}
	if s.Hash() != hash {
		t.Error("a refused fault changed something")
	}
}
