package lessons

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/open-spaced-repetition/go-fsrs/v3"

	"sysprep/content"
	"sysprep/grading"
)

// Review is one card of the review queue, made from something that did not go well:
// a prediction that missed, a challenge, a rubric item answered below explained; or a
// flashcard of a lesson that was finished.
type Review struct {
	Key    string // "pack/lesson/step", "pack/lesson/step#item" or "pack/lesson#deck/card"; stable
	Title  string
	Lesson string // id
	Step   string // id; empty for a flashcard
	Item   string // id of the rubric item; empty for a prediction or challenge; "deck/card" for a flashcard
	Due    time.Time
	Last   time.Time // when it was met last
	Recent []Grade   // up to four last grades, oldest first
	Lapses int       // how often it was known and then lost

	memory fsrs.Card
	trail  trail
}

// trail says which meetings led to a card's memory, so that it can be gone on from.
type trail struct {
	n   int    // how many
	sum uint64 // a digest of them, and of what they were planned for
}

// RecallAt is the chance, from 0 to 1, that the card is still remembered at that time,
// by FSRS's forgetting curve.
func (r Review) RecallAt(now time.Time) float64 {
	if now.Before(r.Last) {
		now = r.Last // a clock that was set back
	}
	return min(1, fsrs.NewFSRS(parameters(UsualRetention)).GetRetrievability(r.memory, now))
}

// DueAt says whether the card is due at that time. Intervals are whole days, so a card
// is due all day, by the calendar of now's location.
func (r Review) DueAt(now time.Time) bool {
	y, m, d := now.Date()
	return r.Due.Before(time.Date(y, m, d+1, 0, 0, 0, 0, now.Location()))
}

// Due returns the cards that are due, in the order given.
func Due(reviews []Review, now time.Time) []Review {
	var due []Review
	for _, r := range reviews {
		if r.DueAt(now) {
			due = append(due, r)
		}
	}
	return due
}

// Schedule returns the review cards of a pack, the one due first first. The days come
// from FSRS (its long-term mode: first intervals of a day or more, since a question just
// debriefed can't test memory minutes later), without fuzz: the same states give the same days.
// The goals set how well cards are to be remembered, and a day by which all are to be seen again.
func Schedule(pack *content.Pack, states map[string]State, goals Goals) []Review {
	var reviews []Review
	for _, l := range pack.Lessons {
		if s, ok := states[l.ID]; ok {
			reviews = append(reviews, Cards(pack, l, s, goals)...)
		}
	}
	return Arrange(reviews, goals)
}

// Cards returns the review cards of one lesson, in no order, as if there were no interview. It is
// the part of Schedule that takes time: it need not be done again for lessons that have not changed.
func Cards(pack *content.Pack, l *content.Lesson, s State, goals Goals) []Review {
	return CardsAfter(pack, l, s, goals, nil)
}

// CardsAfter is Cards for who has the cards that it gave for an earlier state: what these know is not worked out again.
func CardsAfter(pack *content.Pack, l *content.Lesson, s State, goals Goals, before []Review) []Review {
	p := planner{goals: goals, before: make(map[string]Review, len(before))}
	for _, r := range before {
		p.before[r.Key] = r
	}
	return p.schedule(pack.Manifest.ID, l, s)
}

// Arrange is the other part: it changes the cards of all lessons to what the interview asks for,
// puts them in order, the one due first first, and returns them.
func Arrange(reviews []Review, goals Goals) []Review {
	goals.lastLooks(reviews)
	sortReviews(reviews)
	return reviews
}

func sortReviews(reviews []Review) {
	slices.SortFunc(reviews, func(a, b Review) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Key, b.Key))
	})
}

// met is one time that what a card asks about was met.
type met struct {
	at    time.Time
	grade Grade
}

// planner works out when cards come back.
type planner struct {
	goals  Goals
	before map[string]Review // by key: cards as they were
}

func (p planner) schedule(pack string, l *content.Lesson, s State) []Review {
	var reviews []Review
	for i := range min(len(l.Steps), len(s.Steps)) {
		step, ss := &l.Steps[i], &s.Steps[i]
		for _, c := range cards(step, ss) {
			c.review.Key = strings.Join([]string{pack, l.ID, step.ID}, "/")
			if c.review.Item != "" {
				c.review.Key += "#" + c.review.Item
			}
			c.review.Lesson, c.review.Step = l.ID, step.ID
			for _, r := range ss.Reviews {
				if r.Item == c.review.Item {
					c.met = append(c.met, met{r.At, r.Grade})
				}
			}
			reviews = append(reviews, p.plan(c))
		}
	}
	return append(reviews, p.flashcards(pack, l, s)...)
}

// card is a card before its days are known.
type card struct {
	review Review
	met    []met
}

func cards(step *content.Step, ss *StepState) []card {
	switch {
	case step.Kind.Asks():
		return predictionCard(step, ss)
	case step.Kind == content.Challenge:
		return challengeCard(step, ss)
	case step.Kind == content.Explain:
		return itemCards(step, ss)
	}
	return nil
}

// predictionCard is there once a prediction or quiz answer missed, or was not remembered
// when a recall step asked it again.
func predictionCard(step *content.Step, ss *StepState) []card {
	if !ss.Sealed && len(ss.Reviews) == 0 {
		return nil // the run that answers it was not seen yet: a card would tell how it ends
	}
	c := card{review: Review{Title: askTitle(step)}}
	for _, e := range ss.acts {
		if e.Kind != Predicted {
			continue
		}
		if Compare(step.AskFor(e.Prediction.Seed), *e.Prediction).Result == Right {
			if len(c.met) > 0 {
				c.met = append(c.met, met{e.At, Good})
			}
			continue
		}
		c.met = append(c.met, met{e.At, Again})
	}
	if len(c.met) == 0 && !slices.ContainsFunc(ss.Reviews, func(r Rating) bool { return r.Grade == Again }) {
		return nil
	}
	return []card{c}
}

// askTitle is what a card about a question is called; the numbers of a drill change.
func askTitle(step *content.Step) string {
	if step.Kind == content.Estimate {
		return cmp.Or(step.Title, step.Estimate.Drill)
	}
	return cmp.Or(step.Ask.Prompt, step.Title)
}

// challengeCard grades each sitting as a whole: failing on the way to a win is what a
// challenge is for. Won at once and without a hint is good, won later is hard.
func challengeCard(step *content.Step, ss *StepState) []card {
	c := card{review: Review{Title: step.Title}}
	tries, won := 0, false
	var began time.Time
	for _, j := range ss.Judgements {
		if tries == 0 || j.At.Sub(began) >= sitting {
			tries, won, began = 0, false, j.At
			c.met = append(c.met, met{j.At, Again})
		}
		tries++
		if j.Won && !won {
			won = true
			grade := Hard
			if tries == 1 && j.Hints == 0 {
				grade = Good
			}
			c.met[len(c.met)-1].grade = grade
		}
	}
	if len(c.met) == 0 {
		return nil
	}
	return []card{c}
}

// itemCards has a card for each rubric item that was answered below explained, or
// wrong, at least once; answers before that make none. An item that was missed elsewhere, as in a mock interview,
// has one too: it was rated "again" without a card.
func itemCards(step *content.Step, ss *StepState) []card {
	var all []card
	for _, a := range ss.Answers {
		for _, v := range a.Verdict.Items {
			if step.Explain != nil && len(step.Explain.Items) > 0 && !slices.Contains(step.Explain.Items, v.ID) {
				continue
			}
			i := slices.IndexFunc(all, func(c card) bool { return c.review.Item == v.ID })
			if i < 0 && (v.Wrong || v.Level < grading.Explained) {
				i = len(all)
				all = append(all, card{review: Review{Item: v.ID, Title: cmp.Or(v.Title, v.ID)}})
			}
			if i >= 0 {
				all[i].met = append(all[i].met, met{a.At, gradeOf(v)})
			}
		}
	}
	for _, r := range ss.Reviews {
		known := slices.ContainsFunc(all, func(c card) bool { return c.review.Item == r.Item })
		if r.Item != "" && r.Grade == Again && !known {
			all = append(all, card{review: Review{Item: r.Item, Title: strings.ReplaceAll(r.Item, "-", " ")}})
		}
	}
	return all
}

// gradeOf turns a verdict into a rating. What the learner claims to have covered comes
// back soon, but is not taken for a failure.
func gradeOf(v grading.ItemVerdict) Grade {
	switch {
	case v.Wrong:
		return Again
	case v.Level == grading.Missed && !v.Claimed:
		return Again
	case v.Level <= grading.Named:
		return Hard
	case v.Level == grading.Explained:
		return Good
	default:
		return Easy
	}
}

// sitting is how long after a first meeting others count as the same one: an answer
// given again, minutes after its feedback, says nothing about memory. It is less than a
// day, so that a card that is due is always in a new sitting.
const sitting = 12 * time.Hour

func (p planner) plan(c card) Review {
	slices.SortStableFunc(c.met, func(a, b met) int { return a.at.Compare(b.at) })
	scheduler := fsrs.NewFSRS(parameters(p.goals.retention()))
	r := c.review
	for _, m := range c.met[p.goOn(&r, c.met):] {
		if !r.Last.IsZero() && m.at.Sub(r.Last) < sitting {
			continue
		}
		r.memory = scheduler.Next(r.memory, m.at, fsrs.Rating(m.grade)).Card
		r.Last = m.at
		r.Recent = append(r.Recent, m.grade)
	}
	r.Recent = slices.Clone(r.Recent[max(0, len(r.Recent)-4):])
	r.Due, r.Lapses = r.memory.Due, int(r.memory.Lapses)
	r.trail = trail{len(c.met), p.digest(c.met)}
	return r
}

// goOn begins a card where an earlier plan of it ended, if that was made of the first of these meetings; it returns of
// how many.
func (p planner) goOn(r *Review, all []met) int {
	r.memory = fsrs.NewCard()
	known := p.before[r.Key]
	if n := known.trail.n; n == 0 || n > len(all) || p.digest(all[:n]) != known.trail.sum {
		return 0
	}
	r.memory, r.Last, r.Recent = known.memory, known.Last, slices.Clone(known.Recent)
	return known.trail.n
}

// digest tells meetings apart, and what they are planned for. It is FNV-1a, eight bytes at a time.
func (p planner) digest(all []met) uint64 {
	const prime = 0x100000001b3
	sum := uint64(0xcbf29ce484222325) ^ math.Float64bits(p.goals.retention())
	for _, m := range all {
		sum = (sum*prime^uint64(m.at.UnixNano()))*prime ^ uint64(m.grade)
	}
	return sum
}

func parameters(retention float64) fsrs.Parameters {
	p := fsrs.DefaultParam()
	p.RequestRetention = retention
	p.EnableShortTerm = false
	p.EnableFuzz = false
	p.MaximumInterval = 365 // someone who prepares for an interview wants to see all of it in a year
	return p
}
