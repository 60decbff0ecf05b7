package engine

import (
	"maps"
	"slices"
)

// breakers are those of an edge: of each of its callers one, one for each instance
// of the callee, or one for each key that was called for lately.
type breakers struct {
	rule       Breaker
	items      []breaker
	instances  int32
	generation uint32 // of the last change of any of them

	index          map[uint64]int32 // BreakerByKey: by caller and key
	newest, oldest int32            // BreakerByKey: the order of use

	open, halfOpen int64
}

func (p *breakers) configure(n Breaker, callers, instances int) {
	n = n.filled()
	count := 0
	switch {
	case n.Kind == BreakerNone:
	case n.By == BreakerByEdge:
		count = callers
	case n.By == BreakerByInstance:
		count = callers * instances
	case len(p.items) <= n.Keys && p.rule.By == n.By:
		count = len(p.items)
	}
	if n.Kind != p.rule.Kind || n.By != p.rule.By || n.By == BreakerByKey && count == 0 {
		*p = breakers{generation: p.generation, newest: none, oldest: none}
		if n.Kind != BreakerNone && n.By == BreakerByKey {
			p.index = map[uint64]int32{}
		}
	}
	p.rule, p.instances = n, int32(instances)
	p.items = slices.Clone(p.items[:min(len(p.items), count)])
	for i := range p.items {
		p.items[i].past.configure(n.Window)
	}
	for len(p.items) < count {
		p.items = append(p.items, p.fresh())
	}
	p.count()
}

// fresh returns a new breaker.
func (p *breakers) fresh() breaker {
	p.generation++
	b := breaker{generation: p.generation, newer: none, older: none}
	b.past.configure(p.rule.Window)
	return b
}

// count counts the breakers that are not closed.
func (p *breakers) count() {
	p.open, p.halfOpen = 0, 0
	for i := range p.items {
		p.tally(p.items[i].state, 1)
	}
}

func (p *breakers) tally(state breakerState, n int64) {
	switch state {
	case breakerOpen:
		p.open += n
	case breakerHalfOpen:
		p.halfOpen += n
	}
}

func (p *breakers) clone() breakers {
	c := *p
	c.items, c.index = slices.Clone(p.items), maps.Clone(p.index)
	return c
}

// scope returns what each breaker stands for; breakerOff when there are none.
func (p *breakers) scope() BreakerScope {
	if p.rule.Kind == BreakerNone {
		return breakerOff
	}
	return p.rule.By
}

func (p *breakers) ofInstance(party, instance int32) int32 { return party*p.instances + instance }

// allows reports whether a caller's breaker for an instance would let an attempt through.
func (p *breakers) allows(party, instance int32, now Time) bool {
	return p.scope() != BreakerByInstance || p.items[p.ofInstance(party, instance)].allows(now, &p.rule)
}

// ofKey returns a caller's breaker for a key, now the newest in the order of use.
func (p *breakers) ofKey(party, key int32) int32 {
	id := uint64(party)<<32 | uint64(uint32(key))
	i, found := p.index[id]
	switch {
	case found && i == p.newest:
		return i
	case found:
		p.takeOut(i)
	case len(p.items) < p.rule.Keys:
		i = int32(len(p.items))
		p.items = append(p.items, p.fresh())
	default:
		i = p.oldest
		p.takeOut(i)
		b := &p.items[i]
		delete(p.index, b.key)
		p.tally(b.state, -1)
		*b = p.fresh()
	}
	if !found {
		p.items[i].key = id
		p.index[id] = i
	}
	b := &p.items[i]
	b.newer, b.older = none, p.newest
	if p.newest != none {
		p.items[p.newest].newer = i
	} else {
		p.oldest = i
	}
	p.newest = i
	return i
}

// takeOut takes a breaker out of the order of use.
func (p *breakers) takeOut(i int32) {
	b := &p.items[i]
	if b.newer != none {
		p.items[b.newer].older = b.older
	} else {
		p.newest = b.older
	}
	if b.older != none {
		p.items[b.older].newer = b.newer
	} else {
		p.oldest = b.newer
	}
}

// permit decides whether an attempt may be sent.
func (p *breakers) permit(i int32, now Time, count *EdgeWindow) bool {
	b := &p.items[i]
	if !b.allows(now, &p.rule) {
		return false
	}
	if b.state == breakerOpen {
		p.enter(i, breakerHalfOpen, now, count)
	}
	if b.state == breakerHalfOpen {
		b.probes++
	}
	return true
}

// generationOf returns the generation of a breaker; 0 for none.
func (p *breakers) generationOf(i int32) uint32 {
	if i == none {
		return 0
	}
	return p.items[i].generation
}

// of returns the breaker that let an attempt through, if it has not changed since.
func (p *breakers) of(at *attempt) *breaker {
	if at.breaker == none || int(at.breaker) >= len(p.items) || p.items[at.breaker].generation != at.generation {
		return nil
	}
	return &p.items[at.breaker]
}

// learn takes note of what became of an attempt.
func (p *breakers) learn(now Time, at *attempt, ok bool, count *EdgeWindow) {
	b := p.of(at)
	if b == nil {
		return
	}
	slow := p.rule.Slow > 0 && now-at.sent > p.rule.Slow
	if next := b.judge(now, ok, slow, &p.rule); next != b.state {
		p.enter(at.breaker, next, now, count)
	}
}

// forget takes note that nobody will learn what became of an attempt.
func (p *breakers) forget(at *attempt) {
	if b := p.of(at); b != nil && b.state == breakerHalfOpen {
		b.probes--
	}
}

func (p *breakers) enter(i int32, state breakerState, now Time, count *EdgeWindow) {
	b := &p.items[i]
	p.tally(b.state, -1)
	p.tally(state, 1)
	switch state {
	case breakerOpen:
		count.BreakerOpens++
	case breakerClosed:
		count.BreakerCloses++
	}
	p.generation++
	b.enter(state, now, &p.rule, p.generation)
}

// breaker adds the state of a breaker.
func (d *digest) breaker(b *breaker) {
	d.add(b.past.goods, b.past.bads, int64(b.state), int64(b.until), int64(b.run), int64(b.probes), int64(b.good))
	d.rare(b.past.tardys, int64(b.slow))
}

// breakers adds those by instance and by key, these in the order of use.
func (d *digest) breakers(p *breakers) {
	switch p.scope() {
	case BreakerByInstance:
		for i := range p.items {
			d.breaker(&p.items[i])
		}
	case BreakerByKey:
		for i := p.newest; i != none; i = p.items[i].older {
			d.add(int64(p.items[i].key))
			d.breaker(&p.items[i])
		}
	}
}
