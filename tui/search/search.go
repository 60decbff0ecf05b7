// Package search is the screen that finds words in everything that was read, and opens the
// place. The index is made when the screen opens, away from Update, from what is in memory.
package search

import (
	"context"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
	"sysprep/tui/search/index"
)

// Bindings are the keys of the search.
var Bindings = kit.Table{Name: "Search", Typing: []string{"search"}, Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter"}, Help: "open the place", Group: "Search", Contexts: []string{"search"}, Rank: 1},
	{ID: "down", Keys: []string{"down", "ctrl+n"}, Show: "↑ ↓", Help: "choose", Group: "Search", Contexts: []string{"search"}, Rank: 2},
	{ID: "up", Keys: []string{"up", "ctrl+p"}, Help: "one before", Group: "Search", Contexts: []string{"search"}},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "a page on", Group: "Search", Contexts: []string{"search"}},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "a page back", Group: "Search", Contexts: []string{"search"}},
	{ID: "close", Keys: []string{"esc"}, Help: "back", Group: "Search", Contexts: []string{"search"}, Rank: 3},
}}

// most is how many results are listed.
const most = 200

type search struct {
	env    *screen.Env
	input  textinput.Model
	index  *index.Index
	found  []index.Result
	query  string // that found them
	cursor screen.List
	w, h   int
}

// New is the search, with nothing typed.
func New(env *screen.Env) screen.Screen {
	s := search{env: env, input: textinput.New()}
	s.input.Prompt = ""
	s.input.CharLimit = 80
	s.input.SetWidth(80)
	s.input.SetVirtualCursor(false)
	s.input.Focus()
	return s
}

// Overlay says that the search lies above what was there.
func (search) Overlay() {}

// indexed carries the index once it is made.
type indexed struct{ index *index.Index }

// found carries what a query found.
type found struct {
	query   string
	results []index.Result
}

func (s search) Init() tea.Cmd {
	j := s.env.Journal
	return func() tea.Msg {
		if err := j.Fold(context.Background()); err != nil {
			return screen.Notice{Text: err.Error(), Bad: true}
		}
		return indexed{index.New(index.Documents(j.Pack, j.States()))}
	}
}

func (s search) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: "search", Typing: true, Why: s.why}
}

func (s search) why(id string) string {
	switch id {
	case "open", "down", "up", "pgdown", "pgup":
		if len(s.found) == 0 {
			return "nothing is found"
		}
	}
	return ""
}

func (s search) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, s.look()
	case indexed:
		s.index = msg.index
		return s, s.look()
	case found:
		if msg.query == s.input.Value() {
			if msg.query != s.query {
				s.cursor = screen.List{}
			}
			s.found, s.query = msg.results, msg.query
		}
	case screen.Pick:
		s.cursor.At = msg.At
		return s, s.open()
	case tea.MouseWheelMsg:
		s.cursor = s.cursor.By(screen.Wheel(msg)/3, len(s.found))
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		return s.typed(msg)
	}
	return s, nil
}

func (s search) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(msg, "search", s.why)
	switch {
	case !ok:
		return s.typed(msg)
	case hit.ID == "close":
		return s, screen.Send(screen.Pop{})
	case hit.Reason != "":
		return s, nil
	case hit.ID == "open":
		return s, s.open()
	}
	by := map[string]int{"down": 1, "up": -1, "pgdown": max(1, s.fits()-1), "pgup": -max(1, s.fits()-1)}
	s.cursor = s.cursor.By(by[hit.ID], len(s.found))
	return s, nil
}

// typed gives what is typed to the query, and looks for it.
func (s search) typed(msg tea.Msg) (screen.Screen, tea.Cmd) {
	before := s.input.Value()
	var cmd tea.Cmd
	if s.input, cmd = s.input.Update(msg); s.input.Value() == before {
		return s, cmd
	}
	return s, tea.Batch(cmd, s.look())
}

// look finds the query, away from Update.
func (s search) look() tea.Cmd {
	if s.index == nil || s.w == 0 {
		return nil
	}
	x, query, width := s.index, s.input.Value(), s.w-6
	return func() tea.Msg { return found{query, x.Find(query, most, width)} }
}

// open goes to the chosen place.
func (s search) open() tea.Cmd {
	if s.cursor.At >= len(s.found) {
		return nil
	}
	r := s.found[s.cursor.At]
	if r.Lesson == "" && r.Scenario == "" {
		return screen.Send(screen.Notice{Text: kit.Sentence(r.Where)})
	}
	return screen.Send(screen.Go{Lesson: r.Lesson, Step: r.Step, Scenario: r.Scenario})
}
