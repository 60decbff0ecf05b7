package main

import (
	"context"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/plain"
)

// start begins the run that the flags of the lab ask for, up to its time. Without a scenario
// there is none.
func (to *place) start(pack *content.Pack, f *tutorFlags) error {
	switch {
	case to.kind != "lab":
		return nil
	case to.id == "" && len(f.inject) == 0 && f.at == "" && !f.plain:
		return nil
	case to.id == "":
		return usagef("--inject, --at and --plain are about one scenario: name it, as in %q", "sysprep lab SCENARIO --at 90s")
	}
	s, err := pack.Scenario(to.id)
	if err != nil {
		return err
	}
	injected, acts, err := s.Injected(f.inject)
	if err != nil {
		return err
	}
	at, err := labTime(s, f.at)
	if err != nil {
		return err
	}
	if to.run, err = injected.Start(to.settings, max(to.seed, 1), acts...); err != nil {
		return err
	}
	to.run.Advance(at)
	return nil
}

// labTime reads --at.
func labTime(s *scenarios.Scenario, text string) (engine.Time, error) {
	if text == "" {
		return 0, nil
	}
	at, err := scenarios.ParseDuration(text)
	if err == nil && (at < 0 || at > s.Horizon) {
		err = usagef("--at %s: the run lasts %s, so choose a time in it", text, s.Horizon)
	}
	return engine.Time(at), err
}

// playLab plays the lab as linear text.
func (a *app) playLab(ctx context.Context, run *scenarios.Run) error {
	return plain.Lab(ctx, plain.LabOptions{Run: run, In: a.in, Out: a.out, Width: a.width()})
}
