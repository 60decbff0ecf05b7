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
	alike := c.align.best(ix, len(c.items))
	v := Verdict{Question: c.rubric.ID, Items: []ItemVerdict{}}
	var weights []float64
	for i := range c.items {
		it := &c.items[i]
		if len(items) > 0 && !slices.Contains(items, it.ID) {
			continue
		}
		iv := it.grade(ix, alike[i])
		for _, claim := range claims {
			if claim.Item == it.ID {
				iv.claim(answer, claim)
			}
		}
		it.say(&iv)
		v.Items = append(v.Items, iv)
		weights = append(weights, it.weight())
	}
	v.Score = score(v.Items, weights)
	v.Band = band(v.Score)
	return v
}

// index reads an answer: tokens, modes, guards, and the places of all groups.
func (c *Compiled) index(answer string) *index {
	d := parseDocument(answer)
	c.words.correct(d.tokens)
	d.markModes()
	d.markGuards(c.prompt)
	return newIndex(d, c.words)
}

// grade finds the level of one item.
func (it *compiledItem) grade(ix *index, alike likeness) ItemVerdict {
	iv := ItemVerdict{ID: it.ID, Title: it.Title, Section: it.Section, Evidence: []Span{}}
	var against []match
	for m := range it.misconception {
		if found, ok := it.tightest(ix, it.misconception[m].rules, blame, nil); ok {
			against = append(against, found)
			iv.Against = append(iv.Against, ix.evidence(found)...)
			if !iv.Wrong {
				iv.Feedback = it.misconception[m].Say
			}
			iv.Wrong = true
		}
	}
	vetoed := it.vetoed(ix)
	var best [Tradeoff + 1]match
	var met [Tradeoff + 1]bool
	for level := Named; level <= Tradeoff; level++ {
		for n := range it.rules[level] {
			r := &it.rules[level][n]
			ix.each(r, credit, vetoed, func(m match) {
				reached := min(level, m.cap)
				if level == Tradeoff && reached == Tradeoff && !r.alone && !met[Explained] {
					return
				}
				if reached == Missed || m.list && level > Named || overlaps(m, against) {
					return
				}
				if !met[reached] || m.words() < best[reached].words() {
					best[reached], met[reached] = m, true
				}
			})
		}
	}
	for level := Named; level <= Tradeoff; level++ {
		if met[level] {
			iv.Level, iv.Evidence = level, ix.evidence(best[level])
		}
	}
	it.lift(&iv, ix, alike)
	if iv.Wrong {
		iv.Level = min(iv.Level, Explained)
	}
	return iv
}

// ruled is the level that the rules alone give.
func (it *compiledItem) ruled(ix *index) (Level, bool) {
	iv := it.grade(ix, likeness{})
	return iv.Level, iv.Wrong
}

// lift raises the level by one, or offers a sentence as possible, if it is like an exemplar.
func (it *compiledItem) lift(iv *ItemVerdict, ix *index, alike likeness) {
	if iv.Wrong || iv.Level >= Explained || alike.level <= iv.Level && iv.Level > Missed {
		return
	}
	if alike.value < possibleLikeness || !alike.sound {
		return
	}
	s := ix.sentences[alike.sentence]
	span := ix.span(s.first, s.last)
	enough := nameLikeness
	if iv.Level == Named {
		enough = explainLikeness
	}
	if alike.value < enough {
		if iv.Level == Missed {
			iv.Possible = &span
		}
		return
	}
	if raised := min(iv.Level+1, alike.level, alike.cap, Explained); raised > iv.Level {
		iv.Level, iv.Evidence = raised, []Span{span}
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

// carryDenials silences what follows a denial of something true: "It is not true that" before a
// good answer denies the whole of it, up to the end of the paragraph or a contrast.
func (c *Compiled) carryDenials(ix *index) {
	for i := 0; i < len(ix.sentences); i++ {
		if !ix.isDenied(i) || !c.wouldEarn(ix, i) {
			continue
		}
		for k := i + 1; k < len(ix.sentences) && ix.sentences[k].paragraph == ix.sentences[i].paragraph; k++ {
			if contrasts[ix.tokens[ix.sentences[k].first].norm] {
				break
			}
			ix.sentences[k].silent = true
		}
	}
}

func (ix *index) isDenied(i int) bool {
	s := ix.sentences[i]
	return slices.ContainsFunc(ix.tokens[s.first:s.last], func(t token) bool { return t.flags&denied != 0 })
}

func (c *Compiled) wouldEarn(ix *index, i int) bool {
	for n := range c.items {
		for level := Explained; level <= Tradeoff; level++ {
			for k := range c.items[n].rules[level] {
				r := c.items[n].rules[level][k]
				r.span = 1
				if _, ok := ix.find(&r, i, refuted); ok {
					return true
				}
			}
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
