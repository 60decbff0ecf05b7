package engine

import (
	"slices"
	"testing"
)

// TestRaster: the slots of a window hold the attempts that reached a node, and
// counting them changes nothing.
func TestRaster(t *testing.T) {
	sys := trickle(0)
	sys.Window = Second
	sys.Nodes[0].Client.Replay = &Replay{Times: []Time{0, 99 * Millisecond, 100 * Millisecond, 999 * Millisecond, Second, 1500 * Millisecond}}
	s, plain := mustNew(t, sys, 1), mustNew(t, sys, 1)
	s.Raster(10)
	s.RunUntil(1200 * Millisecond)
	fork := s.Fork()
	for _, r := range []*Sim{s, fork} {
		r.RunUntil(3 * Second)
		w := r.Windows()
		if w[0].Raster[0] != nil {
			t.Error("a client has a raster")
		}
		// The attempt at time 0 came before the raster was asked for.
		if got := w[0].Raster[1]; !slices.Equal(got, []int32{1, 1, 0, 0, 0, 0, 0, 0, 0, 1}) {
			t.Errorf("first second: %v", got)
		}
		if got := w[1].Raster[1]; !slices.Equal(got, []int32{1, 0, 0, 0, 0, 1, 0, 0, 0, 0}) {
			t.Errorf("second second: %v", got)
		}
	}
	plain.RunUntil(3 * Second)
	if plain.Windows()[0].Raster != nil || plain.Hash() != s.Hash() {
		t.Error("the raster is there unasked, or it changes the run")
	}
	s.Raster(0)
	s.RunUntil(4 * Second)
	if s.Windows()[3].Raster != nil {
		t.Error("the raster goes on after it was stopped")
	}
}

// TestRasterAddsUp: over a busy run, the slots add up to what a node got.
func TestRasterAddsUp(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	s.Raster(60)
	s.RunUntil(20 * Second)
	for i, w := range s.Windows() {
		sum := int64(0)
		for _, n := range w.Raster[2] {
			sum += int64(n)
		}
		got := w.Nodes[2].Served + w.Nodes[2].Rejected
		if d := sum - got; d < -30 || d > 30 || sum == 0 { // a few are in between
			t.Errorf("second %d: the raster has %d, the store dealt with %d", i, sum, got)
		}
	}
}
