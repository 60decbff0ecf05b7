package engine

import (
	"math"
	"testing"
)

// TestStopAndDeadlineEndGhostWork: with either, the chain of the usual incident
// keeps a single copy of the job.
func TestStopAndDeadlineEndGhostWork(t *testing.T) {
	check := func(name string, s *Sim) {
		s.RunUntil(s.Now() + 61*Second)
		w := sum(s)
		for _, i := range []int{1, 2, 3} {
			if n := s.Node(i); n.Busy != 1 || n.Ghosts != 0 {
				t.Errorf("%s: node %d: %+v, want one copy of the job", name, i, n)
			}
			if n := w.Nodes[i]; n.Stopped != 30 || n.Ghosts != 0 || n.Served != 0 {
				t.Errorf("%s: node %d: %d stopped, %d served, want 30 and none", name, i, n.Stopped, n.Served)
			}
		}
	}
	check("stop", impatient(t, LateStop))
	s := impatient(t, LateDiscard)
	sys := *s.sys.clone()
	for i := range sys.Edges {
		sys.Edges[i].Deadline = true
	}
	// The first attempt was sent before the edges carried deadlines, so begin anew.
	s = mustNew(t, sys, 1)
	for s.InFlight() == 0 {
		s.RunUntil(s.Now() + Millisecond)
	}
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
	check("deadline", s)
}

// TestDeadlineIsPassedOn is the example of the SRE book, chapter 22: of 30 s, A
// uses 7 and gives B 23; B uses 4 and gives C 19.
func TestDeadlineIsPassedOn(t *testing.T) {
	work := func(d Time) Op { return Op{Kind: OpWork, Work: Dist{Kind: DistConstant, Mean: d}} }
	sys := System{
		Nodes: []Node{
			{Name: "user", Client: &Client{Rate: 1, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "A", Service: &Service{Workers: 9, Program: []Op{work(7 * Second), {Kind: OpCall, Edge: 1}}}},
			{Name: "B", Service: &Service{Workers: 9, Program: []Op{work(4 * Second), {Kind: OpCall, Edge: 2}}}},
			{Name: "C", Service: &Service{Workers: 9, Program: []Op{work(100 * Second)}}},
		},
		Edges: []Edge{
			{From: 0, To: 1, Timeout: 30 * Second, Deadline: true},
			{From: 1, To: 2, Timeout: 60 * Second, Deadline: true},
			{From: 2, To: 3, Timeout: 60 * Second, Deadline: true, Attempts: 3},
		},
	}
	s := mustNew(t, sys, 1)
	for s.InFlight() == 0 {
		s.RunUntil(s.Now() + Millisecond)
	}
	start := s.requests.items[0].arrived
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
	s.RunUntil(start + 11*Second)
	left := map[int]Time{}
	for _, at := range s.attempts.items {
		if at.place == inService {
			left[int(at.to)] = at.deadline - s.Now()
		}
	}
	if left[0] != 19*Second || left[1] != 19*Second || left[2] != 19*Second {
		t.Errorf("eleven seconds on, A, B and C believe to have %v, want 19 s each", left)
	}
	s.RunUntil(start + 30*Second - 1)
	if s.Node(3).Busy != 1 {
		t.Error("C stopped before the deadline")
	}
	s.RunUntil(start + 30*Second)
	w := sum(s)
	for i := 1; i <= 3; i++ {
		if s.Node(i).Busy != 0 || w.Nodes[i].Stopped != 1 {
			t.Errorf("node %d goes on after the deadline", i)
		}
	}
	if w.Edges[2].Sent != 1 || w.Lost[CauseTimeout] != 1 {
		t.Errorf("%d attempts at C, lost %v; want one attempt, and a timeout", w.Edges[2].Sent, w.Lost)
	}
}

// TestStoppedWorkIsSaved: with a worker for everyone, work that is stopped after
// tau takes (1-exp(-tau)) of the time of work that is not.
func TestStoppedWorkIsSaved(t *testing.T) {
	const tau = 0.7
	sys := queueing(1, 1_000_000, 0)
	sys.Edges[0].Timeout = Time(tau * float64(unit))
	sys.Edges[0].Late = LateStop
	holds(t, sys,
		quantity{"busy", 1 - math.Exp(-tau), func(r totals) float64 { return r.busy / r.span }, 0},
		quantity{"timeouts", math.Exp(-tau), func(r totals) float64 { return r.timeouts / r.offered }, 0},
	)
}

// TestFailFast: with services of constant length, a store that refuses what can't
// be done in time does nothing in vain.
func TestFailFast(t *testing.T) {
	sys := deadline(1.3, 4.5, -1, LateDiscard)
	sys.Nodes[1].Store.Service.Kind = DistConstant
	sys.Edges[0].Deadline = true
	vain := mustNew(t, sys, 1)
	vain.RunUntil(10 * Second)
	sys.Nodes[1].Store.Line.FailFast = true
	s := mustNew(t, sys, 1)
	s.RunUntil(10 * Second)
	w, v := sum(s), sum(vain)
	if n := w.Nodes[1]; n.Stopped != 0 || n.Ghosts != 0 || n.Dropped == 0 || w.Lost[CauseDropped] == 0 {
		t.Errorf("stopped %d, ghosts %d, dropped %d; want none in vain", n.Stopped, n.Ghosts, n.Dropped)
	}
	if v.Nodes[1].Stopped == 0 || w.Answered <= v.Answered {
		t.Errorf("without failing fast %d were stopped and %d answered; with it %d", v.Nodes[1].Stopped, v.Answered, w.Answered)
	}
	if w.Answered < 9600 {
		t.Errorf("%d answered of the 10,000 that the store can do", w.Answered)
	}
}

// TestPatience: a user leaves when the patience ends, whatever the attempt is at.
func TestPatience(t *testing.T) {
	sys := queueing(1, 1_000_000, 0)
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 100 * Second}
	sys.Nodes[0].Client.Patience = 25 * unit
	sys.Edges[0].Timeout, sys.Edges[0].Attempts = 10*unit, 100
	s := mustNew(t, sys, 1)
	s.RunUntil(Second)
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
	s.RunUntil(2 * Second)
	w := sum(s)
	if w.InFlight != 0 || w.Lost[CauseTimeout] != w.Offered-w.Lost[CauseShed] {
		t.Errorf("in flight %d, lost %v of %d", w.InFlight, w.Lost, w.Offered)
	}
	if e := w.Edges[0]; e.Sent != 3*w.Lost[CauseTimeout] || e.Timeouts != 2*w.Lost[CauseTimeout] || e.Abandoned != w.Lost[CauseTimeout] {
		t.Errorf("%+v for %d requests; want three attempts each, the third abandoned", e, w.Lost[CauseTimeout])
	}
}
