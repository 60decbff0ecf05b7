package engine

import (
	"fmt"
	"slices"
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
	waits := s.replanAll(own)
	s.settleLedger() // by the amounts that they had
	s.sys = own
	s.applyNumbers(own)
	for _, w := range waits {
		s.awaitLeft(w.client, w.left)
	}
	for i := range s.clients {
		if s.clients[i].population.Users > 0 {
			s.populate(int32(i), false)
		}
	}
	for i := range s.stations {
		s.dispatch(int32(i)) // there may be more workers
	}
	return nil
}

// moments returns how many moments of arrival there are in a second.
func (c *Client) moments() float64 { return c.Rate / float64(max(1, c.Burst)) }

// wait is what is left of the wait for a client's next arrival, by its own clock.
type wait struct {
	client int32
	left   float64
}

// replanAll takes back the pending arrivals of the clients whose rate or profile
// is about to change.
func (s *Sim) replanAll(next *System) []wait {
	var waits []wait
	for i := range s.clients {
		before, after := s.sys.Nodes[s.clients[i].node].Client, next.Nodes[s.clients[i].node].Client
		if before.Population.Users == 0 && (before.moments() != after.moments() || !slices.Equal(before.Profile, after.Profile)) {
			waits = append(waits, wait{int32(i), s.replan(int32(i), before, after)})
		}
	}
	return waits
}

// sameStep: how long an OpWork takes and how many an OpFan waits for are numbers that a knob may turn.
func sameStep(a, b Op) bool {
	if a.Kind == OpFan && b.Kind == OpFan {
		return slices.Equal(a.Fan.Edges, b.Fan.Edges)
	}
	return a.Kind == b.Kind && a.Effect == b.Effect && (a.Kind == OpWork || a.Edge == b.Edge)
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
		if a.Client != nil {
			if what := a.Client.differs(b.Client); what != "" {
				return fmt.Errorf("reconfigure: %q %s; start a new simulation to change that", a.Name, what)
			}
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
