package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
	"sysprep/engine/replog"
)

// Log is the system of a scenario of the model log: a replicated log (Raft) over a WAN. See engine/replog.
type Log struct {
	Window   Duration    `yaml:"window,omitempty" json:"window,omitempty"` // of metrics; 0: 1s
	Regions  []Region    `yaml:"regions" json:"regions"`
	Paths    []WAN       `yaml:"paths,omitempty" json:"paths,omitempty"`   // between each two regions
	Local    Duration    `yaml:"local,omitempty" json:"local,omitempty"`   // round trip within a region
	Jitter   Duration    `yaml:"jitter,omitempty" json:"jitter,omitempty"` // mean of an exponential delay of each message, where a path has none of its own
	Replicas []Replica   `yaml:"replicas" json:"replicas"`
	Clients  []LogClient `yaml:"clients,omitempty" json:"clients,omitempty"`
	Leader   string      `yaml:"leader,omitempty" json:"leader,omitempty"` // replica that leads when the run starts; empty: an election

	Heartbeat   Duration `yaml:"heartbeat" json:"heartbeat"`
	ElectionMin Duration `yaml:"election_min" json:"election_min"`                     // a follower that hears nothing for a time from here
	ElectionMax Duration `yaml:"election_max,omitempty" json:"election_max,omitempty"` // to here stands for election; 0: twice as long
	PreVote     bool     `yaml:"pre_vote,omitempty" json:"pre_vote,omitempty"`
	Lease       bool     `yaml:"lease,omitempty" json:"lease,omitempty"`             // reads without a round to a majority
	DriftBound  Ratio    `yaml:"drift_bound,omitempty" json:"drift_bound,omitempty"` // of clocks, that leases allow for

	Entry    Size      `yaml:"entry,omitempty" json:"entry,omitempty"`       // 0: 256B
	Batch    Size      `yaml:"batch,omitempty" json:"batch,omitempty"`       // most of entries in one message; 0: 64KiB
	Pipeline int       `yaml:"pipeline,omitempty" json:"pipeline,omitempty"` // most entries sent and not acknowledged; 0: 4096
	Keep     int       `yaml:"keep,omitempty" json:"keep,omitempty"`         // entries in the log; older ones are in the snapshot; 0: 10000
	Snapshot Size      `yaml:"snapshot,omitempty" json:"snapshot,omitempty"` // 0: 1MiB
	Chunk    Size      `yaml:"chunk,omitempty" json:"chunk,omitempty"`       // piece of a snapshot in one message; 0: 64KiB
	CatchUp  Bandwidth `yaml:"catch_up,omitempty" json:"catch_up,omitempty"` // most that a leader spends on one replica that lags; 0: no bound
}

// Region is where replicas and clients are.
type Region struct {
	ID    string `yaml:"id" json:"id"`
	Label string `yaml:"label,omitempty" json:"label,omitempty"`
}

// WAN is the way between two regions, both directions of it. A connection's rate is
// bounded by Rate, by Window over the round trip, and by PacketLoss.
type WAN struct {
	ID         string    `yaml:"id" json:"id"`
	From       string    `yaml:"from" json:"from"`
	To         string    `yaml:"to" json:"to"`
	RTT        Duration  `yaml:"rtt" json:"rtt"`
	Jitter     Duration  `yaml:"jitter,omitempty" json:"jitter,omitempty"`
	Loss       Ratio     `yaml:"loss,omitempty" json:"loss,omitempty"`               // of whole messages
	Rate       Bandwidth `yaml:"rate,omitempty" json:"rate,omitempty"`               // of a connection; 0: no bound
	TCPWindow  Size      `yaml:"tcp_window,omitempty" json:"tcp_window,omitempty"`   // 0: no bound
	PacketLoss Ratio     `yaml:"packet_loss,omitempty" json:"packet_loss,omitempty"` // that TCP repairs
}

// Replica is a member of the cluster.
type Replica struct {
	ID         string    `yaml:"id" json:"id"`
	Label      string    `yaml:"label,omitempty" json:"label,omitempty"`
	Region     string    `yaml:"region" json:"region"`
	Drift      Ratio     `yaml:"drift,omitempty" json:"drift,omitempty"`             // of its clock
	Sync       Duration  `yaml:"sync,omitempty" json:"sync,omitempty"`               // to make a write durable
	Uplink     Bandwidth `yaml:"uplink,omitempty" json:"uplink,omitempty"`           // 0: no bound
	LoadRate   Bandwidth `yaml:"load_rate,omitempty" json:"load_rate,omitempty"`     // of a snapshot, into memory; 0: takes no time
	ReplayRate Rate      `yaml:"replay_rate,omitempty" json:"replay_rate,omitempty"` // entries, after a restart; 0: takes no time
}

// LogClient is a population of callers that append and read.
type LogClient struct {
	ID      string   `yaml:"id" json:"id"`
	Label   string   `yaml:"label,omitempty" json:"label,omitempty"`
	Region  string   `yaml:"region" json:"region"`
	Writes  Rate     `yaml:"writes,omitempty" json:"writes,omitempty"`
	Reads   Rate     `yaml:"reads,omitempty" json:"reads,omitempty"`
	Timeout Duration `yaml:"timeout" json:"timeout"` // how long a caller waits in all
	Retry   Duration `yaml:"retry,omitempty" json:"retry,omitempty"`
}

func (l *Log) clone() *Log {
	if l == nil {
		return nil
	}
	c := *l
	c.Regions, c.Paths = slices.Clone(l.Regions), slices.Clone(l.Paths)
	c.Replicas, c.Clients = slices.Clone(l.Replicas), slices.Clone(l.Clients)
	return &c
}

func (l *Log) region(id string) (int, error) {
	i := slices.IndexFunc(l.Regions, func(r Region) bool { return r.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("there is no region %q", id)
	}
	return i, nil
}

func (l *Log) replica(id string) int {
	return slices.IndexFunc(l.Replicas, func(r Replica) bool { return r.ID == id })
}

// build is the simulator's form of the definition.
func (l *Log) build() (replog.Cluster, error) {
	span := func(d Duration) replog.Time { return replog.Time(d) }
	c := replog.Cluster{Window: span(l.Window), Leader: replog.Nobody, Raft: replog.Raft{
		Heartbeat: span(l.Heartbeat), ElectionMin: span(l.ElectionMin), ElectionMax: span(l.ElectionMax),
		PreVote: l.PreVote, Lease: l.Lease, DriftBound: float64(l.DriftBound),
		EntryBytes: int64(l.Entry), BatchBytes: int64(l.Batch), Pipeline: int64(l.Pipeline), Keep: int64(l.Keep),
		SnapshotBytes: int64(l.Snapshot), ChunkBytes: int64(l.Chunk), CatchUpRate: 8 * float64(l.CatchUp),
	}}
	if l.ElectionMax == 0 {
		c.Raft.ElectionMax = 2 * c.Raft.ElectionMin
	}
	for _, r := range l.Regions {
		c.Sites = append(c.Sites, r.ID)
	}
	if err := l.buildPaths(&c); err != nil {
		return c, err
	}
	for _, r := range l.Replicas {
		site, err := l.region(r.Region)
		if err != nil {
			return c, fmt.Errorf("replica %s: %w", r.ID, err)
		}
		c.Replicas = append(c.Replicas, replog.Replica{
			Name: r.ID, Site: site, Drift: float64(r.Drift), Sync: span(r.Sync), Uplink: 8 * float64(r.Uplink),
			LoadRate: float64(r.LoadRate), ReplayRate: float64(r.ReplayRate),
		})
	}
	for _, k := range l.Clients {
		site, err := l.region(k.Region)
		if err != nil {
			return c, fmt.Errorf("client %s: %w", k.ID, err)
		}
		c.Clients = append(c.Clients, replog.Client{
			Name: k.ID, Site: site, Writes: float64(k.Writes), Reads: float64(k.Reads), Timeout: span(k.Timeout), Retry: span(k.Retry),
		})
	}
	if l.Leader != "" {
		if c.Leader = l.replica(l.Leader); c.Leader < 0 {
			return c, fmt.Errorf("leader: there is no replica %q", l.Leader)
		}
	}
	return c, c.Validate()
}

func (l *Log) buildPaths(c *replog.Cluster) error {
	n := len(l.Regions)
	known := make([]bool, n*n)
	c.Paths = make([][]replog.Path, n)
	for a := range c.Paths {
		c.Paths[a] = make([]replog.Path, n)
		c.Paths[a][a] = replog.Path{RTT: replog.Time(l.Local), Jitter: replog.Jitter{Mean: replog.Time(l.Jitter)}}
		known[a*n+a] = true
	}
	for _, w := range l.Paths {
		a, err := l.region(w.From)
		if err != nil {
			return fmt.Errorf("path %s: %w", w.ID, err)
		}
		b, err := l.region(w.To)
		if err != nil {
			return fmt.Errorf("path %s: %w", w.ID, err)
		}
		if known[a*n+b] {
			return fmt.Errorf("path %s: the way between %s and %s is there already: keep one of them", w.ID, w.From, w.To)
		}
		jitter := w.Jitter
		orElse(&jitter, l.Jitter)
		p := replog.Path{
			RTT: replog.Time(w.RTT), Jitter: replog.Jitter{Mean: replog.Time(jitter)}, Loss: float64(w.Loss),
			Rate: 8 * float64(w.Rate), Window: int64(w.TCPWindow), PacketLoss: float64(w.PacketLoss),
		}
		c.Paths[a][b], c.Paths[b][a] = p, p
		known[a*n+b], known[b*n+a] = true, true
	}
	if i := slices.Index(known, false); i >= 0 {
		return fmt.Errorf("there is no path between %s and %s: add one with its rtt", l.Regions[i/n].ID, l.Regions[i%n].ID)
	}
	return nil
}

// LogRecord is what a run of the model log did.
type LogRecord struct {
	Cluster replog.Cluster
	Windows []replog.Window
}

// logModel runs a replicated log.
type logModel struct{}

func (logModel) try(s *Scenario) error {
	if _, err := s.Log.build(); err != nil {
		return fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	return nil
}

func (m logModel) start(s *Scenario, seed uint64) (simulation, error) {
	if err := m.try(s); err != nil {
		return nil, err
	}
	c, _ := s.Log.build()
	sim, err := replog.New(c, seed)
	if err != nil {
		return nil, fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	return &logRun{Sim: sim, shown: max(0, sim.Leader())}, nil
}

func (logModel) window(s *Scenario) engine.Time {
	if s.Log == nil || s.Log.Window <= 0 {
		return engine.Second
	}
	return engine.Time(s.Log.Window)
}

const logFaults = "crash, replace, drift, partition, delay, loss"

// strike is the start of a fault: "crash", "replace" (the disk is lost) and "drift"
// are a replica's; "partition", "delay" and "loss" those of the ways between the
// target, a region, and To, a region or all others.
func (m logModel) strike(s *Scenario, f Fault) (operation, error) {
	op := operation{strike: strike{active: true}}
	switch f.Kind {
	case "crash", "replace", "drift":
		i := s.Log.replica(f.Target)
		if i < 0 {
			return op, fmt.Errorf("fault %s: there is no replica %q", f.ID, f.Target)
		}
		r := replog.Fault{Replica: i, Drift: float64(f.Drift)}
		switch f.Kind {
		case "crash":
			r.Kind = replog.FaultCrash
		case "replace":
			r.Kind, op.active = replog.FaultReplace, false
		case "drift":
			r.Kind = replog.FaultDrift
			if !(f.Drift > -0.5 && f.Drift < 0.5) || f.Drift == 0 {
				return op, fmt.Errorf("fault %s: drift is %v: write how much faster the clock goes, above -50%% and below 50%%, such as drift: -20%%", f.ID, f.Drift)
			}
		}
		op.log = []replog.Fault{r}
		return op, nil
	case "partition", "delay", "loss":
		ways, err := m.ways(s, f)
		op.log = ways
		return op, err
	}
	return op, fmt.Errorf("fault %s: kind %q: choose one of %s", f.ID, f.Kind, logFaults)
}

// ways are the faults of the ways that a partition, delay or loss is about.
func (logModel) ways(s *Scenario, f Fault) ([]replog.Fault, error) {
	from, err := s.Log.region(f.Target)
	if err != nil {
		return nil, fmt.Errorf("fault %s: %w", f.ID, err)
	}
	to := -1
	if f.To != "" {
		if to, err = s.Log.region(f.To); err != nil {
			return nil, fmt.Errorf("fault %s: %w", f.ID, err)
		}
	}
	w := replog.Fault{From: from, To: to, Delay: replog.Time(f.Delay), Loss: float64(f.Fraction)}
	switch f.Kind {
	case "partition":
		w.Kind = replog.FaultCut
	case "delay":
		w.Kind = replog.FaultDelay
		if f.Delay <= 0 {
			return nil, fmt.Errorf("fault %s: there is no delay: write one, such as delay: 100ms", f.ID)
		}
	case "loss":
		w.Kind = replog.FaultLoss
		if !(f.Fraction > 0 && f.Fraction <= 1) {
			return nil, fmt.Errorf("fault %s: fraction is %v: write the share of messages that vanish, such as fraction: 10%%", f.ID, f.Fraction)
		}
	}
	out := []replog.Fault{w}
	if !f.OneWay {
		w.From, w.To = to, from
		out = append(out, w)
	}
	return out, nil
}

func (m logModel) lift(s *Scenario, f Fault) (operation, error) {
	op, err := m.strike(s, f)
	if err != nil {
		return op, err
	}
	op.active = false
	switch f.Kind {
	case "crash":
		op.log[0].Kind = replog.FaultRestart
	case "replace":
		return op, fmt.Errorf("fault %s can't be lifted: what was on the disk is gone", f.ID)
	case "drift":
		op.log[0].Drift = float64(s.Log.Replicas[op.log[0].Replica].Drift)
	case "loss":
		op.log = m.losses(s, op.log)
	}
	for i := range op.log {
		if op.log[i].Kind == replog.FaultCut {
			op.log[i].Kind = replog.FaultHeal
		}
		op.log[i].Delay = 0
	}
	return op, nil
}

// losses gives each way that faults are about its own loss back.
func (logModel) losses(s *Scenario, faults []replog.Fault) []replog.Fault {
	c, err := s.Log.build()
	if err != nil {
		return faults // the run could not have been started
	}
	var out []replog.Fault
	for _, f := range faults {
		for a := range c.Sites {
			for b := range c.Sites {
				if (f.From == a || f.From < 0) && (f.To == b || f.To < 0) && a != b {
					out = append(out, replog.Fault{Kind: replog.FaultLoss, From: a, To: b, Loss: c.Paths[a][b].Loss})
				}
			}
		}
	}
	return out
}
