package engine

import (
	"math"
	"strings"
	"testing"
)

func TestValidateNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		want string
		turn func(*System)
	}{
		{"there are no nodes", func(sys *System) { sys.Nodes = nil }},
		{"there is no client", func(sys *System) { sys.Nodes, sys.Edges = sys.Nodes[1:], nil }},
		{"node 1: it has no name", func(sys *System) { sys.Nodes[1].Name = "" }},
		{`node "db": two nodes`, func(sys *System) { sys.Nodes[1].Name = "db" }},
		{`node "cache": it is 0 kinds`, func(sys *System) { sys.Nodes[1].Cache = nil }},
		{`node "cache": it is 2 kinds`, func(sys *System) { sys.Nodes[1].Store = sys.Nodes[2].Store }},
		{"metrics window is -1", func(sys *System) { sys.Window = -Second }},
		{`node "users": its rate is 0`, func(sys *System) { sys.Nodes[0].Client.Rate = 0 }},
		{`node "users": its rate is NaN`, func(sys *System) { sys.Nodes[0].Client.Rate = math.NaN() }},
		{`node "users": its rate is +Inf`, func(sys *System) { sys.Nodes[0].Client.Rate = math.Inf(1) }},
		{"0 different keys", func(sys *System) { sys.Nodes[0].Client.Keys.Count = 0 }},
		{"10000001 different keys", func(sys *System) { sys.Nodes[0].Client.Keys.Count = 10_000_001 }},
		{"Zipf exponent is -1", func(sys *System) { sys.Nodes[0].Client.Keys.Zipf = -1 }},
		{"admits -5", func(sys *System) { sys.Nodes[0].Client.Admit = -5 }},
		{"sheds is 1.1", func(sys *System) { sys.Nodes[0].Client.Shed = 1.1 }},
		{"capacity is -1", func(sys *System) { sys.Nodes[1].Cache.Capacity = -1 }},
		{"time to live is -1", func(sys *System) { sys.Nodes[1].Cache.TTL = -Second }},
		{"times to live is 2", func(sys *System) { sys.Nodes[1].Cache.TTLSpread = 2 }},
		{`node "db": it has 0 workers`, func(sys *System) { sys.Nodes[2].Store.Workers = 0 }},
		{"mean service time is 0 s", func(sys *System) { sys.Nodes[2].Store.Service.Mean = 0 }},
		{"distribution kind 9", func(sys *System) { sys.Nodes[2].Store.Service.Kind = 9 }},
		{"room for 2000000000", func(sys *System) { sys.Nodes[2].Store.Queue = 2_000_000_000 }},
		{"edge 1: it joins node 0 to node 7", func(sys *System) { sys.Edges[1].To = 7 }},
		{"edge 0: it joins node -1", func(sys *System) { sys.Edges[0].From = -1 }},
		{`edge "users->cache": two edges`, func(sys *System) { sys.Edges[1].Name = "users->cache" }},
		{`edge "cache->db": it starts at "cache"`, func(sys *System) { sys.Edges[1].From = 1 }},
		{`edge "users->users": it leads to "users"`, func(sys *System) { sys.Edges[1].To = 0 }},
		{`edge "users->db": its latency is -1 s`, func(sys *System) { sys.Edges[1].Latency = -Second }},
		{"its timeout is -1 s", func(sys *System) { sys.Edges[1].Timeout = -Second }},
		{"base of the backoff is -1 s", func(sys *System) { sys.Edges[1].Backoff.Base = -Second }},
		{"cap of the backoff", func(sys *System) { sys.Edges[1].Backoff.Cap = Never }},
		{"makes -2 attempts", func(sys *System) { sys.Edges[1].Attempts = -2 }},
		{"backoff kind 7", func(sys *System) { sys.Edges[1].Backoff.Kind = 7 }},
		{"jitter kind 7", func(sys *System) { sys.Edges[1].Backoff.Jitter = 7 }},
		{"policy 7", func(sys *System) { sys.Edges[1].Late = 7 }},
		{"calls no store", func(sys *System) { sys.Nodes[0].Client.Program = nil }},
		{"calls no store", func(sys *System) { sys.Nodes[0].Client.Program = []Op{{Kind: OpLookup, Edge: 0}} }},
		{"step 1 of its program goes over edge 5", func(sys *System) { sys.Nodes[0].Client.Program[0].Edge = 5 }},
		{`step 2 of its program needs a store or a service, and edge "users->cache"`, func(sys *System) { sys.Nodes[0].Client.Program[1].Edge = 0 }},
		{`step 1 of its program needs a cache, and edge "users->db"`, func(sys *System) { sys.Nodes[0].Client.Program[0].Edge = 1 }},
		{"step 1 of its program fills a cache before", func(sys *System) { sys.Nodes[0].Client.Program[0].Kind = OpFill }},
		{"step 3 of its program is of kind 9", func(sys *System) { sys.Nodes[0].Client.Program[2].Kind = 9 }},
		{"1002 steps", func(sys *System) { sys.Nodes[0].Client.Program = make([]Op, 1002) }},
		{`node "more": step 1 of its program goes over edge "users->db", which starts elsewhere`, func(sys *System) {
			sys.Nodes = append(sys.Nodes, Node{Name: "more", Client: &Client{Rate: 1, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 1}}}})
		}},
		{"patience is -1 s", func(sys *System) { sys.Nodes[0].Client.Patience = -Second }},
		{"are of class 8", func(sys *System) { sys.Nodes[0].Client.Class = 8 }},
		{"no order 9", func(sys *System) { sys.Nodes[2].Store.Line.Order = 9 }},
		{"target of its queue's wait is -1 s", func(sys *System) { sys.Nodes[2].Store.Line.Target = -Second }},
		{"interval of its queue is -1 s", func(sys *System) { sys.Nodes[2].Store.Line.Interval = -Second }},
		{"it has 10001 instances", func(sys *System) { sys.Nodes[2].Store.Instances = 10_001 }},
		{"no balance kind 9", func(sys *System) { sys.Edges[1].Balance.Kind = 9 }},
		{"draws 0 instances", func(sys *System) { sys.Edges[1].Balance.Kind = BalanceChoices }},
		{"loads are -1 s old", func(sys *System) { sys.Edges[1].Balance.Stale = -Second }},
		{"no kind 9 of arrivals", func(sys *System) { sys.Nodes[0].Client.Arrivals = 9 }},
		{"bursts are of -1", func(sys *System) { sys.Nodes[0].Client.Burst = -1 }},
		{"no budget kind 9", func(sys *System) { sys.Edges[1].Budget.Kind = 9 }},
		{"ratio of its retry budget is -1", func(sys *System) { sys.Edges[1].Budget.Ratio = -1 }},
		{"budget holds 0 tokens", func(sys *System) { sys.Edges[1].Budget.Kind = BudgetCalls }},
		{"K of its throttle is 0.5", func(sys *System) { sys.Edges[1].Throttle.K = 0.5 }},
		{"window of its throttle is -1 s", func(sys *System) { sys.Edges[1].Throttle.Window = -Second }},
		{"no breaker kind 9", func(sys *System) { sys.Edges[1].Breaker.Kind = 9 }},
		{"share of failures of 0", func(sys *System) { sys.Edges[1].Breaker.Kind = BreakerRatio }},
		{"judges by 0 attempts", func(sys *System) { sys.Edges[1].Breaker = Breaker{Kind: BreakerRatio, Ratio: 0.5} }},
		{"after 0 failures in a row", func(sys *System) { sys.Edges[1].Breaker.Kind = BreakerConsecutive }},
		{"window of its breaker is -1 s", func(sys *System) { sys.Edges[1].Breaker.Window = -Second }},
		{"stays open for 0 s", func(sys *System) { sys.Edges[1].Breaker = Breaker{Kind: BreakerConsecutive, Run: 1} }},
		{"lets -1 probes through", func(sys *System) { sys.Edges[1].Breaker.Probes = -1 }},
		{"requests that fail is 1.5", func(sys *System) { sys.Nodes[2].Store.Fail.Share = 1.5 }},
		{"mean work of an error is -1 s", func(sys *System) { sys.Nodes[2].Store.Fail.Work.Mean = -Second }},
		{`node "db": its program is empty`, func(sys *System) { sys.Nodes[2] = Node{Name: "db", Service: &Service{Workers: 1}} }},
		{`step 1 of its program works for a time whose mean is 0 s`, func(sys *System) {
			sys.Nodes[2] = Node{Name: "db", Service: &Service{Workers: 1, Program: []Op{{Kind: OpWork}}}}
		}},
		{`edge "db->db": it closes a circle of calls`, func(sys *System) {
			sys.Nodes[2] = Node{Name: "db", Service: &Service{Workers: 1, Program: []Op{{Kind: OpCall, Edge: 2}}}}
			sys.Edges = append(sys.Edges, Edge{From: 2, To: 2})
		}},
	} {
		sys := cacheStory()
		c.turn(&sys)
		_, err := New(sys, 1)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want an error with %q", err, c.want)
		}
	}
	circle := cacheStory() // with a delay it is allowed
	circle.Nodes[2] = Node{Name: "db", Service: &Service{Workers: 1, Program: []Op{{Kind: OpWork, Work: Dist{Mean: 1}}, {Kind: OpCall, Edge: 2}}}}
	circle.Edges = append(circle.Edges, Edge{From: 2, To: 2, Timeout: Second})
	if err := circle.Validate(); err != nil {
		t.Errorf("a circle of calls that takes time is refused: %v", err)
	}
	if err := cacheStory().Validate(); err != nil {
		t.Errorf("the cache story is refused: %v", err)
	}
}

// TestExtremeNumbersDoNotOverflow runs systems at the edge of what is allowed.
func TestExtremeNumbersDoNotOverflow(t *testing.T) {
	slowest := cacheStory()
	slowest.Nodes[0].Client.Rate = minRate
	slowest.Nodes[1].Cache.TTL = longestSpan
	slowest.Nodes[2].Store.Service.Mean = longestSpan
	for i := range slowest.Edges {
		e := &slowest.Edges[i]
		e.Latency, e.Timeout, e.Attempts = longestSpan, longestSpan, maxAttempts
		e.Backoff = Backoff{BackoffExponential, longestSpan, 0, JitterDecorrelated}
	}
	slowest.Window = longestSpan
	fastest := cacheStory()
	fastest.Nodes[0].Client.Rate = maxRate
	fastest.Nodes[2].Store.Service.Mean = 1
	for i := range fastest.Edges {
		fastest.Edges[i] = Edge{To: i + 1, Timeout: 1, Attempts: maxAttempts}
	}
	for name, sys := range map[string]System{"slowest": slowest, "fastest": fastest} {
		s := mustNew(t, sys, 1)
		if name == "slowest" {
			inject(t, s, Fault{Kind: FaultSlow, Node: 2, Fraction: maxSlow})
		}
		s.SetBudget(200_000)
		last := Time(0)
		for range 100 {
			s.RunUntil(s.Now() + 2*longestSpan)
			for ev := range s.queue.All {
				if ev.Time < s.queue.Now() {
					t.Fatalf("%s: event %+v lies before now, %d", name, ev, s.queue.Now())
				}
			}
			if s.Now() < last {
				t.Fatalf("%s: the clock went back", name)
			}
			last = s.Now()
		}
	}
}
