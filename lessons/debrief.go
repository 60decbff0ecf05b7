package lessons

import (
	"cmp"

	"sysprep/content"
	"sysprep/grading"
)

// Debrief is what a learner takes from a lesson.
type Debrief struct {
	Predictions []Predicting // of predict and quiz steps, in order
	Right       int          // how many of them were right
	Rated       int          // how many had a confidence
	Brier       float64      // mean of (confidence - outcome)^2 over those: 0 is perfect, 0.25 a coin's; Brier 1950
	Challenges  []Challenged
	Gained      []Gain // rubric items named or better, and claims
	Missing     []Gain // rubric items not detected, or held wrong
	Hints       int    // shown in the whole lesson
	Reviews     []Review
}

// Predicting is one prediction against what came true.
type Predicting struct {
	Step       string // id
	Prompt     string
	Quiz       bool
	Confidence int  // percent; 0 if not asked
	Changed    bool // the question was edited since
	Outcome
}

// Challenged is how a challenge went.
type Challenged struct {
	Step   string // id
	Title  string
	Tries  int // designs judged
	Hints  int
	Won    bool
	GaveUp bool
	Best   *Judgement
}

// Gain is a rubric item as the learner's answers show it.
type Gain struct {
	Step     string // id
	Question string // id
	Item     string // id
	Title    string
	Section  string // id of the section of the checklist
	Level    grading.Level
	Wrong    bool
	Claimed  bool          // self-claimed
	Shown    grading.Shown // what the words and the judged design say together; see WithDesigns
	Quote    string        // the learner's own words that show it; for Wrong, those that speak against it
	Next     string        // a question that leads further
}

// Debrief sums up the lesson as far as it went. Reviews are those of this lesson, the
// one due first first; the pack's id is needed for their keys.
func (s State) Debrief(pack string, l *content.Lesson) Debrief {
	var d Debrief
	for i := range min(len(l.Steps), len(s.Steps)) {
		step, ss := &l.Steps[i], &s.Steps[i]
		d.Hints += ss.Hints
		switch {
		case step.Kind.Asks() && ss.Prediction != nil:
			d.addPrediction(step, ss)
		case step.Kind == content.Challenge && ss.Tries > 0:
			d.Challenges = append(d.Challenges, Challenged{
				Step: step.ID, Title: step.Title, Tries: ss.Tries, Hints: ss.Hints, Won: ss.Won(), GaveUp: ss.GaveUp, Best: ss.Best,
			})
		case step.Kind == content.Explain:
			d.addItems(step, ss)
		}
	}
	if d.Rated > 0 {
		d.Brier /= float64(d.Rated)
	}
	d.Reviews = planner{}.schedule(pack, l, s)
	sortReviews(d.Reviews)
	return d
}

func (d *Debrief) addPrediction(step *content.Step, ss *StepState) {
	ask := step.AskFor(ss.Prediction.Seed)
	p := Predicting{
		Step: step.ID, Prompt: ask.Prompt, Quiz: step.Kind.AtOnce(), Confidence: ss.Prediction.Confidence,
		Changed: ss.Changed, Outcome: Compare(ask, *ss.Prediction),
	}
	d.Predictions = append(d.Predictions, p)
	came := 0.0
	if p.Result == Right {
		d.Right++
		came = 1
	}
	if p.Confidence > 0 {
		off := float64(p.Confidence)/100 - came
		d.Brier += off * off // made a mean at the end
		d.Rated++
	}
}

// addItems adds each rubric item once, by the best answer to it.
func (d *Debrief) addItems(step *content.Step, ss *StepState) {
	best := make(map[string]grading.ItemVerdict)
	var order []string
	question := ""
	for _, a := range ss.Answers {
		question = a.Verdict.Question
		for _, v := range a.Verdict.Items {
			if _, seen := best[v.ID]; !seen {
				order = append(order, v.ID)
			}
			best[v.ID] = better(best[v.ID], v)
		}
	}
	for _, id := range order {
		v := best[id]
		g := Gain{
			Step: step.ID, Question: question, Item: id, Title: cmp.Or(v.Title, id), Section: v.Section,
			Level: v.Level, Wrong: v.Wrong, Claimed: v.Claimed, Quote: quote(v), Next: v.Next,
		}
		if v.Wrong || v.Level == grading.Missed && !v.Claimed {
			d.Missing = append(d.Missing, g)
		} else {
			d.Gained = append(d.Gained, g)
		}
	}
}

// quote picks the words that say most about the verdict: the longest span.
func quote(v grading.ItemVerdict) string {
	spans := v.Evidence
	if v.Wrong {
		spans = v.Against
	}
	longest := ""
	for _, s := range spans {
		if len(s.Text) > len(longest) {
			longest = s.Text
		}
	}
	return longest
}
