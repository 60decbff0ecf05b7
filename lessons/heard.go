package lessons

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"sysprep/grading"
)

// Heard is what a learner has shown outside of the lessons, in a mock interview. It counts as an answer of a lesson does.
type Heard struct {
	Interview string // id
	Session   string // of the interview
	Answer           // the words around the evidence, and a verdict with the items that they show
}

// answersOf are the answers in what was heard.
func answersOf(heard []Heard) []Answer {
	list := make([]Answer, len(heard))
	for i, h := range heard {
		list[i] = h.Answer
	}
	return list
}

// fewHeard is one answer for each item that counts for all that was heard of it, as Mastery counts: the item's best
// level, and whether it was wrong the last time.
func fewHeard(heard []Heard) (few []answerWire) {
	answers := inTime(answersOf(heard))
	last := map[[2]string]time.Time{}
	best := map[[2]string]grading.ItemVerdict{}
	for _, a := range answers {
		for _, v := range a.Verdict.Items {
			key := [2]string{a.Verdict.Question, v.ID}
			best[key], last[key] = better(best[key], v), a.At
		}
	}
	order := func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }
	for _, key := range slices.SortedFunc(maps.Keys(best), order) {
		v := best[key]
		few = append(few, answerWire{At: last[key], Question: key[0], Items: []itemWire{{v.ID, v.Level, v.Wrong, v.Claimed}}})
	}
	return few
}
