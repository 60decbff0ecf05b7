package lab

import "testing"

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
