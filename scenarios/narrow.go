package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// narrow is the share of its scale within which a value is near a bound.
const narrow = 0.02

// Narrow says by how little a claim holds, with the value that was nearest to its bound:
// another machine's rounding, or a model's next version, could turn it over. It is empty
// for one that fails, holds by more, or says that it is a boundary.
func (e ExpectResult) Narrow() string {
	if !e.Pass || e.Expect.Boundary || len(e.Values) == 0 {
		return ""
	}
	claim := fmt.Sprintf("%s %s %s", e.Expect.Metric, e.Expect.Op, e.Expect.Value)
	if share := float64(cmp.Or(e.Expect.Share, 1)); share < 1 {
		if e.Held == e.Of || float64(e.Held-1)/float64(e.Of) >= share {
			return ""
		}
		return fmt.Sprintf("%s in %d of %d seeds, the fewest that are enough", claim, e.Held, e.Of)
	}
	want, err := e.Metric.ParseValue(e.Expect.Value)
	if err != nil {
		return ""
	}
	worst := slices.Max(e.Values)
	if e.Expect.Op == ">=" || e.Expect.Op == ">" {
		worst = slices.Min(e.Values)
	}
	scale := e.Metric.scale(want)
	switch {
	case scale == 0, math.IsInf(worst, 0), math.Abs(worst-want) > narrow*scale:
		return ""
	case worst == want && e.Metric.Unit == Count: // what is counted is often just so many: one election
		return ""
	}
	seen := e.Metric.Format(worst)
	if seen == e.Metric.Format(want) { // rounded alike
		seen = "just over " + e.Expect.Value
		if worst == want {
			seen = "just that"
		} else if worst < want {
			seen = "just under " + e.Expect.Value
		}
	}
	return claim + ", seen " + seen
}

// scale is what a distance from a bound is measured by: the bound itself, and for a share
// how far it is from none or all, whichever is nearer. It is 0 where a bound can't be
// passed: of none, and of all.
func (m Metric) scale(want float64) float64 {
	if m.Unit == Share {
		return max(0, min(want, 1-want))
	}
	return math.Abs(want)
}
