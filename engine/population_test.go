package engine

import (
	"fmt"
	"slices"
	"testing"
)

// closed returns n users who think for z units on average and ask a store with so
// many workers.
func closed(n, workers int, think Dist) System {
	sys := queueing(1, workers, -1)
	c := sys.Nodes[0].Client
	c.Rate, c.Population = 0, Population{Users: n, Think: think}
	sys.Window = 5000 * unit
	return sys
}

// finiteSource returns the throughput and the share of time in which all workers of
// the machine repairman model are busy: n users, a think time of z, a service of 1, and
// c workers (Palm 1958; Kleinrock 1975, section 3.8).
func finiteSource(n, c int, z float64) (throughput float64) {
	p, sum, busy := 1.0, 0.0, 0.0
	for k := range n + 1 {
		sum += p
		busy += p * float64(min(k, c))
		p *= float64(n-k) / z / float64(min(k+1, c))
	}
	return busy / sum
}

// TestClosedLoop: the throughput is that of the machine repairman, whatever the
// distribution of the think times is (a station without waiting is insensitive: BCMP
// 1975), and the response time is N/X - Z.
func TestClosedLoop(t *testing.T) {
	for _, c := range []struct {
		n, workers int
		think      Dist
	}{
		{10, 1, Dist{Mean: 20 * unit}},
		{30, 1, Dist{Mean: 20 * unit}},
		{30, 4, Dist{Mean: 5 * unit}},
		{10, 1, Dist{Kind: DistConstant, Mean: 10 * unit}},
		{10, 1, Dist{Kind: DistUniform, Mean: 10 * unit, Shape: 1}},
		{10, 1, Dist{Kind: DistHyper, Mean: 10 * unit, Shape: 4}},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			z := float64(c.think.Mean) / float64(unit)
			x := finiteSource(c.n, c.workers, z)
			holds(t, closed(c.n, c.workers, c.think),
				quantity{"throughput", x, func(r totals) float64 { return r.answered / r.span }, 0},
				quantity{"response time", float64(c.n)/x - z, meanLatency, 0},
			)
		})
	}
}

// TestUsersWaitForOutcomes: there are never more requests than users, and a request
// that fails is followed by a think time like any other.
func TestUsersWaitForOutcomes(t *testing.T) {
	sys := closed(5, 1, Dist{Kind: DistConstant, Mean: 100 * unit})
	sys.Window = 50 * unit
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 10 * unit}
	sys.Nodes[0].Client.Population.Start = StartTogether
	sys.Edges[0].Timeout = 25 * unit
	s := mustNew(t, sys, 1)
	s.RunUntil(400 * unit)
	// All ask at 0; two are answered, at 10 and 20, and ask again 100 later, alone; the
	// others give up at 25, and ask together at 125, behind the second of these.
	w := s.Windows()
	for i, want := range []NodeWindow{
		{Offered: 5, Answered: 2, Lost: 3, Users: 5},
		{Users: 5},
		{Offered: 5, Answered: 3, Users: 5},
	} {
		got := w[i].Nodes[0]
		got.Latency = 0
		if got != want {
			t.Errorf("window %d: %+v, want %+v", i, got, want)
		}
	}
}

// TestCronJobs: users who ask periodically and together stay in phase, however long
// the answers take; a request that outlasts its turn leaves turns out.
func TestCronJobs(t *testing.T) {
	sys := closed(40, 1, Dist{Kind: DistConstant, Mean: 60 * unit})
	sys.Nodes[0].Client.Population.Periodic = true
	sys.Nodes[0].Client.Population.Start = StartTogether
	sys.Window = 1000 * Second
	at := moments(t, sys, 1, 100*60*unit)
	for _, a := range at {
		if a%(60*unit) != 0 {
			t.Fatalf("a request at %d, between two turns", a)
		}
	}
	if n := len(at); n < 40*95 || n > 40*101 {
		t.Errorf("%d requests in 101 turns of 40", n)
	}
	sys.Nodes[0].Client.Population.Start = StartSpread
	at = moments(t, sys, 1, 59*unit)
	if len(at) < 35 || at[0] == at[len(at)-1] {
		t.Errorf("spread, the first turns are at %v", at)
	}
	sys.Nodes[0].Client.Population.Start = StartTogether
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 4 * unit} // 160 for all of them
	at = moments(t, sys, 1, 180*unit)
	turns := map[Time]int{}
	for _, a := range at {
		turns[a/(60*unit)]++
	}
	// 15 are done by the first turn (at 60 exactly, which is in time), 15 more by the second.
	if turns[0] != 40 || turns[1] != 15 || turns[2] < 10 {
		t.Errorf("requests by turn: %v", turns)
	}
}

// TestPopulationGrowsAndShrinks: those who are one too many leave when their request is over.
func TestPopulationGrowsAndShrinks(t *testing.T) {
	sys := closed(100, 1, Dist{Mean: 10 * unit})
	s := mustNew(t, sys, 1)
	s.RunUntil(200 * unit)
	set := func(users int) {
		next := *sys.clone()
		next.Nodes[0].Client.Population.Users = users
		if err := s.Reconfigure(next); err != nil {
			t.Fatal(err)
		}
	}
	set(3)
	if n := s.Current().Nodes[0].Users; n < 50 {
		t.Errorf("%d users are left, though nearly all wait for an answer", n)
	}
	s.RunUntil(500 * unit)
	if n := s.Current().Nodes[0].Users; n != 3 || s.InFlight() > 3 {
		t.Errorf("%d users and %d requests, want 3 users", n, s.InFlight())
	}
	set(50)
	s.RunUntil(700 * unit)
	if n := s.Current().Nodes[0].Users; n != 50 || s.Node(0).Users != 50 || len(s.users) != 100 {
		t.Errorf("%d users, %d records; want 50, 100", n, len(s.users))
	}
	if s.InFlight() < 30 {
		t.Errorf("%d requests of 50 users under way, want some 40", s.InFlight())
	}
}

// gatewaySystem has users with sessions at a gateway whose logins take 20 ms each.
func gatewaySystem(users int) System {
	sys := closed(users, 10, Dist{})
	sys.Window = Second
	c := sys.Nodes[0].Client
	c.Population.Connect, c.Program = c.Program, nil
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 20 * Millisecond}
	return sys
}

func connectedAt(s *Sim) (n []int64) {
	for _, w := range s.Windows() {
		n = append(n, w.Nodes[0].Connected)
	}
	return n
}

// TestTenThousandReconnect: with a queue for all and callers who wait, ten workers let
// in 500 a second, so 10,000 are back after 20 seconds exactly.
func TestTenThousandReconnect(t *testing.T) {
	s := mustNew(t, gatewaySystem(10_000), 1)
	s.RunUntil(5 * Second)
	if s.Events() != 0 || s.Windows()[4].Nodes[0].Connected != 10_000 {
		t.Errorf("before the fault: %d events, %+v", s.Events(), s.Windows()[4].Nodes[0])
	}
	inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 1})
	s.RunUntil(30 * Second)
	got := connectedAt(s)
	for i := range 20 {
		// The end of a window does not belong to it: ten are let in at that very moment.
		if want := int64(500*(i+1) - 10); got[5+i] != want {
			t.Fatalf("after %d s %d are connected, want %d", i+1, got[5+i], want)
		}
	}
	if got[25] != 10_000 || s.InFlight() != 0 || s.Windows()[5].Nodes[0].Disconnects != 10_000 {
		t.Errorf("after 21 s %d are connected, %d on the way", got[25], s.InFlight())
	}
}

// TestDisconnectAShare: exactly so many lose their session, and not always the same.
func TestDisconnectAShare(t *testing.T) {
	who := map[int]int{}
	for seed := range uint64(30) {
		s := mustNew(t, gatewaySystem(100), seed)
		inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 0.3})
		for i := range s.users {
			if !s.users[i].connected() {
				who[i]++
			}
		}
		if n := s.Current().Nodes[0].Connected; n != 70 {
			t.Errorf("seed %d: %d of 100 are left, want 70", seed, n)
		}
	}
	for i := range 100 {
		if who[i] == 0 || who[i] == 30 {
			t.Errorf("user %d was chosen %d times of 30", i, who[i])
		}
	}
}

// TestReconnectBackoff: runs of Connect that fail follow each other after the
// population's backoff; a gateway that comes back is found by the next one.
func TestReconnectBackoff(t *testing.T) {
	sys := gatewaySystem(1)
	sys.Nodes[0].Client.Population.Reconnect.Backoff = Backoff{Kind: BackoffExponential, Base: Second, Cap: 10 * Second}
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 1})
	got := arrivalsOf(s, 40*Second)
	if want := []Time{0, Second, 3 * Second, 7 * Second, 15 * Second, 25 * Second, 35 * Second}; !slices.Equal(got, want) {
		t.Errorf("it tries at %v, want %v", got, want)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(46 * Second)
	if s.Current().Nodes[0].Connected != 1 {
		t.Error("the gateway is up again, and it is not connected")
	}

	// Without a backoff of its own, once a second; spread, the first one by chance.
	sys.Nodes[0].Client.Population.Reconnect = Reconnect{Spread: 10 * Second}
	var first []float64
	for seed := range uint64(200) {
		s := mustNew(t, sys, seed)
		inject(t, s, Fault{Kind: FaultDown, Node: 1})
		inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 1})
		at := arrivalsOf(s, 12*Second)
		first = append(first, at[0].Seconds())
		if at[1] != at[0]+Second {
			t.Fatalf("it tries at %v", at)
		}
	}
	around(t, "the first of a spread of 10 s", 5, first)
}

// TestUnlimitedAttempts: one run of Connect goes on until it succeeds, with the edge's
// backoff, and says how often it tried.
func TestUnlimitedAttempts(t *testing.T) {
	sys := gatewaySystem(50)
	sys.Edges[0].Attempts = Unlimited
	sys.Edges[0].Backoff = Backoff{Kind: BackoffExponential, Base: 100 * Millisecond, Cap: 2 * Second, Jitter: JitterFull}
	s := mustNew(t, sys, 1)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 1})
	s.RunUntil(1000 * Second)
	if s.InFlight() != 50 || s.Windows()[0].Offered != 50 {
		t.Errorf("%d runs are under way, want 50", s.InFlight())
	}
	if n := s.Windows()[999].Edges[0].Sent; n < 20 || n > 100 { // every second or so
		t.Errorf("%d attempts in the last second, want about 50", n)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(1003 * Second)
	if s.Current().Nodes[0].Connected != 50 || s.InFlight() != 0 {
		t.Errorf("%d are back", s.Current().Nodes[0].Connected)
	}
	sys.Edges[0].Backoff = Backoff{}
	if sys.Validate() == nil {
		t.Error("attempts without end that take no time are accepted")
	}
}

// TestSessionsCarryRequests: a request of a user who is cut off is lost, and those who
// are cut off ask nothing until they are back.
func TestSessionsCarryRequests(t *testing.T) {
	sys := gatewaySystem(200)
	sys.Nodes = append(sys.Nodes, Node{Name: "api", Store: &Store{Workers: 1000, Service: Dist{Kind: DistConstant, Mean: 2 * Second}}})
	sys.Edges = append(sys.Edges, Edge{From: 0, To: 2})
	c := sys.Nodes[0].Client
	c.Program, c.Population.Think = []Op{{Kind: OpCall, Edge: 1}}, Dist{Kind: DistConstant, Mean: 2 * Second}
	s := mustNew(t, sys, 1)
	s.RunUntil(21 * Second) // they began within two seconds, and turn every four
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	under := s.InFlight()
	inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 1})
	s.RunUntil(26*Second + 1)
	if under < 50 || under > 150 {
		t.Errorf("%d of 200 were asking, want about 100", under)
	}
	w := s.Windows()
	if n := w[21].Nodes[0].Lost; n != under+200 {
		t.Errorf("%d were lost in the second of the fault, want %d requests and 200 logins", n, under)
	}
	if n := w[23].Edges[1].Sent + w[25].Edges[1].Sent; n != 0 {
		t.Errorf("%d requests of users without a session", n)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(40 * Second)
	if n := s.Current(); n.Nodes[0].Connected != 200 || s.Windows()[35].Edges[1].Sent+s.Windows()[36].Edges[1].Sent+s.Windows()[37].Edges[1].Sent+s.Windows()[38].Edges[1].Sent != 200 {
		t.Errorf("after all, %d are connected and %d ask", n.Nodes[0].Connected, n.InFlight)
	}
}

// TestSessionsThatAreGivenUp: users whose heartbeats get lost take their session for
// lost, and a server that goes down so brings the herd upon itself.
func TestSessionsThatAreGivenUp(t *testing.T) {
	sys := gatewaySystem(100)
	c := sys.Nodes[0].Client
	c.Program = []Op{{Kind: OpCall, Edge: 0}}
	c.Population.Think, c.Population.LoseAfter = Dist{Kind: DistConstant, Mean: 10 * Second}, 3
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	s.RunUntil(119 * Second)
	if n := s.Node(0).Connected; n != 100 {
		t.Errorf("after two lost heartbeats at the most, %d are connected", n)
	}
	s.RunUntil(131 * Second)
	if n := s.Node(0).Connected; n != 0 {
		t.Errorf("after three lost heartbeats, %d are connected", n)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(134 * Second)
	lost := int64(0)
	for _, w := range s.Windows() {
		lost += w.Nodes[0].Disconnects
	}
	if n := s.Node(0).Connected; n != 100 || lost != 100 {
		t.Errorf("%d are connected again, %d sessions were lost", n, lost)
	}
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	s.RunUntil(150 * Second) // one or two lost heartbeats each
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(165 * Second)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	s.RunUntil(180 * Second)
	if n := s.Node(0).Connected; n != 100 {
		t.Errorf("losses that were not in a row took %d sessions", 100-n)
	}
}

// TestJitterSpreadsTheHerd: without jitter, the attempts of a thousand who were cut off
// at once go on coming at once; with full jitter the highest of them are a small part of
// it (Brooker, "Exponential Backoff And Jitter", 2015).
func TestJitterSpreadsTheHerd(t *testing.T) {
	peak := func(jitter JitterKind) (highest int32) {
		sys := gatewaySystem(1000)
		sys.Edges[0].Attempts = Unlimited
		sys.Edges[0].Backoff = Backoff{Kind: BackoffExponential, Base: Second, Cap: 8 * Second, Jitter: jitter}
		s := mustNew(t, sys, 1)
		s.Raster(50)
		s.RunUntil(Second)
		inject(t, s, Fault{Kind: FaultDown, Node: 1})
		inject(t, s, Fault{Kind: FaultDisconnect, Node: 0, Fraction: 1})
		s.RunUntil(30 * Second)
		for _, w := range s.Windows()[12:] { // after four attempts
			highest = max(highest, slices.Max(w.Raster[1]))
		}
		return highest
	}
	if n := peak(JitterNone); n != 1000 {
		t.Errorf("without jitter, %d of 1,000 come within 20 ms, want all", n)
	}
	// 1,000 with a mean pause of 4 s are 5 in 20 ms; the highest of 900 slots is some 15.
	if n := peak(JitterFull); n < 8 || n > 25 {
		t.Errorf("with full jitter, up to %d of 1,000 come within 20 ms, want some 15", n)
	}
}
