package engine

import (
	"cmp"
	"slices"
)

const defaultKeys = 100_000

// keyTable remembers the idempotency keys that a callee has had: a hash table
// whose chains, and the order in which keys were made durable, are links between
// records, so that it is copied as it stands.
type keyTable struct {
	room    int
	heads   []int32 // by hash: the first record of a chain; a power of two of them
	records []keyRecord
	free    int32
	count   int   // records in use
	oldest  int32 // of the done ones
	newest  int32
	done    int
}

// keyRecord is one key.
type keyRecord struct {
	key     uint64
	serial  int64 // of the intent that it was first used for
	expires Time
	state   keyState
	chain   int32 // the next in the chain, or the next free record
	after   int32 // the next newer of those done
	holder  int32 // the attempt that is worked on with it, in flight
	first   int32 // those that wait for it, linked by attempt.next
	last    int32
}

type keyState uint8

const (
	keyInFlight keyState = iota
	keyDone
)

func (t *keyTable) configure(room int) {
	t.room = cmp.Or(room, defaultKeys)
	for t.done > t.room {
		t.dropOldest()
	}
}

func (t *keyTable) len() int { return t.count }

// mix64 is the finaliser of splitmix64.
func mix64(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// find returns the record of a key, or none.
func (t *keyTable) find(key uint64) int32 {
	if len(t.heads) == 0 {
		return none
	}
	for i := t.heads[key&uint64(len(t.heads)-1)]; i != none; i = t.records[i].chain {
		if t.records[i].key == key {
			return i
		}
	}
	return none
}

// expire forgets keys whose time is over, as far as they are the oldest.
func (t *keyTable) expire(now Time) {
	for t.done > 0 && t.records[t.oldest].expires <= now {
		t.dropOldest()
	}
}

// forget drops a key that is done before its turn.
func (t *keyTable) forget(i int32) {
	if i == t.oldest {
		t.dropOldest()
		return
	}
	before := t.oldest
	for t.records[before].after != i {
		before = t.records[before].after
	}
	t.records[before].after = t.records[i].after
	if t.newest == i {
		t.newest = before
	}
	t.done--
	t.remove(i)
}

func (t *keyTable) dropOldest() {
	i := t.oldest
	t.oldest = t.records[i].after
	t.done--
	t.remove(i)
}

// add makes a record for a key that has none.
func (t *keyTable) add(n keyRecord) int32 {
	if t.count >= len(t.heads) {
		t.grow()
	}
	i := t.free
	if t.count == len(t.records) {
		t.records = append(t.records, keyRecord{})
		i = int32(len(t.records) - 1)
	} else {
		t.free = t.records[i].chain
	}
	head := &t.heads[n.key&uint64(len(t.heads)-1)]
	n.chain = *head
	t.records[i], *head = n, i
	t.count++
	return i
}

// remove forgets a record that is not, or no more, among those done.
func (t *keyTable) remove(i int32) {
	link := &t.heads[t.records[i].key&uint64(len(t.heads)-1)]
	for *link != i {
		link = &t.records[*link].chain
	}
	*link = t.records[i].chain
	t.records[i] = keyRecord{chain: t.free}
	t.free = i
	t.count--
}

func (t *keyTable) grow() {
	t.heads = make([]int32, max(64, 2*len(t.heads)))
	for i := range t.heads {
		t.heads[i] = none
	}
	for i := range t.records { // all of them are in use, since the table is full
		head := &t.heads[t.records[i].key&uint64(len(t.heads)-1)]
		t.records[i].chain, *head = *head, int32(i)
	}
}

// finish makes a key durable until a time.
func (t *keyTable) finish(i int32, expires Time) {
	n := &t.records[i]
	n.state, n.expires, n.after = keyDone, expires, none
	if t.done == 0 {
		t.oldest = i
	} else {
		t.records[t.newest].after = i
	}
	t.newest = i
	t.done++
	for t.done > t.room {
		t.dropOldest()
	}
}

func (t *keyTable) clone() keyTable {
	c := *t
	c.heads, c.records = slices.Clone(t.heads), slices.Clone(t.records)
	return c
}

// hash covers the keys that are done, in the order in which they were, and those
// in flight, in any order.
func (t *keyTable) hash() int64 {
	var d digest
	d.add(int64(t.count), int64(t.done))
	i := t.oldest
	for range t.done {
		n := &t.records[i]
		d.add(int64(n.key), n.serial, int64(n.expires))
		i = n.after
	}
	sum := int64(0)
	for _, head := range t.heads {
		for i := head; i != none; i = t.records[i].chain {
			if n := &t.records[i]; n.state == keyInFlight {
				var h digest
				h.add(int64(n.key), n.serial, flag(n.first != none))
				sum += int64(h)
			}
		}
	}
	d.add(sum)
	return int64(d)
}
