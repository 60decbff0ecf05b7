package lesson

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Overview are the keys of the list of a lesson's steps.
var Overview = kit.Table{Name: "Steps", Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter", "space"}, Help: "open the step", Group: "Steps", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "next step", Group: "Steps"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "step before", Group: "Steps"},
	{ID: "close", Keys: []string{"esc", "t", "f2"}, Show: "esc", Help: "back to the step", Group: "Steps", Rank: 2},
}}

func (p player) overviewWhy(id string) string {
	if id == "open" {
		if ok, why := p.state.CanOpen(p.lesson, p.list.At); !ok {
			return why
		}
	}
	return ""
}

func (p player) overviewKey(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Overview.Match(msg, "", p.overviewWhy)
	switch {
	case !ok:
		return p, nil
	case hit.Reason != "":
		return p, screen.Send(screen.Notice{Text: hit.Reason})
	}
	switch hit.ID {
	case "open":
		return p.pick(p.list.At)
	case "down":
		p.list = p.list.By(1, len(p.lesson.Steps))
	case "up":
		p.list = p.list.By(-1, len(p.lesson.Steps))
	case "close":
		p.page = noPage
	}
	return p, nil
}

// pick opens a step of the list; the one that is open already is only shown again.
func (p player) pick(i int) (screen.Screen, tea.Cmd) {
	p.list.At = i
	if i == p.at {
		p.page = noPage
		return p, nil
	}
	return p, p.try(i)
}

func (p player) viewOverview(w, h int) screen.Page {
	th := p.env.Theme
	page := screen.Page{Title: p.lesson.Title, Status: fmt.Sprintf("%d of %d steps done", p.state.DoneSteps(), len(p.lesson.Steps))}
	rows := max(h-3, 1)
	from, to := p.list.View(len(p.lesson.Steps), rows)
	for i := from; i < to; i++ {
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, p.stepLine(i, w))
	}
	page.Lines = append(page.Lines, kit.Rule(th, "", w))
	switch ok, why := p.state.CanOpen(p.lesson, p.list.At); {
	case !ok:
		page.Lines = append(page.Lines, th.Paint(kit.InkWait, kit.Cut(why, w)))
	default:
		page.Lines = append(page.Lines, th.Paint(kit.InkFaint, kit.Cut("◆ you are here  ● done  ○ open  · comes later  ✎ has a note", w)))
	}
	return page
}

func (p player) stepLine(i, w int) string {
	th := p.env.Theme
	s, did := p.lesson.Steps[i], p.state.Steps[i]
	cursor, ink := "  ", kit.InkText
	if i == p.list.At {
		cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	mark, markInk := p.mark(i)
	note := "  "
	if len(did.Notes) > 0 {
		note = "✎ "
	}
	state := standing(did)
	const kindWide = 11
	room := w - 2 - 2 - 4 - kindWide - 2 - kit.Width(state) - 2
	title := kit.PadRight(th.Paint(ink, kit.Cut(stepTitle(s), room)), room)
	return cursor + th.Paint(markInk, mark) + " " + th.Paint(kit.InkDim, fmt.Sprintf("%3d ", i+1)) +
		th.Paint(kit.InkFaint, kit.PadRight(string(s.Kind), kindWide)) + title + " " + th.Paint(kit.InkAccent, note) + th.Paint(kit.InkFaint, state)
}

// standing says in a word or two how far a step is.
func standing(did lessons.StepState) string {
	switch {
	case did.GaveUp:
		return "left for now"
	case did.Changed:
		return "edited since"
	case did.Status == lessons.Done:
		return "done"
	case did.Status == lessons.Open && did.Tries > 0:
		return "tried"
	case did.Status == lessons.Open:
		return "open"
	}
	return "later"
}
