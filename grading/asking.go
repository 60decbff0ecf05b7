package grading

import (
	"math"
	"slices"
	"strconv"
	"strings"
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
	said   []inquiry          // all the ways to ask for a cue together, by cue
	weight map[string]float64 // of a feature: those of few cues tell more
	rare   float64            // weight of a feature that no cue has

	parties map[string]bool // groups that a name of a party is in
}

// wayToAsk is one way to ask for a cue.
type wayToAsk struct {
	cue int
	inquiry
	total float64
}

// inquiry is a sentence, or a piece of one, as the features of its words of content, each once and by word, and the quantity
// that it asks for ("many", "size"), if any.
type inquiry struct {
	features []string
	words    []askedWord
	quantity string
}

type askedWord struct {
	stem     string
	features []string
	party    bool
}

// quantities are the words that tell which quantity is asked for. Most are words of content besides.
var quantities = quantityWords(map[string]string{
	"many":  "many much number count amount often",
	"size":  "big large size bytes",
	"time":  "when fast quick quickly soon slow latency delay long",
	"who":   "who whom",
	"where": "where",
	"fresh": "fresh fresher stale old older",
})

func quantityWords(words map[string]string) map[string]string {
	of := map[string]string{}
	for quantity, list := range words {
		for w := range strings.FieldsSeq(list) {
			of[w] = quantity
		}
	}
	return of
}

// parties are those who take part in nearly every system: to name one asks for nothing yet. The last line are words that
// ask for nothing in particular either.
var parties = wordSet(`api apis app apps bank banks box boxes cache caches card cards checkout client clients cluster clusters customer
customers database databases db dbs device devices gateway gateways key keys ledger machine machines map maps node nodes
operator operators program programs queue queues region regions replica replicas sensor sensors server servers service services shop
shops site sites store stores system systems user users zone zones
anybody anyone anything somebody someone something tell thing things`)

const (
	leastAsked  = 0.34 // cosine of a sentence and a way to ask, from which the cue is meant
	surelyAsked = 0.6  // and from which a second cue of the same sentence is meant too
	wordShare   = 0.5  // of a feature's weight that its plain word carries where a group of the lexicon knows it
)

// NewCues prepares cues for matching.
func (g *Grader) NewCues(cues []Cue) *Cues {
	words, _ := newVocabulary(wordGroups{g.lexicon.Concepts, concepts}, wordGroups{g.lexicon.Things, things}) // NewGrader has checked it
	c := &Cues{words: words, weight: map[string]float64{}}
	c.parties = c.groupsOf(parties)
	in := map[string]map[int]bool{}
	for i, cue := range cues {
		c.ids = append(c.ids, cue.ID)
		c.said = append(c.said, inquiry{})
		for _, text := range cue.Ways {
			way := wayToAsk{cue: i}
			for _, q := range c.read(text) {
				way.join(q)
			}
			c.said[i].join(way.inquiry)
			for _, f := range way.features {
				if in[f] == nil {
					in[f] = map[int]bool{}
				}
				in[f][i] = true
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

// groupsOf lists the groups of the lexicon that some of the words are in by themselves.
func (c *Cues) groupsOf(words map[string]bool) map[string]bool {
	groups := map[string]bool{}
	for w := range words {
		for _, q := range c.read(w) {
			for _, f := range q.features {
				if f[0] == 'g' {
					groups[f] = true
				}
			}
		}
	}
	return groups
}

// Asked lists the cues that a text asks for, each once: sentence by sentence, and where a sentence lists several
// things ("the load, and the timeout of callers"), piece by piece.
func (c *Cues) Asked(text string) []string {
	var asked []string
	scores := make([]float64, len(c.ids))
	for _, q := range c.read(text) {
		c.score(q, scores)
		best := slices.Max(append(slices.Clone(scores), 0))
		for i, s := range scores {
			if s >= leastAsked && (s == best || s >= surelyAsked) && !slices.Contains(asked, c.ids[i]) {
				asked = append(asked, c.ids[i])
			}
		}
	}
	return asked
}

// score gives for each cue how much a question is like a way to ask for it, from 0 to 1.
func (c *Cues) score(q inquiry, scores []float64) {
	clear(scores)
	total := 0.0
	for _, f := range q.features {
		total += c.squared(f)
	}
	for _, way := range c.ways {
		if !q.meets(way.inquiry, c.said[way.cue].words) {
			continue
		}
		shared := 0.0
		for _, f := range way.features {
			if slices.Contains(q.features, f) {
				shared += c.squared(f)
			}
		}
		if norm := math.Sqrt(total * way.total); norm > 0 {
			scores[way.cue] = max(scores[way.cue], shared/norm)
		}
	}
}

// meets tells if a question shares enough with a way to ask for a cue, of which all the ways together say whole: a word that is
// more than the name of a party, two names, one and the quantity, or all that the way consists of. "What about the
// database?" wants neither its capacity nor its age.
func (q inquiry) meets(way inquiry, whole []askedWord) bool {
	asked, known := meeting(q.words, whole), meeting(whole, q.words)
	switch {
	case slices.ContainsFunc(q.words, func(w askedWord) bool { return !w.party && slices.ContainsFunc(whole, w.like) }):
		return true
	case len(asked) != 1 && len(known) != 1:
		return len(asked) > 1
	case q.quantity != way.quantity:
		return false
	}
	return q.quantity != "" || len(way.words) == 1 && len(q.words) == len(q.parties())
}

// meeting lists the words that are like one of the others, and of those that are like each other one.
func meeting(words, others []askedWord) []askedWord {
	var list []askedWord
	for _, w := range words {
		if slices.ContainsFunc(others, w.like) && !slices.ContainsFunc(list, w.like) {
			list = append(list, w)
		}
	}
	return list
}

// like tells if two words share a stem or a feature.
func (w askedWord) like(o askedWord) bool {
	return w.stem == o.stem || slices.ContainsFunc(w.features, func(f string) bool { return slices.Contains(o.features, f) })
}

// parties lists the words that name no more than a party.
func (q inquiry) parties() []askedWord {
	return slices.DeleteFunc(slices.Clone(q.words), func(w askedWord) bool { return !w.party })
}

// join adds what another piece says.
func (q *inquiry) join(other inquiry) {
	for _, w := range other.words {
		q.add(w)
	}
	for _, f := range other.features {
		if !slices.Contains(q.features, f) {
			q.features = append(q.features, f)
		}
	}
	if q.quantity == "" {
		q.quantity = other.quantity
	}
}

// add adds a word, unless it is there already.
func (q *inquiry) add(word askedWord) {
	if !slices.ContainsFunc(q.words, func(w askedWord) bool { return slices.Equal(w.features, word.features) }) {
		q.words = append(q.words, word)
	}
	q.join(inquiry{features: word.features})
}

// isParty tells if a word names a party, or means the same as one that does.
func (c *Cues) isParty(norm string, features []string) bool {
	return parties[norm] || slices.ContainsFunc(features, func(f string) bool { return c.parties[f] })
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

// read gives each sentence, and before it the pieces of one that lists several things, by the groups that its words belong
// to and the stems of its words of content. A stem is worth more where no group knows it.
func (c *Cues) read(text string) []inquiry {
	d := parseDocument(text)
	c.words.correct(d.tokens)
	ix := newIndex(d, c.words)
	var all []inquiry
	for i, s := range ix.sentences {
		pieces := c.pieces(ix, i, s)
		var whole inquiry
		for _, p := range pieces {
			whole.join(p)
		}
		if len(pieces) > 1 {
			all = append(all, pieces...)
		}
		if len(whole.words) > 0 {
			all = append(all, whole)
		}
	}
	return all
}

// pieces gives the parts of a sentence between commas and "and". One without a quantity asks for that of the part before it.
func (c *Cues) pieces(ix *index, i int, s sentence) []inquiry {
	groups := map[int][]string{}
	for _, o := range ix.occ[ix.at[i]:ix.at[i+1]] {
		if !ix.hasContent(o.first, o.last) {
			continue // "is there", "do you": every question has them
		}
		for k := o.first; k < o.last; k++ {
			groups[k] = append(groups[k], "g"+strconv.Itoa(int(o.concept)))
		}
	}
	var all []inquiry
	var piece inquiry
	end := func() {
		if len(piece.words) > 0 {
			all = append(all, piece)
			piece = inquiry{quantity: piece.quantity}
		}
	}
	for k := s.first; k < s.last; k++ {
		t := &ix.tokens[k]
		if t.norm == "," || t.norm == ";" || t.norm == "and" {
			end()
			continue
		}
		if q := quantities[t.norm]; q != "" {
			piece.quantity = q
		}
		features := slices.Clone(groups[k])
		switch {
		case t.sign || functionWords[t.norm]:
		case len(features) > 0:
			features = append(features, "w"+t.stem)
		default:
			features = []string{"s" + t.stem}
		}
		switch {
		case len(features) == 0:
		case functionWords[t.norm]: // of a term such as "out of date"
			piece.join(inquiry{features: features})
		default:
			piece.add(askedWord{t.stem, features, c.isParty(t.norm, features)})
		}
	}
	end()
	return all
}

// hasContent tells if any of tokens[first:last] is a word of content.
func (ix *index) hasContent(first, last int) bool {
	return slices.ContainsFunc(ix.tokens[first:last], func(t token) bool { return !t.sign && !functionWords[t.norm] })
}
