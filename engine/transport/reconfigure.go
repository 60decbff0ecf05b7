package transport

import (
	"fmt"
	"slices"

	"sysprep/engine/kernel"
)

// Reconfigure turns knobs on a live system. sys must have the same groups, in name
// and kind, and the same window as the present one; its numbers take effect now: on what is asked
// and sent from now on, while what is under way goes on as it began. More senders
// open new connections; those taken away finish what they send. The wait for the
// next query is stretched in proportion to the interval. A smaller buffer keeps what
// it holds. It changes nothing when it returns an error.
func (s *Sim) Reconfigure(sys System) error {
	if err := sys.Validate(); err != nil {
		return err
	}
	sys.Groups = slices.Clone(sys.Groups)
	for i, g := range sys.Groups {
		sys.Groups[i] = g.withDefaults()
	}
	if err := s.sys.sameStructure(&sys); err != nil {
		return err
	}
	s.sys = sys
	s.port.configure(&sys.Port)
	for i := range s.groups {
		s.configure(int32(i), &sys.Groups[i])
	}
	return nil
}

func (s *Sim) configure(id int32, next *Group) {
	g := &s.groups[id]
	before := g.Group
	g.Group = *next
	if next.Every != before.Every {
		s.stretch(id, float64(next.Every)/float64(before.Every))
	}
	if next.RTT != before.RTT {
		s.queue.Release(g.down)
		s.queue.Release(g.back)
		up, down := next.RTT/4, next.RTT/4
		g.up, g.down, g.back = up, s.queue.Lane(int64(down)), s.queue.Lane(int64(next.RTT-up-down))
	}
	g.full = sendingTime(int64(next.Segment+HeaderBytes), next.Access)
	for _, f := range g.members {
		s.flows[f].remember(ringSize(next.MaxWindow))
	}
	s.enlist(g, id)
	s.resume(id)
}

// stretch multiplies the wait for a group's next query.
func (s *Sim) stretch(id int32, factor float64) {
	g := &s.groups[id]
	if !g.pending {
		return
	}
	at := Never
	s.queue.Remove(func(ev kernel.Event) bool {
		if ev.Kind != evAsk || ev.Who != id {
			return false
		}
		at = Time(ev.Time)
		return true
	})
	now := s.Now()
	s.askAt(id, now+Time(min(float64(float64(at-now)*factor), float64(maxSpan))))
}

// remember gives the aggregator's end of a connection room for so many segments.
func (f *flow) remember(size int) {
	old := int64(len(f.seen)) * 64
	if int64(size) <= old {
		return
	}
	seen := make([]uint64, size/64)
	for seq := f.lacks; seq < f.lacks+old; seq++ {
		if f.seen[seq%old/64]&(1<<(seq%64)) != 0 {
			seen[seq%int64(size)/64] |= 1 << (seq % 64)
		}
	}
	f.seen = seen
}

// sameStructure says how next differs from sys in more than numbers.
func (sys *System) sameStructure(next *System) error {
	if len(sys.Groups) != len(next.Groups) {
		return fmt.Errorf("reconfigure: the system has %d groups, not %d; start a new simulation to add or remove some", len(sys.Groups), len(next.Groups))
	}
	if sys.window() != next.window() {
		return fmt.Errorf("reconfigure: the metrics window differs; start a new simulation to change it")
	}
	for i := range sys.Groups {
		a, b := &sys.Groups[i], &next.Groups[i]
		switch {
		case a.Name != b.Name:
			return fmt.Errorf("reconfigure: group %d is %q, not %q; start a new simulation to change the structure", i, a.Name, b.Name)
		case (a.Response == Endless) != (b.Response == Endless), a.Standby != b.Standby, (a.Every == 0) != (b.Every == 0):
			return fmt.Errorf("reconfigure: group %q asks in another way; start a new simulation to change it", a.Name)
		case a.Segment != b.Segment:
			return fmt.Errorf("reconfigure: the segments of group %q have %d bytes, not %d; start a new simulation to change that", a.Name, a.Segment, b.Segment)
		case a.Start != b.Start:
			return fmt.Errorf("reconfigure: group %q starts at %g s, not %g s; start a new simulation to change that", a.Name, a.Start.Seconds(), b.Start.Seconds())
		}
	}
	return nil
}
