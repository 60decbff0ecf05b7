package engine

import (
	"fmt"
	"math"
)

// Limits are what a store or a service turns away at once, before its queue, under
// CauseLimited. Each instance has its own.
type Limits struct {
	Rate        float64 // most requests let in per second, by a token bucket; 0: no limit
	Burst       int     // tokens of the bucket; 0: as many as come in a tenth of a second, 1 at least
	Concurrency int     // most requests that wait or are worked on; 0: no limit
	Shed        []Shed  // load shedding by class
}

// Shed turns away the requests of a class, and of all less urgent ones that have no
// rule with a class of their own for the same thing, while the instance is that
// loaded (criticality: SRE book, chapter 21).
type Shed struct {
	Class int     // 0, the most urgent, to 7
	Above float64 // share of the queue's room that is taken, or of the workers that are busy: 0 to 1
	Of    ShedOf
}

// ShedOf is what load is a share of.
type ShedOf uint8

// What load is a share of.
const (
	ShedOfQueue   ShedOf = iota // of the room for waiting requests
	ShedOfWorkers               // of the workers
)

// limits returns the Limits of a store or service.
func (n *Node) limits() *Limits {
	if n.Store != nil {
		return &n.Store.Limits
	}
	return &n.Service.Limits
}

// limits is the state of Limits at an instance.
type limits struct {
	on          bool
	bucket      bucket
	concurrency int32
	queue       [maxClass + 1]int32 // by class: turned away when so many wait
	busy        [maxClass + 1]int32 // by class: turned away when so many workers are busy
}

func (l *limits) configure(n *Limits, workers, room int32) {
	l.on = n.Rate > 0 || n.Concurrency > 0 || len(n.Shed) > 0
	l.bucket.configure(n.Rate)
	if n.Rate > 0 && n.Burst > 0 {
		l.bucket.slack = Time(n.Burst-1) * l.bucket.interval
	}
	l.concurrency = math.MaxInt32
	if n.Concurrency > 0 {
		l.concurrency = int32(n.Concurrency)
	}
	shedAt(&l.queue, n.Shed, ShedOfQueue, room)
	shedAt(&l.busy, n.Shed, ShedOfWorkers, workers)
}

// shedAt finds the load from which on each class is turned away.
func shedAt(at *[maxClass + 1]int32, rules []Shed, of ShedOf, whole int32) {
	least := int32(math.MaxInt32)
	for class := range at {
		for _, r := range rules {
			if r.Class == class && r.Of == of {
				least = int32(math.Ceil(float64(r.Above * float64(whole))))
			}
		}
		at[class] = least
	}
}

// limited reports whether an attempt that has come is over a limit. It takes a token if it is not.
func (st *station) limited(now Time, class uint8) bool {
	l := &st.limits
	return st.waiting >= l.queue[class] || st.busy >= l.busy[class] || st.waiting+st.busy >= l.concurrency || !l.bucket.take(now)
}

func (n *Limits) validate(queue int) error {
	switch {
	case n.Rate != 0 && !(n.Rate >= minRate && n.Rate <= maxRate):
		return fmt.Errorf("its rate limit is %v requests per second; give 0 for none, or a number from %v to %v", n.Rate, minRate, maxRate)
	case n.Burst < 0 || n.Burst > maxBurst:
		return fmt.Errorf("its rate limit lets in bursts of %d requests; give a number from 1 to %d, or 0 for what comes in a tenth of a second", n.Burst, maxBurst)
	case n.Rate > 0 && float64(n.Burst)/n.Rate > longestSpan.Seconds():
		return fmt.Errorf("its rate limit takes %v s to let in a burst again; give a smaller burst or a higher rate: a year at most", float64(n.Burst)/n.Rate)
	case n.Concurrency < 0 || n.Concurrency > maxQueue:
		return fmt.Errorf("its concurrency limit is %d requests; give 0 for none, or %d at most", n.Concurrency, maxQueue)
	}
	for _, r := range n.Shed {
		switch {
		case r.Class < 0 || r.Class > maxClass:
			return fmt.Errorf("it sheds requests of class %d; give a number from 0 (the most urgent) to %d", r.Class, maxClass)
		case !(r.Above >= 0 && r.Above <= 1):
			return fmt.Errorf("it sheds class %d above a share of %v; give a number from 0 to 1", r.Class, r.Above)
		case r.Of > ShedOfWorkers:
			return fmt.Errorf("it sheds class %d by load of kind %d; use one of the ShedOf constants", r.Class, r.Of)
		case r.Of == ShedOfQueue && queue < 0:
			return fmt.Errorf("it sheds class %d by the share of its queue, which has no bound; give the queue a bound, or shed by the workers", r.Class)
		}
	}
	return nil
}
