package lab

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
	"sysprep/tui/screen"
)

// sweep runs the design with one knob at each of its stops, over seeds, and draws a result
// against the knob.
type sweep struct {
	knobs    []scenarios.Knob
	knob     int
	seeds    int
	task     task
	response *scenarios.Response
	yield    int // of the response, which is drawn
	at       int // the value under the cursor
}

// sweepSeeds are the numbers of seeds to choose from.
var sweepSeeds = []int{3, 5, 10, 20}

// newSweep begins with the knob that the lab's cursor is on.
func (l *Lab) newSweep() panel {
	p := sweep{knobs: l.knobs(), seeds: sweepSeeds[1]}
	if l.knob < len(p.knobs) {
		p.knob = l.knob
	}
	return p
}

func (p sweep) context() string {
	if p.response != nil {
		return "swept"
	}
	return "sweep"
}

func (p sweep) why(l *Lab, id string) string {
	switch id {
	case "work":
		if p.task.running {
			return "the runs are under way"
		}
		if len(p.knobs) == 0 {
			return "there is no knob to sweep"
		}
		if len(l.scenario.Yields()) == 0 {
			return "this scenario has neither goals nor charts to measure"
		}
		if _, err := l.scenario.SweepStops(p.knobs[p.knob].ID, l.design().Set); err != nil {
			return err.Error()
		}
	case "stop":
		if !p.task.running {
			return "nothing is under way"
		}
	case "moreseeds", "fewerseeds", "itemdown", "itemup":
		if p.task.running {
			return "the runs are under way"
		}
	}
	return ""
}

func (p sweep) key(l Lab, id string) (Lab, tea.Cmd) {
	switch id {
	case "itemdown":
		p.knob = moved(p.knob, 1, len(p.knobs))
	case "itemup":
		p.knob = moved(p.knob, -1, len(p.knobs))
	case "moreseeds", "fewerseeds":
		by := 1
		if id == "fewerseeds" {
			by = -1
		}
		p.seeds = sweepSeeds[moved(slices.Index(sweepSeeds, p.seeds), by, len(sweepSeeds))]
	case "stop":
		p.task = p.task.stop()
	case "valueup":
		p.at = moved(p.at, 1, len(p.response.Values))
	case "valuedown":
		p.at = moved(p.at, -1, len(p.response.Values))
	case "nextyield":
		p.yield = (p.yield + 1) % len(p.response.Yields)
	case "again":
		p.response = nil
	case "take":
		return p.take(l)
	case "work":
		return p.work(l)
	}
	l.panel = p
	return l, nil
}

// take turns the knob to the value under the cursor.
func (p sweep) take(l Lab) (Lab, tea.Cmd) {
	v := p.response.Values[p.at]
	if err := l.run.Turn(p.response.Knob, v); err != nil {
		return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
	}
	l.stale = true
	l.shut()
	l.drawn.take(&l)
	return l, notice(fmt.Sprintf("%s is turned to %s at %s.", p.response.Knob, v, l.clock(l.run.Now())))
}

func (p sweep) work(l Lab) (Lab, tea.Cmd) {
	id := p.knobs[p.knob].ID
	design := l.design()
	values, err := l.scenario.SweepStops(id, design.Set)
	if err != nil {
		return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
	}
	w := scenarios.ResponseSweep{Scenario: l.scenario, Design: design, Knob: id, Values: values, Yields: l.scenario.Yields(), Seeds: scenarios.Seeds(p.seeds)}
	var cmd, pause tea.Cmd
	p.task, cmd = start(l.env.Cores, len(values)*p.seeds, func(ctx context.Context, cores int, progress func(done, of int)) (any, error) {
		return w.Run(ctx, cores, progress)
	})
	l.panel = p
	l, pause = l.play(false)
	return l, tea.Batch(cmd, pause)
}

func (p sweep) halt() panel {
	p.task = p.task.stop()
	return p
}

func (p sweep) hear(l Lab, msg tea.Msg) (Lab, tea.Cmd) {
	t, news, ok := p.task.hear(msg)
	if !ok {
		return l, nil
	}
	p.task = t
	l.panel = p
	switch {
	case !news.over:
		return l, news.next
	case news.err != nil:
		return l, screen.Send(screen.Notice{Text: "The knob could not be swept: " + news.err.Error(), Bad: true})
	}
	p.response = news.result.(*scenarios.Response)
	p.yield, p.at = p.telling(), max(0, slices.Index(p.response.Values, p.response.Present))
	l.panel = p
	return l, nil
}

// telling is the first result that the knob changes for all to see.
func (p sweep) telling() int {
	return max(0, slices.IndexFunc(p.response.Curves, func(c scenarios.Curve) bool {
		least, most := math.Inf(1), math.Inf(-1)
		for _, b := range c.Bands {
			least, most = min(least, float64(b.Median)), max(most, float64(b.Median))
		}
		return most-least > most/20 // by more than a twentieth, or now and then "never"
	}))
}

func (p sweep) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	if p.response != nil {
		return p.drawn(l, w, h)
	}
	lines := []string{th.Paint(kit.InkTitle, "Sweep a knob: how runs come out at each of its values"), ""}
	for i, k := range p.knobs {
		cursor, ink := "  ", kit.InkText
		if i == p.knob {
			cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		stops, err := l.scenario.SweepStops(k.ID, l.design().Set)
		about := fmt.Sprintf("%d values, %s to %s", len(stops), first(stops), last(stops))
		if err != nil {
			about = "can't be swept"
		}
		lines = append(lines, kit.Cut(cursor+th.Paint(ink, kit.PadRight(k.Label, 18))+"  "+th.Paint(kit.InkDim, about), w))
	}
	lines = append(lines, "")
	if p.task.running {
		return fit(append(lines, p.task.bar(th, w)), h)
	}
	return fit(append(lines, kit.Paragraph(th, kit.InkFaint, fmt.Sprintf("enter sweeps it, seeds %s at each value; + and - choose how many. The other knobs stay as they are.",
		scenarios.SeedsText(scenarios.Seeds(p.seeds))), w, "")...), h)
}

func first(list []string) string {
	if len(list) == 0 {
		return "?"
	}
	return list[0]
}

func last(list []string) string {
	if len(list) == 0 {
		return "?"
	}
	return list[len(list)-1]
}

// drawn is the response as a chart with its band, and what is under the cursor.
func (p sweep) drawn(l *Lab, w, h int) []string {
	th := l.env.Theme
	r := p.response
	c := &r.Curves[p.yield]
	unit, factor := unitOf(c.Unit)
	if c.Unit == scenarios.Seconds && slices.ContainsFunc(c.Bands, func(b scenarios.Band) bool { return b.Most >= 10 && !math.IsInf(float64(b.Most), 1) }) {
		unit, factor = " s", 1
	}
	plot := chart.Response{Label: c.Label, Unit: unit, Ink: inkOf(r.Yields[p.yield].Metric), Places: make([]chart.Place, len(c.Bands)), At: p.at}
	for i, b := range c.Bands {
		plot.Places[i] = chart.Place{Name: b.Value, Mid: factor * float64(b.Median), Low: factor * float64(b.Least), High: factor * float64(b.Most), Here: b.Value == r.Present}
	}
	if c.Unit == scenarios.Share {
		plot.Max = 100
	}
	y := r.Yields[p.yield]
	b := c.Bands[p.at]
	foot := []string{
		th.Paint(kit.InkTitle, kit.Cut(fmt.Sprintf("%s = %s", r.Knob, b.Value), w)) + th.Paint(kit.InkDim, kit.Cut(fmt.Sprintf("   median %s, from %s to %s over seeds %s",
			y.Format(float64(b.Median)), y.Format(float64(b.Least)), y.Format(float64(b.Most)), scenarios.SeedsText(r.Seeds)), w-len(r.Knob)-len(b.Value)-3)),
		th.Paint(kit.InkFaint, kit.Cut(fmt.Sprintf("result %d of %d (tab) · ◆ as it stands now · bars: least to most of the seeds", p.yield+1, len(r.Yields)), w)),
	}
	cv := kit.NewCanvas(w, max(4, h-len(foot)))
	plot.Draw(cv, 0, 0, w, max(4, h-len(foot)))
	return append(strings.Split(cv.Render(th), "\n"), foot...)
}
