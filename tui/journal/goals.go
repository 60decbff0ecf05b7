package journal

import (
	"context"
	"time"

	"sysprep/content"
	"sysprep/lessons"
)

// plan is the schedule as it was worked out last. It is made anew when an event or a goal is added
// or the interview is over, but only for the lessons that have changed.
type plan struct {
	reviews []lessons.Review
	goals   lessons.Goals
	made    bool
	cards   map[string][]lessons.Review // by lesson, before they are arranged
}

// forget has a lesson planned anew.
func (p *plan) forget(lesson string) {
	p.made = false
	delete(p.cards, lesson)
}

// make brings the plan up to date.
func (p *plan) make(pack *content.Pack, states map[string]lessons.State, goals lessons.Goals) {
	if p.made && p.goals == goals {
		return
	}
	if p.goals.Retention != goals.Retention || p.cards == nil {
		p.cards = map[string][]lessons.Review{}
	}
	var all []lessons.Review
	for _, l := range pack.Lessons {
		if _, ok := p.cards[l.ID]; !ok {
			p.cards[l.ID] = lessons.Cards(pack, l, states[l.ID], goals)
		}
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
	j.mu.Lock()
	defer j.mu.Unlock()
	j.goals, j.kept = g, -1
	return nil
}

// Reviews is everything scheduled for review, the earliest first. It is for reading only.
func (j *Journal) Reviews() []lessons.Review {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.folded || !j.plan.made {
		j.plan.make(j.Pack, j.states, j.goals.At(j.Now()))
	}
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
