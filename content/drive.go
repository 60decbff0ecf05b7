package content

import (
	"context"
	"fmt"
	"slices"

	"sysprep/scenarios"
)

// DriveForm makes a challenge a run that the learner steers: from a time on, knobs are turned
// while it goes on, and what is judged is that run and the same acts under other luck.
type DriveForm struct {
	From scenarios.Duration
	Acts []string // that meet the goals, as scenarios.ParseInject reads them; for the pack's tests, never shown
}

type driveBlock struct {
	From scenarios.Duration `yaml:"from"`
	Acts []string           `yaml:"acts"`
}

// setDrive takes the drive of a challenge.
func (s *stepFile) setDrive(b *driveBlock) {
	s.Challenge.Drive = &DriveForm{From: b.From, Acts: b.Acts}
	if b.From <= 0 {
		s.tree.missing("from", "the drive has no time at which the learner takes over", "add from: 60s, or another time", "drive")
	}
	if len(s.Challenge.Solution) > 0 {
		s.tree.fault("the solution of a drive is what is done, not a design", "remove it, and write drive: {acts: [load=150/s@90s]}", "solution")
	}
}

// checkDrive holds a drive against its scenario.
func (p *parsed) checkDrive(s *stepFile, sc *scenarioFile) {
	d := s.Challenge.Drive
	if d == nil || len(sc.tree.src.faults) > 0 {
		return
	}
	if d.From >= sc.def.Horizon {
		s.tree.fault("the learner takes over after the end of the run at "+sc.def.Horizon.String(), "write an earlier time", "drive", "from")
	}
	for i, text := range d.Acts {
		act, off, err := sc.def.ParseInject(text)
		switch {
		case err != nil:
			s.tree.fault(err.Error(), "", "drive", "acts", i)
		case off || act.Kind != scenarios.Turn || !contains(s.Challenge.Allow, act.Knob):
			s.tree.fault(quoted(text)+" is nothing that the learner can do", "turn one of the knobs under allow:", "drive", "acts", i)
		case scenarios.Duration(act.At) < d.From:
			s.tree.fault(quoted(text)+" comes before the learner takes over", "write a time from "+d.From.String()+" on", "drive", "acts", i)
		}
	}
}

// proveDrive holds a drive to its word: the acts of its solution meet it; doing nothing, its
// decoys, and each knob turned to an end of its range and left there do not.
func (p *Pack) proveDrive(ctx context.Context, of string, c *ChallengeStep, t Trial, report func(Proof)) error {
	base := p.Scenarios.Of(c.Scenario)
	seeds := scenarios.Seeds(challengeSeeds)
	if t.Seeds > 0 {
		seeds = seeds[:min(t.Seeds, len(seeds))]
	}
	hold := func(says string, inject []string, want bool) error {
		s, acts, err := base.Injected(inject)
		if err != nil {
			return err
		}
		j, err := s.Judge(ctx, nil, acts, c.Goals, seeds, t.Cores, nil)
		if err != nil {
			return err
		}
		pr := Proof{Of: of, Says: says, OK: (j.All.Rate >= c.PassRate) == want}
		if !pr.OK {
			pr.Why = fmt.Sprintf("%v meets the goals in %d of %d seeds", inject, j.All.Held, j.All.Of)
		}
		report(pr)
		return nil
	}
	if len(c.Drive.Acts) == 0 {
		report(Proof{Of: of, Says: "The drive has a solution.", Why: "add acts: to drive:, with turns of knobs that meet it"})
		return nil
	}
	if err := hold("The acts of the solution meet the challenge.", c.Drive.Acts, true); err != nil {
		return err
	}
	if err := hold("Doing nothing does not meet it.", nil, false); err != nil {
		return err
	}
	for _, d := range c.Decoys {
		i := slices.IndexFunc(base.Expect, func(e scenarios.Expect) bool { return e.ID == d.Expect })
		if err := hold("A decoy does not meet it: "+d.Say, base.Expect[i].Inject, false); err != nil {
			return err
		}
	}
	ends, err := extremes(base, c.Allow)
	if err != nil {
		return err
	}
	for _, set := range ends {
		var acts []string
		for _, id := range c.Allow {
			if v, ok := set[id]; ok {
				acts = append(acts, id+"="+v+"@"+c.Drive.From.String())
			}
		}
		if err := hold("An extreme does not meet it.", acts, false); err != nil {
			return err
		}
	}
	return nil
}
