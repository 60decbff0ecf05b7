package scenarios

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Response is how runs come out at each value of a knob: what a sweep of the lab draws. Where
// a Landscape asks for both branches of a hysteresis, a response asks for the story itself,
// with the knob set from the start.
type Response struct {
	Scenario string    `json:"scenario"`
	Knob     string    `json:"knob"`
	Present  string    `json:"present"` // the knob's value in the design
	Knobs    Settings  `json:"knobs"`
	Seeds    []uint64  `json:"seeds"`
	Values   []string  `json:"values"`
	At       []float64 `json:"at"` // the values as numbers of their base unit
	Yields   []Yield   `json:"-"`
	Curves   []Curve   `json:"curves"` // by yield
}

// Curve is one yield over the values of the knob.
type Curve struct {
	Label string `json:"of"`
	Unit  Unit   `json:"unit"`
	Bands []Band `json:"bands"` // by value
}

// Band is one yield at one value, over the seeds.
type Band struct {
	Value  string   `json:"value"`
	Mean   Number   `json:"mean"`   // of the seeds that have a value
	Least  Number   `json:"least"`  // of the seeds
	Median Number   `json:"median"` // "never" counts as more than all
	Most   Number   `json:"most"`
	Each   []Number `json:"by_seed"`
}

// ResponseSweep is what to run: the design with one knob at several values, over seeds.
type ResponseSweep struct {
	Scenario *Scenario
	Design   Design
	Knob     string
	Values   []string
	Yields   []Yield
	Seeds    []uint64
}

// Check says why the sweep can't be run.
func (w *ResponseSweep) Check() error {
	if _, err := w.Scenario.Knob(w.Knob); err != nil {
		return err
	}
	if len(w.Values) < minPlaces || len(w.Values) > maxPlaces {
		return fmt.Errorf("a sweep of %d values: choose from %d to %d", len(w.Values), minPlaces, maxPlaces)
	}
	if n := len(w.Seeds); n == 0 || n > MaxSweepSeeds {
		return fmt.Errorf("a sweep over %d seeds: choose from 1 to %d", n, MaxSweepSeeds)
	}
	if len(w.Yields) == 0 {
		return fmt.Errorf("scenario %s has neither goals nor charts to sweep: name a metric", w.Scenario.ID)
	}
	for _, v := range w.Values {
		if _, err := w.Scenario.Start(w.design(v).Set, 0, w.design(v).Acts...); err != nil {
			return err
		}
	}
	return nil
}

// design is the design at a value: what was done to the knob by hand is left out.
func (w *ResponseSweep) design(value string) Design {
	acts := slices.DeleteFunc(slices.Clone(w.Design.Acts), func(a Act) bool { return a.Kind == Turn && a.Knob == w.Knob })
	return Design{w.Design.Set.With(w.Knob, value), acts}
}

// Run sweeps on so many cores (0: all). progress (may be nil) is told how many of all runs
// are done, one call at a time. It ends early, with ctx's error, when ctx does.
func (w *ResponseSweep) Run(ctx context.Context, cores int, progress func(done, of int)) (*Response, error) {
	if err := w.Check(); err != nil {
		return nil, err
	}
	present, err := w.Scenario.Value(w.Knob, w.Design.Set)
	if err != nil {
		return nil, err
	}
	seeds := len(w.Seeds)
	n := len(w.Values) * seeds
	values, faults, done := make([][]float64, n), make([]error, n), 0
	err = onCores(ctx, n, cores, func(i int, tell func(func())) {
		values[i], faults[i] = w.Scenario.measured(w.design(w.Values[i/seeds]), w.Seeds[i%seeds], w.Yields)
		tell(func() {
			done++
			if progress != nil {
				progress(done, n)
			}
		})
	})
	for _, f := range faults {
		err = cmp.Or(err, f)
	}
	if err != nil {
		return nil, err
	}
	out := &Response{
		Scenario: w.Scenario.ID, Knob: w.Knob, Present: present, Knobs: w.Design.Set, Seeds: w.Seeds, Values: w.Values, Yields: w.Yields,
	}
	for i, v := range w.Values {
		at, err := w.Scenario.KnobNumber(w.Knob, v)
		if err != nil {
			at = float64(i) // an enumeration
		}
		out.At = append(out.At, at)
	}
	for y, yield := range w.Yields {
		c := Curve{Label: yield.Label, Unit: yield.Unit}
		for i, v := range w.Values {
			c.Bands = append(c.Bands, bandOf(v, values[i*seeds:(i+1)*seeds], y))
		}
		out.Curves = append(out.Curves, c)
	}
	return out, nil
}

// bandOf sums up what the seeds say about one yield at one value.
func bandOf(value string, seeds [][]float64, y int) Band {
	b := Band{Value: value}
	var all []float64
	sum, n := 0.0, 0
	for _, s := range seeds {
		b.Each = append(b.Each, Number(s[y]))
		all = append(all, s[y])
		if !math.IsInf(s[y], 0) {
			sum += s[y]
			n++
		}
	}
	slices.Sort(all)
	b.Least, b.Median, b.Most = Number(all[0]), Number(all[(len(all)-1)/2]), Number(all[len(all)-1])
	b.Mean = Number(math.Inf(1))
	if n > 0 {
		b.Mean = Number(sum / float64(n))
	}
	return b
}

// SweepStops are values of a knob to sweep where nobody named a range: its stops, or the
// values of an enumeration; of a knob with bounds only, nine between them.
func (s *Scenario) SweepStops(id string, set Settings) ([]string, error) {
	k, err := s.Knob(id)
	if err != nil {
		return nil, err
	}
	stops := k.Stops()
	if len(stops) >= minPlaces {
		return stops[:min(len(stops), maxPlaces)], nil
	}
	if k.Min == "" || k.Max == "" {
		return nil, fmt.Errorf("knob %s has neither stops nor bounds: write a range", id)
	}
	return s.SweepValues(id, k.Min, k.Max, 9, set)
}

// SeedsText writes seeds in short: "1 to 20", "7", "1, 5, 9".
func SeedsText(seeds []uint64) string {
	n := len(seeds)
	run := n > 1
	for i := 1; i < n; i++ {
		run = run && seeds[i] == seeds[i-1]+1
	}
	if run {
		return fmt.Sprintf("%d to %d", seeds[0], seeds[n-1])
	}
	var parts []string
	for _, s := range seeds {
		parts = append(parts, fmt.Sprint(s))
	}
	return strings.Join(parts, ", ")
}
