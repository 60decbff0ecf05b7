package lessons

import (
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// Shown is what a learner has shown of one rubric item, and the answer that earned it.
type Shown struct {
	Question string // id
	Asked    string // the question's title
	Item     string // id
	Title    string
	Section  string // id of the section of the checklist
	Level    grading.Level
	Wrong    bool // the last answer held a misconception: then it is the evidence
	Claimed  bool // the learner pointed at words that the grader does not understand
	Evidence *Evidence
}

// Evidence is an answer with the words of it that count for an item. It is of a lesson, or of a mock interview.
type Evidence struct {
	Lesson    string // id; empty for an interview
	Step      string // id
	Interview string // id; empty for a lesson
	Session   string // of the interview
	At        time.Time
	Answer    string         // whole; of an interview, what was said around the words
	Words     []grading.Span // of the answer; for something wrong, those that speak against it
	Say       string         // what the grader says to them
	Reviews   bool           // it was given to a review card
}

// Standing says how an item counts: "explained", "named", "wrong" or "to show".
func (s Shown) Standing() string {
	switch {
	case s.Wrong:
		return "wrong"
	case s.Level >= grading.Explained:
		return "explained"
	case s.Level == grading.Named || s.Claimed:
		return "named"
	}
	return "to show"
}

// Evidences lists every rubric item of the pack with what was shown of it: by section as in
// Mastery, whose counts it gives, then in the order of the questions.
func Evidences(pack *content.Pack, states map[string]State, heard ...Heard) []Shown {
	earned := earnedBy(pack, states, heard)
	var all []Shown
	for _, section := range Mastery(pack, states, heard...) {
		for _, q := range pack.Rubrics.Questions() {
			for _, item := range q.Items {
				if item.Section != section.ID {
					continue
				}
				s := earned[[2]string{q.ID, item.ID}]
				s.Question, s.Asked, s.Item, s.Title, s.Section = q.ID, q.Title, item.ID, item.Title, item.Section
				all = append(all, s)
			}
		}
	}
	return all
}

// earnedBy folds all answers as bestVerdicts does, and keeps the one that counts.
func earnedBy(pack *content.Pack, states map[string]State, heard []Heard) map[[2]string]Shown {
	type given struct {
		Answer
		from Evidence // where it was given
	}
	var all []given
	for _, h := range heard {
		all = append(all, given{h.Answer, Evidence{Interview: h.Interview, Session: h.Session}})
	}
	for _, l := range pack.Lessons {
		s := states[l.ID]
		for i := range s.Steps {
			ss := &s.Steps[i]
			for _, a := range ss.Answers {
				all = append(all, given{a, Evidence{Lesson: l.ID, Step: ss.ID}})
			}
			for _, r := range ss.Reviews {
				if r.Verdict != nil {
					all = append(all, given{Answer{Text: r.Said, Verdict: *r.Verdict, At: r.At}, Evidence{Lesson: l.ID, Step: ss.ID, Reviews: true}})
				}
			}
		}
	}
	sortByTime(all, func(g given) Answer { return g.Answer })
	earned := map[[2]string]Shown{}
	best := map[[2]string]grading.ItemVerdict{}
	for _, g := range all {
		for _, v := range g.Verdict.Items {
			key := [2]string{g.Verdict.Question, v.ID}
			before, now := best[key], better(best[key], v)
			best[key] = now
			s := earned[key]
			s.Level, s.Wrong, s.Claimed = now.Level, now.Wrong, now.Claimed
			e := new(g.from)
			e.At, e.Answer, e.Words, e.Say = g.At, g.Text, v.Evidence, v.Feedback
			switch {
			case v.Wrong:
				e.Words = v.Against
				s.Evidence = e
			case s.Evidence == nil, v.Level >= before.Level, before.Wrong:
				s.Evidence = e
			}
			earned[key] = s
		}
	}
	return earned
}
