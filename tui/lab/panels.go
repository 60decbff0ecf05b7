package lab

import (
	"fmt"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// clock writes a virtual time as minutes and seconds, and where windows are shorter
// than a second, hundredths.
func (l *Lab) clock(t engine.Time) string {
	s := t.Seconds()
	text := fmt.Sprintf("%d:%02d", int(s)/60, int(s)%60)
	if l.window() < engine.Second {
		text += fmt.Sprintf(".%02d", int(t%engine.Second/(10*engine.Millisecond)))
	}
	return text
}

// knobHelp says what the chosen knob does.
func (l *Lab) knobHelp(w int) string {
	knobs := l.knobs()
	if l.focus != onKnobs || l.knob >= len(knobs) {
		return ""
	}
	k := knobs[l.knob]
	if k.Help == "" && kit.Width(k.Label) > w-knobMarks-knobValue {
		return k.Label // which its line has to cut
	}
	return k.Help
}

// faultLines are the faults to start or lift.
func (l *Lab) faultLines(w int) []string {
	th := l.env.Theme
	active := l.run.Active()
	lines := []string{th.Paint(kit.InkTitle, "Do something to it, at "+l.clock(l.run.Now()))}
	for i, f := range l.scenario.Faults {
		mark, ink := "  ", kit.InkText
		if i == l.fault {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		state := ""
		if active[f.ID] {
			state = th.Paint(kit.InkWait, "  in force: enter lifts it")
		}
		lines = append(lines, kit.Cut(mark+th.Paint(ink, f.Label)+state, w))
	}
	return lines
}

// judgingLines are the progress of a judgement.
func (l *Lab) judgingLines(w int) []string {
	th := l.env.Theme
	bar := min(40, w-24)
	full := 0
	if l.seeds > 0 {
		full = l.done * bar / l.seeds
	}
	return []string{
		th.Paint(kit.InkTitle, fmt.Sprintf("Judging your design over %d runs, each with other luck", l.seeds)),
		"",
		"  " + th.Paint(kit.InkAccent, strings.Repeat("█", full)) + th.Paint(kit.InkFaint, strings.Repeat("░", bar-full)) +
			th.Paint(kit.InkDim, fmt.Sprintf("  %d of %d", l.done, l.seeds)),
	}
}

// judgedLines are a judgement: how often each goal was reached, and why not.
func (l *Lab) judgedLines(w int) []string {
	th := l.env.Theme
	j := l.judged
	head, ink := "Not yet.", kit.InkWait
	if l.won(j) {
		head, ink = "It holds.", kit.InkGood
	}
	what, design := "Your design", l.designText(j.Settings)
	if l.driven() {
		what, design = "What you did", l.didText(l.judgedActs)
	}
	lines := []string{
		th.Paint(ink, head) + th.Paint(kit.InkTitle, fmt.Sprintf("  "+what+" over %d runs: every goal met in %d", j.All.Of, j.All.Held)) +
			th.Paint(kit.InkDim, fmt.Sprintf("  (asked: %.0f %%)", l.need*100)),
	}
	lines = append(lines, kit.Paragraph(th, kit.InkDim, design, w, "  ")...)
	lines = append(lines, "")
	if l.driven() && l.run.Over() && !l.stale {
		lines = append(lines, l.ownRun(w)...)
	}
	for _, g := range j.Goals {
		lines = append(lines, l.goalLines(g, w)...)
	}
	if len(j.Causes) > 0 {
		lines = append(lines, "", th.Paint(kit.InkTitle, fmt.Sprintf("Why it failed, in %s", runs(j.All.Of-j.All.Held))))
		for _, c := range j.Causes {
			for i, t := range kit.Wrap(c.Text, w-6) {
				n := "    "
				if i == 0 {
					n = fmt.Sprintf("%3d ", len(c.Seeds))
				}
				lines = append(lines, th.Paint(kit.InkLost, n)+"  "+th.Paint(kit.InkText, t))
			}
		}
	}
	return lines
}

func (l *Lab) goalLines(g scenarios.GoalTally, w int) []string {
	th := l.env.Theme
	mark, word, ink := kit.GlyphFails, "not yet", kit.InkLost
	switch {
	case g.Rate >= l.need:
		mark, word, ink = kit.GlyphHolds, "holds", kit.InkGood
	case g.Held > 0:
		mark, word, ink = kit.GlyphPartly, "sometimes", kit.InkWait
	}
	col := max(20, min(w-42, 60))
	text := kit.Wrap(g.Text, col-1) // a gap before the share
	var lines []string
	for i, t := range text {
		if i > 0 {
			lines = append(lines, "    "+th.Paint(kit.InkText, t))
			continue
		}
		lines = append(lines, "  "+th.Paint(ink, mark)+" "+th.Paint(kit.InkText, kit.PadRight(t, col))+
			th.Paint(ink, fmt.Sprintf("%3.0f %%", g.Rate*100))+th.Paint(kit.InkDim, fmt.Sprintf("  (%.0f to %.0f %%)  ", g.Low*100, g.High*100))+th.Paint(ink, word))
	}
	return lines
}

func runs(n int) string {
	if n == 1 {
		return "1 run"
	}
	return fmt.Sprintf("%d runs", n)
}

// designText writes the turned knobs.
func (l *Lab) designText(set scenarios.Settings) string {
	if len(set) == 0 {
		return "the design as it is, no knob turned"
	}
	var parts []string
	for _, k := range l.scenario.Knobs {
		if v, ok := set[k.ID]; ok {
			parts = append(parts, k.Label+" "+v)
		}
	}
	return strings.Join(parts, ", ")
}
