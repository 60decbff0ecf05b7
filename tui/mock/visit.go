package mock

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
	"sysprep/lessons"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// VisitBindings are the keys of the page before an interview, and of the rating after it.
var VisitBindings = kit.Table{Name: "Before and after", Bindings: []kit.Binding{
	{ID: "begin", Keys: []string{"enter"}, Help: "begin", Group: "Before", Contexts: []string{"start"}, Rank: 1},
	{ID: "begin", Keys: []string{"enter"}, Help: "go on with it", Group: "Before", Contexts: []string{"unfinished"}, Rank: 1},
	{ID: "anew", Keys: []string{"n"}, Help: "begin anew", Group: "Before", Contexts: []string{"unfinished"}, Rank: 2},
	{ID: "style", Keys: []string{"tab", "right", "left"}, Show: "← →", Help: "interviewer's style", Group: "Before", Contexts: []string{"start"}, Rank: 2},
	{ID: "last", Keys: []string{"d"}, Help: "last debrief", Group: "Before", Contexts: []string{"start", "unfinished"}, Rank: 3},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "After", Contexts: []string{"rating"}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "After", Contexts: []string{"rating"}},
	{ID: "rate", Keys: []string{"enter"}, Help: "that is me", Group: "After", Contexts: []string{"rating"}, Rank: 1},
	{ID: "skip", Keys: []string{"s"}, Help: "skip", Group: "After", Contexts: []string{"rating"}, Rank: 2},
	{ID: "leave", Keys: []string{"esc"}, Help: "back", Group: "Before", Rank: 9},
}}

type stage uint8

const (
	loading stage = iota
	start
	talking
	rating
	debriefed
)

// visit is one interview from the door to the debrief.
type visit struct {
	env      *screen.Env
	def      *content.Interview
	open     Opener
	stage    stage
	asked    string // session whose debrief is to be opened; empty for none
	script   *interview.Script
	sessions []journal.Session // of this interview, the latest first
	drafts   drafts            // of the unfinished one
	style    int               // index in content.InterviewStyles
	room     room
	cursor   int // of the rating, from the best band
	after    after
	scroll   screen.Scroll
	w, h     int
}

// Opener makes the screens that an interview leads to; the program wires it.
type Opener struct {
	Lesson func(id string) screen.Screen
}

// drafts are the unsent texts of a session.
type drafts struct{ text, sketch string }

// loaded brings the script, and what was done with it before.
type loaded struct {
	id       string
	script   *interview.Script
	sessions []journal.Session
	drafts   drafts
	err      error
}

// NewVisit opens the door to one interview.
func NewVisit(env *screen.Env, def *content.Interview, open Opener) screen.Screen {
	return visit{env: env, def: def, open: open, style: max(0, slices.Index(content.InterviewStyles, def.Style))}
}

// NewDebriefOf opens the debrief of a session that was ended.
func NewDebriefOf(env *screen.Env, def *content.Interview, session string, open Opener) screen.Screen {
	v := NewVisit(env, def, open).(visit)
	v.asked = session
	return v
}

func (v visit) Init() tea.Cmd { return v.load() }

// load compiles the script and reads the sessions, away from Update.
func (v visit) load() tea.Cmd {
	j, def := v.env.Journal, v.def
	return func() tea.Msg {
		ctx := context.Background()
		out := loaded{id: def.ID}
		if out.script, out.err = interview.NewScript(j.Pack, def); out.err != nil {
			return out
		}
		if out.err = j.Fold(ctx); out.err != nil {
			return out
		}
		out.script.Knowing(func(question string) []grading.OwnWords { return lessons.Own(j.States(), question) })
		if out.sessions, out.err = j.Own(ctx, def.ID); out.err != nil || len(out.sessions) == 0 || out.sessions[0].Over() {
			return out
		}
		id := out.sessions[0].ID
		if out.drafts.text, out.err = j.Draft(ctx, j.SessionDraft(id, "text")); out.err == nil {
			out.drafts.sketch, out.err = j.Draft(ctx, j.SessionDraft(id, "sketch"))
		}
		return out
	}
}

// unfinished is the session to go on with; nil if there is none.
func (v visit) unfinished() *journal.Session {
	if len(v.sessions) > 0 && !v.sessions[0].Over() {
		return &v.sessions[0]
	}
	return nil
}

// finishedLast is the latest session that was ended; nil if there is none.
func (v visit) finishedLast() *journal.Session {
	for i := range v.sessions {
		if v.sessions[i].Over() {
			return &v.sessions[i]
		}
	}
	return nil
}

func (v visit) Keys() screen.Keys {
	switch v.stage {
	case talking:
		return v.room.Keys()
	case debriefed:
		return v.after.Keys()
	case rating:
		return screen.Keys{Table: VisitBindings, Context: "rating"}
	}
	context := "start"
	if v.unfinished() != nil {
		context = "unfinished"
	}
	return screen.Keys{Table: VisitBindings, Context: context, Why: v.why}
}

func (v visit) why(id string) string {
	if id == "last" && v.finishedLast() == nil {
		return "you have finished none yet"
	}
	return ""
}

func (v visit) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		v.w, v.h = msg.W, msg.H
	case loaded:
		return v.show(msg)
	case finished:
		return v.finish()
	case rated:
		if msg.err != nil {
			return v, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
		}
		return v.debrief(msg.state, msg.events, msg.later)
	}
	switch v.stage {
	case talking:
		next, cmd := v.room.Update(msg)
		v.room = next.(room)
		return v, cmd
	case debriefed:
		next, cmd := v.after.update(msg)
		v.after = next
		return v, cmd
	}
	if key, ok := msg.(tea.KeyPressMsg); ok {
		return v.key(key)
	}
	return v, nil
}

func (v visit) show(msg loaded) (screen.Screen, tea.Cmd) {
	if msg.id != v.def.ID || v.stage == talking {
		return v, nil
	}
	if msg.err != nil {
		return v, tea.Sequence(screen.Send(screen.Pop{}), screen.Send(screen.Notice{Text: "This interview can't be opened: " + msg.err.Error(), Bad: true}))
	}
	v.script, v.sessions, v.drafts = msg.script, msg.sessions, msg.drafts
	if v.stage == loading {
		v.stage = start
	}
	if i := slices.IndexFunc(v.sessions, func(s journal.Session) bool { return s.ID == v.asked && s.Over() }); i >= 0 {
		v.asked = ""
		return v.debrief(interview.Fold(v.script, v.sessions[i].Events), v.sessions[i].Events, 0)
	}
	return v, nil
}

func (v visit) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := VisitBindings.Match(msg, v.Keys().Context, v.why)
	if !ok {
		return v, nil
	}
	if hit.Reason != "" {
		return v, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	if v.stage == loading && hit.ID != "leave" {
		return v, nil
	}
	switch hit.ID {
	case "begin":
		return v.begin(v.unfinished())
	case "anew":
		return v.begin(nil)
	case "style":
		n := len(content.InterviewStyles)
		v.style = (v.style + 1) % n
		if msg.String() == "left" {
			v.style = (v.style + n - 2) % n
		}
	case "last":
		s := v.finishedLast()
		return v.debrief(interview.Fold(v.script, s.Events), s.Events, 0)
	case "down":
		v.cursor = min(v.cursor+1, len(content.BandNames)-1)
	case "up":
		v.cursor = max(v.cursor-1, 0)
	case "rate":
		return v, v.rate(content.BandNames[len(content.BandNames)-1-v.cursor])
	case "skip":
		return v, v.rate("")
	case "leave":
		if v.stage == rating {
			return v, v.rate("")
		}
		return v, screen.Send(screen.Pop{})
	}
	return v, nil
}

// begin opens the room, for a session that is unfinished or for a new one.
func (v visit) begin(s *journal.Session) (screen.Screen, tea.Cmd) {
	id, events, left := uuid.NewString(), []interview.Event(nil), drafts{}
	if s != nil {
		id, events, left = s.ID, s.Events, v.drafts
	}
	v.room = newRoom(v.env, v.script, id, events, left, content.InterviewStyles[v.style])
	v.stage = talking
	next, cmd := v.room.Update(screen.Resized{W: v.w, H: v.h})
	v.room = next.(room)
	first, started := v.room.clock()
	v.room = first
	return v, tea.Batch(v.room.Init(), cmd, started)
}

// finish asks for the candidate's own rating before the score is shown.
func (v visit) finish() (screen.Screen, tea.Cmd) {
	if v.stage != talking {
		return v, nil
	}
	if !v.def.Scored {
		return v.debrief(v.room.state, v.room.log, 0)
	}
	v.stage, v.cursor = rating, 2
	return v, nil
}

// rated brings the state with the candidate's own rating.
type rated struct {
	state  interview.State
	events []interview.Event
	later  int // things that were put among the reviews
	err    error
}

// rate keeps the candidate's own rating, unless it is skipped, and puts what was weak among the reviews.
func (v visit) rate(band string) tea.Cmd {
	r, j := v.room, v.env.Journal
	return func() tea.Msg {
		ctx, out := context.Background(), rated{state: r.state, events: r.log}
		if band != "" {
			e, err := r.script.Rate(r.state.Now, band)
			if err == nil {
				err = j.RecordInterview(ctx, r.script.Def.ID, r.session, e)
			}
			if err == nil {
				out.state, err = r.state.Apply(r.script, e)
				out.events = append(slices.Clip(r.log), e)
			}
			if err != nil {
				return rated{err: err}
			}
		}
		out.later, out.err = j.ReviewLater(ctx, r.script.Debrief(out.state).Next)
		return out
	}
}

// debrief opens what there is to say afterwards.
func (v visit) debrief(s interview.State, events []interview.Event, later int) (screen.Screen, tea.Cmd) {
	v.stage = debriefed
	v.after = newAfter(v.env, v.script, v.open, s, events)
	v.after.later = later
	next, cmd := v.after.update(screen.Resized{W: v.w, H: v.h})
	v.after = next
	return v, cmd
}

func (v visit) View(w, h int) screen.Page {
	switch v.stage {
	case talking:
		return v.room.View(w, h)
	case debriefed:
		return v.after.View(w, h)
	case rating:
		return v.viewRating(min(w, 84), h)
	}
	return v.viewStart(min(w, 84), h)
}

var styleWords = map[content.InterviewStyle]string{
	content.Supportive: "says what was good, leads where you are stuck; hints lower what an item can earn",
	content.Strict:     "asks, and says nothing about your answers",
	content.Guided:     "teaches as you go: hints come by themselves and cost nothing",
}

func (v visit) viewStart(w, h int) screen.Page {
	th := v.env.Theme
	page := screen.Page{Title: v.def.Title, Status: fmt.Sprintf("%d min · asked at %s level", v.def.Minutes, v.def.Level)}
	lines := kit.Paragraph(th, kit.InkText, v.def.Summary, w, "")
	lines = append(lines, "")
	for _, para := range strings.Split(strings.TrimSpace(v.def.Intro), "\n\n") {
		lines = append(lines, kit.Paragraph(th, kit.InkTitle, strings.Join(strings.Fields(para), " "), w-2, "  ")...)
		lines = append(lines, "")
	}
	for _, p := range v.def.Phases {
		lines = append(lines, th.Paint(kit.InkDim, fmt.Sprintf("  %3d min  ", p.Minutes))+th.Paint(kit.InkText, p.Title))
	}
	lines = append(lines, "")
	if s := v.unfinished(); s != nil {
		lines = append(lines, th.Paint(kit.InkAccent, kit.GlyphPartly+" You have left one at "+clock(s.Events[len(s.Events)-1].At)+"; its clock stands still."))
	} else {
		style := content.InterviewStyles[v.style]
		lines = append(lines, th.Paint(kit.InkText, "Interviewer: ")+th.Paint(kit.InkSelected, "‹ "+string(style)+" ›"))
		lines = append(lines, kit.Paragraph(th, kit.InkDim, styleWords[style], w-2, "  ")...)
	}
	if n := len(v.sessions); n > 0 && v.finishedLast() != nil {
		lines = append(lines, "", th.Paint(kit.InkFaint, "You have done this one before: d shows the last debrief."))
	}
	page.Lines = v.scroll.View(lines, h, th)
	return page
}

var bandWords = map[string]string{
	"strong yes": "I would be glad to have this person, and say why",
	"yes":        "they can do the job",
	"lean yes":   "they can probably do it, with some help",
	"lean no":    "not yet, but not far from it",
	"no":         "the essentials were missing",
	"strong no":  "hardly anything was answered",
}

func (v visit) viewRating(w, h int) screen.Page {
	th := v.env.Theme
	page := screen.Page{Title: v.def.Title, Status: "time is up"}
	lines := kit.Paragraph(th, kit.InkTitle, "Before you see the result: what would the interviewer write about you?", w, "")
	lines = append(lines, "")
	for i := range content.BandNames {
		band := content.BandNames[len(content.BandNames)-1-i]
		mark, ink := "  ", kit.InkText
		if i == v.cursor {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		lines = append(lines, mark+th.Paint(ink, kit.PadRight(band, 12))+th.Paint(kit.InkDim, kit.Cut(bandWords[band], w-16)))
	}
	lines = append(lines, "", th.Paint(kit.InkFaint, "The difference tells you how well you know yourself; nothing else comes of it."))
	page.Lines = lines
	return page
}
