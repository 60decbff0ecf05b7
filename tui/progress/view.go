package progress

import (
	"fmt"
	"strings"

	"sysprep/lessons/report"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// headRows are the names of the views and a blank line.
const headRows = 2

// widest is how wide text may be.
const widest = 100

func (p progress) View(w, h int) screen.Page {
	p.w, p.h = w, h
	th := p.env.Theme
	page := screen.Page{Title: "Progress"}
	if !p.ready {
		page.Lines = []string{"", th.Paint(kit.InkDim, "Adding up what you did.")}
		return page
	}
	if len(p.report.Days) > 0 {
		page.Status = fmt.Sprintf("%s on %s", report.Spell(p.report.Spent), report.Count(len(p.report.Days), "day"))
	}
	page.Lines = append(p.head(), p.scroll.View(p.lines(), p.rows(), th)...)
	return page
}

// head names the views, the present one marked.
func (p progress) head() []string {
	th := p.env.Theme
	line := ""
	for i, v := range views {
		text := fmt.Sprintf("%d %s", i+1, v)
		if v == p.view || v == mastery && p.view == evidence {
			line += th.Paint(kit.InkSelected, "["+text+"]") + "  "
		} else {
			line += th.Paint(kit.InkDim, " "+text+" ") + "  "
		}
	}
	return []string{strings.TrimRight(line, " "), ""}
}

func (p progress) lines() []string {
	switch p.view {
	case calibration:
		return p.calibration()
	case history:
		return p.history()
	case evidence:
		return p.evidence()
	}
	lines, _ := p.mastery()
	return lines
}

// mastery lists the sections and their items, and says in which line the cursor is.
func (p progress) mastery() (lines []string, at int) {
	th := p.env.Theme
	w := min(p.w, widest)
	if len(p.report.Items) == 0 {
		return []string{th.Paint(kit.InkDim, "This pack asks no open questions.")}, 0
	}
	section := ""
	for i, it := range p.report.Items {
		if it.Section != section {
			if section != "" {
				lines = append(lines, "")
			}
			section = it.Section
			lines = append(lines, p.section(section, w))
		}
		cursor, ink := "  ", kit.InkText
		if it.Evidence == nil {
			ink = kit.InkDim
		}
		if i == p.cursor {
			cursor, ink, at = th.Paint(kit.InkAccent, kit.GlyphCursor+" "), kit.InkSelected, len(lines)
		}
		mark, markInk := standing(it.Standing)
		title := kit.Cut(it.Title, w-18)
		lines = append(lines, cursor+th.Paint(markInk, mark)+" "+th.Paint(ink, title)+strings.Repeat(" ", max(1, w-16-kit.Width(title)))+th.Paint(markInk, it.Standing))
	}
	return lines, at
}

// standing is the sign and ink of how an item counts.
func standing(word string) (string, kit.Ink) {
	switch word {
	case "explained":
		return kit.GlyphHolds, kit.InkGood
	case "named":
		return kit.GlyphPartly, kit.InkWait
	case "wrong":
		return kit.GlyphFails, kit.InkLost
	}
	return kit.GlyphOpen, kit.InkFaint
}

func (p progress) section(id string, w int) string {
	th := p.env.Theme
	for _, s := range p.report.Mastery {
		if s.ID != id {
			continue
		}
		bar := min(20, w/5)
		full, half := s.Explained*bar/s.Total, s.Named*bar/s.Total
		gauge := th.Paint(kit.InkGood, strings.Repeat("━", full)) + th.Paint(kit.InkWait, strings.Repeat("╍", half)) + th.Paint(kit.InkBorder, strings.Repeat("─", bar-full-half))
		return th.Paint(kit.InkTitle, kit.PadRight(s.Title, 19)) + gauge + "  " + th.Paint(kit.InkDim, s.Text())
	}
	return th.Paint(kit.InkTitle, id)
}

// evidence shows the answer that earned the item under the cursor.
func (p progress) evidence() []string {
	th := p.env.Theme
	w := min(p.w, 84)
	it := p.report.Items[p.cursor]
	e := it.Evidence
	mark, ink := standing(it.Standing)
	lines := append(kit.Paragraph(th, kit.InkTitle, it.Title, w, ""), th.Paint(ink, mark+" "+it.Standing), "")
	where := e.Lesson
	if l, err := p.env.Journal.Pack.Lesson(e.Lesson); err == nil {
		where = l.Title
	}
	how, whole := "Answered", "The whole answer"
	switch {
	case e.Interview != "":
		how, where, whole = "Said", "the interview "+e.Title, "What you said there"
	case e.Review:
		how = "Said in a review"
	}
	lines = append(lines, kit.Paragraph(th, kit.InkDim, fmt.Sprintf("%s on %s, in %s", how, e.At.Local().Format("2 January 2006"), where), w, "")...)
	label := "Your words"
	if it.Standing == "wrong" {
		label = "What speaks against it"
	}
	if len(e.Words) > 0 {
		lines = append(lines, "", th.Paint(kit.InkDim, label))
	}
	for _, word := range e.Words {
		lines = append(lines, kit.Paragraph(th, ink, "“"+strings.Join(strings.Fields(word.Text), " ")+"”", w, "  ")...)
	}
	if e.Answer != "" {
		lines = append(lines, "", th.Paint(kit.InkDim, whole))
		lines = append(lines, kit.Paragraph(th, kit.InkText, e.Answer, w, "  ")...)
	}
	return lines
}

// history shows weeks and days.
func (p progress) history() []string {
	th := p.env.Theme
	w := min(p.w, widest)
	r := p.report
	if len(r.Days) == 0 {
		return []string{th.Paint(kit.InkDim, "Nothing yet. What you do in lessons and reviews is listed here, day by day.")}
	}
	const weeks = 26
	spent := r.Weeks(weeks)
	lines := []string{
		th.Paint(kit.InkDim, kit.PadRight("last 26 weeks", 15)) + th.Paint(kit.InkAccent, sparks(spent)) + "  " + th.Paint(kit.InkDim, report.Spell(spent[weeks-1])+" in the last one"),
		th.Paint(kit.InkDim, kit.PadRight("last 7 days", 15)) + th.Paint(kit.InkText, fmt.Sprintf("%d with something done", r.Active(7))) + th.Paint(kit.InkDim, fmt.Sprintf("; at most %s in a row", report.Count(r.Run.Longest, "day"))),
		"",
	}
	most := 1
	for _, d := range r.Days {
		most = max(most, d.Spent)
	}
	bar := min(20, w/5)
	for _, d := range r.Days {
		lines = append(lines, th.Paint(kit.InkText, d.Date)+"  "+kit.Gauge(th, bar, float64(d.Spent)/float64(most), kit.InkAccent)+"  "+
			th.Paint(kit.InkText, kit.PadRight(report.Spell(d.Spent), 10))+th.Paint(kit.InkDim, kit.Cut(d.What(), max(1, w-bar-26))))
	}
	return append(lines, "", th.Paint(kit.InkFaint, "A pause of more than five minutes doesn't count."))
}

// sparks draws values as blocks; something is never drawn as nothing.
func sparks(values []int) string {
	most := 1
	for _, v := range values {
		most = max(most, v)
	}
	blocks := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range values {
		if v == 0 {
			b.WriteRune('·')
			continue
		}
		b.WriteRune(blocks[v*(len(blocks)-1)/most])
	}
	return b.String()
}
