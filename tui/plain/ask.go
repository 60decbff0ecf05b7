package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
)

// answer plays a step that asks one question.
func (p *player) answer(ctx context.Context) error {
	p.prose(p.def().Text)
	if pr := p.did().Prediction; pr != nil {
		ask := p.def().AskFor(pr.Seed)
		p.pose(ask)
		p.talk.gap()
		p.said(ask, *pr)
		if p.def().Kind.AtOnce() || p.did().Sealed {
			p.outcome(ask, *pr)
			p.workedOut(pr.Seed)
		} else {
			p.talk.say("This is committed. The simulation will answer.")
		}
		return p.afterAnswer(ctx)
	}
	if err := p.answerNow(ctx); err != nil {
		return err
	}
	if p.def().Kind == content.Predict {
		p.talk.say("Committed. The simulation will answer.")
		return nil
	}
	return p.afterAnswer(ctx)
}

// answerNow asks the question, and tells at once what is right where the step does that.
func (p *player) answerNow(ctx context.Context) error {
	seed := p.did().NextSeed(p.def())
	ask := p.def().AskFor(seed)
	p.pose(ask)
	if err := p.commit(ctx, ask, seed); err != nil {
		return err
	}
	if p.def().Kind.AtOnce() {
		p.talk.gap()
		p.outcome(ask, *p.did().Prediction)
		p.workedOut(seed)
	}
	return nil
}

// pose tells the question and its choices.
func (p *player) pose(ask *content.Ask) {
	p.talk.gap()
	p.talk.say(ask.Prompt)
	for i, c := range ask.Choices {
		p.talk.hang(string(letter(i))+". ", c.Text)
	}
}

// workedOut tells the solution of an estimate.
func (p *player) workedOut(seed uint64) {
	if lines := p.def().DrawnFor(seed).Worked; len(lines) > 0 {
		p.talk.gap()
		p.talk.say("Worked out:")
		for _, l := range lines {
			p.talk.hang("  ", l)
		}
	}
}

// afterAnswer waits for Enter; an estimate can be had again with other numbers.
func (p *player) afterAnswer(ctx context.Context) error {
	if p.def().Kind != content.Estimate {
		return p.goOn(ctx)
	}
	return p.goOn(ctx, command{[]string{"again", "a"}, "", "the same with other numbers", func(ctx context.Context, _ string) error {
		return p.answerNow(ctx)
	}})
}

// commit asks for the answer and how sure the learner is of it, and keeps both. What
// is answered before the input ends is a draft, so that it need not be typed again.
func (p *player) commit(ctx context.Context, ask *content.Ask, seed uint64) error {
	pr, err := p.answered(ctx, ask)
	if err != nil {
		return err
	}
	if p.def().Kind == content.Estimate {
		pr.Seed = seed
	}
	if ask.Confidence {
		if err := p.saveDraft(ctx, pr.Value+pr.Choice); err != nil {
			return err
		}
		if pr.Confidence, err = p.confidence(ctx); err != nil {
			return err
		}
	}
	if err := p.record(ctx, lessons.Event{Kind: lessons.Predicted, Prediction: &pr}); err != nil {
		return err
	}
	return p.saveDraft(ctx, "")
}

// answered is what the learner types, or leaves standing from a draft.
func (p *player) answered(ctx context.Context, ask *content.Ask) (lessons.Prediction, error) {
	take, say := takeNumber, "Type a number"
	if ask.Quantity == nil {
		take, say = takeChoice, fmt.Sprintf("Type a letter, %c to %c", letter(0), letter(len(ask.Choices)-1))
	} else if u := ask.Quantity.Unit; u != "" {
		say += " and its unit, such as 450" + u
	}
	draft, err := p.draft(ctx)
	if err != nil {
		return lessons.Prediction{}, err
	}
	if _, why := take(ask, draft); draft != "" && why == "" {
		say += ", or press Enter for what you typed before: " + shown(ask, draft)
	} else {
		draft = ""
	}
	letters := func(line string) bool { // where a letter is a command too, it chooses: the command has a long name
		_, ok := choiceAt(ask, line)
		return ok
	}
	for {
		line, err := p.ask(ctx, question{say: say + ". Type ? for help.", takes: letters, rest: true})
		if err != nil {
			return lessons.Prediction{}, err
		}
		if line == "" {
			line = draft
		}
		pr, why := take(ask, line)
		if why == "" {
			return pr, nil
		}
		p.talk.say(why)
	}
}

// takeNumber reads a quantity; why says what is wrong with it.
func takeNumber(ask *content.Ask, line string) (pr lessons.Prediction, why string) {
	v := grading.CheckQuantity(line, ask.Quantity.Expected())
	switch v.Closeness {
	case grading.NoNumber:
		return pr, "There is no number in that: type one, such as 450" + ask.Quantity.Unit + "."
	case grading.WrongUnit:
		return pr, v.Feedback
	}
	return lessons.Prediction{Value: line, Number: v.Value}, ""
}

// takeChoice reads the letter of a choice; its id is what drafts hold.
func takeChoice(ask *content.Ask, line string) (pr lessons.Prediction, why string) {
	if i, ok := choiceAt(ask, line); ok {
		return lessons.Prediction{Choice: ask.Choices[i].ID}, ""
	}
	for _, c := range ask.Choices {
		if c.ID == line {
			return lessons.Prediction{Choice: c.ID}, ""
		}
	}
	last := letter(len(ask.Choices) - 1)
	return pr, fmt.Sprintf("That is not one of the answers: type a letter from %c to %c.", letter(0), last)
}

// choiceAt finds a choice by its letter or number.
func choiceAt(ask *content.Ask, line string) (int, bool) {
	for i := range ask.Choices {
		if strings.EqualFold(line, string(letter(i))) || line == strconv.Itoa(i+1) {
			return i, true
		}
	}
	return 0, false
}

func letter(i int) rune { return rune('A' + i) }

// shown is a draft as the learner knows it.
func shown(ask *content.Ask, draft string) string {
	for i, c := range ask.Choices {
		if c.ID == draft {
			return string(letter(i))
		}
	}
	return draft
}

// confidence asks how sure the learner is, in percent.
func (p *player) confidence(ctx context.Context) (int, error) {
	number := func(line string) (int, bool) {
		n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(line, "%")))
		return n, err == nil
	}
	for {
		line, err := p.ask(ctx, question{
			say:   "How sure are you, in percent? Type a number from 1 to 100. Being wrong costs nothing; not knowing how sure you are does.",
			wants: "a number from 1 to 100",
			takes: func(line string) bool { _, ok := number(line); return ok },
		})
		if err != nil {
			return 0, err
		}
		if n, _ := number(line); n >= 1 && n <= 100 {
			return n, nil
		}
		p.talk.say("A confidence is a number from 1 to 100, such as 70.")
	}
}

// said repeats what the learner committed to.
func (p *player) said(ask *content.Ask, pr lessons.Prediction) {
	text := "You said: " + lessons.Compare(ask, pr).Said
	if pr.Confidence > 0 {
		text += fmt.Sprintf(", %d %% sure", pr.Confidence)
	}
	p.talk.say(sentence(text))
}

// outcome holds an answer against the right one.
func (p *player) outcome(ask *content.Ask, pr lessons.Prediction) {
	o := lessons.Compare(ask, pr)
	head := "Not quite. "
	if o.Result == lessons.Right {
		head = "Right. "
		o.Say = strings.TrimPrefix(o.Say, "Right.")
	}
	p.talk.say(strings.TrimSpace(head + o.Say))
	if ask.Explain != "" && ask.Explain != o.Say {
		p.talk.lines(proseLines(ask.Explain, p.talk.width))
	}
}
