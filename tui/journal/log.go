package journal

import (
	"context"

	"sysprep/lessons"
	"sysprep/store"
)

// Log is every event of the pack, in order of arrival: for what looks at times, which states don't
// keep. Its lessons and steps are those of the pack as it is now.
func (j *Journal) Log(ctx context.Context) ([]store.Event, error) {
	log, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID})
	return lessons.Carry(j.Pack, log), err
}
