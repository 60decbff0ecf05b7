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

	reading sync.Mutex // held by who reads the log or adds to it, which may take a while; taken before mu

	mu     sync.Mutex // held for moments only: screens ask while they draw
	states map[string]lessons.State
	upTo   map[string]reach // of each lesson whose state comes from the log, and not from a summary of it
	seen   int64            // Seq of the last event that was looked at for all lessons
	kept   int64            // Seq up to which a summary is kept; -1 if there is none that holds
	goals  lessons.Goals
	plan   plan
	heard  []lessons.Heard // in interviews

	carrier   *lessons.Carrier // guarded by reading, like scattered
	scattered bool             // a lesson's events may lie under ids of other lessons

	drafting sync.Mutex
	drafts   map[string]int // number of the draft that is kept, by key
}

// reach is how far a lesson's events were read.
type reach struct {
	seq  int64       // of the last one in order of arrival
	last store.Event // the one that counts last; without data
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
	j := &Journal{Pack: pack, Now: now, store: st, kept: -1, states: map[string]lessons.State{}, upTo: map[string]reach{}, drafts: map[string]int{}, carrier: lessons.NewCarrier(pack)}
	for _, l := range pack.Lessons {
		j.states[l.ID] = lessons.New(l)
	}
	return j
}

// Refresh reads what was added since, by this process or another one.
func (j *Journal) Refresh(ctx context.Context) error {
	j.reading.Lock()
	defer j.reading.Unlock()
	return j.refresh(ctx)
}

// refresh is Refresh for who holds reading.
func (j *Journal) refresh(ctx context.Context) error {
	events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID, After: j.seen})
	if err != nil || len(events) == 0 {
		return err
	}
	if slices.ContainsFunc(events, j.carrier.Stale) {
		// Done under ids that have moved since, on a machine which still has the version before.
		return j.foldAll(ctx)
	}
	if err := j.hear(ctx, events); err != nil {
		return err
	}
	added := read(j.carrier, events)
	for _, l := range j.Pack.Lessons {
		if fresh := added[l.ID]; len(fresh) > 0 {
			if err := j.take(ctx, l, fresh); err != nil {
				return err
			}
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen = max(j.seen, events[len(events)-1].Seq)
	return nil
}

// take adds new events to the state of the lesson that they count for.
func (j *Journal) take(ctx context.Context, l *content.Lesson, fresh []happened) error {
	known, folded := j.upTo[l.ID]
	if !folded {
		return j.known(ctx, l)
	}
	fresh = slices.DeleteFunc(fresh, func(h happened) bool { return h.stored.Seq <= known.seq })
	if len(fresh) == 0 {
		return nil
	}
	if known.seq > 0 && lessons.Earlier(fresh[0].stored, known.last) < 0 {
		// Something came late: from another machine, or from a process with another clock.
		return j.fold(ctx, l)
	}
	j.show(l, j.states[l.ID].Extend(l, eventsOf(fresh)), known.further(fresh))
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

func eventsOf(list []happened) []lessons.Event {
	out := make([]lessons.Event, len(list))
	for i, h := range list {
		out[i] = h.event
	}
	return out
}

// further is the reach after some more events, in order.
func (r reach) further(list []happened) reach {
	for _, h := range list {
		r.seq = max(r.seq, h.stored.Seq)
		r.last = store.Event{At: h.stored.At, ID: h.stored.ID}
	}
	return r
}

// show has screens see a lesson's new state, and its reviews.
func (j *Journal) show(l *content.Lesson, s lessons.State, to reach) {
	cards := lessons.CardsAfter(j.Pack, l, s, j.Goals(), j.plan.cards[l.ID])
	j.mu.Lock()
	defer j.mu.Unlock()
	j.states = maps.Clone(j.states) // the old map may be in use by a screen
	j.states[l.ID] = s
	j.upTo[l.ID] = to
	j.plan.put(l.ID, cards)
}

// Record keeps one event of a lesson. When it returns without an error the event is on
// disk, and the state that it returns contains it.
func (j *Journal) Record(ctx context.Context, lesson *content.Lesson, e lessons.Event) (lessons.State, error) {
	j.reading.Lock()
	defer j.reading.Unlock()
	if err := j.known(ctx, lesson); err != nil {
		return lessons.State{}, err
	}
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

// State is what the learner has done in a lesson. It waits for the lesson's events to be read.
func (j *Journal) State(lesson string) lessons.State {
	j.mu.Lock()
	_, folded := j.upTo[lesson]
	state := j.states[lesson]
	j.mu.Unlock()
	if folded {
		return state
	}
	if l, err := j.Pack.Lesson(lesson); err == nil {
		j.reading.Lock()
		_ = j.known(context.Background(), l) // whoever asked for the fold says what went wrong
		j.reading.Unlock()
	}
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

// Card makes the card of a review; false if its lesson or step is no more.
func (j *Journal) Card(r lessons.Review) (lessons.Card, bool) {
	return lessons.CardOf(j.Pack, map[string]lessons.State{r.Lesson: j.State(r.Lesson)}, r)
}

// Recall draws the question that a recall step of a lesson asks; false if there is none yet.
func (j *Journal) Recall(lesson string) (lessons.Remembered, bool) {
	_ = j.Fold(context.Background()) // whoever asked for the fold says what went wrong
	return lessons.Recall(j.Pack, j.States(), j.Reviews(), lesson, j.Now())
}

// Grader grades answers to a question with what the learner claimed in earlier ones.
func (j *Journal) Grader(question string) (*grading.Compiled, error) {
	g, err := j.Pack.Grader(question)
	if err != nil {
		return nil, err
	}
	if err := j.Fold(context.Background()); err != nil {
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
