package scenarios

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Check looks the whole definition over and returns every fault: a system that can't be
// simulated, a knob whose path or bounds are off, a condition on a metric that isn't there.
func (s *Scenario) Check() []error {
	var errs []error
	report := func(what string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	if s.Horizon <= 0 {
		report("horizon", errors.New("say how long a run lasts, such as 240s"))
	}
	report("system", s.Try(nil))
	if s.checkModel() != nil {
		return errs // nothing else can be looked up
	}
	report("board", s.checkBoard())
	s.checkFaults(report)
	for _, k := range s.Knobs {
		report("knob "+k.ID, s.checkKnob(k))
	}
	_, err := s.operations(nil)
	report("faults", err)
	for _, f := range s.Faults {
		_, err := s.model().strike(s, f)
		report("faults", err)
		if f.On && f.At >= s.Horizon {
			report("fault "+f.ID, fmt.Errorf("happens at %s, after the run's end at %s", f.At, s.Horizon))
		}
	}
	for _, c := range s.Charts {
		report("chart "+c.Label, s.checkMetric(c.Metric, c.Node))
	}
	for _, g := range s.Goals {
		report("goal "+g.ID, s.checkCondition(g.Condition))
	}
	for _, e := range s.Expect {
		report("expect "+e.ID, s.checkCondition(e.Condition))
		_, err := s.Apply(e.Set)
		report("expect "+e.ID, err)
		_, _, err = s.Injected(e.Inject)
		report("expect "+e.ID, err)
	}
	return errs
}

// checkFaults tries each fault on a system: what it is refused for, a run would be too.
func (s *Scenario) checkFaults(report func(string, error)) {
	if len(s.Faults) == 0 {
		return
	}
	sim, err := s.model().start(s.small(), 1)
	if err != nil {
		return // Try has said so
	}
	for _, f := range s.Faults {
		ops, err := s.expand(f, 0)
		if err != nil {
			if _, known := s.model().strike(s, f); known == nil {
				report("faults", err)
			}
			continue // else Check has said so
		}
		for _, op := range ops {
			report("fault "+f.ID, sim.strike(op))
		}
	}
}

// small is the scenario with few keys and users: what faults can be done to it is the same, and a start costs nothing.
func (s *Scenario) small() *Scenario {
	const few = 1000
	c := s.clone()
	for i := range c.Nodes {
		n := &c.Nodes[i]
		n.Keys.Count, n.Users = min(n.Keys.Count, few), min(n.Users, few)
	}
	return c
}

func (s *Scenario) checkKnob(k Knob) error {
	f, err := field(reflect.ValueOf(s.clone()).Elem(), k.Path)
	if err != nil {
		return err
	}
	if len(k.Values) > 0 && !slices.Contains(k.Values, text(f)) {
		return fmt.Errorf("its value in the definition is %q: write one of %s there", text(f), strings.Join(k.Values, ", "))
	}
	if err := k.inBounds(f, text(f)); err != nil {
		return fmt.Errorf("its value in the definition is out of bounds: %w", err)
	}
	for _, stop := range k.Stops() {
		if err := s.Try(Settings{k.ID: stop}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Scenario) checkMetric(id, node string) error {
	if slices.ContainsFunc(effectMetrics, func(e Metric) bool { return e.ID == id }) && s.model() == (requestModel{}) && !s.hasEffects() {
		return fmt.Errorf("metric %s is about calls with effects, and the scenario has none: write effect: true in the step that makes the call", id)
	}
	_, _, err := s.metricAt(id, node)
	return err
}

func (s *Scenario) checkCondition(c Condition) error {
	if err := s.checkMetric(c.Metric, c.Node); err != nil {
		return err
	}
	m, err := s.Metric(c.Metric)
	if err != nil {
		return err
	}
	if _, err := m.ParseValue(c.Value); err != nil {
		return err
	}
	if _, err := compare(0, c.Op, 0); err != nil {
		return err
	}
	if n := len(c.Window); n != 0 && n != 2 {
		return errors.New("window is a list of two times, from and to")
	}
	if len(c.Window) == 2 && (c.Window[0] >= c.Window[1] || c.Window[1] > s.Horizon) {
		return fmt.Errorf("window [%s, %s] must rise and end by %s", c.Window[0], c.Window[1], s.Horizon)
	}
	return nil
}
