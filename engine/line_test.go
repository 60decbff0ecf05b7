package engine

import (
	"fmt"
	"testing"
)

func goodput(r totals) float64 { return r.answered / r.span }

// TestLIFOAgainstFIFO: under overload the last to come is the only one who still waits.
func TestLIFOAgainstFIFO(t *testing.T) {
	for _, want := range table(t, "goodput_lifo_vs_fifo.csv") {
		t.Run(fmt.Sprint("rho=", want["rho"]), func(t *testing.T) {
			digits := 0.0005 / max(want["lifo"], 0.001)
			sys := deadline(want["rho"], want["tau"], -1, LateDiscard)
			sys.Window /= Time(max(1, 2*want["rho"]))
			if want["rho"] < 1 {
				holds(t, sys, quantity{"FIFO", want["fifo"], goodput, digits})
			}
			sys.Nodes[1].Store.Line.Order = OrderLIFO
			holds(t, sys, quantity{"LIFO", want["lifo"], goodput, digits})
			if want["rho"] > 1 { // overloaded, the adaptive order is last in, first out
				sys.Nodes[1].Store.Line.Order = OrderAdaptive
				holds(t, sys, quantity{"adaptive", want["lifo"], goodput, digits})
			}
		})
	}
}

// TestAdaptiveOrderIsFIFOWhenCalm: as long as the queue empties often, who came first is next.
func TestAdaptiveOrderIsFIFOWhenCalm(t *testing.T) {
	sys := deadline(0.5, 10, -1, LateDiscard)
	fifo := mustNew(t, sys, 1)
	sys.Nodes[1].Store.Line = Line{Order: OrderAdaptive, Interval: Second}
	adaptive := mustNew(t, sys, 1)
	fifo.RunUntil(10 * Second)
	adaptive.RunUntil(10 * Second)
	if fifo.Hash() != adaptive.Hash() {
		t.Error("an adaptive queue that never stands differs from first in, first out")
	}
}

// TestPriorityCobham: waits in an M/M/1 queue with two classes, not preemptive
// (Cobham 1954, Operations Research 2(1)): W1 = R/(1-rho1), W2 = R/((1-rho1)(1-rho)), R = rho.
func TestPriorityCobham(t *testing.T) {
	const rho1, rho2 = 0.3, 0.5
	sys := queueing(rho1, 1, -1)
	sys.Nodes[1].Store.Line.Order = OrderPriority
	sys.Nodes = append(sys.Nodes, Node{Name: "batch", Client: &Client{
		Rate: rho2 * float64(Second/unit), Keys: Keys{Count: 100}, Class: 5, Program: []Op{{Kind: OpCall, Edge: 1}},
	}})
	sys.Edges = append(sys.Edges, Edge{From: 2, To: 1})
	holds(t, sys,
		quantity{"urgent", 1 + (rho1+rho2)/(1-rho1), func(r totals) float64 { return r.byClient[0] }, 0},
		quantity{"batch", 1 + (rho1+rho2)/(1-rho1)/(1-rho1-rho2), func(r totals) float64 { return r.byClient[2] }, 0},
	)
}

// TestUrgentTakesPlaceInAFullQueue: of what overflows, nothing is urgent.
func TestUrgentTakesPlaceInAFullQueue(t *testing.T) {
	sys := queueing(0.3, 1, 5)
	sys.Nodes[1].Store.Line.Order = OrderPriority
	sys.Nodes = append(sys.Nodes, Node{Name: "batch", Client: &Client{
		Rate: 3 * float64(Second/unit), Keys: Keys{Count: 100}, Class: 7, Program: []Op{{Kind: OpCall, Edge: 1}},
	}})
	sys.Edges = append(sys.Edges, Edge{From: 2, To: 1})
	s := mustNew(t, sys, 1)
	s.RunUntil(20 * Second)
	w := sum(s)
	urgent, batch := w.Nodes[0], w.Nodes[2]
	if urgent.Lost > urgent.Offered/200 {
		t.Errorf("%d of %d urgent requests were lost", urgent.Lost, urgent.Offered)
	}
	if w.Lost[CauseDropped] == 0 || batch.Lost < batch.Offered/2 {
		t.Errorf("of %d others %d were lost, %v", batch.Offered, batch.Lost, w.Lost)
	}
}

// TestCoDel: under overload no wait is longer than the interval, most are about
// the target once the queue stands, and the worker stays busy with answers that
// somebody waits for; without overload nothing is refused.
func TestCoDel(t *testing.T) {
	sys := deadline(5, 200, -1, LateDiscard)
	run := func() Window {
		s := mustNew(t, sys, 1)
		s.RunUntil(20 * Second)
		return sum(s)
	}
	if w := run(); w.Answered > 500 {
		t.Errorf("%d answered by an unbounded queue under overload", w.Answered)
	}
	sys.Nodes[1].Store.Line.CoDel = true
	w := run()
	if w.Answered < 19_500 || w.Nodes[1].Ghosts != 0 || w.Lost[CauseDropped] == 0 {
		t.Errorf("%d answered, %d ghosts, lost %v; want nearly all of what the store can do in 20 s", w.Answered, w.Nodes[1].Ghosts, w.Lost)
	}
	if mean := w.Nodes[0].Latency / Time(w.Answered); mean > 30*Millisecond {
		t.Errorf("mean latency %v ms", float64(mean)/1e6)
	}
	sys.Nodes[1].Store.Line.Interval = 10 * Second // long enough for a queue to stand
	sys.Nodes[1].Store.Line.Target = 3 * Millisecond
	s := mustNew(t, sys, 1)
	s.RunUntil(25 * Second)
	for _, w := range s.Windows()[1:] {
		if w.Start > 11*Second && w.P99 > 8*Millisecond {
			t.Errorf("at %v s the 99th percentile is %v ms; no wait is over 3 ms", w.Start.Seconds(), float64(w.P99)/1e6)
		}
	}
	sys = deadline(0.5, 200, -1, LateDiscard)
	sys.Nodes[1].Store.Line.CoDel = true
	if w := run(); w.Nodes[1].Dropped != 0 {
		t.Errorf("%d refused at half load", w.Nodes[1].Dropped)
	}
}
