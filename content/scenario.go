package content

import (
	"fmt"

	"sysprep/scenarios"
)

// scenarioFile is a scenario with its document.
type scenarioFile struct {
	def  *scenarios.Scenario
	tree *tree
}

func parseScenario(src *source, name string) *scenarioFile {
	t := parseYAML(src, src.text, 0)
	s := &scenarios.Scenario{}
	t.bind(s)
	if t.broken {
		return &scenarioFile{tree: t}
	}
	misread := len(src.faults) > 0
	t.checkFormat(s.APIVersion, s.Kind, "Scenario")
	t.checkFileID(s.ID, name)
	if s.Title == "" {
		t.missing("title", "the scenario has no title", "add title:")
	}
	t.checkScenarioIDs(s)
	dead := t.checkScenarioReferences(s)
	large := t.checkBounds(s)
	if !misread && !dead && !large {
		// What follows builds the system: its faults would only repeat those before, and
		// only sane sizes may get there.
		t.checkKnobBounds(s)
		t.checkScenario(s)
	} else {
		t.checkWords(s) // what can be said without a system, so that not each fault takes another round
	}
	return &scenarioFile{def: s, tree: t}
}

// checkScenarioIDs reports ids that are badly formed or used twice in their list.
func (t *tree) checkScenarioIDs(s *scenarios.Scenario) {
	t.checkIDs("nodes", len(s.Nodes), func(i int) string { return s.Nodes[i].ID })
	t.checkIDs("edges", len(s.Edges), func(i int) string { return s.Edges[i].ID })
	t.checkIDs("links", len(s.Links), func(i int) string { return s.Links[i].ID })
	if s.Transport != nil {
		t.checkIDs("groups", len(s.Transport.Groups), func(i int) string { return s.Transport.Groups[i].ID }, "transport")
	}
	if l := s.Log; l != nil {
		t.checkIDs("regions", len(l.Regions), func(i int) string { return l.Regions[i].ID }, "log")
		t.checkIDs("paths", len(l.Paths), func(i int) string { return l.Paths[i].ID }, "log")
		t.checkIDs("replicas", len(l.Replicas), func(i int) string { return l.Replicas[i].ID }, "log")
		t.checkIDs("clients", len(l.Clients), func(i int) string { return l.Clients[i].ID }, "log")
	}
	t.checkIDs("knobs", len(s.Knobs), func(i int) string { return s.Knobs[i].ID })
	t.checkIDs("faults", len(s.Faults), func(i int) string { return s.Faults[i].ID })
	t.checkIDs("goals", len(s.Goals), func(i int) string { return s.Goals[i].ID })
	t.checkIDs("expect", len(s.Expect), func(i int) string { return s.Expect[i].ID })
}

// checkIDs checks the ids of the list under a key, which may stand in a section.
func (t *tree) checkIDs(key string, n int, id func(int) string, section ...any) {
	seen := map[string]bool{}
	for i := range n {
		at := append(section[:len(section):len(section)], key, i, "id")
		t.checkID(id(i), at...)
		if seen[id(i)] && id(i) != "" {
			t.fault("the id "+quoted(id(i))+" is used twice in "+key, "choose another id", at...)
		}
		seen[id(i)] = true
	}
}

// checkBounds reports sizes beyond what a run may have, and whether there were any.
func (t *tree) checkBounds(s *scenarios.Scenario) bool {
	faults := len(t.src.faults)
	if s.Horizon <= 0 || s.Horizon > mostHorizon {
		t.missing("horizon", "a run can't last "+s.Horizon.String(), "write a horizon up to 1h, such as 240s")
	}
	t.checkLists(s)
	if s.Horizon > 0 && s.Window() > 0 && int64(s.Horizon)/int64(s.Window()) > mostWindows {
		t.fault(fmt.Sprintf("a run would have more than %d windows of metrics", mostWindows), "write a longer window, or a shorter horizon", s.Model, "window")
	}
	arrivals := 0.0
	for i, n := range s.Nodes {
		if what, limit := tooLarge(n); what != "" {
			t.fault(what+" is out of bounds", "write a value from 0 to "+limit, "nodes", i, what)
		}
		arrivals += n.Requests(s.Horizon)
	}
	if ranksOf(s) > mostRanks {
		t.fault(fmt.Sprintf("the clients have more than %d keys with a zipf", mostRanks), "write fewer keys: the rarest of so many are hardly ever asked for", "nodes")
	}
	if arrivals > mostArrivals {
		t.fault("a run of this scenario would have more than 100,000,000 arrivals", "lower the rates or the users, or shorten the horizon", "horizon")
	}
	for i, e := range s.Expect {
		if e.Seeds < 0 || e.Seeds > mostSeeds {
			t.fault("an expect can't be run over that many seeds", "write a number from 1 to 1000", "expect", i, "seeds")
		}
	}
	return len(t.src.faults) > faults
}

// ranksOf are the keys of all clients whose popularity is a Zipf law.
func ranksOf(s *scenarios.Scenario) (ranks int) {
	for _, n := range s.Nodes {
		if n.Keys.Zipf != 0 {
			ranks += n.Keys.Count
		}
	}
	return ranks
}

// checkLists reports lists that are longer than a scenario needs: each of their entries is tried out when a pack is opened.
func (t *tree) checkLists(s *scenarios.Scenario) {
	check := func(n, most int, path ...any) {
		if n > most {
			t.fault(fmt.Sprintf("there are more than %d %s", most, path[len(path)-1]), "leave some out", append(path, most)...)
		}
	}
	check(len(s.Nodes), mostNodes, "nodes")
	check(len(s.Edges), mostEdges, "edges")
	check(len(s.Links), mostListed, "links")
	check(len(s.Knobs), mostKnobs, "knobs")
	check(len(s.Faults), mostListed, "faults")
	check(len(s.Charts), mostListed, "charts")
	check(len(s.Goals), mostListed, "goals")
	check(len(s.Expect), mostListed, "expect")
	for i, n := range s.Nodes {
		check(len(n.Does), mostListed, "nodes", i, "does")
		check(len(n.Connect), mostListed, "nodes", i, "connect")
	}
	stops := 0
	for i, k := range s.Knobs {
		if stops += len(k.Steps) + len(k.Values); stops > mostStops {
			t.fault(fmt.Sprintf("the knobs have more than %d steps and values", mostStops), "leave some out: whatever lies between them can be typed", "knobs", i)
			break
		}
	}
	if s.Transport != nil {
		check(len(s.Transport.Groups), mostListed, "transport", "groups")
	}
	if s.Log != nil {
		check(len(s.Log.Regions), mostNodes, "log", "regions")
		check(len(s.Log.Paths), mostListed, "log", "paths")
		check(len(s.Log.Replicas), mostNodes, "log", "replicas")
		check(len(s.Log.Clients), mostNodes, "log", "clients")
	}
}

// tooLarge names the field of a node that is out of bounds, and its limit.
func tooLarge(n scenarios.Node) (field, limit string) {
	switch {
	case n.Workers < 0 || n.Workers > mostWorkers:
		return "workers", "10000"
	case n.Instances < 0 || n.Instances > mostInstances:
		return "instances", "1000"
	case n.Queue < 0 || n.Queue > mostQueue:
		return "queue", "10000000"
	case n.Keys.Count < 0 || n.Keys.Count > mostKeys:
		return "keys", "10000000"
	case n.Capacity < 0 || n.Capacity > mostKeys:
		return "capacity", "10000000"
	case n.Rate < 0 || n.Rate > mostRate:
		return "rate", "1000000/s"
	case n.Users < 0 || n.Users > mostUsers:
		return "users", "100000"
	}
	return "", ""
}

// checkKnobBounds reports knobs which a learner could turn beyond what a run may have.
func (t *tree) checkKnobBounds(s *scenarios.Scenario) {
	for i, k := range s.Knobs {
		for n, value := range append([]string{k.Min, k.Max}, k.Values...) {
			if value == "" {
				continue
			}
			key := [...]string{"min", "max", "values"}[min(n, 2)]
			turned, err := s.Apply(scenarios.Settings{k.ID: value})
			if err != nil {
				continue // Check says why
			}
			for _, n := range turned.Nodes {
				if what, limit := tooLarge(n); what != "" {
					t.fault("this knob can turn "+what+" out of bounds", "write a value from 0 to "+limit, "knobs", i, key)
				}
			}
			if ranksOf(turned) > mostRanks {
				t.fault("this knob can turn the keys with a zipf out of bounds", fmt.Sprintf("write %d at most", mostRanks), "knobs", i, key)
			}
			if turned.Horizon <= 0 || turned.Horizon > mostHorizon {
				t.fault("this knob can turn the horizon out of bounds", "write a horizon up to 1h", "knobs", i, key)
			}
		}
		if k.Max == "" && len(k.Values) == 0 {
			t.checkUnbounded(s, i, k)
		}
	}
}

// checkUnbounded reports a knob on a number that has no upper end.
func (t *tree) checkUnbounded(s *scenarios.Scenario, i int, k scenarios.Knob) {
	if _, err := s.Apply(scenarios.Settings{k.ID: "on"}); err == nil {
		return // a switch, or an enumeration
	}
	t.fault("this knob has no upper end", "add max: in the notation of the value, or values: with a list", "knobs", i)
}
