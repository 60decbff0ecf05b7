package replog

import "sysprep/engine/measure"

// Count is what was counted. What clients know and what is true are counted
// apart, each when it becomes final, so that at every moment
// Offered = Acknowledged + Refused + Unknown + those who wait, and
// Offered = Committed + Lost + those that may still become either.
type Count struct {
	Offered      int64 // writes that clients began
	Acknowledged int64 // the client was told that the write is committed
	Refused      int64 // the client gave up, certain that nothing was done
	Unknown      int64 // the client gave up and can't tell

	Committed        int64 // clients' writes that are in the log for good
	Lost             int64 // that never will be
	UnknownCommitted int64 // of Unknown, those committed
	UnknownLost      int64 // of Unknown, those lost; the rest of Unknown is open
	ToldWrong        int64 // the client was told something untrue: always 0

	Reads       int64 // reads that clients began
	ReadsDone   int64 // answered
	ReadsFailed int64 // given up
	ReadsLeased int64 // answered by a leader on its own
	ReadsStale  int64 // answered without a write that was acknowledged before the read began

	Candidacies int64 // election timeouts that ended in a candidacy (or pre-candidacy)
	Elected     int64 // leaders
	Snapshots   int64 // transfers begun

	Leaderless  Time // without a replica that leads
	Unavailable Time // without a leader to whom a majority is joined both ways: nothing can be committed
}

// Totals is what was counted since the start of a run.
type Totals struct {
	Count
	Messages, Bytes int64 // between replicas
	Violations      int64 // of Raft's safety properties, as seen from outside: always 0
}

// Window is what happened in one metrics window, [Start, End).
type Window struct {
	Start, End Time
	Count

	// From a leader's append to its commit. The mean is exact, the percentiles are
	// within measure.RelativeError; 0 when nothing was committed.
	CommitMean, CommitP50, CommitP99 Time
	// From a client's first try to its answer.
	ClientMean, ClientP50, ClientP99 Time

	Waiting  int64 // writes whose clients wait, at End
	Leader   int   // the leader of the newest term at End, or Nobody
	Term     int64 // the newest, at End
	Replicas []ReplicaWindow
}

// ReplicaWindow is a replica at the end of a window.
type ReplicaWindow struct {
	Lag int64 // committed entries that it does not have on disk
	Up  bool
}

type tally struct {
	start, end Time
	count      Count
	commit     measure.Histogram
	client     measure.Histogram
}

// availability is what reassess found last.
type availability struct {
	since       Time
	leaderless  bool
	unavailable bool
	gapStart    Time
}

// Windows returns the closed windows, oldest first. The caller must not change them.
func (s *Sim) Windows() []Window { return s.windows }

// Current returns the open window as far as it has come: its End is Now.
func (s *Sim) Current() Window {
	s.spend()
	return s.snapshot(s.Now())
}

// Totals returns what was counted since the start.
func (s *Sim) Totals() Totals {
	s.spend()
	return s.totals
}

// CommitLatency returns the latencies from a leader's append to its commit, of the whole run.
func (s *Sim) CommitLatency() measure.Histogram { return s.commit }

// ClientLatency returns the latencies from a client's first try to its answer, of the whole run.
func (s *Sim) ClientLatency() measure.Histogram { return s.client }

// Interregna returns the spans without a leader that are over, of the whole run.
func (s *Sim) Interregna() measure.Histogram { return s.gaps }

// spend accounts for the time since the last look under what was found then.
func (s *Sim) spend() {
	now := s.Now()
	span := now - s.state.since
	s.state.since = now
	if span == 0 {
		return
	}
	s.count(func(n *Count) {
		if s.state.leaderless {
			n.Leaderless += span
		}
		if s.state.unavailable {
			n.Unavailable += span
		}
	})
}

// reassess looks who leads and whom it reaches, after something about that changed.
func (s *Sim) reassess() {
	s.changed = false
	s.spend()
	was := s.state.leaderless
	s.state.leaderless, s.state.unavailable = true, true
	for i := range s.replicas {
		r := &s.replicas[i]
		if r.role == Leader && r.active() {
			s.state.leaderless = false
			if s.followers(r)+1 >= s.majority() {
				s.state.unavailable = false
			}
		}
	}
	switch {
	case was && !s.state.leaderless:
		s.gaps.Add(int64(s.Now() - s.state.gapStart))
	case !was && s.state.leaderless:
		s.state.gapStart = s.Now()
	}
}

// followers counts the members that a leader reaches and that would heed it.
func (s *Sim) followers(r *replica) int {
	n := 0
	for j := range s.replicas {
		f := &s.replicas[j]
		if f.id != r.id && f.active() && !f.learning && f.term <= r.term && !s.way(r.site, f.site).cut && !s.way(f.site, r.site).cut {
			n++
		}
	}
	return n
}

func (s *Sim) way(from, to int32) *way { return &s.ways[int(from)*len(s.c.Sites)+int(to)] }

func (s *Sim) closeWindow() {
	s.spend()
	s.windows = append(s.windows, s.snapshot(s.open.end))
	t := &s.open
	t.start, t.end = t.end, t.end+s.c.Window
	t.count = Count{}
	t.commit.Reset()
	t.client.Reset()
}

func (s *Sim) snapshot(end Time) Window {
	t := &s.open
	w := Window{
		Start: t.start, End: end, Count: t.count,
		CommitMean: Time(t.commit.Mean()), CommitP50: Time(t.commit.Quantile(50, 100)), CommitP99: Time(t.commit.Quantile(99, 100)),
		ClientMean: Time(t.client.Mean()), ClientP50: Time(t.client.Quantile(50, 100)), ClientP99: Time(t.client.Quantile(99, 100)),
		Waiting:  s.totals.Offered - s.totals.Acknowledged - s.totals.Refused - s.totals.Unknown,
		Leader:   s.Leader(),
		Replicas: make([]ReplicaWindow, len(s.replicas)),
	}
	for i := range s.replicas {
		st := s.Replica(i)
		w.Term = max(w.Term, st.Term)
		w.Replicas[i] = ReplicaWindow{Lag: st.Lag, Up: st.Up}
	}
	return w
}

// Leader returns the replica that leads in the newest term, or Nobody.
func (s *Sim) Leader() int {
	best := Nobody
	for i := range s.replicas {
		r := &s.replicas[i]
		if r.role == Leader && (best == Nobody || r.term > s.replicas[best].term) {
			best = i
		}
	}
	return best
}

// ReplicaState is a replica at this moment, for drawing.
type ReplicaState struct {
	Role      Role
	Up        bool
	Replaying bool // restarted, and not ready yet
	Learning  bool // lost its disk and has not got everything back: no member until then
	Leased    bool // may answer reads on its own
	Term      int64
	Last      int64   // index of its last entry
	Durable   int64   // of the last on disk
	Commit    int64   // of the last that it knows to be committed
	Base      int64   // entries up to here only live in the snapshot
	Lag       int64   // committed entries that it does not have on disk
	Restored  float64 // share of a snapshot that has arrived, 0 to 1; 0 when none is under way
}

// Replica returns the state of replica i of Cluster.Replicas.
func (s *Sim) Replica(i int) ReplicaState {
	r := &s.replicas[i]
	st := ReplicaState{
		Role: r.role, Up: r.up, Replaying: r.replaying, Learning: r.learning, Leased: r.active() && s.leased(r),
		Term: int64(r.term), Last: r.log.last(), Durable: r.durable, Commit: r.commit, Base: r.log.base,
		Lag: max(0, s.truth.length-r.durable),
	}
	if r.incoming.total > 0 {
		st.Restored = float64(r.incoming.got) / float64(r.incoming.total)
	}
	return st
}

// Committed returns how many entries are committed in truth, leaders' no-ops included.
func (s *Sim) Committed() int64 { return s.truth.length }

// Clients returns how many populations of callers there are.
func (s *Sim) Clients() int { return len(s.clients) }
