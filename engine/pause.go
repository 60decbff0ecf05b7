package engine

import "sysprep/engine/random"

// Pause returns the wait after the n-th attempt of a call failed, n from 1.
// previous is the wait before that attempt, 0 if it was the first: decorrelated
// jitter grows from it. It is what a Sim does, for models of their own that
// retry by the same rules.
func (b Backoff) Pause(n int, previous Time, luck *random.Stream) Time {
	return b.pause(int32(n), previous, luck)
}

// pause returns the wait after the n-th attempt failed, n from 1. previous is the
// wait before that attempt, 0 if it was the first.
func (b *Backoff) pause(n int32, previous Time, luck *random.Stream) Time {
	ceiling := b.Cap
	if ceiling == 0 {
		ceiling = longestSpan
	}
	v := b.Base
	switch {
	case b.Kind == BackoffNone:
		return 0
	case b.Jitter == JitterDecorrelated:
		previous = max(previous, b.Base)
		return min(ceiling, Time(luck.Span(int64(b.Base), 3*int64(previous))))
	case b.Kind == BackoffExponential && n > 62:
		v = ceiling
	case b.Kind == BackoffExponential && v > ceiling>>(n-1):
		v = ceiling
	case b.Kind == BackoffExponential:
		v <<= n - 1
	}
	v = min(v, ceiling)
	switch b.Jitter {
	case JitterEqual:
		return v - v/2 + Time(luck.Span(0, int64(v/2)))
	case JitterFull:
		return Time(luck.Span(0, int64(v)))
	}
	return v
}
