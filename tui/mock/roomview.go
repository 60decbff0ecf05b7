package mock

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

func (r room) View(w, h int) screen.Page {
	page := screen.Page{Title: r.script.Def.Title, Status: r.status()}
	if r.sketched {
		return r.viewSketch(page, w, h)
	}
	w = min(w, maxWidth)
	th := r.env.Theme
	field := r.fieldRows()
	room := h - field - 2
	lines := r.transcript(w)
	if r.busy && !r.state.Started {
		lines = append(lines, th.Paint(kit.InkDim, "The interviewer opens the door…"))
	}
	page.Lines = append(page.Lines, r.window(lines, room)...)
	page.Lines = append(page.Lines, r.rule(w))
	if c := r.area.Cursor(); c != nil {
		page.Cursor = &tea.Position{X: c.X, Y: c.Y + len(page.Lines)}
	}
	page.Lines = append(page.Lines, strings.Split(r.area.View(), "\n")...)
	page.Lines = append(page.Lines, r.below(w))
	return page
}

// window shows the end of the transcript, or what was scrolled to.
func (r room) window(lines []string, room int) []string {
	if room < 1 {
		return nil
	}
	end := max(min(len(lines), room), len(lines)-r.scroll)
	top := max(0, end-room)
	shown := append([]string(nil), lines[top:min(end, len(lines))]...)
	for len(shown) < room {
		shown = append(shown, "")
	}
	if top > 0 && len(shown) > 0 {
		shown[0] = r.env.Theme.Paint(kit.InkFaint, fmt.Sprintf("▲ %d more lines: page up", top+1))
	}
	if end < len(lines) {
		shown[len(shown)-1] = r.env.Theme.Paint(kit.InkFaint, fmt.Sprintf("▼ %d more lines: page down", len(lines)-end+1))
	}
	return shown
}

// rule separates the talk from the field, and says which part is on.
func (r room) rule(w int) string {
	p := r.script.Def.Phases[r.state.Phase]
	head := fmt.Sprintf("part %d of %d · %s", r.state.Phase+1, len(r.script.Def.Phases), p.Title)
	return kit.Rule(r.env.Theme, head, w)
}

// below is the line under the field.
func (r room) below(w int) string {
	th := r.env.Theme
	switch {
	case r.say != "":
		return th.Paint(kit.InkWait, kit.Cut(r.say, w))
	case r.busy:
		return th.Paint(kit.InkDim, "The interviewer listens…")
	case r.area.Value() == "":
		return th.Paint(kit.InkFaint, kit.Cut("Answer, or ask: a text that begins with ? is a question.", w))
	}
	saved := "draft saved"
	if r.area.Value() != r.kept {
		saved = "saving…"
	}
	return th.Paint(kit.InkFaint, fmt.Sprintf("%d words · %s", len(strings.Fields(r.area.Value())), saved))
}

// status is the clock: what is left of the part, and of it all.
func (r room) status() string {
	if !r.state.Started || r.state.Over {
		return ""
	}
	now := r.now()
	left := r.script.PhaseLeft(r.state, now)
	text := clock(left) + " left"
	if left < time.Minute {
		text = kit.GlyphFails + " " + text + " of this part"
	}
	hints := 0
	for _, n := range r.state.Hints {
		hints += n
	}
	if hints > 0 {
		text = fmt.Sprintf("hints %d · %s", hints, text)
	}
	return fmt.Sprintf("%s · %s of %d min", text, clock(now), r.script.Def.Minutes)
}

// clock writes minutes and seconds; what is over is 0:00.
func clock(d time.Duration) string {
	s := max(0, int(d.Round(time.Second)/time.Second))
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// transcript is all that was said.
func (r room) transcript(w int) []string {
	return transcript(r.env.Theme, r.script, r.state, len(r.state.Lines), r.boards, w)
}

// transcript sets the first n lines of an interview.
func transcript(th *kit.Theme, sc *interview.Script, s interview.State, n int, boards map[string]dashboard, w int) []string {
	var lines []string
	phase := -1
	for _, l := range s.Lines[:n] {
		if l.Kind == interview.Noted {
			continue
		}
		if l.Phase != phase {
			phase = l.Phase
			if phase > 0 {
				lines = append(lines, kit.Rule(th, sc.Def.Phases[phase].Title, w))
			}
		}
		lines = append(lines, spoken(th, l, w)...)
		if l.Kind == interview.Threw {
			if b, ok := boards[l.Ref]; ok {
				lines = append(lines, b.lines(th, w)...)
			}
		}
		lines = append(lines, "")
	}
	return lines
}

// spoken is one line of the talk: the interviewer's with a bar at its left, the candidate's indented.
func spoken(th *kit.Theme, l interview.Line, w int) []string {
	stamp := fmt.Sprintf("%6s ", clock(l.At))
	ink, mark, text := kit.InkText, th.Paint(kit.InkAccent, "┃ "), kit.Clean(l.Text)
	switch {
	case l.Kind == interview.Hinted:
		ink, text = kit.InkWait, "Hint: "+text
	case l.Kind == interview.Asked:
		mark, ink = "  ? ", kit.InkDim
	case l.Kind == interview.Tried:
		mark, ink = th.Paint(kit.InkBorder, "▷ "), kit.InkDim
	case l.Kind == interview.Joined || l.Kind == interview.Left:
		mark, ink = th.Paint(kit.InkBorder, kit.GlyphOpen+" "), kit.InkFaint // nobody said that
	case l.By == interview.Candidate:
		mark, ink = "  ", kit.InkDim
	}
	indent := strings.Repeat(" ", kit.Width(stamp))
	var lines []string
	for _, para := range strings.Split(text, "\n") {
		for _, t := range kit.Wrap(strings.TrimSpace(para), max(20, w-kit.Width(stamp)-4)) {
			head := indent
			if len(lines) == 0 {
				head = th.Paint(kit.InkFaint, stamp)
			}
			lines = append(lines, head+mark+th.Paint(ink, t))
			if l.Kind == interview.Asked {
				mark = "    "
			}
		}
	}
	return lines
}
