package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// tracing is what calls a run follows.
type tracing struct {
	edge         int
	first, every int64
}

// Trace follows calls over an edge: the one with number first, counted from 1 at the
// start of the run, and with every > 0 each every-th after it; first 0 stops it.
// Going back in time keeps it, and what was followed is followed again. See
// engine.Sim.Trace.
func (r *Run) Trace(edge string, first, every int64) error {
	t := tracing{slices.IndexFunc(r.design.Edges, func(e Edge) bool { return e.ID == edge }), first, every}
	q, ok := r.sim.(requestRun)
	switch {
	case !ok:
		return fmt.Errorf("scenario %s has no calls to follow", r.scenario.ID)
	case first != 0 && t.edge < 0:
		return fmt.Errorf("scenario %s has no edge %q to follow calls over", r.scenario.ID, edge)
	}
	if err := q.Trace(t.edge, first, every); err != nil {
		return err
	}
	r.tracing = t
	return nil
}

// retrace follows calls again, in a simulation that was not told.
func (r *Run) retrace() {
	if q, ok := r.sim.(requestRun); ok {
		if err := q.Trace(r.tracing.edge, r.tracing.first, r.tracing.every); err != nil {
			panic(fmt.Sprintf("scenario %s: what could be followed can't be again: %v", r.scenario.ID, err))
		}
	}
}

// Traces are the calls followed, oldest first, as far as they have come.
func (r *Run) Traces() []engine.CallTrace {
	if q, ok := r.sim.(requestRun); ok {
		return q.Traces()
	}
	return nil
}

// Calls is how many calls were made over an edge so far; 0 for one that is not there.
func (r *Run) Calls(edge string) int64 {
	i := slices.IndexFunc(r.design.Edges, func(e Edge) bool { return e.ID == edge })
	if q, ok := r.sim.(requestRun); ok && i >= 0 {
		return q.Calls(i)
	}
	return 0
}
