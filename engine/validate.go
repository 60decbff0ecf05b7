package engine

import (
	"errors"
	"fmt"
)

// Bounds on a system's numbers. They keep virtual time, which ends after 292
// years, from overflowing whatever is drawn.
const (
	longestSpan = 365 * 24 * 3600 * Second // of a latency, timeout, service, backoff or life
	minRate     = 1e-6                     // arrivals per second
	maxRate     = 1e8
	maxKeys     = 10_000_000
	maxZipf     = 20
	maxAttempts = 10_000
	maxWorkers  = 1_000_000
	maxQueue    = 1 << 30
	maxProgram  = 1000
	maxBurst    = 100_000
	maxHedges   = 10
	maxTokens   = 1_000_000 // also of what a breaker counts
)

// Validate checks that the system can be simulated. The error names the first
// node or edge that stands in the way, and says what to do.
func (sys System) Validate() error {
	if sys.Window < 0 || sys.Window > longestSpan {
		return fmt.Errorf("system: the metrics window is %v; give a positive time of a year at most, or 0 for one second", sys.Window.Seconds())
	}
	if len(sys.Nodes) == 0 {
		return errors.New("system: there are no nodes; give it a client and a store or service at least")
	}
	names := make(map[string]bool)
	clients := 0
	for i := range sys.Nodes {
		n := &sys.Nodes[i]
		if n.Name == "" {
			return fmt.Errorf("node %d: it has no name; give it one", i)
		}
		if names[n.Name] {
			return fmt.Errorf("node %q: two nodes have this name; rename one", n.Name)
		}
		names[n.Name] = true
		if err := sys.validateNode(n); err != nil {
			return fmt.Errorf("node %q: %w", n.Name, err)
		}
		if n.Client != nil {
			clients++
		}
	}
	if clients == 0 {
		return errors.New("system: there is no client, so nothing would happen; add a node with a Client")
	}
	if err := sys.validateEdges(); err != nil {
		return err
	}
	for i := range sys.Nodes {
		if n := &sys.Nodes[i]; n.Client != nil || n.Service != nil {
			if err := sys.validateProgram(i); err != nil {
				return fmt.Errorf("node %q: %w", n.Name, err)
			}
		}
	}
	if err := sys.validateNetworks(); err != nil {
		return err
	}
	if err := sys.validateEffects(); err != nil {
		return err
	}
	return sys.validateCycles()
}

func (sys *System) validateNode(n *Node) error {
	kinds := 0
	var err error
	if n.Client != nil {
		kinds++
		err = n.Client.validate()
	}
	if n.Cache != nil {
		kinds++
		err = n.Cache.validate()
	}
	if n.Store != nil {
		kinds++
		err = n.Store.validate()
	}
	if n.Service != nil {
		kinds++
		err = n.Service.validate()
	}
	if kinds != 1 {
		return fmt.Errorf("it is %d kinds of node at once; set exactly one of Client, Cache, Store and Service", kinds)
	}
	if k := n.instances(); k > maxInstances {
		return fmt.Errorf("it has %d instances; give %d at most", k, maxInstances)
	}
	return err
}

func (c *Client) validate() error {
	switch {
	case c.Replay == nil && c.Population.Users == 0 && !(c.Rate >= minRate && c.Rate <= maxRate):
		return fmt.Errorf("its rate is %v arrivals per second; give a number from %v to %v", c.Rate, minRate, maxRate)
	case c.Keys.Count < 1 || c.Keys.Count > maxKeys:
		return fmt.Errorf("it asks for %d different keys; give a number from 1 to %d", c.Keys.Count, maxKeys)
	case !(c.Keys.Zipf >= 0 && c.Keys.Zipf <= maxZipf):
		return fmt.Errorf("its Zipf exponent is %v; give a number from 0 (all keys alike) to %d", c.Keys.Zipf, maxZipf)
	case c.Admit != 0 && !(c.Admit >= minRate && c.Admit <= maxRate):
		return fmt.Errorf("it admits %v arrivals per second; give 0 for no limit, or a number from %v to %v", c.Admit, minRate, maxRate)
	case !(c.Shed >= 0 && c.Shed <= 1):
		return fmt.Errorf("the share it sheds is %v; give a number from 0 to 1", c.Shed)
	case c.Arrivals > ArrivalsConstant:
		return fmt.Errorf("there is no kind %d of arrivals; use one of the Arrivals constants", c.Arrivals)
	case c.Burst < 0 || c.Burst > maxBurst:
		return fmt.Errorf("its bursts are of %d requests; give a number from 1 to %d", c.Burst, maxBurst)
	case c.Patience < 0 || c.Patience > longestSpan:
		return fmt.Errorf("its users' patience is %v s; give a time of a year at most, or 0 for no end", c.Patience.Seconds())
	case c.Patience > 0 && c.PatienceDist != Dist{}:
		return errors.New("its users' patience is both given and drawn; give one of Patience and PatienceDist")
	case !(c.Twins >= 0 && c.Twins <= 1):
		return fmt.Errorf("the share of its requests that are sent twice is %v; give a number from 0 to 1", c.Twins)
	case c.Class < 0 || c.Class > maxClass:
		return fmt.Errorf("its requests are of class %d; give a number from 0 (the most urgent) to %d", c.Class, maxClass)
	}
	return c.validateWorkload()
}

func (c *Cache) validate() error {
	switch {
	case c.Capacity < 0:
		return fmt.Errorf("its capacity is %d entries; give 1 or more, or 0 for room for every key", c.Capacity)
	case c.TTL < 0 || c.TTL > longestSpan:
		return fmt.Errorf("its time to live is %v s; give a time of a year at most, or 0 for entries that never expire", c.TTL.Seconds())
	case !(c.TTLSpread >= 0 && c.TTLSpread <= 1):
		return fmt.Errorf("the spread of its times to live is %v; give a number from 0 to 1", c.TTLSpread)
	}
	for _, span := range []struct {
		what string
		t    Time
	}{{"serves expired entries", c.Stale}, {"serves expired entries after errors", c.StaleIfError}, {"keeps that there is no row", c.NegativeTTL}} {
		if span.t < 0 || span.t > longestSpan {
			return fmt.Errorf("it %s for %v s; give a time of a year at most, or 0 for not at all", span.what, span.t.Seconds())
		}
	}
	if !(c.Missing >= 0 && c.Missing <= 1) {
		return fmt.Errorf("the share of keys without a row is %v; give a number from 0 to 1", c.Missing)
	}
	if c.Evict > EvictFIFO {
		return fmt.Errorf("there is no way %d to evict entries; use one of the Evict constants", c.Evict)
	}
	return nil
}

func (s *Store) validate() error {
	if err := s.Service.validate("its mean service time"); err != nil {
		return err
	}
	if err := s.Contention.validate(); err != nil {
		return err
	}
	return validateStation(s.Workers, s.Queue, &s.Fail, &s.Line, &s.Limits, &s.GC)
}

func (s *Service) validate() error {
	return validateStation(s.Workers, s.Queue, &s.Fail, &s.Line, &s.Limits, &s.GC)
}

// validateStation checks what stores and services have in common.
func validateStation(workers, queue int, fail *Failure, l *Line, limits *Limits, gc *GC) error {
	switch {
	case workers < 1 || workers > maxWorkers:
		return fmt.Errorf("it has %d workers; give a number from 1 to %d", workers, maxWorkers)
	case queue > maxQueue:
		return fmt.Errorf("its queue has room for %d; give %d at most, or a negative number for no bound", queue, maxQueue)
	case !(fail.Share >= 0 && fail.Share <= 1):
		return fmt.Errorf("the share of its requests that fail is %v; give a number from 0 to 1", fail.Share)
	case !(fail.Permanent >= 0 && fail.Permanent <= 1):
		return fmt.Errorf("the share of its errors that are permanent is %v; give a number from 0 to 1", fail.Permanent)
	case l.PushBack < 0 || l.PushBack > longestSpan && l.PushBack != Never:
		return fmt.Errorf("its refusals ask callers to wait %v s; give a time of a year at most, 0 for nothing, or Never", l.PushBack.Seconds())
	case !(fail.After >= 0 && fail.After <= 1):
		return fmt.Errorf("the share of its requests that fail after their work is %v; give a number from 0 to 1", fail.After)
	case l.Order > OrderPriority:
		return fmt.Errorf("there is no order %d of a queue; use one of the Order constants", l.Order)
	case l.Target < 0 || l.Target > longestSpan:
		return fmt.Errorf("the target of its queue's wait is %v s; give a time of a year at most, or 0 for %v ms", l.Target.Seconds(), int64(defaultTarget/Millisecond))
	case l.Interval < 0 || l.Interval > longestSpan:
		return fmt.Errorf("the interval of its queue is %v s; give a time of a year at most, or 0 for %v ms", l.Interval.Seconds(), int64(defaultInterval/Millisecond))
	case fail.Work != Dist{}:
		if err := fail.Work.validate("the mean work of an error"); err != nil {
			return err
		}
	}
	if err := gc.validate(); err != nil {
		return err
	}
	return limits.validate(queue)
}

func (sys *System) validateEdges() error {
	names := make(map[string]bool)
	for i := range sys.Edges {
		e := &sys.Edges[i]
		for _, end := range []int{e.From, e.To} {
			if end < 0 || end >= len(sys.Nodes) {
				return fmt.Errorf("edge %d: it joins node %d to node %d; give indexes from 0 to %d", i, e.From, e.To, len(sys.Nodes)-1)
			}
		}
		name := sys.edgeName(i)
		if names[name] {
			return fmt.Errorf("edge %q: two edges have this name; rename one", name)
		}
		names[name] = true
		if from := &sys.Nodes[e.From]; from.Client == nil && from.Service == nil {
			return fmt.Errorf("edge %q: it starts at %q, which makes no calls; let it start at a client or a service", name, sys.Nodes[e.From].Name)
		}
		if sys.Nodes[e.To].Client != nil {
			return fmt.Errorf("edge %q: it leads to %q, which answers no calls; let it lead to a cache, a store or a service", name, sys.Nodes[e.To].Name)
		}
		if err := e.validate(); err != nil {
			return fmt.Errorf("edge %q: %w", name, err)
		}
		if n := max(1, e.Callers) * sys.Nodes[e.To].instances(); e.Breaker.By == BreakerByInstance && n > maxBreakers {
			return fmt.Errorf("edge %q: it would have %d breakers; give it fewer callers or instances, %d together at most", name, n, maxBreakers)
		}
	}
	return nil
}

func (e *Edge) validate() error {
	b := &e.Backoff
	for _, span := range []struct {
		what string
		t    Time
	}{{"latency", e.Latency}, {"timeout", e.Timeout}, {"base of the backoff", b.Base}, {"cap of the backoff", b.Cap}} {
		if span.t < 0 || span.t > longestSpan {
			return fmt.Errorf("its %s is %v s; give a time from 0 to a year", span.what, span.t.Seconds())
		}
	}
	switch {
	case e.Attempts < Unlimited || e.Attempts > maxAttempts:
		return fmt.Errorf("it makes %d attempts; give a number from 1 (no retries) to %d, or %d for no end", e.Attempts, maxAttempts, Unlimited)
	case e.Attempts == Unlimited && e.Latency == 0 && (b.Kind == BackoffNone || b.Base == 0):
		return errors.New("it makes attempts without end and no time passes between them; give it a backoff or a latency")
	case b.Kind > BackoffExponential:
		return fmt.Errorf("there is no backoff kind %d; use one of the Backoff constants", b.Kind)
	case b.Jitter > JitterDecorrelated:
		return fmt.Errorf("there is no jitter kind %d; use one of the Jitter constants", b.Jitter)
	case e.Late > LateStop:
		return fmt.Errorf("there is no policy %d for late rows; use one of the Late constants", e.Late)
	}
	switch l := &e.Balance; {
	case l.Kind > BalanceKey:
		return fmt.Errorf("there is no balance kind %d; use one of the Balance constants", l.Kind)
	case l.Kind == BalanceChoices && (l.Choices < 1 || l.Choices > maxInstances):
		return fmt.Errorf("its balancer draws %d instances to choose from; give a number from 1 to %d", l.Choices, maxInstances)
	case l.Stale < 0 || l.Stale > longestSpan:
		return fmt.Errorf("its balancer's loads are %v s old; give a time of a year at most, or 0 for loads as they are", l.Stale.Seconds())
	}
	if err := e.validateTruth(); err != nil {
		return err
	}
	return e.validatePolicy()
}

func (e *Edge) validatePolicy() error {
	if err := e.Hedge.validate(); err != nil {
		return err
	}
	if err := e.Breaker.validate(); err != nil {
		return err
	}
	if err := e.Limit.validate(); err != nil {
		return err
	}
	u, t := &e.Budget, &e.Throttle
	switch {
	case e.RetryOn&^retryable != 0:
		return errors.New("it retries after causes under which no attempt fails; use CauseRejected, CauseTimeout, CauseDown, CauseFailed, CauseDropped and CauseLimited, or 0 for all of them")
	case e.Callers < 0 || e.Callers > maxCallers:
		return fmt.Errorf("it has %d callers; give a number from 1 to %d, or 0 for one", e.Callers, maxCallers)
	case u.Kind > BudgetSuccesses:
		return fmt.Errorf("there is no budget kind %d; use one of the Budget constants", u.Kind)
	case !(u.Ratio >= 0 && u.Ratio <= maxTokens):
		return fmt.Errorf("the ratio of its retry budget is %v; give a number from 0 to %d", u.Ratio, maxTokens)
	case u.Kind != BudgetNone && !(u.Tokens >= 1 && u.Tokens <= maxTokens):
		return fmt.Errorf("its retry budget holds %v tokens; give a number from 1 to %d", u.Tokens, maxTokens)
	case t.K != 0 && !(t.K >= 1 && t.K <= maxTokens):
		return fmt.Errorf("the factor K of its throttle is %v; give 0 for none, or a number from 1 to %d", t.K, maxTokens)
	case t.Window < 0 || t.Window > longestSpan:
		return fmt.Errorf("the window of its throttle is %v s; give a time of a year at most, or 0 for two minutes", t.Window.Seconds())
	}
	return nil
}

// validateProgram checks that the program of a client or a service can be run.
func (sys *System) validateProgram(node int) error {
	program := sys.program(node)
	if len(program) > maxProgram {
		return fmt.Errorf("its program has %d steps; make it %d at most", len(program), maxProgram)
	}
	client := sys.Nodes[node].Client != nil
	called, row := false, false
	for i, op := range program {
		if err := sys.validateStep(node, op); err != nil {
			return fmt.Errorf("step %d of its program %w", i+1, err)
		}
		switch op.Kind {
		case OpCall, OpFan:
			called, row = true, true
		case OpWork:
			row = true
		case OpFill:
			if !row {
				return fmt.Errorf("step %d of its program fills a cache before there is a row to put there; call a store first", i+1)
			}
		}
	}
	if client {
		if c := sys.Nodes[node].Client; len(c.Population.Connect) > 0 {
			return c.Population.validateSteps(c.Program)
		}
	}
	switch {
	case client && !called:
		return errors.New("its program calls no store or service, so nothing would be answered; add a step OpCall")
	case len(program) == 0:
		return errors.New("its program is empty; give it a step OpWork or OpCall")
	}
	return nil
}

// validateStep checks that a step's edge starts at its node and leads to the kind
// of node that the step needs.
func (sys *System) validateStep(node int, op Op) error {
	if op.Kind > OpFan {
		return fmt.Errorf("is of kind %d, which does not exist; use one of the Op constants", op.Kind)
	}
	if op.Amount < 0 || op.Amount > maxAmount {
		return fmt.Errorf("moves an amount of %d; give a number from 0 to %d", op.Amount, int64(maxAmount))
	}
	if (op.Effect || op.Amount != 0) && op.Kind != OpCall {
		return errors.New("has an effect or an amount and calls no store or service; let an OpCall have it")
	}
	if op.Kind == OpWork {
		return op.Work.validate("works for a time whose mean")
	}
	if op.Kind == OpFan {
		return sys.validateFan(node, op.Fan)
	}
	if op.Edge < 0 || op.Edge >= len(sys.Edges) {
		return fmt.Errorf("goes over edge %d; give an index from 0 to %d", op.Edge, len(sys.Edges)-1)
	}
	e := &sys.Edges[op.Edge]
	if e.From != node {
		return fmt.Errorf("goes over edge %q, which starts elsewhere; use an edge from this node", sys.edgeName(op.Edge))
	}
	to := &sys.Nodes[e.To]
	switch {
	case op.Kind == OpCall && to.Store == nil && to.Service == nil:
		return fmt.Errorf("needs a store or a service, and edge %q leads to %q; use an edge to one", sys.edgeName(op.Edge), to.Name)
	case op.Kind != OpCall && to.Cache == nil:
		return fmt.Errorf("needs a cache, and edge %q leads to %q; use an edge to a cache", sys.edgeName(op.Edge), to.Name)
	}
	return nil
}

// validateCycles refuses services that call each other in a circle in which no
// time passes: virtual time would stand still there for ever.
func (sys *System) validateCycles() error {
	const (
		unseen = iota
		onPath
		done
	)
	seen := make([]int, len(sys.Nodes))
	var visit func(node int) error
	follow := func(edge int) error {
		e := &sys.Edges[edge]
		switch {
		case e.Latency > 0:
		case seen[e.To] == onPath:
			return fmt.Errorf("edge %q: it closes a circle of calls in which no time passes; give one of its edges a latency, or let a service work before it calls", sys.edgeName(edge))
		case seen[e.To] == unseen:
			return visit(e.To)
		}
		return nil
	}
	visit = func(node int) error {
		seen[node] = onPath
		for _, op := range sys.program(node) {
			if op.Kind == OpWork {
				break // what comes after it is called later
			}
			if op.Kind == OpFan {
				for _, edge := range op.Fan.Edges {
					if err := follow(edge); err != nil {
						return err
					}
				}
				continue
			}
			e := &sys.Edges[op.Edge]
			if e.Latency > 0 && (op.Kind == OpCall || op.Kind == OpLookup) {
				if op.Kind == OpCall {
					continue
				}
				break
			}
			if op.Kind != OpCall {
				continue
			}
			if err := follow(op.Edge); err != nil {
				return err
			}
		}
		seen[node] = done
		return nil
	}
	for i := range sys.Nodes {
		if seen[i] == unseen {
			if err := visit(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// edgeName returns the name of an edge, "users->db" if it has none of its own.
func (sys *System) edgeName(i int) string {
	e := &sys.Edges[i]
	if e.Name != "" {
		return e.Name
	}
	return sys.Nodes[e.From].Name + "->" + sys.Nodes[e.To].Name
}
