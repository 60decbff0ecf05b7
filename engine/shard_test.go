package engine

import (
	"math"
	"testing"
)

// TestShardsAreEven: each shard has its share of the keys, within 4.5 standard
// errors, whether their number is a power of two or not.
func TestShardsAreEven(t *testing.T) {
	for _, count := range []int32{1, 2, 7, 64, 100} {
		const keys = 200_000
		held := make([]float64, count)
		for k := range int32(keys) {
			i := shardOf(k, count)
			if i < 0 || i >= count {
				t.Fatalf("key %d of %d shards lives in %d", k, count, i)
			}
			held[i]++
		}
		p := 1 / float64(count)
		for i, n := range held {
			if math.Abs(n-keys*p) > 4.5*math.Sqrt(keys*p*(1-p)) {
				t.Errorf("shard %d of %d has %v keys of %d", i, count, n, keys)
			}
		}
	}
}

// TestHotKeyMakesAHotShard: the shard of the most popular key is busy by the
// share of all requests for the keys that live there.
func TestHotKeyMakesAHotShard(t *testing.T) {
	const shards, rate = 10, 4.0
	sys := queueing(rate, 1, -1)
	sys.Window = 5000 * unit
	sys.Nodes[0].Client.Keys = Keys{Count: 1000, Zipf: 1.01}
	sys.Nodes[1].Store.Instances = shards
	sys.Edges[0].Balance.Kind = BalanceKey
	s := mustNew(t, sys, 4)
	var load [shards]float64
	for k := range 1000 {
		load[shardOf(int32(k), shards)] += rate * s.clients[0].zipf.Probability(k)
	}
	hottest := 0.0
	for _, l := range load {
		hottest = max(hottest, l)
	}
	if hottest < 0.7 || hottest > 0.95 {
		t.Fatalf("the hottest shard should be busy for %v of the time: the test says nothing", hottest)
	}
	s.RunUntil(4 * sys.Window)
	w := s.Windows()[3].Nodes[1]
	if got := float64(w.Hottest) / float64(sys.Window); math.Abs(got-hottest) > 0.08 {
		t.Errorf("the hottest shard is busy for %v of the time, want %v", got, hottest)
	}
	if all := float64(w.Busy) / float64(sys.Window); math.Abs(all-rate) > 0.15 {
		t.Errorf("%v shards are busy on average, want %v", all, rate)
	}
	if w.LongestQueue > w.Queue || w.Queue > shards*w.LongestQueue {
		t.Errorf("%d wait in all, %d of them in the longest queue", w.Queue, w.LongestQueue)
	}
	for a := range s.attempts.items {
		at := &s.attempts.items[a]
		if at.place == waiting && at.to != s.edges[0].to+shardOf(at.key, shards) {
			t.Fatalf("key %d waits at station %d", at.key, at.to)
		}
	}
}
