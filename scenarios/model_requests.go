package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// requestModel runs systems of clients, caches, stores and services.
type requestModel struct{}

func (requestModel) try(s *Scenario) error {
	sys, err := s.build()
	if err != nil {
		return err
	}
	return checkRoom(sys.Bytes())
}

func (requestModel) start(s *Scenario, seed uint64) (simulation, error) {
	sys, err := s.build()
	if err == nil {
		err = checkRoom(sys.Bytes())
	}
	if err != nil {
		return nil, err
	}
	sim, err := engine.New(sys, seed)
	if err != nil {
		return nil, fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	return requestRun{sim}, nil
}

func (requestModel) window(*Scenario) engine.Time { return engine.Second }

func (requestModel) strike(s *Scenario, f Fault) (operation, error) {
	e, err := s.engineFault(f)
	return operation{fault: e}, err
}

func (requestModel) lift(s *Scenario, f Fault) (operation, error) {
	e, err := s.lifted(f)
	return operation{fault: e}, err
}

func (requestModel) metrics() []Metric { return Metrics() }

func (requestModel) node(s *Scenario, m Metric, id string) (int, error) {
	if m.Kind == "" {
		return 0, nil
	}
	i := slices.IndexFunc(s.Nodes, func(n Node) bool {
		return m.about(n.Kind) && (id == "" || n.ID == id) && (m.Kind != "client" || n.sessions())
	})
	if i >= 0 && id == "" && m.Kind == "store" { // a store before a service
		if j := slices.IndexFunc(s.Nodes, func(n Node) bool { return n.Kind == m.Kind }); j >= 0 {
			i = j
		}
	}
	if i < 0 {
		kind := m.Kind
		if kind == "client" {
			kind = "client whose users connect"
		}
		return 0, fmt.Errorf("metric %s is about a %s, and the scenario has none%s", m.ID, kind, named(id))
	}
	return i, nil
}

func (requestModel) value(r *Result, m Metric, lo, hi, node int) float64 {
	return m.of(r, span(r.Windows[lo:hi]), node)
}

func (requestModel) windows(r *Result) int { return len(r.Windows) }

func (requestModel) bounds(r *Result, i int) (start, end engine.Time) {
	return r.Windows[i].Start, r.Windows[i].End
}

func (requestModel) flow(r *Result, lo, hi int) (good, all float64) {
	w := span(r.Windows[lo:hi])
	return w.sum(answered), w.sum(offered)
}

func (requestModel) good() string { return "goodput" }

func (requestModel) why(r *Result, lo, hi int) (key, text string) {
	cause, n := r.mainLoss(span(r.Windows[lo:hi]))
	return cause.String(), fmt.Sprintf("%s a second %s", thousands(n), lossWords[cause])
}

func (requestModel) report(r *Result, i int) WindowReport { return r.windowReport(&r.Windows[i]) }

// requestRun is a run of package engine.
type requestRun struct{ *engine.Sim }

func (q requestRun) now() engine.Time                               { return q.Now() }
func (q requestRun) runUntil(t engine.Time)                         { q.RunUntil(t) }
func (q requestRun) fork() simulation                               { return requestRun{q.Fork()} }
func (q requestRun) strike(o operation) error                       { return q.Inject(*o.fault) }
func (q requestRun) messages(buf []engine.Message) []engine.Message { return q.Feed(buf) }

func (q requestRun) reconfigure(s *Scenario) error {
	sys, err := s.build()
	if err != nil {
		return err
	}
	return q.Reconfigure(sys)
}

func (q requestRun) fill(r *Result) {
	sys, err := r.Scenario.build()
	if err != nil {
		panic(err) // it was built before
	}
	r.System, r.Windows = sys, q.Windows()
}
