package meeting

import (
	"context"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/mock"
	"sysprep/tui/screen"
)

// GuestBindings are the keys of a candidate whom a person interviews.
var GuestBindings = kit.Table{Name: "Candidate", Typing: []string{"talking", "sketching"}, Bindings: []kit.Binding{
	{ID: "send", Keys: []string{"ctrl+s"}, Help: "answer", Group: "Talking", Contexts: []string{"talking"}, Rank: 1},
	{ID: "ask", Keys: []string{"ctrl+q"}, Help: "ask it", Group: "Talking", Contexts: []string{"talking"}, Rank: 2},
	{ID: "design", Keys: []string{"ctrl+d"}, Help: "sketch", Group: "Talking", Contexts: []string{"talking"}, Rank: 3},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "what was said before", Group: "Talking", Contexts: []string{"talking"}},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "what was said last", Group: "Talking", Contexts: []string{"talking"}},
	{ID: "try", Keys: []string{"ctrl+r"}, Help: "run it", Group: "Sketching", Contexts: []string{"sketching"}, Rank: 1},
	{ID: "back", Keys: []string{"esc", "ctrl+d"}, Help: "back to talking", Group: "Sketching", Contexts: []string{"sketching"}, Rank: 2},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "After", Contexts: []string{"rating"}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "After", Contexts: []string{"rating"}},
	{ID: "rate", Keys: []string{"enter"}, Help: "that is me", Group: "After", Contexts: []string{"rating"}, Rank: 1},
	{ID: "skip", Keys: []string{"s"}, Help: "skip", Group: "After", Contexts: []string{"rating"}, Rank: 2},
	{ID: "leave", Keys: []string{"esc"}, Help: "leave; you can come back", Group: "Talking", Contexts: []string{"waiting", "talking"}, Rank: 6},
}}

const maxWidth = 110

// guest is the candidate's room.
type guest struct {
	env    *screen.Env
	seat   *Seat
	script *interview.Script
	view   View

	area     textarea.Model
	pad      mock.Pad
	sketched bool // the sketchpad is open
	typed    int  // number of the last typing that was told
	pending  string
	busy     bool
	trouble  string // why the sketch could not be run
	leaving  bool   // esc was pressed once
	boards   mock.Boards
	scroll   int // lines above the end
	cursor   int // of the rating
	skipped  bool
	rated    bool
	debrief  *mock.Debrief
	w, h     int
}

// NewGuest is the candidate's program in a seat. It reads nothing of the host's but the session and the pack.
func NewGuest(seat *Seat) tea.Model {
	env := &screen.Env{Theme: kit.NewTheme(kit.Dark, 0), Journal: &journal.Journal{Pack: seat.hub.journal.Pack, Now: seat.hub.journal.Now}}
	v := seat.View()
	g := guest{
		env: env, seat: seat, script: seat.hub.Script, view: v, typed: v.Typed, boards: mock.Boards{}, cursor: 2,
		area: kit.NewTextArea(env.Theme, "", 60, 4), pad: mock.NewPad(env, v.Pad), rated: v.State.Rating != "",
	}
	g.area.MaxHeight = 0
	g.area.SetValue(v.Draft)
	g.area.Focus()
	return root{env: env, on: g}
}

func (g guest) Init() tea.Cmd {
	var cmds []tea.Cmd
	for _, id := range g.view.State.Thrown {
		cmds = append(cmds, mock.Board(g.env, g.script, id))
	}
	return tea.Batch(cmds...)
}

// context is where the candidate is.
func (g guest) context() string {
	s := g.view.State
	switch {
	case g.debrief != nil:
		return "debrief"
	case s.Over:
		return "rating"
	case !s.Started:
		return "waiting"
	case g.sketched:
		return "sketching"
	}
	return "talking"
}

func (g guest) Keys() screen.Keys {
	c := g.context()
	if c == "debrief" {
		return g.debrief.Keys()
	}
	return screen.Keys{Table: GuestBindings, Context: c, Typing: c == "talking" || c == "sketching", Why: g.why}
}

func (g guest) why(id string) string {
	noDesign := g.script.DesignTask(g.view.State) == nil
	switch {
	case id == "design" && noDesign:
		return "no part has asked for a design yet"
	case id == "try" && g.view.Running:
		return "it is being run"
	}
	return ""
}

// did tells what became of something that the candidate did.
type did struct {
	err  error
	sent bool // it took the text in the field
	ran  bool // it ran the sketch
}

func (g guest) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if g.boards.Take(msg) {
		return g, nil
	}
	switch msg := msg.(type) {
	case screen.Resized:
		g.w, g.h = msg.W, msg.H
		return g.fit(msg)
	case Changed:
		return g.changed(msg.View)
	case did:
		return g.done(msg)
	case tea.KeyPressMsg:
		return g.key(msg)
	case tea.PasteMsg:
		return g.write(msg)
	}
	return g, nil
}

// changed shows the session as it is now.
func (g guest) changed(v View) (screen.Screen, tea.Cmd) {
	var cmds []tea.Cmd
	for _, id := range v.State.Thrown {
		if !slices.Contains(g.view.State.Thrown, id) {
			cmds = append(cmds, mock.Board(g.env, g.script, id))
		}
	}
	if len(v.State.Lines) != len(g.view.State.Lines) {
		g.scroll = 0
	}
	logged := len(v.Log) != len(g.view.Log)
	g.view = v
	g.pad.Ran(v.Running, v.State.Trials, g.trouble)
	if v.State.Over {
		g.sketched = false
		if g.debrief == nil && (g.rated || g.skipped || v.State.Rating != "" || !g.script.Def.Scored) {
			return g.openDebrief(cmds...)
		}
	}
	if g.debrief != nil && logged {
		d := g.debrief.Again(v.State, withoutNotes(v.Log))
		g.debrief = &d
	}
	return g, tea.Batch(cmds...)
}

// withoutNotes leaves out what is the interviewer's alone.
func withoutNotes(log []interview.Event) []interview.Event {
	return slices.DeleteFunc(slices.Clone(log), func(e interview.Event) bool { return e.Kind == interview.Noted })
}

func (g guest) openDebrief(cmds ...tea.Cmd) (screen.Screen, tea.Cmd) {
	d := mock.NewDebrief(g.env, g.script, mock.Opener{Lesson: noLesson}, g.view.State, withoutNotes(g.view.Log))
	d, cmd := d.Update(screen.Resized{W: g.w, H: g.h})
	g.debrief = &d
	return g, tea.Batch(append(cmds, cmd)...)
}

func noLesson(string) screen.Screen { return nil }

// done goes on after something was done.
func (g guest) done(msg did) (screen.Screen, tea.Cmd) {
	if msg.ran {
		g.trouble = ""
		if msg.err != nil {
			g.trouble = msg.err.Error()
		}
		g.pad.Ran(false, g.view.State.Trials, g.trouble)
		return g, nil
	}
	if msg.sent {
		g.busy = false
		text := g.pending
		g.pending = ""
		if msg.err != nil {
			g.area.SetValue(text + g.area.Value())
			return g, tea.Batch(g.tell(), screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true}))
		}
	}
	if msg.err != nil {
		return g, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
	}
	return g, nil
}

// act does something in the background.
func (g guest) act(mv interview.Move, sent bool) tea.Cmd {
	seat := g.seat
	return func() tea.Msg { return did{err: seat.Do(context.Background(), mv), sent: sent} }
}

// tell lets the interviewer see what is being typed.
func (g *guest) tell() tea.Cmd {
	g.typed++
	seat, n, draft, pad := g.seat, g.typed, g.area.Value(), g.pad.Text()
	return func() tea.Msg {
		seat.Type(n, draft, pad)
		return nil
	}
}

func (g guest) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	where := g.context()
	if where == "debrief" {
		d, cmd := g.debrief.Update(msg)
		g.debrief = &d
		return g, cmd
	}
	hit, ok := GuestBindings.Match(msg, where, g.why)
	if !ok {
		return g.write(msg)
	}
	if hit.Reason != "" {
		return g, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	if hit.ID != "leave" {
		g.leaving = false
	}
	switch hit.ID {
	case "send":
		return g.send(interview.Said)
	case "ask":
		return g.send(interview.Asked)
	case "design":
		g.sketched = true
		start := ""
		if task := g.script.DesignTask(g.view.State); task != nil {
			start = task.Start
		}
		g.area.Blur()
		g.pad.Focus(start)
		return g, g.tell()
	case "back":
		g.sketched = false
		g.pad.Blur()
		g.area.Focus()
		return g, g.act(interview.Move{Kind: interview.Sketched, Text: g.pad.Text()}, false)
	case "try":
		seat := g.seat
		g.trouble = ""
		g.pad.Ran(true, nil, "")
		return g, tea.Sequence(g.tell(), func() tea.Msg { return did{err: seat.Try(context.Background(), ""), ran: true} })
	case "pgup":
		g.scroll += max(1, g.h/2)
	case "pgdown":
		g.scroll = max(0, g.scroll-max(1, g.h/2))
	case "down":
		g.cursor = min(g.cursor+1, len(content.BandNames)-1)
	case "up":
		g.cursor = max(g.cursor-1, 0)
	case "rate":
		g.rated = true
		return g, g.act(interview.Move{Kind: interview.Rated, Ref: content.BandNames[len(content.BandNames)-1-g.cursor]}, false)
	case "skip":
		g.skipped = true
		return g.openDebrief()
	case "leave":
		if g.leaving {
			return g, screen.Send(screen.Pop{})
		}
		g.leaving = true
		return g, screen.Send(screen.Notice{Text: "esc once more leaves the table. The clock goes on, and the same way in leads back."})
	}
	return g, nil
}

// send hands in what is in the field: as an answer, or as a question.
func (g guest) send(kind interview.Kind) (screen.Screen, tea.Cmd) {
	text := strings.TrimSpace(g.area.Value())
	if question, ok := strings.CutPrefix(text, "?"); ok {
		text, kind = strings.TrimSpace(question), interview.Asked
	}
	if text == "" || g.busy {
		return g, screen.Send(screen.Notice{Text: "Write something first. Silence is fine, too."})
	}
	g.pending, g.busy = g.area.Value(), true
	g.area.SetValue("")
	g.typed++
	return g, g.act(interview.Move{Kind: kind, Text: text, Typed: g.typed}, true)
}

// write gives what is typed or pasted to the field that has the cursor.
func (g guest) write(msg tea.Msg) (screen.Screen, tea.Cmd) {
	g.leaving = false
	var cmd tea.Cmd
	switch g.context() {
	case "sketching":
		before := g.pad.Text()
		if cmd = g.pad.Type(msg); g.pad.Text() == before {
			return g, cmd
		}
		g.trouble = ""
		g.pad.Ran(g.view.Running, nil, "")
	case "talking":
		before := g.area.Value()
		if g.area, cmd = g.area.Update(msg); g.area.Value() == before {
			return g, cmd
		}
	default:
		return g, nil
	}
	return g, tea.Batch(cmd, g.tell())
}

// fit gives the fields their room.
func (g guest) fit(msg screen.Resized) (screen.Screen, tea.Cmd) {
	kit.StyleTextArea(&g.area, g.env.Theme)
	g.area.SetPromptFunc(2, onFirstLine)
	g.area.SetWidth(min(g.w, maxWidth))
	g.area.SetHeight(fieldRows(g.h))
	g.pad.Fit(g.w, g.h)
	if g.debrief == nil {
		return g, nil
	}
	d, cmd := g.debrief.Update(msg)
	g.debrief = &d
	return g, cmd
}

// fieldRows is the height of the field: a quarter of the room.
func fieldRows(h int) int { return max(3, min(10, h/4)) }

// onFirstLine marks where the text begins.
func onFirstLine(info textarea.PromptInfo) string {
	if info.LineNumber == 0 {
		return kit.GlyphCursor + " "
	}
	return "  "
}
