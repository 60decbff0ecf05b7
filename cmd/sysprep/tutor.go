package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/scenarios"
)

// tutorFlags are the flags of the commands that open the tutor.
type tutorFlags struct {
	plain   bool
	asked   bool // --plain was written, as true or as false
	reduced bool
	set     []string
	inject  []string
	at      string
	seed    wholeNumber
}

// place is where the tutor opens.
type place struct {
	kind     string // home, learn, lab or review
	id       string // of the lesson or scenario, or ""
	settings scenarios.Settings
	seed     uint64
	reduced  bool
	run      *scenarios.Run // of the lab, under way; nil: from settings and seed
}

func (a *app) learn() *cobra.Command {
	return a.tutorCommand(&cobra.Command{
		Use:   "learn [LESSON]",
		Short: "Go on with a lesson (of an installed pack: OWNER/NAME/LESSON)",
		Args:  atMost(1, "one lesson"),
	}, "learn")
}

func (a *app) lab() *cobra.Command {
	return a.tutorCommand(&cobra.Command{
		Use:     "lab [SCENARIO]",
		Short:   "Play with a system: turn knobs, inject faults, fork",
		Example: "  sysprep lab cache-collapse --set queue=400",
		Args:    atMost(1, "one scenario"),
	}, "lab")
}

func (a *app) review() *cobra.Command {
	return a.tutorCommand(&cobra.Command{
		Use:   "review",
		Short: "Review what is due",
		Args:  atMost(0, "no arguments"),
	}, "review")
}

// tutorCommand gives a command the flags of the tutor, and has it open at that place.
func (a *app) tutorCommand(c *cobra.Command, kind string) *cobra.Command {
	f := &tutorFlags{seed: 1}
	c.Flags().BoolVar(&f.plain, "plain", false, "linear text, for screen readers and pipes (also by settings, and where there is no terminal)")
	c.Flags().BoolVar(&f.reduced, "reduced-motion", false, "steps instead of movement (also SYSPREP_REDUCED_MOTION)")
	if kind == "lab" {
		c.Flags().StringArrayVar(&f.set, "set", nil, "turn a knob: `KNOB=VALUE` (may be repeated)")
		c.Flags().Var(&f.seed, "seed", "seed of the run")
		c.Flags().StringArrayVar(&f.inject, "inject", nil, "start a fault: `FAULT@T`; -FAULT@T ends one, KNOB=VALUE@T turns a knob, -FAULT takes one out of the story (may be repeated)")
		c.Flags().StringVar(&f.at, "at", "", "begin at this `TIME` of the run, such as 90s")
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		id := ""
		if kind != "home" && len(args) > 0 {
			id = args[0]
		}
		f.asked = c.Flags().Changed("plain")
		return a.openTutor(c.Context(), kind, id, f)
	}
	return c
}

// openTutor checks the place before anything is drawn, and goes there.
func (a *app) openTutor(ctx context.Context, kind, id string, f *tutorFlags) error {
	if id != "" {
		id = a.intoPack([]string{id})[0]
	}
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	to := place{kind: kind, id: id, seed: uint64(f.seed), reduced: f.reduced || isOn(a.getenv("SYSPREP_REDUCED_MOTION"))}
	if err := to.check(pack, f.set); err != nil {
		return usage(err)
	}
	if err := to.start(pack, f); err != nil {
		return usage(err)
	}
	if err := a.canShow(to.kind, f); err != nil && (to.run == nil || f.asked) {
		return usage(err)
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was acknowledged is on disk
	set, err := preferred(ctx, st)
	if err != nil {
		return err
	}
	plain := f.plain || !f.asked && (set.Plain || !a.hasScreen())
	if plain && to.run != nil {
		return a.playLab(ctx, to.run)
	}
	if plain && kind != "lab" {
		return a.playPlain(ctx, pack, st, kind, id)
	}
	return a.showTutor(ctx, pack, st, to)
}

// check refuses a place that is not there, with the names of those that are.
func (to *place) check(pack *content.Pack, set []string) error {
	if to.kind == "learn" && to.id != "" {
		_, err := pack.Lesson(to.id)
		return err
	}
	if to.kind == "interview" && to.id != "" {
		if _, ok := pack.Loop(to.id); ok {
			return nil
		}
		_, err := pack.Interview(to.id)
		return err
	}
	if to.kind != "lab" || to.id == "" && len(set) == 0 {
		return nil
	}
	if to.id == "" {
		return usagef("--set turns a knob of one scenario: name it, as in %q", "sysprep lab SCENARIO --set KNOB=VALUE")
	}
	s, err := pack.Scenario(to.id)
	if err != nil {
		return err
	}
	if to.settings, err = settings(set); err != nil {
		return err
	}
	_, err = s.Apply(to.settings)
	return err
}

// hasScreen says whether screens can be drawn here: on a terminal that moves its cursor.
func (a *app) hasScreen() bool {
	return isTerminal(a.in) && isTerminal(a.out) && a.getenv("TERM") != "dumb"
}

// canShow says whether the tutor can be shown here, and if not, what to do instead. What
// has no screen is told as linear text.
func (a *app) canShow(kind string, f *tutorFlags) error {
	switch {
	case a.hasScreen() || f.plain:
		return nil
	case kind == "lab":
		return usagef(`there is no screen here: add --plain for linear text, or use "sysprep sim SCENARIO", which runs the same systems`)
	case f.asked:
		return usagef(`there is no screen here, so --plain=false can't be: leave it out for linear text`)
	}
	return nil
}

// isOn reads a switch in the environment; what is not clearly off is on.
func isOn(value string) bool {
	on, err := strconv.ParseBool(value)
	return value != "" && (on || err != nil)
}
