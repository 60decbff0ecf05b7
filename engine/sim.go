package engine

import (
	"slices"

	"sysprep/engine/kernel"
	"sysprep/engine/measure"
)

// Sim is a System under simulation. Make it with New, advance it with RunUntil.
// It is not safe for concurrent use; forks are independent of each other.
type Sim struct {
	sys   *System // never changed: Reconfigure replaces it
	seed  uint64
	queue kernel.Queue

	nodes    []role // by index of System.Nodes
	clients  []client
	caches   []cache
	stations []station // stores and services
	edges    []edge    // by index of System.Edges, then those of versions
	networks []network // of edges, by the same index
	links    []link    // System.Links, then those that edges have for themselves
	programs []program // of clients and services
	sites    []site    // every OpCall of every program
	versions []version // what some members of nodes have instead of the system's numbers
	fans     []fan     // every OpFan of every program
	truths   []truth   // by index of System.Edges
	ledger   ledger
	tracer   tracer
	spans    spanner

	candidates []int32        // for route, which uses it for a moment
	moved      []kernel.Event // for stall, likewise

	requests requestPool
	attempts attemptPool
	branches branchPool // fan-outs under way
	pausing  bool       // a station has had pauses (GC)
	packets  packetPool
	conns    []conn
	users    []user // of all populations
	alarms   alarms
	raster   raster
	knocks   knocks

	inFlight int64
	kernel.Budget

	open    tally
	windows []Window
	feed    kernel.Feed[Message]
}

// role says which pool of its kind a node lives in.
type role struct {
	kind  roleKind
	index int32
}

type roleKind uint8

const (
	roleClient roleKind = iota
	roleCache
	roleStore
	roleService
)

// tally is what was counted in the open window; nodes and edges count their own.
type tally struct {
	start, end Time
	offered    int64
	answered   int64
	lost       [NumCauses]int64
	partial    int64
	missing    float64
	latency    measure.Histogram
}

// What can happen. The comment says whom Event.Who indexes. Hashes have the
// numbers, so new ones come last.
const (
	evArrival  uint32 = iota // clients: a request arrives
	evMissed                 // requests: the cache's "not here" is back
	evDeliver                // attempts: reaches the store or service
	evServed                 // attempts: a store's worker is done with it
	evAnswered               // attempts: the answer is back at the caller
	evRefused                // attempts: the refusal is back at the caller
	evTimeout                // attempts: the caller stops waiting
	evRetry                  // requests: the backoff is over
	evWorked                 // requests: an OpWork is over
	evHit                    // requests: the cache's row is back at a service
	evErred                  // requests: the work that an error costs is over
	evGiveUp                 // requests: the user's patience is over
	evHedge                  // requests: a copy of the attempt that is out may go out
	evTied                   // attempts: the callee learns that a copy has begun elsewhere
	evGone                   // attempts: the callee learns that its caller has gone
	evFanOver                // requests: the budget of a fan-out is over
	evPacket                 // packets: at the end of the edge
	evResend                 // packets: got lost, and is sent again
	evAlarm                  // nobody: time to look at Sim.alarms
	evPause                  // stations: all work stops
	evResume                 // stations: work goes on
	evUser                   // users: one asks or connects
	evConn                   // connections: see connEvent
)

// none is the index of nothing.
const none int32 = -1

// Now returns the present virtual time.
func (s *Sim) Now() Time { return Time(s.queue.Now()) }

// RunUntil processes all events up to and including time t and sets the clock
// to t; a t in the past does nothing. Metrics windows that end on the way are
// closed. It stops early, with the clock at the last event, when the budget of
// SetBudget is spent or the room of SetRoom is full.
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
		switch ev.Kind {
		case evArrival:
			s.arrive(ev.Who)
		case evMissed:
			s.missed(ev.Who)
		case evDeliver:
			s.deliver(ev.Who)
		case evServed:
			s.served(ev.Who)
		case evAnswered:
			s.replied(ev.Who)
		case evRefused:
			s.declined(ev.Who)
		case evTimeout:
			s.timedOut(ev.Who)
		case evRetry:
			s.retry(ev.Who)
		case evWorked:
			s.worked(ev.Who)
		case evHit:
			s.hitArrived(ev.Who)
		case evErred:
			s.erred(ev.Who)
		case evGiveUp:
			s.giveUp(ev.Who)
		case evHedge:
			s.hedge(ev.Who)
		case evTied:
			s.tied(ev.Who)
		case evGone:
			s.callerGone(ev.Who)
		case evPause:
			s.stall(ev.Who)
		case evResume:
			s.resume(ev.Who)
		case evFanOver:
			s.fanOver(ev.Who)
		case evPacket:
			s.packetArrived(ev.Who)
		case evResend:
			s.resend(ev.Who)
		case evConn:
			s.connEvent(ev.Who)
		case evAlarm:
			s.ring()
		case evUser:
			s.woken(ev.Who)
		}
	}
	return false
}

// Fork returns a copy that shares nothing that changes. A fork that is left
// alone goes on exactly like its original: same calls, same bytes.
func (s *Sim) Fork() *Sim {
	f := *s
	f.queue = s.queue.Clone()
	f.clients = slices.Clone(s.clients)
	f.caches = slices.Clone(s.caches)
	for i := range f.caches {
		f.caches[i].table = s.caches[i].table.Clone()
		f.caches[i].refreshing = slices.Clone(s.caches[i].refreshing)
	}
	f.stations = slices.Clone(s.stations)
	f.edges = slices.Clone(s.edges)
	for i := range f.edges {
		f.edges[i].flights = slices.Clone(s.edges[i].flights)
		if seen := s.edges[i].hedge.seen; seen != nil {
			own := *seen
			f.edges[i].hedge.seen = &own
		}
		f.edges[i].callers, f.edges[i].breakers = slices.Clone(s.edges[i].callers), s.edges[i].breakers.clone()
		f.edges[i].balance.loads = slices.Clone(s.edges[i].balance.loads)
	}
	f.networks = slices.Clone(s.networks)
	for i := range f.networks {
		for d := range f.networks[i].ways {
			f.networks[i].ways[d].last = slices.Clone(s.networks[i].ways[d].last)
		}
	}
	f.links = slices.Clone(s.links)
	f.conns = slices.Clone(s.conns)
	f.packets.items = slices.Clone(s.packets.items)
	f.requests.items = slices.Clone(s.requests.items)
	f.attempts.items = slices.Clone(s.attempts.items)
	f.fans = slices.Clone(s.fans)
	f.branches.items = slices.Clone(s.branches.items)
	f.users = slices.Clone(s.users)
	f.alarms = s.alarms.clone()
	f.requests.ended = slices.Clone(s.requests.ended)
	f.attempts.ended = slices.Clone(s.attempts.ended)
	f.ledger = s.ledger.clone()
	f.tracer, f.spans = s.tracer.clone(), s.spans.clone()
	f.truths = slices.Clone(s.truths)
	for i := range f.truths {
		f.truths[i].keys = s.truths[i].keys.clone()
	}
	f.raster.counts = slices.Clone(s.raster.counts)
	f.knocks.all = slices.Clip(s.knocks.all) // never changed once noted
	// Closed windows never change: both share those, and each appends to its own.
	f.windows = slices.Clip(s.windows)
	f.candidates, f.moved = nil, nil
	f.feed = s.feed.Clone()
	return &f
}

// InFlight returns the number of requests under way.
func (s *Sim) InFlight() int64 { return s.inFlight }

// Node returns the present state of the node with index i of System.Nodes.
func (s *Sim) Node(i int) NodeState {
	switch r := s.nodes[i]; r.kind {
	case roleClient:
		p := &s.clients[r.index].population
		return NodeState{Users: int(p.present), Connected: int(p.connected)}
	case roleCache:
		c := &s.caches[r.index]
		return NodeState{Entries: c.table.Len(), Down: c.down}
	case roleStore, roleService:
		var n NodeState
		for i := range s.instances(r) {
			st := &s.stations[r.index+i]
			n.Queue += int(st.waiting)
			n.Busy += int(st.busy)
			if st.paused {
				n.Paused++
			}
			n.Ghosts += s.ghostsAt(r.index + i)
			if st.down {
				n.DownInstances++
			}
		}
		n.Down = n.DownInstances == int(s.instances(r))
		return n
	}
	return NodeState{}
}

// Edge returns the present state of the edge with index i of System.Edges, those
// of its versions included.
func (s *Sim) Edge(i int) EdgeState {
	var sum EdgeState
	for k := range s.edges {
		if int(s.edges[k].base) != i {
			continue
		}
		e := s.edges[k].state()
		sum.Breakers += e.Breakers
		sum.Open += e.Open
		sum.HalfOpen += e.HalfOpen
		sum.InFlight += e.InFlight
		sum.Limit += e.Limit
	}
	return sum
}
