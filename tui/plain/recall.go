package plain

import (
	"context"

	"sysprep/content"
	"sysprep/lessons"
)

// recall asks a question of a lesson that is finished, the shakiest first.
func (p *player) recall(ctx context.Context) error {
	p.prose(p.def().Text)
	r, answered := lessons.Recollect(p.journal.Pack, p.did())
	if !answered {
		var ok bool
		if r, ok = p.journal.Recall(p.lesson.ID); !ok {
			p.talk.gap()
			p.talk.say("There is nothing to recall yet: this step asks about lessons that you have finished, the shakiest question first.")
			return p.goOn(ctx)
		}
	}
	p.talk.gap()
	p.talk.say("From “" + r.Lesson.Title + "”, which you have finished.")
	ask := r.Ask()
	p.pose(ask)
	if answered {
		p.talk.gap()
		p.said(ask, *p.did().Prediction)
	} else if err := p.remember(ctx, r, ask); err != nil {
		return err
	}
	p.talk.gap()
	p.outcome(ask, *p.did().Prediction)
	for i, l := range r.Step.DrawnFor(r.Seed).Worked {
		if i == 0 {
			p.talk.say("Worked out:")
		}
		p.talk.hang("  ", l)
	}
	return p.goOn(ctx)
}

// remember takes the answer, and keeps it here and with the lesson that the question is of.
func (p *player) remember(ctx context.Context, r lessons.Remembered, ask *content.Ask) error {
	pr, err := p.answered(ctx, ask)
	if err != nil {
		return err
	}
	if ask.Confidence {
		if err := p.saveDraft(ctx, pr.Value+pr.Choice); err != nil {
			return err
		}
		if pr.Confidence, err = p.confidence(ctx); err != nil {
			return err
		}
	}
	pr.Of, pr.Seed = r.Of(), r.Seed
	if err := p.record(ctx, lessons.Event{Kind: lessons.Predicted, Prediction: &pr}); err != nil {
		return err
	}
	if _, err := p.journal.Record(ctx, r.Lesson, r.Rated(pr, p.journal.Now())); err != nil {
		return err
	}
	return p.saveDraft(ctx, "")
}
