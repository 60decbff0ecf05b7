// Package lru is a cache's table: entries in order of use, each with a time at
// which it expires, for keys that are small whole numbers.
package lru

import "slices"

// Table maps keys 0 to Keys()-1 to expiry times and evicts the least recently
// used beyond its capacity. Keys index the entries, and the order of use is a
// ring of int32 links through them, so a lookup is one load and a copy is one
// memmove. Entries that expired stay until they are looked up or evicted.
// Make it with New.
type Table struct {
	// entries[0] is the ring's anchor: its next is the most recently used entry,
	// its prev the least. Key k lives at k+1.
	entries  []entry
	capacity int
	len      int
	fifo     bool
}

type entry struct {
	expires    int64
	prev, next int32 // prev is absent (-1) when the key is not in the table
}

const absent = -1

// EntryBytes is what a table takes for each key.
const EntryBytes = 16

// Bytes is what the table takes, and what a Clone takes.
func (t *Table) Bytes() int64 { return EntryBytes * int64(len(t.entries)) }

// New returns an empty table for keys 0 to keys-1 which holds at most capacity
// entries; capacity 0 means room for every key.
func New(keys, capacity int) Table {
	t := Table{entries: make([]entry, 1, keys+1)}
	t.Grow(keys)
	t.SetCapacity(capacity)
	return t
}

// Grow makes room for keys up to keys-1. It never shrinks.
func (t *Table) Grow(keys int) {
	if keys+1 <= len(t.entries) {
		return
	}
	t.entries = slices.Grow(t.entries, keys+1-len(t.entries))
	for len(t.entries) < keys+1 {
		t.entries = append(t.entries, entry{prev: absent})
	}
}

// SetCapacity changes the capacity (0: room for every key) and evicts what no longer fits.
func (t *Table) SetCapacity(capacity int) {
	t.capacity = capacity
	if capacity == 0 {
		t.capacity = int(^uint(0) >> 1)
	}
	for t.len > t.capacity {
		t.remove(t.entries[0].prev)
	}
}

// Get reports whether key is present and alive at time now, and marks it as
// used. An entry is alive while now < expires; one that has expired is removed.
func (t *Table) Get(key int32, now int64) bool {
	i := key + 1
	e := &t.entries[i]
	if e.prev == absent {
		return false
	}
	if now >= e.expires {
		t.remove(i)
		return false
	}
	if t.entries[0].next != i && !t.fifo {
		t.entries[e.prev].next = e.next
		t.entries[e.next].prev = e.prev
		t.pushFront(i)
	}
	return true
}

// Find returns when key expires or has expired, and marks it as used. An entry that
// expired grace ago or longer is removed, and not found.
func (t *Table) Find(key int32, now, grace int64) (expires int64, ok bool) {
	i := key + 1
	e := &t.entries[i]
	if e.prev == absent {
		return 0, false
	}
	if now >= e.expires && now-e.expires >= grace {
		t.remove(i)
		return 0, false
	}
	if t.entries[0].next != i && !t.fifo {
		t.entries[e.prev].next = e.next
		t.entries[e.next].prev = e.prev
		t.pushFront(i)
	}
	return e.expires, true
}

// SetFIFO makes the table evict the oldest entry in place of the least recently used.
func (t *Table) SetFIFO(on bool) { t.fifo = on }

// Put enters key as the most recently used, to expire at the given time, and
// evicts the least recently used entry if the table is too full.
func (t *Table) Put(key int32, expires int64) {
	i := key + 1
	e := &t.entries[i]
	if e.prev != absent {
		t.remove(i)
	}
	e.expires = expires
	t.pushFront(i)
	t.len++
	if t.len > t.capacity {
		t.remove(t.entries[0].prev)
	}
}

// Flush removes every entry.
func (t *Table) Flush() {
	for t.len > 0 {
		t.remove(t.entries[0].prev)
	}
}

// Len returns the number of entries, expired ones that were not noticed yet included.
func (t *Table) Len() int { return t.len }

// Clone returns a copy that shares nothing with the table.
func (t *Table) Clone() Table {
	c := *t
	c.entries = slices.Clone(t.entries)
	return c
}

// All calls yield with each key and its expiry, most recently used first, until it returns false.
func (t *Table) All(yield func(key int32, expires int64) bool) {
	for i := t.entries[0].next; i != 0; i = t.entries[i].next {
		if !yield(i-1, t.entries[i].expires) {
			return
		}
	}
}

func (t *Table) pushFront(i int32) {
	first := t.entries[0].next
	t.entries[i].prev, t.entries[i].next = 0, first
	t.entries[first].prev = i
	t.entries[0].next = i
}

func (t *Table) remove(i int32) {
	e := &t.entries[i]
	t.entries[e.prev].next = e.next
	t.entries[e.next].prev = e.prev
	e.prev = absent
	t.len--
}
