package scenarios

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"sysprep/engine"
)

// herd is 2,000 devices that hold sessions at a gateway, and lose them all at 20 s.
func herd() *Scenario {
	return &Scenario{
		ID: "herd", Horizon: Duration(60 * engine.Second),
		Nodes: []Node{
			{
				ID: "devices", Kind: "client", Users: 2000, Think: Service{Dist: "constant", Mean: Duration(10 * engine.Second)},
				Does: []Step{{Call: "beat"}}, Connect: []Step{{Call: "login"}},
				Reconnect: Reconnect{Backoff: Backoff{Kind: "exponential", Base: Duration(engine.Second), Cap: Duration(8 * engine.Second), Jitter: "full"}},
			},
			{ID: "gateway", Kind: "store", Workers: 10, Queue: 50, Service: Service{Mean: Duration(20 * engine.Millisecond)}},
		},
		Edges: []Edge{
			{ID: "beat", From: "devices", To: "gateway", Timeout: Duration(engine.Second)},
			{ID: "login", From: "devices", To: "gateway", Timeout: Duration(engine.Second)},
		},
		Knobs:  []Knob{{ID: "spread", Label: "spread", Path: "nodes.devices.reconnect.spread", Min: "0s", Max: "60s"}, {ID: "users", Label: "users", Path: "nodes.devices.users", Min: "1", Max: "5000"}},
		Faults: []Fault{{ID: "cut", Label: "cut", Kind: "disconnect", Target: "devices", Fraction: 1, At: Duration(20 * engine.Second), On: true}},
		Goals:  []Goal{{ID: "back", Text: "all are back", Condition: Condition{Metric: "reconnect_time", Op: "<=", Value: "30s"}}},
	}
}

func TestSessionsInScenarios(t *testing.T) {
	s := herd()
	for _, err := range s.Check() {
		t.Error(err)
	}
	r := s.runToEnd(nil, 1, nil)
	if v, err := r.Value("connected", "", 0, 20e9); err != nil || v != 2000 {
		t.Errorf("connected before the fault: %v, %v", v, err)
	}
	// 500 a second can connect, so 2,000 need four seconds and more.
	fast, err := r.Value("reconnect_time", "devices", 0, engine.Never)
	if err != nil || fast < 4 || fast > 30 {
		t.Errorf("reconnect_time = %v, %v", fast, err)
	}
	slow := s.runToEnd(Settings{"spread": "30s"}, 1, nil)
	if v, err := slow.Value("reconnect_time", "", 0, engine.Never); err != nil || v < 29 || v > 32 {
		t.Errorf("spread over 30 s, reconnect_time = %v, %v", v, err)
	}
	if c := slow.Diagnose(); c.Key != "slow-back" || !strings.Contains(c.Text, " 30 s") && !strings.Contains(c.Text, " 31 s") {
		t.Errorf("the cause of a slow return: %+v", c)
	}
	if n := slow.Windows[21].Lost[engine.CauseRejected]; n != 0 {
		t.Errorf("spread over 30 s, the queue turned %d away", n)
	}
	s.Faults[0].Fraction = 0
	if v, err := s.runToEnd(nil, 1, nil).Value("reconnect_time", "", 0, engine.Never); err != nil || v > 1 {
		t.Errorf("nobody lost a session, reconnect_time = %v, %v", v, err)
	}
	s.Faults[0].Fraction = 1
	s.Nodes[1].Queue, s.Nodes[1].Workers = 0, 1
	stuck := s.runToEnd(nil, 1, nil)
	if v, err := stuck.Value("reconnect_time", "", 0, engine.Never); err != nil || !math.IsInf(v, 1) {
		t.Errorf("one worker, reconnect_time = %v, %v; want never", v, err)
	}
	s.Nodes[0].Think, s.Nodes[0].Does = Service{}, nil // beats would be lost before the fault as well
	if got := s.runToEnd(nil, 1, nil).Outcome(); got != "degraded" && got != "collapsed" {
		t.Errorf("with users who are not back, the outcome is %q", got)
	}
	if c := s.runToEnd(nil, 1, nil).Diagnose(); c.Key != "not-back" {
		t.Errorf("the cause when they never come back: %+v", c)
	}
	if n := stuck.WindowReports()[30].Nodes["devices"]; n.Users != 2000 || n.Connected == nil || *n.Connected >= 1980 {
		t.Errorf("the report has %+v", n)
	}
}

func TestWorkloadInScenarios(t *testing.T) {
	s := chain()
	s.Nodes[0].PatienceDist = Service{Dist: "exponential", Mean: Duration(engine.Second)}
	s.Nodes[0].Profile = []ProfilePoint{{At: 0, Factor: 1}, {ID: "peak", At: Duration(10 * engine.Second), Factor: 3}}
	s.Knobs = append(s.Knobs, Knob{ID: "peak", Label: "peak", Path: "nodes.users.profile.peak.factor", Min: "0", Max: "10"})
	for _, err := range s.Check() {
		t.Error(err)
	}
	sys, err := s.System(Settings{"peak": "2"})
	must(t, err)
	c := sys.Nodes[0].Client
	if want := []engine.ProfilePoint{{Factor: 1}, {At: 10 * engine.Second, Factor: 2}}; !reflect.DeepEqual(c.Profile, want) {
		t.Errorf("the profile is %v, want %v", c.Profile, want)
	}
	if want := (engine.Dist{Mean: engine.Second}); c.PatienceDist != want {
		t.Errorf("patience is %v, want %v", c.PatienceDist, want)
	}
	if s.Nodes[0].Profile[1].Factor != 3 {
		t.Error("turning a knob changed the definition")
	}
	if got, want := s.Nodes[0].Requests(Duration(10*engine.Second)), 30*float64(s.Nodes[0].Rate); got != want {
		t.Errorf("at most %v arrivals, want %v", got, want)
	}
	s.Nodes[0].Profile, s.Nodes[0].Rate = nil, 0
	s.Nodes[0].Replay = Replay{Interval: Duration(engine.Second), Counts: []int{3, 0, 5}, Repeat: Duration(3 * engine.Second)}
	r, err := s.Start(nil, 1)
	must(t, err)
	r.Raster(10)
	r.Advance(6 * engine.Second)
	for i, want := range []int64{3, 0, 5, 3, 0, 5} {
		if got := r.Result().Windows[i].Offered; got != want {
			t.Errorf("second %d: %d arrivals, want %d", i, got, want)
		}
	}
	before := r.Result().Windows[2].Raster
	r.Seek(2500 * engine.Millisecond)
	r.Advance(4 * engine.Second)
	if after := r.Result().Windows[2].Raster; len(after) == 0 || !reflect.DeepEqual(after, before) {
		t.Errorf("the raster of second 2 is %v, and after a rewind %v", before, after)
	}
	if got := s.Nodes[0].Requests(Duration(9 * engine.Second)); got != 24 {
		t.Errorf("at most %v arrivals in 9 s, want 24", got)
	}
}

func TestWorkloadsThatAreRefused(t *testing.T) {
	for want, wrong := range map[string]func(*Scenario){
		"has no rate, arrivals":              func(s *Scenario) { s.Nodes[0].Rate = 1 },
		"start \"early\": choose one of":     func(s *Scenario) { s.Nodes[0].Start = "early" },
		"there is no edge \"hello\"":         func(s *Scenario) { s.Nodes[0].Connect = []Step{{Call: "hello"}} },
		"reconnect.backoff.jitter":           func(s *Scenario) { s.Nodes[0].Reconnect.Backoff.Jitter = "some" },
		"think is":                           func(s *Scenario) { s.Nodes[0].Think = Service{Dist: "uniform"} },
		"don't think between":                func(s *Scenario) { s.Nodes[0].Think = Service{} },
		"about a client whose users connect": func(s *Scenario) { s.Nodes[0].Connect, s.Nodes[0].Reconnect, s.Faults = nil, Reconnect{}, nil },
		"has no users with sessions":         func(s *Scenario) { s.Nodes[0].Connect, s.Nodes[0].Reconnect, s.Goals = nil, Reconnect{}, nil },
		"only a client":                      func(s *Scenario) { s.Faults[0].Target = "gateway" },
		"share":                              func(s *Scenario) { s.Faults[0].Fraction = 2 },
		"replay.counts: number 1 is -1":      func(s *Scenario) { s.Nodes[0].Replay.Counts = []int{-1} },
	} {
		s := herd()
		wrong(s)
		found := false
		for _, err := range s.Check() {
			found = found || strings.Contains(err.Error(), want)
		}
		if !found {
			t.Errorf("no error with %q among %v", want, s.Check())
		}
	}
}
