package content

import (
	"strconv"

	"sysprep/scenarios"
)

// checkScenarioReferences reports nodes and edges that are named but not there, and
// whether there were any.
func (t *tree) checkScenarioReferences(s *scenarios.Scenario) bool {
	faults := len(t.src.faults)
	var nodes, edges []string
	for _, n := range s.Nodes {
		nodes = append(nodes, n.ID)
	}
	for _, e := range s.Edges {
		edges = append(edges, e.ID)
	}
	must := func(what, id string, have []string, path ...any) {
		if id != "" && !contains(have, id) {
			t.fault("there is no "+what+" "+quoted(id), nearest(id, have), path...)
		}
	}
	for i, n := range s.Nodes {
		for j, step := range n.Does {
			must("edge", step.Lookup, edges, "nodes", i, "does", j, "lookup")
			must("edge", step.Call, edges, "nodes", i, "does", j, "call")
			must("edge", step.Fill, edges, "nodes", i, "does", j, "fill")
			must("edge", step.Fan.Call, edges, "nodes", i, "does", j, "fan", "call")
			for k, id := range step.Fan.Calls {
				must("edge", id, edges, "nodes", i, "does", j, "fan", "calls", k)
			}
		}
	}
	var links []string
	for _, l := range s.Links {
		links = append(links, l.ID)
	}
	for i, e := range s.Edges {
		must("link", e.Network.Request.Link, links, "edges", i, "network", "request", "link")
		must("link", e.Network.Reply.Link, links, "edges", i, "network", "reply", "link")
		must("node", e.From, nodes, "edges", i, "from")
		must("node", e.To, nodes, "edges", i, "to")
	}
	party := "node"
	if others, word := partiesOf(s); others != nil {
		nodes, party = others, word
	}
	for i, f := range s.Faults {
		must(party, f.Target, nodes, "faults", i, "target")
		must(party, f.To, nodes, "faults", i, "to")
		must("edge", f.Edge, edges, "faults", i, "edge")
	}
	for i, c := range s.Charts {
		must(party, c.Node, nodes, "charts", i, "node")
	}
	for i, g := range s.Goals {
		must(party, g.Node, nodes, "goals", i, "node")
	}
	for i, e := range s.Expect {
		must(party, e.Node, nodes, "expect", i, "node")
	}
	return len(t.src.faults) > faults
}

// partiesOf are the ids that faults and metrics can name in the other models, and what
// they are; nil in the model requests.
func partiesOf(s *scenarios.Scenario) (ids []string, what string) {
	switch {
	case s.Transport != nil:
		ids = []string{"senders"} // the only group of a section without groups
		for _, g := range s.Transport.Groups {
			ids = append(ids, g.ID)
		}
		return ids, "group"
	case s.Log != nil:
		ids = []string{}
		for _, r := range s.Log.Replicas {
			ids = append(ids, r.ID)
		}
		for _, r := range s.Log.Regions {
			ids = append(ids, r.ID)
		}
		return ids, "replica or region"
	}
	return nil, ""
}

// checkSettings reports knob values that the scenario does not take.
func (s *scenarioFile) checkSettings(t *tree, set map[string]string, path ...any) {
	for id, value := range set {
		at := append(path[:len(path):len(path)], id)
		if !contains(s.knobs(), id) {
			t.faultAt(t.keyPosition(id, path...), s.none("knob", id), nearest(id, s.knobs()))
		} else if len(s.tree.src.faults) > 0 {
			continue // its knobs may be at fault
		} else if _, err := s.def.Apply(scenarios.Settings{id: value}); err != nil {
			t.fault(err.Error(), "", at...)
		}
	}
}

func (s *scenarioFile) none(what, id string) string {
	return "scenario " + strconv.Quote(s.def.ID) + " has no " + what + " " + quoted(id)
}

func (s *scenarioFile) knobs() []string { return s.def.KnobIDs() }

func (s *scenarioFile) faults() (ids []string) {
	for _, f := range s.def.Faults {
		ids = append(ids, f.ID)
	}
	return ids
}

func (s *scenarioFile) goals() (ids []string) {
	for _, g := range s.def.Goals {
		ids = append(ids, g.ID)
	}
	return ids
}

func (s *scenarioFile) expects() (ids []string) {
	for _, e := range s.def.Expect {
		ids = append(ids, e.ID)
	}
	return ids
}
