package validation

import (
	"strings"

	"sysprep/engine"
)

// instant is a service that takes next to no time.
var instant = engine.Dist{Kind: engine.DistConstant, Mean: engine.Nanosecond}

// cached is a client that asks a cache, and a store that is never busy for what is
// not there: a request every unit.
func cached(keys, capacity int, zipf float64) engine.System {
	sys := queueing(1, 1_000_000, 0, 8_000)
	sys.Nodes[0].Client.Keys = engine.Keys{Count: keys, Zipf: zipf}
	sys.Nodes[0].Client.Program = []engine.Op{{Kind: engine.OpLookup, Edge: 1}, {Kind: engine.OpCall, Edge: 0}, {Kind: engine.OpFill, Edge: 1}}
	sys.Nodes[1].Store.Service = instant
	sys.Nodes = append(sys.Nodes, engine.Node{Name: "cache", Cache: &engine.Cache{Capacity: capacity}})
	sys.Edges = append(sys.Edges, engine.Edge{From: 0, To: 2})
	return sys
}

func hitShare(t totals) float64 { return t.hits[2] / (t.hits[2] + t.misses[2]) }

func leastRecentlyUsed() study {
	t := read("cache_lru_king")
	s := study{source: Source{
		ID: t.name, Title: "Hits of a small LRU cache (King)", Citation: t.citation,
		Model: "A look-aside cache without lives, before a store that answers in a nanosecond.",
	}}
	for _, r := range t.rows {
		s.experiments = append(s.experiments, theory(t.name, "N="+r["N"]+"/C="+r["C"]+"/zipf="+r["zipf"], r["N"] == "12",
			cached(workersOf(r["N"]), workersOf(r["C"]), r.num("zipf")),
			figure{"hits", "share of lookups that hit", r.num("hit"), hitShare, 0}))
	}
	return s
}

func timeToLive() study {
	t := read("cache_ttl")
	s := study{source: Source{
		ID: t.name, Title: "Hits of a cache whose entries expire", Citation: t.citation,
		Model: "A look-aside cache with room for all keys, before a store that answers in a nanosecond. Each row twice: with lives that are all alike, and spread from nothing to double, which must make no difference.",
	}}
	for _, r := range t.rows {
		for _, spread := range []struct {
			name  string
			share float64
		}{{"constant", 0}, {"spread", 1}} {
			sys := cached(workersOf(r["N"]), 0, r.num("zipf"))
			sys.Nodes[2].Cache.TTL = engine.Time(r.num("lambda_ttl") * float64(unit))
			sys.Nodes[2].Cache.TTLSpread = spread.share
			sys.Window += 10 * sys.Nodes[2].Cache.TTL
			e := theory(t.name, "N="+r["N"]+"/zipf="+r["zipf"]+"/lambda_ttl="+r["lambda_ttl"]+"/"+spread.name, r["lambda_ttl"] == "50", sys,
				figure{"hits", "share of lookups that hit", r.num("hit"), hitShare, 0})
			s.experiments = append(s.experiments, e)
		}
	}
	return s
}

func coalescing() study {
	t := read("coalescing")
	s := study{source: Source{
		ID: t.name, Title: "Calls for one key that are joined", Citation: t.citation,
		Model: "A client with one key, and a store with a worker for everyone, over an edge that coalesces.",
	}}
	for _, r := range t.rows {
		for _, kind := range []struct {
			name string
			kind engine.DistKind
		}{{"constant", engine.DistConstant}, {"exponential", engine.DistExponential}} {
			sys := queueing(r.num("x"), 1_000_000, 0, 10_000)
			sys.Nodes[0].Client.Keys.Count = 1
			sys.Nodes[1].Store.Service.Kind = kind.kind
			sys.Edges[0].Coalesce = true
			figures := []figure{{"sent", "share of requests that send a call", r.num("sent_share"), amplified, 0}}
			if kind.kind == engine.DistConstant {
				figures = append(figures, figure{"W", "mean time until the answer", r.num("W_constant"), meanLatency, 0})
			}
			s.experiments = append(s.experiments, theory(t.name, "x="+r["x"]+"/"+kind.name, r["x"] == "2", sys, figures...))
		}
	}
	return s
}

func tokenBucket() study {
	t := read("token_bucket")
	s := study{source: Source{
		ID: t.name, Title: "A token bucket at the door", Citation: t.citation,
		Model: "A client with Admit, whose burst is a tenth of a second of its rate.",
	}}
	for _, r := range t.rows {
		rate := r.num("rate")
		sys := queueing(1, 1_000_000, 0, 0)
		sys.Nodes[0].Client.Rate = rate * r.num("rho")
		sys.Nodes[0].Client.Admit = rate
		sys.Nodes[1].Store.Service = instant
		sys.Window = engine.Time(10_000 / rate * float64(engine.Second))
		s.experiments = append(s.experiments, theory(t.name, "rate="+r["rate"]+"/rho="+r["rho"], r["rate"]+r["rho"] == "500.8", sys,
			figure{"refused", "share of arrivals turned away", r.num("p_refused"), func(t totals) float64 { return t.shed / t.offered }, 0}))
	}
	return s
}

func breakerInARow() study {
	t := read("breaker_consecutive")
	s := study{source: Source{
		ID: t.name, Title: "A breaker that counts failures in a row", Citation: t.citation,
		Model: "A client, and a store that answers in a nanosecond and fails with probability p, over an edge with a consecutive breaker and one probe.",
	}}
	for _, r := range t.rows {
		sys := queueing(1, 1_000_000, 0, 40_000)
		sys.Nodes[1].Store.Service = instant
		sys.Nodes[1].Store.Fail.Share = r.num("p")
		sys.Edges[0].Breaker = engine.Breaker{Kind: engine.BreakerConsecutive, Run: workersOf(r["run"]), Open: engine.Time(r.num("x") * float64(unit)), Probes: 1}
		s.experiments = append(s.experiments, theory(t.name, "run="+r["run"]+"/p="+r["p"]+"/x="+r["x"], r["run"] == "5", sys,
			figure{"sent", "share of calls that are sent", r.num("sent_share"), amplified, 0},
			figure{"success", "share of calls answered", r.num("success_share"), func(t totals) float64 { return t.answered / t.offered }, 0}))
	}
	return s
}

func adaptiveThrottle() study {
	t := read("adaptive_throttling_steady_state")
	s := study{source: Source{
		ID: t.name, Title: "Adaptive throttling at the caller (SRE book)", Citation: t.citation,
		Model: "A client that asks once a unit, and a store with one worker whose constant service lets it accept that rate, with room for 30 to wait; ten seconds of window instead of two minutes. The table is the limit for large counts, and the window is finite: half a percentage point is allowed beside. Rows on the edge between the two regimes, and those in which nothing is accepted, are left out.",
	}}
	for _, r := range t.rows {
		a, k := r.num("backend_accept_rate"), r.num("K")
		if a == 0 || a == 1 || k*a == 1 {
			continue
		}
		sys := queueing(1, 1, 30, 20_000)
		sys.Nodes[1].Store.Service = engine.Dist{Kind: engine.DistConstant, Mean: engine.Time(float64(unit) / a)}
		sys.Edges[0].Throttle = engine.Throttle{K: k, Window: 10_000 * unit}
		e := theory(t.name, strings.ReplaceAll("K="+r["K"]+"/accepts="+r["backend_accept_rate"], " ", ""), r["K"] == "1.5", sys,
			figure{"sent", "share of requests that are sent", r.num("sent_rate"), amplified, 0.005 / r.num("sent_rate")},
			figure{"goodput", "share of requests answered", r.num("goodput"), func(t totals) float64 { return t.answered / t.offered }, 0.005 / r.num("goodput")})
		e.runs = 12
		s.experiments = append(s.experiments, e)
	}
	return s
}
