package lessons

import (
	"fmt"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// Reply is what a learner said to a card, and the grade that it seems to deserve. The learner
// decides: a comparison of words sees words, not understanding.
type Reply struct {
	Said     string
	Proposed Grade // 0 if the card is rated by oneself
	Say      string
	Verdict  *grading.Verdict // of a rubric item
}

// Shares of an answer's words from which a flashcard counts as known, and as half known.
const (
	knownShare = 0.7
	halfShare  = 0.35
)

// mostMissing is how many words that were not said are named.
const mostMissing = 5

// Reply compares what was said with the card's answer; of a choice, said is its letter. If there is
// nothing to compare, again says what is wanted. A rubric item needs its grader: see AnswerGraded.
func (c Card) Reply(said string) (reply Reply, again string) {
	said = strings.TrimSpace(said)
	switch {
	case said == "":
		return Reply{}, "Write an answer first, or look at the one of the card."
	case c.Kind == ByChoice:
		return c.answerChoice(said)
	case c.Kind == BySize:
		return c.answerSize(said)
	case c.Kind == InWords && len(c.Answer) > 0:
		return c.answerWords(said), ""
	}
	return Reply{Said: said}, ""
}

func (c Card) answerChoice(said string) (Reply, string) {
	letter := strings.ToLower(said)
	if i := int(letter[0] - 'a'); len(letter) == 1 && i >= 0 && i < len(c.ask.Choices) {
		return c.proposed(said, Prediction{Choice: c.ask.Choices[i].ID}), ""
	}
	return Reply{}, fmt.Sprintf("Choose one of the %d answers by its letter.", len(c.ask.Choices))
}

func (c Card) answerSize(said string) (Reply, string) {
	q := c.ask.Quantity
	v := grading.CheckQuantity(said, q.Expected())
	switch v.Closeness {
	case grading.NoNumber:
		return Reply{}, "Type a number, such as 450" + q.Unit + "."
	case grading.WrongUnit:
		return Reply{}, v.Feedback
	}
	return c.proposed(said, Prediction{Value: said, Number: v.Value}), ""
}

// proposed holds an answer against the right one. Right is good; a slip that is well known is hard.
func (c Card) proposed(said string, p Prediction) Reply {
	o := Compare(c.ask, p)
	grade := map[Result]Grade{Right: Good, Slip: Hard, Wrong: Again}[o.Result]
	if c.Kind == ByChoice && o.Result != Right {
		grade = Again // of a choice, each wrong answer has its own reply, and is none the less wrong
	}
	return Reply{Said: said, Proposed: grade, Say: o.Say}
}

func (c Card) answerWords(said string) Reply {
	recall := grading.Recalled(said, c.Answer[0].Text)
	r := Reply{Said: said, Proposed: Again}
	switch {
	case recall.Share >= knownShare:
		r.Proposed = Good
	case recall.Share >= halfShare:
		r.Proposed = Hard
	}
	r.Say = fmt.Sprintf("%.0f %% of the answer's words are in yours.", recall.Share*100)
	if n := len(recall.Missing); n > 0 {
		named := recall.Missing[:min(n, mostMissing)]
		r.Say += " Not among them: " + strings.Join(named, ", ")
		if n > mostMissing {
			r.Say += fmt.Sprintf(" and %d more", n-mostMissing)
		}
		r.Say += ". Other words may mean the same: you decide."
	}
	return r
}

// AnswerGraded is the reply to a rubric item, once the rubric has graded it.
func (c Card) AnswerGraded(said string, v grading.Verdict) Reply {
	r := Reply{Said: strings.TrimSpace(said), Verdict: &v}
	for _, item := range v.Items {
		r.Proposed = gradeOf(item)
		switch {
		case item.Wrong:
			r.Say = "Something in it speaks against the item. " + item.Feedback
		default:
			r.Say = "Graded as " + levelWords[item.Level] + ". " + item.Next
		}
	}
	r.Say = strings.TrimSpace(r.Say)
	return r
}

var levelWords = map[grading.Level]string{
	grading.Missed: "not detected", grading.Named: "named", grading.Explained: "explained", grading.Tradeoff: "explained, with the trade-off",
}

// answers are all answers of the step that were graded: the explanations, and what was said to review
// cards of its items, in order of time.
func (ss *StepState) answers() []Answer {
	all := ss.Answers
	for _, r := range ss.Reviews {
		if r.Verdict != nil {
			all = append(all[:len(all):len(all)], Answer{Text: r.Said, Verdict: *r.Verdict, At: r.At, Hash: ss.Hash})
		}
	}
	return inTime(all)
}

// Source is the step of a lesson that says most about a card: what to read again when the card is
// forgotten again and again; -1 if no step has a text.
func Source(l *content.Lesson, r Review, c Card) int {
	if c.Step != nil {
		for i := indexOf(l, r.Step); i >= 0; i-- {
			if l.Steps[i].Kind == content.Read || l.Steps[i].Kind == content.Worked {
				return i
			}
		}
	}
	best, most := -1, -1.0
	wanted := c.Question
	for _, p := range c.Answer {
		if !p.Mine {
			wanted += " " + p.Text
		}
	}
	for i := range l.Steps {
		text := l.Steps[i].Text
		if l.Steps[i].Kind == content.Debrief || strings.TrimSpace(text) == "" {
			continue
		}
		if share := grading.Recalled(text, wanted).Share; share > most {
			best, most = i, share
		}
	}
	return best
}
