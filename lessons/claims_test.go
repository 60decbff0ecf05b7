package lessons

import (
	"testing"
	"time"

	"sysprep/grading"
)

// What is only like an earlier claim must not become one: claims would wander off on their own.
func TestOwnAreTheClaimsOfTheQuestion(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	answer := func(question string, at time.Time, items ...grading.ItemVerdict) Answer {
		return Answer{At: at, Verdict: grading.Verdict{Question: question, Items: items}}
	}
	item := func(id, text, own string) grading.ItemVerdict {
		return grading.ItemVerdict{ID: id, Claimed: text != "", Own: own, Evidence: []grading.Span{{Text: text}}}
	}
	states := map[string]State{"l": {Steps: []StepState{
		{Answers: []Answer{
			answer("q", at.Add(time.Hour), item("b", "later", "")),
			answer("q", at, item("a", "earlier", ""), item("c", "", "")),
			answer("q", at.Add(2*time.Hour), item("a", "like the earlier", "earlier")),
		}},
		{Answers: []Answer{answer("other", at, item("a", "elsewhere", ""))}},
	}}}
	own := Own(states, "q")
	if len(own) != 2 || own[0] != (grading.OwnWords{Item: "a", Text: "earlier"}) || own[1] != (grading.OwnWords{Item: "b", Text: "later"}) {
		t.Errorf("%+v", own)
	}
}
