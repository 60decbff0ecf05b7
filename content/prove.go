package content

import (
	"context"
	"fmt"
	"slices"

	"sysprep/scenarios"
)

// Proof is one thing that a pack says of its systems, and whether it held.
type Proof struct {
	Of   string // what it belongs to: "scenario/expect" or "lesson/step"
	Says string // the claim, as a sentence
	OK   bool
	Why  string // what was seen, where it did not hold
	Seen string // of a claim: the values that its metric had, whether it held or not

	Narrow string // of a claim that holds, but only just: by how little; see scenarios.ExpectResult.Narrow
}

// Trial says how thoroughly Prove looks.
type Trial struct {
	Seeds  int     // at most so many seeds for each claim; 0: as many as it asks for
	Nudge  float64 // claims must also hold with each knob this share either way (unless they are boundaries); 0: not tried
	Only   string  // id of the one scenario, lesson, question or drill to look at; empty: all
	Cores  int     // runs at a time; 0: as many as there are
	Report func(Proof)
	Step   func() // after each scenario, lesson, question and drill; see Parts
}

// nudgeSeeds is how many seeds a claim is tried over beside its design.
const nudgeSeeds = 3

// Prove runs every claim of the pack's scenarios, and holds every challenge, question and drill to its
// word. It reports each, and returns how many did not hold.
func (p *Pack) Prove(ctx context.Context, t Trial) (failed int, err error) {
	report := func(pr Proof) {
		if !pr.OK {
			failed++
		}
		if t.Report != nil {
			t.Report(pr)
		}
	}
	for _, id := range p.Scenarios.IDs() {
		if t.Only != "" && t.Only != id {
			continue
		}
		if err := proveClaims(ctx, p.Scenarios.Of(id), t, report); err != nil {
			return failed, err
		}
		t.step()
	}
	if err := p.proveWords(t, report); err != nil {
		return failed, err
	}
	for _, l := range p.Lessons {
		if t.Only != "" && t.Only != l.ID {
			continue
		}
		for i := range l.Steps {
			if f := l.Steps[i].Simulate; f != nil && f.Landscape != nil {
				p.proveLandscape(l.ID+"/"+l.Steps[i].ID, f, report)
			}
			if c := l.Steps[i].Challenge; c != nil {
				if err := p.proveChallenge(ctx, l.ID+"/"+l.Steps[i].ID, c, t, report); err != nil {
					return failed, err
				}
			}
			if sim := l.Steps[i].Simulate; sim != nil && sim.Preflight != "" {
				if err := p.proveFlight(ctx, l, &l.Steps[i], t, report); err != nil {
					return failed, err
				}
			}
		}
		t.step()
	}
	return failed, nil
}

func proveClaims(ctx context.Context, s *scenarios.Scenario, t Trial, report func(Proof)) error {
	expects := slices.Clone(s.Expect)
	for i := range expects {
		most := t.Seeds
		if expects[i].Share > 0 && expects[i].Share < 1 { // a share can't be told from a few seeds
			most = max(most, scenarios.DefaultSeeds)
		}
		if n := expects[i].Seeds; t.Seeds > 0 && (n == 0 || n > most) {
			expects[i].Seeds = most
		}
	}
	results, err := s.CheckExpects(ctx, expects, t.Cores)
	if err != nil {
		return err
	}
	for _, r := range results {
		pr := Proof{Of: s.ID + "/" + r.Expect.ID, Says: r.Expect.Says, OK: r.Pass, Seen: r.String(), Narrow: r.Narrow()}
		if !r.Pass {
			pr.Why = r.String()
		}
		report(pr)
	}
	if t.Nudge > 0 {
		return proveMargins(ctx, s, t, report)
	}
	return nil
}

// proveMargins tries claims beside their designs: one that holds at exactly these
// values only would teach an accident.
func proveMargins(ctx context.Context, s *scenarios.Scenario, t Trial, report func(Proof)) error {
	var beside []scenarios.Expect
	for _, e := range s.Expect {
		if e.Boundary {
			continue
		}
		nudges, err := s.Nudges(e.Set, t.Nudge)
		if err != nil {
			return err
		}
		for _, set := range nudges {
			e.Set, e.Seeds = set, nudgeSeeds
			beside = append(beside, e)
		}
	}
	results, err := s.CheckExpects(ctx, beside, t.Cores)
	if err != nil {
		return err
	}
	for _, r := range results {
		seen := fmt.Sprintf("with %v: %s", r.Expect.Set, r)
		pr := Proof{Of: s.ID + "/" + r.Expect.ID, Says: r.Expect.Says, OK: r.Pass, Seen: seen}
		if !r.Pass {
			pr.Why = seen
		}
		report(pr)
	}
	return nil
}

// proveChallenge holds a challenge to its word: its solution meets it; the design as it
// is, its decoys, and knobs at the ends of their ranges do not.
func (p *Pack) proveChallenge(ctx context.Context, of string, c *ChallengeStep, t Trial, report func(Proof)) error {
	if c.Drive != nil {
		return p.proveDrive(ctx, of, c, t, report)
	}
	s := p.Scenarios.Of(c.Scenario)
	seeds := scenarios.Seeds(challengeSeeds)
	if t.Seeds > 0 {
		seeds = seeds[:min(t.Seeds, len(seeds))]
	}
	hold := func(says string, set scenarios.Settings, want bool) error {
		j, err := s.Judge(ctx, set, nil, c.Goals, seeds, t.Cores, nil)
		if err != nil {
			return err
		}
		pr := Proof{Of: of, Says: says, OK: (j.All.Rate >= c.PassRate) == want}
		if !pr.OK {
			pr.Why = fmt.Sprintf("%v meets the goals in %d of %d seeds", set, j.All.Held, j.All.Of)
		}
		report(pr)
		return nil
	}
	if len(c.Solution) == 0 {
		report(Proof{Of: of, Says: "The challenge has a solution.", Why: "add solution: with knob values that meet it"})
		return nil
	}
	if err := hold("The solution meets the challenge.", c.Solution, true); err != nil {
		return err
	}
	if err := hold("The design as it is does not meet it.", nil, false); err != nil {
		return err
	}
	for _, d := range c.Decoys {
		i := slices.IndexFunc(s.Expect, func(e scenarios.Expect) bool { return e.ID == d.Expect })
		if err := hold("A decoy does not meet it: "+d.Say, s.Expect[i].Set, false); err != nil {
			return err
		}
	}
	ends, err := extremes(s, c.Allow)
	if err != nil {
		return err
	}
	for _, set := range ends {
		if err := hold("An extreme does not meet it.", set, false); err != nil {
			return err
		}
	}
	return nil
}

// challengeSeeds is how many seeds each design is judged over to prove a challenge.
const challengeSeeds = 6

// extremes are the designs with one knob at an end of its stops, and those with all at
// their first or their last. Of a switch with two values, either may be right.
func extremes(s *scenarios.Scenario, allow []string) ([]scenarios.Settings, error) {
	var all []scenarios.Settings
	first, last := scenarios.Settings{}, scenarios.Settings{}
	for _, id := range allow {
		k, err := s.Knob(id)
		if err != nil {
			return nil, err
		}
		stops := k.Stops()
		if len(stops) < 3 {
			continue
		}
		first[id], last[id] = stops[0], stops[len(stops)-1]
		all = append(all, scenarios.Settings{id: first[id]}, scenarios.Settings{id: last[id]})
	}
	return append(all, first, last), nil
}
