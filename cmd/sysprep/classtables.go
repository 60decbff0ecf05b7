package main

import (
	"fmt"
	"strings"

	"sysprep/content"
	"sysprep/lessons/class"
	"sysprep/lessons/report"
	"sysprep/tui/kit"
)

// class tells a report in tables that fit into 80 columns.
func (p *page) class(r class.Report) {
	p.line(p.paint(bold, content.Clean(r.Title)+": the class"))
	p.linef("%s; %s; version %s of the pack", r.Made.Format("2 January 2006"), report.Count(len(r.Learners), "learner"), content.Clean(r.PackVersion))
	if len(r.LeftOut) > 0 {
		p.heading("left out", "")
		for _, l := range r.LeftOut {
			p.line("  ", l.File)
			p.prose("      ", "      ", l.Why)
		}
	}
	if len(r.Notes) > 0 {
		p.heading("to know", "")
		for _, n := range r.Notes {
			p.prose("  ", "  ", n)
		}
	}
	if len(r.Learners) == 0 {
		return
	}
	p.classObjectives(r)
	p.classSections(r)
	p.classMisconceptions(r)
	p.classHardest(r)
	p.classClaims(r)
	p.classLessons(r)
	p.classLearners(r)
}

// heading begins a table; columns stand at the right.
func (p *page) heading(title, columns string) {
	p.line()
	if columns == "" {
		p.line(p.paint(bold, title))
		return
	}
	if kit.Width(title)+2+kit.Width(columns) > p.width {
		p.line(p.paint(bold, title))
		title = ""
	}
	p.line(p.paint(bold, kit.PadRight(title, max(p.width-kit.Width(columns), 0))), p.paint(faint, columns))
}

// row is a row of a table: words at the left, wrapped, and figures at the right of their first line; or, where that is
// too narrow, below them.
func (p *page) row(words, figures string) {
	room := p.width - kit.Width(figures) - 3
	if room < 22 {
		p.shaded("  ", "", words)
		p.line(strings.Repeat(" ", max(p.width-kit.Width(figures), 0)), figures)
		return
	}
	for i, l := range kit.Wrap(content.Clean(words), room-2) {
		if i == 0 {
			p.line("  ", kit.PadRight(l, room), " ", figures)
			continue
		}
		p.line("    ", l)
	}
}

// under is text below a row.
func (p *page) under(shade ink, text string) { p.shaded("    ", shade, text) }

// shaded is wrapped text in an ink; "" is none.
func (p *page) shaded(indent string, shade ink, text string) {
	text = strings.Join(strings.Fields(content.Clean(text)), " ")
	if text == "" {
		return
	}
	for _, l := range kit.Wrap(text, max(p.width-len(indent), 20)) {
		if shade != "" {
			l = p.paint(shade, l)
		}
		p.line(indent, l)
	}
}

func (p *page) classObjectives(r class.Report) {
	if len(r.Objectives) == 0 {
		return
	}
	met, others := r.Met()
	if len(met) == 0 {
		p.heading("mastery by objective", "")
		p.line("  Nobody was asked about one yet.")
		return
	}
	p.heading("mastery by objective", "mastered  partly  weak  not yet")
	byLesson := false
	for _, o := range met {
		text := o.Text
		if o.By == "lessons" {
			byLesson, text = true, text+" *"
		}
		p.row(text, fmt.Sprintf("%8d  %6d  %4d  %7d", o.Mastered, o.Partly, o.Weak, o.NotYet))
	}
	p.shaded("  ", faint, "Mastered is 80 % and more of what tests it, partly 40 % and more.")
	if others > 0 {
		p.shaded("  ", faint, report.Count(others, "other objective")+": nobody was asked yet.")
	}
	if byLesson {
		p.shaded("  ", faint, "* Judged by all that its lessons ask, once they are done: no item names it.")
	}
}

func (p *page) classSections(r class.Report) {
	if len(r.Sections) == 0 {
		return
	}
	p.heading("the checklist, in items of learners", "explained  named  wrong  not detected")
	for _, s := range r.Sections {
		p.row(s.Title, fmt.Sprintf("%9d  %5d  %5d  %12d", s.Explained, s.Named, s.Wrong, s.Missed))
	}
}

func (p *page) classMisconceptions(r class.Report) {
	p.heading("the most widely held misconceptions", "learners")
	if len(r.Misconceptions) == 0 {
		p.line("  None was found.")
	}
	for _, m := range r.Misconceptions[:min(len(r.Misconceptions), class.Shown)] {
		p.row(m.Worded(), p.paint(bad, fmt.Sprintf("%3d of %d", m.Learners, m.Of)))
		p.under("", m.Say)
		p.under(faint, m.Where()+sureOf(m.Sure))
	}
	p.moreThan(len(r.Misconceptions))
}

// sureOf tells how sure learners were.
func sureOf(v float64) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("; %.0f %% sure", 100*v)
}

// moreThan tells how many are left out of a list.
func (p *page) moreThan(n int) {
	if n > class.Shown {
		p.line("  ", p.paint(faint, fmt.Sprintf("%d more: see --json or --csv.", n-class.Shown)))
	}
}

func (p *page) classHardest(r class.Report) {
	p.heading("what was hardest", "failed  interval of the share")
	if len(r.Hardest) == 0 {
		p.line("  Nothing was answered yet.")
	}
	for _, h := range r.Hardest[:min(len(r.Hardest), class.Shown)] {
		p.row(h.Title, fmt.Sprintf("%s    %s", p.paint(bad, fmt.Sprintf("%3d of %-3d", h.Failed, h.Tried)), fmt.Sprintf("%3.0f to %3.0f %%", 100*h.Low, 100*h.High)))
		p.under(faint, h.Where()+sureOf(h.Sure))
	}
	p.moreThan(len(r.Hardest))
}

func (p *page) classClaims(r class.Report) {
	if len(r.Claims) == 0 {
		return
	}
	p.heading("perhaps falsely not detected", "learners")
	p.shaded("  ", faint, "They pointed at their words: \"I covered this, here\".")
	p.shaded("  ", faint, "--exemplars writes the answers of those who handed them in.")
	for _, c := range r.Claims[:min(len(r.Claims), class.Shown)] {
		p.row(c.Title, fmt.Sprintf("%3d of %d", c.NotDetected, c.Of))
		more := ""
		if c.More > 0 {
			more = fmt.Sprintf("; %d more of what was named or explained", c.More)
		}
		p.under(faint, c.Question+", "+c.Item+more)
		words, others := c.Some()
		for _, w := range words {
			p.prose("    - ", "      ", content.Clean(w))
		}
		if others > 0 {
			p.under(faint, fmt.Sprintf("and %d more", others))
		}
	}
	p.moreThan(len(r.Claims))
}

func (p *page) classLessons(r class.Report) {
	p.heading("time for a lesson", "begun  done    median   middle half    says")
	for _, c := range r.Lessons {
		median, half := "", ""
		if c.Done > 0 {
			median, half = report.Spell(c.Median), fmt.Sprintf("%d to %d min", c.Low/60, (c.High+59)/60)
		}
		p.row(c.Title, fmt.Sprintf("%5d  %4d  %8s  %12s  %6s", c.Begun, c.Done, median, half, fmt.Sprintf("%d min", c.Minutes)))
	}
}

func (p *page) classLearners(r class.Report) {
	p.heading("learners", "lessons  right at once  explained  wrong        time")
	for _, l := range r.Learners {
		who := l.Name
		if !strings.HasSuffix(who, l.Key) {
			who += " " + l.Key
		}
		p.row(who, fmt.Sprintf("%7s  %13s  %9s  %5d  %10s",
			fmt.Sprintf("%d of %d", l.Done, len(r.Lessons)), fmt.Sprintf("%d of %d", l.Right, l.Asked), fmt.Sprintf("%d of %d", l.Explained, l.Items), l.Wrong, report.Spell(l.Spent)))
	}
}
