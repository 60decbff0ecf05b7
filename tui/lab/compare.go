package lab

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// comparison holds two designs against each other: their knobs side by side, and, when it is
// asked for, what differs between them over seeds, on the same luck.
type comparison struct {
	a, b   scenarios.Design
	names  [2]string
	seeds  int
	task   task
	diffs  []scenarios.Difference
	scroll screen.Scroll
}

// compareSeeds are the numbers of seeds to choose from.
var compareSeeds = []int{10, 20, 50, 100}

// newComparison compares the two futures of a run; else what is held, or the scenario as it
// is, with the present design.
func (l *Lab) newComparison() panel {
	p := comparison{b: l.design(), names: [2]string{"as it is", "now"}, seeds: compareSeeds[1]}
	switch {
	case l.other != nil:
		p.a, p.b, p.names = l.other.Design(), l.run.Design(), [2]string{"future A", "future B"}
		if l.letter == 'A' {
			p.a, p.b = p.b, p.a
		}
	case l.held != nil:
		p.a, p.names[0] = *l.held, "held"
	}
	return p
}

func (comparison) context() string { return "compare" }

func (p comparison) why(l *Lab, id string) string {
	switch id {
	case "work":
		if p.task.running {
			return "the runs are under way"
		}
		if l.sameDesign(p.a, p.b) {
			return "the two designs are the same: turn a knob, or hold this one with C and turn then"
		}
		if len(l.scenario.Yields()) == 0 {
			return "this scenario has neither goals nor charts to measure"
		}
	case "stop":
		if !p.task.running {
			return "nothing is under way"
		}
	case "moreseeds", "fewerseeds":
		if p.task.running {
			return "the runs are under way"
		}
	}
	return ""
}

// sameDesign says whether two designs can't differ: the same knobs and the same acts.
func (l *Lab) sameDesign(a, b scenarios.Design) bool {
	for _, k := range l.scenario.Knobs {
		if l.valueIn(a, k.ID) != l.valueIn(b, k.ID) {
			return false
		}
	}
	return slices.Equal(a.Acts, b.Acts)
}

// valueIn is a knob's value as a design begins.
func (l *Lab) valueIn(d scenarios.Design, id string) string {
	v, err := l.scenario.Value(id, d.Set)
	if err != nil {
		return "?"
	}
	return v
}

func (p comparison) key(l Lab, id string) (Lab, tea.Cmd) {
	switch id {
	case "scrolldown":
		p.scroll = p.scroll.By(5)
	case "scrollup":
		p.scroll = p.scroll.By(-5)
	case "moreseeds", "fewerseeds":
		by := 1
		if id == "fewerseeds" {
			by = -1
		}
		p.seeds = compareSeeds[moved(slices.Index(compareSeeds, p.seeds), by, len(compareSeeds))]
	case "stop":
		p.task = p.task.stop()
	case "work":
		s, a, b, seeds := l.scenario, p.a, p.b, scenarios.Seeds(p.seeds)
		var cmd tea.Cmd
		p.diffs = nil
		p.task, cmd = start(l.env.Cores, 2*len(seeds), func(ctx context.Context, cores int, progress func(done, of int)) (any, error) {
			return s.CompareDesigns(ctx, a, b, s.Yields(), seeds, cores, progress)
		})
		l.panel = p
		l, pause := l.play(false)
		return l, tea.Batch(cmd, pause)
	}
	l.panel = p
	return l, nil
}

func (p comparison) halt() panel {
	p.task = p.task.stop()
	return p
}

func (p comparison) hear(l Lab, msg tea.Msg) (Lab, tea.Cmd) {
	t, news, ok := p.task.hear(msg)
	if !ok {
		return l, nil
	}
	p.task = t
	l.panel = p
	if !news.over {
		return l, news.next
	}
	if news.err != nil {
		return l, screen.Send(screen.Notice{Text: "The designs could not be compared: " + news.err.Error(), Bad: true})
	}
	p.diffs, p.scroll = news.result.([]scenarios.Difference), screen.Scroll{}
	l.panel = p
	return l, nil
}

func (p comparison) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	lines := []string{th.Paint(kit.InkTitle, "Two designs, on the same luck"), ""}
	nameW := 14
	for _, k := range l.scenario.Knobs {
		nameW = max(nameW, kit.Width(k.Label)+2)
	}
	col := max(10, min(20, (w-nameW-4)/2))
	lines = append(lines, "  "+th.Paint(kit.InkFaint, kit.PadRight("", nameW)+kit.PadRight("A, "+p.names[0], col)+"B, "+p.names[1]))
	for _, k := range l.scenario.Knobs {
		a, b := k.Shown(l.valueIn(p.a, k.ID)), k.Shown(l.valueIn(p.b, k.ID))
		ink, mark := kit.InkDim, "  "
		if a != b {
			ink, mark = kit.InkAccent, th.Paint(kit.InkAccent, "≠ ")
		}
		lines = append(lines, mark+th.Paint(kit.InkText, kit.PadRight(k.Label, nameW))+th.Paint(kit.InkDim, kit.PadRight(kit.Cut(a, col-1), col))+th.Paint(ink, kit.Cut(b, col)))
	}
	for i, d := range []scenarios.Design{p.a, p.b} {
		if text := l.actsText(d); text != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("%c does: %s", 'A'+i, text), w, "  ")...)
		}
	}
	lines = append(lines, "", kit.Rule(th, fmt.Sprintf("over %s, seeds %s", runs(p.seeds), scenarios.SeedsText(scenarios.Seeds(p.seeds))), w))
	switch {
	case p.task.running:
		lines = append(lines, p.task.bar(th, w))
	case p.diffs == nil:
		lines = append(lines, kit.Paragraph(th, kit.InkFaint, "enter runs both designs over the seeds; + and - choose how many.", w, "  ")...)
	default:
		lines = append(lines, p.diffLines(th, w)...)
	}
	return p.scroll.View(lines, h, th)
}

// actsText tells what is done by hand in a design.
func (l *Lab) actsText(d scenarios.Design) string {
	text := ""
	for _, a := range d.Acts {
		if text != "" {
			text += ", "
		}
		switch a.Kind {
		case scenarios.Turn:
			text += a.Knob + "=" + a.Value
		case scenarios.Lift:
			text += "lift " + a.Fault
		default:
			text += a.Fault
		}
		text += " at " + l.clock(a.At)
	}
	return text
}

// diffLines are the results: A, B and the difference with its interval, and a word on it.
func (p comparison) diffLines(th *kit.Theme, w int) []string {
	var lines []string
	for i := range p.diffs {
		d := &p.diffs[i]
		word, ink := "no clear difference", kit.InkDim
		switch {
		case d.Of == 0 && d.More+d.Less == 0:
			word = "never in either"
		case d.Of == 0 && d.More == 0:
			word, ink = "never in A", kit.InkAccent
		case d.Of == 0 && d.Less == 0:
			word, ink = "never in B", kit.InkAccent
		case d.Diff == 0 && d.Low == 0 && d.High == 0:
			word = "the same in every run"
		case d.Clear() && d.Low > 0:
			word, ink = "B has more", kit.InkAccent
		case d.Clear():
			word, ink = "B has less", kit.InkAccent
		}
		lines = append(lines, "  "+kit.PadRight(th.Paint(kit.InkText, kit.Cut(d.Label, w-26)), w-26)+"  "+th.Paint(ink, word))
		if d.Of > 0 {
			y := d.Yield
			lines = append(lines, "    "+th.Paint(kit.InkDim, kit.Cut(fmt.Sprintf("A %s   B %s   B − A %s  (%s to %s)", y.Format(float64(d.A)), y.Format(float64(d.B)),
				y.FormatDiff(float64(d.Diff)), y.FormatDiff(float64(d.Low)), y.FormatDiff(float64(d.High))), w-4)))
		}
		if d.Never[0]+d.Never[1] > 0 {
			lines = append(lines, "    "+th.Paint(kit.InkFaint, kit.Cut(fmt.Sprintf("never: in A %d, in B %d of %d runs, which the means leave out", d.Never[0], d.Never[1], len(d.Each)), w-4)))
		}
	}
	return append(lines, "", th.Paint(kit.InkFaint, kit.Cut("In brackets: the 95 % interval of the mean difference, seed by seed.", w)))
}
