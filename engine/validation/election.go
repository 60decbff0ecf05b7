package validation

import (
	"slices"

	"sysprep/engine/replog"
)

const longestElection = 20 * replog.Second

// paperCluster is that of the Raft paper's section 9.3: five servers with a
// broadcast time of about 15 ms. The paper does not say what that is made of; here
// it is a round trip of 5 ms, 2 ms of jitter and 8 ms for a vote to reach the disk.
func paperCluster(from, to replog.Time) replog.Cluster {
	const servers = 5
	c := replog.Cluster{
		Sites: []string{"site"}, Paths: [][]replog.Path{{{RTT: 5 * replog.Millisecond, Jitter: replog.Jitter{Mean: replog.Millisecond}}}},
		Raft: replog.Raft{Heartbeat: from / 2, ElectionMin: from, ElectionMax: to},
	}
	for i := range servers {
		c.Replicas = append(c.Replicas, replog.Replica{Name: string(rune('A' + i)), Sync: 8 * replog.Millisecond})
	}
	return c
}

// downtime crashes the leader at a moment of its heartbeat interval, share from 0
// to 1, with logs of different lengths, and returns how long there is no other.
func downtime(c replog.Cluster, seed uint64, share float64) (replog.Time, error) {
	s, err := replog.New(c, seed)
	if err != nil {
		return 0, err
	}
	s.RunUntil(4*c.Raft.Heartbeat + replog.Time(share*float64(c.Raft.Heartbeat)))
	for _, f := range []replog.Fault{{Kind: replog.FaultUneven}, {Kind: replog.FaultCrash, Replica: c.Leader}} {
		if err := s.Inject(f); err != nil {
			return 0, err
		}
	}
	crash := s.Now()
	for s.Leader() == replog.Nobody && s.Now() < crash+longestElection {
		s.RunUntil(s.Now() + replog.Millisecond)
	}
	return s.Now() - crash, nil
}

// downtimes returns those of so many trials, shortest first, in milliseconds.
func downtimes(c replog.Cluster, trials int, seed uint64) ([]float64, error) {
	all := make([]float64, trials)
	for i := range all {
		d, err := downtime(c, seed*1_000_003+uint64(i), (float64(i)+0.5)/float64(trials))
		if err != nil {
			return nil, err
		}
		all[i] = d.Seconds() * 1e3
	}
	slices.Sort(all)
	return all, nil
}

func elections() study {
	t := read("raft_election")
	s := study{source: Source{
		ID: t.name, Title: "Elections (the Raft paper's figure 16)", Citation: t.citation,
		Model: "Package replog: five servers in one site, logs of different lengths that keep two of the four followers from being elected, the leader crashed at a moment of its heartbeat interval. The paper does not say what its broadcast time is made of, and that matters: here it is half network, half the voters' disks. So a fifth is allowed for the median, and half for the mean and for the worst of 1000, which is one number of much luck. A server without randomness is given up after 20 s.",
	}}
	for _, c := range []struct {
		timeouts, metric, quantity string
		from, to                   replog.Time
		trials, runs               int
		of                         func(sorted []float64) float64
		tolerance                  Tolerance
	}{
		{"150-150", "typical", "median time without a leader, ms", 150, 150, 15, 2, middle, Tolerance{Bound: AtLeast}},
		{"150-155", "median", "median time without a leader, ms", 150, 155, 100, 8, middle, Tolerance{Errors: closedForm, Relative: 0.2}},
		{"150-200", "worst of 1000", "longest of 1000 times without a leader, ms", 150, 200, 1000, 3, longest, Tolerance{Errors: closedForm, Relative: 0.5}},
		{"12-24", "mean", "mean time without a leader, ms", 12, 24, 200, 8, average, Tolerance{Errors: closedForm, Relative: 0.5}},
		{"12-24", "worst", "longest of 1000 times without a leader, ms", 12, 24, 1000, 3, longest, Tolerance{Errors: closedForm, Relative: 0.5}},
	} {
		published := 10_000.0 // the table says ">10000"
		if c.tolerance.Bound == Exactly {
			published = t.at("timeout_range_ms", c.timeouts, "metric", c.metric).num("value_ms")
		}
		cluster := paperCluster(c.from*replog.Millisecond, c.to*replog.Millisecond)
		s.experiments = append(s.experiments, experiment{
			runs: c.runs,
			cases: []Case{{
				ID: t.name + "/" + c.timeouts + "/" + c.metric, Source: t.name, Quantity: c.quantity, Published: published,
				Tolerance: c.tolerance, Quick: c.metric == "median",
			}},
			run: func(seed uint64) ([]float64, error) {
				all, err := downtimes(cluster, c.trials, seed)
				if err != nil {
					return nil, err
				}
				return []float64{c.of(all)}, nil
			},
		})
	}
	return s
}

func middle(sorted []float64) float64  { return sorted[len(sorted)/2] }
func longest(sorted []float64) float64 { return sorted[len(sorted)-1] }
func average(list []float64) float64   { return estimate(list).Mean }
