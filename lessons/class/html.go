package class

import (
	"fmt"
	"html"
	"strings"

	"sysprep/content"
	"sysprep/lessons/report"
)

// Shown is how many of the hardest things, and of the misconceptions, a report for people shows; the tables have all.
const Shown = 15

// Mark begins each HTML report, so that a new one may take the place of an old one, and of nothing else.
const Mark = "<!doctype html><!-- sysprep class report -->"

// page writes HTML, a line at a time.
type page struct{ strings.Builder }

func (p *page) say(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// e is a text as HTML shows it: no markup in it, and nothing that is not drawn.
func e(text string) string { return html.EscapeString(content.Clean(text)) }

// HTML writes the report as one file: no script, and nothing that is fetched from elsewhere.
func (r Report) HTML() string {
	p := &page{}
	p.say(Mark)
	p.say(`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`)
	p.say(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`)
	p.say(`<title>%s: the class</title><style>%s</style></head><body>`, e(r.Title), style)
	p.say(`<h1>%s: the class</h1>`, e(r.Title))
	p.say(`<p>%s. %s; version %s of the pack.</p>`, r.Made.Format("2 January 2006"), report.Count(len(r.Learners), "learner"), e(r.PackVersion))
	p.told(r)
	p.objectives(r)
	p.sections(r)
	p.misconceptions(r)
	p.hardest(r)
	p.claims(r)
	p.courses(r)
	p.learners(r)
	p.say(`</body></html>`)
	return p.String()
}

// told tells what does not count, and what is to be known of the rest.
func (p *page) told(r Report) {
	for _, n := range r.Notes {
		p.say(`<p class="note">%s</p>`, e(n))
	}
	if len(r.LeftOut) == 0 {
		return
	}
	p.say(`<details%s><summary>%s left out</summary><dl>`, opened(len(r.LeftOut) < 6), was(len(r.LeftOut), "file"))
	for _, l := range r.LeftOut {
		p.say(`<dt>%s</dt><dd>%s</dd>`, e(l.File), e(l.Why))
	}
	p.say(`</dl></details>`)
}

func was(n int, what string) string {
	if n == 1 {
		return "1 " + what + " was"
	}
	return fmt.Sprintf("%d %ss were", n, what)
}

func opened(is bool) string {
	if is {
		return " open"
	}
	return ""
}

func (p *page) objectives(r Report) {
	met, unmet := r.Met()
	if len(met) == 0 {
		return
	}
	p.say(`<h2>Mastery by objective</h2><p class="key">%s</p><table><tr><th scope="col">objective</th><th scope="col" class="n">mastered</th><th scope="col" class="n">partly</th><th scope="col" class="n">weak</th><th scope="col" class="n">not yet</th><th scope="col">of %s</th></tr>`,
		legend(standings), report.Count(len(r.Learners), "learner"))
	byLesson := false
	for _, o := range met {
		mark := ""
		if o.By == "lessons" {
			byLesson, mark = true, " *"
		}
		p.say(`<tr><td>%s%s</td><td class="n">%d</td><td class="n">%d</td><td class="n">%d</td><td class="n">%d</td><td>%s</td></tr>`,
			e(o.Text), mark, o.Mastered, o.Partly, o.Weak, o.NotYet, stack(standings, o.Mastered, o.Partly, o.Weak, o.NotYet))
	}
	p.say(`</table><p class="dim">Mastered: 80 %% and more of what tests the objective; partly: 40 %% and more.`)
	if unmet > 0 {
		p.say(`%s not asked of anybody yet.`, was(unmet, "more objective"))
	}
	if byLesson {
		p.say(`* No rubric item names it, so it is judged by all that its lessons ask, once they are done.`)
	}
	p.say(`</p>`)
}

func (p *page) sections(r Report) {
	if len(r.Sections) == 0 {
		return
	}
	p.say(`<h2>The checklist</h2><p class="key">%s</p><table><tr><th scope="col">section</th><th scope="col" class="n">explained</th><th scope="col" class="n">named</th><th scope="col" class="n">wrong</th><th scope="col" class="n">not detected</th><th scope="col">of items of learners</th></tr>`, legend(levels))
	for _, s := range r.Sections {
		p.say(`<tr><td>%s</td><td class="n">%d</td><td class="n">%d</td><td class="n">%d</td><td class="n">%d</td><td>%s</td></tr>`,
			e(s.Title), s.Explained, s.Named, s.Wrong, s.Missed, stack(levels, s.Explained, s.Named, s.Wrong, s.Missed))
	}
	p.say(`</table>`)
}

func (p *page) misconceptions(r Report) {
	p.say(`<h2>The most widely held misconceptions</h2>`)
	if len(r.Misconceptions) == 0 {
		p.say(`<p>None was found.</p>`)
		return
	}
	p.say(`<table><tr><th scope="col" class="n">learners</th><th scope="col">what they held</th><th scope="col">what was asked, and what the pack says to it</th></tr>`)
	for _, m := range r.Misconceptions[:min(len(r.Misconceptions), Shown)] {
		p.say(`<tr><td class="n">%d of %d%s</td><td>%s<br><small>%s%s</small></td><td>%s%s</td></tr>`,
			m.Learners, m.Of, shareBar(m.Learners, m.Of), e(m.Worded()), e(m.Where()), sureOf(m.Sure), askedBefore(m), e(m.Say))
	}
	p.say(`</table>`)
	p.more(len(r.Misconceptions))
}

// askedBefore is what was asked, where what was held can't be understood without it.
func askedBefore(m Misconception) string {
	if m.Kind == "said" || m.Kind == "spot" {
		return ""
	}
	return "<small>" + e(m.Asked) + "</small><br>"
}

// sureOf tells how sure learners were.
func sureOf(v float64) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("; %.0f %% sure", 100*v)
}

// more says how many are not shown.
func (p *page) more(n int) {
	if n > Shown {
		p.say(`<p class="dim">%d more are in the tables (--csv) and in the JSON form.</p>`, n-Shown)
	}
}

func (p *page) hardest(r Report) {
	p.say(`<h2>What was hardest</h2>`)
	if len(r.Hardest) == 0 {
		p.say(`<p>Nothing was answered yet.</p>`)
		return
	}
	p.say(`<table><tr><th scope="col" class="n">failed</th><th scope="col">what</th><th scope="col">share, with its 95 %% interval</th></tr>`)
	for _, h := range r.Hardest[:min(len(r.Hardest), Shown)] {
		p.say(`<tr><td class="n">%d of %d</td><td>%s<br><small>%s%s</small></td><td>%s</td></tr>`, h.Failed, h.Tried, e(h.Title), e(h.Where()), sureOf(h.Sure), interval(h))
	}
	p.say(`</table><p class="dim">A question fails that was not answered rightly at once, a challenge that was not won, an item that was not explained. Ranked by the lower end of the interval.</p>`)
	p.more(len(r.Hardest))
}

func (p *page) claims(r Report) {
	if len(r.Claims) == 0 {
		return
	}
	p.say(`<h2>Perhaps falsely not detected</h2><p>Learners pointed at their own words: “I covered this, here”. They show where the rubric does not understand them.</p>`)
	p.say(`<table><tr><th scope="col">item</th><th scope="col" class="n">not detected</th><th scope="col" class="n">more than found</th><th scope="col" class="n">of</th><th scope="col">words</th></tr>`)
	for _, c := range r.Claims[:min(len(r.Claims), Shown)] {
		p.say(`<tr><td>%s<br><small>%s, %s</small></td><td class="n">%d</td><td class="n">%d</td><td class="n">%d</td><td>`, e(c.Title), e(c.Question), e(c.Item), c.NotDetected, c.More, c.Of)
		words, others := c.Some()
		for _, w := range words {
			p.say(`<q>%s</q><br>`, e(w))
		}
		if others > 0 {
			p.say(`<small>and %d more</small>`, others)
		}
		p.say(`</td></tr>`)
	}
	p.say(`</table>`)
	p.more(len(r.Claims))
}

func (p *page) courses(r Report) {
	p.say(`<h2>Time for a lesson</h2><table><tr><th scope="col">lesson</th><th scope="col" class="n">begun</th><th scope="col" class="n">done</th><th scope="col" class="n">median</th><th scope="col" class="n">says</th><th scope="col">the middle half took</th></tr>`)
	most := 60
	for _, c := range r.Lessons {
		most = max(most, c.High/60, c.Minutes)
	}
	for _, c := range r.Lessons {
		median := ""
		if c.Done > 0 {
			median = report.Spell(c.Median)
		}
		p.say(`<tr><td>%s</td><td class="n">%d</td><td class="n">%d</td><td class="n">%s</td><td class="n">%d min</td><td>%s</td></tr>`, e(c.Title), c.Begun, c.Done, median, c.Minutes, box(c, most))
	}
	p.say(`</table><p class="dim">Of those who finished it, up to its end. The scale ends at %d min; | is what the pack says.</p>`, most)
}

func (p *page) learners(r Report) {
	p.say(`<h2>Learners</h2><table><tr><th scope="col">name</th><th scope="col">key</th><th scope="col">handed in</th><th scope="col" class="n">lessons</th><th scope="col" class="n">right at once</th><th scope="col" class="n">explained</th><th scope="col" class="n">wrong</th><th scope="col" class="n">time</th><th scope="col" class="n">days</th></tr>`)
	for _, l := range r.Learners {
		p.say(`<tr><td>%s</td><td><code>%s</code></td><td>%s</td><td class="n">%d of %d</td><td class="n">%d of %d</td><td class="n">%d of %d</td><td class="n">%d</td><td class="n">%s</td><td class="n">%d</td></tr>`,
			e(l.Name), e(l.Key), day(l.Made), l.Done, len(r.Lessons), l.Right, l.Asked, l.Explained, l.Items, l.Wrong, report.Spell(l.Spent), l.Days)
	}
	p.say(`</table>`)
}

// Worded is what was held, in words.
func (m Misconception) Worded() string {
	switch {
	case m.Kind == "spot":
		return "Took for wrong: " + m.Held
	case m.Held == "" && m.Kind == "slip":
		return "A well-known slip, with numbers of each learner's own"
	case m.Held == "":
		return m.ID
	}
	return m.Held
}

// Where says where it was asked.
func (m Misconception) Where() string {
	if m.Kind == "said" {
		return m.About + ": " + m.Question + ", " + m.Item
	}
	return m.About + ": " + m.Lesson + "/" + m.Step
}

// Where says where it was asked, and what kind it is.
func (h Hard) Where() string {
	if h.Kind == "item" {
		return "item of an explanation: " + h.Asks + ", " + h.Item
	}
	return h.Kind + ": " + h.Lesson + "/" + h.Step
}
