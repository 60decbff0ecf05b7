package mock

import (
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/interview/sketch"
	"sysprep/tui/kit"
	"sysprep/tui/kit/diagram"
	"sysprep/tui/screen"
)

// sketchpad is a design as text, and its drawing.
type sketchpad struct {
	area     textarea.Model
	parsed   *sketch.Sketch
	problems []sketch.Problem
	diagram  *diagram.Diagram
	running  bool
	trials   []interview.Trial
	trouble  string // why it could not be run
	w, h     int
}

// tried brings what became of a sketch.
type tried struct {
	session string
	events  []interview.Event
	trials  []interview.Trial
	err     error // of the sketch
	saved   error // of writing it down
}

func newSketchpad(th *kit.Theme, text string) sketchpad {
	p := sketchpad{area: kit.NewTextArea(th, "", 40, 8)}
	p.area.MaxHeight = 0
	p.area.SetValue(text)
	p.read()
	return p
}

// read draws the sketch anew from its text.
func (p *sketchpad) read() {
	p.parsed, p.problems = sketch.Parse(p.area.Value())
	var nodes []diagram.Node
	var edges []diagram.Edge
	at := map[string]int{}
	for i, b := range p.parsed.Boxes {
		at[b.Name] = i
		nodes = append(nodes, diagram.Node{Label: kit.Cut(b.Name, 10), Kind: kindOf(b.Kind), Lines: b.Words()})
	}
	for _, a := range p.parsed.Arrows {
		edges = append(edges, diagram.Edge{From: at[a.From], To: at[a.To]})
	}
	p.diagram = diagram.New(nodes, edges)
	p.diagram.SetStill(true)
}

func kindOf(k sketch.Kind) diagram.Kind {
	switch k {
	case sketch.Client:
		return diagram.Client
	case sketch.Cache:
		return diagram.Cache
	case sketch.Store, sketch.Log:
		return diagram.Store
	}
	return diagram.Service
}

// wide says whether text and drawing stand side by side.
func (p *sketchpad) wide() bool { return p.w >= 100 }

// textWidth is the width of the text's field.
func (p *sketchpad) textWidth() int {
	if p.wide() {
		return min(52, p.w/2-2)
	}
	return p.w
}

func (p *sketchpad) fit(th *kit.Theme, w, h int) {
	p.w, p.h = w, h
	kit.StyleTextArea(&p.area, th)
	p.area.SetPromptFunc(2, onFirstLine)
	rows := max(4, h/3)
	if p.wide() {
		rows = max(6, h-6)
	}
	kit.FitTextArea(&p.area, p.textWidth(), rows)
}

// startSketch opens the pad, with what the task begins with if it is empty.
func (r *room) startSketch() {
	p := &r.sketch
	if task := r.script.Def.Phases[r.state.Phase].Design; strings.TrimSpace(p.area.Value()) == "" && task != nil {
		p.area.SetValue(task.Start)
	}
	p.area.Focus()
	r.area.Blur()
	p.read()
}

func (r room) sketchKey(id string) (screen.Screen, tea.Cmd) {
	switch id {
	case "back":
		r.sketched = false
		r.sketch.area.Blur()
		r.area.Focus()
		text := r.sketch.area.Value()
		if text == r.state.Sketch || r.busy {
			return r, nil
		}
		return r.record(false, interview.Event{At: r.now(), Kind: interview.Sketched, By: interview.Candidate, Text: text})
	case "try":
		return r.try()
	}
	return r, nil
}

// try runs the sketch under the faults of the part's task, in the background.
func (r room) try() (screen.Screen, tea.Cmd) {
	task := r.script.Def.Phases[r.state.Phase].Design
	if r.busy || r.sketch.running || task == nil {
		return r, nil
	}
	r.busy, r.sketch.running, r.sketch.trouble = true, true, ""
	text, now, j, id, session, cores := r.sketch.area.Value(), r.now(), r.env.Journal, r.script.Def.ID, r.session, r.env.Cores
	return r, func() tea.Msg {
		out := tried{session: session}
		cores.Work(func(int) { out.trials, out.err = interview.Try(text, task) })
		if out.err != nil {
			return out
		}
		out.events = []interview.Event{
			{At: now, Kind: interview.Sketched, By: interview.Candidate, Text: text},
			interview.TriedOut(now, out.trials),
		}
		out.saved = j.RecordInterview(context.Background(), id, session, out.events...)
		return out
	}
}

func (r room) triedOut(msg tried) (screen.Screen, tea.Cmd) {
	if msg.session != r.session {
		return r, nil
	}
	r.sketch.running, r.busy = false, false
	if msg.err != nil {
		r.sketch.trouble = msg.err.Error()
		return r, nil
	}
	r.sketch.trials = msg.trials
	return r.took(acted{session: msg.session, events: msg.events, err: msg.saved})
}

// sketchTyped gives what is typed to the sketch, and draws it.
func (r room) sketchTyped(msg tea.Msg) (screen.Screen, tea.Cmd) {
	before := r.sketch.area.Value()
	var cmd tea.Cmd
	r.sketch.area, cmd = r.sketch.area.Update(msg)
	if r.sketch.area.Value() == before {
		return r, cmd
	}
	r.sketch.trouble = ""
	r.sketch.read()
	return r.due(cmd)
}

// viewSketch shows the text, its drawing, and what became of it.
func (r room) viewSketch(page screen.Page, w, h int) screen.Page {
	th, p := r.env.Theme, &r.sketch
	page.Title += " · sketch"
	if c := p.area.Cursor(); c != nil {
		page.Cursor = &tea.Position{X: c.X, Y: c.Y}
	}
	text := strings.Split(p.area.View(), "\n")
	room := max(0, h-6) // the outcome has the rest
	if p.wide() {
		tw := p.textWidth()
		drawn := r.drawn(w-tw-3, room)
		for i := range room {
			left, right := "", ""
			if i < len(text) {
				left = text[i]
			}
			if i < len(drawn) {
				right = drawn[i]
			}
			page.Lines = append(page.Lines, kit.PadRight(left, tw)+th.Paint(kit.InkBorder, " │ ")+right)
		}
	} else {
		page.Lines = append(page.Lines, text...)
		page.Lines = append(page.Lines, th.Paint(kit.InkBorder, strings.Repeat("─", w)))
		page.Lines = append(page.Lines, r.drawn(w, room-len(page.Lines))...)
	}
	for len(page.Lines) < room {
		page.Lines = append(page.Lines, "")
	}
	page.Lines = append(page.Lines[:room:room], th.Paint(kit.InkBorder, strings.Repeat("─", w)))
	page.Lines = append(page.Lines, r.outcome(w, 5)...)
	return page
}

// drawn is the drawing in w x h cells.
func (r room) drawn(w, h int) []string {
	if h < 4 {
		return nil
	}
	if len(r.sketch.parsed.Boxes) == 0 {
		return kit.Paragraph(r.env.Theme, kit.InkFaint, "Boxes and arrows as text: “users 3000/s”, “users -> api -> db”, “api x4 workers 50 work 2ms”, “api -> db timeout 500ms attempts 2”.", w, "")
	}
	r.sketch.diagram.Resize(w, h)
	return strings.Split(r.sketch.diagram.Render(r.env.Theme), "\n")
}

// outcome is what the last run showed, or what is wrong with the sketch.
func (r room) outcome(w, rows int) []string {
	th, p := r.env.Theme, &r.sketch
	var lines []string
	switch {
	case p.running:
		lines = []string{th.Paint(kit.InkDim, "It runs, and things are broken…")}
	case p.trouble != "":
		lines = kit.Paragraph(th, kit.InkLost, kit.GlyphFails+" "+p.trouble, w, "")
	case len(p.problems) > 0:
		lines = kit.Paragraph(th, kit.InkWait, "! "+p.problems[0].String(), w, "")
	case len(p.trials) > 0:
		for _, t := range p.trials {
			mark, ink := kit.GlyphHolds, kit.InkGood
			switch {
			case t.LeftOut:
				lines = append(lines, kit.Paragraph(th, kit.InkWait, "! "+t.Say, w, "")...)
				continue
			case !t.Survived:
				mark, ink = kit.GlyphFails, kit.InkLost
			}
			lines = append(lines, th.Paint(ink, mark+" ")+th.Paint(kit.InkText, kit.Cut(t.Say, w-2)))
		}
	default:
		lines = kit.Paragraph(th, kit.InkFaint, "Where you say nothing: "+strings.ReplaceAll(sketch.Defaults, "\n", " ")+".", w, "")
	}
	if len(lines) > rows {
		lines = append(lines[:rows-1:rows-1], th.Paint(kit.InkFaint, fmt.Sprintf("and %d more: see the talk", len(lines)-rows+1)))
	}
	return lines
}
