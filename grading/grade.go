package grading

import (
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
	blamed := make([][]blamedBy, len(c.items))
	for i := range c.items {
		blamed[i] = c.items[i].blamed(ix)
	}
	return c.learned.best(ix, blamed, c.align.likeness(ix, len(c.items)))
}

// index reads an answer: tokens, modes, guards, and the places of all groups.
func (c *Compiled) index(answer string) *index {
	d := parseDocument(answer)
	c.words.correct(d.tokens)
	d.markModes()
	d.markGuards(c.prompt)
	return newIndex(d, c.words)
}

// grade finds the level of one item: rules and the learned scores are weighed together, see signs.
func (it *compiledItem) grade(ix *index, like *resemblance) ItemVerdict {
	iv := ItemVerdict{ID: it.ID, Title: it.Title, Section: it.Section, Evidence: []Span{}}
	found := it.ruled(ix, nil)
	s := it.signs(&found, like)
	if it.asserts(like, &s) {
		found = it.ruled(ix, it.allege(ix, like, &iv))
	}
	iv.Level = it.level(found, like, &s)
	it.quote(ix, found, like, &iv)
	if iv.Wrong {
		iv.Level = min(iv.Level, wrongCap(&s))
		it.settle(&iv)
	}
	if iv.Level == Missed {
		it.offer(ix, like, &s, &iv)
	}
	return iv
}

// wrongCap is the most that an item earns beside a misconception: of what is certainly asserted wrongly, the mention.
func wrongCap(s *[headsPerItem]signs) Level {
	if chance(blameHead, s) > certainFrom {
		return Named
	}
	return Explained
}

// blamedBy is a rule of a misconception that is met.
type blamedBy struct {
	misconception int
	match
}

// blamed finds what the rules take for misconceptions.
func (it *compiledItem) blamed(ix *index) (all []blamedBy) {
	for m := range it.misconception {
		if found, ok := it.tightest(ix, it.misconception[m].rules, blame, nil); ok {
			all = append(all, blamedBy{m, found})
		}
	}
	return all
}

// asserts tells if a misconception is asserted.
func (it *compiledItem) asserts(like *resemblance, s *[headsPerItem]signs) bool {
	if !it.taught || !like.found {
		return len(like.blamed) > 0
	}
	if len(like.blamed) == 0 && (like.last[blameHead] == 0 || like.ratherShown(s)) {
		return false
	}
	return chance(blameHead, s) > assertedFrom
}

// ratherShown tells if the words that may assert a misconception more likely explain the item.
func (like *resemblance) ratherShown(s *[headsPerItem]signs) bool {
	const shown = int(Explained) - 1
	same := like.first[shown] < like.last[blameHead] && like.first[blameHead] < like.last[shown]
	return same && chance(shown, s) > chance(blameHead, s)
}

// allege shows the misconceptions with the words that assert them, and gives the matches.
func (it *compiledItem) allege(ix *index, like *resemblance, iv *ItemVerdict) (against []match) {
	iv.Wrong = true
	for n, b := range like.blamed {
		against = append(against, b.match)
		iv.Against = append(iv.Against, ix.evidence(b.match)...)
		if n == 0 {
			iv.Feedback = it.misconception[b.misconception].Say
		}
	}
	if len(like.blamed) == 0 {
		first, last := like.first[blameHead], like.last[blameHead]
		iv.Against = []Span{ix.span(first, last)}
		if len(it.misconception) > 0 { // else it was learned from labelled answers alone
			iv.Feedback = it.misconception[it.nearestMisconception(ix, first, last)].Say
		}
	}
	return against
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

// level is what an item reaches. An item without enough exemplars goes by its rules alone.
func (it *compiledItem) level(found ruled, like *resemblance, s *[headsPerItem]signs) Level {
	if !it.taught || !like.found {
		return found.level
	}
	if like.last[Named-1] == 0 {
		return min(found.level, Named) // all of it is a list of terms, or worse
	}
	level := Missed
	for l := Named; l <= Tradeoff && chance(int(l)-1, s) > like.needed(l); l++ {
		if like.last[l-1] == 0 && !found.reaches(l) {
			break // nothing could be quoted for it: a list of terms, say
		}
		level = l
	}
	return level
}

// needed is the chance from which a level counts as reached: an explanation, where one would be strange, must be plain.
func (like *resemblance) needed(l Level) float64 {
	if l < Explained {
		return reachedFrom
	}
	alone := float64(aloneCaution * max(aloneBelow-like.company, 0) / aloneBelow)
	turned := float64(turnedCaution * within01(like.at[l-1][headsPerItem+toneTurnsDown]))
	return reachedFrom + alone + turned
}

// reaches tells if a rule finds the level or more.
func (r *ruled) reaches(level Level) bool { return r.level >= level }

// quote shows the words that a level rests on.
func (it *compiledItem) quote(ix *index, found ruled, like *resemblance, iv *ItemVerdict) {
	if iv.Level == Missed {
		return
	}
	for l := iv.Level; l >= min(iv.Level, Explained); l-- { // what decides a trade-off, and the explanation that it stands on
		if found.met[l] {
			iv.Evidence = appendApart(iv.Evidence, ix.evidence(found.best[l])...)
		}
		if it.taught && like.last[l-1] > 0 && like.at[l-1][l-1] > plainScore {
			iv.Evidence = appendApart(iv.Evidence, ix.span(like.first[l-1], like.last[l-1]))
		}
	}
	for l := iv.Level; len(iv.Evidence) == 0; l-- {
		switch {
		case l == Missed:
			iv.Level = Missed
			return
		case found.met[l]:
			iv.Evidence = ix.evidence(found.best[l])
		case it.taught && like.last[l-1] > 0:
			iv.Evidence = []Span{ix.span(like.first[l-1], like.last[l-1])}
		}
	}
	slices.SortFunc(iv.Evidence, func(a, b Span) int { return a.Start - b.Start })
}

// Scores that mean something by themselves.
const (
	plainScore     = 0.0  // of words that are quoted beside those that a rule found
	deniedStrength = -0.3 // of what is denied, from which it would have been an explanation
	likenessWeight = 0.5  // of the alignment with the nearest exemplar,
	likenessMiddle = 0.4  // from here up and down
)

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
func (it *compiledItem) offer(ix *index, like *resemblance, s *[headsPerItem]signs, iv *ItemVerdict) {
	if !iv.Wrong && it.taught && like.found && like.last[0] > 0 && chance(0, s) > possibleFrom {
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
