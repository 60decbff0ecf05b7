package validation

import "sysprep/engine"

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
		ID: t.name, Title: "When a peer that vanished is found out (Linux's TCP timers)", Citation: t.citation,
		Model: "One call over an edge with connections or transport tcp, with the defaults of Linux, and a callee that vanishes without a word: how long until the call fails, looked at every tenth of a second. \"Never\" is 90,000 seconds at least. Nothing in a run is random. The row of the callee's side of a handshake is left out.",
	}}
	open := engine.Network{Connection: engine.Connection{Handshake: 1}}
	kept := func(k engine.KeepAlive) engine.Network {
		return engine.Network{Connection: engine.Connection{Handshake: 1, KeepAlive: k}}
	}
	sent := func(retries int) engine.Network {
		return engine.Network{Request: engine.Path{Loss: 1}, Transport: engine.TransportTCP, Retries: retries}
	}
	for _, c := range []struct {
		name    string
		network engine.Network
		before  bool // it vanishes before the call
	}{
		{"idle_connection_keepalive_enabled_detect", kept(engine.KeepAlive{Idle: 7200 * engine.Second}), false},
		{"idle_connection_keepalive_disabled_detect", open, false},
		{"unacked_data_tcp_retries2_15", sent(15), false},
		{"unacked_data_tcp_retries2_8", sent(8), false},
		{"syn_retries_6_connect_timeout", open, true},
		{"keepalive_30s_10s_x3", kept(engine.KeepAlive{Idle: 30 * engine.Second, Every: 10 * engine.Second, Probes: 3}), false},
	} {
		one := Case{ID: t.name + "/" + c.name, Source: t.name, Quantity: "seconds until the call fails", Quick: c.name == "keepalive_30s_10s_x3"}
		if r := t.at("case", c.name); r["seconds"] == "never" {
			one.Published, one.Tolerance = 90_000, Tolerance{Bound: AtLeast}
		} else {
			one.Published = r.num("seconds")
			one.Tolerance = Tolerance{Errors: closedForm, Relative: 0.101 / one.Published}
		}
		sys := queueing(0.001, 1, 0, 1e9)
		sys.Nodes[0].Client.Arrivals = engine.ArrivalsConstant // the only call comes at one second
		sys.Nodes[1].Store.Service = engine.Dist{Kind: engine.DistConstant, Mean: 500_000 * engine.Second}
		sys.Edges[0].Network = c.network
		s.experiments = append(s.experiments, once([]Case{one}, func() ([]float64, error) { return foundOut(sys, c.before, one.Published) }))
	}
	return s
}

// foundOut returns how long the first call of a system is under way when its
// callee vanishes, in seconds; not more than a second above limit.
func foundOut(sys engine.System, before bool, limit float64) ([]float64, error) {
	s, err := engine.New(sys, 1)
	if err != nil {
		return nil, err
	}
	faults := []engine.Fault{{Kind: engine.FaultSilent, Node: 1}, {Kind: engine.FaultShed, Node: 0, Fraction: 1}}
	if before {
		err = s.Inject(faults[0])
		faults = faults[1:]
	}
	s.RunUntil(engine.Second + engine.Millisecond)
	for _, f := range faults {
		if err == nil {
			err = s.Inject(f)
		}
	}
	for s.InFlight() > 0 && (s.Now()-engine.Second).Seconds() < limit+1 {
		s.RunUntil(s.Now() + engine.Second/10)
	}
	return []float64{(s.Now() - engine.Second).Seconds()}, err
}
