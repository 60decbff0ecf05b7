package content

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"sysprep/grading"
	"sysprep/scenarios"
)

// lintScenarios looks at goals, expects and charts for nodes that change nothing.
func (p *parsed) lintScenarios() {
	for _, name := range slices.Sorted(maps.Keys(p.scenarios)) {
		s := p.scenarios[name]
		if s.def == nil || len(s.tree.src.faults) > 0 {
			continue
		}
		s.lintLabels()
		for i, g := range s.def.Goals {
			s.lintNode(g.Metric, g.Node, "goals", i, "node")
		}
		for i, e := range s.def.Expect {
			s.lintNode(e.Metric, e.Node, "expect", i, "node")
		}
		for i, c := range s.def.Charts {
			s.lintNode(c.Metric, c.Node, "charts", i, "node")
		}
	}
}

// Cells that screens of 80 columns have for names: beside a knob's slider, in the box of a node, in a heading.
const (
	knobLabelCells = 22
	nodeLabelCells = 16
	titleCells     = 60
)

// lintLabels reports names that are cut where they are drawn.
func (s *scenarioFile) lintLabels() {
	check := func(label string, most int, what string, path ...any) {
		if n := utf8.RuneCountInString(label); n > most {
			s.tree.warn("long-label", fmt.Sprintf("the %s has %d characters, and screens have room for %d", what, n, most), "shorten it: a knob may say more in help:, a scenario in summary:", path...)
		}
	}
	check(s.def.Title, titleCells, "title", "title")
	for i, k := range s.def.Knobs {
		check(k.Label, knobLabelCells, "label of this knob", "knobs", i, "label")
	}
	for i, n := range s.def.Nodes {
		check(cmp.Or(n.Label, n.ID), nodeLabelCells, "name of this node", "nodes", i, "label")
	}
}

// lintNode reports a node beside a metric that is of the whole system, and a metric of one node where several could be
// meant: the claim would be about something else than it says.
func (s *scenarioFile) lintNode(metric, node string, path ...any) {
	m, err := s.def.Metric(metric)
	if err != nil {
		return
	}
	if nodes := s.def.NodesFor(m); node == "" && len(nodes) > 1 {
		path[len(path)-1] = "metric"
		s.tree.warn("node-missing", fmt.Sprintf("%s is of one node, and there are %d: without node: it is that of %s, the first in the file", metric, len(nodes), nodes[0]),
			"add node: and one of "+listed(nodes), path...)
	}
	if node == "" || m.Kind != "" {
		return
	}
	s.tree.warn("node-ignored", fmt.Sprintf("%s is of the whole system: node: %s changes nothing", metric, node), "remove node:, or take a metric of a node, such as served or queue", path...)
}

// lintDrills looks at the units of drills.
func (p *parsed) lintDrills() {
	for _, name := range slices.Sorted(maps.Keys(p.drills)) {
		d := p.drills[name]
		if d.def == nil {
			continue
		}
		for i, v := range d.def.Variants {
			d.tree.lintUnit(v.Unit, "variants", i, "answer", "unit")
			for _, param := range v.Params {
				for _, value := range param.Values {
					if _, unit, ok := parseQuantity(value.Text); ok && !grading.KnownUnit(unit) {
						d.tree.lintUnit(unit, "variants", i, "params", param.Name)
						break
					}
				}
			}
		}
	}
}

// lintInterviews reports probes that can't be asked any more when their time comes, and items that nothing leads to.
func (p *parsed) lintInterviews() {
	for _, name := range slices.Sorted(maps.Keys(p.interviews)) {
		f := p.interviews[name]
		if f.def == nil {
			continue
		}
		for i, ph := range f.def.Phases {
			for j, probe := range ph.Probes {
				if probe.After >= scenarios.Duration(ph.Minutes)*minute {
					f.tree.warn("unreachable", fmt.Sprintf("this probe waits for %s, and its phase has %d minutes", probe.After, ph.Minutes), "write an earlier time, or give the phase more", "phases", i, "probes", j, "after")
				}
			}
			if ph.Design != nil {
				f.tree.lintDesign(ph.Design, "phases", i, "design")
			}
			for j, e := range ph.Estimates {
				if e.Quantity != nil {
					f.tree.lintUnit(e.Quantity.Unit, "phases", i, "estimates", j, "answer", "quantity")
				}
			}
		}
	}
}
