package replog

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// check holds a run against Raft's safety properties and the books of the clients.
func check(t interface{ Fatalf(string, ...any) }, s *Sim) {
	n := s.Totals()
	if n.Violations != 0 || n.ToldWrong != 0 || n.ReadsStale != 0 {
		t.Fatalf("at %v: %d violations, %d clients told wrong, %d stale reads", s.Now(), n.Violations, n.ToldWrong, n.ReadsStale)
	}
	leaders, leased := map[int32]int32{}, 0
	for i := range s.replicas {
		r := &s.replicas[i]
		if r.role == Leader {
			if other, dup := leaders[r.term]; dup {
				t.Fatalf("replicas %d and %d lead in term %d", other, i, r.term)
			}
			leaders[r.term] = r.id
		}
		if s.Replica(i).Leased {
			leased++
		}
		if r.commit > s.truth.length || r.commit > r.log.last() || r.durable > r.log.last() || r.log.base > min(r.commit, r.durable) {
			t.Fatalf("replica %d: base %d, commit %d, durable %d, last %d, truth %d", i, r.log.base, r.commit, r.durable, r.log.last(), s.truth.length)
		}
		if r.commit > s.truth.trim && r.log.hash(r.commit) != s.truth.hashes[r.commit-s.truth.trim-1] {
			t.Fatalf("replica %d has committed another log", i)
		}
		for j := range i {
			matching(t, r, &s.replicas[j])
		}
	}
	if leased > 1 {
		t.Fatalf("%d replicas hold a lease", leased)
	}
	books(t, s)
}

// matching: two logs with the same term at an index are the same up to there.
func matching(t interface{ Fatalf(string, ...any) }, a, b *replica) {
	same := false
	for i := min(a.log.last(), b.log.last()); i >= max(a.log.base, b.log.base); i-- {
		if a.log.term(i) == b.log.term(i) {
			same = true
		}
		if same && a.log.hash(i) != b.log.hash(i) {
			t.Fatalf("replicas %d and %d: the logs agree at a later index, and differ at %d", a.id, b.id, i)
		}
	}
}

// books: every write is accounted for once, in what clients know and in what is true.
func books(t interface{ Fatalf(string, ...any) }, s *Sim) {
	var waiting, open, reading int64
	for i := range s.ops {
		p := &s.ops[i]
		switch {
		case p.told == toldFree:
			continue
		case p.reading:
			if p.told == toldNothing {
				reading++
			}
			continue
		case p.told == toldNothing:
			waiting++
		}
		if p.fate == fateNone || p.fate == fateOpen {
			open++
		}
	}
	n := s.Totals()
	if n.Offered != n.Acknowledged+n.Refused+n.Unknown+waiting {
		t.Fatalf("offered %d, acknowledged %d, refused %d, unknown %d, waiting %d", n.Offered, n.Acknowledged, n.Refused, n.Unknown, waiting)
	}
	if n.Offered != n.Committed+n.Lost+open {
		t.Fatalf("offered %d, committed %d, lost %d, open %d", n.Offered, n.Committed, n.Lost, open)
	}
	if n.Reads != n.ReadsDone+n.ReadsFailed+reading {
		t.Fatalf("reads %d, done %d, failed %d, waiting %d", n.Reads, n.ReadsDone, n.ReadsFailed, reading)
	}
	var sum Count
	for _, w := range append(s.Windows(), s.Current()) {
		sum.Offered += w.Offered
		sum.Acknowledged += w.Acknowledged
		sum.Leaderless += w.Leaderless
		sum.Unavailable += w.Unavailable
	}
	if sum.Offered != n.Offered || sum.Acknowledged != n.Acknowledged || sum.Leaderless != n.Leaderless || sum.Unavailable != n.Unavailable {
		t.Fatalf("the windows add up to %+v, the totals are %+v", sum, n.Count)
	}
	if n.Leaderless > n.Unavailable || n.Unavailable > s.Now() {
		t.Fatalf("leaderless %v, unavailable %v of %v", n.Leaderless, n.Unavailable, s.Now())
	}
}

// anyCluster draws a cluster, small in everything so that rare things happen often.
func anyCluster(t *rapid.T) Cluster {
	n := rapid.IntRange(1, 6).Draw(t, "replicas")
	c := local(n, ms(float64(rapid.IntRange(0, 40).Draw(t, "rtt"))))
	c.Leader = rapid.IntRange(Nobody, n-1).Draw(t, "leader")
	c.Raft = anyRaft(t)
	rate := rapid.SampledFrom([]float64{0, 1e6, 1e7}).Draw(t, "rate")
	jitter := ms(rapid.Float64Range(0, 30).Draw(t, "jitter"))
	loss := rapid.SampledFrom([]float64{0, 0.01, 0.2}).Draw(t, "loss")
	for i := range n {
		r := &c.Replicas[i]
		r.Drift = rapid.Float64Range(-0.1, 0.1).Draw(t, "drift")
		r.Sync = ms(rapid.SampledFrom([]float64{0, 0, 5}).Draw(t, "sync"))
		r.Uplink, r.LoadRate, r.ReplayRate = rate, 1e5, 1e3
		for j := range n {
			p := &c.Paths[i][j]
			p.Jitter.Mean, p.Loss, p.Rate = jitter, loss, rate
			p.Jitter.Kind = JitterKind(j % 2)
		}
		c.Clients = append(c.Clients, Client{Name: fmt.Sprint(i), Site: i, Writes: 40, Reads: 40, Timeout: 400 * Millisecond})
	}
	return c
}

// anyRaft draws settings, small so that rare things happen often.
func anyRaft(t *rapid.T) (f Raft) {
	f.ElectionMin = ms(float64(rapid.IntRange(20, 300).Draw(t, "election")))
	f.ElectionMax = f.ElectionMin + ms(float64(rapid.IntRange(5, 300).Draw(t, "randomness")))
	f.Heartbeat = f.ElectionMin / Time(rapid.IntRange(2, 10).Draw(t, "beats"))
	f.PreVote = rapid.Bool().Draw(t, "pre-vote")
	f.Lease = rapid.Bool().Draw(t, "lease")
	f.DriftBound = 0.1
	f.Keep = rapid.Int64Range(1, 50).Draw(t, "keep")
	f.Pipeline = rapid.Int64Range(1, 50).Draw(t, "pipeline")
	f.BatchBytes = rapid.Int64Range(1, 2000).Draw(t, "batch")
	f.SnapshotBytes = rapid.Int64Range(1, 20_000).Draw(t, "snapshot")
	f.ChunkBytes = 1000
	f.CatchUpRate = rapid.SampledFrom([]float64{0, 1e6}).Draw(t, "catch-up rate")
	return f
}

// anyTurn turns some numbers of a cluster, leases on and off among them.
func anyTurn(t *rapid.T, c Cluster) Cluster {
	own := *(&c).withDefaults()
	for range rapid.IntRange(1, 4).Draw(t, "turns") {
		f, other := &own.Raft, anyRaft(t)
		switch rapid.IntRange(0, 6).Draw(t, "turn") {
		case 0:
			f.ElectionMin, f.ElectionMax, f.Heartbeat = other.ElectionMin, other.ElectionMax, other.Heartbeat
		case 1:
			f.PreVote, f.Lease = other.PreVote, other.Lease
		case 2:
			f.Keep, f.Pipeline, f.BatchBytes, f.SnapshotBytes, f.CatchUpRate = other.Keep, other.Pipeline, other.BatchBytes, other.SnapshotBytes, other.CatchUpRate
		case 3:
			own.Replicas[0].Drift = rapid.Float64Range(-0.1, 0.1).Draw(t, "drift")
		case 4:
			own.Replicas[0].Sync = ms(rapid.Float64Range(0, 10).Draw(t, "sync"))
		case 5:
			k := &own.Clients[0]
			k.Writes, k.Reads = rapid.Float64Range(0, 80).Draw(t, "writes"), rapid.Float64Range(0, 80).Draw(t, "reads")
			k.Site, k.Timeout = rapid.IntRange(0, len(own.Sites)-1).Draw(t, "site"), ms(rapid.Float64Range(1, 600).Draw(t, "timeout"))
		case 6:
			for i := range own.Paths {
				own.Paths[0][i].RTT, own.Paths[0][i].Loss = ms(rapid.Float64Range(0, 80).Draw(t, "rtt")), rapid.SampledFrom([]float64{0, 0.1}).Draw(t, "loss")
			}
		}
	}
	return own
}

// anyFault draws one that no protocol on intact disks may be broken by.
func anyFault(t *rapid.T, s *Sim) Fault {
	site := rapid.IntRange(-1, len(s.c.Sites)-1)
	return Fault{
		Kind:    rapid.SampledFrom([]FaultKind{FaultCrash, FaultCrash, FaultRestart, FaultRestart, FaultCut, FaultCut, FaultHeal, FaultHeal, FaultLoss, FaultDelay, FaultDrift, FaultUneven}).Draw(t, "kind"),
		Replica: rapid.IntRange(0, len(s.replicas)-1).Draw(t, "replica"),
		From:    site.Draw(t, "from"), To: site.Draw(t, "to"),
		Loss:  rapid.SampledFrom([]float64{0, 0.1, 0.5}).Draw(t, "lose"),
		Delay: ms(rapid.Float64Range(0, 100).Draw(t, "delay")),
		Drift: rapid.Float64Range(-0.1, 0.1).Draw(t, "go wrong"), // within the bound of the leases
	}
}

// mend lifts all faults.
func mend(t testing.TB, s *Sim) {
	for _, k := range []FaultKind{FaultHeal, FaultLoss, FaultDelay} {
		inject(t, s, Fault{Kind: k, From: -1, To: -1})
	}
	for i := range s.replicas {
		inject(t, s, Fault{Kind: FaultHeal, From: i, To: i}, Fault{Kind: FaultLoss, From: i, To: i}, Fault{Kind: FaultDelay, From: i, To: i})
		inject(t, s, Fault{Kind: FaultRestart, Replica: i})
	}
}

// TestSafety: whatever crashes, is cut or gets lost, a term has one leader, what
// is committed stays and is the same everywhere, logs match, clients that were
// told "committed" were told the truth, and no read misses what was acknowledged
// before it. And once everything is mended, and the election timeout leaves room
// for a broadcast, the cluster goes on.
func TestSafety(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := mustNew(t, anyCluster(rt), rapid.Uint64().Draw(rt, "seed"))
		s.SetBudget(400_000)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
			case 1:
				if err := s.Reconfigure(anyTurn(rt, *s.c)); err != nil {
					rt.Fatalf("%v", err)
				}
			default:
				if err := s.Inject(anyFault(rt, s)); err != nil {
					rt.Fatalf("%v", err)
				}
			}
			s.RunUntil(s.Now() + ms(rapid.Float64Range(0, 500).Draw(rt, "run")))
			check(rt, s)
		}
		if s.Exhausted() {
			rt.Fatalf("%d events by %v", s.Events(), s.Now())
		}
	})
}

// TestTheClusterRecovers: after any faults, mended, a cluster whose timeouts
// leave room for a broadcast commits again, and every write's fate is settled.
func TestTheClusterRecovers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := anyCluster(rt)
		c.Raft.ElectionMin, c.Raft.ElectionMax, c.Raft.Heartbeat = 500*Millisecond, Second, 100*Millisecond
		c.Raft.Keep, c.Raft.Pipeline, c.Raft.BatchBytes, c.Raft.CatchUpRate = 100, 0, 0, 0
		for i := range c.Paths {
			c.Replicas[i].Uplink = 0
			for j := range c.Paths {
				c.Paths[i][j].Loss, c.Paths[i][j].Rate = 0, 0
			}
		}
		s := mustNew(t, c, rapid.Uint64().Draw(rt, "seed"))
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			if err := s.Inject(anyFault(rt, s)); err != nil {
				rt.Fatalf("%v", err)
			}
			s.RunUntil(s.Now() + ms(rapid.Float64Range(0, 3000).Draw(rt, "run")))
		}
		mend(t, s)
		s.RunUntil(s.Now() + 20*Second)
		check(rt, s)
		w := s.Windows()[len(s.Windows())-1]
		if w.Acknowledged == 0 || w.ReadsDone == 0 || w.Unavailable > 0 {
			rt.Fatalf("20 s after the last fault: %+v", w)
		}
		for i, r := range w.Replicas {
			if !r.Up || r.Lag > 100 {
				rt.Fatalf("replica %d lags by %d entries", i, r.Lag)
			}
		}
	})
}

// TestForkEqualsOriginal: a fork goes on like its original, whatever happens to both.
func TestForkEqualsOriginal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := mustNew(t, anyCluster(rt), rapid.Uint64().Draw(rt, "seed"))
		step := func(sims ...*Sim) {
			f, ahead := anyFault(rt, s), ms(rapid.Float64Range(0, 500).Draw(rt, "run"))
			turned, turn := anyTurn(rt, *s.c), rapid.Bool().Draw(rt, "reconfigure")
			for _, one := range sims {
				if turn {
					if err := one.Reconfigure(turned); err != nil {
						rt.Fatalf("%v", err)
					}
				}
				if err := one.Inject(f); err != nil {
					rt.Fatalf("%v", err)
				}
				one.RunUntil(one.Now() + ahead)
			}
		}
		for range rapid.IntRange(0, 5).Draw(rt, "before") {
			step(s)
		}
		c, left := s.Fork(), s.Fork()
		was := left.Hash()
		if c.Hash() != s.Hash() {
			rt.Fatalf("a fresh fork has another hash")
		}
		for range 3 {
			step(s, c)
			if c.Hash() != s.Hash() {
				rt.Fatalf("the fork went another way")
			}
		}
		if left.Hash() != was {
			rt.Fatalf("a fork that stood still has changed")
		}
	})
}
