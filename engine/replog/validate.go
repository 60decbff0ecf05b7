package replog

import (
	"fmt"
	"math"
)

const (
	maxSpan  = 1_000_000 * Second
	maxRate  = 1e15
	maxBytes = 1 << 50
)

// Validate returns what is wrong with a cluster, by name, and what to do about it; nil if nothing is.
func (c *Cluster) Validate() error {
	n := len(c.Sites)
	if n == 0 || n > 1000 {
		return fmt.Errorf("the cluster has %d sites; give it 1 to 1000", n)
	}
	if err := unique("site", c.Sites, func(s string) string { return s }); err != nil {
		return err
	}
	if len(c.Paths) != n {
		return fmt.Errorf("the cluster has %d sites and %d rows of paths; give each site a row", n, len(c.Paths))
	}
	for a := range c.Paths {
		if len(c.Paths[a]) != n {
			return fmt.Errorf("site %q has paths to %d sites; give it one to each of the %d, itself included", c.Sites[a], len(c.Paths[a]), n)
		}
		for b := range c.Paths[a] {
			if err := c.Paths[a][b].validate(); err != nil {
				return fmt.Errorf("path from %q to %q: %w", c.Sites[a], c.Sites[b], err)
			}
		}
	}
	if k := len(c.Replicas); k == 0 || k > maxReplicas {
		return fmt.Errorf("the cluster has %d replicas; give it 1 to %d", k, maxReplicas)
	}
	if c.Leader < Nobody || c.Leader >= len(c.Replicas) {
		return fmt.Errorf("the leader is replica %d; give one of 0 to %d, or %d for an election", c.Leader, len(c.Replicas)-1, Nobody)
	}
	if c.Window < 0 || c.Window > maxSpan {
		return fmt.Errorf("the window is %g s long; give it more than 0 s, or 0 for one second", c.Window.Seconds())
	}
	if err := c.Raft.validate(); err != nil {
		return fmt.Errorf("raft: %w", err)
	}
	return c.validateMembers()
}

func (c *Cluster) validateMembers() error {
	if err := unique("replica", c.Replicas, func(r Replica) string { return r.Name }); err != nil {
		return err
	}
	if err := unique("client", c.Clients, func(k Client) string { return k.Name }); err != nil {
		return err
	}
	for i := range c.Replicas {
		r := &c.Replicas[i]
		if r.Site < 0 || r.Site >= len(c.Sites) {
			return fmt.Errorf("replica %q is in site %d; the cluster has sites 0 to %d", r.Name, r.Site, len(c.Sites)-1)
		}
		if err := r.validate(); err != nil {
			return fmt.Errorf("replica %q: %w", r.Name, err)
		}
	}
	for i := range c.Clients {
		k := &c.Clients[i]
		if k.Site < 0 || k.Site >= len(c.Sites) {
			return fmt.Errorf("client %q is in site %d; the cluster has sites 0 to %d", k.Name, k.Site, len(c.Sites)-1)
		}
		if err := k.validate(); err != nil {
			return fmt.Errorf("client %q: %w", k.Name, err)
		}
	}
	return nil
}

func unique[T any](what string, all []T, name func(T) string) error {
	seen := map[string]bool{}
	for _, one := range all {
		switch n := name(one); {
		case n == "":
			return fmt.Errorf("a %s has no name; give it one", what)
		case seen[n]:
			return fmt.Errorf("two %ss are called %q; give each its own name", what, n)
		default:
			seen[n] = true
		}
	}
	return nil
}

// within returns an error for the first value that is not in its bounds.
func within(values ...bound) error {
	for _, v := range values {
		if !(v.value >= v.lo && v.value <= v.hi) { // also when it is not a number
			return fmt.Errorf("the %s is %v; give a number from %v to %v", v.name, v.value, v.lo, v.hi)
		}
	}
	return nil
}

type bound struct {
	name          string
	value, lo, hi float64
}

func span(name string, t, least Time) bound {
	return bound{name + " in seconds", t.Seconds(), least.Seconds(), maxSpan.Seconds()}
}

// rate bounds bits, bytes or entries per second: none, or one at least.
func rate(name string, v float64) bound {
	if v == 0 {
		return bound{name, v, 0, maxRate}
	}
	return bound{name, v, 1, maxRate}
}

func (p *Path) validate() error {
	return within(
		span("round trip", p.RTT, 0),
		span("mean jitter", p.Jitter.Mean, 0),
		bound{"kind of jitter", float64(p.Jitter.Kind), 0, float64(JitterUniform)},
		bound{"share of spikes", p.Jitter.SpikeShare, 0, 1},
		span("spike", p.Jitter.Spike, 0),
		bound{"share of lost messages", p.Loss, 0, 1},
		rate("rate", p.Rate),
		bound{"window", float64(p.Window), 0, maxBytes},
		bound{"share of lost packets", p.PacketLoss, 0, 1},
	)
}

func (r *Replica) validate() error {
	return within(
		bound{"drift", r.Drift, -maxDrift, maxDrift},
		span("sync", r.Sync, 0),
		rate("uplink", r.Uplink),
		rate("load rate", r.LoadRate),
		rate("replay rate", r.ReplayRate),
	)
}

// maxDrift is the largest drift of a clock.
const maxDrift = 0.499

func (f *Raft) validate() error {
	if f.ElectionMax < f.ElectionMin {
		return fmt.Errorf("the longest election timeout, %g s, is below the shortest, %g s; swap them", f.ElectionMax.Seconds(), f.ElectionMin.Seconds())
	}
	if err := within(
		span("heartbeat", f.Heartbeat, Microsecond),
		span("shortest election timeout", f.ElectionMin, Microsecond),
		span("longest election timeout", f.ElectionMax, Microsecond),
		bound{"drift bound", f.DriftBound, 0, maxDrift},
		bound{"size of an entry", float64(f.EntryBytes), 0, maxBytes},
		bound{"size of a batch", float64(f.BatchBytes), 0, maxBytes},
		bound{"pipeline", float64(f.Pipeline), 0, 1e5},
		bound{"number of entries to keep", float64(f.Keep), 0, 1e6},
		bound{"size of the snapshot", float64(f.SnapshotBytes), 0, maxBytes},
		bound{"size of a chunk", float64(f.ChunkBytes), 0, maxBytes},
		rate("rate of catching up", f.CatchUpRate),
	); err != nil {
		return err
	}
	whole := (&Cluster{Raft: *f}).withDefaults().Raft
	if pieces := math.Ceil(float64(whole.SnapshotBytes) / float64(whole.ChunkBytes)); pieces > 1e5 {
		return fmt.Errorf("a snapshot would be sent in %.0f chunks; make the chunks larger, for 100,000 at most", pieces)
	}
	return nil
}

func (k *Client) validate() error {
	return within(
		bound{"rate of writes", k.Writes, 0, 1e9},
		bound{"rate of reads", k.Reads, 0, 1e9},
		span("timeout", k.Timeout, Microsecond),
		span("retry pause", k.Retry, 0),
	)
}
