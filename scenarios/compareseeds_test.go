package scenarios

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/engine"
)

// TestStudent holds the quantiles against published tables (Abramowitz and Stegun 1964, 26.10).
func TestStudent(t *testing.T) {
	for df, want := range map[int]float64{1: 12.706, 5: 2.571, 10: 2.228, 11: 2.201, 15: 2.131, 20: 2.086, 30: 2.042, 60: 2.000, 120: 1.980} {
		if got := student(df); math.Abs(got-want) > 0.0012 {
			t.Errorf("%d degrees of freedom: %.4f, want %.4f", df, got, want)
		}
	}
}

// TestMeanInterval: the interval holds the true mean about 95 times in 100.
func TestMeanInterval(t *testing.T) {
	held, n := 0, 2000
	x := uint64(1)
	for range n {
		var v []float64
		for range 12 {
			sum := -6.0 // of twelve uniform numbers: nearly normal
			for range 12 {
				x ^= x << 13
				x ^= x >> 7
				x ^= x << 17
				sum += float64(x>>11) / (1 << 53)
			}
			v = append(v, sum)
		}
		if _, lo, hi := MeanInterval(v); lo < 0 && hi > 0 {
			held++
		}
	}
	if share := float64(held) / float64(n); share < 0.93 || share > 0.97 {
		t.Errorf("the interval holds the mean in %.1f %%", 100*share)
	}
	if m, lo, hi := MeanInterval([]float64{3}); m != 3 || lo != 3 || hi != 3 {
		t.Error("one value has no interval")
	}
}

// TestComparingADesignWithItself: on common random numbers there is no difference at all.
func TestComparingADesignWithItself(t *testing.T) {
	s := story()
	d := Design{Set: Settings{"queue": "50"}}
	diffs, err := s.CompareDesigns(context.Background(), d, d, s.Yields(), Seeds(3), 2, nil)
	if err != nil || len(diffs) == 0 {
		t.Fatal(err, len(diffs))
	}
	for _, x := range diffs {
		if x.Diff != 0 || x.Low != 0 || x.High != 0 || x.Clear() {
			t.Errorf("%s: a design differs from itself by %v (%v to %v)", x.Label, x.Diff, x.Low, x.High)
		}
	}
}

// TestComparingDesigns: a short queue saves the story, in every seed, and the interval says so;
// what the pairs say is what single runs say.
func TestComparingDesigns(t *testing.T) {
	s := story()
	y, err := s.YieldOf("goodput_ratio", "")
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	diffs, err := s.CompareDesigns(context.Background(), Design{}, Design{Set: Settings{"queue": "50"}}, []Yield{y}, Seeds(4), 2, func(done, of int) { calls++ })
	if err != nil {
		t.Fatal(err)
	}
	d := diffs[0]
	if !d.Clear() || d.Low <= 0 || d.More != 4 || d.Of != 4 || calls != 4 {
		t.Errorf("the short queue is not clearly better: %+v", d)
	}
	run, err := s.Start(Settings{"queue": "50"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	run.Advance(engine.Time(s.Horizon))
	if v, _ := y.measure(run.Result()); Number(v) != d.Each[1].B {
		t.Errorf("seed 2 alone is %v, in the comparison %v", v, d.Each[1].B)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.CompareDesigns(ctx, Design{}, Design{}, []Yield{y}, Seeds(4), 1, nil); err == nil {
		t.Error("a comparison that was stopped is no error")
	}
}

// TestResponse: the sweep's bands hold the single runs, and depend on neither cores nor order.
func TestResponse(t *testing.T) {
	s := story()
	w := ResponseSweep{Scenario: s, Knob: "queue", Values: []string{"0", "50", "400"}, Yields: s.Yields(), Seeds: Seeds(2)}
	one, err := w.Run(context.Background(), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	two, err := w.Run(context.Background(), 2, nil)
	if err != nil || fmt.Sprint(one.Curves) != fmt.Sprint(two.Curves) {
		t.Errorf("two cores find something else: %v", err)
	}
	for _, c := range one.Curves {
		for _, b := range c.Bands {
			if b.Least > b.Median || b.Median > b.Most || b.Mean < b.Least-1e-9 {
				t.Errorf("%s at %s: %+v is out of order", c.Label, b.Value, b)
			}
		}
	}
	if !slices.Equal(one.At, []float64{0, 50, 400}) || one.Present != "400" {
		t.Errorf("places %v, present %s", one.At, one.Present)
	}
	for _, bad := range []ResponseSweep{
		{Scenario: s, Knob: "nothing", Values: w.Values, Yields: w.Yields, Seeds: w.Seeds},
		{Scenario: s, Knob: "queue", Values: []string{"0", "99999999"}, Yields: w.Yields, Seeds: w.Seeds},
		{Scenario: s, Knob: "queue", Values: []string{"0"}, Yields: w.Yields, Seeds: w.Seeds},
		{Scenario: s, Knob: "queue", Values: w.Values, Yields: w.Yields},
		{Scenario: s, Knob: "queue", Values: w.Values, Seeds: w.Seeds},
	} {
		if bad.Check() == nil {
			t.Errorf("%+v can be run", bad)
		}
	}
}

// TestLinksMakeTheSameRun: whatever is done to a run, its link makes the same one again.
func TestLinksMakeTheSameRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := story()
		if rapid.Bool().Draw(t, "off") {
			var err error
			if s, _, err = s.Injected([]string{"-flush"}); err != nil {
				t.Skip("the story has no flush")
			}
		}
		r, err := s.Start(Settings{"queue": rapid.SampledFrom([]string{"50", "400"}).Draw(t, "queue")}, rapid.Uint64Range(1, 5).Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "acts") {
			r.Advance(r.Now() + engine.Time(rapid.Int64Range(1, 5_000_000_000).Draw(t, "on")))
			if rapid.Bool().Draw(t, "turn") {
				_ = r.Turn("queue", rapid.SampledFrom([]string{"0", "50", "1000"}).Draw(t, "to"))
			} else if f := rapid.SampledFrom(s.Faults).Draw(t, "fault"); rapid.Bool().Draw(t, "lift") {
				_ = r.Lift(f.ID)
			} else {
				_ = r.Inject(f.ID)
			}
		}
		r.Advance(r.Now() + engine.Second)
		again := fromLink(t, story(), r.Link(true))
		if again.sim.Hash() != r.sim.Hash() || again.Now() != r.Now() {
			t.Fatalf("%s makes another run", r.Link(true))
		}
	})
}

// fromLink reads a link as the command line does.
func fromLink(t *rapid.T, s *Scenario, link string) *Run {
	words := strings.Fields(link)
	set, inject := Settings{}, []string{}
	seed, at := uint64(0), engine.Time(0)
	for i := 1; i < len(words); i += 2 {
		v := words[i+1]
		switch words[i] {
		case "--set":
			k, x, _ := strings.Cut(v, "=")
			set[k] = x
		case "--seed":
			fmt.Sscan(v, &seed)
		case "--at":
			d, _ := ParseDuration(v)
			at = engine.Time(d)
		case "--inject":
			inject = append(inject, v)
		default:
			t.Fatalf("%s in %s", words[i], link)
		}
	}
	c, acts, err := s.Injected(inject)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Start(set, seed, acts...)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(at)
	return r
}

func TestQuoted(t *testing.T) {
	for in, want := range map[string]string{"queue=400": "queue=400", "late=a b": "'late=a b'", "it's": `'it'\''s'`, "": "''", "3000/s@1.5s": "3000/s@1.5s"} {
		if got := Quoted(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
