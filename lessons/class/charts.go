package class

import (
	"fmt"
	"html"
	"strings"
)

const style = `
:root{color-scheme:light dark;--ink:#1c2733;--dim:#5b6b7b;--ground:#fbfcfd;--line:#ccd6e0;--good:#1f7a4d;--wait:#c98512;--bad:#b23b3b;--none:#dfe6ed;--accent:#2563a8}
@media(prefers-color-scheme:dark){:root{--ink:#d5dee8;--dim:#93a3b3;--ground:#12181f;--line:#33414f;--good:#4fb888;--wait:#e0a84b;--bad:#e07a7a;--none:#27323d;--accent:#7ab3f0}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground);max-width:64rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--dim)}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}small,dd,.dim,.key{color:var(--dim)}
svg{display:block;margin:.35rem 0}.key svg{display:inline;margin:0 .3rem 0 1rem;vertical-align:-1px}.n svg{margin-left:auto}.note{border-left:3px solid var(--wait);padding-left:.8rem}
td:first-child.n,th:first-child.n{width:1%}dd{margin:0 0 .5rem 1rem}code{font-size:.9em}summary{cursor:pointer}
@media print{body{max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}`

// part is one part of a stacked bar. Parts differ in height, too, so that they are told apart without colour.
type part struct {
	name, ink string
	high      int // of 14
}

var (
	standings = []part{{"mastered", "--good", 14}, {"partly", "--wait", 10}, {"weak", "--bad", 6}, {"not yet", "--none", 2}}
	levels    = []part{{"explained", "--good", 14}, {"named", "--wait", 10}, {"wrong", "--bad", 6}, {"not detected", "--none", 2}}
)

// Sizes of charts, in pixels.
const (
	barWide = 220
	barHigh = 14
)

func svg(wide int, label, inside string) string {
	return fmt.Sprintf(`<svg width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">%s</svg>`, wide, barHigh, wide, barHigh, html.EscapeString(label), inside)
}

func rect(x, wide float64, high int, ink string) string {
	return fmt.Sprintf(`<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="var(%s)"/>`, x, barHigh-high, wide, high, ink)
}

// stack is a bar of parts, one after the other.
func stack(parts []part, counts ...int) string {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	var bars, label strings.Builder
	x := 0.0
	for i, n := range counts {
		if n == 0 {
			continue
		}
		wide := barWide * float64(n) / float64(sum)
		bars.WriteString(rect(x, max(wide-1, 0.5), parts[i].high, parts[i].ink))
		x += wide
		if label.Len() > 0 {
			label.WriteString(", ")
		}
		fmt.Fprintf(&label, "%d %s", n, parts[i].name)
	}
	return svg(barWide, label.String(), bars.String())
}

// legend names the parts.
func legend(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(svg(barHigh, p.name, rect(0, barHigh, p.high, p.ink)) + p.name)
	}
	return b.String()
}

// shareBar is a bar of a share, 60 wide.
func shareBar(n, of int) string {
	const wide = 60
	full := wide * float64(n) / float64(max(of, 1))
	return svg(wide, fmt.Sprintf("%d of %d", n, of), rect(0, wide, 3, "--none")+rect(0, full, 10, "--bad"))
}

// interval draws the share that failed, with its interval.
func interval(h Hard) string {
	share := float64(h.Failed) / float64(max(h.Tried, 1))
	at := func(v float64) float64 { return 4 + v*(barWide-8) }
	return svg(barWide, fmt.Sprintf("%.0f %%, between %.0f %% and %.0f %%", 100*share, 100*h.Low, 100*h.High),
		fmt.Sprintf(`<line x1="%.1f" y1="7" x2="%.1f" y2="7" stroke="var(--line)"/><line x1="%.1f" y1="7" x2="%.1f" y2="7" stroke="var(--accent)" stroke-width="3"/><circle cx="%.1f" cy="7" r="4" fill="var(--accent)"/>`,
			at(0), at(1), at(h.Low), at(h.High), at(share)))
}

// box draws the quartiles of the time that a lesson took, and what the pack says.
func box(c Course, most int) string {
	at := func(minutes float64) float64 { return 2 + (barWide-4)*minutes/float64(most) }
	inside := fmt.Sprintf(`<line x1="2" y1="13" x2="%d" y2="13" stroke="var(--line)"/>`, barWide-2)
	label := fmt.Sprintf("says %d min", c.Minutes)
	if c.Done > 0 {
		low, median, high := float64(c.Low)/60, float64(c.Median)/60, float64(c.High)/60
		inside += fmt.Sprintf(`<rect x="%.1f" y="3" width="%.1f" height="8" fill="var(--accent)" opacity=".5"/><circle cx="%.1f" cy="7" r="4" fill="var(--accent)"/>`, at(low), max(at(high)-at(low), 1), at(median))
		label = fmt.Sprintf("%.0f to %.0f min, median %.0f; ", low, high, median) + label
	}
	if c.Minutes > 0 {
		inside += fmt.Sprintf(`<line x1="%.1f" y1="0" x2="%.1f" y2="14" stroke="var(--ink)" stroke-width="2"/>`, at(float64(c.Minutes)), at(float64(c.Minutes)))
	}
	return svg(barWide, label, inside)
}
