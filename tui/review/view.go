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
		r.scrolled(&page, r.end(), h)
	case !r.ready:
		page.Lines = []string{""} // for a moment, while the card is made
	case c == sizing || c == writing:
		r.typing(&page)
	default:
		r.scrolled(&page, r.body(), h)
	}
	return page
}

// block is lines with what can be clicked in them.
type block struct {
	lines []string
	spots []screen.Spot
}

// add puts lines below; a click on them presses the key, or sends msg if there is none, or does nothing.
func (b *block) add(key string, msg tea.Msg, w int, lines ...string) {
	if key != "" || msg != nil {
		b.spots = append(b.spots, screen.Spot{Y: len(b.lines), W: w, H: len(lines), Key: key, Msg: msg})
	}
	b.lines = append(b.lines, lines...)
}

// scrolled shows what is in view of a block.
func (r review) scrolled(page *screen.Page, b block, h int) {
	page.Lines = r.scroll.View(b.lines, h, r.env.Theme)
	page.Spots = r.scroll.Spots(b.spots, len(b.lines), h)
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
func (r review) body() block {
	th := r.env.Theme
	b := block{lines: r.question()}
	if r.context() == shown {
		r.answer(&b)
		return b
	}
	for i, c := range r.card.Choices {
		b.add(string(rune('a'+i)), nil, r.w, kit.Paragraph(th, kit.InkText, c, r.w, "  ")...)
	}
	if len(r.card.Choices) > 0 {
		b.add("", nil, 0, "")
	}
	hint, look := "Say it to yourself, aloud if you can. Then look. Or type it, and see both side by side.", "enter"
	switch r.card.Kind {
	case lessons.ByChoice:
		hint, look = "Choose one by its letter.", ""
	case lessons.ByItem:
		hint = "Type it in a sentence or two, and it is graded. Or say it to yourself, and look."
	case lessons.ByDesign:
		hint = "Say it to yourself, and look. Or open the lesson there, and do it again."
	}
	if r.mode == waiting {
		hint, look = "One moment.", ""
	}
	b.add(look, nil, r.w, kit.Paragraph(th, kit.InkDim, hint, r.w, "")...)
	return b
}

// gradeWords are the four grades, in the order of their keys.
var gradeWords = []string{"not known", "hard", "good", "easy"}

// answer draws what the card says, beside what was said to it, and the grade that it seems to deserve.
func (r review) answer(b *block) {
	th := r.env.Theme
	passages := r.card.Answer
	if r.reply.Said != "" && len(passages) > 0 {
		first := passages[0]
		label := first.Label
		if label == "" {
			label = "The card says"
		}
		b.lines = append(b.lines, r.both("You said", r.said(), label, first.Text)...)
		passages = passages[1:]
	}
	if r.reply.Proposed != 0 { // above what is long, so that it is in view
		if r.reply.Say != "" {
			b.lines = append(b.lines, kit.Paragraph(th, kit.InkText, r.reply.Say, r.w, "")...)
		}
		r.grades(b, "Proposed:")
		b.lines = append(b.lines, "")
	}
	for _, p := range passages {
		if p.Label != "" {
			b.lines = append(b.lines, th.Paint(kit.InkDim, p.Label))
		}
		ink := kit.InkGood
		if p.Mine {
			ink = kit.InkText
		}
		b.lines = append(append(b.lines, kit.Paragraph(th, ink, p.Text, r.w, "  ")...), "")
	}
	if r.reply.Proposed == 0 {
		r.grades(b, "How was it?")
	}
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

// grades shows the four grades, the proposed one marked. Each can be clicked.
func (r review) grades(b *block, heading string) {
	th := r.env.Theme
	line, x := th.Paint(kit.InkDim, heading), kit.Width(heading)
	for i, word := range gradeWords {
		key := fmt.Sprint(i + 1)
		text, ink := key+" "+word, kit.InkDim // to be rated by oneself
		switch r.reply.Proposed {
		case 0:
		case lessons.Grade(i + 1):
			text, ink = "["+text+"]", kit.InkSelected
		default:
			text, ink = " "+text+" ", kit.InkFaint
		}
		gap := "  "
		if i > 0 && r.reply.Proposed == 0 {
			gap = "   "
		}
		b.spots = append(b.spots, screen.Spot{X: x, Y: len(b.lines), W: kit.Width(gap + text), H: 1, Key: key})
		x += kit.Width(gap + text)
		line += gap + th.Paint(ink, text)
	}
	b.lines = append(b.lines, line)
}

// end is what is shown when no card is left: what was done, what is over the limit, and what is set aside.
func (r review) end() block {
	th := r.env.Theme
	b := block{lines: []string{""}}
	if n := len(r.queue.Over); n > 0 {
		b.add("m", nil, r.w, th.Paint(kit.InkGood, kit.GlyphHolds+" That is your limit for today.")+th.Paint(kit.InkDim, fmt.Sprintf("  %s due beyond it: m", are(n, "card"))))
	} else {
		b.add("", nil, 0, th.Paint(kit.InkGood, kit.GlyphHolds+" Nothing more is due today."))
	}
	b.add("", nil, 0, "", th.Paint(kit.InkDim, r.summary()))
	if len(r.aside) == 0 {
		return b
	}
	b.add("", nil, 0, "", "  "+kit.Rule(th, "set aside", r.w-4), "")
	b.add("", nil, 0, kit.Paragraph(th, kit.InkText, fmt.Sprintf("Forgotten %d times or more. Asking once more teaches nothing: read it again, then have it asked. Known once, it is back in the queue.", lessons.LeechLapses), r.w, "  ")...)
	b.add("", nil, 0, "")
	for i, a := range r.aside {
		mark, ink := "  ", kit.InkText
		if i == r.cursor {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		var lines []string
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
		b.add("", screen.Pick{At: i}, r.w, append(lines, kit.Paragraph(th, kit.InkDim, read, r.w, "      ")...)...)
	}
	return b
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
