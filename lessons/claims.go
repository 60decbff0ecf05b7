package lessons

import (
	"cmp"
	"slices"
	"time"

	"sysprep/grading"
)

// ClaimedWords are what a learner pointed at: "I covered this, here". They are what an author wants to see, since
// they show where the grader does not understand learners.
type ClaimedWords struct {
	Question string    `json:"question"`
	Item     string    `json:"item"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"` // when the answer was given

	Level grading.Level `json:"level"` // what the grader had found of the item: missed is "false: not detected"
}

// Own gives what the learner pointed at in answers to a question, oldest first: their later answers to it are graded with
// that; see grading.Compiled.With.
func Own(states map[string]State, question string) (own []grading.OwnWords) {
	claims := slices.DeleteFunc(Claims(states), func(c ClaimedWords) bool { return c.Question != question })
	slices.SortStableFunc(claims, func(a, b ClaimedWords) int { return a.At.Compare(b.At) })
	for _, c := range claims {
		own = append(own, grading.OwnWords{Item: c.Item, Text: c.Text})
	}
	return own
}

// Claims lists the words that the learner claimed, by question, item and time.
func Claims(states map[string]State) []ClaimedWords {
	out := []ClaimedWords{}
	for _, s := range states {
		for _, ss := range s.Steps {
			for _, a := range ss.Answers {
				for _, v := range a.Verdict.Items {
					if !v.Claimed || v.Own != "" { // what is only like an earlier claim is none itself
						continue
					}
					for _, e := range v.Evidence {
						out = append(out, ClaimedWords{a.Verdict.Question, v.ID, e.Text, a.At, v.Level})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b ClaimedWords) int {
		return cmp.Or(cmp.Compare(a.Question, b.Question), cmp.Compare(a.Item, b.Item), a.At.Compare(b.At), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(out)
}
