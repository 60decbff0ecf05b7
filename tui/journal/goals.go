package journal

import (
	"context"
	"time"

	"sysprep/lessons"
)

// plan is the schedule as it was worked out last; it holds until an event or a goal is added, or
// the interview is over.
type plan struct {
	reviews []lessons.Review
	goals   lessons.Goals
	made    bool
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
	j.goals = g
	return nil
}

// Reviews is everything scheduled for review, the earliest first. It is for reading only.
func (j *Journal) Reviews() []lessons.Review {
	j.mu.Lock()
	defer j.mu.Unlock()
	goals := j.goals.At(j.Now())
	if !j.plan.made || j.plan.goals != goals {
		j.plan = plan{lessons.Schedule(j.Pack, j.states, goals), goals, true}
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
