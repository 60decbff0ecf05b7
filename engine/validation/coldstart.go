package validation

import (
	"math"
	"strconv"

	"sysprep/engine"
	"sysprep/engine/random"
)

// The published model: 1000 requests a second, keys from an unbounded Zipf
// distribution, a cache of 1000 entries.
const (
	coldRate     = 1000.0
	coldZipf     = 1.3
	coldCapacity = 1000
	coldHead     = 200_000 // keys of the engine's own Zipf distribution; the rest are the tail
	coldFlush    = 4       // second of the flush in the published run
	coldLast     = 55      // last second of the table
)

// beyondHead returns the probability of a key beyond rank n under an unbounded
// Zipf distribution, by the Euler-Maclaurin formula for the sum's tail.
func beyondHead(n int, s float64) float64 {
	head := 1 / random.NewZipf(n, s).Probability(0) // 1 + 2^-s + ... + n^-s
	tail := math.Pow(float64(n), 1-s)/(s-1) - float64(math.Pow(float64(n), -s)/2)
	return tail / (head + tail)
}

// coldSystem is a cold cache before a backend that takes the first limit misses
// of each second and refuses the rest.
//
// The published backend counts, and a count starts anew with the first miss more
// than a second after the last start. Here it is a store with limit workers and
// no queue, each of which is busy for a second. So a row arrives a second after
// it was taken, and second k here is second k-1 there. Within that second, those
// who ask for a row on its way join it and take no worker (Coalesce), as there
// they would hit.
func coldSystem(limit int, tail float64) engine.System {
	program := func(cache, store int) []engine.Op {
		return []engine.Op{{Kind: engine.OpLookup, Edge: cache}, {Kind: engine.OpCall, Edge: store}, {Kind: engine.OpFill, Edge: cache}}
	}
	return engine.System{
		Nodes: []engine.Node{
			{Name: "head", Client: &engine.Client{Rate: coldRate * (1 - tail), Keys: engine.Keys{Count: coldHead, Zipf: coldZipf}, Program: program(0, 1)}},
			{Name: "tail", Client: &engine.Client{Rate: coldRate * tail, Keys: engine.Keys{Count: coldHead}, Program: program(2, 3)}},
			{Name: "cache", Cache: &engine.Cache{Capacity: coldCapacity}},
			{Name: "backend", Store: &engine.Store{Workers: limit, Service: engine.Dist{Kind: engine.DistConstant, Mean: engine.Second}}},
		},
		Edges: []engine.Edge{
			{From: 0, To: 2},
			{From: 0, To: 3, Coalesce: true},
			{From: 1, To: 2},
			{From: 1, To: 3, Coalesce: true},
		},
		Window: engine.Second,
	}
}

func coldStart() study {
	t := read("brooker_cache_cold_start")
	tail := beyondHead(coldHead, coldZipf)
	s := study{source: Source{
		ID: t.name, Title: "Cold start of a cache before a limited backend", Citation: t.citation,
		Model: "Rows after the flush, which is where this run begins: the rows before it depend on the order in which the published cache is primed, hottest first to be evicted. A backend that takes b misses a second is b workers without a queue, each busy for a second; its rows come a second later, so second t there is second t-3 here. Keys beyond rank 200,000 hardly ever come back: they are a second client whose keys are all alike. Arrivals are Poisson here and evenly spaced there. There a lookup that misses a full cache evicts an entry even when nothing is put in its place; here it does not, which is one entry of 1000.",
	}}
	var e *experiment
	var seconds []int
	add := func() {
		if e != nil {
			s.experiments = append(s.experiments, *e)
		}
	}
	limit := ""
	for _, r := range t.rows {
		if second := workersOf(r["t_s"]); second > coldFlush {
			if r["backend_rps"] != limit {
				add()
				limit, seconds = r["backend_rps"], nil
				e = &experiment{runs: 30}
			}
			seconds = append(seconds, second)
			e.cases = append(e.cases, Case{
				ID: t.name + "/backend=" + limit + "/second=" + strconv.Itoa(second), Source: t.name, Quantity: "share of lookups that hit in that second",
				Published: r.num("hit_ratio_mean"),
				Tolerance: Tolerance{Errors: simulated, PublishedSE: r.num("hit_ratio_sd") / math.Sqrt(r.num("seeds"))},
				Quick:     limit == "20",
			})
			list, sys := seconds, coldSystem(workersOf(limit), tail)
			e.run = func(seed uint64) ([]float64, error) { return coldRun(sys, list, seed) }
		}
	}
	add()
	return s
}

// coldRun returns the hit ratio in each of the published seconds; the flush is the
// start of the run.
func coldRun(sys engine.System, seconds []int, seed uint64) ([]float64, error) {
	s, err := engine.New(sys, seed)
	if err != nil {
		return nil, err
	}
	s.RunUntil((coldLast - coldFlush + 1) * engine.Second)
	out := make([]float64, len(seconds))
	for i, second := range seconds {
		// Second t covers [t-1, t); one later, for the rows come a second late.
		n := s.Windows()[second-coldFlush].Nodes[2]
		out[i] = float64(n.Hits) / float64(n.Hits+n.Misses)
	}
	return out, nil
}
