package engine

import (
	"math"
	"strings"
	"testing"

	"sysprep/engine/random"
)

// TestPollaczekKhinchine holds the mean time at one worker, for services of each
// family, against rho/(1-rho) (1+scv)/2 + 1.
func TestPollaczekKhinchine(t *testing.T) {
	const rho = 0.6
	second := func(alpha, ratio float64) float64 { // second moment of a bounded Pareto distribution, over the square of its mean
		m := random.ParetoMean(alpha, ratio)
		return alpha / (alpha - 2) * (1 - math.Pow(ratio, 2-alpha)) / (1 - math.Pow(ratio, -alpha)) / m / m
	}
	for _, c := range []struct {
		name string
		work Dist
		scv  float64
	}{
		{"uniform", Dist{Kind: DistUniform, Shape: 0.9}, 0.27},
		{"erlang", Dist{Kind: DistErlang, Shape: 4}, 0.25},
		{"hyperexponential", Dist{Kind: DistHyper, Shape: 4}, 4},
		{"lognormal", Dist{Kind: DistLogNormal, Shape: 1}, math.E - 1},
		{"pareto", Dist{Kind: DistPareto, Shape: 3.5, Ratio: 100}, second(3.5, 100) - 1},
		{"bimodal", Dist{Kind: DistBimodal, Share: 0.05, Ratio: 10}, 0.95 * 0.05 * 81 / (1.45 * 1.45)},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := queueing(rho, 1, -1)
			c.work.Mean = unit
			sys.Nodes[1].Store.Service = c.work
			holds(t, sys, quantity{"W", 1 + rho/(1-rho)*(1+c.scv)/2, meanLatency, 0})
		})
	}
}

// TestDistsByTheirValues: the constructors give the distribution with those values.
func TestDistsByTheirValues(t *testing.T) {
	count := func(d Dist, ok func(Time) bool) float64 {
		luck := random.New(1, "dist")
		n := 0.0
		for range 100_000 {
			if ok(Time(spanOf(&d, 1, &luck))) {
				n++
			}
		}
		return n / 100_000
	}
	between := func(lo, hi Time) func(Time) bool { return func(v Time) bool { return v >= lo && v <= hi } }
	for _, c := range []struct {
		name       string
		d          Dist
		ok         func(Time) bool
		want, room float64
	}{
		{"uniform", Uniform(2*Millisecond, 6*Millisecond), between(2*Millisecond, 6*Millisecond), 1, 0},
		{"uniform, its lower half", Uniform(2*Millisecond, 6*Millisecond), between(0, 4*Millisecond), 0.5, 0.006},
		{"uniform from 0", Uniform(0, 6*Millisecond), between(0, 6*Millisecond), 1, 0},
		{"median", LogNormal(10*Millisecond, 100*Millisecond), between(0, 10*Millisecond), 0.5, 0.006},
		{"p99", LogNormal(10*Millisecond, 100*Millisecond), between(0, 100*Millisecond), 0.99, 0.0013},
		{"pareto", Pareto(Millisecond, Second, 1.2), between(Millisecond-1, Second+100), 1, 0},
		{"pareto's tail", Pareto(Millisecond, Second, 1.2), between(10*Millisecond, Second+100), math.Pow(10, -1.2), 0.0032},
		{"fast", Bimodal(5*Millisecond, 100*Millisecond, 0.1), between(5*Millisecond-1, 5*Millisecond+1), 0.9, 0.004},
		{"slow", Bimodal(5*Millisecond, 100*Millisecond, 0.1), between(100*Millisecond-10, 100*Millisecond+10), 0.1, 0.004},
	} {
		if err := c.d.validate("the mean"); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := count(c.d, c.ok); math.Abs(got-c.want) > c.room {
			t.Errorf("%s: a share of %v, want %v", c.name, got, c.want)
		}
	}
}

func TestBadDistsAreRefused(t *testing.T) {
	for _, c := range []struct {
		want string
		d    Dist
	}{
		{"distribution kind 8", Dist{Kind: DistBimodal + 1, Mean: 1}},
		{"a time above 0", Dist{}},
		{"half width", Dist{Kind: DistUniform, Mean: 1, Shape: 1.1}},
		{"2.5 stages", Dist{Kind: DistErlang, Mean: 1, Shape: 2.5}},
		{"number of stages", Dist{Kind: DistErlang, Mean: 1, Shape: 101}},
		{"variation", Dist{Kind: DistHyper, Mean: 1, Shape: 0.5}},
		{"sigma", Dist{Kind: DistLogNormal, Mean: 1, Shape: math.NaN()}},
		{"alpha", Dist{Kind: DistPareto, Mean: 1, Ratio: 10}},
		{"a ratio above 1", Pareto(Second, Millisecond, 1)},
		{"sigma", LogNormal(0, Second)},
		{"from 0 to 1", Bimodal(1, 10, 1.5)},
		{"a ratio from 1", Bimodal(10, 1, 0.5)},
	} {
		if err := c.d.validate("its mean"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error with %q", c.d, err, c.want)
		}
	}
}
