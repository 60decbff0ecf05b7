package mock

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// This file is what an interview of two people shares with one that the tutor leads.

// Boards are the dashboards of curveballs, by the curveball's id.
type Boards map[string]dashboard

// Board returns a command that simulates the dashboards of a curveball, or nil if it has none. Give its answer to Take.
func Board(env *screen.Env, sc *interview.Script, id string) tea.Cmd {
	return room{env: env, script: sc}.board(id)
}

// Take keeps what Board answered, and says whether msg was that.
func (b Boards) Take(msg tea.Msg) bool {
	m, ok := msg.(boarded)
	if ok {
		b[m.id] = m.dashboard
	}
	return ok
}

// Talk sets all that was said, for both to read: private notes are left out.
func Talk(th *kit.Theme, sc *interview.Script, s interview.State, b Boards, w int) []string {
	return transcript(th, sc, s, len(s.Lines), b, w)
}

// Pad is a sketchpad.
type Pad struct{ room room }

// NewPad makes a sketchpad with a text.
func NewPad(env *screen.Env, text string) Pad {
	return Pad{room{env: env, sketch: newSketchpad(env.Theme, text)}}
}

// Text is what is written on it.
func (p *Pad) Text() string { return p.room.sketch.area.Value() }

// Show replaces the text, and draws it.
func (p *Pad) Show(text string) {
	if text != p.Text() {
		p.room.sketch.area.SetValue(text)
		p.room.sketch.read()
	}
}

// Focus has letters go to the pad; an empty one begins with start.
func (p *Pad) Focus(start string) {
	if strings.TrimSpace(p.Text()) == "" {
		p.Show(start)
	}
	p.room.sketch.area.Focus()
}

// Blur ends it.
func (p *Pad) Blur() { p.room.sketch.area.Blur() }

// Type gives the pad what is typed or pasted.
func (p *Pad) Type(msg tea.Msg) tea.Cmd {
	before := p.Text()
	var cmd tea.Cmd
	p.room.sketch.area, cmd = p.room.sketch.area.Update(msg)
	if p.Text() != before {
		p.room.sketch.trouble = ""
		p.room.sketch.read()
	}
	return cmd
}

// Ran shows whether the sketch is being run, what became of it, and why it could not be run.
func (p *Pad) Ran(running bool, trials []interview.Trial, trouble string) {
	p.room.sketch.running, p.room.sketch.trials, p.room.sketch.trouble = running, trials, trouble
}

// Fit gives the pad its room.
func (p *Pad) Fit(w, h int) { p.room.sketch.fit(p.room.env.Theme, w, h) }

// View adds text, drawing and outcome to a page.
func (p *Pad) View(page screen.Page, w, h int) screen.Page { return p.room.viewSketch(page, w, h) }

// Drawing is the drawing alone.
func (p *Pad) Drawing(w, h int) []string { return p.room.drawn(w, h) }

// Outcome is what the last run showed, or what is wrong with the sketch.
func (p *Pad) Outcome(w, rows int) []string { return p.room.outcome(w, rows) }

// Debrief is what there is to say after an interview; its last key sends screen.Pop.
type Debrief struct{ after after }

// NewDebrief opens the debrief of a session.
func NewDebrief(env *screen.Env, sc *interview.Script, open Opener, s interview.State, events []interview.Event) Debrief {
	return Debrief{newAfter(env, sc, open, s, events)}
}

// Again shows a state that has changed, on the same page.
func (d Debrief) Again(s interview.State, events []interview.Event) Debrief {
	a := d.after
	a.state, a.events, a.sum = s, events, a.script.Debrief(s)
	a.at = min(a.at, len(events))
	return Debrief{a}
}

// Keys tells what keys do on the present page.
func (d Debrief) Keys() screen.Keys { return d.after.Keys() }

// Update takes keys and sizes.
func (d Debrief) Update(msg tea.Msg) (Debrief, tea.Cmd) {
	a, cmd := d.after.update(msg)
	return Debrief{a}, cmd
}

// View draws the present page.
func (d Debrief) View(w, h int) screen.Page { return d.after.View(w, h) }

// Rating is the page on which candidates rate themselves, with the cursor on a band, from the best.
func Rating(env *screen.Env, def *content.Interview, cursor, w, h int) screen.Page {
	return visit{env: env, def: def, cursor: cursor}.viewRating(min(w, 84), h)
}

// Clock writes minutes and seconds; what is over is 0:00.
var Clock = clock
