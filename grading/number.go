package grading

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// CheckQuantity reads the number that a learner wrote and compares it with what is expected;
// with several expected, the closest counts. A number without a unit is taken to be in the expected one. Where
// the text holds several numbers, as in "300/0.1 = 3,000", the one after the last equals sign counts, else
// the closest.
func CheckQuantity(text string, want ...Expected) QuantityVerdict {
	var best QuantityVerdict
	for i, w := range want {
		if v := checkOne(text, w); i == 0 || rank(v) > rank(best) {
			best = v
		}
	}
	if len(want) == 0 {
		best = QuantityVerdict{Closeness: NoNumber, Feedback: "Nothing is expected here."}
	}
	return best
}

// rank orders outcomes, the most useful last.
func rank(v QuantityVerdict) int {
	for i, c := range [...]Closeness{NoNumber, WrongUnit, Off, Magnitude, KnownSlip, Right} {
		if v.Closeness == c {
			return i
		}
	}
	return -1
}

func checkOne(text string, want Expected) QuantityVerdict {
	d := &document{text: text}
	d.cutTokens()
	numbers := answers(d.tokens)
	if len(numbers) == 0 {
		return QuantityVerdict{
			Closeness: NoNumber, Unit: want.Unit,
			Feedback: fmt.Sprintf("No number was found in this. Write digits and, if you like, the unit, as in %s.", inUnit(12, want.Unit)),
		}
	}
	var best QuantityVerdict
	for i, n := range numbers {
		v := compare(d, n, want)
		if i == 0 || rank(v) > rank(best) || rank(v) == rank(best) && distance(v) < distance(best) {
			best = v
		}
	}
	return best
}

// answers gives the numbers that may be the answer: those after the last "=", else all.
func answers(ts []token) []numeral {
	from := 0
	for i, t := range ts {
		if t.norm == "=" || t.norm == "=>" || t.norm == "->" || t.norm == "≈" {
			from = i + 1
		}
	}
	all := findNumerals(ts)
	for i, n := range all {
		if isNegative(ts, n.first) {
			all[i].written, all[i].value = -n.written, -n.value
		}
	}
	for i, n := range all {
		if n.first >= from {
			return all[i:]
		}
	}
	return all
}

// isNegative tells a sign from the dash of a range or of a list.
func isNegative(ts []token, i int) bool {
	return i > 0 && ts[i-1].norm == "-" && ts[i-1].end == ts[i].start && (i == 1 || ts[i-2].end < ts[i-1].start)
}

// distance is how far off in orders of magnitude.
func distance(v QuantityVerdict) float64 {
	if v.Factor <= 0 {
		return math.Inf(1)
	}
	return math.Abs(math.Log10(v.Factor))
}

// compare judges one number.
func compare(d *document, n numeral, want Expected) QuantityVerdict {
	unit, scale := unitOf(want.Unit)
	out := QuantityVerdict{Unit: want.Unit, Span: Span{Text: d.text[d.tokens[n.first].start:d.tokens[n.last-1].end], Start: d.tokens[n.first].start, End: d.tokens[n.last-1].end}}
	value, ok := convert(n, unit, scale)
	out.Value = value
	if !ok {
		out.Closeness = WrongUnit
		out.Feedback = fmt.Sprintf("“%s” measures something else. %s is wanted.", out.Span.Text, kindOf(unit))
		if bitsAndBytes(n.dim, unit) {
			out.Feedback = "Mind bits and bytes: eight bits make a byte."
		}
		return out
	}
	if want.Value != 0 {
		out.Factor = value / want.Value
	}
	slack := math.Abs(want.Value)*want.Tolerance + 1e-9*math.Abs(want.Value)
	if math.Abs(value-want.Value) <= slack {
		out.Closeness = Right
		out.Feedback = fmt.Sprintf("Yes, %s.", inUnit(want.Value, want.Unit))
		return out
	}
	for _, near := range want.Near {
		if math.Abs(value-near.Value) <= math.Abs(near.Value)*max(want.Tolerance, 0.01) {
			out.Closeness, out.Feedback = KnownSlip, near.Say
			return out
		}
	}
	if out.Factor > 0.1 && out.Factor < 10 {
		out.Closeness = Magnitude
		out.Feedback = fmt.Sprintf("The order of magnitude is right; %s is too %s.", inUnit(value, want.Unit), tooWhat(out.Factor))
		return out
	}
	out.Closeness = Off
	out.Feedback = fmt.Sprintf("%s is too %s, by more than an order of magnitude.", inUnit(value, want.Unit), tooWhat(out.Factor))
	return out
}

func tooWhat(factor float64) string {
	if factor > 1 {
		return "high"
	}
	return "low"
}

// unitOf reads the unit of an expected number: its dimension, and what one of it is in the base unit.
func unitOf(text string) (dimension, float64) {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "", "1":
		return plain, 1
	case "%":
		return percentage, 0.01
	}
	amount, per, isRate := strings.Cut(text, "/")
	base, scale := plain, 1.0
	if u, ok := unitsOf[amount]; ok {
		base, scale = u.dim, u.scale
	} else if u, ok := unitsOf[stem(amount)]; ok {
		base, scale = u.dim, u.scale
	}
	if !isRate {
		return base, scale
	}
	if u, ok := unitsOf[strings.TrimSpace(per)]; ok && u.dim == duration {
		scale /= u.scale
	}
	switch base {
	case bytesDim:
		return byteRate, scale
	case bitsDim:
		return bitRate, scale
	}
	return rate, scale
}

// convert gives the number in the expected unit. A bare number has that unit already; a share
// may be written as a percentage or as a fraction, a factor as a plain number.
func convert(n numeral, unit dimension, scale float64) (float64, bool) {
	switch {
	case n.dim == unit:
		return n.value / scale, true
	case n.dim == plain && unit == percentage && n.written <= 1 && n.written != math.Trunc(n.written):
		return n.written / scale, true
	case n.dim == plain:
		return n.written, true
	case unit == plain && (n.dim == factor || n.dim == percentage):
		return n.value / scale, true
	case unit == factor && n.dim == percentage, unit == percentage && n.dim == factor:
		return n.value / scale, true
	case unit == plain && n.dim == rate:
		return n.written, true
	}
	return n.value, false
}

func bitsAndBytes(a, b dimension) bool {
	return a == bytesDim && b == bitsDim || a == bitsDim && b == bytesDim || a == byteRate && b == bitRate || a == bitRate && b == byteRate
}

func kindOf(d dimension) string {
	return map[dimension]string{
		plain: "A bare number", percentage: "A percentage", factor: "A factor", rate: "A rate, so many a second", duration: "A span of time",
		bytesDim: "An amount in bytes", bitsDim: "An amount in bits", byteRate: "Bytes per second", bitRate: "Bits per second",
	}[d]
}

// inUnit writes a number for people: 3,000/s, 1.5 s, 83 %.
func inUnit(v float64, unit string) string {
	digits := strconv.FormatFloat(v, 'f', -1, 64)
	if math.Abs(v) >= 1 {
		digits = strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	} else if v != 0 {
		digits = strconv.FormatFloat(v, 'g', 3, 64)
	}
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0 && !strings.Contains(whole, "e"); i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFraction {
		whole += "." + fraction
	}
	switch {
	case unit == "" || unit == "1":
		return sign + whole
	case strings.HasPrefix(unit, "/"), unit == "x":
		return sign + whole + unit
	}
	return sign + whole + " " + unit
}
