package validation

import "sysprep/engine"

// thinking is a closed loop of users and one store.
func thinking(users int, think engine.Dist, workers, room int, span engine.Time) engine.System {
	sys := queueing(1, workers, room, span)
	sys.Nodes[0].Client.Rate = 0
	sys.Nodes[0].Client.Population = engine.Population{Users: users, Think: think}
	return sys
}

func finiteSource() study {
	t := read("queue_engset")
	s := study{source: Source{
		ID: t.name, Title: "Few users, no waiting room (Engset)", Citation: t.citation,
		Model: "A population of users, and a store with c workers and no queue. Each row twice, the second time with constant services and uniform think times, which must make no difference.",
	}}
	for _, r := range t.rows {
		think := engine.Time(float64(unit) / r.num("a"))
		refused := figure{"refused", "share of requests refused", r.num("p_refused"), rejectedShare, 0}
		id := "N=" + r["N"] + "/a=" + r["a"] + "/c=" + r["c"]
		sys := thinking(workersOf(r["N"]), engine.Dist{Mean: think}, workersOf(r["c"]), 0, 4000)
		s.experiments = append(s.experiments, theory(t.name, id+"/exponential", r["N"] == "20", sys, refused))
		sys = thinking(workersOf(r["N"]), engine.Dist{Kind: engine.DistUniform, Mean: think, Shape: 1}, workersOf(r["c"]), 0, 4000)
		sys.Nodes[1].Store.Service.Kind = engine.DistConstant
		s.experiments = append(s.experiments, theory(t.name, id+"/constant", r["N"] == "20", sys, refused))
	}
	return s
}

func families() study {
	t := read("queue_mg1_families")
	s := study{source: Source{
		ID: t.name, Title: "One worker, other families of services (M/G/1)", Citation: t.citation,
		Model: "A store with one worker.",
	}}
	dists := map[string]engine.Dist{
		"uniform_0_2":        {Kind: engine.DistUniform, Shape: 1},
		"lognormal_sigma1":   {Kind: engine.DistLogNormal, Shape: 1},
		"bimodal_5pct_11x":   {Kind: engine.DistBimodal, Share: 0.05, Ratio: 11},
		"pareto_1.5_to_100x": {Kind: engine.DistPareto, Shape: 1.5, Ratio: 100},
		"erlang_10":          {Kind: engine.DistErlang, Shape: 10},
		"hyper_scv8":         {Kind: engine.DistHyper, Shape: 8},
	}
	for _, r := range t.rows {
		d, ok := dists[r["family"]]
		if !ok {
			panic("validation: there is no family " + r["family"])
		}
		d.Mean = unit
		sys := queueing(r.num("rho"), 1, -1, engine.Time(6000*(1+r.num("scv")))+10_000)
		sys.Nodes[1].Store.Service = d
		s.experiments = append(s.experiments, theory(t.name, r["family"]+"/rho="+r["rho"], r["family"] == "uniform_0_2", sys,
			figure{"W", "mean time in the system", r.num("W"), meanLatency, 0}))
	}
	return s
}
