package figure

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/grading"
	"sysprep/scenarios"
)

// ledger is the assumptions that a system makes. The learner writes down what they see; each
// one that is not written down, or with another worth, is broken in a run of the system.
type ledger struct {
	step     *content.ExploreStep
	scenario *scenarios.Scenario
	written  []string
	asked    bool    // to break what is not written
	broken   *damage // what came of it
	ever     bool    // something was broken once
}

// damage is what a run with the unwritten assumptions broken did.
type damage struct {
	of    []string // the ledger then
	lines []standing
	Cost  []cost // by assumption; of those that were kept, what they served while others were broken
	All   cost
	Err   string
}

// cost is how many requests came, and how many of them got no answer in time.
type cost struct{ Asked, Lost float64 }

// standing is how an assumption stands in the ledger.
type standing struct {
	Kept bool   // it is written, with its worth
	Line int    // which line is about it, -1 for none
	Say  string // about its worth, if that is what is wrong
}

const mostWritten = 12

func newLedger(e *content.ExploreStep, sc *scenarios.Scenario) Figure {
	return ledger{step: e, scenario: sc}
}

func (l ledger) def() []content.LedgerLine { return l.step.Ledger.Lines }

func (l ledger) Dials() []Dial { return nil }

func (l ledger) Hands() Hands {
	if l.asked {
		return HandsNobody
	}
	return HandsText
}

func (l ledger) Act(text string) (Figure, string, bool) {
	name, rest := verb(text)
	switch name {
	case "write":
		switch {
		case l.asked:
			return l, "It was broken already: type more to write on.", false
		case strings.TrimSpace(rest) == "":
			return l, "Write what the two services count on, such as: answers take 50 ms.", false
		case len(l.written) >= mostWritten:
			return l, "The page is full: take a line back first.", false
		}
		l.written = append(l.written[:len(l.written):len(l.written)], rest)
		return l, "", true
	case "back":
		if l.asked || len(l.written) == 0 {
			return l, "There is no line to take back.", false
		}
		l.written = l.written[: len(l.written)-1 : len(l.written)-1]
		return l, "", true
	case "break":
		if l.asked {
			return l, "It was broken already: type more to write on.", false
		}
		l.asked, l.broken = true, nil
		return l, "", true
	case "more":
		if !l.asked {
			return l, "Write on.", false
		}
		l.asked, l.broken = false, nil
		return l, "", true
	}
	return l, "Write a line, or break.", false
}

func (l ledger) Tasks() []Task {
	return []Task{
		{"write what the two count on", len(l.written) > 0},
		{"have the rest broken", l.ever},
	}
}

// standings holds the lines against the assumptions.
func (l ledger) standings() []standing {
	out := make([]standing, len(l.def()))
	used := make([]bool, len(l.written))
	for i := range out {
		out[i].Line = -1
	}
	for _, right := range []bool{true, false} { // a line that is right about something is not held against something else
		for i, def := range l.def() {
			if out[i].Line >= 0 {
				continue
			}
			for n, text := range l.written {
				if !right && used[n] || !about(text, def.Words) {
					continue
				}
				ok, near, say := worth(text, def.Worth)
				if ok == right && near {
					out[i], used[n] = standing{Kept: ok, Line: n, Say: say}, true
					break
				}
			}
		}
	}
	return out
}

// about says whether a text has a word of each group. A word is found where one of the text
// begins with it.
func about(text string, groups []string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, any := range strings.Fields(strings.Join(groups, " ")) {
		if !slices.ContainsFunc(strings.Split(any, "|"), func(want string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return w == want || len(want) > 2 && strings.HasPrefix(w, want) })
		}) {
			return false
		}
	}
	return true
}

// worth holds the quantity in a line against what the assumption is worth. near says whether the
// line could be about it at all: one that measures something else is not.
func worth(text string, want []*content.Quantity) (ok, near bool, say string) {
	if len(want) == 0 {
		return true, true, ""
	}
	var expected []grading.Expected
	for _, q := range want {
		expected = append(expected, q.Expected())
	}
	v := grading.CheckQuantity(text, expected...)
	switch {
	case v.Right():
		return true, true, ""
	case v.Closeness == grading.NoNumber:
		return false, true, "it has no number. It is worth " + grading.Amount(want[0].Value, want[0].Unit) + "."
	case v.Closeness == grading.WrongUnit:
		return false, false, ""
	case v.Closeness == grading.KnownSlip:
		return false, true, v.Feedback
	}
	return false, true, "it is worth " + grading.Amount(want[0].Value, want[0].Unit) + "."
}

// Work runs the system with what is not kept broken.
func (l ledger) Work() func() Found {
	if !l.asked || l.broken != nil {
		return nil
	}
	return func() Found { return l.run() }
}

// Take keeps what was broken.
func (l ledger) Take(found Found) Figure {
	if d, ok := found.(damage); ok && l.asked && slices.Equal(d.of, l.written) {
		l.broken, l.ever = &d, true
	}
	return l
}

func (l ledger) run() damage {
	d := damage{of: l.written, lines: l.standings(), Cost: make([]cost, len(l.def()))}
	var acts []scenarios.Act
	set := scenarios.Settings{}
	for i, def := range l.def() {
		if d.lines[i].Kept {
			continue
		}
		maps.Copy(set, def.Set)
		if def.Fault != "" {
			from, _ := l.when(def)
			acts = append(acts, scenarios.Act{At: from, Kind: scenarios.Inject, Fault: def.Fault})
		}
	}
	slices.SortStableFunc(acts, func(a, b scenarios.Act) int { return int(a.At/engine.Millisecond - b.At/engine.Millisecond) })
	run, err := l.scenario.Start(set, l.step.Seed, acts...)
	if err != nil {
		d.Err = err.Error()
		return d
	}
	end := engine.Time(l.scenario.Horizon)
	run.Advance(end)
	r := run.Result()
	for i, def := range l.def() {
		from, to := l.when(def)
		d.Cost[i] = measure(r, from, to)
	}
	d.All = measure(r, 0, end)
	return d
}

// when an assumption is broken, unless it was kept.
func (l ledger) when(def content.LedgerLine) (from, to engine.Time) {
	if f, err := l.scenario.Fault(def.Fault); def.Fault != "" && err == nil {
		return engine.Time(f.At), engine.Time(f.At + f.For)
	}
	return engine.Time(def.At), engine.Time(def.At + def.For)
}

// measure counts requests and those without an answer in time.
func measure(r *scenarios.Result, from, to engine.Time) cost {
	rate, err1 := r.Value("offered", "", from, to)
	good, err2 := r.Value("goodput_ratio", "", from, to)
	if err1 != nil || err2 != nil {
		return cost{}
	}
	asked := rate * (to - from).Seconds()
	return cost{Asked: math.Round(asked), Lost: math.Round(asked * (1 - min(good, 1)))}
}

func (l ledger) Help() []Word {
	return []Word{
		{"write", "TEXT", "a line of the ledger, such as write answers take 50 ms"},
		{"back", "", "take the last line back"},
		{"break", "", "break what is not written down"},
		{"more", "", "after that: write more lines, and try again"},
	}
}

func (l ledger) Draw(w, h, _ int) []Line {
	w = min(w, 96)
	var out []Line
	if l.broken != nil {
		return l.report(w)
	}
	if len(l.written) == 0 {
		out = append(out, line(Faint, "The ledger is empty."))
	}
	for i, text := range l.written {
		for k, t := range wrap(text, w-4) {
			mark := "    "
			if k == 0 {
				mark = fmt.Sprintf("%2d  ", i+1)
			}
			out = append(out, Line{{Dim, mark}, {Text, t}})
		}
	}
	if l.asked {
		out = append(out, nil, line(Dim, "breaking what is not there …"))
	}
	return out
}

// report is what was written, what was not, and what that cost.
func (l ledger) report(w int) []Line {
	d := l.broken
	if d.Err != "" {
		return paragraph(Lost, d.Err, w)
	}
	kept := 0
	for _, s := range d.lines {
		if s.Kept {
			kept++
		}
	}
	is := "are"
	if kept == 1 {
		is = "is"
	}
	out := paragraph(Title, fmt.Sprintf("%d of %d %s written down. The others were broken: %s of %s orders lost.", kept, len(d.lines), is, thousands(d.All.Lost), thousands(d.All.Asked)), w)
	for i, def := range l.def() {
		out = append(out, l.reportLine(def, d.lines[i], d.Cost[i], w)...)
	}
	return out
}

// reportLine is about one assumption. Which one it was is told only when it was kept: until
// then it shows what happened, and leaves the line to be written.
func (l ledger) reportLine(def content.LedgerLine, s standing, c cost, w int) []Line {
	mark, tone, text, ink, right := "✗ ", Lost, def.Say, Text, fmt.Sprintf("%s of %s lost", thousands(c.Lost), thousands(c.Asked))
	switch {
	case s.Kept:
		mark, tone, text, ink, right = "✓ ", Good, def.Text, Dim, "kept"
	case s.Line >= 0:
		mark, text, ink = "◐ ", fmt.Sprintf("Your line %d: %s", s.Line+1, s.Say), Wait
	}
	textW := w - 28
	var out []Line
	for k, t := range wrap(text, textW) {
		if k > 0 {
			out = append(out, Line{{ink, "        " + t}})
			continue
		}
		out = append(out, Line{{tone, mark}, {Dim, pad(def.Column, 5)}, {ink, " " + pad(t, textW+1)}, {tone, right}})
	}
	return out
}

func (l ledger) Tell() []string {
	if l.broken == nil {
		if len(l.written) == 0 {
			return []string{"The ledger is empty."}
		}
		out := []string{"The ledger so far:"}
		for i, t := range l.written {
			out = append(out, fmt.Sprintf("%d. %s", i+1, t))
		}
		return out
	}
	d := l.broken
	if d.Err != "" {
		return []string{d.Err}
	}
	var out []string
	for i, def := range l.def() {
		s, c := d.lines[i], d.Cost[i]
		switch {
		case s.Kept:
			out = append(out, fmt.Sprintf("%s, written, and kept: %s.", upper(def.Column), def.Text))
		case s.Line >= 0:
			out = append(out, fmt.Sprintf("%s, written with another worth, and broken: %s of %s orders lost. Your line %d: %s", upper(def.Column), thousands(c.Lost), thousands(c.Asked), s.Line+1, s.Say))
		default:
			out = append(out, fmt.Sprintf("%s, not written, and broken: %s of %s orders lost. %s", upper(def.Column), thousands(c.Lost), thousands(c.Asked), def.Say))
		}
	}
	return append(out, fmt.Sprintf("In all %s of %s orders were lost.", thousands(d.All.Lost), thousands(d.All.Asked)))
}

// thousands writes a whole number with commas.
func thousands(v float64) string {
	text := fmt.Sprintf("%.0f", v)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
