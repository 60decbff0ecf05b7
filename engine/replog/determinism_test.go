package replog

import (
	"slices"
	"testing"
)

// busy is a run in which most of the model takes part.
func busy(t testing.TB, seed uint64) *Sim {
	c := local(5, 30*Millisecond)
	for i := range c.Replicas {
		r := &c.Replicas[i]
		r.Sync, r.Uplink, r.Drift = Millisecond, 50e6, 0.001*float64(i-2)
		r.LoadRate, r.ReplayRate = 10e6, 10_000
		for j := range c.Replicas {
			p := &c.Paths[i][j]
			p.Jitter = Jitter{Mean: Millisecond, SpikeShare: 0.01, Spike: 20 * Millisecond}
			p.Loss, p.Window, p.PacketLoss = 0.001, 1<<20, 1e-5
		}
	}
	c.Raft.PreVote, c.Raft.Lease, c.Raft.DriftBound, c.Raft.Keep = true, true, 0.01, 500
	s := mustNew(t, c.writer(0, 200).writer(3, 50).withReader(1, 200), seed)
	s.RunUntil(5 * Second)
	leader := max(0, s.Leader())
	inject(t, s, Fault{Kind: FaultCrash, Replica: leader}, Fault{Kind: FaultCut, From: 2, To: 3})
	s.RunUntil(12 * Second)
	inject(t, s, Fault{Kind: FaultRestart, Replica: leader}, Fault{Kind: FaultHeal, From: -1, To: -1})
	s.RunUntil(16 * Second)
	inject(t, s, Fault{Kind: FaultReplace, Replica: (leader + 1) % 5})
	s.RunUntil(25 * Second)
	return s
}

// TestGoldenHashes notices when a run is no longer the run it was: because the
// behaviour changed (then these numbers are to be changed with it, and the
// changelog is to say so), or because another platform computes differently.
func TestGoldenHashes(t *testing.T) {
	for seed, want := range map[uint64]uint64{1: 0x5905bad7f04afe15, 2: 0x96cf811a8b98fac9} {
		s := busy(t, seed)
		check(t, s)
		if n := s.Totals(); n.Snapshots == 0 || n.Elected < 2 || n.ReadsLeased == 0 || n.Unknown == 0 {
			t.Errorf("seed %d: the run is too quiet to tell anything: %+v", seed, n)
		}
		if got := s.Hash(); got != want {
			t.Errorf("seed %d: hash = %#x, want %#x", seed, got, want)
		}
	}
}

// TestEachPartHasItsOwnLuck: turning a knob of one part leaves the luck of the
// others as it was.
func TestEachPartHasItsOwnLuck(t *testing.T) {
	c := local(3, 20*Millisecond)
	c.Leader = 0
	c = c.writer(0, 100).writer(1, 100)
	offered := func(c Cluster) (n []int64) {
		s := mustNew(t, c, 7)
		s.RunUntil(10 * Second)
		for _, w := range s.Windows() {
			n = append(n, w.Offered)
		}
		return n
	}
	base := offered(c)
	other := c
	other.Raft.ElectionMin, other.Raft.Lease = 200*Millisecond, true
	other.Paths = local(3, 50*Millisecond).Paths
	other.Paths[0][1].Loss, other.Paths[0][1].Jitter.Mean = 0.1, 3*Millisecond
	other.Replicas = slices.Clone(c.Replicas)
	other.Replicas[2].Sync = Millisecond
	if !slices.Equal(base, offered(other)) {
		t.Error("the clients' arrivals changed with the network")
	}
	s := mustNew(t, c, 8)
	s.RunUntil(10 * Second)
	if s.Windows()[0].Offered == base[0] && s.Windows()[1].Offered == base[1] && s.Windows()[2].Offered == base[2] {
		t.Error("another seed gives the same arrivals")
	}
}

// TestSteps: it makes no difference in how many steps a run is advanced.
func TestSteps(t *testing.T) {
	c := local(3, 20*Millisecond)
	c = c.writer(0, 100)
	one, many := mustNew(t, c, 1), mustNew(t, c, 1)
	one.RunUntil(5 * Second)
	for many.Now() < 5*Second {
		many.RunUntil(many.Now() + 7*Millisecond)
		many.Current()
	}
	one.RunUntil(many.Now())
	if one.Hash() != many.Hash() {
		t.Error("small steps lead elsewhere")
	}
}

// TestBudget: a run stops at its budget of events and goes on with a larger one.
func TestBudget(t *testing.T) {
	s := mustNew(t, local(3, Millisecond).writer(0, 100), 1)
	s.SetBudget(500)
	s.RunUntil(100 * Second)
	if !s.Exhausted() || s.Events() != 500 || s.Now() >= 100*Second {
		t.Errorf("%d events, exhausted %v, at %v", s.Events(), s.Exhausted(), s.Now())
	}
	s.SetBudget(0)
	s.RunUntil(100 * Second)
	if s.Exhausted() || s.Now() != 100*Second {
		t.Errorf("without a budget it stopped at %v", s.Now())
	}
}

// TestSteadyStateDoesNotAllocate apart from the windows, which are kept.
func TestSteadyStateDoesNotAllocate(t *testing.T) {
	c := local(5, 10*Millisecond)
	c.Leader, c.Window = 0, 10_000*Second
	c.Raft.Keep = 1000
	s := mustNew(t, c.writer(0, 1000).withReader(0, 500), 1)
	s.RunUntil(20 * Second)
	if n := testing.AllocsPerRun(5, func() { s.RunUntil(s.Now() + Second) }); n > 2 {
		t.Errorf("%v allocations for each second of 1500 operations", n)
	}
}

func BenchmarkReplicatedLog(b *testing.B) {
	c := local(5, 80*Millisecond)
	c.Leader = 0
	for i := range c.Paths {
		for j := range c.Paths {
			c.Paths[i][j].Jitter.Mean = Millisecond
		}
	}
	s := mustNew(b, c.writer(0, 1000), 1)
	s.RunUntil(5 * Second)
	b.ReportAllocs()
	b.ResetTimer()
	from := s.Events()
	for b.Loop() {
		s.RunUntil(s.Now() + Second)
	}
	b.ReportMetric(float64(s.Events()-from)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "virtual-s/s")
}

func BenchmarkFork(b *testing.B) {
	s := busy(b, 1)
	b.ReportAllocs()
	for b.Loop() {
		s.Fork()
	}
}
