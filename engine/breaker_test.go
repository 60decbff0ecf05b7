package engine

import (
	"fmt"
	"testing"
)

// TestSlowCalls holds the slow-call rule against resilience4j's: a share of slow
// calls opens a breaker although none failed, and probes must be fast enough too.
// In a script, "+" is an answer in time, "~" a slow one and "-" a fast failure.
func TestSlowCalls(t *testing.T) {
	rule := Breaker{Kind: BreakerRatio, Ratio: 0.5, Volume: 10, Window: 3600 * Second, Open: 60 * Second, Probes: 4, Slow: Second, SlowRatio: 0.6}
	all := rule
	all.SlowRatio = 0
	for _, c := range []struct {
		name   string
		rule   Breaker
		script string
		want   breakerState
	}{
		{"nine slow calls are too few", rule, "~~~~~~~~~", breakerClosed},
		{"six of ten", rule, "++++~~~~~~", breakerOpen},
		{"five of ten", rule, "+++++~~~~~", breakerClosed},
		{"all, unless told otherwise", all, "~~~~~~~~~~", breakerOpen},
		{"nine of ten, unless told otherwise", all, "+~~~~~~~~~", breakerClosed},
		{"failures count beside", rule, "-----~+~+~", breakerOpen},
		{"slow probes open it again", rule, "~~~~~~~~~~ ~~~+", breakerOpen},
		{"half of the probes slow", rule, "~~~~~~~~~~ ~~++", breakerClosed},
		{"half of the probes fail", rule, "~~~~~~~~~~ --++", breakerOpen},
		{"three probes are not all", rule, "~~~~~~~~~~ ~~~", breakerHalfOpen},
	} {
		b := newBreakers(c.rule)
		now := Time(0)
		for _, x := range c.script {
			now += 2 * Second
			switch x {
			case ' ':
				now += 60 * Second
			case '~':
				b.attempt(now, Second+1, true)
			default:
				b.attempt(now, Second, x == '+')
			}
		}
		if got := b.items[0].state; got != c.want {
			t.Errorf("%s: state %d, want %d", c.name, got, c.want)
		}
	}
}

// TestSlowCallsOverTheWire: a store that answers each call, too slowly, is left
// alone by a breaker with the rule, and not by one without.
func TestSlowCallsOverTheWire(t *testing.T) {
	for _, c := range []struct {
		slow  Time
		opens bool
	}{{0, false}, {5 * unit, true}, {20 * unit, false}} {
		sys := queueing(1, 1_000_000, 0)
		sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 10 * unit}
		sys.Edges[0].Breaker = Breaker{Kind: BreakerRatio, Ratio: 0.5, Volume: 20, Open: Second, Slow: c.slow}
		s := mustNew(t, sys, 1)
		s.RunUntil(30 * Second)
		if w := sum(s); (w.Lost[CauseBreaker] > w.Offered/2) != c.opens || (w.Edges[0].BreakerOpens > 0) != c.opens {
			t.Errorf("slow from %v on: lost %v, opened %d times", c.slow, w.Lost, w.Edges[0].BreakerOpens)
		}
	}
}

// shards is a store of so many shards, the first of which are down, and callers with a breaker.
func shards(t *testing.T, count, down int, rule Breaker, balance BalanceKind) *Sim {
	t.Helper()
	sys := queueing(5, 1_000_000, 0)
	sys.Nodes[0].Client.Keys.Count = 1_000_000 // so that all shards have the same load
	sys.Nodes[1].Store.Instances = count
	sys.Edges[0].Balance = Balance{Kind: balance, Choices: 2}
	sys.Edges[0].Breaker = rule
	s := mustNew(t, sys, 1)
	for k := range down {
		inject(t, s, Fault{Kind: FaultDown, Node: 1, Instance: k + 1})
	}
	return s
}

// TestBreakerGranularity: one breaker over all shards does nothing about bad ones,
// or takes everything away; one for each shard takes away what is bad.
func TestBreakerGranularity(t *testing.T) {
	for _, want := range table(t, "breaker_granularity.csv") {
		if want["observed_ratio"] == want["threshold"] {
			continue // on the edge, where luck decides
		}
		t.Run(fmt.Sprint(want["bad_shards"], " bad, opens at ", want["threshold"]), func(t *testing.T) {
			rule := Breaker{Kind: BreakerRatio, Ratio: want["threshold"], Volume: 1000, Open: 3600 * Second}
			s := shards(t, int(want["shards"]), int(want["bad_shards"]), rule, BalanceKey)
			s.RunUntil(10 * Second)
			before := sum(s)
			s.RunUntil(20 * Second)
			after := sum(s)
			near(t, "success with one breaker", float64(after.Answered-before.Answered)/float64(after.Offered-before.Offered), want["success_with_global_breaker"], 0.02)
			if trips := want["global_trips"] == 1; (after.Edges[0].BreakerOpens > 0) != trips {
				t.Errorf("the one breaker opened %d times", after.Edges[0].BreakerOpens)
			}

			rule.By, rule.Volume = BreakerByInstance, 20
			rule.Ratio = max(rule.Ratio, 0.5)
			s = shards(t, int(want["shards"]), int(want["bad_shards"]), rule, BalanceKey)
			s.RunUntil(20 * Second)
			w := sum(s)
			near(t, "success with one for each shard", float64(w.Answered)/float64(w.Offered), want["success_with_per_shard_breaker"], 0.02)
			if e := s.Edge(0); e.Open != int(want["bad_shards"]) || e.Breakers != int(want["shards"]) {
				t.Errorf("%+v, want %v breakers open of %v", e, want["bad_shards"], want["shards"])
			}
			if w.Edges[0].Sent > w.Answered+w.InFlight+int64(25*want["bad_shards"]) {
				t.Errorf("%d attempts were sent to get %d answers", w.Edges[0].Sent, w.Answered)
			}
		})
	}
}

// TestBalancersPassOverOpenBreakers: where any instance will do, those whose
// breaker is open get nothing, the others the same each, and nobody fails.
func TestBalancersPassOverOpenBreakers(t *testing.T) {
	for kind := BalanceRoundRobin; kind < BalanceKey; kind++ {
		rule := Breaker{Kind: BreakerConsecutive, Run: 3, Open: 3600 * Second, By: BreakerByInstance}
		s := shards(t, 5, 2, rule, kind)
		s.RunUntil(5 * Second)
		before := sum(s)
		s.RunUntil(15 * Second)
		w := sum(s)
		if failed := w.Lost[CauseDown] - before.Lost[CauseDown]; s.Edge(0).Open == 2 && failed != 0 {
			t.Errorf("balance %d: %d calls failed although other instances are up", kind, failed)
		}
		if s.Edge(0).Open != 2 {
			t.Errorf("balance %d: %+v", kind, s.Edge(0))
		}
	}
}

// TestAllInstancesOpen: when no instance is left, calls fail at once under CauseBreaker.
func TestAllInstancesOpen(t *testing.T) {
	rule := Breaker{Kind: BreakerConsecutive, Run: 3, Open: 3600 * Second, By: BreakerByInstance}
	s := shards(t, 3, 3, rule, BalanceRandom)
	s.RunUntil(5 * Second)
	if w := sum(s); w.Edges[0].Sent > 20 || w.Lost[CauseBreaker] < w.Offered-20 || s.Edge(0).Open != 3 {
		t.Errorf("sent %d, lost %v, %+v", w.Edges[0].Sent, w.Lost, s.Edge(0))
	}
}

// TestBreakersByKey: their number is bounded; with few calls for each key they never
// see enough to judge by, although all fail.
func TestBreakersByKey(t *testing.T) {
	run := func(keys, most, volume int) (*Sim, Window) {
		sys := queueing(1, 1_000_000, 0)
		sys.Nodes[0].Client.Keys.Count = keys
		sys.Nodes[1].Store.Fail.Share = 1
		sys.Edges[0].Breaker = Breaker{Kind: BreakerRatio, Ratio: 0.5, Volume: volume, Open: 5 * Second, By: BreakerByKey, Keys: most}
		s := mustNew(t, sys, 1)
		s.RunUntil(30 * Second)
		return s, sum(s)
	}
	if s, w := run(1000, 0, 40); s.Edge(0).Breakers != 1000 || w.Edges[0].BreakerOpens > 0 { // 10 calls in the window for each
		t.Errorf("1,000 keys: %+v, opened %d times, want never", s.Edge(0), w.Edges[0].BreakerOpens)
	}
	if s, w := run(10, 0, 20); s.Edge(0).Breakers != 10 || w.Lost[CauseBreaker] < w.Offered*8/10 {
		t.Errorf("10 keys: %+v, lost %v", s.Edge(0), w.Lost)
	}
	if s, w := run(1000, 50, 2); s.Edge(0).Breakers != 50 || w.Lost[CauseBreaker] > w.Offered/5 {
		t.Errorf("room for 50 of 1,000 keys: %+v, lost %v, want hardly any to breakers, which are forgotten before they are asked again", s.Edge(0), w.Lost)
	}
}

// TestCallersSeeTheirShare: of fifty callers, each sees a fiftieth of the calls, too
// few for its breaker to open.
func TestCallersSeeTheirShare(t *testing.T) {
	for _, c := range []struct {
		callers int
		opens   bool
	}{{0, true}, {5, true}, {50, false}} {
		sys := queueing(1, 1_000_000, 0)
		sys.Nodes[1].Store.Fail.Share = 1
		sys.Edges[0].Callers = c.callers
		sys.Edges[0].Breaker = Breaker{Kind: BreakerRatio, Ratio: 0.5, Volume: 100, Window: Second, Open: Second}
		s := mustNew(t, sys, 1)
		s.RunUntil(10 * Second)
		if w := sum(s); (w.Lost[CauseBreaker] > 0) != c.opens || s.Edge(0).Breakers != max(1, c.callers) {
			t.Errorf("%d callers: lost %v, %+v", c.callers, w.Lost, s.Edge(0))
		}
	}
}

// TestInstancesAreCallers: where a service has as many instances as its edge has
// callers, each instance is one.
func TestInstancesAreCallers(t *testing.T) {
	sys := tower(3, 1, 0)
	last := 0
	for i, e := range sys.Edges {
		if sys.Nodes[e.From].Service != nil {
			last = i
			sys.Nodes[e.From].Service.Instances = 4
			sys.Edges[i].Callers = 4
			sys.Edges[i].Limit = CallLimit{Kind: CallLimitFixed, Most: 1000}
		}
	}
	s := mustNew(t, sys, 1)
	seen := 0
	for range 2000 {
		s.RunUntil(s.Now() + Millisecond)
		for a := range s.attempts.items {
			at := &s.attempts.items[a]
			if at.caller == none || s.sites[at.site].edge != int32(last) || !at.counted {
				continue
			}
			serves := s.attempts.items[s.requests.items[at.caller].serves].to
			if first, _ := s.instancesOf(serves); at.party != serves-first {
				t.Fatalf("instance %d calls as caller %d", serves-first, at.party)
			}
			seen |= 1 << at.party
		}
	}
	if seen != 15 {
		t.Errorf("callers seen: %b", seen)
	}
}

// TestReconfigureBreakers: turning callers and scopes on a live system keeps what
// goes on, and forgets what there is no place for.
func TestReconfigureBreakers(t *testing.T) {
	rule := Breaker{Kind: BreakerConsecutive, Run: 3, Open: 3600 * Second, By: BreakerByInstance}
	s := shards(t, 4, 1, rule, BalanceRoundRobin)
	s.RunUntil(Second)
	turn := func(change func(*Edge)) EdgeState {
		next := *s.sys.clone()
		change(&next.Edges[0])
		if err := s.Reconfigure(next); err != nil {
			t.Fatal(err)
		}
		return s.Edge(0)
	}
	if e := turn(func(e *Edge) { e.Breaker.Run = 4 }); e.Open != 1 || e.Breakers != 4 {
		t.Errorf("another number of failures: %+v, want the open one to stay open", e)
	}
	if e := turn(func(e *Edge) { e.Callers = 3 }); e.Open != 1 || e.Breakers != 12 {
		t.Errorf("three callers: %+v", e)
	}
	if e := turn(func(e *Edge) { e.Callers = 0; e.Breaker.By = BreakerByEdge }); e.Open != 0 || e.Breakers != 1 {
		t.Errorf("one for the edge: %+v", e)
	}
	if e := turn(func(e *Edge) { e.Breaker = Breaker{} }); e.Breakers != 0 {
		t.Errorf("none: %+v", e)
	}
}
