package scenarios

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestTallyIsWilsonsInterval(t *testing.T) {
	// Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
	for _, c := range []struct {
		held, of  int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		got := NewTally(c.held, c.of)
		if math.Abs(got.Low-c.low) > 5e-5 || math.Abs(got.High-c.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.held, c.of, got.Low, got.High, c.low, c.high)
		}
	}
}

func TestJudge(t *testing.T) {
	s := story()
	var steps []int
	j, err := s.Judge(context.Background(), nil, nil, nil, Seeds(6), 2, func(n int) { steps = append(steps, n) })
	must(t, err)
	if len(steps) != 6 || steps[5] != 6 {
		t.Errorf("progress %v, want 1 to 6", steps)
	}
	if j.All.Held != 0 || j.Goals[0].Held != 6 || j.Goals[1].Held != 0 {
		t.Errorf("the base design: %+v", j)
	}
	var missed, ghosts CauseTally
	for _, c := range j.Causes {
		switch c.Key {
		case "goal-recovers":
			missed = c
		case "ghosts":
			ghosts = c
		}
	}
	if len(missed.Seeds) != 6 || missed.Text != "“recovers in 20 s” is missed: never, and at most 20 s is asked" {
		t.Errorf("causes %+v, want the goal that was missed in 6 runs", j.Causes)
	}
	if len(ghosts.Seeds) != 6 || !strings.Contains(ghosts.Text, "read for nobody (numbers of seed 1)") {
		t.Errorf("causes %+v, want ghosts in 6 runs", j.Causes)
	}

	j, err = s.Judge(context.Background(), Settings{"queue": "50"}, nil, nil, Seeds(6), 2, nil)
	must(t, err)
	if j.All.Held != 6 || len(j.Causes) != 0 {
		t.Errorf("the short queue: %+v, want all goals in all runs", j)
	}
}

func TestJudgeIsTheSameOnAnyNumberOfCores(t *testing.T) {
	one, err := story().Judge(context.Background(), Settings{"attempts": "2"}, nil, nil, Seeds(4), 1, nil)
	must(t, err)
	many, err := story().Judge(context.Background(), Settings{"attempts": "2"}, nil, nil, Seeds(4), 4, nil)
	must(t, err)
	if one.All != many.All || len(one.Causes) != len(many.Causes) || one.Causes[0].Text != many.Causes[0].Text {
		t.Errorf("1 core: %+v\n4 cores: %+v", one, many)
	}
}

func TestJudgeStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := story().Judge(ctx, nil, nil, nil, Seeds(1000), 1, func(n int) {
		if n == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was cancelled", err)
	}
}

func TestCheckExpects(t *testing.T) {
	s := story()
	claims := []Expect{
		{ID: "trap", Seeds: 3, Condition: s.Expect[0].Condition},
		{ID: "false", Seeds: 3, Condition: Condition{Metric: "goodput_ratio", Window: []Duration{50e9, 58e9}, Op: ">=", Value: "99%"}},
		{ID: "no-flush", Seeds: 2, Inject: []string{"-flush"}, Condition: Condition{Metric: "goodput_ratio", Window: []Duration{50e9, 58e9}, Op: ">=", Value: "99%"}},
	}
	got, err := s.CheckExpects(context.Background(), claims, 2)
	must(t, err)
	for i, want := range []bool{true, false, true} {
		if got[i].Pass != want || got[i].Expect.ID != claims[i].ID || len(got[i].Values) != claims[i].Seeds {
			t.Errorf("%v: pass %v, want %v", got[i], got[i].Pass, want)
		}
	}
}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		name, want string
		set        Settings
		inject     []string
	}{
		{"base", "collapsed", nil, nil},
		{"short queue", "recovered", Settings{"queue": "50"}, nil},
		{"no fault", "healthy", nil, []string{"-flush"}},
		{"half turned away", "degraded", Settings{"admit": "350/s"}, []string{"-flush"}},
	} {
		s, acts, err := story().Injected(c.inject)
		must(t, err)
		r := s.runToEnd(c.set, 1, acts)
		if got := r.Outcome(); got != c.want {
			v, _ := r.Value("goodput_ratio", "", 0, 60e9)
			t.Errorf("%s: %s (goodput %.2f), want %s", c.name, got, v, c.want)
		}
	}
}

func TestDiagnosisNamesTheCause(t *testing.T) {
	for _, c := range []struct {
		name, key string
		set       Settings
		inject    []string
	}{
		{"base", "ghosts", nil, nil},
		{"few admitted", "ill-before", Settings{"admit": "100/s"}, nil},
		{"database down", "down-down", Settings{"queue": "50"}, []string{"down@40s"}},
	} {
		s, acts, err := story().Injected(c.inject)
		must(t, err)
		if got := s.runToEnd(c.set, 1, acts).Diagnose(); got.Key != c.key {
			t.Errorf("%s: %+v, want %s", c.name, got, c.key)
		}
	}
}

func TestAnEarlierFaultIsNotIllHealth(t *testing.T) {
	s := story()
	for i := range s.Faults {
		if s.Faults[i].ID == "shed" { // before the flush: most are turned away, and then all is well again
			s.Faults[i].At, s.Faults[i].For, s.Faults[i].Ramp, s.Faults[i].On = Duration(1e9), Duration(5e9), 0, true
		}
	}
	r := s.runToEnd(nil, 1, nil)
	if share := r.share(0, 15); share > 0.8 {
		t.Fatalf("%.2f were served before the flush: the fault before it did nothing", share)
	}
	if got := r.Diagnose(); got.Key != "ghosts" {
		t.Errorf("%+v, want ghosts", got)
	}
}
