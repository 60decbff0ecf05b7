package grading

import (
	"math"
	"strings"
)

// markGuards finds what only looks like an explanation: repeats, the prompt pasted back, lists of
// terms, and words in no order. What a paragraph earns never depends on another paragraph,
// but for repeats.
func (d *document) markGuards(prompt shingles) {
	d.markRepeats()
	for i := range d.sentences {
		s := &d.sentences[i]
		if prompt.cover(d.tokens[s.first:s.last]) {
			s.silent = true
		}
		if isList(d.tokens[s.first:s.last]) {
			s.cap, s.list = min(s.cap, Named), true
		}
	}
	for first := 0; first < len(d.sentences); {
		last := first
		for last < len(d.sentences) && d.sentences[last].paragraph == d.sentences[first].paragraph {
			last++
		}
		d.markScrambled(d.sentences[first:last])
		d.markFragments(d.sentences[first:last])
		first = last
	}
}

// markRepeats silences sentences that were said before: saying it twice adds nothing.
func (d *document) markRepeats() {
	seen := make(map[string]bool, len(d.sentences))
	var key []byte
	for i := range d.sentences {
		s := &d.sentences[i]
		key = key[:0]
		for _, t := range d.tokens[s.first:s.last] {
			if !t.sign {
				key = append(append(key, t.norm...), ' ')
			}
		}
		if seen[string(key)] {
			s.silent = true
		}
		seen[string(key)] = true
	}
}

// shingles is the set of all runs of three words of a text.
type shingles map[[3]string]bool

func newShingles(ts []token) shingles {
	set := shingles{}
	eachShingle(ts, func(k [3]string) { set[k] = true })
	return set
}

func eachShingle(ts []token, visit func([3]string)) {
	var run [3]string
	n := 0
	for _, t := range ts {
		if t.sign {
			continue
		}
		run[0], run[1], run[2] = run[1], run[2], t.stem
		if n++; n >= 3 {
			visit(run)
		}
	}
}

// cover tells if most of a sentence is taken from the text.
func (set shingles) cover(ts []token) bool {
	total, shared := 0, 0
	eachShingle(ts, func(k [3]string) {
		total++
		if set[k] {
			shared++
		}
	})
	return total > 0 && shared*3 >= total*2
}

// isList tells a list of terms from a sentence: many short parts between commas, and hardly a
// word that would tie them together.
func isList(ts []token) bool {
	commas, ties, count, run := 0, 0, 0, 0
	for _, t := range ts {
		switch {
		case t.norm == "," || t.norm == ";" || t.norm == "|" || t.norm == "•":
			commas++
			run = 0
		case t.sign:
			if t.norm == "->" || t.norm == "=>" || t.norm == "→" || t.norm == "=" || t.norm == "<" || t.norm == ">" {
				ties++
			}
		default:
			count++
			run++
			if functionWords[t.norm] {
				ties++
			}
		}
	}
	return commas >= 4 && count <= 5*(commas+1) && ties*8 < count || commas >= 2 && count <= 4*(commas+1) && ties == 0
}

// A run of many short fragments is a list, whatever words are in them: "slow calls; hears no; one at a time; common".
const (
	leastFragments = 6
	shortFragment  = 2.0 // words in the mean
)

// markFragments finds runs of short fragments between commas, stops and line ends, in a paragraph as in each of its sentences.
func (d *document) markFragments(paragraph []sentence) {
	words, fragments := 0, 0
	for i := range paragraph {
		s := &paragraph[i]
		w, f := fragmentsOf(d.tokens[s.first:s.last])
		words, fragments = words+w, fragments+f
		if f >= leastFragments && float64(w) <= shortFragment*float64(f) {
			s.cap, s.list = min(s.cap, Named), true
		}
	}
	if fragments < leastFragments || float64(words) > shortFragment*float64(fragments) {
		return
	}
	for i := range paragraph {
		paragraph[i].cap, paragraph[i].list = min(paragraph[i].cap, Named), true
	}
}

func fragmentsOf(ts []token) (words, fragments int) {
	inside := false
	for _, t := range ts {
		switch {
		case !t.sign:
			words++
			fragments += btoi(!inside)
			inside = true
		case breaksClause(t.norm):
			inside = false
		}
	}
	return words, fragments
}

// Words in an order that English doesn't allow: function words before words that can't follow them.
var (
	determiners  = wordSet("the a an my our your its their his every")
	prepositions = wordSet("of to from with into than at by for in on")
	modals       = wordSet("can could will would should must may might cannot wont cant wouldnt couldnt shouldnt")
	subjects     = wordSet("i we they he she")
	auxiliaries  = wordSet("is are was were been be has have had do does did am")
	conjunctions = wordSet("and or but because so than if then")
	toMayPrecede = wordSet("be have do")
	pairsOfSmall = wordSet("and|so and|if and|then but|if or|if so|if because|if than|if if|so and|because but|then so|then but|because or|because than|because then|if")
)

// A paragraph is taken for shuffled by the logarithm of the ratio of likelihoods: of these words 2 % are out of
// place in prose, 20 % in shuffled prose (104 labelled answers to 13 questions, and the same shuffled).
const (
	oddInProse    = 0.02
	oddInShuffled = 0.20
	shuffledScore = 3.0 // the worst paragraph of those answers has 1.7; shuffled, all but lists and terse notes have 7 and more
)

func (d *document) markScrambled(paragraph []sentence) {
	if d.shuffled(paragraph) < shuffledScore {
		return
	}
	for i := range paragraph {
		paragraph[i].cap, paragraph[i].list = min(paragraph[i].cap, Named), true
	}
}

func (d *document) shuffled(paragraph []sentence) float64 {
	total, odd := d.disorder(paragraph)
	return float64(float64(odd)*math.Log(oddInShuffled/oddInProse)) + float64(float64(total-odd)*math.Log((1-oddInShuffled)/(1-oddInProse)))
}

// disorder counts the function words of a paragraph, and those before a word that can't follow.
func (d *document) disorder(paragraph []sentence) (total, odd int) {
	for _, s := range paragraph {
		for i := s.first; i < s.last; i++ {
			if d.tokens[i].sign {
				continue
			}
			counts, ok := d.follows(i, s.last)
			if i > s.first && d.capitalInside(i) {
				counts, ok = true, false
			}
			total += btoi(counts)
			odd += btoi(counts && !ok)
		}
	}
	return total, odd
}

// capitalInside tells a function word in capitals that stands where no sentence begins.
func (d *document) capitalInside(i int) bool {
	t, before := d.tokens[i], d.tokens[i-1]
	word := d.text[t.start:t.end]
	return len(word) > 1 && word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'a' && word[1] <= 'z' && functionWords[t.norm] && !before.sign
}

// follows tells if tokens[i] is a function word that is judged, and if the next word may follow it.
func (d *document) follows(i, end int) (judged, ok bool) {
	w := d.tokens[i].norm
	atEnd := i+1 >= end || d.tokens[i+1].sign && breaksClause(d.tokens[i+1].norm) && d.tokens[i+1].norm != "("
	next := ""
	if !atEnd && !d.tokens[i+1].sign {
		next = d.tokens[i+1].norm
	}
	small := determiners[next] || prepositions[next] || auxiliaries[next] || modals[next] || conjunctions[next] || subjects[next]
	switch {
	case determiners[w]:
		return true, !atEnd && !small && articleFits(w, next)
	case w == "to":
		return true, !(auxiliaries[next] && !toMayPrecede[next]) && !modals[next] && !conjunctions[next] && !subjects[next] && !prepositions[next]
	case prepositions[w]:
		return true, !auxiliaries[next] && !modals[next] && !(conjunctions[next] && next != "than") && !(subjects[next] && w != "than") && !(next == "of" || next == "to" || next == "than")
	case modals[w]:
		return true, !determiners[next] && !prepositions[next] && !modals[next] && !conjunctions[next] && !(auxiliaries[next] && !toMayPrecede[next])
	case subjects[w]:
		return true, !atEnd && !determiners[next] && !prepositions[next] && !conjunctions[next] && !subjects[next]
	case auxiliaries[w]:
		return true, !modals[next] && !conjunctions[next] && next != "of" && !(auxiliaries[next] && next != "been" && next != "being" && next != "be" && next != "done" && next != "to")
	case conjunctions[w]:
		return true, (!atEnd || w == "so" || w == "then") && !(conjunctions[next] && !pairsOfSmall[w+"|"+next]) && next != "of" && !(auxiliaries[next] && w != "and" && w != "or" && w != "but" && w != "than")
	}
	return false, true
}

// articleFits tells "a" from "an"; letters that may go either way fit.
func articleFits(article, next string) bool {
	if next == "" || article != "a" && article != "an" {
		return true
	}
	switch next[0] {
	case 'a', 'e', 'i':
		return article == "an" || strings.HasPrefix(next, "eu") || len(next) == 1
	case 'b', 'c', 'd', 'g', 'j', 'k', 'p', 'q', 't', 'v', 'w', 'y', 'z':
		return article == "a" || len(next) <= 3
	}
	return true
}
