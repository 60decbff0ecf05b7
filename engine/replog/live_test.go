package replog

import (
	"strings"
	"testing"
)

// TestReconfigureToTheSame changes nothing.
func TestReconfigureToTheSame(t *testing.T) {
	c := local(5, ms(40)).writer(0, 50)
	s := mustNew(t, c, 1)
	s.RunUntil(3 * Second)
	left := s.Fork()
	if err := s.Reconfigure(c); err != nil {
		t.Fatal(err)
	}
	s.RunUntil(10 * Second)
	left.RunUntil(10 * Second)
	if s.Hash() != left.Hash() {
		t.Error("a cluster that was reconfigured to what it is went another way")
	}
}

func TestReconfigureRefuses(t *testing.T) {
	c := local(3, ms(40)).writer(0, 50)
	s := mustNew(t, c, 1)
	was := s.Hash()
	for _, k := range []struct {
		want string
		turn func(*Cluster)
	}{
		{"3 sites, 3 replicas and 1 clients, not", func(c *Cluster) { c.Clients = nil }},
		{"window differs", func(c *Cluster) { c.Window = 2 * Second }},
		{"who leads when a run starts", func(c *Cluster) { c.Leader = 1 }},
		{`site 1 is "site 1", not "x"`, func(c *Cluster) { c.Sites[1] = "x" }},
		{`replica "replica 1" is not where it was`, func(c *Cluster) { c.Replicas[1].Site = 0 }},
		{`client 0 is "writer 0", not "x"`, func(c *Cluster) { c.Clients[0].Name = "x" }},
		{"longest election timeout", func(c *Cluster) { c.Raft.ElectionMax = 0 }},
	} {
		turned := local(3, ms(40)).writer(0, 50)
		k.turn(&turned)
		if err := s.Reconfigure(turned); err == nil || !strings.Contains(err.Error(), k.want) {
			t.Errorf("want an error with %q, got %v", k.want, err)
		}
	}
	if s.Hash() != was {
		t.Error("a refusal changed the run")
	}
}

// TestWritesTurnedLive: the rate of arrivals follows, from and to none too.
func TestWritesTurnedLive(t *testing.T) {
	c := local(3, ms(2)).writer(0, 100)
	s := mustNew(t, c, 1)
	for _, rate := range []float64{400, 0, 50, 1e-300, 100} {
		c.Clients[0].Writes = rate
		if err := s.Reconfigure(c); err != nil {
			t.Fatal(err)
		}
		before := s.Totals().Offered
		s.RunUntil(s.Now() + 20*Second)
		got := float64(s.Totals().Offered-before) / 20
		if got < 0.85*rate-0.01 || got > 1.15*rate+0.01 {
			t.Errorf("%v writes a second, want %v", got, rate)
		}
	}
}

// TestDriftBeyondTheBoundReadsStale: a lease allows for clocks that drift by its
// bound. A leader whose clock is slower than that, cut off from the others, answers
// for a while what a new leader has overwritten; with the bound wide enough, never.
func TestDriftBeyondTheBoundReadsStale(t *testing.T) {
	for _, c := range []struct {
		bound float64
		stale bool
	}{{0.01, true}, {0.45, false}} {
		stale := int64(0)
		for seed := range uint64(10) {
			cl := local(5, ms(10))
			cl.Leader = 0
			cl.Raft = Raft{Heartbeat: 100 * Millisecond, ElectionMin: Second, ElectionMax: 1200 * Millisecond, Lease: true, DriftBound: c.bound}
			cl.Clients = []Client{
				{Name: "inside", Site: 0, Reads: 500, Timeout: Second},
				{Name: "outside", Site: 1, Writes: 500, Timeout: Second},
			}
			s := mustNew(t, cl, seed)
			s.RunUntil(5 * Second)
			inject(t, s, Fault{Kind: FaultDrift, Replica: 0, Drift: -0.4})
			s.RunUntil(8 * Second)
			inject(t, s, Fault{Kind: FaultCut, From: 0, To: -1}, Fault{Kind: FaultCut, From: -1, To: 0})
			s.RunUntil(15 * Second)
			stale += s.Totals().ReadsStale
		}
		if (stale > 0) != c.stale {
			t.Errorf("a drift of 0.4 under a bound of %v: %d stale reads", c.bound, stale)
		}
	}
}

// TestFeed: what is in the feed is what was counted, and watching changes nothing.
func TestFeed(t *testing.T) {
	c := local(5, ms(40)).writer(0, 50)
	c.Leader = 0
	s, dark := mustNew(t, c, 1), mustNew(t, c, 1)
	s.Sample(1)
	seen := map[MessageKind]int64{}
	between := s.Totals().Messages // what the leader sent at once
	var buf []Message
	for range 100 {
		s.RunUntil(s.Now() + 100*Millisecond)
		buf = s.Feed(buf[:0])
		for _, m := range buf {
			seen[m.Kind]++
			if m.Kind != MsgAsk && m.Kind != MsgAnswer && m.Kind != MsgTurnAway {
				between++
			}
		}
	}
	dark.RunUntil(s.Now())
	n := s.Totals()
	if between != n.Messages || seen[MsgAsk] != n.Offered || seen[MsgAnswer] < n.Acknowledged || seen[MsgHeartbeat] == 0 || seen[MsgEntries] == 0 {
		t.Errorf("the feed has %v, the totals are %+v", seen, n)
	}
	if s.Hash() != dark.Hash() {
		t.Error("a run that is watched went another way")
	}
}
