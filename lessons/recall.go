package lessons

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"sysprep/content"
)

// Remembered is a question of an earlier lesson that a recall step asks.
type Remembered struct {
	Lesson *content.Lesson
	Step   *content.Step
	Seed   uint64 // of an estimate: which numbers are drawn
}

// Of is how an event names the question: "lesson/step".
func (r Remembered) Of() string { return r.Lesson.ID + "/" + r.Step.ID }

// Ask is the question itself.
func (r Remembered) Ask() *content.Ask { return r.Step.AskFor(r.Seed) }

// shaky is a question that could be asked again, and how sure its memory is.
type shaky struct {
	Remembered
	recall float64 // chance that it is remembered, by its review card; 1 without one
	grade  Grade   // the last one; Good without a card, since it was right at once
	last   time.Time
}

// Recall draws the question that a recall step of a lesson asks: of those that the
// learner has answered in lessons that are finished, the shakiest. That is the one
// least likely to be remembered now (in steps of 5 %, by FSRS), then the one whose last grade
// was worst, then the one not met for longest. What another recall step asked within a sitting
// is not asked again. The reviews are those that the states have, planned for any goals. It is false if no
// lesson but this one is finished.
func Recall(pack *content.Pack, states map[string]State, reviews []Review, lesson string, now time.Time) (Remembered, bool) {
	cards := make(map[string]Review)
	for _, r := range reviews {
		if r.Item == "" {
			cards[r.Lesson+"/"+r.Step] = r
		}
	}
	asked := askedLately(states, now)
	var all []shaky
	for _, l := range pack.Lessons {
		s, ok := states[l.ID]
		if !ok || l.ID == lesson || s.Finished.IsZero() {
			continue
		}
		for i := range min(len(l.Steps), len(s.Steps)) {
			step, did := &l.Steps[i], &s.Steps[i]
			q := shaky{Remembered: Remembered{Lesson: l, Step: step}, recall: 1, grade: Good}
			if !step.Kind.Asks() || did.Prediction == nil || asked[q.Of()] {
				continue
			}
			q.last = did.Prediction.At
			for _, r := range did.Reviews {
				q.last = later(q.last, r.At)
			}
			if card, ok := cards[q.Of()]; ok && len(card.Recent) > 0 {
				q.recall = math.Round(card.RecallAt(now)*20) / 20
				q.grade, q.last = card.Recent[len(card.Recent)-1], card.Last
			}
			q.Seed = did.seedAt(step, did.Tries+len(did.Reviews))
			all = append(all, q)
		}
	}
	if len(all) == 0 {
		return Remembered{}, false
	}
	return slices.MinFunc(all, func(a, b shaky) int {
		return cmp.Or(cmp.Compare(a.recall, b.recall), cmp.Compare(a.grade, b.grade), a.last.Compare(b.last), cmp.Compare(a.Of(), b.Of()))
	}).Remembered, true
}

// askedLately are the questions that recall steps of any lesson asked within a sitting.
func askedLately(states map[string]State, now time.Time) map[string]bool {
	asked := make(map[string]bool)
	for _, s := range states {
		for i := range s.Steps {
			if p := s.Steps[i].Prediction; p != nil && p.Of != "" && now.Sub(p.At) < sitting {
				asked[p.Of] = true
			}
		}
	}
	return asked
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Recollect finds the question that a recall step was answered with; false if it was not
// answered, or if the question is no more.
func Recollect(pack *content.Pack, did StepState) (Remembered, bool) {
	if did.Prediction == nil {
		return Remembered{}, false
	}
	lesson, step, _ := strings.Cut(did.Prediction.Of, "/")
	for _, l := range pack.Lessons {
		if l.ID != lesson {
			continue
		}
		if i := indexOf(l, step); i >= 0 && l.Steps[i].Kind.Asks() {
			return Remembered{Lesson: l, Step: &l.Steps[i], Seed: did.Prediction.Seed}, true
		}
	}
	return Remembered{}, false
}

// Rated is the event that tells the question's own lesson how it was remembered: it
// moves the card of the question, and makes one where it was right before and is wrong now.
func (r Remembered) Rated(p Prediction, at time.Time) Event {
	grade := Again
	if Compare(r.Ask(), p).Result == Right {
		grade = Good
	}
	return Event{At: at, Kind: Reviewed, Step: r.Step.ID, Hash: r.Step.Hash, Review: &Rating{Grade: grade}}
}
