package content

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"sysprep/grading"
)

// rubricFile is a rubric with its document.
type rubricFile struct {
	def  *grading.Rubric
	tree *tree
}

// lexiconFile is a lexicon with its document.
type lexiconFile struct {
	def  *grading.Lexicon
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
		t.missing("prompt", "the rubric has no prompt", "add prompt: and the question")
	}
	if len(r.Items) == 0 {
		t.missing("items", "the rubric has no items", "add items: with what an answer should say")
	}
	t.checkIDs("items", len(r.Items), func(i int) string { return r.Items[i].ID })
	return &rubricFile{def: r, tree: t}
}

func parseLexicon(src *source) *lexiconFile {
	t := parseYAML(src, src.text, 0)
	l := &grading.Lexicon{}
	t.bind(l)
	t.checkFormat(l.APIVersion, l.Kind, "Lexicon")
	return &lexiconFile{def: l, tree: t}
}

func (r *rubricFile) items() (ids []string) {
	for _, item := range r.def.Items {
		ids = append(ids, item.ID)
	}
	return ids
}

// checkRules has the grader compile each rubric: it knows rules and groups of words.
func (p *parsed) checkRules() {
	if p.lexicon == nil || len(p.lexicon.tree.src.faults) > 0 {
		return // most rules would seem wrong
	}
	grader, err := grading.NewGrader(p.lexicon.def)
	if err != nil {
		p.lexicon.tree.graderFaults(err)
		return
	}
	for _, r := range p.rubrics {
		if r.def == nil || len(r.tree.src.faults) > 0 {
			continue // the grader would only repeat what was said
		}
		if _, err := grader.Compile(r.def); err != nil {
			r.tree.graderFaults(err)
		}
	}
}

// graderFaults reports what the room of grading finds wrong, at the text that each
// message quotes.
func (t *tree) graderFaults(err error) {
	list := []error{err}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		list = many.Unwrap()
	}
	for _, err := range list {
		message := err.Error()
		n := t.root
		if path := t.locate(message); path != nil {
			n = child(child(n, path[0]), path[1])
		}
		at := start(n)
		if words := quotedIn(n, message); words != nil {
			at = start(words)
		}
		t.faultAt(at, message, "")
	}
}

// quotedIn finds the longest text below n that the message quotes.
func quotedIn(n ast.Node, message string) (found ast.Node) {
	longest := 0
	var look func(n ast.Node)
	look = func(n ast.Node) {
		if text, ok := scalar(n); ok {
			text = strings.TrimSpace(text)
			if len(text) > longest && strings.Contains(message, strconv.Quote(text)) {
				found, longest = n, len(text)
			}
			return
		}
		if list, ok := bare(n).(*ast.SequenceNode); ok {
			for _, v := range list.Values {
				look(v)
			}
			return
		}
		entries, _ := pairs(n)
		for _, e := range entries {
			if key, ok := scalar(e.Key); ok && key != "id" {
				look(e.Key)
				look(e.Value)
			}
		}
	}
	look(n)
	return found
}
