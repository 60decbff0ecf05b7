package engine

import (
	"fmt"
	"testing"
)

// TestFixedLimit: a caller that has at most c attempts out at servers that never
// queue is a loss system: M/M/c/c, Erlang's B.
func TestFixedLimit(t *testing.T) {
	for _, c := range []struct{ c, rho float64 }{{1, 0.7}, {5, 0.9}, {10, 0.7}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "queue_mmcc_erlangb.csv"), row{"c": c.c, "rho": c.rho})
			sys := queueing(want["a"], 1_000_000, 0)
			sys.Edges[0].Limit = CallLimit{Kind: CallLimitFixed, Most: int(c.c)}
			holds(t, sys,
				quantity{"blocked", want["blocking"], func(r totals) float64 { return 1 - r.sent/r.offered }, 0},
				quantity{"W", 1, meanLatency, 0},
			)
			s := mustNew(t, sys, 1)
			s.RunUntil(Second)
			if w := sum(s); w.Lost[CauseBulkhead] == 0 || w.Lost[CauseBulkhead] != w.Edges[0].Withheld {
				t.Errorf("lost %v, withheld %d", w.Lost, w.Edges[0].Withheld)
			}
		})
	}
}

// TestLimitSteps holds the bound against the rule, step by step: "+" is an answer in
// time, "~" a slow one, "t" a timeout, "e" an error; a digit is how many are out beside.
func TestLimitSteps(t *testing.T) {
	rule := CallLimit{Kind: CallLimitAIMD, Most: 20, Least: 2, Start: 10, Slow: Second, Decrease: 0.5}
	for _, c := range []struct {
		name, script string
		want         float64
	}{
		{"as it starts", "", 10},
		{"an answer with few out", "3+", 10},
		{"an answer with half of it out", "4+", 10.1},
		{"two", "5++", 10.1 + 1/10.1},
		{"an error says nothing", "9e", 10},
		{"a timeout halves it", "9t", 5},
		{"a slow answer too", "9~", 5},
		{"down to the least", "9tttttt", 2},
		{"up to the most", "9tt+++++++++++++++++++++++++++++++++++++++++++++++++++++++++++", 11.2},
	} {
		var l callLimit
		l.configure(rule)
		now, others := Time(0), int32(0)
		for _, x := range c.script {
			now += 10 * Second
			if x >= '0' && x <= '9' {
				others = x - '0'
				continue
			}
			at := attempt{sent: now}
			l.inFlight = others
			l.enter(&at)
			switch x {
			case '+':
				l.learn(now+Second, &at, true, 0)
			case '~':
				l.learn(now+Second+1, &at, true, 0)
			case 't':
				l.learn(now+Second, &at, false, CauseTimeout)
			case 'e':
				l.learn(now, &at, false, CauseFailed)
			}
			if l.inFlight != others || at.counted {
				t.Errorf("%s: %d are out, want %d", c.name, l.inFlight, others)
			}
		}
		near(t, c.name, float64(l.most)/wholeToken, c.want, 0.6)
		if len(c.script) < 5 {
			near(t, c.name, float64(l.most)/wholeToken, c.want, 1e-5)
		}
	}
}

// TestOneDecreaseARoundTrip: failures of what was sent before the bound shrank do
// not shrink it again.
func TestOneDecreaseARoundTrip(t *testing.T) {
	var l callLimit
	l.configure(CallLimit{Kind: CallLimitAIMD, Most: 100, Start: 40, Decrease: 0.5})
	sent := make([]attempt, 10)
	for i := range sent {
		sent[i].sent = Second
		l.enter(&sent[i])
	}
	for i := range sent {
		l.learn(2*Second+Time(i), &sent[i], false, CauseRejected)
	}
	if l.most != 20*wholeToken {
		t.Errorf("ten refusals of one round trip: %v, want 20", float64(l.most)/wholeToken)
	}
	late := attempt{sent: 3 * Second}
	l.enter(&late)
	l.learn(4*Second, &late, false, CauseRejected)
	if l.most != 10*wholeToken {
		t.Errorf("one of the next: %v, want 10", float64(l.most)/wholeToken)
	}
}

// TestAdaptiveLimitFindsTheCapacity: three times as much is asked for as ten
// workers can do. The bound finds them, and again when there are twice as many;
// the store is spared nearly all that it would refuse.
func TestAdaptiveLimitFindsTheCapacity(t *testing.T) {
	sys := queueing(1, 10, 0)
	sys.Nodes[0].Client.Rate = 300
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: 100 * Millisecond}
	sys.Edges[0].Limit = CallLimit{Kind: CallLimitAIMD, Most: 1000, Start: 200}
	sys.Window = Second
	s := mustNew(t, sys, 1)
	s.RunUntil(30 * Second)
	before := sum(s)
	check := func(workers float64) {
		t.Helper()
		s.RunUntil(s.Now() + 60*Second)
		w, limit := sum(s), 0.0
		for _, x := range s.Windows()[len(s.Windows())-60:] {
			limit += float64(x.Edges[0].Limit) / 60
			if x.Edges[0].InFlight > x.Edges[0].Limit+15 {
				t.Errorf("%d out, at most %d", x.Edges[0].InFlight, x.Edges[0].Limit)
			}
		}
		near(t, "mean bound", limit, workers, 0.15*workers)
		goodput := float64(w.Answered-before.Answered) / 60
		refused := float64(w.Lost[CauseRejected]-before.Lost[CauseRejected]) / 60
		near(t, "goodput", goodput, 10*workers, 1.2*workers)
		near(t, "refused", refused, 0, 0.15*10*workers)
		before = w
	}
	check(10)
	next := *s.sys.clone()
	next.Nodes[1].Store.Workers = 20
	if err := s.Reconfigure(next); err != nil {
		t.Fatal(err)
	}
	s.RunUntil(s.Now() + 30*Second)
	before = sum(s)
	check(20)
}
