package random

import (
	"math"
	"testing"
)

// TestNormalMoments: mean 0, variance 1, third moment 0, fourth 3, and the share
// beyond one and three standard deviations. Bounds are 4 standard errors.
func TestNormalMoments(t *testing.T) {
	const n = 2_000_000
	s := New(7, "normal")
	var moment [5]float64
	var beyond1, beyond3 float64
	for range n {
		x := s.Normal()
		for k, power := 1, x; k <= 4; k, power = k+1, power*x {
			moment[k] += power / n
		}
		if math.Abs(x) > 1 {
			beyond1++
		}
		if math.Abs(x) > 3 {
			beyond3++
		}
	}
	for _, c := range []struct {
		name                string
		got, want, variance float64
	}{
		{"mean", moment[1], 0, 1},
		{"second moment", moment[2], 1, 2},
		{"third moment", moment[3], 0, 15},
		{"fourth moment", moment[4], 3, 96},
		{"share beyond 1", beyond1 / n, math.Erfc(1 / math.Sqrt2), 0.3173 * 0.6827},
		{"share beyond 3", beyond3 / n, math.Erfc(3 / math.Sqrt2), 0.0027},
	} {
		if off := math.Abs(c.got - c.want); off > 4*math.Sqrt(c.variance/n) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
}
