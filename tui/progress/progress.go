// Package progress shows how far the learner is: what of the checklist was shown, with the answers
// that earned it; how sure they were against how often they were right; and what they did, by day.
package progress

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/lessons/report"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Views of the screen; their names are the contexts of its keys.
const (
	mastery     = "mastery"
	calibration = "calibration"
	history     = "history"
	evidence    = "evidence" // of one item
	heard       = "heard"    // evidence from an interview: a context of keys only
)

var views = []string{mastery, calibration, history}

// Bindings are the keys of the progress screen.
var Bindings = kit.Table{Name: "Progress", Bindings: []kit.Binding{
	{ID: "show", Keys: []string{"enter"}, Help: "the answer that earned it", Group: "Mastery", Contexts: []string{mastery}, Rank: 1},
	{ID: "open", Keys: []string{"enter", "o"}, Show: "enter", Help: "open the lesson there", Group: "Mastery", Contexts: []string{evidence}, Rank: 1},
	{ID: "open", Keys: []string{"enter", "o"}, Show: "enter", Help: "open that debrief", Group: "Mastery", Contexts: []string{heard}, Rank: 1},
	{ID: "next", Keys: []string{"tab", "right"}, Show: "← →", Help: "another view", Group: "Views", Contexts: views, Rank: 2},
	{ID: "before", Keys: []string{"shift+tab", "left"}, Help: "the view before", Group: "Views", Contexts: views},
	{ID: mastery, Keys: []string{"1"}, Help: "mastery", Group: "Views", Contexts: views},
	{ID: calibration, Keys: []string{"2"}, Help: "calibration", Group: "Views", Contexts: views},
	{ID: history, Keys: []string{"3"}, Help: "history", Group: "Views", Contexts: views},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Move"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Move"},
	{ID: "pgdown", Keys: []string{"pgdown", "space"}, Help: "down a page", Group: "Move"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Move"},
	{ID: "back", Keys: []string{"esc"}, Help: "the list", Group: "Move", Contexts: []string{evidence, heard}, Rank: 3},
	{ID: "leave", Keys: []string{"esc"}, Help: "home", Group: "Move", Contexts: views, Rank: 3},
}}

// Opener makes the screens that evidence leads to; the program wires it. Either answers nil for what the pack has no more.
type Opener struct {
	Lesson  func(lesson, step string) screen.Screen
	Debrief func(interview, session string) screen.Screen
}

type progress struct {
	env    *screen.Env
	open   Opener
	report report.Report
	ready  bool
	view   string
	cursor int // among the items
	scroll screen.Scroll
	w, h   int
}

// added brings the report.
type added struct {
	report report.Report
	err    error
}

// New shows how far the learner is.
func New(env *screen.Env, open Opener) screen.Screen {
	return progress{env: env, open: open, view: mastery}
}

// Init adds up the log: years of it take a moment.
func (p progress) Init() tea.Cmd {
	j := p.env.Journal
	return func() tea.Msg {
		log, err := j.Log(context.Background())
		if err != nil {
			return added{err: err}
		}
		return added{report: report.Make(j.Pack, log, interview.Evidence(j.Pack, log), j.Goals(), j.Now())}
	}
}

func (p progress) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: p.context(), Why: p.why}
}

// context is that of the keys.
func (p progress) context() string {
	if p.view == evidence && p.report.Items[p.cursor].Evidence.Interview != "" {
		return heard
	}
	return p.view
}

func (p progress) why(id string) string {
	if id == "show" && (!p.ready || len(p.report.Items) == 0 || p.report.Items[p.cursor].Evidence == nil) {
		return "no answer of yours shows this item yet"
	}
	return ""
}

func (p progress) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case added:
		if msg.err != nil {
			return p, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
		}
		p.report, p.ready = msg.report, true
		p.cursor = min(p.cursor, max(0, len(p.report.Items)-1))
	case screen.Resumed:
		return p, p.Init()
	case screen.Resized:
		p.w, p.h = msg.W, msg.H
		p.scroll = p.follow()
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	return p, nil
}

func (p progress) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(msg, p.context(), p.why)
	switch {
	case !ok:
		return p, nil
	case hit.Reason != "":
		return p, screen.Send(screen.Notice{Text: hit.Help + ": " + hit.Reason})
	}
	switch hit.ID {
	case "show":
		return p.show(evidence), nil
	case "open":
		return p, p.follows(p.report.Items[p.cursor].Evidence)
	case "next":
		return p.turn(1), nil
	case "before":
		return p.turn(-1), nil
	case mastery, calibration, history:
		return p.show(hit.ID), nil
	case "back":
		return p.show(mastery), nil
	case "leave":
		return p, screen.Send(screen.Pop{})
	case "down":
		return p.move(1), nil
	case "up":
		return p.move(-1), nil
	case "pgdown":
		return p.move(max(1, p.rows()-1)), nil
	case "pgup":
		return p.move(-max(1, p.rows()-1)), nil
	}
	return p, nil
}

// follows opens the place that evidence is from.
func (p progress) follows(e *report.Evidence) tea.Cmd {
	var to screen.Screen
	what := "lesson"
	if e.Interview != "" {
		what, to = "interview", p.open.Debrief(e.Interview, e.Session)
	} else {
		to = p.open.Lesson(e.Lesson, e.Step)
	}
	if to == nil {
		return screen.Send(screen.Notice{Text: "This pack has that " + what + " no more."})
	}
	return screen.Send(screen.Push{Screen: to})
}

// show goes to a view.
func (p progress) show(view string) progress {
	p.view, p.scroll = view, screen.Scroll{}
	p.scroll = p.follow()
	return p
}

// turn goes to the view n further on.
func (p progress) turn(n int) progress {
	for i, v := range views {
		if v == p.view {
			return p.show(views[(i+n+len(views))%len(views)])
		}
	}
	return p
}

// move moves the cursor of the list by n items, and scrolls anything else by n lines.
func (p progress) move(n int) progress {
	if p.view != mastery {
		lines := len(p.lines())
		p.scroll = p.scroll.By(n).Clamp(lines, screen.Rows(lines, p.rows()))
		return p
	}
	p.cursor = min(max(p.cursor+n, 0), max(0, len(p.report.Items)-1))
	p.scroll = p.follow()
	return p
}

// follow scrolls so that the item under the cursor is in view, with the heading of its section if
// it is the first there.
func (p progress) follow() screen.Scroll {
	if p.view != mastery || !p.ready || p.w == 0 {
		return p.scroll
	}
	lines, at := p.mastery()
	rows := screen.Rows(len(lines), p.rows())
	top := p.scroll.Top()
	if at < top+2 {
		top = max(0, at-2)
	}
	if at >= top+rows {
		top = at - rows + 1
	}
	return p.scroll.To(top).Clamp(len(lines), rows)
}

// rows is the room below the names of the views.
func (p progress) rows() int { return max(1, p.h-headRows) }
