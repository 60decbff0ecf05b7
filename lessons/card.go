package lessons

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// CardKind is how a card is answered.
type CardKind uint8

// Kinds of cards.
const (
	InWords  CardKind = iota // a flashcard: what is said is compared with its answer
	ByChoice                 // one of Choices
	BySize                   // a quantity
	ByItem                   // a rubric item: what is said is graded by its rubric
	ByDesign                 // a challenge: told to oneself, or done again in the lab
)

// Card is what a review card asks and answers, in words, for any kind of screen.
type Card struct {
	Kind     CardKind
	Lesson   *content.Lesson
	Step     *content.Step // nil for a flashcard
	Question string
	Choices  []string
	Answer   []Passage
	Rubric   string // id of the question whose rubric grades the item; "" for other kinds

	ask *content.Ask // of ByChoice and BySize
}

// Passage is a part of a card's answer.
type Passage struct {
	Label string // "A good answer", "You said then"; may be empty
	Text  string
	Mine  bool // the learner's own words
}

// CardOf makes the card of a review; false if the lesson or the step is no more.
func CardOf(pack *content.Pack, states map[string]State, r Review) (Card, bool) {
	for _, l := range pack.Lessons {
		if r.Step == "" && l.ID == r.Lesson {
			return flashcardOf(l, r)
		}
		for i := range l.Steps {
			if l.ID != r.Lesson || l.Steps[i].ID != r.Step {
				continue
			}
			did, _ := states[l.ID].Step(r.Step)
			c := Card{Lesson: l, Step: &l.Steps[i]}
			switch {
			case c.Step.Estimate != nil:
				c.estimateAgain(did)
			case c.Step.Ask != nil:
				c.askAgain(did)
			case c.Step.Challenge != nil:
				c.designAgain(did)
			default:
				c.explainAgain(pack, did, r)
			}
			return c, true
		}
	}
	return Card{}, false
}

func (c *Card) askAgain(did StepState) {
	ask := c.Step.Ask
	c.Question, c.ask, c.Kind = ask.Prompt, ask, ByChoice
	if ask.Quantity != nil {
		c.Kind = BySize
	}
	for i, choice := range ask.Choices {
		c.Choices = append(c.Choices, fmt.Sprintf("%c  %s", 'a'+i, choice.Text))
	}
	if did.Prediction != nil {
		o := Compare(ask, *did.Prediction)
		c.Answer = append(c.Answer, Passage{Text: o.Answer}, Passage{Label: "You said then", Text: o.Said, Mine: true})
	}
	if ask.Explain != "" {
		c.Answer = append(c.Answer, Passage{Label: "Why", Text: ask.Explain})
	}
}

// estimateAgain asks a drill with new numbers, which change with each review.
func (c *Card) estimateAgain(did StepState) {
	d := c.Step.DrawnFor(did.seedAt(c.Step, did.Tries+len(did.Reviews)))
	c.Question, c.ask, c.Kind = d.Ask.Prompt, &d.Ask, BySize
	c.Answer = append(c.Answer, Passage{Text: grading.Amount(d.Ask.Quantity.Value, d.Ask.Quantity.Unit)})
	if len(d.Worked) > 0 {
		c.Answer = append(c.Answer, Passage{Label: "Worked out", Text: strings.Join(d.Worked, "\n")})
	}
}

func (c *Card) designAgain(did StepState) {
	c.Kind = ByDesign
	c.Question = c.Step.Title + ": which design meets the goals, and why?"
	if b := did.Best; b != nil {
		var knobs []string
		for _, k := range slices.Sorted(maps.Keys(b.Settings)) {
			knobs = append(knobs, k+" "+b.Settings[k])
		}
		c.Answer = append(c.Answer, Passage{
			Label: fmt.Sprintf("Your best design met every goal in %d of %d runs", b.Passed, b.Seeds),
			Text:  strings.Join(knobs, ", "), Mine: true,
		})
	}
	if hints := c.Step.Challenge.Hints; len(hints) > 0 {
		c.Answer = append(c.Answer, Passage{Label: "Why", Text: hints[len(hints)-1]})
	}
}

func (c *Card) explainAgain(pack *content.Pack, did StepState, r Review) {
	c.Question, c.Kind = r.Title, ByItem
	if c.Step.Explain != nil {
		c.Rubric = c.Step.Explain.Question
	}
	item := itemOf(pack, c.Step, r.Item)
	if item == nil {
		return
	}
	if item.FollowUps.Explained != "" {
		c.Question = item.Title + ". " + item.FollowUps.Explained
	}
	c.Answer = append(c.Answer, Passage{Label: "A good answer", Text: item.Levels.Explained})
	if item.Levels.Tradeoff != "" {
		c.Answer = append(c.Answer, Passage{Label: "A senior one also", Text: item.Levels.Tradeoff})
	}
	for _, said := range saidBefore(did, r.Item) {
		c.Answer = append(c.Answer, Passage{Label: "You said then", Text: "“" + strings.Join(strings.Fields(said), " ") + "”", Mine: true})
	}
}

// saidBefore are the learner's words on a rubric item when it was asked last, if any were found.
func saidBefore(did StepState, item string) (said []string) {
	for _, a := range slices.Backward(did.answers()) {
		for _, v := range a.Verdict.Items {
			if v.ID != item {
				continue
			}
			for _, e := range v.Evidence {
				said = append(said, e.Text)
			}
			return said
		}
	}
	return nil
}

// itemOf is the rubric item of that id that an explain step asks for, or nil.
func itemOf(pack *content.Pack, step *content.Step, id string) *grading.Item {
	if step.Explain == nil {
		return nil
	}
	rubric := pack.Rubrics.Of(step.Explain.Question)
	if rubric == nil {
		return nil
	}
	i := slices.IndexFunc(rubric.Items, func(it grading.Item) bool { return it.ID == id })
	if i < 0 {
		return nil
	}
	return &rubric.Items[i]
}

// Rate is the event that rates a card.
func (c Card) Rate(r Review, g Grade) Event { return c.RateReply(r, g, Reply{}) }

// RateReply is Rate with what was said to the card.
func (c Card) RateReply(r Review, g Grade, said Reply) Event {
	rating := &Rating{Item: r.Item, Grade: g, Said: said.Said, Verdict: said.Verdict}
	if c.Step == nil {
		return Event{Kind: Recalled, Review: rating}
	}
	return Event{Kind: Reviewed, Step: c.Step.ID, Hash: c.Step.Hash, Review: rating}
}
