package review

import (
	"fmt"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

func (r review) View(w, h int) screen.Page {
	w = min(w, 84)
	th := r.env.Theme
	page := screen.Page{Title: "Review", Status: fmt.Sprintf("%d to go", len(r.due))}
	card, ok := r.card()
	if !ok {
		page.Lines = []string{"", th.Paint(kit.InkGood, kit.GlyphHolds+" Nothing more is due today."), "", th.Paint(kit.InkDim, r.summary())}
		return page
	}
	lines := []string{th.Paint(kit.InkFaint, card.Lesson.Title), ""}
	lines = append(lines, kit.Paragraph(th, kit.InkTitle, card.Question, w, "")...)
	lines = append(lines, "")
	if r.shown {
		for _, p := range card.Answer {
			if p.Label != "" {
				lines = append(lines, th.Paint(kit.InkDim, p.Label))
			}
			ink := kit.InkGood
			if p.Mine {
				ink = kit.InkText
			}
			lines = append(append(lines, kit.Paragraph(th, ink, p.Text, w, "  ")...), "")
		}
	} else {
		for _, c := range card.Choices {
			lines = append(lines, kit.Paragraph(th, kit.InkText, c, w, "  ")...)
		}
		if len(card.Choices) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, th.Paint(kit.InkDim, "Say it to yourself, aloud if you can. Then look."))
	}
	page.Lines = r.scroll.View(lines, h, th)
	return page
}

func (r review) summary() string {
	switch r.done {
	case 0:
		return "Reviews come from what you answered in lessons."
	case 1:
		return "1 card reviewed."
	}
	return fmt.Sprintf("%d cards reviewed.", r.done)
}
