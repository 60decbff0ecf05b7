package lab

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// tab is what is inspected.
type tab uint8

const (
	tabNodes tab = iota
	tabEdges
	tabRequests
	numTabs = iota
)

var tabNames = [numTabs]string{"nodes", "edges", "requests"}

// sift says which of the followed requests are listed.
type sift uint8

const (
	siftAll sift = iota
	siftUnderWay
	siftFailed
	numSifts = iota
)

var siftNames = [numSifts]string{"all that are followed", "under way", "failed, the last first"}

// inspector lists nodes, edges and requests, and tells of the chosen one.
type inspector struct {
	tab    tab
	at     [numTabs]int
	number int64 // of the chosen request; it stays chosen while others come and go
	sift   sift
	scroll screen.Scroll

	all  []engine.RequestTrace // listed; taken anew some times a second, for a list that races can't be read
	seen time.Duration         // by the lab's clock, when that was
}

// listEvery is how long a list of requests stands still.
const listEvery = 250 * time.Millisecond

// requestsSampled is how many requests a second are followed, about.
const requestsSampled = 25

// inspect opens the inspector. From then on requests are followed, those of the last
// seconds included: they are lived again for that.
func (l Lab) inspect() (Lab, tea.Cmd) {
	if !l.traced && l.scenario.Model != scenarios.ModelTransport && l.scenario.Model != scenarios.ModelLog {
		_, offered := l.run.Result().Flow()
		every := max(1, int64(offered/requestsSampled))
		if err := l.run.TraceBack(1, every); err != nil {
			return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
		}
		if l.other != nil {
			if err := l.other.TraceBack(1, every); err != nil {
				return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
			}
		}
		l.traced, l.every = true, every
	}
	l.open(inspector{}.refresh(&l))
	return l, nil
}

func (inspector) context() string { return "inspect" }

func (p inspector) why(l *Lab, id string) string {
	switch id {
	case "life":
		switch {
		case p.tab != tabRequests:
			return "choose a request first (tab)"
		case len(p.requests(l)) == 0:
			return "no request is listed"
		}
	case "sift":
		if p.tab != tabRequests {
			return "only requests are sifted (tab)"
		}
	}
	return ""
}

func (p inspector) key(l Lab, id string) (Lab, tea.Cmd) {
	switch id {
	case "itemdown", "itemup":
		by := 1
		if id == "itemup" {
			by = -1
		}
		p.scroll = screen.Scroll{}
		if p.tab == tabRequests {
			p = p.choose(&l, by)
		} else {
			p.at[p.tab] = moved(p.at[p.tab], by, p.count(&l))
		}
	case "tab":
		p.tab, p.scroll = (p.tab+1)%numTabs, screen.Scroll{}
		p = p.refresh(&l)
	case "tabback":
		p.tab, p.scroll = (p.tab+numTabs-1)%numTabs, screen.Scroll{}
		p = p.refresh(&l)
	case "sift":
		p.sift, p.number = (p.sift+1)%numSifts, 0
		p = p.refresh(&l)
	case "scrolldown":
		p.scroll = p.scroll.By(5)
	case "scrollup":
		p.scroll = p.scroll.By(-5)
	case "life":
		return p.openLife(l)
	}
	l.panel = p
	return l, nil
}

func (p inspector) count(l *Lab) int {
	if p.tab == tabEdges {
		return len(l.drawn.picture.Edges)
	}
	return len(l.drawn.picture.Nodes)
}

// requests are the followed requests that are listed, the newest first.
func (p inspector) requests(*Lab) []engine.RequestTrace { return p.all }

// tick takes the list anew when it has stood long enough.
func (p inspector) tick(l *Lab) panel {
	if d := l.motion.Phase() - p.seen; d >= 0 && d < listEvery {
		return p
	}
	return p.refresh(l)
}

func (p inspector) refresh(l *Lab) inspector {
	now := l.run.Now()
	p.seen = l.motion.Phase()
	all := slices.DeleteFunc(l.run.RequestTraces(), func(t engine.RequestTrace) bool {
		under := t.Ended > now
		return p.sift == siftUnderWay && !under || p.sift == siftFailed && (under || t.OK)
	})
	slices.Reverse(all)
	p.all = all
	return p
}

// choose moves the cursor in the list of requests.
func (p inspector) choose(l *Lab, by int) inspector {
	all := p.requests(l)
	if len(all) == 0 {
		return p
	}
	p.number = all[moved(p.chosen(all), by, len(all))].Number
	return p
}

// chosen is where in a list the chosen request stands; the first where it is not there.
func (p inspector) chosen(all []engine.RequestTrace) int {
	return max(0, slices.IndexFunc(all, func(t engine.RequestTrace) bool { return t.Number == p.number }))
}

func (p inspector) openLife(l Lab) (Lab, tea.Cmd) {
	all := p.requests(&l)
	t := all[p.chosen(all)]
	p.number = t.Number
	l.panel = life{from: p, life: l.run.Life(&t), client: t.Client}
	return l, nil
}

func (p inspector) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	head := ""
	for t, name := range tabNames {
		if tab(t) == p.tab {
			head += th.Paint(kit.InkAccent, "["+name+"]") + " "
		} else {
			head += th.Paint(kit.InkDim, " "+name+" ") + " "
		}
	}
	if p.tab == tabRequests {
		head += th.Paint(kit.InkFaint, "  "+siftNames[p.sift])
	}
	side := min(34, max(20, w/3))
	var all []engine.RequestTrace // once for the list and what stands beside it
	if p.tab == tabRequests {
		all = p.requests(l)
	}
	list, at := p.list(l, all, side-1)
	from := max(0, min(at-(h-2)/2, len(list)-(h-2)))
	right := p.scroll.View(p.about(l, all, w-side-2), h-2, th)
	lines := []string{kit.Cut(head, w), ""}
	for i := range h - 2 {
		left, about := "", ""
		if from+i < len(list) {
			left = list[from+i]
		}
		if i < len(right) {
			about = right[i]
		}
		lines = append(lines, kit.PadRight(left, side)+th.Paint(kit.InkBorder, "│ ")+about)
	}
	return lines
}

// list are the items to choose from, and the place of the chosen one.
func (p inspector) list(l *Lab, all []engine.RequestTrace, w int) (items []string, at int) {
	th := l.env.Theme
	item := func(here bool, mark string, ink kit.Ink, text string) {
		cursor, textInk := "  ", kit.InkText
		if here {
			cursor, textInk, at = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected, len(items)
		}
		if mark != "" {
			mark = th.Paint(ink, mark) + " "
		}
		items = append(items, cursor+mark+th.Paint(textInk, kit.Cut(text, w-4)))
	}
	pic := &l.drawn.picture
	switch p.tab {
	case tabNodes:
		for i, n := range pic.Nodes {
			mark, ink := " ", kit.InkFaint
			if n.Down {
				mark, ink = kit.GlyphFails, kit.InkLost
			}
			item(i == p.at[tabNodes], mark, ink, n.Label)
		}
	case tabEdges:
		for i, e := range pic.Edges {
			item(i == p.at[tabEdges], "", kit.InkFaint, pic.Nodes[e.From].Label+" → "+pic.Nodes[e.To].Label)
		}
	default:
		chosen := p.chosen(all)
		for i, t := range all {
			mark, ink, took := kit.GlyphHolds, kit.InkGood, scenarios.SpanText(t.Ended-t.Arrived)
			switch {
			case t.Ended > l.run.Now():
				mark, ink, took = kit.GlyphPartly, kit.InkWait, scenarios.SpanText(l.run.Now()-t.Arrived)+" …"
			case !t.OK:
				mark, ink = kit.GlyphFails, kit.InkLost
			}
			item(i == chosen, mark, ink, fmt.Sprintf("%-7d %8s", t.Number, took))
		}
	}
	return items, at
}

// about tells of the chosen item.
func (p inspector) about(l *Lab, all []engine.RequestTrace, w int) []string {
	th := l.env.Theme
	switch p.tab {
	case tabNodes:
		return factLines(th, l.run.InspectNode(min(p.at[tabNodes], len(l.drawn.picture.Nodes)-1)), w)
	case tabEdges:
		if len(l.drawn.picture.Edges) == 0 {
			return []string{th.Paint(kit.InkFaint, "There are no edges.")}
		}
		return factLines(th, l.run.InspectEdge(min(p.at[tabEdges], len(l.drawn.picture.Edges)-1)), w)
	}
	if len(all) == 0 {
		return kit.Paragraph(th, kit.InkFaint, p.noRequest(l), w, "")
	}
	t := all[p.chosen(all)]
	return l.lifeSummary(l.run.Life(&t), w)
}

func (p inspector) noRequest(l *Lab) string {
	if !l.traced {
		return "In this model there are no requests to follow: look at nodes and edges."
	}
	if p.sift == siftFailed {
		return "None of the followed requests has failed."
	}
	return "No request has come yet: space plays on."
}

// factLines sets facts under their headings.
func factLines(th *kit.Theme, f scenarios.Facts, w int) []string {
	lines := []string{th.Paint(kit.InkTitle, kit.Cut(f.Title, w))}
	for _, g := range f.Groups {
		lines = append(lines, th.Paint(kit.InkFaint, g.Title))
		nameW := 0
		for _, x := range g.Facts {
			nameW = max(nameW, min(kit.Width(x.Name), max(8, w/2)))
		}
		for _, x := range g.Facts {
			name := kit.PadRight(kit.Cut(x.Name, nameW), nameW)
			room := max(8, w-nameW-4)
			for i, v := range kit.Wrap(x.Value, room) {
				if i > 0 {
					name = kit.PadRight("", nameW)
				}
				lines = append(lines, "  "+th.Paint(kit.InkDim, name)+"  "+th.Paint(kit.InkText, v))
			}
		}
	}
	return lines
}
