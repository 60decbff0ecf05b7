package grading

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// Learning constants of the tone, chosen on answers of writers that it had not learned from.
const (
	toneCost      = 0.01 // of a unit of slack, against the size of the weights
	tonePasses    = 25
	leastTexts    = 8 // texts that must have a pair,
	leastOfTopics = 4 // and questions
	leastSentence = 5 // tokens
)

// toneSample is one text, with what is known of its tone: 1, -1, or 0 if nothing is.
type toneSample struct {
	question string
	pairs    []wordPair // "next" pairs are those from len(pairs)-next on
	next     int
	target   [toneHeads]float64
}

// teachTone learns from labelled answers to many questions what is the same in all of them.
func teachTone(graders map[string]*Compiled, sets map[string][]LabelledAnswer) *tone {
	var samples []toneSample
	for _, question := range sortedKeys(sets) {
		for _, a := range sets[question] {
			samples = append(samples, toneSamples(graders[question], question, a)...)
		}
	}
	return fitTone(samples)
}

// toneSamples are the quotations of an answer's labels, and its sentences.
func toneSamples(c *Compiled, question string, a LabelledAnswer) (all []toneSample) {
	ix := c.index(a.Text)
	for n, s := range ix.sentences {
		if s.last-s.first < leastSentence {
			continue
		}
		right, wrong := false, false
		for _, l := range a.Labels {
			if first, last, ok := ix.verbatim(l.Evidence); ok && first < s.last && s.first < last {
				right, wrong = right || l.Level >= Named, wrong || l.Level == Missed
			}
		}
		if !right && !wrong { // it explains nothing
			all = append(all, toneSample{question, pairsOf(ix, s.first, s.last), 0, [toneHeads]float64{toneExplains: -1}})
		}
		if right && wrong {
			continue
		}
		first, last := ix.nextWords(n)
		next := pairsOf(ix, first, last)
		turnedDown := yesNo(wrong || !right && a.Kind == "negation")
		all = append(all, toneSample{question, append(pairsOf(ix, s.first, s.last), next...), len(next), [toneHeads]float64{toneTurnsDown: turnedDown}})
	}
	for _, item := range sortedKeys(a.Labels) {
		l := a.Labels[item]
		first, last, ok := ix.verbatim(l.Evidence)
		if !ok {
			continue
		}
		s := toneSample{question: question, pairs: pairsOf(ix, first, last)}
		if l.Level >= Explained {
			s.target[toneWeighs] = yesNo(l.Level == Tradeoff)
		}
		if !l.Wrong {
			s.target[toneExplains] = yesNo(l.Level >= Explained)
		}
		s.target[toneErrs] = yesNo(l.Wrong && l.Level == Missed)
		all = append(all, s)
	}
	return all
}

func yesNo(yes bool) float64 {
	if yes {
		return 1
	}
	return -1
}

func pairsOf(ix *index, first, last int) (all []wordPair) {
	ix.eachPair(first, last, func(p wordPair) {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	})
	return all
}

// ofNext marks a pair as one of the next sentence.
type ofNext struct {
	wordPair
	next bool
}

func (s *toneSample) each(visit func(ofNext)) {
	for i, p := range s.pairs {
		visit(ofNext{p, i >= len(s.pairs)-s.next})
	}
}

// numberPairs numbers those that occur in enough texts and questions, in a fixed order.
func numberPairs(samples []toneSample) (order []ofNext, number map[ofNext]int) {
	texts, topics := map[ofNext]int{}, map[ofNext]map[string]bool{}
	for i := range samples {
		samples[i].each(func(p ofNext) {
			texts[p]++
			if topics[p] == nil {
				topics[p] = map[string]bool{}
			}
			topics[p][samples[i].question] = true
		})
	}
	for p, n := range texts {
		if n >= leastTexts && len(topics[p]) >= leastOfTopics {
			order = append(order, p)
		}
	}
	slices.SortFunc(order, func(a, b ofNext) int {
		return strings.Compare(fmt.Sprint(a.next, a.wordPair), fmt.Sprint(b.next, b.wordPair))
	})
	number = map[ofNext]int{}
	for i, p := range order {
		number[p] = i
	}
	return order, number
}

func fitTone(samples []toneSample) *tone {
	order, number := numberPairs(samples)
	features := make([][]int, len(samples))
	for i := range samples {
		samples[i].each(func(p ofNext) {
			if n, ok := number[p]; ok {
				features[i] = append(features[i], n)
			}
		})
	}
	o := &tone{pairs: map[wordPair]toneScores{}, next: map[wordPair]int32{}}
	for head := range toneHeads {
		weights, bias := fitToneHead(samples, features, len(order), head)
		o.bias[head] = thousandths(bias)
		for i, p := range order {
			w := thousandths(weights[i])
			switch {
			case p.next && head == toneTurnsDown:
				o.next[p.wordPair] = w
			case !p.next:
				scores := o.pairs[p.wordPair]
				scores[head] = w
				o.pairs[p.wordPair] = scores
			}
		}
	}
	return o
}

func thousandths(w float64) int32 { return int32(math.Round(w * toneUnit)) }

// fitToneHead is the machine of learner.fit, for one head.
func fitToneHead(samples []toneSample, features [][]int, count, head int) (w []float64, bias float64) {
	w = make([]float64, count)
	alpha := make([]float64, len(samples))
	diagonal := 0.5 / toneCost
	for range tonePasses {
		for i := range samples {
			y := samples[i].target[head]
			if y == 0 {
				continue
			}
			dot := bias
			for _, f := range features[i] {
				dot += w[f]
			}
			next := max(alpha[i]-(y*dot-1+diagonal*alpha[i])/(1+float64(len(features[i]))+diagonal), 0)
			step := (next - alpha[i]) * y
			alpha[i] = next
			bias += step
			for _, f := range features[i] {
				w[f] += step
			}
		}
	}
	return w, bias
}

// slack of learned tones, in thousandths: processors round differently.
const toneSlack = 5

// differs counts the scores that are far from those of another tone.
func (o *tone) differs(other *tone) (far int) {
	same := func(a, b int32) int { return btoi(max(a-b, b-a) > toneSlack) }
	for h, v := range o.bias {
		far += same(v, other.bias[h])
	}
	for p, scores := range o.pairs {
		for h, v := range scores {
			far += same(v, other.pairs[p][h])
		}
	}
	for p, v := range o.next {
		far += same(v, other.next[p])
	}
	return far
}

// table writes what readTone reads.
func (o *tone) table() string {
	var lines []string
	numbers := func(s toneScores) string { return strings.Trim(fmt.Sprint([toneHeads]int32(s)), "[]") }
	for p, s := range o.pairs {
		if s != (toneScores{}) {
			lines = append(lines, numbers(s)+"\t"+p[0]+"\t"+p[1]+"\n")
		}
	}
	for p, v := range o.next {
		if v != 0 {
			lines = append(lines, "next\t"+numbers(toneScores{toneTurnsDown: v})+"\t"+p[0]+"\t"+p[1]+"\n")
		}
	}
	byWords := func(line string) string {
		_, words, _ := strings.Cut(strings.TrimPrefix(line, "next\t"), "\t")
		return words
	}
	slices.SortFunc(lines, func(a, b string) int {
		return strings.Compare(byWords(a)+a, byWords(b)+b)
	})
	return "bias\t" + numbers(o.bias) + "\n" + strings.Join(lines, "")
}

func TestToneIsReadAsItWasWritten(t *testing.T) {
	want := &tone{
		pairs: map[wordPair]toneScores{{"", "but"}: {120, -3, 0, 41}, {"the", "price"}: {300, 0, 0, 0}, {sentenceStart, "no"}: {0, 0, 0, 700}},
		next:  map[wordPair]int32{{"we", "struck"}: 450},
		bias:  toneScores{-1, 2, -3, 4},
	}
	got := readTone(want.table())
	if got.differs(want)+want.differs(got) != 0 || (&tone{bias: toneScores{100}}).differs(&tone{}) != 1 {
		t.Errorf("%+v", got)
	}
	if got.bias != want.bias || len(got.pairs) != 3 || got.pairs[wordPair{"the", "price"}] != want.pairs[wordPair{"the", "price"}] || got.next[wordPair{"we", "struck"}] != 450 {
		t.Errorf("%+v", got)
	}
}

// The tone of words is the sum of what they have, wherever they stand.
func TestToneOfWordsIsASum(t *testing.T) {
	o := &tone{
		pairs: map[wordPair]toneScores{{"", "retries"}: {1000, 0, 0, 0}, {"more", "retries"}: {0, 500, 0, 0}, {sentenceStart, "retries"}: {0, 250, 0, 0}, {"", anyNumber}: {0, 0, 40, 0}},
		next:  map[wordPair]int32{{sentenceStart, "no"}: 900},
		bias:  toneScores{10, 20, 30, 40},
	}
	d := parseDocument("We want more retries, 3 of them. No.")
	tone := o.of(d)
	for _, test := range []struct {
		first, last int
		want        toneScores
	}{
		{0, len(d.tokens), toneScores{1000, 500, 40, 0}},
		{2, 4, toneScores{1000, 500, 0, 0}},
		{3, 4, toneScores{1000, 250, 0, 0}},
		{4, 6, toneScores{0, 0, 40, 0}},
		{4, 4, toneScores{}},
	} {
		if got := tone.sum(test.first, test.last); got != test.want {
			t.Errorf("tokens %d to %d: %v, want %v", test.first, test.last, got, test.want)
		}
	}
	if tone.turnedDown[0] != 0.94 || tone.turnedDown[1] != 0.04 {
		t.Errorf("turned down: %v", tone.turnedDown)
	}
}
