package content

import (
	"sysprep/grading"
)

// rubricFile is a rubric with its document.
type rubricFile struct {
	def  *grading.Rubric
	tree *tree
}

func parseRubric(src *source, name string) *rubricFile {
	t := parseYAML(src, src.text, 0)
	if t.broken {
		return &rubricFile{tree: t}
	}
	r := &grading.Rubric{}
	t.bind(r)
	t.checkFormat(r.APIVersion, r.Kind, "Rubric")
	t.checkFileID(r.ID, name)
	if r.Prompt == "" {
		t.fault("the rubric has no prompt", "add prompt: and the question", "prompt")
	}
	if len(r.Items) == 0 {
		t.fault("the rubric has no items", "add items: with what an answer should say", "items")
	}
	t.checkIDs("items", len(r.Items), func(i int) string { return r.Items[i].ID })
	for i, item := range r.Items {
		if item.Weight < 0 {
			t.fault("a weight can't be negative", "write a number above 0", "items", i, "weight")
		}
	}
	return &rubricFile{def: r, tree: t}
}

func (r *rubricFile) items() (ids []string) {
	for _, item := range r.def.Items {
		ids = append(ids, item.ID)
	}
	return ids
}

func parseLexicon(src *source) *grading.Lexicon {
	t := parseYAML(src, src.text, 0)
	l := &grading.Lexicon{}
	t.bind(l)
	t.checkFormat(l.APIVersion, l.Kind, "Lexicon")
	return l
}
