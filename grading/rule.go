package grading

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// rule is a compiled Rule.
type rule struct {
	text    Rule // as written
	all     []term
	none    []term
	span    int  // sentences in the window; 1 for a clause too
	clause  bool // all terms in one clause
	ordered bool
	near    int // most words from the first term to the last
	alone   bool
}

// term is one thing that a rule wants: any of its alternatives.
type term []alternative

type polarity uint8

const (
	affirmed polarity = iota
	denying           // no:
	either            // any:
)

type alternative struct {
	concept  conceptID // -1 for a number
	polarity polarity
	number   numberTest
	worked   bool // the number must be the right result of a calculation
}

// numberTest accepts the numerals from low to high.
type numberTest struct {
	low, high float64
	dim       dimension
	anyDim    bool // accepts counts and rates, by the written or the base value
	everyDim  bool // accepts whatever is a number
}

// nearEnough is the relative distance at which "~" takes two numbers for the same.
const nearEnough = 0.05

func (t numberTest) accepts(n numeral) bool {
	in := func(v float64) bool { return v >= t.low && v <= t.high }
	switch {
	case t.everyDim:
		return in(n.value)
	case t.anyDim:
		return (n.dim == plain || n.dim == rate) && (in(n.written) || in(n.value))
	case t.dim == percentage && n.dim == plain:
		return n.written < 1 && in(n.value) // 0.83
	}
	return n.dim == t.dim && in(n.value)
}

// ruleParser turns the text of rules into rules over a vocabulary.
type ruleParser struct{ words *vocabulary }

func (p ruleParser) parse(text Rule) (rule, error) {
	r := rule{text: text, span: 1}
	body, err := r.flags(string(text))
	if err != nil {
		return r, err
	}
	negative := false
	for _, field := range splitTerms(body) {
		if field == "+" || field == "-" {
			negative = field == "-"
			continue
		}
		t, err := p.term(field)
		if err != nil {
			return r, fmt.Errorf("in rule %q: %w", text, err)
		}
		if negative {
			r.none = append(r.none, t)
		} else {
			r.all = append(r.all, t)
		}
	}
	if r.near == 0 {
		r.near = usualNear[r.span]
	}
	if len(r.all) == 0 {
		return r, fmt.Errorf("rule %q wants nothing: name at least one group", text)
	}
	if len(r.all) > maxTerms {
		return r, fmt.Errorf("rule %q has %d terms: %d are the most", text, len(r.all), maxTerms)
	}
	return r, nil
}

// usualNear is how many words a match may span without a @near, by sentences in the window.
var usualNear = [...]int{1: 32, 2: 45, 3: 70}

// maxTerms bounds the terms of a rule, which bounds the work of matching it.
const maxTerms = 5

// splitTerms cuts "a + b - c" into terms and their signs.
func splitTerms(body string) []string {
	var out []string
	var cur []string
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.Join(cur, " "))
			cur = nil
		}
	}
	for _, f := range strings.Fields(body) {
		if f == "+" || f == "-" {
			flush()
			out = append(out, f)
			continue
		}
		cur = append(cur, f)
	}
	flush()
	return out
}

// flags takes the @flags off the end of a rule.
func (r *rule) flags(text string) (string, error) {
	var body []string
	for _, f := range strings.Fields(text) {
		name, ok := strings.CutPrefix(f, "@")
		if !ok {
			body = append(body, f)
			continue
		}
		switch {
		case name == "clause":
			r.clause = true
		case name == "sentence":
		case name == "2" || name == "3":
			r.span = int(name[0] - '0')
		case name == "ordered":
			r.ordered = true
		case name == "alone":
			r.alone = true
		case strings.HasPrefix(name, "near"):
			n, err := strconv.Atoi(name[len("near"):])
			if err != nil || n < 1 || n > 60 {
				return "", fmt.Errorf("rule %q: write @near with a number of words from 1 to 60, as in @near8", text)
			}
			r.near = n
		default:
			return "", fmt.Errorf("rule %q has the unknown flag @%s: use @clause, @sentence, @2, @3, @ordered, @near8 or @alone", text, name)
		}
	}
	return strings.Join(body, " "), nil
}

func (p ruleParser) term(text string) (term, error) {
	var t term
	for alt := range strings.SplitSeq(text, "|") {
		alt = strings.TrimSpace(alt)
		if alt == "" {
			return nil, fmt.Errorf("an alternative is empty: write something on both sides of |")
		}
		a, err := p.alternative(alt)
		if err != nil {
			return nil, err
		}
		t = append(t, a)
	}
	return t, nil
}

func (p ruleParser) alternative(text string) (alternative, error) {
	if result, ok := strings.CutPrefix(text, "sum:"); ok || text == "sum" {
		if text == "sum" {
			result = "number"
		}
		test, ok, err := parseNumberTest(result)
		if !ok && err == nil {
			err = fmt.Errorf("%q is no result of a calculation: write sum, sum:~200s or sum:100..300", text)
		}
		return alternative{concept: -1, number: test, worked: true}, err
	}
	if test, ok, err := parseNumberTest(text); ok || err != nil {
		return alternative{concept: -1, number: test}, err
	}
	pol := affirmed
	name := text
	if rest, ok := strings.CutPrefix(text, "no:"); ok {
		pol, name = denying, rest
	} else if rest, ok := strings.CutPrefix(text, "any:"); ok {
		pol, name = either, rest
	}
	if quoted, ok := strings.CutPrefix(name, `"`); ok || strings.ContainsAny(name, " =*") {
		id, err := p.words.literal(strings.TrimSuffix(quoted, `"`))
		return alternative{concept: id, polarity: pol}, err
	}
	id, ok := p.words.ids[name]
	if !ok {
		return alternative{}, fmt.Errorf("there is no group %q in the lexicon or the rubric%s; a single word is written in quotes", name, suggest(name, sortedKeys(p.words.ids)))
	}
	return alternative{concept: id, polarity: pol}, nil
}

// parseNumberTest reads "~3000", "~83%", "350..490", "number", "percent", "times".
func parseNumberTest(text string) (t numberTest, ok bool, err error) {
	switch text {
	case "number":
		return numberTest{low: math.Inf(-1), high: math.Inf(1), everyDim: true}, true, nil
	case "percent":
		return numberTest{low: math.Inf(-1), high: math.Inf(1), dim: percentage}, true, nil
	case "times":
		return numberTest{low: 1, high: math.Inf(1), dim: factor}, true, nil
	}
	if about, found := strings.CutPrefix(text, "~"); found {
		v, dim, bare, err := quantity(about)
		if err != nil {
			return t, true, err
		}
		slack := math.Abs(v) * nearEnough
		if dim == percentage {
			slack = 0.01
		}
		return numberTest{low: v - slack, high: v + slack, dim: dim, anyDim: bare}, true, nil
	}
	if from, to, found := strings.Cut(text, ".."); found && from != "" && isDigit(from[0]) {
		low, dim, bare, err := quantity(from)
		if err != nil {
			return t, true, err
		}
		high, dimTo, _, err := quantity(to)
		if err != nil {
			return t, true, err
		}
		if dim != dimTo || low > high {
			return t, true, fmt.Errorf("%q is no range: give both ends the same unit, the smaller first", text)
		}
		return numberTest{low: low, high: high, dim: dim, anyDim: bare}, true, nil
	}
	return t, false, nil
}

// quantity reads one number with a unit, as written in rules.
func quantity(text string) (v float64, dim dimension, bare bool, err error) {
	d := &document{text: text}
	d.cutTokens()
	n, ok := numeral{}, false
	if len(d.tokens) > 0 {
		n, ok = readNumeral(d.tokens, 0)
	}
	if !ok || n.last != len(d.tokens) {
		return 0, plain, false, fmt.Errorf("%q is not a number: write digits and, if it has one, a unit, as in 3000, 6x, 83%%, 2s", text)
	}
	return n.value, n.dim, n.dim == plain, nil
}
