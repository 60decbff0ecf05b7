package lessons

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"sysprep/content"
	"sysprep/grading"
)

// Result is how a prediction fared.
type Result uint8

// Results of Compare.
const (
	Wrong Result = iota
	Slip         // wrong, in a way that tells which mistake was made
	Right
)

func (r Result) String() string { return [...]string{"wrong", "slip", "right"}[min(r, Right)] }

// Outcome is a prediction held against the right answer.
type Outcome struct {
	Result Result
	Said   string // what the learner committed to
	Answer string // what is right
	Say    string // one or two sentences for the learner
}

// leastSlip is the relative distance within which a number is taken for a well-known
// slip, even where the Ask tolerates less.
const leastSlip = 0.02

// Compare holds a prediction against the answer of its Ask. A quantity is right within
// the Ask's tolerance (relative to the answer; absolute if the answer is 0), and a slip
// within the same of a well-known wrong value.
func Compare(ask *content.Ask, p Prediction) Outcome {
	if ask.Quantity != nil {
		return compareQuantity(ask.Quantity, p)
	}
	return compareChoice(ask, p)
}

func compareChoice(ask *content.Ask, p Prediction) Outcome {
	o := Outcome{Said: p.Choice, Answer: ask.Answer}
	offered := false
	for _, c := range ask.Choices {
		if c.ID == ask.Answer {
			o.Answer = c.Text
		}
		if c.ID == p.Choice {
			offered, o.Said, o.Say = true, c.Text, c.Say
		}
	}
	switch {
	case !offered:
		o.Say = fmt.Sprintf("The question was edited since, and no longer offers what you chose. It is: %s", o.Answer)
	case p.Choice == ask.Answer:
		o.Result = Right
		if o.Say == "" {
			o.Say = "Right."
		}
	case o.Say != "":
		o.Result = Slip
	default:
		o.Say = fmt.Sprintf("Not so. It is: %s", o.Answer)
	}
	return o
}

func compareQuantity(q *content.Quantity, p Prediction) Outcome {
	o := Outcome{Said: p.Value, Answer: grading.Amount(q.Value, q.Unit)}
	if !strings.ContainsFunc(o.Said, func(r rune) bool { return unicode.IsLetter(r) || r == '%' || r == '/' }) { // a bare number, or none
		o.Said = grading.Amount(p.Number, q.Unit)
	}
	if within(p.Number, q.Value, q.Tolerance) {
		o.Result = Right
		o.Say = "Right."
		if p.Number != q.Value {
			o.Say = fmt.Sprintf("Right: it is %s.", o.Answer)
		}
		return o
	}
	nearest := math.Inf(1)
	for _, miss := range q.Near {
		if d := math.Abs(p.Number - miss.Value); within(p.Number, miss.Value, max(q.Tolerance, leastSlip)) && d < nearest {
			nearest, o.Result, o.Say = d, Slip, miss.Say
		}
	}
	if o.Result == Wrong {
		o.Say = fmt.Sprintf("It is %s%s.", o.Answer, distance(p.Number, q.Value))
	}
	return o
}

func within(v, want, tolerance float64) bool {
	const rounding = 1e-9 // so that 0.1 + 0.2 counts as 0.3
	scale := math.Abs(want)
	if scale == 0 {
		scale = 1
	}
	return math.Abs(v-want) <= (tolerance+rounding)*scale
}

// distance says how far off v is, where that can be said as a factor or a share.
func distance(v, want float64) string {
	if !(v > 0 && want > 0) || math.IsInf(v, 0) {
		return ""
	}
	way, factor := "high", v/want
	if factor < 1 {
		way, factor = "low", want/v
	}
	switch {
	case factor >= 1.95 && factor < 1e6:
		return fmt.Sprintf(": yours is %s times too %s", number(math.Round(factor*10)/10), way)
	case factor >= 1e6:
		return fmt.Sprintf(": yours is more than a million times too %s", way)
	default:
		return fmt.Sprintf(": yours is %.0f %% too %s", math.Abs(v/want-1)*100, way)
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
