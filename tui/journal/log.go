package journal

import (
	"context"

	"sysprep/store"
)

// Log is every event of the pack, in order of arrival: for what looks at times, which states don't keep.
func (j *Journal) Log(ctx context.Context) ([]store.Event, error) {
	return j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID})
}
