package lab

import (
	"fmt"
	"slices"
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

// knobLines are the knobs with their sliders, in two columns where there are many, so that
// they leave room for what they turn.
func (l *Lab) knobLines(w int) []string {
	knobs := l.knobs()
	if len(knobs) < 4 || w < 56 || w > 108 {
		return l.knobColumn(w)
	}
	half := (w - 2) / 2
	all := l.knobColumn(half)
	rows := (len(all) + 1) / 2
	lines := make([]string, rows)
	for i := range lines {
		lines[i] = all[i]
		if i+rows < len(all) {
			lines[i] = kit.PadRight(all[i], half) + "  " + all[i+rows]
		}
	}
	return lines
}

// knobColumn is a line for each knob, of at most w cells.
func (l *Lab) knobColumn(w int) []string {
	th := l.env.Theme
	var lines []string
	knobs := l.knobs()
	nameW := 0
	for _, k := range knobs {
		nameW = max(nameW, kit.Width(k.Label))
	}
	nameW = min(nameW, nameRoom(nameW, w))
	for i, k := range knobs {
		v := l.value(k.ID)
		here := i == l.knob && l.focus == onKnobs
		mark, ink := "  ", kit.InkText
		if here {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		shown := v
		if isZero(v) && k.Zero != "" {
			shown = k.Zero
		}
		valueInk := kit.InkText
		if base, err := l.scenario.Value(k.ID, nil); err == nil && base != v {
			valueInk = kit.InkAccent
		}
		line := mark + th.Paint(ink, kit.PadRight(kit.Cut(k.Label, nameW), nameW)) + "  "
		choices := 0
		for _, v := range k.Values {
			choices += kit.Width(v) + 2
		}
		if choices > w-nameW-4 { // too many for the line: the one that holds
			lines = append(lines, kit.Cut(line+th.Paint(kit.InkAccent, "["+v+"]"), w))
			continue
		}
		if len(k.Values) == 0 { // the choices of an enumeration show its value
			line += th.Paint(valueInk, kit.PadRight(kit.Cut(shown, 9), 9)) + " "
		}
		if room := min(24, w-nameW-15); room >= 6 || len(k.Values) > 0 {
			line += l.slider(k, v, room)
		}
		lines = append(lines, kit.Cut(line, w))
	}
	return lines
}

// Widths of a knob's line beside its label: mark and gap, the value, and a slider that still shows something.
const (
	knobMarks  = 4
	knobValue  = 10
	leastTrack = 6
)

// nameRoom is how many of w cells labels may have, of which the longest has so many: two fifths, then what a short
// slider leaves, and for longer ones the slider's room too. To read what a knob is goes before where it stands.
func nameRoom(longest, w int) int {
	for _, room := range []int{w * 2 / 5, w - knobMarks - knobValue - leastTrack - 1} {
		if longest <= room {
			return room
		}
	}
	return max(10, w-knobMarks-knobValue)
}

func isZero(v string) bool { return v == "0" || v == "0/s" || v == "0s" }

// slider shows where among its stops a knob stands; of an enumeration, the choices.
func (l *Lab) slider(k scenarios.Knob, v string, w int) string {
	th := l.env.Theme
	if len(k.Values) > 0 {
		var parts []string
		for _, x := range k.Values {
			if x == v {
				parts = append(parts, th.Paint(kit.InkAccent, "["+x+"]"))
			} else {
				parts = append(parts, th.Paint(kit.InkFaint, " "+x+" "))
			}
		}
		return strings.Join(parts, "")
	}
	stops := k.Stops()
	at := slices.Index(stops, v)
	if len(stops) < 2 || at < 0 {
		return ""
	}
	left := at * (w - 1) / (len(stops) - 1)
	return th.Paint(kit.InkAccent, strings.Repeat("━", left)+"●") + th.Paint(kit.InkBorder, strings.Repeat("─", w-1-left))
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
