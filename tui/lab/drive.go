package lab

import (
	"fmt"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// A lab that is driven begins in the middle of a run: the learner takes over at a time and
// turns knobs while it goes on. What is judged are these acts, on this run's luck and others'.

// drive makes a lab one that is driven, from where a draft had got to.
func (l *Lab) drive(def *content.DriveForm, draft string) error {
	l.from = engine.Time(def.From)
	acts := readActs(l.scenario, l.from, draft)
	r, err := l.scenario.Start(nil, 1, acts...)
	if err != nil {
		return err
	}
	at := l.from
	if n := len(acts); n > 0 {
		at = acts[n-1].At
	}
	r.Advance(at)
	r.Sample(sampleEvery(l.scenario))
	l.run, l.focus = r, onKnobs
	l.drawn.take(l)
	return nil
}

// driven says whether the learner steers the run itself.
func (l *Lab) driven() bool { return l.from > 0 }

// readActs reads a draft of acts, "admit=150/s@60s admit=500/s@75s". What no longer fits the
// scenario is left out.
func readActs(s *scenarios.Scenario, from engine.Time, draft string) (acts []scenarios.Act) {
	for _, text := range strings.Fields(draft) {
		if a, off, err := s.ParseInject(text); err == nil && !off && a.At >= from {
			acts = append(acts, a)
		}
	}
	return acts
}

// writeActs is the draft of acts.
func writeActs(acts []scenarios.Act) []string {
	var all []string
	for _, a := range acts {
		all = append(all, a.Text())
	}
	return all
}

// didText writes acts for people: "1:00 admit 150/s, 1:15 admit 500/s".
func (l *Lab) didText(acts []scenarios.Act) string {
	if len(acts) == 0 {
		return "nothing was done"
	}
	var parts []string
	for i, a := range acts {
		if slices.ContainsFunc(acts[i+1:], func(b scenarios.Act) bool { return b.At == a.At && b.Knob == a.Knob }) {
			continue // on the way to where the knob was turned at that moment
		}
		label, value := a.Knob, a.Value
		if k, err := l.scenario.Knob(a.Knob); err == nil {
			label = k.Label
			if isZero(value) && k.Zero != "" {
				value = k.Zero
			}
		}
		parts = append(parts, l.clock(a.At)+" "+label+" "+value)
	}
	return strings.Join(parts, ", ")
}

// ownRun says how the run came out that the learner drove.
func (l *Lab) ownRun(w int) []string {
	th := l.env.Theme
	res := l.run.Result()
	reports, err := res.GoalReports()
	if err != nil {
		return nil
	}
	lines := []string{th.Paint(kit.InkTitle, "The run that you drove")}
	for _, g := range reports {
		if l.goals != nil && !contains(l.goals, g.ID) {
			continue
		}
		mark, ink := kit.GlyphFails, kit.InkLost
		if *g.Pass {
			mark, ink = kit.GlyphHolds, kit.InkGood
		}
		seen := ""
		if m, err := l.metricOf(g.ID); err == nil {
			seen = m.Format(float64(*g.Value))
		}
		for i, t := range kit.Wrap(g.Text, w-16) {
			if i == 0 {
				lines = append(lines, "  "+th.Paint(ink, mark)+" "+th.Paint(kit.InkText, kit.PadRight(t, w-15))+th.Paint(ink, seen))
			} else {
				lines = append(lines, "    "+th.Paint(kit.InkText, t))
			}
		}
	}
	if turned, lost, err := res.Price(l.from, l.run.Now()); err == nil {
		lines = append(lines, th.Paint(kit.InkDim, fmt.Sprintf("  Since %s: %s users turned away at the door, %s more without an answer.", l.clock(l.from), scenarios.Spelled(fmt.Sprint(turned)), scenarios.Spelled(fmt.Sprint(lost)))))
	}
	return append(lines, "")
}

func (l *Lab) metricOf(goal string) (scenarios.Metric, error) {
	g, err := l.scenario.Goal(goal)
	if err != nil {
		return scenarios.Metric{}, err
	}
	return l.scenario.Metric(g.Metric)
}
