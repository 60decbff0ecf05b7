package engine

import (
	"fmt"
	"math"

	"sysprep/engine/kernel"
)

// timeline is how a client with a Profile or a Replay comes to its moments of
// arrival: each lies so far after the one before by the client's own clock.
type timeline struct {
	on      bool
	ended   bool // the record is played to its end
	profile profile
	replay  replayer
	key     int32   // of the replayed arrival that comes next
	need    float64 // the wait for it by the client's clock, counted from ...
	from    int64   // ... this time
}

func (t *timeline) configure(n *Client) {
	t.on = len(n.Profile) > 0 || n.Replay != nil
	t.profile = n.Profile
	t.replay.record = n.Replay
}

// remains returns how long is left to wait by the client's clock.
func (t *timeline) remains(now int64) float64 {
	return max(0, t.need-t.profile.advance(t.from, now))
}

// next draws the time to the next moment of arrival.
func (c *client) next() int64 {
	if c.even {
		return max(1, int64(c.gap+0.5))
	}
	return c.arrivals.ExpSpan(c.gap)
}

// arrive handles a moment of arrival at a client.
func (s *Sim) arrive(i int32) {
	c := &s.clients[i]
	key := c.timeline.key
	s.awaitArrival(i)
	for range c.burst {
		s.enter(c, none, key)
	}
}

// awaitArrival schedules the next moment of arrival.
func (s *Sim) awaitArrival(i int32) {
	c := &s.clients[i]
	if c.timeline.on {
		s.awaitClocked(i, c.drawClocked())
		return
	}
	s.queue.At(s.queue.Now()+c.next(), evArrival, i)
}

// drawClocked draws the wait for the next moment by the client's clock.
func (c *client) drawClocked() float64 {
	t := &c.timeline
	if t.replay.record == nil {
		if c.even {
			return max(1, c.gap)
		}
		return float64(c.arrivals.Exp() * c.gap)
	}
	need, ok := t.replay.next(c.even, &c.arrivals)
	if !ok {
		t.ended = true
		return math.Inf(1)
	}
	if t.replay.keyed() {
		t.key = t.replay.record.Keys[t.replay.pos]
	}
	return need
}

// awaitClocked schedules the moment that is so far ahead by the client's clock.
// Where the clock stands still for ever, there is none.
func (s *Sim) awaitClocked(i int32, need float64) {
	t := &s.clients[i].timeline
	t.need, t.from = need, s.queue.Now()
	if t.ended {
		return
	}
	if at, ok := t.profile.reach(t.from, need); ok && at < kernel.Never-longestService {
		s.queue.At(at, evArrival, i)
	}
}

// replan takes a client's pending arrival back when its rate or profile is about
// to change, and returns what is left of the wait for it, in the new mean waits.
// An exponential wait that is stretched is exponential still, with the new mean.
func (s *Sim) replan(i int32, before, after *Client) float64 {
	c := &s.clients[i]
	factor := 1.0
	if before.Replay == nil {
		factor = before.moments() / after.moments()
	}
	now := s.queue.Now()
	left := c.timeline.remains(now)
	s.queue.Remove(func(ev kernel.Event) bool {
		if ev.Kind != evArrival || ev.Who != i {
			return false
		}
		if !c.timeline.on {
			left = float64(ev.Time - now) // its clock went like all others
		}
		return true
	})
	return float64(left * factor)
}

// awaitLeft schedules the arrival that replan took back.
func (s *Sim) awaitLeft(i int32, left float64) {
	if s.clients[i].timeline.on {
		s.awaitClocked(i, left)
		return
	}
	s.queue.At(s.queue.Now()+int64(min(left, longestService)), evArrival, i)
}

// meanRate returns how many requests a second a client sends about, for what has
// to guess at the start.
func (c *Client) meanRate() float64 {
	switch p := &c.Population; {
	case p.Users > 0 && p.Think.Mean > 0:
		return float64(p.Users) / p.Think.Mean.Seconds()
	case p.Users > 0:
		return 0
	case c.Replay != nil:
		return c.Replay.meanRate()
	}
	return c.Rate
}

// differs says how next differs from c in more than numbers; "" when it does not.
func (c *Client) differs(next *Client) string {
	a, b := &c.Population, &next.Population
	switch {
	case (a.Users > 0) != (b.Users > 0):
		return "is an open loop before or after, and a closed one after or before"
	case len(a.Connect) != len(b.Connect):
		return "has other steps to connect with"
	case (c.Replay == nil) != (next.Replay == nil) || c.Replay != nil && !c.Replay.equal(next.Replay):
		return "replays other arrivals"
	}
	return ""
}

// validateWorkload checks how the requests of a client come.
func (c *Client) validateWorkload() error {
	if c.PatienceDist != (Dist{}) {
		if err := c.PatienceDist.validate("its users' mean patience"); err != nil {
			return err
		}
	}
	if c.Replay != nil {
		if err := c.Replay.validate(c); err != nil {
			return err
		}
	}
	if err := profile(c.Profile).validate(); err != nil {
		return err
	}
	if most := profile(c.Profile).most(); float64(c.Rate*most) > maxRate {
		return fmt.Errorf("its profile brings its rate to %v arrivals per second; keep it at %v or less", float64(c.Rate*most), maxRate)
	}
	return c.Population.validate(c)
}

// workload adds how a client's requests come, where that is not by rate alone.
func (d *digest) workload(c *client) {
	if c.patienced.Mean > 0 {
		d.stream(&c.impatient)
	}
	if t := &c.timeline; t.on {
		d.add(int64(math.Float64bits(t.need)), t.from, int64(t.key), t.replay.lap, t.replay.at, int64(t.replay.pos), int64(t.replay.left), flag(t.ended))
	}
	if p := &c.population; p.Users > 0 {
		d.stream(&p.think)
		d.stream(&p.backoff)
		d.stream(&p.choice)
		d.add(p.present, p.connected)
	}
}

// users adds the users of populations, and the alarms.
func (d *digest) users(s *Sim) {
	for i := range s.users {
		u := &s.users[i]
		d.add(int64(u.client), int64(u.tries), int64(u.state), flag(u.leaves), flag(u.request == none), int64(u.asked), int64(u.due), int64(u.pause))
	}
	sum := int64(0) // the order in the heap is no part of the run
	for _, i := range s.alarms.heap {
		a := &s.alarms.items[i]
		r := &s.requests.items[a.who]
		var one digest
		one.add(a.at, int64(a.seq), int64(a.kind), int64(r.arrived), int64(r.key), int64(r.pc), int64(r.tries))
		sum += int64(one)
	}
	d.rare(sum)
}
