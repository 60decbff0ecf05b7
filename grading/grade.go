package grading

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Grade grades an answer on every item of the rubric.
func (c *Compiled) Grade(answer string) Verdict { return c.GradeItems(answer, nil) }

// GradeItems grades an answer on the named items, in the order of the rubric; on all of them if
// none is named. A claim shows its item as self-claimed, at most as named, if nothing was detected.
func (c *Compiled) GradeItems(answer string, items []string, claims ...Claim) Verdict {
	ix := c.index(answer)
	c.carryDenials(ix)
	like := c.resemblance(ix)
	own := c.recognise(ix)
	v := Verdict{Question: c.rubric.ID, Items: []ItemVerdict{}}
	var weights []float64
	for i := range c.items {
		it := &c.items[i]
		if len(items) > 0 && !slices.Contains(items, it.ID) {
			continue
		}
		iv := it.grade(ix, &like[i])
		iv.recognised(ix, own[i])
		for _, claim := range claims {
			if claim.Item == it.ID {
				iv.claim(answer, claim)
			}
		}
		it.say(&iv)
		v.Items = append(v.Items, iv)
		weights = append(weights, it.weight())
	}
	v.Sums = ix.worked
	v.Score = score(v.Items, weights)
	v.Band = band(v.Score)
	return v
}

// resemblance looks for what the answer shows of each item.
func (c *Compiled) resemblance(ix *index) []resemblance {
	return c.learned.best(ix, len(c.items), c.align.likeness(ix, len(c.items)))
}

// index reads an answer: tokens, modes, guards, and the places of all groups.
func (c *Compiled) index(answer string) *index {
	d := parseDocument(answer)
	c.words.correct(d.tokens)
	d.markModes()
	d.markGuards(c.prompt)
	return newIndex(d, c.words)
}

// grade finds the level of one item: rules and the learned scores are weighed together.
func (it *compiledItem) grade(ix *index, like *resemblance) ItemVerdict {
	iv := ItemVerdict{ID: it.ID, Title: it.Title, Section: it.Section, Evidence: []Span{}}
	against := it.blame(ix, like, &iv)
	found := it.ruled(ix, against)
	it.weigh(ix, found, like, &iv)
	if iv.Wrong {
		iv.Level = min(iv.Level, Explained)
		it.settle(&iv)
	}
	if iv.Level == Missed {
		it.offer(ix, like, &iv)
	}
	return iv
}

// blame finds the misconceptions that are asserted.
func (it *compiledItem) blame(ix *index, like *resemblance, iv *ItemVerdict) (against []match) {
	for m := range it.misconception {
		if found, ok := it.tightest(ix, it.misconception[m].rules, blame, nil); ok && !it.clears(like, found) {
			against = append(against, found)
			iv.Against = append(iv.Against, ix.evidence(found)...)
			if !iv.Wrong {
				iv.Feedback = it.misconception[m].Say
			}
			iv.Wrong = true
		}
	}
	if first, last := like.first[blameHead], like.last[blameHead]; !iv.Wrong && like.score[blameHead] > blameStrength && !ix.mostly(first, last, hedged) {
		iv.Wrong = true
		iv.Against = []Span{ix.span(first, last)}
		iv.Feedback = it.misconception[it.nearestMisconception(ix, first, last)].Say
	}
	return against
}

// clears tells if the words that a rule takes for a misconception are plainly an explanation.
func (it *compiledItem) clears(like *resemblance, m match) bool {
	if !it.taught || like.of == nil {
		return false
	}
	said := like.of(m)
	return said[Explained-1] > plainStrength && said[Explained-1] > said[blameHead]+blameLead
}

// nearestMisconception is the one whose texts share most words of content with tokens[first:last].
func (it *compiledItem) nearestMisconception(ix *index, first, last int) int {
	best, most := 0, -1.0
	for m := range it.misconception {
		shared := 0
		for _, t := range ix.tokens[first:last] {
			shared += btoi(it.misconception[m].stems[t.stem])
		}
		if v := float64(shared) / float64(len(it.misconception[m].stems)+10); v > most {
			best, most = m, v
		}
	}
	return best
}

// ruled is what the rules find: the tightest match at each level.
type ruled struct {
	level Level
	best  [Tradeoff + 1]match
	met   [Tradeoff + 1]bool
}

func (it *compiledItem) ruled(ix *index, against []match) (out ruled) {
	vetoed := it.vetoed(ix)
	for level := Named; level <= Tradeoff; level++ {
		for n := range it.rules[level] {
			r := &it.rules[level][n]
			ix.each(r, credit, vetoed, func(m match) {
				reached := min(level, m.cap)
				if level == Tradeoff && reached == Tradeoff && !r.alone && !out.met[Explained] {
					return
				}
				if reached == Missed || m.list && level > Named || overlaps(m, against) {
					return
				}
				if !out.met[reached] || m.words() < out.best[reached].words() {
					out.best[reached], out.met[reached] = m, true
				}
			})
		}
	}
	for level := Named; level <= Tradeoff; level++ {
		if out.met[level] {
			out.level = level
		}
	}
	return out
}

// How rules and scores are put together. The numbers were chosen on labelled answers to other questions than those they were
// judged on; see docs/grading.md.
var (
	ruleWeight = [...]float64{Named - 1: .6, Explained - 1: .8, Tradeoff - 1: .8} // of a rule that finds the level or more
	threshold  = [...]float64{Named - 1: 0, Explained - 1: 0, Tradeoff - 1: -0.15}
	// fewer exemplars give lower scores to what none of them is like
	thresholdOfFew = [...]float64{Named - 1: -0.3, Explained - 1: -0.2, Tradeoff - 1: -0.35}
)

// An item with many exemplars goes by threshold, one with few by thresholdOfFew, and by the logarithm between.
const (
	fewExemplars  = 9
	manyExemplars = 45
)

// threshold is the score from which an item counts as named, explained, or weighed (level 1 to 3).
func (it *compiledItem) threshold(level Level) float64 {
	e := &it.Exemplars
	n := len(e.Named) + len(e.Explained) + len(e.Tradeoff)
	share := math.Log(float64(max(n, 1))/fewExemplars) / math.Log(manyExemplars/float64(fewExemplars))
	share = min(max(share, 0), 1)
	return float64(share*threshold[level-1]) + float64((1-share)*thresholdOfFew[level-1])
}

const (
	likenessWeight = 0.5  // of the alignment with the nearest exemplar,
	likenessMiddle = 0.4  // from here up and down
	blameStrength  = 0.0  // score from which a misconception counts as asserted
	plainStrength  = 0.6  // score of a plain explanation, whatever a rule makes of it
	deniedStrength = -0.3 // score from which what is denied would have been an explanation
	possibleMargin = 0.4  // below the threshold of named within which words are offered as possible
)

// weigh sets the level and its evidence. An item without enough exemplars goes by its rules alone.
func (it *compiledItem) weigh(ix *index, found ruled, like *resemblance, iv *ItemVerdict) {
	level := found.level
	if it.taught && like.found {
		level = Missed
		for l := Named; l <= Tradeoff; l++ {
			strength := like.score[l-1]
			for by := l; by <= Tradeoff; by++ { // a rule adds to the words that it found
				if found.met[by] {
					strength = max(strength, like.of(found.best[by])[l-1]+ruleWeight[l-1])
				}
			}
			if strength > it.threshold(l) && (l < Tradeoff || level == Explained) {
				level = l
			}
		}
	}
	iv.Level = level
	if level == Missed {
		return
	}
	for l := level; l >= min(level, Explained); l-- { // what decides a trade-off, and the explanation that it stands on
		if found.met[l] {
			iv.Evidence = appendApart(iv.Evidence, ix.evidence(found.best[l])...)
		}
		if it.taught && like.last[l-1] > 0 && like.score[l-1] > it.threshold(l) {
			iv.Evidence = appendApart(iv.Evidence, ix.span(like.first[l-1], like.last[l-1]))
		}
	}
	for l := level; len(iv.Evidence) == 0; l-- {
		switch {
		case l == Missed:
			iv.Level = Missed
			return
		case found.met[l]:
			iv.Evidence = ix.evidence(found.best[l])
		case like.last[l-1] > 0:
			iv.Evidence = []Span{ix.span(like.first[l-1], like.last[l-1])}
		}
	}
	slices.SortFunc(iv.Evidence, func(a, b Span) int { return a.Start - b.Start })
}

// appendApart adds the spans that share no byte with those that are there.
func appendApart(spans []Span, more ...Span) []Span {
	for _, m := range more {
		if !slices.ContainsFunc(spans, func(s Span) bool { return s.Start < m.End && m.Start < s.End }) {
			spans = append(spans, m)
		}
	}
	return spans
}

// settle takes away a credit whose only evidence is what was asserted wrongly.
func (it *compiledItem) settle(iv *ItemVerdict) {
	for _, e := range iv.Evidence {
		if !coveredBy(e, iv.Against) {
			return
		}
	}
	iv.Level, iv.Evidence = Missed, []Span{}
}

// coveredBy tells if half of a span, or of one of the others, lies in both.
func coveredBy(s Span, others []Span) bool {
	for _, o := range others {
		both := min(s.End, o.End) - max(s.Start, o.Start)
		if both*2 > min(s.End-s.Start, o.End-o.Start) {
			return true
		}
	}
	return false
}

// offer shows words that may address the item, and are not credited.
func (it *compiledItem) offer(ix *index, like *resemblance, iv *ItemVerdict) {
	if !iv.Wrong && it.taught && like.found && like.last[0] > 0 && like.score[0] > it.threshold(Named)-possibleMargin {
		span := ix.span(like.first[0], like.last[0])
		iv.Possible = &span
	}
}

// tightest gives the match with the fewest words.
func (it *compiledItem) tightest(ix *index, rules []rule, why purpose, vetoed []bool) (best match, ok bool) {
	for n := range rules {
		ix.each(&rules[n], why, vetoed, func(m match) {
			if !ok || m.words() < best.words() {
				best, ok = m, true
			}
		})
	}
	return best, ok
}

// each visits the matches of a rule in all windows.
func (ix *index) each(r *rule, why purpose, vetoed []bool, visit func(match)) {
	for i := range ix.sentences {
		if m, ok := ix.find(r, i, why); ok {
			if vetoed != nil && slices.ContainsFunc(m.places, func(p place) bool { return vetoed[p.sentence] }) {
				continue
			}
			visit(m)
		}
	}
}

// vetoed gives the sentences that earn this item nothing; nil if there are none.
func (it *compiledItem) vetoed(ix *index) []bool {
	var out []bool
	for n := range it.veto {
		ix.each(&it.veto[n], excuse, nil, func(m match) {
			if out == nil {
				out = make([]bool, len(ix.sentences))
			}
			for _, p := range m.places {
				out[p.sentence] = true
			}
		})
	}
	return out
}

// overlaps tells if a match rests, by half or more, on the words that assert a misconception.
func overlaps(m match, against []match) bool {
	for _, a := range against {
		first, last := a.places[0].first, a.places[len(a.places)-1].last
		inside := 0
		for _, p := range m.places {
			if p.first >= first && p.last <= last {
				inside++
			}
		}
		if inside*2 >= len(m.places) {
			return true
		}
	}
	return false
}

// claim lets the learner's pointing finger count, as named at most.
func (iv *ItemVerdict) claim(answer string, claim Claim) {
	start, end := min(max(claim.Start, 0), len(answer)), min(max(claim.End, 0), len(answer))
	for start < end && !utf8.RuneStart(answer[start]) {
		start++
	}
	for end < len(answer) && end > start && !utf8.RuneStart(answer[end]) {
		end++
	}
	if end <= start || strings.TrimSpace(answer[start:end]) == "" || iv.Level > Missed {
		return
	}
	iv.Level, iv.Claimed, iv.Possible = Named, true, nil
	iv.Evidence = []Span{{Text: answer[start:end], Start: start, End: end}}
}

func (it *compiledItem) weight() float64 {
	if it.Weight == 0 {
		return 1
	}
	return it.Weight
}

// worth is what each level counts in the score.
var worth = [...]float64{Missed: 0, Named: 0.35, Explained: 0.8, Tradeoff: 1}

func score(items []ItemVerdict, weights []float64) float64 {
	sum, total := 0.0, 0.0
	for i, iv := range items {
		sum += float64(weights[i] * worth[iv.Level])
		total += weights[i]
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// band names the seniority that a score would show in an interview.
func band(score float64) string {
	switch {
	case score < 0.2:
		return "not yet"
	case score < 0.45:
		return "junior"
	case score < 0.7:
		return "mid"
	case score < 0.9:
		return "senior"
	}
	return "staff"
}
