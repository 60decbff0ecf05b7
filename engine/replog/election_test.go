package replog

import (
	"slices"
	"testing"
)

// paperCluster is that of the Raft paper's section 9.3 (Ongaro and Ousterhout,
// "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014): five
// servers with a broadcast time of about 15 ms, heartbeats at half the shortest
// election timeout. The paper does not say what the 15 ms are made of; here they
// are a round trip of 5 ms, 2 ms of jitter on both ways together and 8 ms for
// the vote to reach the disk. With 15 ms of network alone, candidates learn of
// each other later, and votes split much more often.
func paperCluster(from, to int) Cluster {
	c := local(5, 5*Millisecond)
	for i := range c.Replicas {
		c.Replicas[i].Sync = 8 * Millisecond
		for j := range c.Replicas {
			c.Paths[i][j].Jitter.Mean = Millisecond
		}
	}
	c.Leader = 0
	c.Raft.ElectionMin, c.Raft.ElectionMax = Time(from)*Millisecond, Time(to)*Millisecond
	c.Raft.Heartbeat = c.Raft.ElectionMin / 2
	return c
}

// downtime crashes the leader at a moment of its heartbeat interval, share from
// 0 to 1, and returns how long it takes to have another, 20 s at most. As in the
// paper the servers' logs have different lengths, which keeps two of the four
// from being elected.
func downtime(t testing.TB, c Cluster, seed uint64, share float64) Time {
	s := mustNew(t, c, seed)
	s.RunUntil(4 * c.Raft.Heartbeat)
	s.RunUntil(4*c.Raft.Heartbeat + Time(share*float64(c.Raft.Heartbeat)))
	inject(t, s, Fault{Kind: FaultUneven}, Fault{Kind: FaultCrash, Replica: 0})
	crash := s.Now()
	for s.Leader() == Nobody && s.Now() < crash+20*Second {
		s.RunUntil(s.Now() + Millisecond)
	}
	return s.Now() - crash
}

// downtimes returns those of many trials, shortest first.
func downtimes(t testing.TB, from, to, trials int) []Time {
	all := make([]Time, trials)
	for i := range all {
		all[i] = downtime(t, paperCluster(from, to), uint64(i), (float64(i)+0.5)/float64(trials))
	}
	slices.Sort(all)
	return all
}

// TestElectionTimesAgainstThePaper holds the time to replace a crashed leader
// against figure 16. The tolerances: medians and means 40 % (the paper's mean
// for 12-24 ms is below ours, for its heartbeats are a synchronised broadcast, and
// ours arrive with jitter), a worst case of 1000 half and double.
func TestElectionTimesAgainstThePaper(t *testing.T) {
	published := map[string]float64{}
	for _, r := range rows(t, "raft_election.csv") {
		if v := r["value_ms"]; v != "-" && v != ">10000" {
			published[r["timeout_range_ms"]+" "+r["metric"]] = number(t, v)
		}
	}
	hold := func(what string, got Time, lo, hi float64) {
		t.Helper()
		want := published[what]
		v := got.Seconds() * 1e3
		t.Logf("%s: %.0f ms, published %.0f ms", what, v, want)
		if want == 0 || v < lo*want || v > hi*want {
			t.Errorf("%s: %.0f ms, want %g to %g times the published %.0f ms", what, v, lo, hi, want)
		}
	}
	none := downtimes(t, 150, 150, 15)
	if typical := none[len(none)/2]; typical < 10*Second {
		t.Errorf("without randomness: typically %.1f s, the paper says above 10 s", typical.Seconds())
	}
	little := downtimes(t, 150, 155, 400)
	hold("150-155 median", little[len(little)/2], 0.6, 1.4)
	more := downtimes(t, 150, 200, 1000)
	hold("150-200 worst of 1000", more[len(more)-1], 0.5, 2)
	short := downtimes(t, 12, 24, 1000)
	sum := Time(0)
	for _, d := range short {
		sum += d
	}
	hold("12-24 mean", sum/Time(len(short)), 0.6, 1.4)
	hold("12-24 worst", short[len(short)-1], 0.5, 2)
	// More randomness, and shorter timeouts, are better; each as in the figure.
	if little[len(little)-1] <= more[len(more)-1] {
		t.Errorf("worst with 5 ms of randomness %v, with 50 ms %v", little[len(little)-1], more[len(more)-1])
	}
}

// TestTimingRule shows the paper's requirement, section 5.6: broadcast time <<
// election timeout << mean time between failures. Too short a timeout deposes
// leaders that are well; too long a one lets each crash cost it.
func TestTimingRule(t *testing.T) {
	unavailable := map[Time]float64{}
	candidacies := map[Time]int64{}
	const run = 300 * Second
	for _, timeout := range []Time{60, 120, 1000, 10_000, 60_000} {
		c := local(5, 80*Millisecond)
		for i := range c.Paths {
			for j := range c.Paths {
				c.Paths[i][j].Jitter = Jitter{Mean: 5 * Millisecond, SpikeShare: 0.02, Spike: 100 * Millisecond}
			}
		}
		timeout *= Millisecond
		c.Raft = Raft{Heartbeat: timeout / 5, ElectionMin: timeout, ElectionMax: 2 * timeout}
		s := mustNew(t, c.writer(0, 5), 1)
		for at := 20 * Second; at < run; at += 40 * Second { // the time between failures
			s.RunUntil(at)
			down := max(0, s.Leader())
			inject(t, s, Fault{Kind: FaultCrash, Replica: down})
			s.RunUntil(at + 20*Second)
			inject(t, s, Fault{Kind: FaultRestart, Replica: down})
		}
		s.RunUntil(run)
		n := s.Totals()
		if n.Violations+n.ToldWrong != 0 {
			t.Fatalf("timeout %v: %+v", timeout, n)
		}
		unavailable[timeout] = n.Unavailable.Seconds() / run.Seconds()
		candidacies[timeout] = n.Candidacies
		t.Logf("timeout %v ms: unavailable %.3f, %d candidacies, %d leaders", timeout/Millisecond, unavailable[timeout], n.Candidacies, n.Elected)
	}
	good := unavailable[Second]
	if good > 0.06 {
		t.Errorf("a timeout between the two: unavailable %.3f of the time", good)
	}
	for _, bad := range []Time{60 * Millisecond, 10 * Second, 60 * Second} {
		if unavailable[bad] < 2*good {
			t.Errorf("timeout %v: unavailable %.3f, want twice the %.3f of a good one", bad, unavailable[bad], good)
		}
	}
	if candidacies[120*Millisecond] < 5*candidacies[Second] {
		t.Errorf("candidacies by timeout: %v", candidacies)
	}
}

// TestOneWayPartition: a follower that can send and not hear stands for election
// again and again, and each time deposes the leader; pre-votes stop that.
func TestOneWayPartition(t *testing.T) {
	elected := map[bool]int64{}
	for _, preVote := range []bool{false, true} {
		c := local(5, 20*Millisecond)
		c.Leader, c.Raft.PreVote = 0, preVote
		s := mustNew(t, c.writer(0, 20), 3)
		s.RunUntil(5 * Second)
		inject(t, s, Fault{Kind: FaultCut, From: -1, To: 4})
		s.RunUntil(65 * Second)
		elected[preVote] = s.Totals().Elected
		check(t, s)
		if preVote && (s.Totals().Unavailable > 0 || s.Leader() != 0) {
			t.Errorf("with pre-votes: %+v, leader %d", s.Totals(), s.Leader())
		}
	}
	if elected[true] != 1 || elected[false] < 20 {
		t.Errorf("leaders in a minute: %d with pre-votes, %d without; want 1, and many", elected[true], elected[false])
	}
}

// TestCutOffLeaderStepsDown: a leader that no majority answers gives up within
// an election timeout, so that it does not lead for nobody.
func TestCutOffLeaderStepsDown(t *testing.T) {
	c := local(3, 20*Millisecond)
	c.Leader, c.Raft.PreVote = 0, true // else what it still sends deposes its successors
	s := mustNew(t, c.writer(0, 50), 1)
	s.RunUntil(Second)
	inject(t, s, Fault{Kind: FaultCut, From: -1, To: 0})
	s.RunUntil(Second + c.Raft.ElectionMax + 2*c.Raft.Heartbeat)
	if s.Replica(0).Role == Leader {
		t.Error("replica 0 still leads")
	}
	s.RunUntil(5 * Second)
	if s.Leader() <= 0 {
		t.Errorf("the leader is %d, want one of the others", s.Leader())
	}
	check(t, s)
	if n := s.Totals(); n.Leaderless == 0 || n.Leaderless > Second || n.Unavailable < n.Leaderless {
		t.Errorf("leaderless %v, unavailable %v", n.Leaderless, n.Unavailable)
	}
	if h := s.Interregna(); h.Count() == 0 {
		t.Error("no interregnum was measured")
	}
}
