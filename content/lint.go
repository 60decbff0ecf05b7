package content

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Check is one thing that Lint looks for beyond what Open refuses.
type Check struct {
	ID   string // stable: programs filter by it
	What string // in a sentence
}

// Checks lists what Lint looks for, by id.
var Checks = []Check{
	{"ask-first", "A run is not compared with any prediction."},
	{"cue-in-prompt", "The prompt holds words that earn credit, or the answer itself."},
	{"dead-words", "A word group of a rubric is used by none of its rules."},
	{"design-fault", "A fault of an interview's design doesn't say how long, or whom."},
	{"hidden-characters", "A character that is not drawn, or turns the direction of writing, is in the text."},
	{"line-ends", "Lines end as on Windows, or the file begins with a byte order mark."},
	{"long-label", "A label is longer than the place that screens have for it."},
	{"long-line", "A code line or table does not fit on a screen of 80 columns."},
	{"minutes", "A lesson takes much longer, or less long, than it says."},
	{"no-claim", "A run is shown of which nothing is proved."},
	{"no-exemplar", "No exemplar reaches a level of a rubric's item."},
	{"node-ignored", "A metric of the whole system names a node."},
	{"node-missing", "A metric of one node names none, and there are several."},
	{"reading-level", "A text is hard to read."},
	{"unknown-section", "A rubric's item is of no section of the checklist."},
	{"unknown-unit", "A number has a unit that answers are not read in."},
	{"unreachable", "Something can never be come to."},
	{"untagged-code", "A code fence has no language."},
	{"untaught", "Nothing teaches or tests an objective."},
	{"unused", "Nothing uses a file."},
}

// Lint reads a pack as Open does and looks further: at what would load, and still teach badly or be seen badly. It
// returns everything at once, sorted by file and line; Warnings tells faults and warnings apart.
func Lint(fsys fs.FS) (*Pack, Faults) {
	f := readFolder(fsys)
	p := parse(f, false)
	if p.only != nil {
		return nil, p.only
	}
	p.checkMeaning()
	p.lint()
	all := f.faults
	broken := len(f.faults) > 0
	for _, src := range f.sources {
		broken = broken || len(src.faults) > 0
		all = append(append(all, src.faults...), src.found...)
	}
	all = all.sorted()
	if broken {
		return nil, all
	}
	return p.pack(), all
}

// Warnings parts what a pack must not have from what it had better not have.
func (fs Faults) Warnings() (faults, warnings Faults) {
	for _, f := range fs {
		if f.Warning {
			warnings = append(warnings, f)
		} else {
			faults = append(faults, f)
		}
	}
	return faults, warnings
}

// lint looks at everything that could be read.
func (p *parsed) lint() {
	for _, name := range slices.Sorted(maps.Keys(p.sources)) {
		lintCharacters(p.sources[name])
	}
	for _, name := range slices.Sorted(maps.Keys(p.lessons)) {
		if l := p.lessons[name]; l != nil {
			l.lint(p.sources["lessons/"+name+".md"])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.decks)) {
		if d := p.decks[name]; d != nil {
			src := p.sources["decks/"+name+".md"]
			lintMarkdown(src, 0, len(src.lines))
		}
	}
	p.lintScenarios()
	p.lintDrills()
	p.lintRubrics()
	p.lintInterviews()
	p.lintObjectives()
	p.lintUses()
	p.lintOrder()
}

// warn reports what a check has found.
func (s *source) warn(check string, line, column int, message, do string) {
	if len(s.found) > mostFaults {
		return
	}
	f := s.at(line, column, message, do)
	f.Rule, f.Warning, f.Fixable = check, true, fixable[check]
	s.found = append(s.found, f)
}

// warn reports what a check has found at a path in the document, or at the nearest place that there is.
func (t *tree) warn(check, message, do string, path ...any) {
	line, column := 1, 1
	if pos := t.position(path...); pos != nil {
		line, column = pos.Line, pos.Column
	}
	t.src.warn(check, t.before+line, column, message, do)
}

// warnStep reports what a check has found at a key of a step, or at its fence if it has none.
func (s *stepFile) warnStep(check, message, do string, path ...any) {
	if s.tree.root == nil || len(path) == 0 {
		s.tree.src.warn(check, s.Line, 1, message, do)
		return
	}
	s.tree.warn(check, message, do, path...)
}

// lintObjectives reports objectives that the pack promises and does not keep.
func (p *parsed) lintObjectives() {
	taught, tested := map[string]bool{}, map[string]bool{}
	for _, l := range p.lessons {
		if l == nil {
			continue
		}
		asks := slices.ContainsFunc(l.steps, func(s stepFile) bool { return s.Kind.Asks() || s.Kind == Challenge || s.Kind == Preflight })
		for _, id := range l.Objectives {
			taught[id] = true
			tested[id] = tested[id] || asks
		}
	}
	for _, r := range p.rubrics {
		if r.def != nil {
			for _, it := range r.def.Items {
				tested[it.Objective] = true
			}
		}
	}
	for i, o := range p.manifest.Objectives {
		switch {
		case !taught[o.ID] && !tested[o.ID]:
			p.manifestTree.warn("untaught", "nothing teaches or tests the objective "+quoted(o.ID), "name it under objectives: of a lesson and as objective: of a rubric's item, or remove it", "objectives", i, "id")
		case !taught[o.ID]:
			p.manifestTree.warn("untaught", "no lesson teaches the objective "+quoted(o.ID), "name it under objectives: of a lesson, or remove it", "objectives", i, "id")
		case !tested[o.ID]:
			p.manifestTree.warn("untaught", "nothing tests the objective "+quoted(o.ID), "ask something in the lesson that teaches it, or write objective: "+o.ID+" in an item of a rubric", "objectives", i, "id")
		}
	}
}

// lintUses reports drills and rubrics that no lesson or interview names.
func (p *parsed) lintUses() {
	used := map[string]bool{}
	for _, l := range p.lessons {
		if l == nil {
			continue
		}
		for i := range l.steps {
			for _, file := range l.steps[i].uses() {
				used[file] = true
			}
		}
	}
	for _, f := range p.interviews {
		if f.def == nil {
			continue
		}
		for _, id := range f.def.Questions() {
			used["rubrics/"+id+".yaml"] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.sources)) {
		folder, _, _ := strings.Cut(name, "/")
		if used[name] || folder != "drills" && folder != "rubrics" { // the lab lists all scenarios
			continue
		}
		p.sources[name].warn("unused", 1, 1, "no lesson and no interview uses this file", "name it in a step, or remove the file and retire its id")
	}
}

// uses lists the rubrics and drills that a step names, by file.
func (s *stepFile) uses() (files []string) {
	switch {
	case s.Explain != nil:
		files = append(files, "rubrics/"+s.Explain.Question+".yaml")
	case s.Estimate != nil:
		files = append(files, "drills/"+s.Estimate.Drill+".yaml")
	}
	return files
}

// lintOrder reports lessons that build on later ones, or on each other: who keeps to the order never gets there.
func (p *parsed) lintOrder() {
	place := map[string]int{}
	for i, at := range p.manifest.Syllabus {
		if at.Lesson != "" {
			place[at.Lesson] = i
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.lessons)) {
		l := p.lessons[name]
		if l == nil || p.circled[name] { // no other order would help
			continue
		}
		for i, id := range l.Requires {
			at, listed := place[id]
			if here, ok := place[name]; ok && listed && at > here {
				l.front.warn("unreachable", fmt.Sprintf("the lesson requires %s, which the syllabus lists after it", quoted(id)), "change their order in pack.yaml, or remove it here", "requires", i)
			}
		}
	}
}
