package transport

import (
	"fmt"
	"math"
)

// Bounds that keep every sum within 63 bits.
const (
	maxSpan    = 24 * 3600 * Second
	maxRate    = 1_000_000_000_000 // bits per second
	minRate    = 1000              // bits per second
	maxSenders = 100_000
	maxWindow  = 1 << 16 // segments
	maxSegment = 65_000  // bytes
)

// Validate returns an error that says what is wrong with the system and what to
// do about it; nil if it can be simulated.
func (sys *System) Validate() error {
	if err := sys.Port.validate(); err != nil {
		return err
	}
	if sys.Window != 0 && (sys.Window < Microsecond || sys.Window > maxSpan) {
		return fmt.Errorf("the metrics window is %d ns: give 0 for the default, or a microsecond to a day", sys.Window)
	}
	if len(sys.Groups) == 0 {
		return fmt.Errorf("there are no senders: add a group")
	}
	names := map[string]bool{}
	senders := 0
	for i := range sys.Groups {
		g := sys.Groups[i].withDefaults()
		if g.Name == "" {
			return fmt.Errorf("group %d has no name: give it one", i)
		}
		if names[g.Name] {
			return fmt.Errorf("two groups are called %q: rename one", g.Name)
		}
		names[g.Name] = true
		if err := g.validate(&sys.Port); err != nil {
			return fmt.Errorf("group %q: %w", g.Name, err)
		}
		senders += g.Senders
	}
	if senders > maxSenders {
		return fmt.Errorf("there are %d senders: use at most %d", senders, maxSenders)
	}
	return nil
}

func (p *Port) validate() error {
	switch {
	case p.Rate < minRate || p.Rate > maxRate:
		return fmt.Errorf("the port's rate is %d bit/s: use %d to %d", p.Rate, int64(minRate), int64(maxRate))
	case p.Buffer < 0:
		return fmt.Errorf("the port's buffer is %d packets: use 0 for no bound, or more", p.Buffer)
	case p.BufferBytes < 0:
		return fmt.Errorf("the port's buffer is %d bytes: use 0 for no bound, or more", p.BufferBytes)
	case p.Mark < 0:
		return fmt.Errorf("the port's marking threshold is %d packets: use 0 for no marks, or more", p.Mark)
	}
	return nil
}

func (g *Group) validate(p *Port) error {
	for _, span := range []struct {
		name string
		t    Time
	}{
		{"deadline", g.Deadline},
		{"slack", g.Slack},
		{"start", g.Start},
		{"interval", g.Every},
		{"think time", g.Think},
		{"round trip", g.RTT},
		{"jitter", g.Jitter},
		{"overhead", g.Overhead},
		{"least retransmission timeout", g.MinRTO},
		{"greatest retransmission timeout", g.MaxRTO},
	} {
		if span.t < 0 || span.t > maxSpan {
			return fmt.Errorf("the %s is %d ns: use 0 to a day", span.name, span.t)
		}
	}
	if err := g.validateQueries(); err != nil {
		return err
	}
	return g.validateConnections(p)
}

func (g *Group) validateQueries() error {
	switch {
	case g.Senders < 1:
		return fmt.Errorf("it has %d senders: use 1 or more", g.Senders)
	case g.Protocol > D2TCP:
		return fmt.Errorf("protocol %d is not known: use TCP, DCTCP or D2TCP", g.Protocol)
	case g.Response < 1 || g.Response > Endless:
		return fmt.Errorf("the response is %d bytes: use 1 to %d", g.Response, Endless)
	case !(g.Spread >= 0 && g.Spread <= 1):
		return fmt.Errorf("the spread of the response is %v: use 0 to 1", g.Spread)
	case g.Response == Endless && (g.Spread != 0 || g.Every != 0 || g.Deadline != 0):
		return fmt.Errorf("an endless response has no spread, interval or deadline: set them to 0")
	case g.Deadline == 0 && g.Slack != 0:
		return fmt.Errorf("it has slack but no deadline: set a deadline, or no slack")
	case g.Every == 0 && g.Poisson:
		return fmt.Errorf("queries are Poisson without an interval: set the interval")
	case g.Queries < 0:
		return fmt.Errorf("it asks %d queries: use 0 for no bound, or more", g.Queries)
	case g.RTT < 4*Nanosecond:
		return fmt.Errorf("the round trip is %d ns: use at least 4", g.RTT)
	}
	return nil
}

func (g *Group) validateConnections(p *Port) error {
	packet := int64(g.Segment + HeaderBytes)
	switch {
	case g.Segment < 1 || g.Segment > maxSegment:
		return fmt.Errorf("the segment is %d bytes: use 1 to %d", g.Segment, maxSegment)
	case p.BufferBytes > 0 && p.BufferBytes < packet:
		return fmt.Errorf("its packets of %d bytes never fit the port's buffer of %d: enlarge the buffer", packet, p.BufferBytes)
	case g.Access != 0 && (g.Access < minRate || g.Access > maxRate):
		return fmt.Errorf("the senders' link is %d bit/s: use 0 for no bound, or %d to %d", g.Access, int64(minRate), int64(maxRate))
	case g.MaxWindow < 1 || g.MaxWindow > maxWindow:
		return fmt.Errorf("the greatest window is %d segments: use 1 to %d", g.MaxWindow, maxWindow)
	case g.InitialWindow < 1 || g.InitialWindow > g.MaxWindow:
		return fmt.Errorf("the initial window is %d segments: use 1 to the greatest, %d", g.InitialWindow, g.MaxWindow)
	case g.MinWindow < 1 || g.MinWindow > g.MaxWindow:
		return fmt.Errorf("the least window is %d segments: use 1 to the greatest, %d", g.MinWindow, g.MaxWindow)
	case g.MinRTO > g.MaxRTO:
		return fmt.Errorf("the least retransmission timeout is above the greatest: swap them")
	case !(g.Gain > 0 && g.Gain <= 1) || math.IsNaN(g.Gain):
		return fmt.Errorf("DCTCP's gain is %v: use more than 0, and 1 at most", g.Gain)
	case g.Imminence != 0 && !(g.Imminence >= 0.5 && g.Imminence <= 2):
		return fmt.Errorf("D2TCP's imminence is %v: use 0.5 (far from the deadline) to 2 (near it), or 0 to have it from the time left", g.Imminence)
	}
	return nil
}
