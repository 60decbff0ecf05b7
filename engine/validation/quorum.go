package validation

import (
	"slices"

	"sysprep/engine/replog"
)

// wanSets are the regions of each set in the table of quorum latencies.
var wanSets = map[string][]string{
	"us3":            {"us-east-1", "us-west-1", "us-west-2"},
	"us2_eu1":        {"us-east-1", "us-west-2", "eu-west-1"},
	"atlantic_asia3": {"us-east-1", "eu-west-1", "ap-northeast-1"},
	"global5":        {"us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-1"},
	"global5_sa":     {"us-east-1", "us-west-2", "eu-west-1", "ap-southeast-1", "sa-east-1"},
	"global7":        {"us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2"},
}

// roundTrips are the measured ones, both ways where only one was measured, in milliseconds.
func roundTrips() map[[2]string]float64 {
	rtt := map[[2]string]float64{}
	t := read("aws_interregion_rtt_2017")
	for _, r := range t.rows {
		rtt[[2]string{r["from"], r["to"]}] = r.num("rtt_ms")
	}
	for _, r := range t.rows {
		if back := [2]string{r["to"], r["from"]}; rtt[back] == 0 {
			rtt[back] = r.num("rtt_ms")
		}
	}
	return rtt
}

// wan is a cluster with a replica in each region, and a client beside the leader
// who writes 20 times a second. It returns the follower nearest to the leader.
func wan(rtt map[[2]string]float64, sites []string, leader int) (c replog.Cluster, nearest int) {
	c = replog.Cluster{
		Sites: sites, Leader: leader,
		Raft: replog.Raft{Heartbeat: 500 * replog.Millisecond, ElectionMin: 3 * replog.Second, ElectionMax: 6 * replog.Second},
		Clients: []replog.Client{{
			Name: "writer", Site: leader, Writes: 20, Timeout: 2 * replog.Second,
		}},
	}
	nearest = replog.Nobody
	for a, from := range sites {
		c.Replicas = append(c.Replicas, replog.Replica{Name: from, Site: a})
		c.Paths = append(c.Paths, make([]replog.Path, len(sites)))
		for b, to := range sites {
			pair := [2]string{from, to}
			if b == leader {
				pair = [2]string{to, from} // as measured from the leader, both ways
			}
			c.Paths[a][b].RTT = replog.Time(float64(rtt[pair]*float64(replog.Millisecond)) + 0.5)
		}
	}
	for b := range sites {
		if b != leader && (nearest < 0 || c.Paths[leader][b].RTT < c.Paths[leader][nearest].RTT) {
			nearest = b
		}
	}
	return c, nearest
}

func wanQuorum() study {
	t, rtt := read("wan_quorum_latency"), roundTrips()
	s := study{source: Source{
		ID: t.name, Title: "Commits of a replicated log over a WAN", Citation: t.citation,
		Model: "Package replog: a replica in each region, round trips without jitter as measured from the leader, no time for disks; mean time from the leader's append to its commit, and again after the nearest follower crashed. A run has nothing random in it that these depend on, so they must be exact.",
	}}
	for _, r := range t.rows {
		sites := wanSets[r["set"]]
		c, nearest := wan(rtt, sites, slices.Index(sites, r["leader"]))
		one := func(name, quantity, column string) Case {
			return Case{
				ID: t.name + "/" + r["set"] + "/" + r["leader"] + "/" + name, Source: t.name, Quantity: quantity, Published: r.num(column),
				Tolerance: Tolerance{Errors: closedForm, Relative: rounding}, Quick: r["set"] == "global5",
			}
		}
		s.experiments = append(s.experiments, experiment{
			runs: 2,
			cases: []Case{
				one("commit", "commit latency, ms", "commit_rtt_ms"),
				one("nearest-lost", "commit latency without the nearest follower, ms", "commit_if_nearest_lost_ms"),
			},
			run: func(seed uint64) ([]float64, error) { return commits(c, nearest, seed) },
		})
	}
	return s
}

// commits returns the mean commit latencies, in milliseconds, before and after a
// replica crashes: of the last second of ten each.
func commits(c replog.Cluster, crash int, seed uint64) ([]float64, error) {
	s, err := replog.New(c, seed)
	if err != nil {
		return nil, err
	}
	last := func() float64 {
		w := s.Windows()
		return float64(w[len(w)-1].CommitMean) / float64(replog.Millisecond)
	}
	s.RunUntil(10 * replog.Second)
	before := last()
	if err := s.Inject(replog.Fault{Kind: replog.FaultCrash, Replica: crash}); err != nil {
		return nil, err
	}
	s.RunUntil(20 * replog.Second)
	return []float64{before, last()}, nil
}
