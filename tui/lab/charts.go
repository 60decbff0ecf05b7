package lab

import (
	"math"
	"slices"
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
)

// inkOf is the meaning of a metric's line.
func inkOf(metric string) kit.Ink {
	switch metric {
	case "goodput", "goodput_ratio", "hit_ratio", "completed", "commits", "reads":
		return kit.InkGood
	case "queue", "queue_max", "p50", "p99", "utilisation", "commit_mean", "commit_p99", "write_mean", "query_mean", "query_p99", "lag":
		return kit.InkWait
	case "ghosts", "ghost_ratio":
		return kit.InkGhost
	case "retries", "amplification":
		return kit.InkRetry
	case "rejected", "shed", "timeouts", "missed_deadlines", "late_responses", "drops", "drop_ratio", "rto", "leaderless_time", "unavailable_time", "stale_reads", "unknown":
		return kit.InkLost
	}
	return kit.InkAccent
}

// unitOf is the unit that a chart writes after its values, and the factor to it.
func unitOf(u scenarios.Unit) (string, float64) {
	switch u {
	case scenarios.Share:
		return " %", 100
	case scenarios.Seconds:
		return " ms", 1000
	case scenarios.PerSecond:
		return "/s", 1
	case scenarios.Bits:
		return " Gb/s", 1e-9
	}
	return "", 1
}

// curves are the charts of a scenario as chart wants them, without series.
func curves(s *scenarios.Scenario) []chart.Chart {
	var out []chart.Chart
	for _, c := range s.Charts {
		m, err := s.Metric(c.Metric)
		if err != nil {
			continue // the pack was checked
		}
		unit, factor := unitOf(m.Unit)
		top := 0.0
		if c.Max != "" {
			if v, err := m.ParseValue(c.Max); err == nil {
				top = v * factor
			}
		}
		fold := chart.Mean
		if c.Metric == scenarios.PeakMetric {
			fold = chart.Most
		}
		out = append(out, chart.Chart{Label: c.Label, Unit: unit, Ink: inkOf(c.Metric), OtherInk: kit.InkDim, Max: top, Fold: fold})
	}
	return out
}

// series fills the charts from a run; other says that it is the other future.
func (d *drawing) series(r *scenarios.Run, other bool) {
	res := r.Result()
	for i, c := range d.scenario.Charts {
		m, err := d.scenario.Metric(c.Metric)
		if err != nil {
			continue
		}
		_, factor := unitOf(m.Unit)
		s, err := res.Series(c.Metric, c.Node)
		if err != nil {
			continue
		}
		for j := range s {
			s[j] *= factor
			if m.Unit == scenarios.Seconds && (s[j] == 0 || math.IsInf(s[j], 1)) {
				s[j] = math.NaN() // nobody was answered in that second
			}
		}
		if other {
			d.charts[i].Other = s
		} else {
			d.charts[i].Series = s
		}
	}
}

// axis is the time axis, with what happened on it.
func (d *drawing) axis(l *Lab) chart.Axis {
	ax := chart.Axis{Horizon: int(engine.Time(l.scenario.Horizon) / l.window()), Window: time.Duration(l.window())}
	// The last fault of a story is what it is about: where labels meet, it goes first.
	for _, f := range slices.Backward(l.scenario.Faults) {
		if f.On && engine.Time(f.At) <= l.run.Now() {
			ax.Marks = append(ax.Marks, chart.Mark{At: time.Duration(f.At), Glyph: kit.GlyphFlush, Label: f.ID, Ink: kit.InkLost})
		}
	}
	for _, a := range l.run.Acts() {
		if l.driven() && a.Kind == scenarios.Turn && a.At <= l.run.Now() {
			ax.Marks = append(ax.Marks, chart.Mark{At: time.Duration(a.At), Glyph: kit.GlyphRequest, Label: a.Value, Ink: kit.InkAccent})
			continue
		}
		if a.At > l.run.Now() || a.Kind == scenarios.Turn {
			continue
		}
		label := a.Fault
		if a.Kind == scenarios.Lift {
			label = "end " + a.Fault
		}
		ax.Marks = append(ax.Marks, chart.Mark{At: time.Duration(a.At), Glyph: kit.GlyphFlush, Label: label, Ink: kit.InkWait})
	}
	for _, b := range l.marked {
		ax.Marks = append(ax.Marks, chart.Mark{At: time.Duration(b.at), Glyph: kit.GlyphMark, Label: b.name, Ink: kit.InkAccent})
	}
	if l.other != nil {
		ax.Marks = append(ax.Marks, chart.Mark{At: time.Duration(l.forkAt), Glyph: kit.GlyphFork, Label: "fork", Ink: kit.InkAccent})
	}
	return ax
}
