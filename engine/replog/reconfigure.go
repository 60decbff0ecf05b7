package replog

import (
	"fmt"

	"sysprep/engine/kernel"
)

// Reconfigure turns knobs on a live cluster. c must have the same sites, replicas and
// clients, in name, and the same window as the present one; a client may move to another site. Its numbers take
// effect now: on what is sent, begun and timed from now on, while what is under way
// ends as it began. The wait for a client's next arrival is stretched in proportion
// to its rate. Leases count from what is sent after a change of what they rest on. A
// Path's Loss and a Replica's Drift take the place of a fault's when they change.
// It changes nothing when it returns an error.
func (s *Sim) Reconfigure(c Cluster) error {
	if err := c.Validate(); err != nil {
		return err
	}
	own := c.withDefaults()
	if err := s.c.sameStructure(own); err != nil {
		return err
	}
	was := s.c
	s.c = own
	if leaseTerms(&was.Raft) != leaseTerms(&own.Raft) {
		s.leasesFrom = s.Now()
	}
	for i := range s.replicas {
		r := &s.replicas[i]
		if drift := own.Replicas[i].Drift; drift != was.Replicas[i].Drift {
			r.drift, s.leasesFrom = drift, s.Now()
		}
		s.resetClock(r)
	}
	for i := range s.flows {
		from, to := i/len(s.replicas), i%len(s.replicas)
		s.flows[i].rate = own.Paths[own.Replicas[from].Site][own.Replicas[to].Site].connectionRate()
	}
	for i := range s.ways {
		from, to := i/len(own.Sites), i%len(own.Sites)
		if loss := own.Paths[from][to].Loss; loss != was.Paths[from][to].Loss {
			s.ways[i].loss = loss
		}
	}
	for i := range s.clients {
		s.reconfigureClient(int32(i), &was.Clients[i], &own.Clients[i])
	}
	for i := range s.replicas {
		if r := &s.replicas[i]; r.role == Leader && r.active() {
			s.replicate(r) // there may be more room
		}
	}
	if s.changed {
		s.reassess()
	}
	return nil
}

// terms are what a lease rests on.
type terms struct {
	lease, guarded bool
	electionMin    Time
	drift          float64
}

func leaseTerms(f *Raft) terms {
	return terms{f.Lease, f.PreVote || f.Lease, f.ElectionMin, f.DriftBound}
}

func (s *Sim) reconfigureClient(i int32, was, now *Client) {
	c := &s.clients[i]
	c.site = int32(now.Site)
	if now.Timeout != was.Timeout {
		s.queue.Release(c.patience)
		c.patience = s.queue.Lane(int64(now.Timeout))
	}
	if now.Writes != was.Writes {
		s.restretch(i, evWrite, was.Writes, now.Writes)
		c.writeGap = gap(now.Writes)
	}
	if now.Reads != was.Reads {
		s.restretch(i, evRead, was.Reads, now.Reads)
		c.readGap = gap(now.Reads)
	}
}

// gap is the mean between arrivals in nanoseconds; 0: there are none.
func gap(rate float64) float64 {
	if rate == 0 {
		return 0
	}
	return min(1e9/rate, float64(maxSpan)) // a rate of next to nothing must not overflow the clock
}

// restretch multiplies the wait for a client's next arrival. An exponential wait
// that is stretched is exponential still, with the new mean.
func (s *Sim) restretch(i int32, kind uint32, before, after float64) {
	now := s.queue.Now()
	var wait int64
	if before > 0 {
		s.queue.Remove(func(ev kernel.Event) bool {
			if ev.Kind != kind || ev.Who != i {
				return false
			}
			wait = int64(min(float64(float64(ev.Time-now)*(before/after)), float64(maxSpan)))
			return true
		})
	} else if kind == evWrite {
		wait = s.clients[i].writes.ExpSpan(gap(after))
	} else {
		wait = s.clients[i].reads.ExpSpan(gap(after))
	}
	if after > 0 {
		s.queue.At(now+max(0, wait), kind, i)
	}
}

// sameStructure says how next differs from c in more than numbers.
func (c *Cluster) sameStructure(next *Cluster) error {
	if len(c.Sites) != len(next.Sites) || len(c.Replicas) != len(next.Replicas) || len(c.Clients) != len(next.Clients) {
		return fmt.Errorf("reconfigure: the cluster has %d sites, %d replicas and %d clients, not %d, %d and %d; start a new simulation to add or remove some",
			len(c.Sites), len(c.Replicas), len(c.Clients), len(next.Sites), len(next.Replicas), len(next.Clients))
	}
	if c.Window != next.Window {
		return fmt.Errorf("reconfigure: the metrics window differs; start a new simulation to change it")
	}
	if c.Leader != next.Leader {
		return fmt.Errorf("reconfigure: who leads when a run starts can't change later; start a new simulation to change it")
	}
	for i := range c.Sites {
		if c.Sites[i] != next.Sites[i] {
			return fmt.Errorf("reconfigure: site %d is %q, not %q; start a new simulation to change the structure", i, c.Sites[i], next.Sites[i])
		}
	}
	for i := range c.Replicas {
		if a, b := &c.Replicas[i], &next.Replicas[i]; a.Name != b.Name || a.Site != b.Site {
			return fmt.Errorf("reconfigure: replica %q is not where it was; start a new simulation to move it", a.Name)
		}
	}
	for i := range c.Clients {
		if a, b := &c.Clients[i], &next.Clients[i]; a.Name != b.Name {
			return fmt.Errorf("reconfigure: client %d is %q, not %q; start a new simulation to change the structure", i, a.Name, b.Name)
		}
	}
	return nil
}
