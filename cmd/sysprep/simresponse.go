package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// simResponse sweeps a knob and prints one metric against it.
func (a *app) simResponse(ctx context.Context, w scenarios.ResponseSweep, f *simFlags) error {
	metric, node, _ := strings.Cut(f.of, ":")
	y, err := w.Scenario.YieldOf(metric, node)
	if err != nil {
		return usage(err)
	}
	w.Yields = []scenarios.Yield{y}
	if err := w.Check(); err != nil {
		return usage(err)
	}
	progress, clear := a.countRuns(len(w.Values) * len(w.Seeds))
	r, err := await(ctx, func() (*scenarios.Response, error) {
		return w.Run(ctx, 0, func(done, _ int) {
			if progress != nil {
				progress(done)
			}
		})
	})
	clear()
	switch {
	case err != nil:
		return err
	case f.json:
		return printJSON(a.out, r)
	case f.csv:
		return writeResponse(a.out, r)
	}
	p := a.newPage()
	p.response(w.Scenario, r, f.inject)
	return p.show(a.out)
}

// writeResponse writes a row for each value and seed.
func writeResponse(w io.Writer, r *scenarios.Response) error {
	out := csv.NewWriter(w)
	rows := [][]string{{r.Knob, "seed", r.Yields[0].Metric}}
	for _, b := range r.Curves[0].Bands {
		for i, v := range b.Each {
			rows = append(rows, []string{b.Value, fmt.Sprint(r.Seeds[i]), scenarios.NumberText(v)})
		}
	}
	return cmp.Or(out.WriteAll(rows), out.Error())
}

// response tells a metric against a knob as a table.
func (p *page) response(s *scenarios.Scenario, r *scenarios.Response, inject []string) {
	y := r.Yields[0]
	p.line(p.paint(bold, s.Title))
	parts := []string{s.ID, y.Label + " against " + r.Knob, "seeds " + scenarios.SeedsText(r.Seeds)}
	for _, id := range slices.Sorted(maps.Keys(r.Knobs)) {
		parts = append(parts, id+"="+r.Knobs[id])
	}
	p.prose("", "", strings.Join(append(parts, inject...), " · "))
	p.line()
	p.linef("  %s%14s%14s%14s", kit.PadRight(r.Knob, 12), "least", "median", "most")
	for _, b := range r.Curves[0].Bands {
		name := kit.PadRight(b.Value, 12)
		if b.Value == r.Present {
			name = p.paint(bold, name)
		}
		p.linef("  %s%14s%14s%14s", name, y.Format(float64(b.Least)), y.Format(float64(b.Median)), y.Format(float64(b.Most)))
	}
}
