// Package ask plays the steps that ask one question: predictions, which are answered
// by the simulation; quizzes and wrong sentences to spot, which are answered at once;
// and estimates, which come back with other numbers as often as one likes.
package ask

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of a question. In contexts "number" and "size" letters are typed.
var Bindings = kit.Table{Name: "Question", Typing: []string{"number", "size"}, Bindings: []kit.Binding{
	{ID: "commit", Keys: []string{"enter"}, Help: "commit", Group: "Answer", Contexts: []string{"choice", "choose", "number", "size"}, Rank: 1},
	{ID: "on", Keys: []string{"enter", "space"}, Help: "go on", Group: "Answer", Contexts: []string{"done", "drilled"}, Rank: 1},
	{ID: "again", Keys: []string{"a"}, Help: "other numbers", Group: "Answer", Contexts: []string{"drilled"}, Rank: 2},
	{ID: "down", Keys: []string{"down", "j"}, Help: "next choice", Group: "Answer", Contexts: []string{"choice", "choose"}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "choice before", Group: "Answer", Contexts: []string{"choice", "choose"}},
	{ID: "a", Keys: []string{"a", "1"}, Show: "a b c", Help: "choose", Group: "Answer", Contexts: []string{"choice", "choose"}, Rank: 2},
	{ID: "b", Keys: []string{"b", "2"}, Help: "second choice", Group: "Answer", Contexts: []string{"choice", "choose"}},
	{ID: "c", Keys: []string{"c", "3"}, Help: "third choice", Group: "Answer", Contexts: []string{"choice", "choose"}},
	{ID: "d", Keys: []string{"d", "4"}, Help: "fourth choice", Group: "Answer", Contexts: []string{"choice", "choose"}},
	{ID: "surer", Keys: []string{"right", "tab"}, Show: "← →", Help: "how sure", Group: "Answer", Contexts: []string{"choice"}, Rank: 2},
	{ID: "surer", Keys: []string{"tab"}, Help: "how sure", Group: "Answer", Contexts: []string{"number"}, Rank: 2},
	{ID: "lesssure", Keys: []string{"left", "shift+tab"}, Help: "less sure", Group: "Answer", Contexts: []string{"choice"}},
	{ID: "lesssure", Keys: []string{"shift+tab"}, Help: "less sure", Group: "Answer", Contexts: []string{"number"}},
	{ID: "linedown", Keys: []string{"down", "j"}, Help: "down a line", Group: "Move", Contexts: []string{"done", "drilled"}},
	{ID: "lineup", Keys: []string{"up", "k"}, Help: "up a line", Group: "Move", Contexts: []string{"done", "drilled"}},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "down a page", Group: "Move"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Move"},
}}

// sure are the degrees of confidence, in percent.
var sure = []int{50, 60, 70, 80, 90, 99}

const maxWidth = 84

type step struct {
	screen.StepContext
	cursor int // choice
	sure   int // index into sure, -1 until chosen
	input  textinput.Model
	say    string // why the answer could not be taken
	w, h   int
	text   []string
	why    []string // what explains the answer
	scroll screen.Scroll

	from  *lessons.Remembered // of a recall step: the question that is asked; nil if there is none
	drawn content.Drawn       // of an estimate: the question that is shown
	again bool                // an estimate is asked once more
}

// New plays a predict or quiz step.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c, sure: -1, cursor: -1}
	s.input = textinput.New()
	s.input.Prompt = "> "
	s.input.CharLimit = 60
	s.input.SetWidth(40)
	s.input.SetValue(c.Draft)
	s.input.SetVirtualCursor(false)
	s.input.Focus()
	s.recall()
	s.draw()
	return s
}

func (s step) Init() tea.Cmd { return nil }

func (s step) SetState(st lessons.State) screen.Step {
	if before := s.Did().Tries; st.Steps[s.Index].Tries != before {
		s.again = false
	}
	s.State = st
	s.recall()
	s.draw()
	return s
}

// draw draws the numbers of an estimate: those that were answered, or the next ones.
func (s *step) draw() {
	if s.estimate() {
		s.drawn = s.asked().DrawnFor(s.seed())
	}
}

func (s step) seed() uint64 {
	if s.from != nil {
		return s.from.Seed
	}
	if p := s.Did().Prediction; p != nil && !s.again {
		return p.Seed
	}
	return s.Did().NextSeed(s.Step())
}

func (s step) ask() *content.Ask {
	if s.estimate() {
		return &s.drawn.Ask
	}
	return s.asked().Ask
}

func (s step) atOnce() bool   { return s.Step().Kind.AtOnce() }
func (s step) estimate() bool { return s.asked().Kind == content.Estimate }

// context is what the question waits for: a number or a choice, with or without how
// sure the learner is of it.
func (s step) context() string {
	switch {
	case s.blank():
		return "done"
	case s.answered() && s.estimate() && s.from == nil:
		return "drilled"
	case s.answered():
		return "done"
	case s.ask().Quantity != nil && s.ask().Confidence:
		return "number"
	case s.ask().Quantity != nil:
		return "size"
	case s.ask().Confidence:
		return "choice"
	}
	return "choose"
}

// typing says whether a number is being typed.
func (s step) typing() bool { return !s.blank() && !s.answered() && s.ask().Quantity != nil }

// answered says whether the question that is shown has its answer.
func (s step) answered() bool { return s.Did().Prediction != nil && !s.again }

func (s step) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: s.context(), Typing: s.typing()}
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, tea.Batch(s.Prose(s.Step().Text, min(s.w, maxWidth)), s.ProseOf(s.Step().ID, s.explanation(), min(s.w, maxWidth)))
	case screen.Rendered:
		switch {
		case msg.Step != s.Step().ID:
		case msg.Part == "":
			s.text = msg.Lines
		default:
			s.why = msg.Lines
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		return s.typed(msg)
	}
	return s, nil
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	hit, ok := Bindings.Match(msg, s.context(), nil)
	if !ok {
		if s.typing() {
			return s.typed(msg)
		}
		return s, nil
	}
	switch hit.ID {
	case "linedown":
		return s.move(1), nil
	case "lineup":
		return s.move(-1), nil
	case "pgdown":
		return s.move(max(1, s.h-2)), nil
	case "pgup":
		return s.move(-max(1, s.h-2)), nil
	}
	s.say = ""
	n := 0
	if !s.blank() {
		n = len(s.ask().Choices)
	}
	switch hit.ID {
	case "on":
		if s.blank() && !s.Done() {
			return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
		}
		return s, screen.Send(screen.GoOn{})
	case "commit":
		return s.commit()
	case "again":
		s.again, s.sure, s.scroll = true, -1, screen.Scroll{}
		s.input.SetValue("")
		s.draw()
	case "down":
		s.cursor = min(s.cursor+1, n-1)
	case "up":
		s.cursor = max(s.cursor-1, 0)
	case "a", "b", "c", "d":
		if i := int(hit.ID[0] - 'a'); i < n {
			s.cursor = i
		}
	case "surer":
		s.sure = min(s.sure+1, len(sure)-1)
	case "lesssure":
		s.sure = max(s.sure-1, 0)
	}
	return s, nil
}

// typed gives what is typed to the number, and keeps it as a draft.
func (s step) typed(msg tea.Msg) (screen.Step, tea.Cmd) {
	before := s.input.Value()
	var cmd tea.Cmd
	s.input, cmd = s.input.Update(msg)
	if s.input.Value() != before {
		s.say = ""
		cmd = tea.Batch(cmd, s.Env.SaveDraft(s.DraftKey(), s.input.Value()))
	}
	return s, cmd
}

// commit hands the answer in, or says what is still missing.
func (s step) commit() (screen.Step, tea.Cmd) {
	p := lessons.Prediction{}
	if q := s.ask().Quantity; q != nil {
		v := grading.CheckQuantity(s.input.Value(), q.Expected())
		switch v.Closeness {
		case grading.NoNumber:
			s.say = "Type a number first, such as 450" + q.Unit + "."
			return s, nil
		case grading.WrongUnit:
			s.say = v.Feedback
			return s, nil
		}
		p.Value, p.Number = strings.TrimSpace(s.input.Value()), v.Value
		if s.estimate() {
			p.Seed = s.seed()
		}
	} else {
		if s.cursor < 0 {
			s.say = "Choose one of the answers first, by its letter or with ↑ ↓."
			return s, nil
		}
		p.Choice = s.ask().Choices[s.cursor].ID
	}
	if s.ask().Confidence {
		if s.sure < 0 {
			s.say = "Say how sure you are first (" + s.surerKey() + "). Being wrong costs nothing; not knowing how sure you are does."
			return s, nil
		}
		p.Confidence = sure[s.sure]
	}
	return s.committed(p)
}

// surerKey is the key that says how sure the learner is, as texts name it.
func (s step) surerKey() string {
	switch {
	case s.Env.Prefs.Keymap.Own()["question.surer"] != nil:
		return s.Env.KeyOf("question.surer")
	case s.ask().Quantity != nil:
		return "tab"
	}
	return "← →"
}
