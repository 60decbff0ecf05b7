package class

import (
	"cmp"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
)

// book is a pack as a report looks things up in it. What a sheet says of things that are not in it, or were
// edited since, is passed over: nothing that a report shows of the pack comes from a sheet.
type book struct {
	pack     *content.Pack
	lessons  map[string]*content.Lesson
	steps    map[stepAt]*content.Step
	items    map[place]*grading.Item
	sections []lessons.Section
	asks     map[drawn]*content.Ask
}

// drawn is a question: of an estimate the one that a seed stands for, which takes a millisecond to draw.
type drawn struct {
	step *content.Step
	seed uint64
}

// ask is a step's question.
func (b *book) ask(step *content.Step, seed uint64) *content.Ask {
	at := drawn{step, seed}
	ask, ok := b.asks[at]
	if !ok {
		ask = step.AskFor(seed)
		b.asks[at] = ask
	}
	return ask
}

type stepAt struct{ lesson, step string }

func newBook(pack *content.Pack) *book {
	b := &book{
		pack: pack, lessons: map[string]*content.Lesson{}, steps: map[stepAt]*content.Step{}, items: map[place]*grading.Item{},
		sections: lessons.Mastery(pack, nil), asks: map[drawn]*content.Ask{},
	}
	for _, l := range pack.Lessons {
		b.lessons[l.ID] = l
		for i := range l.Steps {
			step := &l.Steps[i]
			b.steps[stepAt{l.ID, step.ID}] = step
			if step.Kind == content.Explain {
				b.addItems(step.Explain.Question)
			}
		}
	}
	return b
}

// addItems adds the rubric of a question. Only those that lessons ask are read, which takes a moment each.
func (b *book) addItems(question string) {
	r := b.pack.Rubrics.Of(question)
	if r == nil {
		return
	}
	for i := range r.Items {
		b.items[place{question, r.Items[i].ID}] = &r.Items[i]
	}
}

// asked is the step of an answer, if the pack has the question as it was answered.
func (b *book) asked(a Asked) (*content.Step, bool) {
	step := b.steps[stepAt{a.Lesson, a.Step}]
	if step == nil || !step.Kind.Asks() || step.Hash != a.Hash {
		return nil, false
	}
	ask := b.ask(step, a.Seed)
	if ask == nil || ask.Quantity == nil && choiceOf(ask, a.Choice) == nil {
		return nil, false
	}
	return step, true
}

func choiceOf(ask *content.Ask, id string) *content.Choice {
	for i := range ask.Choices {
		if ask.Choices[i].ID == id {
			return &ask.Choices[i]
		}
	}
	return nil
}

// compared is an answer held against the right one, for a step that asked knows. At is the choice, or which of
// the well-known slips of a quantity it was, from 1 on; Text is what was said.
type compared struct {
	result string
	choice string
	near   int
	text   string
	say    string
}

func (b *book) compare(a Asked) compared {
	step := b.steps[stepAt{a.Lesson, a.Step}]
	ask := b.ask(step, a.Seed)
	o := lessons.Compare(ask, lessons.Prediction{Choice: a.Choice, Number: a.Number, Seed: a.Seed})
	c := compared{result: o.Result.String(), text: o.Said}
	if ask.Quantity == nil {
		chosen := choiceOf(ask, a.Choice)
		c.choice, c.say = chosen.ID, chosen.Say
		return c
	}
	if o.Result == lessons.Slip {
		for i, near := range ask.Quantity.Near {
			if near.Say == o.Say {
				c.near, c.say, c.text = i+1, near.Say, grading.Amount(near.Value, ask.Quantity.Unit)
				break
			}
		}
	}
	return c
}

// title is what a step is called: by its title, or by what it asks.
func (b *book) title(step *content.Step) string {
	prompt := ""
	if ask := b.ask(step, 0); ask != nil {
		prompt = ask.Prompt
	}
	return cmp.Or(step.Title, prompt, step.ID)
}

// prompt is that of an open question.
func (b *book) prompt(question string) string {
	for _, q := range b.pack.Rubrics.Questions() {
		if q.ID == question {
			return oneLine(q.Prompt)
		}
	}
	return ""
}
