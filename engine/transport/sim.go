package transport

import (
	"slices"

	"sysprep/engine/kernel"
)

// Sim is a System under simulation. Make it with New, advance it with RunUntil.
// It is not safe for concurrent use; forks are independent of each other.
type Sim struct {
	sys   System // with its defaults filled in; its slices are never changed
	queue kernel.Queue

	port      port
	groups    []group
	flows     []flow
	packets   pool[packet]
	responses pool[response]
	queries   pool[query]

	kernel.Budget

	open    tally
	total   Counts // of the closed windows
	windows []Window
	log     []Query
	feed    kernel.Feed[Message]
}

// What can happen. The comment says whom Event.Who indexes.
const (
	evAsk      uint32 = iota // groups: a query is asked
	evStart                  // responses: the sender starts
	evArrive                 // flows: the first packet on the sender's way is at the port
	evDepart                 // the port has sent a packet
	evDeliver                // packets: at the aggregator
	evAck                    // packets: the acknowledgement is back at the sender
	evTimer                  // flows: look at the retransmission timer
	evDeadline               // queries: the deadline has just passed
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
		case evAsk:
			s.ask(ev.Who)
		case evStart:
			s.start(ev.Who)
		case evArrive:
			s.arrive(ev.Who)
		case evDepart:
			s.depart()
		case evDeliver:
			s.deliver(ev.Who)
		case evAck:
			s.acknowledged(ev.Who)
		case evTimer:
			s.timer(ev.Who)
		case evDeadline:
			s.deadlinePassed(ev.Who)
		}
	}
	return false
}

// Fork returns a copy that shares nothing that changes. A fork that is left
// alone goes on exactly like its original: same calls, same bytes.
func (s *Sim) Fork() *Sim {
	f := *s
	f.queue = s.queue.Clone()
	f.groups = slices.Clone(s.groups)
	f.flows = slices.Clone(s.flows)
	for i := range f.flows {
		f.flows[i].seen = slices.Clone(s.flows[i].seen)
	}
	f.packets = s.packets.clone()
	f.responses = s.responses.clone()
	f.queries = s.queries.clone()
	// What is closed never changes: both share it, and each appends to its own.
	f.windows = slices.Clip(s.windows)
	f.feed = s.feed.Clone()
	f.log = slices.Clip(s.log)
	return &f
}

// pool keeps items that are named by index. Its arrays grow to the most items
// in use at once; after that it does not allocate.
type pool[T any] struct {
	items []T
	free  []int32
}

func (p *pool[T]) take() int32 {
	if n := len(p.free); n > 0 {
		i := p.free[n-1]
		p.free = p.free[:n-1]
		return i
	}
	var zero T
	p.items = append(p.items, zero)
	p.free = slices.Grow(p.free, len(p.items)) // so that give never allocates
	return int32(len(p.items) - 1)
}

func (p *pool[T]) give(i int32) { p.free = append(p.free, i) }

// used returns how many items are in use.
func (p *pool[T]) used() int { return len(p.items) - len(p.free) }

func (p *pool[T]) clone() pool[T] {
	free := make([]int32, len(p.free), cap(p.free))
	copy(free, p.free)
	return pool[T]{slices.Clone(p.items), free}
}
