package plain

import (
	"context"
	"fmt"
	"strings"

	"sysprep/grading"
	"sysprep/lessons"
)

// explain plays a step in which the learner explains in their own words.
func (p *player) explain(ctx context.Context) error {
	p.prose(p.def().Text)
	p.talk.gap()
	p.talk.say(p.openQuestion())
	draft, err := p.draft(ctx)
	if err != nil {
		return err
	}
	if draft == "" && p.did().LastAnswer() != nil {
		return p.verdict(ctx)
	}
	if err := p.write(ctx, draft); err != nil {
		return err
	}
	return p.verdict(ctx)
}

// openQuestion is the step's own prompt, or the rubric's.
func (p *player) openQuestion() string {
	if text := p.def().Explain.Prompt; text != "" {
		return text
	}
	if r := p.journal.Pack.Rubrics.Of(p.def().Explain.Question); r != nil {
		return r.Prompt
	}
	return ""
}

// leastAnswer is the least number of letters that can be graded.
const leastAnswer = 15

// write takes the answer line by line, and hands it in. What is there is kept as a
// draft after each line.
func (p *player) write(ctx context.Context, draft string) error {
	var lines []string
	if draft != "" {
		lines = strings.Split(draft, "\n")
		p.talk.heading("Your draft so far:")
		p.talk.say(draft)
	}
	keep := func() error { return p.saveDraft(ctx, strings.Join(lines, "\n")) }
	own := []command{
		{[]string{"."}, "", "hand in what you have written", func(ctx context.Context, _ string) error { return p.handIn(ctx, strings.Join(lines, "\n")) }},
		{[]string{"u"}, "", "take back the last line; without one, what you did last", func(ctx context.Context, _ string) error {
			if len(lines) == 0 {
				return p.undo(ctx, "")
			}
			p.talk.say("Taken back: " + lines[len(lines)-1])
			lines = lines[:len(lines)-1]
			return keep()
		}},
	}
	say := "Type your answer, in as many lines as you like; each is kept. A line with only a full stop hands it in. " +
		"A line with only ?, b, n, u or q is help, step before, next step, take back the last line, or quit."
	for {
		line, err := p.ask(ctx, question{say: say, takes: isProse, commands: own})
		if err == errDone {
			return nil
		}
		if err != nil {
			return err
		}
		lines = append(lines, line)
		if err := keep(); err != nil {
			return err
		}
		say = fmt.Sprintf("%s so far. Type on, or a full stop alone to hand in.", count(len(lines), "line"))
	}
}

// isProse tells text from commands: in a text only single characters are commands, so
// that no word can be lost. An empty line is text too: it parts paragraphs.
func isProse(line string) bool {
	switch strings.ToLower(line) {
	case ".", "?", "b", "n", "u", "q":
		return false
	}
	return true
}

// handIn has the text graded and keeps both.
func (p *player) handIn(ctx context.Context, text string) error {
	text = strings.TrimSpace(text)
	if len([]rune(text)) < leastAnswer {
		p.talk.say("Write a sentence or two first: what happened, why it stays, what you would do.")
		return nil
	}
	grader, err := p.journal.Grader(p.def().Explain.Question)
	if err != nil {
		return fmt.Errorf("this could not be graded: %w", err)
	}
	answer := lessons.Answer{Text: text, Verdict: grader.GradeItems(text, p.def().Explain.Items)}
	if ok, err := p.recordOrSay(ctx, lessons.Event{Kind: lessons.Answered, Answer: &answer}); err != nil || !ok {
		return err
	}
	if err := p.saveDraft(ctx, ""); err != nil {
		return err
	}
	return errDone
}

// verdict tells how the last answer was graded, and what can be done about it.
func (p *player) verdict(ctx context.Context) error {
	p.tellVerdict()
	return p.goOn(ctx, []command{
		{[]string{"edit"}, "", "write on, from this answer", p.edit},
		{[]string{"model"}, "", "one way to say it", p.model},
		{[]string{"hint"}, "", "a hint for the first item that needs one", p.itemHint},
		{[]string{"point"}, "[ITEM SENTENCE]", "say where you covered an item that was not detected; alone, it lists both with their numbers", p.point},
		{[]string{"verdict"}, "", "hear the verdict again", func(context.Context, string) error { p.tellVerdict(); return nil }},
	}...)
}

func (p *player) tellVerdict() {
	a := p.did().LastAnswer()
	explained := 0
	for _, v := range a.Verdict.Items {
		if v.Level >= grading.Explained && !v.Wrong {
			explained++
		}
	}
	p.talk.heading(fmt.Sprintf("The verdict: %d of %d explained, level %s.", explained, len(a.Verdict.Items), a.Verdict.Band))
	for i, v := range p.state.Shown(p.journal.Pack, p.lesson, a.Verdict).Items {
		p.tellItem(i+1, v)
	}
	for _, sum := range a.Verdict.Sums {
		said := "Your calculation “" + oneLine(sum.Span.Text) + "” is right."
		if !sum.Right {
			said = "Your calculation “" + oneLine(sum.Span.Text) + "” does not hold. " + sum.Say
		}
		p.talk.say(said)
	}
	p.talk.gap()
	p.talk.say("Graded from your words alone. What was not detected may still be there: point says where.")
}

// tellItem is one rubric item: its level, the learner's words, and the way on.
func (p *player) tellItem(number int, v grading.ItemVerdict) {
	p.talk.gap()
	p.talk.hang(fmt.Sprintf("%d. ", number), v.Title+": "+level(v)+".")
	for _, e := range v.Evidence {
		p.talk.hang("   ", "You wrote: “"+oneLine(e.Text)+"”")
	}
	for _, e := range v.Against {
		p.talk.hang("   ", "This does not hold: “"+oneLine(e.Text)+"”")
	}
	if v.Design != "" {
		p.talk.hang("   ", v.Design)
	}
	if v.Feedback != "" && (v.Wrong || v.Level == grading.Missed) {
		p.talk.hang("   ", v.Feedback)
	}
	if v.Next != "" {
		p.talk.hang("   ", "Next question: "+v.Next)
	}
}

var levelWords = map[grading.Level]string{
	grading.Missed: "not detected", grading.Named: "named", grading.Explained: "explained", grading.Tradeoff: "explained, with its trade-off",
}

func level(v grading.ItemVerdict) string {
	word := levelWords[v.Level]
	if v.Claimed {
		word += ", you pointed at it"
	}
	if v.Wrong {
		word += ", with a misconception"
	}
	return word
}

// edit makes the last answer a draft again.
func (p *player) edit(ctx context.Context, _ string) error {
	if err := p.saveDraft(ctx, p.did().LastAnswer().Text); err != nil {
		return err
	}
	return jump{p.at}
}

func (p *player) model(context.Context, string) error {
	r := p.journal.Pack.Rubrics.Of(p.def().Explain.Question)
	if r == nil || r.ModelAnswer == "" {
		p.talk.say("This question has no model answer.")
		return nil
	}
	p.talk.say("One way to say it: " + r.ModelAnswer)
	return nil
}

// itemHint is the next rung of the ladder of the first item that needs help.
func (p *player) itemHint(ctx context.Context, _ string) error {
	text := p.nextHint()
	if text == "" {
		p.talk.say("No item needs a hint.")
		return nil
	}
	if ok, err := p.recordOrSay(ctx, lessons.Event{Kind: lessons.Hinted, Hint: &lessons.Hint{N: p.did().Hints + 1}}); err != nil || !ok {
		return err
	}
	p.talk.say("Hint: " + text)
	return nil
}

func (p *player) nextHint() string {
	r := p.journal.Pack.Rubrics.Of(p.def().Explain.Question)
	if r == nil {
		return ""
	}
	for _, v := range p.did().LastAnswer().Verdict.Items {
		if v.Level >= grading.Explained && !v.Wrong {
			continue
		}
		for _, it := range r.Items {
			if it.ID == v.ID {
				ladder := []string{it.Hints.Nudge, it.Hints.Narrow, it.Hints.Teach}
				return ladder[min(p.did().Hints, len(ladder)-1)]
			}
		}
	}
	return ""
}
