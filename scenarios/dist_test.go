package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

func TestDistsInScenarios(t *testing.T) {
	const ms = Duration(1e6)
	for _, c := range []struct {
		d    Service
		want engine.Dist
	}{
		{Service{Mean: ms}, engine.Dist{Mean: engine.Millisecond}},
		{Service{Dist: "uniform", Min: 2 * ms, Max: 4 * ms}, engine.Uniform(2*engine.Millisecond, 4*engine.Millisecond)},
		{Service{Dist: "erlang", Mean: ms, K: 4}, engine.Dist{Kind: engine.DistErlang, Mean: engine.Millisecond, Shape: 4}},
		{Service{Dist: "hyperexponential", Mean: ms, SCV: 9}, engine.Dist{Kind: engine.DistHyper, Mean: engine.Millisecond, Shape: 9}},
		{Service{Dist: "lognormal", Mean: ms, Sigma: 2}, engine.Dist{Kind: engine.DistLogNormal, Mean: engine.Millisecond, Shape: 2}},
		{Service{Dist: "lognormal", P50: ms, P99: 10 * ms}, engine.LogNormal(engine.Millisecond, 10*engine.Millisecond)},
		{Service{Dist: "pareto", Min: ms, Max: 1000 * ms, Alpha: 1.5}, engine.Pareto(engine.Millisecond, engine.Second, 1.5)},
		{Service{Dist: "bimodal", Fast: ms, Slow: 10 * ms, Share: 0.1}, engine.Bimodal(engine.Millisecond, 10*engine.Millisecond, 0.1)},
	} {
		s := chain()
		s.Nodes[2].Service = c.d
		s.Knobs = append(s.Knobs, Knob{ID: "alpha", Label: "alpha", Path: "nodes.db.service.alpha"}, Knob{ID: "p99", Label: "p99", Path: "nodes.db.service.p99"})
		sys, err := s.System(nil)
		must(t, err)
		if got := sys.Nodes[2].Store.Service; got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.d, got, c.want)
		}
	}
	s := chain()
	s.Nodes[2].Service = Service{Dist: "lognormal", P50: ms, P99: 10 * ms}
	s.Knobs = []Knob{{ID: "p99", Label: "p99", Path: "nodes.db.service.p99", Min: "1ms", Max: "1s"}}
	sys, err := s.System(Settings{"p99": "100ms"})
	must(t, err)
	if got := sys.Nodes[2].Store.Service; got != engine.LogNormal(engine.Millisecond, 100*engine.Millisecond) {
		t.Errorf("the knob gave %+v", got)
	}
}

func TestDistMistakesAreNamed(t *testing.T) {
	const ms = Duration(1e6)
	for _, c := range []struct {
		want string
		d    Service
	}{
		{"choose one of exponential, constant, uniform", Service{Dist: "gaussian", Mean: ms}},
		{"service has sigma, which a distribution exponential has not: it has mean", Service{Mean: ms, Sigma: 1}},
		{"min and a max above it", Service{Dist: "uniform", Min: 2 * ms, Max: ms}},
		{"number of stages", Service{Dist: "erlang", Mean: ms, K: 0}},
		{"squared coefficient", Service{Dist: "hyperexponential", Mean: ms, SCV: 0.5}},
		{"mean and sigma, or p50", Service{Dist: "lognormal", Mean: ms, P50: ms, P99: ms}},
		{"mean and sigma, or p50", Service{Dist: "lognormal", P50: 2 * ms, P99: ms}},
		{"a min above 0", Service{Dist: "pareto", Max: ms, Alpha: 1}},
		{"exponent alpha", Service{Dist: "pareto", Min: ms, Max: 5 * ms}},
		{"a fast time above 0", Service{Dist: "bimodal", Slow: ms}},
	} {
		s := chain()
		s.Nodes[2].Service = c.d
		if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error with %q", c.d, err, c.want)
		}
	}
}
