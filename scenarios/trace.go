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

	request, everyRequest int64 // of requests, as engine.Sim.TraceRequests has them
}

// Trace follows calls over an edge: the one with number first, counted from 1 at the
// start of the run, and with every > 0 each every-th after it; first 0 stops it.
// Going back in time keeps it, and what was followed is followed again. See
// engine.Sim.Trace.
func (r *Run) Trace(edge string, first, every int64) error {
	t := r.tracing
	t.edge, t.first, t.every = slices.IndexFunc(r.design.Edges, func(e Edge) bool { return e.ID == edge }), first, every
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

// TraceRequests follows requests of every client: the one with number first, counted from 1
// at the start of the run, and with every > 0 each every-th after it; first 0 stops it. See
// engine.Sim.TraceRequests. Going back in time keeps it.
func (r *Run) TraceRequests(first, every int64) error {
	q, ok := r.sim.(requestRun)
	if !ok {
		return fmt.Errorf("scenario %s has no requests to follow", r.scenario.ID)
	}
	if err := q.Sim.TraceRequests(first, every); err != nil {
		return err
	}
	r.tracing.request, r.tracing.everyRequest = first, every
	return nil
}

// TraceBack does what TraceRequests does, and lives the last seconds again, so that the
// requests of those are followed too: two windows at the least, where there were so many, and
// twelve at the most, for a key has to be answered meanwhile.
func (r *Run) TraceBack(first, every int64) error {
	if err := r.TraceRequests(first, every); err != nil {
		return err
	}
	now := r.Now()
	r.Seek(max(0, now-2*r.scenario.Window()))
	r.Seek(now)
	return nil
}

// RequestTraces are the requests followed, in the order of their arrivals.
func (r *Run) RequestTraces() []engine.RequestTrace {
	if q, ok := r.sim.(requestRun); ok {
		return q.Sim.RequestTraces()
	}
	return nil
}

// Request runs the same run again, aside, to tell the life of the request with a number at
// the first client that has one, up to the present; ok is false if there is none yet.
func (r *Run) Request(number int64) (life Life, ok bool, err error) {
	aside, err := r.again()
	if err == nil {
		err = aside.TraceRequests(number, 0)
	}
	if err != nil {
		return life, false, err
	}
	aside.advance(r.Now())
	all := aside.RequestTraces()
	if len(all) == 0 {
		return life, false, nil
	}
	return aside.Life(&all[0]), true, nil
}

// again is the same run at its start.
func (r *Run) again() (*Run, error) {
	fresh, err := r.scenario.Start(r.start, r.seed, r.acts...)
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

// retrace follows calls and requests again, in a simulation that was not told.
func (r *Run) retrace() {
	if q, ok := r.sim.(requestRun); ok {
		if first, every := q.TracedRequests(); first != r.tracing.request || every != r.tracing.everyRequest {
			if err := q.Sim.TraceRequests(r.tracing.request, r.tracing.everyRequest); err != nil {
				panic(fmt.Sprintf("scenario %s: what could be followed can't be again: %v", r.scenario.ID, err))
			}
		}
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
