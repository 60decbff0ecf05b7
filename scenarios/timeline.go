package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sysprep/engine"
)

// ActKind is what was done to a run by hand.
type ActKind string

// Kinds of acts.
const (
	Turn   ActKind = "turn"   // a knob was set to a value
	Inject ActKind = "inject" // a fault was started
	Lift   ActKind = "lift"   // a fault was ended
)

// Act is one thing done to a run. Scenario, settings, seed and acts reproduce the run.
type Act struct {
	At    engine.Time `json:"at"`
	Kind  ActKind     `json:"kind"`
	Knob  string      `json:"knob,omitempty"`
	Value string      `json:"value,omitempty"`
	Fault string      `json:"fault,omitempty"`
}

// operation is one thing that the engine is told at a time.
type operation struct {
	at    engine.Time
	fault *engine.Fault // or
	turn  *Act
	from  string // id of the scenario's fault, for lifting

	strike // or, for the other models
}

// Fault returns the fault of that id; the error names the ones there are.
func (s *Scenario) Fault(id string) (Fault, error) {
	ids := make([]string, len(s.Faults))
	for i, f := range s.Faults {
		if f.ID == id {
			return f, nil
		}
		ids[i] = f.ID
	}
	return Fault{}, fmt.Errorf("scenario %s has no fault %q: choose one of %s", s.ID, id, strings.Join(ids, ", "))
}

// operations are the story's own faults and the acts, in the order in which the engine is told.
func (s *Scenario) operations(acts []Act) ([]operation, error) {
	var ops []operation
	for _, f := range s.Faults {
		if f.On {
			o, err := s.expand(f, engine.Time(f.At))
			if err != nil {
				return nil, err
			}
			ops = append(ops, o...)
		}
	}
	for i := range acts {
		a := &acts[i]
		if a.Kind == Turn {
			ops = append(ops, operation{at: a.At, turn: a})
			continue
		}
		f, err := s.Fault(a.Fault)
		if err != nil {
			return nil, err
		}
		ops = slices.DeleteFunc(ops, func(o operation) bool { return o.from == f.ID && o.at > a.At })
		if a.Kind == Lift {
			lift, err := s.model().lift(s, f)
			if err != nil {
				return nil, err
			}
			lift.at, lift.from = a.At, f.ID
			ops = append(ops, lift)
			continue
		}
		o, err := s.expand(f, a.At)
		if err != nil {
			return nil, err
		}
		ops = append(ops, o...)
	}
	slices.SortStableFunc(ops, func(a, b operation) int { return cmp.Compare(a.at, b.at) })
	return ops, nil
}

// expand turns a fault that starts at a time into engine faults: its start, its ramp and its end.
func (s *Scenario) expand(f Fault, at engine.Time) ([]operation, error) {
	if s.model() != (requestModel{}) {
		return s.spread(f, at)
	}
	start, err := s.engineFault(f)
	if err != nil {
		return nil, err
	}
	ops := []operation{{at: at, fault: start, from: f.ID}}
	if f.Kind == "deploy" {
		if ops, err = s.deploy(f, at); err != nil {
			return nil, err
		}
	}
	if f.For == 0 || start.Kind == engine.FaultFlush || start.Kind == engine.FaultDisconnect {
		return ops, nil
	}
	end := at + engine.Time(f.For)
	if start.Kind == engine.FaultShed {
		for t := engine.Second; t < engine.Time(f.Ramp); t += engine.Second {
			part := *start
			part.Fraction = start.Fraction * (1 - t.Seconds()/engine.Time(f.Ramp).Seconds())
			ops = append(ops, operation{at: end + t, fault: &part, from: f.ID})
		}
		end += engine.Time(f.Ramp)
	}
	lift, err := s.lifted(f)
	if err != nil {
		return nil, err
	}
	return append(ops, operation{at: end, fault: lift, from: f.ID}), nil
}

// spread is the start of a fault of another model, and its end.
func (s *Scenario) spread(f Fault, at engine.Time) ([]operation, error) {
	start, err := s.model().strike(s, f)
	if err != nil {
		return nil, err
	}
	start.at, start.from = at, f.ID
	if f.For == 0 {
		return []operation{start}, nil
	}
	end, err := s.model().lift(s, f)
	if err != nil {
		return nil, err
	}
	end.at, end.from = at+engine.Time(f.For), f.ID
	return []operation{start, end}, nil
}

// ParseInject reads "FAULT@TIME" ("shed@120s"), "KNOB=VALUE@TIME" ("load=150/s@120s"), which turns a knob
// while the system runs, "-FAULT@TIME", which ends a fault, or "-FAULT", which switches one of the story off.
func (s *Scenario) ParseInject(text string) (act Act, off bool, err error) {
	id, when, ok := strings.Cut(text, "@")
	id, minus := strings.CutPrefix(id, "-")
	if minus && !ok {
		_, err = s.Fault(id)
		return Act{Fault: id}, true, err
	}
	if !ok {
		return Act{}, false, fmt.Errorf("%q: write FAULT@TIME, such as shed@120s, KNOB=VALUE@TIME, or -FAULT to switch off a fault of the story", text)
	}
	act = Act{Kind: Inject, Fault: id}
	if minus {
		act.Kind = Lift
	}
	if knob, value, turns := strings.Cut(id, "="); turns && !minus {
		act = Act{Kind: Turn, Knob: knob, Value: value}
		if _, err = s.Apply(Settings{knob: value}); err != nil {
			return Act{}, false, fmt.Errorf("%q: %w", text, err)
		}
	} else if _, err = s.Fault(id); err != nil {
		return Act{}, false, err
	}
	at, err := ParseDuration(when)
	if err != nil {
		return Act{}, false, err
	}
	if at < 0 || at >= s.Horizon {
		return Act{}, false, fmt.Errorf("%q: the run lasts %s, so choose an earlier time", text, s.Horizon)
	}
	act.At = engine.Time(at)
	return act, false, nil
}

// Text is an act as ParseInject reads it.
func (a Act) Text() string {
	at := Duration(a.At).String()
	switch a.Kind {
	case Turn:
		return a.Knob + "=" + a.Value + "@" + at
	case Lift:
		return "-" + a.Fault + "@" + at
	}
	return a.Fault + "@" + at
}

// Injected returns the definition with story faults switched off, and the acts, of a list of injections.
func (s *Scenario) Injected(list []string) (*Scenario, []Act, error) {
	c := s.clone()
	c.Faults = slices.Clone(s.Faults)
	var acts []Act
	for _, text := range list {
		act, off, err := s.ParseInject(text)
		if err != nil {
			return nil, nil, err
		}
		if !off {
			acts = append(acts, act)
			continue
		}
		for i := range c.Faults {
			if c.Faults[i].ID == act.Fault {
				c.off = append(slices.Clone(c.off), act.Fault)
				c.Faults[i].On = false
			}
		}
	}
	slices.SortStableFunc(acts, func(a, b Act) int { return cmp.Compare(a.At, b.At) })
	return c, acts, nil
}
