package explain

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/grading"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

const maxWidth = 84

func (s step) View(w, h int) screen.Page {
	w = min(w, maxWidth)
	switch s.mode {
	case writing:
		return s.viewWriting(w)
	case pointing:
		return screen.Page{Lines: s.scroll.View(s.viewPointing(w), h, s.Env.Theme)}
	}
	return screen.Page{Status: s.band(), Lines: s.scroll.View(s.viewVerdict(w), h, s.Env.Theme)}
}

// prompt is the step's own question, or the rubric's.
func (s step) prompt() string {
	if p := s.Step().Explain.Prompt; p != "" {
		return p
	}
	if r := s.Env.Journal.Pack.Rubrics.Of(s.Step().Explain.Question); r != nil {
		return r.Prompt
	}
	return ""
}

func (s step) question() []string {
	lines := kit.Wrap(s.prompt(), min(s.w, maxWidth))
	for i := range lines {
		lines[i] = s.Env.Theme.Paint(kit.InkTitle, lines[i])
	}
	return append(lines, "")
}

func (s step) viewWriting(w int) screen.Page {
	th := s.Env.Theme
	lines := append(s.question(), s.text...)
	lines = append(lines, th.Paint(kit.InkBorder, strings.Repeat("─", w)))
	page := screen.Page{Status: s.count()}
	if c := s.area.Cursor(); c != nil && !s.sending {
		page.Cursor = &tea.Position{X: c.X, Y: c.Y + len(lines)}
	}
	lines = append(lines, strings.Split(s.area.View(), "\n")...)
	lines = append(lines, th.Paint(kit.InkBorder, strings.Repeat("─", w)))
	switch {
	case s.sending:
		lines = append(lines, th.Paint(kit.InkDim, "Reading your answer…"))
	case s.say != "":
		lines = append(lines, th.Paint(kit.InkWait, s.say))
	}
	page.Lines = lines
	return page
}

func (s step) count() string {
	n := len(strings.Fields(s.area.Value()))
	saved := "draft saved"
	if s.area.Value() != s.kept {
		saved = "saving…"
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d words · %s", n, saved)
}

func (s step) band() string {
	a := s.Did().LastAnswer()
	if a == nil {
		return ""
	}
	seen := 0
	for _, v := range a.Verdict.Items {
		if v.Level >= grading.Explained && !v.Wrong {
			seen++
		}
	}
	return fmt.Sprintf("%d of %d explained · %s", seen, len(a.Verdict.Items), a.Verdict.Band)
}

func (s step) viewVerdict(w int) []string {
	th := s.Env.Theme
	a := s.Did().LastAnswer()
	if a == nil {
		return nil
	}
	var lines []string
	if s.hint != "" {
		lines = append(lines, kit.Paragraph(th, kit.InkAccent, "Hint: "+s.hint, w, "")...)
		lines = append(lines, "")
	}
	if s.model {
		lines = append(lines, th.Paint(kit.InkTitle, "One way to say it"))
		lines = append(lines, kit.Paragraph(th, kit.InkText, s.modelAnswer(), w, "  ")...)
		lines = append(lines, "")
	}
	for _, v := range s.joined.Items {
		lines = append(lines, s.item(v, w)...)
	}
	lines = append(lines, s.sums(w)...)
	if s.Did().Changed {
		lines = append(lines, th.Paint(kit.InkWait, "The question was edited since you answered."))
	}
	return append(lines, kit.Paragraph(th, kit.InkFaint, s.Env.Named("Graded from your words alone. What was not detected may still be there: {explaining.point} points at it."), w, "")...)
}

var levelMarks = map[grading.Level]struct {
	mark string
	word string
	ink  kit.Ink
}{
	grading.Missed:    {"·", "not detected", kit.InkFaint},
	grading.Named:     {"◐", "named", kit.InkWait},
	grading.Explained: {"✓", "explained", kit.InkGood},
	grading.Tradeoff:  {"★", "trade-off", kit.InkAccent},
}

// sums are the calculations whose results do not hold, and how many do.
func (s step) sums(w int) (lines []string) {
	th := s.Env.Theme
	right := 0
	for _, sum := range s.joined.Sums {
		if sum.Right {
			right++
			continue
		}
		lines = append(lines, kit.Paragraph(th, kit.InkLost, "✗ “"+oneLine(sum.Span.Text)+"”: "+sum.Say, w, "    ")...)
	}
	if right > 0 {
		lines = append(lines, th.Paint(kit.InkGood, fmt.Sprintf("    ✓ %d of %d calculations right", right, len(s.joined.Sums))))
	}
	if len(lines) > 0 {
		lines = append(append([]string{th.Paint(kit.InkTitle, "Your calculations")}, lines...), "")
	}
	return lines
}

var shownInks = map[grading.Shown]kit.Ink{grading.SaidAndShown: kit.InkGood, grading.SaidNotShown: kit.InkWait, grading.ShownNotSaid: kit.InkWait}

// item is one rubric item: its level, the learner's words, and the way to the next level.
func (s step) item(v grading.ItemVerdict, w int) []string {
	th := s.Env.Theme
	m := levelMarks[v.Level]
	word := m.word
	if v.Claimed {
		word += ", you point at it"
	}
	if v.Wrong {
		word += ", with a misconception"
		m.mark, m.ink = "✗", kit.InkLost
	}
	lines := []string{th.Paint(m.ink, m.mark+" "+word) + "  " + th.Paint(kit.InkTitle, v.Title)}
	for _, e := range v.Evidence {
		lines = append(lines, kit.Paragraph(th, kit.InkText, "“"+oneLine(e.Text)+"”", w, "    ")...)
	}
	for _, e := range v.Against {
		lines = append(lines, kit.Paragraph(th, kit.InkLost, "✗ “"+oneLine(e.Text)+"”", w, "    ")...)
	}
	if v.Design != "" {
		lines = append(lines, kit.Paragraph(th, shownInks[v.Shown], v.Design, w, "    ")...)
	}
	if v.Feedback != "" && (v.Wrong || v.Level == grading.Missed && v.Claimed) {
		lines = append(lines, kit.Paragraph(th, kit.InkDim, v.Feedback, w, "    ")...)
	}
	if v.Next != "" {
		next := kit.Wrap("Next: "+v.Next, w-4)
		next[0] = th.Paint(kit.InkAccent, "Next:") + th.Paint(kit.InkText, strings.TrimPrefix(next[0], "Next:"))
		for _, t := range next {
			lines = append(lines, "    "+t)
		}
	}
	return append(lines, "")
}

func (s step) viewPointing(w int) []string {
	th := s.Env.Theme
	items := s.unseen()
	if len(items) == 0 {
		return nil
	}
	it := items[min(s.point.item, len(items)-1)]
	lines := []string{
		th.Paint(kit.InkTitle, "Where did you cover this?  ") + th.Paint(kit.InkSelected, "‹ "+it.Title+" ›"),
		"",
	}
	for i, sp := range s.point.sentences {
		mark, ink := "  ", kit.InkDim
		if i == s.point.at {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		for j, l := range kit.Wrap(oneLine(sp.Text), w-4) {
			if j > 0 {
				mark = "  "
			}
			lines = append(lines, mark+th.Paint(ink, l))
		}
	}
	return append(lines, "", th.Paint(kit.InkFaint, "The item then counts as named, and is shown as your own claim."))
}

// nextHint is the next rung of the ladder of the first item that needs help.
func (s step) nextHint() string {
	a := s.Did().LastAnswer()
	r := s.Env.Journal.Pack.Rubrics.Of(s.Step().Explain.Question)
	if a == nil || r == nil {
		return ""
	}
	for _, v := range a.Verdict.Items {
		if v.Level >= grading.Explained && !v.Wrong {
			continue
		}
		for _, it := range r.Items {
			if it.ID == v.ID {
				ladder := []string{it.Hints.Nudge, it.Hints.Narrow, it.Hints.Teach}
				return ladder[min(s.Did().Hints, len(ladder)-1)]
			}
		}
	}
	return ""
}

func (s step) modelAnswer() string {
	if r := s.Env.Journal.Pack.Rubrics.Of(s.Step().Explain.Question); r != nil {
		return r.ModelAnswer
	}
	return ""
}

func oneLine(t string) string { return strings.Join(strings.Fields(t), " ") }
