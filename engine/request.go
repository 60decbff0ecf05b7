package engine

// request is one run of a client's program.
type request struct {
	arrived Time
	pause   Time // the last backoff, for decorrelated jitter
	key     int32
	client  int32
	pc      int32 // the step that is under way or comes next
	tries   int32 // attempts sent in the present call
	next    int32 // the next joiner of the same call; or the next free record
	last    int32 // the last joiner, when leads
	leads   bool  // others may join this request's call (Coalesce)
}

// requestPool holds the requests in flight. An index is valid until given back.
type requestPool struct {
	items []request
	free  int32
}

func (p *requestPool) take() int32 {
	if p.free == none {
		p.items = append(p.items, request{})
		return int32(len(p.items) - 1)
	}
	r := p.free
	p.free = p.items[r].next
	return r
}

func (p *requestPool) give(r int32) {
	p.items[r].next = p.free
	p.free = r
}

// advance runs a request's program until it ends or has to wait.
func (s *Sim) advance(r int32) {
	for {
		q := &s.requests.items[r]
		program := s.clients[q.client].program
		if int(q.pc) == len(program) {
			s.answer(r, 0)
			return
		}
		st := &program[q.pc]
		switch st.kind {
		case OpLookup:
			hit, wait := s.lookup(st, q.key)
			if hit {
				s.answer(r, wait)
				return
			}
			q.pc++
			if wait > 0 {
				s.queue.After(s.edges[st.edge].wire, evMissed, r)
				return
			}
		case OpFill:
			s.caches[st.callee].fill(s.Now(), q.key)
			q.pc++
		case OpCall:
			s.call(r, st)
			return
		}
	}
}

// answer ends a request with success; its answer is with the user after more time.
func (s *Sim) answer(r int32, more Time) {
	s.open.answered++
	s.open.latency.Add(int64(s.Now() - s.requests.items[r].arrived + more))
	s.inFlight--
	s.requests.give(r)
}

// lose ends a request without an answer.
func (s *Sim) lose(r int32, why Cause) {
	s.open.lost[why]++
	s.inFlight--
	s.requests.give(r)
}
