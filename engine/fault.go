package engine

import (
	"fmt"

	"sysprep/engine/kernel"
)

// Inject does a fault to the system now. It changes nothing when it returns an error.
func (s *Sim) Inject(f Fault) error {
	if f.Node < 0 || f.Node >= len(s.nodes) {
		return fmt.Errorf("fault: there is no node %d; the system has nodes 0 to %d", f.Node, len(s.nodes)-1)
	}
	r := s.nodes[f.Node]
	if want, ok := faultTargets[f.Kind]; !ok || !want[r.kind] {
		return fmt.Errorf("fault: %s; node %q is a %s", f.Kind.usage(), s.sys.Nodes[f.Node].Name, r.kind)
	}
	switch f.Kind {
	case FaultFlush:
		s.caches[r.index].table.Flush()
	case FaultShed:
		if !(f.Fraction >= 0 && f.Fraction <= 1) {
			return fmt.Errorf("fault: the share to shed is %v; give a number from 0 to 1", f.Fraction)
		}
		c := &s.clients[r.index]
		c.fault = f.Fraction
		c.setPass()
	case FaultSlow:
		if !(f.Fraction > 0 && f.Fraction <= maxSlow) {
			return fmt.Errorf("fault: the factor on service times is %v; give a number above 0, at most %g", f.Fraction, float64(maxSlow))
		}
		for i := range s.instances(r) {
			s.stations[r.index+i].slow = f.Fraction
		}
	case FaultDown, FaultUp:
		s.setDown(r, f.Kind == FaultDown)
	case FaultDisconnect:
		if !s.clients[r.index].population.sessions() {
			return fmt.Errorf("fault: %q has no users with sessions to lose; give its population steps to connect with", s.sys.Nodes[f.Node].Name)
		}
		if !(f.Fraction >= 0 && f.Fraction <= 1) {
			return fmt.Errorf("fault: the share to disconnect is %v; give a number from 0 to 1", f.Fraction)
		}
		s.disconnect(r.index, f.Fraction)
	}
	return nil
}

const maxSlow = 1e6

var faultTargets = map[FaultKind]map[roleKind]bool{
	FaultFlush: {roleCache: true},
	FaultShed:  {roleClient: true},
	FaultSlow:  {roleStore: true, roleService: true},
	FaultDown:  {roleCache: true, roleStore: true, roleService: true},
	FaultUp:    {roleCache: true, roleStore: true, roleService: true},

	FaultDisconnect: {roleClient: true},
}

func (k FaultKind) usage() string {
	switch k {
	case FaultFlush:
		return "a flush needs a cache"
	case FaultShed:
		return "shedding needs a client"
	case FaultDisconnect:
		return "only a client's users are disconnected"
	case FaultSlow:
		return "a slowdown needs a store or a service"
	case FaultDown, FaultUp:
		return "only a cache, a store or a service goes down and up"
	}
	return fmt.Sprintf("there is no fault kind %d, use one of the Fault constants", k)
}

func (k roleKind) String() string {
	return [...]string{"client", "cache", "store", "service"}[k]
}

func (s *Sim) setDown(r role, down bool) {
	if r.kind == roleCache {
		s.caches[r.index].down = down
		return
	}
	for i := r.index; i < r.index+s.instances(r); i++ {
		st := &s.stations[i]
		if down && !st.down {
			s.crash(i)
		}
		st.down = down
	}
}

// takeServices removes the ends of all services at a store from the queue and
// returns the attempts that were in service, in the order of the heap.
func (s *Sim) takeServices(i int32) []int32 {
	var cut []int32
	s.queue.Remove(func(ev kernel.Event) bool {
		if ev.Kind != evServed || s.attempts.items[ev.Who].to != i {
			return false
		}
		cut = append(cut, ev.Who)
		return true
	})
	return cut
}
