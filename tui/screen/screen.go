// Package screen is what all screens of the tutor have in common: what a screen is,
// what it shares with the others, and the messages by which it asks for something
// that it does not do itself (record an event, open another screen).
package screen

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
)

// Env is what all screens share. Theme may be replaced while the program runs (the
// terminal tells its background late), so read it where it is used.
type Env struct {
	Theme   *kit.Theme
	Journal *journal.Journal
	Reduced bool   // motion is reduced
	Cores   *Cores // for work in the background; nil leaves the processors alone

	Files   Files  // where exports go; nil: nowhere

	drafts int // how many drafts were asked to be saved
}

// Screen is one screen of the tutor. Update and View do no input or output.
type Screen interface {
	Init() tea.Cmd
	Update(tea.Msg) (Screen, tea.Cmd)
	// View draws the body in w x h cells.
	View(w, h int) Page
	// Keys tells what keys do now.
	Keys() Keys
}

// Page is what a screen shows: its lines, and what stands in the bars around them.
type Page struct {
	Title  string
	Status string // at the right of the title
	Lines  []string
	Cursor *tea.Position // where text is typed, in cells of the body; nil for no cursor
}

// Keys is a table of keys, in the context that holds now.
type Keys struct {
	Table   kit.Table
	Context string
	Why     kit.Reasons // why a key does nothing now
	Typing  bool        // letters go into a text, so that they can't be keys of the program
}

// Push opens a screen above the present one.
type Push struct{ Screen Screen }

// Pop goes back to the screen below; at the bottom it ends the program.
type Pop struct{}

// Resumed is sent to a screen when the one above it is gone.
type Resumed struct{}

// Resized tells a screen the size of its body.
type Resized struct{ W, H int }

// Notice shows one sentence at the bottom until the next key. Bad ones are errors.
type Notice struct {
	Text string
	Bad  bool
}

// Do asks the lesson player to record an event of the step that sends it. Once that is
// on disk, and only then, it sends Then (if any) to itself.
type Do struct {
	Event lessons.Event
	Then  tea.Msg
}

// GoOn asks the lesson player to open the next step.
type GoOn struct{}

// Recorded tells that an event is on disk (Err is nil) or could not be put there.
type Recorded struct {
	Lesson string
	Event  lessons.Event
	State  lessons.State
	Then   tea.Msg
	Err    error
}

// Drafted tells that a draft is on disk, or a later one of its key.
type Drafted struct{ Key, Text string }

// Leaving tells all screens that the program ends as soon as the commands which they
// return are done: they keep what is unsaved.
type Leaving struct{}

// Send returns a command that sends msg.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Record returns a command that writes the event and answers with Recorded.
func (e *Env) Record(l *content.Lesson, ev lessons.Event, then tea.Msg) tea.Cmd {
	j := e.Journal
	return func() tea.Msg {
		s, err := j.Record(context.Background(), l, ev)
		return Recorded{Lesson: l.ID, Event: ev, State: s, Then: then, Err: err}
	}
}

// SaveDraft returns a command that keeps unsent text; it answers with Drafted, or with a
// notice of what failed.
// Commands run at the same time, in any order: of one key's drafts the one that was
// asked for last stays. Call it from Update only.
func (e *Env) SaveDraft(key, text string) tea.Cmd {
	j := e.Journal
	e.drafts++
	number := e.drafts
	return func() tea.Msg {
		if err := j.SaveLatest(context.Background(), key, text, number); err != nil {
			return Notice{Text: "Your draft could not be saved: " + err.Error(), Bad: true}
		}
		return Drafted{Key: key, Text: text}
	}
}
