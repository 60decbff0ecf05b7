package interview

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// Markdown is the debrief as a document to keep or to send.
func (d Debrief) Markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s: debrief\n", escape(d.Title))
	if d.Scorecard.Scored {
		line("**%s**, %.0f %% of the points, at %s level.\n", d.Scorecard.Band, 100*d.Scorecard.Score, d.Level)
		for _, r := range d.Scorecard.Reasons {
			line("- %s", escape(r))
		}
		if d.Rating != "" {
			line("- Own rating before the result: %s (%+d bands).", d.Rating, d.Off)
		}
	} else {
		line("A warm-up: nothing is scored.")
	}
	if d.Marks != nil {
		line("\n## Two pairs of ears\n\n%s\n", escape(d.Marks.Say()))
		for _, l := range d.Marks.Differences() {
			line("- %s", escape(l))
		}
	}
	for _, dim := range d.Scorecard.Dimensions {
		line("\n## %s: %.0f %% (weight %d %%)\n", escape(dim.Title), 100*dim.Score, dim.Weight)
		for _, p := range dim.Parts {
			line("- %s: **%s**%s", escape(p.Title), p.Word(), escape(p.note()))
			for _, q := range p.Quotes {
				line("  > %s", escape(oneLine(q.Text)))
			}
			for _, q := range p.Against {
				line("  > wrong: %s", escape(oneLine(q.Text)))
			}
		}
	}
	line("\n## Time\n\n| part | used | planned | words |\n| --- | --- | --- | --- |")
	for _, p := range d.Phases {
		line("| %s | %s | %s | %d |", escape(p.Title), minutes(p.Used), minutes(p.Planned), p.Words)
	}
	if len(d.Unanswered) > 0 {
		line("\n## Asked, and nothing came of it\n")
		for _, u := range d.Unanswered {
			line("- %s %s", minutes(u.At), escape(oneLine(u.Ask)))
		}
	}
	if len(d.Next) > 0 {
		line("\n## What next\n")
		for i, n := range d.Next {
			line("%d. %s: %s.%s", i+1, escape(n.Title), n.Why, n.lesson())
		}
	}
	line("\n## What was said\n")
	for _, l := range d.Transcript {
		line("- %s **%s**: %s", minutes(l.At), l.By, escape(oneLine(l.Text)))
	}
	return b.String()
}

// Word is how a part went, in words that don't accuse.
func (p ScorePart) Word() string {
	switch {
	case p.Level != "missed":
		return p.Level
	case p.Wrong:
		return "wrong"
	case p.Ticked:
		return notShown
	}
	return notDetected
}

func (p ScorePart) note() string {
	var notes []string
	if p.Wrong {
		notes = append(notes, "with a misconception")
	}
	if m := p.Marking(); m != "" {
		notes = append(notes, m)
	}
	if p.Hints > 0 && p.Ceiling > 0 {
		notes = append(notes, fmt.Sprintf("hints: at most %.0f %%", 100*p.Ceiling))
	}
	if len(notes) == 0 {
		return ""
	}
	return " (" + strings.Join(notes, "; ") + ")"
}

func (n NextThing) lesson() string {
	if n.Lesson == "" {
		return ""
	}
	return " Lesson: " + n.Lesson + "."
}

func minutes(t time.Duration) string {
	s := int(t.Round(time.Second) / time.Second) // as the clock on the screen
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func oneLine(t string) string { return strings.Join(strings.Fields(t), " ") }

var markdownSigns = strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "&", "&amp;", "[", "\\[", "]", "\\]", "|", "\\|", "#", "\\#")

// escape keeps what people typed from being read as Markdown or HTML.
func escape(t string) string { return markdownSigns.Replace(t) }

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2430;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}.band{font-size:1.3rem;font-weight:600}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #d5dbe5;vertical-align:top}
blockquote{margin:.2rem 0 .2rem 1rem;color:#4a5568}.wrong{color:#a12b2b}.t{color:#6b7789;white-space:nowrap}
@media(prefers-color-scheme:dark){body{color:#dbe2ee;background:#16181d}td,th{border-color:#333a47}blockquote{color:#a9b4c6}.wrong{color:#ef8c8c}}`

// HTML is the debrief as one page that needs nothing else: no script, bars as SVG.
func (d Debrief) HTML() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	page(line, d.Title, func() { d.body(line) })
	return b.String()
}

// page writes what is around a debrief.
func page(line func(string, ...any), title string, body func()) {
	e := html.EscapeString
	line("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s: debrief</title><style>%s</style>", e(title), style)
	line("<h1>%s: debrief</h1>", e(title))
	body()
	line("</html>")
}

// body writes a debrief below its title.
func (d Debrief) body(line func(string, ...any)) {
	e := html.EscapeString
	if d.Scorecard.Scored {
		line("<p class=\"band\">%s, %.0f %%</p><ul>", e(d.Scorecard.Band), 100*d.Scorecard.Score)
		for _, r := range d.Scorecard.Reasons {
			line("<li>%s</li>", e(r))
		}
		if d.Rating != "" {
			line("<li>Own rating before the result: %s (%+d bands).</li>", e(d.Rating), d.Off)
		}
		line("</ul>")
	} else {
		line("<p>A warm-up: nothing is scored.</p>")
	}
	if d.Marks != nil {
		line("<h2>Two pairs of ears</h2><p>%s</p><ul>", e(d.Marks.Say()))
		for _, l := range d.Marks.Differences() {
			line("<li>%s</li>", e(l))
		}
		line("</ul>")
	}
	for _, dim := range d.Scorecard.Dimensions {
		line("<h2>%s: %.0f %% <small>weight %d %%</small></h2>%s<table>", e(dim.Title), 100*dim.Score, dim.Weight, bar(dim.Score, "#2f9e62"))
		for _, p := range dim.Parts {
			line("<tr><td>%s</td><td>%s%s", e(p.Word()), e(p.Title), e(p.note()))
			for _, q := range p.Quotes {
				line("<blockquote>“%s”</blockquote>", e(oneLine(q.Text)))
			}
			for _, q := range p.Against {
				line("<blockquote class=\"wrong\">wrong: “%s”</blockquote>", e(oneLine(q.Text)))
			}
			line("</td></tr>")
		}
		line("</table>")
	}
	line("<h2>Time</h2><table>")
	for _, p := range d.Phases {
		share := 0.0
		if p.Planned > 0 {
			share = min(1, float64(p.Used)/float64(p.Planned))
		}
		line("<tr><td>%s</td><td class=\"t\">%s of %s, %d words</td><td>%s</td></tr>", e(p.Title), minutes(p.Used), minutes(p.Planned), p.Words, bar(share, "#4a7fd4"))
	}
	line("</table>")
	d.lists(line)
	line("<h2>What was said</h2><table>")
	for _, l := range d.Transcript {
		line("<tr><td class=\"t\">%s</td><td>%s</td><td>%s</td></tr>", minutes(l.At), e(string(l.By)), e(l.Text))
	}
	line("</table>")
}

// lists writes what was left open, and what next.
func (d Debrief) lists(line func(string, ...any)) {
	if e := html.EscapeString; len(d.Unanswered) > 0 {
		line("<h2>Asked, and nothing came of it</h2><ul>")
		for _, u := range d.Unanswered {
			line("<li>%s %s</li>", minutes(u.At), e(oneLine(u.Ask)))
		}
		line("</ul>")
	}
	listNext(line, d.Next)
}

func listNext(line func(string, ...any), things []NextThing) {
	if len(things) == 0 {
		return
	}
	e := html.EscapeString
	line("<h2>What next</h2><ol>")
	for _, n := range things {
		line("<li>%s: %s.%s</li>", e(n.Title), e(n.Why), e(n.lesson()))
	}
	line("</ol>")
}

// bar is a share of the width, as SVG.
func bar(share float64, colour string) string {
	return fmt.Sprintf(`<svg width="200" height="8" role="img" aria-label="%.0f %%"><rect width="200" height="8" rx="4" fill="#8883"/><rect width="%.0f" height="8" rx="4" fill="%s"/></svg>`, 100*share, 200*share, colour)
}
