package transport

import "fmt"

// Fault is something done to a running system from outside, at once.
type Fault struct {
	Kind  FaultKind
	Group int // index of System.Groups; FaultPort: not used

	Senders int     // FaultSlow, FaultLate: the first so many senders of the group
	Factor  float64 // FaultSlow, FaultPort: on the time that each packet takes; 1 lifts it
	Delay   Time    // FaultLate: each response begins so much later; 0 lifts it
}

// FaultKind is the kind of a fault.
type FaultKind uint8

// Kinds of faults.
const (
	FaultStart FaultKind = iota // a group asks from now on, as one on Standby does not
	FaultStop                   // it asks nothing more; an endless response ends with what was sent
	FaultSlow                   // senders put their packets on their link more slowly
	FaultLate                   // senders begin their responses late: stragglers
	FaultPort                   // the port sends more slowly
)

// maxSlow bounds the factor of a slowdown.
const maxSlow = 1e6

// Inject does a fault to the system now. It changes nothing when it returns an error.
func (s *Sim) Inject(f Fault) error {
	if f.Kind > FaultPort {
		return fmt.Errorf("fault: there is no fault kind %d; use one of the Fault constants", f.Kind)
	}
	if (f.Kind == FaultSlow || f.Kind == FaultPort) && !(f.Factor >= 1/float64(maxSlow) && f.Factor <= maxSlow) {
		return fmt.Errorf("fault: the factor on the time of a packet is %v; give a number from %g to %g", f.Factor, 1/float64(maxSlow), float64(maxSlow))
	}
	if f.Kind == FaultPort {
		s.port.slow = f.Factor
		s.port.configure(&s.sys.Port)
		return nil
	}
	if f.Group < 0 || f.Group >= len(s.groups) {
		return fmt.Errorf("fault: there is no group %d; the system has groups 0 to %d", f.Group, len(s.groups)-1)
	}
	g := &s.groups[f.Group]
	switch f.Kind {
	case FaultStart:
		g.off = false
		s.resume(int32(f.Group))
	case FaultStop:
		s.stop(g)
	default:
		return s.hamper(g, f)
	}
	return nil
}

// hamper makes senders slow or late.
func (s *Sim) hamper(g *group, f Fault) error {
	if f.Senders < 1 || f.Senders > len(g.members) {
		return fmt.Errorf("fault: it is about %d senders of group %q; give 1 to %d", f.Senders, g.Name, len(g.members))
	}
	if f.Kind == FaultSlow && g.Access == 0 && g.Overhead == 0 {
		return fmt.Errorf("fault: the senders of group %q take no time for a packet; give them a link of their own (Access) to slow it down", g.Name)
	}
	if f.Kind == FaultLate && (f.Delay < 0 || f.Delay > maxSpan) {
		return fmt.Errorf("fault: the delay is %d ns; give 0 to a day", f.Delay)
	}
	for _, i := range g.members[:f.Senders] {
		if f.Kind == FaultSlow {
			s.flows[i].slow = f.Factor
		} else {
			s.flows[i].late = f.Delay
		}
	}
	return nil
}

// resume sees to it that a group that may ask does.
func (s *Sim) resume(id int32) {
	g := &s.groups[id]
	if g.off || g.pending || g.done() || g.Every == 0 && g.asked > g.count.Complete {
		return // the last open query asks the next
	}
	s.askAt(id, max(s.Now(), g.Start))
}

// stop makes a group ask nothing more. A long flow ends with what was sent of it.
func (s *Sim) stop(g *group) {
	g.off = true
	if g.Response != Endless {
		return
	}
	for _, f := range g.members {
		fl := &s.flows[f]
		r := fl.pending
		if r == none {
			continue
		}
		re := &s.responses.items[r]
		begin := re.end - re.size
		re.end = max(fl.high, fl.una+1, begin+1)
		re.size, re.rest = re.end-begin, int32(g.Segment)
		fl.end = re.end
	}
}
