package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"sysprep/engine"
)

// Service is a distribution of a time of service or work. Each Dist has fields of its own:
//
//	exponential (default), constant   mean
//	uniform                           min, max
//	erlang                            mean, k (stages)
//	hyperexponential                  mean, scv (squared coefficient of variation, 1 or more)
//	lognormal                         mean, sigma; or p50, p99
//	pareto                            min, max, alpha
//	bimodal                           fast, slow, share (of the slow ones)
type Service struct {
	Dist string   `yaml:"dist" json:"dist"`
	Mean Duration `yaml:"mean,omitempty" json:"mean"`

	Min   Duration `yaml:"min,omitempty" json:"min,omitempty"`
	Max   Duration `yaml:"max,omitempty" json:"max,omitempty"`
	K     int      `yaml:"k,omitempty" json:"k,omitempty"`
	SCV   float64  `yaml:"scv,omitempty" json:"scv,omitempty"`
	Sigma float64  `yaml:"sigma,omitempty" json:"sigma,omitempty"`
	P50   Duration `yaml:"p50,omitempty" json:"p50,omitempty"`
	P99   Duration `yaml:"p99,omitempty" json:"p99,omitempty"`
	Alpha float64  `yaml:"alpha,omitempty" json:"alpha,omitempty"`
	Fast  Duration `yaml:"fast,omitempty" json:"fast,omitempty"`
	Slow  Duration `yaml:"slow,omitempty" json:"slow,omitempty"`
	Share Ratio    `yaml:"share,omitempty" json:"share,omitempty"`
}

var distKinds = names[engine.DistKind]{
	{"exponential", engine.DistExponential},
	{"constant", engine.DistConstant},
	{"uniform", engine.DistUniform},
	{"erlang", engine.DistErlang},
	{"hyperexponential", engine.DistHyper},
	{"lognormal", engine.DistLogNormal},
	{"pareto", engine.DistPareto},
	{"bimodal", engine.DistBimodal},
}

// distFields are the fields that each kind may have; share of a bimodal one may be 0.
var distFields = [...]string{
	engine.DistExponential: "mean", engine.DistConstant: "mean", engine.DistUniform: "min max", engine.DistErlang: "mean k",
	engine.DistHyper: "mean scv", engine.DistLogNormal: "mean sigma p50 p99", engine.DistPareto: "min max alpha", engine.DistBimodal: "fast slow share",
}

// buildDist makes the engine's form of a distribution. what is the path of its
// kind, for errors: "service.dist".
func buildDist(what string, d Service) (engine.Dist, error) {
	kind, err := oneOf(what, d.Dist, distKinds)
	if err != nil {
		return engine.Dist{}, err
	}
	what = strings.TrimSuffix(what, ".dist")
	word := d.Dist
	if word == "" {
		word = "exponential"
	}
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"mean", d.Mean != 0},
		{"min", d.Min != 0},
		{"max", d.Max != 0},
		{"k", d.K != 0},
		{"scv", d.SCV != 0},
		{"sigma", d.Sigma != 0},
		{"p50", d.P50 != 0},
		{"p99", d.P99 != 0},
		{"alpha", d.Alpha != 0},
		{"fast", d.Fast != 0},
		{"slow", d.Slow != 0},
		{"share", d.Share != 0},
	} {
		fields := strings.Fields(distFields[kind])
		if f.set && !slices.Contains(fields, f.name) {
			return engine.Dist{}, fmt.Errorf("%s has %s, which a distribution %s has not: it has %s", what, f.name, word, strings.Join(fields, ", "))
		}
	}
	lo, hi := engine.Time(d.Min), engine.Time(d.Max)
	switch kind {
	case engine.DistUniform:
		if lo < 0 || hi <= 0 || hi < lo {
			return engine.Dist{}, fmt.Errorf("%s is uniform from %v to %v: give a min and a max above it", what, d.Min, d.Max)
		}
		return engine.Uniform(lo, hi), nil
	case engine.DistPareto:
		if lo <= 0 || hi <= lo {
			return engine.Dist{}, fmt.Errorf("%s is pareto from %v to %v: give a min above 0 and a max above it", what, d.Min, d.Max)
		}
		return engine.Pareto(lo, hi, d.Alpha), nil
	case engine.DistBimodal:
		if d.Fast <= 0 || d.Slow < d.Fast {
			return engine.Dist{}, fmt.Errorf("%s is bimodal, %v or %v: give a fast time above 0 and a slow one above it", what, d.Fast, d.Slow)
		}
		return engine.Bimodal(engine.Time(d.Fast), engine.Time(d.Slow), float64(d.Share)), nil
	case engine.DistErlang:
		return engine.Dist{Kind: kind, Mean: engine.Time(d.Mean), Shape: float64(d.K)}, nil
	case engine.DistHyper:
		return engine.Dist{Kind: kind, Mean: engine.Time(d.Mean), Shape: d.SCV}, nil
	case engine.DistLogNormal:
		return buildLogNormal(what, d)
	}
	return engine.Dist{Kind: kind, Mean: engine.Time(d.Mean)}, nil
}

func buildLogNormal(what string, d Service) (engine.Dist, error) {
	if d.P50 == 0 && d.P99 == 0 {
		return engine.Dist{Kind: engine.DistLogNormal, Mean: engine.Time(d.Mean), Shape: d.Sigma}, nil
	}
	if d.Mean != 0 || d.Sigma != 0 || d.P50 <= 0 || d.P99 < d.P50 {
		return engine.Dist{}, fmt.Errorf("%s is lognormal: give mean and sigma, or p50 and a p99 above it", what)
	}
	return engine.LogNormal(engine.Time(d.P50), engine.Time(d.P99)), nil
}
