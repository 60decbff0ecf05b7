package scenarios

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"sync"

	"sysprep/engine"
)

// Tally is how often something held over seeds, with the Wilson 95 % interval of its rate.
type Tally struct {
	Held int     `json:"held"`
	Of   int     `json:"of"`
	Rate float64 `json:"rate"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// NewTally counts and computes the interval.
// Source: E. B. Wilson, JASA 22 (1927), 209; z = 1.96.
func NewTally(held, of int) Tally {
	if of == 0 {
		return Tally{High: 1}
	}
	const z = 1.959963984540054
	n, p := float64(of), float64(held)/float64(of)
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	return Tally{Held: held, Of: of, Rate: p, Low: max(0, mid-half), High: min(1, mid+half)}
}

// GoalTally is how often one goal was reached.
type GoalTally struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Tally
}

// CauseTally is why designs failed, and in which seeds. The seeds of several may overlap: a run
// may miss two goals.
type CauseTally struct {
	Cause
	Seeds []uint64 `json:"seeds"`
}

// Judgement is a design judged over many seeds.
type Judgement struct {
	Settings Settings     `json:"knobs"`
	All      Tally        `json:"all"` // every goal reached
	Goals    []GoalTally  `json:"goals"`
	Causes   []CauseTally `json:"causes"` // of the failures: each goal that was missed, then what held the runs down, most frequent first
}

// Seeds are 1 to n.
func Seeds(n int) []uint64 {
	s := make([]uint64, n)
	for i := range s {
		s[i] = uint64(i + 1)
	}
	return s
}

// RunAll runs the scenario once for each seed, on several cores, and gives each result to
// done (one at a time, in any order). It stops early when ctx ends.
func (s *Scenario) RunAll(ctx context.Context, set Settings, acts []Act, seeds []uint64, cores int, done func(i int, r *Result)) error {
	if _, err := s.Start(set, 0, acts...); err != nil {
		return err
	}
	if cores <= 0 {
		cores = runtime.GOMAXPROCS(0)
	}
	var wg sync.WaitGroup
	var lock sync.Mutex
	next := make(chan int)
	for range min(cores, max(len(seeds), 1)) {
		wg.Go(func() {
			for i := range next {
				r := s.runToEnd(set, seeds[i], acts)
				lock.Lock()
				done(i, r)
				lock.Unlock()
			}
		})
	}
	defer wg.Wait()
	defer close(next)
	for i := range seeds {
		select {
		case next <- i:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// runToEnd makes one whole run, without checkpoints.
func (s *Scenario) runToEnd(set Settings, seed uint64, acts []Act) *Result {
	r, err := s.Start(set, seed, acts...)
	if err != nil {
		panic(err) // RunAll has started it once
	}
	r.advance(engine.Time(s.Horizon))
	return r.Result()
}

// Judge runs the design over seeds and tells how often each goal is reached, and why not.
// progress (may be nil) is told how many runs are done.
func (s *Scenario) Judge(ctx context.Context, set Settings, acts []Act, goals []string, seeds []uint64, cores int, progress func(done int)) (Judgement, error) {
	chosen, err := s.goals(goals)
	if err != nil {
		return Judgement{}, err
	}
	held := make([]int, len(chosen))
	whole, count := 0, 0
	failures := make([]*failure, len(seeds))
	var failed error
	err = s.RunAll(ctx, set, acts, seeds, cores, func(i int, r *Result) {
		all := true
		for g := range chosen {
			_, ok, err := r.holds(chosen[g].Condition)
			if err != nil {
				failed = err
			}
			if ok {
				held[g]++
			}
			all = all && ok
		}
		if all {
			whole++
		} else {
			failures[i], failed = r.failure(chosen)
		}
		count++
		if progress != nil {
			progress(count)
		}
	})
	if err = cmp.Or(err, failed); err != nil {
		return Judgement{}, err
	}
	j := Judgement{Settings: set, All: NewTally(whole, len(seeds)), Causes: s.tallyFailures(failures, seeds)}
	for g := range chosen {
		j.Goals = append(j.Goals, GoalTally{ID: chosen[g].ID, Text: chosen[g].Text, Tally: NewTally(held[g], len(seeds))})
	}
	return j, nil
}

func (s *Scenario) goals(ids []string) ([]Goal, error) {
	if len(ids) == 0 {
		return s.Goals, nil
	}
	var out []Goal
	for _, id := range ids {
		g, err := s.Goal(id)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}
