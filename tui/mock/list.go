package mock

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// ListBindings are the keys of the list of interviews.
var ListBindings = kit.Table{Name: "Interviews", Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter"}, Help: "open", Group: "Interviews", Rank: 1},
	{ID: "tracker", Keys: []string{"a"}, Help: "applications", Group: "Interviews", Rank: 3},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Interviews"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Interviews"},
	{ID: "leave", Keys: []string{"esc"}, Help: "back", Group: "Interviews", Rank: 2},
}}

// list is the interviews of the pack and its loops, with what was done in them.
type list struct {
	env     *screen.Env
	open    Opener
	entries []entry
	done    map[string]record // of interviews
	at      screen.List
}

// entry is an interview, or a loop.
type entry struct {
	def  *content.Interview
	loop *content.Loop
}

// record is what the list says of past sessions.
type record struct {
	times int
	band  string // of the last that was ended
	left  bool   // one is unfinished
}

// records brings them.
type records struct {
	done map[string]record
	err  error
}

// New lists the interviews.
func New(env *screen.Env, open Opener) screen.Screen {
	l := list{env: env, open: open}
	pack := env.Journal.Pack
	for _, id := range pack.Interviews.IDs() {
		l.entries = append(l.entries, entry{def: pack.Interviews.Of(id)})
	}
	for i := range pack.Manifest.Loops {
		l.entries = append(l.entries, entry{loop: &pack.Manifest.Loops[i]})
	}
	return l
}

func (l list) Init() tea.Cmd { return l.load() }

// load reads the past sessions and scores the last of each, away from Update.
func (l list) load() tea.Cmd {
	j, entries := l.env.Journal, l.entries
	return func() tea.Msg {
		sessions, err := j.Own(context.Background(), "")
		if err != nil {
			return records{err: err}
		}
		done := map[string]record{}
		for _, e := range entries {
			if e.def != nil {
				done[e.def.ID] = recordOf(j, e.def, sessions)
			}
		}
		return records{done: done}
	}
}

func recordOf(j *journal.Journal, def *content.Interview, sessions []journal.Session) record {
	var r record
	for i := range sessions {
		s := &sessions[i]
		if s.Interview != def.ID {
			continue
		}
		if !s.Over() {
			r.left = true
			continue
		}
		r.times++
		if r.times > 1 || !def.Scored {
			continue
		}
		if script, err := interview.NewScript(j.Pack, def); err == nil {
			r.band = script.Score(interview.Fold(script, s.Events)).Band
		}
	}
	return r
}

func (l list) Keys() screen.Keys { return screen.Keys{Table: ListBindings} }

func (l list) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resumed:
		return l, l.load()
	case records:
		if msg.err != nil {
			return l, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
		}
		l.done = msg.done
	case tea.MouseWheelMsg:
		l.at = l.at.By(screen.Wheel(msg), len(l.entries))
	case screen.Pick:
		l.at = l.at.By(msg.At-l.at.At, len(l.entries))
		return l, l.chosen()
	case tea.KeyPressMsg:
		hit, ok := ListBindings.Match(msg, "", nil)
		if !ok {
			return l, nil
		}
		switch hit.ID {
		case "open":
			return l, l.chosen()
		case "tracker":
			return l, screen.Send(screen.Push{Screen: NewTracker(l.env)})
		case "down":
			l.at = l.at.By(1, len(l.entries))
		case "up":
			l.at = l.at.By(-1, len(l.entries))
		case "leave":
			return l, screen.Send(screen.Pop{})
		}
	}
	return l, nil
}

// chosen opens what the cursor is on.
func (l list) chosen() tea.Cmd {
	if len(l.entries) == 0 {
		return nil
	}
	e := l.entries[l.at.At]
	if e.loop != nil {
		return screen.Send(screen.Push{Screen: NewLoop(l.env, e.loop, l.open)})
	}
	return screen.Send(screen.Push{Screen: NewVisit(l.env, e.def, l.open)})
}

func (l list) View(w, h int) screen.Page {
	th := l.env.Theme
	w = min(w, 100)
	page := screen.Page{Title: "Mock interviews", Status: l.counted()}
	if len(l.entries) == 0 {
		page.Lines = []string{"", th.Paint(kit.InkDim, "This pack has no interviews.")}
		return page
	}
	room := max(1, h-4) // the summary below takes the rest
	from, to := l.at.View(len(l.entries), room)
	for i := from; i < to; i++ {
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, l.row(i, w))
	}
	for len(page.Lines) < room {
		page.Lines = append(page.Lines, "")
	}
	page.Lines = append(page.Lines, kit.Rule(th, more(from, to, len(l.entries)), w))
	page.Lines = append(page.Lines, kit.Paragraph(th, kit.InkDim, l.entries[l.at.At].summary(), w, "")...)
	return page
}

// more says what of a list is out of sight.
func more(from, to, of int) string {
	switch {
	case from > 0 && to < of:
		return fmt.Sprintf("▲ %d above, ▼ %d below", from, of-to)
	case from > 0:
		return fmt.Sprintf("▲ %d above", from)
	case to < of:
		return fmt.Sprintf("▼ %d below", of-to)
	}
	return ""
}

func (e entry) summary() string {
	if e.loop != nil {
		return e.loop.Summary
	}
	return e.def.Summary
}

// row is an entry with its length and what was done with it.
func (l list) row(i, w int) string {
	th, e := l.env.Theme, l.entries[i]
	room := max(10, min(42, w-33)) // for the title
	mark, ink := "  ", kit.InkText
	if i == l.at.At {
		mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	glyph, glyphInk := kit.GlyphOpen, kit.InkFaint
	title, note := "", ""
	if e.loop != nil {
		title, note = e.loop.Title, fmt.Sprintf("%3d min", l.env.Journal.Pack.Minutes(e.loop))
		held := 0
		for _, r := range e.loop.Rounds {
			if l.done[r.Interview].times > 0 {
				held++
			}
		}
		switch {
		case held == len(e.loop.Rounds):
			glyph, glyphInk, note = kit.GlyphHolds, kit.InkGood, note+"  all rounds held"
		case held > 0:
			glyph, glyphInk = kit.GlyphPartly, kit.InkWait
			note += fmt.Sprintf("  %d of %d rounds held", held, len(e.loop.Rounds))
		}
	} else {
		r := l.done[e.def.ID]
		title, note = e.def.Title, fmt.Sprintf("%3d min", e.def.Minutes)
		switch {
		case r.left:
			glyph, glyphInk, note = kit.GlyphPartly, kit.InkWait, note+"  left unfinished"
		case r.times > 0:
			glyph, glyphInk = kit.GlyphHolds, kit.InkGood
			note += fmt.Sprintf("  %d×", r.times)
			if r.band != "" {
				note += ", last " + r.band
			}
		}
	}
	return mark + th.Paint(glyphInk, glyph) + " " + kit.PadRight(th.Paint(ink, kit.Cut(title, room)), room+1) + th.Paint(kit.InkDim, note)
}

// counted says how many interviews and loops there are.
func (l list) counted() string {
	loops := 0
	for _, e := range l.entries {
		if e.loop != nil {
			loops++
		}
	}
	text := several(len(l.entries)-loops, "interview")
	if loops > 0 {
		text += ", " + several(loops, "loop")
	}
	return text
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
