package replog

import "testing"

// withReader adds a client that reads beside a replica.
func (c Cluster) withReader(site int, rate float64) Cluster {
	c.Clients = append(c.Clients, Client{Name: "reader " + c.Sites[site], Site: site, Reads: rate, Timeout: 2 * Second})
	return c
}

// TestLeasesServeLocally: under a lease a read beside the leader costs no round
// trip; without, it costs one to a majority.
func TestLeasesServeLocally(t *testing.T) {
	for _, lease := range []bool{false, true} {
		c := local(3, 80*Millisecond)
		c.Leader = 0
		c.Raft = Raft{Heartbeat: 100 * Millisecond, ElectionMin: Second, ElectionMax: 2 * Second, Lease: lease, DriftBound: 0.01}
		s := mustNew(t, c.writer(0, 20).withReader(0, 100), 1)
		s.RunUntil(20 * Second)
		check(t, s)
		n := s.Totals()
		if n.ReadsDone < 1800 || n.ReadsFailed != 0 {
			t.Fatalf("lease %v: %+v", lease, n.Count)
		}
		local := float64(n.ReadsLeased) / float64(n.ReadsDone)
		if lease && local < 0.98 || !lease && local != 0 {
			t.Errorf("lease %v: %.3f of the reads were answered locally", lease, local)
		}
	}
}

// stale runs a cluster whose leader, replica 0, is cut off from the others while
// a reader beside it goes on, and returns how many stale reads it got. The
// leader's clock is slow and the others' are fast, by drift; a lease allows for bound.
func stale(t *testing.T, drift, bound float64, seed uint64) Totals {
	c := local(5, 20*Millisecond)
	c.Leader = 0
	c.Raft = Raft{Heartbeat: 100 * Millisecond, ElectionMin: Second, ElectionMax: 1100 * Millisecond, Lease: true, DriftBound: bound}
	c.Replicas[0].Drift = -drift
	for i := 1; i < 5; i++ {
		c.Replicas[i].Drift = drift
	}
	c = c.writer(1, 200).withReader(0, 1000)
	c.Clients[0].Timeout = 200 * Millisecond // so that it finds the new leader soon
	s := mustNew(t, c, seed)
	s.RunUntil(5 * Second)
	inject(t, s, Fault{Kind: FaultCut, From: 0, To: -1}, Fault{Kind: FaultCut, From: -1, To: 0})
	s.RunUntil(10 * Second)
	n := s.Totals()
	if n.Violations+n.ToldWrong > 0 {
		t.Fatalf("%+v", n)
	}
	if n.Elected < 2 {
		t.Fatal("no new leader")
	}
	return n
}

// TestLeasesHoldWithinTheDriftBound: no stale read as long as the clocks keep
// within the bound that the lease allows for; there are some when they don't, so
// that this test could fail.
func TestLeasesHoldWithinTheDriftBound(t *testing.T) {
	beyond := int64(0)
	for seed := range uint64(20) {
		for _, drift := range []float64{0, 0.05, 0.1} {
			if n := stale(t, drift, 0.1, seed); n.ReadsStale != 0 {
				t.Errorf("drift %v, bound 0.1: %d stale reads", drift, n.ReadsStale)
			}
		}
		beyond += stale(t, 0.3, 0.01, seed).ReadsStale
	}
	if beyond == 0 {
		t.Error("clocks far beyond the bound did no harm")
	}
}

// TestRestartsKeepLeases: replicas that restart don't know whom they heard, and
// must not let another candidate, who has stood all along, take over while the
// leader's lease lasts.
func TestRestartsKeepLeases(t *testing.T) {
	c := local(5, 2*Millisecond)
	c.Leader = 0
	c.Raft = Raft{Heartbeat: 100 * Millisecond, ElectionMin: 2 * Second, ElectionMax: 2010 * Millisecond, Lease: true}
	s := mustNew(t, c, 1)
	s.RunUntil(Second)
	inject(t, s, Fault{Kind: FaultCut, From: 0, To: 4}, Fault{Kind: FaultCut, From: 4, To: 0})
	for s.Replica(4).Role != Candidate { // in vain
		s.RunUntil(s.Now() + Millisecond)
	}
	s.RunUntil(s.Now() + 1900*Millisecond) // about to stand again
	inject(t, s, Fault{Kind: FaultCut, From: 0, To: -1}, Fault{Kind: FaultCut, From: -1, To: 0})
	for i := 1; i <= 2; i++ {
		inject(t, s, Fault{Kind: FaultCrash, Replica: i}, Fault{Kind: FaultRestart, Replica: i})
	}
	for end := s.Now() + 6*Second; s.Now() < end; s.RunUntil(s.Now() + Millisecond) {
		if leasesHeld(s) > 1 {
			t.Fatalf("%v: two replicas hold a lease", s.Now())
		}
		if s.Replica(0).Leased && s.Leader() == 4 {
			t.Fatalf("%v: replica 4 leads during replica 0's lease", s.Now())
		}
	}
	if s.Totals().Elected < 2 {
		t.Error("no new leader")
	}
}
