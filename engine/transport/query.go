package transport

// Query is a query that is complete: every response arrived.
type Query struct {
	Group    int
	Number   int64 // within the group, from 0
	Asked    Time
	Deadline Time // Never: none
	End      Time // the last response was complete

	Late     int // responses that were not complete at the deadline
	Timeouts int // of its senders, while they sent their response
	Drops    int // of its packets
	Marks    int // on its packets
}

// Missed reports whether the query was complete only after its deadline.
func (q *Query) Missed() bool { return q.End > q.Deadline }

// query is a query under way, or complete with its deadline ahead.
type query struct {
	Query
	left   int  // responses not complete
	passed bool // no deadline is ahead
}

// response is one sender's response to a query, until it is acknowledged whole.
type response struct {
	flow     int32
	query    int32
	next     int32 // of the same flow
	rest     int32 // payload of its last segment
	size     int64 // segments
	end      int64 // behind its last segment; set when it starts
	deadline Time
}

// ask sends a query to all senders of a group.
func (s *Sim) ask(id int32) {
	g := &s.groups[id]
	now := s.Now()
	g.pending = false
	if g.off {
		return
	}
	q := s.queries.take()
	s.queries.items[q] = query{
		Query: Query{Group: int(id), Number: g.asked, Asked: now, Deadline: Never},
		left:  g.Senders, passed: true,
	}
	if g.Deadline > 0 {
		qu := &s.queries.items[q]
		qu.Deadline = now + g.Deadline
		if g.Slack > 0 {
			qu.Deadline += Time(g.deadlines.ExpSpan(float64(g.Slack)))
		}
		qu.passed = false
		s.queue.At(int64(qu.Deadline)+1, evDeadline, q)
	}
	for _, f := range g.members[:g.Senders] {
		s.instruct(g, f, q)
	}
	g.asked++
	s.asked(g)
	if g.Every > 0 && !g.done() {
		wait := int64(g.Every)
		if g.Poisson {
			wait = g.intervals.ExpSpan(float64(g.Every))
		}
		s.askAt(id, now+Time(wait))
	}
}

// done reports whether the group has asked all it is to ask.
func (g *group) done() bool { return g.Queries > 0 && g.asked >= int64(g.Queries) }

// instruct makes the response of one sender, to be started when the request is there.
func (s *Sim) instruct(g *group, f, q int32) {
	bytes := g.Response
	if g.Spread > 0 {
		around := int64(float64(g.Spread * float64(g.Response)))
		bytes = max(1, g.sizes.Span(g.Response-around, g.Response+around))
	}
	segments := (bytes + int64(g.Segment) - 1) / int64(g.Segment)
	r := s.responses.take()
	s.responses.items[r] = response{
		flow: f, query: q, next: none,
		rest:     int32(bytes - (segments-1)*int64(g.Segment)),
		size:     segments,
		deadline: s.queries.items[q].Deadline,
	}
	at := s.Now() + g.RTT/2
	if g.Jitter > 0 {
		at += Time(g.starts.Span(0, int64(g.Jitter)))
	}
	at += s.flows[f].late
	s.queue.At(int64(at), evStart, r)
}

// start puts a response behind those that its sender still sends.
func (s *Sim) start(r int32) {
	re := &s.responses.items[r]
	fl := &s.flows[re.flow]
	if g := &s.groups[fl.group]; g.off && g.Response == Endless {
		re.size, re.rest = 1, int32(g.Segment) // it was stopped on the way here
	}
	fl.end += re.size
	re.end = fl.end
	if fl.last == none {
		fl.pending = r
	} else {
		s.responses.items[fl.last].next = r
	}
	fl.last = r
	if fl.awaited == none {
		fl.awaited = r
	}
	if fl.next == fl.una {
		s.wake(fl)
	}
	s.push(re.flow)
}

// wake readies a connection on which nothing is under way for a response.
func (s *Sim) wake(fl *flow) {
	g := &s.groups[fl.group]
	switch {
	case g.Fresh:
		fl.window, fl.threshold = float64(g.InitialWindow), float64(g.MaxWindow)
		fl.alpha, fl.acks, fl.marks = 1, 0, 0
		fl.rtt, fl.backoff = firstRTT(g.RTT), 0
	case s.Now()-fl.spoke > fl.rtt.timeout(g.MinRTO, g.MaxRTO, fl.backoff):
		fl.window = min(fl.window, float64(g.InitialWindow))
	}
}

// forget drops the first pending response of a flow, which is acknowledged whole.
func (s *Sim) forget(fl *flow) {
	r := fl.pending
	fl.pending = s.responses.items[r].next
	if fl.pending == none {
		fl.last = none
	}
	s.responses.give(r)
}

// deliver handles a packet at the aggregator, which acknowledges it at once.
func (s *Sim) deliver(i int32) {
	pk := &s.packets.items[i]
	fl := &s.flows[pk.flow]
	ring := int64(len(fl.seen)) * 64
	word, bit := &fl.seen[pk.seq%ring/64], uint64(1)<<(pk.seq%64)
	fresh := pk.seq >= fl.lacks && *word&bit == 0
	s.delivered(fl, pk, fresh)
	if fresh {
		*word |= bit
		for fl.seen[fl.lacks%ring/64]&(1<<(fl.lacks%64)) != 0 {
			fl.seen[fl.lacks%ring/64] &^= 1 << (fl.lacks % 64)
			fl.lacks++
		}
	}
	pk.ack = fl.lacks
	s.queue.After(s.groups[fl.group].back, evAck, i)
	if s.feed.On() {
		if pk.marked {
			s.note(MsgMark, fl.group)
		} else {
			s.note(MsgAck, fl.group)
		}
	}
	for fl.awaited != none && s.responses.items[fl.awaited].end <= fl.lacks {
		r := &s.responses.items[fl.awaited]
		fl.awaited = r.next
		s.responseComplete(r.query)
	}
}

// responseComplete handles the arrival of the last byte of a response.
func (s *Sim) responseComplete(q int32) {
	qu := &s.queries.items[q]
	g := &s.groups[qu.Group]
	s.answered(g)
	if qu.left--; qu.left > 0 {
		return
	}
	qu.End = s.Now()
	s.complete(g, &qu.Query)
	if qu.passed {
		s.queries.give(q)
	}
	if g.Every == 0 && !g.done() && !g.off && !g.pending {
		s.askAt(int32(qu.Group), s.Now()+g.Think)
	}
}

// deadlinePassed counts what is not complete just after a query's deadline.
func (s *Sim) deadlinePassed(q int32) {
	qu := &s.queries.items[q]
	qu.passed = true
	if qu.left == 0 {
		s.queries.give(q)
		return
	}
	qu.Late = qu.left
	s.missed(&s.groups[qu.Group], qu.left)
}
