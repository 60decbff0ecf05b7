package mock

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// What the tracker is asked for; their names are the contexts of its keys.
const (
	tracking  = "list"
	moving    = "stage"
	naming    = "company"
	promising = "reply"
	jotting   = "note"
)

// TrackerBindings are the keys of the list of applications.
var TrackerBindings = kit.Table{Name: "Applications", Typing: []string{naming, promising, jotting}, Bindings: []kit.Binding{
	{ID: naming, Keys: []string{"n"}, Help: "a new one", Group: "Applications", Contexts: []string{tracking}, Rank: 1},
	{ID: moving, Keys: []string{"enter", "m"}, Show: "enter", Help: "it came further", Group: "Applications", Contexts: []string{tracking}, Rank: 2},
	{ID: "asked", Keys: []string{"y"}, Help: "you asked today", Group: "Applications", Contexts: []string{tracking}, Rank: 3},
	{ID: promising, Keys: []string{"r"}, Help: "they named a day", Group: "Applications", Contexts: []string{tracking}, Rank: 4},
	{ID: jotting, Keys: []string{"t"}, Help: "a note", Group: "Applications", Contexts: []string{tracking}, Rank: 6},
	{ID: "questions", Keys: []string{"w"}, Help: "what to ask them", Group: "Applications", Contexts: []string{tracking}, Rank: 5},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Move", Contexts: []string{tracking, moving}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Move", Contexts: []string{tracking, moving}},
	{ID: "leave", Keys: []string{"esc"}, Help: "back", Group: "Move", Contexts: []string{tracking}, Rank: 7},
	{ID: "take", Keys: []string{"enter"}, Help: "that is it", Group: "Asked", Contexts: []string{moving, naming, promising, jotting}, Rank: 1},
	{ID: "stop", Keys: []string{"esc"}, Help: "never mind", Group: "Asked", Contexts: []string{moving, naming, promising, jotting}, Rank: 2},
}}

// tracker is the list of applications, with what silence means today.
type tracker struct {
	env   *screen.Env
	list  []interview.Application
	ready bool
	at    screen.List
	asks  string // what is asked for: a context of TrackerBindings
	stage int    // the cursor in interview.Stages
	line  kit.TextLine
	talk  bool // the questions for recruiters are shown
}

// tracked brings the applications as they are now.
type tracked struct {
	list []interview.Application
	name string // of the company that it was about
	err  error
}

// NewTracker shows the applications.
func NewTracker(env *screen.Env) screen.Screen { return tracker{env: env, asks: tracking} }

func (t tracker) Init() tea.Cmd {
	j := t.env.Journal
	return func() tea.Msg {
		list, err := j.Applications(context.Background())
		return tracked{list: list, err: err}
	}
}

func (t tracker) Keys() screen.Keys {
	typing := t.asks == naming || t.asks == promising || t.asks == jotting
	return screen.Keys{Table: TrackerBindings, Context: t.asks, Typing: typing, Why: t.why}
}

func (t tracker) why(id string) string {
	switch id {
	case moving, "asked", promising, jotting:
		if len(t.list) == 0 {
			return "there is no application yet: n begins one"
		}
	}
	if (id == "asked" || id == promising) && t.list[t.at.At].Stage.Closed() {
		return "this one has come to its end"
	}
	return ""
}

func (t tracker) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tracked:
		return t.take(msg)
	case tea.MouseWheelMsg:
		t.at = t.at.By(screen.Wheel(msg), len(t.list))
	case screen.Pick:
		t.at = t.at.By(msg.At-t.at.At, len(t.list))
	case tea.PasteMsg:
		if t.Keys().Typing {
			t.line = t.line.Press(tea.KeyPressMsg{Text: oneLine(msg.Content)})
		}
	case tea.KeyPressMsg:
		return t.key(msg)
	}
	return t, nil
}

// take shows the list as it is now, the cursor where it was.
func (t tracker) take(m tracked) (screen.Screen, tea.Cmd) {
	t.ready = true
	if m.err != nil {
		return t, screen.Send(screen.Notice{Text: kit.Sentence(m.err.Error()), Bad: true})
	}
	t.list, t.asks = m.list, tracking
	t.at = t.at.By(0, len(t.list))
	for i, a := range t.list {
		if strings.EqualFold(a.Company, m.name) {
			t.at = t.at.By(i-t.at.At, len(t.list))
		}
	}
	return t, nil
}

func (t tracker) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := TrackerBindings.Match(msg, t.asks, t.why)
	if !ok {
		if t.Keys().Typing {
			t.line = t.line.Press(msg)
		}
		return t, nil
	}
	if hit.Reason != "" {
		return t, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	switch hit.ID {
	case naming, jotting:
		t.asks, t.line = hit.ID, kit.TextLine{}
	case promising:
		t.asks, t.line = promising, kit.TextLine{Text: t.env.Journal.Now().AddDate(0, 0, 7).Format(time.DateOnly)}
	case moving:
		t.asks, t.stage = moving, t.following()
	case "asked":
		return t, t.track(interview.Tracked{Company: t.list[t.at.At].Company, Asked: true}, false)
	case "questions":
		t.talk = !t.talk
	case "down", "up":
		t = t.step(map[string]int{"down": 1, "up": -1}[hit.ID])
	case "take":
		return t.answer()
	case "stop":
		t.asks = tracking
	case "leave":
		return t, screen.Send(screen.Pop{})
	}
	return t, nil
}

// following is the stage after the present one, which is what mostly happened.
func (t tracker) following() int {
	for i, s := range interview.Stages {
		if s == t.list[t.at.At].Stage {
			return min(i+1, len(interview.Stages)-1)
		}
	}
	return 0
}

func (t tracker) step(by int) tracker {
	if t.asks == moving {
		t.stage = max(0, min(t.stage+by, len(interview.Stages)-1))
	} else {
		t.at, t.talk = t.at.By(by, len(t.list)), false
	}
	return t
}

// answer takes what was asked for.
func (t tracker) answer() (screen.Screen, tea.Cmd) {
	text := oneLine(t.line.Text)
	if t.asks == naming {
		company, role, _ := strings.Cut(text, ",")
		return t, t.track(interview.Tracked{Company: company, Role: strings.TrimSpace(role), Stage: interview.Applied}, true)
	}
	e := interview.Tracked{Company: t.list[t.at.At].Company}
	switch t.asks {
	case moving:
		e.Stage = interview.Stages[t.stage]
	case promising:
		by, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return t, screen.Send(screen.Notice{Text: fmt.Sprintf("%q is not a day: write it as 2026-03-20.", text), Bad: true})
		}
		e.ReplyBy = by
	case jotting:
		if e.Note = text; text == "" {
			t.asks = tracking
			return t, nil
		}
	}
	return t, t.track(e, false)
}

// track keeps an event, away from Update.
func (t tracker) track(e interview.Tracked, isNew bool) tea.Cmd {
	j := t.env.Journal
	return func() tea.Msg {
		list, err := j.Track(context.Background(), e, isNew)
		return tracked{list: list, name: oneLine(e.Company), err: err}
	}
}

func (t tracker) View(w, h int) screen.Page {
	w = min(w, 100)
	th := t.env.Theme
	page := screen.Page{Title: "Applications"}
	if !t.ready {
		return page
	}
	foot := t.foot(w)
	if len(t.list) == 0 {
		page.Lines = append(page.Lines, kit.Paragraph(th, kit.InkDim, "Nothing is tracked yet. With an application go its days: when you applied, when you spoke, when they said they would answer. From these follows what silence means today, and when to ask.", w, "")...)
	} else {
		open := 0
		for _, a := range t.list {
			if !a.Stage.Closed() {
				open++
			}
		}
		page.Status = fmt.Sprintf("%d open of %d", open, len(t.list))
		page = t.rows(page, w, max(1, h-len(foot)))
	}
	for len(page.Lines) < h-len(foot) {
		page.Lines = append(page.Lines, "")
	}
	page.Lines = append(page.Lines, foot...)
	return page
}

// rows are the applications that fit; those to ask today are marked.
func (t tracker) rows(page screen.Page, w, h int) screen.Page {
	th := t.env.Theme
	from, to := t.at.View(len(t.list), h)
	for i := from; i < to; i++ {
		a := t.list[i]
		mark, ink := "  ", kit.InkText
		if i == t.at.At {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		glyph, glyphInk, note := kit.GlyphOpen, kit.InkFaint, ""
		_, ask := a.Advice(t.env.Journal.Now())
		switch {
		case a.Stage == interview.Offer:
			glyph, glyphInk = kit.GlyphHolds, kit.InkGood
		case a.Stage.Closed():
			glyph, ink = kit.GlyphFails, kit.InkDim
		case ask:
			glyph, glyphInk, note = kit.GlyphPartly, kit.InkWait, "  ask today"
		}
		name := kit.Clean(a.Company)
		if a.Role != "" {
			name += ", " + kit.Clean(a.Role)
		}
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, mark+th.Paint(glyphInk, glyph)+" "+kit.PadRight(th.Paint(ink, kit.Cut(name, w-36)), w-35)+
			th.Paint(kit.InkDim, kit.PadRight(string(a.Stage), 10)+a.Since.Format("2 Jan"))+th.Paint(kit.InkWait, note))
	}
	return page
}

// foot is what silence means for the chosen one, or what is asked for.
func (t tracker) foot(w int) []string {
	th := t.env.Theme
	lines := []string{kit.Rule(th, "", w)}
	if t.talk && t.asks == tracking {
		lines[0] = kit.Rule(th, "before the first talk ends", w)
		for _, q := range interview.RecruiterQuestions {
			para := kit.Paragraph(th, kit.InkText, q, w-2, "  ")
			para[0] = th.Paint(kit.InkDim, "- ") + para[0][2:]
			lines = append(lines, para...)
		}
		return lines
	}
	if len(t.list) > 0 && t.asks != naming {
		a := t.list[t.at.At]
		text, ask := a.Advice(t.env.Journal.Now())
		ink := kit.InkText
		if ask {
			ink = kit.InkWait
		}
		lines[0] = kit.Rule(th, kit.Clean(a.Company), w)
		lines = append(lines, kit.Paragraph(th, ink, text, w, "")...)
		for _, n := range a.Notes[max(0, len(a.Notes)-3):] {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, "- "+kit.Clean(n), w, "")...)
		}
	}
	switch t.asks {
	case moving:
		lines = append(lines, "", th.Paint(kit.InkDim, "It is now at"))
		for i, s := range interview.Stages {
			mark, ink := "  ", kit.InkText
			if i == t.stage {
				mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
			}
			lines = append(lines, mark+th.Paint(ink, string(s)))
		}
	case naming:
		lines = append(lines, t.line.Show(th, "company, role:", w))
	case promising:
		lines = append(lines, t.line.Show(th, "they answer by:", w))
	case jotting:
		lines = append(lines, t.line.Show(th, "note:", w))
	}
	return lines
}
