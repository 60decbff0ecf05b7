package scenarios

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"sysprep/engine"
)

// faultWord is a kind of fault as definitions have it.
type faultWord struct {
	word   string
	kind   engine.FaultKind
	on     string // "node", "edge", or "either"
	fields string // what such a fault may say, beside id, label, target or edge, at, for and on
}

// faultWords are the kinds of faults. A crash is the same as down; restart is one
// that is meant to end. A deploy restarts the instances of a node one after another.
var faultWords = []faultWord{
	{"flush", engine.FaultFlush, "node", ""},
	{"shed", engine.FaultShed, "node", "fraction ramp"},
	{"slow", engine.FaultSlow, "node", "factor instance share"},
	{"down", engine.FaultDown, "node", "instance share"},
	{"crash", engine.FaultDown, "node", "instance share"},
	{"silent_crash", engine.FaultSilent, "node", "instance share"},
	{"restart", engine.FaultDown, "node", "instance share restart"},
	{"capacity", engine.FaultCapacity, "node", "fraction instance share"},
	{"disconnect", engine.FaultDisconnect, "node", "fraction"},
	{"partition", engine.FaultPartition, "edge", "direction instance share"},
	{"loss", engine.FaultLoss, "edge", "fraction direction instance share"},
	{"latency", engine.FaultLatency, "edge", "factor extra direction instance share"},
	{"config", engine.FaultConfig, "either", "set instance share"},
	{"deploy", engine.FaultDown, "node", "set share each down"},
	{"step", engine.FaultStep, "edge", "step share"},
}

var directions = names[engine.Direction]{
	{"both", engine.DirectionBoth}, {"requests", engine.DirectionRequests}, {"replies", engine.DirectionReplies},
}

// Defaults of a deploy.
const (
	deployEach = Duration(10 * engine.Second)
	deployDown = Duration(engine.Second)
)

func (s *Scenario) faultWord(f Fault) (faultWord, error) {
	var words []string
	for _, w := range faultWords {
		if w.word == f.Kind {
			return w, f.says(w)
		}
		words = append(words, w.word)
	}
	return faultWord{}, fmt.Errorf("fault %s: kind %q: choose one of %s", f.ID, f.Kind, strings.Join(words, ", "))
}

// says reports fields that a fault of a kind does not have.
func (f Fault) says(w faultWord) error {
	for _, field := range []struct {
		name string
		set  bool
	}{
		{"fraction", f.Fraction != 0},
		{"factor", f.Factor != 0},
		{"ramp", f.Ramp != 0},
		{"instance", f.Instance != 0},
		{"share", f.Share != 0},
		{"direction", f.Direction != ""},
		{"extra", f.Extra != 0},
		{"restart", f.Restart != ""},
		{"set", len(f.Set) != 0},
		{"each", f.Each != 0},
		{"down", f.Down != 0},
		{"step", f.Step != ""},
	} {
		if field.set && !slices.Contains(strings.Fields(w.fields), field.name) {
			return fmt.Errorf("fault %s: a fault of kind %s has no %s: remove it", f.ID, w.word, field.name)
		}
	}
	switch {
	case w.on == "node" && f.Edge != "":
		return fmt.Errorf("fault %s: a fault of kind %s befalls a node: write target, and no edge", f.ID, w.word)
	case w.on == "edge" && f.Target != "":
		return fmt.Errorf("fault %s: a fault of kind %s befalls an edge: write edge, and no target", f.ID, w.word)
	case w.on == "either" && (f.Target == "") == (f.Edge == ""):
		return fmt.Errorf("fault %s: a fault of kind %s befalls a node or an edge: write either target or edge", f.ID, w.word)
	case strings.Contains(w.fields, "set") && len(f.Set) == 0:
		return fmt.Errorf("fault %s: a fault of kind %s changes numbers: write them under set, such as edges.read.attempts: \"5\"", f.ID, w.word)
	}
	return nil
}

// engineFault is what starts a fault.
func (s *Scenario) engineFault(f Fault) (*engine.Fault, error) {
	w, err := s.faultWord(f)
	if err != nil {
		return nil, err
	}
	if w.kind == engine.FaultStep {
		return s.engineStep(f)
	}
	e := &engine.Fault{
		Kind: w.kind, Node: s.nodeIndex(f.Target), Instance: f.Instance, Share: float64(f.Share), Fraction: float64(f.Fraction), Extra: engine.Time(f.Extra),
	}
	if w.kind == engine.FaultSlow || w.kind == engine.FaultLatency {
		e.Fraction = f.Factor
	}
	if f.Edge != "" {
		e.Edge = slices.IndexFunc(s.Edges, func(e Edge) bool { return e.ID == f.Edge })
		if e.Edge < 0 {
			return nil, fmt.Errorf("fault %s: there is no edge %q", f.ID, f.Edge)
		}
		e.Node = s.nodeIndex(s.Edges[e.Edge].From)
	}
	if e.Node < 0 {
		return nil, fmt.Errorf("fault %s: there is no node %q", f.ID, f.Target)
	}
	if e.Direction, err = oneOf("direction", f.Direction, directions); err != nil {
		return nil, fmt.Errorf("fault %s: %w", f.ID, err)
	}
	if f.Restart != "" && f.Restart != "warm" && f.Restart != "cold" {
		return nil, fmt.Errorf("fault %s: restart %q: choose one of warm, cold", f.ID, f.Restart)
	}
	if w.word == "deploy" {
		e.Instance, e.Share = 1, 0
	}
	if len(f.Set) > 0 && w.word == "config" {
		e.Config, err = s.configured(f)
	}
	return e, err
}

// lifted is the engine fault that ends f.
func (s *Scenario) lifted(f Fault) (*engine.Fault, error) {
	e, err := s.engineFault(f)
	if err != nil {
		return nil, err
	}
	e.Fraction, e.Extra, e.Config = 0, 0, nil
	switch e.Kind {
	case engine.FaultSlow:
		e.Fraction = 1
	case engine.FaultDown, engine.FaultSilent:
		e.Kind, e.Cold = engine.FaultUp, f.Restart == "cold"
		if f.Kind == "deploy" { // all have the old numbers again
			e.Kind, e.Instance, e.Up = engine.FaultConfig, 0, true
		}
	case engine.FaultPartition:
		e.Kind = engine.FaultHeal
	case engine.FaultFlush:
		return nil, fmt.Errorf("fault %s can't be lifted: what was flushed is gone", f.ID)
	case engine.FaultDisconnect:
		return nil, fmt.Errorf("fault %s can't be lifted: those who were disconnected connect by themselves", f.ID)
	}
	return e, nil
}

// inForce says whether a fault is in force after the engine was told this one.
func inForce(f *engine.Fault) bool {
	switch f.Kind {
	case engine.FaultDown, engine.FaultSilent, engine.FaultPartition:
		return true
	case engine.FaultShed, engine.FaultCapacity, engine.FaultLoss, engine.FaultStep:
		return f.Fraction > 0
	case engine.FaultSlow:
		return f.Fraction != 1
	case engine.FaultLatency:
		return f.Fraction != 0 && f.Fraction != 1 || f.Extra != 0
	case engine.FaultConfig:
		return f.Config != nil
	}
	return false
}

// configured is the system as the members that a fault befalls have it.
func (s *Scenario) configured(f Fault) (*engine.System, error) {
	target := f.Target
	for _, e := range s.Edges {
		if e.ID == f.Edge {
			target = e.From
		}
	}
	c := s.clone()
	for _, path := range slices.Sorted(maps.Keys(f.Set)) {
		if err := s.settable(f, target, path); err != nil {
			return nil, fmt.Errorf("fault %s: %w", f.ID, err)
		}
		v, err := field(reflect.ValueOf(c).Elem(), path)
		if err == nil {
			err = setText(v, f.Set[path])
		}
		if err != nil {
			return nil, fmt.Errorf("fault %s: set: %w", f.ID, err)
		}
	}
	sys, err := c.build()
	if err != nil {
		return nil, fmt.Errorf("fault %s: with what it sets: %w", f.ID, err)
	}
	return &sys, nil
}

// settable says why a path can't differ among the members that a fault befalls.
func (s *Scenario) settable(f Fault, target, path string) error {
	list, rest, _ := strings.Cut(path, ".")
	id, rest, _ := strings.Cut(rest, ".")
	switch list {
	case "edges":
		if f.Edge != "" && id != f.Edge {
			return fmt.Errorf("set %q is not of edge %s", path, f.Edge)
		}
		for _, e := range s.Edges {
			if e.ID == id && e.From != target {
				return fmt.Errorf("set %q: the edge %s is not from %s: choose one of its own", path, id, target)
			}
		}
		if part, _, _ := strings.Cut(rest, "."); part == "steps" || part == "idempotency" {
			return fmt.Errorf("set %q: all members of an edge have the same %s: leave it out, or use a fault of kind step", path, part)
		}
		return nil
	case "nodes":
		if f.Edge != "" || id != target {
			break
		}
		if s.Nodes[s.nodeIndex(id)].Kind == "client" && !strings.HasPrefix(rest, "does.") {
			return fmt.Errorf("set %q: the users of a client differ only in what they call: set numbers of its edges", path)
		}
		return nil
	}
	return fmt.Errorf("set %q: set numbers of %s, or of the edges from it", path, target)
}

// deploy is a rolling restart: instances go down one after another, and come up
// with other numbers.
func (s *Scenario) deploy(f Fault, at engine.Time) ([]operation, error) {
	start, err := s.engineFault(f)
	if err != nil {
		return nil, err
	}
	config, err := s.configured(f)
	if err != nil {
		return nil, err
	}
	each, down := f.Each, f.Down
	if each == 0 {
		each = deployEach
	}
	if down == 0 {
		down = deployDown
	}
	if each < 0 || down <= 0 {
		return nil, fmt.Errorf("fault %s: each is %s and down is %s: write times above 0", f.ID, f.Each, f.Down)
	}
	if f.Share < 0 || f.Share > 1 {
		return nil, fmt.Errorf("fault %s: the share of instances is %s: write one up to 100%%", f.ID, f.Share)
	}
	count := max(1, s.Nodes[start.Node].Instances)
	if f.Share > 0 {
		count = max(1, int(math.Round(float64(f.Share)*float64(count))))
	}
	var ops []operation
	for i := range count {
		t := at + engine.Time(each)*engine.Time(i)
		ops = append(ops,
			operation{at: t, from: f.ID, fault: &engine.Fault{Kind: engine.FaultDown, Node: start.Node, Instance: i + 1}},
			operation{at: t + engine.Time(down), from: f.ID, fault: &engine.Fault{Kind: engine.FaultConfig, Node: start.Node, Instance: i + 1, Config: config, Up: true}})
	}
	return ops, nil
}

// present is what the engine is to be told of an operation in a design whose knobs
// may have been turned: a configuration differs from the design as it is.
func (s *Scenario) present(op operation) (engine.Fault, error) {
	e := *op.fault
	if e.Config == nil {
		return e, nil
	}
	f, err := s.Fault(op.from)
	if err == nil {
		e.Config, err = s.configured(f)
	}
	return e, err
}

// rehearse says which operations a simulation of the design would refuse: an
// instance that a knob took away, a partition without a timeout.
func (s *Scenario) rehearse(sim simulation, ops []operation) error {
	var fork simulation
	for _, op := range ops {
		if op.fault == nil || !delicate(op.fault) {
			continue
		}
		if fork == nil {
			fork = sim.fork()
		}
		f, err := s.present(op)
		if err == nil {
			op.fault = &f
			err = fork.strike(op)
		}
		if err != nil {
			return fmt.Errorf("fault %s: %s", op.from, strings.TrimPrefix(err.Error(), "fault: "))
		}
	}
	return nil
}

// rehearseTurns says which of the turns in a list of acts could not be made while the system runs.
func (s *Scenario) rehearseTurns(set Settings, sim simulation, acts []Act) error {
	var fork simulation
	for _, a := range acts {
		if a.Kind != Turn {
			continue
		}
		if k, err := s.Knob(a.Knob); err == nil && a.At > 0 && strings.HasPrefix(k.Path, "faults.") {
			return fmt.Errorf("knob %s is about a fault of the story: turn it before the run starts", a.Knob)
		}
		set = set.With(a.Knob, a.Value)
		design, err := s.Apply(set)
		if err == nil {
			err = design.try()
		}
		if err == nil {
			err = design.checkConfigs()
		}
		if err == nil && fork == nil {
			fork = sim.fork()
		}
		if err == nil {
			err = fork.reconfigure(design)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// delicate says whether it depends on knobs if a fault can be injected.
func delicate(f *engine.Fault) bool {
	switch f.Kind {
	case engine.FaultSilent, engine.FaultPartition, engine.FaultLoss, engine.FaultLatency:
		return true
	}
	return f.Instance != 0 || f.Config != nil
}

// checkConfigs says which faults could not be injected into a design.
func (s *Scenario) checkConfigs() error {
	for _, f := range s.Faults {
		if len(f.Set) > 0 {
			if _, err := s.configured(f); err != nil {
				return err
			}
		}
	}
	return nil
}
