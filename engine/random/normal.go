package random

import "math"

// Normal returns a normally distributed number with mean 0 and variance 1, by
// the polar method (Marsaglia and Bray, "A convenient method for generating
// normal variables", 1964). It throws the method's second number away, so that a
// Stream stays nothing but its four words. A square root has the same bits on
// every platform.
func (s *Stream) Normal() float64 {
	for {
		u := 2*s.Float() - 1
		v := 2*s.Float() - 1
		q := float64(u*u) + float64(v*v)
		if q > 0 && q < 1 {
			return float64(u * math.Sqrt(float64(-2*log(q))/q))
		}
	}
}
