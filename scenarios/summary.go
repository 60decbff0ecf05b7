package scenarios

import (
	"cmp"
	"context"
	"slices"

	"sysprep/engine"
)

// Report is the whole of what one run did. Knobs holds the value of every knob, so that
// the report alone says how to repeat the run. inject are the injections as they were
// typed.
func (r *Result) Report(inject []string) (Report, error) {
	out, err := r.Scenario.blank(inject)
	if err != nil {
		return Report{}, err
	}
	if out.Goals, err = r.GoalReports(); err != nil {
		return Report{}, err
	}
	out.Seed, out.Outcome = &r.Seed, r.Outcome()
	if slices.ContainsFunc(out.Goals, func(g GoalReport) bool { return !*g.Pass }) {
		if out.Causes, err = r.Why(); err != nil {
			return Report{}, err
		}
	}
	out.Events, out.Windows = r.Events, r.WindowReports()
	out.Effects = effectReports(&r.System, r.Effects())
	return out, nil
}

// blank is a report of the scenario, its knobs turned, before anything has run.
func (s *Scenario) blank(inject []string) (Report, error) {
	out := Report{Scenario: s.ID, Horizon: s.Horizon, Knobs: Settings{}, Inject: inject, Goals: []GoalReport{}}
	for _, k := range s.Knobs {
		v, err := s.Value(k.ID, nil)
		if err != nil {
			return Report{}, err
		}
		out.Knobs[k.ID] = v
	}
	return out, nil
}

// ReportSeeds runs the scenario once for each seed and reports how often each goal was
// reached, with every value seen. progress (may be nil) is told how many runs are done.
func (s *Scenario) ReportSeeds(ctx context.Context, set Settings, inject []string, seeds []uint64, cores int, progress func(done int)) (Report, error) {
	c, acts, err := s.Injected(inject)
	if err != nil {
		return Report{}, err
	}
	turned, err := c.Apply(set)
	if err != nil {
		return Report{}, err
	}
	out, err := turned.blank(inject)
	if err != nil {
		return Report{}, err
	}
	t := newTallying(c, len(seeds))
	err = c.RunAll(ctx, set, acts, seeds, cores, func(i int, r *Result) {
		t.add(i, r)
		if progress != nil {
			progress(t.done)
		}
	})
	if err = cmp.Or(err, t.failed); err != nil {
		return Report{}, err
	}
	all := NewTally(t.whole, len(seeds))
	out.Seeds, out.All, out.Outcomes = len(seeds), &all, t.outcomes
	out.Effects = effectReports(&t.system, t.effects)
	out.Events, out.Causes = t.events, c.tallyFailures(t.failures, seeds)
	for g, goal := range c.Goals {
		over := NewTally(t.held[g], len(seeds))
		out.Goals = append(out.Goals, GoalReport{ID: goal.ID, Text: goal.Text, Over: &over, Seen: t.seen[g]})
	}
	return out, nil
}

// tallying adds up results as they come in.
type tallying struct {
	done, whole int
	held        []int      // by goal
	seen        [][]Number // by goal and seed
	failures    []*failure // by seed
	outcomes    map[string]int
	events      uint64
	effects     []engine.EffectWindow // by edge, over all seeds
	system      engine.System
	failed      error
}

func newTallying(s *Scenario, seeds int) *tallying {
	t := &tallying{held: make([]int, len(s.Goals)), seen: make([][]Number, len(s.Goals)), failures: make([]*failure, seeds), outcomes: map[string]int{}}
	for g := range t.seen {
		t.seen[g] = make([]Number, seeds)
	}
	return t
}

// add counts the result of the i-th seed.
func (t *tallying) add(i int, r *Result) {
	goals, err := r.GoalReports()
	if err != nil {
		t.failed = err
		return
	}
	all := true
	for g := range goals {
		t.seen[g][i] = *goals[g].Value
		if *goals[g].Pass {
			t.held[g]++
		}
		all = all && *goals[g].Pass
	}
	if all {
		t.whole++
	} else {
		t.failures[i], t.failed = r.failure(r.Scenario.Goals)
	}
	t.outcomes[r.Outcome()]++
	t.events += r.Events
	t.system = r.System
	for e, w := range r.Effects() {
		if t.effects == nil {
			t.effects = make([]engine.EffectWindow, len(r.System.Edges))
		}
		t.effects[e].Add(&w)
	}
	t.done++
}
