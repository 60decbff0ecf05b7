package engine

import "fmt"

// Contention makes a store slower the more of its workers are busy. The zero value
// does nothing.
type Contention struct {
	// With n workers of an instance busy when a service begins, this one included,
	// it takes 1 + Sigma(n-1) + Kappa n(n-1) times as long: the universal scalability
	// law, by which n workers do X(n) = n/(1 + Sigma(n-1) + Kappa n(n-1)) times the
	// work of one (Gunther, "Guerrilla Capacity Planning", 2007, eq. 4.31).
	Sigma float64 // contention, 0 to 1
	Kappa float64 // coherency, 0 to 1

	// Lock is the time for which each request has a lock that an instance has one of,
	// before the rest of its service; those that wait for it, first come first
	// served, keep their workers. A Mean of 0 is no lock. What is stopped
	// (LateStop, Edge.Deadline) does not give its turn away.
	Lock Dist
}

// lock is the state of a lock: who asks for it later gets it later, so it is enough
// to know when it will be free.
type lock struct{ free Time }

func (l *lock) shift(now, span Time) {
	if l.free > now {
		l.free += span
	}
}

// contend returns by what factor a service that begins now takes longer, FaultSlow
// included, and the time that it waits for the lock and has it.
func (st *station) contend(now Time) (factor float64, locked int64) {
	c := &st.contention
	n := float64(st.busy)
	factor = float64(st.slow * (1 + float64(c.Sigma*(n-1)) + float64(c.Kappa*float64(n*(n-1)))))
	if c.Lock.Mean > 0 {
		st.lock.free = max(st.lock.free, now) + Time(spanOf(&c.Lock, st.slow, &st.locks))
		locked = int64(st.lock.free - now)
	}
	return factor, locked
}

func (c *Contention) validate() error {
	switch {
	case !(c.Sigma >= 0 && c.Sigma <= 1):
		return fmt.Errorf("its contention sigma is %v; give a number from 0 to 1", c.Sigma)
	case !(c.Kappa >= 0 && c.Kappa <= 1):
		return fmt.Errorf("its coherency kappa is %v; give a number from 0 to 1", c.Kappa)
	case c.Lock != Dist{}:
		return c.Lock.validate("the mean time that a request has its lock")
	}
	return nil
}
