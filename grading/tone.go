package grading

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// tone tells how words speak, whatever they speak of: "the price is", "because otherwise", "we took it out within a
// week". It is the same for all rubrics, and was learned from the labelled answers of the core pack (see tone.txt).
type tone struct {
	pairs map[wordPair]toneScores
	next  map[wordPair]int32 // of the beginning of the next sentence, for toneTurnsDown
	bias  toneScores
}

// wordPair is a word after another, after none of the same words (sentenceStart), or alone ("").
type wordPair [2]string

// toneScores are in thousandths: sums of whole numbers are the same in any order.
type toneScores [toneHeads]int32

// What a tone may be of.
const (
	toneWeighs    = iota // of words that earn more than an explanation
	toneExplains         // of words that earn an explanation, or more
	toneErrs             // of words that assert a misconception
	toneTurnsDown        // of a whole sentence, which tells what its speaker holds for wrong
	toneHeads
)

const (
	sentenceStart = "^"
	anyNumber     = "#"
	turnedWord    = "!n" // any word inside the reach of "not"
	rejectedWord  = "!r"
	toneUnit      = 1000.0
	nextReach     = 6 // tokens of the next sentence that tell what became of this one
)

// toneTable holds a line for each pair: its scores, and after tabs the two words; "next" before those of the next sentence.
//
//go:embed tone.txt
var toneTable string

var ownTone = sync.OnceValue(func() *tone { return readTone(toneTable) })

func readTone(table string) *tone {
	o := &tone{pairs: map[wordPair]toneScores{}, next: map[wordPair]int32{}}
	for line := range strings.Lines(table) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case fields[0] == "bias":
			o.bias = toneNumbers(fields[1])
		case fields[0] == "next" && len(fields) == 4:
			o.next[wordPair{fields[2], fields[3]}] = toneNumbers(fields[1])[toneTurnsDown]
		case len(fields) == 3:
			o.pairs[wordPair{fields[1], fields[2]}] = toneNumbers(fields[0])
		}
	}
	return o
}

func toneNumbers(text string) (out toneScores) {
	for h, number := range strings.Fields(text) {
		n, _ := strconv.ParseInt(number, 10, 32)
		out[h%toneHeads] = int32(n)
	}
	return out
}

// toneWord is what the tone looks at in a token.
func (t *token) toneWord() string {
	if isDigit(t.norm[0]) {
		return anyNumber
	}
	return t.norm
}

// eachPair visits what the tone looks at in tokens[first:last].
func (d *document) eachPair(first, last int, visit func(wordPair)) {
	before := sentenceStart
	for k := first; k < last; k++ {
		d.eachAlone(k, visit)
		word := d.tokens[k].toneWord()
		visit(wordPair{before, word})
		before = word
	}
}

// eachAlone visits what is known of a token by itself.
func (d *document) eachAlone(k int, visit func(wordPair)) {
	t := &d.tokens[k]
	visit(wordPair{"", t.toneWord()})
	if t.flags&negated != 0 {
		visit(wordPair{"", turnedWord})
	}
	if t.flags&rejected != 0 {
		visit(wordPair{"", rejectedWord})
	}
}

// nextWords gives the beginning of the sentence after sentence n, if it belongs to the same paragraph.
func (d *document) nextWords(n int) (first, last int) {
	if n+1 >= len(d.sentences) || d.sentences[n+1].paragraph != d.sentences[n].paragraph {
		return 0, 0
	}
	s := d.sentences[n+1]
	return s.first, min(s.last, s.first+nextReach)
}

// toned holds running sums over a document, so that the tone of any words of it is a difference.
type toned struct {
	*tone
	document   *document
	alone      []toneScores // of tokens[:k]
	after      []toneScores // of the pairs that end in tokens[:k]
	turnedDown []float64    // of each sentence
}

func (o *tone) of(d *document) *toned {
	t := &toned{tone: o, document: d, alone: make([]toneScores, len(d.tokens)+1), after: make([]toneScores, len(d.tokens)+1)}
	before := sentenceStart
	for k := range d.tokens {
		sum := t.alone[k]
		d.eachAlone(k, func(p wordPair) { sum.add(o.pairs[p]) })
		t.alone[k+1] = sum
		word := d.tokens[k].toneWord()
		t.after[k+1] = t.after[k]
		t.after[k+1].add(o.pairs[wordPair{before, word}])
		before = word
	}
	t.turnedDown = make([]float64, len(d.sentences))
	for n, s := range d.sentences {
		score := o.bias[toneTurnsDown] + t.sum(s.first, s.last)[toneTurnsDown]
		first, last := d.nextWords(n)
		d.eachPair(first, last, func(p wordPair) { score += o.next[p] })
		t.turnedDown[n] = float64(score) / toneUnit
	}
	return t
}

func (s *toneScores) add(more toneScores) {
	for h, v := range more {
		s[h] += v
	}
}

// sum gives the scores of tokens[first:last] without the bias.
func (t *toned) sum(first, last int) (out toneScores) {
	if first >= last {
		return out
	}
	out = t.pairs[wordPair{sentenceStart, t.document.tokens[first].toneWord()}]
	for h := range out {
		out[h] += t.alone[last][h] - t.alone[first][h] + t.after[last][h] - t.after[first+1][h]
	}
	return out
}

// window gives the tone of a window; its sentences tell whether it is turned down.
func (t *toned) window(w window) (out [toneHeads]float64) {
	for h, v := range t.sum(w.first, w.last) {
		out[h] = float64(v+t.bias[h]) / toneUnit
	}
	out[toneTurnsDown] = max(t.turnedDown[w.sentence], t.turnedDown[w.until])
	return out
}
