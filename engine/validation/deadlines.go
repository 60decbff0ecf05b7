package validation

import (
	"math"

	"sysprep/engine"
)

// impatient is a queueing system whose callers leave after tau.
func impatient(rho, tau float64, room int, late engine.LatePolicy) engine.System {
	sys := queueing(rho, 1, room, 12_000)
	sys.Edges[0].Timeout = engine.Time(tau * float64(unit))
	sys.Edges[0].Late = late
	return sys
}

func goodput(t totals) float64 { return t.answered / t.span }

func deadlineGhosts() study {
	t := read("mm1_deadline_ghost_vs_drop")
	s := study{source: Source{
		ID: t.name, Title: "One worker, callers with a deadline: ghost work, and dropping it", Citation: t.citation,
		Model: "The callers' timeout is tau. Without cancellation the store serves those that left (LateDiscard); with it, it drops them when they reach the head of the queue (LateCancel). Rows at full load without cancellation are left out: their queue grows for ever, so there is nothing to settle to. The M/M/c queue with exponential patience (Erlang A) is left out: the engine's timeouts are constant.",
	}}
	for _, c := range []struct{ tau, rho string }{{"2", "0.5"}, {"2", "0.8"}, {"5", "0.7"}, {"5", "0.8"}, {"10", "0.8"}, {"10", "0.9"}} {
		want := t.at("tau", c.tau, "rho", c.rho)
		sys := impatient(want.num("rho"), want.num("tau"), -1, engine.LateDiscard)
		if c.rho == "0.9" {
			sys.Window *= 3
		}
		s.experiments = append(s.experiments, theory(t.name, "keep/tau="+c.tau+"/rho="+c.rho, c.tau == "5" && c.rho == "0.8", sys,
			figure{"late", "share of requests that time out", want.num("late_frac_no_cancel"), func(t totals) float64 { return t.timeouts / t.offered }, 0},
			figure{"ghosts", "share of services done for nobody", want.num("late_frac_no_cancel"), func(t totals) float64 { return t.ghosts / t.served }, 0},
			figure{"goodput", "answers in time per mean service", want.num("goodput_no_cancel"), goodput, 0}))
	}
	for _, c := range []struct{ tau, rho string }{{"2", "0.7"}, {"2", "6"}, {"5", "0.9"}, {"5", "1.5"}, {"10", "1"}, {"10", "1.2"}} {
		want := t.at("tau", c.tau, "rho", c.rho)
		sys := impatient(want.num("rho"), want.num("tau"), -1, engine.LateCancel)
		s.experiments = append(s.experiments, theory(t.name, "drop/tau="+c.tau+"/rho="+c.rho, c.tau == "5" && c.rho == "0.9", sys,
			figure{"dropped", "share of requests dropped at the head of the queue", want.num("drop_frac_at_dequeue"), func(t totals) float64 { return t.cancelled / t.offered }, 0}))
	}
	return s
}

func boundedDeadline() study {
	t := read("goodput_bounded_fifo_deadline")
	s := study{source: Source{
		ID: t.name, Title: "Bounded queue, callers with a deadline: the length of the queue decides the goodput", Citation: t.citation,
		Model: "A store with one worker and room for K-1 to wait, callers with timeout tau, late work done all the same.",
	}}
	for _, c := range []struct{ tau, rho, k string }{
		{"10", "0.8", "8"}, {"10", "0.9", "8"}, {"10", "1.2", "6"}, {"10", "1.2", "15"}, {"10", "1.5", "5"}, {"10", "1.5", "10"}, {"10", "1.5", "20"}, {"10", "6", "3"},
	} {
		want := t.at("tau", c.tau, "rho", c.rho, "K", c.k)
		s.experiments = append(s.experiments, theory(t.name, "tau="+c.tau+"/rho="+c.rho+"/K="+c.k, c.rho == "1.5" && c.k == "10",
			impatient(want.num("rho"), want.num("tau"), workersOf(c.k)-1, engine.LateDiscard),
			figure{"goodput", "answers in time per mean service", want.num("goodput"), goodput, 0},
			figure{"throughput", "services per mean service", want.num("throughput"), func(t totals) float64 { return t.served / t.span }, 0}))
	}
	return s
}

// failing is a system in which every attempt fails with probability p, whatever
// happens to the others: each has a worker of its own, and its exponential
// service outlasts the timeout.
func failing(p float64, attempts int, span engine.Time) engine.System {
	sys := queueing(1, 1_000_000, 0, span)
	sys.Edges[0].Timeout = engine.Time(-math.Log(p) * float64(unit))
	sys.Edges[0].Attempts = attempts
	return sys
}

func succeeded(t totals) float64 { return t.answered / (t.answered + t.timeouts + t.failed) }
func amplified(t totals) float64 { return t.sent / t.offered }

func retries() study {
	t := read("retry_n_closed_form")
	s := study{source: Source{
		ID: t.name, Title: "Retries of independent failures", Citation: t.citation,
		Model: "A worker for everyone; an attempt fails when its exponential service outlasts the timeout, which happens with probability p independently of all others. Attempts follow each other at once.",
	}}
	for _, c := range []struct{ p, n string }{{"0.1", "0"}, {"0.1", "1"}, {"0.5", "2"}, {"0.5", "5"}, {"0.9", "3"}, {"0.9", "5"}} {
		want := t.at("p", c.p, "N_retries", c.n)
		figures := []figure{{"success", "share of requests answered", want.num("success"), succeeded, 0}}
		if c.n != "0" {
			figures = append(figures, figure{"amplification", "attempts per request", want.num("amplification"), amplified, 0})
		}
		s.experiments = append(s.experiments, theory(t.name, "p="+c.p+"/retries="+c.n, c.p == "0.5" && c.n == "2",
			failing(want.num("p"), workersOf(c.n)+1, 6_000), figures...))
	}
	return s
}
