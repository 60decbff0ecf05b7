package grading

import (
	"slices"
	"strings"
)

// part is a part of a labelled answer, tokens[first:last], with what its labels tell of each item there.
type part struct {
	first, last int
	weight      float64
	marks       []mark
}

// mark is what is known of an item in a part of a labelled answer: its level is low or more, and high or less.
type mark struct {
	low, high Level
	blame     int8 // 1 asserts a misconception, -1 doesn't, 0 unknown
}

// target tells whether a head is to score above one or below minus one, and what it costs if not.
func (m mark) target(kind int) (target, cost float64) {
	switch {
	case kind == blameHead && m.blame != 0:
		return float64(m.blame), 1
	case kind == blameHead:
		return 0, 0
	case m.low > Level(kind):
		return 1, 1
	case m.high <= Level(kind):
		return -1, 1
	}
	return 0, 0
}

// What a part of a labelled answer weighs in learning, against an exemplar's 1.
const (
	evidenceCost = 2.0
	sentenceCost = 0.5
)

// quoted is where the evidence of an item stands: tokens[first:last].
type quoted struct{ item, first, last int }

// eachPart visits the parts of a labelled answer that tell something: the evidence of each item, and the
// sentences. What is no evidence of an item is a counterexample for it, in the very voice of the answer.
func (c *Compiled) eachPart(a LabelledAnswer, visit func(*index, part)) {
	ix := c.index(a.Text)
	var evidence []quoted
	for i, it := range c.items {
		if first, last, ok := ix.verbatim(a.Labels[it.ID].Evidence); ok {
			evidence = append(evidence, quoted{i, first, last})
		}
	}
	seen := map[[2]int]bool{}
	add := func(first, last int, weight float64) {
		if !seen[[2]int{first, last}] {
			seen[[2]int{first, last}] = true
			visit(ix, part{first, last, weight, c.marks(a, evidence, first, last)})
		}
	}
	for _, e := range evidence {
		add(e.first, e.last, evidenceCost)
	}
	for _, s := range ix.sentences {
		add(s.first, s.last, sentenceCost)
	}
}

// verbatim gives the tokens of a verbatim part of the text.
func (ix *index) verbatim(text string) (first, last int, ok bool) {
	at := strings.Index(ix.text, text)
	if text == "" || at < 0 {
		return 0, 0, false
	}
	first = slices.IndexFunc(ix.tokens, func(t token) bool { return t.end > at })
	for last = max(first, 0); last < len(ix.tokens) && ix.tokens[last].start < at+len(text); last++ {
	}
	return first, last, first >= 0 && last > first
}

// marks tells of each item what is known in tokens[first:last] of a labelled answer.
func (c *Compiled) marks(a LabelledAnswer, evidence []quoted, first, last int) []mark {
	marks := make([]mark, len(c.items))
	for i, it := range c.items {
		label := a.Labels[it.ID]
		m := mark{high: label.Level, blame: -1}
		if label.Wrong {
			m.blame = 0
		}
		k := slices.IndexFunc(evidence, func(q quoted) bool { return q.item == i })
		asserts := label.Wrong && label.Level == Missed // then the evidence is that of the misconception
		switch {
		case k < 0:
		case evidence[k].first >= first && evidence[k].last <= last: // all of it
			m.low = label.Level
			if asserts {
				m.blame = 1
			}
		case evidence[k].first < last && first < evidence[k].last: // some of it
		case asserts:
			m.blame = -1
		default:
			m.high = Missed
		}
		marks[i] = m
	}
	return marks
}
