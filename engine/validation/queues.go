package validation

import (
	"strconv"

	"sysprep/engine"
	"sysprep/engine/measure"
)

func meanLatency(t totals) float64   { return t.latency / t.answered }
func rejectedShare(t totals) float64 { return t.rejected / t.offered }
func utilisation(t totals) float64   { return t.busy / t.span }

// workersOf reads a whole number that a table gives as text.
func workersOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic("validation: " + text + " is no whole number")
	}
	return n
}

func mm1() study {
	t := read("queue_mm1")
	s := study{source: Source{
		ID: t.name, Title: "One worker, exponential services (M/M/1)", Citation: t.citation,
		Model: "A client with Poisson arrivals and a store with one worker and an unbounded queue. Percentiles come from the engine's histogram, whose relative error is at most 1 %, so they have that much more room.",
	}}
	for _, c := range []struct {
		rho  string
		span engine.Time
	}{{"0.3", 15_000}, {"0.5", 15_000}, {"0.7", 20_000}, {"0.8", 25_000}, {"0.9", 40_000}, {"0.95", 80_000}} {
		want := t.at("rho", c.rho)
		figures := []figure{
			{"W", "mean time in the system", want.num("W"), meanLatency, 0},
			{"utilisation", "share of time that the worker is busy", want.num("rho"), utilisation, 0},
		}
		if want.num("rho") <= 0.8 { // above, a window's percentile is biased: it holds too few busy periods
			figures = append(figures,
				figure{"p50", "median time in the system", want.num("p50"), func(t totals) float64 { return t.p50 }, measure.RelativeError},
				figure{"p99", "99th percentile of the time in the system", want.num("p99"), func(t totals) float64 { return t.p99 }, measure.RelativeError})
		}
		s.experiments = append(s.experiments, theory(t.name, "rho="+c.rho, c.rho == "0.5", queueing(want.num("rho"), 1, -1, c.span), figures...))
	}
	return s
}

func mmc() study {
	t := read("queue_mmc_erlangc")
	s := study{source: Source{
		ID: t.name, Title: "Several workers, one queue (M/M/c, Erlang C)", Citation: t.citation,
		Model: "A store with c workers and an unbounded queue.",
	}}
	for _, c := range []struct {
		c, rho string
		span   engine.Time
	}{{"2", "0.7", 10_000}, {"2", "0.9", 25_000}, {"3", "0.8", 8_000}, {"4", "0.5", 5_000}, {"10", "0.8", 4_000}, {"10", "0.95", 12_000}, {"50", "0.9", 1_500}} {
		want := t.at("c", c.c, "rho", c.rho)
		sys := queueing(want.num("offered_load_a"), workersOf(c.c), -1, c.span)
		s.experiments = append(s.experiments, theory(t.name, "c="+c.c+"/rho="+c.rho, c.c == "2" && c.rho == "0.7", sys,
			figure{"W", "mean time in the system", want.num("W"), meanLatency, 0}))
	}
	s.experiments = append(s.experiments, tiedServers(t)...)
	return s
}

func mg1() study {
	t := read("queue_mg1_pk")
	s := study{source: Source{
		ID: t.name, Title: "One worker, services of several kinds (M/G/1, Pollaczek-Khinchine)", Citation: t.citation,
		Model: "A store with one worker. The table's kinds with a squared coefficient of variation (scv) above 1 are two exponential branches with balanced means; more variable services settle more slowly, so those with an scv of 10 and 25 are run at low loads only. Exponential ones are under M/M/1.",
	}}
	for _, c := range []struct {
		kind, rho string
		span      engine.Time
		work      engine.Dist
	}{
		{"deterministic", "0.3", 15_000, engine.Dist{Kind: engine.DistConstant}},
		{"deterministic", "0.5", 15_000, engine.Dist{Kind: engine.DistConstant}},
		{"deterministic", "0.7", 15_000, engine.Dist{Kind: engine.DistConstant}},
		{"deterministic", "0.8", 20_000, engine.Dist{Kind: engine.DistConstant}},
		{"deterministic", "0.9", 30_000, engine.Dist{Kind: engine.DistConstant}},
		{"deterministic", "0.95", 50_000, engine.Dist{Kind: engine.DistConstant}},
		{"erlang4", "0.5", 15_000, engine.Dist{Kind: engine.DistErlang, Shape: 4}},
		{"erlang4", "0.9", 30_000, engine.Dist{Kind: engine.DistErlang, Shape: 4}},
		{"hyperexp_scv4", "0.5", 20_000, engine.Dist{Kind: engine.DistHyper, Shape: 4}},
		{"hyperexp_scv4", "0.8", 40_000, engine.Dist{Kind: engine.DistHyper, Shape: 4}},
		{"scv10", "0.5", 40_000, engine.Dist{Kind: engine.DistHyper, Shape: 10}},
		{"scv25", "0.3", 40_000, engine.Dist{Kind: engine.DistHyper, Shape: 25}},
	} {
		want := t.at("service_dist", c.kind, "rho", c.rho)
		sys := queueing(want.num("rho"), 1, -1, c.span)
		c.work.Mean = unit
		sys.Nodes[1].Store.Service = c.work
		s.experiments = append(s.experiments, theory(t.name, c.kind+"/rho="+c.rho, c.kind == "deterministic" && c.rho == "0.7", sys,
			figure{"W", "mean time in the system", want.num("W"), meanLatency, 0}))
	}
	return s
}

func lossSystem() study {
	t := read("queue_mmcc_erlangb")
	s := study{source: Source{
		ID: t.name, Title: "Several workers, no waiting (M/M/c/c and M/G/c/c, Erlang B)", Citation: t.citation,
		Model: "A store with c workers and no waiting room. The blocking depends on the mean service only, so constant services must give the same.",
	}}
	for _, c := range []struct{ c, rho string }{{"1", "0.5"}, {"2", "1.2"}, {"5", "0.9"}, {"10", "1"}, {"10", "2"}, {"50", "1"}} {
		want := t.at("c", c.c, "rho", c.rho)
		blocked := figure{"blocking", "share of arrivals refused", want.num("blocking"), rejectedShare, 0}
		id := "c=" + c.c + "/rho=" + c.rho
		sys := queueing(want.num("a"), workersOf(c.c), 0, engine.Time(15_000/want.num("a")))
		s.experiments = append(s.experiments, theory(t.name, id, c.c == "10" && c.rho == "1", sys, blocked))
		if c.c == "5" || c.c == "10" {
			sys := queueing(want.num("a"), workersOf(c.c), 0, engine.Time(15_000/want.num("a")))
			sys.Nodes[1].Store.Service.Kind = engine.DistConstant
			s.experiments = append(s.experiments, theory(t.name, id+"/constant", false, sys, blocked))
		}
	}
	s.experiments = append(s.experiments, limitedCallers(t)...)
	return s
}

func boundedQueue() study {
	t := read("queue_mm1k_loss")
	s := study{source: Source{
		ID: t.name, Title: "One worker, bounded queue (M/M/1/K)", Citation: t.citation,
		Model: "A store with one worker and room for K-1 to wait: K counts the one in service.",
	}}
	for _, c := range []struct{ k, rho string }{{"1", "0.8"}, {"2", "1.5"}, {"5", "0.9"}, {"5", "3"}, {"10", "1.2"}, {"20", "1"}} {
		want := t.at("K", c.k, "rho", c.rho)
		s.experiments = append(s.experiments, theory(t.name, "K="+c.k+"/rho="+c.rho, c.k == "5" && c.rho == "0.9",
			queueing(want.num("rho"), 1, workersOf(c.k)-1, 12_000),
			figure{"loss", "share of arrivals refused", want.num("p_loss"), rejectedShare, 0},
			figure{"throughput", "answers per mean service", want.num("throughput"), func(t totals) float64 { return t.served / t.span }, 0},
			figure{"W", "mean time in the system of those let in", want.num("W_accepted"), meanLatency, 0}))
	}
	return s
}
