package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

func TestCachesInScenarios(t *testing.T) {
	s := story()
	c := &s.Nodes[1]
	c.Evict, c.Stale, c.StaleIfError, c.Missing, c.NegativeTTL = "fifo", Duration(10e9), Duration(60e9), 0.2, Duration(5e9)
	s.Knobs = append(s.Knobs, Knob{ID: "stale", Label: "stale", Path: "nodes.cache.stale", Min: "0s", Max: "1m"})
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"stale": "20s"})
	must(t, err)
	got := *sys.Nodes[1].Cache
	if got.Evict != engine.EvictFIFO || got.Stale != 20*engine.Second || got.StaleIfError != engine.Time(60e9) || got.Missing != 0.2 || got.NegativeTTL != 5*engine.Second {
		t.Errorf("the cache is %+v", got)
	}
	r := s.runToEnd(nil, 1, nil)
	for _, metric := range []string{"stale", "refreshes"} {
		if v, err := r.Value(metric, "", 0, 60e9); err != nil || v <= 0 {
			t.Errorf("%s is %v, %v", metric, v, err)
		}
	}
	c.Evict = "lucky"
	if _, err := s.System(nil); err == nil || !strings.Contains(err.Error(), "choose one of lru, fifo") {
		t.Errorf("evict lucky: %v", err)
	}
}
