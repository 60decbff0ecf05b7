package content

import (
	"fmt"
	"maps"
	"slices"
)

// AtOnce says whether an answer to a step of this kind is answered at once: a quiz
// is, a prediction waits for its simulation.
func (k StepKind) AtOnce() bool { return k == Quiz || k == Spot || k == Estimate || k == Recall }

// Asks says whether steps of this kind ask one question with a right answer.
func (k StepKind) Asks() bool { return k == Predict || k.AtOnce() && k != Recall }

// AskFor is the question of a step that asks one: of an Estimate, the one that the
// seed stands for. It is nil for other steps.
func (s *Step) AskFor(seed uint64) *Ask {
	if s.Estimate == nil {
		return s.Ask
	}
	d := s.DrawnFor(seed)
	return &d.Ask
}

// DrawnFor is the question of an Estimate step that a seed stands for, with its solution.
func (s *Step) DrawnFor(seed uint64) Drawn {
	if s.Estimate == nil || s.Estimate.Question == nil {
		return Drawn{}
	}
	d, err := s.Estimate.Question.Draw(seed)
	if err != nil { // the pack's check has drawn from it; only a pack that was never checked comes here
		return Drawn{Ask: Ask{Prompt: "This drill can't be asked: " + err.Error(), Quantity: &Quantity{}}}
	}
	return d
}

// joinDrills gives each Estimate step the variant that it names.
func (p *Pack) joinDrills(l *Lesson) {
	for i := range l.Steps {
		if e := l.Steps[i].Estimate; e != nil {
			e.Question, _ = p.Drills[e.Drill].Variant(e.Variant)
		}
	}
}

// checkDrill holds what an estimate step names against the drills that there are.
func (p *parsed) checkDrill(s *stepFile) {
	e := s.Estimate
	d, ok := p.drills[e.Drill]
	switch {
	case !ok:
		s.tree.fault("there is no file drills/"+e.Drill+".yaml", "write it, or mend the id; "+nearest(e.Drill, slices.Collect(maps.Keys(p.drills))), "drill")
	case d.def == nil:
	default:
		if _, ok := d.def.Variant(e.Variant); !ok {
			s.tree.fault("drill "+quoted(e.Drill)+" has no variant "+quoted(e.Variant), nearest(e.Variant, d.def.variantIDs()), "variant")
		}
	}
}

// checkMeaning has other rooms, and drills, look at what was read.
func (p *parsed) checkMeaning() {
	p.checkRules()
	p.checkDrills()
}

// triedDraws is how many questions of a variant are drawn to check it.
const triedDraws = 200

// checkDrills draws from each drill: conditions that can't be met and answers that
// are no numbers show only then.
func (p *parsed) checkDrills() {
	asked := 0
	for _, name := range slices.Sorted(maps.Keys(p.drills)) {
		d := p.drills[name]
		if d.def == nil || len(d.tree.src.faults) > 0 || p.enough() {
			continue
		}
		for i := range d.def.Variants {
			if asked++; asked > mostVariants {
				d.tree.fault(fmt.Sprintf("the pack has more than %d variants of drills", mostVariants), "split it into several packs", "variants", i)
				return
			}
			if err := d.def.Variants[i].try(); err != nil {
				d.tree.fault("variant "+quoted(d.def.Variants[i].ID)+" can't be asked: "+err.Error(), "mend its expressions or parameters", "variants", i)
			}
		}
	}
}

// try draws some questions.
func (v *Variant) try() error {
	c, err := v.compile()
	if err != nil {
		return err
	}
	all := 0
	for seed := range uint64(triedDraws) {
		_, draws, err := v.drawWith(c, seed)
		if err != nil {
			return err
		}
		if all += draws; all > triedDraws*mostTries {
			return fmt.Errorf("less than one draw in %d meets its condition %s", mostTries, quoted(v.Where))
		}
	}
	return nil
}

// checkRequires holds the lessons that a lesson builds on against those that there are.
func (p *parsed) checkRequires() {
	for _, l := range p.lessons {
		if l == nil {
			continue
		}
		for i, id := range l.Requires {
			if _, ok := p.lessons[id]; !ok {
				l.front.fault("there is no file lessons/"+id+".md", "write it, or mend the id; "+nearest(id, slices.Collect(maps.Keys(p.lessons))), "requires", i)
			} else if id == l.ID {
				l.front.fault("the lesson requires itself", "remove it", "requires", i)
			}
		}
	}
	p.checkCircles()
}
