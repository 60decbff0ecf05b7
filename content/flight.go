package content

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/scenarios"
)

// Flight is the system that a choice of protections leads to: the scenario without the
// faults that they are against, and the knob values that they stand for, on top of set. Names of protections
// that are no more are passed over.
func (p *PreflightStep) Flight(s *scenarios.Scenario, set scenarios.Settings, chosen []string) (*scenarios.Scenario, scenarios.Settings) {
	design := maps.Clone(set)
	var spared []string
	for _, pr := range p.Protections {
		if !slices.Contains(chosen, pr.ID) {
			continue
		}
		for id, value := range pr.Set {
			design = design.With(id, value)
		}
		for id, value := range pr.Calm {
			design = design.With(id, value)
		}
		if pr.Fault != "" {
			spared = append(spared, pr.Fault)
		}
	}
	return s.Without(spared...), design
}

// Fate is what became of a protection in a flight.
type Fate uint8

// Fates of protections.
const (
	Aside     Fate = iota // not chosen, and against nothing
	Protected             // chosen, so that its attack found nothing to attack
	Hit                   // forgotten, and the attack did harm
	Survived              // forgotten, and the goal was met all the same
	Useless               // chosen, and against nothing
)

// Survey tells what became of each protection in a flight that is over.
func (p *PreflightStep) Survey(chosen []string, r *scenarios.Result) ([]Fate, error) {
	goals, err := r.GoalReports()
	if err != nil {
		return nil, err
	}
	fates := make([]Fate, len(p.Protections))
	for i, pr := range p.Protections {
		taken := slices.Contains(chosen, pr.ID)
		met := slices.ContainsFunc(goals, func(g scenarios.GoalReport) bool { return g.ID == pr.Goal && g.Pass != nil && *g.Pass })
		switch {
		case !pr.Attacked() && taken:
			fates[i] = Useless
		case !pr.Attacked():
		case taken:
			fates[i] = Protected
		case met:
			fates[i] = Survived
		default:
			fates[i] = Hit
		}
	}
	return fates, nil
}

// proveFlight flies the pre-flight that a simulate step names.
func (p *Pack) proveFlight(ctx context.Context, l *Lesson, step *Step, t Trial, report func(Proof)) error {
	f := l.PreflightOf(step)
	if f == nil {
		return nil
	}
	return p.provePreflight(ctx, l.ID+"/"+step.ID, f.Preflight, step.Simulate.Set, t, report)
}

// PreflightOf is the pre-flight step that a simulate step flies, or nil.
func (l *Lesson) PreflightOf(step *Step) *Step {
	if step.Simulate == nil || step.Simulate.Preflight == "" {
		return nil
	}
	i := slices.IndexFunc(l.Steps, func(s Step) bool { return s.ID == step.Simulate.Preflight && s.Preflight != nil })
	if i < 0 {
		return nil
	}
	return &l.Steps[i]
}

// flightSeeds is how many seeds each choice of a pre-flight is flown over.
const flightSeeds = 2

// provePreflight flies every choice that a learner can make with all that may be chosen:
// each attack on what was forgotten must miss its goal, and the goals of what was chosen
// must be met, whatever else was forgotten.
func (p *Pack) provePreflight(ctx context.Context, of string, f *PreflightStep, set scenarios.Settings, t Trial, report func(Proof)) error {
	s := p.Scenarios.Of(f.Scenario)
	for _, chosen := range choices(f, f.Most) {
		flown, design := f.Flight(s, set, chosen)
		goals := make([]string, 0, len(f.Protections))
		for _, pr := range f.Protections {
			if pr.Goal != "" {
				goals = append(goals, pr.Goal)
			}
		}
		j, err := flown.Judge(ctx, design, nil, goals, scenarios.Seeds(flightSeeds), t.Cores, nil)
		if err != nil {
			return err
		}
		pr := Proof{Of: of, Says: "Attacked is what was forgotten, and nothing else: " + strings.Join(chosen, ", "), OK: true}
		for _, protection := range f.Protections {
			for _, g := range j.Goals {
				taken := slices.Contains(chosen, protection.ID)
				if g.ID != protection.Goal || taken && g.Held == g.Of || !taken && g.Held == 0 {
					continue
				}
				pr.OK = false
				pr.Why += fmt.Sprintf("%s, chosen: %v, meets %s in %d of %d seeds. ", protection.ID, taken, g.ID, g.Held, g.Of)
			}
		}
		report(pr)
	}
	return nil
}

// choices are the ways to choose n of the protections.
func choices(f *PreflightStep, n int) (all [][]string) {
	var pick func(from int, chosen []string)
	pick = func(from int, chosen []string) {
		if len(chosen) == n {
			all = append(all, slices.Clone(chosen))
			return
		}
		for i := from; i < len(f.Protections); i++ {
			pick(i+1, append(chosen[:len(chosen):len(chosen)], f.Protections[i].ID))
		}
	}
	pick(0, nil)
	return all
}
