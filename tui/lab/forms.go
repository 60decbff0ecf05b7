package lab

import (
	"bytes"
	"encoding/json"
	"strings"

	"sysprep/scenarios"
	"sysprep/tui/kit/chart"
	"sysprep/tui/screen"
)

// Form is a form in which a run can be kept. Make works on the run as it stands, which it may
// use up: give it a fork.
type Form struct {
	Name string
	Ext  string
	Help string
	Make func(env *screen.Env, run *scenarios.Run) ([]byte, error)
}

// Forms are the forms in which runs are exported, by the lab and by `sysprep sim`.
var Forms = []Form{
	{"JSON", "json", "everything: knobs, goals, causes, each second; as sysprep sim --json", func(_ *screen.Env, r *scenarios.Run) ([]byte, error) { return JSON(r) }},
	{"CSV", "csv", "a row for each second, a column for each count", func(_ *screen.Env, r *scenarios.Run) ([]byte, error) { return CSV(r) }},
	{"SVG", "svg", "the charts, for a page or a talk", func(_ *screen.Env, r *scenarios.Run) ([]byte, error) { return SVG(r, nil), nil }},
	{"cast", "cast", "the lab's screen in motion, for asciinema play", func(env *screen.Env, r *scenarios.Run) ([]byte, error) { return Cast(env, r) }},
}

// JSON is the run's report, with the command that makes the run again.
func JSON(r *scenarios.Run) ([]byte, error) {
	report, err := r.Result().Report(nil)
	if err != nil {
		return nil, err
	}
	report.Acts, report.Link = r.Acts(), "sysprep sim "+r.Link(false)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err = e.Encode(report)
	return b.Bytes(), err
}

// CSV is a row for each closed window of the run.
func CSV(r *scenarios.Run) ([]byte, error) {
	var b bytes.Buffer
	err := scenarios.WriteWindows(&b, r.Present(), r.Result().WindowReports())
	return b.Bytes(), err
}

// SVG is the charts of a run, with a second future or run dotted over it if there is one.
func SVG(r, other *scenarios.Run) []byte {
	d := drawing{scenario: r.Scenario(), charts: curves(r.Scenario())}
	d.series(r, false)
	if other != nil {
		d.series(other, true)
	}
	l := Lab{scenario: r.Scenario(), run: r}
	title := r.Scenario().Title + " · " + strings.ReplaceAll(l.shortDesign(r.Design()), "the design as it is, no knob turned", "as it is")
	return []byte(chart.SVG(title, "sysprep sim "+r.Link(false), d.axis(&l), d.charts))
}
