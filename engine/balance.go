package engine

import "sysprep/engine/random"

// Balance is how the attempts over an edge are shared out among the callee's instances.
type Balance struct {
	Kind    BalanceKind
	Choices int  // BalanceChoices: how many are drawn, with replacement
	Stale   Time // BalanceLeast and BalanceChoices: loads are seen as they were up to so long ago; 0: as they are
}

// BalanceKind is a rule for choosing an instance. The load of an instance is the
// number of requests that wait or are worked on there, whoever sent them.
type BalanceKind uint8

// Kinds of balancing.
const (
	BalanceRoundRobin BalanceKind = iota // each in turn
	BalanceRandom                        // any
	BalanceLeast                         // the least loaded; among equals, the next in turn
	BalanceChoices                       // the least loaded of a few drawn at random; among equals, the first drawn
	BalanceKey                           // the same for the same key, by a hash of it: the instances are shards
)

// maxInstances bounds the instances of a node.
const maxInstances = 10_000

// balancer is the state of an edge's Balance, shared by all callers over the edge.
type balancer struct {
	rule  Balance
	first int32 // the callee's instances, in Sim.stations
	count int32
	turn  int32

	loads []int32 // as they were last looked at, with Stale
	asOf  Time    // when that was
	luck  random.Stream
}

// shardOf returns the shard of so many that a key lives in: a bijective mix of the
// key's bits (the finaliser of splitmix64; Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014), scaled to the count.
func shardOf(key, count int32) int32 {
	x := (uint64(key) + 1) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return int32(x >> 32 * uint64(count) >> 32)
}

// pick chooses the instance for the next attempt over an edge to several.
func (s *Sim) pick(b *balancer, key int32) int32 {
	turn := b.turn
	b.turn = (b.turn + 1) % b.count
	switch b.rule.Kind {
	case BalanceKey:
		return b.first + shardOf(key, b.count)
	case BalanceRandom:
		return b.first + int32(b.luck.Below(uint64(b.count)))
	case BalanceLeast:
		s.look(b)
		best := turn
		for k := int32(1); k < b.count; k++ {
			if i := (turn + k) % b.count; s.load(b, i) < s.load(b, best) {
				best = i
			}
		}
		return b.first + best
	case BalanceChoices:
		s.look(b)
		best := int32(b.luck.Below(uint64(b.count)))
		for range b.rule.Choices - 1 {
			if i := int32(b.luck.Below(uint64(b.count))); s.load(b, i) < s.load(b, best) {
				best = i
			}
		}
		return b.first + best
	}
	return b.first + turn
}

// route returns the instance for an attempt: the one that it is meant for, or one
// that is picked. Instances whose breaker is open are passed over, and by hedges
// those that have an attempt of the call, where there are others. It returns none
// when breakers leave no instance.
func (s *Sim) route(e *edge, r int32, hedge bool) int32 {
	q := &s.requests.items[r]
	b := &e.balance
	to, fixed := e.to, true
	if q.target != 0 {
		to = q.target - 1
	} else if b.count > 1 {
		to, fixed = s.pick(b, q.key), b.rule.Kind == BalanceKey
	}
	now := s.Now()
	allowed := e.breakers.allows(q.party, to-e.to, now)
	switch {
	case allowed && (fixed || !hedge || !s.outAt(r, to)):
		return to
	case fixed:
		return none
	}
	for _, elsewhere := range [2]bool{hedge, false} {
		s.candidates = s.candidates[:0]
		for k := range b.count {
			i := (b.turn + k) % b.count
			if e.breakers.allows(q.party, i, now) && !(elsewhere && s.outAt(r, b.first+i)) {
				s.candidates = append(s.candidates, i)
			}
		}
		if len(s.candidates) > 0 {
			return b.first + s.pickAmong(b, s.candidates)
		}
	}
	return none
}

// pickAmong chooses as pick does, among some of the instances, which are listed
// from the one whose turn it is.
func (s *Sim) pickAmong(b *balancer, list []int32) int32 {
	best := list[0]
	switch b.rule.Kind {
	case BalanceRandom:
		best = list[b.luck.Below(uint64(len(list)))]
	case BalanceLeast:
		for _, i := range list[1:] {
			if s.load(b, i) < s.load(b, best) {
				best = i
			}
		}
	case BalanceChoices:
		best = list[b.luck.Below(uint64(len(list)))]
		for range b.rule.Choices - 1 {
			if i := list[b.luck.Below(uint64(len(list)))]; s.load(b, i) < s.load(b, best) {
				best = i
			}
		}
	default:
		b.turn = (best + 1) % b.count
	}
	return best
}

// look takes note of all loads when the last look is too old. Looks are a whole
// number of Stale apart.
func (s *Sim) look(b *balancer) {
	if b.rule.Stale == 0 {
		return
	}
	now := s.Now() - s.Now()%b.rule.Stale
	if b.loads != nil && now == b.asOf {
		return
	}
	if b.loads == nil {
		b.loads = make([]int32, b.count)
	}
	b.asOf = now
	for i := range b.loads {
		st := &s.stations[b.first+int32(i)]
		b.loads[i] = st.waiting + st.busy
	}
}

// load returns the load of an instance as the balancer sees it.
func (s *Sim) load(b *balancer, i int32) int32 {
	if b.rule.Stale > 0 {
		return b.loads[i]
	}
	st := &s.stations[b.first+i]
	return st.waiting + st.busy
}
