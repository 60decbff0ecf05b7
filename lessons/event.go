package lessons

import (
	"encoding/json"
	"time"

	"sysprep/grading"
	"sysprep/scenarios"
)

// Kind says what happened.
type Kind string

// Kinds of events. Each one with a payload names the field of Event that holds it.
const (
	Opened    Kind = "opened"    // the learner moved to the step
	Finished  Kind = "finished"  // a read, simulate or debrief step is done, or a challenge is given up after a try
	Predicted Kind = "predicted" // Prediction: a prediction or a quiz answer was committed
	Watched   Kind = "watched"   // Watch: a simulation was seen
	Judged    Kind = "judged"    // Judgement: a design was judged over many seeds
	Hinted    Kind = "hinted"    // Hint: a hint was shown
	Answered  Kind = "answered"  // Answer: an explanation was handed in and graded
	Claimed   Kind = "claimed"   // Claim: the learner points at words of the last answer: "I covered this, here"
	Noted     Kind = "noted"     // Note: the learner wrote a note on the step
	Reviewed  Kind = "reviewed"  // Review: a review card of the step was rated
	Chosen    Kind = "chosen"    // Choice: what to protect was chosen, before the flight
	Recalled  Kind = "recalled"  // Review: a flashcard of the lesson's decks was rated; its Item is "deck/card"
	Unrated   Kind = "unrated"   // Review: the last rating of that Item was taken back; of a flashcard if there is no Step
	Undone    Kind = "undone"    // the last act that can be taken back was taken back
)

// Event is one thing that happened in a lesson, at a time. Step and Hash are the
// step's id and the hash of its content then; Undone and Recalled need neither. Only the
// payload that Kind names is set. A payload belongs to the event: don't change it later.
type Event struct {
	At   time.Time
	Kind Kind
	Step string
	Hash string

	Prediction *Prediction
	Watch      *Watch
	Judgement  *Judgement
	Hint       *Hint
	Answer     *Answer
	Claim      *Claim
	Note       *Note
	Review     *Rating
	Choice     *Choice

	// Rest holds what a newer sysprep wrote and this one does not know: unknown
	// fields of a known kind, or the whole payload of an unknown kind. Record
	// writes it back, so passing an event through loses nothing.
	Rest json.RawMessage
}

// Prediction is the committed answer to an Ask: the id of a choice, or a quantity.
type Prediction struct {
	Choice     string  `json:"choice,omitempty"`     // id of the choice
	Value      string  `json:"value,omitempty"`      // a quantity, as it was typed
	Number     float64 `json:"number,omitempty"`     // the same in the unit of the Ask
	Confidence int     `json:"confidence,omitempty"` // how sure, 1 to 100 percent; 0 if not asked
	Seed       uint64  `json:"seed,omitempty"`       // of an estimate: which numbers were drawn
	Of         string  `json:"of,omitempty"`         // of a recall step: whose question it is, "lesson/step"

	At   time.Time `json:"-"` // set by Apply
	Hash string    `json:"-"` // content hash of the step then; set by Apply
}

// Choice is what was chosen in a pre-flight.
type Choice struct {
	Items []string `json:"items"` // ids of protections, in the order of the step

	At time.Time `json:"-"` // set by Apply
}

// Watch is one run that was looked at.
type Watch struct {
	Settings map[string]string  `json:"settings,omitempty"` // knob values that differ from the scenario's
	Seed     uint64             `json:"seed"`
	Reached  scenarios.Duration `json:"-"`                 // how far it was played, in virtual time; written in nanoseconds
	Outcome  map[string]float64 `json:"outcome,omitempty"` // metrics of the run

	At time.Time `json:"-"` // set by Apply
}

// Judgement is the result of a design over many seeds. Rates are shares from 0 to 1
// with the bounds of their 95 % interval.
type Judgement struct {
	Settings map[string]string `json:"settings,omitempty"`
	Acts     []string          `json:"acts,omitempty"` // of a run that was steered, as scenarios.ParseInject reads them
	Seeds    int               `json:"seeds"`
	Passed   int               `json:"passed"`
	PassRate float64           `json:"passRate"`
	Low      float64           `json:"low"`
	High     float64           `json:"high"`
	Goals    []GoalResult      `json:"goals,omitempty"`
	Causes   []CauseCount      `json:"causes,omitempty"` // why seeds failed, most frequent first
	Won      bool              `json:"won"`

	At    time.Time `json:"-"` // set by Apply
	Hints int       `json:"-"` // how many hints had been shown by then; set by Apply
}

// GoalResult is the share of seeds in which one goal held.
type GoalResult struct {
	ID     string  `json:"id"`
	Text   string  `json:"text"`
	Passed int     `json:"passed"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// CauseCount is one cause of failure and the number of seeds that it failed.
type CauseCount struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// Hint says that the first N hints of the step have been shown, 1 or more.
type Hint struct {
	N int `json:"n"`
}

// Answer is an explanation as it was handed in, with its verdict.
type Answer struct {
	Text    string          `json:"text"`
	Verdict grading.Verdict `json:"verdict"`

	At   time.Time `json:"-"` // set by Apply
	Hash string    `json:"-"` // content hash of the step then; set by Apply
}

// Claim points at the bytes [Start, End) of the step's last answer for one rubric item.
type Claim struct {
	Item  string `json:"item"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Note is a learner's own remark on a step. One that edits another takes its place, and
// takes it away if it has no text. A note is known by the time when it was first written,
// which is the same on all machines that its event comes to.
type Note struct {
	Text  string    `json:"text"`
	Edits time.Time `json:"edits,omitzero"` // when the note that it replaces was written

	At time.Time `json:"-"` // when it was first written; set by Apply
}

// Rating is how well a review card was remembered. Item is the rubric item of the
// card, empty for the card of a prediction or challenge; for a flashcard "deck/card".
type Rating struct {
	Item  string `json:"item,omitempty"`
	Grade Grade  `json:"grade"`

	Said    string           `json:"said,omitempty"`    // the answer, if one was typed
	Verdict *grading.Verdict `json:"verdict,omitempty"` // on the item, if it was graded; counts for mastery

	At time.Time `json:"-"` // set by Apply
}

// Grade is one of the four ratings of spaced repetition; its values are FSRS's own.
type Grade int

// Grades, from worst to best.
const (
	Again Grade = iota + 1 // wrong, or not remembered
	Hard
	Good
	Easy
)

func (g Grade) String() string {
	if g < Again || g > Easy {
		return "no grade"
	}
	return [...]string{"again", "hard", "good", "easy"}[g-1]
}
