package grading

// resemblance is the best that an answer shows for one item.
type resemblance struct {
	score [headsPerItem]float64
	first [headsPerItem]int // tokens[first:last] of the window with that score
	last  [headsPerItem]int
	found bool // some window may earn something

	of func(match) [headsPerItem]float64 // the best scores of the words around a match
}

// best finds the highest scores in the answer. alike adds to them, see aligner.likeness. It looks at windows of whole clauses, up to widestWindow tokens in two sentences of a paragraph.
func (l *learner) best(ix *index, items int, alike []float64) []resemblance {
	out := make([]resemblance, items)
	for i := range out {
		out[i].score = lowest
	}
	if l == nil {
		return out
	}
	s := l.scorer()
	for i := range out {
		out[i].of = func(m match) (best [headsPerItem]float64) {
			first, last := m.places[0], m.places[len(m.places)-1]
			bonus := likenessBonus(max(alike[first.sentence*items+i], alike[last.sentence*items+i]))
			copy(best[:], lowest[:])
			for _, w := range [...][2]int{{ix.sentences[first.sentence].first, ix.sentences[last.sentence].last}, {ix.clauseStart(first), ix.clauseEnd(last.last-1, ix.sentences[last.sentence].last)}} {
				scores, _ := s.score(ix, w[0], w[1], reported|denied)
				for h := range best {
					best[h] = max(best[h], scores[i*headsPerItem+h]+bonus)
				}
			}
			return best
		}
	}
	ix.eachWindow(func(w window) {
		scores, found := s.score(ix, w.first, w.last, reported|denied)
		if found < leastFeatures {
			return
		}
		turned := ix.mostly(w.first, w.last, rejected)
		for i := range out {
			mine := scores[i*headsPerItem : (i+1)*headsPerItem]
			bonus := likenessBonus(max(alike[w.sentence*items+i], alike[w.until*items+i]))
			for h, v := range mine {
				switch {
				case h == blameHead && (w.mild || !w.whole || v < mine[Explained-1]+float64(exemplarShield*max(bonus, 0))+blameLead):
					continue
				case h == blameHead:
				case turned || Level(h) >= w.cap || h > 0 && mine[0] < topicGate:
					continue
				default:
					out[i].found = true
					v += bonus
				}
				if v > out[i].score[h] {
					out[i].score[h], out[i].first[h], out[i].last[h] = v, w.first, w.last
				}
			}
		}
	})
	return out
}

// lowest stands for no window at all.
var lowest = [headsPerItem]float64{-9, -9, -9, -9}

// likenessBonus is what the likeness to the nearest exemplar adds to a score.
func likenessBonus(alike float64) float64 { return float64(likenessWeight * (alike - likenessMiddle)) }

const (
	widestWindow   = 48 // tokens
	leastFeatures  = 3
	topicGate      = -0.4 // score for "named" from which a window may show more
	blameLead      = 0.4  // by how much a misconception must be likelier than an explanation
	exemplarShield = 2    // how much the likeness to an exemplar counts against a misconception
	wholeWindow    = 14   // tokens of a clause that may assert a misconception without the rest of its sentence
	leastWindow    = 4    // tokens
)

// window is a run of clauses: tokens[first:last].
type window struct {
	first, last int
	sentence    int   // of the first token
	until       int   // of the last one
	cap         Level // what it may earn
	mild        bool  // asserts no misconception: a question, a hedge, a list
	whole       bool  // a sentence, or much of one
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
				cap = min(cap, Named)
			}
			for b := a; b < min(a+2, len(ix.sentences)); b++ {
				t := ix.sentences[b]
				if t.silent || t.paragraph != s.paragraph {
					break
				}
				cap, mild = min(cap, t.cap), mild || t.guess || t.cap < Explained
				if t.list {
					cap = min(cap, Named)
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
						visit(window{first, last, a, b, cap, mild, whole})
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
