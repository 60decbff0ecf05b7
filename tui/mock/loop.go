package mock

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// LoopBindings are the keys of a loop of interviews.
var LoopBindings = kit.Table{Name: "Loop of interviews", Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter"}, Help: "open the round", Group: "Loop", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Loop"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Loop"},
	{ID: "lesson", Keys: []string{"1", "2", "3"}, Help: "open the lesson", Group: "Loop", Rank: 3},
	{ID: "save", Keys: []string{"e"}, Help: "save as a file", Group: "Loop", Rank: 4},
	{ID: "pgdown", Keys: []string{"pgdown", "space"}, Help: "down a page", Group: "Loop"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Loop"},
	{ID: "leave", Keys: []string{"esc"}, Help: "back", Group: "Loop", Rank: 5},
}}

// loop is the rounds of a loop, and, once all were held, what the panel says.
type loop struct {
	env    *screen.Env
	open   Opener
	def    *content.Loop
	sum    interview.LoopDebrief
	ready  bool
	cursor int
	scroll screen.Scroll
	saver  saver
	w, h   int
}

// joined brings the debrief of a loop, as far as its rounds were held.
type joined struct {
	id  string
	sum interview.LoopDebrief
	err error
}

// NewLoop shows a loop.
func NewLoop(env *screen.Env, def *content.Loop, open Opener) screen.Screen {
	return loop{env: env, def: def, open: open}
}

func (l loop) Init() tea.Cmd { return l.load() }

// load scores the rounds, away from Update.
func (l loop) load() tea.Cmd {
	j, def := l.env.Journal, l.def
	return func() tea.Msg {
		sum, err := j.Loop(context.Background(), def)
		return joined{def.ID, sum, err}
	}
}

func (l loop) Keys() screen.Keys {
	if l.saver.on {
		return l.saver.keys()
	}
	return screen.Keys{Table: LoopBindings, Why: l.why}
}

func (l loop) why(id string) string {
	switch {
	case id == "save" && l.sum.Held() == 0:
		return "no round was held yet"
	case id == "lesson" && !l.sum.Done:
		return "the rounds come first"
	}
	return ""
}

func (l loop) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	next, cmd, ours := l.saver.update(l.env, l.sum, msg)
	if l.saver = next; ours {
		return l, cmd
	}
	switch msg := msg.(type) {
	case screen.Resized:
		l.w, l.h = msg.W, msg.H
	case screen.Resumed:
		return l, l.load()
	case joined:
		return l.take(msg)
	case screen.Pick:
		l.cursor = max(0, min(msg.At, len(l.def.Rounds)-1))
		return l.enter()
	case tea.MouseWheelMsg:
		l.scroll = l.scroll.By(screen.Wheel(msg))
	case tea.KeyPressMsg:
		return l.key(msg)
	}
	return l, nil
}

// take shows what was scored. The cursor goes to the first round that was not held.
func (l loop) take(m joined) (screen.Screen, tea.Cmd) {
	if m.id != l.def.ID {
		return l, nil
	}
	if m.err != nil {
		return l, tea.Sequence(screen.Send(screen.Pop{}), screen.Send(screen.Notice{Text: "This loop can't be opened: " + m.err.Error(), Bad: true}))
	}
	l.sum, l.ready = m.sum, true
	for i, r := range l.sum.Rounds {
		if r.Debrief == nil {
			l.cursor = i
			break
		}
	}
	return l, nil
}

func (l loop) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := LoopBindings.Match(msg, "", l.why)
	if !ok {
		return l, nil
	}
	if hit.Reason != "" {
		return l, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	switch hit.ID {
	case "open":
		return l.enter()
	case "down":
		l.cursor = min(l.cursor+1, len(l.def.Rounds)-1)
	case "up":
		l.cursor = max(l.cursor-1, 0)
	case "lesson":
		return l, openLesson(l.open, l.sum.Next, msg)
	case "save":
		l.saver = l.saver.ask(l.env, l.def.ID)
	case "pgdown":
		l.scroll = l.scroll.By(max(1, l.h-len(l.def.Rounds)-6))
	case "pgup":
		l.scroll = l.scroll.By(-max(1, l.h-len(l.def.Rounds)-6))
	case "leave":
		return l, screen.Send(screen.Pop{})
	}
	return l, nil
}

// enter opens the round at the cursor.
func (l loop) enter() (screen.Screen, tea.Cmd) {
	def, err := l.env.Journal.Pack.Interview(l.def.Rounds[l.cursor].Interview)
	if err != nil {
		return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
	}
	return l, screen.Send(screen.Push{Screen: NewVisit(l.env, def, l.open)})
}

// openLesson opens the lesson of the thing to do whose number was pressed.
func openLesson(open Opener, things []interview.NextThing, msg tea.KeyPressMsg) tea.Cmd {
	if i := int(msg.String()[0] - '1'); i >= 0 && i < len(things) && things[i].Lesson != "" {
		return screen.Send(screen.Push{Screen: open.Lesson(things[i].Lesson)})
	}
	return screen.Send(screen.Notice{Text: "No lesson teaches that."})
}

func (l loop) View(w, h int) screen.Page {
	w = min(w, 100)
	th := l.env.Theme
	page := screen.Page{Title: l.def.Title, Status: fmt.Sprintf("%d min", l.env.Journal.Pack.Minutes(l.def))}
	if !l.ready {
		page.Lines = []string{"", th.Paint(kit.InkDim, "The rounds are being looked up.")}
		return page
	}
	for i, r := range l.sum.Rounds {
		mark, ink := "  ", kit.InkText
		if i == l.cursor {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		glyph, glyphInk, note := kit.GlyphOpen, kit.InkFaint, fmt.Sprintf("%d min", r.Minutes)
		gauge := ""
		if r.Debrief != nil {
			glyph, glyphInk, note = kit.GlyphHolds, kit.InkGood, kit.PadRight(r.Band(), 11)
			gauge = kit.Gauge(th, 12, r.Debrief.Scorecard.Score, kit.InkGood) + th.Paint(kit.InkDim, fmt.Sprintf(" %3.0f %%", 100*r.Debrief.Scorecard.Score))
		}
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, mark+th.Paint(glyphInk, glyph)+" "+kit.PadRight(th.Paint(ink, fmt.Sprintf("%d. ", i+1)+kit.Cut(r.Title, 28)), 32)+th.Paint(kit.InkDim, note)+gauge)
	}
	page.Lines = append(page.Lines, kit.Rule(th, "", w))
	rest := l.scroll.View(l.below(w), max(1, h-len(page.Lines)), th)
	page.Lines = append(page.Lines, rest...)
	return l.saver.below(th, page, w, h)
}

// below is what the loop is, or what the panel says of it.
func (l loop) below(w int) []string {
	th, d := l.env.Theme, l.sum
	if !d.Done {
		lines := kit.Paragraph(th, kit.InkText, l.def.Summary, w, "")
		lines = append(lines, "")
		say := "Hold the rounds in any order, on as many days as you like. After the last one the panel decides."
		if n := d.Held(); n > 0 {
			say = fmt.Sprintf("%d of %d rounds were held. Nothing is decided before the last one; a round may be held again, and its latest result counts.", n, len(d.Rounds))
		}
		return append(lines, kit.Paragraph(th, kit.InkDim, say, w, "")...)
	}
	lines := []string{th.Paint(kit.InkDim, "The panel: ") + th.Paint(kit.InkTitle, strings.ToUpper(d.Band)) + th.Paint(kit.InkDim, fmt.Sprintf("  %.0f %% of the points, %s of the clock", 100*d.Score, clock(d.Used)))}
	for _, reason := range d.Reasons {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, reason, w, "")...)
	}
	for _, r := range d.Rounds {
		if r.Debrief.Rating != "" && r.Debrief.Off != 0 {
			lines = append(lines, kit.Paragraph(th, kit.InkText, r.Title+". "+ownRating(r.Debrief.Rating, r.Debrief.Off), w, "")...)
		}
	}
	lines = append(lines, "")
	return append(lines, nextThings(th, d.Next, w)...)
}
