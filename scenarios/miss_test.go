package scenarios

import (
	"context"
	"strings"
	"testing"

	"sysprep/engine"
)

// rush is a shop that can sell 20 a second, and to which 60 a second come from the tenth
// second on: whoever turns the others away does all that can be done.
func rush() *Scenario {
	return &Scenario{
		ID: "rush", Horizon: 60 * Duration(engine.Second),
		Nodes: []Node{
			{
				ID: "fans", Kind: "client", Rate: 15, Keys: Keys{Count: 100},
				Profile: []ProfilePoint{{At: 0, Factor: 1}, {At: 10 * Duration(engine.Second), Factor: 1}, {At: 11 * Duration(engine.Second), Factor: 4}}, Does: []Step{{Call: "buy"}},
			},
			{ID: "shop", Kind: "store", Workers: 2, Queue: 10, Service: Service{Dist: "constant", Mean: 100 * Duration(engine.Millisecond)}},
		},
		Edges: []Edge{{ID: "buy", From: "fans", To: "shop", Timeout: Duration(engine.Second), Latency: Duration(engine.Millisecond)}},
		Knobs: []Knob{{ID: "queue", Label: "places", Path: "nodes.shop.queue", Min: "0", Max: "1000"}},
		Goals: []Goal{
			{ID: "sold", Text: "19 a second are sold", Condition: Condition{Metric: "goodput", Window: []Duration{20 * Duration(engine.Second), 55 * Duration(engine.Second)}, Op: ">=", Value: "19/s"}},
		},
	}
}

// TestGoalsDecideTheOutcome: a run that turns most requests away, and meets every goal, isn't called a collapse.
func TestGoalsDecideTheOutcome(t *testing.T) {
	s := rush()
	for _, err := range s.Check() {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		set   Settings
		goals []Goal
		want  string
	}{
		{"turned away, as asked", nil, s.Goals, "held"},
		{"the line is too long for anybody's patience", Settings{"queue": "300"}, s.Goals, "collapsed"},
		{"nobody says what is asked", nil, nil, "collapsed"},
	} {
		d := rush()
		d.Goals = c.goals
		if got := d.runToEnd(c.set, 1, nil).Outcome(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	short, err := rush().Shortened(30 * Duration(engine.Second))
	must(t, err)
	if got := short.runToEnd(nil, 1, nil).Outcome(); got == "held" {
		t.Error("a run that was cut short can't have met a goal about its end")
	}
}

// TestASurgeIsAnEvent: load that a profile brings isn't "before anything goes wrong".
func TestASurgeIsAnEvent(t *testing.T) {
	d := rush()
	d.Goals = nil
	r := d.runToEnd(nil, 1, nil)
	if r.First != 10*engine.Second {
		t.Errorf("the first event is at %d, want the profile's at 10 s", r.First)
	}
	if c := r.Diagnose(); strings.Contains(c.Text, "before") || !strings.Contains(c.Text, "at the end") {
		t.Errorf("%+v", c)
	}
	d.Nodes[0].Profile = nil
	d.Nodes[0].Rate = 60
	r = d.runToEnd(nil, 1, nil)
	if c := r.Diagnose(); r.First != engine.Never || !strings.Contains(c.Text, "though nothing goes wrong") {
		t.Errorf("overload from the first second on: %+v", c)
	}
}

// TestWhyNamesEachGoalMissed, with the figures of all the runs that missed it.
func TestWhyNamesEachGoalMissed(t *testing.T) {
	s := rush()
	s.Goals = append(s.Goals, Goal{ID: "all", Text: "everybody gets one", Condition: Condition{Metric: "goodput_ratio", Op: ">=", Value: "99%"}})
	j, err := s.Judge(context.Background(), nil, nil, nil, Seeds(5), 2, nil)
	must(t, err)
	if len(j.Causes) < 2 || j.Causes[0].Key != "goal-all" || len(j.Causes[0].Seeds) != 5 {
		t.Fatalf("causes %+v", j.Causes)
	}
	for _, want := range []string{"“everybody gets one” is missed: ", " to ", "(median ", "and at least 99 % is asked"} {
		if !strings.Contains(j.Causes[0].Text, want) {
			t.Errorf("%q lacks %q", j.Causes[0].Text, want)
		}
	}
	if j, err = s.Judge(context.Background(), nil, nil, []string{"sold"}, Seeds(5), 2, nil); err != nil || len(j.Causes) != 0 {
		t.Errorf("a goal that isn't judged is told: %+v, %v", j.Causes, err)
	}
}

func TestSpread(t *testing.T) {
	rate, err := findMetric(Metrics(), "goodput")
	must(t, err)
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{[]float64{184}, "184/s"},
		{[]float64{184, 172}, "172/s to 184/s"},
		{[]float64{184, 172, 180}, "172/s to 184/s (median 180/s)"},
		{[]float64{180, 180.2, 180.1}, "180/s"},
		{[]float64{189.7}, "just under 190/s"},
		{[]float64{190.3}, "just over 190/s"},
		{[]float64{190}, "190/s"},
	} {
		if got := rate.spread(c.values, 190); got != c.want {
			t.Errorf("%v: %q, want %q", c.values, got, c.want)
		}
	}
}
