package validation

import (
	"strconv"

	"sysprep/engine"
)

// towerSystem returns users who call a tower of services over layers edges, each
// with a number of attempts; the last leads to a store that fails with a share.
func towerSystem(rate float64, layers, attempts int, share float64) engine.System {
	const plenty = 1_000_000 // workers: nobody waits
	sys := engine.System{
		Nodes: []engine.Node{
			{Name: "users", Client: &engine.Client{Rate: rate, Keys: engine.Keys{Count: 100}, Program: []engine.Op{{Kind: engine.OpCall, Edge: 0}}}},
			{Name: "leaf", Store: &engine.Store{
				Workers: plenty, Service: engine.Dist{Kind: engine.DistConstant, Mean: engine.Microsecond}, Fail: engine.Failure{Share: share},
			}},
		},
		Window: 2 * engine.Second,
	}
	for i := range layers {
		from, to := 0, 1
		if i > 0 {
			from = len(sys.Nodes) - 1
		}
		if i < layers-1 {
			to = len(sys.Nodes)
			sys.Nodes = append(sys.Nodes, engine.Node{Name: "layer " + strconv.Itoa(i+1), Service: &engine.Service{
				Workers: plenty, Program: []engine.Op{{Kind: engine.OpCall, Edge: i + 1}},
			}})
		}
		sys.Edges = append(sys.Edges, engine.Edge{From: from, To: to, Attempts: attempts})
	}
	return sys
}

func nestedRetries() study {
	t := read("retry_amplification")
	s := study{source: Source{
		ID: t.name, Title: "Retries at each layer of a tower of services", Citation: t.citation,
		Model: "Users, services that call the next one and hold a worker meanwhile, and a store that answers with an error with probability p; workers for everyone, no timeouts, no backoff. Where every attempt fails the amplification is the worst case, exactly.",
	}}
	for _, c := range []struct{ attempts, layers, p string }{
		{"3", "1", "0.5"}, {"3", "2", "0.9"}, {"3", "3", "0.5"}, {"4", "3", "0.9"}, {"2", "5", "0.9"}, {"2", "5", "0.99"}, {"3", "3", "0.99"}, {"4", "3", "1.0"}, {"3", "5", "1.0"},
	} {
		want := t.at("attempts_per_layer", c.attempts, "layers", c.layers).num("p" + c.p)
		share, err := strconv.ParseFloat(c.p, 64)
		if err != nil {
			panic("validation: " + c.p + " is no share")
		}
		sys := towerSystem(2000/want, workersOf(c.layers), workersOf(c.attempts), share)
		s.experiments = append(s.experiments, theory(t.name, "attempts="+c.attempts+"/layers="+c.layers+"/p="+c.p, c.attempts+c.layers == "43" && c.p == "0.9", sys,
			figure{"amplification", "calls of the store per request of a user", want, func(t totals) float64 { return t.served / t.offered }, 0}))
	}
	return s
}

func queueOrders() study {
	t := read("goodput_lifo_vs_fifo")
	s := study{source: Source{
		ID: t.name, Title: "First come, or last come: the order of the queue and the goodput", Citation: t.citation,
		Model: "A store with one worker and an unbounded queue, callers with a timeout, late work done all the same. First come at full load or above has no steady state, and is left out. The table has three digits, so half of the last one is allowed beside.",
	}}
	for _, r := range t.rows {
		tau, rho := r.num("tau"), r.num("rho")
		for _, order := range []struct {
			name string
			kind engine.Order
		}{{"fifo", engine.OrderFIFO}, {"lifo", engine.OrderLIFO}} {
			want := r.num(order.name)
			if order.kind == engine.OrderFIFO && rho >= 1 {
				continue
			}
			sys := impatient(rho, tau, -1, engine.LateDiscard)
			sys.Nodes[1].Store.Line.Order = order.kind
			if rho > 1 {
				sys.Window /= 4 // the backlog grows all the time
			}
			s.experiments = append(s.experiments, theory(t.name, "tau="+r["tau"]+"/rho="+r["rho"]+"/"+order.name, r["rho"] == "1.5", sys,
				figure{"goodput", "answers in time per mean service", want, goodput, 0.0005 / want}))
		}
	}
	return s
}
