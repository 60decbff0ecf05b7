// Package home is the first screen: where to go on, what is due, the map of the
// lessons, and how ready the learner is by section of the checklist.
package home

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of the home screen.
var Bindings = kit.Table{Name: "Home", Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter", "space"}, Show: "enter", Help: "go on", Group: "Lessons", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "next lesson", Group: "Lessons"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "lesson before", Group: "Lessons"},
	{ID: "right", Keys: []string{"right"}, Help: "a column on", Group: "Lessons"},
	{ID: "left", Keys: []string{"left"}, Help: "a column back", Group: "Lessons"},
	{ID: "review", Keys: []string{"r"}, Help: "review", Group: "Practice", Rank: 2},
	{ID: "interview", Keys: []string{"i"}, Help: "interview", Group: "Practice", Rank: 3},
	{ID: "lab", Keys: []string{"l"}, Help: "lab", Group: "Practice", Rank: 4},
	{ID: "progress", Keys: []string{"p"}, Help: "progress", Group: "Practice", Rank: 5},
	{ID: "ten", Keys: []string{"t"}, Help: "ten minutes", Group: "Practice", Rank: 13},
	{ID: "settings", Keys: []string{"s"}, Help: "settings", Group: "Program", Rank: 14},
}}

// Opener makes the screens that home leads to; the program wires it.
type Opener struct {
	Lesson     func(l *content.Lesson) screen.Screen
	Review     func() screen.Screen
	Interviews func() screen.Screen
	Labs       func(first string) screen.Screen
	Settings   func() screen.Screen
	Progress   func() screen.Screen
}

type home struct {
	env    *screen.Env
	open   Opener
	cursor int
	warned bool // of a lesson that builds on others, which are not done: enter opens it anyway
	scroll screen.Scroll
	w      int
}

// New is the home screen, with the cursor on the lesson to go on with.
func New(env *screen.Env, open Opener) screen.Screen {
	h := home{env: env, open: open}
	h.cursor = GoOn(env.Journal)
	return h
}

// GoOn is the index of the lesson to go on with: the one touched last and not finished,
// else the first one not done.
func GoOn(j *journal.Journal) int {
	states := j.States()
	best, at := -1, time.Time{}
	for i, l := range j.Pack.Lessons {
		s := states[l.ID]
		if s.Begun() && s.Finished.IsZero() && s.Touched.After(at) {
			best, at = i, s.Touched
		}
	}
	if best >= 0 {
		return best
	}
	for i, l := range j.Pack.Lessons {
		if states[l.ID].Finished.IsZero() {
			return i
		}
	}
	return 0
}

func (h home) Init() tea.Cmd { return nil }

func (h home) Keys() screen.Keys { return screen.Keys{Table: Bindings, Why: h.why} }

func (h home) why(id string) string {
	switch {
	case id == "review" && !h.reviewable():
		return "nothing is due"
	case (id == "open" || id == "ten") && len(h.lessons()) == 0:
		return "this pack has no lessons"
	}
	if id == "interview" && len(h.env.Journal.Pack.Interviews.IDs()) == 0 {
		return "this pack has none"
	}
	return ""
}

func (h home) lessons() []*content.Lesson { return h.env.Journal.Pack.Lessons }

// reviewable says whether the review has something to show: cards, more than the limit, or some
// that are set aside.
func (h home) reviewable() bool {
	q := h.env.Journal.Queue()
	return len(q.Cards)+len(q.Over)+len(q.Leeches) > 0
}

func (h home) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resumed:
		h.cursor, h.warned = GoOn(h.env.Journal), false
	case screen.Resized:
		h.w = msg.W
	case screen.Pick:
		if msg.At == h.cursor {
			return h.begin()
		}
		return h.to(msg.At), nil
	case tea.MouseWheelMsg:
		return h.to(h.cursor + screen.Wheel(msg)/3), nil
	case tea.KeyPressMsg:
		return h.key(msg)
	}
	return h, nil
}

// to moves the cursor to a lesson, within the map.
func (h home) to(i int) home {
	h.cursor, h.warned = max(0, min(i, len(h.lessons())-1)), false
	return h
}

func (h home) key(key tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(key, "", h.why)
	if !ok {
		return h, nil
	}
	if hit.Reason != "" {
		return h, screen.Send(screen.Notice{Text: hit.Help + ": " + hit.Reason})
	}
	down := h.rows(h.mapWidth(h.w))
	switch hit.ID {
	case "open":
		return h.begin()
	case "down":
		return h.to(h.cursor + 1), nil
	case "up":
		return h.to(h.cursor - 1), nil
	case "right":
		return h.to(h.cursor + down), nil
	case "left":
		return h.to(h.cursor - down), nil
	case "review":
		return h, screen.Send(screen.Push{Screen: h.open.Review()})
	case "interview":
		return h, screen.Send(screen.Push{Screen: h.open.Interviews()})
	case "ten":
		return h.ten()
	case "progress":
		return h, screen.Send(screen.Push{Screen: h.open.Progress()})
	case "lab":
		first := ""
		if len(h.lessons()) > 0 {
			first = scenarioOf(h.lessons()[h.cursor])
		}
		return h, screen.Send(screen.Push{Screen: h.open.Labs(first)})
	case "settings":
		return h, screen.Send(screen.Push{Screen: h.open.Settings()})
	}
	return h, nil
}

// begin opens the lesson under the cursor. One that builds on lessons which are not done
// says so first: they are advice, not a lock.
func (h home) begin() (screen.Screen, tea.Cmd) {
	if len(h.lessons()) == 0 {
		return h, nil
	}
	l, states := h.lessons()[h.cursor], h.env.Journal.States()
	if missing := builds(h.env.Journal.Pack, l, states); missing != "" && !states[l.ID].Begun() && !h.warned {
		h.warned = true
		return h, screen.Send(screen.Notice{Text: fmt.Sprintf("It builds on %s. %s again opens it all the same.", missing, h.env.KeyOf("home.open"))})
	}
	return h, screen.Send(screen.Push{Screen: h.open.Lesson(l)})
}

// ten opens what fits in ten minutes: reviews if there are any, else the lesson to go on with.
func (h home) ten() (screen.Screen, tea.Cmd) {
	if len(h.env.Journal.Queue().Cards) > 0 {
		return h, screen.Send(screen.Push{Screen: h.open.Review()})
	}
	return h.to(GoOn(h.env.Journal)).begin()
}

// scenarioOf is the scenario that a lesson plays first.
func scenarioOf(l *content.Lesson) string {
	for _, s := range l.Steps {
		if s.Simulate != nil {
			return s.Simulate.Scenario
		}
		if s.Challenge != nil {
			return s.Challenge.Scenario
		}
	}
	return ""
}

// AnyBegun says whether the learner has begun any lesson.
func AnyBegun(states map[string]lessons.State) bool {
	for _, s := range states {
		if s.Begun() {
			return true
		}
	}
	return false
}
