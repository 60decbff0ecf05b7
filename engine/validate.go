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
)

// Validate checks that the system can be simulated. The error names the first
// node or edge that stands in the way, and says what to do.
func (sys System) Validate() error {
	if sys.Window < 0 || sys.Window > longestSpan {
		return fmt.Errorf("system: the metrics window is %v; give a positive time of a year at most, or 0 for one second", sys.Window.Seconds())
	}
	if len(sys.Nodes) == 0 {
		return errors.New("system: there are no nodes; give it a client and a store at least")
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
		if n := &sys.Nodes[i]; n.Client != nil {
			if err := sys.validateProgram(i); err != nil {
				return fmt.Errorf("node %q: %w", n.Name, err)
			}
		}
	}
	return nil
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
	if kinds != 1 {
		return fmt.Errorf("it is %d kinds of node at once; set exactly one of Client, Cache and Store", kinds)
	}
	return err
}

func (c *Client) validate() error {
	switch {
	case !(c.Rate >= minRate && c.Rate <= maxRate):
		return fmt.Errorf("its rate is %v arrivals per second; give a number from %v to %v", c.Rate, minRate, maxRate)
	case c.Keys.Count < 1 || c.Keys.Count > maxKeys:
		return fmt.Errorf("it asks for %d different keys; give a number from 1 to %d", c.Keys.Count, maxKeys)
	case !(c.Keys.Zipf >= 0 && c.Keys.Zipf <= maxZipf):
		return fmt.Errorf("its Zipf exponent is %v; give a number from 0 (all keys alike) to %d", c.Keys.Zipf, maxZipf)
	case c.Admit != 0 && !(c.Admit >= minRate && c.Admit <= maxRate):
		return fmt.Errorf("it admits %v arrivals per second; give 0 for no limit, or a number from %v to %v", c.Admit, minRate, maxRate)
	case !(c.Shed >= 0 && c.Shed <= 1):
		return fmt.Errorf("the share it sheds is %v; give a number from 0 to 1", c.Shed)
	}
	return nil
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
	return nil
}

func (s *Store) validate() error {
	switch {
	case s.Workers < 1 || s.Workers > maxWorkers:
		return fmt.Errorf("it has %d workers; give a number from 1 to %d", s.Workers, maxWorkers)
	case s.Queue > maxQueue:
		return fmt.Errorf("its queue has room for %d; give %d at most, or a negative number for no bound", s.Queue, maxQueue)
	case s.Service.Kind > DistConstant:
		return fmt.Errorf("there is no distribution kind %d; use one of the Dist constants", s.Service.Kind)
	case s.Service.Mean <= 0 || s.Service.Mean > longestSpan:
		return fmt.Errorf("its mean service time is %v s; give a time above 0, a year at most", s.Service.Mean.Seconds())
	}
	return nil
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
		if sys.Nodes[e.From].Client == nil {
			return fmt.Errorf("edge %q: it starts at %q, which makes no calls; let it start at a client", name, sys.Nodes[e.From].Name)
		}
		if sys.Nodes[e.To].Client != nil {
			return fmt.Errorf("edge %q: it leads to %q, which answers no calls; let it lead to a cache or a store", name, sys.Nodes[e.To].Name)
		}
		if err := e.validate(); err != nil {
			return fmt.Errorf("edge %q: %w", name, err)
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
	case e.Attempts < 0 || e.Attempts > maxAttempts:
		return fmt.Errorf("it makes %d attempts; give a number from 1 (no retries) to %d", e.Attempts, maxAttempts)
	case b.Kind > BackoffExponential:
		return fmt.Errorf("there is no backoff kind %d; use one of the Backoff constants", b.Kind)
	case b.Jitter > JitterDecorrelated:
		return fmt.Errorf("there is no jitter kind %d; use one of the Jitter constants", b.Jitter)
	case e.Late > LateCancel:
		return fmt.Errorf("there is no policy %d for late rows; use one of the Late constants", e.Late)
	}
	return nil
}

// validateProgram checks that a client's program can be run: its edges start at
// the client and lead to the kind of node that the step needs.
func (sys *System) validateProgram(node int) error {
	program := sys.Nodes[node].Client.Program
	if len(program) > maxProgram {
		return fmt.Errorf("its program has %d steps; make it %d at most", len(program), maxProgram)
	}
	called := false
	for i, op := range program {
		if op.Edge < 0 || op.Edge >= len(sys.Edges) {
			return fmt.Errorf("step %d of its program goes over edge %d; give an index from 0 to %d", i+1, op.Edge, len(sys.Edges)-1)
		}
		e := &sys.Edges[op.Edge]
		if e.From != node {
			return fmt.Errorf("step %d of its program goes over edge %q, which starts elsewhere; use an edge from this client", i+1, sys.edgeName(op.Edge))
		}
		to := &sys.Nodes[e.To]
		switch op.Kind {
		case OpLookup, OpFill:
			if to.Cache == nil {
				return fmt.Errorf("step %d of its program needs a cache, and edge %q leads to %q; use an edge to a cache", i+1, sys.edgeName(op.Edge), to.Name)
			}
			if op.Kind == OpFill && !called {
				return fmt.Errorf("step %d of its program fills a cache before there is a row to put there; call a store first", i+1)
			}
		case OpCall:
			if to.Store == nil {
				return fmt.Errorf("step %d of its program needs a store, and edge %q leads to %q; use an edge to a store", i+1, sys.edgeName(op.Edge), to.Name)
			}
			called = true
		default:
			return fmt.Errorf("step %d of its program is of kind %d, which does not exist; use one of the Op constants", i+1, op.Kind)
		}
	}
	if !called {
		return errors.New("its program calls no store, so nothing would be answered; add a step OpCall")
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
