package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// Network is what may happen to the messages of an edge on their way; see engine.Network.
type Network struct {
	Request Path `yaml:"request,omitempty" json:"request,omitzero"` // to the callee
	Reply   Path `yaml:"reply,omitempty" json:"reply,omitzero"`     // back

	Ordered         bool       `yaml:"ordered,omitempty" json:"ordered,omitempty"`     // messages don't overtake each other
	Transport       string     `yaml:"transport,omitempty" json:"transport,omitempty"` // "datagram" (default) or "tcp": what gets lost is sent again
	RTO             Duration   `yaml:"rto,omitempty" json:"rto,omitempty"`             // of tcp: wait before the first retransmission, then doubling; 0: 200ms
	Connection      Connection `yaml:"connection,omitempty" json:"connection,omitzero"`
	Retransmissions int        `yaml:"retransmissions,omitempty" json:"retransmissions,omitempty"` // of tcp: before the connection is given up; 0: 15
}

// Path is one direction of an edge; see engine.Path.
type Path struct {
	Latency Duration  `yaml:"latency,omitempty" json:"latency,omitempty"` // beside that of the edge
	Jitter  Service   `yaml:"jitter,omitempty" json:"jitter,omitzero"`    // added for each message
	Loss    Ratio     `yaml:"loss,omitempty" json:"loss,omitempty"`
	Size    Size      `yaml:"size,omitempty" json:"size,omitempty"`     // of a message
	Rate    Bandwidth `yaml:"rate,omitempty" json:"rate,omitempty"`     // of a link of its own; 0: no limit
	Buffer  Size      `yaml:"buffer,omitempty" json:"buffer,omitempty"` // of that link; 0: no bound
	Link    string    `yaml:"link,omitempty" json:"link,omitempty"`     // id of a link that others share
}

// Connection says that attempts need a connection to the callee's instance; see engine.Connection.
type Connection struct {
	Handshake  int       `yaml:"handshake,omitempty" json:"handshake,omitempty"`     // round trips to open one; 0: no connections
	Timeout    Duration  `yaml:"timeout,omitempty" json:"timeout,omitempty"`         // for one to open; 0: none
	SYNRetries int       `yaml:"syn_retries,omitempty" json:"syn_retries,omitempty"` // 0: 6
	KeepAlive  KeepAlive `yaml:"keepalive,omitempty" json:"keepalive,omitzero"`
}

// KeepAlive finds connections whose peer is gone; see engine.KeepAlive.
type KeepAlive struct {
	Idle   Duration `yaml:"idle,omitempty" json:"idle,omitempty"` // 0: off
	Every  Duration `yaml:"every,omitempty" json:"every,omitempty"`
	Probes int      `yaml:"probes,omitempty" json:"probes,omitempty"`
}

// Link is a link that several edges share; see engine.Link.
type Link struct {
	ID     string    `yaml:"id" json:"id"`
	Rate   Bandwidth `yaml:"rate" json:"rate"`
	Buffer Size      `yaml:"buffer,omitempty" json:"buffer,omitempty"` // 0: no bound
}

var transports = names[engine.Transport]{{"datagram", engine.TransportDatagram}, {"tcp", engine.TransportTCP}}

func buildLinks(links []Link) []engine.Link {
	var out []engine.Link
	for _, l := range links {
		out = append(out, engine.Link{Name: l.ID, Rate: float64(l.Rate), Buffer: int64(l.Buffer)})
	}
	return out
}

func buildNetwork(n *Network) (out engine.Network, err error) {
	out = engine.Network{Ordered: n.Ordered, RTO: engine.Time(n.RTO), Retries: n.Retransmissions}
	c := &n.Connection
	out.Connection = engine.Connection{
		Handshake: c.Handshake, Timeout: engine.Time(c.Timeout), SYNRetries: c.SYNRetries,
		KeepAlive: engine.KeepAlive{Idle: engine.Time(c.KeepAlive.Idle), Every: engine.Time(c.KeepAlive.Every), Probes: c.KeepAlive.Probes},
	}
	if out.Transport, err = oneOf("transport", n.Transport, transports); err != nil {
		return out, err
	}
	if out.Request, err = buildPath(&n.Request, "request"); err != nil {
		return out, err
	}
	out.Reply, err = buildPath(&n.Reply, "reply")
	return out, err
}

func buildPath(p *Path, what string) (out engine.Path, err error) {
	out = engine.Path{
		Latency: engine.Time(p.Latency), Loss: float64(p.Loss), Bytes: int64(p.Size), Rate: float64(p.Rate), Buffer: int64(p.Buffer), Link: p.Link,
	}
	if p.Jitter != (Service{}) {
		if out.Jitter, err = buildDist(what+".jitter.dist", p.Jitter); err != nil {
			return out, err
		}
	}
	if (p.Rate != 0 || p.Link != "") && p.Size == 0 {
		return out, fmt.Errorf("%s goes over a link, and its messages have no length: give it a size, such as 10KB", what)
	}
	return out, nil
}
