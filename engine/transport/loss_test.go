package transport

import "testing"

// oneSender is a sender that puts a response of so many full packets on the way at
// once, 1 ms from a slow port and back.
func oneSender(packets, initial, buffer int) System {
	return System{
		Port: Port{Rate: 100_000_000, Buffer: buffer}, // 120 us for a packet
		Groups: []Group{{
			Name: "one", Senders: 1, Response: int64(packets * 1460), Queries: 1,
			RTT: Millisecond, InitialWindow: initial,
		}},
	}
}

const packetTime = 120 * Microsecond

// TestNothingLost: the time of a response is the request, the way there, and a
// link that is always busy.
func TestNothingLost(t *testing.T) {
	s := mustNew(t, oneSender(10, 10, 0), 1)
	s.RunUntil(Second)
	q := s.Queries()[0]
	if want := Millisecond + 10*packetTime; q.End != want {
		t.Errorf("ten packets took %d ns, want %d", q.End, want)
	}
	if w := s.Windows()[0]; w.Most != 10 || w.Busy != 10*packetTime {
		t.Errorf("the port held %d packets at most and was busy for %d ns, want 10 and %d", w.Most, w.Busy, 10*packetTime)
	}
}

// TestSlowStart: from a window of 1, the round trips bring 1, 2, 4 and 8 packets.
func TestSlowStart(t *testing.T) {
	s := mustNew(t, oneSender(15, 1, 0), 1)
	s.RunUntil(Second)
	// Three windows cost a round trip each from their first packet's sending; the
	// fourth starts when the first of the third is acknowledged, and its eight
	// packets take their time at the port.
	want := Millisecond/2 + 3*(Millisecond+packetTime) + Millisecond/2 + 8*packetTime
	if got := s.Queries()[0].End; got != want {
		t.Errorf("fifteen packets took %d ns, want %d", got, want)
	}
	if w := s.Flow(0, 0).Window; w < 8 || w > 16 {
		t.Errorf("the window is %v, want it doubled three times", w)
	}
}

// TestTailLoss: nothing follows the last packet, so its loss shows only when the
// timer ends; the response is late by the least timeout.
func TestTailLoss(t *testing.T) {
	s := mustNew(t, oneSender(10, 10, 9), 1)
	s.RunUntil(Second)
	q, total := s.Queries()[0], s.Total()
	if total.Drops != 1 || total.Timeouts != 1 || total.Recoveries != 0 || q.Timeouts != 1 || q.Drops != 1 {
		t.Errorf("want one drop and one timeout: %+v, %+v", total, q)
	}
	// The ninth packet's acknowledgement, at 1.5 ms and nine packet times, set the timer last.
	want := Millisecond/2 + Millisecond + 9*packetTime + 200*Millisecond + Millisecond/2 + packetTime
	if q.End != want {
		t.Errorf("complete at %d ns, want %d", q.End, want)
	}
}

// TestFastRetransmit: of a burst that overfills the port in its middle, the
// packets behind tell the sender, and no timer ends.
func TestFastRetransmit(t *testing.T) {
	sys := oneSender(40, 10, 9)
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	total := s.Total()
	if total.Drops == 0 || total.Recoveries == 0 || total.Timeouts != 0 {
		t.Errorf("want losses, repaired without a timeout: %+v", total)
	}
	if end := s.Queries()[0].End; end > 20*Millisecond {
		t.Errorf("complete at %d ns, want within 20 ms", end)
	}
	if total.Duplicates != 0 {
		t.Errorf("%d packets were sent needlessly", total.Duplicates)
	}
}

// TestTimerDoubles: a port too small for two packets at once, and a rival that
// fills it, make one packet fail again and again.
func TestTimerDoubles(t *testing.T) {
	sys := oneSender(10, 10, 1)
	sys.Groups = append(sys.Groups, Group{
		Name: "rival", Senders: 1, Response: 1460 * 20_000, RTT: 4, Queries: 1, Start: 400 * Microsecond,
		MinRTO: Microsecond, MaxRTO: Microsecond,
	})
	s := mustNew(t, sys, 1)
	for s.Flow(0, 0).Backoff < 3 && s.Now() < 10*Second {
		s.RunUntil(s.Now() + Millisecond)
	}
	// Sent at 0.5 ms; timeouts after 200, 400 and 800 ms.
	if got, want := s.Now(), 1401*Millisecond; got != want {
		t.Errorf("the third timeout in a row was seen at %d ns, want %d", got, want)
	}
	if f := s.Flow(0, 0); f.Threshold != 5 {
		t.Errorf("the threshold is %v, want half of the ten packets that the first timeout found in flight", f.Threshold)
	}
}

// TestOneAnswerForEachWindow: however many marks, the window shrinks once in a round trip at most.
func TestOneAnswerForEachWindow(t *testing.T) {
	s := mustNew(t, longFlows(1, DCTCP, Port{Rate: Gigabit, Mark: 20, Buffer: 200}), 1)
	s.RunUntil(10 * Millisecond)
	last, shrunk, cuts := s.Flow(0, 0).Window, Time(0), 0
	for s.Now() < 100*Millisecond {
		s.RunUntil(s.Now() + Microsecond)
		f := s.Flow(0, 0)
		if f.Window < last {
			if s.Now()-shrunk < 300*Microsecond { // 100 us, and 17 to 21 packets of 12 us
				t.Fatalf("at %d ns the window shrank again, %d ns after it had", s.Now(), s.Now()-shrunk)
			}
			shrunk = s.Now()
			cuts++
		}
		last = f.Window
	}
	if cuts < 30 {
		t.Errorf("the window shrank %d times in 90 ms only", cuts)
	}
}

// TestIdleRestart: a connection that keeps its window starts the next response
// with it; idle for longer than a timeout, or asked to start fresh, it does not.
func TestIdleRestart(t *testing.T) {
	second := func(think Time, fresh bool) Time {
		sys := oneSender(60, 3, 0)
		g := &sys.Groups[0]
		g.Queries, g.Think, g.Fresh = 2, think, fresh
		s := mustNew(t, sys, 1)
		s.RunUntil(Second)
		q := s.Queries()[1]
		return q.End - q.Asked
	}
	kept := second(10*Millisecond, false)
	if want := Millisecond + 60*packetTime; kept > want+packetTime {
		t.Errorf("with the window kept, 60 packets took %d ns, want about %d: one burst", kept, want)
	}
	if idle, fresh := second(300*Millisecond, false), second(10*Millisecond, true); idle <= kept || idle != fresh {
		t.Errorf("60 packets took %d ns with the window kept, %d after idling, %d fresh: want the last two alike and longer", kept, idle, fresh)
	}
}

// TestMarkedBeyondTheThreshold: of ten packets at once, a threshold of 4 leaves four unmarked.
func TestMarkedBeyondTheThreshold(t *testing.T) {
	for p, want := range map[Protocol]int64{TCP: 0, DCTCP: 6, D2TCP: 6} {
		sys := oneSender(10, 10, 0)
		sys.Port.Mark, sys.Groups[0].Protocol = 4, p
		s := mustNew(t, sys, 1)
		s.RunUntil(Second)
		if got := s.Total().Marks; got != want {
			t.Errorf("%v: %d packets of ten were marked, want %d", p, got, want)
		}
	}
}

// TestWindowNotFilled: responses that never fill the window do not grow it.
func TestWindowNotFilled(t *testing.T) {
	sys := oneSender(2, 3, 0)
	sys.Groups[0].Queries = 50
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	if w := s.Flow(0, 0).Window; s.Total().Complete != 50 || w != 3 {
		t.Errorf("after %d responses of two packets the window is %v, want 3", s.Total().Complete, w)
	}
}

// TestDuplicatesAfterATimeout: what was sent again needlessly is no news of a loss,
// until all that was sent before the timeout is acknowledged.
func TestDuplicatesAfterATimeout(t *testing.T) {
	for _, c := range []struct {
		una  int64
		want bool
	}{{5, false}, {9, false}, {10, true}} {
		s := mustNew(t, oneSender(100, 10, 0), 1)
		s.RunUntil(Millisecond)
		f := &s.flows[0]
		f.una, f.next, f.high, f.recover = c.una, c.una+5, 15, 10
		for range 3 {
			s.duplicate(0)
		}
		if f.recovering != c.want {
			t.Errorf("three duplicates for segment %d, timeout behind segment 10: recovering %v, want %v", c.una, f.recovering, c.want)
		}
	}
}
