package grading

import (
	"math"
	"slices"
	"strconv"
)

// aligner compares sentences with exemplars, one by one: a sentence that says much the same as an exemplar, in much the
// same order, adds to the learned scores, which know no order.
type aligner struct {
	features  map[string]int32 // word or group -> number
	weight    []float64        // of each feature: rare ones tell more
	exemplars []exemplar
	posting   [][]int32 // exemplars that hold the feature
}

type exemplar struct {
	item  int
	level Level
	ids   []int32 // features in order
	total float64
}

const (
	leastShared      = 3   // features that must be shared
	leastConcordance = 0.7 // share of the pairs of shared features which stand in the same order
	strangeWeight    = 0.5 // of a word that no exemplar has, as a share of the rarest
)

func newAligner(c *Compiled) *aligner {
	a := &aligner{features: map[string]int32{}}
	add := func(item int, level Level, texts []string) {
		for _, text := range texts {
			ix := c.index(text)
			e := exemplar{item: item, level: level}
			for _, name := range a.names(ix, 0, len(ix.sentences)) {
				id, ok := a.features[name]
				if !ok {
					id = int32(len(a.posting))
					a.features[name] = id
					a.posting = append(a.posting, nil)
				}
				if !slices.Contains(e.ids, id) {
					e.ids = append(e.ids, id)
					a.posting[id] = append(a.posting[id], int32(len(a.exemplars)))
				}
			}
			a.exemplars = append(a.exemplars, e)
		}
	}
	for i, it := range c.items {
		add(i, Named, it.Exemplars.Named)
		add(i, Explained, it.Exemplars.Explained)
		add(i, Tradeoff, it.Exemplars.Tradeoff)
	}
	for _, answer := range c.rubric.Answers {
		for i, it := range c.items {
			if l := answer.Labels[it.ID]; l.Level >= Named && l.Evidence != "" {
				add(i, l.Level, []string{l.Evidence})
			}
		}
	}
	n := float64(len(a.exemplars))
	a.weight = make([]float64, len(a.posting))
	for id, in := range a.posting {
		a.weight[id] = math.Log(1 + n/float64(len(in)))
	}
	for i := range a.exemplars {
		for _, id := range a.exemplars[i].ids {
			a.exemplars[i].total += a.weight[id]
		}
	}
	return a
}

// names gives the features of sentences from:to in order: groups where a word belongs to one,
// stems of other words of content, and numbers.
func (a *aligner) names(ix *index, from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		s := ix.sentences[i]
		grouped := map[int]string{}
		for _, o := range ix.occ[ix.at[i]:ix.at[i+1]] {
			name := "group " + strconv.Itoa(int(o.concept))
			if o.flags&negated != 0 {
				name += " not"
			}
			for k := o.first; k < o.last; k++ {
				if k == o.first && grouped[k] == "" {
					grouped[k] = name
				} else if grouped[k] == "" {
					grouped[k] = "-"
				}
			}
		}
		for _, n := range ix.numbers[ix.nums[i]:ix.nums[i+1]] {
			if n.first >= s.last {
				break
			}
			grouped[n.first] = "number " + strconv.FormatFloat(n.value, 'g', 4, 64)
		}
		for k := s.first; k < s.last; k++ {
			t := &ix.tokens[k]
			switch name := grouped[k]; {
			case name == "-":
			case name != "":
				out = append(out, name)
			case !t.sign && !functionWords[t.norm]:
				out = append(out, t.stem)
			}
		}
	}
	return out
}

// likeness says for each sentence and item, [sentence*items+item], how much the sentence is like an exemplar of the
// item, from 0 to 1: twice the weight of what they share over the weight of both (Dice's coefficient).
func (a *aligner) likeness(ix *index, items int) []float64 {
	out := make([]float64, items*len(ix.sentences))
	if len(a.exemplars) == 0 {
		return out
	}
	shared := make([]float64, len(a.exemplars))
	count := make([]int, len(a.exemplars))
	var ids []int32
	strange := math.Log(1+float64(len(a.exemplars))) * strangeWeight
	for i, s := range ix.sentences {
		if s.silent || ix.mostly(s.first, s.last, rejected|reported|denied) {
			continue
		}
		place := map[int32]int{}
		ids = ids[:0]
		total := 0.0
		for n, name := range a.names(ix, i, i+1) {
			id, ok := a.features[name]
			if !ok {
				total += strange
				continue
			}
			if _, ok := place[id]; ok {
				continue
			}
			place[id] = n
			ids = append(ids, id)
			total += a.weight[id]
		}
		var touched []int32
		for _, id := range ids { // in order: a sum of floats must not hang on a map's order
			for _, e := range a.posting[id] {
				if count[e] == 0 {
					touched = append(touched, e)
				}
				shared[e] += a.weight[id]
				count[e]++
			}
		}
		for _, e := range touched {
			ex := &a.exemplars[e]
			best := &out[i*items+ex.item]
			if value := 2 * shared[e] / (total + ex.total); count[e] >= leastShared && value > *best && ex.concordant(place) {
				*best = value
			}
			shared[e], count[e] = 0, 0
		}
	}
	return out
}

// concordant tells if the shared features stand in the order of the exemplar.
func (e *exemplar) concordant(place map[int32]int) bool {
	same, pairs := 0, 0
	for i, a := range e.ids {
		pa, ok := place[a]
		if !ok {
			continue
		}
		for _, b := range e.ids[i+1:] {
			if pb, ok := place[b]; ok {
				pairs++
				same += btoi(pa < pb)
			}
		}
	}
	return pairs > 0 && float64(same) >= leastConcordance*float64(pairs)
}
