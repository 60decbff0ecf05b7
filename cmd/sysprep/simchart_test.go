package main

import (
	"math"
	"slices"
	"testing"

	"sysprep/engine"
	"sysprep/scenarios"
)

func TestSpark(t *testing.T) {
	for _, c := range []struct {
		values []float64
		top    float64
		want   string
	}{
		{[]float64{0, 1, 2, 3, 4, 5, 6, 7}, 7, "▁▂▃▄▅▆▇█"},
		{[]float64{0, 0.001, 1000}, 1000, "▁▂█"}, // a little is more than nothing
		{[]float64{20, 10}, 10, "██"},            // above the top
		{[]float64{0, 5}, 0, "▁▁"},
		{[]float64{math.Inf(1), -1}, 10, "×▁"},
		{nil, 1, ""},
	} {
		if got := spark(c.values, c.top); got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.values, c.top, got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		values []float64
		w      int
		of     func([]float64) float64
		want   []float64
	}{
		{[]float64{1, 3, 5, 7}, 2, mean, []float64{2, 6}},
		{[]float64{1, 3, 9}, 2, slices.Max[[]float64], []float64{1, 9}},
		{[]float64{1, 2}, 5, mean, []float64{1, 1, 1, 2, 2}},
		{[]float64{4}, 1, mean, []float64{4}},
	} {
		if got := fold(c.values, c.w, c.of); !slices.Equal(got, c.want) {
			t.Errorf("%v in %d columns: %v, want %v", c.values, c.w, got, c.want)
		}
	}
}

func TestAxis(t *testing.T) {
	r := &scenarios.Result{
		Scenario: &scenarios.Scenario{Faults: []scenarios.Fault{{ID: "flush", At: scenarios.Duration(60 * engine.Second), On: true}, {ID: "off", At: 1}}},
		Windows:  []engine.Window{{End: 120 * engine.Second}},
	}
	acts := []scenarios.Act{{At: 30 * engine.Second, Kind: scenarios.Inject, Fault: "shed"}}
	marks, legend := axis(r, acts, 24)
	if want := "0:00  ▴     ▴       2:00"; marks != want {
		t.Errorf("%q, want %q", marks, want)
	}
	if want := "▴ 0:30 shed · 1:00 flush"; legend != want {
		t.Errorf("%q, want %q", legend, want)
	}
	if _, legend := axis(&scenarios.Result{Scenario: &scenarios.Scenario{}, Windows: r.Windows}, nil, 10); legend != "" {
		t.Errorf("without faults: %q", legend)
	}
}
