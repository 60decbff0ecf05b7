package engine

import (
	"math"
	"strings"
	"testing"
)

// charges is a client that charges 100 cents at a store a hundred times a second,
// each time for another user, over an edge that may be turned.
func charges(turn func(*Client, *Store, *Edge)) System {
	c := &Client{Rate: 100, Keys: Keys{Count: 1_000_000}, Arrivals: ArrivalsConstant, Program: []Op{{Kind: OpCall, Effect: true, Amount: 100}}}
	db := &Store{Workers: 4, Service: Dist{Kind: DistConstant, Mean: 2 * Millisecond}, Queue: -1}
	e := Edge{Name: "charge", From: 0, To: 1, Latency: Millisecond, Timeout: 20 * Millisecond, Attempts: 1}
	turn(c, db, &e)
	return System{Nodes: []Node{{Name: "users", Client: c}, {Name: "db", Store: db}}, Edges: []Edge{e}}
}

// settled runs a system for so long, then until all is at rest, and adds up the effects of an edge.
func settled(t *testing.T, sys System, seed uint64, span Time, edge int) EffectWindow {
	t.Helper()
	s := mustNew(t, sys, seed)
	s.RunUntil(span)
	for i := range s.clients {
		inject(t, s, Fault{Kind: FaultShed, Node: int(s.clients[i].node), Fraction: 1})
	}
	s.RunUntil(span + 10*Second)
	w := effectsOf(s)[edge]
	if w.Intents == 0 || w.Intents != w.Over() {
		t.Fatalf("%d intents begun, %d over", w.Intents, w.Over())
	}
	return w
}

// ratioNear checks a count of independent trials against its probability, within 3 standard errors.
func ratioNear(t *testing.T, what string, got, of int64, p float64) {
	t.Helper()
	se := math.Sqrt(p * (1 - p) / float64(of))
	if share := float64(got) / float64(of); math.Abs(share-p) > 3*se {
		t.Errorf("%s: %d of %d, %.4f; want %.4f +- %.4f", what, got, of, share, p, 3*se)
	}
}

// TestEachStepAlone: with every attempt failing at one step, each caller believes
// what the table says, and the truth is what the table says.
func TestEachStepAlone(t *testing.T) {
	for step := range CallStep(NumSteps) {
		truth := step.Truth()
		sys := charges(func(*Client, *Store, *Edge) {})
		s := mustNew(t, sys, 1)
		inject(t, s, Fault{Kind: FaultStep, Edge: 0, Step: step, Fraction: 1})
		s.RunUntil(20*Second + 5*Millisecond)
		inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
		s.RunUntil(25 * Second)
		w := effectsOf(s)[0]
		if w.Over() != 2000 || w.Failed[step] != 2000 {
			t.Errorf("%s: %d intents over, %d failed there; want 2000 of both", step, w.Over(), w.Failed[step])
		}
		row := w.Truth[truth.Belief]
		if row[0]+row[1] != 2000 {
			t.Errorf("%s: %v; all should believe in %s", step, w.Truth, truth.Belief)
		}
		ratioNear(t, step.String(), row[1], 2000, truth.Applied)
		if s.InFlight() != 0 {
			t.Errorf("%s: %d still under way", step, s.InFlight())
		}
		inject(t, s, Fault{Kind: FaultStep, Edge: 0, Step: step})
		inject(t, s, Fault{Kind: FaultShed, Node: 0})
		s.RunUntil(26 * Second)
		if w := effectsOf(s)[0]; w.Failed[step] != 2000 || w.Truth[BeliefSuccess][1] < 90 {
			t.Errorf("%s: lifted, it is %+v", step, w)
		}
	}
}

// TestUnansweredIsACoinFlip: given that its caller saw no success, was the effect
// applied? As the model says: about one half.
func TestUnansweredIsACoinFlip(t *testing.T) {
	const f = 0.05
	var steps Steps
	for i := range steps {
		steps[i] = f
	}
	q4, q8 := math.Pow(1-f, 4), math.Pow(1-f, 8)
	u := steps.Unanswered()
	// Of the callees that die in step 4, half have applied it.
	if want := (q4 - q8 + f*math.Pow(1-f, 3)/2) / (1 - q8); math.Abs(u.AppliedNoSuccess-want) > 1e-12 || math.Abs(u.NoSuccess-(1-q8)) > 1e-12 {
		t.Errorf("%+v; want %v of %v", u, want, 1-q8)
	}
	if small := (Steps{1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6}).Unanswered(); math.Abs(small.AppliedNoSuccess-4.5/8) > 1e-5 || math.Abs(small.AppliedUnknown-4.5/6) > 1e-5 {
		t.Errorf("with shares that go to 0: %+v", small)
	}
	var all EffectWindow
	for seed := range uint64(10) {
		w := settled(t, charges(func(c *Client, _ *Store, e *Edge) { c.Arrivals, e.Steps = ArrivalsPoisson, steps }), seed, 100*Second, 0)
		all.Add(&w)
	}
	unknown, failure := all.Truth[BeliefUnknown], all.Truth[BeliefFailure]
	no := unknown[0] + unknown[1] + failure[0] + failure[1]
	ratioNear(t, "no success", no, all.Over(), u.NoSuccess)
	ratioNear(t, "applied, given no success", unknown[1]+failure[1], no, u.AppliedNoSuccess)
	ratioNear(t, "unknown", unknown[0]+unknown[1], all.Over(), u.Unknown)
	ratioNear(t, "applied, given that nothing is known", unknown[1], unknown[0]+unknown[1], u.AppliedUnknown)
	if failure[1] != 0 || all.Truth[BeliefSuccess][0] != 0 {
		t.Errorf("the eight steps made somebody believe what is not so: %v", all.Truth)
	}
}

// TestBlindRetries: three attempts and answers that get lost with probability p
// apply the effect 1 + p + p^2 times; a key of the call makes it once.
func TestBlindRetries(t *testing.T) {
	const p = 0.2
	run := func(rule Idempotency) EffectWindow {
		return settled(t, charges(func(_ *Client, _ *Store, e *Edge) {
			e.Attempts, e.Steps[StepDeliverReply], e.Idempotency = 3, p, rule
		}), 1, 200*Second, 0)
	}
	w := run(Idempotency{})
	ratioNear(t, "twice or more", w.Truth[0][2]+w.Truth[1][2]+w.Truth[2][2], w.Over(), p)
	ratioNear(t, "unknown", w.Truth[BeliefUnknown][2], w.Over(), p*p*p)
	if mean := float64(w.Applied) / float64(w.Over()); math.Abs(mean-(1+p+p*p)) > 0.01 {
		t.Errorf("applied %v times on average, want %v", mean, 1+p+p*p)
	}
	if w.AmountOver != 100*w.Extra || w.Extra == 0 || w.AmountRight != 100*w.Truth[BeliefSuccess][1] || w.AmountDoubt != 100*w.Truth[BeliefUnknown][2] {
		t.Errorf("the amounts do not go with the counts: %+v", w)
	}
	attempt := run(Idempotency{Key: KeyAttempt, Atomic: true})
	if attempt.Truth != w.Truth || attempt.Replayed != 0 {
		t.Errorf("a key for each attempt changes something: %v, without %v", attempt.Truth, w.Truth)
	}
	for _, key := range []KeyKind{KeyCall, KeyRequest} {
		w = run(Idempotency{Key: key, Atomic: true})
		ratioNear(t, "unknown with a key", w.Truth[BeliefUnknown][1], w.Over(), p*p*p)
		if w.Extra != 0 || w.Applied != w.Over() || w.Collapsed != 0 || w.Replayed == 0 {
			t.Errorf("with a key of kind %d: %+v", key, w)
		}
	}
	w = run(Idempotency{Key: KeyCall, Atomic: true, Answer: AnswerNone})
	if w.Extra != 0 || w.Conflicts == 0 {
		t.Errorf("with no stored answers: %+v", w)
	}
	ratioNear(t, "unknown without stored answers", w.Truth[BeliefUnknown][1], w.Over(), p)
}

// TestTwins: of two requests for the same at the same moment, only a key of the user or
// of the intent knows the second, and only if the key is taken before the work.
func TestTwins(t *testing.T) {
	for _, c := range []struct {
		name  string
		rule  Idempotency
		twice bool
		check func(w *EffectWindow) bool
	}{
		{"no key", Idempotency{}, true, nil},
		{"a key for each call", Idempotency{Key: KeyCall, Atomic: true}, true, nil},
		{"a key for each request", Idempotency{Key: KeyRequest, Atomic: true}, true, nil},
		{"the user's key, wait", Idempotency{Key: KeyUser, Atomic: true}, false, func(w *EffectWindow) bool { return w.Parked == w.Intents && w.Replayed == w.Intents }},
		{"the user's key, refuse", Idempotency{Key: KeyUser, Atomic: true, InFlight: InFlightRefuse}, false, func(w *EffectWindow) bool { return w.Conflicts == w.Intents }},
		{"the user's key, run", Idempotency{Key: KeyUser, Atomic: true, InFlight: InFlightRun}, false, func(w *EffectWindow) bool { return w.Replayed == w.Intents }},
		{"the user's key, written after the effect", Idempotency{Key: KeyUser}, true, nil},
		{"a key for each intent", Idempotency{Key: KeyIntent, Atomic: true}, false, func(w *EffectWindow) bool { return w.Parked == w.Intents && w.Replayed == w.Intents }},
		{"a key for each intent, written after the effect", Idempotency{Key: KeyIntent}, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := settled(t, charges(func(cl *Client, _ *Store, e *Edge) {
				cl.Rate, cl.Twins, e.Idempotency, e.Idempotency.Lifetime = 20, 1, c.rule, Second
			}), 3, 20*Second, 0)
			want := 1
			if c.twice {
				want = 2
			}
			if w.Truth[BeliefSuccess][want] != w.Over() || w.Collapsed != 0 {
				t.Errorf("%+v; want all %d applied %d times", w, w.Over(), want)
			}
			if c.check != nil && !c.check(&w) {
				t.Errorf("%+v", w)
			}
		})
	}
}

// TestBusinessKeysCollapse: a key made of the user and the amount takes the second
// of two payments that are both meant for the first.
// One made for each intent does not.
func TestBusinessKeysCollapse(t *testing.T) {
	run := func(key KeyKind) EffectWindow {
		return settled(t, charges(func(c *Client, _ *Store, e *Edge) {
			c.Keys.Count = 1
			e.Idempotency = Idempotency{Key: key, Atomic: true, Lifetime: Second}
		}), 1, 10*Second, 0)
	}
	w := run(KeyUser)
	if w.Truth[BeliefSuccess][1] > 12 || w.Truth[BeliefSuccess][0] < 980 || w.Collapsed != w.Truth[BeliefSuccess][0] || w.AmountLost != 100*w.Collapsed {
		t.Errorf("one user pays a hundred times a second, with a key that lives for one: %+v", w)
	}
	if w = run(KeyIntent); w.Collapsed != 0 || w.Truth[BeliefSuccess][1] != w.Over() {
		t.Errorf("one user pays a hundred times a second, with a key for each payment: %+v", w)
	}
}

// TestKeysAreForgotten: a retry that comes after the key's life finds nothing; one
// at another instance finds nothing if each keeps its own keys.
func TestKeysAreForgotten(t *testing.T) {
	run := func(turn func(*Store, *Edge)) EffectWindow {
		return settled(t, charges(func(_ *Client, db *Store, e *Edge) {
			e.Attempts, e.Steps[StepDeliverReply] = 2, 0.5
			e.Backoff = Backoff{Kind: BackoffFixed, Base: 100 * Millisecond}
			e.Idempotency = Idempotency{Key: KeyCall, Atomic: true}
			turn(db, e)
		}), 1, 20*Second, 0)
	}
	// The effect is done 3 ms after the first attempt was sent; the second comes 120 ms after that.
	for _, c := range []struct {
		name string
		turn func(*Store, *Edge)
		once bool
	}{
		{"kept for ever", func(*Store, *Edge) {}, true},
		{"kept long enough", func(_ *Store, e *Edge) { e.Idempotency.Lifetime = 119 * Millisecond }, true},
		{"forgotten too soon", func(_ *Store, e *Edge) { e.Idempotency.Lifetime = 117 * Millisecond }, false},
		{"pushed out by others", func(_ *Store, e *Edge) { e.Idempotency.Room = 5 }, false},
		{"two instances, one table", func(db *Store, _ *Edge) { db.Instances = 2 }, true},
		{"two instances, a table each", func(db *Store, e *Edge) { db.Instances, e.Idempotency.Scope = 2, ScopeInstance }, false},
	} {
		if w := run(c.turn); (w.Extra == 0) != c.once {
			t.Errorf("%s: %d effects too many of %d", c.name, w.Extra, w.Over())
		}
	}
}

// TestDyingCallees: a callee that dies after its effect leaves a key if both are
// one transaction, and none if the key comes second.
func TestDyingCallees(t *testing.T) {
	for _, atomic := range []bool{true, false} {
		w := settled(t, charges(func(_ *Client, _ *Store, e *Edge) {
			e.Attempts, e.Steps[StepUpdateServer] = 5, 0.3
			e.Idempotency = Idempotency{Key: KeyCall, Atomic: atomic}
		}), 1, 20*Second, 0)
		if (w.Extra == 0) != atomic {
			t.Errorf("atomic %v: %+v", atomic, w)
		}
	}
}

// TestErrorsThatLie: an error after the effect makes its caller believe in a failure.
func TestErrorsThatLie(t *testing.T) {
	w := settled(t, charges(func(_ *Client, db *Store, _ *Edge) { db.Fail = Failure{Share: 0.2, After: 0.25} }), 1, 100*Second, 0)
	ratioNear(t, "failed before", w.Truth[BeliefFailure][0], w.Over(), 0.2)
	ratioNear(t, "failed after", w.Truth[BeliefFailure][1], w.Over(), 0.8*0.25)
	if w.AmountHidden != 100*w.Truth[BeliefFailure][1] || w.Wrong() != w.Truth[BeliefFailure][1] {
		t.Errorf("%+v", w)
	}
}

// TestIntentsPassServices: what a service repeats because it was called again is
// the same intent, and only a key that comes from the user tells it so.
func TestIntentsPassServices(t *testing.T) {
	const p = 0.5
	for _, c := range []struct {
		key   KeyKind
		twice bool
	}{{KeyNone, true}, {KeyCall, true}, {KeyRequest, false}, {KeyUser, false}, {KeyIntent, false}} {
		sys := charges(func(_ *Client, _ *Store, e *Edge) { e.Attempts, e.Steps[StepDeliverReply] = 2, p })
		api := &Service{Workers: 10, Queue: -1, Program: []Op{{Kind: OpCall, Edge: 1, Effect: true, Amount: 100}}}
		sys.Nodes = append(sys.Nodes, Node{Name: "api", Service: api})
		sys.Edges[0].To = 2
		sys.Edges = append(sys.Edges, Edge{Name: "write", From: 2, To: 1, Timeout: 10 * Millisecond, Idempotency: Idempotency{Key: c.key, Atomic: true}})
		outer, inner := settled(t, sys, 1, 50*Second, 0), settled(t, sys, 1, 50*Second, 1)
		if outer.Applied != 0 || inner.Over() != outer.Over() {
			t.Errorf("key %d: the service applied %d effects; %d intents there, %d at the client", c.key, outer.Applied, inner.Over(), outer.Over())
		}
		want := int64(0)
		if c.twice {
			want = inner.Over()
		}
		for belief := range outer.Truth {
			if outer.Truth[belief][2] != 0 && !c.twice {
				t.Errorf("key %d: the user was charged twice: %v", c.key, outer.Truth)
			}
		}
		if c.twice {
			ratioNear(t, "charged twice", inner.Truth[BeliefSuccess][2], want, p)
			ratioNear(t, "charged twice, as the user sees it", outer.Truth[BeliefSuccess][2]+outer.Truth[BeliefUnknown][2], want, p)
		} else if inner.Truth[BeliefSuccess][1]+inner.Truth[BeliefSuccess][0] != inner.Over() || inner.Truth[BeliefSuccess][0] > inner.Collapsed { // a user may come twice in 50 s
			t.Errorf("key %d: %v", c.key, inner.Truth)
		}
	}
}

// TestRefusedIsNotUnknown: who is refused before any work knows that nothing was done.
func TestRefusedIsNotUnknown(t *testing.T) {
	w := settled(t, charges(func(c *Client, db *Store, _ *Edge) { c.Rate, db.Workers, db.Queue = 1000, 1, 0 }), 1, 5*Second, 0)
	if w.Truth[BeliefFailure][0] < 1000 || w.Truth[BeliefSuccess][1] < 1000 || w.Over() != w.Truth[BeliefFailure][0]+w.Truth[BeliefSuccess][1] {
		t.Errorf("%v", w.Truth)
	}
	// An overloaded store with a long queue charges those who have long gone.
	w = settled(t, charges(func(c *Client, db *Store, _ *Edge) { c.Rate, db.Workers, db.Queue = 1000, 1, 100 }), 1, 5*Second, 0)
	if w.Truth[BeliefUnknown][1] < 1000 {
		t.Errorf("ghosts: %v", w.Truth)
	}
}

func TestValidateNamesWhatIsWrongWithEffects(t *testing.T) {
	for want, turn := range map[string]func(*System){
		"moves an amount of -1":                       func(sys *System) { sys.Nodes[0].Client.Program[0].Amount = -1 },
		"fail at deliver_reply is 2":                  func(sys *System) { sys.Edges[0].Steps[StepDeliverReply] = 2 },
		"fail at post_request is NaN":                 func(sys *System) { sys.Edges[0].Steps[StepPostRequest] = math.NaN() },
		"no kind 9 of idempotency keys":               func(sys *System) { sys.Edges[0].Idempotency.Key = 9 },
		"no rule 9 for keys in flight":                func(sys *System) { sys.Edges[0].Idempotency.InFlight = 9 },
		"no answer 9 to a known key":                  func(sys *System) { sys.Edges[0].Idempotency.Answer = 9 },
		"no scope 9":                                  func(sys *System) { sys.Edges[0].Idempotency.Scope = 9 },
		"keys live for -1 s":                          func(sys *System) { sys.Edges[0].Idempotency.Lifetime = -Second },
		"known key costs -1 s":                        func(sys *System) { sys.Edges[0].Idempotency.Cost = -Second },
		"room for -1 idempotency keys":                func(sys *System) { sys.Edges[0].Idempotency.Room = -1 },
		"share of its requests that are sent twice":   func(sys *System) { sys.Nodes[0].Client.Twins = 1.5 },
		"fail after their work is -1":                 func(sys *System) { sys.Nodes[1].Store.Fail.After = -1 },
		`edge "charge": it coalesces calls that have`: func(sys *System) { sys.Edges[0].Coalesce = true },
		`edge "charge": it has idempotency keys, and no`: func(sys *System) {
			sys.Nodes[0].Client.Program[0].Effect, sys.Edges[0].Idempotency.Key = false, KeyCall
		},
		"has an effect or an amount and calls no store": func(sys *System) {
			sys.Nodes[0].Client.Program = append(sys.Nodes[0].Client.Program, Op{Kind: OpWork, Work: Dist{Mean: 1}, Effect: true})
		},
	} {
		sys := charges(func(*Client, *Store, *Edge) {})
		turn(&sys)
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	s := mustNew(t, charges(func(*Client, *Store, *Edge) {}), 1)
	for want, f := range map[string]Fault{
		"there is no edge 5":                  {Kind: FaultStep, Edge: 5},
		"there is no step 8":                  {Kind: FaultStep, Step: 8},
		"fail at deliver_request is -1; give": {Kind: FaultStep, Step: StepDeliverRequest, Fraction: -1},
	} {
		if err := s.Inject(f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestEffectsDoNotAllocate: within a window, once the pools and the table of keys
// have grown, a run with effects allocates nothing.
func TestEffectsDoNotAllocate(t *testing.T) {
	sys := charges(func(c *Client, _ *Store, e *Edge) {
		c.Rate, c.Twins, e.Attempts, e.Steps = 500, 0.1, 3, Steps{0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01}
		e.Idempotency = Idempotency{Key: KeyCall, Atomic: true, Lifetime: 10 * Second, Room: 1000}
	})
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + 2*Second) }); n != 0 {
		t.Errorf("%v allocations in two seconds of charges, want none", n)
	}
}
