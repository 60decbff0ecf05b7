package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
	"sysprep/engine/transport"
)

// Transport is the system of a scenario of the model transport: groups of senders
// that answer an aggregator through one port of a switch. See engine/transport. What
// is said here about senders holds for each group that does not say it itself.
type Transport struct {
	Window        Duration  `yaml:"window,omitempty" json:"window,omitempty"`                 // of metrics; 0: 10ms
	Rate          Bandwidth `yaml:"rate" json:"rate"`                                         // of the port
	Buffer        Size      `yaml:"buffer,omitempty" json:"buffer,omitempty"`                 // of the port; 0: no bound of that kind
	BufferPackets int       `yaml:"buffer_packets,omitempty" json:"buffer_packets,omitempty"` // likewise
	Mark          int       `yaml:"mark,omitempty" json:"mark,omitempty"`                     // packets; beyond it the port marks (ECN); 0: never

	// SameDeadline is that of every query, instead of its group's own; 0: its own.
	SameDeadline Duration `yaml:"same_deadline,omitempty" json:"same_deadline,omitempty"`

	Flow   `yaml:",inline"`
	Groups []Group `yaml:"groups,omitempty" json:"groups,omitempty"` // one, "senders", if there is none
}

// Group is an aggregator's senders.
type Group struct {
	ID    string `yaml:"id" json:"id"`
	Label string `yaml:"label,omitempty" json:"label,omitempty"`
	Flow  `yaml:",inline"`
}

// Flow is what senders do. In a group, 0 and the empty text mean: as in the section
// transport. See engine/transport.Group.
type Flow struct {
	Senders  int      `yaml:"senders,omitempty" json:"senders,omitempty"`   // the fan-in; that of the section is shared out among the groups
	Protocol string   `yaml:"protocol,omitempty" json:"protocol,omitempty"` // "tcp" (default), "dctcp" or "d2tcp"
	Response Size     `yaml:"response,omitempty" json:"response,omitempty"` // of one sender to one query; or
	Block    Size     `yaml:"block,omitempty" json:"block,omitempty"`       // of all senders together; that of the section is divided by the fan-in of all groups
	Endless  bool     `yaml:"endless,omitempty" json:"endless,omitempty"`   // instead: long flows
	Spread   Ratio    `yaml:"spread,omitempty" json:"spread,omitempty"`
	Deadline Duration `yaml:"deadline,omitempty" json:"deadline,omitempty"` // of a query; 0: none
	Slack    Duration `yaml:"slack,omitempty" json:"slack,omitempty"`       // mean of an exponential span that is added to it

	Start   Duration `yaml:"start,omitempty" json:"start,omitempty"` // of the first query
	Every   Duration `yaml:"every,omitempty" json:"every,omitempty"` // between queries; 0: think after each is complete
	Poisson bool     `yaml:"poisson,omitempty" json:"poisson,omitempty"`
	Think   Duration `yaml:"think,omitempty" json:"think,omitempty"`
	Queries int      `yaml:"queries,omitempty" json:"queries,omitempty"` // most; 0: no bound
	Standby bool     `yaml:"standby,omitempty" json:"standby,omitempty"` // until a fault "background"

	RTT      Duration  `yaml:"rtt,omitempty" json:"rtt,omitempty"`
	Access   Bandwidth `yaml:"access,omitempty" json:"access,omitempty"` // each sender's link; 0: no bound
	Jitter   Duration  `yaml:"jitter,omitempty" json:"jitter,omitempty"`
	Overhead Duration  `yaml:"overhead,omitempty" json:"overhead,omitempty"`
	Fresh    bool      `yaml:"fresh,omitempty" json:"fresh,omitempty"` // a new connection for each response

	MinRTO        Duration `yaml:"min_rto,omitempty" json:"min_rto,omitempty"`               // 0: 200ms
	InitialWindow int      `yaml:"initial_window,omitempty" json:"initial_window,omitempty"` // segments; 0: 3
	MaxWindow     int      `yaml:"max_window,omitempty" json:"max_window,omitempty"`         // segments; 0: 512
	Gain          float64  `yaml:"gain,omitempty" json:"gain,omitempty"`                     // DCTCP's g; 0: 1/16
	Imminence     float64  `yaml:"imminence,omitempty" json:"imminence,omitempty"`           // D2TCP's d, 0.5 to 2, whatever the time left; 0: from the time left
}

func (t *Transport) clone() *Transport {
	if t == nil {
		return nil
	}
	c := *t
	c.Groups = slices.Clone(t.Groups)
	return &c
}

// groups are the groups with what they inherit.
func (t *Transport) groups() []Group {
	if len(t.Groups) == 0 {
		return []Group{{ID: "senders", Flow: t.Flow}}
	}
	out := slices.Clone(t.Groups)
	sharing := 0
	for i := range out {
		if out[i].Senders == 0 {
			sharing++
		}
	}
	taken := 0
	for i := range out {
		own := out[i].Flow
		g := &out[i].Flow
		g.inherit(&t.Flow)
		if own.Senders == 0 {
			g.Senders = t.Senders / sharing
			if taken < t.Senders%sharing {
				g.Senders++
			}
			taken++
		}
		if own.Block == 0 && own.Response == 0 && t.Block > 0 && t.Senders > 0 {
			g.Response, g.Block = Size(int64(t.Block)/int64(t.Senders)), 0
		}
		switch { // a group's own word counts for both
		case own.Response > 0 && own.Block == 0:
			g.Block = 0
		case own.Block > 0 && own.Response == 0:
			g.Response = 0
		}
		if t.SameDeadline > 0 && !g.Endless {
			g.Deadline, g.Slack = t.SameDeadline, 0
		}
	}
	return out
}

// inherit fills in what f leaves open.
func (f *Flow) inherit(from *Flow) {
	orElse(&f.Protocol, from.Protocol)
	orElse(&f.Response, from.Response)
	orElse(&f.Block, from.Block)
	orElse(&f.Start, from.Start)
	orElse(&f.RTT, from.RTT)
	orElse(&f.Access, from.Access)
	orElse(&f.Jitter, from.Jitter)
	orElse(&f.Overhead, from.Overhead)
	orElse(&f.Fresh, from.Fresh)
	orElse(&f.MinRTO, from.MinRTO)
	orElse(&f.InitialWindow, from.InitialWindow)
	orElse(&f.MaxWindow, from.MaxWindow)
	orElse(&f.Gain, from.Gain)
	orElse(&f.Imminence, from.Imminence)
	orElse(&f.Endless, from.Endless)
	orElse(&f.Think, from.Think)
	orElse(&f.Queries, from.Queries)
	orElse(&f.Standby, from.Standby)
	if f.Endless {
		return // a long flow has none of the others
	}
	orElse(&f.Spread, from.Spread)
	orElse(&f.Deadline, from.Deadline)
	orElse(&f.Slack, from.Slack)
	orElse(&f.Every, from.Every)
	orElse(&f.Poisson, from.Poisson)
}

func orElse[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}

var protocols = names[transport.Protocol]{{"tcp", transport.TCP}, {"dctcp", transport.DCTCP}, {"d2tcp", transport.D2TCP}}

// build is the simulator's form of the definition.
func (t *Transport) build() (transport.System, error) {
	sys := transport.System{
		Window: transport.Time(t.Window),
		Port:   transport.Port{Rate: bits(t.Rate), Buffer: t.BufferPackets, BufferBytes: int64(t.Buffer), Mark: t.Mark},
	}
	for _, g := range t.groups() {
		group, err := g.build()
		if err != nil {
			return sys, fmt.Errorf("group %s: %w", g.ID, err)
		}
		sys.Groups = append(sys.Groups, group)
	}
	return sys, sys.Validate()
}

func bits(b Bandwidth) int64 { return int64(float64(8*float64(b)) + 0.5) }

func (g *Group) build() (transport.Group, error) {
	span := func(d Duration) transport.Time { return transport.Time(d) }
	out := transport.Group{
		Name: g.ID, Senders: g.Senders, Spread: float64(g.Spread), Deadline: span(g.Deadline), Slack: span(g.Slack),
		Start: span(g.Start), Every: span(g.Every), Poisson: g.Poisson, Think: span(g.Think), Queries: g.Queries, Standby: g.Standby,
		RTT: span(g.RTT), Access: bits(g.Access), Jitter: span(g.Jitter), Overhead: span(g.Overhead), Fresh: g.Fresh,
		InitialWindow: g.InitialWindow, MaxWindow: g.MaxWindow, MinRTO: span(g.MinRTO), Gain: g.Gain, Imminence: g.Imminence,
	}
	var err error
	if out.Protocol, err = oneOf("protocol", g.Protocol, protocols); err != nil {
		return out, err
	}
	switch {
	case g.Endless:
		out.Response = transport.Endless
	case g.Response > 0 && g.Block > 0:
		return out, fmt.Errorf("it has a response and a block: write one of them")
	case g.Block > 0:
		out.Response = max(1, int64(g.Block)/int64(max(g.Senders, 1)))
	case g.Response > 0:
		out.Response = int64(g.Response)
	default:
		return out, fmt.Errorf("it says not how much is sent: write response, such as 20KB, or block, or endless: true")
	}
	return out, nil
}

// TransportRecord is what a run of the model transport did.
type TransportRecord struct {
	System  transport.System
	Windows []transport.Window
}

// transportModel runs incast.
type transportModel struct{}

func (transportModel) try(s *Scenario) error {
	sys, err := s.Transport.build()
	if err == nil {
		err = checkRoom(sys.Bytes())
	}
	if err != nil {
		return fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	return nil
}

func (m transportModel) start(s *Scenario, seed uint64) (simulation, error) {
	if err := m.try(s); err != nil {
		return nil, err
	}
	sys, _ := s.Transport.build()
	sim, err := transport.New(sys, seed)
	if err != nil {
		return nil, fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	return &transportRun{Sim: sim}, nil
}

func (transportModel) window(s *Scenario) engine.Time {
	if s.Transport == nil || s.Transport.Window <= 0 {
		return 10 * engine.Millisecond
	}
	return engine.Time(s.Transport.Window)
}

const transportFaults = "background, slow, late, slow_port"

// strike is the start of a fault: "background" (a group that stands by begins),
// "slow" and "late" (senders of a group), "slow_port".
func (transportModel) strike(s *Scenario, f Fault) (operation, error) {
	op := operation{strike: strike{active: true}}
	if f.Kind == "slow_port" {
		if !(f.Factor > 0) {
			return op, fmt.Errorf("fault %s: slow_port has factor %v: write how many times as long a packet takes, such as factor: 2", f.ID, f.Factor)
		}
		op.transport = []transport.Fault{{Kind: transport.FaultPort, Factor: f.Factor}}
		return op, nil
	}
	groups := s.Transport.groups()
	i := slices.IndexFunc(groups, func(g Group) bool { return g.ID == f.Target })
	t := transport.Fault{Group: i, Senders: max(f.Senders, 1), Factor: f.Factor, Delay: transport.Time(f.Delay)}
	switch f.Kind {
	case "background":
		t.Kind = transport.FaultStart
	case "slow":
		t.Kind = transport.FaultSlow
	case "late":
		t.Kind = transport.FaultLate
	default:
		return op, fmt.Errorf("fault %s: kind %q: choose one of %s", f.ID, f.Kind, transportFaults)
	}
	switch {
	case i < 0:
		return op, fmt.Errorf("fault %s: there is no group %q", f.ID, f.Target)
	case t.Kind == transport.FaultStart && !groups[i].Standby:
		return op, fmt.Errorf("fault %s: group %s is there from the start: write standby: true in it", f.ID, f.Target)
	case t.Kind == transport.FaultSlow && !(f.Factor > 0):
		return op, fmt.Errorf("fault %s: slow has factor %v: write how many times as long a packet takes, such as factor: 10", f.ID, f.Factor)
	case t.Kind == transport.FaultSlow && groups[i].Access == 0 && groups[i].Overhead == 0:
		return op, fmt.Errorf("fault %s: the senders of group %s take no time for a packet: write access, the rate of their links", f.ID, f.Target)
	case t.Kind == transport.FaultLate && f.Delay <= 0:
		return op, fmt.Errorf("fault %s: late has no delay: write one, such as delay: 5ms", f.ID)
	case t.Kind != transport.FaultStart && t.Senders > groups[i].Senders:
		return op, fmt.Errorf("fault %s: group %s has %d senders, not %d", f.ID, f.Target, groups[i].Senders, t.Senders)
	}
	op.transport = []transport.Fault{t}
	return op, nil
}

func (m transportModel) lift(s *Scenario, f Fault) (operation, error) {
	op, err := m.strike(s, f)
	if err != nil {
		return op, err
	}
	op.active = false
	switch t := &op.transport[0]; t.Kind {
	case transport.FaultStart:
		t.Kind = transport.FaultStop
	case transport.FaultLate:
		t.Delay = 0
	default:
		t.Factor = 1
	}
	return op, nil
}

// TransportGroups are the ids of the groups of senders of a scenario of the model transport.
func (s *Scenario) TransportGroups() []string {
	if s.Transport == nil {
		return nil
	}
	var ids []string
	for _, g := range s.Transport.groups() {
		ids = append(ids, g.ID)
	}
	return ids
}

// SendersDeadline is that of the queries of a group of senders; 0 where it has none.
func (s *Scenario) SendersDeadline(group string) Duration {
	if s.Transport == nil {
		return 0
	}
	for _, g := range s.Transport.groups() {
		if g.ID == group {
			return g.Deadline
		}
	}
	return 0
}
