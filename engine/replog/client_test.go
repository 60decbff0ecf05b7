package replog

import "testing"

// TestUnknownMayBeEither: a client that gave up can't tell whether its write is
// in the log for good. Here is one story of each kind.
func TestUnknownMayBeEither(t *testing.T) {
	c := local(3, 20*Millisecond)
	c.Leader, c.Raft.PreVote = 0, true
	c = c.writer(0, 100)
	start := func() *Sim {
		s := mustNew(t, c, 1)
		s.RunUntil(2 * Second)
		if n := s.Totals(); n.Unknown+n.Lost > 0 || n.Acknowledged < 150 {
			t.Fatalf("before any fault: %+v", n.Count)
		}
		return s
	}
	t.Run("lost", func(t *testing.T) { // the leader's new entries reach nobody, and another is elected
		s := start()
		inject(t, s, Fault{Kind: FaultCut, From: 0, To: -1}, Fault{Kind: FaultCut, From: -1, To: 0})
		s.RunUntil(6 * Second)
		inject(t, s, Fault{Kind: FaultHeal, From: 0, To: -1}, Fault{Kind: FaultHeal, From: -1, To: 0})
		s.RunUntil(20 * Second)
		check(t, s)
		if n := s.Totals(); n.UnknownLost < 5 {
			t.Errorf("%+v", n.Count)
		}
	})
	t.Run("committed", func(t *testing.T) { // the leader dies when the followers have it and before it could say so
		s := start()
		inject(t, s, Fault{Kind: FaultCut, From: -1, To: 0}) // the acknowledgements don't arrive
		s.RunUntil(2*Second + 60*Millisecond)
		inject(t, s, Fault{Kind: FaultCrash, Replica: 0})
		s.RunUntil(20 * Second)
		check(t, s)
		if n := s.Totals(); n.UnknownCommitted < 2 {
			t.Errorf("%+v", n.Count)
		}
	})
	t.Run("refused", func(t *testing.T) { // nobody leads, everybody says so
		c := c
		c.Sites = append(c.Sites, "clients") // who are joined to all, while the replicas are joined to none
		for i := range c.Paths {
			c.Paths[i] = append(c.Paths[i], Path{})
		}
		c.Paths = append(c.Paths, make([]Path, 4))
		c.Clients[0].Site = 3
		s := mustNew(t, c, 1)
		s.RunUntil(2 * Second)
		for a := range 3 {
			for b := range 3 {
				inject(t, s, Fault{Kind: FaultCut, From: a, To: b})
			}
		}
		s.RunUntil(10 * Second)
		check(t, s)
		n := s.Totals()
		if n.Refused < 300 || n.Acknowledged > 210 {
			t.Errorf("%+v", n.Count)
		}
	})
}

// TestClientFindsTheLeader: a client that asks a follower is sent on, once.
func TestClientFindsTheLeader(t *testing.T) {
	c := local(3, 20*Millisecond)
	c.Leader = 1
	c = c.writer(2, 100)
	s := mustNew(t, c, 1)
	s.clients[0].target = 2
	s.RunUntil(5 * Second)
	check(t, s)
	if n := s.Totals(); s.clients[0].target != 1 || n.Unknown+n.Refused > 0 {
		t.Errorf("target %d, %+v", s.clients[0].target, n.Count)
	}
	// A round trip to the leader, and within it one to a majority.
	w := s.Windows()[4]
	if w.ClientMean < 40*Millisecond-2 || w.ClientMean > 40*Millisecond+2 || w.CommitMean > 20*Millisecond+2 {
		t.Errorf("client %v, commit %v", w.ClientMean, w.CommitMean)
	}
}
