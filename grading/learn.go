package grading

import (
	"math"
	"sort"
	"strconv"
)

// learner is the second signal beside the rules: for each item it has four linear scores, learned
// from the rubric's exemplars when the rubric is compiled. The first three say how much a few
// sentences are like those that show the item at "named", "explained" and "tradeoff" or
// better, the fourth how much they are like its misconceptions. Every sentence that is an exemplar of one item
// is a counterexample for the others, and the background of the lexicon is one for all.
type learner struct {
	group   [2][]int32       // of a concept, affirmed and negated -> feature, -1 if no exemplar has it
	word    map[string]int32 // stem, number or mark -> feature
	weights []float64        // [feature*heads + head]
	bias    []float64        // [head]
	heads   int
	tone    *tone
}

// headsPerItem: one for each level above missed, and one for misconceptions.
const headsPerItem = 4

const blameHead = 3

// unlabelled is the level of a sample that only says what is no misconception.
const unlabelled = Tradeoff + 1

// sample is one training text: the features that are in it.
type sample struct {
	features []int32
	item     int // -1 for the background
	level    Level
	wrong    bool
	weight   float64
	marks    []mark // of each item, for a part of a labelled answer; nil for an exemplar
}

func newLearner(c *Compiled, background []string) *learner {
	l := &learner{tone: ownTone(), word: map[string]int32{}, heads: headsPerItem * len(c.items)}
	for k := range l.group {
		l.group[k] = make([]int32, len(c.words.names))
		for i := range l.group[k] {
			l.group[k][i] = -1
		}
	}
	samples, dim := l.samples(c, background)
	if dim == 0 {
		return nil
	}
	l.weights, l.bias = make([]float64, dim*l.heads), make([]float64, l.heads)
	target, cost := make([]float64, len(samples)), make([]float64, len(samples))
	for head := range l.heads {
		item, kind := head/headsPerItem, head%headsPerItem
		positive, negative := 0.0, 0.0
		for i, s := range samples {
			target[i], cost[i] = s.target(item, kind)
			switch {
			case target[i] > 0:
				positive += cost[i]
			case target[i] < 0:
				negative += cost[i]
			}
		}
		if positive == 0 {
			l.bias[head] = -1
			continue
		}
		for i := range cost {
			if target[i] > 0 {
				cost[i] *= math.Sqrt(negative / positive) // positives are rare
			}
		}
		l.fit(head, samples, target, cost)
	}
	return l
}

// Learning constants, chosen on labelled answers to other questions than those they were judged on.
const (
	slackCost      = 0.015 // of a unit of slack, against the size of the weights
	passes         = 25    // over the samples, per head
	blameCost      = 0.5   // of a misconception as a counterexample of its own item: it may stand beside the right idea
	backgroundCost = 2.0
	refutedCost    = 4.0
)

// target tells whether a sample is to score above one or below minus one, and what it costs if not.
func (s sample) target(item, kind int) (float64, float64) {
	if s.marks != nil {
		t, cost := s.marks[item].target(kind)
		return t, cost * s.weight
	}
	mine := s.item == item
	switch {
	case s.level == unlabelled && (mine && kind != blameHead):
		return 0, 0
	case kind == blameHead:
		if mine && s.wrong {
			return 1, s.weight
		}
		return -1, s.weight
	case mine && s.wrong:
		return -1, s.weight * blameCost
	case mine && s.level > Level(kind):
		return 1, s.weight
	}
	return -1, s.weight
}

// samples turns the rubric's texts into samples, and numbers their features.
func (l *learner) samples(c *Compiled, background []string) (out []sample, dim int) {
	number := func(at *int32) int32 {
		if *at < 0 {
			*at = int32(dim)
			dim++
		}
		return *at
	}
	features := func(ix *index, first, last int, spoiled flags) (all []int32) {
		seen := map[int32]bool{}
		l.eachFeature(ix, first, last, spoiled, func(concept conceptID, not int, word string) {
			var id int32
			if concept >= 0 {
				id = number(&l.group[not][concept])
			} else {
				known, ok := l.word[word]
				if !ok {
					known = -1
				}
				id = number(&known)
				l.word[word] = known
			}
			if !seen[id] {
				seen[id] = true
				all = append(all, id)
			}
		})
		return all
	}
	add := func(item int, level Level, wrong bool, weight float64, texts ...string) {
		for _, text := range texts {
			if text == "" {
				continue
			}
			ix := c.index(text)
			out = append(out, sample{item: item, level: level, wrong: wrong, weight: weight, features: features(ix, 0, len(ix.tokens), 0)})
		}
	}
	for i, it := range c.items {
		add(i, Named, false, 1, it.Exemplars.Named...)
		add(i, Explained, false, 1, it.Exemplars.Explained...)
		add(i, Tradeoff, false, 1, it.Exemplars.Tradeoff...)
		add(i, Named, false, 0.5, it.Levels.Named)
		add(i, Explained, false, 0.7, it.Levels.Explained)
		add(i, Tradeoff, false, 0.7, it.Levels.Tradeoff)
		for _, m := range it.Misconceptions {
			add(i, Missed, true, 1, m.Claim)
			add(i, Missed, true, 1, m.Exemplars...)
			add(i, unlabelled, false, refutedCost, m.Refuted...)
		}
		add(i, Missed, false, 1, it.Exemplars.Missed...)
	}
	add(-1, Missed, false, backgroundCost, background...)
	add(-1, Missed, false, backgroundCost, c.rubric.Background...)
	prompt := parseDocument(c.rubric.Prompt)
	for _, s := range prompt.sentences { // saying the question again answers nothing
		add(-1, Missed, false, backgroundCost, prompt.text[prompt.tokens[s.first].start:prompt.tokens[s.last-1].end])
	}
	for _, a := range c.rubric.Answers {
		c.eachPart(a, func(ix *index, p part) {
			out = append(out, sample{features: features(ix, p.first, p.last, reported|denied), weight: p.weight, marks: p.marks})
		})
	}
	if dim*l.heads > mostWeights {
		return l.forgetLone(out, dim)
	}
	return out, dim
}

// mostWeights is how many weights are learned before what only one text has is forgotten: some fifty times those of the core pack's largest rubric.
const mostWeights = 16_000_000

// forgetLone drops the words that one sample alone has, and numbers the rest anew.
func (l *learner) forgetLone(samples []sample, dim int) ([]sample, int) {
	count, lone := make([]int32, dim), make([]bool, dim)
	for _, s := range samples {
		for _, f := range s.features {
			count[f]++
		}
	}
	for word, id := range l.word {
		if lone[id] = count[id] < 2; lone[id] {
			delete(l.word, word)
		}
	}
	anew, left := make([]int32, dim), int32(0)
	for id := range anew {
		anew[id] = left
		if !lone[id] {
			left++
		}
	}
	for word, id := range l.word {
		l.word[word] = anew[id]
	}
	for k := range l.group {
		for i, id := range l.group[k] {
			if id >= 0 {
				l.group[k][i] = anew[id]
			}
		}
	}
	for i := range samples {
		kept := samples[i].features[:0]
		for _, f := range samples[i].features {
			if !lone[f] {
				kept = append(kept, anew[f])
			}
		}
		samples[i].features = kept
	}
	return samples, int(left)
}

// eachFeature visits what the scores look at in tokens[first:last]: the groups of the lexicon,
// affirmed or not, the stems, the numbers, and a mark for a negation. What
// has one of the spoiled flags does not count.
func (l *learner) eachFeature(ix *index, first, last int, spoiled flags, visit func(concept conceptID, not int, word string)) {
	for n := ix.sentenceOf(first); n < len(ix.sentences) && ix.sentences[n].first < last; n++ {
		for _, o := range ix.occ[ix.at[n]:ix.at[n+1]] {
			if o.first >= first && o.last <= last && o.flags&spoiled == 0 {
				visit(o.concept, btoi(o.flags&(negated|rejected) != 0), "")
			}
		}
		for _, m := range ix.numbers[ix.nums[n]:ix.nums[n+1]] {
			if m.first >= first && m.last <= last && ix.tokens[m.first].flags&spoiled == 0 {
				visit(-1, 0, "#"+strconv.FormatFloat(m.value, 'g', 3, 64))
				visit(-1, 0, dimensionMark[m.dim])
			}
		}
	}
	for k := first; k < last; k++ {
		t := &ix.tokens[k]
		if t.flags&spoiled != 0 {
			continue
		}
		if t.flags&(negated|rejected) != 0 {
			visit(-1, 0, "!")
		}
		if !t.sign && !emptyWords[t.norm] && !isDigit(t.norm[0]) {
			if t.flags&rejected != 0 {
				visit(-1, 0, "!"+t.stem)
				continue
			}
			visit(-1, 0, t.stem)
			if len(t.stem) > beginning {
				visit(-1, 0, "~"+t.stem[:beginning])
			}
			if u := ix.follower(k, last, spoiled); u >= 0 {
				visit(-1, 0, t.stem+" "+ix.tokens[u].stem)
			}
		}
	}
}

// beginning is how many letters of a longer stem are a feature: "synchronous", "synchrony" and "syncing" begin alike.
const beginning = 4

// follower gives the next word of content after tokens[k], with at most two empty ones between and no sign; -1 if there is none.
func (ix *index) follower(k, last int, spoiled flags) int {
	for u := k + 1; u < last && u <= k+3; u++ {
		t := &ix.tokens[u]
		if t.sign {
			break
		}
		if t.flags&spoiled == 0 && !emptyWords[t.norm] {
			return u
		}
	}
	return -1
}

var dimensionMark = [...]string{plain: "#", percentage: "#%", factor: "#x", rate: "#/s", duration: "#s", bytesDim: "#B", bitsDim: "#b", byteRate: "#B/s", bitRate: "#b/s"}

// emptyWords tell nothing about an item or a level.
var emptyWords = wordSet(`a an the this that these those my our your its their his her of to in on at for from with by into as than
is are was were be been being am has have had do does did will would can could should may might shall must
i we you it they he she me us them him id im ive ill there here what which who whom and or`)

func (ix *index) sentenceOf(token int) int {
	return max(sort.Search(len(ix.sentences), func(n int) bool { return ix.sentences[n].first > token })-1, 0)
}

// fit learns one head: a linear support vector machine with squared hinge loss, by dual
// coordinate descent (Hsieh and others, ICML 2008, algorithm 1), in a fixed order.
func (l *learner) fit(head int, samples []sample, target, cost []float64) {
	alpha := make([]float64, len(samples))
	w := make([]float64, len(l.weights)/l.heads)
	bias := 0.0
	for range passes {
		for i := range samples {
			s := &samples[i]
			if len(s.features) == 0 || cost[i] == 0 {
				continue
			}
			dot := bias
			for _, f := range s.features {
				dot += w[f]
			}
			diagonal := 0.5 / (slackCost * cost[i])
			square := 1 + float64(len(s.features)) + diagonal
			gradient := float64(target[i]*dot) - 1 + float64(diagonal*alpha[i])
			next := max(alpha[i]-gradient/square, 0)
			step := float64((next - alpha[i]) * target[i])
			if step == 0 {
				continue
			}
			alpha[i] = next
			bias += step
			for _, f := range s.features {
				w[f] += step
			}
		}
	}
	for f, v := range w {
		l.weights[f*l.heads+head] = v
	}
	l.bias[head] = bias
}

// scorer adds up scores. It belongs to one grading.
type scorer struct {
	*learner
	seen  []int32 // the window that a feature was last seen in
	stamp int32
	found []int32
	out   []float64
}

func (l *learner) scorer() *scorer {
	return &scorer{learner: l, seen: make([]int32, len(l.weights)/l.heads), out: make([]float64, l.heads)}
}

// score gives the scores of tokens[first:last], and how many features they rest on. The slice is reused.
// Tokens with one of the spoiled flags do not count.
func (s *scorer) score(ix *index, first, last int, spoiled flags) ([]float64, int) {
	s.stamp++
	s.found = s.found[:0]
	s.eachFeature(ix, first, last, spoiled, func(concept conceptID, not int, word string) {
		id := int32(-1)
		if concept >= 0 {
			id = s.group[not][concept]
		} else if known, ok := s.word[word]; ok {
			id = known
		}
		if id >= 0 && s.seen[id] != s.stamp {
			s.seen[id] = s.stamp
			s.found = append(s.found, id)
		}
	})
	copy(s.out, s.bias)
	for _, f := range s.found {
		row := s.weights[int(f)*s.heads : (int(f)+1)*s.heads]
		for h, w := range row {
			s.out[h] += w
		}
	}
	return s.out, len(s.found)
}
