package engine

import (
	"fmt"
	"slices"

	"sysprep/engine/kernel"
)

// Reconfigure turns knobs on a live system. sys must have the same nodes, edges,
// programs and window as the present one; its numbers take effect now: on what
// starts from now on (services, attempts, backoffs, lives of entries), while
// what has begun ends as it began. The wait for the next arrival is stretched
// in proportion to the rate. A shorter queue keeps what waits and refuses new
// attempts until it is short enough; fewer workers finish what they do first; a
// smaller cache evicts. WarmUp has no effect. It changes nothing when it
// returns an error.
func (s *Sim) Reconfigure(sys System) error {
	if err := sys.Validate(); err != nil {
		return err
	}
	own := sys.clone()
	if err := s.sys.sameStructure(own); err != nil {
		return err
	}
	for i := range s.clients {
		n := s.clients[i].node
		before, after := s.sys.Nodes[n].Client.moments(), own.Nodes[n].Client.moments()
		if before != after {
			s.stretchArrival(int32(i), before/after)
		}
	}
	s.sys = own
	s.applyNumbers(own)
	for i := range s.stations {
		s.dispatch(int32(i)) // there may be more workers
	}
	return nil
}

// moments returns how many moments of arrival there are in a second.
func (c *Client) moments() float64 { return c.Rate / float64(max(1, c.Burst)) }

// stretchArrival multiplies the wait for a client's next arrival. An exponential
// wait that is stretched is exponential still, with the new mean.
func (s *Sim) stretchArrival(i int32, factor float64) {
	var at int64
	s.queue.Remove(func(ev kernel.Event) bool {
		if ev.Kind != evArrival || ev.Who != i {
			return false
		}
		at = ev.Time
		return true
	})
	now := s.queue.Now()
	wait := min(float64(float64(at-now)*factor), longestService)
	s.queue.At(now+int64(wait), evArrival, i)
}

// sameStep: how long an OpWork takes and how many an OpFan waits for are numbers that a knob may turn.
func sameStep(a, b Op) bool {
	if a.Kind == OpFan && b.Kind == OpFan {
		return slices.Equal(a.Fan.Edges, b.Fan.Edges)
	}
	return a.Kind == b.Kind && (a.Kind == OpWork || a.Edge == b.Edge)
}

// sameStructure says how next differs from sys in more than numbers.
func (sys *System) sameStructure(next *System) error {
	if len(sys.Nodes) != len(next.Nodes) || len(sys.Edges) != len(next.Edges) {
		return fmt.Errorf("reconfigure: the system has %d nodes and %d edges, not %d and %d; start a new simulation to add or remove parts",
			len(sys.Nodes), len(sys.Edges), len(next.Nodes), len(next.Edges))
	}
	if sys.window() != next.window() {
		return fmt.Errorf("reconfigure: the metrics window differs; start a new simulation to change it")
	}
	for i := range sys.Nodes {
		a, b := &sys.Nodes[i], &next.Nodes[i]
		if a.Name != b.Name {
			return fmt.Errorf("reconfigure: node %d is %q, not %q; start a new simulation to change the structure", i, a.Name, b.Name)
		}
		if (a.Client == nil) != (b.Client == nil) || (a.Cache == nil) != (b.Cache == nil) || (a.Store == nil) != (b.Store == nil) {
			return fmt.Errorf("reconfigure: node %q is of another kind; start a new simulation to change the structure", a.Name)
		}
		if a.instances() != b.instances() {
			return fmt.Errorf("reconfigure: %q has %d instances, not %d; start a new simulation to change that", a.Name, a.instances(), b.instances())
		}
		if !slices.EqualFunc(sys.program(i), next.program(i), sameStep) {
			return fmt.Errorf("reconfigure: the program of %q differs; start a new simulation to change it", a.Name)
		}
	}
	if !slices.EqualFunc(sys.Links, next.Links, func(a, b Link) bool { return a.Name == b.Name }) {
		return fmt.Errorf("reconfigure: the links are others; start a new simulation to add or remove parts")
	}
	for i := range sys.Edges {
		a, b := &sys.Edges[i], &next.Edges[i]
		if a.Network.Request.Link != b.Network.Request.Link || a.Network.Reply.Link != b.Network.Reply.Link {
			return fmt.Errorf("reconfigure: edge %q is on another link; start a new simulation to change the structure", a.Name)
		}
		if a.Name != b.Name || a.From != b.From || a.To != b.To {
			return fmt.Errorf("reconfigure: edge %q is not where it was; start a new simulation to change the structure", a.Name)
		}
	}
	return nil
}
