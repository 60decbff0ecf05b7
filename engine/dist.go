package engine

import (
	"fmt"
	"math"

	"sysprep/engine/random"
)

// Dist is a distribution of a span of time. Mean is its mean whatever the Kind
// is; the other fields say the shape where the kind has one.
type Dist struct {
	Kind DistKind
	Mean Time

	// Shape is, for DistUniform half the width as a share of the mean (0 to 1: U(mean(1-w), mean(1+w))),
	// for DistErlang the number of stages k (1 to 100), for DistHyper the squared
	// coefficient of variation (1 to 10,000), for DistLogNormal the standard
	// deviation sigma of the logarithm (0 to 5), for DistPareto the exponent alpha (0.1 to 20).
	Shape float64
	Ratio float64 // DistPareto: the greatest value over the least, above 1; DistBimodal: the slow value over the fast; to 1,000,000
	Share float64 // DistBimodal: how often the slow value comes, 0 to 1
}

// DistKind is the family of a distribution.
type DistKind uint8

// Families of distributions.
const (
	DistExponential DistKind = iota
	DistConstant
	DistUniform
	DistErlang    // sum of k exponential stages: less variable than exponential
	DistHyper     // two exponential branches with balanced means: more variable
	DistLogNormal // what measured latencies often look like
	DistPareto    // bounded: a power law between two values
	DistBimodal   // one of two values
)

// Bounds of the shapes of distributions.
const (
	maxStages    = 100
	maxVariation = 10_000
	maxSigma     = 5
	minAlpha     = 0.1
	maxAlpha     = 20
	maxSpread    = 1e6
)

// Uniform returns the uniform distribution between two times, 0 <= lo <= hi.
func Uniform(lo, hi Time) Dist {
	mean := lo + (hi-lo)/2
	return Dist{Kind: DistUniform, Mean: mean, Shape: min(1, float64(hi-mean)/float64(max(mean, 1)))}
}

// LogNormal returns the lognormal distribution with a median and a 99th
// percentile, 0 < p50 <= p99.
func LogNormal(p50, p99 Time) Dist {
	mean, sigma := random.LogNormalShape(float64(p99) / float64(p50))
	return Dist{Kind: DistLogNormal, Mean: roundTime(float64(mean * float64(p50))), Shape: sigma}
}

// Pareto returns the bounded Pareto distribution with exponent alpha between two
// times, 0 < lo < hi.
func Pareto(lo, hi Time, alpha float64) Dist {
	ratio := float64(hi) / float64(lo)
	return Dist{Kind: DistPareto, Mean: roundTime(float64(random.ParetoMean(alpha, ratio) * float64(lo))), Shape: alpha, Ratio: ratio}
}

// Bimodal returns the distribution that is slow with probability share and fast
// otherwise, 0 < fast <= slow.
func Bimodal(fast, slow Time, share float64) Dist {
	mean := float64((1-share)*float64(fast)) + float64(share*float64(slow))
	return Dist{Kind: DistBimodal, Mean: roundTime(mean), Ratio: float64(slow) / float64(fast), Share: share}
}

// roundTime returns a span of time that is no number, or too long, as one that Validate refuses.
func roundTime(v float64) Time {
	if !(v >= 0 && v < longestService) {
		return -1
	}
	return Time(v + 0.5)
}

// spanOf draws a span of time from a distribution, factor times as long.
func spanOf(d *Dist, factor float64, luck *random.Stream) int64 {
	v := float64(d.Mean) * factor
	if d.Kind == DistExponential {
		v *= luck.Exp()
	} else if d.Kind != DistConstant {
		v *= d.draw(luck)
	}
	return int64(min(float64(v), longestService) + 0.5)
}

// draw draws from the rarer families, with mean 1.
func (d *Dist) draw(luck *random.Stream) float64 {
	switch d.Kind {
	case DistUniform:
		return luck.Uniform(d.Shape)
	case DistErlang:
		return luck.Erlang(int(d.Shape))
	case DistHyper:
		return luck.Hyper(d.Shape)
	case DistLogNormal:
		return luck.LogNormal(d.Shape)
	case DistPareto:
		return luck.Pareto(d.Shape, d.Ratio)
	case DistBimodal:
		return luck.Bimodal(d.Share, d.Ratio)
	}
	return 1
}

func (d *Dist) validate(what string) error {
	if err := d.validateShape(); err != nil {
		return err
	}
	if d.Mean <= 0 || d.Mean > longestSpan {
		return fmt.Errorf("%s is %v s; give a time above 0, a year at most", what, d.Mean.Seconds())
	}
	return nil
}

func (d *Dist) validateShape() error {
	shape := func(name string, lo, hi float64) error {
		if d.Shape >= lo && d.Shape <= hi {
			return nil
		}
		return fmt.Errorf("the %s of its distribution is %v; give a number from %v to %v", name, d.Shape, lo, hi)
	}
	switch d.Kind {
	case DistExponential, DistConstant:
		return nil
	case DistUniform:
		return shape("half width, as a share of the mean,", 0, 1)
	case DistErlang:
		if d.Shape != math.Trunc(d.Shape) {
			return fmt.Errorf("an Erlang distribution has %v stages; give a whole number from 1 to %d", d.Shape, maxStages)
		}
		return shape("number of stages", 1, maxStages)
	case DistHyper:
		return shape("squared coefficient of variation", 1, maxVariation)
	case DistLogNormal:
		return shape("sigma", 0, maxSigma)
	case DistPareto:
		if !(d.Ratio > 1 && d.Ratio <= maxSpread) {
			return fmt.Errorf("the greatest value of its Pareto distribution is %v times the least; give a ratio above 1, at most %v", d.Ratio, float64(maxSpread))
		}
		return shape("exponent alpha", minAlpha, maxAlpha)
	case DistBimodal:
		if !(d.Share >= 0 && d.Share <= 1) {
			return fmt.Errorf("the share of slow values is %v; give a number from 0 to 1", d.Share)
		}
		if !(d.Ratio >= 1 && d.Ratio <= maxSpread) {
			return fmt.Errorf("the slow value is %v times the fast one; give a ratio from 1 to %v", d.Ratio, float64(maxSpread))
		}
		return nil
	}
	return fmt.Errorf("there is no distribution kind %d; use one of the Dist constants", d.Kind)
}
