package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// System is the engine's form of the definition with the knobs turned.
func (s *Scenario) System(set Settings) (engine.System, error) {
	d, err := s.Apply(set)
	if err != nil {
		return engine.System{}, err
	}
	if err := d.checkModel(); err != nil {
		return engine.System{}, err
	}
	if d.model() != (requestModel{}) {
		return engine.System{}, fmt.Errorf("scenario %s is of the model %s and has no system of requests", s.ID, s.Model)
	}
	return d.build()
}

func (s *Scenario) build() (engine.System, error) {
	sys := engine.System{Window: engine.Second}
	for _, n := range s.Nodes {
		node, err := s.buildNode(n)
		if err != nil {
			return sys, fmt.Errorf("node %s: %w", n.ID, err)
		}
		sys.Nodes = append(sys.Nodes, node)
	}
	sys.Links = buildLinks(s.Links)
	for _, e := range s.Edges {
		edge, err := s.buildEdge(e)
		if err != nil {
			return sys, fmt.Errorf("edge %s: %w", e.ID, err)
		}
		sys.Edges = append(sys.Edges, edge)
	}
	if err := sys.Validate(); err != nil {
		return sys, fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	return sys, nil
}

func (s *Scenario) buildNode(n Node) (engine.Node, error) {
	node := engine.Node{Name: n.ID}
	if err := n.checkEffects(); err != nil {
		return node, err
	}
	limits, err := buildLimits(n)
	if err != nil {
		return node, err
	}
	contention, err := buildContention(n)
	if err != nil {
		return node, err
	}
	gc, err := buildGC(n)
	if err != nil {
		return node, err
	}
	switch n.Kind {
	case "client":
		c := &engine.Client{Rate: float64(n.Rate), Admit: float64(n.Admit), Patience: engine.Time(n.Patience), Class: n.Class, Burst: n.Burst, Twins: float64(n.Twins), Keys: engine.Keys{Count: max(n.Keys.Count, 1), Zipf: n.Keys.Zipf}}
		if c.Arrivals, err = oneOf("arrivals", n.Arrivals, arrivals); err != nil {
			return node, err
		}
		if c.Program, err = s.buildProgram(n.Does); err != nil {
			return node, err
		}
		if err = s.buildWorkload(n, c); err != nil {
			return node, err
		}
		node.Client = c
	case "cache":
		if n.Start != "" && n.Start != "full" && n.Start != "empty" {
			return node, fmt.Errorf("start %q: write full or empty", n.Start)
		}
		evict, err := oneOf("evict", n.Evict, evictions)
		if err != nil {
			return node, err
		}
		node.Cache = &engine.Cache{
			Capacity: n.Capacity, TTL: engine.Time(n.TTL), TTLSpread: float64(n.TTLSpread), WarmUp: n.Start == "full", Evict: evict,
			Stale: engine.Time(n.Stale), StaleIfError: engine.Time(n.StaleIfError), Missing: float64(n.Missing), NegativeTTL: engine.Time(n.NegativeTTL),
		}
	case "store":
		work, err := buildDist("service.dist", n.Service)
		if err != nil {
			return node, err
		}
		fail, err := buildFailure(n)
		if err != nil {
			return node, err
		}
		line, err := buildLine(n)
		if err != nil {
			return node, err
		}
		node.Store = &engine.Store{Workers: n.Workers, Queue: n.Queue, Service: work, Fail: fail, Line: line, Limits: limits, GC: gc, Contention: contention, Instances: n.Instances}
	case "service":
		program, err := s.buildProgram(n.Does)
		if err != nil {
			return node, err
		}
		fail, err := buildFailure(n)
		if err != nil {
			return node, err
		}
		line, err := buildLine(n)
		if err != nil {
			return node, err
		}
		node.Service = &engine.Service{Workers: n.Workers, Queue: n.Queue, Program: program, Fail: fail, Line: line, Limits: limits, GC: gc, Instances: n.Instances}
	default:
		return node, fmt.Errorf("kind %q: write client, cache, store or service", n.Kind)
	}
	return node, nil
}

func buildFailure(n Node) (engine.Failure, error) {
	work, err := buildDist("fail_work.dist", n.FailWork)
	return engine.Failure{Share: float64(n.Fail), Permanent: float64(n.Permanent), Work: work, After: float64(n.FailAfter), Late: n.FailLate}, err
}

func buildLine(n Node) (engine.Line, error) {
	order, err := oneOf("order", n.Order, orders)
	if err != nil {
		return engine.Line{}, err
	}
	pushBack, err := buildPushBack(n.PushBack)
	return engine.Line{
		PushBack: pushBack, Order: order, CoDel: n.CoDel, Target: engine.Time(n.Target), Interval: engine.Time(n.Interval), FailFast: n.FailFast,
	}, err
}

func (s *Scenario) buildProgram(does []Step) ([]engine.Op, error) {
	var program []engine.Op
	for _, st := range does {
		op, err := s.buildStep(st)
		if err != nil {
			return nil, err
		}
		program = append(program, op)
	}
	return program, nil
}

func (s *Scenario) buildStep(st Step) (engine.Op, error) {
	kind, id, set := engine.OpLookup, st.Lookup, 0
	for _, o := range []struct {
		kind engine.OpKind
		edge string
	}{{engine.OpLookup, st.Lookup}, {engine.OpCall, st.Call}, {engine.OpFill, st.Fill}} {
		if o.edge != "" {
			kind, id = o.kind, o.edge
			set++
		}
	}
	if st.Work != (Service{}) {
		set++
	}
	if !st.Fan.IsZero() {
		set++
	}
	if set != 1 {
		return engine.Op{}, fmt.Errorf("each step of does is one of lookup, call, fill, work or fan")
	}
	if (st.Effect || st.Amount != 0) && st.Call == "" {
		return engine.Op{}, fmt.Errorf("effect and amount belong to a call: move them to the step that has the effect")
	}
	if !st.Fan.IsZero() {
		return s.buildFan(st.Fan)
	}
	if id == "" {
		work, err := buildDist("work.dist", st.Work)
		return engine.Op{Kind: engine.OpWork, Work: work}, err
	}
	i := slices.IndexFunc(s.Edges, func(e Edge) bool { return e.ID == id })
	if i < 0 {
		return engine.Op{}, fmt.Errorf("there is no edge %q", id)
	}
	return engine.Op{Kind: kind, Edge: i, Effect: st.Effect, Amount: int64(st.Amount)}, nil
}

func (s *Scenario) buildEdge(e Edge) (engine.Edge, error) {
	out := engine.Edge{
		Name: e.ID, From: s.nodeIndex(e.From), To: s.nodeIndex(e.To),
		Latency: engine.Time(e.Latency), Timeout: engine.Time(e.Timeout), Attempts: e.Attempts, Coalesce: e.Coalesce, Deadline: e.Deadline,
	}
	if out.From < 0 || out.To < 0 {
		return out, fmt.Errorf("from %q to %q: there is no such node", e.From, e.To)
	}
	var err error
	if out.Late, err = oneOf("late", e.Late, latePolicies); err != nil {
		return out, err
	}
	if out.Backoff, err = buildBackoff("backoff", e.Backoff); err != nil {
		return out, err
	}
	if out.Network, err = buildNetwork(&e.Network); err != nil {
		return out, err
	}
	if out.RetryOn, err = buildRetryOn(e.RetryOn); err != nil {
		return out, err
	}
	out.Steps = e.Steps.build()
	if out.Idempotency, err = e.Idempotency.build(); err != nil {
		return out, err
	}
	return out, buildPolicies(e, &out)
}

// buildBackoff makes the engine's form of a backoff. what is its path, for errors.
func buildBackoff(what string, b Backoff) (out engine.Backoff, err error) {
	out.Base, out.Cap = engine.Time(b.Base), engine.Time(b.Cap)
	if out.Kind, err = oneOf(what+".kind", b.Kind, backoffKinds); err != nil {
		return out, err
	}
	out.Jitter, err = oneOf(what+".jitter", b.Jitter, jitterKinds)
	return out, err
}

func buildPolicies(e Edge, out *engine.Edge) (err error) {
	out.Balance = engine.Balance{Choices: e.Balance.Choices, Stale: engine.Time(e.Balance.Stale)}
	if out.Balance.Kind, err = oneOf("balance.kind", e.Balance.Kind, balanceKinds); err != nil {
		return err
	}
	out.Throttle = engine.Throttle{K: e.Throttle.K, Window: engine.Time(e.Throttle.Window)}
	out.Budget = engine.Budget{Ratio: float64(e.Budget.Ratio), Tokens: e.Budget.Tokens}
	if out.Budget.Kind, err = oneOf("budget.kind", e.Budget.Kind, budgetKinds); err != nil {
		return err
	}
	return buildCallPolicies(e, out)
}

func (s *Scenario) nodeIndex(id string) int {
	return slices.IndexFunc(s.Nodes, func(n Node) bool { return n.ID == id })
}

// names are the words of an enumeration, in the order of its values; the empty text means the first.
type names[T any] []struct {
	word  string
	value T
}

var (
	evictions    = names[engine.Evict]{{"lru", engine.EvictLRU}, {"fifo", engine.EvictFIFO}}
	latePolicies = names[engine.LatePolicy]{{"discard", engine.LateDiscard}, {"fill", engine.LateFill}, {"cancel", engine.LateCancel}, {"stop", engine.LateStop}}
	arrivals     = names[engine.Arrivals]{{"poisson", engine.ArrivalsPoisson}, {"constant", engine.ArrivalsConstant}}
	balanceKinds = names[engine.BalanceKind]{{"round_robin", engine.BalanceRoundRobin}, {"random", engine.BalanceRandom}, {"least", engine.BalanceLeast}, {"choices", engine.BalanceChoices}, {"key", engine.BalanceKey}}
	budgetKinds  = names[engine.BudgetKind]{{"none", engine.BudgetNone}, {"calls", engine.BudgetCalls}, {"successes", engine.BudgetSuccesses}}
	orders       = names[engine.Order]{{"fifo", engine.OrderFIFO}, {"lifo", engine.OrderLIFO}, {"adaptive", engine.OrderAdaptive}, {"priority", engine.OrderPriority}}
	backoffKinds = names[engine.BackoffKind]{{"none", engine.BackoffNone}, {"fixed", engine.BackoffFixed}, {"exponential", engine.BackoffExponential}}
	jitterKinds  = names[engine.JitterKind]{{"none", engine.JitterNone}, {"equal", engine.JitterEqual}, {"full", engine.JitterFull}, {"decorrelated", engine.JitterDecorrelated}}
)

func oneOf[T any](what, word string, list names[T]) (T, error) {
	words := ""
	for i, n := range list {
		if n.word == word || (word == "" && i == 0) {
			return n.value, nil
		}
		if i > 0 {
			words += ", "
		}
		words += n.word
	}
	var zero T
	return zero, fmt.Errorf("%s %q: choose one of %s", what, word, words)
}
