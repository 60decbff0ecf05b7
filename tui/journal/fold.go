package journal

import (
	"context"
	"errors"
	"maps"
	"time"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
)

// Start is Open for a screen that is to be drawn at once. Where a summary of the log was kept it
// comes back with that: States and Reviews tell how things stood then, until Refresh or Fold has read the
// log. What asks for a lesson, or changes it, waits for that lesson's events.
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
	return j.folded()
}

func (j *Journal) folded() bool { return len(j.upTo) == len(j.Pack.Lessons) }

// Fold reads the log, as far as that was not done yet. It does so lesson by lesson, so that who needs one of them
// meanwhile does not wait for all.
func (j *Journal) Fold(ctx context.Context) error {
	if j.Folded() {
		return nil
	}
	if j.nothing() {
		j.reading.Lock()
		defer j.reading.Unlock()
		return j.foldAll(ctx)
	}
	for _, l := range j.Pack.Lessons {
		j.reading.Lock()
		err := j.known(ctx, l)
		j.reading.Unlock()
		if err != nil {
			return err
		}
	}
	return j.Refresh(ctx)
}

// nothing says whether neither the log nor a summary of it was read.
func (j *Journal) nothing() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.upTo) == 0 && j.seen == 0
}

// known reads the events of a lesson, if that was not done yet. The caller holds reading, as for the others below.
func (j *Journal) known(ctx context.Context, l *content.Lesson) error {
	if _, ok := j.upTo[l.ID]; ok {
		return nil
	}
	return j.fold(ctx, l)
}

// fold reads all events of a lesson; those of all lessons, where they may lie under other ids.
func (j *Journal) fold(ctx context.Context, l *content.Lesson) error {
	if j.scattered || j.carrier.Scattered() {
		return j.foldAll(ctx)
	}
	events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID, Lesson: l.ID})
	if err != nil {
		return err
	}
	list := read(j.carrier, events)[l.ID]
	if j.carrier.Scattered() {
		return j.foldAll(ctx)
	}
	j.show(l, lessons.Fold(l, eventsOf(list)), reach{}.further(list))
	return nil
}

// foldAll reads the log at once.
func (j *Journal) foldAll(ctx context.Context) error {
	events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID})
	if err != nil {
		return err
	}
	j.carrier = lessons.NewCarrier(j.Pack)
	of := read(j.carrier, events)
	j.scattered = j.carrier.Scattered()
	for _, l := range j.Pack.Lessons {
		j.show(l, lessons.Fold(l, eventsOf(of[l.ID])), reach{}.further(of[l.ID]))
	}
	j.heardIn(events)
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(events) > 0 {
		j.seen = events[len(events)-1].Seq
	}
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
	j.heard = sum.Heard
	j.states, j.kept, j.seen, j.scattered = sum.States, kept.Seq, kept.Seq, sum.Scattered
	for _, l := range j.Pack.Lessons {
		j.plan.put(l.ID, sum.Cards[l.ID])
	}
	return true, nil
}

// Keep keeps a summary for the next start, if the one that is kept does not know all events, or
// not these goals.
func (j *Journal) Keep(ctx context.Context) error {
	j.reading.Lock()
	scattered := j.scattered || j.carrier.Scattered()
	j.reading.Unlock()
	j.mu.Lock()
	goals, seen := j.goals.At(j.Now()), j.seen
	if j.kept == seen || seen == 0 {
		j.mu.Unlock()
		return nil
	}
	sum := lessons.Summary{States: j.states, Cards: maps.Clone(j.plan.cards), Heard: j.heard, Scattered: scattered}
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
