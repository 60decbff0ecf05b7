package content

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"sysprep/grading"
)

// lintRubrics looks at questions: for cues in the prompt, levels that nothing shows, and words that no rule uses.
func (p *parsed) lintRubrics() {
	reached := map[string]bool{} // question/item/level that a labelled answer shows
	for _, e := range p.exemplars {
		for item, level := range e.Levels {
			reached[e.Question+"/"+item+"/"+levelNames[level]] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.rubrics)) {
		r := p.rubrics[name]
		if r.def == nil || len(r.tree.src.faults) > 0 {
			continue
		}
		for i := range r.def.Items {
			r.lintCues(i)
			r.lintSection(i)
			r.lintLevels(i, reached)
		}
		r.lintGroups()
	}
}

// checklistSections are those of the senior-engineer checklist, whose progress is shown to learners.
var checklistSections = []string{"assume-failure", "check-assumptions", "control-flow", "consistency", "metastability", "scale", "operations"}

// lintSection reports an item of another section: it would get a line of its own beside the checklist's.
func (r *rubricFile) lintSection(i int) {
	if section := r.def.Items[i].Section; !contains(checklistSections, section) {
		r.tree.warn("unknown-section", quoted(section)+" is no section of the checklist, so it is shown as one of its own", "choose one of "+strings.Join(checklistSections, ", "), "items", i, "section")
	}
}

// lintLevels reports levels that no exemplar shows: nobody knows whether their rules find them.
func (r *rubricFile) lintLevels(i int, reached map[string]bool) {
	it := &r.def.Items[i]
	for _, l := range []struct {
		name, says string
		shown      []string
	}{
		{"named", it.Levels.Named, it.Exemplars.Named},
		{"explained", it.Levels.Explained, it.Exemplars.Explained},
		{"tradeoff", it.Levels.Tradeoff, it.Exemplars.Tradeoff},
	} {
		if l.says != "" && len(l.shown) == 0 && !reached[r.def.ID+"/"+it.ID+"/"+l.name] {
			r.tree.warn("no-exemplar", "no exemplar reaches the level "+l.name+" of the item "+quoted(it.ID), "add a sentence under exemplars: "+l.name+":, or an answer in exemplars/"+r.def.ID+"/ with levels: {"+it.ID+": "+l.name+"}", "items", i, "levels", l.name)
		}
	}
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{N}'-]+`)

// lintCues reports a rule of one term whose words are in the prompt: who repeats the question is credited.
func (r *rubricFile) lintCues(i int) {
	it := &r.def.Items[i]
	prompt := " " + strings.Join(wordPattern.FindAllString(strings.ToLower(r.def.Prompt), -1), " ") + " "
	for _, l := range []struct {
		name  string
		rules []grading.Rule
	}{{"named", it.Rules.Named}, {"explained", it.Rules.Explained}} {
		for n, rule := range l.rules {
			term := strings.TrimSpace(string(rule))
			if strings.ContainsAny(term, "+@:~=\"") || strings.Contains(term, "..") {
				continue
			}
			for alternative := range strings.SplitSeq(term, "|") {
				if word := r.cue(strings.TrimSpace(alternative), prompt); word != "" {
					r.tree.warn("cue-in-prompt", "the prompt itself holds "+quoted(word)+", which is all that this rule wants", "join another term with +, or ask without the word", "items", i, "rules", l.name, n)
				}
			}
		}
	}
}

// cue is the entry of the term's group that the prompt holds; empty if none does.
func (r *rubricFile) cue(term, prompt string) string {
	entries := slices.Concat(r.def.Concepts[term], r.def.Things[term])
	if len(entries) == 0 {
		entries = []string{term} // the words themselves, or a group of the lexicon, whose names are words as well
	}
	for _, e := range entries {
		if e = strings.ToLower(strings.TrimSpace(e)); e != "" && !strings.ContainsAny(e, "*=:.") && strings.Contains(prompt, " "+e+" ") {
			return e
		}
	}
	return ""
}

// lintGroups reports groups of the rubric's own that none of its rules names.
// Where items are learned from exemplars, groups are used by that as well.
func (r *rubricFile) lintGroups() {
	for _, it := range r.def.Items {
		if e := it.Exemplars; len(e.Named)+len(e.Explained)+len(e.Tradeoff) >= grading.LeastExemplars {
			return
		}
	}
	var all strings.Builder
	for _, it := range r.def.Items {
		for _, rules := range [][]grading.Rule{it.Rules.Named, it.Rules.Explained, it.Rules.Tradeoff, it.Veto} {
			for _, rule := range rules {
				all.WriteString(string(rule) + "\n")
			}
		}
		for _, m := range it.Misconceptions {
			for _, rule := range m.Patterns {
				all.WriteString(string(rule) + "\n")
			}
		}
	}
	for _, entries := range slices.Collect(maps.Values(r.def.Concepts)) {
		for _, e := range entries {
			if name, ok := strings.CutPrefix(e, "all:"); ok {
				all.WriteString(name + "\n")
			}
		}
	}
	used := map[string]bool{}
	for _, w := range regexp.MustCompile(`[\p{L}\p{N}-]+`).FindAllString(all.String(), -1) {
		used[w] = true
	}
	for _, group := range slices.Sorted(maps.Keys(r.def.Concepts)) {
		if !used[group] {
			r.tree.warn("dead-words", "no rule uses the group "+quoted(group), "use it in a rule, or remove it", "concepts", group)
		}
	}
}
