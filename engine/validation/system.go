package validation

import (
	"fmt"

	"sysprep/engine"
)

// The closed forms measure time in mean services, which are a millisecond here.
// Network latency is zero, so a call's latency is its time at the store.
const unit = engine.Millisecond

// queueing returns a system of one client and one store: arrivals at rate (per
// unit), given workers and room for waiting (negative: unbounded). A run lasts
// four windows of span units, of which the first is left to settle.
func queueing(rate float64, workers, room int, span engine.Time) engine.System {
	return engine.System{
		Nodes: []engine.Node{
			{Name: "users", Client: &engine.Client{
				Rate: rate * float64(engine.Second/unit), Keys: engine.Keys{Count: 100},
				Program: []engine.Op{{Kind: engine.OpCall, Edge: 0}},
			}},
			{Name: "db", Store: &engine.Store{Workers: workers, Queue: room, Service: engine.Dist{Mean: unit}}},
		},
		Edges:  []engine.Edge{{From: 0, To: 1}},
		Window: span * unit,
	}
}

// totals adds up what a run did after its first window. Spans of time are in units.
type totals struct {
	offered, answered               float64
	rejected, timeouts, failed      float64
	served, ghosts, cancelled, sent float64
	latency                         float64 // sum over answers
	p50, p99                        float64 // mean over windows
	busy, span                      float64
	shed                            float64
	hits, misses                    [mostNodes]float64 // by node
	callerAnswered, callerLatency   [mostNodes]float64 // by node; latency is a sum
}

// mostNodes is how many nodes a system of a closed form has at most.
const mostNodes = 3

// meanOf is the mean latency of the answers to one client.
func (t *totals) meanOf(node int) float64 { return t.callerLatency[node] / t.callerAnswered[node] }

const (
	queueRuns = 48 // of a closed form
	windows   = 4  // of a run
)

// total simulates a system whose first nodes are a client and a store.
func total(sys engine.System, seed uint64) (totals, error) {
	s, err := engine.New(sys, seed)
	if err != nil {
		return totals{}, err
	}
	s.RunUntil(windows * sys.Window)
	var sum totals
	for _, w := range s.Windows()[1:] {
		sum.offered += float64(w.Offered)
		sum.answered += float64(w.Answered)
		sum.rejected += float64(w.Lost[engine.CauseRejected])
		sum.timeouts += float64(w.Lost[engine.CauseTimeout])
		sum.failed += float64(w.Lost[engine.CauseFailed])
		sum.latency += float64(float64(w.Mean) / float64(unit) * float64(w.Answered))
		sum.p50 += float64(w.P50) / float64(unit) / (windows - 1)
		sum.p99 += float64(w.P99) / float64(unit) / (windows - 1)
		sum.served += float64(w.Nodes[1].Served)
		sum.ghosts += float64(w.Nodes[1].Ghosts)
		sum.cancelled += float64(w.Nodes[1].Cancelled)
		sum.busy += float64(w.Nodes[1].Busy) / float64(unit)
		sum.sent += float64(w.Edges[0].Sent)
		sum.span += float64(w.End-w.Start) / float64(unit)
		sum.shed += float64(w.Lost[engine.CauseShed])
		for i, n := range w.Nodes[:min(len(w.Nodes), mostNodes)] {
			sum.hits[i] += float64(n.Hits)
			sum.misses[i] += float64(n.Misses)
			sum.callerAnswered[i] += float64(n.Answered)
			sum.callerLatency[i] += float64(n.Latency) / float64(unit)
		}
	}
	return sum, nil
}

// figure is one quantity that a run of a queueing system measures.
type figure struct {
	id, quantity string
	published    float64
	of           func(totals) float64
	slack        float64 // share of the published number that measuring may add to the error
}

// theory is an experiment that holds a queueing system against closed forms.
func theory(source, id string, quick bool, sys engine.System, figures ...figure) experiment {
	e := experiment{runs: queueRuns}
	for _, f := range figures {
		e.cases = append(e.cases, Case{
			ID: fmt.Sprintf("%s/%s/%s", source, id, f.id), Source: source, Quantity: f.quantity, Published: f.published,
			Tolerance: Tolerance{Errors: closedForm, Relative: rounding + f.slack}, Quick: quick,
		})
	}
	e.run = func(seed uint64) ([]float64, error) {
		sum, err := total(sys, seed)
		out := make([]float64, len(figures))
		for i, f := range figures {
			out[i] = f.of(sum)
		}
		return out, err
	}
	return e
}
