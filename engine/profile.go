package engine

import (
	"fmt"
	"math"
	"slices"
)

// ProfilePoint says how fast the arrivals of a client come at a time: Factor
// times as fast as its Rate, or as its Replay, says.
type ProfilePoint struct {
	At     Time
	Factor float64 // 0 to 1,000,000
}

const (
	maxProfile = 10_000
	maxFactor  = 1e6
)

// profile is piecewise linear between its points, and constant before the first
// and after the last; of two points at one time the later counts from then on. A
// client with a profile lives by a clock that runs that much faster or slower:
// Poisson arrivals at a constant rate by that clock are Poisson arrivals with the
// rate that the profile says (Cinlar, "Introduction to Stochastic Processes",
// 1975, section 4.7). Nothing is thinned out: the luck is the same whatever the factors are.
type profile []ProfilePoint

// next returns the index of the first point after t.
func (p profile) next(t int64) int {
	i, _ := slices.BinarySearchFunc(p, t, func(point ProfilePoint, t int64) int {
		if int64(point.At) <= t {
			return -1
		}
		return 1
	})
	return i
}

// factor returns the factor at t, where i is next(t).
func (p profile) factor(i int, t int64) float64 {
	switch {
	case len(p) == 0:
		return 1
	case i == 0:
		return p[0].Factor
	}
	a := &p[i-1]
	if i == len(p) {
		return a.Factor
	}
	b := &p[i]
	return a.Factor + float64((b.Factor-a.Factor)*float64(t-int64(a.At))/float64(b.At-a.At))
}

// reach returns when the client's clock will have advanced by need, counted from
// a time; false when it never will have, or not within thirty years.
func (p profile) reach(from int64, need float64) (int64, bool) {
	i := p.next(from)
	f := p.factor(i, from)
	if need <= 0 {
		return from, true
	}
	for ; i < len(p); i++ {
		end, g := int64(p[i].At), p[i].Factor
		length := float64(end - from)
		area := float64(float64((f+g)/2) * length)
		if need < area {
			// The root of f*d + (g-f)/length*d*d/2 = need, in the form that loses no digits.
			d := need / f
			if g != f {
				d = 2 * need / (f + math.Sqrt(max(0, float64(f*f)+float64(2*need*(g-f)/length))))
			}
			return from + int64(min(d, length)+0.5), true
		}
		if need -= area; need <= 0 {
			return end, true
		}
		from, f = end, g
	}
	d := need / f // infinite where f is 0
	if !(d < longestService) {
		return 0, false
	}
	return from + int64(d+0.5), true
}

// advance returns how far the client's clock goes from one time to another.
func (p profile) advance(from, to int64) float64 {
	sum := 0.0
	i := p.next(from)
	f := p.factor(i, from)
	for ; i < len(p) && int64(p[i].At) <= to; i++ {
		g := p[i].Factor
		sum += float64(float64((f+g)/2) * float64(int64(p[i].At)-from))
		from, f = int64(p[i].At), g
	}
	return sum + float64(float64((f+p.factor(i, to))/2)*float64(to-from))
}

// most returns the largest factor.
func (p profile) most() float64 {
	f := 0.0
	for i := range p {
		f = max(f, p[i].Factor)
	}
	return f
}

func (p profile) validate() error {
	if len(p) > maxProfile {
		return fmt.Errorf("its profile has %d points; give %d at most", len(p), maxProfile)
	}
	for i, point := range p {
		switch {
		case point.At < 0 || point.At > longestSpan:
			return fmt.Errorf("point %d of its profile is at %v s; give a time from 0 to a year", i+1, point.At.Seconds())
		case i > 0 && point.At < p[i-1].At:
			return fmt.Errorf("point %d of its profile is at %v s, before the one before it; put the points in the order of time", i+1, point.At.Seconds())
		case !(point.Factor >= 0 && point.Factor <= maxFactor):
			return fmt.Errorf("the factor of point %d of its profile is %v; give a number from 0 to %g", i+1, point.Factor, float64(maxFactor))
		}
	}
	if len(p) > 0 && p.most() == 0 {
		return fmt.Errorf("its profile is 0 all the time, so nothing would arrive; give a point a factor above 0")
	}
	return nil
}
