package validation

import "sysprep/engine"

// The queues in this file are those of the textbooks beyond M/M/1: other arrivals,
// other services, classes, deadlines. Nothing in them is special to the engine.

func priorities() study {
	t := read("queue_priority_cobham")
	s := study{source: Source{
		ID: t.name, Title: "Two classes, the urgent one first (Cobham)", Citation: t.citation,
		Model: "Two clients of class 0 and 5 and a store with one worker that serves by class, without interrupting work. Figures are means by client.",
	}}
	for _, r := range t.rows {
		sys := queueing(r.num("rho1"), 1, -1, 20_000)
		sys.Nodes[1].Store.Line.Order = engine.OrderPriority
		if r["service"] == "constant" {
			sys.Nodes[1].Store.Service.Kind = engine.DistConstant
		}
		if r.num("rho1")+r.num("rho2") > 0.85 {
			sys.Window *= 2
		}
		sys.Nodes = append(sys.Nodes, engine.Node{Name: "batch", Client: &engine.Client{
			Rate: r.num("rho2") * float64(engine.Second/unit), Keys: engine.Keys{Count: 100}, Class: 5, Program: []engine.Op{{Kind: engine.OpCall, Edge: 1}},
		}})
		sys.Edges = append(sys.Edges, engine.Edge{From: 2, To: 1})
		s.experiments = append(s.experiments, theory(t.name, r["service"]+"/rho1="+r["rho1"]+"/rho2="+r["rho2"], r["service"]+r["rho1"] == "constant0.3", sys,
			figure{"urgent", "mean time in the system, urgent", r.num("W_urgent"), func(t totals) float64 { return t.meanOf(0) }, 0},
			figure{"other", "mean time in the system, the others", r.num("W_other"), func(t totals) float64 { return t.meanOf(2) }, 0}))
	}
	return s
}

func sojournTail() study {
	t := read("queue_sojourn_tail")
	s := study{source: Source{
		ID: t.name, Title: "How many wait longer than t (M/D/1 and M/M/c)", Citation: t.citation,
		Model: "The caller's timeout is t and late work is done all the same, so that the share of timeouts is the share of longer times, without a histogram.",
	}}
	for _, r := range t.rows {
		sys := queueing(r.num("rho")*r.num("c"), workersOf(r["c"]), -1, engine.Time(1500/r.num("c")/(1-r.num("rho")))+500)
		sys.Edges[0].Timeout = engine.Time(r.num("t") * float64(unit))
		if r["model"] == "M/D/1" {
			sys.Nodes[1].Store.Service.Kind = engine.DistConstant
		}
		s.experiments = append(s.experiments, theory(t.name, r["model"]+"/c="+r["c"]+"/rho="+r["rho"]+"/t="+r["t"], r["rho"] == "0.8" && r["t"] == "5", sys,
			figure{"longer", "share of requests that take longer", r.num("p_longer"), func(t totals) float64 { return t.timeouts / t.offered }, 0}))
	}
	return s
}

func otherArrivals() study {
	t := read("queue_gim1")
	s := study{source: Source{
		ID: t.name, Title: "One worker, arrivals that are not Poisson (GI/M/1)", Citation: t.citation,
		Model: "Constant: a client with arrivals at equal distances. Erlang n: a Poisson client and a store of n instances with one worker each, to which the balancer deals in turns.",
	}}
	for _, r := range t.rows {
		rho := r.num("rho")
		sys := queueing(rho, 1, -1, engine.Time(1500/(1-rho))+4000)
		if r["arrivals"] == "constant" {
			sys.Nodes[0].Client.Arrivals = engine.ArrivalsConstant
		} else {
			n := workersOf(r["n"])
			sys.Nodes[0].Client.Rate *= float64(n)
			sys.Nodes[1].Store.Instances = n
			sys.Window /= engine.Time(n)
		}
		s.experiments = append(s.experiments, theory(t.name, r["arrivals"]+"/n="+r["n"]+"/rho="+r["rho"], rho == 0.7, sys,
			figure{"W", "mean time in the system", r.num("W"), meanLatency, 0}))
	}
	return s
}

func batches() study {
	t := read("queue_batch")
	s := study{source: Source{
		ID: t.name, Title: "One worker, requests that come in batches (M[b]/M/1, M[b]/D/1)", Citation: t.citation,
		Model: "A client with Poisson bursts of b requests, and a store with one worker.",
	}}
	for _, r := range t.rows {
		sys := queueing(r.num("rho"), 1, -1, 40_000)
		sys.Nodes[0].Client.Burst = workersOf(r["batch"])
		if r["service"] == "constant" {
			sys.Nodes[1].Store.Service.Kind = engine.DistConstant
		}
		s.experiments = append(s.experiments, theory(t.name, r["service"]+"/batch="+r["batch"]+"/rho="+r["rho"], r["batch"] == "5", sys,
			figure{"W", "mean time in the system", r.num("W"), meanLatency, 0}))
	}
	return s
}

func constantServices() study {
	t := read("queue_mdc")
	s := study{source: Source{
		ID: t.name, Title: "Several workers, constant services (M/D/c, Crommelin)", Citation: t.citation,
		Model: "A store with c workers and constant service times.",
	}}
	for _, r := range t.rows {
		sys := queueing(r.num("rho")*r.num("c"), workersOf(r["c"]), -1, engine.Time(20_000/r.num("c")))
		sys.Nodes[1].Store.Service.Kind = engine.DistConstant
		s.experiments = append(s.experiments, theory(t.name, "c="+r["c"]+"/rho="+r["rho"], r["c"]+r["rho"] == "20.8", sys,
			figure{"Wq", "mean wait", r.num("Wq"), func(t totals) float64 { return meanLatency(t) - 1 }, 0}))
	}
	return s
}

func boundedWorkers() study {
	t := read("queue_mmck")
	s := study{source: Source{
		ID: t.name, Title: "Several workers, bounded queue (M/M/c/K)", Citation: t.citation,
		Model: "A store with c workers and room for K-c to wait.",
	}}
	for _, r := range t.rows {
		c := workersOf(r["c"])
		sys := queueing(r.num("rho")*r.num("c"), c, workersOf(r["K"])-c, engine.Time(20_000/r.num("c")))
		s.experiments = append(s.experiments, theory(t.name, "c="+r["c"]+"/K="+r["K"]+"/rho="+r["rho"], r["K"] == "10", sys,
			figure{"loss", "share of arrivals refused", r.num("p_loss"), rejectedShare, 0},
			figure{"W", "mean time in the system of those let in", r.num("W_accepted"), meanLatency, 0}))
	}
	return s
}

func droppedByWorkers() study {
	t := read("queue_mmc_deadline_drop")
	s := study{source: Source{
		ID: t.name, Title: "Several workers, requests dropped after their deadline (M/M/c+D)", Citation: t.citation,
		Model: "A store with c workers; callers have the timeout tau, and those that left are dropped at the head of the queue.",
	}}
	for _, r := range t.rows {
		sys := impatient(r.num("rho")*r.num("c"), r.num("tau"), -1, engine.LateCancel)
		sys.Nodes[1].Store.Workers = workersOf(r["c"])
		sys.Window = engine.Time(15_000/r.num("c")) * unit
		s.experiments = append(s.experiments, theory(t.name, "c="+r["c"]+"/rho="+r["rho"]+"/tau="+r["tau"], r["rho"] == "1.5", sys,
			figure{"dropped", "share of requests dropped at the head of the queue", r.num("p_drop"), func(t totals) float64 { return t.cancelled / t.offered }, 0}))
	}
	return s
}

func stoppedWork() study {
	t := read("queue_stop_at_deadline")
	s := study{source: Source{
		ID: t.name, Title: "One worker, work that stops at the deadline", Citation: t.citation,
		Model: "A store with one worker, and callers with the timeout tau whose store learns at once that they have gone (LateStop, no latency): it drops the request, or stops the work on it.",
	}}
	for _, r := range t.rows {
		sys := impatient(r.num("lambda"), r.num("tau"), -1, engine.LateStop)
		s.experiments = append(s.experiments, theory(t.name, "tau="+r["tau"]+"/lambda="+r["lambda"], r["lambda"] == "1.2", sys,
			figure{"late", "share of requests that time out", r.num("p_late"), func(t totals) float64 { return t.timeouts / t.offered }, 0},
			figure{"utilisation", "share of time that the worker is busy", r.num("utilisation"), utilisation, 0}))
	}
	return s
}
