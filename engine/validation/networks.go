package validation

import (
	"sysprep/engine"
	"sysprep/engine/measure"
)

func feedback() study {
	t := read("queue_feedback")
	s := study{source: Source{
		ID: t.name, Title: "Retries that come back to the queue that failed them (Bernoulli feedback)", Citation: t.citation,
		Model: "A store with one worker, whose requests fail with probability p; callers try again at once, 1000 times if need be. Retries are load: the store is as busy as if it had 1/(1-p) times the users.",
	}}
	for _, r := range t.rows {
		sys := queueing(r.num("lambda"), 1, -1, 50_000)
		sys.Nodes[1].Store.Fail.Share = r.num("p")
		sys.Edges[0].Attempts = 1000
		s.experiments = append(s.experiments, theory(t.name, "p="+r["p"]+"/lambda="+r["lambda"], r["p"] == "0.2", sys,
			figure{"attempts", "attempts per request", r.num("attempts"), amplified, 0},
			figure{"utilisation", "share of time that the worker is busy", r.num("utilisation"), utilisation, 0},
			figure{"W", "mean time until success", r.num("W"), meanLatency, 0}))
	}
	return s
}

func tandem() study {
	t := read("queue_tandem")
	s := study{source: Source{
		ID: t.name, Title: "Two queues one after the other (Burke, Jackson)", Citation: t.citation,
		Model: "A client whose program calls one store and then another, each with one worker. Percentiles come from the engine's histogram, and have its error beside.",
	}}
	for _, r := range t.rows {
		sys := queueing(r.num("lambda"), 1, -1, 40_000)
		sys.Nodes = append(sys.Nodes, engine.Node{Name: "second", Store: &engine.Store{
			Workers: 1, Queue: -1, Service: engine.Dist{Mean: engine.Time(float64(r.num("m2")*float64(unit)) + 0.5)},
		}})
		sys.Edges = append(sys.Edges, engine.Edge{From: 0, To: 2})
		sys.Nodes[0].Client.Program = append(sys.Nodes[0].Client.Program, engine.Op{Kind: engine.OpCall, Edge: 1})
		figures := []figure{{"W", "mean time in both", r.num("W"), meanLatency, 0}}
		if r.num("lambda") < 0.75 { // above, a window's percentile is biased: it holds too few busy periods
			figures = append(figures,
				figure{"p50", "median time in both", r.num("p50"), func(t totals) float64 { return t.p50 }, measure.RelativeError},
				figure{"p99", "99th percentile of the time in both", r.num("p99"), func(t totals) float64 { return t.p99 }, measure.RelativeError})
		}
		s.experiments = append(s.experiments, theory(t.name, "lambda="+r["lambda"]+"/m2="+r["m2"], r["lambda"] == "0.5", sys, figures...))
	}
	return s
}

func choices() study {
	t := read("power_of_d_choices_n100_sim")
	s := study{source: Source{
		ID: t.name, Title: "The least loaded of d drawn at random, 100 servers", Citation: t.citation,
		Model: "A store of 100 instances with one worker each; the balancer draws d of them, with replacement, and takes the one with the fewest requests. The table's error is not given; its runs are long, and it is put at 0.1 %. The limit for infinitely many servers is not compared with: 100 are measurably worse.",
	}}
	for _, r := range t.rows {
		lambda := r.num("lambda")
		if lambda > 0.95 || lambda > 0.9 && r["d"] == "1" {
			continue // settles too slowly for runs of this length
		}
		sys := queueing(100*lambda, 1, -1, engine.Time(80+8/(1-lambda)))
		sys.Nodes[1].Store.Instances = 100
		sys.Edges[0].Balance = engine.Balance{Kind: engine.BalanceChoices, Choices: workersOf(r["d"])}
		if r["d"] == "1" {
			sys.Edges[0].Balance.Kind = engine.BalanceRandom
			sys.Window *= 3
		}
		e := theory(t.name, "lambda="+r["lambda"]+"/d="+r["d"], r["lambda"]+r["d"] == "0.72", sys,
			figure{"W", "mean time in the system", r.num("mean_time_n100"), meanLatency, 0})
		e.runs = 24
		e.cases[0].Tolerance = Tolerance{Errors: simulated, PublishedSE: 0.001 * r.num("mean_time_n100")}
		s.experiments = append(s.experiments, e)
	}
	return s
}
