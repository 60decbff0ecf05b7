package lab

import (
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit/chart"
)

// Dashboards runs a scenario to a time and gives its charts, as an on-call engineer would find them. It simulates:
// call it from a command.
func Dashboards(s *scenarios.Scenario, set scenarios.Settings, at scenarios.Duration) ([]chart.Chart, chart.Axis, error) {
	run, err := s.Start(set, 1)
	if err != nil {
		return nil, chart.Axis{}, err
	}
	run.Advance(engine.Time(at))
	d := newDrawing(s, true)
	d.series(run, false)
	window := s.Window()
	return d.charts, chart.Axis{Horizon: int(engine.Time(at) / window), Window: time.Duration(window)}, nil
}
