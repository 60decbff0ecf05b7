package engine

import (
	"strings"
	"testing"
)

func TestNetworksAreValidated(t *testing.T) {
	for want, spoil := range map[string]func(*Network){
		"no kind 2 of transport":                      func(n *Network) { n.Transport = 2 },
		"its first retransmission is after -1 s":      func(n *Network) { n.RTO = -Second },
		"it sends a message again 31 times":           func(n *Network) { n.Retries = 31 },
		"requests: the share that gets lost is 2":     func(n *Network) { n.Request.Loss = 2 },
		"replies: the latency is -1 s more":           func(n *Network) { n.Reply.Latency = -Second },
		"requests: the mean of the jitter is -1 s":    func(n *Network) { n.Request.Jitter.Mean = -Second },
		"a message is -1 bytes long":                  func(n *Network) { n.Request.Bytes = -1 },
		`no link "uplink"`:                            func(n *Network) { n.Request.Link = "uplink" },
		"its rate is -1 bytes per second":             func(n *Network) { n.Request.Rate = -1 },
		"its buffer is -1 bytes":                      func(n *Network) { n.Request.Rate, n.Request.Buffer = 1, -1 },
		"there is a buffer and no rate":               func(n *Network) { n.Request.Buffer = 1 },
		"its connections take -1 round trips to open": func(n *Network) { n.Connection.Handshake = -1 },
		"its connections take no round trip to open":  func(n *Network) { n.Connection.Timeout = Second },
		"its connect timeout is -1 s":                 func(n *Network) { n.Connection = Connection{Handshake: 1, Timeout: -Second} },
		"it tries 16 times more to connect":           func(n *Network) { n.Connection = Connection{Handshake: 1, SYNRetries: 16} },
		"its keepalive begins after 1e-09 s":          func(n *Network) { n.Connection = Connection{Handshake: 1, KeepAlive: KeepAlive{Idle: 1}} },
		"its keepalive sends a probe each 1e-09 s": func(n *Network) {
			n.Connection = Connection{Handshake: 1, KeepAlive: KeepAlive{Idle: Second, Every: 1}}
		},
		"its keepalive sends -1 probes": func(n *Network) { n.Connection = Connection{Handshake: 1, KeepAlive: KeepAlive{Probes: -1}} },
	} {
		sys := overNetwork(1, Network{})
		spoil(&sys.Edges[0].Network)
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `edge "users->db"`) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for want, links := range map[string][]Link{
		"link 0 has no name":                      {{Rate: 1}},
		"two links have this name":                {{Name: "a", Rate: 1}, {Name: "a", Rate: 1}},
		`link "a": its rate is 0 bytes per secon`: {{Name: "a"}},
	} {
		sys := overNetwork(1, Network{})
		sys.Links = links
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for want, n := range map[string]Network{
		"without a timeout a request would wait": {Reply: Path{Loss: 0.1}},
		"connections to a cache are not simulat": {Connection: Connection{Handshake: 1}},
	} {
		sys := cacheStory()
		sys.Edges[0].Network = n
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestNetworksAreKnobs: a network's numbers are turned on a live system; its links are structure.
func TestNetworksAreKnobs(t *testing.T) {
	sys := overNetwork(1, Network{Request: Path{Bytes: 1000, Link: "up"}})
	sys.Links = []Link{{Name: "up", Rate: 1e9}}
	sys.Edges[0].Timeout = 20 * unit
	s := mustNew(t, sys, 1)
	s.RunUntil(1000 * unit)
	before := sum(s)
	next := turned(sys, func(sys *System) {
		sys.Edges[0].Network.Reply.Loss = 1
		sys.Edges[0].Network.Reply.Rate, sys.Edges[0].Network.Reply.Bytes = 1e9, 10
		sys.Links = []Link{{Name: "up", Rate: 1e8}}
	})
	reconfigure(t, s, next)
	s.RunUntil(2000 * unit)
	if after := sum(s); after.Answered > before.Answered+10 || before.Answered < 900 {
		t.Errorf("%d answered before all replies were lost, %d after", before.Answered, after.Answered)
	}
	reconfigure(t, s, sys)
	s.RunUntil(3000 * unit)
	if w := sum(s); w.Answered < before.Answered+900 || len(s.links) != 2 {
		t.Errorf("%d answered when nothing is lost any more; %d links", w.Answered-before.Answered, len(s.links))
	}
	other := turned(sys, func(sys *System) { sys.Links, sys.Edges[0].Network = nil, Network{} })
	if err := s.Reconfigure(other); err == nil || !strings.Contains(err.Error(), "the links are others") {
		t.Errorf("%v", err)
	}
}
