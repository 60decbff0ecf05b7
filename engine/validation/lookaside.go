package validation

import (
	"fmt"
	"math"

	"sysprep/engine"
)

const (
	lookasideKeys    = 1000
	lookasideWorkers = 10
)

// lookasideSystem has a cache in which every lookup hits with probability hit:
// all keys are alike, the cache has room for that share of them, nothing
// expires, and it starts full. Then it always holds that share.
func lookasideSystem(lambda, hit, capacity float64, room int) engine.System {
	return engine.System{
		Nodes: []engine.Node{
			{Name: "users", Client: &engine.Client{
				Rate: lambda, Keys: engine.Keys{Count: lookasideKeys},
				Program: []engine.Op{{Kind: engine.OpLookup, Edge: 0}, {Kind: engine.OpCall, Edge: 1}, {Kind: engine.OpFill, Edge: 0}},
			}},
			{Name: "cache", Cache: &engine.Cache{Capacity: int(math.Round(hit * lookasideKeys)), WarmUp: true}},
			{Name: "db", Store: &engine.Store{
				Workers: lookasideWorkers, Queue: room,
				Service: engine.Dist{Mean: engine.Time(math.Round(lookasideWorkers / capacity * float64(engine.Second)))},
			}},
		},
		Edges:  []engine.Edge{{From: 0, To: 1}, {From: 0, To: 2}},
		Window: 20 * engine.Second,
	}
}

// lookaside holds the arithmetic of the look-aside cache against the engine: what
// reaches the database when the cache is warm, and when it is of no use.
func lookaside() study {
	t := read("lookaside_cache_thresholds")
	s := study{source: Source{
		ID: t.name, Title: "Look-aside cache: load behind it, warm and cold", Citation: t.citation,
		Model: "The hit rate is made by a cache with room for that share of keys which are all alike. Cold is a cache that is down, so that nothing fills it: the worst moment after a flush. The cold overload factor is the load on the database over the rate at which its busy workers serve; the tipping hit rate is the share of requests that a database without cache can't take. A database that is warm at full utilisation (Bronson et al.) settles to nothing, so its utilisation is left out. The hidden and advertised capacities follow from these.",
	}}
	for _, r := range t.rows {
		lambda, hit, capacity := r.num("lambda_qps"), r.num("hit_rate"), r.num("db_capacity_qps")
		quick := r["source"] == "podcast transcript"
		id := fmt.Sprintf("lambda=%g/hit=%g/capacity=%g", lambda, hit, capacity)
		one := func(name, quantity string, published float64) Case {
			return Case{
				ID: t.name + "/" + id + "/" + name, Source: t.name, Quantity: quantity, Published: published,
				Tolerance: Tolerance{Errors: closedForm, Relative: rounding}, Quick: quick,
			}
		}
		warm := experiment{runs: 12, cases: []Case{
			one("load", "requests a second to the database, cache warm", r.num("db_load_warm")),
			one("hits", "share of lookups that hit", hit),
		}}
		if r.num("db_util_warm") < 1 {
			warm.cases = append(warm.cases, one("utilisation", "utilisation of the database, cache warm", r.num("db_util_warm")))
		}
		warm.run = func(seed uint64) ([]float64, error) {
			m, err := behindCache(lookasideSystem(lambda, hit, capacity, -1), seed, false)
			return []float64{m.load, m.hits, m.utilisation}[:len(warm.cases)], err
		}
		cold := experiment{runs: 12, cases: []Case{
			one("overload", "load on the database over its capacity, cache useless", r.num("cold_overload_factor")),
			one("tipping", "hit rate below which the database is overloaded", r.num("tipping_hit_rate")),
		}}
		cold.run = func(seed uint64) ([]float64, error) {
			m, err := behindCache(lookasideSystem(lambda, hit, capacity, 1000), seed, true)
			return []float64{m.load / m.capacity, m.rejected}, err
		}
		s.experiments = append(s.experiments, warm, cold)
	}
	return s
}

// behind is what was seen behind a cache after the first window.
type behind struct {
	load        float64 // requests a second to the database
	hits        float64 // share of lookups
	utilisation float64
	capacity    float64 // services a second of all workers, while busy
	rejected    float64 // share of the database's requests
}

func behindCache(sys engine.System, seed uint64, down bool) (behind, error) {
	s, err := engine.New(sys, seed)
	if err != nil {
		return behind{}, err
	}
	if down {
		if err := s.Inject(engine.Fault{Kind: engine.FaultDown, Node: 1}); err != nil {
			return behind{}, err
		}
	}
	s.RunUntil(windows * sys.Window)
	var sent, hits, lookups, served, rejected, busy, span float64
	for _, w := range s.Windows()[1:] {
		sent += float64(w.Edges[1].Sent)
		hits += float64(w.Nodes[1].Hits)
		lookups += float64(w.Nodes[1].Hits + w.Nodes[1].Misses)
		served += float64(w.Nodes[2].Served)
		rejected += float64(w.Nodes[2].Rejected)
		busy += w.Nodes[2].Busy.Seconds() / lookasideWorkers
		span += (w.End - w.Start).Seconds()
	}
	return behind{load: sent / span, hits: hits / lookups, utilisation: busy / span, capacity: served / busy, rejected: rejected / sent}, nil
}
