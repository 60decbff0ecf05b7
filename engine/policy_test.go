package engine

import (
	"fmt"
	"strings"
	"testing"

	"sysprep/engine/random"
)

// The defaults of well-known breakers, read from their sources: Hystrix
// HystrixCommandProperties.java, sony/gobreaker, resilience4j CircuitBreakerConfig.java.
var (
	hystrix      = Breaker{Kind: BreakerRatio, Ratio: 0.5, Volume: 20, Window: 10 * Second, Open: 5 * Second, Probes: 1}
	gobreaker    = Breaker{Kind: BreakerConsecutive, Run: 6, Open: 60 * Second, Probes: 1}
	resilience4j = Breaker{Kind: BreakerRatio, Ratio: 0.5, Volume: 100, Window: 3600 * Second, Open: 60 * Second, Probes: 10}
)

// TestBreakerVectors: a script is a row of attempts a millisecond apart, "+"
// those that succeed and "-" those that fail; "n" waits n seconds.
func TestBreakerVectors(t *testing.T) {
	open := func(n int, of string) string { return strings.Repeat(of, n) }
	for _, c := range []struct {
		name   string
		rule   Breaker
		script string
		want   breakerState // a moment after the script
	}{
		{"hystrix: 19 failures are too few", hystrix, open(19, "-"), breakerClosed},
		{"hystrix: 20 of which 10 fail", hystrix, open(10, "+-"), breakerOpen},
		{"hystrix: 20 of which 9 fail", hystrix, open(9, "+-") + "++", breakerClosed},
		{"hystrix: failures of ten seconds ago are forgotten", hystrix, open(19, "-") + "9 2" + "-", breakerClosed},
		{"hystrix: failures within ten seconds are not", hystrix, open(19, "-") + "8" + "-", breakerOpen},
		{"hystrix: one probe closes it", hystrix, open(20, "-") + "5" + "+", breakerClosed},
		{"hystrix: one probe opens it again", hystrix, open(20, "-") + "5" + "-", breakerOpen},
		{"hystrix: nothing passes for five seconds", hystrix, open(20, "-") + "4" + "+", breakerOpen},
		{"hystrix: once closed, it has forgotten", hystrix, open(20, "-") + "5" + "+" + open(19, "-"), breakerClosed},
		{"gobreaker: five in a row", gobreaker, open(5, "-"), breakerClosed},
		{"gobreaker: the sixth in a row", gobreaker, open(6, "-"), breakerOpen},
		{"gobreaker: a success starts again", gobreaker, open(5, "-") + "+" + open(5, "-"), breakerClosed},
		{"gobreaker: a probe after 60 s", gobreaker, open(6, "-") + strings.Repeat("6 ", 10) + "+", breakerClosed},
		{"gobreaker: no probe after 59 s", gobreaker, open(6, "-") + strings.Repeat("6 ", 9) + "5" + "+", breakerOpen},
		{"resilience4j: 99 failures are too few", resilience4j, open(99, "-"), breakerClosed},
		{"resilience4j: half of 100", resilience4j, open(50, "+-"), breakerOpen},
		{"resilience4j: nine good probes are not all", resilience4j, open(100, "-") + strings.Repeat("6 ", 10) + open(9, "+"), breakerHalfOpen},
		{"resilience4j: six good of ten probes", resilience4j, open(100, "-") + strings.Repeat("6 ", 10) + open(4, "+-") + "++", breakerClosed},
		{"resilience4j: five good of ten probes", resilience4j, open(100, "-") + strings.Repeat("6 ", 10) + open(5, "+-"), breakerOpen},
	} {
		b := newBreakers(c.rule)
		now := Time(0)
		for _, x := range c.script {
			switch {
			case x == ' ':
			case x == '+' || x == '-':
				now += Millisecond
				b.attempt(now, 0, x == '+')
			default:
				now += Time(x-'0') * Second
			}
		}
		if got := b.items[0].state; got != c.want {
			t.Errorf("%s: state %d, want %d", c.name, got, c.want)
		}
	}
}

// TestBreakerIgnoresTheOldGeneration: answers to attempts from before it opened
// say nothing about the probe.
func TestBreakerIgnoresTheOldGeneration(t *testing.T) {
	b := newBreakers(gobreaker)
	old := attempt{generation: b.items[0].generation}
	for range 6 {
		b.learn(0, &old, false, &b.count)
	}
	if !b.permit(0, 60*Second, &b.count) || b.permit(0, 60*Second, &b.count) {
		t.Error("one probe is let through after the sleep, and only one")
	}
	b.learn(61*Second, &old, true, &b.count)
	if b.items[0].state != breakerHalfOpen {
		t.Error("a late answer closed the breaker")
	}
	b.forget(&attempt{generation: b.items[0].generation}) // nobody waits for the probe any more
	if !b.permit(0, 62*Second, &b.count) {
		t.Error("a probe that was given up blocks the breaker for ever")
	}
}

// soleBreaker is the one breaker of an edge, and what the edge counts.
type soleBreaker struct {
	breakers
	count EdgeWindow
}

func newBreakers(rule Breaker) *soleBreaker {
	b := &soleBreaker{}
	b.configure(rule, 1, 1)
	return b
}

// attempt makes one that takes so long, if the breaker lets it through.
func (b *soleBreaker) attempt(now, takes Time, ok bool) {
	if b.permit(0, now, &b.count) {
		b.learn(now+takes, &attempt{sent: now, generation: b.items[0].generation}, ok, &b.count)
	}
}

// TestBreakerOverTheWire: a global breaker over a callee of which 1 % fails never
// trips at 50 %, and at 1 % it takes all traffic away.
func TestBreakerOverTheWire(t *testing.T) {
	for _, c := range []struct {
		ratio, fail float64
		trips       bool
	}{{0.5, 0.01, false}, {0.01, 0.012, true}, {0.5, 0.6, true}} {
		sys := queueing(1, 1_000_000, 0)
		sys.Nodes[1].Store.Fail.Share = c.fail
		sys.Edges[0].Breaker = Breaker{Kind: BreakerRatio, Ratio: c.ratio, Volume: 1000, Open: 5 * Second}
		s := mustNew(t, sys, 1)
		s.RunUntil(30 * Second)
		w := sum(s)
		if (w.Lost[CauseBreaker] > 0) != c.trips || w.Edges[0].Withheld != w.Lost[CauseBreaker] {
			t.Errorf("ratio %v, failures %v: lost %v, withheld %d", c.ratio, c.fail, w.Lost, w.Edges[0].Withheld)
		}
	}
}

// TestAdaptiveThrottling holds the share that a client turns away by itself, and
// the goodput, against the steady state for a callee that accepts a given rate.
func TestAdaptiveThrottling(t *testing.T) {
	for _, want := range table(t, "adaptive_throttling_steady_state.csv") {
		a := want["backend_accept_rate"]
		if a == 0 || want["K"]*a == 1 || a == 1 { // nothing accepted; on the edge, where what is random decides
			continue
		}
		t.Run(fmt.Sprint("K=", want["K"], " a=", a), func(t *testing.T) {
			sys := queueing(1, 1, 30)
			sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: Time(float64(unit) / a)}
			sys.Edges[0].Throttle = Throttle{K: want["K"], Window: 10_000 * unit}
			s := mustNew(t, sys, 1)
			s.RunUntil(60 * Second)
			var offered, sent, answered float64
			for _, w := range s.Windows()[2:] {
				offered += float64(w.Offered)
				sent += float64(w.Edges[0].Sent)
				answered += float64(w.Answered)
			}
			near(t, "sent", sent/offered, want["sent_rate"], 0.02)
			near(t, "goodput", answered/offered, want["goodput"], 0.02)
		})
	}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if got < want-tolerance || got > want+tolerance {
		t.Errorf("%s is %.4f, want %.4f", what, got, want)
	}
}

// TestThrottleFormula holds the probability against max(0, (req-K*acc)/(req+1)).
func TestThrottleFormula(t *testing.T) {
	luck := random.New(1, "throttle")
	var th throttle
	th.configure(Throttle{K: 2})
	for range 100 {
		th.permit(Second, &luck)
	}
	for range 30 {
		th.learn(Second, true)
	}
	if got, want := th.reject(), 40.0/101; got != want {
		t.Errorf("100 requests, 30 accepts, K 2: %v, want %v", got, want)
	}
	th.past.roll(200 * Second)
	if got := th.reject(); got != 0 {
		t.Errorf("two minutes later: %v, want 0", got)
	}
}

// TestRetryBudget: with a callee that always fails, retries are held to the ratio
// of calls (Finagle, Brooker), or cease (gRPC).
func TestRetryBudget(t *testing.T) {
	for _, c := range []struct {
		budget Budget
		fail   float64
		want   float64 // attempts for each call
	}{
		{Budget{}, 1, 4},
		{Budget{BudgetCalls, 0.1, 10}, 1, 1.1},
		{Budget{BudgetCalls, 0.2, 10}, 1, 1.2},
		{Budget{BudgetCalls, 0.5, 10}, 0.1, 1.111},
		{Budget{BudgetSuccesses, 0.1, 10}, 1, 1},
		{Budget{BudgetSuccesses, 0.5, 10}, 0.1, 1.111},
	} {
		sys := queueing(1, 1_000_000, 0)
		sys.Nodes[1].Store.Fail.Share = c.fail
		sys.Edges[0].Attempts = 4
		sys.Edges[0].Budget = c.budget
		s := mustNew(t, sys, 1)
		s.RunUntil(50 * Second)
		e := sum(s).Edges[0]
		near(t, fmt.Sprint(c.budget, " at ", c.fail), float64(e.Sent)/float64(e.Sent-e.Retries), c.want, 0.005)
	}
}
