package engine

import (
	"slices"

	"sysprep/engine/kernel"
	"sysprep/engine/lru"
	"sysprep/engine/random"
)

// New makes a simulation of sys at time 0. The same system and seed give the
// same run. It refuses a system that Validate refuses.
func New(sys System, seed uint64) (*Sim, error) {
	if err := sys.Validate(); err != nil {
		return nil, err
	}
	own := sys.clone()
	s := &Sim{sys: own}
	s.requests.free, s.attempts.free = none, none
	s.open.end = own.window()
	for i := range own.Nodes {
		s.addNode(&own.Nodes[i], seed)
	}
	for i := range own.Edges {
		s.addEdge(&own.Edges[i], seed)
	}
	for i := range s.clients {
		s.addProgram(int32(i))
	}
	s.applyNumbers(own)
	for i := range s.caches {
		s.warmUp(&s.caches[i], seed)
	}
	for i := range s.clients {
		c := &s.clients[i]
		s.queue.At(c.arrivals.ExpSpan(c.gap), evArrival, int32(i))
	}
	return s, nil
}

func (s *Sim) addNode(n *Node, seed uint64) {
	node := int32(len(s.nodes))
	stream := func(purpose string) random.Stream { return random.New(seed, "node/"+n.Name+"/"+purpose) }
	switch {
	case n.Client != nil:
		s.nodes = append(s.nodes, role{roleClient, int32(len(s.clients))})
		s.clients = append(s.clients, client{
			node: node, arrivals: stream("arrivals"), keys: stream("keys"), door: stream("door"),
		})
	case n.Cache != nil:
		s.nodes = append(s.nodes, role{roleCache, int32(len(s.caches))})
		s.caches = append(s.caches, cache{node: node, lives: stream("lives"), table: lru.New(0, 0)})
	default:
		s.nodes = append(s.nodes, role{roleStore, int32(len(s.stores))})
		s.stores = append(s.stores, store{
			node: node, luck: stream("service"), slow: 1, head: none, tail: none,
		})
	}
}

func (s *Sim) addEdge(e *Edge, seed uint64) {
	s.edges = append(s.edges, edge{
		to: s.nodes[e.To].index, node: int32(e.To),
		jitter: random.New(seed, "edge/"+e.Name+"/jitter"),
		wire:   noLane, patience: noLane,
	})
}

// addProgram resolves a client's program to indexes into the pools.
func (s *Sim) addProgram(i int32) {
	c := &s.clients[i]
	for pc, op := range s.sys.Nodes[c.node].Client.Program {
		st := step{kind: op.Kind, edge: int32(op.Edge), callee: s.edges[op.Edge].to}
		if op.Kind == OpCall {
			st.site = int32(len(s.sites))
			s.sites = append(s.sites, site{client: i, pc: int32(pc), edge: int32(op.Edge)})
		}
		c.program = append(c.program, st)
	}
}

// applyNumbers sets everything that a knob can turn, at the start and again on Reconfigure.
func (s *Sim) applyNumbers(sys *System) {
	for i := range s.clients {
		c := &s.clients[i]
		c.configure(sys.Nodes[c.node].Client)
	}
	for i := range s.caches {
		c := &s.caches[i]
		c.configure(sys.Nodes[c.node].Cache, s.keysOf(roleCache, int32(i)))
	}
	for i := range s.stores {
		st := &s.stores[i]
		st.configure(sys.Nodes[st.node].Store)
	}
	for i := range s.edges {
		s.configureEdge(int32(i), &sys.Edges[i])
	}
}

// keysOf returns how many different keys the clients' programs can bring to a cache or store.
func (s *Sim) keysOf(kind roleKind, index int32) int {
	keys := 0
	for i := range s.clients {
		for _, st := range s.clients[i].program {
			if s.nodes[s.edges[st.edge].node] == (role{kind, index}) {
				keys = max(keys, s.clients[i].span)
			}
		}
	}
	return keys
}

func (e *edge) setLanes(q *kernel.Queue, wire, patience Time) {
	// The new lanes are taken before the old are given back, so that a lane whose
	// delay stays is kept.
	oldWire, oldPatience := e.wire, e.patience
	e.wire = q.Lane(int64(wire))
	e.patience = noLane
	if patience > 0 {
		e.patience = q.Lane(int64(patience))
	}
	for _, l := range []kernel.Lane{oldWire, oldPatience} {
		if l != noLane {
			q.Release(l)
		}
	}
}

// window returns the length of a metrics window.
func (sys *System) window() Time {
	if sys.Window == 0 {
		return Second
	}
	return sys.Window
}

// clone returns a copy that shares nothing with sys, its edges' names filled in.
func (sys *System) clone() *System {
	c := *sys
	c.Nodes = slices.Clone(sys.Nodes)
	for i := range c.Nodes {
		n := &c.Nodes[i]
		if n.Client != nil {
			own := *n.Client
			own.Program = slices.Clone(own.Program)
			n.Client = &own
		}
		if n.Cache != nil {
			own := *n.Cache
			n.Cache = &own
		}
		if n.Store != nil {
			own := *n.Store
			n.Store = &own
		}
	}
	c.Edges = slices.Clone(sys.Edges)
	for i := range c.Edges {
		c.Edges[i].Name = sys.edgeName(i)
	}
	return &c
}
