package lab

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A click on a cell of a slider goes to the stop drawn nearest to it, and one on the cell where the knob stands leaves it.
func TestSliderCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, w := rapid.IntRange(2, 200).Draw(t, "stops"), rapid.IntRange(leastTrack, mostTrack).Draw(t, "cells")
		at := rapid.IntRange(0, n-1).Draw(t, "at")
		to := cellStops(at, n, w)
		if to[stopCell(at, n, w)] != at {
			t.Fatalf("a click on the knob's own cell turns it from %d to %d", at, to[stopCell(at, n, w)])
		}
		if to[0] > n/2 || to[w-1] < n/2-1 || !slices.IsSorted(to) {
			t.Fatalf("cells go to stops %v", to)
		}
		for x, s := range to {
			for i := range n {
				if abs(stopCell(i, n, w)-x) < abs(stopCell(s, n, w)-x) {
					t.Fatalf("cell %d goes to stop %d, and stop %d is nearer", x, s, i)
				}
			}
		}
	})
}

// The options of a knob are all there, in lines that fit, each where it can be clicked.
func TestOptions(t *testing.T) {
	values := []string{"none", "attempt", "call", "request", "user", "intent"}
	for w, rows := range map[int]int{44: 1, 43: 2, 20: 3} {
		placed := optionPlaces(values, w)
		last := placed[len(placed)-1]
		if last.Y+1 != rows {
			t.Errorf("%d cells: %d lines, want %d", w, last.Y+1, rows)
		}
		for i, p := range placed {
			if p.X+p.W > w || p.W != len(values[i])+2 {
				t.Errorf("%d cells: %+v", w, p)
			}
		}
	}
}

// TestLabelsGoBeforeSliders: a longer label takes the room of the slider, and never that of the value.
func TestLabelsGoBeforeSliders(t *testing.T) {
	for _, c := range []struct{ longest, w, want int }{
		{9, 39, 15},  // two fifths
		{15, 39, 15}, //
		{18, 39, 18}, // what a short slider leaves
		{22, 39, 25}, // and the slider's room
		{70, 39, 25},
		{70, 78, 64},
		{70, 20, 10}, // the least
	} {
		if got := nameRoom(c.longest, c.w); got != c.want {
			t.Errorf("a label of %d in %d cells has %d, want %d", c.longest, c.w, got, c.want)
		}
	}
}
