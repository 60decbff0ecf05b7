// Package review asks again what did not go well: one card after the other, as they
// come due. The learner answers in their head or aloud, sees the answer, and rates it.
package review

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of the review.
var Bindings = kit.Table{Name: "Review", Bindings: []kit.Binding{
	{ID: "show", Keys: []string{"enter", "space"}, Help: "show the answer", Group: "Card", Contexts: []string{"asked"}, Rank: 1},
	{ID: "again", Keys: []string{"1"}, Help: "not known", Group: "Card", Contexts: []string{"shown"}, Rank: 1},
	{ID: "hard", Keys: []string{"2"}, Help: "hard", Group: "Card", Contexts: []string{"shown"}, Rank: 2},
	{ID: "good", Keys: []string{"3"}, Help: "good", Group: "Card", Contexts: []string{"shown"}, Rank: 3},
	{ID: "easy", Keys: []string{"4"}, Help: "easy", Group: "Card", Contexts: []string{"shown"}, Rank: 4},
	{ID: "open", Keys: []string{"o"}, Help: "open the lesson there", Group: "Card", Contexts: []string{"asked", "shown"}, Rank: 5},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Move"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Move"},
	{ID: "leave", Keys: []string{"esc"}, Help: "home", Group: "Move", Rank: 6},
	{ID: "leave", Keys: []string{"enter"}, Help: "home", Group: "Move", Contexts: []string{"empty"}, Rank: 1},
}}

var grades = map[string]lessons.Grade{"again": lessons.Again, "hard": lessons.Hard, "good": lessons.Good, "easy": lessons.Easy}

type review struct {
	env    *screen.Env
	open   func(lesson *content.Lesson, step string) screen.Screen
	due    []lessons.Review
	done   int
	shown  bool
	saving bool
	scroll screen.Scroll
}

// New reviews what is due now. open makes the screen of a lesson at a step.
func New(env *screen.Env, open func(lesson *content.Lesson, step string) screen.Screen) screen.Screen {
	return review{env: env, open: open, due: lessons.Due(env.Journal.Reviews(), env.Journal.Now())}
}

func (r review) Init() tea.Cmd { return nil }

func (r review) Keys() screen.Keys {
	context := "asked"
	switch {
	case len(r.due) == 0:
		context = "empty"
	case r.shown:
		context = "shown"
	}
	return screen.Keys{Table: Bindings, Context: context}
}

func (r review) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Recorded:
		r.saving = false
		if msg.Err != nil {
			return r, screen.Send(screen.Notice{Text: msg.Err.Error(), Bad: true})
		}
		r.due, r.shown, r.scroll = r.due[1:], false, screen.Scroll{}
		r.done++
	case tea.KeyPressMsg:
		return r.key(msg)
	}
	return r, nil
}

func (r review) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(msg, r.Keys().Context, nil)
	if !ok || r.saving {
		return r, nil
	}
	switch hit.ID {
	case "show":
		r.shown = true
	case "again", "hard", "good", "easy":
		return r.rate(grades[hit.ID])
	case "open":
		if c, ok := r.card(); ok {
			step := "" // where the learner is
			if c.Step != nil {
				step = c.Step.ID
			}
			return r, screen.Send(screen.Push{Screen: r.open(c.Lesson, step)})
		}
	case "down":
		r.scroll = r.scroll.By(1)
	case "up":
		r.scroll = r.scroll.By(-1)
	case "leave":
		return r, screen.Send(screen.Pop{})
	}
	return r, nil
}

// card is the first of the due cards.
func (r review) card() (lessons.Card, bool) {
	if len(r.due) == 0 {
		return lessons.Card{}, false
	}
	return lessons.CardOf(r.env.Journal.Pack, r.env.Journal.States(), r.due[0])
}

func (r review) rate(g lessons.Grade) (screen.Screen, tea.Cmd) {
	c, ok := r.card()
	if !ok {
		return r, nil
	}
	r.saving = true
	e := c.Rate(r.due[0], g)
	e.At = r.env.Journal.Now()
	return r, r.env.Record(c.Lesson, e, nil)
}
