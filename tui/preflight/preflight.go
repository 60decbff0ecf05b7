// Package preflight plays the step before a flight: the learner chooses what to protect
// a system from, and a later simulation attacks the rest.
package preflight

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of a pre-flight.
var Bindings = kit.Table{Name: "Pre-flight", Bindings: []kit.Binding{
	{ID: "commit", Keys: []string{"enter"}, Help: "commit", Group: "Pre-flight", Contexts: []string{"open"}, Rank: 2},
	{ID: "pick", Keys: []string{"space", "x"}, Show: "space", Help: "choose, leave out", Group: "Pre-flight", Contexts: []string{"open"}, Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "next one", Group: "Pre-flight", Contexts: []string{"open"}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "one before", Group: "Pre-flight", Contexts: []string{"open"}},
	{ID: "on", Keys: []string{"enter", "space"}, Help: "go on", Group: "Pre-flight", Contexts: []string{"done"}, Rank: 1},
	{ID: "down", Keys: []string{"down"}, Help: "down a line", Group: "Move", Contexts: []string{"done"}},
	{ID: "up", Keys: []string{"up"}, Help: "up a line", Group: "Move", Contexts: []string{"done"}},
}}

type step struct {
	screen.StepContext
	cursor int
	chosen []bool // by protection
	say    string // why it could not be taken
	text   []string
	scroll screen.Scroll
	w, h   int
}

// New plays a preflight step. What was marked and not committed comes back from the draft.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c}
	marked := strings.Fields(c.Draft)
	if did := c.Did().Choice; did != nil {
		marked = did.Items
	}
	for _, p := range s.def().Protections {
		s.chosen = append(s.chosen, slices.Contains(marked, p.ID))
	}
	return s
}

func (s step) def() *content.PreflightStep { return s.Step().Preflight }

func (s step) Init() tea.Cmd { return nil }

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) context() string {
	if s.Did().Choice != nil {
		return "done"
	}
	return "open"
}

func (s step) Keys() screen.Keys { return screen.Keys{Table: Bindings, Context: s.context()} }

// items are the ids of what is marked.
func (s step) items() (ids []string) {
	for i, p := range s.def().Protections {
		if s.chosen[i] {
			ids = append(ids, p.ID)
		}
	}
	return ids
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
	}
	return s, nil
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	hit, ok := Bindings.Match(msg, s.context(), nil)
	if !ok {
		return s, nil
	}
	done := s.context() == "done"
	switch s.say = ""; hit.ID {
	case "on":
		return s, screen.Send(screen.GoOn{})
	case "down", "up":
		by := 1
		if hit.ID == "up" {
			by = -1
		}
		if done {
			lines, _ := s.lines(s.w)
			rows := screen.Rows(len(lines), s.h)
			s.scroll = s.scroll.Clamp(len(lines), rows).By(by)
			return s, nil
		}
		s.cursor = min(max(s.cursor+by, 0), len(s.chosen)-1)
	case "pick":
		return s.pick()
	case "commit":
		return s.commit()
	}
	return s, nil
}

// pick marks what the cursor is at, if there is time for it.
func (s step) pick() (screen.Step, tea.Cmd) {
	if !s.chosen[s.cursor] && len(s.items()) >= s.def().Most {
		s.say = fmt.Sprintf("There is time for %d. Leave one out first.", s.def().Most)
		return s, nil
	}
	s.chosen = slices.Clone(s.chosen)
	s.chosen[s.cursor] = !s.chosen[s.cursor]
	return s, s.Env.SaveDraft(s.DraftKey(), strings.Join(s.items(), " "))
}

func (s step) commit() (screen.Step, tea.Cmd) {
	if n := len(s.items()); n < s.def().Most {
		s.say = fmt.Sprintf("There is time for %d: choose %d more (space).", s.def().Most, s.def().Most-n)
		return s, nil
	}
	return s, s.Do(lessons.Event{Kind: lessons.Chosen, Choice: &lessons.Choice{Items: s.items()}})
}

const maxWidth = 84

// View shows what can be chosen, and what is.
func (s step) View(w, h int) screen.Page {
	lines, at := s.lines(w)
	rows := screen.Rows(len(lines), h)
	if s.context() == "open" {
		if s.cursor == 0 {
			at = 0
		}
		s.scroll = s.scroll.To(max(0, at-rows+6))
	}
	s.scroll = s.scroll.Clamp(len(lines), rows)
	return screen.Page{Lines: s.scroll.View(lines, h, s.Env.Theme)}
}

// lines sets the list, and says at which line the cursor's entry begins.
func (s step) lines(w int) (lines []string, at int) {
	th := s.Env.Theme
	w = min(w, maxWidth)
	lines = append(lines, s.text...)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, kit.Paragraph(th, kit.InkTitle, s.def().Prompt, w, "")...)
	lines = append(lines, "")
	done := s.context() == "done"
	for i, p := range s.def().Protections {
		here := i == s.cursor && !done
		if here {
			at = len(lines)
		}
		mark, box, ink := "  ", "[ ] ", kit.InkText
		if s.chosen[i] {
			box = "[x] "
		}
		if here {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		for j, l := range kit.Wrap(p.Text, w-6) {
			if j > 0 {
				mark, box = "  ", "    "
			}
			inked := kit.InkDim
			if s.chosen[i] {
				inked = kit.InkAccent
			}
			lines = append(lines, mark+th.Paint(inked, box)+th.Paint(ink, l))
		}
	}
	lines = append(lines, "")
	left := s.def().Most - len(s.items())
	switch {
	case s.say != "":
		lines = append(lines, kit.Paragraph(th, kit.InkWait, s.say, w, "")...)
	case done:
		lines = append(lines, kit.Paragraph(th, kit.InkGood, "✓ Committed. The flight will attack what you left out.", w, "")...)
	case left > 0:
		lines = append(lines, th.Paint(kit.InkDim, fmt.Sprintf("%d of %d chosen.", len(s.items()), s.def().Most)))
	default:
		lines = append(lines, th.Paint(kit.InkDim, "All chosen: enter commits."))
	}
	return lines, at
}
