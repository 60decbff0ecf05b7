package validation

import "sysprep/engine"

// parallel is a client whose requests fan out to so many calls of a store with a
// worker for everyone.
func parallel(width, need int, service engine.Dist) engine.System {
	sys := queueing(1, 1_000_000, 0, engine.Time(200+6000/width))
	sys.Nodes[1].Store.Service = service
	sys.Nodes[0].Client.Program = []engine.Op{{Kind: engine.OpFan, Fan: &engine.Fan{Edges: []int{0}, Width: width, Need: need}}}
	return sys
}

func fanoutTail() study {
	t := read("tail_fanout")
	s := study{source: Source{
		ID: t.name, Title: "A slow leaf makes a slow request (fan-out)", Citation: t.citation,
		Model: "A client that calls a store n times in parallel. A call takes one unit, or eleven with probability p, so the mean time says exactly how many requests waited for a slow one.",
	}}
	for _, c := range []struct{ p, n string }{{"0.0001", "1000"}, {"0.001", "100"}, {"0.01", "1"}, {"0.01", "10"}, {"0.01", "100"}, {"0.05", "20"}} {
		want := t.at("p_slow_leaf", c.p, "fanout", c.n)
		s.experiments = append(s.experiments, theory(t.name, "p="+c.p+"/n="+c.n, c.p == "0.05",
			parallel(workersOf(c.n), 0, engine.Bimodal(unit, 11*unit, want.num("p_slow_leaf"))),
			figure{"slow", "share of slow requests", want.num("p_slow_request"), func(t totals) float64 { return (meanLatency(t) - 1) / 10 }, 0}))
	}
	return s
}

func orderStatistics() study {
	t := read("fanout_order_statistics")
	s := study{source: Source{
		ID: t.name, Title: "The k-th of n parallel answers", Citation: t.citation,
		Model: "A client that calls a store n times in parallel and goes on with the first k answers.",
	}}
	for _, r := range t.rows {
		s.experiments = append(s.experiments, theory(t.name, "n="+r["n"]+"/k="+r["k"], r["n"]+r["k"] == "103",
			parallel(workersOf(r["n"]), workersOf(r["k"]), engine.Dist{Mean: unit}),
			figure{"W", "mean time until there are k", r.num("W"), meanLatency, 0}))
	}
	return s
}
