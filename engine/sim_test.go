package engine

import (
	"slices"
	"testing"
)

func TestWindowsCloseOnTheirTime(t *testing.T) {
	sys := queueing(1, 2, -1)
	sys.Window = 100 * unit
	s := mustNew(t, sys, 1)
	s.RunUntil(350 * unit)
	if s.Now() != 350*unit {
		t.Errorf("Now = %d, want %d", s.Now(), 350*unit)
	}
	if n := len(s.Windows()); n != 3 {
		t.Fatalf("%d windows closed, want 3", n)
	}
	if w := s.Current(); w.Start != 300*unit || w.End != 350*unit {
		t.Errorf("the open window is [%d, %d)", w.Start, w.End)
	}
	s.RunUntil(400 * unit)
	if n := len(s.Windows()); n != 4 {
		t.Errorf("%d windows closed at the end of the fourth, want 4", n)
	}
	s.RunUntil(100 * unit)
	if s.Now() != 400*unit {
		t.Errorf("running to the past moved the clock to %d", s.Now())
	}
	var def System = queueing(1, 2, -1)
	def.Window = 0
	s = mustNew(t, def, 1)
	s.RunUntil(2 * Second)
	if len(s.Windows()) != 2 {
		t.Errorf("%d windows in two seconds by default, want 2", len(s.Windows()))
	}
}

func TestBusyTimeIsExact(t *testing.T) {
	sys := queueing(1, 3, -1)
	sys.Nodes[1].Store.Service.Kind = DistConstant
	sys.Window = 7 * unit / 3 // windows cut services in two
	s := mustNew(t, sys, 1)
	s.RunUntil(500 * unit)
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
	s.RunUntil(600 * unit)
	got := sum(s).Nodes[1]
	if got.Busy != Time(got.Served)*unit || got.Served == 0 {
		t.Errorf("%d services of %d ns took %d", got.Served, unit, got.Busy)
	}
	for _, w := range s.Windows() {
		if w.Nodes[1].Busy > 3*(w.End-w.Start) {
			t.Errorf("three workers worked %d in a window of %d", w.Nodes[1].Busy, w.End-w.Start)
		}
	}
}

func TestBudget(t *testing.T) {
	s, free := mustNew(t, cacheStory(), 1), mustNew(t, cacheStory(), 1)
	s.SetBudget(5000)
	s.RunUntil(10 * Second)
	if !s.Exhausted() || s.Events() != 5000 || s.Now() >= 10*Second {
		t.Errorf("exhausted %v after %d events at %v s", s.Exhausted(), s.Events(), s.Now().Seconds())
	}
	s.SetBudget(0)
	if s.Exhausted() {
		t.Error("still exhausted without a budget")
	}
	s.RunUntil(10 * Second)
	free.RunUntil(10 * Second)
	if s.Exhausted() || s.Hash() != free.Hash() {
		t.Error("the budget left a trace in the run")
	}
}

func TestFeedKeepsEveryNthMessage(t *testing.T) {
	all, some := mustNew(t, cacheStory(), 1), mustNew(t, cacheStory(), 1)
	if got := all.Feed(nil); got != nil {
		t.Errorf("a feed that is off gives %v", got)
	}
	all.Sample(1)
	some.Sample(10)
	all.RunUntil(Second)
	some.RunUntil(Second)
	messages := all.Feed(nil)
	w := all.Windows()[0]
	var count [NumMessageKinds]int64
	for i, m := range messages {
		count[m.Kind]++
		if i > 0 && m.At < messages[i-1].At {
			t.Fatal("messages out of order")
		}
		if want := all.sys.Edges[m.Edge].To; m.Node != want {
			t.Fatalf("%+v leads to node %d, want %d", m, m.Node, want)
		}
	}
	want := [NumMessageKinds]int64{MsgHit: w.Nodes[1].Hits, MsgRequest: w.Edges[1].Sent, MsgReply: w.Nodes[2].Served}
	if count != want {
		t.Errorf("messages by kind %v, want %v", count, want)
	}
	var tenth []Message
	for i := 0; i < len(messages); i += 10 {
		tenth = append(tenth, messages[i])
	}
	if got := some.Feed(nil); !slices.Equal(got, tenth) {
		t.Errorf("%d messages of every tenth, want %d", len(got), len(tenth))
	}
	if got := some.Feed(nil); len(got) != 0 {
		t.Errorf("%d messages again after they were drained", len(got))
	}
}

func TestFeedKeepsTheLatest(t *testing.T) {
	s := mustNew(t, cacheStory(), 1)
	s.Sample(1)
	s.RunUntil(20 * Second)
	fork := s.Fork()
	got := s.Feed([]Message{{}})
	if len(got) != 1+4096 {
		t.Fatalf("%d messages, want %d after the one that was there", len(got), 4096)
	}
	if age := s.Now() - got[1].At; age > 2*Second {
		t.Errorf("the oldest message is %v s old", age.Seconds())
	}
	if other := fork.Feed(nil); !slices.Equal(other, got[1:]) {
		t.Error("a fork's feed differs from its original's")
	}
	s.RunUntil(21 * Second)
	s.Sample(0)
	if got := s.Feed(nil); len(got) != 0 {
		t.Errorf("%d messages after the feed was switched off", len(got))
	}
}

func TestFeedShowsDropsRefusalsRetriesAndGhosts(t *testing.T) {
	sys := queueing(5, 1, 3)
	sys.Nodes[0].Client.Shed = 0.5
	sys.Edges[0].Attempts = 2
	sys.Edges[0].Timeout = 2 * unit
	s := mustNew(t, sys, 1)
	s.Sample(1)
	s.RunUntil(200 * unit)
	var count [NumMessageKinds]int64
	for _, m := range s.Feed(nil) {
		count[m.Kind]++
		if (m.Edge == -1) != (m.Kind == MsgDrop) || (m.Node == 0) != (m.Kind == MsgDrop) {
			t.Fatalf("%+v: only drops are at the client and on no edge", m)
		}
	}
	w := s.Current()
	want := [NumMessageKinds]int64{
		MsgRequest: w.Edges[0].Sent - w.Edges[0].Retries, MsgRetry: w.Edges[0].Retries,
		MsgReply: w.Nodes[1].Served - w.Nodes[1].Ghosts, MsgGhost: w.Nodes[1].Ghosts,
		MsgReject: w.Nodes[1].Rejected, MsgDrop: w.Lost[CauseShed],
	}
	if count != want {
		t.Errorf("messages by kind %v, want %v", count, want)
	}
	for kind, n := range count {
		if n == 0 && MessageKind(kind) != MsgHit {
			t.Errorf("no message of kind %d", kind)
		}
	}
}

// TestNoAllocationInSteadyState: between two windows a running simulation allocates nothing.
func TestNoAllocationInSteadyState(t *testing.T) {
	sys := cacheStory()
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	inject(t, s, Fault{Kind: FaultFlush, Node: 1})
	s.RunUntil(30 * Second)
	if n := testing.AllocsPerRun(20, func() { s.RunUntil(s.Now() + Second/10) }); n > 0 {
		t.Errorf("%v allocations in a tenth of a second, want none", n)
	}
}
