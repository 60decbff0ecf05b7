package lessons

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// Card is what a review card asks and answers, in words, for any kind of screen.
type Card struct {
	Lesson   *content.Lesson
	Step     *content.Step // nil for a flashcard
	Question string
	Choices  []string
	Answer   []Passage
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
	c.Question = ask.Prompt
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
	c.Question = d.Ask.Prompt
	c.Answer = append(c.Answer, Passage{Text: grading.Amount(d.Ask.Quantity.Value, d.Ask.Quantity.Unit)})
	if len(d.Worked) > 0 {
		c.Answer = append(c.Answer, Passage{Label: "Worked out", Text: strings.Join(d.Worked, "\n")})
	}
}

func (c *Card) designAgain(did StepState) {
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
	c.Question = r.Title
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
	if a := did.LastAnswer(); a != nil {
		for _, v := range a.Verdict.Items {
			for _, e := range v.Evidence {
				if v.ID == r.Item {
					c.Answer = append(c.Answer, Passage{Label: "You said then", Text: "“" + strings.Join(strings.Fields(e.Text), " ") + "”", Mine: true})
				}
			}
		}
	}
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
func (c Card) Rate(r Review, g Grade) Event {
	if c.Step == nil {
		return Event{Kind: Recalled, Review: &Rating{Item: r.Item, Grade: g}}
	}
	return Event{Kind: Reviewed, Step: c.Step.ID, Hash: c.Step.Hash, Review: &Rating{Item: r.Item, Grade: g}}
}
