package review

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// sideBySide is the least width in which what was said stands beside the answer.
const sideBySide = 68

// onFirstLine marks where the text begins.
func onFirstLine(info textarea.PromptInfo) string {
	if info.LineNumber == 0 {
		return kit.GlyphCursor + " "
	}
	return "  "
}

// fit gives the answer the room it needs: a line for a quantity, some for words.
func (r *review) fit() {
	if r.w == 0 {
		return
	}
	r.input.SetWidth(r.w)
	rows := 1
	if r.card.Kind != lessons.BySize {
		rows = max(3, min(8, r.h-len(r.question())-4))
	}
	r.input.SetHeight(rows)
}

func (r review) View(w, h int) screen.Page {
	r.w = min(w, 84)
	page := screen.Page{Title: "Review", Status: r.status()}
	switch c := r.context(); {
	case c == empty || c == leeches:
		page.Lines = r.scroll.View(r.end(), h, r.env.Theme)
	case !r.ready:
		page.Lines = []string{""} // for a moment, while the card is made
	case c == sizing || c == writing:
		r.typing(&page)
	default:
		page.Lines = r.scroll.View(r.body(), h, r.env.Theme)
	}
	return page
}

func (r review) status() string {
	left := len(r.queue.Cards)
	if left == 0 {
		return ""
	}
	text := fmt.Sprintf("%d to go", left)
	if r.queue.Cards[0].Leech() {
		text = fmt.Sprintf("forgotten %d times · ", r.queue.Cards[0].Lapses) + text
	}
	return text
}

func (r review) question() []string {
	th := r.env.Theme
	where := "" // for a moment there is no card
	if r.card.Lesson != nil {
		where = r.card.Lesson.Title
	}
	lines := []string{th.Paint(kit.InkFaint, where), ""}
	return append(append(lines, kit.Paragraph(th, kit.InkTitle, r.card.Question, r.w, "")...), "")
}

// typing draws a card whose answer is typed.
func (r review) typing(page *screen.Page) {
	th := r.env.Theme
	page.Lines = r.question()
	if c := r.input.Cursor(); c != nil {
		page.Cursor = &tea.Position{X: c.X, Y: c.Y + len(page.Lines)}
	}
	page.Lines = append(append(page.Lines, strings.Split(r.input.View(), "\n")...), "")
	switch {
	case r.say != "":
		page.Lines = append(page.Lines, kit.Paragraph(th, kit.InkWait, r.say, r.w, "")...)
	case r.card.Kind == lessons.BySize:
		page.Lines = append(page.Lines, kit.Paragraph(th, kit.InkDim, "Type the number, with its unit if you like. Enter alone shows the answer.", r.w, "")...)
	}
}

// body draws a card that is asked, or one whose answer is shown.
func (r review) body() []string {
	th := r.env.Theme
	lines := r.question()
	if r.context() == shown {
		return append(lines, r.answer()...)
	}
	for _, c := range r.card.Choices {
		lines = append(lines, kit.Paragraph(th, kit.InkText, c, r.w, "  ")...)
	}
	if len(r.card.Choices) > 0 {
		lines = append(lines, "")
	}
	hint := "Say it to yourself, aloud if you can. Then look. Or type it, and see both side by side."
	switch r.card.Kind {
	case lessons.ByChoice:
		hint = "Choose one by its letter."
	case lessons.ByItem:
		hint = "Type it in a sentence or two, and it is graded. Or say it to yourself, and look."
	case lessons.ByDesign:
		hint = "Say it to yourself, and look. Or open the lesson there, and do it again."
	}
	switch r.mode {
	case waiting:
		hint = "One moment."
	}
	return append(lines, kit.Paragraph(th, kit.InkDim, hint, r.w, "")...)
}

// answer draws what the card says, beside what was said to it, and the grade that it seems to deserve.
func (r review) answer() []string {
	th := r.env.Theme
	var lines []string
	passages := r.card.Answer
	if r.reply.Said != "" && len(passages) > 0 {
		first := passages[0]
		label := first.Label
		if label == "" {
			label = "The card says"
		}
		lines = r.both("You said", r.said(), label, first.Text)
		passages = passages[1:]
	}
	if r.reply.Proposed != 0 { // above what is long, so that it is in view
		if r.reply.Say != "" {
			lines = append(lines, kit.Paragraph(th, kit.InkText, r.reply.Say, r.w, "")...)
		}
		lines = append(lines, r.proposal(), "")
	}
	for _, p := range passages {
		if p.Label != "" {
			lines = append(lines, th.Paint(kit.InkDim, p.Label))
		}
		ink := kit.InkGood
		if p.Mine {
			ink = kit.InkText
		}
		lines = append(append(lines, kit.Paragraph(th, ink, p.Text, r.w, "  ")...), "")
	}
	if r.reply.Proposed == 0 {
		lines = append(lines, th.Paint(kit.InkDim, "How was it?  1 not known   2 hard   3 good   4 easy"))
	}
	return lines
}

// said is what was said; of a choice, its text.
func (r review) said() string {
	if r.card.Kind == lessons.ByChoice {
		if i := int(r.reply.Said[0] - 'a'); i >= 0 && i < len(r.card.Choices) {
			return strings.TrimSpace(r.card.Choices[i][1:])
		}
	}
	return r.reply.Said
}

// both sets two texts side by side, or one above the other where there is no room.
func (r review) both(leftLabel, left, rightLabel, right string) []string {
	th := r.env.Theme
	if r.w < sideBySide {
		lines := []string{th.Paint(kit.InkDim, leftLabel)}
		lines = append(append(lines, kit.Paragraph(th, kit.InkText, left, r.w, "  ")...), "", th.Paint(kit.InkDim, rightLabel))
		return append(append(lines, kit.Paragraph(th, kit.InkGood, right, r.w, "  ")...), "")
	}
	col := (r.w - 4) / 2
	a := append([]string{th.Paint(kit.InkDim, leftLabel)}, kit.Paragraph(th, kit.InkText, left, col, "  ")...)
	b := append([]string{th.Paint(kit.InkDim, rightLabel)}, kit.Paragraph(th, kit.InkGood, right, col, "  ")...)
	var lines []string
	for i := range max(len(a), len(b)) {
		line := ""
		if i < len(a) {
			line = a[i]
		}
		if i < len(b) {
			line = kit.PadRight(line, col) + "    " + b[i]
		}
		lines = append(lines, line)
	}
	return append(lines, "")
}

// proposal shows the four grades, the proposed one marked.
func (r review) proposal() string {
	th := r.env.Theme
	line := th.Paint(kit.InkDim, "Proposed:")
	for i, word := range []string{"not known", "hard", "good", "easy"} {
		text := fmt.Sprintf("%d %s", i+1, word)
		if lessons.Grade(i+1) == r.reply.Proposed {
			line += "  " + th.Paint(kit.InkSelected, "["+text+"]")
		} else {
			line += "  " + th.Paint(kit.InkFaint, " "+text+" ")
		}
	}
	return line
}

// end is what is shown when no card is left: what was done, what is over the limit, and what is set aside.
func (r review) end() []string {
	th := r.env.Theme
	lines := []string{"", th.Paint(kit.InkGood, kit.GlyphHolds+" Nothing more is due today.")}
	if n := len(r.queue.Over); n > 0 {
		lines = []string{"", th.Paint(kit.InkGood, kit.GlyphHolds+" That is your limit for today.") + th.Paint(kit.InkDim, fmt.Sprintf("  %s due beyond it: m", are(n, "card")))}
	}
	lines = append(lines, "", th.Paint(kit.InkDim, r.summary()))
	if len(r.aside) == 0 {
		return lines
	}
	lines = append(lines, "", "  "+kit.Rule(th, "set aside", r.w-4), "")
	lines = append(lines, kit.Paragraph(th, kit.InkText, fmt.Sprintf("Forgotten %d times or more. Asking once more teaches nothing: read it again, then have it asked. Known once, it is back in the queue.", lessons.LeechLapses), r.w, "  ")...)
	lines = append(lines, "")
	for i, a := range r.aside {
		mark, ink := "  ", kit.InkText
		if i == r.cursor {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		for j, l := range kit.Wrap(a.card.Question, r.w-4) {
			if j > 0 {
				mark = "  "
			}
			lines = append(lines, "  "+mark+th.Paint(ink, l))
		}
		read := fmt.Sprintf("forgotten %d times", a.review.Lapses)
		if a.step >= 0 {
			read += fmt.Sprintf("; read step %d again, “%s”, of %s", a.step+1, a.card.Lesson.Steps[a.step].Title, a.card.Lesson.Title)
		}
		lines = append(lines, kit.Paragraph(th, kit.InkDim, read, r.w, "      ")...)
	}
	return lines
}

func (r review) summary() string {
	switch n := len(r.rated); n {
	case 0:
		return "Reviews come from what you answered in lessons."
	case 1:
		return "1 card reviewed."
	default:
		return fmt.Sprintf("%d cards reviewed.", n)
	}
}

// are is "1 card is", "2 cards are".
func are(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}
