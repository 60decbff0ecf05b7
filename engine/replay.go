package engine

import (
	"fmt"
	"slices"

	"sysprep/engine/random"
)

// Replay is a record of arrivals: Times, or Counts. It is read in place and must
// not be changed. A Profile plays it faster or slower.
type Replay struct {
	Times []Time  // moments of single arrivals since the start, not falling
	Keys  []int32 // what each of Times asks for, from 0 to Keys.Count-1; nil: drawn like those of other arrivals

	// Counts are the arrivals in each Interval since the start. Within it they lie
	// at random, as those of a Poisson process do given their number, or, with
	// ArrivalsConstant, at equal distances, half of one from either end.
	Counts   []int32
	Interval Time

	Repeat Time // the record begins again after so long; 0: it ends
}

const (
	maxReplay   = 1_000_000   // entries of a record
	maxReplayed = 100_000_000 // arrivals in one interval
)

// length returns how long the record is.
func (r *Replay) length() Time {
	if len(r.Times) > 0 {
		return r.Times[len(r.Times)-1]
	}
	return r.Interval * Time(len(r.Counts))
}

// arrivals returns how many arrivals the record holds.
func (r *Replay) arrivals() int64 {
	n := int64(len(r.Times))
	for _, c := range r.Counts {
		n += int64(c)
	}
	return n
}

// meanRate returns how many arrivals there are in a second, on average.
func (r *Replay) meanRate() float64 {
	span := r.Repeat
	if span == 0 {
		span = r.length()
	}
	return float64(r.arrivals()) / max(Millisecond, span).Seconds()
}

func (r *Replay) equal(o *Replay) bool {
	return r == o || r.Interval == o.Interval && r.Repeat == o.Repeat && slices.Equal(r.Times, o.Times) &&
		slices.Equal(r.Keys, o.Keys) && slices.Equal(r.Counts, o.Counts)
}

// replayer is where a client is in its Replay.
type replayer struct {
	record *Replay // never changed; nil: none
	lap    int64   // when the record began, by the client's clock
	at     int64   // of the arrival that comes next, by the client's clock
	pos    int     // of that arrival in Times, or of its interval in Counts
	begun  bool
	left   int32 // arrivals in the interval that come after it
}

// next moves to the next arrival and returns how far it is from the one before,
// by the client's clock; false at the end of the record.
func (r *replayer) next(even bool, luck *random.Stream) (float64, bool) {
	before := r.at
	var ok bool
	if len(r.record.Times) > 0 {
		ok = r.nextTime()
	} else {
		ok = r.nextCount(even, luck)
	}
	return float64(r.at - before), ok
}

func (r *replayer) nextTime() bool {
	if r.begun {
		r.pos++
	}
	r.begun = true
	if r.pos == len(r.record.Times) && !r.again() {
		return false
	}
	r.at = r.lap + int64(r.record.Times[r.pos])
	return true
}

// again begins the record again.
func (r *replayer) again() bool {
	if r.record.Repeat == 0 {
		return false
	}
	r.lap += int64(r.record.Repeat)
	r.pos = 0
	return true
}

func (r *replayer) nextCount(even bool, luck *random.Stream) bool {
	counts, interval := r.record.Counts, int64(r.record.Interval)
	start := func() int64 { return r.lap + int64(r.pos)*interval }
	if !r.begun {
		r.begun, r.left = true, counts[0]
	}
	for r.left == 0 {
		r.pos++
		if r.pos == len(counts) && !r.again() {
			return false
		}
		r.left = counts[r.pos]
	}
	r.at = max(r.at, start())
	if even {
		n := int64(counts[r.pos])
		k := n - int64(r.left)
		r.at = start() + int64((float64(k)+0.5)/float64(n)*float64(interval))
	} else {
		r.at += int64(float64(start()+interval-r.at) * luck.Least(int(r.left)))
	}
	r.left--
	return true
}

// keyed reports whether the record says what its arrivals ask for.
func (r *replayer) keyed() bool { return r.record != nil && r.record.Keys != nil }

func (r *Replay) validate(c *Client) error {
	switch {
	case (len(r.Times) > 0) == (len(r.Counts) > 0):
		return fmt.Errorf("its replay needs either times or counts of arrivals; give one of them")
	case max(len(r.Times), len(r.Counts)) > maxReplay:
		return fmt.Errorf("its replay has %d entries; give %d at most", max(len(r.Times), len(r.Counts)), maxReplay)
	case len(r.Counts) > 0 && (r.Interval < Microsecond || r.Interval > longestSpan/maxReplay):
		return fmt.Errorf("the interval of its replay is %v s; give a time from 1 us to %v s", r.Interval.Seconds(), (longestSpan / maxReplay).Seconds())
	case r.Keys != nil && len(r.Keys) != len(r.Times):
		return fmt.Errorf("its replay has %d keys for %d times; give each its own, or none at all", len(r.Keys), len(r.Times))
	case c.Rate != 0 || c.Burst > 1:
		return fmt.Errorf("its arrivals are replayed, so it has no rate and no bursts of its own; leave them out (a profile plays faster or slower)")
	}
	for i, t := range r.Times {
		if t < 0 || t > longestSpan || i > 0 && t < r.Times[i-1] {
			return fmt.Errorf("time %d of its replay is %v s; give times from 0 to a year that don't fall", i+1, t.Seconds())
		}
	}
	for i, k := range r.Keys {
		if k < 0 || int(k) >= c.Keys.Count {
			return fmt.Errorf("key %d of its replay is %d; give numbers from 0 to %d", i+1, k, c.Keys.Count-1)
		}
	}
	for i, n := range r.Counts {
		if n < 0 || float64(n) > maxRate*r.Interval.Seconds() || n > maxReplayed {
			return fmt.Errorf("count %d of its replay is %d; give a number from 0 to %g a second, %d at most", i+1, n, float64(maxRate), maxReplayed)
		}
	}
	switch {
	case r.arrivals() == 0:
		return fmt.Errorf("its replay holds no arrivals; give one at least")
	case r.Repeat < 0 || r.Repeat > longestSpan:
		return fmt.Errorf("its replay repeats after %v s; give a time of a year at most, or 0 for no end", r.Repeat.Seconds())
	case r.Repeat > 0 && r.Repeat < r.length():
		return fmt.Errorf("its replay repeats after %v s, and lasts %v s; give at least that", r.Repeat.Seconds(), r.length().Seconds())
	case r.Repeat > 0 && float64(r.arrivals()) > maxRate*r.Repeat.Seconds():
		return fmt.Errorf("its replay repeats so soon that there are %g arrivals a second; give %g at most", float64(r.arrivals())/r.Repeat.Seconds(), float64(maxRate))
	}
	return nil
}
