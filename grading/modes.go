package grading

import "strings"

// flags say how the words around a token turn its meaning.
type flags uint8

const (
	negated  flags = 1 << iota // inside the reach of "not", "nothing", "without"
	rejected                   // the speaker turns it down: "I wouldn't bother with", "isn't worth it"
	reported                   // somebody else's opinion, or a quotation: earns and asserts nothing
	hedged                     // "even if", "seems", scare quotes: asserts no misconception
	denied                     // inside "it is not true that"
)

// negators turn what follows them, up to the end of the clause.
var negators = wordSet(`not no never none nothing nobody nowhere nor neither cannot without hardly barely scarcely unable
dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt hasnt havent hadnt mustnt neednt aint != <>`)

// negatesBack turn what stands before them too: "puts nothing there", "gets none".
var negatesBack = wordSet("nothing none nowhere nobody")

// endsNegation are the words at which the reach of a plain negation ends.
var endsNegation = wordSet("but because since so until unless although though while whereas when if then which who and therefore hence even before after = <")

// negationReach bounds how many words after a negator are turned.
const negationReach = 9

// notNegators are words after "not" or "no" with which it turns nothing.
var notNegators = wordSet("only just merely simply doubt matter wonder sooner")

// rejections are ways to turn a proposal down. They reach over the rest of their clause,
// and back over its beginning if "back" is set ("jitter I'd skip", "a breaker isn't worth it").
var rejections = []struct {
	words string
	back  bool
}{
	{"i would not", false},
	{"i wouldnt", false},
	{"i will not", false},
	{"i wont", false},
	{"i would never", false},
	{"i would also not", false},
	{"we would not", false},
	{"we wouldnt", false},
	{"we should not", false},
	{"we shouldnt", false},
	{"id not", false},
	{"i not", false},
	{"i dont want", true},
	{"i dont need", true},
	{"i dont see", true},
	{"we dont need", true},
	{"dont need", false},
	{"do not need", false},
	{"i do not want", true},
	{"no need", false},
	{"no reason", false},
	{"no point", false},
	{"dont bother", false},
	{"not bother", false},
	{"wouldnt bother", false},
	{"not worth", true},
	{"isnt worth", true},
	{"arent worth", true},
	{"never worth", true},
	{"is unnecessary", true},
	{"are unnecessary", true},
	{"not necessary", true},
	{"not needed", true},
	{"isnt needed", true},
	{"arent needed", true},
	{"is pointless", true},
	{"overkill", true},
	{"i skip", true},
	{"we skip", true},
	{"wouldnt use", true},
	{"wouldnt do", true},
	{"i leave out", true},
	{"is never right", true},
	{"isnt right", true},
	{"is not right", true},
	{"doesnt help", false},
	{"isnt an option", true},
	{"is not an option", true},
	{"not an option", true},
	{"out of the question", true},
	{"i leave that", true},
	{"can be skipped", true},
	{"waste of time", true},
	{"dont want", true},
	{"i dont buy", false},
	{"i do not buy", false},
	{"i dont believe in", false},
	{"dont believe in", false},
	{"nor do i believe in", false},
	{"nor would i", false},
	{"i see no reason", false},
	{"i see no need", false},
	{"see no need", false},
	{"id have none", true},
	{"i have none", true},
	{"not a fan of", false},
	{"no fan of", false},
	{"i rather not", false},
	{"i not bother", false},
	{"do without", true},
	{"is a fad", true},
	{"is hype", true},
	{"is overrated", true},
	{"is overdone", true},
	{"is a buzzword", true},
	{"is a nice word", true},
	{"nice word for slides", true},
	{"is academic", true},
	{"sounds like a research", true},
	{"is a research project", true},
	{"sounds like overkill", true},
	{"too much effort", true},
	{"is a zoo", true},
	{"is theater", true},
	{"is a distraction", true},
	{"adds nothing", true},
	{"brings nothing", true},
	{"buys us nothing", true},
	{"not for us", true},
	{"isnt for us", true},
	{"i drop", true},
	{"is nonsense", true},
	{"is superfluous", true},
	{"can wait", true},
	{"wouldnt pass", true},
	{"would not pass", true},
	{"isnt called for", true},
	{"arent called for", true},
	{"not called for", true},
	{"is uncalled for", true},
	{"spare me", false},
	{"is something to drop", true},
	{"is something to avoid", true},
	{"is something i avoid", true},
	{"i do not believe in", false},
	{"i keep out", true},
	{"i could do without", true},
	{"i see no use", false},
	{"is a luxury", true},
}

// denials say that what follows is false, up to the end of the sentence or a colon.
var denials = []string{
	"it is not true that", "it isnt true that", "its not true that", "it is false that", "its false that", "it is untrue that",
	"it is not the case that", "it isnt the case that", "its not the case that", "it is wrong that", "it is a myth that", "its a myth that",
	"it is incorrect that", "it is not correct that", "it isnt correct that", "it not true that", "it not the case that",
	"i disagree that", "i deny that", "it is wrong to say", "it would be wrong to say", "its wrong to say", "it is false to say", "nobody can claim that",
}

// afterDenials begin a sentence which takes back the one before it.
var afterDenials = []string{
	"that is not true", "that isnt true", "thats not true", "that is wrong", "thats wrong", "that is false", "thats false", "this is wrong",
	"this is false", "this is not true", "this isnt true", "that is a myth", "none of this is true", "none of that is true", "all of this is wrong", "wrong",
	"that not true", "that wrong", "that false",
}

// reports hand the floor to somebody else; what follows is theirs, up to a contrast.
var reports = []string{
	"people will tell you", "they will tell you", "books tell you", "people tell you", "textbooks say", "the book says", "everybody says", "everyone says", "some people say", "some people think", "people say", "people think", "people often say", "people often think", "people often assume", "people assume", "many say",
	"many think", "many would say", "many people think", "some say", "some think", "some would say", "one might think", "one might say", "one could think", "one might assume",
	"one would think", "you might think", "you might assume", "you would think", "youd think", "you think", "it is often said", "it is said", "the naive answer", "the naive view",
	"the common view", "the usual story", "a common mistake", "a common misconception", "the misconception", "the mistake would be", "tempting",
	"the assumption was", "the assumption is", "we assumed", "everyone assumed", "everybody thought", "everyone thought", "we thought", "it is easy to think",
}

// hedges let a claim stand as not quite meant, up to the end of the clause.
var hedges = []string{
	"even if", "even when", "even though", "looks", "looked", "look", "seems", "seemed", "appears", "appeared", "apparently", "supposedly", "on paper", "at first glance", "in theory", "might think",
	"so called", "would be a mistake", "is a mistake",
}

var contrasts = wordSet("but however yet instead actually rather really whereas although though")

// phraseIndex finds fixed word sequences by their first word.
type phraseIndex map[string][]fixedPhrase

type fixedPhrase struct {
	words []string
	back  bool
}

func indexPhrases(phrases ...string) phraseIndex {
	ix := phraseIndex{}
	for _, p := range phrases {
		ix.add(p, false)
	}
	return ix
}

func (ix phraseIndex) add(phrase string, back bool) {
	ws := strings.Fields(phrase)
	ix[ws[0]] = append(ix[ws[0]], fixedPhrase{ws, back})
}

// at gives the phrase that starts at tokens[i], signs skipped, and the index after it.
func (ix phraseIndex) at(ts []token, i, end int) (fixedPhrase, int, bool) {
	for _, p := range ix[ts[i].norm] {
		if after, ok := followsWords(ts, i, end, p.words); ok {
			return p, after, true
		}
	}
	return fixedPhrase{}, 0, false
}

func followsWords(ts []token, i, end int, ws []string) (int, bool) {
	for _, w := range ws {
		for i < end && ts[i].sign && ts[i].norm == "-" {
			i++
		}
		if i >= end || ts[i].norm != w {
			return 0, false
		}
		i++
	}
	return i, true
}

var (
	rejectionIndex = func() phraseIndex {
		ix := phraseIndex{}
		for _, r := range rejections {
			ix.add(r.words, r.back)
		}
		return ix
	}()
	denialIndex      = indexPhrases(denials...)
	afterDenialIndex = indexPhrases(afterDenials...)
	reportIndex      = indexPhrases(reports...)
	hedgeIndex       = indexPhrases(hedges...)
)

// markModes sets the flags of all tokens from the words around them.
func (d *document) markModes() {
	for n := range d.sentences {
		s := &d.sentences[n]
		d.markQuotes(s)
		for i := s.first; i < s.last; i++ {
			d.markAt(s, i)
		}
		if last := d.tokens[s.last-1]; last.norm == "?" {
			s.cap, s.guess = min(s.cap, Named), true
		}
		if n > 0 && d.sentences[n-1].paragraph == s.paragraph {
			if _, _, ok := afterDenialIndex.at(d.tokens, s.first, s.last); ok {
				d.sentences[n-1].silent = true
			}
			if d.sentences[n-1].guess && d.answered(s) {
				d.sentences[n-1].silent = true
			}
		}
	}
}

func (d *document) markAt(s *sentence, i int) {
	ts := d.tokens
	w := ts[i].norm
	if _, after, ok := denialIndex.at(ts, i, s.last); ok {
		whole := after > i && ts[after-1].norm == "that"                   // "it isn't true that a: b" denies b too, "it isn't true: b" asserts it
		d.flagUntil(i, after, reported, func(token) bool { return false }) // the words of denying are no idea of the speaker's
		d.flagUntil(after, s.last, denied, func(t token) bool { return t.norm == ":" && !whole })
	}
	if _, after, ok := reportIndex.at(ts, i, s.last); ok {
		d.flagUntil(after, s.last, reported, func(t token) bool { return contrasts[t.norm] })
	}
	if _, after, ok := hedgeIndex.at(ts, i, s.last); ok {
		d.flagUntil(after, s.last, hedged, func(t token) bool { return t.sign && breaksClause(t.norm) })
	}
	if after, ok := d.fronted(s, i); ok {
		d.turnDown(s, i, after)
	}
	if p, after, ok := rejectionIndex.at(ts, i, s.last); ok {
		d.flagUntil(after, s.last, rejected, func(t token) bool {
			return t.norm == ";" || t.norm == ":" || t.norm == "," || t.norm == "." || contrasts[t.norm] || t.norm == "because" || t.norm == "since" || t.norm == "as"
		})
		if p.back {
			for k := i - 1; k >= s.first && !(ts[k].sign && breaksClause(ts[k].norm)) && !contrasts[ts[k].norm] && ts[k].norm != "so"; k-- {
				ts[k].flags |= rejected
			}
		}
	}
	if w == "no" && d.bareNo(s, i) { // "Pairwise tests, no, that's too much": it turns down what stands before it
		for k := i - 1; k >= s.first && ts[k].norm != ";" && ts[k].norm != ":" && ts[k].norm != "." && !contrasts[ts[k].norm]; k-- {
			ts[k].flags |= rejected
		}
	}
	if (w == "than" && i > s.first && ts[i-1].norm == "rather") || (w == "of" && i > s.first && ts[i-1].norm == "instead") {
		d.negateFrom(s, i)
	}
	if negators[w] || w == "fail" || w == "fails" || w == "failed" || w == "failing" {
		d.negateFrom(s, i)
	}
}

// bareNo tells a "no" that stands between signs, and not at the beginning of its sentence.
func (d *document) bareNo(s *sentence, i int) bool {
	return i > s.first+1 && d.tokens[i-1].norm == "," && (i+1 >= s.last || d.tokens[i+1].sign && breaksClause(d.tokens[i+1].norm))
}

// negateFrom marks the reach of the negator at i.
func (d *document) negateFrom(s *sentence, i int) {
	ts := d.tokens
	if w := ts[i].norm; strings.HasPrefix(w, "fail") && (i+1 >= s.last || ts[i+1].norm != "to") {
		return // "failing" alone is a state, not a negation
	}
	if i+1 < s.last && notNegators[ts[i+1].norm] {
		return
	}
	left := negationReach
	for k := i + 1; k < s.last && left > 0; k++ {
		if ts[k].sign && breaksClause(ts[k].norm) && !d.insideNumber(k) || endsNegation[ts[k].norm] {
			break
		}
		ts[k].negate(i)
		if !ts[k].sign {
			left--
		}
	}
	isSubject := i+1 < s.last && (auxiliaries[ts[i+1].norm] || modals[ts[i+1].norm] || ts[i+1].norm == "gets" || ts[i+1].norm == "ever")
	if negatesBack[ts[i].norm] && !isSubject {
		for k := i - 1; k >= max(s.first, i-2); k-- {
			if ts[k].sign && breaksClause(ts[k].norm) || endsNegation[ts[k].norm] {
				break
			}
			ts[k].negate(i)
		}
	}
}

func (t *token) negate(by int) { t.flags, t.negator = t.flags|negated, int32(by) }

func (d *document) flagUntil(from, to int, f flags, stop func(token) bool) {
	for k := from; k < to && !stop(d.tokens[k]); k++ {
		d.tokens[k].flags |= f
	}
}

// longQuote is the least number of words in quotation marks that are somebody else's words;
// fewer are scare quotes.
const longQuote = 6

func (d *document) markQuotes(s *sentence) {
	open := -1
	for i := s.first; i < s.last; i++ {
		switch n := d.tokens[i].norm; {
		case open < 0 && (n == `"` || n == "“" || n == "„" || n == "«"):
			open = i
		case open >= 0 && (n == `"` || n == "”" || n == "“" || n == "»"):
			f := hedged
			if i-open > longQuote {
				f = reported
			}
			d.flagUntil(open, i, f, func(token) bool { return false })
			open = -1
		}
	}
}
