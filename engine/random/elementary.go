package random

import "math"

// The logarithm and exponential of package math are assembly on some platforms
// and may be compiled with fused multiply-add on others, so their last bit
// differs between machines. These two are slower and accurate to a few units in
// the last place, and give the same bits everywhere: every product is rounded by
// an explicit conversion before it is added to anything. (An assignment does not
// stop fusion, nor does a call that is inlined.)

const (
	ln2Hi = 6.93147180369123816490e-01 // the upper 33 bits of ln 2: a small integer times it is exact
	ln2Lo = math.Ln2 - ln2Hi
)

// exp returns e^x for |x| < 700 by Taylor's series on [-ln2/2, ln2/2].
func exp(x float64) float64 {
	k := math.Round(x / math.Ln2)
	r := (x - float64(k*ln2Hi)) - float64(k*ln2Lo)
	sum := 1.0
	for n := 14.0; n >= 1; n-- {
		sum = 1 + float64(float64(r/n)*sum)
	}
	return math.Ldexp(sum, int(k))
}

// log returns the natural logarithm of x > 0 by the series of the inverse
// hyperbolic tangent: ln m = 2 atanh((m-1)/(m+1)), m in [1/sqrt2, sqrt2).
func log(x float64) float64 {
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	s := (m - 1) / (m + 1)
	square := float64(s * s)
	sum := 0.0
	for n := 25.0; n >= 1; n -= 2 {
		sum = 1/n + float64(square*sum)
	}
	return float64(float64(e)*ln2Hi) + (float64(2*s*sum) + float64(float64(e)*ln2Lo))
}
