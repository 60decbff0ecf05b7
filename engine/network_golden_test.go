package engine

import "testing"

// overNetworks returns the mesh of services with a network on each edge.
func overNetworks() System {
	sys := mesh()
	sys.Links = []Link{{Name: "backplane", Rate: 2e6, Buffer: 64_000}}
	for i := range sys.Edges {
		sys.Edges[i].Network = Network{
			Request:   Path{Jitter: LogNormal(Millisecond, 10*Millisecond), Loss: 0.01, Bytes: 300, Rate: 1e6, Buffer: 10_000},
			Reply:     Path{Jitter: Dist{Mean: Millisecond}, Loss: 0.02, Bytes: 1000, Link: "backplane"},
			Ordered:   i%2 == 0,
			Transport: Transport(i % 2),
			RTO:       20 * Millisecond,
			Connection: Connection{
				Handshake: 1, Timeout: 100 * Millisecond, KeepAlive: KeepAlive{Idle: 200 * Millisecond, Every: 100 * Millisecond, Probes: 2},
			},
		}
	}
	return sys
}

// TestNetworkGoldenHash: as TestGoldenHashes, for networks and the faults of members and edges.
func TestNetworkGoldenHash(t *testing.T) {
	sys := overNetworks()
	s := mustNew(t, sys, 1)
	other := *sys.clone()
	other.Nodes[1].Store.Service.Mean = 5 * Millisecond
	patient := *sys.clone()
	patient.Edges[2].Attempts, patient.Edges[2].Timeout = 5, 400*Millisecond
	for i, f := range []Fault{
		{Kind: FaultConfig, Node: 1, Share: 0.3, Config: &other},
		{Kind: FaultConfig, Node: sys.Edges[2].From, Share: 0.5, Config: &patient},
		{Kind: FaultSilent, Node: 1, Instance: 2},
		{Kind: FaultPartition, Edge: 1, Direction: DirectionReplies, Share: 0.5},
		{Kind: FaultUp, Node: 1},
		{Kind: FaultLatency, Edge: 0, Fraction: 2, Extra: 5 * Millisecond},
		{Kind: FaultHeal, Edge: 1},
		{Kind: FaultCapacity, Node: 1, Fraction: 0.25},
		{Kind: FaultDown, Node: 1, Share: 0.5},
	} {
		s.RunUntil(Time(i+1) * Second)
		inject(t, s, f)
	}
	s.RunUntil(20 * Second)
	e := sum(s).Edges
	for i := range e {
		if e[i].LostRequests == 0 || e[i].LostReplies == 0 || e[i].Handshakes == 0 || (e[i].Retransmits == 0) != (i%2 == 0) {
			t.Errorf("edge %d: %+v", i, e[i])
		}
	}
	const want = 0x94cf669595b443a0
	if got := s.Hash(); got != want {
		t.Errorf("hash = %#x, want %#x", got, uint64(want))
	}
}

// TestNetworksDoNotAllocate: within a window, once the pools have grown.
func TestNetworksDoNotAllocate(t *testing.T) {
	sys := overNetworks()
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(100 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + 2*Second) }); n != 0 {
		t.Errorf("%v allocations in two seconds of a mesh over networks, want none", n)
	}
}
