package replog

import (
	"math"
	"strings"
	"testing"
)

func TestValidateNamesWhatIsWrong(t *testing.T) {
	for what, spoil := range map[string]func(*Cluster){
		"0 sites":                         func(c *Cluster) { c.Sites, c.Paths = nil, nil },
		`two sites are called "site 1"`:   func(c *Cluster) { c.Sites[0] = "site 1" },
		"a site has no name":              func(c *Cluster) { c.Sites[0] = "" },
		"2 rows of paths":                 func(c *Cluster) { c.Paths = c.Paths[:2] },
		`site "site 1" has paths to 2`:    func(c *Cluster) { c.Paths[1] = c.Paths[1][:2] },
		`path from "site 0" to "site 2"`:  func(c *Cluster) { c.Paths[0][2].RTT = -1 },
		"share of lost messages is 1.5":   func(c *Cluster) { c.Paths[0][2].Loss = 1.5 },
		"rate is NaN":                     func(c *Cluster) { c.Paths[0][2].Rate = math.NaN() },
		"share of spikes is +Inf":         func(c *Cluster) { c.Paths[1][1].Jitter.SpikeShare = math.Inf(1) },
		"kind of jitter is 9":             func(c *Cluster) { c.Paths[1][1].Jitter.Kind = 9 },
		"0 replicas":                      func(c *Cluster) { c.Replicas = nil },
		"32 replicas":                     func(c *Cluster) { c.Replicas = make([]Replica, 32) },
		`"replica 1" is in site 3`:        func(c *Cluster) { c.Replicas[1].Site = 3 },
		`replica "replica 2": the drift`:  func(c *Cluster) { c.Replicas[2].Drift = -1 },
		"uplink is 0.5":                   func(c *Cluster) { c.Replicas[2].Uplink = 0.5 },
		"the leader is replica 3":         func(c *Cluster) { c.Leader = 3 },
		"window is -1":                    func(c *Cluster) { c.Window = -Second },
		"heartbeat in seconds is 0":       func(c *Cluster) { c.Raft.Heartbeat = 0 },
		"is below the shortest":           func(c *Cluster) { c.Raft.ElectionMax = Millisecond },
		"in 1073741824 chunks":            func(c *Cluster) { c.Raft.SnapshotBytes, c.Raft.ChunkBytes = 1<<40, 1<<10 },
		`client "writer 0" is in site -1`: func(c *Cluster) { c.Clients[0].Site = -1 },
		"timeout in seconds is 0":         func(c *Cluster) { c.Clients[0].Timeout = 0 },
		"rate of writes is 1e+12":         func(c *Cluster) { c.Clients[0].Writes = 1e12 },
	} {
		c := local(3, Millisecond).writer(0, 1)
		spoil(&c)
		s, err := New(c, 1)
		if err == nil || s != nil || !strings.Contains(err.Error(), what) {
			t.Errorf("want an error with %q, got %v", what, err)
		}
	}
	good := local(3, Millisecond).writer(0, 1)
	if err := good.Validate(); err != nil {
		t.Errorf("a good cluster is refused: %v", err)
	}
}

func TestBadFaultsChangeNothing(t *testing.T) {
	s := mustNew(t, local(3, Millisecond).writer(0, 10), 1)
	s.RunUntil(Second)
	was := s.Hash()
	for what, f := range map[string]Fault{
		"no replica 3":      {Kind: FaultCrash, Replica: 3},
		"no replica -1":     {Kind: FaultReplace, Replica: -1},
		"no way from":       {Kind: FaultCut, From: 0, To: 3},
		"to lose is NaN":    {Kind: FaultLoss, From: 0, To: 1, Loss: math.NaN()},
		"the delay is -1":   {Kind: FaultDelay, From: 0, To: 1, Delay: -Second},
		"no fault kind 200": {Kind: 200},
	} {
		if err := s.Inject(f); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("want an error with %q, got %v", what, err)
		}
	}
	if s.Hash() != was {
		t.Error("refused faults changed the run")
	}
}

// TestTheClusterIsNotShared: what the caller does to its Cluster afterwards does
// not reach the run.
func TestTheClusterIsNotShared(t *testing.T) {
	c := local(3, 20*Millisecond).writer(0, 100)
	a, b := mustNew(t, c, 1), mustNew(t, c, 1)
	a.RunUntil(Second)
	c.Paths[0][1].RTT, c.Replicas[1].Sync, c.Clients[0].Retry = Second, Second, Second
	b.RunUntil(Second)
	if a.Hash() != b.Hash() {
		t.Error("the run changed with the caller's data")
	}
}
