package journal

import (
	"context"
	"slices"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/lessons"
	"sysprep/store"
)

// Heard is what the learner's own interviews have shown, for lessons.Mastery. Until the log is folded (see Start) it is
// that of the summary, which has no texts.
func (j *Journal) Heard() []lessons.Heard {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.heard
}

// hear reads the interviews anew if there is one among new events: an answer of one counts when that has ended.
func (j *Journal) hear(ctx context.Context, fresh []store.Event) error {
	if !slices.ContainsFunc(fresh, interview.Of) {
		return nil
	}
	var log []store.Event
	for _, id := range j.Pack.Interviews.IDs() {
		for _, called := range append(j.Pack.Former(content.InterviewThing, id), id) {
			events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID, Lesson: called})
			if err != nil {
				return err
			}
			log = append(log, events...)
		}
	}
	j.heardIn(log)
	return nil
}

// heardIn takes what the interviews in a log have shown.
func (j *Journal) heardIn(log []store.Event) {
	heard := interview.Evidence(j.Pack, log)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.heard = heard
}
