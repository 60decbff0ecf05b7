package screen

import (
	"reflect"
	"testing"
)

// Only what is in view can be clicked, and the line that says that there is more is not.
func TestScrollSpots(t *testing.T) {
	spots := []Spot{{Y: 0, W: 5, H: 2}, {Y: 2, W: 5, H: 1, Key: "a"}, {Y: 3, W: 5, H: 3, Key: "b"}, {Y: 8, W: 5, H: 1, Key: "c"}}
	for _, c := range []struct {
		top, n, h int
		want      []Spot
	}{
		{0, 9, 9, spots},
		{0, 9, 5, []Spot{{Y: 0, W: 5, H: 2}, {Y: 2, W: 5, H: 1, Key: "a"}, {Y: 3, W: 5, H: 1, Key: "b"}}},
		{1, 9, 5, []Spot{{Y: 0, W: 5, H: 1}, {Y: 1, W: 5, H: 1, Key: "a"}, {Y: 2, W: 5, H: 2, Key: "b"}}},
		{99, 9, 5, []Spot{{Y: 0, W: 5, H: 1, Key: "b"}, {Y: 3, W: 5, H: 1, Key: "c"}}},
	} {
		if got := (Scroll{}).To(c.top).Spots(spots, c.n, c.h); !reflect.DeepEqual(got, c.want) {
			t.Errorf("from line %d in %d rows: %+v, want %+v", c.top, c.h, got, c.want)
		}
	}
}
