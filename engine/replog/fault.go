package replog

import (
	"fmt"

	"sysprep/engine/kernel"
)

// Fault is something done to a running cluster from outside, at once.
type Fault struct {
	Kind    FaultKind
	Replica int // FaultCrash, FaultRestart, FaultReplace

	// Faults of ways hold for the way from site From to site To only: a partition
	// that cuts both directions is two faults. Everything: -1 (all sites but the
	// other one).
	From, To int
	Loss     float64 // FaultLoss: share of messages that vanish, instead of Path.Loss
	Delay    Time    // FaultDelay: added to each message's way; 0 lifts it
	Drift    float64 // FaultDrift: the clock of Replica runs at 1+Drift times the true rate, above -0.5 and below 0.5
}

// FaultKind is the kind of a fault.
type FaultKind uint8

// Kinds of faults.
const (
	FaultCrash   FaultKind = iota // a replica stops; what its disk had not finished is gone
	FaultRestart                  // it comes back with its disk, and replays its log
	FaultReplace                  // it comes back with an empty disk, as a learner
	FaultCut                      // nothing that is sent from now on gets from From to To
	FaultHeal                     // it gets there again
	FaultLoss
	FaultDelay
	FaultDrift // a replica's clock goes fast or slow, within what leases allow for or not

	// FaultUneven leaves logs of different lengths: the leader appends an entry for
	// each follower, and of those that were level with it, in the order of their
	// indexes, each has got one entry fewer than the one before. Without a leader it
	// does nothing.
	FaultUneven
)

// Inject does a fault to the cluster now. It changes nothing when it returns an error.
func (s *Sim) Inject(f Fault) error {
	switch f.Kind {
	case FaultCrash, FaultRestart, FaultReplace:
		if f.Replica < 0 || f.Replica >= len(s.replicas) {
			return fmt.Errorf("fault: there is no replica %d; the cluster has replicas 0 to %d", f.Replica, len(s.replicas)-1)
		}
		s.faultReplica(&s.replicas[f.Replica], f.Kind)
	case FaultCut, FaultHeal, FaultLoss, FaultDelay:
		if n := len(s.c.Sites); f.From < -1 || f.From >= n || f.To < -1 || f.To >= n {
			return fmt.Errorf("fault: there is no way from site %d to site %d; the cluster has sites 0 to %d, and -1 is all of them", f.From, f.To, n-1)
		}
		if f.Kind == FaultLoss && !(f.Loss >= 0 && f.Loss <= 1) {
			return fmt.Errorf("fault: the share of messages to lose is %v; give a number from 0 to 1", f.Loss)
		}
		if f.Kind == FaultDelay && (f.Delay < 0 || f.Delay > maxSpan) {
			return fmt.Errorf("fault: the delay is %g s; give one from 0 to %g s", f.Delay.Seconds(), maxSpan.Seconds())
		}
		s.faultWays(f)
	case FaultUneven:
		s.unevenLogs()
	case FaultDrift:
		if f.Replica < 0 || f.Replica >= len(s.replicas) {
			return fmt.Errorf("fault: there is no replica %d; the cluster has replicas 0 to %d", f.Replica, len(s.replicas)-1)
		}
		if !(f.Drift >= -maxDrift && f.Drift <= maxDrift) {
			return fmt.Errorf("fault: the drift is %v; give a number from %v to %v", f.Drift, -maxDrift, maxDrift)
		}
		s.replicas[f.Replica].drift = f.Drift
		s.resetClock(&s.replicas[f.Replica])
	default:
		return fmt.Errorf("fault: there is no fault kind %d; use one of the Fault constants", f.Kind)
	}
	s.reassess()
	return nil
}

func (s *Sim) faultWays(f Fault) {
	for a := range s.c.Sites {
		for b := range s.c.Sites {
			if f.From >= 0 && f.From != a || f.To >= 0 && f.To != b || a == b && f.From != f.To {
				continue
			}
			w := s.way(int32(a), int32(b))
			switch f.Kind {
			case FaultCut:
				w.cut = true
			case FaultHeal:
				w.cut = false
			case FaultLoss:
				w.loss = f.Loss
			case FaultDelay:
				w.extra = f.Delay
			}
		}
	}
}

func (s *Sim) faultReplica(r *replica, kind FaultKind) {
	switch {
	case kind == FaultCrash && r.up:
		s.crash(r)
	case kind == FaultRestart && !r.up:
		s.restart(r)
	case kind == FaultReplace:
		if r.up {
			s.crash(r)
		}
		r.log.restart(0, 0, 0)
		r.durable, r.commit, r.term, r.vote = 0, 0, 0, none
		r.learning = len(s.replicas) > 1
		s.restart(r)
	}
}

// crash stops a replica: its memory is gone.
func (s *Sim) crash(r *replica) {
	r.up = false
	s.turnAwayReads(r)
	s.disarm(r)
	if r.beatTimer != kernel.NoTimer {
		s.queue.Cancel(r.beatTimer)
		r.beatTimer = kernel.NoTimer
	}
	s.queue.Remove(func(ev kernel.Event) bool {
		return ev.Who == r.id && (ev.Kind == evSynced || ev.Kind == evOwnVote || ev.Kind == evInstalled || ev.Kind == evReplayed)
	})
	r.log.truncate(max(r.durable, r.log.base))
	r.role, r.leader, r.replaying = Follower, none, false
	r.commit, r.matched, r.heard = r.log.base, 0, never
	r.syncing, r.owes, r.owedStamp = false, false, never
	r.incoming = incoming{}
	r.uplinkFree = s.Now()
	for j := range s.replicas {
		f := s.flow(r.id, int32(j))
		f.free, f.paced = s.Now(), 0
	}
}

// restart brings a replica back after it has read its snapshot and replayed its log.
func (s *Sim) restart(r *replica) {
	r.up = true
	span := Time(0)
	if r.log.base > 0 {
		span = s.loadTime(r)
	}
	if rate := s.c.Replicas[r.id].ReplayRate; rate > 0 {
		span += Time(float64(r.log.last()-r.log.base) * 1e9 / rate)
	}
	if span == 0 {
		s.replayed(r)
		return
	}
	r.replaying = true
	s.queue.At(int64(s.Now()+span), evReplayed, r.id)
}

func (s *Sim) replayed(r *replica) {
	r.replaying = false
	r.heard = s.Now() // it can't tell whom it has promised not to vote
	s.arm(r)
	s.changed = true
}
