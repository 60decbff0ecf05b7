package scenarios

import (
	"cmp"
	"context"
	"fmt"
	"math"
)

// DefaultSeeds is how many seeds an expect is run over unless it says otherwise.
const DefaultSeeds = 20

// ExpectResult is how an expect came out.
type ExpectResult struct {
	Expect Expect
	Tally
	Values []float64 // by seed
	Pass   bool
}

// String is one line for a report.
func (e ExpectResult) String() string {
	m, err := FindMetric(e.Expect.Metric)
	if err != nil {
		return err.Error()
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range e.Values {
		lo, hi = min(lo, v), max(hi, v)
	}
	return fmt.Sprintf("%s: %s %s %s in %d of %d seeds (seen: %s to %s)", e.Expect.ID, e.Expect.Metric, e.Expect.Op, e.Expect.Value, e.Held, e.Of, m.Format(lo), m.Format(hi))
}

// CheckExpect runs one claim over its seeds.
func (s *Scenario) CheckExpect(ctx context.Context, e Expect, cores int) (ExpectResult, error) {
	c, acts, err := s.Injected(e.Inject)
	if err != nil {
		return ExpectResult{}, fmt.Errorf("expect %s: %w", e.ID, err)
	}
	seeds := Seeds(cmp.Or(e.Seeds, DefaultSeeds))
	values := make([]float64, len(seeds))
	held := 0
	var failed error
	err = c.RunAll(ctx, e.Set, acts, seeds, cores, func(i int, r *Result) {
		v, ok, err := r.holds(e.Condition)
		if err != nil {
			failed = err
		}
		values[i] = v
		if ok {
			held++
		}
	})
	if err = cmp.Or(err, failed); err != nil {
		return ExpectResult{}, fmt.Errorf("expect %s: %w", e.ID, err)
	}
	t := NewTally(held, len(seeds))
	return ExpectResult{Expect: e, Tally: t, Values: values, Pass: t.Rate >= float64(cmp.Or(e.Share, 1))}, nil
}

// Goal returns the goal of that id; the error names the ones there are.
func (s *Scenario) Goal(id string) (Goal, error) {
	ids := ""
	for i, g := range s.Goals {
		if g.ID == id {
			return g, nil
		}
		if i > 0 {
			ids += ", "
		}
		ids += g.ID
	}
	return Goal{}, fmt.Errorf("scenario %s has no goal %q: choose one of %s", s.ID, id, ids)
}
