package transport

import (
	"sysprep/engine/kernel"
)

// Bytes is about what the state of the simulation takes, by the length of its arrays, and
// what a Fork takes more. Closed windows are left out, since forks share them.
func (s *Sim) Bytes() int64 {
	n := s.queue.Bytes() + kernel.BytesOf(s.flows) + s.packets.bytes() + s.responses.bytes() + s.queries.bytes() + kernel.BytesOf(s.log)
	for i := range s.groups {
		g := &s.groups[i]
		n += int64(len(g.members)) * int64(ringSize(g.MaxWindow)/8)
	}
	return n
}

func (p *pool[T]) bytes() int64 { return kernel.BytesOf(p.items) + 4*int64(len(p.items)) }

// Bytes is about what a simulation of the system takes before anything happens in it. It
// can be asked of a system of any size, and says what New would cost.
func (sys *System) Bytes() int64 {
	n := int64(0)
	for i := range sys.Groups {
		g := sys.Groups[i].withDefaults()
		ring := min(max(g.MaxWindow, 64), maxWindow)
		n += int64(max(g.Senders, 0)) * (kernel.SizeOf[flow]() + 2*kernel.SizeOf[kernel.Event]() + int64(ringSize(ring)/8))
	}
	return n
}
