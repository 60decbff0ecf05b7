package scenarios

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"sysprep/engine"
)

// Design is what somebody did to a scenario: the knobs as a run begins, and what is done by
// hand on the way. Scenario, design and seed reproduce a run.
type Design struct {
	Set  Settings
	Acts []Act
}

// Design is the run's.
func (r *Run) Design() Design { return Design{maps.Clone(r.start), r.Acts()} }

// Yield is something that a run is measured by at its end: a goal's metric over the goal's
// window, or a chart's over the whole run.
type Yield struct {
	Label  string
	Metric string
	Node   string
	From   engine.Time
	To     engine.Time
	Unit   Unit
	Goal   string // id of the goal that it is of; "" for none
}

// Yields are what runs of the scenario can be measured by: its goals, then its charts, each
// metric over a span once.
func (s *Scenario) Yields() []Yield {
	var out []Yield
	add := func(label, metric, node, goal string, from, to engine.Time) {
		m, err := s.Metric(metric)
		same := func(y Yield) bool { return y.Metric == metric && y.Node == node && y.From == from && y.To == to }
		if err != nil || slices.ContainsFunc(out, same) {
			return
		}
		out = append(out, Yield{Label: label, Metric: metric, Node: node, From: from, To: to, Unit: m.Unit, Goal: goal})
	}
	for _, g := range s.Goals {
		from, to := engine.Time(0), engine.Time(s.Horizon)
		if len(g.Window) == 2 {
			from, to = engine.Time(g.Window[0]), engine.Time(g.Window[1])
		}
		add(metricName(g.Metric, g.Node)+spanName(from, to, s), g.Metric, g.Node, g.ID, from, to)
	}
	for _, c := range s.Charts {
		add(c.Label+", whole run", c.Metric, c.Node, "", 0, engine.Time(s.Horizon))
	}
	return out
}

// YieldOf is a metric, of a node or "", over the whole run.
func (s *Scenario) YieldOf(metric, node string) (Yield, error) {
	m, _, err := s.metricAt(metric, node)
	if err != nil {
		return Yield{}, err
	}
	return Yield{Label: metricName(metric, node), Metric: metric, Node: node, To: engine.Time(s.Horizon), Unit: m.Unit}, nil
}

func metricName(metric, node string) string {
	name := strings.ReplaceAll(metric, "_", " ")
	if node != "" {
		name += " of " + node
	}
	return name
}

// spanName says which part of a run is meant, where it is not the whole.
func spanName(from, to engine.Time, s *Scenario) string {
	if from == 0 && to >= engine.Time(s.Horizon) {
		return ""
	}
	return fmt.Sprintf(", %s to %s", Duration(from), Duration(to))
}

// Format writes a value of the yield.
func (y Yield) Format(v float64) string {
	m := Metric{Unit: y.Unit}
	return m.Format(v)
}

// measure is a yield of a run.
func (y Yield) measure(r *Result) (float64, error) { return r.Value(y.Metric, y.Node, y.From, y.To) }

// measured makes one whole run and measures it.
func (s *Scenario) measured(d Design, seed uint64, yields []Yield) ([]float64, error) {
	run, err := s.Start(d.Set, seed, d.Acts...)
	if err != nil {
		return nil, err
	}
	run.advance(engine.Time(s.Horizon))
	result := run.Result()
	out := make([]float64, len(yields))
	for i, y := range yields {
		if out[i], err = y.measure(result); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Difference is one yield of two designs, on the same luck.
type Difference struct {
	Yield Yield    `json:"-"`
	Label string   `json:"of"`
	A     Number   `json:"a"`    // mean over the seeds
	B     Number   `json:"b"`    // likewise
	Diff  Number   `json:"diff"` // mean of B - A, seed by seed
	Low   Number   `json:"low"`  // 95 % interval of that mean
	High  Number   `json:"high"`
	More  int      `json:"more"` // seeds in which B has more
	Less  int      `json:"less"`
	Of    int      `json:"seeds"` // seeds in which both have a value
	Never [2]int   `json:"never"` // seeds without a value ("never"), of A and of B
	Each  []Paired `json:"by_seed"`
}

// Paired are the values of one seed.
type Paired struct {
	Seed uint64 `json:"seed"`
	A    Number `json:"a"`
	B    Number `json:"b"`
}

// Clear says whether the interval leaves out 0: the designs differ, and not by luck.
func (d *Difference) Clear() bool { return d.Of > 1 && (d.Low > 0 || d.High < 0) }

// CompareDesigns runs both designs over the seeds, on common random numbers: each component
// has the same luck in both, so that a difference within a seed is the designs'. progress
// (may be nil) is told how many runs are done.
func (s *Scenario) CompareDesigns(ctx context.Context, a, b Design, yields []Yield, seeds []uint64, cores int, progress func(done, of int)) ([]Difference, error) {
	if len(seeds) == 0 {
		return nil, fmt.Errorf("a comparison over no seeds: choose 1 or more")
	}
	values, faults, done := make([][2][]float64, len(seeds)), make([]error, len(seeds)), 0
	err := onCores(ctx, len(seeds), cores, func(i int, tell func(func())) {
		for k, d := range []Design{a, b} {
			if values[i][k], faults[i] = s.measured(d, seeds[i], yields); faults[i] != nil {
				return
			}
		}
		tell(func() {
			done++
			if progress != nil {
				progress(2*done, 2*len(seeds))
			}
		})
	})
	for _, f := range faults {
		err = cmp.Or(err, f)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Difference, len(yields))
	for y := range yields {
		out[y] = difference(yields[y], seeds, values, y)
	}
	return out, nil
}

// difference sums up what the seeds say about one yield.
func difference(y Yield, seeds []uint64, values [][2][]float64, at int) Difference {
	d := Difference{Yield: y, Label: y.Label}
	var diffs []float64
	var sum [2]float64
	for i := range seeds {
		a, b := values[i][0][at], values[i][1][at]
		d.Each = append(d.Each, Paired{seeds[i], Number(a), Number(b)})
		for k, v := range []float64{a, b} {
			if math.IsInf(v, 0) || math.IsNaN(v) {
				d.Never[k]++
			}
		}
		switch {
		case b > a:
			d.More++
		case b < a:
			d.Less++
		}
		if v := b - a; !math.IsInf(v, 0) && !math.IsNaN(v) {
			diffs = append(diffs, v)
			sum[0] += a
			sum[1] += b
		}
	}
	d.Of = len(diffs)
	if d.Of > 0 {
		d.A, d.B = Number(sum[0]/float64(d.Of)), Number(sum[1]/float64(d.Of))
	}
	mean, low, high := MeanInterval(diffs)
	d.Diff, d.Low, d.High = Number(mean), Number(low), Number(high)
	return d
}

// MeanInterval is the mean of values and the 95 % interval of it by Student's t; of fewer
// than two values the interval is the mean.
func MeanInterval(values []float64) (mean, low, high float64) {
	n := float64(len(values))
	if n == 0 {
		return 0, 0, 0
	}
	for _, v := range values {
		mean += v / n
	}
	if n < 2 {
		return mean, mean, mean
	}
	squares := 0.0
	for _, v := range values {
		squares += float64((v - mean) * (v - mean))
	}
	half := float64(student(len(values)-1) * math.Sqrt(squares/(n-1)/n))
	return mean, mean - half, mean + half
}

// student is the 97.5 % quantile of Student's t with so many degrees of freedom. Up to 10
// from tables; above, the expansion by Cornish and Fisher, which is within 0.001 there
// (Abramowitz and Stegun 1964, 26.7.5).
func student(df int) float64 {
	table := []float64{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228}
	if df <= len(table) {
		return table[df-1]
	}
	const z = 1.959963984540054
	n := float64(df)
	z3, z5, z7 := z*z*z, z*z*z*z*z, z*z*z*z*z*z*z
	return z + (z3+z)/(4*n) + (5*z5+16*z3+3*z)/(96*n*n) + (3*z7+19*z5+17*z3-15*z)/(384*n*n*n)
}

// FormatDiff writes a difference of two values of the yield, with its sign: shares differ by
// points.
func (y Yield) FormatDiff(v float64) string {
	sign := "+"
	if v < 0 {
		sign = "−"
	}
	text := y.Format(math.Abs(v))
	if y.Unit == Share {
		text = strings.TrimSuffix(text, " %") + " points"
	}
	return sign + text
}
