package engine

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// version is what some members of a node have instead of the system's numbers
// (FaultConfig): a program and edges of their own, whose callees and names are
// those of the system's. They share the network with those, and nothing else: a
// budget, a breaker or a call to join is that of the version.
type version struct {
	node    int32
	sys     *System // its numbers; never changed
	program int32   // in Sim.programs; none in a store
	connect int32   // that of a population that connects; none without
}

// maxVersions bounds the different configurations of a run.
const maxVersions = 100

// numbers returns the numbers of a version, from 1; of 0, those of the system.
func (s *Sim) numbers(version int32) *System {
	if version == 0 {
		return s.sys
	}
	return s.versions[version-1].sys
}

// configureMembers gives members of a node the numbers of Fault.Config.
func (s *Sim) configureMembers(f *Fault) error {
	r := s.nodes[f.Node]
	var from, to int32
	var err error
	if r.kind != roleClient {
		if from, to, err = s.members(f, r); err != nil {
			return err
		}
	}
	v, err := s.versionOf(f)
	if err != nil {
		return err
	}
	if r.kind == roleClient {
		c := &s.clients[r.index]
		c.version, c.versionLots = v, allLots
		if f.Share > 0 {
			c.versionLots = s.lotsOf(f.Node, f.Share)
		}
		return nil
	}
	for i := from; i < to; i++ {
		st := &s.stations[i]
		st.version = v
		if st.program != none {
			st.program = s.programOf(int32(f.Node), v)
		}
		if f.Up {
			st.down, st.silent = false, false
		}
		s.configureStation(i)
		s.dispatch(i)
	}
	return nil
}

// programOf returns the program of a node's members that have a version.
func (s *Sim) programOf(node, v int32) int32 {
	if v > 0 {
		return s.versions[v-1].program
	}
	return int32(slices.IndexFunc(s.programs, func(p program) bool { return p.node == node && !p.branch && p.version == 0 }))
}

// versionOf returns the number of the version that a fault asks for; 0 for the
// system's numbers. Numbers that were there before are the same version again.
func (s *Sim) versionOf(f *Fault) (int32, error) {
	switch {
	case f.Instance != 0 && s.nodes[f.Node].kind == roleClient:
		return 0, fmt.Errorf("fault: %q is a client, which has no instances; give a share", s.sys.Nodes[f.Node].Name)
	case !(f.Share >= 0 && f.Share <= 1):
		return 0, fmt.Errorf("fault: the share of members that are configured is %v; give a number from 0 to 1", f.Share)
	case f.Config == nil:
		return 0, nil
	}
	if err := f.Config.Validate(); err != nil {
		return 0, fmt.Errorf("fault: the configuration can't be simulated: %w", err)
	}
	own := f.Config.clone()
	if err := s.sys.sameStructure(own); err != nil {
		return 0, fmt.Errorf("fault: a configuration changes numbers only: %w", err)
	}
	for i := range s.versions {
		if v := &s.versions[i]; int(v.node) == f.Node && sameNumbers(v.sys, own, f.Node) {
			return int32(i) + 1, nil
		}
	}
	if len(s.versions) == maxVersions {
		return 0, errors.New("fault: there are 100 configurations already; use one of them again")
	}
	s.addVersion(f.Node, own)
	return int32(len(s.versions)), nil
}

// sameNumbers reports whether a node and the edges from it are the same in two systems.
func sameNumbers(a, b *System, node int) bool {
	if !reflect.DeepEqual(a.Nodes[node], b.Nodes[node]) {
		return false
	}
	for i := range a.Edges {
		if a.Edges[i].From == node && !reflect.DeepEqual(a.Edges[i], b.Edges[i]) {
			return false
		}
	}
	return true
}

// addVersion makes a version of a node's program and of the edges from it. Forks
// share the programs and the sites, so that they are copied before they grow.
func (s *Sim) addVersion(node int, sys *System) {
	s.versions = append(slices.Clone(s.versions), version{node: int32(node), sys: sys, program: none, connect: none})
	number := int32(len(s.versions))
	seed := s.seed ^ 0x9e3779b97f4a7c15*uint64(number) // of a luck of its own

	edges := make([]int, len(sys.Edges))
	for i := range sys.Edges {
		if sys.Edges[i].From == node {
			edges[i] = len(s.edges)
			s.addEdge(&sys.Edges[i], seed)
			e := &s.edges[edges[i]]
			e.base, e.version = int32(i), number
			for d := range s.networks[edges[i]].ways {
				s.networks[edges[i]].ways[d].inherit(&s.networks[i].ways[d])
			}
			s.configureEdge(int32(edges[i]), &sys.Edges[i])
		}
	}
	ops := slices.Clone(sys.program(node))
	if len(ops) == 0 {
		return
	}
	for i := range ops {
		ops[i].Edge = edges[ops[i].Edge]
		if ops[i].Fan != nil {
			fan := *ops[i].Fan
			fan.Edges = slices.Clone(fan.Edges)
			for k := range fan.Edges {
				fan.Edges[k] = edges[fan.Edges[k]]
			}
			ops[i].Fan = &fan
		}
	}
	s.programs, s.sites = slices.Clone(s.programs), slices.Clone(s.sites)
	first := len(s.programs)
	v := &s.versions[number-1]
	connects := 0
	if c := sys.Nodes[node].Client; c != nil {
		connects = len(c.Population.Connect)
	}
	if connects > 0 {
		v.connect = s.resolve(node, ops[:connects], 0, seed)
	}
	v.program = s.resolve(node, ops[connects:], connects, seed)
	for i := first; i < len(s.programs); i++ {
		p := &s.programs[i]
		p.version = number
		s.applyWork(p, sys)
	}
	s.findEffects()
}

// inherit takes over the link and the faults of the way that a version's goes beside.
func (w *way) inherit(base *way) {
	w.link = base.link
	w.cut, w.lossy, w.moreLoss = base.cut, base.lossy, base.moreLoss
	w.slow, w.extra, w.factor = base.slow, base.extra, base.factor
}

// versioned returns the program that an arrival at a client runs in place of one.
func (s *Sim) versioned(c *client, program, user int32) int32 {
	serial := c.serial
	if user != none {
		serial = uint32(user)
	}
	if uint32(clientLot(serial)) >= c.versionLots {
		return program
	}
	v := &s.versions[c.version-1]
	if program == c.program {
		return v.program
	}
	return v.connect
}

// add adds what the edge of a version counted. The system's edge comes first.
func (w *EdgeWindow) add(o *EdgeWindow) {
	if *w == (EdgeWindow{}) {
		*w = *o
		return
	}
	sum, other := reflect.ValueOf(w).Elem(), reflect.ValueOf(o).Elem()
	for i := range sum.NumField() {
		sum.Field(i).SetInt(sum.Field(i).Int() + other.Field(i).Int())
	}
}
