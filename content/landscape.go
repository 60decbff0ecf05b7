package content

import (
	"fmt"
	"slices"

	"sysprep/scenarios"
)

// FormDesign is a scenario with some knobs turned, under a name of at most 14 letters.
type FormDesign struct {
	Label string
	Set   map[string]string
}

// LandscapeForm makes a simulate step show both branches of a knob's hysteresis, with a
// ball in it that the learner rolls.
type LandscapeForm struct {
	Knob     string
	From, To string // in the knob's notation
	Places   int    // how many values between them are run
	Seeds    int    // for each
	Marks    []LandscapeMark
	Designs  []FormDesign // landscapes to change over between; the first one is the step's own design
}

// LandscapeMark is a value of the knob with a name.
type LandscapeMark struct {
	At    string
	Label string
}

type landscapeBlock struct {
	Knob    string               `yaml:"knob"`
	From    string               `yaml:"from"`
	To      string               `yaml:"to"`
	Places  int                  `yaml:"places"`
	Seeds   int                  `yaml:"seeds"`
	Marks   []landscapeMarkBlock `yaml:"marks"`
	Designs []formDesignBlock    `yaml:"designs"`
}

type landscapeMarkBlock struct {
	At    string `yaml:"at"`
	Label string `yaml:"label"`
}

type formDesignBlock struct {
	Label string            `yaml:"label"`
	Set   map[string]string `yaml:"set"`
}

// What a landscape has if its block doesn't say, and the most.
const (
	usualPlaces         = 20
	mostLandscapePlaces = 30
	usualLandscapeSeeds = 2
	mostLandscapeSeeds  = 5
	mostDesigns         = 4
	mostMarks           = 3
	longestLabel        = 14
)

// setLandscape takes the landscape of a simulate step.
func (s *stepFile) setLandscape(b *landscapeBlock) {
	f := &LandscapeForm{Knob: b.Knob, From: b.From, To: b.To, Places: b.Places, Seeds: b.Seeds}
	s.Simulate.Landscape = f
	if f.Places == 0 {
		f.Places = usualPlaces
	}
	if f.Seeds == 0 {
		f.Seeds = usualLandscapeSeeds
	}
	if f.Places < 5 || f.Places > mostLandscapePlaces {
		s.tree.fault("a landscape can't have that many places", fmt.Sprintf("write a number from 5 to %d", mostLandscapePlaces), "landscape", "places")
	}
	if f.Seeds < 1 || f.Seeds > mostLandscapeSeeds {
		s.tree.fault("a landscape can't be taken over that many seeds", fmt.Sprintf("write a number from 1 to %d", mostLandscapeSeeds), "landscape", "seeds")
	}
	for _, key := range []struct{ name, value string }{{"knob", b.Knob}, {"from", b.From}, {"to", b.To}} {
		if key.value == "" {
			s.tree.missing(key.name, "the landscape has no "+key.name, "add "+key.name+":", "landscape")
		}
	}
	if len(s.Simulate.Notes) > 0 {
		s.tree.fault("a landscape has no time at which a note could be said", "remove the notes, or write a step of its own for the run", "notes")
	}
	for i, m := range b.Marks {
		f.Marks = append(f.Marks, LandscapeMark(m))
		s.checkLabel(m.Label, "landscape", "marks", i)
	}
	if len(b.Marks) > mostMarks {
		s.tree.fault("there is no room for so many marks", fmt.Sprintf("keep %d", mostMarks), "landscape", "marks")
	}
	f.Designs = s.designs(b.Designs, s.Simulate.Set, "landscape")
}

// designs are the designs of a form; the step's own one if it has none.
func (s *stepFile) designs(blocks []formDesignBlock, own map[string]string, form string) (all []FormDesign) {
	if len(blocks) == 0 {
		return []FormDesign{{Label: "as it is", Set: own}}
	}
	if len(blocks) > mostDesigns {
		s.tree.fault("there is no room for so many designs", fmt.Sprintf("keep %d", mostDesigns), form, "designs")
	}
	for i, d := range blocks {
		s.checkLabel(d.Label, form, "designs", i)
		all = append(all, FormDesign{Label: d.Label, Set: scenarios.Settings(own).Over(d.Set)})
	}
	return all
}

// checkLabel holds a name against the room that screens have for it.
func (s *stepFile) checkLabel(label string, path ...any) {
	switch n := len([]rune(label)); {
	case n == 0:
		s.tree.missing("label", "there is no label", "add label: and a name", path...)
	case n > longestLabel:
		s.tree.fault("the label is too long for the screen", fmt.Sprintf("write at most %d letters", longestLabel), append(slices.Clone(path), "label")...)
	}
}

// Sweep is the sweep that a design's landscape takes.
func (f *LandscapeForm) Sweep(s *scenarios.Scenario, d FormDesign) (*scenarios.Sweep, error) {
	values, err := s.SweepValues(f.Knob, f.From, f.To, f.Places, d.Set)
	if err != nil {
		return nil, err
	}
	return &scenarios.Sweep{Scenario: s, Set: d.Set, Knob: f.Knob, Values: values, Seeds: scenarios.Seeds(f.Seeds), Strike: true}, nil
}

// checkLandscape holds a landscape against its scenario.
func (p *parsed) checkLandscape(s *stepFile, sc *scenarioFile) {
	f := s.Simulate.Landscape
	if f == nil || f.Knob == "" || len(sc.tree.src.faults) > 0 || len(s.tree.src.faults) > 0 {
		return
	}
	if !contains(sc.knobs(), f.Knob) {
		s.tree.fault(sc.none("knob", f.Knob), nearest(f.Knob, sc.knobs()), "landscape", "knob")
		return
	}
	for i, d := range f.Designs {
		sc.checkSettings(s.tree, d.Set, "landscape", "designs", i, "set")
	}
	if len(s.tree.src.faults) > 0 {
		return
	}
	// Whether each value can be run takes a tenth of a second, and is for pack test.
	if _, err := sc.def.SweepValues(f.Knob, f.From, f.To, 2, f.Designs[0].Set); err != nil {
		s.tree.fault("this landscape can't be computed: "+err.Error(), "", "landscape")
	}
	for i, m := range f.Marks {
		if _, err := sc.def.KnobNumber(f.Knob, m.At); err != nil {
			s.tree.fault(err.Error(), "", "landscape", "marks", i, "at")
		}
	}
}

// proveLandscape tries whether each design has a landscape. What it looks like is said by
// expects.
func (p *Pack) proveLandscape(of string, f *SimulateStep, report func(Proof)) {
	for _, d := range f.Landscape.Designs {
		w, err := f.Landscape.Sweep(p.Scenarios.Of(f.Scenario), d)
		if err == nil {
			err = w.Check()
		}
		pr := Proof{Of: of, Says: "The landscape of " + d.Label + " can be computed.", OK: err == nil}
		if err != nil {
			pr.Why = err.Error()
		}
		report(pr)
	}
}
