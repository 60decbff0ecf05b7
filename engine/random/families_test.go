package random

import (
	"fmt"
	"math"
	"testing"
)

// TestFamilies holds the means, the squared coefficients of variation and a
// percentile of each family against its closed forms, within 4 standard errors.
func TestFamilies(t *testing.T) {
	type family struct {
		name string
		draw func(*Stream) float64
		scv  float64 // 0: not compared
		at   float64 // P(X > at) = tail
		tail float64
	}
	mean := func(alpha, ratio float64) float64 { return 1 / ParetoMean(alpha, ratio) } // the least value
	pareto := func(alpha, ratio, at float64) float64 {
		return (math.Pow(mean(alpha, ratio)/at, alpha) - math.Pow(ratio, -alpha)) / (1 - math.Pow(ratio, -alpha))
	}
	p := (1 + math.Sqrt(3.0/5)) / 2
	for _, f := range []family{
		{"uniform", func(s *Stream) float64 { return s.Uniform(0.5) }, 0.25 / 3, 1.25, 0.25},
		{"erlang 4", func(s *Stream) float64 { return s.Erlang(4) }, 0.25, 2, math.Exp(-8) * (1 + 8 + 32 + 512.0/6)},
		{"erlang 1", func(s *Stream) float64 { return s.Erlang(1) }, 1, 2, math.Exp(-2)},
		{"hyper 4", func(s *Stream) float64 { return s.Hyper(4) }, 4, 3, p*math.Exp(-6*p) + (1-p)*math.Exp(-6*(1-p))},
		{"hyper 1", func(s *Stream) float64 { return s.Hyper(1) }, 1, 1, math.Exp(-1)},
		{"lognormal", func(s *Stream) float64 { return s.LogNormal(0.8) }, math.Expm1(0.64), math.Exp(0.8*normal99 - 0.32), 0.01},
		{"pareto 1.5", func(s *Stream) float64 { return s.Pareto(1.5, 100) }, 0, 2, pareto(1.5, 100, 2)},
		{"pareto 1", func(s *Stream) float64 { return s.Pareto(1, 50) }, 0, 3, pareto(1, 50, 3)},
		{"bimodal", func(s *Stream) float64 { return s.Bimodal(0.1, 10) }, 0.9 * 0.1 * 81 / (1.9 * 1.9), 2, 0.1},
	} {
		const n = 1_000_000
		luck := New(3, "family/"+f.name)
		var sum, squares, fourth, over float64
		for range n {
			x := f.draw(&luck)
			sum += x
			d := (x - 1) * (x - 1)
			squares += d
			fourth += d * d
			if x > f.at {
				over++
			}
		}
		variance := squares / n
		if off := sum/n - 1; math.Abs(off) > 4*math.Sqrt(variance/n) {
			t.Errorf("%s: the mean is off by %v", f.name, off)
		}
		if off := variance - f.scv; f.scv > 0 && math.Abs(off) > 4*math.Sqrt((fourth/n-variance*variance)/n) {
			t.Errorf("%s: the squared coefficient of variation is %v, want %v", f.name, variance, f.scv)
		}
		if off := over/n - f.tail; math.Abs(off) > 4*math.Sqrt(f.tail*(1-f.tail)/n) {
			t.Errorf("%s: a share of %v is above %v, want %v", f.name, over/n, f.at, f.tail)
		}
	}
}

// TestParetoMeanIsSmooth: at an exponent of 1 the formula changes, the mean does not.
func TestParetoMeanIsSmooth(t *testing.T) {
	for _, ratio := range []float64{1.001, 10, 1e6} {
		at, near := ParetoMean(1, ratio), ParetoMean(1+2e-6, ratio)
		if math.Abs(at/near-1) > 1e-4 {
			t.Errorf("ratio %v: the mean is %v at 1 and %v beside it", ratio, at, near)
		}
	}
}

func TestLogNormalShape(t *testing.T) {
	mean, sigma := LogNormalShape(10)
	if got := fmt.Sprintf("%.6f %.6f", mean, sigma); got != "1.632051 0.989785" {
		t.Errorf("mean and sigma are %s", got)
	}
}

// TestGoldenFamilies notices a platform on which the draws have other bits.
func TestGoldenFamilies(t *testing.T) {
	s := New(42, "families")
	h := uint64(0)
	for range 10_000 {
		for _, x := range []float64{s.Uniform(0.3), s.Erlang(3), s.Hyper(7), s.LogNormal(1.2), s.Pareto(1.1, 1000), s.Bimodal(0.02, 30)} {
			h = mix(h ^ math.Float64bits(x))
		}
	}
	if want := uint64(0xef19a7eee0acbafa); h != want {
		t.Errorf("hash of the draws = %#x, want %#x", h, want)
	}
}
