package grading

import (
	"math"
	"strings"
)

// Sum is a calculation in an answer: "10,000 / 500 per second is 20 s", "0.9^3 = 0.73", "5M x 1 KB = 5 GB/s".
type Sum struct {
	Span  Span    `json:"span"`  // the calculation and its result
	Given Span    `json:"given"` // the result that was written
	Value float64 `json:"value"` // what it comes to, in the unit of the written result
	Right bool    `json:"right"`
	Say   string  `json:"say,omitempty"` // if not right: what it comes to, and which slip that is

	result int // token that the written result begins with
}

// Tolerances of a written result. What is said to be about right may be a tenth off.
const (
	sumTolerance   = 0.03
	aboutTolerance = 0.12
	mostOperands   = 24
)

// Sums finds the calculations in a text, in order, and checks each.
func Sums(text string) []Sum {
	d := parseDocument(text)
	return d.sums()
}

func (d *document) sums() (all []Sum) {
	hasLink := false
	for i := range d.tokens {
		hasLink = hasLink || linksSum(d.tokens, i) > 0
	}
	if !hasLink {
		return nil
	}
	for i := 0; i < len(d.tokens); {
		r := sumReader{text: d.text, ts: d.tokens, at: i}
		left, ok := r.sum(0)
		if !ok || !r.link() {
			i = max(i+1, r.skip)
			continue
		}
		about := r.about()
		from := r.at
		right, ok := r.operand()
		if !ok || r.operands == 2 && !left.converts(right) || r.goesOn() {
			i++
			continue
		}
		s := d.judge(left, right, about)
		if r.operands == 2 && !s.Right && !bitsForBytes(right.written/s.Value) {
			i++ // "4 KB are 4 MB" is more likely the end of what was not understood
			continue
		}
		s.Span, s.Given, s.result = d.part(i, r.at), d.part(from, r.at), from
		all = append(all, s)
		i = from // the result may be the beginning of the next: 5 GB/s = 40 Gbit/s
	}
	return all
}

func (d *document) part(first, last int) Span {
	start, end := d.tokens[first].start, d.tokens[last-1].end
	return Span{Text: d.text[start:end], Start: start, End: end}
}

// sumReader reads a calculation from left to right.
type sumReader struct {
	text     string
	ts       []token
	at       int
	operands int
	depth    int
	skip     int // where to look on if this is no calculation
}

// operators by precedence, the loosest first.
var operators = []map[string]string{
	{"+": "+", "plus": "+", "-": "-", "–": "-", "−": "-", "minus": "-"},
	{"*": "*", "×": "*", "x": "*", "·": "*", "times": "*", "/": "/", "÷": "/", "over": "/", "of": "of"},
	{"^": "^"},
}

// sum reads operands joined by operators of this precedence or a tighter one.
func (r *sumReader) sum(level int) (measure, bool) {
	if level == len(operators) {
		return r.atom()
	}
	left, ok := r.sum(level + 1)
	for ok && r.operands < mostOperands {
		back := r.at
		op, width := r.operator(level)
		if op == "" {
			break
		}
		r.at += width
		right, there := r.sum(level + 1)
		if !there {
			r.at = back
			break
		}
		if left, ok = combine(left, right, op); !ok {
			break
		}
	}
	return left, ok
}

// operator gives the operator at hand, and how many tokens it has. Up to two words may stand between a number and its
// operator: "10,000 clients / 500".
func (r *sumReader) operator(level int) (op string, width int) {
	for skip := range 3 {
		i := r.at + skip
		if i >= len(r.ts) {
			return "", 0
		}
		w := r.ts[i].norm
		if op := operators[level][w]; op != "" {
			if (op == "of" || w == "over") && skip > 0 || op == "-" && !r.spaced(i) {
				return "", 0
			}
			return op, skip + 1
		}
		if level == 1 && (w == "divided" || w == "multiplied") && i+1 < len(r.ts) && r.ts[i+1].norm == "by" {
			return map[string]string{"divided": "/", "multiplied": "*"}[w], skip + 2
		}
		if level == 2 && w == "*" && i+1 < len(r.ts) && r.ts[i+1].norm == "*" && r.ts[i+1].start == r.ts[i].end {
			return "^", skip + 2
		}
		if r.ts[i].sign || functionWords[w] || linksSum(r.ts, i) > 0 || isNumber(r.ts, i) || level == 2 {
			return "", 0
		}
		for _, other := range operators {
			if other[w] != "" {
				return "", 0
			}
		}
	}
	return "", 0
}

// spaced tells a minus from the dash of a word or a range: it has a space on both sides.
func (r *sumReader) spaced(i int) bool {
	if i == 0 || i+1 >= len(r.ts) {
		return false
	}
	return r.ts[i-1].end < r.ts[i].start && r.ts[i].end < r.ts[i+1].start
}

func (r *sumReader) atom() (measure, bool) {
	if r.at < len(r.ts) && r.ts[r.at].norm == "(" && r.depth < 4 {
		start := r.at
		r.at++
		r.depth++
		m, ok := r.sum(0)
		r.depth--
		if !ok || r.at >= len(r.ts) || r.ts[r.at].norm != ")" {
			r.at = start
			return measure{}, false
		}
		r.at++
		return m, true
	}
	return r.operand()
}

// operand reads a number and its unit, which stands right behind it: "50/s", "50 requests per second", "1 KB", "5M".
func (r *sumReader) operand() (measure, bool) {
	if r.at >= len(r.ts) || r.ts[r.at].sign || r.ts[r.at].norm == "a" {
		return measure{}, false
	}
	v, next, suffix, ok := readValue(r.ts, r.at)
	if !ok || math.IsInf(v, 0) {
		return measure{}, false
	}
	n := numeral{first: r.at, last: next, written: v, value: v}
	unit := func(name string) bool {
		for _, form := range []string{name, stem(name)} {
			if u, ok := unitsOf[form]; ok && u.dim != factor {
				n.dim, n.value = u.dim, v*u.scale
				return true
			}
		}
		return false
	}
	at := func(k int) string {
		if n.last+k < len(r.ts) {
			return r.ts[n.last+k].norm
		}
		return ""
	}
	switch {
	case suffix != "":
		if !unit(suffix) {
			return measure{}, false
		}
	case at(0) == "%":
		n.dim, n.value, n.last = percentage, v/100, n.last+1
	case at(0) != "x" && at(0) != "d" && unit(at(0)):
		n.last++
	}
	r.perTime(&n)
	m := newMeasure(n, next-n.first)
	if m.data != 0 {
		for _, t := range r.ts[n.first:n.last] {
			name := strings.TrimLeft(r.text[t.start:t.end], "0123456789.,")
			m.gb = m.gb || name == "Kb" || name == "Mb" || name == "Gb" || name == "Tb"
		}
	}
	r.at, r.operands = n.last, r.operands+1
	return m, true
}

// perTime reads "/s", "a second", "per minute", also behind the thing that is counted: "50 requests per second".
func (r *sumReader) perTime(n *numeral) {
	if n.dim != plain && n.dim != bytesDim && n.dim != bitsDim {
		return
	}
	for k := range 2 {
		i := n.last + k
		if i+1 >= len(r.ts) {
			return
		}
		switch r.ts[i].norm {
		case "/", "per", "a", "an", "each", "every":
			u, ok := unitsOf[stem(r.ts[i+1].norm)]
			if !ok || u.dim != duration {
				return
			}
			n.dim = map[dimension]dimension{plain: rate, bytesDim: byteRate, bitsDim: bitRate}[n.dim]
			n.value, n.last = n.value/u.scale, i+2
			return
		}
		if n.dim != plain || r.ts[i].sign || functionWords[r.ts[i].norm] || isNumber(r.ts, i) || r.ts[i].norm == "x" || r.ts[i].norm == "times" {
			return
		}
	}
}

// links are the words and signs between a calculation and its result.
var links = wordSet("= ≈ => -> → is are makes make gives give equals equal yields")

// linksSum tells how many tokens at i link a calculation to its result; 0 if none.
func linksSum(ts []token, i int) int {
	if links[ts[i].norm] || ts[i].norm == "~=" {
		return 1
	}
	return 0
}

// link passes over what stands between a calculation and its result: "=", "is", ", which makes", ", so that is".
func (r *sumReader) link() bool {
	r.skip = r.at
	at := r.at
	for k := 0; k < 4 && at < len(r.ts); k++ {
		if n := linksSum(r.ts, at); n > 0 {
			r.at = at + n
			return true
		}
		switch r.ts[at].norm {
		case ",", "which", "that", "this", "it", "so", "and":
			at++
		default:
			if k > 1 || r.ts[at].sign || functionWords[r.ts[at].norm] || isNumber(r.ts, at) {
				return false
			}
			at++ // a noun: "3 x 5 layers is 15"
		}
	}
	return false
}

// about passes over what makes a result a rough one.
func (r *sumReader) about() (about bool) {
	if r.at > 0 && (r.ts[r.at-1].norm == "≈" || r.ts[r.at-1].norm == "~=") {
		about = true
	}
	for r.at < len(r.ts) {
		switch r.ts[r.at].norm {
		case "~", "≈", "about", "around", "roughly", "approximately", "nearly", "almost", "some", "circa":
			about = true
		case "only", "just", "already", "exactly":
		default:
			return about
		}
		r.at++
	}
	return about
}

// goesOn tells that the result is itself a calculation: "= 3 x 5 ..." says nothing that could be checked.
func (r *sumReader) goesOn() bool {
	for level := range operators {
		if op, width := r.operator(level); op != "" && op != "of" {
			next := sumReader{text: r.text, ts: r.ts, at: r.at + width}
			if _, ok := next.operand(); ok {
				return true
			}
		}
	}
	return false
}
