package replog

// Time is a point in virtual time, or a span of it, in nanoseconds. A run starts at 0.
type Time int64

// Units of virtual time.
const (
	Nanosecond  Time = 1
	Microsecond      = 1000 * Nanosecond
	Millisecond      = 1000 * Microsecond
	Second           = 1000 * Millisecond
)

// Seconds returns t as a floating-point number of seconds.
func (t Time) Seconds() float64 { return float64(t) / float64(Second) }

// Nobody is the index of no replica.
const Nobody = -1

// Cluster is what is simulated: replicas of one log in sites, and clients that
// append to it. It is plain data and is never changed by a Sim. Sites, replicas
// and clients refer to each other by index.
type Cluster struct {
	Sites    []string // their names, unique
	Paths    [][]Path // Paths[a][b] leads from site a to site b; Paths[a][a] joins two machines in one site
	Replicas []Replica
	Clients  []Client
	Raft     Raft
	Window   Time // length of a metrics window; 0 means one second

	// Leader is the replica that leads when the run starts, in term 1. Nobody: the
	// run starts with an election.
	Leader int
}

// Path is the way from one site to another, one direction of it.
type Path struct {
	RTT    Time    // least round trip; one way takes half of it
	Jitter Jitter  // added to each message's way
	Loss   float64 // share of messages that vanish whole, 0 to 1 (a broken connection, a datagram)

	// What bounds the rate of one connection: the smallest of Rate, WindowRate of
	// Window over RTT, and LossRate of PacketLoss. 0 in each: no bound.
	Rate       float64 // bits per second
	Window     int64   // TCP window, bytes
	PacketLoss float64 // share of packets that TCP sends again: it slows, and loses nothing
}

// Jitter is a random delay that is added to a message's way.
type Jitter struct {
	Kind JitterKind
	Mean Time

	// SpikeShare of the messages take Spike longer still: a tail, as of a path that is rerouted.
	SpikeShare float64
	Spike      Time
}

// JitterKind is the family of a jitter's distribution.
type JitterKind uint8

// Families of jitter.
const (
	JitterExponential JitterKind = iota
	JitterUniform                // on [0, 2 Mean]
)

// Replica is one member of the cluster. Name is unique and seeds its random streams.
type Replica struct {
	Name   string
	Site   int
	Drift  float64 // its clock runs at 1+Drift times the true rate, above -0.5 and below 0.5
	Sync   Time    // time to make what was appended durable; appends meanwhile share the next one
	Uplink float64 // bits per second that leave the machine, shared by all it sends; 0: no bound

	// Restoring: a snapshot is read into memory at LoadRate bytes per second, and a
	// restart replays its log at ReplayRate entries per second. 0: takes no time.
	LoadRate   float64
	ReplayRate float64
}

// Raft is the protocol's settings, the same at each replica and measured by each
// replica's own clock.
type Raft struct {
	Heartbeat   Time // a leader's pause between heartbeats
	ElectionMin Time // a follower that hears nothing for U(ElectionMin, ElectionMax) stands for election
	ElectionMax Time

	// PreVote: a candidate first asks whether it could win, and raises its term only then.
	PreVote bool
	// Lease: a leader answers reads by itself for ElectionMin, less DriftBound, after
	// a majority heard from it; else each read waits for a round to a majority.
	Lease      bool
	DriftBound float64 // largest |Drift| that the lease allows for, 0 to below 0.5

	EntryBytes int64 // size of an entry on the wire; 0: 256
	BatchBytes int64 // most bytes of entries in one message; 0: 64 KiB
	Pipeline   int64 // most entries sent to a follower and not acknowledged; 0: 4096

	Keep          int64   // committed entries a replica keeps in its log; older ones only live in the snapshot; 0: 10,000
	SnapshotBytes int64   // size of the state; 0: 1 MiB
	ChunkBytes    int64   // a snapshot is sent in pieces of this size, 100,000 at most; 0: 64 KiB
	CatchUpRate   float64 // most bits per second that a leader spends on one replica that lags; 0: no bound
}

// Client is an open-loop population of callers in a site. Name is unique and
// seeds its random streams.
type Client struct {
	Name    string
	Site    int
	Writes  float64 // appends per second, Poisson; 0: none
	Reads   float64 // reads per second, Poisson; 0: none
	Timeout Time    // how long a caller waits in all
	Retry   Time    // pause after "I don't lead" before the next try; 0: 10 ms
}

const (
	maxReplicas = 31
	messageSize = 64 // bytes of a message beside its entries
)

// withDefaults returns a copy that shares nothing with c, zero settings filled in.
func (c *Cluster) withDefaults() *Cluster {
	own := *c
	own.Sites = append([]string(nil), c.Sites...)
	own.Paths = make([][]Path, len(c.Paths))
	for i := range c.Paths {
		own.Paths[i] = append([]Path(nil), c.Paths[i]...)
	}
	own.Replicas = append([]Replica(nil), c.Replicas...)
	own.Clients = append([]Client(nil), c.Clients...)
	for i := range own.Clients {
		orElse(&own.Clients[i].Retry, 10*Millisecond)
	}
	orElse(&own.Window, Second)
	orElse(&own.Raft.EntryBytes, 256)
	orElse(&own.Raft.BatchBytes, 64<<10)
	orElse(&own.Raft.Pipeline, 4096)
	orElse(&own.Raft.Keep, 10_000)
	orElse(&own.Raft.SnapshotBytes, 1<<20)
	orElse(&own.Raft.ChunkBytes, 64<<10)
	return &own
}

func orElse[T Time | int64](v *T, standard T) {
	if *v == 0 {
		*v = standard
	}
}
