package scenarios

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"sysprep/engine"
)

// fanIn is a small scenario of the model transport.
func fanIn() *Scenario {
	return &Scenario{
		ID: "fan-in", Horizon: Duration(400 * engine.Millisecond), Model: ModelTransport,
		Transport: &Transport{
			Rate: 1e9 / 8, BufferPackets: 64, Mark: 20,
			Flow: Flow{
				Protocol: "tcp", Senders: 16, Response: 30_000, Deadline: Duration(20 * engine.Millisecond), Every: Duration(25 * engine.Millisecond),
				RTT: Duration(100 * engine.Microsecond), Access: 1e9 / 8, Jitter: Duration(20 * engine.Microsecond),
			},
			Groups: []Group{
				{ID: "a"},
				{ID: "b"},
				{ID: "long", Flow: Flow{Senders: 1, Endless: true, Standby: true}},
			},
		},
		Knobs: []Knob{
			{ID: "protocol", Label: "protocol", Path: "transport.protocol", Values: []string{"tcp", "dctcp", "d2tcp"}},
			{ID: "senders", Label: "senders", Path: "transport.senders", Min: "2", Max: "100"},
			{ID: "own", Label: "deadline of a", Path: "transport.groups.a.deadline", Min: "0s", Max: "1s"},
		},
		Faults: []Fault{
			{ID: "long", Label: "long", Kind: "background", Target: "long"},
			{ID: "slow", Label: "slow", Kind: "slow", Target: "a", Factor: 20, At: Duration(100 * engine.Millisecond), For: Duration(100 * engine.Millisecond), On: true},
			{ID: "late", Label: "late", Kind: "late", Target: "b", Delay: Duration(engine.Millisecond)},
			{ID: "port", Label: "port", Kind: "slow_port", Factor: 2},
		},
		Charts: []Chart{{Metric: "goodput", Label: "goodput"}},
		Goals:  []Goal{{ID: "in-time", Text: "in time", Condition: Condition{Metric: "missed_deadlines", Op: "<=", Value: "5%"}}},
	}
}

// threeSites is a small scenario of the model log.
func threeSites() *Scenario {
	ms := func(n int) Duration { return Duration(engine.Time(n) * engine.Millisecond) }
	return &Scenario{
		ID: "three-sites", Horizon: Duration(20 * engine.Second), Model: ModelLog,
		Log: &Log{
			Regions:  []Region{{ID: "north"}, {ID: "south"}, {ID: "east"}},
			Paths:    []WAN{{ID: "ns", From: "north", To: "south", RTT: ms(20)}, {ID: "ne", From: "north", To: "east", RTT: ms(60)}, {ID: "se", From: "south", To: "east", RTT: ms(50)}},
			Replicas: []Replica{{ID: "n", Region: "north"}, {ID: "s", Region: "south"}, {ID: "e", Region: "east"}},
			Clients:  []LogClient{{ID: "app", Region: "north", Writes: 100, Reads: 50, Timeout: ms(1000)}},
			Leader:   "n", Heartbeat: ms(50), ElectionMin: ms(500),
		},
		Knobs: []Knob{
			{ID: "leader", Label: "leader", Path: "log.leader", Values: []string{"n", "s", "e"}},
			{ID: "writes", Label: "writes", Path: "log.clients.app.writes", Min: "0/s", Max: "1000/s"},
			{ID: "rtt", Label: "round trip", Path: "log.paths.ns.rtt", Min: "0s", Max: "1s"},
		},
		Faults: []Fault{
			{ID: "crash", Label: "crash", Kind: "crash", Target: "n", At: Duration(5 * engine.Second), For: Duration(5 * engine.Second), On: true},
			{ID: "cut", Label: "cut", Kind: "partition", Target: "north", To: "south", OneWay: true},
			{ID: "slow", Label: "slow", Kind: "delay", Target: "north", Delay: ms(100)},
			{ID: "lossy", Label: "lossy", Kind: "loss", Target: "north", Fraction: 0.2},
			{ID: "clock", Label: "clock", Kind: "drift", Target: "s", Drift: 0.1},
			{ID: "disk", Label: "disk", Kind: "replace", Target: "e"},
		},
		Charts: []Chart{{Metric: "goodput", Label: "goodput"}, {Metric: "lag", Node: "e", Label: "lag"}},
		Goals:  []Goal{{ID: "up", Text: "up", Condition: Condition{Metric: "goodput_ratio", Op: ">=", Value: "99%"}}},
	}
}

var others = map[string]func() *Scenario{"transport": fanIn, "log": threeSites}

func TestOtherModelsAreWhole(t *testing.T) {
	for name, make := range others {
		if errs := make().Check(); len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
		}
	}
}

// TestOtherModelsReplay: a run that is rewound, played again, and forked is the same
// run, with what was turned and injected by hand.
func TestOtherModelsReplay(t *testing.T) {
	for name, make := range others {
		s := make()
		run, err := s.Start(nil, 7)
		must(t, err)
		step := engine.Time(s.Horizon) / 10
		run.Advance(2 * step)
		knob, value, fault := "senders", "24", "late"
		if name == "log" {
			knob, value, fault = "writes", "40/s", "slow"
		}
		must(t, run.Turn(knob, value))
		must(t, run.Inject(fault))
		run.Advance(6 * step)
		if !run.Active()[fault] {
			t.Errorf("%s: the fault %s is not in force", name, fault)
		}
		must(t, run.Lift(fault))
		if run.Active()[fault] {
			t.Errorf("%s: the fault %s is in force after it was lifted", name, fault)
		}
		other := run.Fork()
		run.Advance(10 * step)
		hash := run.sim.Hash()
		other.Advance(10 * step)
		if other.sim.Hash() != hash {
			t.Errorf("%s: a fork went another way", name)
		}
		run.Seek(3 * step)
		run.Advance(10 * step)
		if run.sim.Hash() != hash {
			t.Errorf("%s: played again it went another way", name)
		}
		if got, err := s.Value(knob, run.Settings()); err != nil || got != value {
			t.Errorf("%s: the knob is at %q after the rewind, %v", name, got, err)
		}
	}
}

// TestLeaderIsTurnedAtTheStartOnly: what can't be turned on a live system is refused.
func TestLeaderIsTurnedAtTheStartOnly(t *testing.T) {
	run, err := threeSites().Start(nil, 1)
	must(t, err)
	must(t, run.Turn("leader", "s"))
	run.Advance(2 * engine.Second)
	if p := run.Picture(); !p.Nodes[2].Leads {
		t.Error("the turned leader does not lead")
	}
	if err := run.Turn("leader", "e"); err == nil || !strings.Contains(err.Error(), "start a new simulation") {
		t.Errorf("the leader was turned on a live system: %v", err)
	}
}

func TestCommitFollowsTheRoundTrip(t *testing.T) {
	s := threeSites()
	for value, want := range map[string]float64{"20ms": 0.020, "80ms": 0.060} { // then east is nearer
		run, err := s.Start(Settings{"rtt": value}, 1)
		must(t, err)
		run.Advance(4 * engine.Second)
		got, err := run.Result().Value("commit_mean", "", engine.Second, 4*engine.Second)
		if err != nil || math.Abs(got-want) > 0.0001 {
			t.Errorf("over %s a commit takes %v s, want %v; %v", value, got, want, err)
		}
	}
}

func TestCrashOfTheLeaderIsTold(t *testing.T) {
	s := threeSites()
	r := s.runToEnd(nil, 1, nil)
	if r.Outcome() != "recovered" {
		t.Errorf("a cluster that elected another leader is %s: %v", r.Outcome(), r.Diagnose())
	}
	leaderless, err := r.Value("leaderless_time", "", 0, engine.Never)
	if err != nil || leaderless < 0.4 || leaderless > 3 {
		t.Errorf("nobody leads for %v s, %v; election timeouts are 0.5 to 1 s", leaderless, err)
	}
	if _, err := s.Metric("hit_ratio"); err == nil || !strings.Contains(err.Error(), "commit_mean") {
		t.Errorf("a metric of another model: %v", err)
	}
	out := Result{Scenario: s, Log: &LogRecord{}, Trigger: engine.Never}
	if o := out.Outcome(); o == "" {
		t.Error("a run without windows has no outcome")
	}
	both := threeSites()
	both.Faults[0].For = 0
	both.Faults = append(both.Faults, Fault{ID: "second", Kind: "crash", Target: "s", At: Duration(6 * engine.Second), On: true})
	if r := both.runToEnd(nil, 1, nil); r.Outcome() != "collapsed" || !strings.Contains(r.Diagnose().Text, "leads") {
		t.Errorf("two of three are gone, and the run is %s: %v", r.Outcome(), r.Diagnose())
	}
}

// TestReportsOfOtherModels: JSON has a number for each column of a window, goals have values.
func TestReportsOfOtherModels(t *testing.T) {
	for name, make := range others {
		s := make()
		r := s.runToEnd(nil, 1, nil)
		report, err := r.Report(nil)
		must(t, err)
		b, err := json.Marshal(report)
		must(t, err)
		var back struct {
			Windows []map[string]any `json:"windows"`
			Goals   []map[string]any `json:"goals"`
		}
		must(t, json.Unmarshal(b, &back))
		if want := int(engine.Time(s.Horizon) / s.Window()); len(back.Windows) != want || len(back.Goals) != 1 {
			t.Errorf("%s: %d windows and %d goals, want %d and 1", name, len(back.Windows), len(back.Goals), want)
		}
		offered := 0.0
		for _, w := range back.Windows {
			offered += w["offered"].(float64)
		}
		if offered < 10 {
			t.Errorf("%s: %v offered in all", name, offered)
		}
		j, err := s.Judge(context.Background(), nil, nil, nil, Seeds(3), 1, nil)
		if err != nil || j.All.Of != 3 {
			t.Errorf("%s: judged %v, %v", name, j, err)
		}
		for _, m := range s.Metrics() {
			if v, err := r.Value(m.ID, "", 0, engine.Never); err != nil || math.IsNaN(v) {
				t.Errorf("%s: %s is %v, %v", name, m.ID, v, err)
			}
		}
	}
}

// TestPictures: messages lie on edges of the picture, and its shape follows the leader.
func TestPictures(t *testing.T) {
	for name, make := range others {
		s := make()
		run, err := s.Start(nil, 1)
		must(t, err)
		run.Sample(1)
		seen := map[int]int{}
		var buf []engine.Message
		first := run.Picture()
		for range 40 {
			run.Advance(run.Now() + engine.Time(s.Horizon)/40)
			p := run.Picture()
			buf = run.Messages(buf[:0])
			for _, m := range buf {
				if m.Edge < 0 || m.Edge >= len(p.Edges) {
					t.Fatalf("%s: a message on edge %d of %d", name, m.Edge, len(p.Edges))
				}
				seen[m.Edge]++
			}
		}
		p := run.Picture()
		if name == "log" && p.SameShape(&first) {
			t.Error("another leader leads, and the picture is the same")
		}
		if name == "transport" && (!p.SameShape(&first) || seen[0] == 0 || seen[len(p.Edges)-1] == 0) {
			t.Errorf("messages by edge: %v", seen)
		}
	}
}

func TestOtherModelsRefuse(t *testing.T) {
	for _, c := range []struct {
		want string
		turn func(tr, lg *Scenario)
	}{
		{`model "wan": choose one of requests, transport, log`, func(tr, _ *Scenario) { tr.Model = "wan" }},
		{"has a section transport", func(tr, _ *Scenario) { tr.Transport = nil }},
		{"has a section transport", func(tr, _ *Scenario) { tr.Nodes = []Node{{ID: "x"}} }},
		{"has a section log", func(_, lg *Scenario) { lg.Log = nil }},
		{"section for another model", func(tr, _ *Scenario) { tr.Model = "" }},
		{`protocol "udp": choose one of tcp, dctcp, d2tcp`, func(tr, _ *Scenario) { tr.Transport.Protocol = "udp" }},
		{"says not how much is sent", func(tr, _ *Scenario) { tr.Transport.Response = 0 }},
		{"a response and a block", func(tr, _ *Scenario) { tr.Transport.Groups[0].Response, tr.Transport.Groups[0].Block = 1, 1 }},
		{"round trip", func(tr, _ *Scenario) { tr.Transport.RTT = 0 }},
		{"there is no group", func(tr, _ *Scenario) { tr.Faults[1].Target = "x" }},
		{"write standby: true", func(tr, _ *Scenario) { tr.Faults[0].Target = "a" }},
		{"has 8 senders, not 9", func(tr, _ *Scenario) { tr.Faults[2].Senders = 9 }},
		{"late has no delay", func(tr, _ *Scenario) { tr.Faults[2].Delay = 0 }},
		{"choose one of background, slow, late, slow_port", func(tr, _ *Scenario) { tr.Faults[1].Kind = "flush" }},
		{`can't be taken at "x"`, func(tr, _ *Scenario) { tr.Charts[0].Node = "x" }},
		{"there is no metric", func(tr, _ *Scenario) { tr.Charts[0].Metric = "hit_ratio" }},
		{"there is no path between north and east", func(_, lg *Scenario) { lg.Log.Paths = lg.Log.Paths[:1] }},
		{"is there already", func(_, lg *Scenario) { lg.Log.Paths[1].To = "south" }},
		{`there is no region "west"`, func(_, lg *Scenario) { lg.Log.Replicas[0].Region = "west" }},
		{`there is no replica "x"`, func(_, lg *Scenario) { lg.Log.Leader = "x" }},
		{`there is no replica "north"`, func(_, lg *Scenario) { lg.Faults[0].Target = "north" }},
		{`there is no region "n"`, func(_, lg *Scenario) { lg.Faults[1].Target = "n" }},
		{"drift is", func(_, lg *Scenario) { lg.Faults[4].Drift = 0.7 }},
		{"there is no delay", func(_, lg *Scenario) { lg.Faults[2].Delay = 0 }},
		{"fraction is", func(_, lg *Scenario) { lg.Faults[3].Fraction = 0 }},
		{"can't be lifted", func(_, lg *Scenario) { lg.Faults[5].On, lg.Faults[5].For = true, Duration(engine.Second) }},
		{"shortest", func(_, lg *Scenario) { lg.Log.ElectionMax = 1 }},
	} {
		tr, lg := fanIn(), threeSites()
		c.turn(tr, lg)
		text := ""
		for _, err := range append(tr.Check(), lg.Check()...) {
			text += err.Error() + "\n"
		}
		if !strings.Contains(text, c.want) {
			t.Errorf("want an error with %q, got %q", c.want, text)
		}
	}
}
