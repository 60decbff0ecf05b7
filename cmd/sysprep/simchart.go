package main

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
)

// charts adds a row for each chart of the scenario, and below them the faults on the
// same axis.
func (p *page) charts(r *scenarios.Result, acts []scenarios.Act) error {
	charts := r.Scenario.Charts
	label := widest(charts, 20, func(c scenarios.Chart) string { return c.Label })
	w := min(max(p.width-label-4-14, 10), 72)
	if r.Count() == 0 {
		return nil
	}
	outage := false
	for _, c := range charts {
		values, top, m, err := series(r, c, w)
		if err != nil {
			return err
		}
		outage = outage || slices.Contains(values, math.Inf(1))
		p.line("  ", kit.PadRight(kit.Cut(c.Label, label), label), "  ", spark(values, top), "  ", p.paint(faint, "of "+m.Format(top)))
	}
	axis, legend := axis(r, acts, w)
	p.line(strings.Repeat(" ", label+4), p.paint(faint, axis))
	p.prose(strings.Repeat(" ", label+4), strings.Repeat(" ", label+4), legend)
	if outage {
		p.line(strings.Repeat(" ", label+4), "× nobody was answered")
	}
	return nil
}

// series is a chart's metric in w columns, and the top of its axis. A span of time has
// the worst of its column, so that no long wait is averaged away; so has a peak.
func series(r *scenarios.Result, c scenarios.Chart, w int) (values []float64, top float64, m scenarios.Metric, err error) {
	if m, err = r.Scenario.Metric(c.Metric); err != nil {
		return nil, 0, m, err
	}
	if values, err = r.Series(c.Metric, c.Node); err != nil {
		return nil, 0, m, err
	}
	if m.Unit == scenarios.Seconds || m.ID == scenarios.PeakMetric {
		values = fold(values, w, slices.Max)
	} else {
		values = fold(values, w, mean)
	}
	if c.Max != "" {
		top, err = m.ParseValue(c.Max)
		return values, top, m, err
	}
	for _, v := range values {
		if !math.IsInf(v, 1) {
			top = max(top, v)
		}
	}
	return values, top, m, nil
}

// axis marks when faults struck, by the story or by hand, and names them.
func axis(r *scenarios.Result, acts []scenarios.Act, w int) (marks, legend string) {
	type strike struct {
		at   engine.Time
		name string
	}
	var strikes []strike
	for _, f := range r.Scenario.Faults {
		if f.On {
			strikes = append(strikes, strike{engine.Time(f.At), f.ID})
		}
	}
	for _, a := range acts {
		strikes = append(strikes, strike{a.At, actName(a)})
	}
	slices.SortStableFunc(strikes, func(a, b strike) int { return cmp.Compare(a.at, b.at) })
	end := r.End()
	row := []rune(strings.Repeat(" ", w))
	copy(row, []rune("0:00"))
	last := []rune(chart.Clock(time.Duration(end)))
	copy(row[max(w-len(last), 0):], last)
	var names []string
	for _, s := range strikes {
		row[min(int(s.at.Seconds()/end.Seconds()*float64(w)), w-1)] = '▴'
		names = append(names, chart.Clock(time.Duration(s.at))+" "+s.name)
	}
	if len(names) == 0 {
		return string(row), ""
	}
	return string(row), "▴ " + strings.Join(names, " · ")
}

// fold makes a series w columns wide, each made of the values under it: one at the least.
func fold(values []float64, w int, of func([]float64) float64) []float64 {
	out := make([]float64, w)
	for i := range out {
		lo := i * len(values) / w
		out[i] = of(values[lo:max((i+1)*len(values)/w, lo+1)])
	}
	return out
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// spark draws a series in one row; anything above nothing stands above the ground.
func spark(values []float64, top float64) string {
	const levels = "▁▂▃▄▅▆▇█"
	cells := []rune(levels)
	var b strings.Builder
	for _, v := range values {
		if math.IsInf(v, 1) { // a second in which nobody was answered
			b.WriteRune('×')
			continue
		}
		at := 0
		if top > 0 && v > 0 {
			at = min(max(int(math.Ceil(min(v, top)/top*float64(len(cells)-1))), 1), len(cells)-1)
		}
		b.WriteRune(cells[at])
	}
	return b.String()
}

// actName is what was done by hand, in a word.
func actName(a scenarios.Act) string {
	switch a.Kind {
	case scenarios.Turn:
		return a.Knob + "=" + a.Value
	case scenarios.Lift:
		return "end " + a.Fault
	}
	return a.Fault
}
