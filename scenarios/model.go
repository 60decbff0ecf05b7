package scenarios

import (
	"fmt"

	"sysprep/engine"
	"sysprep/engine/replog"
	"sysprep/engine/transport"
)

// Models of a scenario: which simulator runs it.
const (
	ModelRequests  = "requests"  // request systems, package engine; the default
	ModelTransport = "transport" // incast at the port of a switch, package engine/transport
	ModelLog       = "log"       // a replicated log over a WAN, package engine/replog
)

// model is what a scenario needs from a simulator, apart from its runs.
type model interface {
	try(s *Scenario) error // says why the definition can't be simulated
	start(s *Scenario, seed uint64) (simulation, error)
	window(s *Scenario) engine.Time // length of a metrics window

	strike(s *Scenario, f Fault) (operation, error) // what starts a fault
	lift(s *Scenario, f Fault) (operation, error)   // what ends it

	metrics() []Metric
	node(s *Scenario, m Metric, id string) (int, error) // whom a metric is about: the named one, or the first
	value(r *Result, m Metric, lo, hi, node int) float64
	windows(r *Result) int                              // how many were closed
	bounds(r *Result, i int) (start, end engine.Time)   // of window i
	flow(r *Result, lo, hi int) (good, offered float64) // what went well, of what was asked, in windows lo to hi
	good() string                                       // what the share of the flow that went well is called
	why(r *Result, lo, hi int) (key, text string)       // what held it down in windows lo to hi
	report(r *Result, i int) WindowReport
}

// simulation is a run of a simulator. Each of the three has one.
type simulation interface {
	Events() uint64
	Hash() uint64
	SetBudget(events uint64)
	SetRoom(bytes int64)
	Exhausted() bool
	Full() bool   // exhausted for want of room
	Bytes() int64 // that its state takes, and a fork of it
	Sample(every int)
	Raster(slots int) // of arrivals, where the model has one

	now() engine.Time
	runUntil(t engine.Time)
	fork() simulation
	reconfigure(s *Scenario) error
	strike(o operation) error
	messages(buf []engine.Message) []engine.Message // by the edges and nodes of the picture
	picture(s *Scenario) Picture
	fill(r *Result) // with what the run did
}

// strike is what a simulator is told to do to a run: that of the scenario's model is set.
type strike struct {
	transport []transport.Fault
	log       []replog.Fault
	active    bool // the fault is in force from then on
}

func (s *Scenario) model() model {
	switch s.Model {
	case ModelTransport:
		return transportModel{}
	case ModelLog:
		return logModel{}
	}
	return requestModel{}
}

// Try says why the definition with the knobs turned can't be simulated; nil if it can.
func (s *Scenario) Try(set Settings) error {
	d, err := s.Apply(set)
	if err != nil {
		return err
	}
	return d.try()
}

func (s *Scenario) try() error {
	if err := s.checkModel(); err != nil {
		return err
	}
	return s.model().try(s)
}

// checkModel looks whether the sections are those of the model.
func (s *Scenario) checkModel() error {
	requests := len(s.Nodes)+len(s.Edges)+len(s.Links) > 0
	switch s.Model {
	case "", ModelRequests:
		if s.Transport != nil || s.Log != nil {
			return fmt.Errorf("the scenario has a section for another model: write model: transport, or model: log, or remove it")
		}
	case ModelTransport:
		if s.Transport == nil || s.Log != nil || requests {
			return fmt.Errorf("a scenario of the model transport has a section transport, and no nodes, edges, links or log: write that one only")
		}
	case ModelLog:
		if s.Log == nil || s.Transport != nil || requests {
			return fmt.Errorf("a scenario of the model log has a section log, and no nodes, edges, links or transport: write that one only")
		}
	default:
		return fmt.Errorf("model %q: choose one of requests, transport, log", s.Model)
	}
	return nil
}

// Window is the length of a metrics window, in which charts and reports are drawn.
func (s *Scenario) Window() engine.Time { return s.model().window(s) }

// Metric returns the metric of that id among those of the scenario's model; the error
// names the ones there are.
func (s *Scenario) Metric(id string) (Metric, error) { return findMetric(s.model().metrics(), id) }

// Metrics lists the metrics of the scenario's model, in order.
func (s *Scenario) Metrics() []Metric { return s.model().metrics() }
