package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// CallSteps is the share of attempts over an edge that fail at each of the eight
// steps of a call. See engine.CallStep.
type CallSteps struct {
	PostRequest     Ratio `yaml:"post_request,omitempty" json:"post_request,omitempty"`
	DeliverRequest  Ratio `yaml:"deliver_request,omitempty" json:"deliver_request,omitempty"`
	ValidateRequest Ratio `yaml:"validate_request,omitempty" json:"validate_request,omitempty"`
	UpdateServer    Ratio `yaml:"update_server,omitempty" json:"update_server,omitempty"`
	PostReply       Ratio `yaml:"post_reply,omitempty" json:"post_reply,omitempty"`
	DeliverReply    Ratio `yaml:"deliver_reply,omitempty" json:"deliver_reply,omitempty"`
	ValidateReply   Ratio `yaml:"validate_reply,omitempty" json:"validate_reply,omitempty"`
	UpdateClient    Ratio `yaml:"update_client,omitempty" json:"update_client,omitempty"`
}

func (c CallSteps) build() engine.Steps {
	return engine.Steps{
		float64(c.PostRequest), float64(c.DeliverRequest), float64(c.ValidateRequest), float64(c.UpdateServer),
		float64(c.PostReply), float64(c.DeliverReply), float64(c.ValidateReply), float64(c.UpdateClient),
	}
}

// Idempotency is how the callee knows a request that it has had before: Key is
// "none", "attempt", "call", "request", "user" or "intent"; InFlight "wait" (default), "refuse"
// or "run"; Answer "stored" (default) or "none"; Scope "node" (default) or
// "instance". See engine.Idempotency.
type Idempotency struct {
	Key      string   `yaml:"key,omitempty" json:"key,omitempty"`
	Lifetime Duration `yaml:"lifetime,omitempty" json:"lifetime,omitempty"` // 0: until there is no more room
	Room     int      `yaml:"room,omitempty" json:"room,omitempty"`         // most keys kept; 0: 100,000
	Atomic   bool     `yaml:"atomic,omitempty" json:"atomic,omitempty"`     // the effect and its key are one transaction
	InFlight string   `yaml:"in_flight,omitempty" json:"in_flight,omitempty"`
	Answer   string   `yaml:"answer,omitempty" json:"answer,omitempty"`
	Cost     Duration `yaml:"cost,omitempty" json:"cost,omitempty"` // worker's time of an answer to a known key
	Scope    string   `yaml:"scope,omitempty" json:"scope,omitempty"`
}

var (
	keyKinds   = names[engine.KeyKind]{{"none", engine.KeyNone}, {"attempt", engine.KeyAttempt}, {"call", engine.KeyCall}, {"request", engine.KeyRequest}, {"user", engine.KeyUser}, {"intent", engine.KeyIntent}}
	inFlights  = names[engine.InFlight]{{"wait", engine.InFlightWait}, {"refuse", engine.InFlightRefuse}, {"run", engine.InFlightRun}}
	keyAnswers = names[engine.AnswerKind]{{"stored", engine.AnswerStored}, {"none", engine.AnswerNone}}
	keyScopes  = names[engine.KeyScope]{{"node", engine.ScopeNode}, {"instance", engine.ScopeInstance}}
)

func (i *Idempotency) build() (out engine.Idempotency, err error) {
	out = engine.Idempotency{Lifetime: engine.Time(i.Lifetime), Room: i.Room, Atomic: i.Atomic, Cost: engine.Time(i.Cost)}
	if out.Key, err = oneOf("idempotency.key", i.Key, keyKinds); err != nil {
		return out, err
	}
	if out.InFlight, err = oneOf("idempotency.in_flight", i.InFlight, inFlights); err != nil {
		return out, err
	}
	if out.Answer, err = oneOf("idempotency.answer", i.Answer, keyAnswers); err != nil {
		return out, err
	}
	out.Scope, err = oneOf("idempotency.scope", i.Scope, keyScopes)
	return out, err
}

// checkEffects refuses what belongs to a node of another kind.
func (n *Node) checkEffects() error {
	if n.Twins != 0 && n.Kind != "client" {
		return fmt.Errorf("twins belongs to a client, whose users send a request twice: leave it out")
	}
	if n.FailAfter != 0 && n.Kind != "store" && n.Kind != "service" {
		return fmt.Errorf("fail_after belongs to a store or a service: leave it out")
	}
	if n.FailLate && n.Kind != "store" && n.Kind != "service" {
		return fmt.Errorf("fail_late belongs to a store or a service: leave it out")
	}
	return nil
}

// hasEffects says whether any call of the scenario has an effect.
func (s *Scenario) hasEffects() bool {
	for _, n := range s.Nodes {
		for _, step := range slices.Concat(n.Does, n.Connect) {
			if step.Effect {
				return true
			}
		}
	}
	return false
}

// engineStep makes the engine's form of a fault of kind "step".
func (s *Scenario) engineStep(f Fault) (*engine.Fault, error) {
	e := &engine.Fault{Kind: engine.FaultStep, Edge: -1, Fraction: float64(f.Share)}
	for i := range s.Edges {
		if s.Edges[i].ID == f.Edge {
			e.Edge = i
		}
	}
	if e.Edge < 0 {
		return nil, fmt.Errorf("fault %s: there is no edge %q", f.ID, f.Edge)
	}
	steps := names[engine.CallStep]{}
	for step := range engine.CallStep(engine.NumSteps) {
		steps = append(steps, struct {
			word  string
			value engine.CallStep
		}{step.String(), step})
	}
	if f.Step == "" {
		return nil, fmt.Errorf("fault %s: say which step fails: step: deliver_reply", f.ID)
	}
	var err error
	if e.Step, err = oneOf("step", f.Step, steps); err != nil {
		return nil, fmt.Errorf("fault %s: %w", f.ID, err)
	}
	if !(e.Fraction > 0 && e.Fraction <= 1) {
		return nil, fmt.Errorf("fault %s: share is %s: write the share of attempts that fail, above 0, up to 100%%", f.ID, f.Share)
	}
	return e, nil
}

// effects adds up what is true and what is believed over a span of a run: at the
// edges from users, where those have calls with effects, else at all.
func (r *Result) effects(w span) (total engine.EffectWindow) {
	edges := effectEdges(&r.System)
	for i := range w {
		if w[i].Effects == nil {
			continue
		}
		keys := int64(0)
		for _, e := range edges {
			total.Add(&w[i].Effects[e])
			keys += w[i].Effects[e].Keys
		}
		total.Keys = keys
	}
	return total
}

// effectEdges are the edges whose calls have effects: those of clients, if there are any.
func effectEdges(sys *engine.System) []int {
	var users, all []int
	for i := range sys.Edges {
		for n := range sys.Nodes {
			node := &sys.Nodes[n]
			var program []engine.Op
			switch {
			case node.Client != nil:
				program = append(append(program, node.Client.Program...), node.Client.Population.Connect...)
			case node.Service != nil:
				program = node.Service.Program
			}
			for _, op := range program {
				if op.Effect && op.Edge == i {
					all = append(all, i)
					if node.Client != nil {
						users = append(users, i)
					}
					break
				}
			}
		}
	}
	if users != nil {
		return users
	}
	return all
}

// effect is a metric made of the effects of a span.
func effect(of func(*engine.EffectWindow) float64) func(*Result, span, int) float64 {
	return func(r *Result, w span, _ int) float64 {
		total := r.effects(w)
		return of(&total)
	}
}

// effectCount is a metric that counts something about effects.
func effectCount(of func(*engine.EffectWindow) int64) func(*Result, span, int) float64 {
	return effect(func(w *engine.EffectWindow) float64 { return float64(of(w)) })
}

func unknowns(w *engine.EffectWindow) (n int64) {
	for _, c := range w.Truth[engine.BeliefUnknown] {
		n += c
	}
	return n
}

// doneOf counts what was never done and what was, of the things of which users believe this.
func doneOf(w *engine.EffectWindow, b engine.Belief) (never, done int64) {
	return w.Truth[b][0], w.Truth[b][1] + w.Truth[b][2]
}

var effectMetrics = []Metric{
	{"unknown_ratio", Share, "share of the things that users want done of which they don't know whether they were", "", effect(func(w *engine.EffectWindow) float64 {
		return ratio(float64(unknowns(w)), float64(w.Over()), 0)
	})},
	{"wrong_belief_ratio", Share, "share of them that are believed done and are not, or believed failed and are done", "", effect(func(w *engine.EffectWindow) float64 {
		return ratio(float64(w.Wrong()), float64(w.Over()), 0)
	})},
	{"unanswered_applied_ratio", Share, "of the things that got no success, the share that was done all the same", "", effect(func(w *engine.EffectWindow) float64 {
		none, some := doneOf(w, engine.BeliefFailure)
		none2, some2 := doneOf(w, engine.BeliefUnknown)
		return ratio(float64(some+some2), float64(none+some+none2+some2), 0)
	})},
	{"unknown_applied_ratio", Share, "of the things of which users know nothing, the share that was done", "", effect(func(w *engine.EffectWindow) float64 {
		none, some := doneOf(w, engine.BeliefUnknown)
		return ratio(float64(some), float64(none+some), 0)
	})},
	{"applied", Count, "things done at least once", "", effectCount(func(w *engine.EffectWindow) (n int64) {
		for _, row := range w.Truth {
			n += row[1] + row[2]
		}
		return n
	})},
	{"double_applied", Count, "things done twice or more", "", effectCount(func(w *engine.EffectWindow) (n int64) {
		for _, row := range w.Truth {
			n += row[2]
		}
		return n
	})},
	{"lost_effects", Count, "things that users believe done and that never were", "", effectCount(func(w *engine.EffectWindow) int64 { return w.Truth[engine.BeliefSuccess][0] })},
	{"hidden_effects", Count, "things that users believe failed and that were done", "", effectCount(func(w *engine.EffectWindow) int64 {
		return w.Truth[engine.BeliefFailure][1] + w.Truth[engine.BeliefFailure][2]
	})},
	{"money_right", Count, "amount believed moved and moved once", "", effectCount(func(w *engine.EffectWindow) int64 { return w.AmountRight })},
	{"money_over", Count, "amount moved too often", "", effectCount(func(w *engine.EffectWindow) int64 { return w.AmountOver })},
	{"money_lost", Count, "amount believed moved and never moved", "", effectCount(func(w *engine.EffectWindow) int64 { return w.AmountLost })},
	{"money_hidden", Count, "amount believed not moved, and moved", "", effectCount(func(w *engine.EffectWindow) int64 { return w.AmountHidden })},
	{"money_in_doubt", Count, "amount of which nobody who asked knows whether it moved", "", effectCount(func(w *engine.EffectWindow) int64 { return w.AmountDoubt })},
	{"replayed", Count, "attempts answered by what was kept with their idempotency key", "", everyEffect(func(w *engine.EffectWindow) int64 { return w.Replayed })},
	{"conflicts", Count, "attempts refused because of their idempotency key", "", everyEffect(func(w *engine.EffectWindow) int64 { return w.Conflicts })},
	{"collapsed", Count, "attempts whose key was first used for something else", "", everyEffect(func(w *engine.EffectWindow) int64 { return w.Collapsed })},
	{"keys_held", Count, "idempotency keys kept (the most in a second)", "", func(_ *Result, w span, _ int) float64 {
		most := int64(0)
		for i := range w {
			n := int64(0)
			for e := range w[i].Effects {
				n += w[i].Effects[e].Keys
			}
			most = max(most, n)
		}
		return float64(most)
	}},
}

// everyEffect counts something over all edges.
func everyEffect(of func(*engine.EffectWindow) int64) func(*Result, span, int) float64 {
	return func(_ *Result, w span, _ int) float64 {
		n := int64(0)
		for i := range w {
			for e := range w[i].Effects {
				n += of(&w[i].Effects[e])
			}
		}
		return float64(n)
	}
}

// EffectReport is what is true of the calls with effects over one edge, beside
// what their callers believe.
type EffectReport struct {
	Intents int64 `json:"intents,omitempty"` // begun
	Applied int64 `json:"applied,omitempty"` // effects applied by the callee

	// What was believed of those that are over, by how often the effect was applied:
	// never, once, and twice or more.
	Success *[engine.NumApplied]int64 `json:"success,omitempty"`
	Failure *[engine.NumApplied]int64 `json:"failure,omitempty"`
	Unknown *[engine.NumApplied]int64 `json:"unknown,omitempty"`

	FailedAt map[string]int64 `json:"failed_at,omitempty"` // by step of the call

	MoneyRight   int64 `json:"money_right,omitempty"`
	MoneyOver    int64 `json:"money_over,omitempty"`
	MoneyLost    int64 `json:"money_lost,omitempty"`
	MoneyHidden  int64 `json:"money_hidden,omitempty"`
	MoneyInDoubt int64 `json:"money_in_doubt,omitempty"`

	Replayed  int64 `json:"replayed,omitempty"`
	Conflicts int64 `json:"conflicts,omitempty"`
	Parked    int64 `json:"parked,omitempty"`
	Collapsed int64 `json:"collapsed,omitempty"`
	Keys      int64 `json:"keys,omitempty"`
}

func effectReport(w *engine.EffectWindow) EffectReport {
	o := EffectReport{
		Intents: w.Intents, Applied: w.Applied,
		MoneyRight: w.AmountRight, MoneyOver: w.AmountOver, MoneyLost: w.AmountLost, MoneyHidden: w.AmountHidden, MoneyInDoubt: w.AmountDoubt,
		Replayed: w.Replayed, Conflicts: w.Conflicts, Parked: w.Parked, Collapsed: w.Collapsed, Keys: w.Keys,
	}
	if w.Over() > 0 {
		truth := w.Truth
		o.Success, o.Failure, o.Unknown = &truth[engine.BeliefSuccess], &truth[engine.BeliefFailure], &truth[engine.BeliefUnknown]
	}
	for step, n := range w.Failed {
		if n > 0 {
			if o.FailedAt == nil {
				o.FailedAt = map[string]int64{}
			}
			o.FailedAt[engine.CallStep(step).String()] = n
		}
	}
	return o
}

// effectReports are those of a window, by the id of the edge; nil where there are none.
func effectReports(sys *engine.System, w []engine.EffectWindow) map[string]EffectReport {
	var all map[string]EffectReport
	for i := range w {
		if w[i] == (engine.EffectWindow{}) {
			continue
		}
		if all == nil {
			all = map[string]EffectReport{}
		}
		all[sys.Edges[i].Name] = effectReport(&w[i])
	}
	return all
}

// Effects adds up the effects of the whole run, by edge; nil where there are none.
func (r *Result) Effects() []engine.EffectWindow {
	var total []engine.EffectWindow
	for i := range r.Windows {
		for e := range r.Windows[i].Effects {
			if total == nil {
				total = make([]engine.EffectWindow, len(r.System.Edges))
			}
			total[e].Add(&r.Windows[i].Effects[e])
		}
	}
	return total
}
