package lessons

import (
	"cmp"
	"slices"

	"sysprep/content"
	"sysprep/grading"
)

// Section is how far a learner is with one section of the senior-engineer checklist.
type Section struct {
	ID        string
	Title     string
	Explained int // items explained or better
	Named     int // items named, and no better, or claimed by the learner
	Claimed   int // of these, those that only the learner's own word stands for
	Wrong     int // items whose last answer held a misconception; they count nowhere else
	Total     int // items that the pack asks about
}

// checklist is the senior-engineer checklist, in the order it is shown.
var checklist = []Section{
	{ID: "assume-failure", Title: "assume failure"},
	{ID: "check-assumptions", Title: "check assumptions"},
	{ID: "control-flow", Title: "control flow"},
	{ID: "consistency", Title: "consistency"},
	{ID: "metastability", Title: "metastability"},
	{ID: "scale", Title: "scale"},
	{ID: "operations", Title: "operations"},
}

// Mastery counts the rubric items by checklist section: all seven sections in their
// order, then unknown ones by id. The best answer to an item counts; a misconception
// in the last one takes it back. What was heard elsewhere counts as answers of lessons do.
func Mastery(pack *content.Pack, states map[string]State, heard ...Heard) []Section {
	best := bestVerdicts(states, heard)
	sections := slices.Clone(checklist)
	for _, question := range pack.Rubrics.Questions() {
		for _, item := range question.Items {
			sections = count(sections, item.Section, best[[2]string{question.ID, item.ID}])
		}
	}
	slices.SortStableFunc(sections[len(checklist):], func(a, b Section) int { return cmp.Compare(a.ID, b.ID) })
	return sections
}

// count adds one item with its verdict to its section.
func count(sections []Section, id string, v grading.ItemVerdict) []Section {
	i := slices.IndexFunc(sections, func(s Section) bool { return s.ID == id })
	if i < 0 {
		i = len(sections)
		sections = append(sections, Section{ID: id, Title: id})
	}
	sections[i].Total++
	switch {
	case v.Wrong:
		sections[i].Wrong++
	case v.Level >= grading.Explained:
		sections[i].Explained++
	case v.Level == grading.Named || v.Claimed:
		sections[i].Named++
		if v.Level == grading.Missed {
			sections[i].Claimed++
		}
	}
	return sections
}

// bestVerdicts returns the verdict that counts for each question and item.
func bestVerdicts(states map[string]State, heard []Heard) map[[2]string]grading.ItemVerdict {
	answers := answersOf(heard)
	for _, s := range states {
		for _, ss := range s.Steps {
			answers = append(answers, ss.answers()...)
		}
	}
	answers = inTime(answers) // several lessons may ask the same question; lesson ids come in no order
	best := make(map[[2]string]grading.ItemVerdict)
	for _, a := range answers {
		for _, v := range a.Verdict.Items {
			key := [2]string{a.Verdict.Question, v.ID}
			best[key] = better(best[key], v)
		}
	}
	return best
}

// inTime returns answers in order of time.
func inTime(answers []Answer) []Answer {
	if slices.IsSortedFunc(answers, byTime) {
		return answers
	}
	answers = slices.Clone(answers)
	slices.SortStableFunc(answers, byTime)
	return answers
}

func byTime(a, b Answer) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Text, b.Text)) }

// sortByTime is inTime for lists that hold answers.
func sortByTime[T any](list []T, of func(T) Answer) {
	slices.SortStableFunc(list, func(a, b T) int { return byTime(of(a), of(b)) })
}

// better merges a later verdict on an item into the best one before it.
func better(before, later grading.ItemVerdict) grading.ItemVerdict {
	kept := later
	if before.Level > later.Level {
		kept = before
	}
	kept.Wrong, kept.Against = later.Wrong, later.Against
	kept.Claimed = before.Claimed || later.Claimed
	return kept
}
