package content

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/grading"
)

// answersFile holds the labelled answers to a question, which the grader learns from.
type answersFile struct {
	def *grading.Labelled
	src *source
}

// Bounds on labelled answers: they are learned from whenever the rubric is compiled.
const (
	mostAnswers      = 200
	mostAnswerBytes  = 10_000
	answersExplained = `write {"question": ID, "answers": [{"id", "by", "kind", "text", "labels": {ITEM: {"level", "wrong", "evidence"}}}]}, as "grade --evaluate" reads it`
)

// parseAnswers reads the labelled answers of a question: the format of "grade --evaluate".
func parseAnswers(src *source, question string) *answersFile {
	a := &answersFile{def: &grading.Labelled{}, src: src}
	d := json.NewDecoder(bytes.NewReader([]byte(src.text)))
	d.DisallowUnknownFields()
	if err := d.Decode(a.def); err != nil {
		line := 1
		var syntax *json.SyntaxError
		var typed *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			line = lineAt(src.text, syntax.Offset)
		case errors.As(err, &typed):
			line = lineAt(src.text, typed.Offset)
		}
		src.fault(line, 1, "these are no labelled answers: "+err.Error(), answersExplained)
		a.def = nil
		return a
	}
	if a.def.Question != question {
		src.fault(1, 1, "the question is "+quoted(a.def.Question)+", and the file is named after "+quoted(question), "make both the same")
	}
	if n := len(a.def.Answers); n > mostAnswers {
		src.fault(1, 1, fmt.Sprintf("there are %d answers, and %d are the most", n, mostAnswers), "keep those that say something new")
	}
	ids := map[string]bool{}
	for i := range a.def.Answers {
		a.check(&a.def.Answers[i], ids)
	}
	return a
}

func lineAt(text string, offset int64) int {
	return 1 + strings.Count(text[:min(max(int(offset), 0), len(text))], "\n")
}

// check reports what is wrong with one answer.
func (a *answersFile) check(l *grading.LabelledAnswer, ids map[string]bool) {
	fault := func(message, do string) { a.src.fault(a.lineOf(l.ID), 1, message, do) }
	switch {
	case l.ID == "" || ids[l.ID]:
		fault("an answer needs an id of its own, and "+quoted(l.ID)+" is none", "number the answers")
	case len(l.Text) > mostAnswerBytes:
		fault(fmt.Sprintf("answer %s is longer than %d bytes", quoted(l.ID), mostAnswerBytes), "shorten it: learners write a page at most")
	}
	ids[l.ID] = true
	for _, item := range slices.Sorted(maps.Keys(l.Labels)) {
		label := l.Labels[item]
		claims := label.Level > grading.Missed || label.Wrong
		switch {
		case claims && label.Evidence == "":
			fault("answer "+quoted(l.ID)+" has no evidence for "+quoted(item), "quote the words that show it")
		case !strings.Contains(l.Text, label.Evidence):
			fault("the evidence of "+quoted(item)+" does not stand in answer "+quoted(l.ID), "quote the answer letter by letter")
		}
	}
}

// lineOf finds the line on which an answer begins.
func (a *answersFile) lineOf(id string) int {
	name, _ := json.Marshal(id)
	for i, line := range a.src.lines {
		if strings.Contains(line, `"id"`) && strings.Contains(line, string(name)) {
			return i + 1
		}
	}
	return 1
}

// joinAnswers gives the rubrics their labelled answers.
func (p *parsed) joinAnswers() {
	for _, question := range slices.Sorted(maps.Keys(p.answers)) {
		a := p.answers[question]
		r, ok := p.rubrics[question]
		switch {
		case !ok:
			a.src.fault(1, 1, "there is no file rubrics/"+question+".yaml", "name the file after its question; "+nearest(question, slices.Collect(maps.Keys(p.rubrics))))
		case a.def != nil && r.def != nil:
			r.join(a)
		}
	}
}

func (r *rubricFile) join(a *answersFile) {
	for _, l := range a.def.Answers {
		for _, item := range slices.Sorted(maps.Keys(l.Labels)) {
			if !contains(r.items(), item) {
				a.src.fault(a.lineOf(l.ID), 1, "rubric "+quoted(a.def.Question)+" has no item "+quoted(item), nearest(item, r.items()))
			}
		}
	}
	r.def.Answers = a.def.Answers
}
