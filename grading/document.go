package grading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// token is one word or sign of the answer.
type token struct {
	start, end int    // bytes of the answer
	norm       string // see normalise; the sign itself for a sign
	stem       string
	sign       bool // punctuation or a symbol
	flags      flags
	negator    int32 // the token that turns it, if flags has negated
	clause     int32 // number of the clause, counted through the document
}

// sentence is a run of tokens, and what may be credited from it.
type sentence struct {
	first, last int // tokens[first:last]
	paragraph   int
	cap         Level // the highest level that its words may earn
	list        bool  // terms without sense: only rules for "named" apply
	silent      bool  // it earns nothing and asserts nothing: a repeat, or the prompt
	guess       bool  // a question or a hedge: it asserts no misconception
}

// document is an answer cut into tokens and sentences.
type document struct {
	text      string
	tokens    []token
	sentences []sentence
	numbers   []numeral
	worked    []Sum // calculations with their results
}

// longestSentence bounds a sentence in tokens. Text without full stops is cut there, so that
// what stands far apart isn't taken together.
const longestSentence = 70

func parseDocument(text string) *document {
	d := &document{text: text}
	d.cutTokens()
	d.cutSentences()
	d.numbers = findNumerals(d.tokens)
	d.worked = d.sums()
	d.markClauses()
	return d
}

// cutTokens finds the words (Unicode word boundaries) and signs. Words joined by a stop or colon
// without a space ("prev:singleflight") are cut, which the Unicode rules would not do.
func (d *document) cutTokens() {
	d.tokens = make([]token, 0, len(d.text)/5+1)
	known := make(map[string][2]string)
	it := words.FromString(d.text)
	for it.Next() {
		at, w := it.Start(), it.Value()
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsSpace(r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			for _, part := range cutJoined(w) {
				piece := w[part[0]:part[1]]
				forms, ok := known[piece]
				if !ok {
					norm := normalise(piece)
					forms = [2]string{norm, stem(norm)}
					known[piece] = forms
				}
				d.tokens = append(d.tokens, token{start: at + part[0], end: at + part[1], norm: forms[0], stem: forms[1]})
			}
		case unicode.IsControl(r) || r == utf8.RuneError:
		default:
			d.addSign(at, w)
		}
	}
}

// addSign appends a sign, and merges those that are written with two characters.
func (d *document) addSign(at int, w string) {
	if n := len(d.tokens); n > 0 && d.tokens[n-1].sign && d.tokens[n-1].end == at {
		switch pair := d.tokens[n-1].norm + w; pair {
		case "<<": // "far below": a word, for the lexicon
			d.tokens[n-1].norm, d.tokens[n-1].stem, d.tokens[n-1].end, d.tokens[n-1].sign = pair, pair, at+len(w), false
			return
		case "!=", "=>", "->", ">=", "<=", ">>", "--", "~=", "<>":
			d.tokens[n-1].norm, d.tokens[n-1].end = pair, at+len(w)
			return
		}
	}
	d.tokens = append(d.tokens, token{start: at, end: at + len(w), norm: w, sign: true})
}

// cutJoined gives the parts of a word at signs between letters, and before trailing signs.
func cutJoined(w string) [][2]int {
	plain := true
	for i := 0; i < len(w) && plain; i++ {
		plain = w[i] != '.' && w[i] != ':' && w[i] != '_'
	}
	if plain {
		return [][2]int{{0, len(w)}}
	}
	var parts [][2]int
	from := 0
	for i := 0; i < len(w); i++ {
		between := i > 0 && i+1 < len(w) && isDigit(w[i-1]) && isDigit(w[i+1])
		if c := w[i]; (c == '.' && !between) || c == ':' || c == '_' {
			if i > from {
				parts = append(parts, [2]int{from, i})
			}
			from = i + 1
		}
	}
	if from < len(w) {
		parts = append(parts, [2]int{from, len(w)})
	}
	return parts
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// cutSentences groups the tokens. The Unicode rules look at case, so they are given a copy in
// capitals: an answer that shouts is cut like one that doesn't.
func (d *document) cutSentences() {
	shape := sentenceShape(d.text)
	next, paragraph, last := 0, 0, 0
	it := sentences.FromString(shape)
	for it.Next() {
		end := it.End()
		if endsInAbbreviation(shape[it.Start():end]) && !strings.Contains(d.text[it.Start():end], "\n") {
			continue
		}
		first := next
		for next < len(d.tokens) && d.tokens[next].start < end {
			next++
		}
		if next > first {
			if isParagraphBreak(d.text[last:d.tokens[first].start]) {
				paragraph++
			}
			d.addSentences(first, next, paragraph)
			last = d.tokens[next-1].end
		}
	}
	if next < len(d.tokens) {
		d.addSentences(next, len(d.tokens), paragraph)
	}
}

// addSentences appends one sentence, or several where it is too long to be one.
func (d *document) addSentences(first, end, paragraph int) {
	for end-first > longestSentence {
		cut := first + longestSentence
		for i := cut - 1; i > first+longestSentence/2; i-- { // a sentence keeps a token at least
			if d.tokens[i].sign && breaksClause(d.tokens[i].norm) {
				cut = i + 1
				break
			}
		}
		d.sentences = append(d.sentences, sentence{first: first, last: cut, paragraph: paragraph, cap: Tradeoff})
		first = cut
	}
	d.sentences = append(d.sentences, sentence{first: first, last: end, paragraph: paragraph, cap: Tradeoff})
}

// wrapped is the least length of a line which may go on in the next one: the text area and
// editors wrap prose, and a wrapped line ends no sentence.
const wrapped = 60

// sentenceShape is text of the same length for the sentence rules: ASCII letters in capitals, and
// the line breaks of wrapped prose as spaces.
func sentenceShape(text string) string {
	b := []byte(text)
	lineStart := 0
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z':
			b[i] = c - 'a' + 'A'
		case c == '!' && i+1 < len(b) && b[i+1] == '=':
			b[i] = '='
		case c == '\n':
			if i-lineStart >= wrapped && goesOn(text[lineStart:i], text[i+1:]) {
				b[i] = ' '
			}
			lineStart = i + 1
		}
	}
	return string(b)
}

func goesOn(line, rest string) bool {
	line = strings.TrimRight(line, " \t\r")
	if line == "" || strings.ContainsRune(".!?", rune(line[len(line)-1])) {
		return false
	}
	rest = strings.TrimLeft(rest[:min(len(rest), 16)], " \t")
	r, _ := utf8.DecodeRuneInString(rest)
	if isNumbered := strings.IndexAny(rest, ".)"); r >= '0' && r <= '9' {
		return isNumbered < 1 || isNumbered > 2
	}
	return unicode.IsLetter(r) || r == '(' || r == '"' || r == '\''
}

var abbreviations = wordSet("E.G. I.E. APPROX. VS. RESP. INCL. CA. MAX. MIN. NO. FIG. AVG.")

func endsInAbbreviation(sentence string) bool {
	s := strings.TrimRight(sentence, " \t")
	if !strings.HasSuffix(s, ".") {
		return false
	}
	return abbreviations[strings.TrimLeft(s[strings.LastIndexAny(s[:len(s)-1], " \t\n(")+1:], "(")]
}

func isParagraphBreak(gap string) bool { return strings.Count(gap, "\n") >= 2 }

// breaksClause tells the signs at which a clause ends.
func breaksClause(sign string) bool {
	switch sign {
	case ",", ";", ":", ".", "!", "?", "(", ")", "[", "]", "—", "–", "--", "->", "=>", "→", "⇒", "•", "…", "|":
		return true
	}
	return false
}

// markClauses numbers the clauses, which end at signs and at the words that open a contrast, a
// reason or a condition.
func (d *document) markClauses() {
	clause := int32(0)
	for _, s := range d.sentences {
		clause++
		for i := s.first; i < s.last; i++ {
			t := &d.tokens[i]
			if t.sign && breaksClause(t.norm) && !d.insideNumber(i) || !t.sign && i > s.first && opensClause[t.norm] {
				clause++
			}
			t.clause = clause
		}
	}
}

// insideNumber tells a sign that belongs to a number or a hyphenated word from one that cuts.
func (d *document) insideNumber(i int) bool {
	return i > 0 && i+1 < len(d.tokens) && d.tokens[i].norm != "," && d.tokens[i].norm != ";" && d.tokens[i].norm != ":" &&
		d.tokens[i-1].end == d.tokens[i].start && d.tokens[i].end == d.tokens[i+1].start &&
		!strings.ContainsAny(d.tokens[i].norm, "()[]→⇒…|=-—>")
}

var opensClause = wordSet("but because since so until unless although though while whereas when if then which therefore hence however")
