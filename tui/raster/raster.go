// Package raster plays a simulate step that shows how a crowd comes back: time across, a
// row for each client, a dot for each try, one panel for each design.
package raster

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/tui/ask"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of a raster. Contexts: "brief" is the step's text, "dots" the panels,
// "compared" what was predicted beside what happened.
var Bindings = kit.Table{Name: "Raster", Bindings: []kit.Binding{
	{ID: "begin", Keys: []string{"enter", "space"}, Show: "enter", Help: "look at it", Group: "Lesson", Contexts: []string{"brief"}, Rank: 1},
	{ID: "down", Keys: []string{"down", "j", "pgdown"}, Help: "down", Group: "Move", Contexts: []string{"brief", "compared"}},
	{ID: "up", Keys: []string{"up", "k", "pgup"}, Help: "up", Group: "Move", Contexts: []string{"brief", "compared"}},
	{ID: "go", Keys: []string{"enter"}, Help: "go on", Group: "Lesson", Contexts: []string{"dots", "compared"}, Rank: 1},
	{ID: "next", Keys: []string{"tab", "right"}, Show: "tab", Help: "next design", Group: "Raster", Contexts: []string{"dots"}, Rank: 3},
	{ID: "before", Keys: []string{"left"}, Help: "design before", Group: "Raster", Contexts: []string{"dots"}},
	{ID: "zoom", Keys: []string{"space", "z"}, Show: "space", Help: "one, or all", Group: "Raster", Contexts: []string{"dots"}, Rank: 2},
	{ID: "brief", Keys: []string{"i"}, Help: "what this is", Group: "Lesson", Contexts: []string{"dots"}, Rank: 5},
}}

// page is what the step shows.
type page uint8

const (
	brief page = iota
	dots
	compared
)

type step struct {
	screen.StepContext
	work  screen.Work
	begin tea.Cmd
	err   error
	herds []*scenarios.Herd // by design; nil until they are computed

	page      page
	at        int  // the chosen design
	zoom      bool // it alone is shown
	text      []string
	explained map[string][]string // what explains the predictions, by their steps
	scroll    screen.Scroll
	sent      bool
	w, h      int
	canvas    *kit.Canvas
}

// New plays a simulate step with a raster.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c, canvas: kit.NewCanvas(0, 0)}
	def := c.Step().Simulate
	form, seed, sc := def.Raster, def.Seed, c.Env.Journal.Pack.Scenarios.Of(def.Scenario)
	s.work, s.begin = c.Env.Start(func(ctx context.Context, _ int, progress func(done, of int)) (any, error) {
		return Take(ctx, form, sc, seed, progress)
	})
	return s
}

// Take runs the designs of a raster, one after the other.
func Take(ctx context.Context, form *content.RasterForm, sc *scenarios.Scenario, seed uint64, progress func(done, of int)) ([]*scenarios.Herd, error) {
	var herds []*scenarios.Herd
	for i, d := range form.Designs {
		h, err := sc.TakeHerd(ctx, d.Set, seed, engine.Time(form.From), engine.Time(form.To), form.Clients)
		if err != nil {
			return nil, err
		}
		herds = append(herds, h)
		progress(i+1, len(form.Designs))
	}
	return herds, nil
}

func (s step) def() *content.SimulateStep { return s.Step().Simulate }

// Init begins the computation.
func (s step) Init() tea.Cmd { return s.begin }

// Leave ends it.
func (s step) Leave() { s.work.Stop() }

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: [...]string{"brief", "dots", "compared"}[s.page], Why: s.why}
}

// why says why a key does nothing now.
func (s step) why(id string) string {
	switch {
	case id == "begin" && s.err != nil:
		return "it could not be computed"
	case id == "begin" && s.herds == nil:
		return "it is being computed"
	case (id == "next" || id == "before") && len(s.def().Raster.Designs) < 2:
		return "there is one design"
	}
	return ""
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, tea.Batch(s.Prose(s.Step().Text, min(s.w, 84)), ask.Explained(s.StepContext, s.def().Compare, s.w))
	case screen.Rendered:
		switch {
		case msg.Step != s.Step().ID:
		case msg.Part == "":
			s.text = msg.Lines
		default:
			s.explained = ask.Keep(s.explained, msg)
		}
	case screen.WorkMsg:
		return s.news(msg)
	case screen.Recorded:
		if msg.Event.Kind == lessons.Watched {
			s.sent = msg.Err == nil
		}
	case screen.Leaving:
		s.work.Stop()
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return s, nil
}

// news takes what the computation tells.
func (s step) news(msg screen.WorkMsg) (screen.Step, tea.Cmd) {
	work, wait, over, result, err := s.work.Take(msg)
	s.work = work
	switch {
	case !over || errors.Is(err, context.Canceled):
		return s, wait
	case err != nil:
		s.err = err
		return s, screen.Send(screen.Notice{Text: "The raster could not be computed: " + err.Error(), Bad: true})
	}
	s.herds = result.([]*scenarios.Herd)
	if strings.TrimSpace(s.Step().Text) == "" {
		return s.look()
	}
	return s, nil
}

// look shows the panels; with that they are seen.
func (s step) look() (screen.Step, tea.Cmd) {
	s.page = dots
	if s.sent || s.Did().Watched != nil {
		return s, nil
	}
	s.sent = true
	return s, s.Do(lessons.Event{Kind: lessons.Watched, Watch: &lessons.Watch{Settings: s.def().Set, Seed: s.def().Seed, Reached: s.def().Raster.To}})
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	k := s.Keys()
	hit, ok := Bindings.Match(msg, k.Context, s.why)
	if !ok {
		return s, nil
	}
	if hit.Reason != "" {
		return s, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	n := len(s.def().Raster.Designs)
	switch hit.ID {
	case "begin":
		return s.look()
	case "brief":
		s.page, s.scroll = brief, screen.Scroll{}
	case "down":
		s.scroll = s.scroll.By(max(1, s.h/2)).Clamp(len(s.lines(s.w)), screen.Rows(len(s.lines(s.w)), s.h))
	case "up":
		s.scroll = s.scroll.By(-max(1, s.h/2))
	case "next":
		s.at = (s.at + 1) % n
	case "before":
		s.at = (s.at + n - 1) % n
	case "zoom":
		s.zoom = !s.zoom
	case "go":
		return s.goOn()
	}
	return s, nil
}

// goOn compares with the predictions, and the second time leaves the step.
func (s step) goOn() (screen.Step, tea.Cmd) {
	if len(s.def().Compare) > 0 && s.page != compared {
		s.page, s.scroll = compared, screen.Scroll{}
		return s, nil
	}
	if s.Done() {
		return s, screen.Send(screen.GoOn{})
	}
	return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
}

// lines are the page that is read.
func (s step) lines(w int) []string {
	if s.page == compared {
		return ask.Comparison(s.StepContext, s.def().Compare, s.explained, min(w, 84))
	}
	th := s.Env.Theme
	lines := append([]string{}, s.text...)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	switch {
	case s.err != nil:
		return append(lines, th.Paint(kit.InkLost, "It could not be computed: "+s.err.Error()))
	case s.herds != nil:
		return append(lines, th.Paint(kit.InkAccent, "Computed: enter shows it."))
	}
	return append(lines, th.Paint(kit.InkTitle, fmt.Sprintf("Running the designs: %d of %d", s.work.Done, len(s.def().Raster.Designs))))
}

// View draws the step.
func (s step) View(w, h int) screen.Page {
	if s.page != dots {
		return screen.Page{Lines: s.scroll.View(s.lines(w), h, s.Env.Theme)}
	}
	s.canvas.Resize(w, h)
	panels := s.panels(w, h)
	for _, p := range panels {
		p.draw(s.canvas)
	}
	return screen.Page{Lines: strings.Split(s.canvas.Render(s.Env.Theme), "\n")}
}

// panels shares the room out among the designs: two beside each other, or the chosen one.
func (s step) panels(w, h int) (all []panel) {
	most := 1
	for _, herd := range s.herds {
		for _, n := range herd.Counts {
			most = max(most, n)
		}
	}
	designs := s.def().Raster.Designs
	if s.zoom || len(designs) == 1 {
		return []panel{{s.herds[s.at], designs[s.at].Label, true, most, 0, 0, w, h}}
	}
	rows := (len(designs) + 1) / 2
	pw, ph := (w-2)/2, h/rows
	for i, d := range designs {
		all = append(all, panel{s.herds[i], d.Label, i == s.at, most, i % 2 * (pw + 2), i / 2 * ph, pw, ph})
	}
	return all
}
