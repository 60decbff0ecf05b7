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
	Metric Metric // of the expect
	Tally
	Values []float64 // by seed
	Pass   bool
}

// String is one line for a report.
func (e ExpectResult) String() string {
	m := e.Metric
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range e.Values {
		lo, hi = min(lo, v), max(hi, v)
	}
	return fmt.Sprintf("%s: %s %s %s in %d of %d seeds (seen: %s to %s)", e.Expect.ID, e.Expect.Metric, e.Expect.Op, e.Expect.Value, e.Held, e.Of, m.Format(lo), m.Format(hi))
}

// CheckExpects runs claims over their seeds. Claims about the same design, faults and
// seeds share their runs. The results are in the order of the claims.
func (s *Scenario) CheckExpects(ctx context.Context, expects []Expect, cores int) ([]ExpectResult, error) {
	results := make([]ExpectResult, len(expects))
	groups := map[string][]int{}
	var order []string
	for i, e := range expects {
		results[i].Expect = e
		var err error
		if results[i].Metric, err = s.Metric(e.Metric); err != nil {
			return nil, fmt.Errorf("expect %s: %w", e.ID, err)
		}
		key := fmt.Sprintf("%v %q %d", e.Set, e.Inject, cmp.Or(e.Seeds, DefaultSeeds)) // maps print in order of their keys
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range order {
		if err := s.checkGroup(ctx, results, groups[key], cores); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// checkGroup runs the seeds of claims that share their runs.
func (s *Scenario) checkGroup(ctx context.Context, results []ExpectResult, group []int, cores int) error {
	first := results[group[0]].Expect
	c, acts, err := s.Injected(first.Inject)
	if err != nil {
		return fmt.Errorf("expect %s: %w", first.ID, err)
	}
	seeds := Seeds(cmp.Or(first.Seeds, DefaultSeeds))
	held := make([]int, len(group))
	for _, i := range group {
		results[i].Values = make([]float64, len(seeds))
	}
	var failed error
	err = c.RunAll(ctx, first.Set, acts, seeds, cores, func(seed int, r *Result) {
		for g, i := range group {
			v, ok, err := r.holds(results[i].Expect.Condition)
			failed = cmp.Or(failed, err)
			results[i].Values[seed] = v
			if ok {
				held[g]++
			}
		}
	})
	if err = cmp.Or(err, failed); err != nil {
		return fmt.Errorf("expect %s: %w", first.ID, err)
	}
	for g, i := range group {
		results[i].Tally = NewTally(held[g], len(seeds))
		results[i].Pass = results[i].Rate >= float64(cmp.Or(results[i].Expect.Share, 1))
	}
	return nil
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
