package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sysprep/tui/kit"
)

// Index finds words in documents.
type Index struct {
	docs []folded
}

// folded is a document with its texts in small letters, byte for byte as long as they were.
type folded struct {
	doc                 Document
	title, text, hidden string
}

// New makes an index of documents.
func New(docs []Document) *Index {
	x := &Index{docs: make([]folded, len(docs))}
	for i, d := range docs {
		d.Title, d.Text, d.hidden = kit.Clean(d.Title), oneLine(d.Text), oneLine(d.hidden)
		x.docs[i] = folded{d, fold(d.Title), fold(d.Text), fold(d.hidden)}
	}
	return x
}

// Len counts the documents.
func (x *Index) Len() int { return len(x.docs) }

func oneLine(s string) string { return strings.Join(strings.Fields(kit.Clean(s)), " ") }

// fold puts a text in small letters where they have as many bytes, so that places in it are
// places in the text.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
			return l
		}
		return r
	}, s)
}

// Result is a document in which all words were found.
type Result struct {
	Document
	Excerpt []Piece // of its text, around the first word found there; nil if the text has none
	Heading []Piece // its title
	score   int
}

// Piece is a part of a text; Hit marks a word that was looked for.
type Piece struct {
	Text string
	Hit  bool
}

// Find returns the documents that have all words of a query, each at the start of a word or
// within it, the best first; at most n. width is how many cells an excerpt may take.
func (x *Index) Find(query string, n, width int) []Result {
	words := strings.Fields(fold(query))
	if len(words) == 0 {
		return nil
	}
	var found []Result
	for _, d := range x.docs {
		if score := d.score(words); score > 0 {
			found = append(found, Result{Document: d.doc, score: score})
		}
	}
	slices.SortStableFunc(found, func(a, b Result) int { return cmp.Compare(b.score, a.score) })
	found = found[:min(len(found), n)]
	for i := range found {
		r := &found[i]
		r.Heading = pieces(r.Title, words)
		r.Excerpt = excerpt(r.Text, words, width)
	}
	return found
}

// score is how well a document fits, 0 if a word is missing. A title counts more than a
// text, the start of a word more than its middle, and the learner's own words a little more.
func (d *folded) score(words []string) int {
	total := 0
	for _, w := range words {
		best := max(4*hit(d.title, w), 2*hit(d.text, w), hit(d.hidden, w))
		if best == 0 {
			return 0
		}
		total += best
	}
	if d.doc.Kind == Note || d.doc.Kind == Answer {
		total++
	}
	return total
}

// hit is 2 for a word that begins in the text as w does, 1 for w within a word, 0 for none.
func hit(text, w string) int {
	best := 0
	for at := 0; ; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return best
		}
		if startsWord(text, at+i) {
			return 2
		}
		best = 1
		at += i + len(w)
	}
}

func startsWord(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// excerpt is a part of a text of about width cells, around the first word found.
func excerpt(text string, words []string, width int) []Piece {
	small := fold(text)
	first := -1
	for _, w := range words {
		if i := wordAt(small, w); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	from := max(0, first-width/4)
	for from > 0 && text[from-1] != ' ' {
		from--
	}
	part := text[from:]
	lead := ""
	if from > 0 && width > 3 { // in less room it would stand alone
		lead = kit.GlyphEllipsis + " "
	}
	return pieces(kit.Cut(lead+part, width), words)
}

// wordAt is where a word is found first, at the start of a word if anywhere; -1 if not at all.
func wordAt(text, w string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return strings.Index(text, w)
		}
		if startsWord(text, at+i) {
			return at + i
		}
		at += i + len(w)
	}
}

// pieces cuts a text where it has the words.
func pieces(text string, words []string) []Piece {
	small := fold(text)
	marked := make([]bool, len(text))
	for _, w := range words {
		for at := 0; ; {
			i := strings.Index(small[at:], w)
			if i < 0 {
				break
			}
			for j := at + i; j < at+i+len(w); j++ {
				marked[j] = true
			}
			at += i + len(w)
		}
	}
	var out []Piece
	from := 0
	for i := 1; i <= len(text); i++ {
		if i == len(text) || marked[i] != marked[from] {
			out = append(out, Piece{text[from:i], marked[from]})
			from = i
		}
	}
	return out
}
