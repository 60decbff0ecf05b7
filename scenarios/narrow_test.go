package scenarios

import (
	"math"
	"testing"
)

func TestNarrow(t *testing.T) {
	for _, tc := range []struct {
		name   string
		unit   Unit
		op     string
		value  string
		share  Ratio
		values []float64
		want   string
	}{
		{"far below", Count, "<=", "100", 0, []float64{20, 90}, ""},
		{"near below", Count, "<=", "100", 0, []float64{20, 98.4}, "m <= 100, seen 98"},
		{"just so many", Count, "<=", "100", 0, []float64{20, 100}, ""},
		{"just that rate", PerSecond, "<=", "100/s", 0, []float64{20, 100}, "m <= 100/s, seen just that"},
		{"the least counts where more is asked", Count, ">=", "100", 0, []float64{101, 900}, "m >= 100, seen 101"},
		{"and not the most", Count, ">=", "100", 0, []float64{103, 900}, ""},
		{"rounded to the bound", Seconds, "<", "2s", 0, []float64{1, 1.9999}, "m < 2s, seen just under 2s"},
		{"none can't be passed", Count, "<=", "0", 0, []float64{0, 0}, ""},
		{"all can't be passed", Share, ">=", "100%", 0, []float64{1, 1}, ""},
		{"a share's scale is what is left to all", Share, ">=", "95%", 0, []float64{0.96, 1}, ""},
		{"near for a share", Share, ">=", "90%", 0, []float64{0.901, 1}, "m >= 90%, seen just over 90%"},
		{"never is far", Seconds, ">=", "10s", 0, []float64{math.Inf(1)}, ""},
		{"a seed to spare", Count, "<", "5", 0.5, []float64{1, 1, 1, 9}, ""},
		{"no seed to spare", Count, "<", "5", 0.5, []float64{1, 1, 9, 9}, "m < 5 in 2 of 4 seeds, the fewest that are enough"},
		{"every seed, of which one could be spared", Count, "<", "5", 0.9, []float64{1, 1}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := ExpectResult{Metric: Metric{ID: "m", Unit: tc.unit}, Values: tc.values, Pass: true}
			e.Expect = Expect{Share: tc.share, Condition: Condition{Metric: "m", Op: tc.op, Value: tc.value}}
			want, err := e.Metric.ParseValue(tc.value)
			if err != nil {
				t.Fatal(err)
			}
			held := 0
			for _, v := range tc.values {
				if ok, _ := compare(v, tc.op, want); ok {
					held++
				}
			}
			e.Tally = NewTally(held, len(tc.values))
			if got := e.Narrow(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if e.Pass = false; e.Narrow() != "" {
				t.Error("one that fails is no narrow one")
			}
			e.Pass, e.Expect.Boundary = true, true
			if e.Narrow() != "" {
				t.Error("a boundary is narrow on purpose")
			}
		})
	}
}
