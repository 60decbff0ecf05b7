// Package home is the first screen: where to go on, what is due, the map of the
// lessons, and how ready the learner is by section of the checklist.
package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of the home screen.
var Bindings = kit.Table{Name: "Home", Bindings: []kit.Binding{
	{ID: "open", Keys: []string{"enter"}, Help: "go on", Group: "Lessons", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "next lesson", Group: "Lessons"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "lesson before", Group: "Lessons"},
	{ID: "right", Keys: []string{"right"}, Help: "a column on", Group: "Lessons"},
	{ID: "left", Keys: []string{"left"}, Help: "a column back", Group: "Lessons"},
	{ID: "review", Keys: []string{"r"}, Help: "review", Group: "Practice", Rank: 2},
	{ID: "interview", Keys: []string{"i"}, Help: "mock interview", Group: "Practice", Rank: 3},
	{ID: "lab", Keys: []string{"l"}, Help: "lab", Group: "Practice", Rank: 4},
}}

// Opener makes the screens that home leads to; the program wires it.
type Opener struct {
	Lesson func(l *content.Lesson) screen.Screen
	Review func() screen.Screen
	Lab    func(scenario string) screen.Screen

	Interviews func() screen.Screen
}

type home struct {
	env    *screen.Env
	open   Opener
	cursor int
	scroll screen.Scroll
	w      int
}

// New is the home screen, with the cursor on the lesson to go on with.
func New(env *screen.Env, open Opener) screen.Screen {
	h := home{env: env, open: open}
	h.cursor = GoOn(env.Journal)
	return h
}

// GoOn is the index of the lesson to go on with: the one touched last and not finished,
// else the first one not done.
func GoOn(j *journal.Journal) int {
	states := j.States()
	best, at := -1, time.Time{}
	for i, l := range j.Pack.Lessons {
		s := states[l.ID]
		if s.Begun() && s.Finished.IsZero() && s.Touched.After(at) {
			best, at = i, s.Touched
		}
	}
	if best >= 0 {
		return best
	}
	for i, l := range j.Pack.Lessons {
		if states[l.ID].Finished.IsZero() {
			return i
		}
	}
	return 0
}

func (h home) Init() tea.Cmd { return nil }

func (h home) Keys() screen.Keys { return screen.Keys{Table: Bindings, Why: h.why} }

func (h home) why(id string) string {
	if id == "review" && len(h.due()) == 0 {
		return "nothing is due"
	}
	if id == "interview" && len(h.env.Journal.Pack.Interviews.IDs()) == 0 {
		return "this pack has none"
	}
	return ""
}

func (h home) due() []lessons.Review {
	return lessons.Due(h.env.Journal.Reviews(), h.env.Journal.Now())
}

func (h home) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resumed:
		h.cursor = GoOn(h.env.Journal)
	case screen.Resized:
		h.w = msg.W
	case tea.KeyPressMsg:
		return h.key(msg)
	}
	return h, nil
}

func (h home) key(key tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(key, "", h.why)
	if !ok {
		return h, nil
	}
	if hit.Reason != "" {
		return h, screen.Send(screen.Notice{Text: hit.Help + ": " + hit.Reason})
	}
	pack := h.env.Journal.Pack
	switch hit.ID {
	case "open":
		return h, screen.Send(screen.Push{Screen: h.open.Lesson(pack.Lessons[h.cursor])})
	case "down":
		h.cursor = min(h.cursor+1, len(pack.Lessons)-1)
	case "up":
		h.cursor = max(h.cursor-1, 0)
	case "right":
		h.cursor = min(h.cursor+rows(len(pack.Lessons), h.w), len(pack.Lessons)-1)
	case "left":
		h.cursor = max(h.cursor-rows(len(pack.Lessons), h.w), 0)
	case "review":
		return h, screen.Send(screen.Push{Screen: h.open.Review()})
	case "interview":
		return h, screen.Send(screen.Push{Screen: h.open.Interviews()})
	case "lab":
		if id := scenarioOf(pack.Lessons[h.cursor]); id != "" {
			return h, screen.Send(screen.Push{Screen: h.open.Lab(id)})
		}
		return h, screen.Send(screen.Notice{Text: "this lesson has no simulated system"})
	}
	return h, nil
}

// scenarioOf is the scenario that a lesson plays first.
func scenarioOf(l *content.Lesson) string {
	for _, s := range l.Steps {
		if s.Simulate != nil {
			return s.Simulate.Scenario
		}
		if s.Challenge != nil {
			return s.Challenge.Scenario
		}
	}
	return ""
}

func (h home) View(w, height int) screen.Page {
	th := h.env.Theme
	now := h.env.Journal.Now()
	states := h.env.Journal.States()
	lines := []string{""}
	if !anyBegun(states) {
		lines = append(lines, h.welcome(w)...)
	}
	lines = append(lines, h.head(states, now, w)...)
	lines = append(lines, "", "  "+kit.Rule(th, "the way", w-4))
	lines = append(lines, h.lessonMap(states, w)...)
	ready := append([]string{"", "  " + kit.Rule(th, "ready for the interview", w-4)}, h.readiness(states, w)...)
	if steps := h.steps(states); len(lines)+len(steps)+len(ready) <= height {
		lines = append(lines, steps...)
	}
	lines = squeeze(append(lines, ready...), height)
	return screen.Page{Title: "sysprep", Status: now.Local().Format("Mon 2 Jan"), Lines: h.scroll.View(lines, height, th)}
}

// squeeze takes out blank lines, the last ones first, until lines fit in h rows.
func squeeze(lines []string, h int) []string {
	for i := len(lines) - 1; i >= 0 && len(lines) > h; i-- {
		if lines[i] == "" {
			lines = slices.Delete(lines, i, i+1)
		}
	}
	return lines
}

func anyBegun(states map[string]lessons.State) bool {
	for _, s := range states {
		if s.Begun() {
			return true
		}
	}
	return false
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
	if len(h.env.Journal.Pack.Lessons) == 0 {
		return nil
	}
	l := h.env.Journal.Pack.Lessons[h.cursor]
	s := states[l.ID]
	lines := []string{""}
	for i, st := range l.Steps {
		mark, ink := kit.GlyphOpen, kit.InkDim
		switch {
		case s.Steps[i].Status == lessons.Done:
			mark, ink = "●", kit.InkText
		case s.Begun() && i == s.Current:
			mark, ink = "◆", kit.InkText
		}
		lines = append(lines, "      "+th.Paint(kit.InkAccent, mark)+" "+th.Paint(kit.InkFaint, kit.PadRight(string(st.Kind), 10))+th.Paint(ink, st.Title))
	}
	return lines
}

// head says where to go on, and what today holds.
func (h home) head(states map[string]lessons.State, now time.Time, w int) []string {
	th := h.env.Theme
	pack := h.env.Journal.Pack
	label := func(t string) string { return "  " + th.Paint(kit.InkDim, kit.PadRight(t, 9)) }
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
		lines = append(lines, label(verb)+th.Paint(kit.InkAccent, text)+th.Paint(kit.InkDim, "   "+where))
		if missing := builds(pack, l, states); missing != "" && !s.Begun() {
			lines = append(lines, "           "+th.Paint(kit.InkWait, kit.Cut("builds on "+missing, w-13)))
		}
		if !s.Begun() && l.Summary != "" {
			for _, t := range kit.Wrap(l.Summary, min(w-13, 72)) {
				lines = append(lines, "           "+th.Paint(kit.InkText, t))
			}
		}
	}
	return append(lines, label("Today")+th.Paint(kit.InkText, h.today(now)))
}

func (h home) today(now time.Time) string {
	reviews := h.env.Journal.Reviews()
	due := lessons.Due(reviews, now)
	switch {
	case len(due) == 1:
		return "1 review due (1 min)"
	case len(due) > 1:
		return fmt.Sprintf("%d reviews due (%d min)", len(due), len(due))
	case len(reviews) > 0:
		return "nothing due; next review " + nextDay(reviews[0].Due, now)
	}
	return "nothing due yet: reviews come from what you answer"
}

func nextDay(due, now time.Time) string {
	days := int(due.Sub(now).Hours()/24) + 1
	if days <= 1 {
		return "tomorrow"
	}
	return fmt.Sprintf("in %d days", days)
}

// glyph tells how far a lesson is; a finished one with a misconception left, or with
// an item not yet named, is shaky.
func glyph(s lessons.State) (string, kit.Ink) {
	switch {
	case !s.Finished.IsZero() && shaky(s):
		return "◍", kit.InkWait
	case !s.Finished.IsZero():
		return "●", kit.InkGood
	case s.Begun():
		return "◐", kit.InkAccent
	}
	return "○", kit.InkDim
}

func shaky(s lessons.State) bool {
	for _, ss := range s.Steps {
		if a := ss.LastAnswer(); a != nil {
			for _, v := range a.Verdict.Items {
				if v.Wrong {
					return true
				}
			}
		}
	}
	return false
}

func (h home) readiness(states map[string]lessons.State, w int) []string {
	th := h.env.Theme
	var lines []string
	for _, s := range lessons.Mastery(h.env.Journal.Pack, states) {
		if s.Total == 0 {
			continue
		}
		gauge := bar(th, s, min(24, w/4))
		lines = append(lines, "  "+th.Paint(kit.InkText, kit.PadRight(s.Title, 19))+gauge+"  "+th.Paint(kit.InkDim, evidence(s)))
	}
	return lines
}

// bar shows explained items as a thick line, named ones as a dashed one.
func bar(th *kit.Theme, s lessons.Section, w int) string {
	full := s.Explained * w / s.Total
	half := s.Named * w / s.Total
	return th.Paint(kit.InkGood, strings.Repeat("━", full)) + th.Paint(kit.InkWait, strings.Repeat("╍", half)) +
		th.Paint(kit.InkBorder, strings.Repeat("─", w-full-half))
}

func evidence(s lessons.Section) string {
	if s.Explained+s.Named+s.Wrong == 0 {
		return fmt.Sprintf("%d to show", s.Total)
	}
	text := fmt.Sprintf("explained %d of %d", s.Explained, s.Total)
	if s.Named > 0 {
		text += fmt.Sprintf(", named %d", s.Named)
	}
	if s.Wrong > 0 {
		text += fmt.Sprintf(", wrong %d", s.Wrong)
	}
	return text
}

func steps(n int) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
