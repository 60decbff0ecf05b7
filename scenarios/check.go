package scenarios

import (
	"errors"
	"fmt"
	"maps"
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
	for _, err := range s.trySystem() {
		report("system", err)
	}
	if s.checkModel() != nil {
		return errs // nothing else can be looked up
	}
	runs := len(errs) == 0
	report("board", s.checkBoard())
	if runs {
		s.checkFaults(report)
	}
	broken := map[string]bool{} // what is wrong with a knob is wrong wherever it is turned: it is told once
	for _, k := range s.Knobs {
		if err := s.checkKnob(k, runs); err != nil {
			report("knob "+k.ID, err)
			broken[k.ID] = true
		}
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
		for _, err := range s.checkCondition(g.Condition) {
			report("goal "+g.ID, err)
		}
	}
	for _, e := range s.Expect {
		for _, err := range s.checkCondition(e.Condition) {
			report("expect "+e.ID, err)
		}
		for _, knob := range slices.Sorted(maps.Keys(e.Set)) {
			if !broken[knob] {
				_, err := s.Apply(Settings{knob: e.Set[knob]})
				report("expect "+e.ID, err)
			}
		}
		if turned := slices.ContainsFunc(e.Inject, func(act string) bool { id, _, ok := strings.Cut(act, "="); return ok && broken[id] }); !turned {
			_, _, err = s.Injected(e.Inject)
			report("expect "+e.ID, err)
		}
	}
	return errs
}

// trySystem says why the definition can't be simulated: each node and edge by itself, and what lies between them if
// those are sound.
func (s *Scenario) trySystem() (errs []error) {
	if s.checkModel() == nil && s.model() == (requestModel{}) {
		for _, n := range s.Nodes {
			if _, err := s.buildNode(n); err != nil {
				errs = append(errs, fmt.Errorf("node %s: %w", n.ID, err))
			}
		}
		for _, e := range s.Edges {
			if _, err := s.buildEdge(e); err != nil {
				errs = append(errs, fmt.Errorf("edge %s: %w", e.ID, err))
			}
		}
	}
	if len(errs) > 0 {
		return errs
	}
	if err := s.Try(nil); err != nil {
		return []error{err}
	}
	return nil
}

// CheckWords is what Check can say of a definition parts of which could not be read: paths of knobs, kinds of faults,
// metrics, and what they are compared with. It looks at no system.
func (s *Scenario) CheckWords() (errs []error) {
	if s.checkModel() != nil {
		return nil
	}
	report := func(what string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	for _, k := range s.Knobs {
		_, err := field(reflect.ValueOf(s.clone()).Elem(), k.Path)
		report("knob "+k.ID, err)
	}
	if s.model() == (requestModel{}) {
		for _, f := range s.Faults {
			_, err := s.faultWord(f)
			report("faults", err)
		}
	}
	for _, c := range s.Charts {
		_, err := s.Metric(c.Metric)
		report("chart "+c.Label, err)
	}
	for _, g := range s.Goals {
		for _, err := range s.compares(g.Condition) {
			report("goal "+g.ID, err)
		}
	}
	for _, e := range s.Expect {
		for _, err := range s.compares(e.Condition) {
			report("expect "+e.ID, err)
		}
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

// checkKnob tries each stop of a knob, if the system runs at all.
func (s *Scenario) checkKnob(k Knob, runs bool) error {
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
		if !runs {
			if _, err := s.Apply(Settings{k.ID: stop}); err != nil {
				return err
			}
			continue
		}
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

// checkCondition returns everything that is wrong with a condition.
func (s *Scenario) checkCondition(c Condition) (errs []error) {
	if err := s.checkMetric(c.Metric, c.Node); err != nil {
		errs = append(errs, err)
		if _, known := s.Metric(c.Metric); known != nil {
			c.Metric = "" // told
		}
	}
	return append(errs, s.compares(c)...)
}

// compares looks at a condition without its node: the metric, unless it is empty, the value, the comparison and the window.
func (s *Scenario) compares(c Condition) (errs []error) {
	report := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	if c.Metric != "" {
		m, err := s.Metric(c.Metric)
		if report(err); err == nil {
			if _, err := m.ParseValue(c.Value); err != nil {
				report(fmt.Errorf("value: %w", err))
			}
		}
	}
	_, err := compare(0, c.Op, 0)
	report(err)
	if n := len(c.Window); n != 0 && n != 2 {
		report(errors.New("window is a list of two times, from and to"))
	}
	if len(c.Window) == 2 && (c.Window[0] >= c.Window[1] || s.Horizon > 0 && c.Window[1] > s.Horizon) {
		report(fmt.Errorf("window [%s, %s] must rise and end by %s", c.Window[0], c.Window[1], s.Horizon))
	}
	return errs
}
