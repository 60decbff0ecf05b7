package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

func (p posterior) Draw(w, h, focus int) []Line {
	w = min(w, 116)
	wide := wideEnough(p, w)
	after := p.after(w)
	rows := max(3, min(h-6-len(after), 14))
	left := p.bars(rows, wide, focus)
	right := p.log(w - barsWidth(p, wide) - 3)
	var out []Line
	for y, l := range left {
		if y < len(right) {
			l = append(append(Line{}, l...), Span{Text, pad("", max(0, barsWidth(p, wide)+3-l.Width()))})
			l = append(l, right[y]...)
		}
		out = append(out, l)
	}
	return append(out, after...)
}

// barsWidth is that of the bars with their axis: wide cells for each change (a bar takes one), and one between groups.
func barsWidth(p posterior, wide int) int {
	return axisW + wide*len(p.prior) + len(p.def.Groups) - 1
}

// wideEnough is how far apart bars may be, so that the log still stands beside them.
func wideEnough(p posterior, w int) int {
	if barsWidth(p, 2)+3+26 <= w {
		return 2
	}
	return 1
}

const (
	axisW    = 5
	leastLog = 14 // cells that the log needs beside the bars
)

// column is where change i is drawn.
func (p posterior) column(i, wide int) int {
	x := axisW
	for j := 1; j <= i; j++ {
		x += wide
		if p.prior[j] != p.prior[j-1] {
			x++
		}
	}
	return x
}

// bars are the posterior as it stands: a bar for each change, what is picked below, and
// the truth once all is over.
func (p posterior) bars(rows, wide, focus int) []Line {
	post := p.belief.posterior()
	top := 1.0
	for _, t := range []float64{0.25, 0.5} {
		if slices.Max(post) <= t {
			top = t
			break
		}
	}
	s := newSheet(barsWidth(p, wide), rows+3)
	s.text(0, 0, fmt.Sprintf("%3.0f%%", top*100), Faint)
	s.text(0, rows-1, "  0%", Faint)
	for i, q := range post {
		x := p.column(i, wide)
		tone := Accent
		if q >= 0.5 {
			tone = Lost
		}
		s.column(x, rows-1, q/top*float64(rows), tone)
		mark, ink := '·', Faint
		switch {
		case p.over() && p.unsafe[i]:
			mark, ink = '✗', Lost
		case p.over():
			mark = ' '
		case p.picked[i]:
			mark, ink = '●', Good
		}
		s.put(x, rows, mark, ink)
		if i == focus && !p.over() {
			s.put(x, rows+1, '▲', Accent)
		}
		if i == 0 || p.prior[i] != p.prior[i-1] {
			s.text(x, rows+2, fmt.Sprintf("%.0f", p.prior[i]*100), Dim)
		}
	}
	s.text(0, rows+2, "was%", Dim)
	return s.lines()
}

// log is the tests so far, and the doubt before and after them.
func (p posterior) log(w int) []Line {
	if w < leastLog {
		return nil
	}
	out := []Line{{{Dim, "doubt "}, {Text, fmt.Sprintf("%.1f bits", p.bits[0])}}}
	for t, pool := range p.pools {
		mark, tone := "○ green", Good
		if p.belief.red[t] {
			mark, tone = "● red  ", Lost
		}
		l := Line{{tone, mark}, {Text, fmt.Sprintf(" → %.1f", p.bits[t+1])}}
		if w >= 26 {
			l = append(l, Span{Dim, fmt.Sprintf("  pool of %d", count(pool))})
		}
		out = append(out, l)
	}
	return out
}

// narrow is the log in one line, for where there is no room beside the bars.
func (p posterior) narrow(w int) []Line {
	if w-barsWidth(p, 1)-3 >= leastLog {
		return nil
	}
	l := Line{{Dim, "doubt "}, {Text, fmt.Sprintf("%.1f bits", p.bits[0])}}
	for t, red := range p.belief.red {
		mark, tone := "  ○ ", Good
		if red {
			mark, tone = "  ● ", Lost
		}
		l = append(l, Span{tone, mark}, Span{Text, fmt.Sprintf("%.1f", p.bits[t+1])})
	}
	if len(p.belief.red) > 0 {
		l = append(l, Span{Dim, "  (● red)"})
	}
	return []Line{l}
}

// after is what stands below the bars: what the pool in hand would tell, or how it ended.
func (p posterior) after(w int) []Line {
	if !p.over() {
		pool := "Pick a pool: nothing is in it yet."
		if n := count(p.picked); n > 0 {
			clean := p.belief.clean(p.picked)
			pool = fmt.Sprintf("Pool of %d: %s without an unsafe one; its test tells %.2f bits on average.", n, percentTo(clean), p.belief.tells(p.picked))
		}
		out := append(p.narrow(w), paragraph(Text, pool, w)...)
		return append(out, taskLines(p.Tasks(), w)...)
	}
	out := append(p.narrow(w), paragraph(Text, p.ending(), w)...)
	if p.table == nil {
		return append(out, line(Dim, "comparing with other ways to choose …"))
	}
	out = append(out, line(Dim, pad("bits of doubt left", 30)+"here  found   mean of "+fmt.Sprint(p.table.Of)))
	out = append(out, Line{{Accent, pad("your pools", 30)}, {Text, p.row(p.bits[len(p.bits)-1], found(p.belief, p.unsafe), math.NaN())}})
	for k, r := range p.table.Rows {
		out = append(out, Line{{Text, pad(policies[k].name, 30)}, {Text, p.row(r.Bits, r.Found, r.Mean)}})
	}
	return out
}

func (p posterior) row(bits float64, n int, mean float64) string {
	text := fmt.Sprintf("%4.1f  %d of %d  ", bits, n, count(p.unsafe))
	if !math.IsNaN(mean) {
		text += fmt.Sprintf("%8.2f", mean)
	}
	return text
}

// ending says what was hidden.
func (p posterior) ending() string {
	var which []string
	post := p.belief.posterior()
	for i, bad := range p.unsafe {
		if bad {
			which = append(which, fmt.Sprintf("%d (you believe %s)", i+1, percentTo(post[i])))
		}
	}
	if len(which) == 0 {
		return "In truth no change of this release was unsafe."
	}
	return "In truth unsafe (✗): " + strings.Join(which, ", ") + "."
}

// percentTo writes small shares with a decimal.
func percentTo(v float64) string {
	switch {
	case v > 0 && v < 0.1, v > 0.99 && v < 1:
		return fmt.Sprintf("%.1f %%", v*100)
	}
	return fmt.Sprintf("%.0f %%", v*100)
}

func (p posterior) Tell() []string {
	out := []string{p.tellBelief()}
	switch n := count(p.picked); {
	case p.over():
		out = append(out, p.ending())
		if p.table != nil {
			out = append(out, fmt.Sprintf("Your pools left %.1f bits, and %d of %d unsafe changes are above a half.", p.bits[len(p.bits)-1], found(p.belief, p.unsafe), count(p.unsafe)))
			for k, r := range p.table.Rows {
				out = append(out, fmt.Sprintf("%s: %.1f bits left here, %d found; over %d releases %.2f bits on average.", upper(policies[k].name), r.Bits, r.Found, p.table.Of, r.Mean))
			}
		}
	case n > 0:
		out = append(out, fmt.Sprintf("Your pool has %d changes. It is without an unsafe one with %s, and a test of it tells %.2f bits on average.", n, percentTo(p.belief.clean(p.picked)), p.belief.tells(p.picked)))
	}
	return out
}

func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// tellBelief tells the posterior, changes that stand alike together.
func (p posterior) tellBelief() string {
	post := p.belief.posterior()
	text := fmt.Sprintf("%d changes, %d of %d tests spent, %.1f bits of doubt. Unsafe with:", len(post), len(p.pools), p.def.Tests, p.bits[len(p.bits)-1])
	for i := 0; i < len(post); {
		j := i
		for j+1 < len(post) && math.Abs(post[j+1]-post[i]) < 1e-9 {
			j++
		}
		name := fmt.Sprint(i + 1)
		if j > i {
			name += fmt.Sprintf(" to %d", j+1)
		}
		text += fmt.Sprintf(" %s %s;", name, percentTo(post[i]))
		i = j + 1
	}
	return text[:len(text)-1] + "."
}
