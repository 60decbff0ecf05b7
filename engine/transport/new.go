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
	Group           // with its defaults
	members []int32 // its flows; more than Senders after some were taken away

	intervals, deadlines, sizes, starts, overheads random.Stream

	up       Time        // from a sender to the port
	down     kernel.Lane // from the port to the aggregator
	back     kernel.Lane // from the aggregator to a sender
	full     Time        // how long a full packet takes on the sender's link
	asked    int64
	pending  bool              // an evAsk is ahead
	off      bool              // asks nothing, by Standby or FaultStop
	complete measure.Histogram // how long complete queries took
	count    Counts
	before   Counts // as it stood when the open window began
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
		Group: *g, off: g.Standby,
		intervals: stream("intervals"), deadlines: stream("deadlines"), sizes: stream("sizes"),
		starts: stream("starts"), overheads: stream("overheads"),
		up:   up,
		down: s.queue.Lane(int64(down)),
		back: s.queue.Lane(int64(g.RTT - up - down)),
		full: sendingTime(int64(g.Segment+HeaderBytes), g.Access),
	})
	s.enlist(&s.groups[id], id)
	if !g.Standby {
		s.askAt(id, g.Start)
	}
}

// enlist gives a group the connections that its senders lack.
func (s *Sim) enlist(g *group, id int32) {
	g.members = slices.Clip(g.members) // forks share what is there
	for len(g.members) < g.Senders {
		g.members = append(g.members, int32(len(s.flows)))
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
			slow: 1,
			seen: make([]uint64, ringSize(g.MaxWindow)/64),
		})
	}
}

// ringSize is how many segments beyond the first missing one an aggregator may have
// to remember: a power of two.
func ringSize(most int) int { return 1 << bits.Len(uint(max(most, 64)-1)) }

// askAt schedules a group's next query.
func (s *Sim) askAt(id int32, at Time) {
	s.groups[id].pending = true
	s.queue.At(int64(at), evAsk, id)
}

// sendingTime is how long a link of so many bits per second is busy with a packet, to the
// nearest nanosecond; 0 when the link has no bound.
func sendingTime(bytes, rate int64) Time {
	if rate == 0 {
		return 0
	}
	return Time((bytes*8*int64(Second) + rate/2) / rate)
}
