package engine

import (
	"fmt"
	"math"

	"sysprep/engine/kernel"
)

// Fault is something done to a running system from outside, at once. What it does
// stays until it is lifted. A second fault of the same kind on the same members
// replaces the first.
type Fault struct {
	Kind FaultKind
	Node int // index into System.Nodes; not of faults of edges
	Edge int // index into System.Edges: FaultPartition, FaultHeal, FaultLoss, FaultLatency, FaultStep

	// FaultShed: share of arrivals turned away. FaultSlow: factor on the time of
	// work. FaultCapacity: share of the workers that are lost. FaultLoss: share of
	// messages that get lost. FaultLatency: factor on the latency, 0 is 1.
	// 0 lifts a shed, lost capacity, loss and failing steps, 1 lifts a slowdown.
	Fraction float64
	Extra    Time // FaultLatency: beside the factor

	// Instance and Share bound whom a fault befalls; with neither, it is all. Of a
	// node, Instance is one of its instances, from 1, and Share is a share of them:
	// the first ones, one at least. Of an edge, Instance is the callee's, and Share
	// is of the callers: the first instances of a service, or of a client's requests
	// an even share, all of whose attempts it befalls.
	Instance int
	Share    float64

	Direction Direction // faults of edges
	Step      CallStep  // FaultStep
	Cold      bool      // FaultUp: a cache comes up empty

	// Config is the system as the members have it from now on (FaultConfig): the
	// numbers of Node, of its program and of the edges from it. It must be the
	// present system with other numbers. nil gives those of the system back.
	Config *System
	Up     bool // FaultConfig: members that are down come up
}

// FaultKind is the kind of a fault.
type FaultKind uint8

// Kinds of faults.
const (
	FaultFlush FaultKind = iota // a cache loses all its entries
	FaultShed                   // a client's door turns away a share of arrivals (beside Client.Shed)
	FaultSlow                   // the work of a store or service takes Fraction times as long
	FaultDown                   // a cache, store or service refuses everything until FaultUp (a cache keeps its entries)
	FaultUp
	FaultDisconnect // a share (Fraction) of a population's users who are connected lose their connection
	FaultSilent     // as FaultDown, and nothing is refused: messages to it vanish
	FaultCapacity   // a store or service has fewer workers; those at work finish what they do
	FaultPartition  // messages of an edge get lost until FaultHeal
	FaultHeal
	FaultLoss    // a share of an edge's messages gets lost (beside Path.Loss)
	FaultLatency // an edge's messages take Fraction times as long, and Extra
	FaultStep    // a share (Fraction) of the attempts over an edge fails at Step, beside Edge.Steps
	FaultConfig  // members of a client, store or service have other numbers: see Fault.Config
)

// Inject does a fault to the system now. It changes nothing when it returns an error.
func (s *Sim) Inject(f Fault) error {
	if f.Kind.ofEdge() {
		return s.injectEdge(&f)
	}
	if f.Kind == FaultStep {
		return s.injectStep(f)
	}
	if f.Node < 0 || f.Node >= len(s.nodes) {
		return fmt.Errorf("fault: there is no node %d; the system has nodes 0 to %d", f.Node, len(s.nodes)-1)
	}
	r := s.nodes[f.Node]
	if want, ok := faultTargets[f.Kind]; !ok || !want[r.kind] {
		return fmt.Errorf("fault: %s; node %q is a %s", f.Kind.usage(), s.sys.Nodes[f.Node].Name, r.kind)
	}
	if f.Kind == FaultConfig {
		return s.configureMembers(&f)
	}
	from, to, err := s.members(&f, r)
	if err != nil {
		return err
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
		for i := from; i < to; i++ {
			s.stations[i].slow = f.Fraction
		}
	case FaultDisconnect:
		if !s.clients[r.index].population.sessions() {
			return fmt.Errorf("fault: %q has no users with sessions to lose; give its population steps to connect with", s.sys.Nodes[f.Node].Name)
		}
		if !(f.Fraction >= 0 && f.Fraction <= 1) {
			return fmt.Errorf("fault: the share to disconnect is %v; give a number from 0 to 1", f.Fraction)
		}
		s.disconnect(r.index, f.Fraction)
	case FaultCapacity:
		if !(f.Fraction >= 0 && f.Fraction <= 1) {
			return fmt.Errorf("fault: the share of workers to lose is %v; give a number from 0 to 1", f.Fraction)
		}
		for i := from; i < to; i++ {
			s.stations[i].lost = f.Fraction
			s.stations[i].setWorkers()
			s.dispatch(i)
		}
	case FaultDown, FaultUp, FaultSilent:
		return s.setDown(&f, r, from, to)
	}
	return nil
}

const maxSlow = 1e6

var faultTargets = map[FaultKind]map[roleKind]bool{
	FaultFlush:      {roleCache: true},
	FaultShed:       {roleClient: true},
	FaultSlow:       {roleStore: true, roleService: true},
	FaultDown:       {roleCache: true, roleStore: true, roleService: true},
	FaultUp:         {roleCache: true, roleStore: true, roleService: true},
	FaultSilent:     {roleCache: true, roleStore: true, roleService: true},
	FaultCapacity:   {roleStore: true, roleService: true},
	FaultDisconnect: {roleClient: true},
	FaultConfig:     {roleClient: true, roleStore: true, roleService: true},
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
	case FaultDown, FaultUp, FaultSilent:
		return "only a cache, a store or a service goes down and up"
	case FaultCapacity:
		return "a loss of capacity needs a store or a service"
	case FaultConfig:
		return "a configuration needs a client, a store or a service"
	}
	return fmt.Sprintf("there is no fault kind %d, use one of the Fault constants", k)
}

func (k roleKind) String() string {
	return [...]string{"client", "cache", "store", "service"}[k]
}

// members returns the range of a node's pool that a fault befalls.
func (s *Sim) members(f *Fault, r role) (from, to int32, err error) {
	count := s.instances(r)
	name := s.sys.Nodes[f.Node].Name
	switch {
	case f.Instance == 0 && f.Share == 0:
		return r.index, r.index + count, nil
	case r.kind != roleStore && r.kind != roleService:
		return 0, 0, fmt.Errorf("fault: %q is a %s, which has no instances; leave out the instance and the share", name, r.kind)
	case f.Instance != 0 && f.Share != 0:
		return 0, 0, fmt.Errorf("fault: it names an instance of %q and a share of them; give one of both", name)
	case f.Instance < 0 || f.Instance > int(count):
		return 0, 0, fmt.Errorf("fault: there is no instance %d of %q; give a number from 1 to %d", f.Instance, name, count)
	case !(f.Share >= 0 && f.Share <= 1):
		return 0, 0, fmt.Errorf("fault: the share of instances is %v; give a number from 0 to 1", f.Share)
	case f.Instance > 0:
		from = r.index + int32(f.Instance) - 1
		return from, from + 1, nil
	}
	return r.index, r.index + max(1, int32(math.Round(f.Share*float64(count)))), nil
}

// setDown lets members of a node go down, silently or not, or come up.
func (s *Sim) setDown(f *Fault, r role, from, to int32) error {
	down, silent := f.Kind != FaultUp, f.Kind == FaultSilent
	if r.kind == roleCache {
		if silent {
			if err := s.awaited(int32(f.Node)); err != nil {
				return err
			}
		}
		c := &s.caches[r.index]
		c.down, c.silent = down, silent
		if f.Kind == FaultUp && f.Cold {
			c.table.Flush()
		}
		for i := range s.edges {
			s.setNetworked(int32(i))
		}
		return nil
	}
	for i := from; i < to; i++ {
		st := &s.stations[i]
		if down && !st.down {
			s.crash(i)
			st.incarnation++
			if !silent {
				s.resetAll(i)
			}
		}
		st.down, st.silent = down, silent
	}
	return nil
}

// awaited returns an error when look-ups at a cache would be waited for without end.
func (s *Sim) awaited(node int32) error {
	for i := range s.edges {
		if e := &s.edges[i]; e.node == node && e.timeout == Never {
			return fmt.Errorf("fault: look-ups over edge %q would get lost, and without a timeout a request would wait for them for ever; give the edge a timeout", s.sys.Edges[e.base].Name)
		}
	}
	return nil
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
