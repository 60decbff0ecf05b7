package lesson

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Notes are the keys of a note that is written.
var Notes = kit.Table{Name: "Note", Typing: []string{"note"}, Bindings: []kit.Binding{
	{ID: "keep", Keys: []string{"ctrl+s", "esc"}, Show: "esc", Help: "keep it, back to the step", Group: "Note", Contexts: []string{"note"}, Rank: 1},
	{ID: "editor", Keys: []string{"ctrl+o"}, Help: "in your editor", Group: "Note", Contexts: []string{"note"}, Rank: 2},
}}

// note is a step's note while it is written: the newest one, or a new one.
type note struct {
	area  textarea.Model
	edits time.Time // when the note was written that is edited; zero for a new one
	was   string    // its text as it is kept
}

// noteRead carries the draft of a note.
type noteRead struct {
	lesson, step string
	draft        string
	err          error
}

// noteKeyOf names the draft of a step's note.
func (p player) noteKeyOf(step string) string {
	return p.env.Journal.DraftKey(p.lesson.ID, step) + "#note"
}

// openNote reads the draft of the step's note; the note is shown when it is there.
func (p player) openNote() (screen.Screen, tea.Cmd) {
	j, id, step := p.env.Journal, p.lesson.ID, p.lesson.Steps[p.at].ID
	key := p.noteKeyOf(step)
	next, cmd := p.pass(screen.Covered{})
	return next, tea.Batch(cmd, func() tea.Msg {
		d, err := j.Draft(context.Background(), key)
		return noteRead{id, step, d, err}
	})
}

func (p player) noteRead(msg noteRead) (screen.Screen, tea.Cmd) {
	if msg.lesson != p.lesson.ID || msg.step != p.lesson.Steps[p.at].ID {
		return p, nil
	}
	if msg.err != nil {
		return p, screen.Send(screen.Notice{Text: "The note could not be read: " + msg.err.Error(), Bad: true})
	}
	p.note = note{}
	if notes := p.state.Steps[p.at].Notes; len(notes) > 0 {
		last := notes[len(notes)-1]
		p.note.edits, p.note.was = last.At, last.Text
	}
	text := p.note.was
	if msg.draft != "" {
		text = msg.draft
	}
	a := kit.NewTextArea(p.env.Theme, "", 60, 6)
	a.MaxHeight = 0
	a.SetValue(text)
	a.Focus()
	p.note.area, p.page = a, noting
	p.fitNote()
	return p, nil
}

// fitNote gives the note the room that there is.
func (p *player) fitNote() {
	if p.page != noting || p.w == 0 {
		return
	}
	w := min(p.w, noteWidth)
	kit.StyleTextArea(&p.note.area, p.env.Theme)
	p.note.area.SetPromptFunc(2, func(info textarea.PromptInfo) string {
		if info.LineNumber == 0 {
			return kit.GlyphCursor + " "
		}
		return "  "
	})
	kit.FitTextArea(&p.note.area, w, max(1, p.h+headRows(p.full)-len(p.aboveNote(w))-2))
}

const noteWidth = 84

// aboveNote is the heading of a note, and older ones of the same step.
func (p player) aboveNote(w int) []string {
	th := p.env.Theme
	lines := []string{th.Paint(kit.InkTitle, kit.Cut("Note · "+stepTitle(p.lesson.Steps[p.at]), w)), ""}
	notes := p.state.Steps[p.at].Notes
	if len(notes) < 2 {
		return lines
	}
	for _, n := range notes[:len(notes)-1] {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, n.Text, w, "  ")...)
	}
	return append(lines[:min(len(lines), max(2, p.h/2))], "")
}

// noteKey takes what is pressed or pasted while a note is written.
func (p player) noteKey(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch hit, _ := Notes.Match(key, "note", nil); hit.ID {
		case "keep":
			next, cmd := p.keepNote()
			next.page = noPage
			return next, cmd
		case "editor":
			return p, p.env.Edit(p.noteKeyOf(p.lesson.Steps[p.at].ID), p.note.area.Value())
		}
	}
	before := p.note.area.Value()
	var cmd tea.Cmd
	p.note.area, cmd = p.note.area.Update(msg)
	if p.note.area.Value() == before {
		return p, cmd
	}
	return p, tea.Batch(cmd, p.env.SaveDraft(p.noteKeyOf(p.lesson.Steps[p.at].ID), p.note.area.Value()))
}

func (p player) noteEdited(msg screen.Edited) (screen.Screen, tea.Cmd) {
	if msg.Err != nil {
		return p, screen.Send(screen.Notice{Text: kit.Sentence(msg.Err.Error()), Bad: true})
	}
	p.note.area.SetValue(msg.Text)
	return p, p.env.SaveDraft(msg.For, p.note.area.Value())
}

// keepNote records the note that is being written if it is another one than before.
func (p player) keepNote() (player, tea.Cmd) {
	text := strings.TrimSpace(p.note.area.Value())
	if p.page != noting || text == strings.TrimSpace(p.note.was) {
		return p, nil
	}
	s := p.lesson.Steps[p.at]
	e := lessons.Event{At: p.env.Journal.Now(), Kind: lessons.Noted, Step: s.ID, Hash: s.Hash, Note: &lessons.Note{Text: text, Edits: p.note.edits}}
	p.note.was = text
	return p, p.env.Record(p.lesson, e, nil)
}

func (p player) viewNote(w, h int) screen.Page {
	th := p.env.Theme
	w = min(w, noteWidth)
	page := screen.Page{Title: p.lesson.Title, Status: "a note on this step", Lines: p.aboveNote(w)}
	if c := p.note.area.Cursor(); c != nil {
		page.Cursor = &tea.Position{X: c.X, Y: c.Y + len(page.Lines)}
	}
	page.Lines = append(page.Lines, strings.Split(p.note.area.View(), "\n")...)
	page.Lines = append(page.Lines, kit.Rule(th, "", w), th.Paint(kit.InkFaint, kit.Cut("For yourself: the search finds it, and the list of steps marks it with ✎.", w)))
	page.Lines = page.Lines[:min(len(page.Lines), h)]
	return page
}
