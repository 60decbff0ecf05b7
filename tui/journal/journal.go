// Package journal joins the learner's progress in memory with the store that keeps
// it. Its methods do input and output: call them from commands, never from a
// screen's Update or View.
package journal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// Journal is what one learner did in one pack. It is safe for concurrent use.
type Journal struct {
	Pack *content.Pack
	Now  func() time.Time

	store store.Store

	folding sync.Mutex // held while the log is read for the first time; taken before mu

	mu      sync.Mutex
	folded  bool // states come from the log, and not from a summary of it
	states  map[string]lessons.State
	last    map[string]store.Event // of each lesson, the event that counts last; without data
	seen    int64                  // Seq of the last event that was read
	kept    int64                  // Seq up to which a summary is kept; -1 if there is none that holds
	goals   lessons.Goals
	plan    plan
	carrier *lessons.Carrier

	drafting sync.Mutex
	drafts   map[string]int // number of the draft that is kept, by key
}

// Open reads the learner's events and folds them, and the goals.
func Open(ctx context.Context, st store.Store, pack *content.Pack, now func() time.Time) (*Journal, error) {
	j := blank(st, pack, now)
	if err := errors.Join(j.readGoals(ctx), j.carryDrafts(ctx)); err != nil {
		return nil, err
	}
	return j, j.Fold(ctx)
}

func blank(st store.Store, pack *content.Pack, now func() time.Time) *Journal {
	j := &Journal{Pack: pack, Now: now, store: st, kept: -1, states: map[string]lessons.State{}, last: map[string]store.Event{}, drafts: map[string]int{}, carrier: lessons.NewCarrier(pack)}
	for _, l := range pack.Lessons {
		j.states[l.ID] = lessons.New(l)
	}
	return j
}

// Refresh reads what was added since, by this process or another one.
func (j *Journal) Refresh(ctx context.Context) error {
	if err := j.Fold(ctx); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.refresh(ctx)
}

func (j *Journal) refresh(ctx context.Context) error {
	events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID, After: j.seen})
	if err != nil || len(events) == 0 {
		return err
	}
	return j.take(ctx, events)
}

// take adds new events, in order of Seq, to the states of their lessons.
func (j *Journal) take(ctx context.Context, events []store.Event) error {
	if j.seen > 0 && slices.ContainsFunc(events, j.carrier.Stale) {
		return j.retake(ctx, events[len(events)-1].Seq)
	}
	added := read(j.carrier, events)
	states := maps.Clone(j.states) // the old map may be in use by a screen
	for _, l := range j.Pack.Lessons {
		fresh := added[l.ID]
		if len(fresh) == 0 {
			continue
		}
		from := states[l.ID]
		if last, ok := j.last[l.ID]; ok && lessons.Earlier(fresh[0].stored, last) < 0 {
			// Something came late: from another machine, or from a process with another clock.
			all, err := j.lessonLog(ctx, l.ID, events[len(events)-1].Seq)
			if err != nil {
				return err
			}
			fresh, from = all, lessons.New(l)
		}
		decoded := make([]lessons.Event, len(fresh))
		for i, f := range fresh {
			decoded[i] = f.event
		}
		states[l.ID] = from.Extend(l, decoded)
		end := fresh[len(fresh)-1].stored
		j.last[l.ID] = store.Event{At: end.At, ID: end.ID}
		j.plan.forget(l.ID)
	}
	j.states, j.seen = states, events[len(events)-1].Seq
	return nil
}

// happened is an event of a lesson, and how it is kept.
type happened struct {
	stored store.Event
	event  lessons.Event
}

// read decodes events by the lesson that they count for now, in order. What can't be read, and what other rooms wrote,
// is passed over.
func read(c *lessons.Carrier, events []store.Event) map[string][]happened {
	added := map[string][]happened{}
	for _, stored := range lessons.InOrder(events) {
		if lesson, e, err := c.Read(stored); err == nil {
			added[lesson] = append(added[lesson], happened{stored, e})
		}
	}
	return added
}

// lessonLog reads all events of a lesson up to a Seq: what was added meanwhile is taken the next time.
func (j *Journal) lessonLog(ctx context.Context, lesson string, until int64) ([]happened, error) {
	q := store.Query{Pack: j.Pack.Manifest.ID, Lesson: lesson}
	if j.carrier.Scattered() {
		q.Lesson = ""
	}
	all, err := j.store.Events(ctx, q)
	all = slices.DeleteFunc(all, func(e store.Event) bool { return e.Seq > until })
	return read(lessons.NewCarrier(j.Pack), all)[lesson], err
}

// retake reads the log from its beginning up to a Seq: something came that was done under ids that have moved since, on
// a machine which still has the version before.
func (j *Journal) retake(ctx context.Context, until int64) error {
	all, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID})
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(e store.Event) bool { return e.Seq > until })
	whole := blank(j.store, j.Pack, j.Now)
	if err := whole.take(ctx, all); err != nil {
		return err
	}
	j.states, j.last, j.seen, j.carrier, j.plan = whole.states, whole.last, whole.seen, whole.carrier, plan{}
	return nil
}

// Record keeps one event of a lesson. When it returns without an error the event is on
// disk, and the state that it returns contains it.
func (j *Journal) Record(ctx context.Context, lesson *content.Lesson, e lessons.Event) (lessons.State, error) {
	if err := j.Fold(ctx); err != nil {
		return lessons.State{}, err
	}
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

// State is what the learner has done in a lesson. It waits for the log to be folded.
func (j *Journal) State(lesson string) lessons.State {
	_ = j.Fold(context.Background()) // whoever asked for the fold says what went wrong
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.states[lesson]
}

// States are all lessons' states, by id. Until the log is folded (see Start) they are those of the
// summary, and tell less: ask Fold first where more is needed than how things stand.
func (j *Journal) States() map[string]lessons.State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.states
}

// Grader grades answers to a question with what the learner claimed in earlier ones.
func (j *Journal) Grader(question string) (*grading.Compiled, error) {
	g, err := j.Pack.Grader(question)
	if err != nil {
		return nil, err
	}
	return g.With(lessons.Own(j.States(), question)), nil
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
