package engine

import (
	"sysprep/engine/lru"
	"sysprep/engine/random"
)

// cache is the state of a Cache node.
type cache struct {
	node   int32
	table  lru.Table
	lives  random.Stream
	ttl    Time
	spread float64

	stale, staleIfError Time
	grace               Time   // the longer of the two
	missing             uint64 // in 2^-30: keys without a row
	negative            Time
	refreshing          keySet // keys for which a refresh is under way

	down   bool
	silent bool // down, and says nothing
	count  NodeWindow
}

func (c *cache) configure(n *Cache, keys int) {
	c.table.Grow(keys)
	c.table.SetCapacity(n.Capacity)
	c.table.SetFIFO(n.Evict == EvictFIFO)
	c.ttl, c.spread = n.TTL, n.TTLSpread
	c.stale, c.staleIfError, c.grace = n.Stale, n.StaleIfError, max(n.Stale, n.StaleIfError)
	c.missing, c.negative = uint64(float64(n.Missing*(1<<30))+0.5), n.NegativeTTL
}

// found is what a look-up comes to; see cache.findStale.
type found struct{ hit, stale, spare bool }

// lookup asks a cache for a key. A hit costs the round trip; a miss costs it too
// before the program goes on. A cache that is down misses at once.
func (s *Sim) lookup(st *step, key int32) (f found, wait Time) {
	c := &s.caches[st.callee]
	if c.down {
		c.count.Misses++
		return found{}, 0
	}
	wait = s.edges[st.edge].roundTrip()
	if f = c.find(key, s.Now()); !f.hit {
		c.count.Misses++
		return f, wait
	}
	c.count.Hits++
	if f.stale || c.missing > 0 {
		c.hitCounts(key, f.stale)
	}
	if s.feed.On() {
		s.note(MsgHit, int(st.edge), c.node)
	}
	return f, wait
}

func (c *cache) fill(now Time, key int32) {
	if c.down {
		return
	}
	expires := Never
	if c.absent(key) {
		if c.negative == 0 {
			return
		}
		expires = now + c.negative
	} else if c.ttl > 0 {
		expires = now + c.life(&c.lives)
	}
	c.table.Put(key, int64(expires))
}

// life draws how long an entry lives: TTL * U(1-s, 1+s), at least a nanosecond.
func (c *cache) life(luck *random.Stream) Time {
	u := 2*luck.Float() - 1
	return max(1, Time(float64(c.ttl)*(1+float64(c.spread*u))))
}

// warmUp fills a cache with the hottest keys as they would be found long after
// the start. A look-aside entry for a key that is asked for at rate a goes
// through cycles: it lives for its drawn life L, and lies expired until the next
// request, 1/a on average. The start falls into a life with probability
// E[L]/(E[L]+1/a); a life that it falls into is longer than most (its density is
// weighted by its length), and the start is uniform in it.
func (s *Sim) warmUp(c *cache, seed uint64) {
	n := s.sys.Nodes[c.node].Cache
	if !n.WarmUp {
		return
	}
	keys := s.keysOf(c.node)
	if n.Capacity > 0 {
		keys = min(keys, n.Capacity)
	}
	luck := random.New(seed, "node/"+s.sys.Nodes[c.node].Name+"/warm")
	rates := s.lookupRates(c, keys)
	residuals := make([]Time, keys)
	for k := range residuals { // hottest first, so that a larger cache finds the same lives for these
		residuals[k] = c.residual(&luck, rates[k])
	}
	for k := keys - 1; k >= 0; k-- { // hottest last, so that it is the most recently used
		if c.absent(int32(k)) {
			continue
		}
		c.table.Put(int32(k), int64(residuals[k]))
	}
}

// residual draws when an entry that is looked up at a rate (per second) expires; see warmUp.
func (c *cache) residual(luck *random.Stream, rate float64) Time {
	if c.ttl == 0 {
		return Never
	}
	longest := float64(c.ttl) * (1 + c.spread)
	life := c.life(luck)
	for float64(luck.Float()*longest) > float64(life) {
		life = c.life(luck)
	}
	left := Time(luck.Float() * float64(life))
	load := float64(rate * c.ttl.Seconds())
	if luck.Float() >= load/(1+load) {
		return 0
	}
	return left
}

// lookupRates returns how often each of the first keys is looked up in a cache,
// per second. Callers of a service are counted as if no cache before it answered.
func (s *Sim) lookupRates(c *cache, keys int) []float64 {
	rates := make([]float64, keys)
	for i := range s.clients {
		cl := &s.clients[i]
		n := s.sys.Nodes[cl.node].Client
		rate := n.meanRate() * (1 - n.Shed)
		if n.Admit > 0 {
			rate = min(rate, n.Admit)
		}
		for _, node := range s.sys.reach(int(cl.node)) {
			for _, op := range s.sys.program(node) {
				if op.Kind != OpLookup || s.edges[op.Edge].node != c.node {
					continue
				}
				for k := range min(keys, cl.zipf.Len()) {
					rates[k] += float64(rate * cl.zipf.Probability(k))
				}
			}
		}
	}
	return rates
}
