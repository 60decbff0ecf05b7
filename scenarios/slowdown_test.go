package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

func TestSlowdownsInScenarios(t *testing.T) {
	s := chain()
	s.Nodes[1].GC = GC{Every: Duration(5e9), Pause: Service{Dist: "constant", Mean: Duration(500e6)}}
	s.Nodes[2].GC = GC{Every: Duration(20e9), Pause: Service{Dist: "uniform", Min: Duration(1e6), Max: Duration(3e6)}}
	s.Nodes[2].Contention = Contention{Sigma: 0.02, Kappa: 0.001, Lock: Service{Mean: Duration(1e6)}}
	s.Knobs = append(
		s.Knobs, Knob{ID: "gc", Label: "gc", Path: "nodes.api.gc.pause.mean", Min: "0s", Max: "1m"},
		Knob{ID: "lock", Label: "lock", Path: "nodes.db.contention.lock.mean", Min: "0s", Max: "1m"},
	)
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"gc": "1s", "lock": "2ms"})
	must(t, err)
	if g := sys.Nodes[1].Service.GC; g != (engine.GC{Every: 5 * engine.Second, Pause: engine.Dist{Kind: engine.DistConstant, Mean: engine.Second}}) {
		t.Errorf("the service's pauses are %+v", g)
	}
	if g := sys.Nodes[2].Store.GC; g != (engine.GC{Every: 20 * engine.Second, Pause: engine.Uniform(engine.Millisecond, 3*engine.Millisecond)}) {
		t.Errorf("the store's pauses are %+v", g)
	}
	if c := sys.Nodes[2].Store.Contention; c != (engine.Contention{Sigma: 0.02, Kappa: 0.001, Lock: engine.Dist{Mean: 2 * engine.Millisecond}}) {
		t.Errorf("the contention is %+v", c)
	}
	r := s.runToEnd(nil, 1, nil)
	if v, err := r.Value("p99", "", 0, 20e9); err != nil || v < 0.4 {
		t.Errorf("p99 is %v, %v; want that of a pause of half a second", v, err)
	}
	for want, spoil := range map[string]func(*Scenario){
		"contention belongs to a store": func(s *Scenario) { s.Nodes[1].Contention.Sigma = 0.1 },
		"gc belongs to a store or":      func(s *Scenario) { s.Nodes[0].GC.Every = 1 },
		"gc.pause.dist":                 func(s *Scenario) { s.Nodes[1].GC.Pause.Dist = "gaussian" },
		"length of its pauses":          func(s *Scenario) { s.Nodes[1].GC.Every = 1 },
	} {
		s := chain()
		spoil(s)
		if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}
