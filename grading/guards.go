package grading

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
	return commas >= 4 && count <= 5*(commas+1) && ties*8 < count
}

// Words in an order that English doesn't allow: a determiner or preposition before a word that
// can't follow it. In prose about 3 % of these words stand so, in shuffled prose about a third.
var (
	determiners  = wordSet("the a an my our your its their his every")
	prepositions = wordSet("of to from with into than at by for")
	cantFollow   = wordSet(`is are was were be been has have had will would can could should must do does did and or but because so
than of if then it's they we i he`)
	toMayPrecede = wordSet("be have do")
)

const (
	scrambledLeast = 6  // determiners and prepositions needed to judge
	scrambledShare = 22 // percent of them out of place
)

func (d *document) markScrambled(paragraph []sentence) {
	total, odd := 0, 0
	for _, s := range paragraph {
		for i := s.first; i < s.last; i++ {
			t := d.tokens[i]
			det, prep := determiners[t.norm], prepositions[t.norm]
			if t.sign || !det && !prep {
				continue
			}
			total++
			if i+1 >= s.last || d.tokens[i+1].sign && d.tokens[i+1].norm != `"` && d.tokens[i+1].norm != "~" && d.tokens[i+1].norm != "<" && d.tokens[i+1].norm != "'" {
				odd += btoi(det)
				continue
			}
			next := d.tokens[i+1].norm
			switch {
			case det && (determiners[next] || prepositions[next] || cantFollow[next]):
				odd++
			case prep && cantFollow[next] && !(t.norm == "to" && toMayPrecede[next]) && !(t.norm == "than" && (next == "it" || next == "we" || next == "i" || next == "they")):
				odd++
			case prep && (next == "to" || next == "at" || next == "of" || next == "by"):
				odd++
			}
		}
	}
	if total >= scrambledLeast && odd*100 >= total*scrambledShare {
		for i := range paragraph {
			paragraph[i].cap, paragraph[i].list = min(paragraph[i].cap, Named), true
		}
	}
}
