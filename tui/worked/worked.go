// Package worked plays an example that is worked out line by line. Some lines are the
// learner's to work out: as a lesson goes on, examples show less and ask more.
package worked

import (
	"fmt"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of a worked example. In context "number" letters are typed.
var Bindings = kit.Table{Name: "Worked example", Typing: []string{"number"}, Bindings: []kit.Binding{
	{ID: "check", Keys: []string{"enter"}, Help: "check", Group: "Worked example", Contexts: []string{"number"}, Rank: 1},
	{ID: "show", Keys: []string{"tab"}, Help: "show it to me", Group: "Worked example", Contexts: []string{"number"}, Rank: 2},
	{ID: "line", Keys: []string{"enter", "space"}, Help: "next line", Group: "Worked example", Contexts: []string{"line"}, Rank: 1},
	{ID: "on", Keys: []string{"enter", "space"}, Help: "go on", Group: "Worked example", Contexts: []string{"done"}, Rank: 1},
	{ID: "down", Keys: []string{"down"}, Help: "down a line", Group: "Move"},
	{ID: "up", Keys: []string{"up"}, Help: "up a line", Group: "Move"},
}}

// fate is what became of a line that asks.
type fate uint8

const (
	open fate = iota
	found
	shown
)

type step struct {
	screen.StepContext
	at     int    // lines before this one are revealed
	fates  []fate // by line
	input  textinput.Model
	say    string // about the last try
	text   []string
	scroll screen.Scroll
	w, h   int
}

// New plays a worked step.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c}
	s.fates = make([]fate, len(s.all()))
	switch {
	case s.Done():
		s.at = len(s.all())
	case s.all()[0].Quantity == nil: // what is only told need not be asked for
		s.at = 1
	}
	s.input = textinput.New()
	s.input.CharLimit = 60
	s.input.SetWidth(40)
	s.input.SetVirtualCursor(false)
	s.input.Focus()
	return s
}

func (s step) Init() tea.Cmd { return nil }

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) all() []content.WorkedLine { return s.Step().Worked.Lines }

func (s step) context() string {
	switch {
	case s.at >= len(s.all()):
		return "done"
	case s.all()[s.at].Quantity != nil:
		return "number"
	}
	return "line"
}

func (s step) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: s.context(), Typing: s.context() == "number"}
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, s.Prose(s.Step().Text, min(s.w, maxWidth))
	case screen.Rendered:
		if msg.Step == s.Step().ID {
			s.text = msg.Lines
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
		return s.typed(msg)
	}
	switch hit.ID {
	case "down":
		s = s.move(1)
	case "up":
		s = s.move(-1)
	case "line":
		s = s.reveal(shown)
	case "show":
		s = s.reveal(shown)
	case "check":
		return s.check(), nil
	case "on":
		if s.Done() {
			return s, screen.Send(screen.GoOn{})
		}
		return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
	}
	return s, nil
}

func (s step) move(n int) step {
	lines, _ := s.lines(s.w)
	rows := screen.Rows(len(lines), s.h)
	s.scroll = s.scroll.Clamp(len(lines), rows).By(n).Clamp(len(lines), rows)
	return s
}

func (s step) typed(msg tea.Msg) (screen.Step, tea.Cmd) {
	if s.context() != "number" {
		return s, nil
	}
	var cmd tea.Cmd
	before := s.input.Value()
	if s.input, cmd = s.input.Update(msg); s.input.Value() != before {
		s.say = ""
	}
	return s, cmd
}

// check holds the number against the line's.
func (s step) check() step {
	v := grading.CheckQuantity(s.input.Value(), s.all()[s.at].Quantity.Expected())
	if v.Right() {
		return s.reveal(found)
	}
	s.say = v.Feedback + s.Env.Named(" Try again, or press {worked-example.show} to be shown.")
	if v.Closeness == grading.NoNumber {
		s.say = s.Env.Named("Type a number first, or press {worked-example.show} to be shown.")
	}
	return s
}

// reveal shows the line and goes to the next.
func (s step) reveal(how fate) step {
	fates := append([]fate(nil), s.fates...)
	fates[s.at] = how
	s.fates, s.say = fates, ""
	s.at++
	s.input.SetValue("")
	s.scroll = s.scroll.To(1 << 20) // the newest line stays in sight
	return s
}

const maxWidth = 84

// View shows the lines so far, and the one that is asked.
func (s step) View(w, h int) screen.Page {
	lines, cursor := s.lines(w)
	s.scroll = s.scroll.Clamp(len(lines), screen.Rows(len(lines), h))
	if cursor != nil {
		cursor.Y -= s.scroll.Top()
		if cursor.Y < 0 || cursor.Y >= h {
			cursor = nil
		}
	}
	return screen.Page{Lines: s.scroll.View(lines, h, s.Env.Theme), Cursor: cursor}
}

// lines sets the example in lines, and says where among them the cursor stands.
func (s step) lines(w int) (lines []string, cursor *tea.Position) {
	th := s.Env.Theme
	w = min(w, maxWidth)
	lines = append(lines, s.text...)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	for i, l := range s.all()[:s.at] {
		mark := th.Paint(kit.InkDim, fmt.Sprintf("%d  ", i+1))
		if l.Ask != "" {
			lines = append(lines, s.set(mark, kit.InkDim, l.Ask, w)...)
			mark = "   "
			if s.fates[i] == found {
				mark = th.Paint(kit.InkGood, "✓  ")
			}
		}
		lines = append(lines, s.set(mark, kit.InkText, l.Say, w)...)
		lines = append(lines, "")
	}
	if s.context() == "number" {
		l := s.all()[s.at]
		lines = append(lines, s.set(th.Paint(kit.InkAccent, fmt.Sprintf("%d  ", s.at+1)), kit.InkTitle, l.Ask, w)...)
		hint := ""
		if s.input.Value() == "" && l.Quantity.Unit != "" {
			hint = th.Paint(kit.InkFaint, " a number, in "+l.Quantity.Unit)
		}
		cursor = &tea.Position{X: min(5+s.input.Position(), w-1), Y: len(lines)}
		lines = append(lines, "   "+th.Paint(kit.InkAccent, ">")+" "+s.input.Value()+hint)
		if s.say != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkWait, s.say, w, "   ")...)
		}
	}
	return lines, cursor
}

// set sets a paragraph behind a mark of three cells.
func (s step) set(mark string, ink kit.Ink, text string, w int) []string {
	lines := kit.Paragraph(s.Env.Theme, ink, text, w, "   ")
	if len(lines) > 0 {
		lines[0] = mark + lines[0][3:]
	}
	return lines
}
