package engine

import (
	"sysprep/engine/kernel"
	"sysprep/engine/lru"
)

// Bytes is about what the state of the simulation takes, by the length of its arrays, and
// what a Fork takes more. Closed windows are left out, since forks share them.
func (s *Sim) Bytes() int64 {
	n := s.queue.Bytes() + kernel.BytesOf(s.requests.items) + kernel.BytesOf(s.attempts.items) +
		kernel.BytesOf(s.requests.ended) + kernel.BytesOf(s.attempts.ended) +
		kernel.BytesOf(s.branches.items) + kernel.BytesOf(s.packets.items) + kernel.BytesOf(s.conns) +
		kernel.BytesOf(s.users) + kernel.BytesOf(s.stations) + kernel.BytesOf(s.edges) + kernel.BytesOf(s.networks) +
		kernel.BytesOf(s.alarms.items) + kernel.BytesOf(s.alarms.heap) +
		kernel.BytesOf(s.ledger.intents) + kernel.BytesOf(s.ledger.entries) + kernel.BytesOf(s.raster.counts)
	for i := range s.caches {
		n += s.caches[i].table.Bytes() + kernel.BytesOf(s.caches[i].refreshing)
	}
	for i := range s.edges {
		e := &s.edges[i]
		n += kernel.BytesOf(e.flights) + kernel.BytesOf(e.callers) + kernel.BytesOf(e.breakers.items) + kernel.BytesOf(e.balance.loads)
	}
	for i := range s.truths {
		n += kernel.BytesOf(s.truths[i].keys.records) + kernel.BytesOf(s.truths[i].keys.heads)
	}
	return n
}

// Bytes is about what a simulation of the system takes before anything happens in it. It
// can be asked of a system of any size, and says what New would cost.
func (sys *System) Bytes() int64 {
	const rank, row = 24, 24 // what the table of a Zipf law and a cache take for each key while they are made
	n, keys := int64(0), int64(0)
	for i := range sys.Nodes {
		c := sys.Nodes[i].Client
		if c == nil {
			n += int64(sys.Nodes[i].instances()) * kernel.SizeOf[station]()
			continue
		}
		keys = max(keys, int64(c.Keys.Count))
		if c.Keys.Zipf != 0 {
			n += int64(c.Keys.Count) * rank
		}
		n += int64(c.Population.Users) * (kernel.SizeOf[user]() + 2*kernel.SizeOf[kernel.Event]())
		n += kernel.BytesOf(c.Profile)
		if c.Replay != nil {
			n += kernel.BytesOf(c.Replay.Times) + kernel.BytesOf(c.Replay.Counts)
		}
	}
	for i := range sys.Nodes {
		if sys.Nodes[i].Cache != nil {
			n += keys * (row + lru.EntryBytes)
		}
	}
	for i := range sys.Edges {
		n += sys.Edges[i].bytes(sys)
	}
	return n
}

// bytes is what the policies of an edge's callers take.
func (e *Edge) bytes(sys *System) int64 {
	callers := int64(max(1, e.Callers))
	n := kernel.SizeOf[edge]() + callers*kernel.SizeOf[policy]()
	if e.Breaker.Kind == BreakerNone || e.To < 0 || e.To >= len(sys.Nodes) {
		return n
	}
	breakers := callers
	switch e.Breaker.By {
	case BreakerByInstance:
		breakers *= int64(sys.Nodes[e.To].instances())
	case BreakerByKey:
		breakers = int64(e.Breaker.filled().Keys)
	}
	return n + breakers*kernel.SizeOf[breaker]()
}
