package replog

import (
	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// Role is what a replica takes itself for.
type Role uint8

// Roles.
const (
	Follower     Role = iota
	PreCandidate      // asks whether it could win
	Candidate
	Leader
)

func (r Role) String() string {
	return [...]string{"follower", "pre-candidate", "candidate", "leader"}[r]
}

// never is before every time that matters: what has not happened yet.
const never Time = -1 << 62

type replica struct {
	id, site  int32
	up        bool
	replaying bool // up, and not ready yet
	learning  bool // lost its disk: neither votes nor counts until it has all again

	// Durable, as the log up to index durable is.
	term, vote int32
	log        journal
	durable    int64

	role    Role
	leader  int32 // of this term, as far as it knows
	commit  int64
	matched int64 // highest index known to be as the leader's
	heard   Time  // last word from a leader, or a restart

	// The disk.
	syncing   bool
	covering  int64 // the sync under way makes the log durable up to here
	owes      bool  // an acknowledgement, once durable
	owedStamp Time

	// Elections.
	luck        random.Stream
	drift       float64 // of its clock; FaultDrift sets it
	quiet       Time    // ElectionMin by its clock, in true time
	patience    Time    // ElectionMax, likewise
	quietLane   kernel.Lane
	timer       kernel.Timer // of the quiet part
	waiting     bool         // in the random part
	votes       uint32       // who voted for it
	voteDurable Time         // when its own vote is on disk

	// Leading.
	beat, lease Time
	beatLane    kernel.Lane
	beatTimer   kernel.Timer
	progress    []progress
	termStart   int64 // index of the no-op of its term
	since       Time  // when it was elected

	readsHead, readsTail int32 // operations that wait for a round, oldest first
	round                Time  // when the round that they wait for began
	inRound              bool

	incoming   incoming
	uplinkFree Time
	line       [maxReplicas]int32 // connections that wait for the uplink
	waiters    int
	awaiting   bool // an evUplink is on its way
}

// progress is what a leader knows about one other replica.
type progress struct {
	match, next int64
	stamp       Time // the newest message of ours that it acknowledged was sent then
	probing     bool // looking for where the logs meet, one message at a time
	probed      bool // that message is on its way
	learner     bool
	barrier     int64 // a learner with all up to here, committed without it, is a member again

	sending bool // a snapshot
	trying  bool // of which one piece has to be acknowledged before the others go
	left    Time // the last piece leaves the machine then
	snap    point
	sent    int64 // pieces sent
	acked   int64 // pieces acknowledged
	total   int64
	moved   Time // when the transfer last got on
	settled Time // pieces acknowledged twice before this are old news
}

// point is a place in a log with what identifies all before it.
type point struct {
	index int64
	term  int32
	hash  uint64
}

// incoming is a snapshot that arrives piece by piece.
type incoming struct {
	point
	got, total int64
	installing bool
}

// majority is how many replicas make a quorum.
func (s *Sim) majority() int { return Majority(len(s.replicas)) }

// guarded reports whether the protocol makes replicas ignore candidates while
// they hear from a leader, as pre-votes and leases need.
func (s *Sim) guarded() bool { return s.c.Raft.PreVote || s.c.Raft.Lease }

// arm starts the election timer afresh: the constant part in a lane, for it is
// taken back at nearly every message, the random rest in the heap.
func (s *Sim) arm(r *replica) {
	s.disarm(r)
	r.timer = s.queue.After(r.quietLane, evQuiet, r.id)
}

func (s *Sim) disarm(r *replica) {
	if r.timer != kernel.NoTimer {
		s.queue.Cancel(r.timer)
		r.timer = kernel.NoTimer
	}
	if r.waiting {
		s.drop(evElection, r.id)
		r.waiting = false
	}
}

// drop takes an event back from the heap: rare.
func (s *Sim) drop(kind uint32, who int32) {
	s.queue.Remove(func(ev kernel.Event) bool { return ev.Kind == kind && ev.Who == who })
}

// quiet begins the random part of an election timeout.
func (s *Sim) quiet(r *replica) {
	r.timer = kernel.NoTimer
	r.waiting = true
	s.queue.At(int64(s.Now()+Time(r.luck.Span(0, int64(r.patience-r.quiet)))), evElection, r.id)
}

// active reports whether the replica takes part.
func (r *replica) active() bool { return r.up && !r.replaying }

// kth returns the k-th largest, k from 1, of what get says of the counted members; leader's own is self.
func kth[T int64 | Time](r *replica, k int, self T, get func(*progress) T) T {
	var sorted [maxReplicas]T
	n := 0
	insert := func(v T) {
		i := n
		for ; i > 0 && sorted[i-1] < v; i-- {
			sorted[i] = sorted[i-1]
		}
		sorted[i] = v
		n++
	}
	insert(self)
	for j := range r.progress {
		if p := &r.progress[j]; int32(j) != r.id && !p.learner {
			insert(get(p))
		}
	}
	if k > n {
		return get(&progress{stamp: never})
	}
	return sorted[k-1]
}

// quorumStamp returns the latest time such that a majority acknowledged
// something that the leader sent then or later.
func (s *Sim) quorumStamp(r *replica) Time {
	return kth(r, s.majority(), s.Now(), func(p *progress) Time { return p.stamp })
}

// leased reports whether the leader may answer reads by itself.
func (s *Sim) leased(r *replica) bool {
	if !s.c.Raft.Lease || r.role != Leader {
		return false
	}
	stamp := s.quorumStamp(r)
	return stamp >= s.leasesFrom && s.Now() < stamp+r.lease
}
