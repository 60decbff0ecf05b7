package class

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// Claimed is a rubric item that learners say they covered: what the author of the rubric wants to see. Words are
// those of learners who handed in their answers, each once.
type Claimed struct {
	Question    string   `json:"question"`
	Item        string   `json:"item"`
	Title       string   `json:"title"`
	NotDetected int      `json:"not_detected"` // learners who say that "not detected" is false
	More        int      `json:"more"`         // learners who say so of words for which less was found than they meant
	Of          int      `json:"of"`           // who were graded on it
	Words       []string `json:"words"`
}

func (r *Report) addClaims(b *book, sheets []Signed) {
	all := map[place]*Claimed{}
	for _, s := range sheets {
		for at, levels := range claimedBy(s.Sheet) {
			item := b.items[at]
			if item == nil {
				continue
			}
			c := all[at]
			if c == nil {
				c = &Claimed{Question: at.question, Item: at.item, Title: item.Title, Words: []string{}}
				all[at] = c
			}
			c.NotDetected += btoi(slices.Contains(levels, grading.Missed))
			c.More += btoi(slices.ContainsFunc(levels, func(l grading.Level) bool { return l > grading.Missed }))
		}
		for _, claim := range s.Claims {
			if c := all[place{claim.Question, claim.Item}]; c != nil && claim.Words != "" && !slices.Contains(c.Words, oneLine(claim.Words)) {
				c.Words = append(c.Words, oneLine(claim.Words))
			}
		}
	}
	for _, s := range sheets {
		for _, i := range s.Items {
			if c := all[place{i.Question, i.Item}]; c != nil {
				c.Of++
			}
		}
	}
	for _, at := range all {
		slices.Sort(at.Words)
		r.Claims = append(r.Claims, *at)
	}
	slices.SortFunc(r.Claims, func(a, b Claimed) int {
		return cmp.Or(cmp.Compare(b.NotDetected, a.NotDetected), cmp.Compare(b.More, a.More), cmp.Compare(a.Question, b.Question), cmp.Compare(a.Item, b.Item))
	})
}

// How much of the words a report for people shows.
const (
	shownWords = 6
	wordsBytes = 400
)

// Some are words to show, cut where they are long, and how many there are besides.
func (c Claimed) Some() (words []string, others int) {
	for _, w := range c.Words[:min(len(c.Words), shownWords)] {
		if short := tidy(w, wordsBytes); short != w {
			w = strings.TrimSpace(short) + " …"
		}
		words = append(words, w)
	}
	return words, len(c.Words) - len(words)
}

// claimedBy are the levels that a learner's claims were at, by item.
func claimedBy(s Sheet) map[place][]grading.Level {
	out := map[place][]grading.Level{}
	for _, c := range s.Claims {
		at := place{c.Question, c.Item}
		out[at] = append(out[at], c.Level)
	}
	return out
}

func oneLine(text string) string { return strings.Join(strings.Fields(content.Clean(text)), " ") }

func slipID(n int) string { return strconv.Itoa(n) }

// ExemplarBegin begins each exemplar, so that a new one may take the place of an old one, and of nothing else.
const ExemplarBegin = "---\n# The learner says that this covers what is labelled"

// Exemplar is a file for the folder of a pack: an answer with a claim, and a label for each item that was claimed.
type Exemplar struct {
	File string // exemplars/QUESTION/class-HASH.md
	Text string
}

// exemplars makes exemplars of the answers of a sheet that hold claims. They name nobody. A label says one level more than the
// grader found, which is what the claim comes to: whoever wrote the rubric decides whether it is so, and "pack test" fails until
// the rubric knows it or the label is gone.
func (b *book) exemplars(s Sheet) (out []Exemplar) {
	for _, a := range s.Answers {
		if len(a.Claimed) == 0 || a.Review {
			continue
		}
		var labels, found []string
		for _, item := range slices.Compact(slices.Sorted(slices.Values(a.Claimed))) {
			if b.items[place{a.Question, item}] == nil {
				continue
			}
			labels = append(labels, strconv.Quote(item)+": "+min(a.Levels[item]+1, grading.Tradeoff).String())
			found = append(found, item+" "+levelName(a.Levels[item]))
		}
		if len(labels) == 0 {
			continue
		}
		text := strings.TrimSpace(content.Clean(a.Text))
		sum := sha256.Sum256([]byte(text))
		out = append(out, Exemplar{
			File: fmt.Sprintf("exemplars/%s/class-%s.md", a.Question, hex.EncodeToString(sum[:6])),
			Text: fmt.Sprintf(ExemplarBegin+"; the grader found: %s.\n# Decide, and mend the label or the rubric.\nlevels: {%s}\n---\n\n%s\n",
				strings.Join(found, ", "), strings.Join(labels, ", "), text),
		})
	}
	return out
}

// distinct leaves one exemplar of each file, in order: of two about the same text the one with more to say.
func distinct(all []Exemplar) []Exemplar {
	slices.SortFunc(all, func(a, b Exemplar) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(all, func(a, b Exemplar) bool { return a.File == b.File })
}
