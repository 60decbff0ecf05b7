package replog

import (
	"fmt"
	"slices"

	"sysprep/engine/kernel"
	"sysprep/engine/measure"
	"sysprep/engine/random"
)

// none is the index of nothing.
const none = -1

// Sim is a Cluster under simulation. Make it with New, advance it with RunUntil.
// It is not safe for concurrent use; forks are independent of each other.
type Sim struct {
	c     *Cluster // never changed: Reconfigure replaces it
	queue kernel.Queue

	replicas []replica
	flows    []flow // from*len(replicas)+to
	ways     []way  // from site*len(Sites)+to site
	clients  []client
	ops      []op
	freeOp   int32
	messages []message
	freeMsg  int32

	truth truth

	kernel.Budget

	state   availability
	changed bool // something that availability depends on
	totals  Totals
	open    tally
	windows []Window
	commit  measure.Histogram // of the whole run, as the following
	client  measure.Histogram
	gaps    measure.Histogram
	feed    kernel.Feed[Message]

	leasesFrom Time // leases count what was sent from then on: their terms changed
}

// What can happen. The comment says whom Event.Who indexes.
const (
	evDeliver   uint32 = iota // messages: it arrives
	evQuiet                   // replicas: ElectionMin without a word from a leader
	evElection                // replicas: the random rest has passed too
	evOwnVote                 // replicas: a candidate's vote for itself is on disk
	evHeartbeat               // replicas: a leader's heartbeat is due
	evSynced                  // replicas: the disk is done
	evReplayed                // replicas: the restart is over
	evInstalled               // replicas: the snapshot is in memory
	evPump                    // flows: there is room to send
	evUplink                  // replicas: its uplink is free
	evWrite                   // clients: a write
	evRead                    // clients: a read
	evRetry                   // ops: the next try
	evGiveUp                  // ops: the caller stops waiting
)

// New makes a simulation of the cluster at time 0. The same cluster and seed
// give the same run. It refuses a cluster that Validate refuses.
func New(c Cluster, seed uint64) (*Sim, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	own := c.withDefaults()
	s := &Sim{c: own, freeOp: none, freeMsg: none}
	s.open.end = own.Window
	for i := range own.Replicas {
		s.addReplica(i, seed)
	}
	for from := range own.Replicas {
		for to := range own.Replicas {
			a, b := &own.Replicas[from], &own.Replicas[to]
			s.flows = append(s.flows, flow{
				rate: own.Paths[a.Site][b.Site].connectionRate(),
				luck: random.New(seed, "flow/"+a.Name+"/"+b.Name),
			})
		}
	}
	for a := range own.Paths {
		for b := range own.Paths[a] {
			s.ways = append(s.ways, way{loss: own.Paths[a][b].Loss})
		}
	}
	for i := range own.Clients {
		s.addClient(i, seed)
	}
	s.state.leaderless = own.Leader < 0
	if own.Leader >= 0 {
		r := &s.replicas[own.Leader]
		for i := range s.replicas {
			s.replicas[i].term = 1
			s.replicas[i].vote = int32(own.Leader)
		}
		s.disarm(r)
		s.lead(int32(own.Leader))
	}
	s.reassess()
	return s, nil
}

func (s *Sim) addReplica(i int, seed uint64) {
	d := &s.c.Replicas[i]
	r := replica{
		id: int32(i), site: int32(d.Site), up: true, vote: none, leader: none,
		heard: never, luck: random.New(seed, "replica/"+d.Name+"/election"),
		drift: d.Drift, timer: kernel.NoTimer, beatTimer: kernel.NoTimer,
		progress:  make([]progress, len(s.c.Replicas)),
		readsHead: none, readsTail: none,
	}
	s.setClock(&r)
	r.quietLane = s.queue.Lane(int64(r.quiet))
	r.beatLane = s.queue.Lane(int64(r.beat))
	s.replicas = append(s.replicas, r)
	s.arm(&s.replicas[i])
}

// setClock translates the protocol's times, which run by the replica's clock, into true time.
func (s *Sim) setClock(r *replica) {
	local := func(t Time) Time { return max(1, Time(float64(t)/(1+r.drift))) }
	f := &s.c.Raft
	r.quiet, r.patience, r.beat = local(f.ElectionMin), local(f.ElectionMax), local(f.Heartbeat)
	r.lease = Time(float64(LeaseTime(f.ElectionMin, f.DriftBound)) / (1 + r.drift))
}

// resetClock does so on a live replica: timers that run end as they began.
func (s *Sim) resetClock(r *replica) {
	s.setClock(r)
	s.queue.Release(r.quietLane)
	s.queue.Release(r.beatLane)
	r.quietLane, r.beatLane = s.queue.Lane(int64(r.quiet)), s.queue.Lane(int64(r.beat))
}

func (s *Sim) addClient(i int, seed uint64) {
	d := &s.c.Clients[i]
	stream := func(purpose string) random.Stream { return random.New(seed, "client/"+d.Name+"/"+purpose) }
	c := client{
		site: int32(d.Site), target: int32(max(0, s.c.Leader)), patience: s.queue.Lane(int64(d.Timeout)),
		writes: stream("writes"), reads: stream("reads"), net: stream("net"),
	}
	if d.Writes > 0 {
		c.writeGap = gap(d.Writes)
		s.queue.At(c.writes.ExpSpan(c.writeGap), evWrite, int32(i))
	}
	if d.Reads > 0 {
		c.readGap = gap(d.Reads)
		s.queue.At(c.reads.ExpSpan(c.readGap), evRead, int32(i))
	}
	s.clients = append(s.clients, c)
}

// Now returns the present virtual time.
func (s *Sim) Now() Time { return Time(s.queue.Now()) }

// RunUntil processes all events up to and including time t and sets the clock
// to t; a t in the past does nothing. Windows that end on the way are closed.
// It stops early, with the clock at the last event, when the budget is spent.
func (s *Sim) RunUntil(t Time) {
	kernel.RunUntil(&s.queue, t, &s.open.end, s.process, s.closeWindow)
}

// process handles the events up to limit; false when the budget is spent.
func (s *Sim) process(limit Time) bool {
	for kernel.Left(&s.Budget) || kernel.Extend(&s.Budget, s.Bytes()) {
		ev, ok := s.queue.Next(int64(limit))
		if !ok {
			return true
		}
		kernel.Count(&s.Budget)
		s.handle(ev)
		if s.changed {
			s.reassess()
		}
	}
	return false
}

func (s *Sim) handle(ev kernel.Event) {
	switch ev.Kind {
	case evDeliver:
		s.deliver(ev.Who)
	case evQuiet:
		s.quiet(&s.replicas[ev.Who])
	case evElection:
		s.replicas[ev.Who].waiting = false
		s.stand(&s.replicas[ev.Who])
	case evOwnVote:
		s.ownVote(&s.replicas[ev.Who])
	case evHeartbeat:
		s.heartbeat(&s.replicas[ev.Who])
	case evSynced:
		s.synced(&s.replicas[ev.Who])
	case evReplayed:
		s.replayed(&s.replicas[ev.Who])
	case evInstalled:
		s.installed(&s.replicas[ev.Who])
	case evPump:
		s.room(ev.Who)
	case evUplink:
		s.turn(&s.replicas[ev.Who])
	case evWrite:
		s.write(ev.Who)
	case evRead:
		s.read(ev.Who)
	case evRetry:
		s.try(ev.Who)
	case evGiveUp:
		s.giveUp(ev.Who)
	default:
		panic(fmt.Sprintf("replog: event of unknown kind %d", ev.Kind))
	}
}

// Fork returns a copy that shares nothing that changes. A fork that is left
// alone goes on exactly like its original: same calls, same bytes.
func (s *Sim) Fork() *Sim {
	f := *s
	f.queue = s.queue.Clone()
	f.replicas = slices.Clone(s.replicas)
	for i := range f.replicas {
		r := &f.replicas[i]
		r.log.entries = slices.Clone(r.log.entries)
		r.progress = slices.Clone(r.progress)
	}
	f.flows = slices.Clone(s.flows)
	f.ways = slices.Clone(s.ways)
	f.clients = slices.Clone(s.clients)
	f.ops = slices.Clone(s.ops)
	f.messages = slices.Clone(s.messages)
	cargo := 0
	for i := range f.messages {
		cargo += len(f.messages[i].entries)
	}
	hold := make([]entry, 0, cargo)
	for i := range f.messages { // all cargo in one piece of memory
		m := &f.messages[i]
		from := len(hold)
		hold = append(hold, m.entries...)
		m.entries = hold[from:len(hold):len(hold)]
	}
	f.truth = s.truth.clone()
	f.windows = slices.Clip(s.windows) // closed windows never change
	f.feed = s.feed.Clone()
	return &f
}
