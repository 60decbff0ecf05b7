package transport

// flow is a connection from one sender to the aggregator: both of its ends.
// Segments are numbered from 0 over all responses.
type flow struct {
	group int32

	// What is to be sent.
	una   int64 // the first segment not acknowledged
	next  int64 // the next to send
	end   int64 // behind the last of all responses
	high  int64 // behind the highest ever sent
	spoke Time  // when a segment was last sent

	// The window, in segments.
	window, threshold float64
	filled            int64 // segments before this one were sent by a window that was full

	// Loss.
	duplicates int32
	recovering bool
	partial    bool  // recovery was acknowledged in part already
	recover    int64 // behind the highest sent before the last loss was noticed
	rtt        rtt
	backoff    int32 // timeouts in a row
	due        Time  // when the retransmission timer ends; Never: it does not run
	look       Time  // when the next evTimer comes, which may be before that; Never: none does

	// Marks.
	alpha       float64
	observed    int64 // alpha is updated when this one is acknowledged
	acks, marks int64 // since the last update
	answered    int64 // marks are answered again when this one is acknowledged: it was sent after the last answer

	// Responses in the order in which they are sent, from pending to last, those
	// that are not acknowledged whole. The aggregator still waits for the one
	// called awaited, and those behind it.
	pending, last, awaited int32

	// Packets on the way to the port, and until when the sender is busy sending.
	wire, wireEnd int32
	busy          Time
	slow          float64 // factor on the time that its packets take (FaultSlow)
	late          Time    // its responses begin so much later (FaultLate)

	// The aggregator's end: the first segment it lacks, and a ring of bits for those beyond.
	lacks int64
	seen  []uint64
}

// push sends what the window allows.
func (s *Sim) push(f int32) {
	fl := &s.flows[f]
	g := &s.groups[fl.group]
	open := int64(fl.window)
	if !fl.recovering && fl.una >= fl.recover {
		open += int64(min(fl.duplicates, 2)) // limited transmit
	}
	open = min(open, int64(g.MaxWindow))
	for fl.next < fl.end && fl.next-fl.una < open {
		s.send(f, fl.next)
		fl.next++
		fl.high = max(fl.high, fl.next)
	}
	if fl.next < fl.end {
		fl.filled = fl.next
	}
}

// send puts one segment on the sender's link, behind what waits there.
func (s *Sim) send(f int32, seq int64) {
	fl := &s.flows[f]
	g := &s.groups[fl.group]
	now := s.Now()
	i := s.packets.take()
	payload, took := s.payload(fl, seq), g.full
	if payload != int32(g.Segment) {
		took = sendingTime(int64(payload)+HeaderBytes, g.Access)
	}
	if g.Overhead > 0 {
		took += Time(g.overheads.Span(0, int64(g.Overhead)))
	}
	if fl.slow != 1 {
		took = Time(float64(took) * fl.slow)
	}
	fl.busy = max(fl.busy, now) + took
	reaches := fl.busy + g.up
	if fl.wire != none {
		reaches = max(reaches, s.packets.items[fl.wireEnd].reaches) // a shorter way (Reconfigure) does not overtake
	}
	s.packets.items[i] = packet{flow: f, next: none, payload: payload, seq: seq, sent: now, reaches: reaches}
	if fl.wire == none {
		fl.wire = i
		s.queue.At(int64(reaches), evArrive, f)
	} else {
		s.packets.items[fl.wireEnd].next = i
	}
	fl.wireEnd = i
	fl.spoke = now
	again := seq < fl.high
	s.sent(fl, again)
	if s.feed.On() {
		s.note(kindOf(again), fl.group)
	}
	if fl.due == Never {
		s.arm(f)
	}
}

// payload returns the bytes of a segment: the last of a response may be short.
func (s *Sim) payload(fl *flow, seq int64) int32 {
	for r := fl.pending; r != none; {
		re := &s.responses.items[r]
		if seq < re.end {
			if seq == re.end-1 {
				return re.rest
			}
			break
		}
		r = re.next
	}
	return int32(s.groups[fl.group].Segment)
}

// acknowledged handles an acknowledgement that is back at its sender.
func (s *Sim) acknowledged(i int32) {
	pk := s.packets.items[i]
	s.packets.give(i)
	f := pk.flow
	fl := &s.flows[f]
	fl.acks++
	if pk.marked {
		fl.marks++
	}
	switch {
	case pk.ack > fl.una:
		s.advance(f, &pk)
	case pk.ack == fl.una && fl.next > fl.una:
		s.duplicate(f)
	}
	if s.groups[fl.group].Protocol != TCP {
		s.heed(fl, pk.marked)
	}
	s.push(f)
}

// advance handles an acknowledgement of new data.
func (s *Sim) advance(f int32, pk *packet) {
	fl := &s.flows[f]
	g := &s.groups[fl.group]
	newly := pk.ack - fl.una
	fl.una = pk.ack
	fl.next = max(fl.next, fl.una) // after a timeout, what had arrived need not be sent again
	fl.rtt.add(s.Now() - pk.sent)
	fl.backoff = 0
	for fl.pending != none && s.responses.items[fl.pending].end <= fl.una {
		s.forget(fl)
	}
	restart := true
	switch {
	case !fl.recovering:
		fl.duplicates = 0
		if fl.una <= fl.filled {
			fl.window = Grown(fl.window, fl.threshold, float64(g.MaxWindow))
		}
	case fl.una >= fl.recover:
		s.recovered(fl)
	default:
		restart = s.lostMore(f, newly)
	}
	if fl.una == fl.next {
		fl.due = Never
	} else if restart {
		s.arm(f)
	}
}

// heed is how DCTCP and D2TCP react to marks: at most once for each window of
// data, and not while a loss is being repaired, which has halved the window.
func (s *Sim) heed(fl *flow, marked bool) {
	g := &s.groups[fl.group]
	if fl.una > fl.observed {
		fl.alpha = NextAlpha(fl.alpha, g.Gain, float64(fl.marks)/float64(fl.acks))
		fl.acks, fl.marks = 0, 0
		fl.observed = fl.next
	}
	if !marked || fl.recovering || fl.una <= fl.answered {
		return
	}
	p := fl.alpha
	if g.Protocol == D2TCP {
		p = Penalty(fl.alpha, s.imminence(fl))
	}
	fl.window = Reduced(fl.window, p, float64(g.MinWindow))
	fl.threshold = fl.window
	fl.answered = fl.next
}

// imminence is D2TCP's d of the response that is being sent.
func (s *Sim) imminence(fl *flow) float64 {
	if d := s.groups[fl.group].Imminence; d > 0 {
		return d
	}
	if fl.pending == none {
		return 1
	}
	r := &s.responses.items[fl.pending]
	if r.deadline == Never {
		return 1
	}
	return Imminence(r.end-fl.una, fl.window, fl.rtt.smooth, r.deadline-s.Now())
}
