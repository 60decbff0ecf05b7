package engine

import "sysprep/engine/random"

// Pause returns the wait after the n-th attempt of a call failed, n from 1.
// previous is the wait before that attempt, 0 if it was the first: decorrelated
// jitter grows from it. It is what a Sim does, for models of their own that
// retry by the same rules.
func (b Backoff) Pause(n int, previous Time, luck *random.Stream) Time {
	return b.pause(int32(n), previous, luck)
}
