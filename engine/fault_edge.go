package engine

import (
	"fmt"
	"math"
)

// ofEdge reports whether a kind of fault befalls an edge.
func (k FaultKind) ofEdge() bool {
	return k == FaultPartition || k == FaultHeal || k == FaultLoss || k == FaultLatency
}

// injectEdge does a fault to an edge, in one direction or both. What is on its way
// already arrives as it would have.
func (s *Sim) injectEdge(f *Fault) error {
	if f.Edge < 0 || f.Edge >= len(s.sys.Edges) {
		return fmt.Errorf("fault: there is no edge %d; the system has edges 0 to %d", f.Edge, len(s.sys.Edges)-1)
	}
	who, err := s.scopeOf(f)
	if err != nil {
		return err
	}
	if err := s.validEdgeFault(f); err != nil {
		return err
	}
	for i := range s.edges {
		if int(s.edges[i].base) != f.Edge {
			continue
		}
		for d := range s.networks[i].ways {
			if f.Direction == DirectionBoth || int(f.Direction) == d+1 {
				s.networks[i].ways[d].fault(f, who)
			}
		}
		s.setNetworked(int32(i))
	}
	return nil
}

func (s *Sim) validEdgeFault(f *Fault) error {
	loses := false
	switch f.Kind {
	case FaultPartition:
		loses = true
	case FaultLoss:
		if !(f.Fraction >= 0 && f.Fraction <= 1) {
			return fmt.Errorf("fault: the share of messages that get lost is %v; give a number from 0 to 1", f.Fraction)
		}
		loses = f.Fraction > 0
	case FaultLatency:
		if !(f.Fraction >= 0 && f.Fraction <= maxSlow) {
			return fmt.Errorf("fault: the factor on the latency is %v; give a number above 0, at most %g, or 0 for none", f.Fraction, float64(maxSlow))
		}
		if f.Extra < 0 || f.Extra > longestSpan {
			return fmt.Errorf("fault: the latency is %v s more; give a time from 0 to a year", f.Extra.Seconds())
		}
	}
	if f.Direction > DirectionReplies {
		return fmt.Errorf("fault: there is no direction %d; use one of the Direction constants", f.Direction)
	}
	if to := int32(s.sys.Edges[f.Edge].To); loses && s.nodes[to].kind == roleCache {
		return s.awaited(to)
	}
	return nil
}

// scopeOf returns whom a fault of an edge befalls.
func (s *Sim) scopeOf(f *Fault) (scope, error) {
	count := s.edges[f.Edge].balance.count
	all := scope{on: true, lots: allLots, from: 0, to: count}
	name := s.sys.Edges[f.Edge].Name
	switch {
	case f.Instance < 0 || f.Instance > int(count):
		return all, fmt.Errorf("fault: edge %q leads to no instance %d; give a number from 1 to %d", name, f.Instance, count)
	case !(f.Share >= 0 && f.Share <= 1):
		return all, fmt.Errorf("fault: the share of callers over edge %q is %v; give a number from 0 to 1", name, f.Share)
	}
	if f.Instance > 0 {
		all.from, all.to = int32(f.Instance)-1, int32(f.Instance)
	}
	if f.Share > 0 {
		all.lots = s.lotsOf(s.sys.Edges[f.Edge].From, f.Share)
	}
	return all, nil
}

// lotsOf returns below which lot a share of a node's callers lies.
func (s *Sim) lotsOf(node int, share float64) uint32 {
	if r := s.nodes[node]; r.kind == roleService {
		n := float64(s.instances(r))
		share = max(1, math.Round(share*n)) / n
	}
	return uint32(float64(share*allLots) + 0.5)
}

// fault does a fault to one direction of an edge, or lifts it.
func (w *way) fault(f *Fault, who scope) {
	switch f.Kind {
	case FaultPartition:
		w.cut = who
	case FaultHeal:
		w.cut = scope{}
	case FaultLoss:
		w.lossy, w.moreLoss = who, f.Fraction
		if f.Fraction == 0 {
			w.lossy = scope{}
		}
	case FaultLatency:
		w.slow, w.factor, w.extra = who, f.Fraction, f.Extra
		if f.Fraction == 0 {
			w.factor = 1
		}
		if w.factor == 1 && f.Extra == 0 {
			w.slow = scope{}
		}
	}
}
