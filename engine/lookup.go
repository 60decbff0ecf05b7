package engine

// A look-up over an edge whose messages may be late or lost is a packet to the
// cache and one back. The request's record waits for exactly one event: a packet,
// or the miss at the end of Edge.Timeout.

// ask sends a look-up to a cache. One that is down misses at once, unless it is silent.
func (s *Sim) ask(r int32, st *step) {
	s.requests.items[r].pc++
	if s.requests.items[r].spans.trace != 0 {
		s.openSpan(r, Span{Kind: SpanLookup, Node: int(s.edges[st.edge].node), Edge: int(s.edges[st.edge].base)})
	}
	s.transmit(s.packets.take(packet{sent: s.Now(), who: r, edge: st.edge, kind: packetLookup, next: none}))
}

// lookupEnds returns when a request takes a look-up for a miss.
func (s *Sim) lookupEnds(pk *packet) Time {
	if t := s.edges[pk.edge].timeout; t != Never {
		return pk.sent + t
	}
	return Never
}

// missLater ends a look-up whose answer will not come in time.
func (s *Sim) missLater(p int32) {
	pk := s.packets.items[p]
	ends := s.lookupEnds(&pk)
	s.packets.give(p)
	s.edges[pk.edge].count.LookupTimeouts++
	if ends == Never {
		ends = s.Now()
	}
	s.queue.At(int64(max(ends, s.Now())), evMissed, pk.who)
}

func (s *Sim) lookupArrived(p int32) {
	pk := &s.packets.items[p]
	switch pk.kind {
	case packetHit, packetMiss:
		r, hit := pk.who, pk.kind == packetHit
		s.packets.give(p)
		if hit {
			s.hitArrived(r)
		} else {
			s.missed(r)
		}
		return
	}
	c := &s.caches[s.edges[pk.edge].to]
	if c.silent {
		s.astray(p)
		return
	}
	pk.kind, pk.tries = packetMiss, 0
	key := s.requests.items[pk.who].key
	var f found
	if !c.down {
		f = c.find(key, s.Now())
	}
	if f.spare {
		s.requests.items[pk.who].spare = s.edges[pk.edge].to + 1
	}
	if f.hit {
		pk.kind = packetHit
		c.count.Hits++
		c.hitCounts(key, f.stale)
		if f.stale {
			s.refreshOf(s.edges[pk.edge].to, pk.who, s.requests.items[pk.who].pc-1, pk.edge)
		}
		if s.feed.On() {
			s.note(MsgHit, int(pk.edge), c.node)
		}
	} else {
		c.count.Misses++
	}
	s.transmit(p)
}

// fill puts a caller's row into the cache over an edge, if the message arrives.
func (s *Sim) fill(st *step, lot uint16, key int32) {
	if e := &s.edges[st.edge]; e.networked && (s.caches[st.callee].silent || s.networks[st.edge].ways[0].loses(lot, 0)) {
		e.count.LostRequests++
		return
	}
	s.caches[st.callee].fill(s.Now(), key)
}
