package interview

import (
	"fmt"
	"html"
	"strings"
)

// Markdown is the debrief of a loop as a document: the decision, then each round that was held.
func (d LoopDebrief) Markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s: debrief\n", escape(d.Title))
	line("%s\n", d.verdict(func(s string) string { return "**" + s + "**" }))
	for _, r := range d.Reasons {
		line("- %s", escape(r))
	}
	line("\n| round | result | points | own rating | weight |\n| --- | --- | --- | --- | --- |")
	for _, r := range d.Rounds {
		line("| %s | %s | %s | %s | %d %% |", escape(r.Title), r.Band(), r.points(), r.own(), r.Weight)
	}
	if len(d.Next) > 0 {
		line("\n## What next\n")
		for i, n := range d.Next {
			line("%d. %s: %s.%s", i+1, escape(n.Title), n.Why, n.lesson())
		}
	}
	for _, r := range d.Rounds {
		if r.Debrief != nil {
			line("%s", strings.ReplaceAll("\n"+r.Debrief.Markdown(), "\n#", "\n##"))
		}
	}
	return b.String()
}

// HTML is the debrief of a loop as one page that needs nothing else.
func (d LoopDebrief) HTML() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	e := html.EscapeString
	page(line, d.Title, func() {
		line("<p class=\"band\">%s</p><ul>", d.verdict(e))
		for _, r := range d.Reasons {
			line("<li>%s</li>", e(r))
		}
		line("</ul><table><tr><th>round</th><th>result</th><th>points</th><th>own rating</th><th>weight</th></tr>")
		for _, r := range d.Rounds {
			line("<tr><td>%s</td><td>%s</td><td>%s %s</td><td>%s</td><td>%d %%</td></tr>", e(r.Title), e(r.Band()), bar(r.share(), "#2f9e62"), r.points(), e(r.own()), r.Weight)
		}
		line("</table>")
		listNext(line, d.Next)
		for _, r := range d.Rounds {
			if r.Debrief != nil {
				line("<hr><h1>%s</h1>", e(r.Title))
				r.Debrief.body(line)
			}
		}
	})
	return b.String()
}

// verdict is the decision in a line; bold marks it.
func (d LoopDebrief) verdict(bold func(string) string) string {
	if !d.Done {
		return fmt.Sprintf("%d of %d rounds were held: nothing is decided yet.", d.Held(), len(d.Rounds))
	}
	return fmt.Sprintf("%s, %.0f %% of the points, %s of the clock.", bold(d.Band), 100*d.Score, minutes(d.Used))
}

// Held counts the rounds that were ended.
func (d LoopDebrief) Held() int {
	n := 0
	for _, r := range d.Rounds {
		if r.Debrief != nil {
			n++
		}
	}
	return n
}

// Band is the verdict of the round, or that it was not held.
func (r LoopRound) Band() string {
	if r.Debrief == nil {
		return "not held yet"
	}
	return r.Debrief.Scorecard.Band
}

func (r LoopRound) share() float64 {
	if r.Debrief == nil {
		return 0
	}
	return r.Debrief.Scorecard.Score
}

func (r LoopRound) points() string {
	if r.Debrief == nil {
		return ""
	}
	return fmt.Sprintf("%.0f %%", 100*r.share())
}

// own is the candidate's own rating.
func (r LoopRound) own() string {
	if r.Debrief == nil || r.Debrief.Rating == "" {
		return ""
	}
	return fmt.Sprintf("%s (%+d)", r.Debrief.Rating, r.Debrief.Off)
}
