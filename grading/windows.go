package grading

// resemblance is the best that an answer shows for one item: for each level, and for a misconception, the
// window that is the best sign of it.
type resemblance struct {
	at     [headsPerItem]windowScores // scores of that window by all heads
	doubt  [headsPerItem]bool         // a rule takes words of that window for a misconception
	first  [headsPerItem]int          // tokens[first:last] of that window
	last   [headsPerItem]int
	blamed []blamedBy // what rules take for a misconception
	blame  float64    // the highest score of words for a misconception
	found  bool       // some window may earn something

	shown   float64 // the highest score of words for an explanation
	company float64 // see keepCompany

	of func(match) windowScores // the best scores of the words around a match
}

// best finds the best window for each item and head. alike adds to the scores, see aligner.likeness.
func (l *learner) best(ix *index, blamed [][]blamedBy, alike []float64) []resemblance {
	items := len(blamed)
	out := make([]resemblance, items)
	for i := range out {
		out[i].blame, out[i].shown, out[i].blamed = lowest[blameHead], lowest[Explained-1], blamed[i]
		for h := range out[i].at {
			out[i].at[h] = lowest
		}
	}
	if l == nil {
		return out
	}
	s := l.scorer()
	for i := range out {
		out[i].of = s.around(ix, i, func(sentence int) float64 { return alike[sentence*items+i] })
	}
	values := make([][headsPerItem]float64, items)
	s.eachScored(ix, items, alike, func(w window, i int, at *windowScores) {
		r := &out[i]
		doubt := overlapping(blamed[i], w.first, w.last)
		for h := range headsPerItem {
			if !w.may(h) {
				continue
			}
			switch h {
			case blameHead:
				r.blame = max(r.blame, at[h])
			case int(Explained) - 1:
				r.shown = max(r.shown, at[h])
			}
			r.found = r.found || h < blameHead
			if v := windowValue(&signWeights[h], at, doubt); r.last[h] == 0 || v > values[i][h] {
				values[i][h], r.at[h], r.doubt[h], r.first[h], r.last[h] = v, *at, doubt, w.first, w.last
			}
		}
	})
	keepCompany(ix, out)
	return out
}

// A text of so many words stands for itself, one of more is known by its company, one of most by it alone.
const (
	companyFrom = 40.0
	companyMost = 100.0
)

// keepCompany says of each item how well the rest of the answer speaks of the other items, from 0 to 1. Where
// nothing else is on the subject, what looks like an explanation is often one of something else. A
// short text, such as the answer to a probe, is about one item, and needs no company: it has 1. So an added paragraph can only take away.
func keepCompany(ix *index, all []resemblance) {
	words := 0
	for _, s := range ix.sentences {
		if !s.silent {
			words += s.last - s.first
		}
	}
	long := within01((float64(words) - companyFrom) / (companyMost - companyFrom))
	for i := range all {
		all[i].company = 1
		if len(all) == 1 {
			continue
		}
		sum := 0.0
		for j := range all {
			if j != i {
				sum += within01(all[j].shown + 0.5)
			}
		}
		all[i].company -= float64(long * (1 - sum/float64(len(all)-1)))
	}
}

// windowValue is how good a sign a window is, by the weights of a head.
func windowValue(weights *signs, at *windowScores, doubt bool) (v float64) {
	for k, w := range weights[:windowCount] {
		v += float64(w * within(at[k], mostScore))
	}
	if doubt {
		v += weights[ruleBlame]
	}
	return v
}

// overlapping tells if a match shares words with tokens[first:last].
func overlapping(blamed []blamedBy, first, last int) bool {
	for _, b := range blamed {
		if b.places[0].first < last && first < b.places[len(b.places)-1].last {
			return true
		}
	}
	return false
}

// eachScored visits the windows of whole clauses, up to widestWindow tokens in two sentences of a paragraph, with their
// scores for each item.
func (s *scorer) eachScored(ix *index, items int, alike []float64, visit func(w window, item int, at *windowScores)) {
	toned := s.tone.of(ix.document)
	ix.eachWindow(func(w window) {
		scores, found := s.score(ix, w.first, w.last, reported|denied)
		if found < leastFeatures || ix.mostly(w.first, w.last, reported|denied) {
			return
		}
		tone := toned.window(w)
		w.turned = ix.mostly(w.first, w.last, rejected)
		for i := range items {
			var at windowScores
			copy(at[:headsPerItem], scores[i*headsPerItem:])
			copy(at[headsPerItem:], tone[:])
			bonus := likenessBonus(max(alike[w.sentence*items+i], alike[w.until*items+i]))
			for h := range blameHead {
				at[h] += bonus
			}
			visit(w, i, &at)
		}
	})
}

// may tells if a window may earn a level, or assert a misconception.
func (w *window) may(head int) bool {
	if head == blameHead {
		return !w.mild && w.whole
	}
	return !w.turned && Level(head) < w.cap
}

// around scores the words around a match, for an item.
func (s *scorer) around(ix *index, item int, alike func(sentence int) float64) func(match) windowScores {
	return func(m match) (best windowScores) {
		first, last := m.places[0], m.places[len(m.places)-1]
		bonus := likenessBonus(max(alike(first.sentence), alike(last.sentence)))
		best = lowest
		for _, w := range [...][2]int{{ix.sentences[first.sentence].first, ix.sentences[last.sentence].last}, {ix.clauseStart(first), ix.clauseEnd(last.last-1, ix.sentences[last.sentence].last)}} {
			scores, _ := s.score(ix, w[0], w[1], reported|denied)
			for h := range headsPerItem {
				best[h] = max(best[h], scores[item*headsPerItem+h]+bonus)
			}
		}
		return best
	}
}

// lowest stands for no window at all.
var lowest = windowScores{-9, -9, -9, -9}

// likenessBonus is what the likeness to the nearest exemplar adds to a score.
func likenessBonus(alike float64) float64 { return float64(likenessWeight * (alike - likenessMiddle)) }

const (
	widestWindow  = 48 // tokens
	leastFeatures = 3
	wholeWindow   = 14 // tokens of a clause that may assert a misconception without the rest of its sentence
	leastWindow   = 4  // tokens
)

// window is a run of clauses: tokens[first:last].
type window struct {
	first, last int
	sentence    int   // of the first token
	until       int   // of the last one
	cap         Level // what it may earn
	mild        bool  // asserts no misconception: a question, a hedge, a list
	whole       bool  // a sentence, or much of one
	turned      bool  // its speaker turns it down
}

// eachWindow visits runs of clauses.
func (ix *index) eachWindow(visit func(window)) {
	for a := range ix.sentences {
		s := ix.sentences[a]
		if s.silent {
			continue
		}
		for first := s.first; first < s.last; first = ix.clauseEnd(first, s.last) {
			cap, mild := s.cap, s.guess || s.cap < Explained
			if s.list {
				cap = Missed // only rules find what a list names
			}
			for b := a; b < min(a+2, len(ix.sentences)); b++ {
				t := ix.sentences[b]
				if t.silent || t.paragraph != s.paragraph {
					break
				}
				cap, mild = min(cap, t.cap), mild || t.guess || t.cap < Explained
				if t.list {
					cap = Missed // only rules find what a list names
				}
				if b > a && t.first-first > widestWindow {
					break
				}
				from := t.first
				if b == a {
					from = first
				}
				for last := ix.clauseEnd(from, t.last); ; last = ix.clauseEnd(last, t.last) {
					if last-first > widestWindow && last-first > s.last-first {
						break
					}
					if last-first >= leastWindow || last == t.last && first == s.first {
						whole := first == s.first && last == t.last || last-first >= wholeWindow
						visit(window{first: first, last: last, sentence: a, until: b, cap: cap, mild: mild, whole: whole})
					}
					if last >= t.last {
						break
					}
				}
			}
		}
	}
}

// clauseStart gives the first token of the clause of a place, in its sentence.
func (ix *index) clauseStart(p place) int {
	i := p.first
	for i > ix.sentences[p.sentence].first && ix.tokens[i-1].clause == ix.tokens[i].clause {
		i--
	}
	return i
}

// clauseEnd gives the token after the clause of tokens[i].
func (ix *index) clauseEnd(i, end int) int {
	k := i + 1
	for k < end && ix.tokens[k].clause == ix.tokens[i].clause {
		k++
	}
	return k
}

// mostly tells if a third or more of tokens[first:last] has a flag.
func (ix *index) mostly(first, last int, f flags) bool {
	n := 0
	for _, t := range ix.tokens[first:last] {
		n += btoi(t.flags&f != 0)
	}
	return n*3 >= last-first && n > 0
}
