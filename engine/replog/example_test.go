package replog_test

import (
	"fmt"

	"sysprep/engine/replog"
)

// Three replicas, the leader's followers 70 and 90 ms away: a commit takes the
// shorter round trip until that follower dies, and the longer one from then on.
func ExampleNew() {
	near := replog.Path{RTT: 70 * replog.Millisecond}
	far := replog.Path{RTT: 90 * replog.Millisecond}
	sim, err := replog.New(replog.Cluster{
		Sites: []string{"virginia", "california", "oregon"},
		Paths: [][]replog.Path{{{}, near, far}, {near, {}, far}, {far, far, {}}},
		Replicas: []replog.Replica{
			{Name: "a", Site: 0}, {Name: "b", Site: 1}, {Name: "c", Site: 2},
		},
		Clients: []replog.Client{{Name: "app", Site: 0, Writes: 100, Timeout: replog.Second}},
		Raft: replog.Raft{
			Heartbeat:   100 * replog.Millisecond,
			ElectionMin: replog.Second, ElectionMax: 2 * replog.Second,
		},
	}, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.RunUntil(10 * replog.Second)
	fmt.Printf("%.0f ms\n", sim.Windows()[9].CommitMean.Seconds()*1e3)
	if err := sim.Inject(replog.Fault{Kind: replog.FaultCrash, Replica: 1}); err != nil {
		fmt.Println(err)
		return
	}
	sim.RunUntil(20 * replog.Second)
	fmt.Printf("%.0f ms\n", sim.Windows()[19].CommitMean.Seconds()*1e3)
	// Output:
	// 70 ms
	// 90 ms
}
