package replog

import (
	"fmt"
	"testing"

	"sysprep/engine/random"
)

// nemesis does what hurts a cluster most: it crashes and cuts off leaders, brings
// replicas back early or with an empty disk, and cuts single ways.
type nemesis struct {
	luck random.Stream
	s    *Sim
}

func (n *nemesis) replica() int { return int(n.luck.Below(uint64(len(n.s.replicas)))) }

func (n *nemesis) fault() []Fault {
	victim := n.replica()
	if l := n.s.Leader(); l != Nobody && n.luck.Float() < 0.5 {
		victim = l
	}
	switch n.luck.Below(13) {
	case 0, 1:
		return []Fault{{Kind: FaultCrash, Replica: victim}}
	case 2:
		return []Fault{{Kind: FaultCrash, Replica: victim}, {Kind: FaultRestart, Replica: victim}}
	case 3, 4:
		return []Fault{{Kind: FaultRestart, Replica: n.replica()}, {Kind: FaultRestart, Replica: n.replica()}, {Kind: FaultRestart, Replica: n.replica()}}
	case 5:
		return []Fault{{Kind: FaultCut, From: victim, To: -1}, {Kind: FaultCut, From: -1, To: victim}}
	case 6:
		return []Fault{{Kind: FaultCut, From: victim, To: n.replica()}, {Kind: FaultCut, From: n.replica(), To: victim}}
	case 7:
		a := n.replica()
		return []Fault{{Kind: FaultHeal, From: a, To: -1}, {Kind: FaultHeal, From: -1, To: a}}
	case 8, 9:
		return []Fault{{Kind: FaultHeal, From: -1, To: -1}}
	case 10: // the power fails everywhere
		var all []Fault
		for i := range n.s.replicas {
			all = append(all, Fault{Kind: FaultCrash, Replica: i}, Fault{Kind: FaultRestart, Replica: i})
		}
		return all
	case 11: // a disk dies, when the last one that did is replaced
		for i := range n.s.replicas {
			if n.s.Replica(i).Learning {
				return nil
			}
		}
		return []Fault{{Kind: FaultReplace, Replica: victim}}
	default:
		return []Fault{{Kind: FaultDelay, From: victim, To: -1, Delay: Time(n.luck.Below(uint64(8 * Millisecond)))}}
	}
}

// hunted is a cluster in which everything happens often.
func hunted(luck *random.Stream) Cluster {
	n := []int{3, 3, 4, 5}[luck.Below(4)]
	c := local(n, 4*Millisecond)
	pick := func(values ...float64) float64 { return values[luck.Below(uint64(len(values)))] }
	f := &c.Raft
	f.ElectionMin = ms(pick(15, 30, 60))
	f.ElectionMax = f.ElectionMin + ms(pick(5, 20))
	f.Heartbeat = f.ElectionMin / 3
	f.PreVote = luck.Float() < 0.3
	f.Lease = luck.Float() < 0.6
	f.DriftBound = 0.1
	f.Keep = int64(pick(5, 1000))
	f.Pipeline = int64(pick(1, 3, 100))
	f.BatchBytes = int64(pick(300, 3000))
	f.SnapshotBytes, f.ChunkBytes = 3000, 1000
	sync, loss, jitter := ms(pick(0, 2, 8)), pick(0, 0.05, 0.3), ms(pick(0, 1, 4))
	for i := range n {
		c.Replicas[i].Drift = 0.2*luck.Float() - 0.1
		c.Replicas[i].Sync = sync
		for j := range n {
			p := &c.Paths[i][j]
			p.Loss, p.Jitter.Mean = loss, jitter
			if i == j {
				*p = Path{}
			}
		}
		c.Clients = append(c.Clients, Client{Name: fmt.Sprint(i), Site: i, Writes: 200, Reads: 200, Timeout: ms(pick(20, 100)), Retry: Millisecond})
	}
	return c
}

// TestSafetyUnderANemesis is TestSafety with many more faults than a property
// test affords, aimed at leaders.
func TestSafetyUnderANemesis(t *testing.T) {
	var sum Count
	for seed := range uint64(hunts) {
		luck := random.New(seed, "hunt")
		s := mustNew(t, hunted(&luck), seed)
		n := nemesis{luck, s}
		for range 120 {
			inject(t, s, n.fault()...)
			for range 1 + n.luck.Below(6) {
				s.RunUntil(s.Now() + Time(n.luck.Below(uint64(20*Millisecond))))
				if leasesHeld(s) > 1 {
					t.Fatalf("seed %d, %v: two replicas hold a lease", seed, s.Now())
				}
			}
			if v := s.Totals(); v.Violations+v.ToldWrong+v.ReadsStale > 0 {
				t.Fatalf("seed %d, %v: %d violations, %d told wrong, %d stale reads", seed, s.Now(), v.Violations, v.ToldWrong, v.ReadsStale)
			}
		}
		check(t, s)
		v := s.Totals()
		sum.Acknowledged += v.Acknowledged
		sum.UnknownLost += v.UnknownLost
		sum.UnknownCommitted += v.UnknownCommitted
		sum.ReadsLeased += v.ReadsLeased
		sum.Snapshots += v.Snapshots
		sum.Elected += v.Elected
	}
	t.Logf("%+v", sum)
	for what, n := range map[string]int64{
		"acknowledged": sum.Acknowledged, "lost": sum.UnknownLost, "committed unknown": sum.UnknownCommitted,
		"leased reads": sum.ReadsLeased, "snapshots": sum.Snapshots, "leaders": sum.Elected,
	} {
		if n < hunts/4 {
			t.Errorf("%s: only %d in %d hunts", what, n, hunts)
		}
	}
}

const hunts = 400

func leasesHeld(s *Sim) int {
	n := 0
	for i := range s.replicas {
		if s.Replica(i).Leased {
			n++
		}
	}
	return n
}
