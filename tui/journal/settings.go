package journal

import (
	"context"
	"fmt"
	"time"

	"sysprep/lessons"
)

// Settings are all settings that are set, by key.
func (j *Journal) Settings(ctx context.Context) (map[string]string, error) {
	return j.store.Settings(ctx)
}

// SetSetting keeps a setting; an empty value takes it back. It returns all settings then.
// One of a goal plans the reviews anew.
func (j *Journal) SetSetting(ctx context.Context, key, value string) (map[string]string, error) {
	if err := j.store.SetSetting(ctx, key, value); err != nil {
		return nil, fmt.Errorf("this could not be saved: %w", err)
	}
	all, err := j.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if goals, _ := lessons.ParseGoals(all, time.Local); goals != j.goals {
		j.goals, j.kept = goals, -1
	}
	return all, nil
}
