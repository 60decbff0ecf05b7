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

// Usual numbers of --sweep.
const (
	sweepPlaces = 14
	sweepSeeds  = 3
)

// sweepRange reads KNOB=a..b.
func sweepRange(text string) (knob, from, to string, err error) {
	knob, span, named := strings.Cut(text, "=")
	from, to, ranged := strings.Cut(span, "..")
	knob, from, to = strings.TrimSpace(knob), strings.TrimSpace(from), strings.TrimSpace(to)
	if !named || !ranged || knob == "" || from == "" || to == "" {
		return "", "", "", fmt.Errorf("--sweep %q: write KNOB=FROM..TO, such as load=50/s..5000/s", text)
	}
	return knob, from, to, nil
}

// simSweep computes the landscape of a knob, and prints it.
func (a *app) simSweep(ctx context.Context, s *scenarios.Scenario, set scenarios.Settings, f *simFlags) error {
	knob, from, to, err := sweepRange(f.sweep)
	if err != nil {
		return usage(err)
	}
	injected, acts, err := s.Injected(f.inject)
	if err != nil {
		return usage(err)
	}
	values, err := s.SweepValues(knob, from, to, sweepPlaces, set)
	if err != nil {
		return usage(err)
	}
	seeds := []uint64{uint64(f.seed)}
	switch {
	case f.several:
		seeds = scenarios.Seeds(int(f.seeds))
	case !f.given:
		seeds = scenarios.Seeds(sweepSeeds)
	}
	if f.of != "" {
		return a.simResponse(ctx, scenarios.ResponseSweep{Scenario: injected, Design: scenarios.Design{Set: set, Acts: acts}, Knob: knob, Values: values, Seeds: seeds}, f)
	}
	sweep := scenarios.Sweep{Scenario: injected, Set: set, Acts: acts, Knob: knob, Values: values, Seeds: seeds}
	if err := sweep.Check(); err != nil {
		return usage(err)
	}
	progress, clear := a.countRuns(2 * len(values) * len(seeds))
	land, err := await(ctx, func() (*scenarios.Landscape, error) {
		return sweep.Landscape(ctx, 0, func(done, _ int) {
			if progress != nil {
				progress(done)
			}
		})
	})
	clear()
	if err != nil {
		return err
	}
	switch {
	case f.json:
		return printJSON(a.out, land)
	case f.csv:
		return writeSweep(a.out, land)
	}
	p := a.newPage()
	p.landscape(s, land, f.inject)
	return p.show(a.out)
}

// writeSweep writes a row for each value.
func writeSweep(w io.Writer, l *scenarios.Landscape) error {
	out := csv.NewWriter(w)
	rows := [][]string{{l.Knob, "offered", "healthy_goodput", "healthy_share", "healthy_least", "healthy_most", "collapsed_goodput", "collapsed_share", "collapsed_least", "collapsed_most", "ground"}}
	for _, p := range l.Places {
		row := []string{p.Value, scenarios.NumberText(p.Offered)}
		for _, b := range []scenarios.Branch{p.Healthy, p.Ruined} {
			row = append(row, scenarios.NumberText(b.Goodput), scenarios.NumberText(b.Share), scenarios.NumberText(b.Least), scenarios.NumberText(b.Most))
		}
		rows = append(rows, append(row, string(p.Ground)))
	}
	return cmp.Or(out.WriteAll(rows), out.Error())
}

// landscape tells both branches as a table.
func (p *page) landscape(s *scenarios.Scenario, l *scenarios.Landscape, inject []string) {
	p.line(p.paint(bold, s.Title))
	parts := []string{s.ID, "both branches of " + l.Knob, "seeds " + scenarios.SeedsText(l.SeedList)}
	for _, id := range slices.Sorted(maps.Keys(l.Knobs)) {
		parts = append(parts, id+"="+l.Knobs[id])
	}
	p.prose("", "", strings.Join(append(parts, inject...), " · "))
	p.line()
	p.prose("  ", "  ", fmt.Sprintf("From healthy: so much from the start, and no fault. From collapsed: the story at %s; %s is turned at %s. Each has %s to settle, and the last quarter counts.",
		l.Present, l.Knob, scenarios.Duration(l.TurnedAt), scenarios.Duration(l.Settle)))
	p.line()
	p.linef("  %s%16s%16s  %s", kit.PadRight(l.Knob, 10), "from healthy", "from collapsed", "ground")
	for _, place := range l.Places {
		name := kit.PadRight(place.Value, 10)
		if place.Value == l.Present {
			name = p.paint(bold, name)
		}
		p.linef("  %s%16s%16s  %s", name, branchText(place.Healthy), branchText(place.Ruined), p.paint(groundInk(place.Ground), string(place.Ground)))
	}
	p.line()
	for _, told := range []struct {
		ground scenarios.Ground
		means  string
	}{
		{scenarios.Stable, "it comes back from collapse by itself"},
		{scenarios.Vulnerable, "well until something knocks it over; then it stays down (metastable)"},
		{scenarios.Overloaded, "under 90 % even from a healthy start"},
	} {
		p.line("  ", p.paint(groundInk(told.ground), kit.PadRight(string(told.ground), 12)), told.means)
	}
}

func branchText(b scenarios.Branch) string {
	return fmt.Sprintf("%.0f/s %4.0f %%", float64(b.Goodput), 100*float64(b.Share))
}

func groundInk(g scenarios.Ground) ink {
	switch g {
	case scenarios.Stable:
		return good
	case scenarios.Vulnerable:
		return wait
	}
	return bad
}
