package mock

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// AfterBindings are the keys of the debrief.
var AfterBindings = kit.Table{Name: "After an interview", Bindings: []kit.Binding{
	{ID: "tab", Keys: []string{"tab"}, Help: "next page", Group: "Debrief", Rank: 1},
	{ID: "back", Keys: []string{"shift+tab"}, Help: "page before", Group: "Debrief"},
	{ID: "one", Keys: []string{"1", "2", "3"}, Help: "open the lesson", Group: "Debrief", Contexts: []string{"next"}, Rank: 2},
	{ID: "earlier", Keys: []string{"left", "h"}, Show: "← →", Help: "10 s back and on", Group: "Replay", Contexts: []string{"replay"}, Rank: 2},
	{ID: "later", Keys: []string{"right", "l"}, Help: "10 s on", Group: "Replay", Contexts: []string{"replay"}},
	{ID: "prev", Keys: []string{"["}, Help: "what happened before", Group: "Replay", Contexts: []string{"replay"}, Rank: 4},
	{ID: "next", Keys: []string{"]"}, Help: "what happened next", Group: "Replay", Contexts: []string{"replay"}, Rank: 5},
	{ID: "save", Keys: []string{"e"}, Help: "save as a file", Group: "Debrief", Rank: 3},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Debrief"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Debrief"},
	{ID: "pgdown", Keys: []string{"pgdown", "space"}, Help: "down a page", Group: "Debrief"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Debrief"},
	{ID: "leave", Keys: []string{"esc", "enter"}, Help: "done", Group: "Debrief", Rank: 6},
}}

// Pages of a debrief.
const (
	pageScore = iota
	pageTime
	pageNext
	pageReplay
	pages
)

var pageNames = [pages]string{"score", "time and questions", "what next", "replay"}

// after is the debrief, page by page.
type after struct {
	env    *screen.Env
	script *interview.Script
	open   Opener
	state  interview.State
	events []interview.Event
	sum    interview.Debrief
	page   int
	scroll screen.Scroll
	at     int // events that the replay has played
	clock  int // seconds that it shows
	later  int // things that were put among the reviews
	saver  saver
	w, h   int
}

func newAfter(env *screen.Env, script *interview.Script, open Opener, s interview.State, events []interview.Event) after {
	return after{env: env, script: script, open: open, state: s, events: events, sum: script.Debrief(s)}
}

func (a after) Keys() screen.Keys {
	if a.saver.on {
		return a.saver.keys()
	}
	context := [pages]string{"score", "time", "next", "replay"}[a.page]
	return screen.Keys{Table: AfterBindings, Context: context, Why: a.why}
}

func (a after) why(id string) string {
	if id == "save" && a.env.Files == nil {
		return "\"sysprep interview " + a.env.Journal.Pack.Place(a.sum.Interview) + " --debrief\" prints it"
	}
	return ""
}

func (a after) update(msg tea.Msg) (after, tea.Cmd) {
	next, cmd, ours := a.saver.update(a.env, a.sum, msg)
	if a.saver = next; ours {
		return a, cmd
	}
	switch msg := msg.(type) {
	case screen.Resized:
		a.w, a.h = msg.W, msg.H
	case tea.MouseWheelMsg:
		n := 3
		if msg.Button == tea.MouseWheelUp {
			n = -3
		}
		a.scroll = a.scroll.By(n)
	case tea.KeyPressMsg:
		return a.key(msg)
	}
	return a, nil
}

func (a after) key(msg tea.KeyPressMsg) (after, tea.Cmd) {
	hit, ok := AfterBindings.Match(msg, a.Keys().Context, a.why)
	if !ok {
		return a, nil
	}
	if hit.Reason != "" {
		return a, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	switch hit.ID {
	case "tab":
		a.page, a.scroll = (a.page+1)%pages, screen.Scroll{}
	case "back":
		a.page, a.scroll = (a.page+pages-1)%pages, screen.Scroll{}
	case "one":
		return a, openLesson(a.open, a.sum.Next, msg)
	case "earlier":
		a.seek(a.clock - 10)
	case "later":
		a.seek(a.clock + 10)
	case "prev":
		if a.at > 0 {
			a.seek(int(a.events[a.at-1].At.Seconds()) - 1)
		}
	case "next":
		if a.at < len(a.events) {
			a.seek(int(a.events[a.at].At.Seconds()) + 1)
		}
	case "down":
		a.scroll = a.scroll.By(1)
	case "up":
		a.scroll = a.scroll.By(-1)
	case "pgdown":
		a.scroll = a.scroll.By(max(1, a.h-3))
	case "pgup":
		a.scroll = a.scroll.By(-max(1, a.h-3))
	case "save":
		a.saver = a.saver.ask(a.env, a.sum.Interview)
	case "leave":
		return a, screen.Send(screen.Pop{})
	}
	return a, nil
}

// seek moves the replay to a second.
func (a *after) seek(second int) {
	a.clock = min(max(0, second), int(a.state.Now.Seconds()))
	a.at = 0
	for a.at < len(a.events) && int(a.events[a.at].At.Seconds()) <= a.clock {
		a.at++
	}
	a.scroll = screen.Scroll{}
}

func (a after) View(w, h int) screen.Page {
	w = min(w, 100)
	th := a.env.Theme
	page := screen.Page{Title: a.sum.Title + " · debrief", Status: fmt.Sprintf("%d of %d · %s", a.page+1, pages, pageNames[a.page])}
	switch a.page {
	case pageScore:
		page.Lines = a.scroll.View(a.score(w), h, th)
	case pageTime:
		page.Lines = a.scroll.View(a.times(w), h, th)
	case pageNext:
		page.Lines = a.scroll.View(a.next(w), h, th)
	case pageReplay:
		page.Lines = a.replay(w, h)
	}
	return a.saver.below(th, page, w, h)
}

// score is the band and why, and each item with the candidate's words.
func (a after) score(w int) []string {
	th, card := a.env.Theme, a.sum.Scorecard
	var lines []string
	if card.Scored {
		lines = append(lines, th.Paint(kit.InkTitle, strings.ToUpper(card.Band))+th.Paint(kit.InkDim, fmt.Sprintf("  %.0f %% of the points", 100*card.Score)))
		for _, reason := range card.Reasons {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, reason, w, "")...)
		}
		if a.sum.Rating != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkText, ownRating(a.sum.Rating, a.sum.Off), w, "")...)
		}
		if m := a.sum.Marks; m != nil {
			lines = append(lines, "")
			lines = append(lines, kit.Paragraph(th, kit.InkText, m.Say(), w, "")...)
			for _, l := range m.Differences() {
				lines = append(lines, kit.Paragraph(th, kit.InkDim, "≠ "+l, w-2, "  ")...)
			}
			lines = append(lines, "")
		}
		if card.Anchor != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkFaint, "At "+a.sum.Level+" level: "+card.Anchor, w, "")...)
		}
	} else {
		lines = append(lines, th.Paint(kit.InkGood, "A warm-up: nothing is scored."))
	}
	for _, d := range card.Dimensions {
		lines = append(lines, "", th.Paint(kit.InkTitle, kit.PadRight(d.Title, 28))+kit.Gauge(th, 20, d.Score, kit.InkGood)+
			th.Paint(kit.InkDim, fmt.Sprintf(" %3.0f %%, weight %d %%", 100*d.Score, d.Weight)))
		for _, p := range d.Parts {
			lines = append(lines, a.part(p, w)...)
		}
	}
	return lines
}

// ownRating says how far off the candidate's own rating was.
func ownRating(own string, off int) string {
	switch {
	case off == 0:
		return fmt.Sprintf("You said %q, and so does the scorecard.", own)
	case off > 0:
		return fmt.Sprintf("You said %q: %d %s above the scorecard.", own, off, bands(off))
	}
	return fmt.Sprintf("You said %q: %d %s below the scorecard. You know more than you think.", own, -off, bands(-off))
}

func bands(n int) string {
	if n == 1 {
		return "band"
	}
	return "bands"
}

// part is one line of the scorecard, with the quotes that earned it.
func (a after) part(p interview.ScorePart, w int) []string {
	th := a.env.Theme
	mark, ink := kit.GlyphOpen, kit.InkFaint
	switch {
	case p.Wrong:
		mark, ink = kit.GlyphFails, kit.InkLost
	case p.Points >= 0.75:
		mark, ink = kit.GlyphHolds, kit.InkGood
	case p.Points > 0:
		mark, ink = kit.GlyphPartly, kit.InkWait
	}
	note := ""
	switch {
	case p.Ticked: // below, for it has more to say
	case p.Claimed:
		note = "  your own claim"
	case p.Hints > 0 && p.Ceiling > 0:
		note = fmt.Sprintf("  %d %s: at most %.0f %%", p.Hints, hints(p.Hints), 100*p.Ceiling)
	}
	lines := []string{th.Paint(ink, mark+" "+kit.PadRight(p.Word(), 13)) + th.Paint(kit.InkText, kit.Cut(p.Title, w-16)) + th.Paint(kit.InkFaint, note)}
	if m := p.Marking(); m != "" {
		lines = append(lines, kit.Paragraph(th, kit.InkFaint, m, w-4, "    ")...)
	}
	for _, q := range p.Quotes {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("%s “%s”", clock(a.state.Lines[q.Line].At), oneLine(q.Text)), w-4, "    ")...)
	}
	for _, q := range p.Against {
		lines = append(lines, kit.Paragraph(th, kit.InkLost, fmt.Sprintf("%s %s “%s”", clock(a.state.Lines[q.Line].At), kit.GlyphFails, oneLine(q.Text)), w-4, "    ")...)
	}
	if p.Kind != "item" && p.Say != "" {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, p.Say, w-4, "    ")...)
	}
	if p.Wrong && p.Say != "" && p.Kind == "item" {
		lines = append(lines, kit.Paragraph(th, kit.InkText, p.Say, w-4, "    ")...)
	}
	return lines
}

func hints(n int) string {
	if n == 1 {
		return "hint"
	}
	return "hints"
}

// times is the time by part, and what was asked without an answer.
func (a after) times(w int) []string {
	th := a.env.Theme
	lines := []string{th.Paint(kit.InkTitle, "Time by part")}
	for _, p := range a.sum.Phases {
		share := 0.0
		if p.Planned > 0 {
			share = float64(p.Used) / float64(p.Planned)
		}
		lines = append(lines, th.Paint(kit.InkText, kit.PadRight(kit.Cut(p.Title, 24), 25))+kit.Gauge(th, 20, min(1, share), kit.InkAccent)+
			th.Paint(kit.InkDim, fmt.Sprintf(" %s of %s, %d words", clock(p.Used), clock(p.Planned), p.Words)))
	}
	lines = append(lines, "", th.Paint(kit.InkTitle, "Asked, and nothing came of it"))
	if len(a.sum.Unanswered) == 0 {
		lines = append(lines, th.Paint(kit.InkGood, kit.GlyphHolds+" every follow-up led somewhere"))
	}
	for _, u := range a.sum.Unanswered {
		lines = append(lines, kit.Paragraph(th, kit.InkText, clock(u.At)+" "+u.Ask, w-2, "  ")...)
	}
	lines = append(lines, "", th.Paint(kit.InkTitle, "What you could have asked"))
	if len(a.sum.Unasked) == 0 {
		lines = append(lines, th.Paint(kit.InkGood, kit.GlyphHolds+" you asked for everything"))
	}
	for _, id := range a.sum.Unasked {
		if f, ok := a.script.Def.Fact(id); ok {
			lines = append(lines, kit.Paragraph(th, kit.InkText, f.Ask[0]+" "+f.Say, w-2, "  ")...)
		}
	}
	return lines
}

// next is what to do now.
func (a after) next(w int) []string {
	lines := nextThings(a.env.Theme, a.sum.Next, w)
	if a.later > 0 && len(a.sum.Next) > 0 {
		lines = append(lines, a.env.Theme.Paint(kit.InkGood, kit.GlyphHolds+fmt.Sprintf(" %d of them come back in your reviews.", a.later)))
	}
	return lines
}

func nextThings(th *kit.Theme, things []interview.NextThing, w int) []string {
	if len(things) == 0 {
		return []string{th.Paint(kit.InkGood, kit.GlyphHolds+" Nothing stands out. Try one that you find harder, or the strict style.")}
	}
	lines := []string{th.Paint(kit.InkTitle, "Three things to do next"), ""}
	for i, n := range things {
		lines = append(lines, th.Paint(kit.InkKey, fmt.Sprint(i+1))+" "+th.Paint(kit.InkText, n.Title)+th.Paint(kit.InkDim, "  "+n.Why))
		if n.Model != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, n.Model, w-4, "    ")...)
		}
		if n.Lesson != "" {
			lines = append(lines, "    "+th.Paint(kit.InkAccent, "lesson "+n.Lesson))
		}
		lines = append(lines, "")
	}
	return lines
}

// replay is the talk up to the replay's clock, and what had been heard by then.
func (a after) replay(w, h int) []string {
	th := a.env.Theme
	s := interview.Fold(a.script, a.events[:a.at])
	total := max(1, int(a.state.Now.Seconds()))
	width := max(10, w-16)
	at := min(width-1, a.clock*width/total)
	bar := []rune(strings.Repeat("─", width))
	for _, e := range a.events {
		x := min(width-1, int(e.At.Seconds())*width/total)
		switch e.Kind {
		case interview.Said:
			bar[x] = '●'
		case interview.Probed, interview.Hinted, interview.Threw:
			if bar[x] == '─' {
				bar[x] = '┬'
			}
		}
	}
	line := th.Paint(kit.InkDim, string(bar[:at])) + th.Paint(kit.InkAccent, "╋") + th.Paint(kit.InkBorder, string(bar[at+1:]))
	head := []string{
		fmt.Sprintf("%6s ", clock(seconds(a.clock))) + line + " " + clock(a.state.Now),
		th.Paint(kit.InkFaint, "● you answer  ┬ the interviewer follows up"),
	}
	var tail []string
	if s.Started {
		tail = append(tail, kit.Rule(th, "heard so far", w))
		card := a.script.Score(s)
		for _, d := range card.Dimensions {
			tail = append(tail, kit.PadRight(kit.Cut(d.Title, 26), 27)+kit.Gauge(th, 20, d.Score, kit.InkGood)+th.Paint(kit.InkDim, fmt.Sprintf(" %3.0f %%", 100*d.Score)))
		}
	}
	talk := transcript(th, a.script, s, len(s.Lines), nil, w)
	room := max(1, h-len(head)-len(tail))
	if over := len(talk) - room; over > 0 {
		talk = talk[max(0, over-a.scroll.Top()):]
		talk = talk[:min(len(talk), room)]
	}
	for len(talk) < room {
		talk = append(talk, "")
	}
	return append(append(head, talk...), tail...)
}
