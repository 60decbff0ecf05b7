package engine

import (
	"math"
	"strings"
	"testing"
)

// fleet returns a client of 1,000 calls a second to a store of four instances, in
// turn, each with workers for all. A call waits 100 ms for an answer that takes 1.
func fleet() System {
	return System{
		Nodes: []Node{
			{Name: "users", Client: &Client{Rate: 1000, Keys: Keys{Count: 10}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "db", Store: &Store{Workers: 100, Queue: -1, Service: Dist{Kind: DistConstant, Mean: Millisecond}, Instances: 4}},
		},
		Edges: []Edge{{Name: "read", From: 0, To: 1, Timeout: 100 * Millisecond}},
	}
}

// after returns what happens in ten seconds after faults, and half a second to settle.
func after(t *testing.T, sys System, faults ...Fault) Window {
	t.Helper()
	s := mustNew(t, sys, 1)
	for _, f := range faults {
		inject(t, s, f)
	}
	s.RunUntil(10 * Second)
	w := sum(s)
	w.Nodes[0].Entries = int64(s.Node(1).DownInstances)
	return w
}

// within reports a share that is more than three standard errors from what it should be.
func within(t *testing.T, what string, got, of int64, want float64) {
	t.Helper()
	r := float64(got) / float64(of)
	if math.Abs(r-want) > 3*math.Sqrt(max(want*(1-want), 1e-4)/float64(of)) {
		t.Errorf("%s: %d of %d, %.4f; want %.4f", what, got, of, r, want)
	}
}

func TestFaultsOfInstances(t *testing.T) {
	w := after(t, fleet(), Fault{Kind: FaultDown, Node: 1, Instance: 3})
	within(t, "calls to one of four that is down", w.Lost[CauseDown], w.Offered, 0.25)
	if n := w.Nodes[0].Entries; n != 1 {
		t.Errorf("%d instances are down, want 1", n)
	}
	w = after(t, fleet(), Fault{Kind: FaultDown, Node: 1, Share: 0.5}, Fault{Kind: FaultUp, Node: 1, Instance: 2})
	within(t, "calls to one of two that were down, the other being up", w.Lost[CauseDown], w.Offered, 0.25)
	w = after(t, fleet(), Fault{Kind: FaultSilent, Node: 1, Share: 0.5})
	within(t, "calls to two that are silent", w.Lost[CauseTimeout], w.Offered-w.InFlight, 0.5)
	if w.Edges[0].Rejects != 0 {
		t.Errorf("%d refusals by nodes that are silent", w.Edges[0].Rejects)
	}
	sys := fleet()
	sys.Nodes[1].Store.Service.Mean = 20 * Millisecond
	w = after(t, sys, Fault{Kind: FaultSlow, Node: 1, Instance: 1, Fraction: 10})
	within(t, "calls to one that takes 200 ms", w.Lost[CauseTimeout], w.Offered-w.InFlight, 0.25)
}

// TestCapacity: a store that is asked for more than it can do serves what its workers can.
func TestCapacity(t *testing.T) {
	sys := fleet()
	sys.Nodes[1].Store.Workers, sys.Nodes[1].Store.Service.Mean = 2, 20*Millisecond // 400 a second in all
	for _, c := range []struct {
		faults []Fault
		want   float64
	}{
		{nil, 400},
		{[]Fault{{Kind: FaultCapacity, Node: 1, Fraction: 0.5}}, 200},
		{[]Fault{{Kind: FaultCapacity, Node: 1, Fraction: 1, Instance: 4}}, 300},
		{[]Fault{{Kind: FaultCapacity, Node: 1, Fraction: 1}, {Kind: FaultCapacity, Node: 1}}, 400},
	} {
		w := after(t, sys, c.faults...)
		if got := float64(w.Nodes[1].Served) / 10; math.Abs(got-c.want) > 5 {
			t.Errorf("%+v: %v served a second, want %v", c.faults, got, c.want)
		}
	}
}

// TestPartitions: without its requests a callee does nothing; without its replies
// it works for nobody. A share of the callers keeps being cut off, in all their attempts.
func TestPartitions(t *testing.T) {
	w := after(t, fleet(), Fault{Kind: FaultPartition, Direction: DirectionRequests})
	if w.Answered != 0 || w.Nodes[1].Served != 0 || w.Edges[0].LostRequests != w.Edges[0].Sent {
		t.Errorf("no requests: %d answered, %d served, %d of %d messages lost", w.Answered, w.Nodes[1].Served, w.Edges[0].LostRequests, w.Edges[0].Sent)
	}
	w = after(t, fleet(), Fault{Kind: FaultPartition, Direction: DirectionReplies})
	if w.Answered != 0 || w.Nodes[1].Served < w.Offered-5 || w.Edges[0].LostReplies != w.Nodes[1].Served {
		t.Errorf("no replies: %d answered, %d of %d served, %d messages lost", w.Answered, w.Nodes[1].Served, w.Offered, w.Edges[0].LostReplies)
	}
	w = after(t, fleet(), Fault{Kind: FaultPartition}, Fault{Kind: FaultHeal, Direction: DirectionReplies}, Fault{Kind: FaultHeal, Direction: DirectionRequests})
	if w.Answered < w.Offered-5 {
		t.Errorf("healed: %d of %d answered", w.Answered, w.Offered)
	}
	sys := fleet()
	sys.Edges[0].Attempts = 4
	w = after(t, sys, Fault{Kind: FaultPartition, Share: 0.3})
	within(t, "callers cut off", w.Lost[CauseTimeout]+w.InFlight, w.Offered, 0.3)
	w = after(t, sys, Fault{Kind: FaultPartition, Instance: 2})
	within(t, "calls all of whose attempts go to an instance that is cut off", w.Lost[CauseTimeout], w.Offered, math.Pow(0.25, 4))
	sys.Edges[0].Attempts = 1
	w = after(t, sys, Fault{Kind: FaultPartition, Instance: 2})
	within(t, "calls to an instance that is cut off", w.Lost[CauseTimeout], w.Offered-w.InFlight, 0.25)
	w = after(t, sys, Fault{Kind: FaultLoss, Fraction: 0.2})
	within(t, "calls over a lossy edge", w.Lost[CauseTimeout], w.Offered-w.InFlight, 1-0.8*0.8)
}

// TestShareOfAService: the callers over an edge from a service are its instances.
func TestShareOfAService(t *testing.T) {
	sys := fleet()
	sys.Nodes = append(sys.Nodes, Node{Name: "api", Service: &Service{Workers: 1000, Queue: -1, Instances: 5, Program: []Op{{Kind: OpCall, Edge: 1}}}})
	sys.Edges[0].To = 2
	sys.Edges = append(sys.Edges, Edge{Name: "query", From: 2, To: 1, Timeout: 50 * Millisecond})
	w := after(t, sys, Fault{Kind: FaultPartition, Edge: 1, Share: 0.35}) // two of five
	within(t, "calls through instances that are cut off", w.Lost[CauseFailed], w.Offered-w.InFlight, 0.4)
}

func TestLatencyFault(t *testing.T) {
	sys := fleet()
	sys.Edges[0].Latency = 2 * Millisecond
	s := mustNew(t, sys, 1)
	mean := func(f Fault) Time {
		inject(t, s, f)
		s.RunUntil(s.Now() + Second)
		return s.Windows()[len(s.Windows())-1].Mean
	}
	for i, c := range []struct {
		f    Fault
		want Time
	}{
		{Fault{Kind: FaultLatency, Fraction: 3}, 13 * Millisecond},
		{Fault{Kind: FaultLatency, Fraction: 1, Extra: 10 * Millisecond, Direction: DirectionReplies}, 19 * Millisecond},
		{Fault{Kind: FaultLatency}, 5 * Millisecond},
	} {
		mean(c.f) // what was on its way before arrives in this second
		if got := mean(c.f); got != c.want {
			t.Errorf("%d: the mean latency is %v ms, want %v", i, float64(got)/1e6, float64(c.want)/1e6)
		}
	}
}

// TestHeterogeneousFleet: half of the callers make three attempts, and half one.
func TestHeterogeneousFleet(t *testing.T) {
	sys := fleet()
	sys.Nodes[1].Store.Fail.Share = 1
	three := *sys.clone()
	three.Edges[0].Attempts = 3
	half := Fault{Kind: FaultConfig, Node: 0, Share: 0.5, Config: &three}
	w := after(t, sys, half)
	within(t, "retries", w.Edges[0].Retries, 2*w.Offered, 0.5)
	w = after(t, sys, half, Fault{Kind: FaultConfig, Node: 0})
	if w.Edges[0].Retries != 0 {
		t.Errorf("%d retries after the configuration was taken back", w.Edges[0].Retries)
	}
	s := mustNew(t, sys, 1)
	for range 3 * maxVersions { // the same again is no other version
		inject(t, s, half)
	}
	if len(s.edges) != 2 || len(s.versions) != 1 {
		t.Errorf("%d edges and %d versions after the same fault many times", len(s.edges), len(s.versions))
	}
}

// TestRollingDeploy: instances go down one after another and come back with other
// numbers; old and new run side by side.
func TestRollingDeploy(t *testing.T) {
	sys := fleet()
	slow := *sys.clone()
	slow.Nodes[1].Store.Service.Mean = 40 * Millisecond
	s := mustNew(t, sys, 1)
	for i := 1; i <= 4; i++ {
		inject(t, s, Fault{Kind: FaultDown, Node: 1, Instance: i})
		s.RunUntil(s.Now() + Second)
		inject(t, s, Fault{Kind: FaultConfig, Node: 1, Instance: i, Config: &slow})
		inject(t, s, Fault{Kind: FaultUp, Node: 1, Instance: i})
		s.RunUntil(s.Now() + Second)
		want := Time(i)*10*Millisecond + Time(4-i)*Millisecond/4
		if got := s.Windows()[len(s.Windows())-1].Mean; math.Abs(float64(got-want)) > float64(Millisecond)/2 {
			t.Errorf("with %d of 4 deployed the mean latency is %v ms, want about %v", i, float64(got)/1e6, float64(want)/1e6)
		}
	}
	// Numbers that a knob turns meanwhile count for those that have the system's.
	fast := *sys.clone()
	fast.Nodes[1].Store.Service.Mean = 2 * Millisecond
	reconfigure(t, s, fast)
	inject(t, s, Fault{Kind: FaultConfig, Node: 1, Share: 0.5})
	s.RunUntil(s.Now() + 2*Second)
	if got, want := s.Windows()[len(s.Windows())-1].Mean, 21*Millisecond; math.Abs(float64(got-want)) > float64(Millisecond)/2 {
		t.Errorf("half rolled back: the mean latency is %v ms, want about %v", float64(got)/1e6, float64(want)/1e6)
	}
}

func TestFaultsOfMembersAreChecked(t *testing.T) {
	sys := fleet()
	sys.Nodes = append(sys.Nodes, Node{Name: "cache", Cache: &Cache{}})
	sys.Edges = append(sys.Edges, Edge{Name: "look", From: 0, To: 2})
	other := *sys.clone()
	other.Edges = other.Edges[:1]
	broken := *sys.clone()
	broken.Edges[0].Attempts = -1
	slower := *sys.clone()
	slower.Nodes[1].Store.Workers = 1
	s := mustNew(t, sys, 1)
	before := s.Hash()
	for want, f := range map[string]Fault{
		`no instance 5 of "db"; give a number from 1 to 4`: {Kind: FaultDown, Node: 1, Instance: 5},
		"give one of both":                                       {Kind: FaultDown, Node: 1, Instance: 1, Share: 0.5},
		"the share of instances is 2":                            {Kind: FaultDown, Node: 1, Share: 2},
		`"cache" is a cache, which has no instances`:             {Kind: FaultDown, Node: 2, Instance: 1},
		"a loss of capacity needs a store":                       {Kind: FaultCapacity, Node: 0},
		"the share of workers to lose is 2":                      {Kind: FaultCapacity, Node: 1, Fraction: 2},
		"no edge 2":                                              {Kind: FaultPartition, Edge: 2},
		`edge "read" leads to no instance 9`:                     {Kind: FaultPartition, Instance: 9},
		"the share of callers over edge":                         {Kind: FaultPartition, Share: -1},
		"no direction 3":                                         {Kind: FaultPartition, Direction: 3},
		`over edge "look" would get lost`:                        {Kind: FaultPartition, Edge: 1},
		"without a timeout a request would wait":                 {Kind: FaultSilent, Node: 2},
		"the share of messages that get lost is 1.5":             {Kind: FaultLoss, Fraction: 1.5},
		"the factor on the latency is -1":                        {Kind: FaultLatency, Fraction: -1},
		"the latency is -1 s more":                               {Kind: FaultLatency, Extra: -Second},
		"a configuration changes numbers only":                   {Kind: FaultConfig, Node: 0, Config: &other},
		"the configuration can't be simulated":                   {Kind: FaultConfig, Node: 0, Config: &broken},
		`there is no instance 7 of "db"`:                         {Kind: FaultConfig, Node: 1, Instance: 7, Config: &slower},
		"a configuration needs a client, a store or a service":   {Kind: FaultConfig, Node: 2, Config: &sys},
		`"users" is a client, which has no instances; give a sh`: {Kind: FaultConfig, Node: 0, Instance: 1, Config: &sys},
	} {
		if err := s.Inject(f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", f, err, want)
		}
	}
	if s.Hash() != before {
		t.Error("a fault that was refused changed something")
	}
}
