package engine

import (
	"fmt"
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
	s := &Sim{sys: own, seed: seed}
	s.requests.free, s.attempts.free, s.branches.free, s.packets.free = none, none, none, none
	s.alarms.free = none
	s.ledger.free, s.ledger.spare = none, none
	s.open.end = own.window()
	for i := range own.Nodes {
		s.addNode(&own.Nodes[i], seed)
	}
	for i := range own.Edges {
		s.addEdge(&own.Edges[i], seed)
		s.addTruth(&own.Edges[i], seed)
	}
	for i := range own.Nodes {
		s.addProgram(i, seed)
	}
	s.findEffects()
	s.applyNumbers(own)
	for i := range s.caches {
		s.warmUp(&s.caches[i], seed)
	}
	for i := range s.clients {
		if s.clients[i].population.Users > 0 {
			s.populate(int32(i), true)
		} else {
			s.awaitArrival(int32(i))
		}
	}
	s.RunUntil(0) // so that whatever is done to it at time 0 comes after what happens then by itself
	return s, nil
}

func (s *Sim) addNode(n *Node, seed uint64) {
	node := int32(len(s.nodes))
	stream := func(purpose string) random.Stream { return random.New(seed, "node/"+n.Name+"/"+purpose) }
	switch {
	case n.Client != nil:
		s.nodes = append(s.nodes, role{roleClient, int32(len(s.clients))})
		s.clients = append(s.clients, client{
			node: node, arrivals: stream("arrivals"), keys: stream("keys"), door: stream("door"), double: stream("twins"), work: stream("work"), patience: noLane,
			impatient: stream("patience"), population: crowd{think: stream("think"), backoff: stream("reconnect"), choice: stream("disconnect"), connect: none},
		})
	case n.Cache != nil:
		s.nodes = append(s.nodes, role{roleCache, int32(len(s.caches))})
		s.caches = append(s.caches, cache{node: node, lives: stream("lives"), table: lru.New(0, 0)})
	default:
		kind := roleStore
		if n.Service != nil {
			kind = roleService
		}
		s.nodes = append(s.nodes, role{kind, int32(len(s.stations))})
		for k := range n.instances() {
			name := ""
			if k > 0 {
				name = fmt.Sprintf("%d/", k+1)
			}
			st := station{node: node, luck: stream(name + "service"), locks: stream(name + "lock"), failures: stream(name + "failures"), after: stream(name + "after"), slow: 1, program: none}
			st.gc.luck = stream(name + "gc")
			for i := range st.lines {
				st.lines[i] = line{none, none}
			}
			s.stations = append(s.stations, st)
		}
	}
}

func (s *Sim) addEdge(e *Edge, seed uint64) {
	to := s.nodes[e.To]
	s.networks = append(s.networks, newNetwork(seed, e.Name))
	s.edges = append(s.edges, edge{
		base: int32(len(s.edges)), to: to.index, node: int32(e.To),
		jitter:  random.New(seed, "edge/"+e.Name+"/jitter"),
		luck:    random.New(seed, "edge/"+e.Name+"/throttle"),
		parties: random.New(seed, "edge/"+e.Name+"/callers"),
		wire:    noLane, patience: noLane, hedge: hedge{lane: noLane},
		balance: balancer{first: to.index, count: s.instances(to), luck: random.New(seed, "edge/"+e.Name+"/balance")},
	})
}

// addProgram resolves the program of a node, if it has one. A client whose users
// connect has two: sys.program has the one after the other.
func (s *Sim) addProgram(node int, seed uint64) {
	ops := s.sys.program(node)
	if ops == nil {
		return
	}
	r := s.nodes[node]
	if r.kind == roleClient {
		first := len(s.sys.Nodes[node].Client.Population.Connect)
		if first > 0 {
			s.clients[r.index].population.connect = s.resolve(node, ops[:first], 0, seed)
		}
		s.clients[r.index].program = s.resolve(node, ops[first:], first, seed)
		return
	}
	self := s.resolve(node, ops, 0, seed)
	for i := range s.instances(r) {
		s.stations[r.index+i].program = self
	}
}

// resolve adds a program, whose indexes become those of the pools. It begins at an
// index of its node's list of Ops.
func (s *Sim) resolve(node int, ops []Op, from int, seed uint64) int32 {
	r := s.nodes[node]
	p := program{node: int32(node), owner: r.index, root: r.kind == roleClient, from: int32(from)}
	self := int32(len(s.programs))
	s.programs = append(s.programs, p)
	for pc, op := range ops {
		st := step{kind: op.Kind, effect: op.Effect}
		switch op.Kind {
		case OpWork:
			p.works = true
		case OpFan:
			st.fan = s.addFan(&p, int32(from+pc), op.Fan, seed)
		case OpCall:
			st.site = int32(len(s.sites))
			s.sites = append(s.sites, site{program: self, pc: int32(pc), edge: int32(op.Edge), root: p.root})
			fallthrough
		default:
			st.edge, st.callee = int32(op.Edge), s.edges[op.Edge].to
		}
		p.steps = append(p.steps, st)
	}
	s.programs[self] = p
	return self
}

// applyNumbers sets everything that a knob can turn, at the start and again on Reconfigure.
func (s *Sim) applyNumbers(sys *System) {
	s.programs = slices.Clone(s.programs) // forks share the old ones
	for i := range s.programs {
		p := &s.programs[i]
		p.steps = slices.Clone(p.steps)
		if p.branch {
			continue
		}
		s.applyWork(p, s.numbers(p.version))
	}
	for i := range s.clients {
		c := &s.clients[i]
		c.configure(sys.Nodes[c.node].Client)
		c.patience = swapLane(&s.queue, c.patience, c.span)
	}
	for i := range s.caches {
		c := &s.caches[i]
		c.configure(sys.Nodes[c.node].Cache, s.keysOf(c.node))
	}
	for i := range s.stations {
		s.configureStation(int32(i))
	}
	s.configureLinks(sys)
	for i := range s.edges {
		s.configureEdge(int32(i), &s.numbers(s.edges[i].version).Edges[s.edges[i].base])
	}
}

// configureStation sets the numbers of an instance of a store or service.
func (s *Sim) configureStation(i int32) {
	st := &s.stations[i]
	n := &s.numbers(st.version).Nodes[st.node]
	st.configure(n, s.expected(st))
	s.setPauses(i, n.gc())
}

// applyWork sets the numbers of a program's steps.
func (s *Sim) applyWork(p *program, sys *System) {
	if p.branch {
		return
	}
	for pc, op := range sys.program(int(p.node))[p.from:][:len(p.steps)] {
		p.steps[pc].work, p.steps[pc].amount = op.Work, op.Amount
		if op.Kind == OpFan {
			s.fans[p.steps[pc].fan].configure(&s.queue, op.Fan)
		}
	}
}

// keysOf returns how many different keys the clients can bring to a node.
func (s *Sim) keysOf(node int32) int {
	keys := 0
	for i := range s.clients {
		if slices.Contains(s.sys.reach(int(s.clients[i].node)), int(node)) {
			keys = max(keys, s.clients[i].keySpan)
		}
	}
	return keys
}

// swapLane returns the lane for a delay, or none for 0, and gives the old one
// back: after the new one was taken, so that a lane whose delay stays is kept.
func swapLane(q *kernel.Queue, old kernel.Lane, delay Time) kernel.Lane {
	lane := noLane
	if delay > 0 {
		lane = q.Lane(int64(delay))
	}
	if old != noLane {
		q.Release(old)
	}
	return lane
}

func (e *edge) setLanes(q *kernel.Queue, wire, patience Time) {
	old := e.wire
	e.wire = q.Lane(int64(wire)) // also when it is 0
	if old != noLane {
		q.Release(old)
	}
	e.patience = swapLane(q, e.patience, patience)
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
			own.Program = cloneProgram(own.Program)
			own.Profile = slices.Clone(own.Profile)
			own.Population.Connect = cloneProgram(own.Population.Connect)
			n.Client = &own
		}
		if n.Cache != nil {
			own := *n.Cache
			n.Cache = &own
		}
		if n.Store != nil {
			own := *n.Store
			own.Limits.Shed = slices.Clone(own.Limits.Shed)
			n.Store = &own
		}
		if n.Service != nil {
			own := *n.Service
			own.Limits.Shed = slices.Clone(own.Limits.Shed)
			own.Program = cloneProgram(own.Program)
			n.Service = &own
		}
	}
	c.Links = slices.Clone(sys.Links)
	c.Edges = slices.Clone(sys.Edges)
	for i := range c.Edges {
		c.Edges[i].Name = sys.edgeName(i)
	}
	return &c
}

func cloneProgram(program []Op) []Op {
	own := slices.Clone(program)
	for i := range own {
		if f := own[i].Fan; f != nil {
			c := *f
			c.Edges = slices.Clone(f.Edges)
			own[i].Fan = &c
		}
	}
	return own
}

// program returns what a client or a service does; nil for other nodes. What the
// users of a client do to connect comes first.
func (sys *System) program(node int) []Op {
	switch n := &sys.Nodes[node]; {
	case n.Client != nil && len(n.Client.Population.Connect) > 0:
		return slices.Concat(n.Client.Population.Connect, n.Client.Program)
	case n.Client != nil:
		return n.Client.Program
	case n.Service != nil:
		return n.Service.Program
	}
	return nil
}

// reach returns the nodes that the requests of a node can come to: itself, what
// its program goes to, what those call in turn, and so on.
func (sys *System) reach(node int) []int {
	found := []int{node}
	for i := 0; i < len(found); i++ {
		for _, op := range sys.program(found[i]) {
			for _, edge := range op.targets() {
				if to := sys.Edges[edge].To; !slices.Contains(found, to) {
					found = append(found, to)
				}
			}
		}
	}
	return found
}

// expected returns how long the work on a request takes on average at a station,
// the round trips of its calls included, what the callees do with it not.
func (s *Sim) expected(st *station) Time {
	sys := s.numbers(st.version)
	n := &sys.Nodes[st.node]
	if n.Store != nil {
		return n.Store.Service.Mean + n.Store.Contention.Lock.Mean
	}
	t := Time(0)
	for _, op := range n.Service.Program {
		switch op.Kind {
		case OpWork:
			t += op.Work.Mean
		case OpFill:
		default:
			trip := Time(0) // of a fan-out, the longest
			for _, edge := range op.targets() {
				trip = max(trip, sys.Edges[edge].roundTrip())
			}
			t += trip
		}
	}
	return t
}

// instances returns how many stations a node has.
func (n *Node) instances() int {
	switch {
	case n.Store != nil:
		return max(1, n.Store.Instances)
	case n.Service != nil:
		return max(1, n.Service.Instances)
	}
	return 1
}

// instances returns how many stations, from index on, belong to a node.
func (s *Sim) instances(r role) int32 {
	if r.kind != roleStore && r.kind != roleService {
		return 1
	}
	return int32(s.sys.Nodes[s.stations[r.index].node].instances())
}
