package engine

import (
	"testing"

	"sysprep/engine/random"
)

// sum adds up all windows of a run so far, the open one included.
func sum(s *Sim) Window {
	total := Window{Nodes: make([]NodeWindow, len(s.nodes)), Edges: make([]EdgeWindow, len(s.sys.Edges))}
	for _, w := range append(s.Windows()[:len(s.Windows()):len(s.Windows())], s.Current()) {
		total.Offered += w.Offered
		total.Answered += w.Answered
		total.InFlight = w.InFlight
		for i, n := range w.Lost {
			total.Lost[i] += n
		}
		for i, n := range w.Nodes {
			t := &total.Nodes[i]
			t.Hits += n.Hits
			t.Misses += n.Misses
			t.Stale += n.Stale
			t.Spared += n.Spared
			t.Negative += n.Negative
			t.Refreshes += n.Refreshes
			t.Limited += n.Limited
			t.Served += n.Served
			t.Ghosts += n.Ghosts
			t.Failed += n.Failed
			t.Stopped += n.Stopped
			t.Dropped += n.Dropped
			t.Offered += n.Offered
			t.Answered += n.Answered
			t.Lost += n.Lost
			t.Latency += n.Latency
			t.Cancelled += n.Cancelled
			t.Rejected += n.Rejected
			t.Busy += n.Busy
		}
		for i, e := range w.Edges {
			t := &total.Edges[i]
			t.Sent += e.Sent
			t.Retries += e.Retries
			t.Replies += e.Replies
			t.Late += e.Late
			t.Timeouts += e.Timeouts
			t.Rejects += e.Rejects
			t.Errors += e.Errors
			t.Abandoned += e.Abandoned
			t.Withheld += e.Withheld
			t.Joined += e.Joined
			t.LostRequests += e.LostRequests
			t.LostReplies += e.LostReplies
			t.Overflows += e.Overflows
			t.Retransmits += e.Retransmits
			t.Resets += e.Resets
			t.Handshakes += e.Handshakes
			t.ConnectFails += e.ConnectFails
			t.LookupTimeouts += e.LookupTimeouts
			t.Hedges += e.Hedges
			t.HedgeWins += e.HedgeWins
			t.TiedCancelled += e.TiedCancelled
			t.BreakerOpens += e.BreakerOpens
			t.BreakerCloses += e.BreakerCloses
		}
	}
	return total
}

// slowRow is a look-aside system with one key and one worker whose service takes
// a constant 100 ms, and a caller every millisecond or so.
func slowRow() System {
	sys := cacheStory()
	sys.Nodes[0].Client.Rate = 1000
	sys.Nodes[0].Client.Keys = Keys{Count: 1}
	*sys.Nodes[1].Cache = Cache{}
	*sys.Nodes[2].Store = Store{Workers: 1, Service: Dist{Kind: DistConstant, Mean: 100 * Millisecond}, Queue: -1}
	sys.Edges[1].Attempts = 1
	return sys
}

func TestCoalescedCallersShareOneCall(t *testing.T) {
	sys := slowRow()
	sys.Edges[1].Coalesce = true
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	got := sum(s)
	if e := got.Edges[1]; e.Sent > 2 || e.Replies != e.Sent || e.Joined < 50 || e.Joined > 150 {
		t.Errorf("edge: %+v, want one call (and one more if a miss was on its way back) and about 100 that joined it", e)
	}
	if lost := got.Offered - got.Answered; lost != 0 {
		t.Errorf("%d of %d requests not answered", lost, got.Offered)
	}
}

func TestCoalescedCallersShareTheFailure(t *testing.T) {
	sys := slowRow()
	sys.Edges[1].Coalesce = true
	sys.Edges[1].Timeout = 50 * Millisecond
	s := mustNew(t, sys, 1)
	s.RunUntil(10 * Second)
	got := sum(s)
	e := got.Edges[1]
	if got.Answered != 0 || got.Lost[CauseTimeout] != got.Offered-got.InFlight {
		t.Errorf("offered %d, answered %d, lost %v; want all lost to timeouts", got.Offered, got.Answered, got.Lost)
	}
	if e.Sent < 150 || e.Sent > 201 { // each call is given up after 50 ms
		t.Errorf("%d calls in 10 s, want nearly 200", e.Sent)
	}
	if e.Joined+e.Sent+missesUnderWay(s) != got.Offered {
		t.Errorf("%d joined and %d called, of %d", e.Joined, e.Sent, got.Offered)
	}
}

// missesUnderWay counts the requests whose miss has not come back yet.
func missesUnderWay(s *Sim) (n int64) {
	for ev := range s.queue.All {
		if ev.Kind == evMissed {
			n++
		}
	}
	return n
}

func TestLateRows(t *testing.T) {
	for _, c := range []struct {
		late              LatePolicy
		answered, hits    bool
		allServicesGhosts bool
	}{
		{LateDiscard, false, false, true},
		{LateFill, true, true, false},
		{LateCancel, false, false, true},
	} {
		sys := slowRow()
		sys.Edges[1].Timeout = 50 * Millisecond
		sys.Edges[1].Late = c.late
		s := mustNew(t, sys, 1)
		s.RunUntil(10 * Second)
		got := sum(s)
		db := got.Nodes[2]
		if (got.Answered > 0) != c.answered || (got.Nodes[1].Hits > 0) != c.hits {
			t.Errorf("policy %d: %d answered, %d hits", c.late, got.Answered, got.Nodes[1].Hits)
		}
		if db.Ghosts != db.Served || db.Served == 0 {
			t.Errorf("policy %d: %d of %d services were for nobody, want all", c.late, db.Ghosts, db.Served)
		}
		if (db.Cancelled > 0) != (c.late == LateCancel) {
			t.Errorf("policy %d: %d cancelled at the head of the queue", c.late, db.Cancelled)
		}
		if late := got.Edges[1].Late; late != db.Served && late != db.Served-1 {
			t.Errorf("policy %d: %d late answers, of %d services", c.late, late, db.Served)
		}
	}
}

func TestRefusalsAreRetriedAndNamed(t *testing.T) {
	sys := queueing(0.1, 1, 0)
	sys.Edges[0].Latency = Millisecond
	sys.Edges[0].Attempts = 3
	sys.Edges[0].Backoff = Backoff{Kind: BackoffFixed, Base: 10 * Millisecond}
	s := mustNew(t, sys, 1)
	if err := s.Inject(Fault{Kind: FaultDown, Node: 1}); err != nil {
		t.Fatal(err)
	}
	s.RunUntil(10 * Second)
	got := sum(s)
	if ended := got.Offered - got.InFlight; got.Lost[CauseDown] != ended || ended == 0 {
		t.Errorf("lost %v of %d, want all to a store that is down", got.Lost, ended)
	}
	e := got.Edges[0]
	if e.Rejects < 3*got.Lost[CauseDown] || e.Retries == 0 || e.Sent-e.Retries != got.Offered {
		t.Errorf("edge %+v for %d requests, want three attempts each", e, got.Offered)
	}
	if got.Nodes[1].Rejected != 0 || got.Nodes[1].Served != 0 {
		t.Errorf("a store that is down counts %+v", got.Nodes[1])
	}
}

// TestAnswerTakesTheLatencyOfItsWay: with constant services and no queueing the
// latency of an answer is known to the nanosecond.
func TestAnswerTakesTheLatencyOfItsWay(t *testing.T) {
	sys := slowRow()
	sys.Nodes[0].Client.Rate = 0.5
	sys.Nodes[0].Client.Keys.Count = 1_000_000
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	edges := sys.Edges
	want := 2*edges[0].Latency + 2*edges[1].Latency + 100*Millisecond
	alone := 0
	for _, w := range s.Windows() {
		if w.Answered == 1 && w.Offered == 1 && w.InFlight == 0 {
			alone++
			if w.Mean != want {
				t.Errorf("a lone call took %d ns, want %d", w.Mean, want)
			}
		}
	}
	if alone < 10 {
		t.Errorf("only %d calls were alone", alone)
	}
}

func TestBackoffPauses(t *testing.T) {
	const ms = Millisecond
	for _, c := range []struct {
		name     string
		b        Backoff
		n        int32
		previous Time
		lo, hi   Time
	}{
		{"none", Backoff{BackoffNone, 10 * ms, 0, JitterFull}, 3, 0, 0, 0},
		{"fixed", Backoff{BackoffFixed, 10 * ms, 0, JitterNone}, 5, 0, 10 * ms, 10 * ms},
		{"fixed, capped", Backoff{BackoffFixed, 10 * ms, 4 * ms, JitterNone}, 1, 0, 4 * ms, 4 * ms},
		{"first", Backoff{BackoffExponential, 10 * ms, 0, JitterNone}, 1, 0, 10 * ms, 10 * ms},
		{"fourth", Backoff{BackoffExponential, 10 * ms, 0, JitterNone}, 4, 0, 80 * ms, 80 * ms},
		{"capped", Backoff{BackoffExponential, 10 * ms, 50 * ms, JitterNone}, 4, 0, 50 * ms, 50 * ms},
		{"does not overflow", Backoff{BackoffExponential, 10 * ms, 0, JitterNone}, 9999, 0, longestSpan, longestSpan},
		{"nothing doubled", Backoff{BackoffExponential, 0, 50 * ms, JitterNone}, 40, 0, 0, 0},
		{"equal", Backoff{BackoffExponential, 10 * ms, 0, JitterEqual}, 2, 0, 10 * ms, 20 * ms},
		{"full", Backoff{BackoffExponential, 10 * ms, 0, JitterFull}, 2, 0, 0, 20 * ms},
		{"decorrelated, first", Backoff{BackoffExponential, 10 * ms, 0, JitterDecorrelated}, 1, 0, 10 * ms, 30 * ms},
		{"decorrelated", Backoff{BackoffExponential, 10 * ms, 0, JitterDecorrelated}, 2, 20 * ms, 10 * ms, 60 * ms},
		{"decorrelated, capped", Backoff{BackoffExponential, 10 * ms, 15 * ms, JitterDecorrelated}, 2, 20 * ms, 10 * ms, 15 * ms},
	} {
		t.Run(c.name, func(t *testing.T) {
			luck := random.New(1, c.name)
			least, most := Never, Time(-1)
			for range 2000 {
				p := c.b.pause(c.n, c.previous, &luck)
				least, most = min(least, p), max(most, p)
			}
			if least < c.lo || most > c.hi {
				t.Errorf("pauses from %d to %d, want %d to %d", least, most, c.lo, c.hi)
			}
			if margin := (c.hi - c.lo) / 50; least > c.lo+margin || most < c.hi-margin {
				t.Errorf("pauses from %d to %d do not span %d to %d", least, most, c.lo, c.hi)
			}
		})
	}
}
