// Package index finds words in all that a learner may read: lessons, cards, questions,
// scenarios, and their own notes and answers. What they have not earned yet (answers,
// explanations, solutions, the text of steps that are locked) is never shown.
package index

import (
	"fmt"
	"strings"

	"sysprep/content"
	"sysprep/lessons"
)

// Kind is what was found.
type Kind string

// Kinds of documents.
const (
	Lesson   Kind = "lesson"
	Step     Kind = "step"
	Note     Kind = "note"
	Answer   Kind = "answer"
	Card     Kind = "card"
	Question Kind = "question"
	Scenario Kind = "system"
)

// Document is one thing that can be found.
type Document struct {
	Kind  Kind
	Title string
	Where string // "lesson 7, step 4"
	Text  string // what was earned; it may be shown
	Ahead string // why the rest is not shown yet, as a sentence; "" if nothing is held back

	Lesson, Step string // ids of the place that it opens
	Scenario     string

	hidden string // is searched, and never shown
}

// Documents collects all that can be found in a pack, as far as the learner's states have
// earned it.
func Documents(pack *content.Pack, states map[string]lessons.State) []Document {
	var docs []Document
	asked := map[string]int{} // questions by the number of the lesson that asks them
	for i, l := range pack.Lessons {
		docs = append(docs, Document{Kind: Lesson, Title: l.Title, Where: fmt.Sprintf("lesson %d", i+1), Text: l.Summary, Lesson: l.ID})
		s := states[l.ID]
		for j := range min(len(l.Steps), len(s.Steps)) {
			if e := l.Steps[j].Explain; e != nil {
				asked[e.Question] = i + 1
			}
			docs = append(docs, stepDocuments(pack, i, j, s)...)
		}
		docs = append(docs, cards(i, l, s)...)
	}
	for _, q := range pack.Rubrics.Questions() {
		if asked[q.ID] == 0 {
			docs = append(docs, Document{Kind: Question, Title: q.Title, Where: "no lesson asks it yet: sysprep grade " + pack.Place(q.ID), Text: q.Prompt})
		}
	}
	for _, t := range pack.Scenarios.Titles() {
		docs = append(docs, Document{Kind: Scenario, Title: t.Title, Where: "sysprep lab " + pack.Place(t.ID), Text: t.Summary, Scenario: t.ID})
	}
	return docs
}

// stepDocuments are a step, and what the learner wrote in it.
func stepDocuments(pack *content.Pack, i, j int, s lessons.State) []Document {
	l := pack.Lessons[i]
	step, did := &l.Steps[j], s.Steps[j]
	d := Document{
		Kind: Step, Title: step.Title, Where: fmt.Sprintf("lesson %d, step %d", i+1, j+1), Lesson: l.ID, Step: step.ID,
	}
	if d.Title == "" {
		d.Title = string(step.Kind)
	}
	d.take(pack, step, did)
	docs := []Document{d}
	for _, n := range did.Notes {
		docs = append(docs, Document{Kind: Note, Title: d.Title, Where: d.Where, Text: n.Text, Lesson: l.ID, Step: step.ID})
	}
	if a := did.LastAnswer(); a != nil {
		docs = append(docs, Document{Kind: Answer, Title: d.Title, Where: d.Where + ", on " + a.At.Local().Format("2 Jan 2006"), Text: a.Text, Lesson: l.ID, Step: step.ID})
	}
	return docs
}

// take fills in what a step says, and holds back what the learner has not come to.
func (d *Document) take(pack *content.Pack, step *content.Step, did lessons.StepState) {
	text := []string{plain(step.Text)}
	if ask := step.Ask; ask != nil {
		text = append(text, ask.Prompt)
		for _, c := range ask.Choices {
			text = append(text, c.Text)
		}
	}
	if step.Estimate != nil && step.Estimate.Question != nil {
		text = append(text, step.DrawnFor(did.NextSeed(step)).Ask.Prompt)
	}
	if step.Explain != nil {
		text = append(text, prompt(pack, step.Explain))
	}
	if did.Status == lessons.Locked {
		d.hidden, d.Ahead = join(text), "Ahead of you. "+did.Why
		return
	}
	d.Text = join(append(text, earned(step, did)...))
}

// earned is what a step tells only to who has done it.
func earned(step *content.Step, did lessons.StepState) []string {
	var text []string
	if ask := step.Ask; ask != nil && ask.Explain != "" && did.Prediction != nil && (step.Kind.AtOnce() || did.Sealed) {
		text = append(text, ask.Explain)
	}
	if step.Worked != nil && did.Status == lessons.Done {
		for _, line := range step.Worked.Lines {
			text = append(text, line.Ask, line.Say)
		}
	}
	if step.Simulate != nil && did.Watched != nil {
		for _, n := range step.Simulate.Notes {
			text = append(text, n.Say)
		}
	}
	if step.Challenge != nil {
		text = append(text, step.Challenge.Hints[:min(did.Hints, len(step.Challenge.Hints))]...)
	}
	return text
}

// prompt is the question of an explain step, without parsing its rubric.
func prompt(pack *content.Pack, e *content.ExplainStep) string {
	if e.Prompt != "" {
		return e.Prompt
	}
	for _, q := range pack.Rubrics.Questions() {
		if q.ID == e.Question {
			return q.Prompt
		}
	}
	return ""
}

// cards are the flashcards of a lesson that is finished; the answer of one is shown once it
// was asked.
func cards(i int, l *content.Lesson, s lessons.State) []Document {
	if s.Finished.IsZero() && len(s.Recalled) == 0 {
		return nil
	}
	asked := map[string]bool{}
	for _, r := range s.Recalled {
		asked[r.Item] = true
	}
	var docs []Document
	for _, deck := range l.Decks {
		for _, c := range deck.Cards {
			d := Document{Kind: Card, Title: c.Question, Where: fmt.Sprintf("lesson %d, %s", i+1, deck.Title), Lesson: l.ID}
			if asked[deck.ID+"/"+c.ID] {
				d.Text = c.Answer
			} else {
				d.hidden, d.Ahead = c.Answer, "The answer comes with its first review."
			}
			docs = append(docs, d)
		}
	}
	return docs
}

func join(texts []string) string {
	var out []string
	for _, t := range texts {
		if t = strings.Join(strings.Fields(t), " "); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

var marks = strings.NewReplacer("**", "", "`", "", "```", "", "*", "", "### ", "", "## ", "", "# ", "", "|", " ", "> ", "")

// plain takes the marks of Markdown out of a text.
func plain(text string) string {
	if !strings.Contains(text, "```") {
		return marks.Replace(text)
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "```") {
			b.WriteString(line)
		}
	}
	return marks.Replace(b.String())
}
