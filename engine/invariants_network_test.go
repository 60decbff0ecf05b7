package engine

import "pgregory.net/rapid"

// drawNetwork draws what happens to the messages of an edge, to a cache or another node.
func drawNetwork(t *rapid.T, cache bool) Network {
	if rapid.IntRange(0, 2).Draw(t, "networked") > 0 {
		return Network{}
	}
	n := Network{
		Ordered: rapid.Bool().Draw(t, "ordered"), Transport: Transport(rapid.IntRange(0, 1).Draw(t, "transport")),
		RTO: span(t, "rto", Millisecond, 20*Millisecond), Retries: rapid.IntRange(1, 4).Draw(t, "retransmissions"),
	}
	if !cache && rapid.Bool().Draw(t, "connections") {
		n.Connection = Connection{
			Handshake: rapid.IntRange(1, 2).Draw(t, "round trips"), Timeout: span(t, "connect timeout", Millisecond, 100*Millisecond),
			KeepAlive: KeepAlive{
				Idle: rapid.SampledFrom([]Time{0, 20 * Millisecond}).Draw(t, "idle"), Every: rapid.SampledFrom([]Time{0, Millisecond, 10 * Millisecond}).Draw(t, "every"),
				Probes: rapid.IntRange(0, 3).Draw(t, "keepalives"),
			},
		}
	}
	for _, p := range []*Path{&n.Request, &n.Reply} {
		p.Latency = rapid.SampledFrom([]Time{0, 0, Millisecond}).Draw(t, "more latency")
		if rapid.Bool().Draw(t, "jitter") {
			p.Jitter = drawDist(t)
		}
		p.Loss = rapid.SampledFrom([]float64{0, 0, 0.1, 1}).Draw(t, "loss")
		p.Bytes = rapid.SampledFrom([]int64{0, 100, 1000}).Draw(t, "bytes")
		if rapid.Bool().Draw(t, "link") {
			p.Rate = rapid.SampledFrom([]float64{1e5, 1e6}).Draw(t, "bytes per second")
			p.Buffer = rapid.SampledFrom([]int64{0, 2000}).Draw(t, "buffer")
		}
	}
	return n
}

// drawFault draws a fault of the kinds that befall members of a node, or an edge.
func drawFault(t *rapid.T, sys *System) Fault {
	f := Fault{
		Kind:     rapid.SampledFrom([]FaultKind{FaultSilent, FaultDown, FaultUp, FaultCapacity, FaultSlow, FaultPartition, FaultHeal, FaultLoss, FaultLatency}).Draw(t, "kind"),
		Fraction: rapid.SampledFrom([]float64{0.3, 1}).Draw(t, "fraction"),
		Share:    rapid.SampledFrom([]float64{0, 0.5}).Draw(t, "of whom"),
		Extra:    rapid.SampledFrom([]Time{0, 5 * Millisecond}).Draw(t, "extra"),
		Cold:     rapid.Bool().Draw(t, "cold"),
	}
	if f.Kind.ofEdge() {
		f.Edge = rapid.IntRange(0, len(sys.Edges)-1).Draw(t, "edge")
		f.Direction = Direction(rapid.IntRange(0, 2).Draw(t, "direction"))
		f.Instance = rapid.IntRange(0, sys.Nodes[sys.Edges[f.Edge].To].instances()).Draw(t, "instance")
		return f
	}
	if rapid.IntRange(0, 3).Draw(t, "configures") == 0 {
		f.Kind, f.Instance = FaultConfig, 0
		f.Node = rapid.IntRange(1, len(sys.Nodes)-1).Draw(t, "node")
		if rapid.Bool().Draw(t, "other numbers") {
			f.Config = sys.clone()
			drawNumbers(t, f.Config)
		}
		return f
	}
	var nodes []int
	for i := range sys.Nodes {
		if sys.Nodes[i].Store != nil || sys.Nodes[i].Service != nil {
			nodes = append(nodes, i)
		}
	}
	f.Node = rapid.SampledFrom(nodes).Draw(t, "node")
	if f.Share == 0 {
		f.Instance = rapid.IntRange(0, sys.Nodes[f.Node].instances()).Draw(t, "instance")
	}
	return f
}

// liftAll lifts what drawFault may have done, so that what is left can come to its end.
func liftAll(t *rapid.T, s *Sim, sys *System) {
	for i := range sys.Edges {
		for _, k := range []FaultKind{FaultHeal, FaultLoss, FaultLatency} {
			if err := s.Inject(Fault{Kind: k, Edge: i}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range sys.Nodes {
		if sys.Nodes[i].Client != nil {
			continue
		}
		if err := s.Inject(Fault{Kind: FaultUp, Node: i}); err != nil {
			t.Fatal(err)
		}
		if sys.Nodes[i].Cache != nil {
			continue
		}
		if err := s.Inject(Fault{Kind: FaultCapacity, Node: i}); err != nil {
			t.Fatal(err)
		}
	}
}
