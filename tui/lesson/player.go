// Package lesson is the lesson player: it opens the steps of a lesson, each played by
// its own package, records what they ask it to, and goes back and forth.
package lesson

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	"sysprep/tui/read"
	"sysprep/tui/screen"
	"sysprep/tui/worked"
)

// Bindings are the keys of the player. They come after those of the step.
var Bindings = kit.Table{Name: "Lesson", Bindings: []kit.Binding{
	{ID: "next", Keys: []string{"n", "]"}, Help: "next step", Group: "Lesson"},
	{ID: "before", Keys: []string{"b", "["}, Help: "step before", Group: "Lesson", Rank: 8},
	{ID: "undo", Keys: []string{"u"}, Help: "take back", Group: "Lesson"},
	{ID: "home", Keys: []string{"esc"}, Help: "home", Group: "Lesson", Rank: 9},
}}

type player struct {
	env    *screen.Env
	lesson *content.Lesson
	state  lessons.State
	at     int
	step   screen.Step
	ready  bool      // the first step's draft was read; until then nothing is shown
	early  []tea.Msg // what was typed before that
	w, h   int
}

// New plays a lesson, from where the learner left off, or from the given step.
func New(env *screen.Env, l *content.Lesson, step string) screen.Screen {
	p := player{env: env, lesson: l, state: env.Journal.State(l.ID)}
	p.at = p.state.Current
	for i := range l.Steps {
		if l.Steps[i].ID == step {
			p.at = i
		}
	}
	p.step = p.make("")
	return p
}

// opened carries a step's draft once it is read.
type opened struct {
	at    int
	draft string
	err   error
}

func (p player) Init() tea.Cmd { return p.open(p.at) }

// open reads the draft of a step; the step is shown when it is there.
func (p player) open(i int) tea.Cmd {
	j, key := p.env.Journal, p.env.Journal.DraftKey(p.lesson.ID, p.lesson.Steps[i].ID)
	return func() tea.Msg {
		d, err := j.Draft(context.Background(), key)
		return opened{at: i, draft: d, err: err}
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
		p.w, p.h = msg.W, msg.H-headRows(msg.H)
		return p.pass(screen.Resized{W: p.w, H: p.h})
	case opened:
		return p.opened(msg)
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
		if key, ok := msg.(tea.KeyPressMsg); ok {
			return p.key(key)
		}
	}
	return p.pass(msg)
}

func (p player) pass(msg tea.Msg) (screen.Screen, tea.Cmd) {
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
	p.at = msg.at
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
	if msg.Event.Kind == lessons.Undone {
		return p, tea.Batch(cmd, p.open(p.state.Current), screen.Send(screen.Notice{Text: "Taken back."}))
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
	if _, mine := keys.Table.Match(msg, keys.Context, keys.Why); mine || keys.Typing && typing(msg) {
		return p.pass(msg)
	}
	hit, ok := Bindings.Match(msg, "", nil)
	if !ok {
		return p.pass(msg)
	}
	switch hit.ID {
	case "next":
		return p.goOn()
	case "before":
		if p.at > 0 {
			return p, p.open(p.at - 1)
		}
	case "undo":
		e, can, why := p.state.CanUndo(p.lesson)
		if !can {
			return p, screen.Send(screen.Notice{Text: why})
		}
		return p, p.env.Record(p.lesson, lessons.Event{At: p.env.Journal.Now(), Kind: lessons.Undone, Step: e.Step, Hash: e.Hash}, nil)
	case "home":
		p.leave()
		return p, screen.Send(screen.Pop{})
	}
	return p, nil
}

// typing says whether a key belongs to a text that is being typed; esc never does.
func typing(msg tea.KeyPressMsg) bool { return msg.String() != "esc" }

func (p player) Keys() screen.Keys {
	if !p.ready {
		return screen.Keys{Typing: true} // all keys are kept for the step
	}
	k := p.step.Keys()
	own := Bindings
	if k.Typing {
		own = whileTyping
	}
	return screen.Keys{
		Table:   kit.Join(k.Table.Name, k.Table, own),
		Context: k.Context, Why: k.Why, Typing: k.Typing,
	}
}

// whileTyping are the player's keys that are no letters, which go into the text.
var whileTyping = kit.Table{Name: Bindings.Name, Bindings: slices.DeleteFunc(slices.Clone(Bindings.Bindings), func(b kit.Binding) bool {
	return !slices.ContainsFunc(b.Keys, func(key string) bool { return len(key) > 1 })
})}

// headRows are the rows that the player's head takes from the step: the steps in a row,
// and where there is room a blank line below.
func headRows(h int) int {
	if h >= 28 {
		return 2
	}
	return 1
}

func (p player) View(w, h int) screen.Page {
	if !p.ready {
		return screen.Page{Title: p.lesson.Title}
	}
	head := headRows(h)
	page := p.step.View(w, h-head)
	s := p.lesson.Steps[p.at]
	if page.Title == "" {
		page.Title = p.lesson.Title
	}
	strip := p.strip()
	top := strip + "  " + p.env.Theme.Paint(kit.InkTitle, stepTitle(s))
	right := fmt.Sprintf("step %d of %d", p.at+1, len(p.lesson.Steps))
	if page.Status == "" {
		page.Status = right
	}
	page.Lines = append(append([]string{kit.Cut(top, w)}, make([]string, head-1)...), page.Lines...)
	if page.Cursor != nil {
		page.Cursor = &tea.Position{X: page.Cursor.X, Y: page.Cursor.Y + head}
	}
	return page
}

func stepTitle(s content.Step) string {
	if s.Title != "" {
		return s.Title
	}
	return string(s.Kind)
}

// strip shows the steps in a row: done, here, open, locked.
func (p player) strip() string {
	th := p.env.Theme
	var b strings.Builder
	for i := range p.lesson.Steps {
		switch st := p.state.Steps[i].Status; {
		case i == p.at:
			b.WriteString(th.Paint(kit.InkAccent, "◆"))
		case st == lessons.Done:
			b.WriteString(th.Paint(kit.InkGood, "●"))
		case st == lessons.Open:
			b.WriteString(th.Paint(kit.InkText, "○"))
		default:
			b.WriteString(th.Paint(kit.InkFaint, "·"))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// sentence begins with a capital letter.
func sentence(err error) string {
	t := err.Error()
	return strings.ToUpper(t[:min(1, len(t))]) + t[min(1, len(t)):]
}
