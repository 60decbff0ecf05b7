package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/scenarios"
)

// maxSeeds bounds --seeds: a run is a fifth of a second, so this is half an hour.
const maxSeeds = 10_000

// simFlags are the flags of sim.
type simFlags struct {
	set, inject    []string
	seed, seeds    wholeNumber
	horizon, sweep string
	of             string // the metric of a sweep
	svg, cast      string
	force          bool
	json, csv      bool
	knobs          bool
	several, given bool // --seeds, --seed were given
}

func (a *app) sim() *cobra.Command {
	f := &simFlags{seed: 1}
	c := &cobra.Command{
		Use:   "sim SCENARIO",
		Short: "Run a scenario without a screen",
		Long: `Run a scenario without a screen, once or over many seeds. Scenario, knobs,
injections and seed reproduce a run bit for bit.`,
		Example: `  sysprep sim cache-collapse --knobs
  sysprep sim cache-collapse --set queue=400 --set attempts=1
  sysprep sim cache-collapse --inject ramp@120s --seeds 50
  sysprep sim cache-collapse --inject -hiccup --json
  sysprep sim cache-collapse --sweep load=50/s..5000/s
  sysprep sim cache-collapse --sweep queue=0..1000 --of recovery_time --seeds 5
  sysprep sim cache-collapse --inject queue=400@90s --svg run.svg --cast run.cast`,
		Args: atMost(1, "one scenario"),
		RunE: func(c *cobra.Command, args []string) error {
			f.several, f.given = c.Flags().Changed("seeds"), c.Flags().Changed("seed")
			if err := f.check(); err != nil {
				return usage(err)
			}
			return a.runSim(c.Context(), args, f)
		},
	}
	c.Flags().StringArrayVar(&f.set, "set", nil, "turn a knob: `KNOB=VALUE` (may be repeated)")
	c.Flags().StringArrayVar(&f.inject, "inject", nil, "start a fault: `FAULT@T`, such as shed@120s; -FAULT@T ends one, KNOB=VALUE@T turns a knob, -FAULT takes one out of the story (may be repeated)")
	c.Flags().Var(&f.seed, "seed", "seed of the run")
	c.Flags().Var(&f.seeds, "seeds", "run over the seeds 1 to `N`, on all cores")
	c.Flags().StringVar(&f.horizon, "for", "", "end the run after this `DURATION`, such as 90s")
	c.Flags().StringVar(&f.sweep, "sweep", "", "compute the landscape of a knob, `KNOB=FROM..TO`: where it ends up from a healthy start and from a collapse")
	c.Flags().StringVar(&f.of, "of", "", "with --sweep: one `METRIC` of the story's run against the knob instead; METRIC:NODE names a node")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON")
	c.Flags().BoolVar(&f.csv, "csv", false, "print CSV: a row for each second, or with --seeds for each seed")
	c.Flags().StringVar(&f.svg, "svg", "", "write the charts of the run as SVG into this `FILE`; - is standard output")
	c.Flags().StringVar(&f.cast, "cast", "", "write the lab's screen in motion into this `FILE`, for asciinema play")
	c.Flags().BoolVar(&f.force, "force", false, "replace files of --svg and --cast that are there already")
	c.Flags().BoolVar(&f.knobs, "knobs", false, "list the knobs and faults instead of running")
	return c
}

// check refuses flags that don't go together.
func (f *simFlags) check() error {
	switch {
	case f.several && f.given:
		return fmt.Errorf("--seed runs one seed and --seeds runs many: choose one of them")
	case f.several && (f.seeds < 1 || f.seeds > maxSeeds):
		return fmt.Errorf("--seeds %d: choose from 1 to %d", f.seeds, maxSeeds)
	case f.json && f.csv:
		return fmt.Errorf("--json and --csv are two formats: choose one of them")
	case f.sweep != "" && (f.seeds > scenarios.MaxSweepSeeds):
		return fmt.Errorf("--sweep over %d seeds: choose from 1 to %d", f.seeds, scenarios.MaxSweepSeeds)
	case f.sweep != "" && f.knobs:
		return fmt.Errorf("--knobs lists and --sweep runs: choose one of them")
	case f.of != "" && f.sweep == "":
		return fmt.Errorf("--of names the metric of a sweep: add --sweep KNOB=FROM..TO")
	case (f.svg != "" || f.cast != "") && (f.several || f.sweep != "" || f.knobs):
		return fmt.Errorf("--svg and --cast draw one run: leave out --seeds, --sweep and --knobs")
	case f.svg == "-" && f.cast == "-":
		return fmt.Errorf("--svg - and --cast - are two files for one output: name a file for one of them")
	case (f.svg == "-" || f.cast == "-") && (f.json || f.csv):
		return fmt.Errorf("standard output takes one format: name a file for the picture, or leave out --json and --csv")
	case f.knobs && f.csv:
		return fmt.Errorf("--knobs has no CSV: choose --json")
	}
	return nil
}

// runSim checks everything that was typed, then runs.
func (a *app) runSim(ctx context.Context, args []string, f *simFlags) error {
	args = a.intoPack(args)
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	s, set, err := f.scenario(pack, args)
	if err != nil {
		return usage(err)
	}
	if f.knobs {
		return a.printKnobs(s, set, f.json)
	}
	if _, _, err := s.Injected(f.inject); err != nil {
		return usage(err)
	}
	if f.sweep != "" {
		return a.simSweep(ctx, s, set, f)
	}
	if f.several {
		return a.simSeeds(ctx, s, set, f)
	}
	return a.simOnce(ctx, s, set, f)
}

// scenario is the scenario that was named, cut to its length, with the knobs as they were given.
func (f *simFlags) scenario(pack *content.Pack, args []string) (*scenarios.Scenario, scenarios.Settings, error) {
	if len(args) == 0 {
		return nil, nil, fmt.Errorf("name a scenario: choose one of %s", strings.Join(pack.Scenarios.IDs(), ", "))
	}
	s, err := pack.Scenario(args[0])
	if err != nil {
		return nil, nil, err
	}
	if f.horizon != "" {
		d, err := scenarios.ParseDuration(f.horizon)
		if err != nil {
			return nil, nil, fmt.Errorf("--for: %w", err)
		}
		if s, err = s.Shortened(d); err != nil {
			return nil, nil, err
		}
	}
	set, err := settings(f.set)
	if err != nil {
		return nil, nil, err
	}
	err = s.Try(set)
	return s, set, err
}

// simOnce makes one run and prints it.
func (a *app) simOnce(ctx context.Context, s *scenarios.Scenario, set scenarios.Settings, f *simFlags) error {
	injected, acts, err := s.Injected(f.inject)
	if err != nil {
		return usage(err)
	}
	run, err := injected.Start(set, uint64(f.seed), acts...)
	if err != nil {
		return usage(err)
	}
	result, err := await(ctx, func() (*scenarios.Result, error) {
		run.Advance(engine.Time(injected.Horizon))
		return run.Result(), nil
	})
	if err != nil {
		return err
	}
	quiet, err := a.files(f, run)
	if err != nil || quiet {
		return err
	}
	report, err := result.Report(f.inject)
	if err != nil {
		return err
	}
	report.Acts, report.Link = run.Acts(), "sysprep sim "+run.Link(false)
	switch {
	case f.json:
		return printJSON(a.out, report)
	case f.csv:
		return scenarios.WriteWindows(a.out, result.Scenario, report.Windows)
	}
	p := a.newPage()
	if err := p.run(result, report, set, acts); err != nil {
		return err
	}
	return p.show(a.out)
}

// simSeeds makes many runs and prints what they have in common.
func (a *app) simSeeds(ctx context.Context, s *scenarios.Scenario, set scenarios.Settings, f *simFlags) error {
	progress, clear := a.countRuns(int(f.seeds))
	report, err := await(ctx, func() (scenarios.Report, error) {
		return s.ReportSeeds(ctx, set, f.inject, scenarios.Seeds(int(f.seeds)), 0, progress)
	})
	clear()
	if err != nil {
		return err
	}
	switch {
	case f.json:
		return printJSON(a.out, report)
	case f.csv:
		return writeSeeds(a.out, report)
	}
	p := a.newPage()
	if err := p.seeds(s, report, set); err != nil {
		return err
	}
	return p.show(a.out)
}

// countRuns shows how many runs are done, if somebody watches standard error, and takes
// that away again.
func (a *app) countRuns(of int) (progress func(done int), clear func()) {
	if !isTerminal(a.err) {
		return nil, func() {}
	}
	return func(done int) { fmt.Fprintf(a.err, "\r%d of %d runs", done, of) },
		func() { fmt.Fprintf(a.err, "\r%*s\r", len(fmt.Sprintf("%d of %d runs", of, of)), "") }
}
