package plain

import (
	"context"
	"fmt"

	"sysprep/content"
	"sysprep/grading"
)

// worked plays a worked example: its lines one after another, those that ask after a try.
func (p *player) worked(ctx context.Context) error {
	p.prose(p.def().Text)
	for i, l := range p.def().Worked.Lines {
		p.talk.gap()
		mark := fmt.Sprintf("%d. ", i+1)
		if l.Quantity != nil {
			p.talk.hang(mark, l.Ask)
			mark = "   "
			if !p.done() {
				if err := p.workOut(ctx, l); err != nil {
					return err
				}
			}
		}
		p.talk.hang(mark, l.Say)
	}
	return p.goOn(ctx)
}

// workOut asks for the number of a line until it is right or the learner wants to see it.
func (p *player) workOut(ctx context.Context, l content.WorkedLine) error {
	say := "Type a number, or press Enter to be shown. Type ? for help."
	if l.Quantity.Unit != "" {
		say = "Type a number, in " + l.Quantity.Unit + ", or press Enter to be shown. Type ? for help."
	}
	for {
		line, err := p.ask(ctx, question{say: say, rest: true})
		if err != nil || line == "" {
			return err
		}
		v := grading.CheckQuantity(line, l.Quantity.Expected())
		p.talk.say(v.Feedback)
		if v.Right() {
			return nil
		}
	}
}
