package transport

// duplicate handles an acknowledgement that says nothing new: a segment behind
// the missing one has arrived.
func (s *Sim) duplicate(f int32) {
	fl := &s.flows[f]
	fl.duplicates++
	if fl.recovering {
		fl.window++ // a segment has left the network
		return
	}
	// Segments from before the last loss do not count as a new one (RFC 6582,
	// section 3.2). One is let through that the RFC's first test would hold back:
	// the first segment after all before it was acknowledged, where with time
	// stamps there is no doubt (section 4.2).
	if fl.duplicates < 3 || fl.una < fl.recover {
		return
	}
	flight := fl.next - fl.una
	fl.threshold = AfterLoss(flight)
	fl.window = fl.threshold + 3
	fl.recover = fl.high
	fl.recovering, fl.partial = true, false
	s.send(f, fl.una)
	s.arm(f)
	s.recovery(fl)
}

// lostMore handles an acknowledgement that repairs a part of what was lost: the
// next hole is sent at once. It returns whether the timer starts anew.
func (s *Sim) lostMore(f int32, newly int64) bool {
	fl := &s.flows[f]
	s.send(f, fl.una)
	fl.next = max(fl.next, fl.una+1)
	fl.window = max(fl.window-float64(newly)+1, 1)
	first := !fl.partial
	fl.partial = true
	return first
}

// recovered ends a recovery in which everything arrived.
func (s *Sim) recovered(fl *flow) {
	flight := float64(fl.next - fl.una)
	fl.window = min(fl.threshold, max(flight, 1)+1)
	fl.recovering = false
	fl.duplicates = 0
}

// arm starts the retransmission timer anew.
//
// There is at most one event ahead for it that counts, and it is not moved each
// time the timer is: it comes early, and looks when to come again. With timeouts
// a thousand round trips long, that is an event in a thousand.
func (s *Sim) arm(f int32) {
	fl := &s.flows[f]
	g := &s.groups[fl.group]
	fl.due = s.Now() + fl.rtt.timeout(g.MinRTO, g.MaxRTO, fl.backoff)
	if fl.due < fl.look {
		fl.look = fl.due
		s.queue.At(int64(fl.look), evTimer, f)
	}
}

// timer looks whether the retransmission timer has ended.
func (s *Sim) timer(f int32) {
	fl := &s.flows[f]
	now := s.Now()
	if now != fl.look {
		return // the timer was set to end earlier since, and that look took place
	}
	fl.look = Never
	switch {
	case fl.due == Never:
	case fl.due > now:
		fl.look = fl.due
		s.queue.At(int64(fl.look), evTimer, f)
	default:
		s.timeout(f)
	}
}

// timeout sends everything not acknowledged anew, from a window of one segment.
func (s *Sim) timeout(f int32) {
	fl := &s.flows[f]
	if fl.backoff == 0 { // a second timeout in a row says nothing more about the flight
		fl.threshold = AfterLoss(fl.next - fl.una)
	}
	s.timedOut(fl)
	fl.window = 1
	fl.recovering = false
	fl.duplicates = 0
	fl.recover = fl.high
	fl.next = fl.una
	fl.backoff++
	s.arm(f)
	s.push(f)
}
