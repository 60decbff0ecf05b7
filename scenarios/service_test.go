package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

// chain is a story of a service between users and a database that fails at times.
func chain() *Scenario {
	return &Scenario{
		ID: "chain", Horizon: Duration(20e9),
		Nodes: []Node{
			{ID: "users", Kind: "client", Rate: 100, Does: []Step{{Call: "ask"}}},
			{
				ID: "api", Kind: "service", Workers: 20, Queue: 50, FailWork: Service{Mean: Duration(1e6)},
				Does: []Step{{ID: "parse", Work: Service{Dist: "constant", Mean: Duration(2e6)}}, {Call: "read"}},
			},
			{ID: "db", Kind: "store", Workers: 8, Service: Service{Mean: Duration(10e6)}, Queue: 100, Fail: 0.1},
		},
		Edges: []Edge{
			{ID: "ask", From: "users", To: "api", Timeout: Duration(1e9)},
			{ID: "read", From: "api", To: "db", Timeout: Duration(500e6), Attempts: 2},
		},
		Knobs: []Knob{
			{ID: "parse", Label: "parsing", Path: "nodes.api.does.parse.work.mean", Min: "1ms", Max: "1s"},
			{ID: "fail", Label: "failures", Path: "nodes.db.fail", Min: "0%", Max: "100%"},
		},
	}
}

func TestServicesInScenarios(t *testing.T) {
	s := chain()
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"parse": "5ms", "fail": "100%"})
	must(t, err)
	api := sys.Nodes[1].Service
	if api.Program[0] != (engine.Op{Kind: engine.OpWork, Work: engine.Dist{Kind: engine.DistConstant, Mean: 5 * engine.Millisecond}}) ||
		api.Program[1] != (engine.Op{Kind: engine.OpCall, Edge: 1}) || api.Workers != 20 || api.Queue != 50 || api.Fail.Work.Mean != engine.Millisecond {
		t.Errorf("the service is %+v", api)
	}
	if sys.Nodes[2].Store.Fail.Share != 1 || s.Nodes[1].Does[0].Work.Mean != Duration(2e6) {
		t.Errorf("the failures are %+v; the definition has %v", sys.Nodes[2].Store.Fail, s.Nodes[1].Does[0].Work)
	}
	r := s.runToEnd(nil, 1, nil)
	for metric, want := range map[string][2]float64{"errors": {0.5, 1.6}, "served": {105, 115}, "amplification": {1.08, 1.12}} {
		if v, err := r.Value(metric, "", 0, 20e9); err != nil || v < want[0] || v > want[1] {
			t.Errorf("%s is %v, %v; want it in %v", metric, v, err, want)
		}
	}
	if v, err := r.Value("utilisation", "api", 0, 20e9); err != nil || v < 0.05 || v > 0.09 {
		t.Errorf("the service is in use for %v of the time, %v; want 0.07 (1.3 workers of 20)", v, err)
	}
	all := s.runToEnd(Settings{"fail": "100%"}, 1, nil)
	if v, _ := all.Value("goodput", "", 1e9, 20e9); v != 0 {
		t.Errorf("goodput is %v when every row fails", v)
	}
}

func TestServiceMistakesAreNamed(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*Scenario)
	}{
		{"one of lookup, call, fill, work or fan", func(s *Scenario) { s.Nodes[1].Does[0].Call = "read" }},
		{"work.dist", func(s *Scenario) { s.Nodes[1].Does[0].Work.Dist = "gaussian" }},
		{"fail_work.dist", func(s *Scenario) { s.Nodes[1].FailWork.Dist = "gaussian" }},
		{"its program is empty", func(s *Scenario) { s.Nodes[1].Does = nil; s.Knobs = nil }},
		{"share of its requests that fail is 2", func(s *Scenario) { s.Nodes[2].Fail = 2 }},
		{`"read", which starts elsewhere`, func(s *Scenario) { s.Nodes[0].Does[0].Call = "read" }},
	} {
		s := chain()
		c.spoil(s)
		_, err := s.System(nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want an error with %q", err, c.want)
		}
	}
}

func TestDeadlinesAndQueuesInScenarios(t *testing.T) {
	s := chain()
	s.Nodes[0].Patience, s.Nodes[0].Class = Duration(2e9), 3
	s.Nodes[1].Order, s.Nodes[1].FailFast = "priority", true
	s.Nodes[2].Order, s.Nodes[2].CoDel, s.Nodes[2].Target, s.Nodes[2].Interval = "adaptive", true, Duration(7e6), Duration(70e6)
	s.Edges[0].Deadline, s.Edges[1].Late = true, "stop"
	sys, err := s.System(nil)
	must(t, err)
	if c := sys.Nodes[0].Client; c.Patience != 2*engine.Second || c.Class != 3 {
		t.Errorf("the client is %+v", c)
	}
	if l := sys.Nodes[1].Service.Line; l != (engine.Line{Order: engine.OrderPriority, FailFast: true}) {
		t.Errorf("the service's queue is %+v", l)
	}
	if l := sys.Nodes[2].Store.Line; l != (engine.Line{Order: engine.OrderAdaptive, CoDel: true, Target: 7 * engine.Millisecond, Interval: 70 * engine.Millisecond}) {
		t.Errorf("the store's queue is %+v", l)
	}
	if !sys.Edges[0].Deadline || sys.Edges[1].Late != engine.LateStop {
		t.Errorf("the edges are %+v", sys.Edges)
	}
	s.Nodes[2].Order = "random"
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "choose one of fifo, lifo, adaptive, priority") {
		t.Errorf("order random: %v", err)
	}
}

func TestPoliciesInScenarios(t *testing.T) {
	s := chain()
	s.Edges[1].Budget = Budget{Kind: "successes", Ratio: 0.1, Tokens: 10}
	s.Edges[1].Throttle = Throttle{K: 2, Window: Duration(60e9)}
	s.Edges[1].Breaker = Breaker{Kind: "ratio", Ratio: 0.5, Volume: 20, Window: Duration(10e9), Open: Duration(5e9), Probes: 1}
	s.Edges[0].Breaker = Breaker{Kind: "consecutive", Run: 5, Open: Duration(5e9)}
	s.Knobs = append(s.Knobs, Knob{ID: "budget", Label: "retry budget", Path: "edges.read.budget.kind", Values: []string{"none", "calls", "successes"}})
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"budget": "calls"})
	must(t, err)
	e := sys.Edges[1]
	if e.Budget != (engine.Budget{Kind: engine.BudgetCalls, Ratio: 0.1, Tokens: 10}) || e.Throttle != (engine.Throttle{K: 2, Window: 60 * engine.Second}) ||
		e.Breaker != (engine.Breaker{Kind: engine.BreakerRatio, Ratio: 0.5, Volume: 20, Window: 10 * engine.Second, Open: 5 * engine.Second, Probes: 1}) {
		t.Errorf("the edge is %+v", e)
	}
	if sys.Edges[0].Breaker.Kind != engine.BreakerConsecutive || sys.Edges[0].Breaker.Run != 5 {
		t.Errorf("the breaker is %+v", sys.Edges[0].Breaker)
	}
	s.Edges[0].Breaker.Kind = "fuse"
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "choose one of none, ratio, consecutive") {
		t.Errorf("breaker fuse: %v", err)
	}
}

func TestInstancesInScenarios(t *testing.T) {
	s := chain()
	s.Nodes[2].Workers, s.Nodes[2].Instances = 2, 4
	s.Edges[1].Balance = Balance{Kind: "choices", Choices: 2, Stale: Duration(1e6)}
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(nil)
	must(t, err)
	if b := sys.Edges[1].Balance; b != (engine.Balance{Kind: engine.BalanceChoices, Choices: 2, Stale: engine.Millisecond}) || sys.Nodes[2].Store.Instances != 4 {
		t.Errorf("the balance is %+v over %d", b, sys.Nodes[2].Store.Instances)
	}
	r := s.runToEnd(nil, 1, nil)
	if v, err := r.Value("utilisation", "db", 0, 20e9); err != nil || v < 0.12 || v > 0.16 {
		t.Errorf("the instances are in use for %v of the time, %v; want 0.14 (1.1 workers of 8)", v, err)
	}
	s.Edges[1].Balance.Kind = "fair"
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "choose one of round_robin, random, least, choices, key") {
		t.Errorf("balance fair: %v", err)
	}
}

func TestArrivalsInScenarios(t *testing.T) {
	s := chain()
	s.Nodes[0].Arrivals, s.Nodes[0].Burst = "constant", 5
	sys, err := s.System(nil)
	must(t, err)
	if c := sys.Nodes[0].Client; c.Arrivals != engine.ArrivalsConstant || c.Burst != 5 {
		t.Errorf("the client is %+v", c)
	}
	if r := s.runToEnd(nil, 1, nil); r.Windows[3].Offered != 100 {
		t.Errorf("%d requests came in a second of 20 bursts of 5", r.Windows[3].Offered)
	}
	s.Nodes[0].Arrivals = "rush"
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "choose one of poisson, constant") {
		t.Errorf("arrivals rush: %v", err)
	}
}
