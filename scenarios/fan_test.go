package scenarios

import (
	"reflect"
	"strings"
	"testing"

	"sysprep/engine"
)

// search is a story of a root that asks every shard of an index.
func search() *Scenario {
	s := chain()
	s.Nodes[1].Does = []Step{{ID: "leaves", Fan: Fan{Call: "read", Need: 18, Least: 10, Budget: Duration(30e6)}}}
	s.Nodes[2].Instances, s.Nodes[2].Fail = 20, 0
	s.Knobs = []Knob{
		{ID: "budget", Label: "budget", Path: "nodes.api.does.leaves.fan.budget", Min: "0s", Max: "1s"},
		{ID: "least", Label: "least", Path: "nodes.api.does.leaves.fan.least", Min: "0", Max: "20"},
	}
	return s
}

func TestFansInScenarios(t *testing.T) {
	s := search()
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"least": "5"})
	must(t, err)
	if got, want := *sys.Nodes[1].Service.Program[0].Fan, (engine.Fan{Edges: []int{1}, Need: 18, Least: 5, Budget: 30 * engine.Millisecond}); !reflect.DeepEqual(got, want) {
		t.Errorf("the fan-out is %+v, want %+v", got, want)
	}
	r := s.runToEnd(nil, 1, nil)
	for metric, want := range map[string][2]float64{"partial": {95, 105}, "completeness": {0.85, 0.9}, "goodput_ratio": {0.98, 1}, "store_load": {1900, 2100}} {
		if v, err := r.Value(metric, "", 0, 20e9); err != nil || v < want[0] || v > want[1] {
			t.Errorf("%s is %v, %v; want it in %v", metric, v, err, want)
		}
	}
	whole := s.runToEnd(Settings{"budget": "1s"}, 1, nil)
	if v, err := whole.Value("completeness", "", 0, 20e9); err != nil || v < 0.9 || v > 0.901 {
		t.Errorf("with a long budget the answers have %v of the branches, %v; want the 18 of 20 that are waited for", v, err)
	}
	s.Nodes[1].Does[0].Fan = Fan{Calls: []string{"read", "read", "read"}}
	sys, err = s.System(nil)
	must(t, err)
	if got := sys.Nodes[1].Service.Program[0].Fan.Edges; len(got) != 3 {
		t.Errorf("the branches go over %v", got)
	}
}

func TestFanMistakesAreNamed(t *testing.T) {
	for _, c := range []struct {
		want string
		fan  Fan
	}{
		{"give one of them", Fan{Call: "read", Calls: []string{"read"}}},
		{"belong to a single call", Fan{Calls: []string{"read", "read"}, Width: 3}},
		{"choose one of each, balance", Fan{Call: "read", To: "all"}},
		{`no edge "write"`, Fan{Calls: []string{"read", "write"}}},
		{"needs 21 answers of 20", Fan{Call: "read", Need: 21}},
	} {
		s := search()
		s.Nodes[1].Does[0].Fan = c.fan
		if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error with %q", c.fan, err, c.want)
		}
	}
}
