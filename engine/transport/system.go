package transport

// Time is a point in virtual time, or a span of it, in nanoseconds. A run starts at 0.
type Time int64

// Units of virtual time.
const (
	Nanosecond  Time = 1
	Microsecond      = 1000 * Nanosecond
	Millisecond      = 1000 * Microsecond
	Second           = 1000 * Millisecond
)

// Never is later than every time.
const Never Time = 1<<63 - 1

// Seconds returns t as a floating-point number of seconds.
func (t Time) Seconds() float64 { return float64(t) / float64(Second) }

// Gigabit is a rate of 1 Gb/s, in bits per second.
const Gigabit int64 = 1e9

// HeaderBytes are what TCP and IP add to the payload of every packet.
const HeaderBytes = 40

// Endless is a Group.Response that is never finished: a long flow.
const Endless int64 = 1 << 50

// System is what is simulated. It is plain data and is never changed by a Sim.
type System struct {
	Port   Port
	Groups []Group
	Window Time // length of a metrics window; 0 means 10 ms
}

// Port is the port of the switch that leads to the aggregator: the bottleneck.
type Port struct {
	Rate int64 // bits per second

	// The most the port holds, the packet that is being sent included. A packet
	// that finds no room is dropped. 0: no bound of that kind.
	Buffer      int   // packets
	BufferBytes int64 // bytes, headers included

	// Mark is DCTCP's K: a packet that makes the port hold more than Mark packets
	// is marked (if its sender understands marks). 0: nothing is marked.
	Mark int
}

// Protocol is how a sender sets its window.
type Protocol uint8

// Protocols.
const (
	TCP   Protocol = iota // NewReno; reacts to losses only
	DCTCP                 // reacts to the share of marked packets
	D2TCP                 // the same, and to how near the deadline is
)

func (p Protocol) String() string {
	switch p {
	case TCP:
		return "TCP"
	case DCTCP:
		return "DCTCP"
	case D2TCP:
		return "D2TCP"
	}
	return "unknown"
}

// Group is an aggregator's set of senders: each query asks all of them.
type Group struct {
	Name     string // unique; names the group's random streams
	Senders  int    // the fan-in
	Protocol Protocol

	// The response to one query.
	Response int64   // payload of one sender, bytes; Endless: a long flow
	Spread   float64 // each response is drawn from Response*(1-Spread) to Response*(1+Spread); 0 to 1
	Deadline Time    // for the whole query, from when it is asked; 0: none
	Slack    Time    // mean of an exponential span that is added to each query's Deadline

	// When queries are asked: every so often, or (Every 0) Think after the last
	// was complete.
	Start   Time // the first
	Every   Time
	Poisson bool // Every is the mean of exponential intervals
	Think   Time
	Queries int  // how many at most; 0: no bound
	Standby bool // asks nothing until a FaultStart: background traffic that comes and goes

	// The way. RTT is the round trip with nothing in the way, without the time it
	// takes to put a packet on a link: a quarter to the port, a quarter to the
	// aggregator, half back.
	RTT      Time
	Access   int64 // rate of each sender's own link, bits per second; 0: no bound
	Jitter   Time  // each sender starts between 0 and this after the request reached it
	Overhead Time  // each packet takes its sender between 0 and this to make

	// Fresh makes each response start as on a new connection: from the initial
	// window, with nothing known about congestion. Otherwise a connection keeps its
	// window between queries, unless it is idle for a retransmission timeout. (A
	// response that is asked for while its sender still sends the last one waits
	// its turn either way.)
	Fresh bool

	// The connections. 0 means the default.
	Segment       int     // payload of a full packet, bytes; 1460
	InitialWindow int     // segments; 3 (RFC 5681)
	MinWindow     int     // segments, the least that a mark leaves; 2
	MaxWindow     int     // segments, the receiver's window; 512
	MinRTO        Time    // 200 ms
	MaxRTO        Time    // 60 s
	Gain          float64 // DCTCP's g; 1/16
	Imminence     float64 // D2TCP's d, the same for every response, 0.5 to 2; 0: from the time left
}

// withDefaults returns the group with its zeroes filled in.
func (g Group) withDefaults() Group {
	setDefault(&g.Segment, 1460)
	setDefault(&g.InitialWindow, 3)
	setDefault(&g.MinWindow, 2)
	setDefault(&g.MaxWindow, 512)
	setDefault(&g.MinRTO, 200*Millisecond)
	setDefault(&g.MaxRTO, max(60*Second, g.MinRTO))
	setDefault(&g.Gain, 1.0/16)
	return g
}

func setDefault[T int | Time | float64](v *T, to T) {
	if *v == 0 {
		*v = to
	}
}

// window returns the length of a metrics window.
func (sys *System) window() Time {
	if sys.Window == 0 {
		return 10 * Millisecond
	}
	return sys.Window
}
