package engine

import "testing"

// failingStore is a store that has no workers' trouble but fails every request,
// and a caller who tries three times.
func failingStore() System {
	sys := queueing(1, 1_000_000, 0)
	sys.Nodes[1].Store.Fail.Share = 1
	sys.Edges[0].Attempts = 3
	return sys
}

// attemptsPerCall runs a system for a while and returns the attempts for each call.
func attemptsPerCall(t *testing.T, sys System) float64 {
	t.Helper()
	s := mustNew(t, sys, 1)
	s.RunUntil(20 * Second)
	e := sum(s).Edges[0]
	return float64(e.Sent) / float64(e.Sent-e.Retries)
}

// TestRetryOn: only the failures that the edge names are retried.
func TestRetryOn(t *testing.T) {
	down := queueing(0.1, 1, 0)
	full := queueing(1000, 1, 0) // one worker, a thousand times too much: nearly all are refused
	full.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 1000 * Second}
	slow := queueing(0.1, 1_000_000, 0)
	slow.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 100 * unit}
	slow.Edges[0].Timeout = 10 * unit
	for _, c := range []struct {
		name  string
		sys   System
		cause Cause
		fault Fault
	}{
		{"failed", failingStore(), CauseFailed, Fault{Kind: FaultUp, Node: 1}},
		{"down", down, CauseDown, Fault{Kind: FaultDown, Node: 1}},
		{"rejected", full, CauseRejected, Fault{Kind: FaultUp, Node: 1}},
		{"timeout", slow, CauseTimeout, Fault{Kind: FaultUp, Node: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.sys.Nodes[0].Client.Rate = min(c.sys.Nodes[0].Client.Rate, 10_000)
			for _, r := range []struct {
				on   Causes
				want float64
			}{{0, 3}, {CausesOf(c.cause), 3}, {retryable &^ CausesOf(c.cause), 1}} {
				c.sys.Edges[0].Attempts, c.sys.Edges[0].RetryOn = 3, r.on
				s := mustNew(t, c.sys, 1)
				inject(t, s, c.fault)
				s.RunUntil(Second)
				e := sum(s).Edges[0]
				near(t, "attempts", float64(e.Sent)/float64(e.Sent-e.Retries), r.want, 0.07)
			}
		})
	}
}

// TestPermanentErrors: of the errors, half are permanent, so that a call that
// would be tried three times is tried 1 + 1/2 + 1/4 times.
func TestPermanentErrors(t *testing.T) {
	sys := failingStore()
	sys.Nodes[1].Store.Fail.Permanent = 0.5
	near(t, "half of them", attemptsPerCall(t, sys), 1.75, 0.02)
	sys.Nodes[1].Store.Fail.Permanent = 1
	near(t, "all of them", attemptsPerCall(t, sys), 1, 0)
}

// TestPermanentErrorsThroughServices: nobody up the chain retries them either. Three
// attempts at each of three hops would be 27 at the store.
func TestPermanentErrorsThroughServices(t *testing.T) {
	for _, c := range []struct {
		permanent float64
		want      int64 // attempts at the store for each call of a client
	}{{0, 27}, {1, 1}} {
		sys := tower(3, 3, 1)
		sys.Nodes[1].Store.Fail.Permanent = c.permanent
		s := mustNew(t, sys, 1)
		s.RunUntil(10 * Second)
		w := sum(s)
		if calls := w.Lost[CauseFailed]; calls == 0 || w.Nodes[1].Served/calls != c.want {
			t.Errorf("permanent %v: the store served %d attempts for %d requests, want %d for each", c.permanent, w.Nodes[1].Served, calls, c.want)
		}
	}
}

// TestPushBack: a caller that is told to come back no sooner than after two
// seconds waits so long, and one that is told not to retry does not.
func TestPushBack(t *testing.T) {
	for _, c := range []struct {
		pushBack, backoff Time
		sent              int64
		lasts             Time
	}{
		{0, 10 * Millisecond, 3, 20 * Millisecond},
		{2 * Second, 10 * Millisecond, 3, 4 * Second},
		{2 * Millisecond, 10 * Millisecond, 3, 20 * Millisecond},
		{Never, 10 * Millisecond, 1, 0},
	} {
		sys := queueing(1, 1, 0)
		sys.Nodes[0].Client.Rate, sys.Nodes[0].Client.Arrivals = 0.01, ArrivalsConstant
		sys.Nodes[0].Client.Burst = 2 // one occupies the worker, the other is refused
		sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 1000 * Second}
		sys.Nodes[1].Store.Line.PushBack = c.pushBack
		sys.Edges[0].Attempts = 3
		sys.Edges[0].Backoff = Backoff{Kind: BackoffFixed, Base: c.backoff}
		s := mustNew(t, sys, 1)
		start := 200 * Second
		s.RunUntil(start + c.lasts - 1)
		if w := sum(s); c.lasts > 0 && w.Lost[CauseRejected] != 0 {
			t.Errorf("push-back %v: lost before its time", c.pushBack)
		}
		s.RunUntil(start + c.lasts)
		w := sum(s)
		if w.Edges[0].Sent != c.sent+1 || w.Lost[CauseRejected] != 1 {
			t.Errorf("push-back %v: %d attempts, lost %v; want %d and one that was refused", c.pushBack, w.Edges[0].Sent, w.Lost, c.sent+1)
		}
	}
}
