package transport

import (
	"math/bits"
	"slices"

	"sysprep/engine/kernel"
	"sysprep/engine/measure"
	"sysprep/engine/random"
)

// group is the state of a Group.
type group struct {
	Group // with its defaults
	first int32

	intervals, deadlines, sizes, starts, overheads random.Stream

	up       Time        // from a sender to the port
	down     kernel.Lane // from the port to the aggregator
	back     kernel.Lane // from the aggregator to a sender
	full     Time        // how long a full packet takes on the sender's link
	asked    int64
	complete measure.Histogram // how long complete queries took
	count    Counts
}

// New makes a simulation of sys at time 0. The same system and seed give the
// same run. It refuses a system that Validate refuses.
func New(sys System, seed uint64) (*Sim, error) {
	if err := sys.Validate(); err != nil {
		return nil, err
	}
	sys.Groups = slices.Clone(sys.Groups)
	for i, g := range sys.Groups {
		sys.Groups[i] = g.withDefaults()
	}
	s := &Sim{sys: sys}
	s.port = newPort(&sys.Port)
	s.open.end = sys.window()
	for i := range sys.Groups {
		s.addGroup(&sys.Groups[i], seed)
	}
	return s, nil
}

func (s *Sim) addGroup(g *Group, seed uint64) {
	id := int32(len(s.groups))
	stream := func(purpose string) random.Stream { return random.New(seed, "group/"+g.Name+"/"+purpose) }
	up, down := g.RTT/4, g.RTT/4
	s.groups = append(s.groups, group{
		Group: *g, first: int32(len(s.flows)),
		intervals: stream("intervals"), deadlines: stream("deadlines"), sizes: stream("sizes"),
		starts: stream("starts"), overheads: stream("overheads"),
		up:   up,
		down: s.queue.Lane(int64(down)),
		back: s.queue.Lane(int64(g.RTT - up - down)),
		full: sendingTime(int64(g.Segment+HeaderBytes), g.Access),
	})
	ring := 1 << bits.Len(uint(max(g.MaxWindow, 64)-1))
	for range g.Senders {
		s.flows = append(s.flows, flow{
			group:     id,
			window:    float64(g.InitialWindow),
			threshold: float64(g.MaxWindow),
			alpha:     1,
			rtt:       firstRTT(g.RTT), // as the handshake found it
			due:       Never,
			look:      Never,
			pending:   none, last: none, awaited: none,
			wire: none, wireEnd: none,
			seen: make([]uint64, ring/64),
		})
	}
	s.queue.At(int64(g.Start), evAsk, id)
}

// sendingTime is how long a link of so many bits per second is busy with a packet, to the
// nearest nanosecond; 0 when the link has no bound.
func sendingTime(bytes, rate int64) Time {
	if rate == 0 {
		return 0
	}
	return Time((bytes*8*int64(Second) + rate/2) / rate)
}
