package scenarios

import (
	"fmt"
	"strings"
)

// Meets tells if a knob meets a condition under these settings. A condition is a value or several of them
// ("spread", "call | request"), or a bound, which is a value or the id of another knob:
// "<= 400ms", "> phone-timeout". An error says which knob or value there isn't.
func (s *Scenario) Meets(set Settings, knob, condition string) (bool, error) {
	value, err := s.Value(knob, set)
	if err != nil {
		return false, err
	}
	op, bound := cutOperator(condition)
	if op == "" {
		for want := range strings.SplitSeq(condition, "|") {
			same, err := s.sameValue(knob, value, strings.TrimSpace(want))
			if same || err != nil {
				return same, err
			}
		}
		return false, nil
	}
	if other, err := s.Value(bound, set); err == nil {
		bound = other
	}
	at, err := s.KnobNumber(knob, value)
	if err != nil {
		return false, err
	}
	to, err := s.KnobNumber(knob, bound)
	if err != nil {
		return false, fmt.Errorf("the condition %q of knob %s needs a value after %s, or another knob: %w", condition, knob, op, err)
	}
	switch op {
	case "<":
		return at < to, nil
	case "<=":
		return at <= to, nil
	case ">":
		return at > to, nil
	}
	return at >= to, nil
}

func cutOperator(condition string) (op, rest string) {
	for _, op := range []string{"<=", ">=", "<", ">"} {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(condition), op); ok {
			return op, strings.TrimSpace(rest)
		}
	}
	return "", condition
}

// sameValue compares two values of a knob: 1s is 1000ms.
func (s *Scenario) sameValue(knob, a, b string) (bool, error) {
	if _, err := s.Apply(Settings{knob: b}); err != nil {
		return false, err
	}
	x, errX := s.KnobNumber(knob, a)
	y, errY := s.KnobNumber(knob, b)
	if errX != nil || errY != nil {
		return a == b, nil
	}
	return x == y, nil
}
