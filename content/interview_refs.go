package content

import (
	"maps"
	"slices"
)

// checkInterviews follows what interviews name in other files: items of rubrics, and scenarios.
func (p *parsed) checkInterviews() {
	for _, id := range slices.Sorted(maps.Keys(p.interviews)) {
		f := p.interviews[id]
		if f == nil || f.def == nil {
			continue
		}
		for i := range f.def.Phases {
			p.checkPhase(f, i)
		}
		for i, d := range f.def.Dimensions {
			for _, ref := range d.Items {
				p.checkItem(f.tree, ref, "scorecard", "dimensions", i, "items")
				if !p.mistyped(f) && !f.listens(ref) {
					f.tree.fault("no phase listens for "+quoted(ref.String()), "add it to the items of a phase", "scorecard", "dimensions", i, "items")
				}
			}
		}
		for i, ref := range f.def.Must {
			p.checkItem(f.tree, ref, "scorecard", "must", i)
		}
	}
}

func (p *parsed) checkPhase(f *interviewFile, i int) {
	ph := &f.def.Phases[i]
	for j, ref := range ph.Items {
		p.checkItem(f.tree, ref, "phases", i, "items", j)
	}
	for j, probe := range ph.Probes {
		if probe.Item.Question == "" {
			continue
		}
		p.checkItem(f.tree, probe.Item, "phases", i, "probes", j, "item")
		if !p.mistyped(f) && !slices.Contains(ph.Items, probe.Item) {
			f.tree.fault("the phase does not listen for "+quoted(probe.Item.String()), "add it to the items of the phase", "phases", i, "probes", j, "item")
		}
	}
	for j, c := range ph.Curveballs {
		if c.OnItem.Question != "" {
			p.checkItem(f.tree, c.OnItem, "phases", i, "curveballs", j, "on_item")
		}
		if c.Dashboards == nil {
			continue
		}
		id := c.Dashboards.Scenario
		sc, ok := p.scenarios[id]
		if !ok {
			f.tree.fault("there is no file scenarios/"+id+".yaml", "write it, or mend the id; "+nearest(id, slices.Collect(maps.Keys(p.scenarios))), "phases", i, "curveballs", j, "dashboards", "scenario")
		} else if sc.def != nil {
			sc.checkSettings(f.tree, c.Dashboards.Set, "phases", i, "curveballs", j, "dashboards", "set")
		}
	}
}

// checkItem reports an item that no rubric has.
func (p *parsed) checkItem(t *tree, ref ItemRef, path ...any) {
	r, ok := p.rubrics[ref.Question]
	switch {
	case !ok:
		t.fault("there is no file rubrics/"+ref.Question+".yaml", "write it, or mend the id; "+nearest(ref.Question, slices.Collect(maps.Keys(p.rubrics))), path...)
	case r.def != nil && !contains(r.items(), ref.Item):
		t.fault("rubric "+quoted(ref.Question)+" has no item "+quoted(ref.Item), nearest(ref.Item, r.items()), path...)
	}
}

// mistyped says whether a phase lists an item that no rubric has: that nobody listens for the one that was meant is no news.
func (p *parsed) mistyped(f *interviewFile) bool {
	return slices.ContainsFunc(f.def.Phases, func(ph Phase) bool {
		return slices.ContainsFunc(ph.Items, func(ref ItemRef) bool {
			r, ok := p.rubrics[ref.Question]
			return !ok || r.def != nil && !contains(r.items(), ref.Item)
		})
	})
}

// listens says whether a phase of the interview lists the item.
func (f *interviewFile) listens(ref ItemRef) bool {
	return slices.ContainsFunc(f.def.Phases, func(p Phase) bool { return slices.Contains(p.Items, ref) })
}
