package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"

	"sysprep/engine"
)

// Sweep asks where a system ends up, from two pasts, for each value of a knob: a load, as a rule.
//
// The healthy past has the value from the start, and no fault of the story. The past in ruins is
// the story, with the knobs as they are set, until a third of the time after its last fault has
// gone by; then the knob is turned to the value, as somebody would by hand, and all else is
// left alone. Both are given the same time to settle, and measured at its end.
type Sweep struct {
	Scenario *Scenario
	Set      Settings // of the other knobs; the swept one's value is that of the story's run
	Acts     []Act    // done by hand in the ruined past
	Knob     string
	Values   []string // in the knob's notation, rising
	Seeds    []uint64
	Strike   bool // also let the story itself befall each value: Place.Struck
}

// Branch is the answers in time, of seeds 1 to n, as shares of what users asked for.
type Branch struct {
	Goodput Number `json:"goodput"` // a second; the mean over seeds
	Share   Number `json:"share"`   // of the offered requests; the mean over seeds
	Least   Number `json:"least"`   // share of the seed with the least
	Most    Number `json:"most"`
}

// Ground is what kind of ground a system stands on at a value of a knob.
type Ground string

// The kinds of ground. Bronson and others, "Metastable Failures in Distributed Systems", HotOS
// 2021, call them so; a load above all capacity is "overloaded".
const (
	Stable     Ground = "stable"     // it comes back from ruins by itself
	Vulnerable Ground = "vulnerable" // well if it was well, in ruins if it was in ruins
	Overloaded Ground = "overloaded" // not even well from a healthy start
)

// Limits of Landscape.Ground: a branch is up with so much of the offered requests answered, and
// two branches that are nearer than that to each other are one.
const (
	groundUp    = 0.9
	groundApart = 0.1
)

// Place is a value of the knob with both branches.
type Place struct {
	Value   string  `json:"value"`
	At      float64 `json:"at"`      // the value as a number of its base unit
	Offered Number  `json:"offered"` // requests a second that users make, from a healthy start
	Healthy Branch  `json:"healthy"`
	Ruined  Branch  `json:"collapsed"`
	Struck  *Branch `json:"struck,omitempty"` // where the story leads that has this value from its start
	Ground  Ground  `json:"ground"`
}

// Landscape is the outcome of a sweep: both branches of its hysteresis.
type Landscape struct {
	Scenario string      `json:"scenario"`
	Knob     string      `json:"knob"`
	Present  string      `json:"present"` // the knob's value in the story
	Knobs    Settings    `json:"knobs"`
	Seeds    int         `json:"seeds"`
	SeedList []uint64    `json:"seed_list"`
	TurnedAt engine.Time `json:"-"` // when the knob is turned in the ruined past
	Settle   engine.Time `json:"-"` // how long both branches have after that
	Places   []Place     `json:"places"`
}

// sweepTail is the share of the settling time, its end, over which branches are measured.
const sweepTail = 4

// Limits of a sweep.
const (
	minPlaces = 2
	maxPlaces = 60

	MaxSweepSeeds = 100 // each keeps its ruins, half a megabyte, until the end
)

// Landscape runs the sweep on so many cores (0: all). progress (may be nil) is told how many of
// all runs are done, one call at a time. It ends early, with ctx's error, when ctx does.
func (w *Sweep) Landscape(ctx context.Context, cores int, progress func(done, of int)) (*Landscape, error) {
	healthy, err := w.plan()
	if err != nil {
		return nil, err
	}
	present, err := w.Scenario.Value(w.Knob, w.Set)
	if err != nil {
		return nil, err
	}
	l := &Landscape{Scenario: w.Scenario.ID, Knob: w.Knob, Present: present, Knobs: w.Set, Seeds: len(w.Seeds), SeedList: w.Seeds}
	if l.TurnedAt, err = w.turnedAt(); err != nil {
		return nil, err
	}
	l.Settle = engine.Time(w.Scenario.Horizon) - l.TurnedAt
	ends, struck, err := w.runs(ctx, healthy, l, cores, progress)
	if err != nil {
		return nil, err
	}
	for i, v := range w.Values {
		at, err := w.Scenario.KnobNumber(w.Knob, v)
		if err != nil {
			return nil, err
		}
		n := len(w.Seeds)
		p := place(v, at, ends[i*n:(i+1)*n])
		if w.Strike {
			b := branch(struck[i*n : (i+1)*n])
			p.Struck = &b
		}
		l.Places = append(l.Places, p)
	}
	return l, nil
}

// runs makes the runs of each value and seed: those of value v and seed i are at v*seeds + i.
func (w *Sweep) runs(ctx context.Context, healthy *Scenario, l *Landscape, cores int, progress func(done, of int)) (ends [][2]settled, struck []settled, err error) {
	seeds := len(w.Seeds)
	ruins := make([]*Run, seeds)
	fallen := make([]error, seeds)
	err = onCores(ctx, seeds, cores, func(i int, _ func(func())) {
		if ruins[i], fallen[i] = w.Scenario.Start(w.Set, w.Seeds[i], w.Acts...); fallen[i] == nil {
			ruins[i].advance(l.TurnedAt)
		}
	})
	if err = cmp.Or(err, errors.Join(fallen...)); err != nil {
		return nil, nil, err
	}
	all, each, done := len(w.Values)*seeds, 2, 0
	if w.Strike {
		each = 3
	}
	ends, struck = make([][2]settled, all), make([]settled, all)
	faults := make([]error, 2*all)
	err = onCores(ctx, len(ends), cores, func(i int, tell func(func())) {
		var run *Run
		tell(func() { run = ruins[i%seeds].Fork() })
		ends[i], faults[i] = w.both(healthy, run, l, w.Values[i/seeds])
		if w.Strike {
			struck[i], faults[all+i] = w.strike(run.Seed(), l, w.Values[i/seeds])
		}
		tell(func() {
			done++
			if progress != nil {
				progress(each*done, each*all)
			}
		})
	})
	return ends, struck, cmp.Or(err, errors.Join(faults...))
}

// strike is the story with a value of the knob from its start.
func (w *Sweep) strike(seed uint64, l *Landscape, value string) (settled, error) {
	r, err := w.Scenario.Start(w.Set.With(w.Knob, value), seed, w.Acts...)
	if err != nil {
		return settled{}, err
	}
	r.advance(engine.Time(w.Scenario.Horizon))
	return r.settled(l.Settle / sweepTail)
}

// both lets both pasts settle with a value of the knob.
func (w *Sweep) both(healthy *Scenario, fallen *Run, l *Landscape, value string) (both [2]settled, err error) {
	well, err := healthy.Start(w.Set.With(w.Knob, value), fallen.Seed())
	if err != nil {
		return both, err
	}
	if err := fallen.Turn(w.Knob, value); err != nil {
		return both, err
	}
	for b, r := range []*Run{well, fallen} {
		r.advance(r.Now() + l.Settle)
		if both[b], err = r.settled(l.Settle / sweepTail); err != nil {
			return both, err
		}
	}
	return both, nil
}

// onCores does n things on so many cores (0: all), each with a way to tell that is one at a
// time. It begins no more of them when ctx ends, and returns ctx's error.
func onCores(ctx context.Context, n, cores int, do func(i int, tell func(func()))) error {
	if cores <= 0 {
		cores = runtime.GOMAXPROCS(0)
	}
	var wg sync.WaitGroup
	var lock sync.Mutex
	tell := func(f func()) {
		lock.Lock()
		defer lock.Unlock()
		f()
	}
	next := make(chan int)
	for range min(cores, n) {
		wg.Go(func() {
			for i := range next {
				do(i, tell)
			}
		})
	}
	defer wg.Wait()
	defer close(next)
	for i := range n {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		select {
		case next <- i:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Check says why the sweep can't be run.
func (w *Sweep) Check() error {
	_, err := w.plan()
	if err == nil {
		_, err = w.turnedAt()
	}
	return err
}

// plan checks the sweep, and is the definition of the healthy past.
func (w *Sweep) plan() (*Scenario, error) {
	s := w.Scenario
	k, err := s.Knob(w.Knob)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(k.Path, "faults.") {
		return nil, fmt.Errorf("knob %s is about a fault: sweep a knob that can be turned while the system runs", k.ID)
	}
	if _, err := s.Metric("goodput_ratio"); err != nil {
		return nil, fmt.Errorf("scenario %s has no goodput: sweep a scenario with users who make requests", s.ID)
	}
	if len(w.Values) < minPlaces || len(w.Values) > maxPlaces {
		return nil, fmt.Errorf("a sweep of %d values: choose from %d to %d", len(w.Values), minPlaces, maxPlaces)
	}
	if n := len(w.Seeds); n == 0 || n > MaxSweepSeeds {
		return nil, fmt.Errorf("a sweep over %d seeds: choose from 1 to %d", n, MaxSweepSeeds)
	}
	healthy := s.clone()
	for i := range healthy.Faults {
		healthy.Faults[i].On = false
	}
	for _, v := range w.Values {
		if _, err := healthy.Start(w.Set.With(w.Knob, v), 0); err != nil {
			return nil, err
		}
	}
	return healthy, nil
}

// turnedAt is when the ruined past ends: a third of the way from the story's last fault to the horizon.
func (w *Sweep) turnedAt() (engine.Time, error) {
	r, err := w.Scenario.Start(w.Set, 0, w.Acts...)
	if err != nil {
		return 0, err
	}
	trigger, horizon := r.trigger(), engine.Time(w.Scenario.Horizon)
	if trigger == engine.Never || trigger >= horizon {
		return 0, fmt.Errorf("nothing befalls %s: inject a fault, or leave one of its story, so that there is something to come back from", w.Scenario.ID)
	}
	for _, a := range w.Acts {
		trigger = max(trigger, a.At)
	}
	window := w.Scenario.Window()
	at := trigger + (horizon-trigger)/3
	return at - at%window, nil
}

// settled is where one run settled up.
type settled struct{ offered, goodput, share float64 }

// settled measures the last of a run.
func (r *Run) settled(last engine.Time) (e settled, err error) {
	if r.sim.Exhausted() {
		return e, fmt.Errorf("the run of seed %d reached its event budget: sweep lower values", r.seed)
	}
	result, end := r.Result(), r.Now()
	for _, m := range []struct {
		of string
		to *float64
	}{{"offered", &e.offered}, {"goodput", &e.goodput}, {"goodput_ratio", &e.share}} {
		if *m.to, err = result.Value(m.of, "", end-last, end); err != nil {
			return e, err
		}
	}
	return e, nil
}

// place sums up what the seeds say about one value.
func place(value string, at float64, ends [][2]settled) Place {
	p := Place{Value: value, At: at}
	for _, e := range ends {
		p.Offered += Number(e[0].offered / float64(len(ends)))
	}
	for b, to := range []*Branch{&p.Healthy, &p.Ruined} {
		of := make([]settled, len(ends))
		for i, e := range ends {
			of[i] = e[b]
		}
		*to = branch(of)
	}
	p.Ground = groundOf(float64(p.Healthy.Share), float64(p.Ruined.Share))
	return p
}

// branch is the mean over seeds, and their extremes.
func branch(ends []settled) Branch {
	b := Branch{Least: Number(math.Inf(1)), Most: Number(math.Inf(-1))}
	for _, e := range ends {
		b.Goodput += Number(e.goodput / float64(len(ends)))
		b.Share += Number(e.share / float64(len(ends)))
		b.Least, b.Most = min(b.Least, Number(e.share)), max(b.Most, Number(e.share))
	}
	return b
}

func groundOf(healthy, ruined float64) Ground {
	switch {
	case healthy < groundUp:
		return Overloaded
	case healthy-ruined > groundApart:
		return Vulnerable
	}
	return Stable
}
