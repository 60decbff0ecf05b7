package engine

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sysprep/engine/kernel"
)

// drawWorkload draws how the requests of a client come, as far as no knob can turn it.
func drawWorkload(t *rapid.T, c *Client, call int) {
	switch rapid.SampledFrom([]string{"open", "open", "times", "counts", "users", "sessions", "idle sessions"}).Draw(t, "workload") {
	case "times":
		c.Replay = &Replay{Repeat: rapid.SampledFrom([]Time{0, 50 * Millisecond}).Draw(t, "repeat")}
		for range rapid.IntRange(1, 30).Draw(t, "replayed") {
			c.Replay.Times = append(c.Replay.Times, span(t, "at", 0, 50*Millisecond))
		}
		slices.Sort(c.Replay.Times)
		if rapid.Bool().Draw(t, "keyed") {
			c.Replay.Keys = make([]int32, len(c.Replay.Times))
		}
	case "counts":
		c.Replay = &Replay{Interval: 10 * Millisecond, Counts: []int32{0, 7, 20, 0}, Repeat: rapid.SampledFrom([]Time{0, 40 * Millisecond, 55 * Millisecond}).Draw(t, "repeat")}
	case "users":
		c.Population.Users = 1
	case "sessions":
		c.Population.Users, c.Population.Connect = 1, []Op{{Kind: OpCall, Edge: call}}
	case "idle sessions":
		c.Population.Users, c.Population.Connect, c.Program = 1, []Op{{Kind: OpWork}, {Kind: OpCall, Edge: call}}, nil
	}
}

// drawWorkloadNumbers draws what knobs can turn of it.
func drawWorkloadNumbers(t *rapid.T, c *Client) {
	if c.Patience == 0 && rapid.Bool().Draw(t, "patience is drawn") {
		c.PatienceDist = drawDist(t)
		c.PatienceDist.Mean *= 3
	} else {
		c.PatienceDist = Dist{}
	}
	p := &c.Population
	if p.Users > 0 {
		c.Rate, c.Burst, c.Arrivals = 0, 0, 0
		*p = Population{
			Users: rapid.IntRange(1, 40).Draw(t, "users"), Start: Start(rapid.IntRange(0, 1).Draw(t, "start")), Connect: p.Connect,
		}
		if len(c.Program) > 0 {
			p.Think = drawDist(t)
			if p.Think.Kind == DistConstant {
				p.Periodic = rapid.Bool().Draw(t, "periodic")
			}
		}
		if len(p.Connect) > 0 {
			for i := range p.Connect {
				if p.Connect[i].Kind == OpWork {
					p.Connect[i].Work = drawDist(t)
				}
			}
			p.LoseAfter = rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "lose after")
			p.Reconnect = Reconnect{Spread: span(t, "spread", 0, 30*Millisecond), Backoff: Backoff{
				BackoffKind(rapid.IntRange(0, 2).Draw(t, "backoff")), span(t, "base", Millisecond, 20*Millisecond),
				span(t, "cap", Millisecond, 40*Millisecond), JitterKind(rapid.IntRange(0, 3).Draw(t, "jitter")),
			}}
		}
		return
	}
	if c.Replay != nil {
		c.Rate, c.Burst = 0, 0
	}
	c.Profile = nil
	at := Time(0)
	for range rapid.SampledFrom([]int{0, 0, 1, 4}).Draw(t, "points of the profile") {
		at += span(t, "after", 0, 60*Millisecond)
		c.Profile = append(c.Profile, ProfilePoint{at, rapid.SampledFrom([]float64{0, 0.5, 1, 3}).Draw(t, "factor")})
	}
	if len(c.Profile) > 0 && profile(c.Profile).most() == 0 {
		c.Profile[0].Factor = 1
	}
}

// awaited returns how many events the clients and their users are to have pending at rest.
func awaited(t *rapid.T, s *Sim) int {
	t.Helper()
	arrivals := make([]int, len(s.clients))
	for ev := range s.queue.All {
		if ev.Kind == evArrival {
			arrivals[ev.Who]++
		}
	}
	n := 0
	for i := range s.clients {
		c := &s.clients[i]
		switch want := arrivals[i]; {
		case c.population.Users > 0 && want != 0, c.population.Users == 0 && !c.timeline.on && want != 1, want > 1:
			t.Fatalf("client %d has %d arrivals pending", i, want)
		}
		n += arrivals[i]
	}
	for i := range s.conns {
		if s.conns[i].due != Never { // its keepalive
			n++
		}
	}
	for i := range s.users {
		if s.users[i].due != Never {
			n++
		}
	}
	for i := range s.stations {
		if st := &s.stations[i]; st.gc.every > 0 || st.paused {
			n++
		}
	}
	return n
}

// checkUsers holds the numbers of users against the users, and these against their requests.
func checkUsers(t *rapid.T, s *Sim) {
	t.Helper()
	present, connected := make([]int64, len(s.clients)), make([]int64, len(s.clients))
	due := map[int32]bool{}
	for ev := range s.queue.All {
		if ev.Kind == evUser && s.users[ev.Who].due == Time(ev.Time) {
			due[ev.Who] = true
		}
	}
	for i := range s.users {
		u := &s.users[i]
		if u.state != userAway {
			present[u.client]++
		}
		if u.connected() && s.clients[u.client].population.sessions() {
			connected[u.client]++
		}
		if asks := u.state == userAsking || u.state == userConnecting; asks != (u.request != none) {
			t.Fatalf("user %d: %+v", i, *u)
		}
		if u.request != none && s.requests.items[u.request].user != int32(i)+1 {
			t.Fatalf("user %d has request %d, which is of user %d", i, u.request, s.requests.items[u.request].user-1)
		}
		if (u.due != Never) != due[int32(i)] {
			t.Fatalf("user %d is due at %d, with an event %v", i, u.due, due[int32(i)])
		}
	}
	for i := range s.clients {
		p := &s.clients[i].population
		leaving := int64(0)
		for k := range s.users {
			if s.users[k].client == int32(i) && s.users[k].leaves {
				leaving++
			}
		}
		if p.present != present[i] || p.connected != connected[i] || p.present-leaving != int64(p.Users) {
			t.Fatalf("client %d counts %d users, %d connected; there are %d, %d, %d of whom leave, and should be %d", i, p.present, p.connected, present[i], connected[i], leaving, p.Users)
		}
	}
}

// TestAlarmsRingInOrder holds the alarms against a sorted list.
func TestAlarmsRingInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mustNew(t, queueing(0.5, 1, -1), 1)
		s.queue.Remove(func(ev kernel.Event) bool { return true })
		type pending struct {
			at    int64
			order int
			timer kernel.Timer
		}
		var want []pending
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0, 1:
				at := s.queue.Now() + rapid.Int64Range(0, 20).Draw(t, "ahead")
				want = append(want, pending{at, i, s.setAlarm(at, evAlarm, int32(i))})
			case 2:
				if len(want) > 0 {
					k := rapid.IntRange(0, len(want)-1).Draw(t, "cancel")
					s.cancel(want[k].timer)
					want = slices.Delete(want, k, k+1)
				}
			case 3:
				until := s.queue.Now() + rapid.Int64Range(0, 20).Draw(t, "for")
				slices.SortFunc(want, func(a, b pending) int {
					if a.at != b.at {
						return int(a.at - b.at)
					}
					return a.order - b.order
				})
				for {
					ev, ok := s.queue.Next(until)
					if !ok {
						break
					}
					before := slices.Clone(s.alarms.heap)
					var first alarm
					if len(before) > 0 {
						first = s.alarms.items[before[0]]
					}
					s.ring()
					if len(s.alarms.heap) < len(before) {
						if len(want) == 0 || want[0].at != ev.Time || first.who != int32(want[0].order) {
							t.Fatalf("alarm %d rang at %d; next were %v", first.who, ev.Time, want)
						}
						want = want[1:]
					}
				}
				s.queue.Advance(until)
				if len(want) > 0 && want[0].at <= until {
					t.Fatalf("at %d alarm %v has not rung", until, want[0])
				}
			}
		}
		if len(want) != len(s.alarms.heap) || s.queue.Len() > 60 {
			t.Fatalf("%d alarms are set, want %d; %d events", len(s.alarms.heap), len(want), s.queue.Len())
		}
	})
}

// workloads returns a system with every kind of client.
func workloads() System {
	sys := System{Nodes: []Node{
		{Name: "ramp", Client: &Client{Rate: 50, PatienceDist: Dist{Kind: DistLogNormal, Mean: Second, Shape: 1}, Profile: []ProfilePoint{{0, 1}, {10 * Second, 3}, {30 * Second, 0.5}}}},
		{Name: "record", Client: &Client{Replay: &Replay{Counts: []int32{5, 50, 0, 20}, Interval: Second, Repeat: 5 * Second}}},
		{Name: "loop", Client: &Client{Population: Population{Users: 50, Think: Dist{Mean: Second}}}},
		{Name: "cron", Client: &Client{Population: Population{Users: 20, Think: Dist{Kind: DistConstant, Mean: 5 * Second}, Periodic: true, Start: StartTogether}}},
		{Name: "devices", Client: &Client{Population: Population{
			Users: 100, Think: Dist{Mean: 3 * Second}, Connect: []Op{{Kind: OpCall, Edge: 4}}, LoseAfter: 2,
			Reconnect: Reconnect{Spread: 2 * Second, Backoff: Backoff{Kind: BackoffExponential, Base: Second, Jitter: JitterDecorrelated}},
		}}},
		{Name: "db", Store: &Store{Workers: 4, Queue: 20, Service: Dist{Mean: 20 * Millisecond}}},
	}}
	for i := range 5 {
		c := sys.Nodes[i].Client
		c.Keys, c.Program = Keys{Count: 10}, []Op{{Kind: OpCall, Edge: i}}
		sys.Edges = append(sys.Edges, Edge{From: i, To: 5, Latency: Millisecond, Timeout: 500 * Millisecond, Attempts: 2, Late: LateStop})
	}
	return sys
}

// TestWorkloadsDoNotAllocate: within a window, once the pools have grown.
func TestWorkloadsDoNotAllocate(t *testing.T) {
	sys := workloads()
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + 5*Second) }); n != 0 {
		t.Errorf("%v allocations in five seconds of clients of every kind, want none", n)
	}
}
