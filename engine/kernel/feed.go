package kernel

import "slices"

// Feed is the sample of messages that a model keeps for drawing. It touches nothing
// that the simulation reads. The zero value keeps nothing.
type Feed[M any] struct {
	every int // keep each every-th message; 0: none
	skip  int // messages to pass over before the next is kept
	ring  []M
	first int // index of the oldest in ring
	len   int
}

// feedRoom is how many messages are kept between two calls of Take.
const feedRoom = 4096

// Sample keeps every n-th message from now on; 0 stops and drops what was kept.
func (f *Feed[M]) Sample(every int) {
	f.every, f.skip = max(0, every), 0
	if f.every == 0 {
		*f = Feed[M]{}
		return
	}
	if f.ring == nil {
		f.ring = make([]M, feedRoom)
	}
}

// On reports whether messages are kept. Models check it before they make a message
// for Note, so that a feed that is off costs one predictable branch.
func (f *Feed[M]) On() bool { return f.every != 0 }

// Note considers a message for the feed, which must be on.
func (f *Feed[M]) Note(m M) {
	if f.skip > 0 {
		f.skip--
		return
	}
	f.skip = f.every - 1
	f.ring[(f.first+f.len)%feedRoom] = m
	if f.len < feedRoom {
		f.len++
	} else {
		f.first = (f.first + 1) % feedRoom
	}
}

// Take appends the messages kept since the last call to buf, oldest first. Only
// the latest 4,096 are kept between calls.
func (f *Feed[M]) Take(buf []M) []M {
	for ; f.len > 0; f.len-- {
		buf = append(buf, f.ring[f.first])
		f.first = (f.first + 1) % feedRoom
	}
	return buf
}

// Clone returns a copy that shares nothing with f.
func (f *Feed[M]) Clone() Feed[M] {
	c := *f
	c.ring = slices.Clone(f.ring)
	return c
}
