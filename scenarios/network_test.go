package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]Size{"0": 0, "500B": 500, "10KB": 10_000, "1.5 MB": 1_500_000, "64KiB": 65_536, "2GB": 2_000_000_000} {
		got, err := ParseSize(text)
		if err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", text, got, err, want)
		}
		if again, err := ParseSize(got.String()); err != nil || again != got {
			t.Errorf("%s is written as %s, which reads as %d, %v", text, got, again, err)
		}
	}
	for text, want := range map[string]Bandwidth{"0": 0, "10MB/s": 1e7, "100Mbit/s": 1.25e7, "8bit/s": 1} {
		if got, err := ParseBandwidth(text); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "10", "10KB/h", "x/s", "1kbit", "10 apples"} {
		if _, err := ParseSize(text); err == nil {
			t.Errorf("size %q is taken", text)
		}
		if _, err := ParseBandwidth(text); err == nil {
			t.Errorf("bandwidth %q is taken", text)
		}
	}
}

func TestNetworksAreBuilt(t *testing.T) {
	s := story()
	s.Links = []Link{{ID: "uplink", Rate: 1e6, Buffer: 64_000}}
	s.Edges[1].Network = Network{
		Request: Path{Jitter: Service{Dist: "constant", Mean: Duration(engine.Millisecond)}, Loss: 0.01, Size: 300, Link: "uplink"},
		Reply:   Path{Size: 10_000, Rate: 2e6, Buffer: 1 << 16, Latency: Duration(engine.Second)},
		Ordered: true, Transport: "tcp", RTO: Duration(engine.Second), Retransmissions: 8,
		Connection: Connection{Handshake: 1, Timeout: Duration(engine.Second), SYNRetries: 3, KeepAlive: KeepAlive{Idle: 10e9, Every: 5e9, Probes: 3}},
	}
	s.Knobs = append(s.Knobs,
		Knob{ID: "loss", Label: "loss", Path: "edges." + s.Edges[1].ID + ".network.request.loss", Min: "0%", Max: "50%"},
		Knob{ID: "link", Label: "link", Path: "links.uplink.rate", Min: "1KB/s", Max: "1GB/s"})
	sys, err := s.System(Settings{"loss": "2%", "link": "80Mbit/s"})
	if err != nil {
		t.Fatal(err)
	}
	want := engine.Network{
		Request: engine.Path{Jitter: engine.Dist{Kind: engine.DistConstant, Mean: engine.Millisecond}, Loss: 0.02, Bytes: 300, Link: "uplink"},
		Reply:   engine.Path{Bytes: 10_000, Rate: 2e6, Buffer: 1 << 16, Latency: engine.Second},
		Ordered: true, Transport: engine.TransportTCP, RTO: engine.Second, Retries: 8,
		Connection: engine.Connection{Handshake: 1, Timeout: engine.Second, SYNRetries: 3, KeepAlive: engine.KeepAlive{Idle: 10 * engine.Second, Every: 5 * engine.Second, Probes: 3}},
	}
	if got := sys.Edges[1].Network; got != want {
		t.Errorf("network = %+v\nwant %+v", got, want)
	}
	if l := sys.Links[0]; l.Rate != 1e7 || s.Links[0].Rate != 1e6 {
		t.Errorf("the link has a rate of %v, and %v in the definition", l.Rate, s.Links[0].Rate)
	}
	for want, spoil := range map[string]func(*Network){
		"choose one of datagram, tcp":         func(n *Network) { n.Transport = "udp" },
		`no link "downlink"`:                  func(n *Network) { n.Request.Link = "downlink" },
		"its messages have no length":         func(n *Network) { n.Request.Size = 0 },
		"request.jitter":                      func(n *Network) { n.Request.Jitter.Dist = "gaussian" },
		"the share that gets lost is 2":       func(n *Network) { n.Reply.Loss = 2 },
		"there is a buffer and no rate":       func(n *Network) { n.Reply.Rate = 0 },
		"have a rate of their own":            func(n *Network) { n.Request.Rate = 1 },
		"give a time of 120 s at most":        func(n *Network) { n.RTO = Duration(200 * engine.Second) },
		"sends a message again -1 times":      func(n *Network) { n.Retransmissions = -1 },
		"give a time above 0, a year at most": func(n *Network) { n.Reply.Jitter.Dist = "constant" },
	} {
		c := s.clone()
		spoil(&c.Edges[1].Network)
		if _, err := c.build(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
