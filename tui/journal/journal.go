// Package journal joins the learner's progress in memory with the store that keeps
// it. Its methods do input and output: call them from commands, never from a
// screen's Update or View.
package journal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
)

// Journal is what one learner did in one pack. It is safe for concurrent use.
type Journal struct {
	Pack *content.Pack
	Now  func() time.Time

	store store.Store

	mu     sync.Mutex
	states map[string]lessons.State
	seen   int64 // Seq of the last event that was read
	goals  lessons.Goals
	plan   plan

	drafting sync.Mutex
	drafts   map[string]int // number of the draft that is kept, by key
}

// Open reads the learner's events and folds them, and the goals.
func Open(ctx context.Context, st store.Store, pack *content.Pack, now func() time.Time) (*Journal, error) {
	j := &Journal{Pack: pack, Now: now, store: st, states: map[string]lessons.State{}, drafts: map[string]int{}}
	for _, l := range pack.Lessons {
		j.states[l.ID] = lessons.New(l)
	}
	if err := j.readGoals(ctx); err != nil {
		return nil, err
	}
	return j, j.Refresh(ctx)
}

// Refresh reads what was added since, by this process or another one.
func (j *Journal) Refresh(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.refresh(ctx)
}

func (j *Journal) refresh(ctx context.Context) error {
	events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID, After: j.seen})
	if err != nil {
		return err
	}
	if len(events) == 0 {
		return nil
	}
	j.seen = events[len(events)-1].Seq
	j.states = maps.Clone(j.states) // States may be in use by a screen
	j.plan = plan{}
	for _, l := range j.Pack.Lessons {
		var added []lessons.Event
		for _, stored := range events {
			if e, err := lessons.Decode(stored); err == nil && stored.Lesson == l.ID {
				added = append(added, e)
			}
		}
		j.states[l.ID] = j.states[l.ID].Extend(l, added)
	}
	return nil
}

// Record keeps one event of a lesson. When it returns without an error the event is on
// disk, and the state that it returns contains it.
func (j *Journal) Record(ctx context.Context, lesson *content.Lesson, e lessons.Event) (lessons.State, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if e.At.IsZero() {
		e.At = j.Now()
	}
	before := j.states[lesson.ID]
	if _, err := before.Apply(lesson, e); err != nil {
		return before, err
	}
	rec, err := lessons.Record(j.Pack.Manifest.ID, lesson.ID, e)
	if err != nil {
		return before, err
	}
	if _, err := j.store.Append(ctx, rec); err != nil {
		return before, fmt.Errorf("this could not be saved: %w", err)
	}
	if err := j.refresh(ctx); err != nil {
		return before, err
	}
	return j.states[lesson.ID], nil
}

// State is what the learner has done in a lesson.
func (j *Journal) State(lesson string) lessons.State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.states[lesson]
}

// States are all lessons' states, by id.
func (j *Journal) States() map[string]lessons.State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.states
}

// DraftKey names the draft of a step.
func (j *Journal) DraftKey(lesson, step string) string {
	return j.Pack.Manifest.ID + "/" + lesson + "/" + step
}

// SaveDraft keeps unsent text; an empty text removes it.
func (j *Journal) SaveDraft(ctx context.Context, key, text string) error {
	return j.store.SaveDraft(ctx, store.Draft{Key: key, Text: text, At: j.Now()})
}

// SaveLatest is SaveDraft for drafts that may come in any order: of a key's drafts the
// one with the highest number stays.
func (j *Journal) SaveLatest(ctx context.Context, key, text string, number int) error {
	j.drafting.Lock()
	defer j.drafting.Unlock()
	if number < j.drafts[key] {
		return nil
	}
	if err := j.SaveDraft(ctx, key, text); err != nil {
		return err
	}
	j.drafts[key] = number
	return nil
}

// Draft returns unsent text, or "".
func (j *Journal) Draft(ctx context.Context, key string) (string, error) {
	d, err := j.store.Draft(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return d.Text, err
}
