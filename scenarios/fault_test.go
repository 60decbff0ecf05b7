package scenarios

import (
	"slices"
	"strings"
	"testing"

	"sysprep/engine"
)

// fleet is a service of four instances before a database of four.
func fleet(faults ...Fault) *Scenario {
	constant := func(d engine.Time) Service { return Service{Dist: "constant", Mean: Duration(d)} }
	return &Scenario{
		APIVersion: "sysprep/v1", Kind: "Scenario", ID: "fleet", Title: "A fleet", Horizon: Duration(100 * engine.Second),
		Nodes: []Node{
			{ID: "users", Kind: "client", Rate: 400, Does: []Step{{Call: "ask"}}},
			{ID: "api", Kind: "service", Workers: 100, Queue: 1000, Instances: 4, Does: []Step{{Call: "read"}}},
			{ID: "db", Kind: "store", Workers: 100, Queue: 1000, Instances: 4, Service: constant(engine.Millisecond)},
		},
		Edges: []Edge{
			{ID: "ask", From: "users", To: "api", Timeout: Duration(engine.Second)},
			{ID: "read", From: "api", To: "db", Timeout: Duration(100 * engine.Millisecond), Attempts: 3},
		},
		Knobs:  []Knob{{ID: "timeout", Label: "timeout", Path: "edges.read.timeout", Min: "1ms", Max: "10s"}},
		Faults: faults,
	}
}

func ends(d engine.Time) Duration { return Duration(d * engine.Second) }

// goodputs returns the answers in each second.
func goodputs(t *testing.T, s *Scenario, acts ...Act) []int64 {
	t.Helper()
	for _, err := range s.Check() {
		t.Fatal(err)
	}
	r, err := s.Start(nil, 1, acts...)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(100 * engine.Second)
	var out []int64
	for _, w := range r.Result().Windows {
		out = append(out, w.Answered*100/max(1, w.Offered))
	}
	return out
}

func about(t *testing.T, what string, got []int64, want, slack int64) {
	t.Helper()
	if lo, hi := slices.Min(got), slices.Max(got); lo < want-slack || hi > want+slack {
		t.Errorf("%s: from %d %% to %d %% are answered, want about %d %%", what, lo, hi, want)
	}
}

func TestFaultsOfEdgesAndInstances(t *testing.T) {
	g := goodputs(t, fleet(
		Fault{ID: "cut", Kind: "partition", Edge: "read", Direction: "replies", Share: 0.5, At: ends(10), For: ends(10), On: true},
		Fault{ID: "lossy", Kind: "loss", Edge: "ask", Fraction: 0.2, At: ends(30), For: ends(10), On: true},
		Fault{ID: "one", Kind: "silent_crash", Target: "api", Instance: 2, At: ends(50), For: ends(10), On: true},
		Fault{ID: "far", Kind: "latency", Edge: "ask", Extra: ends(1), At: ends(70), For: ends(10), On: true},
		Fault{ID: "again", Kind: "restart", Target: "api", Share: 0.25, At: ends(90), For: ends(5), On: true},
	))
	about(t, "half of the instances cut off", g[12:20], 50, 10)
	about(t, "a fifth lost each way", g[32:40], 64, 10)
	about(t, "one of four silent", g[52:60], 75, 10)
	about(t, "too far away", g[72:80], 0, 0)
	about(t, "one of four down", g[91:95], 75, 10)
	for _, from := range []int{2, 23, 43, 63, 83, 96} {
		about(t, "after it was lifted", g[from:from+4], 100, 10)
	}
}

// TestConfigOnAShare: half of the fleet is told to wait for less than an answer takes.
func TestConfigOnAShare(t *testing.T) {
	s := fleet(Fault{ID: "half", Kind: "config", Target: "api", Share: 0.5, Set: map[string]string{"edges.read.timeout": "500us"}, At: ends(10), For: ends(20), On: true})
	g := goodputs(t, s)
	about(t, "half the fleet does not wait", g[12:30], 50, 10)
	about(t, "after it was lifted", g[32:], 100, 1)
	s.Faults[0].Target, s.Faults[0].Edge, s.Faults[0].Share = "", "read", 0.25
	about(t, "a quarter of the callers over the edge", goodputs(t, s)[12:30], 75, 10)

	s.Faults[0].Set = map[string]string{"edges.read.attempts": "2"}
	r, err := s.Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(15 * engine.Second)
	if !r.Active()["half"] {
		t.Error("the fault is not active while it is in force")
	}
	if err := r.Turn("timeout", "200ms"); err != nil {
		t.Error(err)
	}
	r.Advance(100 * engine.Second)
	if len(r.Active()) != 0 {
		t.Errorf("active at the end: %v", r.Active())
	}
	// Played again from before it, the run is the same.
	before := r.Result().Windows[99]
	r.Seek(5 * engine.Second)
	r.Seek(100 * engine.Second)
	if again := r.Result().Windows[99]; again.Answered != before.Answered || again.P99 != before.P99 {
		t.Error("the run differs when it is played again")
	}
}

// TestDeploy: a version that waits too little goes out, one instance each ten
// seconds; lifted, all have the old one again.
func TestDeploy(t *testing.T) {
	s := fleet(Fault{ID: "v2", Kind: "deploy", Target: "api", Down: ends(2), Set: map[string]string{"edges.read.timeout": "500us"}})
	g := goodputs(t, s, Act{At: 10 * engine.Second, Kind: Inject, Fault: "v2"}, Act{At: 60 * engine.Second, Kind: Lift, Fault: "v2"})
	for i, want := range []int64{75, 50, 25, 0} {
		about(t, "instances deployed", g[11+10*i:19+10*i], want, 10)
	}
	about(t, "after the last", g[50:60], 0, 0)
	about(t, "rolled back", g[62:], 100, 1)
	s.Faults[0].Share = 0.25
	about(t, "a canary", goodputs(t, s, Act{At: 10 * engine.Second, Kind: Inject, Fault: "v2"})[13:], 75, 10)
}

func TestFaultsAreChecked(t *testing.T) {
	set := func(path, value string) map[string]string { return map[string]string{path: value} }
	for want, f := range map[string]Fault{
		"choose one of flush, shed, slow, down, crash":                   {Kind: "explode", Target: "db"},
		"a fault of kind down has no factor":                             {Kind: "down", Target: "db", Factor: 2},
		"a fault of kind partition befalls an edge: write edge":          {Kind: "partition", Target: "db"},
		"a fault of kind slow befalls a node: write target, and no edge": {Kind: "slow", Edge: "read", Factor: 2},
		`there is no edge "write"`:                                       {Kind: "partition", Edge: "write"},
		`there is no node "cache"`:                                       {Kind: "crash", Target: "cache"},
		"choose one of both, requests, replies":                          {Kind: "partition", Edge: "read", Direction: "up"},
		"choose one of warm, cold":                                       {Kind: "restart", Target: "db", Restart: "hot"},
		`no instance 9 of "db"`:                                          {Kind: "crash", Target: "db", Instance: 9},
		"write either target or edge":                                    {Kind: "config", Set: set("edges.read.attempts", "2")},
		"write them under set":                                           {Kind: "config", Target: "api"},
		`there is no "tempts"`:                                           {Kind: "config", Target: "api", Set: set("edges.read.tempts", "2")},
		`"many" is not a whole number`:                                   {Kind: "config", Target: "api", Set: set("edges.read.attempts", "many")},
		"the edge ask is not from api":                                   {Kind: "config", Target: "api", Set: set("edges.ask.attempts", "2")},
		`set "edges.ask.attempts" is not of edge read`:                   {Kind: "config", Edge: "read", Set: set("edges.ask.attempts", "2")},
		"set numbers of api, or of the edges from it":                    {Kind: "config", Target: "api", Set: set("nodes.db.workers", "2")},
		"the users of a client differ only in what they call":            {Kind: "config", Target: "users", Set: set("nodes.users.rate", "2/s")},
		"instances, not 9":                                               {Kind: "config", Target: "api", Set: set("nodes.api.instances", "9")},
		"with what it sets":                                              {Kind: "config", Target: "api", Set: set("edges.read.attempts", "-1")},
		"write times above 0":                                            {Kind: "deploy", Target: "api", Each: -1, Set: set("edges.read.attempts", "1")},
		"only a cache, a store or a service goes down":                   {Kind: "deploy", Target: "users", Set: set("edges.ask.attempts", "1")},
	} {
		f.ID, f.Label = "f", "f"
		found := ""
		for _, err := range fleet(f).Check() {
			found += err.Error() + "\n"
		}
		if !strings.Contains(found, want) {
			t.Errorf("%+v: %q, want %q", f, found, want)
		}
	}
}

// TestFaultsThatKnobsForbid: what a knob makes impossible is refused with a
// sentence, when the knob is turned or the fault is injected, and never later.
func TestFaultsThatKnobsForbid(t *testing.T) {
	s := fleet(
		Fault{ID: "gone", Kind: "silent_crash", Target: "db", Instance: 4},
		Fault{ID: "v2", Kind: "deploy", Target: "db", Set: map[string]string{"nodes.db.workers": "50"}},
	)
	s.Knobs = append(s.Knobs, Knob{ID: "instances", Label: "instances", Path: "nodes.db.instances", Min: "1", Max: "8"})
	for _, err := range s.Check() {
		t.Fatal(err)
	}
	two := Settings{"instances": "2"}
	if _, err := s.Start(two, 1, Act{At: engine.Second, Kind: Inject, Fault: "gone"}); err == nil || !strings.Contains(err.Error(), `fault gone: there is no instance 4 of "db"`) {
		t.Errorf("start: %v", err)
	}
	r, err := s.Start(two, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(5 * engine.Second)
	if err := r.Inject("gone"); err == nil || !strings.Contains(err.Error(), "no instance 4") {
		t.Errorf("inject: %v", err)
	}
	if err := r.Inject("v2"); err != nil { // as many instances as there are
		t.Errorf("deploy: %v", err)
	}
	r.Advance(50 * engine.Second)
	r.Seek(0)
	if err := r.Inject("gone"); err == nil {
		t.Error("inject at the start: it is taken")
	}
	r, err = s.Start(nil, 1, Act{Kind: Inject, Fault: "gone"})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Turn("instances", "3"); err == nil || !strings.Contains(err.Error(), "no instance 4") {
		t.Errorf("turn: %v", err)
	}
	if err := r.Turn("instances", "5"); err != nil || r.Settings()["instances"] != "5" || len(r.Acts()) != 1 {
		t.Errorf("after a turn that was refused: %v, settings %v, acts %v", err, r.Settings(), r.Acts())
	}
	r.Advance(10 * engine.Second)
}

// TestPictureOfAFault: an instance that is down shows, and so does what is lost to it.
func TestPictureOfAFault(t *testing.T) {
	r, err := fleet(Fault{ID: "one", Kind: "partition", Edge: "ask", On: true}, Fault{ID: "gone", Kind: "crash", Target: "db", Instance: 4, On: true}).Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(10 * engine.Second)
	p := r.Picture()
	if got := p.Nodes[2].Lines; len(got) != 2 || got[1] != "1 of 4 down" || p.Nodes[2].Down {
		t.Errorf("the database: %v", got)
	}
	if got := p.Nodes[0].Lines; len(got) != 3 || got[1] != "good 0" || got[2] == "lost 0" {
		t.Errorf("the users: %v", got)
	}
}

// TestGhostsWithoutAQueue: when callers do not wait, it is not put down to a queue that is empty.
func TestGhostsWithoutAQueue(t *testing.T) {
	s := fleet(Fault{ID: "cut", Kind: "partition", Edge: "read", Direction: "replies", At: ends(20), On: true})
	r, err := s.Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(100 * engine.Second)
	if c := r.Result().Diagnose(); !strings.Contains(c.Text, "get an error") {
		t.Errorf("the cause is %q: %s", c.Key, c.Text)
	}
}

// TestKnobsOfFaults: a knob can lead to a fault; it is turned before the run starts.
func TestKnobsOfFaults(t *testing.T) {
	s := fleet(Fault{ID: "lossy", Kind: "loss", Edge: "ask", Direction: "requests", Fraction: 0.1, At: ends(20), On: true})
	s.Knobs = append(s.Knobs, Knob{ID: "loss", Label: "loss", Path: "faults.lossy.fraction", Min: "0%", Max: "100%"})
	for _, err := range s.Check() {
		t.Fatal(err)
	}
	for value, want := range map[string]int64{"10%": 90, "60%": 40} {
		r, err := s.Start(Settings{"loss": value}, 1)
		if err != nil {
			t.Fatal(err)
		}
		r.Advance(100 * engine.Second)
		w := r.Result().Windows
		var got []int64
		for _, w := range w[25:] {
			got = append(got, w.Answered*100/w.Offered)
		}
		about(t, "with a loss of "+value, got, want, 12)
		if err := r.Turn("loss", "50%"); err == nil || !strings.Contains(err.Error(), "before the run starts") {
			t.Errorf("turned in the run: %v", err)
		}
	}
	if s.Faults[0].Fraction != 0.1 {
		t.Errorf("the definition has a loss of %s now", s.Faults[0].Fraction)
	}
}
