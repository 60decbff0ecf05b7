package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// effects tells what is true of calls with effects, beside what is believed.
func (p *page) effects(report scenarios.Report) {
	for _, id := range slices.Sorted(maps.Keys(report.Effects)) {
		e := report.Effects[id]
		if e.Success == nil {
			continue
		}
		p.line()
		p.linef("  %s%12s%12s%12s", p.paint(bold, kit.PadRight(id, 16)), "not done", "once", "twice, more")
		p.belief("believed done", e.Success, [engine.NumApplied]ink{bad, good, bad})
		p.belief("believed failed", e.Failure, [engine.NumApplied]ink{good, bad, bad})
		p.belief("knows nothing", e.Unknown, [engine.NumApplied]ink{wait, wait, bad})
		p.told("money", map[string]int64{
			"moved once and known": e.MoneyRight, "moved too often": e.MoneyOver, "believed moved, and not": e.MoneyLost,
			"believed not moved, and moved": e.MoneyHidden, "in doubt": e.MoneyInDoubt,
		})
		p.told("keys", map[string]int64{
			"answered by a key": e.Replayed, "refused for a key": e.Conflicts, "waited for a key": e.Parked, "key of something else": e.Collapsed,
		})
		p.told("failed at", e.FailedAt)
	}
}

func (p *page) belief(name string, row *[engine.NumApplied]int64, inks [engine.NumApplied]ink) {
	line := "  " + kit.PadRight(name, 16)
	for i, n := range row {
		cell := fmt.Sprintf("%12s", whole(n))
		if n > 0 {
			cell = p.paint(inks[i], cell)
		}
		line += cell
	}
	p.line(line)
}

// whole writes a count as screens do, with its thousands apart.
func whole(n int64) string { return scenarios.Metric{Unit: scenarios.Count}.Format(float64(n)) }

// told lists what is not 0.
func (p *page) told(what string, counts map[string]int64) {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if n := counts[name]; n != 0 {
			parts = append(parts, name+" "+whole(n))
		}
	}
	if len(parts) > 0 {
		p.prose("  "+kit.PadRight(what, 16), strings.Repeat(" ", 18), strings.Join(parts, ", "))
	}
}
