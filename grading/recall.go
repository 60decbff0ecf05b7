package grading

import "math"

// Recall is how much of a short answer a learner's own words hold. It is fit for proposing how well
// a flashcard was known, and for no more: words in common are not understanding.
type Recall struct {
	Share   float64  // of the answer's words of content and numbers, 0 to 1
	Missing []string // those of them that were not said, as the answer writes them
}

// numberSlack is within what share of each other two numbers count as the same.
const numberSlack = 0.02

// Recalled compares what was said with an answer: each word of content counts once, in any
// inflection, and each number by its value.
func Recalled(said, answer string) Recall {
	have, want := contentOf(said), contentOf(answer)
	var out Recall
	all, found := 0, 0
	for _, n := range want.numbers {
		all++
		if have.has(n) {
			found++
		} else {
			out.Missing = append(out.Missing, want.text[want.tokens[n.first].start:want.tokens[n.last-1].end])
		}
	}
	seen := map[string]bool{}
	for _, t := range want.words {
		if seen[t.stem] {
			continue
		}
		seen[t.stem] = true
		all++
		if have.stems[t.stem] {
			found++
		} else {
			out.Missing = append(out.Missing, want.text[t.start:t.end])
		}
	}
	if all > 0 {
		out.Share = float64(found) / float64(all)
	}
	return out
}

// contents are the words of content and the numbers of a text.
type contents struct {
	*document
	words []token
	stems map[string]bool
}

func contentOf(text string) contents {
	c := contents{document: &document{text: text}, stems: map[string]bool{}}
	c.cutTokens()
	c.numbers = findNumerals(c.tokens)
	inNumber := make([]bool, len(c.tokens))
	for _, n := range c.numbers {
		for i := n.first; i < n.last; i++ {
			inNumber[i] = true
		}
	}
	for i, t := range c.tokens {
		if !t.sign && !inNumber[i] && !functionWords[t.norm] {
			c.words = append(c.words, t)
			c.stems[t.stem] = true
		}
	}
	return c
}

// has says whether the text has that number, in whatever unit of its kind.
func (c contents) has(n numeral) bool {
	for _, m := range c.numbers {
		if m.dim == n.dim && math.Abs(m.value-n.value) <= numberSlack*math.Abs(n.value) {
			return true
		}
	}
	return false
}
