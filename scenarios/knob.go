package scenarios

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Settings are the values of knobs that differ from the definition, by knob id.
type Settings map[string]string

// With returns a copy of s in which one knob has another value.
func (s Settings) With(knob, value string) Settings {
	c := maps.Clone(s)
	if c == nil {
		c = Settings{}
	}
	c[knob] = value
	return c
}

// Over returns s with the values of another on top.
func (s Settings) Over(top Settings) Settings {
	for _, id := range slices.Sorted(maps.Keys(top)) {
		s = s.With(id, top[id])
	}
	return s
}

// Knob returns the knob of that id; the error names the ones there are.
func (s *Scenario) Knob(id string) (Knob, error) {
	for _, k := range s.Knobs {
		if k.ID == id {
			return k, nil
		}
	}
	return Knob{}, fmt.Errorf("scenario %s has no knob %q: choose one of %s", s.ID, id, strings.Join(s.KnobIDs(), ", "))
}

// KnobIDs lists the ids of the knobs in order.
func (s *Scenario) KnobIDs() []string {
	ids := make([]string, len(s.Knobs))
	for i, k := range s.Knobs {
		ids[i] = k.ID
	}
	return ids
}

// Value is the value of a knob under the given settings, in the notation of its type.
func (s *Scenario) Value(id string, set Settings) (string, error) {
	k, err := s.Knob(id)
	if err != nil {
		return "", err
	}
	if v, ok := set[id]; ok {
		return v, nil
	}
	f, err := field(reflect.ValueOf(s).Elem(), k.Path)
	if err != nil {
		return "", err
	}
	return text(f), nil
}

// Apply returns the definition with the knobs turned. Each unknown knob and each value
// out of bounds is an error that names what is valid.
func (s *Scenario) Apply(set Settings) (*Scenario, error) {
	c := s.clone()
	for _, id := range slices.Sorted(maps.Keys(set)) {
		k, err := s.Knob(id)
		if err != nil {
			return nil, err
		}
		if err := c.turn(k, set[id]); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// turn sets one knob in place.
func (s *Scenario) turn(k Knob, value string) error {
	if len(k.Values) > 0 && !slices.Contains(k.Values, value) {
		return fmt.Errorf("knob %s can't be %q: choose one of %s", k.ID, value, strings.Join(k.Values, ", "))
	}
	f, err := field(reflect.ValueOf(s).Elem(), k.Path)
	if err != nil {
		return fmt.Errorf("knob %s: %w", k.ID, err)
	}
	if err := setText(f, value); err != nil {
		return fmt.Errorf("knob %s: %w", k.ID, err)
	}
	return k.inBounds(f, value)
}

func (k Knob) inBounds(f reflect.Value, value string) error {
	got, ok := magnitude(f)
	if !ok || len(k.Values) > 0 {
		return nil
	}
	bound := func(text string) (float64, bool, error) {
		if text == "" {
			return 0, false, nil
		}
		b := reflect.New(f.Type()).Elem()
		if err := setText(b, text); err != nil {
			return 0, false, fmt.Errorf("knob %s: bound %w", k.ID, err)
		}
		m, ok := magnitude(b)
		return m, ok, nil
	}
	lo, hasLo, err := bound(k.Min)
	if err != nil {
		return err
	}
	hi, hasHi, err := bound(k.Max)
	if err != nil {
		return err
	}
	if (hasLo && got < lo) || (hasHi && got > hi) {
		return fmt.Errorf("knob %s can't be %s: choose a value from %s to %s", k.ID, value, k.Min, k.Max)
	}
	return nil
}

// Shown is how a value is told to people: by the knob's word for zero, where it has one.
func (k Knob) Shown(value string) string {
	if k.Zero != "" && (value == "0" || value == "0/s" || value == "0s") {
		return k.Zero
	}
	return value
}

// Stops are the values that the knob's slider stops at: Values, or Steps.
func (k Knob) Stops() []string {
	if len(k.Values) > 0 {
		return k.Values
	}
	return k.Steps
}

// Step returns the stop n places away from value, held at the ends. A value between
// two stops goes to its neighbour on that side.
func (s *Scenario) Step(id, value string, n int) (string, error) {
	k, err := s.Knob(id)
	if err != nil {
		return "", err
	}
	stops := k.Stops()
	if len(stops) == 0 {
		return value, nil
	}
	at := slices.Index(stops, value)
	if at < 0 {
		f, err := field(reflect.ValueOf(s.clone()).Elem(), k.Path)
		if err != nil {
			return "", err
		}
		at = nearestStop(f, stops, value, n)
		return stops[at], nil
	}
	return stops[min(max(at+n, 0), len(stops)-1)], nil
}

// nearestStop is the index of the first stop beyond value in the direction of n.
func nearestStop(f reflect.Value, stops []string, value string, n int) int {
	number := func(t string) float64 {
		v := reflect.New(f.Type()).Elem()
		if setText(v, t) != nil {
			return 0
		}
		m, _ := magnitude(v)
		return m
	}
	at := number(value)
	if n > 0 {
		for i, t := range stops {
			if number(t) > at {
				return i
			}
		}
		return len(stops) - 1
	}
	for i, t := range slices.Backward(stops) {
		if number(t) < at {
			return i
		}
	}
	return 0
}

// clone copies everything that a knob can reach.
func (s *Scenario) clone() *Scenario {
	c := *s
	c.Nodes = slices.Clone(s.Nodes)
	for i := range c.Nodes {
		c.Nodes[i].Does = slices.Clone(c.Nodes[i].Does)
		c.Nodes[i].Connect = slices.Clone(c.Nodes[i].Connect)
		c.Nodes[i].Profile = slices.Clone(c.Nodes[i].Profile)
		c.Nodes[i].Shed = slices.Clone(c.Nodes[i].Shed)
	}
	c.Edges = slices.Clone(s.Edges)
	c.Links = slices.Clone(s.Links)
	c.Faults = slices.Clone(s.Faults)
	c.Transport, c.Log = s.Transport.clone(), s.Log.clone()
	return &c
}
