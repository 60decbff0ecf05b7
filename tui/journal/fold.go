package journal

import (
	"context"
	"errors"
	"time"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
)

// Start is Open for a screen that is to be drawn at once. Where a summary of the log was kept it
// comes back with that: States and Reviews tell how things stood then, until Fold has read the
// log. All that changes something, and State, wait for the fold.
func Start(ctx context.Context, st store.Store, pack *content.Pack, now func() time.Time) (*Journal, error) {
	j := blank(st, pack, now)
	if err := errors.Join(j.readGoals(ctx), j.carryDrafts(ctx)); err != nil {
		return nil, err
	}
	ok, err := j.readSummary(ctx)
	if err != nil || ok {
		return j, err
	}
	if err := j.Fold(ctx); err != nil {
		return nil, err
	}
	_ = j.Keep(ctx) // at once, so that this happens once; without it the next start is slow as well
	return j, nil
}

// Folded says whether the log has been read.
func (j *Journal) Folded() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.folded
}

// Fold reads the log, if that was not done yet. Who calls it meanwhile waits.
func (j *Journal) Fold(ctx context.Context) error {
	j.folding.Lock()
	defer j.folding.Unlock()
	if j.Folded() {
		return nil
	}
	events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID})
	if err != nil {
		return err
	}
	// Apart, so that screens can look at the summary meanwhile.
	whole := blank(j.store, j.Pack, j.Now)
	if len(events) > 0 {
		if err := whole.take(ctx, events); err != nil {
			return err
		}
	}
	goals := j.Goals().At(j.Now())
	whole.plan.make(j.Pack, whole.states, goals)

	j.mu.Lock()
	defer j.mu.Unlock()
	j.states, j.last, j.seen, j.plan, j.carrier, j.folded = whole.states, whole.last, whole.seen, whole.plan, whole.carrier, true
	return nil
}

// readSummary takes the states and the schedule from the summary, if there is one that holds.
func (j *Journal) readSummary(ctx context.Context) (bool, error) {
	kept, err := j.store.Summary(ctx, j.Pack.Manifest.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	goals := j.goals.At(j.Now())
	if err != nil || kept.Basis != lessons.Basis(j.Pack, goals) {
		return false, err
	}
	sum, err := lessons.DecodeSummary(j.Pack, kept.Data)
	if err != nil {
		return false, nil // the log tells
	}
	j.states, j.plan, j.kept = sum.States, plan{reviews: sum.Reviews, goals: goals, made: true}, kept.Seq
	return true, nil
}

// Keep keeps a summary for the next start, if the one that is kept does not know all events, or
// not these goals. It does nothing before the log is folded.
func (j *Journal) Keep(ctx context.Context) error {
	j.mu.Lock()
	if !j.folded || j.kept == j.seen || j.seen == 0 {
		j.mu.Unlock()
		return nil
	}
	goals, seen := j.goals.At(j.Now()), j.seen
	j.plan.make(j.Pack, j.states, goals)
	sum := lessons.Summary{States: j.states, Reviews: j.plan.reviews}
	j.mu.Unlock()

	data, err := sum.Encode(j.Pack)
	if err != nil {
		return err
	}
	err = j.store.SaveSummary(ctx, store.Summary{Pack: j.Pack.Manifest.ID, Basis: lessons.Basis(j.Pack, goals), Seq: seen, Data: data})
	if err == nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.kept = seen
	}
	return err
}
