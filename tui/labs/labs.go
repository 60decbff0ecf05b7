// Package labs is the list of systems to play with: every scenario of the pack, with what
// it is about and the lesson that plays it.
package labs

import (
	"cmp"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of the list.
var Bindings = kit.Table{Name: "Labs", Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter", "space"}, Help: "open the lab", Group: "Systems", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "next system", Group: "Systems"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "system before", Group: "Systems"},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "a page on", Group: "Systems"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "a page back", Group: "Systems"},
	{ID: "home", Keys: []string{"esc"}, Help: "home", Group: "Systems", Rank: 9},
}}

// item is one system of the list.
type item struct {
	scenario *scenarios.Scenario
	lesson   int // number of the lesson that plays it first, from 1; 0 if none does
}

type list struct {
	env    *screen.Env
	items  []item
	cursor screen.List
	h      int
}

// New is the list, with the cursor on a scenario if one is named.
func New(env *screen.Env, first string) screen.Screen {
	l := list{env: env, items: items(env.Journal.Pack)}
	if i := slices.IndexFunc(l.items, func(it item) bool { return it.scenario.ID == first }); i >= 0 {
		l.cursor.At = i
	}
	return l
}

// items are the systems in the order of the lessons, then those of no lesson.
func items(pack *content.Pack) []item {
	var out []item
	known := map[string]bool{}
	add := func(id string, lesson int) {
		if s := pack.Scenarios.Of(id); s != nil && !known[id] {
			known[id] = true
			out = append(out, item{s, lesson})
		}
	}
	for i, l := range pack.Lessons {
		for _, s := range l.Steps {
			if id := Scenario(&s); id != "" {
				add(id, i+1)
			}
		}
	}
	for _, id := range pack.Scenarios.IDs() {
		add(id, 0)
	}
	return out
}

// Scenario is the scenario that a step plays, or "".
func Scenario(s *content.Step) string {
	switch {
	case s.Simulate != nil:
		return s.Simulate.Scenario
	case s.Challenge != nil:
		return s.Challenge.Scenario
	}
	return ""
}

func (l list) Init() tea.Cmd     { return nil }
func (l list) Keys() screen.Keys { return screen.Keys{Table: Bindings, Why: l.why} }

func (l list) why(id string) string {
	if id == "open" && len(l.items) == 0 {
		return "this pack has no systems"
	}
	return ""
}

func (l list) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		l.h = msg.H
	case tea.MouseWheelMsg:
		l.cursor = l.cursor.By(screen.Wheel(msg), len(l.items))
	case screen.Pick:
		if l.cursor.At == msg.At {
			return l.open()
		}
		l.cursor.At = msg.At
	case tea.KeyPressMsg:
		return l.key(msg)
	}
	return l, nil
}

func (l list) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(msg, "", l.why)
	if !ok {
		return l, nil
	}
	if hit.Reason != "" {
		return l, screen.Send(screen.Notice{Text: hit.Help + ": " + hit.Reason})
	}
	switch hit.ID {
	case "open":
		return l.open()
	case "home":
		return l, screen.Send(screen.Pop{})
	}
	by := map[string]int{"down": 1, "up": -1, "pgdown": max(1, l.rows()-1), "pgup": -max(1, l.rows()-1)}
	l.cursor = l.cursor.By(by[hit.ID], len(l.items))
	return l, nil
}

func (l list) open() (screen.Screen, tea.Cmd) {
	return l, screen.Send(screen.Go{Scenario: l.items[l.cursor.At].scenario.ID})
}

// aboutRows are the rows below the list that tell about the chosen system.
const aboutRows = 5

func (l list) rows() int { return max(l.h-aboutRows-1, 1) }

func (l list) View(w, h int) screen.Page {
	th := l.env.Theme
	page := screen.Page{Title: "Lab: choose a system", Status: count(len(l.items), "system")}
	if len(l.items) == 0 {
		page.Lines = []string{"", th.Paint(kit.InkText, "This pack has no systems to play with.")}
		return page
	}
	rows := max(h-aboutRows-1, 1)
	from, to := l.cursor.View(len(l.items), rows)
	for i := from; i < to; i++ {
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, l.line(i, w))
	}
	for len(page.Lines) < min(rows, len(l.items)) {
		page.Lines = append(page.Lines, "")
	}
	more := ""
	if to < len(l.items) {
		more = fmt.Sprintf("%d more below", len(l.items)-to)
	}
	page.Lines = append(page.Lines, kit.Rule(th, more, w))
	return l.about(page, w, h)
}

func (l list) line(i, w int) string {
	th := l.env.Theme
	it := l.items[i]
	mark, ink := "  ", kit.InkText
	if i == l.cursor.At {
		mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	where := ""
	if it.lesson > 0 {
		where = fmt.Sprintf("lesson %d", it.lesson)
	}
	title := kit.Cut(it.scenario.Title, w-4-12)
	return mark + kit.PadRight(th.Paint(ink, title), w-4-12) + "  " + th.Paint(kit.InkFaint, kit.PadLeft(where, 10))
}

// about tells about the chosen system.
func (l list) about(page screen.Page, w, h int) screen.Page {
	th := l.env.Theme
	s := l.items[l.cursor.At].scenario
	facts := fmt.Sprintf("%s · %s · %s · sysprep lab %s", count(len(s.Knobs), "knob"), count(len(s.Faults), "fault"), count(len(s.Goals), "goal"), cmp.Or(s.Place, s.ID))
	room := h - len(page.Lines) - 1
	about := kit.Paragraph(th, kit.InkText, s.Summary, min(w, 84), "")
	if len(about) > room {
		about = about[:max(room, 0)]
	}
	page.Lines = append(append(page.Lines, about...), th.Paint(kit.InkFaint, kit.Cut(facts, w)))
	return page
}

func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
