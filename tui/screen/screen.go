// Package screen is what all screens of the tutor have in common: what a screen is,
// what it shares with the others, and the messages by which it asks for something
// that it does not do itself (record an event, open another screen).
package screen

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/prefs"
)

// Env is what all screens share. Theme may be replaced while the program runs (the
// terminal tells its background late), so read it where it is used.
type Env struct {
	Theme   *kit.Theme
	Journal *journal.Journal
	Prefs   prefs.Values
	Tables  []kit.Table // the keys of all screens, for settings of keys
	Reduced bool        // motion is reduced
	Still   bool        // motion is reduced whatever the settings say: the command line asked for it
	Editor  []string    // the learner's editor with its arguments; empty if there is none
	Cores   *Cores      // for work in the background; nil leaves the processors alone

	Files Files // where exports go; nil: nowhere

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
	Spots  []Spot        // what can be clicked; the later ones lie above
}

// Spot is a part of a page that can be clicked: Msg is then sent to the screen, or, if it
// is nil, the key is pressed.
type Spot struct {
	X, Y, W, H int // in cells of the body
	Msg        tea.Msg
	Key        string
}

// Keys is a table of keys, in the context that holds now.
type Keys struct {
	Table   kit.Table
	Context string
	Why     kit.Reasons // why a key does nothing now
	Typing  bool        // letters go into a text, so that they can't be keys of the program
}

// Overlay is a screen that lies above another one for a moment, such as the search. What
// is not a key goes to the screen below as well, which may wait for the answer to a command.
type Overlay interface {
	Screen
	Overlay()
}

// Player is a screen that plays a lesson.
type Player interface {
	Screen
	Plays() string // id of the lesson
}

// Push opens a screen above the present one.
type Push struct{ Screen Screen }

// Go opens a place: a lesson, at a step if one is named, or the lab of a scenario. It takes
// the place of an overlay, and of a player of the same lesson.
type Go struct {
	Lesson, Step string
	Scenario     string
	Settings     scenarios.Settings // knobs of the lab; nil leaves them as they are
}

// Visit asks the player of a lesson to open a step.
type Visit struct{ Step string }

// Covered tells a screen that another one lies above it now: what moves stops.
type Covered struct{}

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

// Preferred tells that the learner's settings are other ones now.
type Preferred struct{ Values prefs.Values }

// Prefer returns a command that keeps a setting, which must have been checked; it answers
// with Preferred, or with a notice of what failed.
func (e *Env) Prefer(key, value string) tea.Cmd {
	j, tables := e.Journal, e.Tables
	return func() tea.Msg {
		all, err := j.SetSetting(context.Background(), key, value)
		if err != nil {
			return Notice{Text: err.Error(), Bad: true}
		}
		return Preferred{prefs.Read(all, tables, time.Local)}
	}
}

// KeyOf is how the first of the learner's keys for something is written, by its address,
// for texts that name keys.
func (e *Env) KeyOf(address string) string { return e.Prefs.Keymap.First(e.Tables, address) }

// Named writes the learner's keys for the addresses that stand in braces in a text, as in
// "{lab.fork} forks it".
func (e *Env) Named(text string) string {
	for {
		from, to := strings.IndexByte(text, '{'), strings.IndexByte(text, '}')
		if from < 0 || to < from {
			return text
		}
		text = text[:from] + e.KeyOf(text[from+1:to]) + text[to+1:]
	}
}

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
