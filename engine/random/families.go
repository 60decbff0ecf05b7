package random

import "math"

// Draws of families of distributions, each with mean 1. They call no function of
// package math but the square root, which has the same bits everywhere.

// Uniform returns a uniform number in [1-w, 1+w), 0 <= w <= 1.
func (s *Stream) Uniform(w float64) float64 {
	u := 2*s.Float() - 1
	return 1 + float64(w*u)
}

// Erlang returns the mean of k exponentially distributed numbers, k >= 1: an
// Erlang-k distribution, whose squared coefficient of variation is 1/k.
func (s *Stream) Erlang(k int) float64 {
	sum := 0.0
	for range k {
		sum += s.Exp()
	}
	return sum / float64(k)
}

// Hyper returns a number from two exponential branches with balanced means,
// whose squared coefficient of variation is scv >= 1 (Morse, "Queues,
// Inventories and Maintenance", 1958): with probability p = (1 + sqrt((scv-1)/(scv+1)))/2
// the mean is 1/(2p), else 1/(2(1-p)).
func (s *Stream) Hyper(scv float64) float64 {
	p := float64((1 + math.Sqrt((scv-1)/(scv+1))) / 2)
	if s.Float() >= p {
		p = 1 - p
	}
	return s.Exp() / (2 * p)
}

// LogNormal returns a number whose logarithm is normal with standard deviation
// sigma, 0 <= sigma <= 5.
func (s *Stream) LogNormal(sigma float64) float64 {
	return exp(float64(sigma*s.Normal()) - float64(float64(sigma*sigma)/2))
}

// normal99 is the 99th percentile of the standard normal distribution.
const normal99 = 2.3263478740408408

// LogNormalShape returns the mean, in medians, and sigma of the lognormal
// distribution whose 99th percentile is so many medians, above 1.
func LogNormalShape(p99 float64) (mean, sigma float64) {
	sigma = log(p99) / normal99
	return exp(float64(sigma*sigma) / 2), sigma
}

// Pareto returns a number from the bounded Pareto distribution, whose density
// falls like x^-(alpha+1) between its least value and ratio times that. Alpha is
// 0.1 to 20, ratio 1 to 1e6, and more than 1.
func (s *Stream) Pareto(alpha, ratio float64) float64 {
	reach := 1 - exp(float64(-alpha*log(ratio)))
	return exp(-log(1-float64(s.Float()*reach))/alpha) / ParetoMean(alpha, ratio)
}

// ParetoMean returns the mean of a bounded Pareto distribution as a multiple of its least value.
func ParetoMean(alpha, ratio float64) float64 {
	l := log(ratio)
	reach := 1 - exp(float64(-alpha*l))
	if math.Abs(alpha-1) < 1e-6 {
		return l / reach
	}
	return alpha / (alpha - 1) * (1 - exp(float64((1-alpha)*l))) / reach
}

// Bimodal returns one of two values: with probability share one that is ratio times the other.
func (s *Stream) Bimodal(share, ratio float64) float64 {
	fast := 1 / (1 - share + float64(share*ratio))
	if s.Float() < share {
		return fast * ratio
	}
	return fast
}

// Least returns the least of n independent uniform numbers in [0, 1), n >= 1, with one draw.
func (s *Stream) Least(n int) float64 {
	return 1 - exp(-s.Exp()/float64(n))
}
