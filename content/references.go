package content

import (
	"maps"
	"slices"
	"strings"

	"sysprep/grading"
)

func contains(ids []string, id string) bool { return slices.Contains(ids, id) }

// checkReferences follows every name in the pack to what it names.
func (p *parsed) checkReferences() {
	p.checkSyllabus()
	p.checkObjectives()
	p.checkRetired()
	p.checkMoved()
	p.checkRequires()
	p.checkInterviews()
	p.checkLoops()
	p.checkExemplars()
	p.checkCandidates()
	for _, name := range slices.Sorted(maps.Keys(p.lessons)) {
		if l := p.lessons[name]; l != nil && !p.enough() {
			for i := range l.steps {
				p.checkStep(&l.steps[i])
			}
		}
	}
	p.checkShown()
}

// enough says whether there are more faults already than are told.
func (p *parsed) enough() bool {
	n := 0
	for _, src := range p.sources {
		n += len(src.faults)
	}
	return n > mostFaults
}

// checkSyllabus holds the syllabus against the lessons and decks that there are.
func (p *parsed) checkSyllabus() {
	t := p.manifestTree
	if t.broken {
		return
	}
	faults, listed := len(t.src.faults), map[string]bool{}
	for i, at := range p.manifest.Syllabus {
		kind, id, file, ok := at.names()
		if !ok {
			t.fault("an entry of the syllabus names one lesson, deck or interview", "write - lesson: and an id", "syllabus", i)
			continue
		}
		if _, there := p.sources[file]; !there {
			t.fault("there is no file "+file, "write it, or mend the id; "+nearest(id, p.idsOf(kind)), "syllabus", i, kind)
		}
		if listed[file] {
			t.fault("the syllabus lists this twice", "keep one", "syllabus", i)
		}
		listed[file] = true
	}
	if len(t.src.faults) > faults {
		return // an entry that names no file was meant for one that is not listed
	}
	for _, kind := range []string{"lesson", "deck", "interview"} {
		for _, id := range p.idsOf(kind) {
			if _, _, file, _ := entryOf(kind, id).names(); !listed[file] {
				p.sources[file].fault(1, 1, "the syllabus does not list this file", "add - "+kind+": "+id+" to the syllabus in pack.yaml, or remove the file")
			}
		}
	}
}

// idsOf lists what there is of a kind that the syllabus lists, sorted.
func (p *parsed) idsOf(kind string) []string {
	switch kind {
	case "lesson":
		return slices.Sorted(maps.Keys(p.lessons))
	case "deck":
		return slices.Sorted(maps.Keys(p.decks))
	}
	return slices.Sorted(maps.Keys(p.interviews))
}

// entryOf is the entry of a syllabus that lists that id.
func entryOf(kind, id string) SyllabusAt {
	switch kind {
	case "lesson":
		return SyllabusAt{Lesson: id}
	case "deck":
		return SyllabusAt{Deck: id}
	}
	return SyllabusAt{Interview: id}
}

// checkObjectives holds what lessons and rubrics teach against the pack's objectives.
func (p *parsed) checkObjectives() {
	if p.manifestTree.broken {
		return
	}
	var ids []string
	for _, o := range p.manifest.Objectives {
		ids = append(ids, o.ID)
	}
	check := func(t *tree, id string, path ...any) {
		if id != "" && !contains(ids, id) {
			t.fault("the pack has no objective "+quoted(id), "add it to objectives in pack.yaml, or mend the id; "+nearest(id, ids), path...)
		}
	}
	for _, l := range p.lessons {
		if l == nil {
			continue
		}
		for i, id := range l.Objectives {
			check(l.front, id, "objectives", i)
		}
	}
	for _, r := range p.rubrics {
		if r.def == nil {
			continue
		}
		for i, item := range r.def.Items {
			check(r.tree, item.Objective, "items", i, "objective")
		}
	}
}

// checkRetired reports ids which are used although they were retired: progress that is
// stored under an id must never be taken for that of something else.
func (p *parsed) checkRetired() {
	used := map[string]bool{}
	for _, ids := range p.ids() {
		for _, id := range ids {
			used[id] = true
		}
	}
	for _, l := range p.manifest.Loops {
		used[l.ID] = true
	}
	for i, id := range p.manifest.Retired {
		owner, part, nested := strings.Cut(id, "/")
		switch {
		case !idPattern.MatchString(owner) || nested && !idPattern.MatchString(part):
			p.manifestTree.fault(quoted(id)+" is not an id", "write that of a lesson, scenario, rubric or deck; of a step or card, write lesson/step", "retired", i)
		case used[id]:
			p.manifestTree.fault("the id "+quoted(id)+" is retired but in use", "give the new thing a new id", "retired", i)
		}
	}
}

// checkStep checks what one step names outside of its lesson.
func (p *parsed) checkStep(s *stepFile) {
	switch {
	case s.Simulate != nil && s.Simulate.Scenario != "":
		if sc := p.scenario(s.tree, s.Simulate.Scenario); sc != nil {
			sc.checkSettings(s.tree, s.Simulate.Set, "set")
			sc.checkNames(s.tree, "expect", s.Simulate.Claims, sc.expects(), "claims")
			p.checkLandscape(s, sc)
			p.checkRaster(s, sc)
			sc.checkNames(s.tree, "fault", s.Simulate.Without, sc.faults(), "without")
			for i, n := range s.Simulate.Notes {
				if n.At < 0 || n.At > sc.def.Horizon {
					s.tree.fault("this note comes after the end of the run at "+sc.def.Horizon.String(), "write an earlier time", "notes", i, "at")
				}
			}
		}
	case s.Challenge != nil && s.Challenge.Scenario != "":
		if sc := p.scenario(s.tree, s.Challenge.Scenario); sc != nil {
			sc.checkNames(s.tree, "knob", s.Challenge.Allow, sc.knobs(), "allow")
			sc.checkNames(s.tree, "goal", s.Challenge.Goals, sc.goals(), "goals")
			sc.checkSettings(s.tree, s.Challenge.Solution, "solution")
			p.checkDrive(s, sc)
			for i, d := range s.Challenge.Decoys {
				if d.Expect != "" && !contains(sc.expects(), d.Expect) {
					s.tree.fault(sc.none("expect", d.Expect), nearest(d.Expect, sc.expects()), "decoys", i, "expect")
				}
			}
		}
	case s.Explain != nil && s.Explain.Question != "":
		p.checkQuestion(s)
	case s.Explore != nil && s.Explore.Scenario != "":
		p.checkExplore(s)
	case s.Preflight != nil && s.Preflight.Scenario != "":
		p.checkPreflight(s)
	case s.Estimate != nil && s.Estimate.Drill != "":
		p.checkDrill(s)
	}
}

// scenario finds a scenario by its id; nil if there is none, or none that can be read.
func (p *parsed) scenario(t *tree, id string) *scenarioFile {
	sc, ok := p.scenarios[id]
	if !ok {
		t.fault("there is no file scenarios/"+id+".yaml", "write it, or mend the id; "+nearest(id, slices.Collect(maps.Keys(p.scenarios))), "scenario")
		return nil
	}
	if sc.def == nil {
		return nil
	}
	return sc
}

// checkNames reports names in a list of the step that the scenario does not have.
func (s *scenarioFile) checkNames(t *tree, what string, ids, have []string, key string) {
	seen := map[string]bool{}
	for i, id := range ids {
		switch {
		case !contains(have, id):
			t.fault(s.none(what, id), nearest(id, have), key, i)
		case seen[id]:
			t.fault(what+" "+quoted(id)+" is named twice", "keep one", key, i)
		}
		seen[id] = true
	}
}

// checkShown holds the designs that show a rubric's items against the scenarios and challenges that there are, once
// nothing else is wrong with these: else each fault of theirs would be told twice.
func (p *parsed) checkShown() {
	for _, src := range p.sources {
		if len(src.faults) > 0 {
			return
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.rubrics)) {
		r := p.rubrics[name]
		if r.def == nil {
			continue
		}
		for i, item := range r.def.Items {
			for k, w := range item.Shown {
				p.checkShowing(r.tree, w, "items", i, "shown", k)
			}
		}
	}
}

func (p *parsed) checkShowing(t *tree, w grading.Showing, path ...any) {
	at := func(more ...any) []any { return append(slices.Clip(path), more...) }
	if w.Says == "" {
		t.fault("nothing says what such a design does", "add says: and half a sentence, such as: each meter waits a time of its own", path...)
	}
	sc, ok := p.scenarios[w.Scenario]
	if !ok {
		t.fault("there is no file scenarios/"+w.Scenario+".yaml", "write it, or mend the id; "+nearest(w.Scenario, slices.Collect(maps.Keys(p.scenarios))), at("scenario")...)
		return
	}
	if sc.def == nil {
		return
	}
	if len(w.Knobs)+len(w.Goals) == 0 {
		t.fault("any design would show this", "name knobs, goals, or both", path...)
	}
	for _, id := range slices.Sorted(maps.Keys(w.Knobs)) {
		if _, err := sc.def.Meets(nil, id, w.Knobs[id]); err != nil {
			t.fault(err.Error(), "", at("knobs", id)...)
		}
	}
	judged := p.judgedGoals(w.Scenario)
	if judged == nil {
		t.fault("no challenge of the pack is about scenario "+quoted(w.Scenario)+", so no design of it is ever judged", "name the scenario of a challenge", at("scenario")...)
		return
	}
	for n, id := range w.Goals {
		if !contains(judged, id) {
			t.fault("no challenge with scenario "+quoted(w.Scenario)+" has the goal "+quoted(id), nearest(id, judged), at("goals", n)...)
		}
	}
}

// judgedGoals are the goals of all challenges with a scenario; nil if there are none.
func (p *parsed) judgedGoals(scenario string) (goals []string) {
	for _, l := range p.lessons {
		if l == nil {
			continue
		}
		for i := range l.steps {
			if c := l.steps[i].Challenge; c != nil && c.Scenario == scenario {
				goals = append(goals, c.Goals...)
			}
		}
	}
	slices.Sort(goals)
	return slices.Compact(goals)
}

func (p *parsed) checkQuestion(s *stepFile) {
	question := s.Explain.Question
	r, ok := p.rubrics[question]
	if !ok {
		s.tree.fault("there is no file rubrics/"+question+".yaml", "write it, or mend the id; "+nearest(question, slices.Collect(maps.Keys(p.rubrics))), "question")
		return
	}
	if r.def == nil {
		return
	}
	for i, id := range s.Explain.Items {
		if !contains(r.items(), id) {
			s.tree.fault("rubric "+quoted(question)+" has no item "+quoted(id), nearest(id, r.items()), "items", i)
		}
	}
}
