package engine

import "fmt"

// Bounds of networks.
const (
	maxBytes   = 1 << 40
	minLinking = 1e-3 // bytes per second
	maxLinking = 1e15
	maxLinks   = 10_000
	maxRetries = 30
)

// validateNetworks checks the links of a system and what may happen on its edges.
func (sys *System) validateNetworks() error {
	if len(sys.Links) > maxLinks {
		return fmt.Errorf("there are %d links; give %d at most", len(sys.Links), maxLinks)
	}
	links := make(map[string]bool)
	for i := range sys.Links {
		l := &sys.Links[i]
		switch {
		case l.Name == "":
			return fmt.Errorf("link %d has no name; give it one", i)
		case links[l.Name]:
			return fmt.Errorf("link %q: two links have this name; rename one", l.Name)
		}
		links[l.Name] = true
		if err := validateLink(l.Rate, l.Buffer); err != nil {
			return fmt.Errorf("link %q: %w", l.Name, err)
		}
	}
	for i := range sys.Edges {
		e := &sys.Edges[i]
		if e.Network == (Network{}) {
			continue
		}
		if err := e.Network.validate(links); err != nil {
			return fmt.Errorf("edge %q: %w", sys.edgeName(i), err)
		}
		if sys.Nodes[e.To].Cache != nil && e.Network.Connection.Handshake > 0 {
			return fmt.Errorf("edge %q: connections to a cache are not simulated; leave out its connection", sys.edgeName(i))
		}
		if sys.Nodes[e.To].Cache != nil && e.Timeout == 0 && e.Network.loses(sys) {
			return fmt.Errorf("edge %q: it loses look-ups, and without a timeout a request would wait for them for ever; give it a timeout, after which it takes the look-up for a miss", sys.edgeName(i))
		}
	}
	return nil
}

func (n *Network) validate(links map[string]bool) error {
	switch {
	case n.Transport > TransportTCP:
		return fmt.Errorf("there is no kind %d of transport; use one of the Transport constants", n.Transport)
	case n.RTO < 0 || n.RTO > maxRTO:
		return fmt.Errorf("its first retransmission is after %v s; give a time of 120 s at most, or 0 for 200 ms", n.RTO.Seconds())
	case n.Retries < 0 || n.Retries > maxRetries:
		return fmt.Errorf("it sends a message again %d times; give a number from 1 to %d, or 0 for %d", n.Retries, maxRetries, defaultRetries)
	}
	if err := n.Connection.validate(); err != nil {
		return err
	}
	if err := n.Request.validate(links); err != nil {
		return fmt.Errorf("requests: %w", err)
	}
	if err := n.Reply.validate(links); err != nil {
		return fmt.Errorf("replies: %w", err)
	}
	return nil
}

func (c *Connection) validate() error {
	k := &c.KeepAlive
	switch {
	case c.Handshake < 0 || c.Handshake > maxHandshake:
		return fmt.Errorf("its connections take %d round trips to open; give a number from 1 to %d, or 0 for no connections", c.Handshake, maxHandshake)
	case c.Handshake == 0 && *c != Connection{}:
		return fmt.Errorf("its connections take no round trip to open; give a handshake of 1 or more")
	case c.Timeout < 0 || c.Timeout > longestSpan:
		return fmt.Errorf("its connect timeout is %v s; give a time of a year at most, or 0 for none", c.Timeout.Seconds())
	case c.SYNRetries < 0 || c.SYNRetries > maxSYNs:
		return fmt.Errorf("it tries %d times more to connect; give a number from 1 to %d, or 0 for %d", c.SYNRetries, maxSYNs, defaultSYNs)
	case k.Idle != 0 && (k.Idle < Millisecond || k.Idle > longestSpan):
		return fmt.Errorf("its keepalive begins after %v s; give a time from 1 ms to a year, or 0 for none", k.Idle.Seconds())
	case k.Every != 0 && (k.Every < Millisecond || k.Every > longestSpan):
		return fmt.Errorf("its keepalive sends a probe each %v s; give a time from 1 ms to a year, or 0 for 75 s", k.Every.Seconds())
	case k.Probes < 0 || k.Probes > maxKeepAlives:
		return fmt.Errorf("its keepalive sends %d probes; give a number from 1 to %d, or 0 for %d", k.Probes, maxKeepAlives, defaultProbes)
	}
	return nil
}

func (p *Path) validate(links map[string]bool) error {
	switch {
	case p.Latency < 0 || p.Latency > longestSpan:
		return fmt.Errorf("the latency is %v s more; give a time from 0 to a year", p.Latency.Seconds())
	case !(p.Loss >= 0 && p.Loss <= 1):
		return fmt.Errorf("the share that gets lost is %v; give a number from 0 to 1", p.Loss)
	case p.Bytes < 0 || p.Bytes > maxBytes:
		return fmt.Errorf("a message is %d bytes long; give a number from 0 to %d", p.Bytes, int64(maxBytes))
	case p.Link != "" && !links[p.Link]:
		return fmt.Errorf("there is no link %q; name one of the system's links", p.Link)
	case p.Link != "" && p.Rate != 0:
		return fmt.Errorf("they go over link %q and have a rate of their own; give one of both", p.Link)
	case p.Rate == 0 && p.Buffer != 0:
		return fmt.Errorf("there is a buffer and no rate; give the link a rate")
	case p.Rate != 0:
		if err := validateLink(p.Rate, p.Buffer); err != nil {
			return err
		}
	}
	if p.Jitter != (Dist{}) {
		return p.Jitter.validate("the mean of the jitter")
	}
	return nil
}

func validateLink(rate float64, buffer int64) error {
	switch {
	case !(rate >= minLinking && rate <= maxLinking):
		return fmt.Errorf("its rate is %v bytes per second; give a number from %v to %v", rate, minLinking, maxLinking)
	case buffer < 0 || buffer > maxBytes:
		return fmt.Errorf("its buffer is %d bytes; give a number from 1 to %d, or 0 for no bound", buffer, int64(maxBytes))
	}
	return nil
}

// loses reports whether messages may get lost.
func (n *Network) loses(sys *System) bool {
	for _, p := range []*Path{&n.Request, &n.Reply} {
		if p.Loss > 0 || p.Buffer > 0 {
			return true
		}
		for i := range sys.Links {
			if sys.Links[i].Name == p.Link && sys.Links[i].Buffer > 0 {
				return true
			}
		}
	}
	return false
}

// roundTrip returns how long a message and its answer are on their way on
// average, without waiting for a link.
func (e *Edge) roundTrip() Time {
	t := 2 * e.Latency
	for _, p := range []*Path{&e.Network.Request, &e.Network.Reply} {
		t += p.Latency + p.Jitter.Mean
	}
	return t
}
