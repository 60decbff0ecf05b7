package engine

import (
	"slices"

	"pgregory.net/rapid"
)

// drawEffects marks some calls of a random system as having effects.
func drawEffects(t *rapid.T, sys *System) {
	if !rapid.Bool().Draw(t, "effects") {
		return
	}
	for i := range sys.Nodes {
		program := sys.program(i)
		for j := range program {
			if op := &program[j]; op.Kind == OpCall {
				op.Effect = rapid.Bool().Draw(t, "effect")
			}
		}
	}
	for i := range sys.Nodes { // what a fan-out calls has none
		for _, fan := range sys.program(i) {
			if fan.Kind != OpFan {
				continue
			}
			for _, edge := range fan.Fan.Edges {
				for _, node := range sys.reach(sys.Edges[edge].To) {
					program := sys.program(node)
					for j := range program {
						program[j].Effect = false
					}
				}
			}
		}
	}
}

// drawTruth draws the numbers that have to do with effects and failing steps.
func drawTruth(t *rapid.T, sys *System) {
	effects, deep := sys.effects()
	for i := range sys.Nodes {
		program := sys.program(i)
		if c := sys.Nodes[i].Client; c != nil {
			c.Twins = rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(t, "twins")
		}
		for j := range program {
			if op := &program[j]; op.Effect {
				op.Amount = rapid.Int64Range(0, 3).Draw(t, "amount")
			}
		}
	}
	for i := range sys.Edges {
		e := &sys.Edges[i]
		e.Coalesce = e.Coalesce && !effects[i] && !deep[e.To]
		e.Steps, e.Idempotency = Steps{}, Idempotency{}
		if sys.Nodes[e.To].Cache == nil && rapid.IntRange(0, 3).Draw(t, "failing steps") == 0 {
			for step := range e.Steps {
				e.Steps[step] = rapid.SampledFrom([]float64{0, 0, 0.2}).Draw(t, CallStep(step).String())
			}
		}
		if !effects[i] {
			continue
		}
		e.Idempotency = Idempotency{
			Key: KeyKind(rapid.IntRange(0, int(KeyIntent)).Draw(t, "key")), Lifetime: span(t, "lifetime", 0, 50*Millisecond),
			Room: rapid.SampledFrom([]int{0, 1, 20}).Draw(t, "room"), Atomic: rapid.Bool().Draw(t, "atomic"),
			InFlight: InFlight(rapid.IntRange(0, int(InFlightRun)).Draw(t, "in flight")),
			Answer:   AnswerKind(rapid.IntRange(0, int(AnswerNone)).Draw(t, "answer")),
			Cost:     rapid.SampledFrom([]Time{0, 0, 2 * Millisecond}).Draw(t, "cost"),
			Scope:    KeyScope(rapid.IntRange(0, int(ScopeInstance)).Draw(t, "scope")),
		}
	}
}

// effectsOf adds up the effects of a run so far.
func effectsOf(s *Sim) []EffectWindow {
	total := make([]EffectWindow, len(s.sys.Edges))
	for _, w := range append(slices.Clone(s.Windows()), s.Current()) {
		for i := range w.Effects {
			total[i].Add(&w.Effects[i])
		}
	}
	return total
}

// checkLedger: every intent is in exactly one cell or still under way, and the
// effects of the ledger are those that the callees applied.
func checkLedger(t *rapid.T, s *Sim) {
	t.Helper()
	total := effectsOf(s)
	begun, applied := make([]int64, len(s.sys.Edges)), make([]int64, len(s.sys.Edges))
	for i := range total {
		w := &total[i]
		begun[i], applied[i] = w.Intents-w.Over(), w.Applied-w.Extra
		for _, row := range w.Truth {
			applied[i] -= row[1] + row[2]
		}
	}
	carried := make([]int32, len(s.ledger.intents))
	for i := range s.requests.items {
		if in := s.requests.items[i].intent; in != 0 {
			carried[in-1]++
		}
	}
	for i := range s.attempts.items {
		if in := s.attempts.items[i].intent; in != 0 {
			carried[in-1]++
		}
	}
	for i := range s.ledger.intents {
		in := &s.ledger.intents[i]
		if in.carried != carried[i] {
			t.Fatalf("intent %d is carried by %d, and counts %d", i, carried[i], in.carried)
		}
		for j := in.first; j != none; j = s.ledger.entries[j].next {
			n := &s.ledger.entries[j]
			edge := s.edges[s.sites[n.site].edge].base
			begun[edge]--
			applied[edge] -= int64(n.applied)
		}
	}
	for i := range begun {
		if begun[i] != 0 {
			t.Fatalf("edge %d: intents begun and accounted for differ by %d", i, begun[i])
		}
		if applied[i] != 0 && !passes(s, int32(i)) {
			t.Fatalf("edge %d: effects applied and those in the ledger differ by %d", i, applied[i])
		}
		if passes(s, int32(i)) && total[i].Applied != 0 {
			t.Fatalf("edge %d passes effects on, and yet applied %d", i, total[i].Applied)
		}
		checkKeys(t, s, &s.truths[i].keys)
	}
}

// passes reports whether the effects of an edge's calls are applied further down.
func passes(s *Sim, edge int32) bool {
	return slices.ContainsFunc(s.sites, func(w site) bool { return s.edges[w.edge].base == edge && w.passes })
}

// checkKeys: a table of keys is as its links say, and a key in flight is held by
// an attempt that is worked on.
func checkKeys(t *rapid.T, s *Sim, k *keyTable) {
	t.Helper()
	count, done, waits := 0, 0, 0
	for _, head := range k.heads {
		for i := head; i != none; i = k.records[i].chain {
			n := &k.records[i]
			count++
			if n.state == keyDone {
				done++
				if n.first != none {
					t.Fatalf("attempt %d waits for a key that is done", n.first)
				}
				continue
			}
			if h := &s.attempts.items[n.holder]; h.place != inService || h.idem != n.key {
				t.Fatalf("a key in flight is held by attempt %d, which is not worked on with it", n.holder)
			}
			for a := n.first; a != none; a = s.attempts.items[a].next {
				waits++
				if at := &s.attempts.items[a]; at.place != parked || at.idem != n.key {
					t.Fatalf("attempt %d is in the line for a key that it does not wait for", a)
				}
			}
		}
	}
	i := k.oldest
	for range k.done - 1 {
		i = k.records[i].after
	}
	if count != k.count || done != k.done || k.done > k.room || k.done > 0 && i != k.newest {
		t.Fatalf("the table of keys counts %d, %d of them done, in room for %d; there are %d and %d", k.count, k.done, k.room, count, done)
	}
}

// checkLedgerAtRest: nothing is left of an intent when nobody carries it.
func checkLedgerAtRest(t *rapid.T, s *Sim) {
	t.Helper()
	spare := 0
	for i := s.ledger.spare; i != none; i = s.ledger.entries[i].next {
		spare++
	}
	if spare != len(s.ledger.entries) {
		t.Fatalf("%d of %d entries of the ledger given back", spare, len(s.ledger.entries))
	}
	for i := range s.ledger.intents {
		if s.ledger.intents[i].carried != 0 {
			t.Fatalf("intent %d is still carried at rest", i)
		}
	}
}

// checkTraces: a caller that waits for nothing and was answered well believes in a
// success, and nothing goes back in time.
func checkTraces(t *rapid.T, s *Sim) {
	t.Helper()
	for _, c := range s.Traces() {
		if c.out < 0 || len(c.Moments) == 0 && c.Settled && !s.edges[c.Edge].policed {
			t.Fatalf("call %d is out %d times, told in %d moments", c.Call, c.out, len(c.Moments))
		}
		for i := 1; i < len(c.Moments); i++ {
			a, b := &c.Moments[i-1], &c.Moments[i]
			if b.At < a.At || b.Applied < a.Applied || b.Callee < a.Callee || a.Belief == BeliefSuccess && b.Belief != BeliefSuccess {
				t.Fatalf("call %d: %+v is followed by %+v", c.Call, *a, *b)
			}
			if b.Kind == MomentSettled && b.Failed == (b.Belief == BeliefSuccess) {
				t.Fatalf("call %d: it is over, and believed to be otherwise: %+v", c.Call, *b)
			}
		}
	}
}
