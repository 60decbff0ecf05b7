package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// run tells one run: how it came out, by which goals, why, and how it went over time.
func (p *page) run(r *scenarios.Result, report scenarios.Report, set scenarios.Settings, acts []scenarios.Act) error {
	p.head(r.Scenario, fmt.Sprintf("seed %d", r.Seed), report, set)
	p.line("  ", kit.PadRight("outcome", 9), p.paint(outcomeInk(report.Outcome), report.Outcome)+outcomeNote(r, report.Outcome))
	for _, c := range report.Causes {
		if strings.HasPrefix(c.Key, "goal-") {
			continue // it stands below, with its figure
		}
		p.prose("  "+kit.PadRight("because", 9), strings.Repeat(" ", 11), c.Text)
	}
	if len(report.Goals) > 0 {
		p.line()
	}
	for i, g := range report.Goals {
		text, err := valueText(r.Scenario, r.Scenario.Goals[i], float64(*g.Value))
		if err != nil {
			return err
		}
		mark := p.paint(good, "holds    ")
		if !*g.Pass {
			mark = p.paint(bad, "not yet  ")
		}
		p.prose("  "+mark+kit.PadRight(text, 9)+"  ", strings.Repeat(" ", 22), g.Text)
	}
	p.effects(report)
	p.line()
	return p.charts(r, acts)
}

// head names what was run.
func (p *page) head(s *scenarios.Scenario, seeds string, report scenarios.Report, set scenarios.Settings) {
	p.line(p.paint(bold, s.Title))
	parts := []string{s.ID, seeds, report.Horizon.String()}
	for _, id := range slices.Sorted(maps.Keys(set)) {
		parts = append(parts, id+"="+set[id])
	}
	parts = append(parts, report.Inject...)
	p.prose("", "", strings.Join(parts, " · "))
	p.line()
}

// outcomeNote says what "held" leaves open: a run that turns most of its load away may be all that is asked for.
func outcomeNote(r *scenarios.Result, outcome string) string {
	if outcome != "held" {
		return ""
	}
	return fmt.Sprintf(": every goal is met, with %.0f %% answered at the end", 100*r.EndShare())
}

func outcomeInk(outcome string) ink {
	switch outcome {
	case "healthy", "recovered", "held":
		return good
	case "degraded":
		return wait
	}
	return bad
}

// valueText writes the value of a goal's metric for people.
func valueText(s *scenarios.Scenario, g scenarios.Goal, v float64) (string, error) {
	m, err := s.Metric(g.Metric)
	if err != nil {
		return "", err
	}
	return m.Format(v), nil
}

// seeds tells what many runs have in common.
func (p *page) seeds(s *scenarios.Scenario, report scenarios.Report, set scenarios.Settings) error {
	p.head(s, fmt.Sprintf("seeds 1 to %d", report.Seeds), report, set)
	p.tally(*report.All, p.paint(bold, "every goal reached"))
	for i, g := range report.Goals {
		values, err := seen(s, s.Goals[i], g.Seen)
		if err != nil {
			return err
		}
		p.tally(*g.Over, g.ID+p.paint(faint, ", "+values))
		indent := strings.Repeat(" ", 10)
		p.prose(indent, indent, g.Text)
	}
	p.line()
	p.line("  came out  ", outcomes(report.Outcomes))
	p.effects(report)
	if failed := report.All.Of - report.All.Held; failed > 0 {
		p.line()
		p.line(p.paint(bold, fmt.Sprintf("  Why it failed, in %s", runs(failed))))
		for _, c := range report.Causes {
			p.prose(fmt.Sprintf("  %5d  ", len(c.Seeds)), "         ", c.Text)
			p.line("         ", p.paint(faint, seedList(c.Seeds, 10)))
		}
	}
	return nil
}

// tally adds how often something held, with the interval of its rate.
func (p *page) tally(t scenarios.Tally, what string) {
	shade := bad
	switch t.Held {
	case t.Of:
		shade = good
	case 0:
	default:
		shade = wait
	}
	count := kit.PadRight(fmt.Sprintf("%d of %d", t.Held, t.Of), len(fmt.Sprintf("%d of %d", t.Of, t.Of)))
	interval := kit.PadRight(fmt.Sprintf("(%.0f to %.0f %%)", t.Low*100, t.High*100), len("(76 to 100 %)"))
	p.linef("  %s  %3.0f %%  %s  %s", p.paint(shade, count), t.Rate*100, p.paint(faint, interval), what)
}

// seen tells the values of a goal's metric, from the least to the greatest.
func seen(s *scenarios.Scenario, g scenarios.Goal, values []scenarios.Number) (string, error) {
	lo, err := valueText(s, g, float64(slices.Min(values)))
	if err != nil {
		return "", err
	}
	hi, err := valueText(s, g, float64(slices.Max(values)))
	if lo == hi {
		return lo, err
	}
	return lo + " to " + hi, err
}

func runs(n int) string {
	if n == 1 {
		return "1 run"
	}
	return strconv.Itoa(n) + " runs"
}

func outcomes(count map[string]int) string {
	var parts []string
	for _, name := range slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	}) {
		parts = append(parts, fmt.Sprintf("%s %d", name, count[name]))
	}
	return strings.Join(parts, ", ")
}

// seedList names seeds to look at with --seed, at most limit of them.
func seedList(seeds []uint64, limit int) string {
	var parts []string
	for _, s := range seeds[:min(len(seeds), limit)] {
		parts = append(parts, strconv.FormatUint(s, 10))
	}
	if len(seeds) > limit {
		parts = append(parts, "...")
	}
	if len(seeds) == 1 {
		return "seed " + parts[0]
	}
	return "seeds " + strings.Join(parts, ", ")
}
