package meeting

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/grading"
	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/mock"
	"sysprep/tui/screen"
)

// twoColumns is the width from which talk and panel stand side by side.
const twoColumns = 100

func (c console) View(w, h int) screen.Page {
	page := screen.Page{Title: c.script.Def.Title, Status: present(c.env.Theme, "candidate", c.view.Guest) + clockOf(c.script, c.view, w)}
	switch c.context() {
	case "debrief":
		return c.debrief.View(w, h)
	case "waiting", "way":
		page.Lines = c.waiting(min(w, 96))
		return page
	}
	rows := h
	if c.typing != "" {
		rows -= 3
	}
	if w >= twoColumns {
		page.Lines = c.sideBySide(w, rows)
	} else {
		talk := max(5, rows*2/5)
		page.Lines = append(c.talk(w, talk), c.tabs(w))
		page.Lines = append(page.Lines, pad(c.panelLines(w, rows-talk-1), rows-talk-1)...)
	}
	if c.typing != "" {
		page.Lines = append(page.Lines, kit.Rule(c.env.Theme, typingWords[c.typing], w))
		if p := c.area.Cursor(); p != nil {
			page.Cursor = &tea.Position{X: p.X, Y: p.Y + len(page.Lines)}
		}
		page.Lines = append(page.Lines, strings.Split(c.area.View(), "\n")...)
	}
	return page
}

var typingWords = map[string]string{
	"saying":   "you say",
	"noting":   "private note: only you see it",
	"breaking": "a fault: crash db 20s, slow db 5x 20s, flush cache, surge 3x 20s, cut api db 20s",
}

// pad brings lines to so many rows.
func pad(lines []string, rows int) []string {
	for len(lines) < rows {
		lines = append(lines, "")
	}
	return lines[:max(rows, 0)]
}

func (c console) sideBySide(w, h int) []string {
	left := w * 9 / 20
	right := w - left - 3
	talk := c.talk(left, h)
	panel := pad(append([]string{c.tabs(right)}, c.panelLines(right, h-1)...), h)
	lines := make([]string, h)
	bar := c.env.Theme.Paint(kit.InkBorder, " │ ")
	for i := range h {
		lines[i] = kit.PadRight(talk[i], left) + bar + panel[i]
	}
	return lines
}

// talk is what was said, and what the candidate is typing now.
func (c console) talk(w, rows int) []string {
	th := c.env.Theme
	live := c.live(w, max(2, rows/4))
	lines := window(th, mock.Talk(th, c.script, c.view.State, c.boards, w), rows-len(live), c.scroll)
	return append(lines, live...)
}

// live is the end of what the candidate is typing.
func (c console) live(w, most int) []string {
	th := c.env.Theme
	text := strings.TrimSpace(kit.Clean(c.view.Draft))
	if text == "" {
		return nil
	}
	lines := kit.Paragraph(th, kit.InkDim, strings.Join(strings.Fields(text), " "), w-2, "  ")
	if len(lines) > most-1 {
		lines = lines[len(lines)-most+1:]
	}
	head := th.Paint(kit.InkAccent, kit.GlyphCursor+" is typing")
	if !c.view.Guest {
		head = th.Paint(kit.InkWait, kit.GlyphOpen+" not sent yet")
	}
	return append([]string{head}, lines...)
}

// tabs names the panels, the open one marked.
func (c console) tabs(w int) string {
	th := c.env.Theme
	var names []string
	taken := len(panelNames) + 1 // blanks between, and two after
	for i, n := range panelNames {
		taken += len(n) + 2
		if i == c.panel {
			names = append(names, th.Paint(kit.InkSelected, "‹"+n+"›"))
		} else {
			names = append(names, th.Paint(kit.InkDim, " "+n+" "))
		}
	}
	line := strings.Join(names, " ")
	p := c.script.Def.Phases[c.view.State.Phase]
	state := fmt.Sprintf("part %d of %d: %s", c.view.State.Phase+1, len(c.script.Def.Phases), p.Title)
	if c.view.State.Over {
		state = "over: tick on, or d for the debrief"
	}
	return line + "  " + th.Paint(kit.InkFaint, kit.Cut(state, max(0, w-taken)))
}

func (c console) panelLines(w, h int) []string {
	switch c.panel {
	case panelRubric:
		return c.rubricLines(w, h)
	case panelSend:
		return c.sendLines(w, h)
	case panelDesign:
		return c.designLines(w, h)
	}
	return c.noteLines(w, h)
}

// levelWords are the levels as a person ticks them.
var levelWords = [...]string{"not shown", "named", "explained", "trade-off"}

func levelWord(l grading.Level) string { return levelWords[min(int(l), len(levelWords)-1)] }

// rubricLines are the items with ticks and what the machine heard, and more of the chosen one.
func (c console) rubricLines(w, h int) []string {
	th := c.env.Theme
	detail := c.detail(w, max(3, h/2-1))
	room := max(2, h-len(detail)-1)
	all := c.rubric()
	l := c.list[panelRubric]
	from, to := l.View(len(all), room)
	lines := []string{th.Paint(kit.InkFaint, kit.Cut("  you              the machine  item", w))}
	for i := from; i < to; i++ {
		lines = append(lines, c.rubricLine(all[i], i == l.At, w))
	}
	return append(pad(lines, room+1), detail...)
}

func (c console) rubricLine(it interview.Heard, chosen bool, w int) string {
	th := c.env.Theme
	cursor, ink := "  ", kit.InkDim
	if it.Phase == c.view.State.Phase {
		ink = kit.InkText
	}
	if chosen {
		cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	you := th.Paint(kit.InkFaint, kit.PadRight("·", 17))
	if it.Tick != nil {
		you = tickOf(th, it.Tick)
	}
	heard := "·"
	if it.Machine.Level > 0 {
		heard = levelWord(it.Machine.Level)
	}
	if it.Machine.Wrong {
		heard = kit.GlyphFails + " wrong"
	}
	title := it.Title
	if it.Must {
		title += " (must)"
	}
	return cursor + you + th.Paint(kit.InkDim, kit.PadRight(heard, 13)) + th.Paint(ink, kit.Cut(title, w-32))
}

// tickOf is an interviewer's mark and its time in 17 cells: a cross says that something was wrong, whatever the level.
func tickOf(th *kit.Theme, t *interview.Tick) string {
	mark, ink, word := kit.GlyphHolds, kit.InkGood, levelWord(t.Level)
	switch {
	case t.Wrong:
		mark, ink = kit.GlyphFails, kit.InkLost
		if t.Level == 0 {
			word = "wrong"
		}
	case t.Level == 0:
		mark, ink = kit.GlyphGhost, kit.InkWait
	}
	return th.Paint(ink, kit.PadRight(fmt.Sprintf("%s %s %s", mark, word, mock.Clock(t.At)), 17))
}

// detail says of the chosen item what was heard, and what each level sounds like.
func (c console) detail(w, most int) []string {
	th := c.env.Theme
	it, ok := c.item()
	if !ok {
		return nil
	}
	head := it.Title
	if it.Rungs > 0 {
		head += fmt.Sprintf(" · hints %d of %d", it.Hints, it.Rungs)
	}
	lines := []string{kit.Rule(th, kit.Cut(head, w-6), w)}
	if t := it.Tick; t != nil && t.Wrong && t.Level > 0 { // the row has no room for both
		lines = append(lines, kit.Paragraph(th, kit.InkText, "you, at "+mock.Clock(t.At)+": "+interview.MarkOf(t.Level, t.Wrong).Say("not shown"), w, "")...)
	}
	for _, e := range it.Machine.Evidence {
		lines = append(lines, kit.Paragraph(th, kit.InkGood, "heard “"+strings.Join(strings.Fields(kit.Clean(e.Text)), " ")+"”", w, "")...)
		break
	}
	for _, e := range it.Machine.Against {
		lines = append(lines, kit.Paragraph(th, kit.InkLost, kit.GlyphFails+" “"+strings.Join(strings.Fields(kit.Clean(e.Text)), " ")+"”", w, "")...)
		break
	}
	for i, text := range []string{it.Levels.Named, it.Levels.Explained, it.Levels.Tradeoff} {
		if text != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("%d %s: %s", i+1, levelWords[i+1], strings.Join(strings.Fields(text), " ")), w, "")...)
		}
	}
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], th.Paint(kit.InkFaint, "…"))
	}
	return lines
}

// sendLines are what can be sent, and the words of the chosen one.
func (c console) sendLines(w, h int) []string {
	th := c.env.Theme
	all := c.script.Suggest(c.view.State)
	l := c.list[panelSend].By(0, len(all))
	if len(all) == 0 {
		return []string{th.Paint(kit.InkFaint, "Nothing is left to send in this part: s says something of your own.")}
	}
	says := kit.Paragraph(th, kit.InkText, "“"+strings.Join(strings.Fields(all[l.At].Text), " ")+"”", w, "")
	if most := max(2, h/2-1); len(says) > most {
		says = append(says[:most-1:most-1], th.Paint(kit.InkFaint, "…"))
	}
	room := max(2, h-len(says)-1)
	from, to := l.View(len(all), room)
	var lines []string
	for i := from; i < to; i++ {
		lines = append(lines, c.sendLine(all[i], i == l.At, w))
	}
	lines = append(pad(lines, room), kit.Rule(th, "they would read", w))
	return append(lines, says...)
}

func (c console) sendLine(s interview.Suggestion, chosen bool, w int) string {
	th := c.env.Theme
	cursor, ink := "  ", kit.InkText
	sign := "  "
	switch {
	case s.Now:
		sign = th.Paint(kit.InkAccent, "● ")
	case s.Sent:
		sign, ink = th.Paint(kit.InkGood, kit.GlyphHolds+" "), kit.InkFaint
	}
	if chosen {
		cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	about := s.About
	if about == "" {
		about = s.Text
	}
	return cursor + sign + th.Paint(kit.InkDim, kit.PadRight(s.Group, 10)) + " " + th.Paint(ink, kit.Cut(strings.Join(strings.Fields(about), " "), w-16))
}

// designLines are the candidate's sketch, drawn as they type it, and the faults that it can be run with.
func (c console) designLines(w, h int) []string {
	th := c.env.Theme
	faults := c.faults()
	var below []string
	l := c.list[panelDesign].By(0, len(faults))
	from, to := l.View(len(faults), max(1, h/4))
	for i := from; i < to; i++ {
		cursor, ink := "  ", kit.InkText
		if i == l.At {
			cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		below = append(below, cursor+th.Paint(ink, faults[i]))
	}
	below = append([]string{kit.Rule(th, "break it", w)}, below...)
	if c.view.Running || c.trouble != "" || len(c.view.State.Trials) > 0 {
		below = append(below, c.pad.Outcome(w, max(1, h/4))...)
	}
	room := max(1, h-len(below))
	if strings.TrimSpace(c.view.Pad) == "" {
		return append(pad([]string{th.Paint(kit.InkFaint, "The candidate has drawn nothing yet.")}, room), below...)
	}
	drawn := c.pad.Drawing(w, room)
	if drawn == nil { // too small for a picture: the text says the same
		drawn = strings.Split(kit.Clean(c.view.Pad), "\n")
	}
	return append(pad(drawn, room), below...)
}

// noteLines are the script's notes for this part, and the host's own.
func (c console) noteLines(w, h int) []string {
	th := c.env.Theme
	var lines []string
	if n := c.script.Def.Phases[c.view.State.Phase].Notes; n != "" {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, "Script: "+strings.Join(strings.Fields(n), " "), w, "")...)
		lines = append(lines, "")
	}
	own := 0
	for _, l := range c.view.State.Lines {
		if l.Kind == interview.Noted {
			own++
			lines = append(lines, kit.Paragraph(th, kit.InkText, mock.Clock(l.At)+" "+l.Text, w, "")...)
		}
	}
	if own == 0 {
		lines = append(lines, th.Paint(kit.InkFaint, "n writes a note. Only you see it: it is in no debrief."))
	}
	if over := len(lines) - h; over > 0 {
		lines = lines[over:]
	}
	return lines
}

// waiting is how the candidate joins, and who is here.
func (c console) waiting(w int) []string {
	th := c.env.Theme
	lines := []string{th.Paint(kit.InkTitle, "How the candidate joins"), ""}
	for _, l := range c.way.Lines {
		if strings.HasPrefix(l, " ") {
			lines = append(lines, th.Paint(kit.InkCode, l))
			continue
		}
		lines = append(lines, kit.Paragraph(th, kit.InkText, l, w, "")...)
	}
	if c.way.Warn != "" {
		lines = append(lines, "")
		lines = append(lines, kit.Paragraph(th, kit.InkWait, "! "+c.way.Warn, w, "")...)
	}
	lines = append(lines, "")
	if c.view.Guest {
		lines = append(lines, th.Paint(kit.InkGood, kit.GlyphHolds+" The candidate is here."))
	} else {
		lines = append(lines, th.Paint(kit.InkWait, kit.GlyphOpen+" The candidate is not here yet."))
	}
	if n := c.view.Refused; n > 0 {
		lines = append(lines, th.Paint(kit.InkLost, fmt.Sprintf("%s Turned away at the door: %d wrong codes or keys.", kit.GlyphFails, n)))
	}
	if !c.view.State.Started {
		lines = append(lines, "")
		lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("Enter begins: the clock of %d minutes starts, and the first part is asked.", c.script.Def.Minutes), w, "")...)
	}
	return lines
}
