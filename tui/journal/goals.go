package journal

import (
	"context"
	"time"

	"sysprep/content"
	"sysprep/lessons"
)

// plan is the schedule as it was worked out last. It is arranged anew when a lesson's cards or a goal have
// changed, or the interview is over.
type plan struct {
	cards   map[string][]lessons.Review // by lesson, as lessons.Cards gave them
	reviews []lessons.Review
	goals   lessons.Goals
	made    bool
}

// put takes the cards of a lesson.
func (p *plan) put(lesson string, cards []lessons.Review) {
	if p.cards == nil {
		p.cards = map[string][]lessons.Review{}
	}
	p.cards[lesson], p.made = cards, false
}

// make brings the plan up to date.
func (p *plan) make(pack *content.Pack, goals lessons.Goals) {
	if p.made && p.goals == goals {
		return
	}
	var all []lessons.Review
	for _, l := range pack.Lessons {
		all = append(all, p.cards[l.ID]...)
	}
	p.reviews, p.goals, p.made = lessons.Arrange(all, goals), goals, true
}

// readGoals takes the goals from the settings. One that can't be read (it was written by a newer
// sysprep, say) counts as not set; whoever shows settings says so.
func (j *Journal) readGoals(ctx context.Context) error {
	settings, err := j.store.Settings(ctx)
	if err != nil {
		return err
	}
	j.goals, _ = lessons.ParseGoals(settings, time.Local)
	return nil
}

// Goals are what the reviews are planned for.
func (j *Journal) Goals() lessons.Goals {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.goals
}

// SetGoals keeps what the reviews are planned for, and plans them anew.
func (j *Journal) SetGoals(ctx context.Context, g lessons.Goals) error {
	if err := g.Check(); err != nil {
		return err
	}
	for key, value := range g.Settings() {
		if err := j.store.SetSetting(ctx, key, value); err != nil {
			return err
		}
	}
	if g.Retention == j.Goals().Retention {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.goals, j.kept = g, -1
		return nil
	}
	if err := j.Fold(ctx); err != nil {
		return err
	}
	j.reading.Lock()
	defer j.reading.Unlock()
	cards := map[string][]lessons.Review{}
	for _, l := range j.Pack.Lessons {
		cards[l.ID] = lessons.Cards(j.Pack, l, j.states[l.ID], g)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.goals, j.kept, j.plan = g, -1, plan{cards: cards}
	return nil
}

// Reviews is everything scheduled for review, the earliest first. It is for reading only.
func (j *Journal) Reviews() []lessons.Review {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.plan.make(j.Pack, j.goals.At(j.Now()))
	return j.plan.reviews
}

// ReviewsOf is Reviews of one lesson.
func (j *Journal) ReviewsOf(lesson string) []lessons.Review {
	var out []lessons.Review
	for _, r := range j.Reviews() {
		if r.Lesson == lesson {
			out = append(out, r)
		}
	}
	return out
}
