package scenarios

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestGroundOf(t *testing.T) {
	for _, c := range []struct {
		healthy, ruined float64
		want            Ground
	}{
		{1, 1, Stable},
		{0.95, 0.86, Stable},
		{1, 0.89, Vulnerable},
		{1, 0, Vulnerable},
		{0.89, 0, Overloaded},
		{0.5, 0.5, Overloaded},
		{0.92, 0.97, Stable},
	} {
		if got := groundOf(c.healthy, c.ruined); got != c.want {
			t.Errorf("healthy %v, from ruins %v: %s, want %s", c.healthy, c.ruined, got, c.want)
		}
	}
}

func TestPlaceSumsUpSeeds(t *testing.T) {
	p := place("500/s", 500, [][2]settled{{{500, 500, 1}, {500, 0, 0}}, {{510, 459, 0.9}, {490, 245, 0.5}}})
	if p.Offered != 505 || p.Healthy.Goodput != 479.5 || p.Healthy.Least != 0.9 || p.Healthy.Most != 1 {
		t.Errorf("healthy: %+v", p)
	}
	if p.Ruined.Goodput != 122.5 || p.Ruined.Share != 0.25 || p.Ruined.Least != 0 || p.Ruined.Most != 0.5 || p.Ground != Vulnerable {
		t.Errorf("from ruins: %+v", p)
	}
}

func TestSweepValues(t *testing.T) {
	s := sweepStory()
	for _, c := range []struct {
		knob, from, to string
		n              int
		want           string // or the error has it
	}{
		{"rate", "100/s", "900/s", 5, "100/s 300/s 500/s 600/s 700/s 900/s"},
		{"rate", "1000/s", "5,000/s", 3, "1000/s 3000/s 5,000/s"},
		{"rate", "100/s", "10000/s", 5, "100/s 320/s 600/s 1000/s 3200/s 10000/s"}, // the story's is one of them
		{"queue", "0", "3", 8, "0 1 2 3"},                                          // whole numbers, none twice
		{"timeout", "100ms", "900ms", 3, "100ms 500ms 900ms"},
		{"rate", "900/s", "100/s", 5, "write the lower one first"},
		{"rate", "lots", "100/s", 5, "lots"},
		{"rate", "100/s", "900/s", 1, "choose from 2 to 60"},
		{"lod", "100/s", "900/s", 5, "choose one of"},
		{"late", "discard", "fill", 5, "no numbers to sweep"},
	} {
		got, err := s.SweepValues(c.knob, c.from, c.to, c.n, nil)
		if text := strings.Join(got, " "); err == nil && text != c.want {
			t.Errorf("%s %s..%s: %s, want %s", c.knob, c.from, c.to, text, c.want)
		} else if err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s..%s: %v, want %q", c.knob, c.from, c.to, err, c.want)
		}
	}
}

// The rule of C_stable = C_norm / (w_L w_C): a system is stable
// under the capacity it has when all is well, divided by how much a collapse multiplies the work
// of a request. Here every miss goes to a database good for 100, so that without retries the
// border is at 100 a second, and with three attempts at 100/3 = 33.
func TestLandscapeOfACacheHasItsBorderAtTheHiddenCapacity(t *testing.T) {
	for _, c := range []struct {
		attempts string
		values   []string
		border   int // how many of the values are stable
	}{
		{"3", []string{"20/s", "29/s", "40/s", "600/s"}, 2},
		{"1", []string{"40/s", "80/s", "120/s", "600/s"}, 2},
	} {
		w := Sweep{Scenario: sweepStory(), Set: Settings{"attempts": c.attempts}, Knob: "rate", Values: c.values, Seeds: Seeds(2)}
		l, err := w.Landscape(context.Background(), 0, nil)
		must(t, err)
		for i, p := range l.Places {
			want := Stable
			if i >= c.border {
				want = Vulnerable
			}
			if p.Ground != want {
				t.Errorf("%s attempts, %s: %s, want %s (healthy %.3f, from ruins %.3f)", c.attempts, p.Value, p.Ground, want, p.Healthy.Share, p.Ruined.Share)
			}
		}
	}
}

func TestLandscapeIsTheSameOnAnyNumberOfCores(t *testing.T) {
	sweep := Sweep{Scenario: sweepStory(), Knob: "rate", Values: []string{"50/s", "2000/s"}, Seeds: Seeds(3)}
	var steps []int
	one, err := sweep.Landscape(context.Background(), 1, func(done, of int) {
		steps = append(steps, done)
		if of != 12 {
			t.Errorf("of %d runs, want 12", of)
		}
	})
	must(t, err)
	many, err := sweep.Landscape(context.Background(), 4, nil)
	must(t, err)
	if !reflect.DeepEqual(one, many) {
		t.Errorf("1 core: %+v\n4 cores: %+v", one, many)
	}
	if !slices.Equal(steps, []int{2, 4, 6, 8, 10, 12}) {
		t.Errorf("progress %v", steps)
	}
}

func TestLandscapeIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	sweep := Sweep{Scenario: sweepStory(), Knob: "rate", Values: []string{"50/s", "60/s", "70/s"}, Seeds: Seeds(2)}
	done := 0
	_, err := sweep.Landscape(ctx, 1, func(n, _ int) { done = n; cancel() })
	if !errors.Is(err, context.Canceled) || done >= 12 {
		t.Errorf("after %d runs: %v, want it cancelled early", done, err)
	}
}

func TestSweepsThatCannotBe(t *testing.T) {
	quiet := sweepStory()
	for i := range quiet.Faults {
		quiet.Faults[i].On = false
	}
	values := []string{"50/s", "60/s"}
	for _, c := range []struct {
		sweep Sweep
		want  string
	}{
		{Sweep{Scenario: sweepStory(), Knob: "rat", Values: values, Seeds: Seeds(1)}, `no knob "rat"`},
		{Sweep{Scenario: sweepStory(), Knob: "rate", Values: values[:1], Seeds: Seeds(1)}, "choose from 2 to 60"},
		{Sweep{Scenario: sweepStory(), Knob: "rate", Values: values}, "choose from 1 to 100"},
		{Sweep{Scenario: sweepStory(), Knob: "rate", Values: []string{"50/s", "fast"}, Seeds: Seeds(1)}, "fast"},
		{Sweep{Scenario: quiet, Knob: "rate", Values: values, Seeds: Seeds(1)}, "inject a fault"},
	} {
		if err := c.sweep.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.sweep.Values, err, c.want)
		}
		if _, err := c.sweep.Landscape(context.Background(), 1, nil); err == nil {
			t.Error("it ran all the same")
		}
	}
}

// sweepStory is the story with a knob for its load, cut short.
func sweepStory() *Scenario {
	s := story()
	for _, n := range s.Nodes {
		if n.Kind == "client" {
			s.Knobs = append(s.Knobs, Knob{ID: "rate", Label: "rate", Path: "nodes." + n.ID + ".rate", Min: "1/s", Max: "20000/s"})
		}
	}
	return s
}
