package replog

import (
	"math"
	"testing"
)

// thin is a cluster of three whose leader has an uplink of 20 Mb/s, and writes
// that take a tenth of it for each follower. Replica 2 is down for a while, and
// comes back to a log it has to catch up with, 250 writes of 1000 bytes for each
// second; thin returns how long that takes, 300 s at most.
func thin(t *testing.T, down Time, rate float64, keep int64) (*Sim, Time) {
	c := local(3, 40*Millisecond)
	c.Leader = 0
	c.Replicas[0].Uplink = 20e6
	c.Raft = Raft{
		Heartbeat: 200 * Millisecond, ElectionMin: 2 * Second, ElectionMax: 4 * Second,
		EntryBytes: 1000, Keep: keep, BatchBytes: 200_000, CatchUpRate: rate,
		SnapshotBytes: 100e6, ChunkBytes: 200_000,
	}
	s := mustNew(t, c.writer(0, 250), 1)
	s.RunUntil(5 * Second)
	inject(t, s, Fault{Kind: FaultCrash, Replica: 2})
	s.RunUntil(5*Second + down)
	inject(t, s, Fault{Kind: FaultRestart, Replica: 2})
	back := s.Now()
	for s.Replica(2).Lag > 50 && s.Now() < back+300*Second {
		s.RunUntil(s.Now() + 10*Millisecond)
	}
	return s, s.Now() - back
}

// TestCatchingUpCompetesWithCommits: while a replica catches up over the uplink
// that also carries new entries, commits are slower; a bound on its rate makes
// them quicker and the catching up longer.
func TestCatchingUpCompetesWithCommits(t *testing.T) {
	const backlog = 60 * 250 * 1000 * 8 // bits
	s, took := thin(t, 60*Second, 0, 50_000)
	check(t, s)
	// What two followers' new entries leave of the uplink: 20 - 2 Mb/s of which the
	// lagging one's own wait behind the rest.
	if want := backlog / 16e6; took.Seconds() < 0.8*want || took.Seconds() > 1.4*want {
		t.Errorf("caught up in %.2f s, want about %.2f s", took.Seconds(), want)
	}
	quiet, busy := s.Windows()[60], s.Windows()[67]
	slow, slowTook := thin(t, 60*Second, 4e6, 50_000)
	bounded := slow.Windows()[67]
	t.Logf("commit p50/p99: alone %v/%v, beside catching up %v/%v for %v, bounded %v/%v for %v",
		quiet.CommitP50, quiet.CommitP99, busy.CommitP50, busy.CommitP99, took, bounded.CommitP50, bounded.CommitP99, slowTook)
	if busy.CommitP50 < quiet.CommitP50+20*Millisecond {
		t.Errorf("commits beside the catching up take %v, alone %v", busy.CommitP50, quiet.CommitP50)
	}
	if bounded.CommitMean > (busy.CommitMean+quiet.CommitMean)/2 {
		t.Errorf("with a bounded rate commits take %v, without %v", bounded.CommitMean, busy.CommitMean)
	}
	if slowTook < 2*took {
		t.Errorf("bounded, it took %v; unbounded %v", slowTook, took)
	}
}

// TestSnapshotRestore: a replica whose gap the log no longer covers gets the
// state, 100 MB at what is left of 20 Mb/s.
func TestSnapshotRestore(t *testing.T) {
	s, took := thin(t, 100*Second, 0, 16_000)
	check(t, s)
	if n := s.Totals().Snapshots; n != 1 {
		t.Errorf("%d snapshots, want 1", n)
	}
	least := TransferTime(100e6, 20e6, 1)
	if want := TransferTime(100e6, 18e6, 1); took < least || took > want*13/10 {
		t.Errorf("restored in %.1f s, want some %.1f s and more than %.1f s", took.Seconds(), want.Seconds(), least.Seconds())
	}
}

// TestSnapshotsForEver: when the log does not keep what is written while a
// snapshot is sent, the replica needs the next at once.
func TestSnapshotsForEver(t *testing.T) {
	s, took := thin(t, 60*Second, 0, 2000)
	if n := s.Totals().Snapshots; n < 5 || took < 300*Second {
		t.Errorf("%d snapshots in %v, want one after the other for ever", n, took)
	}
	check(t, s)
}

// TestRestoreOverOneConnection: with nothing else to do, a restore takes bytes
// over the least of the bounds, and loading; here TCP's window over the round trip.
func TestRestoreOverOneConnection(t *testing.T) {
	c := local(3, 80*Millisecond)
	c.Leader = 0
	for i := range c.Paths {
		for j := range c.Paths {
			c.Paths[i][j].Window = 1 << 20
		}
		c.Replicas[i].LoadRate = 50e6
	}
	c.Raft = Raft{
		Heartbeat: Second, ElectionMin: 10 * Second, ElectionMax: 20 * Second,
		Keep: 10, SnapshotBytes: 1e9,
	}
	s := mustNew(t, c.writer(0, 20), 1)
	s.RunUntil(5 * Second)
	inject(t, s, Fault{Kind: FaultReplace, Replica: 2})
	if st := s.Replica(2); !st.Learning || st.Last != 0 {
		t.Fatalf("the new machine is %+v", st)
	}
	s.clients[0].writeGap = 1e18 // no more writes: the log stays
	start := s.Now()
	for s.Replica(2).Lag > 0 && s.Now() < start+1000*Second {
		s.RunUntil(s.Now() + 100*Millisecond)
	}
	transfer := TransferTime(1e9, WindowRate(1<<20, 80*Millisecond), 1)
	load := 20 * Second
	if got, want := (s.Now() - start).Seconds(), (transfer + load).Seconds(); math.Abs(got-want) > 0.03*want {
		t.Errorf("restored in %.1f s, want %.1f s", got, want)
	}
	s.RunUntil(s.Now() + 5*Second)
	if s.Replica(2).Learning {
		t.Error("with everything back, it is not a member yet")
	}
	check(t, s)
}

// TestLearnersDoNotCount: with a learner and one dead replica, one of three that
// is left commits nothing until the learner has everything.
func TestLearnersDoNotCount(t *testing.T) {
	c := local(3, 10*Millisecond)
	c.Leader = 0
	c.Raft.CatchUpRate = 1e6
	c.Raft.Keep, c.Raft.SnapshotBytes = 100, 1e6
	s := mustNew(t, c.writer(0, 100), 1)
	s.RunUntil(5 * Second)
	inject(t, s, Fault{Kind: FaultReplace, Replica: 1}, Fault{Kind: FaultCrash, Replica: 2})
	was := s.Committed()
	s.RunUntil(6 * Second)
	if s.Committed() > was+5 || s.Current().Unavailable == 0 && s.Windows()[5].Unavailable < 900*Millisecond {
		t.Errorf("committed %d entries with a learner", s.Committed()-was)
	}
	check(t, s)
}

// TestRestartReplays: a restart takes the log's length over the replay rate.
func TestRestartReplays(t *testing.T) {
	c := local(3, 10*Millisecond)
	c.Leader = 0
	c.Replicas[2].ReplayRate = 100
	s := mustNew(t, c.writer(0, 100), 1)
	s.RunUntil(5 * Second)
	entries := s.Replica(2).Last
	inject(t, s, Fault{Kind: FaultCrash, Replica: 2}, Fault{Kind: FaultRestart, Replica: 2})
	want := Time(entries) * 10 * Millisecond
	s.RunUntil(5*Second + want - 1)
	if !s.Replica(2).Replaying {
		t.Error("it is ready too early")
	}
	s.RunUntil(5*Second + want)
	if s.Replica(2).Replaying {
		t.Error("it still replays")
	}
	s.RunUntil(12 * Second)
	check(t, s)
}
