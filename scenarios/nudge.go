package scenarios

import (
	"math"
	"reflect"
	"slices"
)

// Nudges returns designs beside the given one: each numeric knob, alone, a share
// higher and lower. Values that the knob does not allow, or that a whole number
// rounds back to where it was, are left out.
func (s *Scenario) Nudges(set Settings, share float64) ([]Settings, error) {
	design, err := s.Apply(set)
	if err != nil {
		return nil, err
	}
	var all []Settings
	for _, k := range s.Knobs {
		if len(k.Values) > 0 {
			continue
		}
		f, err := field(reflect.ValueOf(design).Elem(), k.Path)
		if err != nil {
			return nil, err
		}
		for _, factor := range []float64{1 - share, 1 + share} {
			before := text(f)
			after, ok := scaled(f, factor)
			if !ok || after == before || slices.ContainsFunc(all, func(o Settings) bool { return o[k.ID] == after }) {
				continue
			}
			if next := set.With(k.ID, after); s.allows(next) {
				all = append(all, next)
			}
		}
	}
	return all, nil
}

func (s *Scenario) allows(set Settings) bool {
	_, err := s.System(set)
	return err == nil
}

// scaled is a number times a factor, in the notation of its type; v stays as it is.
func scaled(v reflect.Value, factor float64) (string, bool) {
	c := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		c.SetInt(int64(math.Round(float64(v.Int()) * factor)))
	case reflect.Float64:
		c.SetFloat(v.Float() * factor)
	default:
		return "", false
	}
	return text(c), true
}
