package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

// callScenario is a client, a store of three instances, and an edge that does all
// that a caller can be told to do.
func callScenario() *Scenario {
	return &Scenario{
		ID: "calls", Horizon: Duration(5e9),
		Nodes: []Node{
			{ID: "users", Kind: "client", Rate: 200, Keys: Keys{Count: 50}, Does: []Step{{Call: "read"}}},
			{
				ID: "db", Kind: "store", Workers: 2, Queue: 20, Instances: 3, Service: Service{Dist: "exponential", Mean: Duration(20e6)},
				Fail: 0.1, Permanent: 0.5, PushBack: "30ms",
			},
		},
		Edges: []Edge{{
			ID: "read", From: "users", To: "db", Latency: Duration(1e6), Timeout: Duration(1e9), Attempts: 3,
			RetryOn: []string{"timeout", "rejected"},
			Hedge:   Hedge{Extra: 1, After: Duration(30e6), Share: 0.2, Tied: true},
			Breaker: Breaker{Kind: "ratio", Ratio: 0.5, Volume: 20, Open: Duration(1e9), Slow: Duration(500e6), SlowRatio: 0.9, By: "instance"},
			Limit:   Limit{Kind: "aimd", Most: 100, Least: 5, Start: 50, Decrease: 0.8},
			Callers: 2,
		}},
		Knobs: []Knob{
			{ID: "hedge", Label: "hedge after", Path: "edges.read.hedge.after", Min: "0", Max: "1s"},
			{ID: "extra", Label: "hedges", Path: "edges.read.hedge.extra", Min: "0", Max: "3"},
			{ID: "by", Label: "a breaker for each", Path: "edges.read.breaker.by", Values: []string{"edge", "instance", "key"}},
			{ID: "most", Label: "calls at once", Path: "edges.read.limit.most", Min: "1", Max: "100"},
			{ID: "push-back", Label: "push-back", Path: "nodes.db.push_back", Values: []string{"", "1s", "never"}},
			{ID: "callers", Label: "callers", Path: "edges.read.callers", Min: "1", Max: "50"},
		},
	}
}

// TestCallsAreBuilt: what an edge and a node say of calls reaches the engine.
func TestCallsAreBuilt(t *testing.T) {
	sys, err := callScenario().System(nil)
	if err != nil {
		t.Fatal(err)
	}
	e, db := sys.Edges[0], sys.Nodes[1].Store
	if e.RetryOn != engine.CausesOf(engine.CauseTimeout, engine.CauseRejected) {
		t.Errorf("retries on %b", e.RetryOn)
	}
	if want := (engine.Hedge{Extra: 1, After: 30 * engine.Millisecond, Share: 0.2, Tied: true}); e.Hedge != want {
		t.Errorf("hedge: %+v, want %+v", e.Hedge, want)
	}
	if b := e.Breaker; b.By != engine.BreakerByInstance || b.Slow != engine.Second/2 || b.SlowRatio != 0.9 {
		t.Errorf("breaker: %+v", b)
	}
	if want := (engine.CallLimit{Kind: engine.CallLimitAIMD, Most: 100, Least: 5, Start: 50, Decrease: 0.8}); e.Limit != want || e.Callers != 2 {
		t.Errorf("limit: %+v, want %+v; callers %d", e.Limit, want, e.Callers)
	}
	if db.Fail.Permanent != 0.5 || db.Line.PushBack != 30*engine.Millisecond {
		t.Errorf("the store: %+v, %+v", db.Fail, db.Line)
	}
}

// TestKnobsOfCalls: each knob changes the run, and the metrics tell what it did.
func TestKnobsOfCalls(t *testing.T) {
	measure := func(set Settings, metric string) float64 {
		t.Helper()
		r := callScenario().runToEnd(set, 1, nil)
		v, err := r.Value(metric, "", 0, engine.Never)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if a, b := measure(nil, "hedge_ratio"), measure(Settings{"extra": "0"}, "hedge_ratio"); a < 0.05 || b != 0 {
		t.Errorf("share of hedges: %v, and %v without", a, b)
	}
	if a, b := measure(nil, "breakers"), measure(Settings{"by": "key"}, "breakers"); a != 6 || b < 80 || b > 100 {
		t.Errorf("breakers: %v by instance, %v by key; want 2 callers times 3, and times 50", a, b)
	}
	if v := measure(Settings{"most": "5"}, "call_limit"); v != 10 {
		t.Errorf("two callers with five calls at once each: %v in all", v)
	}
	if v := measure(Settings{"most": "5"}, "bulkhead"); v == 0 {
		t.Error("nobody found the limit reached")
	}
}

// TestWrongCalls: what can't be is refused, and the error says what can.
func TestWrongCalls(t *testing.T) {
	for _, c := range []struct {
		change func(*Scenario)
		want   string
	}{
		{func(s *Scenario) { s.Edges[0].RetryOn = []string{"slow"} }, `retry_on "slow": choose one of rejected, timeout, down, failed`},
		{func(s *Scenario) { s.Edges[0].RetryOn = []string{""} }, "retry_on has an empty word"},
		{func(s *Scenario) { s.Nodes[1].PushBack = "later" }, `push_back "later": write a time`},
		{func(s *Scenario) { s.Nodes[1].Permanent = 2 }, "permanent is 2"},
		{func(s *Scenario) { s.Edges[0].Hedge.Extra = 11 }, "hedges an attempt with 11 more"},
		{func(s *Scenario) { s.Edges[0].Hedge.Quantile = 1 }, "hedges at the quantile 1"},
		{func(s *Scenario) { s.Edges[0].Breaker.By = "shard" }, `breaker.by "shard": choose one of edge, instance, key`},
		{func(s *Scenario) { s.Edges[0].Breaker.Kind, s.Edges[0].Breaker.Run = "consecutive", 5 }, "can't count slow calls"},
		{func(s *Scenario) { s.Edges[0].Limit.Kind = "vegas" }, `limit.kind "vegas": choose one of none, fixed, aimd`},
		{func(s *Scenario) { s.Edges[0].Limit.Most = 0 }, "allows 0 attempts at once"},
		{func(s *Scenario) { s.Edges[0].Limit.Least = 200 }, "shrinks to 200"},
		{func(s *Scenario) { s.Edges[0].Callers = -1 }, "-1 callers"},
	} {
		s := callScenario()
		c.change(s)
		if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}

// TestEveryLossHasWords: a diagnosis can name each cause.
func TestEveryLossHasWords(t *testing.T) {
	for c := range engine.Cause(engine.NumCauses) {
		if lossWords[c] == "" {
			t.Errorf("there are no words for requests lost to %q", c)
		}
	}
}
