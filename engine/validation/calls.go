package validation

import (
	"math"

	"sysprep/engine"
	"sysprep/engine/measure"
)

func hedging() study {
	t := read("hedging")
	s := study{source: Source{
		ID: t.name, Title: "Hedged calls at servers that never queue", Citation: t.citation,
		Model: "A store with a worker for each request, over an edge that hedges. Percentiles have the room of the engine's histogram beside.",
	}}
	kinds := map[string]engine.Dist{"exponential": {Mean: unit}, "uniform": {Kind: engine.DistUniform, Mean: unit, Shape: 1}}
	for _, r := range t.rows {
		sys := queueing(1, 1_000_000, 0, 4000)
		sys.Nodes[1].Store.Service = kinds[r["service"]]
		sys.Edges[0].Hedge = engine.Hedge{Extra: workersOf(r["extra"]), After: engine.Time(math.Round(r.num("delay") * float64(unit)))}
		s.experiments = append(s.experiments, theory(t.name, r["service"]+"/delay="+r["delay"]+"/extra="+r["extra"], r["delay"] == "1" && r["extra"] == "1", sys,
			figure{"mean", "mean latency", r.num("mean"), meanLatency, 0},
			figure{"p99", "99th percentile of the latency", r.num("p99"), func(t totals) float64 { return t.p99 }, measure.RelativeError},
			figure{"attempts", "attempts for each call", r.num("attempts"), func(t totals) float64 { return t.sent / t.offered }, 1e-4}))
	}
	return s
}

// tiedServers holds tied copies at both of two servers, sent at the same moment over
// a network without latency, against one queue before two servers: the first that
// is free takes the request, and only that one.
func tiedServers(t table) (all []experiment) {
	for _, c := range []struct {
		rho  string
		span engine.Time
	}{{"0.7", 10_000}, {"0.9", 25_000}} {
		want := t.at("c", "2", "rho", c.rho)
		sys := queueing(want.num("offered_load_a"), 1, -1, c.span)
		sys.Nodes[1].Store.Instances = 2
		sys.Edges[0].Hedge = engine.Hedge{Extra: 1, Tied: true}
		all = append(all, theory(t.name, "tied copies at 2 servers/rho="+c.rho, c.rho == "0.7", sys,
			figure{"W", "mean time in the system", want.num("W"), meanLatency, 0}))
	}
	return all
}

// limitedCallers holds a caller that has c attempts out at most, at servers that
// never queue, against the loss system with c servers.
func limitedCallers(t table) (all []experiment) {
	for _, c := range []struct{ c, rho string }{{"5", "0.9"}, {"10", "1"}} {
		want := t.at("c", c.c, "rho", c.rho)
		sys := queueing(want.num("a"), 1_000_000, 0, engine.Time(15_000/want.num("a")))
		sys.Edges[0].Limit = engine.CallLimit{Kind: engine.CallLimitFixed, Most: workersOf(c.c)}
		all = append(all, theory(t.name, "limit of the caller/c="+c.c+"/rho="+c.rho, false, sys,
			figure{"blocking", "share of calls that are not sent", want.num("blocking"), func(t totals) float64 { return 1 - t.sent/t.offered }, 0}))
	}
	return all
}

func breakerGranularity() study {
	t := read("breaker_granularity")
	s := study{source: Source{
		ID: t.name, Title: "One breaker over all shards, or one for each", Citation: t.citation,
		Model: "A store of shards, by a hash of a million keys, some of which are down from the start; breakers that stay open. The first quarter of the run is left for them to open. The row whose ratio is its threshold is left out; shards have not exactly the same load, so a percentage point is allowed beside.",
	}}
	seen := map[string]bool{}
	for _, r := range t.rows {
		id := "bad=" + r["bad_shards"] + "/opens at " + r["threshold"]
		if r["observed_ratio"] == r["threshold"] || seen[id] {
			continue
		}
		seen[id] = true
		for _, by := range []struct {
			id     string
			scope  engine.BreakerScope
			volume int
			want   float64
		}{
			{"one breaker", engine.BreakerByEdge, 1000, r.num("success_with_global_breaker")},
			{"one for each shard", engine.BreakerByInstance, 20, r.num("success_with_per_shard_breaker")},
		} {
			s.experiments = append(s.experiments, shardsDown(t.name, id+"/"+by.id, r, engine.Breaker{
				Kind: engine.BreakerRatio, Ratio: r.num("threshold"), Volume: by.volume, Open: 3600 * engine.Second, By: by.scope,
			}, by.want))
		}
	}
	return s
}

// shardsDown measures the share of calls that succeed while some shards are down.
func shardsDown(source, id string, r row, rule engine.Breaker, want float64) experiment {
	sys := queueing(5, 1_000_000, 0, 3000)
	sys.Nodes[0].Client.Keys.Count = 1_000_000
	sys.Nodes[1].Store.Instances = workersOf(r["shards"])
	sys.Edges[0].Balance.Kind = engine.BalanceKey
	sys.Edges[0].Breaker = rule
	return experiment{
		runs: 12,
		cases: []Case{{
			ID: source + "/" + id + "/success", Source: source, Quantity: "share of calls that succeed", Published: want,
			Tolerance: Tolerance{Errors: closedForm, Relative: 0.01 / max(want, 0.01)},
			Quick:     r["bad_shards"] == "10",
		}},
		run: func(seed uint64) ([]float64, error) {
			s, err := engine.New(sys, seed)
			if err != nil {
				return nil, err
			}
			for k := range workersOf(r["bad_shards"]) {
				if err := s.Inject(engine.Fault{Kind: engine.FaultDown, Node: 1, Instance: k + 1}); err != nil {
					return nil, err
				}
			}
			s.RunUntil(windows * sys.Window)
			var offered, answered float64
			for _, w := range s.Windows()[1:] {
				offered += float64(w.Offered)
				answered += float64(w.Answered)
			}
			return []float64{answered / offered}, nil
		},
	}
}
