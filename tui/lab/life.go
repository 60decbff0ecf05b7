package lab

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// life is the waterfall of one request, with a cursor on its moments.
type life struct {
	from   inspector
	life   scenarios.Life
	client int // its node
	at     int // the moment under the cursor
	top    int // first row in view
}

func (life) context() string { return "life" }

func (p life) why(l *Lab, id string) string {
	switch {
	case id == "momentback" && p.at == 0:
		return "this is its first moment"
	case id == "moment" && p.at == len(p.life.Moments)-1:
		return "this is its last moment so far"
	}
	return ""
}

func (p life) key(l Lab, id string) (Lab, tea.Cmd) {
	last := len(p.life.Moments) - 1
	switch id {
	case "moment":
		p.at = min(p.at+1, last)
	case "momentback":
		p.at = max(p.at-1, 0)
	case "firstmoment":
		p.at = 0
	case "lastmoment":
		p.at = last
	case "aside":
		l.panel = p.from.refresh(&l)
		return l, nil
	}
	l.panel = p
	return l, nil
}

// tick tells on, while the request lives and is followed.
func (p life) tick(l *Lab) panel {
	for _, t := range l.run.RequestTraces() {
		if t.Number == p.life.Number && t.Client == p.client {
			p.life = l.run.Life(&t)
			p.at = min(p.at, len(p.life.Moments)-1)
		}
	}
	return p
}

// partLook is the shape and ink of a stretch, and its name in the legend.
var partLook = [scenarios.NumPartKinds]struct {
	glyph string
	ink   kit.Ink
}{
	scenarios.PartPause:      {kit.GlyphOpen, kit.InkFaint},
	scenarios.PartWay:        {"─", kit.InkAccent},
	scenarios.PartQueue:      {"▒", kit.InkWait},
	scenarios.PartWork:       {"█", kit.InkGood},
	scenarios.PartSilence:    {"?", kit.InkLost},
	scenarios.PartGhostWay:   {"╌", kit.InkGhost},
	scenarios.PartGhostQueue: {"░", kit.InkGhost},
	scenarios.PartGhostWork:  {kit.GlyphGhost, kit.InkGhost},
	scenarios.PartLook:       {"▪", kit.InkGood},
}

// head is what a life is about, in one line.
func (p life) head(th *kit.Theme) string {
	ink := kit.InkWait
	switch {
	case p.life.Ended <= p.life.Until && p.life.OK:
		ink = kit.InkGood
	case p.life.Ended <= p.life.Until:
		ink = kit.InkLost
	}
	return th.Paint(kit.InkTitle, fmt.Sprintf("Request %d of %s", p.life.Number, p.life.Client)) + th.Paint(kit.InkDim, " · ") + th.Paint(ink, p.life.Outcome)
}

func (p life) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	now := p.life.Moments[p.at]
	foot := p.momentLines(th, now, w)
	legend := partLegend(th, p.life, w)
	room := max(1, h-4-len(foot)-len(legend))
	first := p.top
	if now.Row >= 0 {
		first = max(min(first, now.Row), now.Row-room+1)
	}
	first = max(0, min(first, len(p.life.Rows)-room))
	labelW := p.labelWidth(w)
	endW := 0
	if w >= 76 {
		endW = min(26, w/4)
	}
	barW := max(10, w-labelW-endW-2)
	lines := []string{kit.Cut(p.head(th), w), p.scale(th, labelW, barW, now.At)}
	for i := first; i < min(first+room, len(p.life.Rows)); i++ {
		lines = append(lines, p.rowLine(th, i, labelW, barW, endW, now))
	}
	if more := len(p.life.Rows) - first - room; more > 0 {
		lines = append(lines, th.Paint(kit.InkFaint, fmt.Sprintf("▼ %d more rows: → goes on to them", more)))
	}
	for len(lines) < h-len(foot)-len(legend) && len(p.life.Rows) > room {
		lines = append(lines, "")
	}
	lines = append(lines, legend...)
	return append(lines, foot...)
}

func (p life) labelWidth(w int) int {
	most := 10
	for _, r := range p.life.Rows {
		most = max(most, kit.Width(r.Label)+2*r.Depth+1)
	}
	return min(most, w*2/5)
}

// column is where in a bar of w cells a time lies.
func (p life) column(t engine.Time, w int) int {
	span := max(p.life.Until-p.life.Arrived, 1)
	return max(0, min(int(float64(t-p.life.Arrived)/float64(span)*float64(w)), w-1))
}

// scale is the time axis, with the cursor's time on it.
func (p life) scale(th *kit.Theme, labelW, barW int, at engine.Time) string {
	end := scenarios.SpanText(p.life.Until - p.life.Arrived)
	row := []rune(strings.Repeat(" ", barW))
	copy(row, []rune("0"))
	copy(row[max(0, barW-len([]rune(end))):], []rune(end))
	row[p.column(at, barW)] = '▾'
	return kit.PadRight("", labelW) + th.Paint(kit.InkFaint, string(row))
}

func (p life) rowLine(th *kit.Theme, i, labelW, barW, endW int, now scenarios.LifeMoment) string {
	r := &p.life.Rows[i]
	ink := kit.InkText
	if i == now.Row {
		ink = kit.InkSelected
	}
	label := kit.Cut(strings.Repeat("  ", r.Depth)+r.Label, labelW-1)
	cells := make([]string, barW)
	cursor := p.column(now.At, barW)
	for x := range cells {
		cells[x] = " "
		if x == cursor {
			cells[x] = th.Paint(kit.InkBorder, kit.GlyphNow)
		}
	}
	for _, part := range r.Parts {
		from, to := p.column(part.From, barW), p.column(part.To, barW)
		look := partLook[part.Kind]
		for x := from; x < max(to, from+1); x++ {
			cells[x] = th.Paint(look.ink, look.glyph)
		}
	}
	line := th.Paint(ink, label) + strings.Repeat(" ", max(1, labelW-kit.Width(label))) + strings.Join(cells, "")
	if endW > 0 {
		endInk := kit.InkDim
		if !r.OK && r.End != "miss" && r.End != "" && r.End != "under way" {
			endInk = kit.InkLost
		}
		line += "  " + th.Paint(endInk, kit.Cut(r.End, endW))
	}
	return line
}

// momentLines tell what happens at the cursor: truth beside belief.
func (p life) momentLines(th *kit.Theme, m scenarios.LifeMoment, w int) []string {
	title := fmt.Sprintf("%s after it came · moment %d of %d", scenarios.SpanText(m.At-p.life.Arrived), p.at+1, len(p.life.Moments))
	truth := kit.InkText
	if strings.Contains(m.True, "for nobody") {
		truth = kit.InkGhost
	}
	return []string{
		kit.Rule(th, title, w),
		th.Paint(kit.InkTitle, kit.Cut(m.Text, w)),
		th.Paint(kit.InkFaint, "believed  ") + th.Paint(kit.InkWait, kit.Cut(m.Believes, w-10)),
		th.Paint(kit.InkFaint, "true      ") + th.Paint(truth, kit.Cut(m.True, w-10)),
	}
}

// partLegend names the shapes that are in view.
func partLegend(th *kit.Theme, life scenarios.Life, w int) []string {
	var seen [scenarios.NumPartKinds]bool
	for _, r := range life.Rows {
		for _, p := range r.Parts {
			seen[p.Kind] = true
		}
	}
	var lines []string
	line, used := "", 0
	for k, on := range seen {
		if !on {
			continue
		}
		name := scenarios.PartKind(k).String()
		need := kit.Width(name) + 2
		if used > 0 && used+need+3 > w {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line += "   "
			used += 3
		}
		line += th.Paint(partLook[k].ink, partLook[k].glyph) + " " + th.Paint(kit.InkDim, name)
		used += need
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// lifeSummary is a life beside the list: its outcome, and its last moments.
func (l *Lab) lifeSummary(life scenarios.Life, w int) []string {
	th := l.env.Theme
	lines := []string{
		th.Paint(kit.InkTitle, kit.Cut(fmt.Sprintf("Request %d of %s, key %d", life.Number, life.Client, life.Key), w)),
		th.Paint(kit.InkText, kit.Cut(life.Outcome, w)), "",
	}
	for _, m := range life.Moments {
		at := kit.PadLeft(scenarios.SpanText(m.At-life.Arrived), 8)
		for i, t := range kit.Wrap(m.Text, max(10, w-10)) {
			if i > 0 {
				at = kit.PadLeft("", 8)
			}
			lines = append(lines, th.Paint(kit.InkFaint, at)+"  "+th.Paint(kit.InkDim, t))
		}
	}
	return append(lines, "", th.Paint(kit.InkFaint, kit.Cut("enter: the waterfall, with what each believed", w)))
}
