package landscape

import (
	"time"

	"sysprep/scenarios"
)

// point is a place in the landscape that a ball rolls over: across in places, which may lie
// between two of them, and up as a share, 0 on the collapsed branch and 1 on the healthy one.
type point struct{ across, up float64 }

// path is the way of a ball, played over wall time.
type path struct {
	points []point
	in     time.Duration
}

// How long a leg of a path lasts on the wall.
const (
	alongLeg = 160 * time.Millisecond // to the next place
	fallLeg  = 500 * time.Millisecond // from one branch to the other
)

// rest is where a ball lies.
func rest(b scenarios.Ball) point {
	p := point{across: float64(b.At), up: 1}
	if b.Down {
		p.up = 0
	}
	return p
}

// roll is the way from where a ball lay to where it lies after an act.
func roll(from, to scenarios.Ball, did scenarios.Roll) path {
	a, b := rest(from), rest(to)
	switch did {
	case scenarios.Withstood: // it is knocked half down, and comes back
		return path{points: []point{a, {a.across, 0.4}, b}}
	case scenarios.Healed, scenarios.Fell:
		if a.across != b.across {
			return path{points: []point{a, {b.across, a.up}, b}}
		}
	}
	return path{points: []point{a, b}}
}

func (p path) leg(i int) time.Duration {
	if p.points[i].up != p.points[i+1].up {
		return fallLeg
	}
	return alongLeg
}

// over says whether the ball has arrived.
func (p path) over() bool {
	var all time.Duration
	for i := range len(p.points) - 1 {
		all += p.leg(i)
	}
	return p.in >= all
}

// at is where the ball is now. A fall gets faster.
func (p path) at() point {
	in := p.in
	for i := range len(p.points) - 1 {
		long := p.leg(i)
		if in >= long {
			in -= long
			continue
		}
		a, b, t := p.points[i], p.points[i+1], float64(in)/float64(long)
		if b.up < a.up {
			t *= t
		}
		return point{a.across + (b.across-a.across)*t, a.up + (b.up-a.up)*t}
	}
	return p.points[len(p.points)-1]
}
