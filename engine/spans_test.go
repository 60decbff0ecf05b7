package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// toldSpans writes a request's life as a story, a line a span, in milliseconds after its arrival.
func toldSpans(sys *System, r RequestTrace) string {
	ms := func(t Time) string {
		if t == Never {
			return "-"
		}
		return fmt.Sprintf("%g", (t-r.Arrived).Seconds()*1000)
	}
	var b strings.Builder
	for _, p := range r.Spans {
		name := sys.Nodes[p.Node].Name
		switch p.Kind {
		case SpanAttempt:
			fmt.Fprintf(&b, "%s %d<%d: %s reached %s begun %s done %s back %s gave up %s", name, p.Number, p.Parent, ms(p.Start), ms(p.Reached), ms(p.Begun), ms(p.Done), ms(p.Back), ms(p.GivenUp))
		default:
			fmt.Fprintf(&b, "%s %s<%d: %s to %s", name, [...]string{"", "look-up", "work", "join"}[p.Kind], p.Parent, ms(p.Start), ms(p.End))
		}
		if p.Failed {
			fmt.Fprintf(&b, " %s", p.Cause)
		}
		if p.Ghost() {
			b.WriteString(" ghost")
		}
		b.WriteString("\n")
	}
	end := "under way"
	if r.Ended != Never {
		end = "lost to " + r.Cause.String()
		if r.OK {
			end = "answered"
		}
	}
	fmt.Fprintf(&b, "%s %s", ms(r.Ended), end)
	return b.String()
}

// chain is users, a service that works 10 ms and then asks a store with a service time of
// exactly 20 ms; each way takes 1 ms, and the users wait for so long.
func chain(patience Time, attempts int) System {
	return System{
		Nodes: []Node{
			{Name: "users", Client: &Client{Rate: 1, Arrivals: ArrivalsConstant, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 0}}}},
			{Name: "api", Service: &Service{Workers: 1, Queue: 5, Program: []Op{{Kind: OpWork, Work: Dist{Kind: DistConstant, Mean: 10 * Millisecond}}, {Kind: OpCall, Edge: 1}}}},
			{Name: "db", Store: &Store{Workers: 1, Service: Dist{Kind: DistConstant, Mean: 20 * Millisecond}, Queue: 5}},
		},
		Edges: []Edge{
			{From: 0, To: 1, Latency: Millisecond, Timeout: patience, Attempts: attempts},
			{From: 1, To: 2, Latency: Millisecond, Timeout: Second},
		},
	}
}

func followed(t *testing.T, sys System, to Time) []RequestTrace {
	t.Helper()
	s := mustNew(t, sys, 1)
	if err := s.TraceRequests(1, 1); err != nil {
		t.Fatal(err)
	}
	s.RunUntil(to)
	return s.RequestTraces()
}

func TestRequestTraceTellsALife(t *testing.T) {
	for _, c := range []struct {
		name string
		sys  System
		want string
	}{
		{"well", chain(Second, 1), `api 1<-1: 0 reached 1 begun 1 done 33 back 34 gave up -
api work<0: 1 to 11
db 1<0: 11 reached 12 begun 12 done 32 back 33 gave up -
34 answered`},
		{"a caller who does not outlive its callee", chain(15*Millisecond, 1), `api 1<-1: 0 reached 1 begun 1 done 33 back 34 gave up 15 timeout ghost
api work<0: 1 to 11
db 1<0: 11 reached 12 begun 12 done 32 back 33 gave up -
15 lost to timeout`},
		{"and tries again, behind its own ghost", chain(15*Millisecond, 2), `api 1<-1: 0 reached 1 begun 1 done 33 back 34 gave up 15 timeout ghost
api work<0: 1 to 11
db 1<0: 11 reached 12 begun 12 done 32 back 33 gave up -
api 2<-1: 15 reached 16 begun 33 done 65 back 66 gave up 30 timeout ghost
api work<3: 33 to 43
db 1<3: 43 reached 44 begun 44 done 64 back 65 gave up -
30 lost to timeout`},
	} {
		all := followed(t, c.sys, 1500*Millisecond)
		if len(all) != 1 || all[0].Number != 1 {
			t.Fatalf("%s: %d requests", c.name, len(all))
		}
		if got := toldSpans(&c.sys, all[0]); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestSpansBelieve: who gave up knows nothing; who has an answer knows.
func TestSpansBelieve(t *testing.T) {
	r := followed(t, chain(15*Millisecond, 2), 1500*Millisecond)[0]
	p, inner := r.Spans[0], r.Spans[2]
	at := func(ms int) Time { return r.Arrived + Time(ms)*Millisecond }
	if p.Belief(at(10)) != BeliefUnknown || p.Belief(at(40)) != BeliefUnknown || inner.Belief(at(33)) != BeliefSuccess || inner.Belief(at(32)) != BeliefUnknown {
		t.Error("beliefs are not those of the story")
	}
}

// TestTracingRequestsChangesNothing: every system of the tests ends at the same hash with
// all requests followed, and a fork tells the same lives as its original.
func TestTracingRequestsChangesNothing(t *testing.T) {
	for name, sys := range map[string]System{"mesh": mesh(), "sink": sink()} {
		plain, traced := mustNew(t, sys, 7), mustNew(t, sys, 7)
		if err := traced.TraceRequests(1, 1); err != nil {
			t.Fatal(err)
		}
		plain.RunUntil(2 * Second)
		traced.RunUntil(2 * Second)
		if plain.Hash() != traced.Hash() {
			t.Fatalf("%s: the hash changes", name)
		}
		fork := traced.Fork()
		traced.RunUntil(4 * Second)
		fork.RunUntil(4 * Second)
		a, b := traced.RequestTraces(), fork.RequestTraces()
		if fmt.Sprint(a) != fmt.Sprint(b) || traced.Hash() != fork.Hash() {
			t.Errorf("%s: the fork tells other lives", name)
		}
		if len(a) < maxRequestTraces/2 {
			t.Errorf("%s: only %d requests were followed", name, len(a))
		}
		for i := range a {
			checkLife(t, name, &a[i])
		}
		traced.RunUntil(5 * Second)
		if fmt.Sprint(fork.RequestTraces()) != fmt.Sprint(b) {
			t.Errorf("%s: the fork shares what is followed", name)
		}
	}
}

// checkLife holds a life against what must be: causes come before effects.
func checkLife(t *testing.T, name string, r *RequestTrace) {
	t.Helper()
	for i, p := range r.Spans {
		order := []Time{p.Start, p.Reached, p.Begun, p.Done, p.Back}
		order = slices.DeleteFunc(order, func(t Time) bool { return t == Never })
		switch {
		case !slices.IsSorted(order):
			t.Errorf("%s: request %d, span %d is out of order: %v", name, r.Number, i, order)
		case p.Parent >= i:
			t.Errorf("%s: request %d, span %d comes before its parent %d", name, r.Number, i, p.Parent)
		case p.Parent >= 0 && (r.Spans[p.Parent].Begun == Never || p.Start < r.Spans[p.Parent].Begun):
			t.Errorf("%s: request %d, span %d begins before the work that it is a part of", name, r.Number, i)
		case p.GivenUp < p.Start, p.End < p.Start:
			t.Errorf("%s: request %d, span %d ends before it begins", name, r.Number, i)
		}
	}
}

// TestTracesKeepTheFailed: what went well makes room, what failed stays.
func TestTracesKeepTheFailed(t *testing.T) {
	sys := chain(Second, 1)
	sys.Nodes[0].Client.Rate, sys.Nodes[0].Client.Shed = 20, 0.05
	all := followed(t, sys, 100*Second)
	failed := 0
	for _, r := range all {
		if r.Ended != Never && !r.OK {
			failed++
			if r.Cause != CauseShed {
				t.Errorf("request %d was lost to %s", r.Number, r.Cause)
			}
		}
	}
	if len(all) != maxRequestTraces || failed < keptFailed {
		t.Errorf("%d kept, %d failed: want %d, and %d or more failed", len(all), failed, maxRequestTraces, keptFailed)
	}
	if s := mustNew(t, sys, 1); s.TraceRequests(-1, 0) == nil {
		t.Error("a negative number is no error")
	}
}
