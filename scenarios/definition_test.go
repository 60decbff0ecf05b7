package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

func TestQuantities(t *testing.T) {
	for _, c := range []struct {
		text string
		want Duration
	}{{"250ms", 250e6}, {"1.5s", 1500e6}, {"2m", 120e9}, {"2min", 120e9}, {"1h", 3600e9}, {"500us", 500e3}, {"0", 0}, {" 3 s ", 3e9}} {
		if got, err := ParseDuration(c.text); err != nil || got != c.want {
			t.Errorf("duration %q: %v, %v; want %v", c.text, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "3", "s", "1 parsec", "NaNs", "infs", "1e300h", "--1s"} {
		if got, err := ParseDuration(bad); err == nil {
			t.Errorf("duration %q: %v, want an error", bad, got)
		}
	}
	for text, want := range map[string]Rate{"3000/s": 3000, "3,000/s": 3000, "60/min": 1, "2/ms": 2000, "0": 0} {
		if got, err := ParseRate(text); err != nil || got != want {
			t.Errorf("rate %q: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, bad := range []string{"3000", "/s", "3/parsec", "x/s"} {
		if got, err := ParseRate(bad); err == nil {
			t.Errorf("rate %q: %v, want an error", bad, got)
		}
	}
	for text, want := range map[string]Ratio{"90%": 0.9, "0.9": 0.9, "1": 1, "99.5 %": 0.995} {
		if got, err := ParseRatio(text); err != nil || got != want {
			t.Errorf("ratio %q: %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestQuantitiesReadBackWhatTheyWrite(t *testing.T) {
	for _, d := range []Duration{0, 1, 1500, 250e6, 1e9, 90e9, 1234567e3} {
		if got, err := ParseDuration(d.String()); err != nil || got != d {
			t.Errorf("%d was written %q and read back as %d, %v", d, d.String(), got, err)
		}
	}
}

func TestCheckFindsNothingInAGoodStory(t *testing.T) {
	for _, err := range story().Check() {
		t.Error(err)
	}
}

func TestCheckNamesEveryFault(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*Scenario)
	}{
		{"horizon", func(s *Scenario) { s.Horizon = 0 }},
		{`there is no "dbb"`, func(s *Scenario) { s.Knobs[0].Path = "nodes.dbb.queue" }},
		{"does not end at a single value", func(s *Scenario) { s.Knobs[0].Path = "nodes.db" }},
		{"out of bounds", func(s *Scenario) { s.Knobs[0].Max = "100" }},
		{"write one of discard, fill, cancel there", func(s *Scenario) { s.Edges[1].Late = "" }},
		{"choose one of offered", func(s *Scenario) { s.Charts[0].Metric = "happiness" }},
		{"choose one of offered", func(s *Scenario) { s.Goals[0].Metric = "happiness" }},
		{"choose one of <=", func(s *Scenario) { s.Expect[0].Op = "=" }},
		{"must rise and end by", func(s *Scenario) { s.Expect[0].Window = []Duration{5e9, 500e9} }},
		{"two times", func(s *Scenario) { s.Expect[0].Window = []Duration{5e9} }},
		{"choose one of flush", func(s *Scenario) { s.Faults[0].Kind = "meteor" }},
		{`no node "disk"`, func(s *Scenario) { s.Faults[0].Target = "disk" }},
		{"after the run's end", func(s *Scenario) { s.Faults[0].At = Duration(90e9) }},
		{"choose one of exponential", func(s *Scenario) { s.Nodes[2].Service.Dist = "gaussian" }},
		{`no edge "lookupp"`, func(s *Scenario) { s.Nodes[0].Does[0].Lookup = "lookupp" }},
		{"write client, cache, store or service", func(s *Scenario) { s.Nodes[1].Kind = "queue" }},
		{"there is no such node", func(s *Scenario) { s.Edges[0].To = "nowhere" }},
		{"choose one of discard", func(s *Scenario) { s.Edges[1].Late = "never" }},
	} {
		s := story()
		c.spoil(s)
		found := ""
		for _, err := range s.Check() {
			found += err.Error() + "\n"
		}
		if !strings.Contains(found, c.want) {
			t.Errorf("want a fault with %q, found:\n%s", c.want, found)
		}
	}
}

func TestKnobs(t *testing.T) {
	s := story()
	for _, c := range []struct {
		knob, from, to string
		n              int
	}{
		{"queue", "50", "400", 1},
		{"queue", "50", "0", -1},
		{"queue", "0", "0", -1},
		{"queue", "1000", "1000", 1},
		{"queue", "60", "400", 1},
		{"queue", "60", "50", -1},
		{"late", "discard", "fill", 1},
		{"timeout", "700ms", "500ms", -1},
	} {
		if got, err := s.Step(c.knob, c.from, c.n); err != nil || got != c.to {
			t.Errorf("%s from %s by %d: %s, %v; want %s", c.knob, c.from, c.n, got, err, c.to)
		}
	}
	for id, want := range map[string]string{"queue": "400", "attempts": "3", "timeout": "1s", "late": "discard", "coalesce": "off", "admit": "0/s"} {
		if got, err := s.Value(id, nil); err != nil || got != want {
			t.Errorf("value of %s: %q, %v; want %q", id, got, err, want)
		}
	}
	sys, err := s.System(Settings{"queue": "50", "timeout": "250ms", "late": "fill", "coalesce": "on", "admit": "200/s"})
	must(t, err)
	e, n := sys.Edges[1], sys.Nodes
	if n[2].Store.Queue != 50 || e.Timeout != 250*engine.Millisecond || e.Late != engine.LateFill || !e.Coalesce || n[0].Client.Admit != 200 {
		t.Errorf("the knobs did not arrive: %+v %+v", e, n[2].Store)
	}
	if s.Nodes[2].Queue != 400 {
		t.Error("turning a knob changed the definition")
	}
}

func TestBadSettingsNameWhatIsValid(t *testing.T) {
	for _, c := range []struct{ knob, value, want string }{
		{"colour", "1", "choose one of queue, attempts"},
		{"queue", "5001", "from 0 to 5000"},
		{"queue", "many", "not a whole number"},
		{"timeout", "1", "250ms"},
		{"timeout", "31s", "from 50ms to 30s"},
		{"late", "keep", "choose one of discard, fill, cancel"},
	} {
		if _, err := story().System(Settings{c.knob: c.value}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s=%s: %v, want a sentence with %q", c.knob, c.value, err, c.want)
		}
	}
}

func TestParseInject(t *testing.T) {
	s := story()
	for _, c := range []struct{ text, want string }{
		{"shed", "FAULT@TIME"}, {"flood@3s", "choose one of flush"}, {"shed@soon", "not a duration"}, {"shed@61s", "earlier"}, {"-flood", "choose one of"},
	} {
		if _, _, err := s.ParseInject(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want a sentence with %q", c.text, err, c.want)
		}
	}
	if a, off, err := s.ParseInject("shed@30s"); err != nil || off || a.At != 30*engine.Second {
		t.Errorf("shed@30s: %+v %v %v", a, off, err)
	}
}

func TestMetricsAgreeWithTheWindows(t *testing.T) {
	r := story().runToEnd(nil, 1, nil)
	sum := int64(0)
	for _, w := range r.Windows[20:30] {
		sum += w.Answered
	}
	if v, err := r.Value("goodput", "", 20e9, 30e9); err != nil || v != float64(sum)/10 {
		t.Errorf("goodput %v, %v; want %v", v, err, float64(sum)/10)
	}
	for _, m := range Metrics() {
		if m.Kind == "client" { // with sessions: there is none here
			continue
		}
		if s, err := r.Series(m.ID, ""); err != nil || len(s) != 60 {
			t.Errorf("series of %s: %d windows, %v", m.ID, len(s), err)
		}
	}
}
