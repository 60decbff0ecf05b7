package scenarios

import (
	"cmp"
	"fmt"
	"slices"
)

// miss is a goal that a run did not reach, and what it measured.
type miss struct {
	goal  Goal
	value float64
}

// failure is why one run failed: the goals that it missed, in their order, and what held it
// down, where that is known.
type failure struct {
	misses []miss
	cause  *Cause
}

// failure measures goals; nil if all of them are met.
func (r *Result) failure(goals []Goal) (*failure, error) {
	f := &failure{}
	effects := true
	for _, g := range goals {
		v, ok, err := r.holds(g.Condition)
		if err != nil {
			return nil, err
		}
		if !ok {
			f.misses = append(f.misses, miss{g, v})
			_, about := effectWords[g.Metric]
			effects = effects && about
		}
	}
	if f.misses == nil {
		return nil, nil
	}
	// Answers that come in time tell nothing of effects: a service that charges twice is quick and looks well.
	if c := r.Diagnose(); c.Key != "goal" && (!effects || r.Exhausted) {
		f.cause = &c
	}
	return f, nil
}

// Why says what a run that ended ill missed and what held it down: the goals that it missed,
// each with its figure, and then the cause. A run of a scenario without goals has a cause only.
func (r *Result) Why() ([]CauseTally, error) {
	f, err := r.failure(r.Scenario.Goals)
	if err != nil {
		return nil, err
	}
	if f == nil {
		c := r.Diagnose()
		return []CauseTally{{Cause: c, Seeds: []uint64{r.Seed}}}, nil
	}
	return r.Scenario.tallyFailures([]*failure{f}, []uint64{r.Seed}), nil
}

// tallyFailures tells for each goal in which seeds it was missed, with the figures of all
// of them, and then groups the causes by their key. A cause has the numbers of the first of its seeds.
func (s *Scenario) tallyFailures(failures []*failure, seeds []uint64) []CauseTally {
	var missed, out []CauseTally
	values := map[string][]float64{}
	goals := map[string]Goal{}
	for i, f := range failures {
		if f == nil {
			continue
		}
		for _, m := range f.misses {
			key := "goal-" + m.goal.ID
			goals[key] = m.goal
			values[key] = append(values[key], m.value)
			missed = count(missed, Cause{Key: key}, seeds[i])
		}
		if f.cause != nil {
			out = count(out, *f.cause, seeds[i])
		}
	}
	for i := range missed {
		missed[i].Text = s.missText(goals[missed[i].Key], values[missed[i].Key])
	}
	slices.SortStableFunc(missed, func(a, b CauseTally) int {
		return cmp.Compare(s.goalIndex(goals[a.Key].ID), s.goalIndex(goals[b.Key].ID))
	})
	for i := range out {
		if len(out[i].Seeds) > 1 {
			out[i].Text += fmt.Sprintf(" (numbers of seed %d)", out[i].Seeds[0])
		}
	}
	slices.SortStableFunc(out, func(a, b CauseTally) int { return cmp.Compare(len(b.Seeds), len(a.Seeds)) })
	return append(missed, out...)
}

func (s *Scenario) goalIndex(id string) int {
	return slices.IndexFunc(s.Goals, func(g Goal) bool { return g.ID == id })
}

// count adds a seed to the tally of a cause, and the cause where it is new.
func count(list []CauseTally, c Cause, seed uint64) []CauseTally {
	i := slices.IndexFunc(list, func(t CauseTally) bool { return t.Key == c.Key })
	if i < 0 {
		return append(list, CauseTally{Cause: c, Seeds: []uint64{seed}})
	}
	list[i].Seeds = append(list[i].Seeds, seed)
	return list
}

var opWords = map[string]string{"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}

// missText names a goal that was missed, with what was seen and what was asked.
func (s *Scenario) missText(g Goal, values []float64) string {
	m, err := s.Metric(g.Metric)
	if err != nil {
		return err.Error()
	}
	want, err := m.ParseValue(g.Value)
	if err != nil {
		return err.Error()
	}
	seen := m.spread(values, want)
	if say, ok := effectWords[g.Metric]; ok {
		seen = say(seen)
	}
	return fmt.Sprintf("“%s” is missed: %s, and %s %s is asked", cmp.Or(g.Text, g.ID), seen, opWords[g.Op], m.Format(want))
}

// spread writes values from the least to the greatest, with their median where there are more than two.
func (m Metric) spread(values []float64, want float64) string {
	v := slices.Sorted(slices.Values(values))
	near := func(x float64) string {
		text := m.Format(x)
		switch {
		case x == want || text != m.Format(want):
			return text
		case x < want:
			return "just under " + text
		}
		return "just over " + text
	}
	lo, hi := near(v[0]), near(v[len(v)-1])
	switch {
	case lo == hi:
		return lo
	case len(v) < 3:
		return lo + " to " + hi
	}
	return fmt.Sprintf("%s to %s (median %s)", lo, hi, near(v[len(v)/2]))
}
