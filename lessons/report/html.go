package report

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// HTML writes the report as one file: no script, and nothing that is fetched from elsewhere.
func (r Report) HTML() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	e := html.EscapeString
	say(`<!doctype html>`)
	say(`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`)
	say(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`)
	say(`<title>%s: progress</title><style>%s</style></head><body>`, e(r.Title), style)
	say(`<h1>%s: progress</h1>`, e(r.Title))
	say(`<p>%s. %s spent, on %s.%s</p>`, e(r.Made.Format("2 January 2006")), Spell(r.Spent), Count(len(r.Days), "day"), interview(r.Interview))

	say(`<h2>Ready for the interview</h2><table class="bars">`)
	for _, s := range r.Mastery {
		say(`<tr><th scope="row">%s</th><td>%s</td><td>%s</td></tr>`, e(s.Title), masteryBar(s), s.Text())
	}
	say(`</table>`)

	say(`<h2>Calibration</h2>%s`, calibrationChart(r.Calibration))
	for _, w := range r.Calibration.Words {
		say(`<p>%s</p>`, e(w))
	}

	say(`<h2>Time spent</h2>%s`, weeksChart(r))

	say(`<h2>Lessons</h2><table><tr><th scope="col">lesson</th><th scope="col">state</th><th scope="col">time</th></tr>`)
	for _, l := range r.Lessons {
		say(`<tr><td>%s</td><td>%s</td><td>%s</td></tr>`, e(l.Title), e(l.Standing()), Spell(l.Spent))
	}
	say(`</table><h2>Evidence</h2><dl>`)
	for _, i := range r.Items {
		if i.Evidence == nil {
			continue
		}
		say(`<dt>%s <small>%s, %s</small></dt>`, e(i.Title), e(i.Section), e(i.How()))
		say(`<dd>%s</dd>`, marked(i.Evidence))
	}
	say(`</dl><h2>What you did</h2><table><tr><th scope="col">day</th><th scope="col">time</th><th scope="col">what</th></tr>`)
	for _, d := range r.Days {
		say(`<tr><td>%s</td><td>%s</td><td>%s</td></tr>`, e(d.Date), Spell(d.Spent), e(d.What()))
	}
	say(`</table></body></html>`)
	return b.String()
}

const style = `
:root{color-scheme:light dark;--ink:#1c2733;--dim:#5b6b7b;--ground:#fbfcfd;--line:#ccd6e0;--good:#1f7a4d;--wait:#a86500;--accent:#2563a8}
@media(prefers-color-scheme:dark){:root{--ink:#d5dee8;--dim:#93a3b3;--ground:#12181f;--line:#33414f;--good:#5fc796;--wait:#e0a84b;--accent:#7ab3f0}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground);max-width:46rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}table{border-collapse:collapse}th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}
th{font-weight:600}small,dd,.axis{color:var(--dim)}svg{max-width:100%;height:auto}svg text{fill:var(--dim);font:12px system-ui,sans-serif}
dd{margin:0 0 1rem 1rem;white-space:pre-wrap}mark{background:none;color:var(--ink);font-weight:600;text-decoration:underline}`

func interview(day string) string {
	if day == "" {
		return ""
	}
	return " Interview on " + html.EscapeString(day) + "."
}

func also(s Section) string {
	text := ""
	if s.Named > 0 {
		text += fmt.Sprintf(", named %d", s.Named)
		if s.Claimed > 0 {
			text += fmt.Sprintf(" (%d by your own word)", s.Claimed)
		}
	}
	if s.Wrong > 0 {
		text += fmt.Sprintf(", wrong %d", s.Wrong)
	}
	return text
}

// masteryBar is a bar of 200 units: explained items full, named ones outlined.
func masteryBar(s Section) string {
	full := 200 * float64(s.Explained) / float64(s.Total)
	half := 200 * float64(s.Named) / float64(s.Total)
	return fmt.Sprintf(`<svg width="200" height="14" viewBox="0 0 200 14" role="img" aria-label="%d explained, %d named, of %d">`+
		`<rect x="0.5" y="1.5" width="199" height="11" fill="none" stroke="var(--line)"/><rect x="0" y="1" width="%.1f" height="12" fill="var(--good)"/>`+
		`<rect x="%.1f" y="2" width="%.1f" height="10" fill="none" stroke="var(--wait)" stroke-width="2"/></svg>`,
		s.Explained, s.Named, s.Total, full, full, max(half-1, 0))
}

// calibrationChart draws confidence (across) against the share that was right (up), with intervals.
func calibrationChart(c Calibration) string {
	if len(c.Bins) == 0 {
		return ""
	}
	const left, top, size = 44.0, 10.0, 260.0
	x := func(v float64) float64 { return left + v*size }
	y := func(v float64) float64 { return top + (1-v)*size }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg width="420" height="316" viewBox="0 0 420 316" role="img" aria-label="How sure you were, against how often you were right">`)
	for _, v := range []float64{0, 0.25, 0.5, 0.75, 1} {
		fmt.Fprintf(&b, `<line x1="%.0f" y1="%.0f" x2="%.0f" y2="%.0f" stroke="var(--line)"/>`, x(0), y(v), x(1), y(v))
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="end">%.0f %%</text><text x="%.0f" y="%.0f" text-anchor="middle">%.0f %%</text>`, left-6, y(v)+4, v*100, x(v), y(0)+18, v*100)
	}
	fmt.Fprintf(&b, `<line x1="%.0f" y1="%.0f" x2="%.0f" y2="%.0f" stroke="var(--dim)" stroke-dasharray="4 4"/>`, x(0), y(0), x(1), y(1))
	for _, n := range c.Bins {
		share := float64(n.Right) / float64(n.Rated)
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="var(--accent)" stroke-width="2"/>`, x(n.Sure), y(n.Low), x(n.Sure), y(n.High))
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="5" fill="var(--accent)"><title>sure %.0f %%: right %d of %d</title></circle>`, x(n.Sure), y(share), n.Sure*100, n.Right, n.Rated)
	}
	fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="middle">how sure you were</text><text x="%.0f" y="%.0f">as right as sure</text></svg>`, x(0.5), y(0)+38, x(1)+8, y(1)+4)
	return b.String()
}

// weeksChart draws the time of each of the last 26 weeks.
func weeksChart(r Report) string {
	const weeks, left, top, high, wide = 26, 44.0, 10.0, 120.0, 24.0
	days := r.diary.Last(weeks*7, r.Made)
	most, sums := 3600.0, make([]float64, weeks) // an hour at least, so that a few minutes don't fill the chart
	for i, d := range days {
		sums[i/7] += d.Spent.Seconds()
	}
	for _, s := range sums {
		most = max(most, s)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg width="700" height="170" viewBox="0 0 700 170" role="img" aria-label="Hours in each of the last %d weeks">`, weeks)
	fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="end">%.1f h</text><text x="%.0f" y="%.0f" text-anchor="end">0</text>`, left-6, top+10, most/3600, left-6, top+high)
	fmt.Fprintf(&b, `<line x1="%.0f" y1="%.0f" x2="%.0f" y2="%.0f" stroke="var(--line)"/>`, left, top+high, left+weeks*wide, top+high)
	for i, s := range sums {
		h := high * s / most
		monday := days[i*7].Date.Format("2 Jan")
		fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="var(--accent)"><title>week from %s: %s</title></rect>`, left+float64(i)*wide+2, top+high-h, wide-4, h, monday, Spell(int(s)))
		if i%5 == 0 {
			fmt.Fprintf(&b, `<text x="%.1f" y="%.1f">%s</text>`, left+float64(i)*wide, top+high+20, monday)
		}
	}
	return b.String() + `</svg>`
}

// marked is an answer with the words that count marked.
func marked(ev *Evidence) string {
	text := func(from, to int) string { return html.EscapeString(content.Clean(ev.Answer[from:to])) }
	words := slices.SortedFunc(slices.Values(ev.Words), func(a, b grading.Span) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	at := 0
	for _, w := range words {
		if w.Start < at || w.End > len(ev.Answer) || w.Start > w.End {
			continue // the log may have been written by anybody
		}
		b.WriteString(text(at, w.Start) + "<mark>" + text(w.Start, w.End) + "</mark>")
		at = w.End
	}
	return b.String() + text(at, len(ev.Answer))
}
