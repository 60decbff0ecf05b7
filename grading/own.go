package grading

import (
	"math"
	"slices"
)

// OwnWords are what a learner pointed at in an earlier answer: "I covered this, here". From then on
// they are an exemplar of that learner's.
type OwnWords struct {
	Item string `json:"item"`
	Text string `json:"text"`
}

// Limits on a learner's own exemplars. A claim is the learner's word against the grader's: it must not become a way
// to buy credit, so only sentences that would pass the guards of an answer are taken, and what they
// earn is shown as self-claimed and leaves level and score as they are.
const (
	mostOwn     = 100   // sentences that are kept for a question, the last ones
	longestOwn  = 2000  // bytes of a claim that are read
	leastOwn    = 4     // words of content and groups in a sentence that counts
	ownTopic    = -0.95 // score for "named" from which a claim is on the subject, if far from what is credited
	ownLikeness = 0.55  // twice the weight of what is shared, over the weight of both
)

// With gives a grader that also knows a learner's own words. An item that is not detected, in an answer with a
// sentence much like one of them, is marked as claimed, with that sentence as its evidence. Each sentence
// serves one item at most. Same words, same verdict: nothing is learned.
func (c *Compiled) With(own []OwnWords) *Compiled {
	out := *c
	out.own = nil
	for _, w := range own {
		item := slices.IndexFunc(c.items, func(it compiledItem) bool { return it.ID == w.Item })
		if item >= 0 {
			out.own = append(out.own, c.ownSentences(item, w.Text)...)
		}
	}
	out.own = out.own[max(0, len(out.own)-mostOwn):]
	return &out
}

// ownSentence is a sentence of a learner, as the features of the aligner in order.
type ownSentence struct {
	item  int
	text  string
	names []string
	total float64
}

func (c *Compiled) ownSentences(item int, text string) (all []ownSentence) {
	ix := c.index(text[:min(len(text), longestOwn)])
	if c.items[item].taught && c.resemblance(ix)[item].at[Named-1][Named-1] < ownTopic {
		return nil
	}
	for i, s := range ix.sentences {
		if !ix.earns(i) {
			continue
		}
		names := distinct(c.align.names(ix, i, i+1))
		if len(names) < leastOwn {
			continue
		}
		all = append(all, ownSentence{item, ix.text[ix.tokens[s.first].start:ix.tokens[s.last-1].end], names, c.align.sum(names)})
	}
	return all
}

// earns tells if a sentence may earn anything: no repeat, list, shuffle, question, quotation or denial.
func (ix *index) earns(i int) bool {
	s := ix.sentences[i]
	return !s.silent && !s.list && !s.guess && s.cap >= Explained && !ix.mostly(s.first, s.last, rejected|reported|denied)
}

// recognise finds for each item the sentence of the answer that is most like the learner's own words about it.
func (c *Compiled) recognise(ix *index) map[int]ownMatch {
	found := map[int]ownMatch{}
	if len(c.own) == 0 {
		return found
	}
	for i := range ix.sentences {
		if !ix.earns(i) {
			continue
		}
		names := distinct(c.align.names(ix, i, i+1))
		total := c.align.sum(names)
		best := ownMatch{sentence: i}
		for _, o := range c.own {
			if like := c.align.likenessOf(names, o.names, total+o.total); like >= ownLikeness && like > best.like {
				best.like, best.item, best.text = like, o.item, o.text
			}
		}
		if best.like > found[best.item].like {
			found[best.item] = best
		}
	}
	return found
}

// ownMatch is a sentence of the answer that is like a learner's own words.
type ownMatch struct {
	like           float64
	item, sentence int
	text           string
}

// sum is the weight of features; one that no exemplar has weighs as much as one of a single exemplar.
func (a *aligner) sum(names []string) float64 {
	total := 0.0
	for _, n := range names {
		total += a.weightOf(n)
	}
	return total
}

func (a *aligner) weightOf(name string) float64 {
	if id, ok := a.features[name]; ok {
		return a.weight[id]
	}
	return math.Log(1 + float64(len(a.exemplars)))
}

// likenessOf is Dice's coefficient of two sentences, weighted; 0 if they share too little, or in another order.
func (a *aligner) likenessOf(these, those []string, total float64) float64 {
	shared, weight := 0, 0.0
	var order []int
	for _, n := range these {
		if at := slices.Index(those, n); at >= 0 {
			shared++
			weight += a.weightOf(n)
			order = append(order, at)
		}
	}
	if shared < leastShared || total == 0 {
		return 0
	}
	same, pairs := 0, 0
	for i, x := range order {
		for _, y := range order[i+1:] {
			pairs++
			same += btoi(x < y)
		}
	}
	if float64(same) < leastConcordance*float64(pairs) {
		return 0
	}
	return 2 * weight / total
}

func distinct(names []string) (out []string) {
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// recognised marks an item as claimed by words that the learner has pointed at before. Level and score stay.
func (iv *ItemVerdict) recognised(ix *index, m ownMatch) {
	if iv.Level > Missed || iv.Wrong || m.like == 0 {
		return
	}
	s := ix.sentences[m.sentence]
	iv.Claimed, iv.Possible, iv.Own = true, nil, m.text
	iv.Evidence = []Span{ix.span(s.first, s.last)}
}
