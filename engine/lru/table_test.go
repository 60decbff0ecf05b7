package lru

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// naive is a cache that is obviously right: a list of keys, most recent first, and a map of expiries.
type naive struct {
	order    []int32
	expires  map[int32]int64
	capacity int
}

func (n *naive) drop(key int32) {
	n.order = slices.DeleteFunc(n.order, func(k int32) bool { return k == key })
	delete(n.expires, key)
}

func (n *naive) trim() {
	for n.capacity > 0 && len(n.order) > n.capacity {
		n.drop(n.order[len(n.order)-1])
	}
}

func (n *naive) put(key int32, expires int64) {
	n.drop(key)
	n.order = slices.Insert(n.order, 0, key)
	n.expires[key] = expires
	n.trim()
}

func (n *naive) get(key int32, now int64) bool {
	e, ok := n.expires[key]
	if !ok {
		return false
	}
	n.drop(key)
	if now >= e {
		return false
	}
	n.put(key, e)
	return true
}

func TestTableAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.IntRange(1, 12).Draw(t, "keys")
		capacity := rapid.IntRange(0, 6).Draw(t, "capacity")
		table := New(keys, capacity)
		want := naive{expires: map[int32]int64{}, capacity: capacity}
		now := int64(0)
		key := func(t *rapid.T) int32 { return rapid.Int32Range(0, int32(keys)-1).Draw(t, "key") }
		t.Repeat(map[string]func(*rapid.T){
			"get": func(t *rapid.T) {
				k := key(t)
				if got, exp := table.Get(k, now), want.get(k, now); got != exp {
					t.Fatalf("Get(%d) at %d = %v, want %v", k, now, got, exp)
				}
			},
			"put": func(t *rapid.T) {
				k, e := key(t), now+rapid.Int64Range(0, 20).Draw(t, "life")
				table.Put(k, e)
				want.put(k, e)
			},
			"wait": func(t *rapid.T) { now += rapid.Int64Range(1, 10).Draw(t, "time") },
			"capacity": func(t *rapid.T) {
				want.capacity = rapid.IntRange(0, 6).Draw(t, "capacity")
				table.SetCapacity(want.capacity)
				want.trim()
			},
			"grow": func(t *rapid.T) {
				keys += rapid.IntRange(0, 3).Draw(t, "more")
				table.Grow(keys)
			},
			"flush": func(t *rapid.T) {
				table.Flush()
				want.order = nil
				clear(want.expires)
			},
			"clone": func(t *rapid.T) {
				left := table
				table = table.Clone()
				left.Flush() // must not show in the clone
			},
			"": func(t *rapid.T) {
				var order []int32
				expires := map[int32]int64{}
				for k, e := range table.All {
					order = append(order, k)
					expires[k] = e
				}
				if !slices.Equal(order, want.order) || !maps.Equal(expires, want.expires) || table.Len() != len(want.order) {
					t.Fatalf("table holds %v %v (Len %d), want %v %v", order, expires, table.Len(), want.order, want.expires)
				}
			},
		})
	})
}
