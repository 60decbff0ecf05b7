package interview

import (
	"fmt"
	"time"

	"sysprep/grading"
)

// Mark is what somebody, or the machine, made of an item.
type Mark struct {
	Level string `json:"level"` // missed, named, explained or tradeoff
	Wrong bool   `json:"wrong,omitempty"`
}

// MarkOf is the mark of a level.
func MarkOf(level grading.Level, wrong bool) Mark { return Mark{Level: level.String(), Wrong: wrong} }

// Say is the mark in words; missed is how who made it calls an item of which nothing was heard.
func (m Mark) Say(missed string) string {
	word := m.Level
	switch m.Level {
	case grading.Missed.String():
		if word = missed; m.Wrong {
			return "wrong"
		}
	case grading.Tradeoff.String():
		word = "trade-off"
	}
	if m.Wrong {
		word += ", and something wrong"
	}
	return word
}

// How a person and the machine call an item of which nothing was heard.
const (
	notShown    = "not shown"
	notDetected = "not detected"
)

// Marks are the interviewer's marks beside what the machine heard.
type Marks struct {
	Made   int          `json:"made"`   // items that the interviewer marked
	Same   int          `json:"same"`   // of these, heard alike by the machine
	Differ []Difference `json:"differ"` // the others, in the order of the rubric
	Score  float64      `json:"score"`  // what the machine alone would have given, 0 to 1
	Band   string       `json:"band,omitempty"`
}

// Difference is an item of which the interviewer and the machine think otherwise.
type Difference struct {
	Item        string        `json:"item"`
	Title       string        `json:"title"`
	At          time.Duration `json:"at"` // when the interviewer marked it
	Interviewer Mark          `json:"interviewer"`
	Machine     Mark          `json:"machine"`
}

// Say is the difference in words: "interviewer explained, machine not detected".
func (d Difference) Say() string {
	return "interviewer " + d.Interviewer.Say(notShown) + ", machine " + d.Machine.Say(notDetected)
}

// marks compares the interviewer's marks with what the machine heard; nil if there are none.
func (sc *Script) marks(s State) *Marks {
	m := Marks{Differ: []Difference{}}
	for _, it := range sc.Rubric(s) {
		if it.Tick == nil {
			continue
		}
		m.Made++
		d := Difference{
			Item: it.Item, Title: it.Title, At: it.Tick.At,
			Interviewer: MarkOf(it.Tick.Level, it.Tick.Wrong), Machine: MarkOf(it.Machine.Level, it.Machine.Wrong),
		}
		if d.Interviewer == d.Machine {
			m.Same++
			continue
		}
		m.Differ = append(m.Differ, d)
	}
	if m.Made == 0 {
		return nil
	}
	alone := s
	alone.Ticks = nil
	card := sc.Score(alone)
	m.Score, m.Band = card.Score, card.Band
	return &m
}

// Say sums the marks up in a sentence or two.
func (m *Marks) Say() string {
	text := fmt.Sprintf("The interviewer marked %d %s, and that decides; the machine heard the same in %d.", m.Made, plural(m.Made, "item", "items"), m.Same)
	switch m.Same {
	case 0:
		text = fmt.Sprintf("The interviewer marked %d %s, and that decides; the machine heard none of them so.", m.Made, plural(m.Made, "item", "items"))
	case m.Made:
		text = fmt.Sprintf("The interviewer marked %d %s; the machine heard the same.", m.Made, plural(m.Made, "item", "items"))
	}
	if m.Band != "" {
		text += fmt.Sprintf(" The machine alone: %s, %.0f %%.", m.Band, 100*m.Score)
	}
	return text
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// Marking says that a person marked this part, when, and what the machine heard if it heard otherwise; empty without a mark.
func (p ScorePart) Marking() string {
	if !p.Ticked {
		return ""
	}
	text := "the interviewer's mark, " + minutes(p.At)
	if p.Wrong && p.Level != grading.Missed.String() {
		text += ": " + Mark{p.Level, p.Wrong}.Say(notShown)
	}
	if p.Machine != nil && (p.Machine.Level != p.Level || p.Machine.Wrong != p.Wrong) {
		text += "; the machine: " + p.Machine.Say(notDetected)
	}
	return text
}

// Differences says where the two differ, a line each, with the time of the mark.
func (m *Marks) Differences() []string {
	var lines []string
	for _, d := range m.Differ {
		lines = append(lines, fmt.Sprintf("%s %s: %s", minutes(d.At), oneLine(d.Title), d.Say()))
	}
	return lines
}
