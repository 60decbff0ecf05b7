package grading

import "fmt"

// Level is how far an answer got with one rubric item.
type Level uint8

// Levels, in rising order.
const (
	Missed    Level = iota // the answer does not address the item, as far as can be detected
	Named                  // it mentions the term or idea, without how or why
	Explained              // it says how or why, in this system
	Tradeoff               // and gives a cost, a limit, an alternative or a number that decides it
)

func (l Level) String() string {
	return [...]string{"missed", "named", "explained", "tradeoff"}[min(l, Tradeoff)]
}

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a level's name.
func (l *Level) UnmarshalText(name []byte) error {
	for known := Missed; known <= Tradeoff; known++ {
		if known.String() == string(name) {
			*l = known
			return nil
		}
	}
	return fmt.Errorf("%q is not a level: use missed, named, explained or tradeoff", name)
}

// Span is a verbatim part of the answer: Text is answer[Start:End], in bytes.
type Span struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Verdict is the outcome of grading one answer to one question.
type Verdict struct {
	Question string        `json:"question"`
	Items    []ItemVerdict `json:"items"`
	Score    float64       `json:"score"`          // 0 to 1: weighted mean of the items' levels, explained counts 0.8, named 0.35
	Band     string        `json:"band"`           // "not yet", "junior", "mid", "senior", "staff"
	Sums     []Sum         `json:"sums,omitempty"` // the calculations in the answer, right and wrong
}

// ItemVerdict is the level reached on one item, with the learner's words that show it.
type ItemVerdict struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Section  string `json:"section"`
	Level    Level  `json:"level"`
	Wrong    bool   `json:"wrong"` // a misconception about the item was asserted
	Evidence []Span `json:"evidence"`
	Against  []Span `json:"against,omitempty"`  // the words that assert the misconception
	Feedback string `json:"feedback"`           // what was seen, in one sentence
	Next     string `json:"next,omitempty"`     // one question that leads to the next level
	Claimed  bool   `json:"claimed,omitempty"`  // the learner pointed at the sentence: self-claimed
	Own      string `json:"own,omitempty"`      // what the learner pointed at before, and the evidence is like; Claimed is set
	Shown    Shown  `json:"shown,omitempty"`    // what the words and a judged design say together
	Design   string `json:"design,omitempty"`   // the same as a sentence
	Possible *Span  `json:"possible,omitempty"` // words that may address the item, not credited
}
