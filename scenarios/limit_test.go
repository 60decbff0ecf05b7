package scenarios

import (
	"reflect"
	"strings"
	"testing"

	"sysprep/engine"
)

func TestLimitsInScenarios(t *testing.T) {
	s := chain()
	s.Nodes[1].Limits = Limits{Rate: 50, Burst: 5, Concurrency: 30}
	s.Nodes[1].Shed = []Shed{{ID: "batch", Class: 2, Above: 0.5}, {Class: 4, Above: 0.8, Of: "workers"}}
	s.Knobs = append(s.Knobs, Knob{ID: "shed", Label: "shed", Path: "nodes.api.shed.batch.above", Min: "0%", Max: "100%"}, Knob{ID: "limit", Label: "limit", Path: "nodes.api.limits.rate", Min: "0/s", Max: "100/s"})
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"shed": "25%"})
	must(t, err)
	want := engine.Limits{Rate: 50, Burst: 5, Concurrency: 30, Shed: []engine.Shed{{Class: 2, Above: 0.25}, {Class: 4, Above: 0.8, Of: engine.ShedOfWorkers}}}
	if got := sys.Nodes[1].Service.Limits; !reflect.DeepEqual(got, want) {
		t.Errorf("the limits are %+v, want %+v", got, want)
	}
	if s.Nodes[1].Shed[0].Above != 0.5 {
		t.Error("turning a knob changed the definition")
	}
	r := s.runToEnd(nil, 1, nil)
	if v, err := r.Value("limited", "", 5e9, 20e9); err != nil || v < 40 || v > 60 {
		t.Errorf("limited is %v, %v; want about 50 of 100 a second", v, err)
	}
	s.Nodes[1].Shed[0].Of = "memory"
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "choose one of queue, workers") {
		t.Errorf("shed of memory: %v", err)
	}
	s.Nodes[1].Shed, s.Nodes[0].Shed = nil, []Shed{{Class: 1}}
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "belong to a store or a service") {
		t.Errorf("a client that sheds: %v", err)
	}
}
