package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// wideFrom is the width from which the map and what stands for the interview stand beside
// each other.
const wideFrom = 130

// block is some lines of the page, and where lessons can be clicked in them.
type block struct {
	lines []string
	spots []screen.Spot
}

func (b *block) add(lines ...string) { b.lines = append(b.lines, lines...) }

// join adds the lines of another block below, x cells to the right.
func (b *block) join(o block) {
	for _, s := range o.spots {
		s.Y += len(b.lines)
		b.spots = append(b.spots, s)
	}
	b.lines = append(b.lines, o.lines...)
}

// mapWidth is how many cells the map has on a screen of w.
func (h home) mapWidth(w int) int {
	if w >= wideFrom {
		return w * 6 / 10
	}
	return w
}

func (h home) View(w, height int) screen.Page {
	th := h.env.Theme
	now := h.env.Journal.Now()
	states := h.env.Journal.States()
	var top block
	top.add("")
	long := 0 // lines of the welcome that can be done without
	if !AnyBegun(states) {
		welcome := h.welcome(w)
		long = len(welcome) - 2
		top.add(welcome...)
	}
	top.add(h.head(states, now, w)...)
	mw := h.mapWidth(w)
	var way block
	way.add("", "  "+kit.Rule(th, "the way", mw-4))
	way.join(h.lessonMap(states, mw))
	side := w
	if w >= wideFrom {
		side = w - mw
	}
	ready := append([]string{"", "  " + kit.Rule(th, readyHead, side-4)}, h.readiness(states, side)...)
	if w >= wideFrom {
		way.add(h.steps(states)...)
		ready = append(ready, h.coming(now, side, height-len(top.lines)-len(ready))...)
		top.join(beside(way, ready, mw))
	} else {
		if steps := h.steps(states); len(top.lines)+len(way.lines)+len(steps)+len(ready) <= height {
			way.add(steps...)
		}
		fits := func() bool {
			return len(top.lines)+len(way.lines)+len(ready) <= height+blanks(top.lines, way.lines, ready)
		}
		if w >= twoFrom && !fits() {
			ready = append(ready[:2:2], h.readinessInTwo(states, w)...)
		}
		if w >= twoFrom && !fits() && long > 0 {
			top.lines = slices.Delete(top.lines, 2, 2+long)
		}
		top.join(way)
		top.add(ready...)
	}
	page := screen.Page{Title: "sysprep", Status: h.status(now)}
	top = squeeze(top, height)
	page.Lines, page.Spots = h.scroll.View(top.lines, height, th), top.spots
	return page
}

// beside puts lines to the right of a block.
func beside(left block, right []string, w int) block {
	for i := range max(len(left.lines), len(right)) {
		if i == len(left.lines) {
			left.lines = append(left.lines, "")
		}
		if i < len(right) {
			left.lines[i] = kit.PadRight(left.lines[i], w) + right[i]
		}
	}
	return left
}

// status is the day, and how many are left until the interview.
func (h home) status(now time.Time) string {
	day := now.Local().Format("Mon 2 Jan")
	g := h.env.Journal.Goals()
	if g.Interview.IsZero() {
		return day
	}
	switch left := g.DaysLeft(now); {
	case left > 1:
		return fmt.Sprintf("%s · %d days left", day, left)
	case left == 1:
		return day + " · the interview is tomorrow"
	case left == 0:
		return day + " · the interview is today"
	}
	return day
}

// blanks counts the lines that squeeze can take out.
func blanks(of ...[]string) (n int) {
	for _, lines := range of {
		for _, l := range lines {
			if l == "" {
				n++
			}
		}
	}
	return n
}

// squeeze takes out blank lines, the last ones first, until lines fit in h rows.
func squeeze(b block, h int) block {
	for i := len(b.lines) - 1; i >= 0 && len(b.lines) > h; i-- {
		if b.lines[i] != "" {
			continue
		}
		b.lines = slices.Delete(b.lines, i, i+1)
		for j := range b.spots {
			if b.spots[j].Y > i {
				b.spots[j].Y--
			}
		}
	}
	return b
}

// welcome tells a newcomer what this is.
func (h home) welcome(w int) []string {
	th := h.env.Theme
	lines := kit.Paragraph(th, kit.InkTitle, "A flight simulator for distributed-systems interviews.", min(w-4, 84), "  ")
	lines = append(lines, kit.Paragraph(th, kit.InkText, "Read a story, say what will happen, watch it happen, mend it, and explain it in your own words. You are graded as in an interview.", min(w-4, 84), "  ")...)
	return append(lines, "")
}

// steps are the steps of the lesson under the cursor, for screens with room.
func (h home) steps(states map[string]lessons.State) []string {
	th := h.env.Theme
	if len(h.lessons()) == 0 {
		return nil
	}
	l := h.lessons()[h.cursor]
	s := states[l.ID]
	lines := []string{""}
	for i, st := range l.Steps {
		mark, ink := kit.GlyphOpen, kit.InkDim
		switch {
		case i < len(s.Steps) && s.Steps[i].Status == lessons.Done:
			mark, ink = "●", kit.InkText
		case s.Begun() && i == s.Current:
			mark, ink = "◆", kit.InkText
		}
		lines = append(lines, "      "+th.Paint(kit.InkAccent, mark)+" "+th.Paint(kit.InkFaint, kit.PadRight(string(st.Kind), 10))+th.Paint(ink, st.Title))
	}
	return lines
}

// label is the name of a line of the head.
func (h home) label(t string) string { return "  " + h.env.Theme.Paint(kit.InkDim, kit.PadRight(t, 9)) }

// head says where to go on, and what today holds.
func (h home) head(states map[string]lessons.State, now time.Time, w int) []string {
	th := h.env.Theme
	pack := h.env.Journal.Pack
	var lines []string
	if len(pack.Lessons) > 0 {
		i := h.cursor
		l, s := pack.Lessons[i], states[pack.Lessons[i].ID]
		verb, where := "Start", fmt.Sprintf("%d minutes, %s", l.Minutes, steps(len(l.Steps)))
		switch {
		case !s.Finished.IsZero():
			verb, where = "Again", "done on "+s.Finished.Local().Format("2 Jan")
		case s.Begun():
			verb, where = "Go on", fmt.Sprintf("step %d of %d, %s", s.Current+1, len(l.Steps), l.Steps[s.Current].Kind)
		}
		text := fmt.Sprintf("Lesson %d · %s", i+1, l.Title)
		lines = append(lines, kit.Cut(h.label(verb)+th.Paint(kit.InkAccent, text)+th.Paint(kit.InkDim, "   "+where), w-1))
		if missing := builds(pack, l, states); missing != "" && !s.Begun() {
			lines = append(lines, "           "+th.Paint(kit.InkWait, kit.Cut("builds on "+missing, w-13)))
		}
		if !s.Begun() && l.Summary != "" {
			for _, t := range kit.Wrap(l.Summary, min(w-13, 72)) {
				lines = append(lines, "           "+th.Paint(kit.InkText, t))
			}
		}
	}
	return append(lines, h.today(states, now, w)...)
}

// today is the plan of the day: what is due, the lesson to go on with, and what fits in ten
// minutes.
func (h home) today(states map[string]lessons.State, now time.Time, w int) []string {
	th := h.env.Theme
	reviews, queue := h.env.Journal.Reviews(), h.env.Journal.Queue()
	due := queue.Cards
	next := slices.IndexFunc(reviews, func(r lessons.Review) bool { return !r.SetAside() })
	var parts []string
	switch {
	case len(due) > 0:
		parts = append(parts, fmt.Sprintf("%s due (%d min)", times(len(due), "review"), lessons.Minutes(h.env.Journal.Pack, due)))
	case len(queue.Over) > 0:
		parts = append(parts, fmt.Sprintf("%s done, your limit", times(queue.Done, "review")))
	case next >= 0:
		parts = append(parts, "nothing due; next review "+nextDay(reviews[next].Due, now))
	case AnyBegun(states):
		parts = append(parts, "nothing due yet")
	default:
		parts = append(parts, "nothing due yet: reviews come from answers")
	}
	if len(due) > 0 || AnyBegun(states) {
		if next := h.rest(states); next != "" {
			parts = append(parts, next)
		}
	}
	lines := []string{h.label("Today") + th.Paint(kit.InkText, kit.Cut(strings.Join(parts, " · "), w-12))}
	if len(due) > 0 {
		lines = append(lines, h.label("10 min")+th.Paint(kit.InkDim, kit.Cut(h.tenMinutes(due), w-12)))
	}
	return lines
}

// rest says how much is left of the lesson to go on with.
func (h home) rest(states map[string]lessons.State) string {
	i := GoOn(h.env.Journal)
	if i >= len(h.lessons()) {
		return ""
	}
	l := h.lessons()[i]
	s := states[l.ID]
	if !s.Finished.IsZero() {
		return "all lessons done"
	}
	if s.Begun() && len(l.Steps) > 0 {
		return fmt.Sprintf("lesson %d (%d min left)", i+1, max(1, l.Minutes*(len(l.Steps)-s.DoneSteps())/len(l.Steps)))
	}
	return fmt.Sprintf("lesson %d (%d min)", i+1, l.Minutes)
}

// tenMinutes says what ten minutes are good for when reviews are due.
func (h home) tenMinutes(due []lessons.Review) string {
	key, pack := h.env.KeyOf("home.ten"), h.env.Journal.Pack
	fit := len(due)
	for fit > 1 && lessons.Minutes(pack, due[:fit]) > 10 {
		fit--
	}
	switch {
	case fit < len(due):
		return fmt.Sprintf("%s: %d of the reviews; the others keep", key, fit)
	case lessons.Minutes(pack, due) >= 7:
		return fmt.Sprintf("%s: all %s", key, times(fit, "review"))
	}
	return fmt.Sprintf("%s: %s, then a step of the lesson", key, times(fit, "review"))
}

// coming are the reviews of the next days, where there is room beside the map.
func (h home) coming(now time.Time, w, room int) []string {
	th := h.env.Theme
	reviews := h.env.Journal.Reviews()
	if len(reviews) == 0 || room < 4 {
		return nil
	}
	lines := []string{"", "  " + kit.Rule(th, "reviews to come", w-4)}
	for _, r := range reviews[:min(len(reviews), room-2, 12)] {
		when := "today"
		if !r.DueAt(now) {
			when = nextDay(r.Due, now)
		}
		lines = append(lines, "  "+th.Paint(kit.InkAccent, kit.PadRight(when, 12))+th.Paint(kit.InkText, kit.Cut(strings.Join(strings.Fields(r.Title), " "), w-18)))
	}
	return lines
}

// nextDay says on which day something is due, by the calendar of now's location.
func nextDay(due, now time.Time) string {
	civil := func(t time.Time) time.Time { // in UTC, where all days have 24 hours
		y, m, d := t.In(now.Location()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	days := int(civil(due).Sub(civil(now)) / (24 * time.Hour))
	if days <= 1 {
		return "tomorrow"
	}
	return fmt.Sprintf("in %d days", days)
}

func times(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
