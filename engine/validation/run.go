package validation

import (
	"context"
	"hash/fnv"
	"sync"
	"sync/atomic"
)

// Options says what Run runs.
type Options struct {
	Quick bool // the short selection only
	Cores int  // runs at the same time; 0 and 1 both mean one

	// Progress is called after each run with the runs done and those planned so
	// far; nil for none. Calls may come from several goroutines, one at a time.
	Progress func(done, planned int)
}

// Row is the outcome of a case.
type Row struct {
	Case     Case
	Estimate Estimate
	Verdict  Verdict
	Again    bool // it was looked at a second time
}

// Run simulates the cases and judges them, in the order of the report. The rows
// do not depend on Cores. It returns the context's error as soon as that ends.
func Run(ctx context.Context, o Options) ([]Row, error) {
	return runAll(ctx, experiments(o.Quick), o)
}

func runAll(ctx context.Context, list []experiment, o Options) ([]Row, error) {
	p := &progress{report: o.Progress}
	first := make([]batch, len(list))
	for i, e := range list {
		first[i] = batch{run: e.run, from: e.firstSeed(), figures: make([][]float64, e.runs)}
	}
	if err := runBatches(ctx, first, max(1, o.Cores), p); err != nil {
		return nil, err
	}
	var rows []Row
	var second []batch
	var doubts []doubt
	for i, e := range list {
		look := len(second)
		for k, c := range e.cases {
			est := first[i].estimate(k)
			v := c.Judge(est)
			if !v.Within {
				doubts = append(doubts, doubt{row: len(rows), look: look, column: k})
			}
			rows = append(rows, Row{Case: c, Estimate: est, Verdict: v})
		}
		if len(doubts) > 0 && doubts[len(doubts)-1].look == look {
			second = append(second, batch{run: e.run, from: e.firstSeed() + uint64(e.runs), figures: make([][]float64, secondLook*e.runs)})
		}
	}
	if err := runBatches(ctx, second, max(1, o.Cores), p); err != nil {
		return nil, err
	}
	for _, d := range doubts {
		r := &rows[d.row]
		r.Again = true
		r.Estimate = second[d.look].estimate(d.column)
		r.Verdict = r.Case.Judge(r.Estimate)
	}
	return rows, nil
}

// doubt is a case that was outside at the first look.
type doubt struct{ row, look, column int } // indexes of rows, second looks, cases of the experiment

// firstSeed depends on the experiment's name, so that what is bad luck for one is
// not for all, and so that adding an experiment changes no other.
func (e *experiment) firstSeed() uint64 {
	h := fnv.New64a()
	h.Write([]byte(e.cases[0].ID))
	return h.Sum64()
}

// batch is an experiment's runs with consecutive seeds.
type batch struct {
	run     func(seed uint64) ([]float64, error)
	from    uint64      // first seed
	figures [][]float64 // by run, by case
}

func (b *batch) estimate(k int) Estimate {
	column := make([]float64, len(b.figures))
	for i, f := range b.figures {
		column[i] = f[k]
	}
	return estimate(column)
}

// runBatches runs all runs of the batches on so many cores.
func runBatches(ctx context.Context, batches []batch, cores int, p *progress) error {
	type job struct{ batch, run int }
	var jobs []job
	for i := range batches {
		for k := range batches[i].figures {
			jobs = append(jobs, job{i, k})
		}
	}
	p.plan(len(jobs))
	var next atomic.Int64
	failures := make([]error, len(jobs))
	var group sync.WaitGroup
	for range min(cores, len(jobs)) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(jobs) || ctx.Err() != nil {
					return
				}
				b := &batches[jobs[i].batch]
				b.figures[jobs[i].run], failures[i] = b.run(b.from + uint64(jobs[i].run))
				p.step()
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// progress counts runs.
type progress struct {
	sync.Mutex
	done, planned int
	report        func(done, planned int)
}

func (p *progress) plan(n int) {
	p.Lock()
	defer p.Unlock()
	p.planned += n
}

func (p *progress) step() {
	p.Lock()
	defer p.Unlock()
	p.done++
	if p.report != nil {
		p.report(p.done, p.planned)
	}
}
