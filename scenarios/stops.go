package scenarios

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
)

// KnobNumber is a value of a knob as a number of its base unit: seconds, requests a second, 1 for 100 %.
func (s *Scenario) KnobNumber(id, value string) (float64, error) {
	k, err := s.Knob(id)
	if err != nil {
		return 0, err
	}
	c := s.clone()
	f, err := field(reflect.ValueOf(c).Elem(), k.Path)
	if err != nil {
		return 0, err
	}
	if err := setText(f, value); err != nil {
		return 0, fmt.Errorf("knob %s: %w", id, err)
	}
	n, ok := magnitude(f)
	if !ok {
		return 0, fmt.Errorf("knob %s has no numbers to sweep: choose another", id)
	}
	return n, nil
}

// SweepValues are n values of a knob from one to another, of two digits: even steps, or even
// factors where the last is ten times the first or more. The knob's value under set is one of
// them where it lies between, so that a landscape shows where the story stands.
func (s *Scenario) SweepValues(id, from, to string, n int, set Settings) ([]string, error) {
	k, err := s.Knob(id)
	if err != nil {
		return nil, err
	}
	if n < minPlaces || n > maxPlaces {
		return nil, fmt.Errorf("a sweep of %d values: choose from %d to %d", n, minPlaces, maxPlaces)
	}
	present, err := s.Value(id, set)
	if err != nil {
		return nil, err
	}
	var ends [3]float64
	for i, text := range []string{from, to, present} {
		if ends[i], err = s.KnobNumber(id, text); err != nil {
			return nil, err
		}
	}
	if ends[0] < 0 || ends[0] >= ends[1] {
		return nil, fmt.Errorf("a sweep from %s to %s: write the lower one first", from, to)
	}
	factor := root(ends[1]/max(ends[0], 1e-9), n-1)
	texts := map[float64]string{ends[0]: from, ends[1]: to}
	for i := 1; i < n-1; i++ {
		v := ends[0] + float64((ends[1]-ends[0])*float64(i)/float64(n-1))
		if ends[0] > 0 && ends[1] >= 10*ends[0] {
			v = ends[0] * power(factor, i)
		}
		if text, at, err := s.written(k, v); err != nil {
			return nil, err
		} else if _, there := texts[at]; !there && at > ends[0] && at < ends[1] {
			texts[at] = text
		}
	}
	if ends[2] > ends[0] && ends[2] < ends[1] {
		texts[ends[2]] = present
	}
	var out []string
	for _, at := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, texts[at])
	}
	return out, nil
}

// written is a number of two digits in the notation of a knob, and what it then is.
func (s *Scenario) written(k Knob, v float64) (string, float64, error) {
	v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 1, 64), 64)
	if err != nil {
		return "", 0, err
	}
	f, err := field(reflect.ValueOf(s.clone()).Elem(), k.Path)
	if err != nil {
		return "", 0, err
	}
	if f.Kind() == reflect.Float64 {
		f.SetFloat(v)
	} else {
		f.SetInt(int64(math.Round(v)))
	}
	t := text(f)
	at, err := s.KnobNumber(k.ID, t)
	return t, at, err
}

// root is the n-th root of v, which is 1 or more, by bisection: math.Pow has other last bits on
// other platforms, and a value that is rounded otherwise is another run.
func root(v float64, n int) float64 {
	lo, hi := 1.0, v
	for range 100 {
		if mid := (lo + hi) / 2; power(mid, n) < v {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

func power(v float64, n int) float64 {
	p := 1.0
	for range n {
		p *= v
	}
	return p
}
