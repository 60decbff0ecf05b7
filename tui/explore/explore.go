// Package explore plays the steps whose figure is in the learner's own hands: it makes acts of
// keys, draws what package lessons/figure draws, and has its work done in the background.
package explore

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/lessons/figure"
	"sysprep/scenarios"
	"sysprep/tui/ask"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of a figure. In context "text" letters are typed.
var Bindings = kit.Table{Name: "Figure", Typing: []string{"text"}, Bindings: []kit.Binding{
	{ID: "on", Keys: []string{"enter"}, Help: "go on", Group: "Figure", Contexts: []string{"dials", "tested", "broken", "compared"}, Rank: 1},
	{ID: "next", Keys: []string{"down", "j"}, Help: "next dial", Group: "Figure", Contexts: []string{"dials"}},
	{ID: "last", Keys: []string{"up", "k"}, Show: "↑ ↓", Help: "choose a dial", Group: "Figure", Contexts: []string{"dials"}, Rank: 3},
	{ID: "more", Keys: []string{"right", "l"}, Help: "turn up", Group: "Figure", Contexts: []string{"dials"}},
	{ID: "less", Keys: []string{"left", "h"}, Show: "← →", Help: "turn it", Group: "Figure", Contexts: []string{"dials"}, Rank: 2},
	{ID: "test", Keys: []string{"enter"}, Help: "test the pool", Group: "Figure", Contexts: []string{"items"}, Rank: 1},
	{ID: "pick", Keys: []string{"space"}, Help: "pick", Group: "Figure", Contexts: []string{"items"}, Rank: 2},
	{ID: "right", Keys: []string{"right", "l"}, Help: "to the next one", Group: "Figure", Contexts: []string{"items"}},
	{ID: "left", Keys: []string{"left", "h"}, Show: "← →", Help: "move", Group: "Figure", Contexts: []string{"items"}, Rank: 3},
	{ID: "group", Keys: []string{"down", "j"}, Help: "to the next group", Group: "Figure", Contexts: []string{"items"}},
	{ID: "groupback", Keys: []string{"up", "k"}, Show: "↑ ↓", Help: "group", Group: "Figure", Contexts: []string{"items"}, Rank: 4},
	{ID: "again", Keys: []string{"r"}, Help: "another release", Group: "Figure", Contexts: []string{"tested"}, Rank: 5},
	{ID: "write", Keys: []string{"enter"}, Help: "write the line", Group: "Figure", Contexts: []string{"text"}, Rank: 1},
	{ID: "break", Keys: []string{"tab"}, Help: "break what is not there", Group: "Figure", Contexts: []string{"text"}, Rank: 2},
	{ID: "back", Keys: []string{"shift+tab"}, Help: "take the last line back", Group: "Figure", Contexts: []string{"text"}, Rank: 3},
	{ID: "rewrite", Keys: []string{"w"}, Help: "write on, and try again", Group: "Figure", Contexts: []string{"broken"}, Rank: 2},
	{ID: "linedown", Keys: []string{"down", "j"}, Help: "down a line", Group: "Move", Contexts: []string{"tested", "broken", "compared"}},
	{ID: "lineup", Keys: []string{"up", "k"}, Help: "up a line", Group: "Move", Contexts: []string{"tested", "broken", "compared"}},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "down a page", Group: "Move"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Move"},
}}

type step struct {
	screen.StepContext
	fig       figure.Figure
	err       error
	acts      []string // what was done with it, in order
	focus     int      // dial or item
	input     textinput.Model
	text      []string            // the step's prose
	explained map[string][]string // what explains the predictions, by their steps
	say       string              // what came of the last act
	bad       bool                // it could not be done
	sent      bool                // that the tasks are done is recorded
	compared  bool                // the predictions are shown
	scroll    screen.Scroll
	w, h      int
}

// New plays an explore step.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c}
	def := c.Step().Explore
	var sc *scenarios.Scenario
	if def.Scenario != "" {
		sc = c.Env.Journal.Pack.Scenarios.Of(def.Scenario)
	}
	if s.fig, s.err = figure.New(def, sc); s.err != nil {
		return s
	}
	s.input = textinput.New()
	s.input.CharLimit = 200
	s.input.SetWidth(72)
	s.input.SetVirtualCursor(false)
	s.input.Focus()
	acts, typed := readDraft(c.Draft)
	s.fig, s.acts = figure.Replay(s.fig, acts)
	s.input.SetValue(typed)
	return s
}

// A draft is the acts, a line each, and after a ">" what is being typed.
func readDraft(draft string) (acts []string, typed string) {
	for l := range strings.Lines(draft) {
		l = strings.TrimSuffix(l, "\n")
		if t, ok := strings.CutPrefix(l, ">"); ok {
			typed = t
		} else if l != "" {
			acts = append(acts, l)
		}
	}
	return acts, typed
}

func (s step) draft() string {
	text := strings.Join(s.acts, "\n")
	if t := s.input.Value(); t != "" {
		text += "\n>" + t
	}
	return text
}

// worked carries what came of a figure's work.
type worked struct {
	step  string
	found figure.Found
}

func (s step) Init() tea.Cmd {
	if s.err != nil {
		return screen.Send(screen.Notice{Text: s.err.Error(), Bad: true})
	}
	return s.work()
}

// work has done what the figure waits for, if it does.
func (s step) work() tea.Cmd {
	do := s.fig.Work()
	if do == nil {
		return nil
	}
	id, cores := s.Step().ID, s.Env.Cores
	return func() tea.Msg {
		msg := worked{step: id}
		cores.Work(func(int) { msg.found = do() })
		return msg
	}
}

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) context() string {
	switch {
	case s.err != nil || s.compared:
		return "compared"
	case s.fig.Hands() == figure.HandsDials:
		return "dials"
	case s.fig.Hands() == figure.HandsItems:
		return "items"
	case s.fig.Hands() == figure.HandsText:
		return "text"
	}
	if _, ok := s.fig.(figure.Pickable); ok {
		return "tested"
	}
	return "broken"
}

func (s step) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: s.context(), Why: s.why, Typing: s.context() == "text"}
}

func (s step) why(id string) string {
	if id != "on" || s.err != nil || s.Done() {
		return ""
	}
	for _, t := range s.fig.Tasks() {
		if !t.Done {
			return "first " + t.Text
		}
	}
	return ""
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, tea.Batch(s.Prose(s.Step().Text, min(s.w, maxWidth)), ask.Explained(s.StepContext, s.Step().Explore.Compare, msg.W))
	case screen.Rendered:
		switch {
		case msg.Step != s.Step().ID:
		case msg.Part == "":
			s.text = msg.Lines
		default:
			s.explained = ask.Keep(s.explained, msg)
		}
	case worked:
		if msg.step == s.Step().ID && s.err == nil {
			s.fig = s.fig.Take(msg.found)
			return s.settle(nil)
		}
	case screen.Recorded:
		if msg.Event.Kind == lessons.Watched && msg.Err != nil {
			s.sent = false
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		return s.typed(msg)
	}
	return s, nil
}

// settle records that all was done that the figure asks for, once.
func (s step) settle(cmd tea.Cmd) (screen.Step, tea.Cmd) {
	if s.sent || s.Did().Watched != nil || !figure.Done(s.fig) {
		return s, cmd
	}
	s.sent = true
	return s, tea.Batch(cmd, s.Do(lessons.Event{Kind: lessons.Watched, Watch: &lessons.Watch{Seed: s.Step().Explore.Seed}}))
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	hit, ok := Bindings.Match(msg, s.context(), s.why)
	if !ok {
		return s.typed(msg)
	}
	if hit.Reason != "" {
		return s, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	switch hit.ID {
	case "on":
		return s.goOn()
	case "linedown":
		return s.scrolled(1), nil
	case "lineup":
		return s.scrolled(-1), nil
	case "pgdown":
		return s.scrolled(max(1, s.h-2)), nil
	case "pgup":
		return s.scrolled(-max(1, s.h-2)), nil
	}
	return s.handle(hit.ID)
}

// handle does what a key of the figure is for.
func (s step) handle(id string) (screen.Step, tea.Cmd) {
	switch id {
	case "next":
		s.focus = min(s.focus+1, len(s.fig.Dials())-1)
	case "last":
		s.focus = max(s.focus-1, 0)
	case "more":
		return s.turn(1)
	case "less":
		return s.turn(-1)
	case "right", "left", "group", "groupback":
		return s.move(id), nil
	case "pick":
		return s.act(fmt.Sprintf("pick %d", s.focus+1))
	case "test", "again", "break", "back":
		return s.act(id)
	case "rewrite":
		return s.act("more")
	case "write":
		text := strings.TrimSpace(s.input.Value())
		if text == "" {
			s.say, s.bad = "Write a line first; tab breaks what is not there.", true
			return s, nil
		}
		s.input.SetValue("")
		return s.act("write " + text)
	}
	return s, nil
}

func (s step) move(id string) step {
	items := s.fig.(figure.Pickable)
	switch id {
	case "right":
		s.focus = min(s.focus+1, items.Items()-1)
	case "left":
		s.focus = max(s.focus-1, 0)
	case "group":
		s.focus = items.Group(s.focus, 1)
	case "groupback":
		s.focus = items.Group(s.focus, -1)
	}
	return s
}

// turn turns the dial in hand by one stop.
func (s step) turn(by int) (screen.Step, tea.Cmd) {
	dials := s.fig.Dials()
	d := dials[min(s.focus, len(dials)-1)]
	at := d.At + by
	if at < 0 || at >= len(d.Values) {
		return s, nil
	}
	return s.act(d.ID + " " + d.Values[at])
}

// act does something with the figure, and keeps it as a draft.
func (s step) act(line string) (screen.Step, tea.Cmd) {
	fig, say, ok := s.fig.Act(line)
	s.say, s.bad = say, !ok
	if !ok {
		return s, nil
	}
	s.fig = fig
	s.acts = append(s.acts[:len(s.acts):len(s.acts)], line)
	s.scroll = screen.Scroll{}
	return s.settle(tea.Batch(s.work(), s.Env.SaveDraft(s.DraftKey(), s.draft())))
}

// typed gives what is typed to the line in hand, and keeps it.
func (s step) typed(msg tea.Msg) (screen.Step, tea.Cmd) {
	if s.context() != "text" {
		return s, nil
	}
	before := s.input.Value()
	var cmd tea.Cmd
	if s.input, cmd = s.input.Update(msg); s.input.Value() != before {
		s.say = ""
		cmd = tea.Batch(cmd, s.Env.SaveDraft(s.DraftKey(), s.draft()))
	}
	return s, cmd
}

// goOn shows how the predictions fared, and the second time goes on.
func (s step) goOn() (screen.Step, tea.Cmd) {
	if s.err == nil && !s.compared && len(s.Step().Explore.Compare) > 0 {
		s.compared, s.scroll = true, screen.Scroll{}
		return s, nil
	}
	if s.Done() || s.err != nil {
		return s, screen.Send(screen.GoOn{})
	}
	return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
}

// scrolled is the step with its page moved by n lines.
func (s step) scrolled(n int) step {
	lines, _ := s.page(s.w, s.h)
	rows := screen.Rows(len(lines), s.h)
	s.scroll = s.scroll.Clamp(len(lines), rows).By(n).Clamp(len(lines), rows)
	return s
}

const maxWidth = 84

// View shows the step's words, the figure, and what came of the last act; or how the predictions fared.
func (s step) View(w, h int) screen.Page {
	lines, cursor := s.page(w, h)
	rows := screen.Rows(len(lines), h)
	scroll := s.scroll.Clamp(len(lines), rows)
	if cursor != nil {
		if cursor.Y >= rows { // the line that is written stays in sight
			scroll = scroll.To(len(lines)).Clamp(len(lines), rows)
		}
		if cursor.Y -= scroll.Top(); cursor.Y < 0 || cursor.Y >= rows {
			cursor = nil
		}
	}
	return screen.Page{Lines: scroll.View(lines, h, s.Env.Theme), Cursor: cursor}
}

// page is all that can be shown now, in lines, and where among them the cursor stands.
func (s step) page(w, h int) ([]string, *tea.Position) {
	switch {
	case s.err != nil:
		return kit.Wrap(s.err.Error(), w), nil
	case s.compared:
		return ask.Comparison(s.StepContext, s.Step().Explore.Compare, s.explained, min(w, maxWidth)), nil
	}
	return s.lines(w, h)
}

// lines sets it all in lines, and says where among them the cursor stands. Once all is done
// the step's words make room for what came of it, if they must.
func (s step) lines(w, h int) (lines []string, cursor *tea.Position) {
	lines, cursor = s.linesUnder(s.text, w, h)
	if s.fig.Hands() == figure.HandsNobody && len(lines) > h {
		return s.linesUnder(nil, w, h)
	}
	return lines, cursor
}

func (s step) linesUnder(text []string, w, h int) (lines []string, cursor *tea.Position) {
	th := s.Env.Theme
	lines = append(lines, text...)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	below := 0
	if s.say != "" || s.fig.Hands() == figure.HandsItems {
		below = 1
	}
	for _, l := range s.fig.Draw(w, h-len(lines)-below, s.focus) {
		lines = append(lines, kit.Cut(paint(th, l), w))
	}
	if s.context() == "text" {
		lines = append(lines, "")
		cursor = &tea.Position{X: min(2+s.input.Position(), w-1), Y: len(lines)}
		hint := ""
		if s.input.Value() == "" {
			hint = th.Paint(kit.InkFaint, " a line, with what it is worth; tab breaks the rest")
		}
		lines = append(lines, th.Paint(kit.InkAccent, ">")+" "+s.input.Value()+hint)
	}
	if s.say != "" {
		ink := kit.InkText
		if s.bad {
			ink = kit.InkWait
		}
		lines = append(lines, kit.Paragraph(th, ink, s.say, min(w, 100), "")...)
	}
	return lines, cursor
}

var inks = [...]kit.Ink{
	figure.Text: kit.InkText, figure.Dim: kit.InkDim, figure.Faint: kit.InkFaint, figure.Title: kit.InkTitle, figure.Accent: kit.InkAccent,
	figure.Good: kit.InkGood, figure.Wait: kit.InkWait, figure.Lost: kit.InkLost, figure.Selected: kit.InkSelected,
}

// paint sets a line of a drawing in the inks of a theme.
func paint(th *kit.Theme, l figure.Line) string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(th.Paint(inks[s.Tone], s.Text))
	}
	return b.String()
}
