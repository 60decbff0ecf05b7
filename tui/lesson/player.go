// Package lesson is the lesson player: it opens the steps of a lesson, each played by
// its own package, records what they ask it to, and goes back and forth.
package lesson

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/ask"
	"sysprep/tui/debrief"
	"sysprep/tui/explain"
	"sysprep/tui/explore"
	"sysprep/tui/kit"
	"sysprep/tui/lab"
	"sysprep/tui/landscape"
	"sysprep/tui/preflight"
	"sysprep/tui/raster"
	"sysprep/tui/read"
	"sysprep/tui/screen"
	"sysprep/tui/worked"
)

// Bindings are the keys of the player. They come after those of the step.
var Bindings = kit.Table{
	Name:   "Lesson",
	Behind: []string{"Reading", "Question", "Figure", "Pre-flight", "Worked example", "Lab", "Landscape", "Explaining", "Debrief"},
	Bindings: []kit.Binding{
		{ID: "next", Keys: []string{"n", "]"}, Help: "next step", Group: "Lesson"},
		{ID: "before", Keys: []string{"b", "[", "f5"}, Show: "b [", Help: "step before", Group: "Lesson", Rank: 8}, // f5 where letters are typed
		{ID: "steps", Keys: []string{"t", "f2"}, Show: "t", Help: "all steps", Group: "Lesson", Rank: 13},
		{ID: "note", Keys: []string{"N", "f3"}, Show: "N", Help: "a note", Group: "Lesson", Rank: 14},
		{ID: "lab", Keys: []string{"L", "f4"}, Help: "free lab", Group: "Lesson"},
		{ID: "undo", Keys: []string{"u"}, Help: "take back", Group: "Lesson"},
		{ID: "home", Keys: []string{"esc"}, Help: "home", Group: "Lesson", Rank: 9},
	},
}

// page is what the player shows instead of the step.
type page uint8

const (
	noPage page = iota
	overview
	noting
)

type player struct {
	env    *screen.Env
	lesson *content.Lesson
	state  lessons.State
	at     int
	step   screen.Step
	ready  bool      // the first step's draft was read; until then nothing is shown
	early  []tea.Msg // what was typed before that
	say    string    // why it does not begin at the step that was asked for
	page   page
	list   screen.List // of the overview
	note   note
	w, h   int // of the step
	full   int // height with the head
}

// New plays a lesson, from where the learner left off, or from the given step if that is
// open.
func New(env *screen.Env, l *content.Lesson, step string) screen.Screen {
	p := player{env: env, lesson: l, state: env.Journal.State(l.ID)}
	p.at = p.state.Current
	for i := range l.Steps {
		if l.Steps[i].ID != step {
			continue
		}
		if ok, why := p.state.CanOpen(l, i); ok {
			p.at = i
		} else {
			p.at, p.say = p.state.Resume(l), fmt.Sprintf("Step %d is ahead of you. %s", i+1, why)
		}
	}
	p.step = p.make("")
	return p
}

// Plays is the id of the lesson.
func (p player) Plays() string { return p.lesson.ID }

// opened carries a step's draft once it is read.
type opened struct {
	lesson string
	at     int
	draft  string
	err    error
}

func (p player) Init() tea.Cmd {
	if p.say != "" {
		return tea.Batch(p.open(p.at), screen.Send(screen.Notice{Text: p.say}))
	}
	return p.open(p.at)
}

// open reads the draft of a step; the step is shown when it is there.
func (p player) open(i int) tea.Cmd {
	j, id, key := p.env.Journal, p.lesson.ID, p.env.Journal.DraftKey(p.lesson.ID, p.lesson.Steps[i].ID)
	return func() tea.Msg {
		d, err := j.Draft(context.Background(), key)
		return opened{lesson: id, at: i, draft: d, err: err}
	}
}

// make builds the part that plays the present step.
func (p player) make(draft string) screen.Step {
	c := screen.StepContext{Env: p.env, Lesson: p.lesson, Index: p.at, State: p.state, Draft: draft}
	switch p.lesson.Steps[p.at].Kind {
	case content.Predict, content.Quiz, content.Spot, content.Estimate, content.Recall:
		return ask.New(c)
	case content.Preflight:
		return preflight.New(c)
	case content.Worked:
		return worked.New(c)
	case content.Explore:
		return explore.New(c)
	case content.Simulate, content.Challenge:
		if def := p.lesson.Steps[p.at].Simulate; def != nil && def.Landscape != nil {
			return landscape.New(c)
		}
		if def := p.lesson.Steps[p.at].Simulate; def != nil && def.Raster != nil {
			return raster.New(c)
		}
		return lab.NewStep(c)
	case content.Explain:
		return explain.New(c)
	case content.Debrief:
		return debrief.New(c)
	}
	return read.New(c)
}

func (p player) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		p.w, p.h, p.full = msg.W, msg.H-headRows(msg.H), msg.H
		p.fitNote()
		return p.pass(screen.Resized{W: p.w, H: p.h})
	case opened:
		if msg.lesson == p.lesson.ID {
			return p.opened(msg)
		}
		return p, nil
	case noteRead:
		return p.noteRead(msg)
	case screen.Resumed:
		p.state = p.env.Journal.State(p.lesson.ID)
		p.step = p.step.SetState(p.state)
	case screen.Visit:
		return p.visit(msg.Step)
	case screen.Edited:
		if p.page == noting {
			return p.noteEdited(msg)
		}
	case screen.Pick:
		if p.page == overview {
			return p.pick(msg.At)
		}
	case screen.Leaving:
		next, cmd := p.keepNote()
		kept, more := next.pass(msg)
		return kept, tea.Batch(cmd, more)
	case screen.Do:
		return p, p.env.Record(p.lesson, msg.Event, msg.Then)
	case screen.Recorded:
		return p.recorded(msg)
	case screen.GoOn:
		return p.goOn()
	case tea.KeyPressMsg, tea.PasteMsg:
		if !p.ready {
			p.early = append(p.early[:len(p.early):len(p.early)], msg)
			return p, nil
		}
		switch key, ok := msg.(tea.KeyPressMsg); {
		case p.page == noting:
			return p.noteKey(msg)
		case ok && p.page == overview:
			return p.overviewKey(key)
		case ok:
			return p.key(key)
		}
	case tea.MouseWheelMsg:
		switch p.page {
		case overview:
			p.list = p.list.By(screen.Wheel(msg)/3, len(p.lesson.Steps))
			return p, nil
		case noting:
			return p, nil
		}
	}
	return p.pass(msg)
}

func (p player) pass(msg tea.Msg) (player, tea.Cmd) {
	var cmd tea.Cmd
	p.step, cmd = p.step.Update(msg)
	return p, cmd
}

func (p player) opened(msg opened) (screen.Screen, tea.Cmd) {
	early := p.early
	p.ready, p.early = true, nil
	next, cmd := p.show(msg)
	cmds := []tea.Cmd{cmd}
	for _, typed := range early {
		next, cmd = next.Update(typed)
		cmds = append(cmds, cmd)
	}
	return next, tea.Batch(cmds...)
}

// show shows a step with its draft.
func (p player) show(msg opened) (screen.Screen, tea.Cmd) {
	if msg.err != nil {
		return p, screen.Send(screen.Notice{Text: "The draft could not be read: " + msg.err.Error(), Bad: true})
	}
	p.leave()
	p.at, p.page = msg.at, noPage
	p.step = p.make(msg.draft)
	cmds := []tea.Cmd{p.step.Init()}
	if p.w > 0 {
		var cmd tea.Cmd
		p.step, cmd = p.step.Update(screen.Resized{W: p.w, H: p.h})
		cmds = append(cmds, cmd)
	}
	if p.state.Current != p.at || !p.state.Begun() {
		s := p.lesson.Steps[p.at]
		cmds = append(cmds, p.env.Record(p.lesson, lessons.Event{At: p.env.Journal.Now(), Kind: lessons.Opened, Step: s.ID, Hash: s.Hash}, nil))
	}
	return p, tea.Batch(cmds...)
}

// recorded takes over the state that an event led to, or says why it led nowhere.
func (p player) recorded(msg screen.Recorded) (screen.Screen, tea.Cmd) {
	if msg.Lesson != p.lesson.ID {
		if msg.Err != nil {
			return p, screen.Send(screen.Notice{Text: sentence(msg.Err), Bad: true})
		}
		return p, nil
	}
	var cmd tea.Cmd
	p.step, cmd = p.step.Update(msg)
	if msg.Err != nil {
		return p, tea.Batch(cmd, screen.Send(screen.Notice{Text: sentence(msg.Err), Bad: true}))
	}
	p.state = msg.State
	p.step = p.step.SetState(p.state)
	if msg.Then != nil {
		cmd = tea.Batch(cmd, screen.Send(msg.Then))
	}
	switch msg.Event.Kind {
	case lessons.Undone:
		return p, tea.Batch(cmd, p.open(p.state.Current))
	case lessons.Noted:
		return p, tea.Batch(cmd, p.env.SaveDraft(p.noteKeyOf(msg.Event.Step), ""))
	}
	if msg.Event.Kind == lessons.Answered || msg.Event.Kind == lessons.Predicted || msg.Event.Kind == lessons.Chosen {
		key := p.env.Journal.DraftKey(p.lesson.ID, msg.Event.Step)
		cmd = tea.Batch(cmd, p.env.SaveDraft(key, ""))
	}
	return p, cmd
}

// goOn opens the next step, or says what it still waits for.
func (p player) goOn() (screen.Screen, tea.Cmd) {
	p.state = p.env.Journal.State(p.lesson.ID)
	if p.at+1 >= len(p.lesson.Steps) {
		p.leave()
		return p, screen.Send(screen.Pop{})
	}
	return p, p.try(p.at + 1)
}

// leave ends what the step has under way.
func (p player) leave() {
	if s, ok := p.step.(screen.Leaver); ok {
		s.Leave()
	}
}

func (p player) try(i int) tea.Cmd {
	if ok, why := p.state.CanOpen(p.lesson, i); !ok {
		return screen.Send(screen.Notice{Text: why})
	}
	return p.open(i)
}

func (p player) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	keys := p.step.Keys()
	if _, mine := keys.Table.Match(msg, keys.Context, keys.Why); mine {
		return p.pass(msg)
	}
	own := Bindings
	if keys.Typing {
		own = whileTyping
	}
	hit, ok := own.Match(msg, "", p.why)
	if !ok {
		return p.pass(msg)
	}
	if hit.Reason != "" {
		return p, screen.Send(screen.Notice{Text: kit.Sentence(hit.Help + ": " + hit.Reason)})
	}
	switch hit.ID {
	case "next":
		return p.goOn()
	case "before":
		if p.at > 0 {
			return p, p.open(p.at - 1)
		}
	case "steps":
		p.page, p.list = overview, screen.List{At: p.at}
		return p.pass(screen.Covered{})
	case "note":
		return p.openNote()
	case "lab":
		return p, p.freeLab()
	case "undo":
		return p.undo()
	case "home":
		p.leave()
		return p, screen.Send(screen.Pop{})
	}
	return p, nil
}

func (p player) Keys() screen.Keys {
	if !p.ready {
		return screen.Keys{Typing: true} // all keys are kept for the step
	}
	switch p.page {
	case overview:
		return screen.Keys{Table: Overview, Why: p.overviewWhy}
	case noting:
		return screen.Keys{Table: Notes, Context: "note", Typing: true}
	}
	k := p.step.Keys()
	own := Bindings
	if k.Typing {
		own = whileTyping
	}
	return screen.Keys{
		Table:   kit.Join(k.Table.Name, k.Table, own),
		Context: k.Context, Why: p.reasons(k), Typing: k.Typing,
	}
}

// reasons are those of the step, and for the player's own keys its own.
func (p player) reasons(k screen.Keys) kit.Reasons {
	theirs := map[string]bool{}
	for _, b := range k.Table.Bindings {
		theirs[b.ID] = true
	}
	return func(id string) string {
		if theirs[id] {
			if k.Why == nil {
				return ""
			}
			return k.Why(id)
		}
		return p.why(id)
	}
}

// why says why a key of the player does nothing now.
func (p player) why(id string) string {
	switch id {
	case "before":
		if p.at == 0 {
			return "this is the first step"
		}
	case "lab":
		if p.system() < 0 {
			return "no system was played in this lesson yet"
		}
	}
	return ""
}

// whileTyping are the player's keys that are no letters, which go into the text.
var whileTyping = Bindings.WithoutLetters()
