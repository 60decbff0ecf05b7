package grading

import (
	"math"
	"slices"
	"strconv"
)

// Cue is something that may be asked for, with ways to ask for it.
type Cue struct {
	ID   string
	Ways []string
}

// Cues tells what a question asks for. It is safe for use by many goroutines.
type Cues struct {
	words  *vocabulary
	ids    []string
	ways   []wayToAsk
	weight map[string]float64 // of a feature: those of few cues tell more
	rare   float64            // weight of a feature that no cue has
}

// wayToAsk is one way to ask for a cue, as the features of its words.
type wayToAsk struct {
	cue      int
	features []string
	total    float64
}

const (
	leastAsked  = 0.34 // cosine of a sentence and a way to ask, from which the cue is meant
	surelyAsked = 0.6  // and from which a second cue of the same sentence is meant too
	wordShare   = 0.5  // of a feature's weight that its plain word carries where a group of the lexicon knows it
)

// NewCues prepares cues for matching.
func (g *Grader) NewCues(cues []Cue) *Cues {
	words, _ := newVocabulary(wordGroups{g.lexicon.Concepts, concepts}, wordGroups{g.lexicon.Things, things}) // NewGrader has checked it
	c := &Cues{words: words, weight: map[string]float64{}}
	in := map[string]map[int]bool{}
	for i, cue := range cues {
		c.ids = append(c.ids, cue.ID)
		for _, text := range cue.Ways {
			way := wayToAsk{cue: i}
			for _, features := range c.read(text) {
				for _, f := range features {
					if !slices.Contains(way.features, f) {
						way.features = append(way.features, f)
					}
					if in[f] == nil {
						in[f] = map[int]bool{}
					}
					in[f][i] = true
				}
			}
			c.ways = append(c.ways, way)
		}
	}
	n := float64(len(cues))
	c.rare = math.Log(1 + n)
	for f, of := range in {
		c.weight[f] = math.Log(1 + n/float64(len(of)))
	}
	for i := range c.ways {
		for _, f := range c.ways[i].features {
			c.ways[i].total += c.squared(f)
		}
	}
	return c
}

// Asked lists the cues that a text asks for, each once: sentence by sentence, and where a sentence lists several
// things ("the load, and the timeout of callers"), piece by piece.
func (c *Cues) Asked(text string) []string {
	var asked []string
	scores := make([]float64, len(c.ids))
	for _, features := range c.read(text) {
		c.score(features, scores)
		best := slices.Max(append(slices.Clone(scores), 0))
		for i, s := range scores {
			if s >= leastAsked && (s == best || s >= surelyAsked) && !slices.Contains(asked, c.ids[i]) {
				asked = append(asked, c.ids[i])
			}
		}
	}
	return asked
}

// score gives for each cue how much a sentence is like a way to ask for it, from 0 to 1.
func (c *Cues) score(features []string, scores []float64) {
	clear(scores)
	total := 0.0
	for _, f := range features {
		total += c.squared(f)
	}
	for _, way := range c.ways {
		shared := 0.0
		for _, f := range way.features {
			if slices.Contains(features, f) {
				shared += c.squared(f)
			}
		}
		if norm := math.Sqrt(total * way.total); norm > 0 {
			scores[way.cue] = max(scores[way.cue], shared/norm)
		}
	}
}

// squared is the square of a feature's weight.
func (c *Cues) squared(feature string) float64 {
	w, known := c.weight[feature]
	if !known {
		w = c.rare * wordShare
	}
	if feature[0] == 'w' {
		w *= wordShare
	}
	return w * w
}

// read gives the features of each sentence, and of the pieces of one that lists several things: the groups that its
// words belong to, and the stems of its words of content. A stem is worth more where no group knows it.
func (c *Cues) read(text string) [][]string {
	d := parseDocument(text)
	c.words.correct(d.tokens)
	ix := newIndex(d, c.words)
	var all [][]string
	for i, s := range ix.sentences {
		whole, pieces := c.pieces(ix, i, s)
		if len(pieces) > 1 {
			all = append(all, pieces...)
		}
		if len(whole) > 0 {
			all = append(all, whole)
		}
	}
	return all
}

// pieces gives the features of a sentence, and of its parts between commas and "and".
func (c *Cues) pieces(ix *index, i int, s sentence) (whole []string, pieces [][]string) {
	groups := map[int][]string{}
	for _, o := range ix.occ[ix.at[i]:ix.at[i+1]] {
		if !ix.hasContent(o.first, o.last) {
			continue // "is there", "do you": every question has them
		}
		for k := o.first; k < o.last; k++ {
			groups[k] = append(groups[k], "g"+strconv.Itoa(int(o.concept)))
		}
	}
	var piece []string
	add := func(f string) {
		if !slices.Contains(piece, f) {
			piece = append(piece, f)
		}
		if !slices.Contains(whole, f) {
			whole = append(whole, f)
		}
	}
	for k := s.first; k < s.last; k++ {
		t := &ix.tokens[k]
		if t.norm == "," || t.norm == ";" || t.norm == "and" {
			if len(piece) > 0 {
				pieces, piece = append(pieces, piece), nil
			}
			continue
		}
		for _, g := range groups[k] {
			add(g)
		}
		if t.sign || functionWords[t.norm] {
			continue
		}
		if len(groups[k]) > 0 {
			add("w" + t.stem)
		} else {
			add("s" + t.stem)
		}
	}
	if len(piece) > 0 {
		pieces = append(pieces, piece)
	}
	return whole, pieces
}

// hasContent tells if any of tokens[first:last] is a word of content.
func (ix *index) hasContent(first, last int) bool {
	return slices.ContainsFunc(ix.tokens[first:last], func(t token) bool { return !t.sign && !functionWords[t.norm] })
}
