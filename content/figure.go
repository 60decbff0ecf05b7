package content

import (
	"slices"
	"strings"

	"sysprep/scenarios"
)

// ExploreStep is a figure that the learner takes into their own hands. Figure names it;
// the field of that name, if there is one, holds what it was told. Package
// lessons/figure plays it.
type ExploreStep struct {
	Figure   string
	Scenario string   // the system that the figure runs; empty where it needs none
	Seed     uint64   // of its luck
	Compare  []string // ids of predict steps that it answers
	Claims   []string // ids of expects in the scenario: what the lesson says of the figure

	Gamma     *GammaFigure
	Ledger    *LedgerFigure
	Posterior *PosteriorFigure
}

// Names of figures.
const (
	FigureFate      = "fate"      // one machine, or a network between: what dies together
	FigureGamma     = "gamma"     // D2TCP's p = alpha^d, and what flows do with it
	FigureLedger    = "ledger"    // assumptions are written down, and the others broken
	FigurePosterior = "posterior" // a budget of tests, and beliefs that move
)

var figureNames = []string{FigureFate, FigureGamma, FigureLedger, FigurePosterior}

// GammaFigure is about two groups of a scenario of the model transport.
type GammaFigure struct {
	Knob   string // id of the knob that sets d of the first group
	Groups [2]string
	Window int // packets, for the arithmetic
}

// LedgerFigure is the assumptions that a scenario makes. Each has a fault, or knobs, that end it.
type LedgerFigure struct {
	Lines []LedgerLine
}

// LedgerLine is one assumption.
type LedgerLine struct {
	Fault  string            // id of the scenario's fault that ends it, with its time and span; or
	Set    map[string]string // knobs of the scenario that end it, from At on for For
	At     scenarios.Duration
	For    scenarios.Duration
	Column string      // time, load or data
	Text   string      // the assumption, as a sentence
	Words  []string    // "answer|reply within|less": a line that has one word of each group is about it
	Worth  []*Quantity // what it is worth, one of these; empty where words are enough
	Say    string      // what showed it, for who did not see it
}

// PosteriorFigure is a release of changes, each unsafe with some chance, and tests of
// pools of them.
type PosteriorFigure struct {
	Groups      []PriorGroup
	Tests       int     // how many there is time for, 1 to 6
	Sensitivity float64 // share of tests with an unsafe change that are red
	Specificity float64 // share of tests without one that are green
}

// PriorGroup is some changes that are unsafe with the same chance.
type PriorGroup struct {
	Count int
	Prior float64
}

// Bounds of a posterior figure: more changes don't fit on a screen, and more tests not into the exact sum.
const (
	mostChanges = 40
	mostTests   = 6
	mostLines   = 12
)

type exploreBlock struct {
	blockHead   `yaml:",inline"`
	Figure      string            `yaml:"figure"`
	Scenario    string            `yaml:"scenario"`
	Seed        uint64            `yaml:"seed"`
	Compare     []string          `yaml:"compare"`
	Claims      []string          `yaml:"claims"`
	Knob        string            `yaml:"knob"`
	Pair        []string          `yaml:"pair"`
	Window      int               `yaml:"window"`
	Lines       []ledgerLineBlock `yaml:"lines"`
	Groups      []priorBlock      `yaml:"groups"`
	Tests       int               `yaml:"tests"`
	Sensitivity scenarios.Ratio   `yaml:"sensitivity"`
	Specificity scenarios.Ratio   `yaml:"specificity"`
}

type ledgerLineBlock struct {
	Fault  string             `yaml:"fault"`
	Set    map[string]string  `yaml:"set"`
	At     scenarios.Duration `yaml:"at"`
	For    scenarios.Duration `yaml:"for"`
	Column string             `yaml:"column"`
	Text   string             `yaml:"text"`
	Words  []string           `yaml:"words"`
	Worth  []quantityBlock    `yaml:"worth"`
	Say    string             `yaml:"say"`
}

type priorBlock struct {
	Count int             `yaml:"count"`
	Prior scenarios.Ratio `yaml:"prior"`
}

// setExplore takes the block of a figure.
func (s *stepFile) setExplore(b *exploreBlock) {
	e := &ExploreStep{Figure: b.Figure, Scenario: b.Scenario, Seed: b.Seed, Compare: b.Compare, Claims: b.Claims}
	s.Explore = e
	s.need(b.Figure, "figure", "one of "+strings.Join(figureNames, ", "))
	if b.Figure != "" && !slices.Contains(figureNames, b.Figure) {
		s.tree.fault("there is no figure "+quoted(b.Figure), nearest(b.Figure, figureNames), "figure")
		return
	}
	for _, key := range []struct {
		name   string
		set    bool
		figure []string
	}{
		{"scenario", b.Scenario != "", []string{FigureGamma, FigureLedger}},
		{"claims", len(b.Claims) > 0, []string{FigureGamma, FigureLedger}},
		{"knob", b.Knob != "", []string{FigureGamma}},
		{"pair", len(b.Pair) > 0, []string{FigureGamma}},
		{"window", b.Window != 0, []string{FigureGamma}},
		{"lines", len(b.Lines) > 0, []string{FigureLedger}},
		{"groups", len(b.Groups) > 0, []string{FigurePosterior}},
		{"tests", b.Tests != 0, []string{FigurePosterior}},
		{"sensitivity", b.Sensitivity != 0, []string{FigurePosterior}},
		{"specificity", b.Specificity != 0, []string{FigurePosterior}},
	} {
		if key.set && !slices.Contains(key.figure, b.Figure) {
			s.tree.fault("the figure "+b.Figure+" has no "+key.name, "remove it", key.name)
		}
	}
	switch b.Figure {
	case FigureGamma:
		s.setGamma(b)
	case FigureLedger:
		s.setLedger(b)
	case FigurePosterior:
		s.setPosterior(b)
	}
}

func (s *stepFile) setGamma(b *exploreBlock) {
	s.need(b.Scenario, "scenario", "the id of a scenario of the model transport")
	s.need(b.Knob, "knob", "the id of the knob that sets d")
	g := &GammaFigure{Knob: b.Knob, Window: b.Window}
	s.Explore.Gamma = g
	if len(b.Pair) != 2 {
		s.need("", "pair", "the ids of two groups of senders: the one whose d is set, and the other")
	} else {
		g.Groups = [2]string(b.Pair)
	}
	if g.Window == 0 {
		g.Window = 40
	}
	if g.Window < 1 || g.Window > 10_000 {
		s.tree.fault("a window can't have that many packets", "write a number from 1 to 10000", "window")
	}
}

func (s *stepFile) setLedger(b *exploreBlock) {
	s.need(b.Scenario, "scenario", "the id of the scenario that makes the assumptions")
	l := &LedgerFigure{}
	s.Explore.Ledger = l
	if len(b.Lines) == 0 || len(b.Lines) > mostLines {
		s.tree.fault("a ledger has 1 to 12 lines", "write lines: with fault, column, text, words and say", "lines")
	}
	for i, line := range b.Lines {
		out := LedgerLine{Fault: line.Fault, Set: line.Set, At: line.At, For: line.For, Column: line.Column, Text: line.Text, Words: line.Words, Say: line.Say}
		if line.Text == "" || len(line.Words) == 0 {
			s.tree.fault("a line of a ledger needs text and words", "write the assumption, and the words that tell of it", "lines", i)
		}
		switch {
		case (line.Fault == "") == (len(line.Set) == 0):
			s.tree.fault("a line of a ledger needs what ends its assumption", "write fault: and the id of one, or set: with knobs, at: and for:", "lines", i)
		case len(line.Set) > 0 && line.For <= 0:
			s.tree.fault("this line does not say when it is broken", "write at: and for:", "lines", i)
		}
		if columns := []string{"time", "load", "data"}; !slices.Contains(columns, line.Column) {
			s.tree.fault("there is no column "+quoted(line.Column), "write column: time, load or data", "lines", i)
		}
		for k := range line.Worth {
			out.Worth = append(out.Worth, s.tree.quantity(&line.Worth[k], "lines", i, "worth", k))
		}
		l.Lines = append(l.Lines, out)
	}
}

func (s *stepFile) setPosterior(b *exploreBlock) {
	p := &PosteriorFigure{Tests: b.Tests, Sensitivity: float64(b.Sensitivity), Specificity: float64(b.Specificity)}
	s.Explore.Posterior = p
	if p.Sensitivity == 0 {
		p.Sensitivity = 1
	}
	if p.Specificity == 0 {
		p.Specificity = 1
	}
	if p.Sensitivity < 0.5 || p.Sensitivity > 1 || p.Specificity < 0.5 || p.Specificity > 1 {
		s.tree.fault("a test that errs more than every second time tells nothing", "write sensitivity and specificity from 50% to 100%", "tests")
	}
	if p.Tests < 1 || p.Tests > mostTests {
		s.tree.fault("there can't be that many tests", "write tests: and a number from 1 to 6", "tests")
	}
	n := 0
	for i, g := range b.Groups {
		if g.Count < 1 || g.Count > mostChanges || !(g.Prior > 0 && g.Prior < 1) {
			s.tree.fault("a group needs a count and a prior", "write {count: 8, prior: 5%}", "groups", i)
		}
		n += g.Count
		p.Groups = append(p.Groups, PriorGroup{Count: g.Count, Prior: float64(g.Prior)})
	}
	if n < 2 || n > mostChanges {
		s.tree.fault("there can't be that many changes in a figure", "write groups: with 2 to 40 changes in all", "groups")
	}
}

// checkExplore holds what a figure names against its scenario.
func (p *parsed) checkExplore(s *stepFile) {
	e := s.Explore
	sc := p.scenario(s.tree, e.Scenario)
	if sc == nil {
		return
	}
	sc.checkNames(s.tree, "expect", e.Claims, sc.expects(), "claims")
	if g := e.Gamma; g != nil {
		if sc.def.Model != "transport" {
			s.tree.fault("the figure gamma needs a scenario of the model transport", "name another one", "scenario")
			return
		}
		if g.Knob != "" && !contains(sc.knobs(), g.Knob) {
			s.tree.fault(sc.none("knob", g.Knob), nearest(g.Knob, sc.knobs()), "knob")
		}
		for i, id := range g.Groups {
			if groups := sc.def.TransportGroups(); id != "" && !contains(groups, id) {
				s.tree.fault(sc.none("group", id), nearest(id, groups), "pair", i)
			}
		}
	}
	if l := e.Ledger; l != nil {
		for i, line := range l.Lines {
			sc.checkSettings(s.tree, line.Set, "lines", i, "set")
			f, err := sc.def.Fault(line.Fault)
			switch {
			case line.Fault == "":
			case err != nil:
				s.tree.fault("the scenario has no fault "+quoted(line.Fault), "add it, or mend the id", "lines", i)
			case f.For <= 0 || f.On:
				s.tree.fault("the fault "+quoted(line.Fault)+" must wait to be started, and end", "give it at: and for:, and no on:", "lines", i)
			}
		}
	}
}
