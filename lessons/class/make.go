package class

import (
	"cmp"
	"crypto/ed25519"
	"math"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// By says who hands in, when, and whether with their own words.
type By struct {
	Name        string // "" for one made of the key
	Key         ed25519.PublicKey
	At          time.Time
	WithAnswers bool
}

// Make sums up a learner's log. The same log gives the same sheet.
func Make(pack *content.Pack, log []store.Event, by By) Sheet {
	states := lessons.States(pack, log)
	log = lessons.Carry(pack, log)
	diary := lessons.Keep(log, by.At.Location())
	s := Sheet{
		Pack: pack.Manifest.ID, PackVersion: pack.Manifest.Version, Key: by.Key, Made: by.At.UTC().Truncate(time.Second),
		Name: cmp.Or(CleanName(by.Name), NameOf(by.Key)), WithAnswers: by.WithAnswers,
		Spent: seconds(diary.Spent), Days: len(diary.Days),
		Lessons: []Lesson{}, Asked: []Asked{}, Challenges: []Challenge{}, Items: []Item{}, Claims: []Claim{},
	}
	spent := spentLearning(log, states)
	for _, l := range pack.Lessons {
		if state := states[l.ID]; state.Begun() {
			s.Lessons = append(s.Lessons, Lesson{ID: l.ID, Done: state.DoneSteps(), Steps: len(l.Steps), Whole: !state.Finished.IsZero(), Spent: seconds(spent[l.ID])})
			s.addSteps(l, state)
		}
	}
	s.addItems(pack, states)
	for _, c := range lessons.Claims(states) {
		s.addClaim(pack, c)
	}
	return s
}

// CleanName is a learner's name as a sheet has it: one line, of at most 80 bytes, with nothing in it that is not
// drawn. A clean name stays as it is.
func CleanName(name string) string {
	for {
		clean := strings.Join(strings.Fields(tidy(name, mostName)), " ")
		if clean == name { // what is cut may have been an entity, which is none any more
			return clean
		}
		name = clean
	}
}

func seconds(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

// spentLearning is the time spent with each lesson before it was done, by the rule of lessons.Keep. Reviews
// of its cards, which go on for months, are no part of it.
func spentLearning(log []store.Event, states map[string]lessons.State) map[string]time.Duration {
	spent := map[string]time.Duration{}
	var last time.Time
	for _, e := range lessons.InOrder(log) {
		gap := e.At.Sub(last)
		met := !last.IsZero()
		last = e.At
		state, ok := states[e.Lesson]
		if !met || !ok || gap > lessons.Away || !state.Finished.IsZero() && e.At.After(state.Finished) {
			continue
		}
		switch read, err := lessons.Decode(e); {
		case err != nil, read.Kind == lessons.Reviewed, read.Kind == lessons.Recalled, read.Kind == lessons.Unrated:
		default:
			spent[e.Lesson] += gap
		}
	}
	return spent
}

func (s *Sheet) addSteps(l *content.Lesson, state lessons.State) {
	for i := range min(len(l.Steps), len(state.Steps)) {
		step, did := &l.Steps[i], &state.Steps[i]
		switch {
		case step.Kind.Asks():
			if p := did.Counted(step); p != nil {
				s.Asked = append(s.Asked, askedOf(l, step, did, *p))
			}
		case step.Kind == content.Challenge && did.Tries > 0:
			s.Challenges = append(s.Challenges, Challenge{Lesson: l.ID, Step: step.ID, Won: did.Won(), Tries: min(did.Tries, mostTimes), Hints: min(did.Hints, mostTimes)})
		}
	}
}

func askedOf(l *content.Lesson, step *content.Step, did *lessons.StepState, p lessons.Prediction) Asked {
	ask := step.AskFor(p.Seed)
	a := Asked{
		Lesson: l.ID, Step: step.ID, Result: lessons.Compare(ask, p).Result.String(),
		Confidence: min(max(p.Confidence, 0), 100), Hints: min(did.Hints, mostTimes),
	}
	if isHash(p.Hash) { // another one is of no use to anybody
		a.Hash = p.Hash
	}
	if ask.Quantity != nil {
		a.Number, a.Seed = finite(p.Number), p.Seed
	} else if isID(p.Choice) {
		a.Choice = p.Choice
	}
	return a
}

// finite is v, or 0 for what JSON can't hold.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// place is an item of a question.
type place struct{ question, item string }

// addItems tells the standing of each item that an answer was graded on, and of a sheet WithAnswers the answers.
func (s *Sheet) addItems(pack *content.Pack, states map[string]lessons.State) {
	held := map[place][]string{}
	for _, l := range pack.Lessons {
		for _, step := range states[l.ID].Steps {
			for _, a := range step.Answers {
				s.addAnswer(pack, a.Text, a.Verdict, false, held)
			}
			for _, r := range step.Reviews {
				if r.Verdict != nil {
					s.addAnswer(pack, r.Said, *r.Verdict, true, held)
				}
			}
		}
	}
	for _, shown := range lessons.Evidences(pack, states) {
		if shown.Evidence == nil {
			continue
		}
		at := place{shown.Question, shown.Item}
		slices.Sort(held[at])
		s.Items = append(s.Items, Item{
			Question: shown.Question, Item: shown.Item, Level: min(shown.Level, grading.Tradeoff), Wrong: shown.Wrong, Claimed: shown.Claimed,
			Misconceptions: slices.Compact(held[at]),
		})
	}
}

// addAnswer notes which misconceptions an answer asserts. Items that the pack does not have are passed over.
func (s *Sheet) addAnswer(pack *content.Pack, text string, v grading.Verdict, review bool, held map[place][]string) {
	known := itemsOf(pack, v.Question)
	a := Answer{Question: v.Question, Review: review, Text: tidy(text, mostText), Levels: map[string]grading.Level{}}
	for _, i := range v.Items {
		if !slices.Contains(known, i.ID) {
			continue
		}
		a.Levels[i.ID] = min(i.Level, grading.Tradeoff)
		if i.Wrong {
			a.Wrong = append(a.Wrong, i.ID)
			at := place{v.Question, i.ID}
			held[at] = append(held[at], misconception(pack, v.Question, i))
		}
		if i.Claimed && i.Own == "" {
			a.Claimed = append(a.Claimed, i.ID)
		}
	}
	if s.WithAnswers && len(a.Levels) > 0 && strings.TrimSpace(a.Text) != "" {
		s.Answers = append(s.Answers, a)
	}
}

// misconception is the id of what the verdict calls wrong. A verdict holds what the grader said to it, and not its id.
func misconception(pack *content.Pack, question string, v grading.ItemVerdict) string {
	if r := pack.Rubrics.Of(question); r != nil {
		for _, item := range r.Items {
			for _, m := range item.Misconceptions {
				if item.ID == v.ID && m.Say == v.Feedback {
					return m.ID
				}
			}
		}
	}
	return Unknown
}

func (s *Sheet) addClaim(pack *content.Pack, c lessons.ClaimedWords) {
	if !slices.Contains(itemsOf(pack, c.Question), c.Item) {
		return
	}
	claim := Claim{Question: c.Question, Item: c.Item, Level: min(c.Level, grading.Tradeoff)}
	if s.WithAnswers {
		claim.Words = tidy(c.Text, mostText)
	}
	if !slices.Contains(s.Claims, claim) {
		s.Claims = append(s.Claims, claim)
	}
}

// itemsOf lists the items of a question.
func itemsOf(pack *content.Pack, question string) (ids []string) {
	for _, q := range pack.Rubrics.Questions() {
		if q.ID == question {
			for _, i := range q.Items {
				ids = append(ids, i.ID)
			}
		}
	}
	return ids
}
