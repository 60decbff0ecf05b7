// Package explain plays the steps in which learners explain in their own words and
// are graded: writing, then the verdict item by item with their own words quoted.
package explain

import (
	"time"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of an explain step.
var Bindings = kit.Table{Name: "Explaining", Typing: []string{"writing"}, Bindings: []kit.Binding{
	{ID: "send", Keys: []string{"ctrl+s"}, Help: "hand in", Group: "Writing", Contexts: []string{"writing"}, Rank: 1},
	{ID: "leave", Keys: []string{"esc"}, Help: "leave, draft kept", Group: "Writing", Contexts: []string{"writing"}, Rank: 3},
	{ID: "editor", Keys: []string{"ctrl+o"}, Help: "in your editor", Group: "Writing", Contexts: []string{"writing"}, Rank: 4},
	{ID: "on", Keys: []string{"enter"}, Help: "go on", Group: "Verdict", Contexts: []string{"verdict"}, Rank: 1},
	{ID: "edit", Keys: []string{"e"}, Help: "edit, try again", Group: "Verdict", Contexts: []string{"verdict"}, Rank: 2},
	{ID: "point", Keys: []string{"p"}, Help: "point at it", Group: "Verdict", Contexts: []string{"verdict"}, Rank: 3},
	{ID: "hint", Keys: []string{"h"}, Help: "a hint", Group: "Verdict", Contexts: []string{"verdict"}, Rank: 4},
	{ID: "model", Keys: []string{"m"}, Help: "model answer", Group: "Verdict", Contexts: []string{"verdict"}, Rank: 5},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Verdict", Contexts: []string{"verdict", "pointing"}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Verdict", Contexts: []string{"verdict", "pointing"}},
	{ID: "pgdown", Keys: []string{"pgdown", "space"}, Help: "down a page", Group: "Verdict", Contexts: []string{"verdict"}},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Verdict", Contexts: []string{"verdict"}},
	{ID: "nextitem", Keys: []string{"right", "tab"}, Show: "← →", Help: "which item", Group: "Pointing", Contexts: []string{"pointing"}, Rank: 2},
	{ID: "previtem", Keys: []string{"left", "shift+tab"}, Help: "item before", Group: "Pointing", Contexts: []string{"pointing"}},
	{ID: "claim", Keys: []string{"enter"}, Help: "I covered it here", Group: "Pointing", Contexts: []string{"pointing"}, Rank: 1},
	{ID: "unpoint", Keys: []string{"esc", "p"}, Help: "back", Group: "Pointing", Contexts: []string{"pointing"}, Rank: 3},
}}

// draftEvery is how long typing may stay unsaved: a kill loses no more than this.
const draftEvery = 500 * time.Millisecond

type mode uint8

const (
	writing mode = iota
	verdict
	pointing
)

type step struct {
	screen.StepContext
	mode    mode
	area    textarea.Model
	unsaved bool   // a draft timer runs
	kept    string // the draft that is on disk
	sending bool
	say     string
	model   bool // the model answer is shown
	hint    string
	scroll  screen.Scroll
	w, h    int
	text    []string // the step's prose
	point   pointer
	joined  grading.Verdict // on the last answer, with what the judged designs show
}

// draftDue asks for the draft to be saved.
type draftDue struct{ step string }

// graded carries a verdict back from the grader.
type graded struct {
	step    string
	text    string
	verdict grading.Verdict
	err     error
}

// New plays an explain step.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c, area: newArea(c.Env.Theme, c.Draft), kept: c.Draft}
	if c.Draft == "" && c.Did().LastAnswer() != nil {
		s.mode = verdict
	}
	s.join()
	return s
}

func newArea(th *kit.Theme, text string) textarea.Model {
	a := kit.NewTextArea(th, "", 60, 6)
	a.CharLimit = 20000
	a.MaxHeight = 0
	a.SetValue(text)
	a.Focus()
	return a
}

func (s step) Init() tea.Cmd { return nil }

func (s step) SetState(st lessons.State) screen.Step {
	answers := len(s.Did().Answers)
	s.State = st
	s.join()
	if len(s.Did().Answers) > answers {
		s.mode, s.sending, s.scroll, s.hint, s.model = verdict, false, screen.Scroll{}, "", false
	}
	return s
}

// join holds the last verdict against the designs that were judged in this lesson.
func (s *step) join() {
	if a := s.Did().LastAnswer(); a != nil {
		s.joined = s.State.Shown(s.Env.Journal.Pack, s.Lesson, a.Verdict)
	}
}

func (s step) Keys() screen.Keys {
	return screen.Keys{
		Table:   Bindings,
		Context: [...]string{"writing", "verdict", "pointing"}[s.mode],
		Typing:  s.mode == writing,
		Why:     s.why,
	}
}

func (s step) why(id string) string {
	switch id {
	case "point":
		if len(s.unseen()) == 0 {
			return "every item was detected"
		}
	case "model":
		if s.modelAnswer() == "" {
			return "this question has none"
		}
	case "hint":
		if s.nextHint() == "" {
			return "no item needs one"
		}
	}
	return ""
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		kit.StyleTextArea(&s.area, s.Env.Theme)
		s.area.SetPromptFunc(2, onFirstLine)
		s.fit()
		return s, s.Prose(s.Step().Text, min(s.w, 84))
	case screen.Rendered:
		if msg.Step == s.Step().ID {
			s.text = msg.Lines
			s.fit()
		}
	case draftDue:
		if msg.step == s.Step().ID && s.unsaved {
			return s.save()
		}
	case screen.Leaving:
		if s.mode == writing && !s.sending && s.area.Value() != s.kept {
			return s.save()
		}
	case screen.Drafted:
		if msg.Key == s.DraftKey() {
			s.kept = msg.Text
		}
	case graded:
		return s.record(msg)
	case screen.Edited:
		return s.edited(msg)
	case screen.Recorded:
		if msg.Err != nil {
			s.sending = false
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		return s.typed(msg)
	case tea.MouseWheelMsg:
		n := 3
		if msg.Button == tea.MouseWheelUp {
			n = -3
		}
		s.scroll = s.scroll.By(n)
	}
	return s, nil
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	hit, ok := Bindings.Match(msg, s.Keys().Context, s.why)
	if !ok {
		if s.mode == writing {
			return s.typed(msg)
		}
		return s, nil
	}
	if hit.Reason != "" {
		return s, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	if s.mode == pointing {
		return s.pointKey(hit.ID)
	}
	switch hit.ID {
	case "send":
		return s.send()
	case "leave":
		return s, tea.Sequence(s.Env.SaveDraft(s.DraftKey(), s.area.Value()), screen.Send(screen.Pop{}))
	case "editor":
		s, keep := s.saved()
		return s, tea.Sequence(keep, s.Env.Edit(s.DraftKey(), s.area.Value()))
	case "on":
		return s, screen.Send(screen.GoOn{})
	case "edit":
		s.mode = writing
		s.area.SetValue(s.Did().LastAnswer().Text)
		s.fit()
		return s.save()
	case "point":
		s.mode, s.point = pointing, s.newPointer()
	case "hint":
		s.hint = s.nextHint()
		s.scroll = s.scroll.To(0)
		return s, s.Do(lessons.Event{Kind: lessons.Hinted, Hint: &lessons.Hint{N: s.Did().Hints + 1}})
	case "model":
		s.model = !s.model
		s.scroll = s.scroll.To(0)
	case "down":
		s.scroll = s.scroll.By(1)
	case "up":
		s.scroll = s.scroll.By(-1)
	case "pgdown":
		s.scroll = s.scroll.By(max(1, s.h-3))
	case "pgup":
		s.scroll = s.scroll.By(-max(1, s.h-3))
	}
	return s, nil
}

// save keeps the text as a draft.
func (s step) save() (screen.Step, tea.Cmd) { return s.saved() }

func (s step) saved() (step, tea.Cmd) {
	s.unsaved = false
	return s, s.Env.SaveDraft(s.DraftKey(), s.area.Value())
}

// edited takes over what the learner's editor wrote. If that failed the text stays.
func (s step) edited(msg screen.Edited) (screen.Step, tea.Cmd) {
	switch {
	case msg.For != s.DraftKey() || s.mode != writing || s.sending:
		return s, nil
	case msg.Err != nil:
		return s, screen.Send(screen.Notice{Text: kit.Sentence(msg.Err.Error()), Bad: true})
	}
	s.area.SetValue(msg.Text)
	s.say = ""
	return s.save()
}

// typed gives what is typed to the text, and sees that it is saved soon.
func (s step) typed(msg tea.Msg) (screen.Step, tea.Cmd) {
	if s.mode != writing || s.sending {
		return s, nil
	}
	before := s.area.Value()
	var cmd tea.Cmd
	s.area, cmd = s.area.Update(msg)
	if s.area.Value() == before {
		return s, cmd
	}
	s.say = ""
	if s.unsaved {
		return s, cmd
	}
	s.unsaved = true
	id := s.Step().ID
	return s, tea.Batch(cmd, tea.Tick(draftEvery, func(time.Time) tea.Msg { return draftDue{id} }))
}

// send has the answer graded, away from Update.
func (s step) send() (screen.Step, tea.Cmd) {
	text := s.area.Value()
	if len([]rune(text)) < 15 {
		s.say = "Write a sentence or two first: what happened, why it stays, what you would do."
		return s, nil
	}
	s.sending, s.unsaved = true, false
	journal, id := s.Env.Journal, s.Step().ID
	question, items := s.Step().Explain.Question, s.Step().Explain.Items
	return s, func() tea.Msg {
		g, err := journal.Grader(question)
		if err != nil {
			return graded{step: id, err: err}
		}
		return graded{step: id, text: text, verdict: g.GradeItems(text, items)}
	}
}

// record hands the graded answer to the player; the draft goes once it is on disk.
func (s step) record(g graded) (screen.Step, tea.Cmd) {
	if g.step != s.Step().ID {
		return s, nil
	}
	if g.err != nil {
		s.sending = false
		return s, screen.Send(screen.Notice{Text: "This could not be graded: " + g.err.Error(), Bad: true})
	}
	return s, s.Do(lessons.Event{Kind: lessons.Answered, Answer: &lessons.Answer{Text: g.text, Verdict: g.verdict}})
}

// onFirstLine marks where the text begins.
func onFirstLine(info textarea.PromptInfo) string {
	if info.LineNumber == 0 {
		return kit.GlyphCursor + " "
	}
	return "  "
}

// fit gives the text area the room that question and prose leave.
func (s *step) fit() {
	if s.w == 0 {
		return
	}
	kit.FitTextArea(&s.area, min(s.w, 84), max(3, s.h-len(s.question())-len(s.text)-3))
}
