package figure

import (
	"fmt"
	"math"
	"strconv"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/engine/transport"
	"sysprep/scenarios"
)

// gamma is D2TCP's penalty p = alpha^d as a curve that is dragged (Vamanan and others,
// SIGCOMM 2012; d from 0.5, far from the deadline, to 2, near it), and two groups of
// senders behind one port, one with that d and the other at 1.
type gamma struct {
	def      *content.GammaFigure
	scenario *scenarios.Scenario
	seed     uint64
	ds       []string // stops of d
	d, marks int      // indexes
	seen     [3]bool  // far, near, all marked
	runs     map[int]flows
	deadline [2]engine.Time
	every    engine.Time
}

// flows is what the two groups did in a run: who had how much of the port, millisecond
// by millisecond of a round, and who was late.
type flows struct {
	d      int // index of its stop
	Pace   [2][]float64
	Missed [2]float64
	Err    string
}

// roundShown is how much of a round is drawn, in windows of a millisecond.
const roundShown = 8

var markStops = []string{"5 %", "10 %", "15 %", "20 %", "25 %", "30 %", "40 %", "50 %", "60 %", "70 %", "80 %", "90 %", "100 %"}

func newGamma(e *content.ExploreStep, sc *scenarios.Scenario) (Figure, error) {
	g := gamma{def: e.Gamma, scenario: sc, seed: e.Seed, marks: 4, runs: map[int]flows{}}
	knob, err := sc.Knob(e.Gamma.Knob)
	if err != nil {
		return nil, err
	}
	g.ds = knob.Stops()
	for i, v := range g.ds {
		if x, err := strconv.ParseFloat(v, 64); err != nil || x < 0.5 || x > 2 {
			return nil, fmt.Errorf("the knob %s sets d, which is from 0.5 to 2, and not %q", knob.ID, v)
		} else if x == 1 {
			g.d = i
		}
	}
	for i, id := range g.def.Groups {
		g.deadline[i] = engine.Time(sc.SendersDeadline(id))
	}
	g.every = engine.Time(sc.Transport.Every)
	return g, nil
}

func (g gamma) imminence(i int) float64 {
	d, _ := strconv.ParseFloat(g.ds[i], 64)
	return d
}

func (g gamma) alpha() float64 {
	a, _ := strconv.ParseFloat(markStops[g.marks][:len(markStops[g.marks])-len(" %")], 64)
	return a / 100
}

func (g gamma) Dials() []Dial {
	return []Dial{
		{ID: "d", Label: "d, how near the deadline is", Values: g.ds, At: g.d},
		{ID: "alpha", Label: "α, share of packets marked", Values: markStops, At: g.marks},
	}
}

func (gamma) Hands() Hands { return HandsDials }

func (g gamma) Act(text string) (Figure, string, bool) {
	name, value := verb(text)
	dials := g.Dials()
	switch name {
	case "d":
		i, why := turn(dials[0], value)
		if why != "" {
			return g, why, false
		}
		g.d = i
	case "alpha":
		i, why := turn(dials[1], value)
		if why != "" {
			return g, why, false
		}
		g.marks = i
	default:
		return g, "Write d or alpha and a value.", false
	}
	d := g.imminence(g.d)
	g.seen[0] = g.seen[0] || d == 0.5
	g.seen[1] = g.seen[1] || d == 2
	g.seen[2] = g.seen[2] || g.marks == len(markStops)-1
	return g, "", true
}

func (g gamma) Tasks() []Task {
	return []Task{{"far: d = 0.5", g.seen[0]}, {"near: d = 2", g.seen[1]}, {"all marked: α = 100 %", g.seen[2]}}
}

// Work runs the scenario at the present d, if that was not done yet.
func (g gamma) Work() func() Found {
	if _, ok := g.runs[g.d]; ok {
		return nil
	}
	return func() Found {
		f, err := g.run(g.d)
		if err != nil {
			f.Err = err.Error()
		}
		f.d = g.d
		return f
	}
}

// Take keeps a run.
func (g gamma) Take(found Found) Figure {
	f, ok := found.(flows)
	if !ok {
		return g
	}
	runs := map[int]flows{f.d: f}
	for d, was := range g.runs {
		runs[d] = was
	}
	g.runs = runs
	return g
}

// run plays the scenario to its end, with d at a stop.
func (g gamma) run(d int) (out flows, err error) {
	run, err := g.scenario.Start(scenarios.Settings{g.def.Knob: g.ds[d]}, g.seed)
	if err != nil {
		return out, err
	}
	end := engine.Time(g.scenario.Horizon)
	run.Advance(end)
	r := run.Result()
	round := int(g.every / g.scenario.Window())
	for i, id := range g.def.Groups {
		all, err := r.Series("goodput", id)
		if err != nil {
			return out, err
		}
		pace := make([]float64, roundShown)
		rounds := max(1, len(all)/max(round, 1))
		for w, v := range all {
			if at := w % max(round, 1); at < roundShown {
				pace[at] += v / float64(rounds)
			}
		}
		out.Pace[i] = pace
		if out.Missed[i], err = r.Value("missed_deadlines", id, 0, end); err != nil {
			return out, err
		}
	}
	return out, nil
}

// keeps is the share of its window that a sender keeps: 1 - p/2.
func keeps(alpha, d float64) float64 {
	return transport.Reduced(1, transport.Penalty(alpha, d), 0)
}

func (g gamma) Draw(w, h, focus int) []Line {
	w = min(w, 100)
	out := dialLines(g.Dials(), w, focus)
	d, a := g.imminence(g.d), g.alpha()
	p := transport.Penalty(a, d)
	first, second := "  p = α^d = ", "   keeps 1 - p/2 = "
	if w < 68 {
		first, second = "  p = ", "   keeps "
	}
	out = append(out, Line{
		{Text, first + short(p) + second},
		{Accent, short(keeps(a, d))},
		{Text, fmt.Sprintf("   %d packets → ", g.def.Window)},
		{Accent, short(float64(g.def.Window) * keeps(a, d))},
	}, nil)
	tasks := taskLines(g.Tasks(), w)
	rows := max(6, min(h-len(out)-len(tasks)-1, 14))
	left := min(34, (w-2)*2/5)
	curve := g.curve(left, rows)
	right := g.flows(w-left-2, rows)
	for y := range rows {
		l := append(Line{}, curve[y]...)
		if y < len(right) && right[y].Width() > 0 {
			l = append(l, Span{Text, pad("", left+2-l.Width())})
			l = append(l, right[y]...)
		}
		out = append(out, l)
	}
	return append(append(out, nil), tasks...)
}

// curve is p over alpha: the dragged one, and DCTCP's straight line for comparison.
func (g gamma) curve(w, h int) []Line {
	s := newSheet(w, h)
	const axis = 4
	plotW, plotH := w-axis, h-2
	s.text(0, 0, "p", Dim)
	s.text(2, 0, "1", Faint)
	s.text(2, plotH-1, "0", Faint)
	for y := range plotH {
		s.put(axis-1, y, '│', Faint)
	}
	for x := range plotW {
		s.put(axis+x, plotH, '─', Faint)
	}
	s.text(axis, h-1, "0", Faint)
	s.text(axis+plotW/2-1, h-1, "α", Dim)
	s.text(w-1, h-1, "1", Faint)
	row := func(p float64) int { return plotH - 1 - int(math.Round(p*float64(plotH-1))) }
	d := g.imminence(g.d)
	for x := range plotW {
		a := float64(x) / float64(plotW-1)
		s.put(axis+x, row(a), '·', Faint)
	}
	for x := range plotW {
		a := float64(x) / float64(plotW-1)
		s.put(axis+x, row(transport.Penalty(a, d)), '•', Accent)
	}
	x := int(math.Round(g.alpha() * float64(plotW-1)))
	y := row(transport.Penalty(g.alpha(), d))
	for below := y + 1; below < plotH; below++ {
		s.put(axis+x, below, '┊', Dim)
	}
	s.put(axis+x, y, '●', Title)
	return s.lines()
}

// flows is who had the port in the first milliseconds of a round.
func (g gamma) flows(w, h int) []Line {
	f, ok := g.runs[g.d]
	switch {
	case !ok:
		return []Line{line(Dim, "running it …")}
	case f.Err != "":
		return paragraph(Lost, f.Err, w)
	}
	out := []Line{{{Dim, pad(fmt.Sprintf("first %d ms", roundShown), 11)}, {Title, pad("yours "+g.ds[g.d], 11)}, {Title, "others 1"}}}
	bar := max(4, (w-17)/2)
	top := g.top()
	for ms := range min(roundShown, h-3) {
		yours, others := f.Pace[0][ms], f.Pace[1][ms]
		mark := "  "
		if g.due(0, ms) {
			mark = "⚑ "
		}
		out = append(out, Line{
			{Wait, mark},
			{Faint, fmt.Sprintf("%d ms ", ms+1)},
			{Accent, meter(yours/top, bar)},
			{Text, fmt.Sprintf(" %3.1f ", yours/1e9)},
			{Good, meter(others/top, bar)},
			{Text, fmt.Sprintf(" %3.1f", others/1e9)},
		})
	}
	out = append(out, Line{{Dim, "Gbit/s; "}, {Wait, "⚑"}, {Dim, fmt.Sprintf(" due %s (others %s)", span(g.deadline[0]), span(g.deadline[1]))}})
	return append(out, Line{{Text, "late "}, {lateTone(f.Missed[0]), percent(f.Missed[0])}, {Text, " of yours, "}, {lateTone(f.Missed[1]), percent(f.Missed[1])}, {Text, " others"}})
}

// top is the port's rate, to which bars are drawn.
func (g gamma) top() float64 { return 8 * float64(g.scenario.Transport.Rate) }

// due says whether a group's deadline falls into that millisecond of a round.
func (g gamma) due(group, ms int) bool { return int(g.deadline[group]/engine.Millisecond) == ms }

func lateTone(share float64) Tone {
	if share > 0 {
		return Lost
	}
	return Good
}

// meter is a bar of n cells, in halves.
func meter(share float64, n int) string {
	halves := int(math.Round(share * float64(2*n)))
	halves = max(0, min(halves, 2*n))
	bar := make([]rune, 0, n)
	for range halves / 2 {
		bar = append(bar, '█')
	}
	if halves%2 == 1 {
		bar = append(bar, '▌')
	}
	return pad(string(bar), n)
}

func (g gamma) Tell() []string {
	d, a := g.imminence(g.d), g.alpha()
	p := transport.Penalty(a, d)
	out := []string{fmt.Sprintf("d is %s and α is %s: p = α^d = %s, and a sender keeps 1 - p/2 = %s of its window, %s packets of %d. With d = 1, as under DCTCP, it would keep %s.",
		g.ds[g.d], markStops[g.marks], short(p), short(keeps(a, d)), short(float64(g.def.Window)*keeps(a, d)), g.def.Window, short(keeps(a, 1)))}
	f, ok := g.runs[g.d]
	switch {
	case !ok:
		return out
	case f.Err != "":
		return append(out, f.Err)
	}
	text := "The port in the first milliseconds of a round, yours and the others', in Gbit/s:"
	for ms := range roundShown {
		text += fmt.Sprintf(" %d ms %.1f and %.1f;", ms+1, f.Pace[0][ms]/1e9, f.Pace[1][ms]/1e9)
	}
	return append(out, text[:len(text)-1]+".",
		fmt.Sprintf("Late: %s of yours, which are due at %s, and %s of theirs, due at %s.", percent(f.Missed[0]), span(g.deadline[0]), percent(f.Missed[1]), span(g.deadline[1])))
}

func (g gamma) Help() []Word {
	return []Word{
		{"d", "VALUE", "how near your deadline is, from 0.5 (far) to 2 (near)"},
		{"alpha", "VALUE", "the share of packets that are marked, such as 50%"},
	}
}

// short writes a number with four digits.
func short(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

func percent(v float64) string { return fmt.Sprintf("%.0f %%", v*100) }

func span(t engine.Time) string { return scenarios.Duration(t).String() }
