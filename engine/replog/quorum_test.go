package replog

import (
	"math"
	"slices"
	"testing"
)

// regions are the sets of the golden table.
var regions = map[string][]string{
	"us3":            {"us-east-1", "us-west-1", "us-west-2"},
	"us2_eu1":        {"us-east-1", "us-west-2", "eu-west-1"},
	"atlantic_asia3": {"us-east-1", "eu-west-1", "ap-northeast-1"},
	"global5":        {"us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-1"},
	"global5_sa":     {"us-east-1", "us-west-2", "eu-west-1", "ap-southeast-1", "sa-east-1"},
	"global7":        {"us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2"},
}

// roundTrips reads the table of measurements, both ways where both were taken.
func roundTrips(t *testing.T) map[[2]string]Time {
	rtt := map[[2]string]Time{}
	for _, r := range rows(t, "aws_interregion_rtt_2017.csv") {
		v := ms(number(t, r["rtt_ms"]))
		rtt[[2]string{r["from"], r["to"]}] = v
		if back := [2]string{r["to"], r["from"]}; rtt[back] == 0 {
			rtt[back] = v
		}
	}
	return rtt
}

// wan is a cluster with a replica in each region. The round trips to the leader
// are those measured from its region; a way takes half of them.
func wan(rtt map[[2]string]Time, sites []string, leader int) Cluster {
	c := local(len(sites), 0)
	c.Sites = sites
	c.Leader = leader
	c.Raft = Raft{Heartbeat: 500 * Millisecond, ElectionMin: 3 * Second, ElectionMax: 6 * Second}
	for a := range sites {
		for b := range sites {
			if a == leader {
				c.Paths[a][b].RTT = rtt[[2]string{sites[a], sites[b]}]
				c.Paths[b][a].RTT = c.Paths[a][b].RTT
			} else if b != leader {
				c.Paths[a][b].RTT = rtt[[2]string{sites[a], sites[b]}]
			}
		}
	}
	return c
}

// TestQuorumLatencyAgainstTheTable holds the order statistic, and the runs of a
// cluster, against the golden table: leaders, and leaders whose nearest follower
// is down.
func TestQuorumLatencyAgainstTheTable(t *testing.T) {
	rtt := roundTrips(t)
	for _, r := range rows(t, "wan_quorum_latency.csv") {
		t.Run(r["set"]+"/"+r["leader"], func(t *testing.T) {
			sites := regions[r["set"]]
			leader := slices.Index(sites, r["leader"])
			c := wan(rtt, sites, leader).writer(leader, 20)
			var trips []Time
			nearest := Nobody
			for j := range sites {
				if j == leader {
					continue
				}
				trips = append(trips, c.Paths[leader][j].RTT)
				if nearest == Nobody || c.Paths[leader][j].RTT < c.Paths[leader][nearest].RTT {
					nearest = j
				}
			}
			want, lost := ms(number(t, r["commit_rtt_ms"])), ms(number(t, r["commit_if_nearest_lost_ms"]))
			if got, ok := CommitTime(trips, 0); !ok || got != want {
				t.Errorf("CommitTime = %v %v, want %v", got, ok, want)
			}
			if got, ok := CommitTime(trips, 1); !ok || got != lost {
				t.Errorf("CommitTime without the nearest = %v %v, want %v", got, ok, lost)
			}
			if got := AllAckTime(trips); got != ms(number(t, r["all_ack_ms"])) {
				t.Errorf("AllAckTime = %v, want %v ms", got, r["all_ack_ms"])
			}
			s := mustNew(t, c, 1)
			s.RunUntil(10 * Second)
			check := func(what string, want Time) {
				w := s.Windows()[len(s.Windows())-1]
				if w.Committed < 5 || math.Abs(float64(w.CommitMean-want)) > 2 {
					t.Errorf("%s: %d commits in %v, want %v", what, w.Committed, w.CommitMean, want)
				}
			}
			check("a run", want)
			inject(t, s, Fault{Kind: FaultCrash, Replica: nearest})
			s.RunUntil(20 * Second)
			check("a run without the nearest", lost)
			if v := s.Totals().Violations; v != 0 {
				t.Errorf("%d violations", v)
			}
		})
	}
}

func TestCommitTime(t *testing.T) {
	for _, c := range []struct {
		trips []Time
		lost  int
		want  Time
		ok    bool
	}{
		{nil, 0, 0, true}, // alone
		{[]Time{7}, 0, 7, true},
		{[]Time{7}, 1, 0, false},
		{[]Time{9, 7, 8}, 0, 8, true}, // of 4, 3 are a majority
		{[]Time{9, 7, 8}, 1, 9, true},
		{[]Time{9, 7, 8}, 2, 0, false},
		{[]Time{4, 1, 3, 2}, 2, 4, true},
		{[]Time{4, 1, 3, 2}, 3, 0, false},
	} {
		if got, ok := CommitTime(c.trips, c.lost); got != c.want || ok != c.ok {
			t.Errorf("CommitTime(%v, %d) = %v %v, want %v %v", c.trips, c.lost, got, ok, c.want, c.ok)
		}
	}
}

// TestQuorumWithJitter: each round trip has two exponential delays of mean m
// beside the fixed part, so beyond that a commit takes the k-th smallest of n-1
// draws of Erlang-2, whose tail is (1+t/m)exp(-t/m). For three replicas that is
// 5/4 m on average.
func TestQuorumWithJitter(t *testing.T) {
	const m, rtt = 5.0, 20.0 // ms
	for _, n := range []int{3, 5, 7} {
		// Mean of the k-th smallest: the integral of P(fewer than k draws are below t).
		k, mean, square := n/2, 0.0, 0.0
		const step = 1e-3
		for x := step / 2; x < 30; x += step {
			above := (1 + x) * math.Exp(-x)
			p, choose := 0.0, 1.0
			for i := range k {
				p += choose * math.Pow(1-above, float64(i)) * math.Pow(above, float64(n-1-i))
				choose = choose * float64(n-1-i) / float64(i+1)
			}
			mean += p * step
			square += 2 * x * p * step
		}
		if n == 3 && math.Abs(mean-1.25) > 1e-6 {
			t.Fatalf("the integral for three is %v, want 5/4", mean)
		}
		c := local(n, ms(rtt))
		c.Leader = 0
		for i := range c.Paths {
			for j := range c.Paths {
				if i != j {
					c.Paths[i][j].Jitter.Mean = ms(m)
				}
			}
		}
		// Few writes and heartbeats, so that none waits behind another.
		c.Raft = Raft{Heartbeat: 20 * Second, ElectionMin: 100 * Second, ElectionMax: 200 * Second}
		s := mustNew(t, c.writer(0, 1), 5)
		s.RunUntil(8000 * Second)
		h := s.CommitLatency()
		want := rtt + m*mean
		// Three standard errors, and a little for commits that do wait behind another.
		deviation := 0.02 + 3*m*math.Sqrt((square-mean*mean)/float64(h.Count()))
		if got := float64(h.Mean()) / 1e6; h.Count() < 7000 || math.Abs(got-want) > deviation {
			t.Errorf("%d replicas: mean %.3f ms of %d commits, want %.3f within %.3f", n, got, h.Count(), want, deviation)
		}
	}
}
