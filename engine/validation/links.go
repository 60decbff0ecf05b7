package validation

import (
	"strconv"

	"sysprep/engine"
)

// wired is a store with a worker for everyone that answers in a nanosecond, over
// a network.
func wired(rate float64, n engine.Network, span engine.Time) engine.System {
	sys := queueing(rate, 1_000_000, 0, span)
	sys.Nodes[1].Store.Service = instant
	sys.Edges[0].Network = n
	return sys
}

func link() study {
	t := read("link_md1")
	const bytes = 1000
	s := study{source: Source{
		ID: t.name, Title: "A link of limited rate (M/D/1, M/D/1/K)", Citation: t.citation,
		Model: "Requests of 1000 bytes over an edge whose link sends one in a unit; the store answers at once. Bounded: a buffer of K times 1000 bytes, what is being sent included, and callers with a timeout that only what was lost ever meets.",
	}}
	for _, r := range t.rows {
		path := engine.Path{Bytes: bytes, Rate: bytes * float64(engine.Second/unit)}
		id := r["kind"] + "/K=" + r["K"] + "/rho=" + r["rho"]
		if r["kind"] == "bounded" {
			path.Buffer = int64(workersOf(r["K"])) * bytes
			sys := wired(r.num("rho"), engine.Network{Request: path}, 10_000)
			sys.Edges[0].Timeout = 100 * unit
			s.experiments = append(s.experiments, theory(t.name, id, false, sys,
				figure{"lost", "share of messages lost", r.num("p_loss"), func(t totals) float64 { return t.timeouts / t.offered }, 0}))
			continue
		}
		s.experiments = append(s.experiments, theory(t.name, id, r["rho"] == "0.8", wired(r.num("rho"), engine.Network{Request: path}, engine.Time(2000/(1-r.num("rho")))+4000),
			figure{"W", "mean time to pass", r.num("W"), meanLatency, 0}))
	}
	return s
}

func retransmission() study {
	t := read("retransmission")
	s := study{source: Source{
		ID: t.name, Title: "Lost packets that are sent again", Citation: t.citation,
		Model: "An edge with transport tcp, a retransmission timeout of 10 units, and losses both ways; the store answers at once.",
	}}
	for _, r := range t.rows {
		n := engine.Network{
			Request: engine.Path{Loss: r.num("p1")}, Reply: engine.Path{Loss: r.num("p2")},
			Transport: engine.TransportTCP, RTO: 10 * unit, Retries: 30,
		}
		s.experiments = append(s.experiments, theory(t.name, "p1="+r["p1"]+"/p2="+r["p2"], true, wired(1, n, 20_000),
			figure{"delay", "mean delay", r.num("delay"), meanLatency, 0}))
	}
	return s
}

func halfOpen() study {
	t := read("tcp_halfopen_timers")
	s := study{source: Source{
		ID: t.name, Title: "When TCP gives up (Linux's timers)", Citation: t.citation,
		Model: "One call over an edge with transport tcp on which everything gets lost, with the defaults of Linux: how long it takes until the connection is given up, to a tenth of a second. Nothing in a run is random.",
	}}
	for _, c := range []struct {
		name    string
		retries int
	}{{"unacked_data_tcp_retries2_8", 8}, {"unacked_data_tcp_retries2_15", 15}} {
		want := t.at("case", c.name).num("seconds")
		sys := wired(1, engine.Network{Request: engine.Path{Loss: 1}, Transport: engine.TransportTCP, Retries: c.retries}, 100)
		sys.Nodes[0].Client.Arrivals = engine.ArrivalsConstant
		s.experiments = append(s.experiments, once([]Case{{
			ID: t.name + "/retries=" + strconv.Itoa(c.retries), Source: t.name, Quantity: "seconds until the connection is given up", Published: want,
			Tolerance: Tolerance{Errors: closedForm, Relative: 0.101 / want}, Quick: c.retries == 8,
		}}, func() ([]float64, error) { return gaveUp(sys, want) }))
	}
	return s
}

// gaveUp returns when the first call is lost, in seconds; 0 if it is not within
// twice the time that it should take.
func gaveUp(sys engine.System, want float64) ([]float64, error) {
	s, err := engine.New(sys, 1)
	if err != nil {
		return nil, err
	}
	s.RunUntil(unit) // the only arrival
	if err := s.Inject(engine.Fault{Kind: engine.FaultShed, Node: 0, Fraction: 1}); err != nil {
		return nil, err
	}
	s.RunUntil(engine.Time(2 * want * float64(engine.Second)))
	for _, w := range s.Windows() {
		if w.Lost[engine.CauseReset] > 0 {
			return []float64{w.End.Seconds()}, nil
		}
	}
	return []float64{0}, nil
}
