package grading

import "slices"

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
	if c.learnsFrom(ix, i) {
		return true
	}
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

// learnsFrom tells if what sentence i denies, said without the denial, would look like a credit.
func (c *Compiled) learnsFrom(ix *index, i int) bool {
	s := ix.sentences[i]
	from := slices.IndexFunc(ix.tokens[s.first:s.last], func(t token) bool { return t.flags&denied != 0 })
	if c.learned == nil || from < 0 {
		return false
	}
	said := c.index(ix.text[ix.tokens[s.first+from].start:ix.tokens[s.last-1].end])
	scores, _ := c.learned.scorer().score(said, 0, len(said.tokens), 0)
	for n := range c.items {
		mine := scores[n*headsPerItem:]
		if earned := max(mine[Named-1], mine[Explained-1]); earned > deniedStrength && earned > mine[blameHead] {
			return true
		}
	}
	return false
}
