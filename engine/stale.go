package engine

import (
	"math/bits"

	"sysprep/engine/kernel"
)

// Stale while revalidate and stale if error are those of RFC 5861, at a look-aside
// cache: the caller gets the expired row, and whoever got it first asks the store
// for a new one beside, by what is left of its own program.

// find looks a key up.
func (c *cache) find(key int32, now Time) (f found) {
	if c.grace == 0 {
		f.hit = c.table.Get(key, int64(now))
	} else {
		f.hit, f.stale, f.spare = c.findStale(key, now)
	}
	return f
}

// findStale looks a key up where expired rows have their uses. A stale row is one
// that may be served still; a spare row is one that may be served only if the
// store can't.
func (c *cache) findStale(key int32, now Time) (hit, stale, spare bool) {
	expires, ok := c.table.Find(key, int64(now), int64(c.grace))
	switch age := now - Time(expires); {
	case !ok:
		return false, false, false
	case age < 0:
		return true, false, false
	case age < c.stale:
		return true, true, false
	default:
		return false, false, age < c.staleIfError
	}
}

// absent reports whether a key has no row in the store: a share of the keys, by
// their hash.
func (c *cache) absent(key int32) bool {
	return c.missing > 0 && uint64(shardOf(key, 1<<30)) < c.missing
}

// hitCounts counts what kinds a hit is of.
func (c *cache) hitCounts(key int32, stale bool) {
	if stale {
		c.count.Stale++
	}
	if c.absent(key) {
		c.count.Negative++
	}
}

// refresh begins a request of nobody that gets a new row for a key whose stale one
// was served, unless one is under way: it runs the rest of the program that looked
// the key up, from step pc on, after the round trip of the look-up.
func (s *Sim) refresh(cache, program, pc, key int32, class uint8, home, edge int32) {
	c := &s.caches[cache]
	if c.refreshing.has(key) {
		return
	}
	c.refreshing.set(key, true)
	c.count.Refreshes++
	r := s.requests.take()
	s.requests.items[r] = request{
		arrived: s.Now(), deadline: Never, key: key, program: program, pc: pc, class: class,
		next: none, serves: none, attempt: none, patience: kernel.NoTimer, refreshes: cache + 1, home: home,
	}
	if e := &s.edges[edge]; !e.networked && e.roundTrip() > 0 {
		s.sendBackFromCache(e, r, evMissed)
		return
	}
	s.queue.At(s.queue.Now(), evMissed, r)
}

// refreshOf begins a refresh after a look-up by a request, which is at step pc.
func (s *Sim) refreshOf(cache, r, pc, edge int32) {
	q := &s.requests.items[r]
	home := q.home
	if q.serves != none {
		home = s.attempts.items[q.serves].to
	}
	s.refresh(cache, q.program, pc+1, q.key, q.class, home, edge)
}

// refreshed ends a refresh, with or without a new row.
func (s *Sim) refreshed(r int32) {
	q := &s.requests.items[r]
	s.caches[q.refreshes-1].refreshing.set(q.key, false)
	s.requests.give(r)
}

// serveSpare answers a request whose call has failed with the row that its look-up
// found too old, if the cache has it still.
func (s *Sim) serveSpare(r int32) bool {
	q := &s.requests.items[r]
	c := &s.caches[q.spare-1]
	q.spare = 0
	expires, ok := c.table.Find(q.key, int64(s.Now()), int64(c.grace))
	if !ok || c.down || s.Now()-Time(expires) >= c.staleIfError {
		return false
	}
	c.count.Spared++
	s.hitArrived(r)
	return true
}

// keySet is a set of keys.
type keySet []uint64

func (k keySet) has(key int32) bool {
	return int(key>>6) < len(k) && k[key>>6]&(1<<(key&63)) != 0
}

func (k *keySet) set(key int32, in bool) {
	for int(key>>6) >= len(*k) {
		*k = append(*k, 0)
	}
	if in {
		(*k)[key>>6] |= 1 << (key & 63)
	} else {
		(*k)[key>>6] &^= 1 << (key & 63)
	}
}

func (d *digest) keys(k keySet) {
	for i, w := range k {
		if w != 0 {
			d.add(int64(i), int64(w), int64(bits.OnesCount64(w)))
		}
	}
}
