// Package read plays the steps that are only read.
package read

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of a read step.
var Bindings = kit.Table{Name: "Reading", Bindings: []kit.Binding{
	{ID: "on", Keys: []string{"enter", "space"}, Help: "go on", Group: "Lesson", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down a line", Group: "Move"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up a line", Group: "Move"},
	{ID: "pgdown", Keys: []string{"pgdown", "ctrl+d"}, Help: "down a page", Group: "Move"},
	{ID: "pgup", Keys: []string{"pgup", "ctrl+u"}, Help: "up a page", Group: "Move"},
}}

// MaxWidth is the width at which running text is easiest to read.
const MaxWidth = 84

type step struct {
	screen.StepContext
	lines  []string
	scroll screen.Scroll
	w, h   int
}

// New plays a read step.
func New(c screen.StepContext) screen.Step { return step{StepContext: c} }

func (s step) Init() tea.Cmd { return nil }

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, s.Prose(s.Step().Text, min(s.w, MaxWidth))
	case screen.Rendered:
		if msg.Step == s.Step().ID {
			s.lines = msg.Lines
			s.scroll = s.scroll.Clamp(len(s.lines), s.rows())
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.MouseWheelMsg:
		n := 3
		if msg.Button == tea.MouseWheelUp {
			n = -3
		}
		s.scroll = s.scroll.By(n).Clamp(len(s.lines), s.rows())
	}
	return s, nil
}

func (s step) rows() int { return screen.Rows(len(s.lines), s.h) }

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	hit, ok := Bindings.Match(msg, "", nil)
	if !ok {
		return s, nil
	}
	switch hit.ID {
	case "on":
		if !s.scroll.AtEnd(len(s.lines), s.rows()) {
			s.scroll = s.scroll.By(max(1, s.rows()-2))
			break
		}
		if s.Done() {
			return s, screen.Send(screen.GoOn{})
		}
		return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
	case "down":
		s.scroll = s.scroll.By(1)
	case "up":
		s.scroll = s.scroll.By(-1)
	case "pgdown":
		s.scroll = s.scroll.By(max(1, s.rows()-2))
	case "pgup":
		s.scroll = s.scroll.By(-max(1, s.rows()-2))
	}
	s.scroll = s.scroll.Clamp(len(s.lines), s.rows())
	return s, nil
}

func (s step) View(_, h int) screen.Page {
	return screen.Page{Lines: s.scroll.View(s.lines, h, s.Env.Theme)}
}

func (s step) Keys() screen.Keys { return screen.Keys{Table: Bindings} }
