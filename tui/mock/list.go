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
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Interviews"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Interviews"},
	{ID: "leave", Keys: []string{"esc"}, Help: "back", Group: "Interviews", Rank: 2},
}}

// list is the interviews of the pack, with what was done in them.
type list struct {
	env    *screen.Env
	open   Opener
	defs   []*content.Interview
	done   map[string]record
	cursor int
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
	for _, id := range env.Journal.Pack.Interviews.IDs() {
		l.defs = append(l.defs, env.Journal.Pack.Interviews.Of(id))
	}
	return l
}

func (l list) Init() tea.Cmd { return l.load() }

// load reads the past sessions and scores the last of each, away from Update.
func (l list) load() tea.Cmd {
	j, defs := l.env.Journal, l.defs
	return func() tea.Msg {
		sessions, err := j.Own(context.Background(), "")
		if err != nil {
			return records{err: err}
		}
		done := map[string]record{}
		for _, def := range defs {
			done[def.ID] = recordOf(j, def, sessions)
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
	case tea.KeyPressMsg:
		hit, ok := ListBindings.Match(msg, "", nil)
		if !ok {
			return l, nil
		}
		switch hit.ID {
		case "open":
			if len(l.defs) > 0 {
				return l, screen.Send(screen.Push{Screen: NewVisit(l.env, l.defs[l.cursor], l.open)})
			}
		case "down":
			l.cursor = min(l.cursor+1, max(0, len(l.defs)-1))
		case "up":
			l.cursor = max(l.cursor-1, 0)
		case "leave":
			return l, screen.Send(screen.Pop{})
		}
	}
	return l, nil
}

func (l list) View(w, h int) screen.Page {
	th := l.env.Theme
	w = min(w, 100)
	page := screen.Page{Title: "Mock interviews", Status: count(len(l.defs))}
	if len(l.defs) == 0 {
		page.Lines = []string{"", th.Paint(kit.InkDim, "This pack has no interviews.")}
		return page
	}
	room := max(1, h-5) // the summary below takes the rest
	top := max(0, min(l.cursor-room/2, len(l.defs)-room))
	for i := top; i < min(len(l.defs), top+room); i++ {
		def := l.defs[i]
		mark, ink := "  ", kit.InkText
		if i == l.cursor {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		r := l.done[def.ID]
		note, noteInk := fmt.Sprintf("%3d min", def.Minutes), kit.InkDim
		glyph, glyphInk := kit.GlyphOpen, kit.InkFaint
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
		page.Lines = append(page.Lines, mark+th.Paint(glyphInk, glyph)+" "+th.Paint(ink, kit.PadRight(kit.Cut(def.Title, 42), 43))+th.Paint(noteInk, note))
	}
	for len(page.Lines) < room {
		page.Lines = append(page.Lines, "")
	}
	page.Lines = append(page.Lines, kit.Rule(th, "", w))
	return withSummary(page, th, l.defs[l.cursor].Summary, w)
}

func withSummary(page screen.Page, th *kit.Theme, text string, w int) screen.Page {
	page.Lines = append(page.Lines, kit.Paragraph(th, kit.InkDim, text, w, "")...)
	return page
}

func count(n int) string {
	if n == 1 {
		return "1 script"
	}
	return fmt.Sprintf("%d scripts", n)
}
