package grading

import (
	"slices"
	"sort"
)

// index is a document with the places of all groups in it, sentence by sentence.
type index struct {
	*document
	occ     []occurrence // of each sentence together, by concept, then place
	at      []int        // occ[at[i]:at[i+1]] are those of sentence i
	present []bitset     // the concepts of each sentence
	nums    []int        // numbers[nums[i]:nums[i+1]] are those of sentence i
}

// bitset is a set of concepts.
type bitset []uint64

func (b bitset) has(id conceptID) bool { return b[id>>6]&(1<<(id&63)) != 0 }

func newIndex(d *document, v *vocabulary) *index {
	ix := &index{document: d, at: make([]int, len(d.sentences)+1), nums: make([]int, len(d.sentences)+1), present: make([]bitset, len(d.sentences))}
	width := (len(v.names) + 63) / 64
	bits := make(bitset, width*len(d.sentences))
	number := 0
	for i, s := range d.sentences {
		ix.at[i] = len(ix.occ)
		ix.present[i] = bits[i*width : (i+1)*width]
		ix.occ = v.occurrences(d.tokens, s.first, s.last, ix.occ)
		mine := ix.occ[ix.at[i]:]
		sort.SliceStable(mine, func(a, b int) bool {
			if mine[a].concept != mine[b].concept {
				return mine[a].concept < mine[b].concept
			}
			return mine[a].first < mine[b].first
		})
		for _, o := range mine {
			ix.present[i][o.concept>>6] |= 1 << (o.concept & 63)
		}
		for number < len(d.numbers) && d.numbers[number].first < s.first {
			number++
		}
		ix.nums[i] = number
	}
	ix.at[len(d.sentences)], ix.nums[len(d.sentences)] = len(ix.occ), len(d.numbers)
	return ix
}

// place is where a term was met: tokens[first:last] in a sentence.
type place struct{ sentence, first, last int }

// match is one way in which a rule is met.
type match struct {
	places []place
	cap    Level // what the sentences it rests on may earn
	list   bool  // one of them is a mere list of terms
}

func (m match) words() int { return m.places[len(m.places)-1].last - m.places[0].first }

// purpose says what a match is for, and so which modes spoil it.
type purpose uint8

const (
	credit  purpose = iota
	blame           // a misconception: it must be meant
	excuse          // what a rule excludes, and vetoes: any mode will do
	refuted         // what an "it is not true that" turns down
)

func (p purpose) spoils() flags {
	switch p {
	case credit:
		return reported | denied
	case blame:
		return reported | denied | hedged
	case refuted:
		return reported
	}
	return 0
}

// find gives the tightest match of r in the window that starts at sentence i.
func (ix *index) find(r *rule, i int, why purpose) (match, bool) {
	end, ok := ix.window(r, i, why)
	if !ok {
		return match{}, false
	}
	for _, t := range r.all {
		if !ix.mayMeet(t, i, end) {
			return match{}, false
		}
	}
	var buffer [maxTerms][mostPlaces]place
	var found [maxTerms][]place
	for k, t := range r.all {
		if found[k] = ix.places(t, i, end, why, buffer[k][:0]); len(found[k]) == 0 {
			return match{}, false
		}
	}
	s := search{ix: ix, rule: r, found: found[:len(r.all)]}
	s.extend(0)
	if s.best == nil || ix.excluded(r, s.best) {
		return match{}, false
	}
	slices.SortFunc(s.best, func(a, b place) int { return a.first - b.first })
	m := match{places: s.best, cap: Tradeoff}
	for _, p := range m.places {
		m.cap = min(m.cap, ix.sentences[p.sentence].cap)
		m.list = m.list || ix.sentences[p.sentence].list
	}
	return m, true
}

// window gives the end of the window at i: it stops at the paragraph's end and at sentences that
// count for nothing.
func (ix *index) window(r *rule, i int, why purpose) (end int, ok bool) {
	usable := func(s sentence) bool {
		return !s.silent && !(why == blame && (s.guess || s.cap < Explained))
	}
	if !usable(ix.sentences[i]) {
		return 0, false
	}
	end = i + 1
	for end < len(ix.sentences) && end < i+r.span && ix.sentences[end].paragraph == ix.sentences[i].paragraph && usable(ix.sentences[end]) {
		end++
	}
	return end, true
}

func (ix *index) mayMeet(t term, from, to int) bool {
	for _, a := range t {
		if a.concept < 0 {
			return true
		}
		for i := from; i < to; i++ {
			if ix.present[i].has(a.concept) {
				return true
			}
		}
	}
	return false
}

// mostPlaces bounds how many places of a term are tried in a window.
const mostPlaces = 5

func (ix *index) places(t term, from, to int, why purpose, out []place) []place {
	spoiled := why.spoils()
	for _, a := range t {
		for i := from; i < to; i++ {
			if a.concept < 0 {
				for _, n := range ix.numbers[ix.nums[i]:ix.nums[i+1]] {
					if len(out) < mostPlaces && n.first < ix.sentences[i].last && a.number.accepts(n) && ix.sound(n, a.worked) && ix.tokens[n.first].flags&(spoiled|rejected) == 0 {
						out = append(out, place{i, n.first, n.last})
					}
				}
				continue
			}
			if !ix.present[i].has(a.concept) {
				continue
			}
			mine := ix.occ[ix.at[i]:ix.at[i+1]]
			k := sort.Search(len(mine), func(k int) bool { return mine[k].concept >= a.concept })
			for ; k < len(mine) && mine[k].concept == a.concept && len(out) < mostPlaces; k++ {
				if o := mine[k]; o.flags&spoiled == 0 && a.polarity.allows(o.flags) {
					out = append(out, place{i, o.first, o.last})
				}
			}
		}
	}
	return out
}

// sound tells if a number may count: the wrong result of a calculation never does, and where a rule wants a
// calculation the number must be its right result.
func (ix *index) sound(n numeral, worked bool) bool {
	for i := range ix.worked {
		if s := &ix.worked[i]; s.result >= n.first && s.result < n.last {
			return s.Right
		}
	}
	return !worked
}

func (p polarity) allows(f flags) bool {
	switch p {
	case affirmed:
		return f&(negated|rejected) == 0
	case denying:
		return f&(negated|rejected) != 0
	}
	return true
}

// search tries the places of each term, and keeps the choice that spans the fewest words.
type search struct {
	ix     *index
	rule   *rule
	found  [][]place
	chosen []place
	best   []place
	width  int
}

func (s *search) extend(k int) {
	if k == len(s.found) {
		first, last := s.chosen[0].first, s.chosen[0].last
		for _, p := range s.chosen {
			first, last = min(first, p.first), max(last, p.last)
		}
		if width := last - first; (s.best == nil || width < s.width) && width <= s.rule.near+1 {
			s.best, s.width = slices.Clone(s.chosen), width
		}
		return
	}
	for _, p := range s.found[k] {
		if s.fits(p) {
			s.chosen = append(s.chosen, p)
			s.extend(k + 1)
			s.chosen = s.chosen[:k]
		}
	}
}

// fits tells if p may stand beside the places already chosen: apart from them, in order, in
// their clause.
func (s *search) fits(p place) bool {
	for n, q := range s.chosen {
		if p.first < q.last && q.first < p.last {
			return false
		}
		if s.rule.ordered && n == len(s.chosen)-1 && p.first < q.last {
			return false
		}
		if s.rule.clause && s.ix.tokens[p.first].clause != s.ix.tokens[q.first].clause {
			return false
		}
	}
	return true
}

// excluded tells if a term after "-" stands in the sentences of the match, or in its clause.
func (ix *index) excluded(r *rule, chosen []place) bool {
	if len(r.none) == 0 {
		return false
	}
	from, to := chosen[0].sentence, chosen[0].sentence
	for _, p := range chosen {
		from, to = min(from, p.sentence), max(to, p.sentence)
	}
	for _, t := range r.none {
		for _, p := range ix.places(t, from, to+1, excuse, nil) {
			if !r.clause || ix.tokens[p.first].clause == ix.tokens[chosen[0].first].clause {
				return true
			}
		}
	}
	return false
}

// evidence gives the learner's words behind a match: in each sentence the clauses that hold
// the terms, or only the words from the first term to the last if the clauses are long.
func (ix *index) evidence(m match) []Span {
	var spans []Span
	for k := 0; k < len(m.places); {
		p := m.places[k]
		first, last := p.first, p.last
		for k++; k < len(m.places) && m.places[k].sentence == p.sentence; k++ {
			last = max(last, m.places[k].last)
		}
		s := ix.sentences[p.sentence]
		wideFirst, wideLast := first, last
		for wideFirst > s.first && ix.tokens[wideFirst-1].clause == ix.tokens[first].clause {
			wideFirst--
		}
		for wideLast < s.last && ix.tokens[wideLast].clause == ix.tokens[last-1].clause {
			wideLast++
		}
		if wideLast-wideFirst <= longestEvidence {
			first, last = wideFirst, wideLast
		}
		spans = append(spans, ix.span(first, last))
	}
	return spans
}

// longestEvidence bounds, in tokens, a quotation that is widened to whole clauses.
const longestEvidence = 28

// span quotes tokens[first:last] without the signs at its ends.
func (ix *index) span(first, last int) Span {
	for first < last-1 && ix.tokens[first].sign && ix.tokens[first].norm != "~" && ix.tokens[first].norm != ">" && ix.tokens[first].norm != "<" {
		first++
	}
	for last > first+1 && ix.tokens[last-1].sign && ix.tokens[last-1].norm != "%" {
		last--
	}
	start, end := ix.tokens[first].start, ix.tokens[last-1].end
	return Span{Text: ix.text[start:end], Start: start, End: end}
}
