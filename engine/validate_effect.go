package engine

import (
	"fmt"
	"slices"
)

const (
	maxAmount = 1_000_000_000_000
	maxKeyed  = 1_000_000 // idempotency keys kept
)

// validateTruth checks the failing steps and the idempotency keys of an edge.
func (e *Edge) validateTruth() error {
	for i, p := range e.Steps {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("the share of its attempts that fail at %s is %v; give a number from 0 to 1", CallStep(i), p)
		}
	}
	switch k := &e.Idempotency; {
	case k.Key > KeyIntent:
		return fmt.Errorf("there is no kind %d of idempotency keys; use one of the Key constants", k.Key)
	case k.InFlight > InFlightRun:
		return fmt.Errorf("there is no rule %d for keys in flight; use one of the InFlight constants", k.InFlight)
	case k.Answer > AnswerNone:
		return fmt.Errorf("there is no answer %d to a known key; use one of the Answer constants", k.Answer)
	case k.Scope > ScopeInstance:
		return fmt.Errorf("there is no scope %d of idempotency keys; use one of the Scope constants", k.Scope)
	case k.Lifetime < 0 || k.Lifetime > longestSpan:
		return fmt.Errorf("its idempotency keys live for %v s; give a time of a year at most, or 0 for no end", k.Lifetime.Seconds())
	case k.Cost < 0 || k.Cost > longestSpan:
		return fmt.Errorf("the answer to a known key costs %v s; give a time of a year at most, or 0 for none", k.Cost.Seconds())
	case k.Room < 0 || k.Room > maxKeyed:
		return fmt.Errorf("its table has room for %d idempotency keys; give a number from 1 to %d, or 0 for %d", k.Room, maxKeyed, defaultKeys)
	}
	return nil
}

// effects returns which edges are called with effects, and which nodes have
// effects, by what they call themselves or have called for them.
func (sys *System) effects() (edges, nodes []bool) {
	edges, nodes = make([]bool, len(sys.Edges)), make([]bool, len(sys.Nodes))
	for i := range sys.Nodes {
		for _, node := range sys.reach(i) {
			for _, op := range sys.program(node) {
				if op.Effect {
					edges[op.Edge], nodes[i] = true, true
				}
			}
		}
	}
	return edges, nodes
}

// validateEffects checks what edges say about effects against the programs that use them.
func (sys *System) validateEffects() error {
	effect, deep := sys.effects()
	for i := range sys.Edges {
		e := &sys.Edges[i]
		switch {
		case e.Steps != (Steps{}) && sys.Nodes[e.To].Cache != nil:
			return fmt.Errorf("edge %q: it leads to a cache, whose look-ups do not fail by steps; use an edge to a store or a service", sys.edgeName(i))
		case e.Idempotency.Key != KeyNone && !effect[i]:
			return fmt.Errorf("edge %q: it has idempotency keys, and no call over it has an effect; mark the calls that do", sys.edgeName(i))
		case e.Coalesce && (effect[i] || deep[e.To]) && slices.ContainsFunc(sys.program(e.From), func(op Op) bool { return op.Kind == OpCall && op.Edge == i }):
			return fmt.Errorf("edge %q: it coalesces calls that have effects, so that one would stand for several; switch Coalesce off", sys.edgeName(i))
		case deep[e.To] && slices.ContainsFunc(sys.program(e.From), func(op Op) bool { return op.Kind == OpFan && slices.Contains(op.targets(), i) }):
			return fmt.Errorf("edge %q: a fan-out over it leads to calls with effects, and its branches could not be told from repetitions; call them one by one", sys.edgeName(i))
		}
	}
	return nil
}
