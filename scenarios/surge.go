package scenarios

import "sysprep/engine"

// firstEvent is when something first happens to a run: a fault, an act by hand, or a change of
// the load that the scenario makes itself; engine.Never if nothing does. Before it the system
// lives its ordinary life, and a run that is ill by then is ill by design.
func (r *Run) firstEvent() engine.Time {
	first := r.plan.firstSurge()
	for _, f := range r.plan.Faults {
		if f.On {
			first = min(first, engine.Time(f.At))
		}
	}
	for _, op := range r.ops {
		first = min(first, op.at)
	}
	return first
}

// firstSurge is when the load of a client first changes by more than luck: where a profile
// leaves the factor that it begins with. Of arrivals from a record, and of users who all begin
// together, no time is known to be ordinary: 0.
func (s *Scenario) firstSurge() engine.Time {
	first := engine.Never
	for i := range s.Nodes {
		n := &s.Nodes[i]
		if n.Kind != "client" {
			continue
		}
		if n.Users > 0 && n.Start == "together" || len(n.Replay.Times)+len(n.Replay.Counts) > 0 {
			return 0
		}
		for k := 1; k < len(n.Profile); k++ {
			if n.Profile[k].Factor != n.Profile[k-1].Factor {
				first = min(first, engine.Time(n.Profile[k-1].At))
				break
			}
		}
	}
	return first
}
