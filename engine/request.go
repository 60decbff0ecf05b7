package engine

import "sysprep/engine/kernel"

// request is one run of a program: a client's, for an arrival, or a service's,
// for an attempt that one of its workers has taken on.
type request struct {
	arrived  Time
	pause    Time // the last backoff, for decorrelated jitter
	again    Time // what the callee of the last attempt asked for (attempt.again)
	deadline Time // when the time for it ends; Never if it is not known to

	key     int32
	program int32 // in Sim.programs
	pc      int32 // the step that is under way or comes next
	tries   int32 // attempts sent in the present call
	next    int32 // the next joiner of the same call; or the next free record
	last    int32 // the last joiner, when leads
	serves  int32 // the attempt that a service's worker runs the program for; none in a client
	attempt int32 // the attempt that is out, or one of those; none when none is
	hedges  int32 // sent for the present attempt
	party   int32 // which caller over the edge makes the present call, in edge.callers

	// A fan-out and its branches, by index plus 1; 0 is none.
	branches int32   // what the present OpFan has come to, in Sim.branches
	parent   int32   // the request that this one is a branch for
	sibling  int32   // the next branch
	target   int32   // the instance that the branch goes to; none: as the edge's balancer picks
	missing  float64 // share of the answer that is missing, for branches that were not waited for

	patience kernel.Timer // the end of the user's patience, or NoTimer
	hedge    kernel.Timer // the moment of the next hedge, plus 1; 0: none
	user     int32        // whose it is, in Sim.users, plus 1; 0 outside of populations

	// Of caches, by index in Sim.caches plus 1; 0 is none.
	refreshes int32 // the cache whose stale row this request of nobody renews
	spare     int32 // the cache that has an expired row to serve if the call fails
	home      int32 // of a refresh for a service: the instance it works at, in Sim.stations

	serial uint32 // of a client's: how many came before it

	intent int32  // what it is for, where that has an effect: index in ledger.intents, plus 1
	traced int32  // the trace that its call is in, or 0
	call   uint32 // number of its present call, for its idempotency key
	sent   int32  // attempts of its present call that were followed
	spans  spanPlace

	double bool // the second of two twins (Client.Twins), and what is called for it
	class  uint8
	why    Cause // of the last failure of an attempt
	leads  bool  // others may join this request's call (Coalesce)
	joined bool  // waits for the call of another
	over   bool  // a branch that has come to its end
	gone   bool  // was stopped; the record is kept for what is still to come back to it
}

// program is the Op list of a client or a service with its indexes resolved. Its
// steps are never changed: Reconfigure replaces them.
type program struct {
	node    int32 // in System.Nodes
	owner   int32 // in Sim.clients, or in Sim.stations
	from    int32 // its first step in the node's list of Ops
	root    bool  // of a client
	works   bool  // has an OpWork
	version int32 // 0: none
	branch  bool  // of a branch of a fan-out: one call
	steps   []step
}

// step is an Op with its indexes resolved.
type step struct {
	kind   OpKind
	edge   int32
	callee int32 // in Sim.caches or Sim.stations
	site   int32 // OpCall: in Sim.sites
	work   Dist  // OpWork
	fan    int32 // OpFan: in Sim.fans
	effect bool
	amount int64
}

// requestPool holds the requests in flight. An index is valid until given back.
type requestPool struct {
	items []request
	free  int32
	ended []int32 // intents that were carried by requests given back; see settleLedger
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
	if in := p.items[r].intent; in != 0 {
		p.ended = append(p.ended, in)
		p.items[r].intent = 0
	}
	p.items[r].next = p.free
	p.free = r
}

// advance runs a request's program until it ends or has to wait.
func (s *Sim) advance(r int32) {
	if s.pausing && s.later(r, evMissed) {
		return
	}
	for {
		q := &s.requests.items[r]
		steps := s.programs[q.program].steps
		if int(q.pc) == len(steps) {
			s.succeed(r, 0)
			return
		}
		st := &steps[q.pc]
		switch st.kind {
		case OpLookup:
			if s.edges[st.edge].networked {
				s.ask(r, st)
				return
			}
			f, wait := s.lookup(st, q.key)
			if q.spans.trace != 0 {
				s.spanLookup(q.spans, st.edge, f.hit, wait)
			}
			if f.hit {
				if f.stale {
					s.refreshOf(st.callee, r, q.pc, st.edge)
				}
				s.hit(r, st, wait)
				return
			}
			if f.spare {
				q.spare = st.callee + 1
			}
			q.pc++
			if wait > 0 {
				s.sendBackFromCache(&s.edges[st.edge], r, evMissed)
				return
			}
		case OpFill:
			s.fill(st, s.lotOf(r), q.key)
			q.pc++
		case OpCall:
			s.call(r, st)
			return
		case OpFan:
			s.fanOut(r, st)
			return
		case OpWork:
			if q.spans.trace != 0 {
				s.openSpan(r, Span{Kind: SpanWork, Node: int(s.programs[q.program].node), Edge: -1})
			}
			s.queue.At(s.queue.Now()+s.work(q, &st.work), evWorked, r)
			return
		}
	}
}

// work draws how long a request works.
func (s *Sim) work(q *request, d *Dist) int64 {
	p := &s.programs[q.program]
	if p.root {
		return spanOf(d, 1, &s.clients[p.owner].work)
	}
	home := q.home
	if q.serves != none {
		home = s.attempts.items[q.serves].to
	}
	st := &s.stations[home]
	return spanOf(d, st.slow, &st.luck)
}

// worked handles the end of an OpWork.
func (s *Sim) worked(r int32) {
	if s.dropped(r) {
		return
	}
	if s.requests.items[r].spans.open != 0 {
		s.closeSpan(r, true, 0)
	}
	s.requests.items[r].pc++
	s.advance(r)
}

// missed handles a cache's answer that it has not got the row.
func (s *Sim) missed(r int32) {
	if !s.dropped(r) {
		if s.requests.items[r].spans.open != 0 {
			s.closeSpan(r, false, 0)
		}
		s.advance(r)
	}
}

// hit ends a program with the row that a cache has got, which is there after wait.
func (s *Sim) hit(r int32, st *step, wait Time) {
	if wait > 0 && s.requests.items[r].serves != none {
		s.sendBackFromCache(&s.edges[st.edge], r, evHit)
		return
	}
	s.succeed(r, wait)
}

func (s *Sim) hitArrived(r int32) {
	if s.dropped(r) || s.pausing && s.later(r, evHit) {
		return
	}
	if s.requests.items[r].spans.open != 0 {
		s.closeSpan(r, true, 0)
	}
	s.succeed(r, 0)
}

// dropped gives a request's record back if it was stopped; for events that come
// back to a request.
func (s *Sim) dropped(r int32) bool {
	if !s.requests.items[r].gone {
		return false
	}
	s.requests.give(r)
	return true
}

// succeed ends a program well. A client's answer is with the user after more time.
func (s *Sim) succeed(r int32, more Time) {
	q := &s.requests.items[r]
	if q.serves != none {
		s.reply(r, true)
		return
	}
	if q.parent != 0 {
		s.branchOver(r, true, 0)
		return
	}
	if q.refreshes != 0 {
		s.refreshed(r)
		return
	}
	if q.missing > 0 {
		s.open.partial++
		s.open.missing += q.missing
	}
	s.answered(&s.clients[s.programs[q.program].owner], s.Now()-q.arrived+more)
	s.leave(q)
	if q.spans.trace != 0 {
		s.endTrace(q.spans, s.Now()+more, true, 0)
	}
	if q.user != 0 {
		s.outcome(q.user-1, true, more)
	}
	s.requests.give(r)
}

// fail ends a program whose call has failed for good.
func (s *Sim) fail(r int32, why Cause) {
	q := &s.requests.items[r]
	if q.parent != 0 {
		s.branchOver(r, false, why)
		return
	}
	if q.refreshes != 0 {
		s.refreshed(r)
		return
	}
	if q.spare != 0 && s.serveSpare(r) {
		return
	}
	if q.serves == none {
		s.lose(q, why)
		s.requests.give(r)
		return
	}
	st := &s.stations[s.attempts.items[q.serves].to]
	begins := s.Now()
	if st.paused {
		begins = st.gc.resumes
	}
	if st.failWork.Mean == 0 {
		if st.paused {
			s.queue.At(int64(begins), evErred, r)
			return
		}
		s.reply(r, false)
		return
	}
	s.queue.At(int64(begins)+spanOf(&st.failWork, st.slow, &st.failures), evErred, r)
}

// erred handles the end of the work that an error costs.
func (s *Sim) erred(r int32) {
	if !s.dropped(r) {
		s.reply(r, false)
	}
}

// reply ends a service's run of its program and sends the answer.
func (s *Sim) reply(r int32, ok bool) {
	q := &s.requests.items[r]
	a, again := q.serves, q.again
	s.attempts.items[a].missing = q.missing
	s.requests.give(r)
	at := &s.attempts.items[a]
	at.failing = !ok
	if again == Never { // what is of no use to ask again here is of no use to ask again further up
		at.again = Never
	}
	s.served(a)
}

// answered counts an answer to a client.
func (s *Sim) answered(c *client, latency Time) {
	s.open.answered++
	s.open.latency.Add(int64(latency))
	c.count.Answered++
	c.count.Latency += latency
}

// lose ends a client's request without an answer.
func (s *Sim) lose(q *request, why Cause) {
	s.open.lost[why]++
	s.clients[s.programs[q.program].owner].count.Lost++
	s.leave(q)
	if q.spans.trace != 0 {
		s.endTrace(q.spans, s.Now(), false, why)
	}
	if q.user != 0 {
		s.outcome(q.user-1, false, 0)
	}
}

// leave takes a client's request out of those in flight.
func (s *Sim) leave(q *request) {
	s.inFlight--
	if q.patience != kernel.NoTimer {
		s.cancel(q.patience)
	}
}

// giveUp handles the end of a user's patience. What was begun for the request
// goes on without it, as after a timeout.
func (s *Sim) giveUp(r int32) {
	q := &s.requests.items[r]
	q.patience = kernel.NoTimer
	s.lose(q, CauseTimeout)
	s.stop(r)
}
