package scenarios

import (
	"testing"

	"sysprep/engine"
)

// TestPeak: the peak is the fullest of 50 slots, with or without a finer raster, before
// and after a rewind; a scenario that doesn't name it has no raster.
func TestPeak(t *testing.T) {
	s := story()
	s.Nodes[0] = Node{ID: "users", Kind: "client", Does: s.Nodes[0].Does, Keys: s.Nodes[0].Keys, Replay: Replay{Times: []Duration{
		Duration(1100 * engine.Millisecond), Duration(1105 * engine.Millisecond), Duration(1150 * engine.Millisecond), Duration(2500 * engine.Millisecond),
	}}}
	s.Edges, s.Faults, s.Knobs, s.Goals, s.Charts = s.Edges[:len(s.Edges):len(s.Edges)], nil, nil, nil, nil
	peaks := func(slots int) []float64 {
		r, err := s.Start(nil, 1)
		must(t, err)
		r.Raster(slots)
		r.Advance(4 * engine.Second)
		r.Seek(500 * engine.Millisecond)
		r.Advance(4 * engine.Second)
		v, err := r.Result().Series("peak", "")
		must(t, err)
		return v
	}
	if got := peaks(0); got[1] != 0 {
		t.Errorf("without a chart of it: %v", got)
	}
	s.Charts = []Chart{{Metric: "peak", Label: "peak"}}
	for _, slots := range []int{0, 50, 60, 1000} {
		if got := peaks(slots); got[0] != 0 || got[1] != 2 || got[2] != 1 || got[3] != 0 {
			t.Errorf("asked for %d slots: peaks of %v, want 0 2 1 0", slots, got)
		}
	}
}
