package content

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"sysprep/grading"
)

// Question is an open question as lists show it: what is known of a rubric without reading all of it.
type Question struct {
	ID     string         `json:"id"`
	Title  string         `json:"title"`
	Prompt string         `json:"prompt"`
	Items  []QuestionItem `json:"items"`
}

// QuestionItem is one item that the question is graded on.
type QuestionItem struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Section string `json:"section"` // of the senior-engineer checklist
}

// Rubrics holds the rubrics of a pack and the lexicon that they share. Those of the core pack are parsed on first
// use, since they are most of its text and the program's first frame needs none. It is safe for concurrent use.
type Rubrics struct {
	questions []Question // by id

	mu      sync.Mutex
	loaded  map[string]*grading.Rubric
	lexicon *grading.Lexicon
	sources map[string]*source // of rubrics that are not parsed yet, and of the lexicon under its file name
	answers map[string]*source // of labelled answers, likewise
}

// NewRubrics holds rubrics that are at hand, by the id of their question.
func NewRubrics(rubrics map[string]*grading.Rubric, lexicon *grading.Lexicon) *Rubrics {
	r := &Rubrics{loaded: rubrics, lexicon: lexicon}
	for _, id := range slices.Sorted(maps.Keys(rubrics)) {
		r.questions = append(r.questions, questionOf(rubrics[id]))
	}
	return r
}

func questionOf(r *grading.Rubric) Question {
	q := Question{ID: r.ID, Title: r.Title, Prompt: r.Prompt, Items: []QuestionItem{}}
	for _, it := range r.Items {
		q.Items = append(q.Items, QuestionItem{ID: it.ID, Title: it.Title, Section: it.Section})
	}
	return q
}

// coreQuestions lists the questions of the core pack; a test writes it anew with -update, and holds it to the rubrics.
//
//go:embed core_questions.json
var coreQuestions []byte

// lazyRubrics holds the core pack's rubrics and labelled answers, to be parsed when they are asked for.
func lazyRubrics(sources, answers map[string]*source) (*Rubrics, error) {
	r := &Rubrics{loaded: map[string]*grading.Rubric{}, sources: sources, answers: answers}
	return r, json.Unmarshal(coreQuestions, &r.questions)
}

// Questions lists the questions by id. The slice is shared, and must not be changed.
func (r *Rubrics) Questions() []Question {
	if r == nil {
		return nil
	}
	return r.questions
}

// IDs lists the ids of the questions.
func (r *Rubrics) IDs() []string {
	ids := []string{}
	for _, q := range r.Questions() {
		ids = append(ids, q.ID)
	}
	return ids
}

// Of gives the rubric of a question; nil if the pack has none. It must not be changed.
func (r *Rubrics) Of(question string) *grading.Rubric {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if rubric, ok := r.loaded[question]; ok {
		return rubric
	}
	src, ok := r.sources[question]
	if !ok {
		return nil
	}
	parsed := parseRubric(src.read(), question) // the tests see to it that the core pack has no faults
	if answers, ok := r.answers[question]; ok {
		if a := parseAnswers(answers.read(), question); a.def != nil {
			parsed.join(a)
		}
	}
	r.loaded[question] = parsed.def
	return parsed.def
}

// Lexicon gives the words that the rubrics share. It must not be changed.
func (r *Rubrics) Lexicon() *grading.Lexicon {
	r.mu.Lock()
	defer r.mu.Unlock()
	if src, ok := r.sources[lexiconFileName]; ok && r.lexicon == nil {
		r.lexicon = parseLexicon(src.read()).def
	}
	if r.lexicon == nil {
		r.lexicon = &grading.Lexicon{}
	}
	return r.lexicon
}

// itemsOf lists the items of a question.
func (r *Rubrics) itemsOf(question string) []string {
	var ids []string
	for _, q := range r.Questions() {
		if q.ID == question {
			for _, it := range q.Items {
				ids = append(ids, it.ID)
			}
		}
	}
	return ids
}
