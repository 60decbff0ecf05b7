package lab

import (
	"fmt"
	"strings"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
	"sysprep/tui/screen"
)

// view draws the lab in w x h cells. note and predicted are what a lesson adds.
func (l *Lab) view(w, h int, note, predicted string) screen.Page {
	page := screen.Page{Status: l.status(w)}
	switch l.focus {
	case onJudged:
		page.Lines = l.scroll.View(l.judgedLines(min(w, 100)), h, l.env.Theme)
		return page
	case onJudging:
		page.Lines = fit(l.judgingLines(w), h)
		return page
	case onPanel:
		page.Lines = fit(l.panel.lines(l, w, h), h)
		return page
	}
	if w >= 112 && h >= 26 && !l.watching {
		page.Lines, page.Spots = l.wide(w, h, note)
		return page
	}
	below := l.below(w, note, predicted)
	b := block{lines: l.above(w, h-len(below.lines))}
	b.add(below)
	page.Lines, page.Spots = b.lines, b.spots
	return page
}

// wide puts the knobs beside the picture.
func (l *Lab) wide(w, h int, note string) ([]string, []screen.Spot) {
	side := 46
	left := l.beside(w-side-2, h)
	below := l.below(side, note, "")
	right := append(below.lines, l.asked(side)...)
	lines := make([]string, h)
	for i := range lines {
		var a, b string
		if i < len(left) {
			a = left[i]
		}
		if i < len(right) {
			b = right[i]
		}
		lines[i] = kit.PadRight(a, w-side-2) + l.env.Theme.Paint(kit.InkBorder, "│ ") + b
	}
	return lines, shifted(below.spots, w-side)
}

// above is what stands above the knobs, in h rows: picture, charts, or both.
func (l *Lab) above(w, h int) []string {
	switch l.zoom {
	case zoomPicture:
		return l.picture(w, h, nil, 0)
	case zoomCharts:
		return l.picture(w, 0, l.drawn.charts, h)
	}
	least := l.leastPicture(w, h)
	charts := l.chartsFor(h, least)
	rows := min(chartRows(len(charts), h), max(h-least, 0))
	return l.picture(w, h-rows, charts, rows)
}

// beside is above where the knobs stand beside it. The picture is laid out once: messages on their way are lost when
// its size changes.
func (l *Lab) beside(w, h int) []string {
	if l.zoom != zoomBoth {
		return l.above(w, h)
	}
	charts := l.drawn.charts
	high := 16 // a taller picture says no more, but where boxes need it
	if l.drawn.board == nil {
		high = l.drawn.diagram.Rows(w, 15, max(h-4*len(charts), 15)) + 1
	}
	high = min(high, h-2*len(charts)-1)
	return l.picture(w, high, charts, h-high)
}

// asked are the goals that the design is judged by, and the faults in force.
func (l *Lab) asked(w int) []string {
	th := l.env.Theme
	rule := func(title string) string { return kit.Rule(th, title, w) }
	lines := []string{"", rule("goals, over " + runs(l.seeds))}
	for _, g := range l.judgedBy() {
		for i, t := range kit.Wrap(g.Text, w-4) {
			mark := "  "
			if i == 0 {
				mark = th.Paint(kit.InkFaint, kit.GlyphOpen+" ")
			}
			lines = append(lines, "  "+mark+th.Paint(kit.InkText, t))
		}
	}
	active := l.run.Active()
	if len(active) == 0 {
		return lines
	}
	lines = append(lines, "", rule("in force"))
	for _, f := range l.scenario.Faults {
		if active[f.ID] {
			lines = append(lines, "  "+th.Paint(kit.InkWait, kit.GlyphFlush+" ")+th.Paint(kit.InkText, kit.Cut(f.Label, w-4)))
		}
	}
	return lines
}

// below is what stands under the picture: what the lesson says, the knobs, the faults.
func (l *Lab) below(w int, note, predicted string) block {
	th := l.env.Theme
	if l.watching && l.focus != onFaults {
		lines := make([]string, 0, 3)
		for _, t := range kit.Wrap(note, w) {
			lines = append(lines, th.Paint(kit.InkTitle, t))
		}
		for len(lines) < 2 {
			lines = append(lines, "")
		}
		return block{lines: append(lines[:2], th.Paint(kit.InkFaint, kit.Cut(predicted, w)))}
	}
	if l.focus == onFaults {
		return block{lines: l.faultLines(w)}
	}
	var b block
	if note != "" {
		for _, t := range kit.Wrap(note, w) {
			b.lines = append(b.lines, th.Paint(kit.InkAccent, t))
		}
	}
	title := "knobs"
	if l.other != nil {
		title = fmt.Sprintf("knobs of future %c", l.letter)
	}
	help := l.knobHelp(w)
	fits := kit.Width(title+": "+help) <= w-ruleEnds
	if help != "" && (fits || w >= l.w) {
		title += ": " + help
	}
	b.lines = append(b.lines, kit.Rule(th, title, w))
	b.add(l.knobBlock(w))
	if help != "" && !fits && w < l.w { // a column beside the picture has room for lines of its own
		b.lines = append(append(b.lines, ""), kit.Paragraph(th, kit.InkDim, help, w, "")...)
	}
	return b
}

// ruleEnds is what a rule takes of its width beside its heading.
const ruleEnds = 6

// chartsFor leaves charts out where there is little room: two rows each, and eight for
// the picture, are the least; goodput and the queue are the last to go.
func (l *Lab) chartsFor(h, least int) []chart.Chart {
	all := l.drawn.charts
	n := min(max((h-least-1)/2, 0), len(all))
	if n == len(all) || n < 2 {
		return all[:n]
	}
	queue := all[min(2, len(all)-1)]
	if n > 2 {
		queue = all[n-1]
	}
	return append(all[:n-1:n-1], queue)
}

// leastPicture is the height that the drawn system needs with its legend, of h rows in all: a
// chart has to have three, with the axis.
func (l *Lab) leastPicture(w, h int) int {
	if l.drawn.board != nil {
		return 8
	}
	return l.drawn.diagram.Rows(w, 7, min(max(h-4, 4), 11)) + 1
}

// chartRows is the height of the charts: some 45 % of the room, an axis, at least two rows each.
func chartRows(n, h int) int {
	if n == 0 {
		return 0
	}
	each := max(2, min(4, (h*45/100-1)/n))
	return each*n + 1
}

// picture is the drawn system over the charts.
func (l *Lab) picture(w, dh int, charts []chart.Chart, rows int) []string {
	d := l.drawn
	d.canvas.Resize(w, dh+rows)
	if dh > 0 {
		d.draw(l, w, dh)
	}
	for i := range charts {
		charts[i].Live = l.windows()
	}
	if rows > 0 {
		chart.Draw(d.canvas, d.axis(l), charts, 0, dh, w, rows)
	}
	lines := strings.Split(d.canvas.Render(l.env.Theme), "\n")
	if dh > 0 && dh <= len(lines) {
		lines[dh-1] = d.diagram.Legend(l.env.Theme, w)
		if d.board.fits(w, dh) {
			lines[dh-1] = d.board.legend(l.env.Theme, w)
		}
	}
	return lines
}

// windows counts the closed windows at the present time.
func (l *Lab) windows() int { return int(l.run.Now() / l.window()) }

// status is the run's time, speed and goodput.
func (l *Lab) status(w int) string {
	state := "❚❚"
	if l.playing {
		state = "▶"
	}
	if l.run.Over() {
		state = "■"
	}
	future := ""
	if l.other != nil {
		future = fmt.Sprintf("future %c · ", l.letter)
	}
	good, offered := l.drawn.good, l.drawn.offered
	what := "  goodput "
	if l.scenario.Model == scenarios.ModelTransport {
		what = "  in time "
	}
	if w < 76 {
		what = "" // the chart below says what it is
	}
	return fmt.Sprintf("%s%s %s %g× %s%.0f of %.0f/s", future, l.clock(l.run.Now()), state, l.factor(), what, good, offered)
}

func fit(lines []string, h int) []string { return lines[:min(len(lines), max(h, 0))] }

// zoom is what the lab shows above the knobs.
type zoom uint8

const (
	zoomBoth zoom = iota
	zoomPicture
	zoomCharts
	numZooms = iota
)
