package mock

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of the interview's room.
var Bindings = kit.Table{Name: "Interview", Typing: []string{"talking", "sketching"}, Bindings: []kit.Binding{
	{ID: "send", Keys: []string{"ctrl+s"}, Help: "answer", Group: "Talking", Contexts: []string{"talking"}, Rank: 1},
	{ID: "ask", Keys: []string{"ctrl+q"}, Help: "ask it", Group: "Talking", Contexts: []string{"talking"}, Rank: 2},
	{ID: "hint", Keys: []string{"ctrl+t"}, Help: "a hint", Group: "Talking", Contexts: []string{"talking"}, Rank: 4},
	{ID: "design", Keys: []string{"ctrl+d"}, Help: "sketch", Group: "Talking", Contexts: []string{"talking"}, Rank: 3},
	{ID: "next", Keys: []string{"ctrl+n"}, Help: "next part", Group: "Talking", Contexts: []string{"talking"}, Rank: 5},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "what was said before", Group: "Talking", Contexts: []string{"talking"}},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "what was said last", Group: "Talking", Contexts: []string{"talking"}},
	{ID: "leave", Keys: []string{"esc"}, Help: "leave, clock stops", Group: "Talking", Contexts: []string{"talking"}, Rank: 6},
	{ID: "try", Keys: []string{"ctrl+r"}, Help: "run it, with faults", Group: "Sketching", Contexts: []string{"sketching"}, Rank: 1},
	{ID: "back", Keys: []string{"esc", "ctrl+d"}, Help: "back to talking", Group: "Sketching", Contexts: []string{"sketching"}, Rank: 2},
}}

const (
	draftEvery = 500 * time.Millisecond
	maxWidth   = 110
)

// room is the interview while it goes on.
type room struct {
	env     *screen.Env
	script  *interview.Script
	session string
	state   interview.State
	log     []interview.Event // what made the state
	origin  time.Time         // wall time at which the interview's clock showed 0, as if it had never stood still

	area    textarea.Model
	busy    bool // an act is being graded or written
	unsaved bool
	kept    string // the draft that is on disk
	pending string // what was handed in, until it is on disk
	say     string
	style   content.InterviewStyle // to begin with

	scroll   int // lines above the end
	sketch   sketchpad
	sketched bool // the sketchpad is open
	boards   map[string]dashboard
	w, h     int
}

// ticked is a second of the clock.
type ticked struct{ session string }

// acted tells that events are on disk, or could not be put there.
type acted struct {
	session string
	events  []interview.Event
	err     error
	sent    bool // the text in the field was taken
}

// draftDue asks for the draft to be saved.
type draftDue struct{ session string }

// newRoom goes on with a session whose events were read; a session without events begins now.
func newRoom(env *screen.Env, script *interview.Script, session string, events []interview.Event, drafts drafts, style content.InterviewStyle) room {
	r := room{
		env: env, script: script, session: session, state: interview.Fold(script, events), area: kit.NewTextArea(env.Theme, "", 60, 4),
		boards: map[string]dashboard{}, kept: drafts.text, style: style,
	}
	r.area.MaxHeight = 0
	r.area.SetValue(drafts.text)
	r.area.Focus()
	r.log = events
	r.origin = env.Journal.Now().Add(-r.state.Now)
	text := drafts.sketch
	if text == "" {
		text = r.state.Sketch
	}
	r.sketch = newSketchpad(env.Theme, text)
	return r
}

func (r room) Init() tea.Cmd {
	cmds := []tea.Cmd{r.tick()}
	for _, id := range r.state.Thrown {
		cmds = append(cmds, r.board(id))
	}
	return tea.Batch(cmds...)
}

func (r room) tick() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return ticked{r.session} })
}

// now is the interview's clock.
func (r room) now() time.Duration { return r.env.Journal.Now().Sub(r.origin) }

func (r room) Keys() screen.Keys {
	context := "talking"
	if r.sketched {
		context = "sketching"
	}
	return screen.Keys{Table: Bindings, Context: context, Typing: true, Why: r.why}
}

func (r room) why(id string) string {
	switch id {
	case "hint":
		if _, ok := r.script.Hint(r.state, 0); !ok {
			return "there is nothing to hint at in this part"
		}
	case "design":
		if r.script.Def.Phases[r.state.Phase].Design == nil && r.state.Sketch == "" {
			return "this part asks for no design"
		}
	case "try":
		if r.script.Def.Phases[r.state.Phase].Design == nil {
			return "this part runs no design"
		}
	}
	return ""
}

func (r room) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		r.w, r.h = msg.W, msg.H
		r.fit()
	case ticked:
		if msg.session != r.session || r.state.Over {
			return r, nil
		}
		next, cmd := r.clock()
		return next, tea.Batch(cmd, next.tick())
	case acted:
		if msg.session == r.session {
			return r.took(msg)
		}
	case boarded:
		r.boards[msg.id] = msg.dashboard
	case tried:
		return r.triedOut(msg)
	case draftDue:
		if msg.session == r.session && r.unsaved {
			return r.save()
		}
	case screen.Drafted:
		if msg.Key == r.key("text") {
			r.kept = msg.Text
		}
	case screen.Leaving:
		return r.save()
	case tea.KeyPressMsg:
		return r.press(msg)
	case tea.PasteMsg:
		return r.typed(msg)
	case tea.MouseWheelMsg:
		n := 3
		if msg.Button == tea.MouseWheelDown {
			n = -3
		}
		r.scroll = max(0, r.scroll+n)
	}
	return r, nil
}

func (r room) key(what string) string { return r.env.Journal.SessionDraft(r.session, what) }

// clock looks whether the interviewer has something to do, or the time of a part is over.
func (r room) clock() (room, tea.Cmd) {
	if r.busy {
		return r, nil
	}
	now := r.now()
	if !r.state.Started {
		return r.record(false, r.script.Begin(r.style, false))
	}
	if r.script.PhaseLeft(r.state, now) <= 0 && strings.TrimSpace(r.area.Value()) != "" {
		return r.answer(now) // what was being typed counts
	}
	if events := r.script.Reply(r.state, now); len(events) > 0 {
		return r.record(false, events...)
	}
	return r, nil
}

// record writes events; sent says that they take the text in the field.
func (r room) record(sent bool, events ...interview.Event) (room, tea.Cmd) {
	r.busy = true
	return r, r.write(sent, func() []interview.Event { return events })
}

// write makes events and writes them, away from Update.
func (r room) write(sent bool, make func() []interview.Event) tea.Cmd {
	j, id, session := r.env.Journal, r.script.Def.ID, r.session
	return func() tea.Msg {
		events := make()
		err := j.RecordInterview(context.Background(), id, session, events...)
		return acted{session: session, events: events, err: err, sent: sent}
	}
}

// answer hands in the text: it is graded in the background.
func (r room) answer(now time.Duration) (room, tea.Cmd) {
	text := strings.TrimSpace(r.area.Value())
	sc, s := r.script, r.state
	r.hand()
	return r, r.write(true, func() []interview.Event { return []interview.Event{sc.Say(s, now, text)} })
}

// hand takes the text out of the field: what is typed from now on is the next thing.
func (r *room) hand() {
	r.pending, r.busy, r.say = r.area.Value(), true, ""
	r.area.SetValue("")
}

// took adds what is on disk now, and lets the interviewer go on.
func (r room) took(msg acted) (screen.Screen, tea.Cmd) {
	r.busy = false
	if msg.err != nil {
		if msg.sent {
			r.area.SetValue(r.pending + r.area.Value())
		}
		return r, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
	}
	var cmds []tea.Cmd
	for _, e := range msg.events {
		next, err := r.state.Apply(r.script, e)
		if err != nil {
			continue
		}
		r.state, r.scroll = next, 0
		r.log = append(r.log[:len(r.log):len(r.log)], e)
		if e.Kind == interview.Threw {
			cmds = append(cmds, r.board(e.Ref))
		}
	}
	if msg.sent {
		r.unsaved, r.pending = false, ""
		cmds = append(cmds, r.env.SaveDraft(r.key("text"), r.area.Value()))
	}
	r.fit()
	if r.state.Over {
		return r, tea.Sequence(tea.Batch(cmds...), screen.Send(finished{r.session}))
	}
	next, cmd := r.clock()
	return next, tea.Batch(append(cmds, cmd)...)
}

// finished tells that the interview is over.
type finished struct{ session string }

func (r room) press(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(msg, r.Keys().Context, r.why)
	if !ok {
		return r.typed(msg)
	}
	if hit.Reason != "" {
		return r, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	if r.sketched {
		return r.sketchKey(hit.ID)
	}
	if r.busy && hit.ID != "leave" && hit.ID != "pgup" && hit.ID != "pgdown" {
		return r, nil
	}
	now := r.now()
	switch hit.ID {
	case "send":
		return r.send(now)
	case "ask":
		return r.ask(now)
	case "hint":
		if e, ok := r.script.Hint(r.state, now); ok {
			return r.record(false, e)
		}
	case "design":
		r.sketched = true
		r.startSketch()
		r.fit()
	case "next":
		e := r.script.Next(r.state, now, interview.Candidate)
		if strings.TrimSpace(r.area.Value()) != "" {
			r.say = "Answer first (ctrl+s), or clear the text: the next part begins with an empty page."
			return r, nil
		}
		return r.record(false, e)
	case "pgup":
		r.scroll += max(1, r.h/2)
	case "pgdown":
		r.scroll = max(0, r.scroll-max(1, r.h/2))
	case "leave":
		next, cmd := r.save()
		return next, tea.Sequence(cmd, screen.Send(screen.Pop{}))
	}
	return r, nil
}

// send answers; a text that begins with a question mark asks.
func (r room) send(now time.Duration) (screen.Screen, tea.Cmd) {
	text := strings.TrimSpace(r.area.Value())
	switch {
	case text == "":
		r.say = "Write something first. Silence is fine, too."
		return r, nil
	case strings.HasPrefix(text, "?"):
		return r.ask(now)
	}
	return r.answer(now)
}

// ask asks the interviewer what is in the field.
func (r room) ask(now time.Duration) (screen.Screen, tea.Cmd) {
	text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(r.area.Value()), "?"))
	if text == "" {
		r.say = "Write your question first: then ctrl+q asks it."
		return r, nil
	}
	r.hand()
	return r.record(true, r.script.Ask(now, text))
}

// typed gives what is typed to the text, and sees that it is saved soon.
func (r room) typed(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if r.sketched {
		return r.sketchTyped(msg)
	}
	before := r.area.Value()
	var cmd tea.Cmd
	r.area, cmd = r.area.Update(msg)
	if r.area.Value() == before {
		return r, cmd
	}
	r.say = ""
	return r.due(cmd)
}

// due saves the drafts soon.
func (r room) due(cmd tea.Cmd) (screen.Screen, tea.Cmd) {
	if r.unsaved {
		return r, cmd
	}
	r.unsaved = true
	session := r.session
	return r, tea.Batch(cmd, tea.Tick(draftEvery, func(time.Time) tea.Msg { return draftDue{session} }))
}

// save keeps text and sketch as drafts.
func (r room) save() (room, tea.Cmd) {
	r.unsaved = false
	return r, tea.Batch(
		r.env.SaveDraft(r.key("text"), r.pending+r.area.Value()),
		r.env.SaveDraft(r.key("sketch"), r.sketch.area.Value()),
	)
}

// fit gives the fields their room.
func (r *room) fit() {
	if r.w == 0 {
		return
	}
	kit.StyleTextArea(&r.area, r.env.Theme)
	r.area.SetPromptFunc(2, onFirstLine)
	kit.FitTextArea(&r.area, min(r.w, maxWidth), r.fieldRows())
	r.sketch.fit(r.env.Theme, r.w, r.h)
}

// fieldRows is the height of the field: a third of the room.
func (r room) fieldRows() int { return max(3, min(10, r.h/4)) }

// onFirstLine marks where the text begins.
func onFirstLine(info textarea.PromptInfo) string {
	if info.LineNumber == 0 {
		return kit.GlyphCursor + " "
	}
	return "  "
}
