// Package debrief closes a lesson: predictions against what happened, the challenge,
// the checklist items gained, and what to review when.
package debrief

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys of the debrief.
var Bindings = kit.Table{Name: "Debrief", Bindings: []kit.Binding{
	{ID: "on", Keys: []string{"enter"}, Help: "finish", Group: "Lesson", Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down a line", Group: "Move"},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up a line", Group: "Move"},
	{ID: "pgdown", Keys: []string{"pgdown", "space"}, Help: "down a page", Group: "Move"},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Move"},
}}

type step struct {
	screen.StepContext
	scroll screen.Scroll
	w, h   int
	lines  []string
}

// New plays a debrief step.
func New(c screen.StepContext) screen.Step { return step{StepContext: c} }

func (s step) Init() tea.Cmd { return nil }

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	s.lines = s.build()
	return s
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		s.lines = s.build()
	case tea.KeyPressMsg:
		hit, ok := Bindings.Match(msg, "", nil)
		if !ok {
			return s, nil
		}
		switch hit.ID {
		case "on":
			if s.Done() {
				return s, screen.Send(screen.Pop{})
			}
			return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.Pop{})
		case "down":
			s.scroll = s.scroll.By(1)
		case "up":
			s.scroll = s.scroll.By(-1)
		case "pgdown":
			s.scroll = s.scroll.By(max(1, s.h-3))
		case "pgup":
			s.scroll = s.scroll.By(-max(1, s.h-3))
		}
		s.scroll = s.scroll.Clamp(len(s.lines), screen.Rows(len(s.lines), s.h))
	}
	return s, nil
}

func (s step) Keys() screen.Keys { return screen.Keys{Table: Bindings} }

func (s step) View(_, h int) screen.Page {
	return screen.Page{Lines: s.scroll.View(s.lines, h, s.Env.Theme)}
}

func (s step) build() []string {
	now := s.Env.Journal.Now()
	sum := s.State.Debrief(s.Env.Journal.Pack.Manifest.ID, s.Lesson)
	sum.Reviews = s.Env.Journal.ReviewsOf(s.Lesson.ID) // as the goals want them
	sum = sum.WithDesigns(s.Env.Journal.Pack, s.Lesson, s.State)
	return Lines(sum, now, s.Env.Theme, min(max(s.w, 40), 84))
}

// Lines writes a debrief in lines of at most w cells.
func Lines(d lessons.Debrief, now time.Time, th *kit.Theme, w int) []string {
	var lines []string
	section := func(title string, body []string) {
		if len(body) > 0 {
			lines = append(lines, th.Paint(kit.InkTitle, title))
			lines = append(append(lines, body...), "")
		}
	}
	section("Your predictions", predictions(d, th, w))
	section("The challenge", challenges(d, th, w))
	section("Checklist items gained", gains(d.Gained, th, w))
	section("Not there yet", gains(d.Missing, th, w))
	section("Review", reviews(d.Reviews, now, th, w))
	return lines
}

func predictions(d lessons.Debrief, th *kit.Theme, w int) []string {
	var lines []string
	for _, p := range d.Predictions {
		mark, ink := "✗", kit.InkLost
		if p.Result == lessons.Right {
			mark, ink = "✓", kit.InkGood
		}
		said := "you said “" + p.Said + "”"
		if p.Confidence > 0 {
			said += fmt.Sprintf(", %d %% sure", p.Confidence)
		}
		lines = append(lines, kit.Paragraph(th, ink, mark+" "+said, w, "  ")...)
		if p.Result != lessons.Right {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, "it was: "+p.Answer, w, "    ")...)
		}
	}
	if d.Rated > 1 {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("Brier score %.2f (0 is perfect, 0.25 is a coin that knows it is one)", d.Brier), w, "  ")...)
	}
	return lines
}

func challenges(d lessons.Debrief, th *kit.Theme, w int) []string {
	var lines []string
	for _, c := range d.Challenges {
		mark, ink, text := "✗", kit.InkLost, fmt.Sprintf("not met in %s", times(c.Tries, "judgement"))
		if c.Won {
			mark, ink, text = "✓", kit.InkGood, fmt.Sprintf("met after %s", times(c.Tries, "judgement"))
		}
		if c.Hints > 0 {
			text += ", with " + times(c.Hints, "hint")
		}
		lines = append(lines, kit.Paragraph(th, ink, mark+" "+c.Title+": "+text, w, "  ")...)
		if b := c.Best; b != nil {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("best design: %d of %d runs (%.0f to %.0f %%)%s", b.Passed, b.Seeds, b.Low*100, b.High*100, knobs(b.Settings)), w, "    ")...)
		}
	}
	return lines
}

func knobs(set map[string]string) string {
	if len(set) == 0 {
		return ""
	}
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(set)) {
		parts = append(parts, k+" "+set[k])
	}
	return ", " + strings.Join(parts, ", ")
}

// shownWords tell what the judged design adds to the words.
var shownWords = map[grading.Shown]string{
	grading.SaidAndShown: "said, and your design shows it",
	grading.SaidNotShown: "said; your design does not show it",
	grading.ShownNotSaid: "your design shows it; your words don't",
}

func gains(items []lessons.Gain, th *kit.Theme, w int) []string {
	var lines []string
	for _, g := range items {
		word, ink := g.Level.String(), kit.InkGood
		switch {
		case g.Wrong:
			word, ink = "misconception", kit.InkLost
		case g.Level == grading.Missed && g.Claimed:
			word, ink = "your claim", kit.InkWait
		case g.Level == grading.Missed:
			word, ink = "not detected", kit.InkFaint
		case g.Level == grading.Named:
			ink = kit.InkWait
		case g.Level == grading.Tradeoff:
			word, ink = "trade-off", kit.InkAccent
		}
		lines = append(lines, "  "+th.Paint(ink, kit.PadRight(word, 14))+th.Paint(kit.InkText, g.Title)+th.Paint(kit.InkFaint, "  "+g.Section))
		if word := shownWords[g.Shown]; word != "" {
			lines = append(lines, "                "+th.Paint(kit.InkDim, word))
		}
		if g.Quote != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, "“"+strings.Join(strings.Fields(g.Quote), " ")+"”", w, "                ")...)
		}
	}
	return lines
}

func reviews(rs []lessons.Review, now time.Time, th *kit.Theme, w int) []string {
	var lines []string
	for _, r := range rs {
		lines = append(lines, "  "+th.Paint(kit.InkAccent, kit.PadRight(When(r.Due, now), 14))+th.Paint(kit.InkText, kit.Cut(r.Title, w-16)))
	}
	if len(rs) > 0 {
		lines = append(lines, th.Paint(kit.InkFaint, "  They come up on the home screen when they are due."))
	}
	return lines
}

// When names a day from today's point of view.
func When(due, now time.Time) string {
	days := int(day(due).Sub(day(now)).Hours()/24 + 0.5)
	switch {
	case days <= 0:
		return "today"
	case days == 1:
		return "tomorrow"
	case days < 14:
		return fmt.Sprintf("in %d days", days)
	}
	return due.Format("2 Jan 2006")
}

func day(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func times(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
