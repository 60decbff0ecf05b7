package grading

import (
	"math"
	"strconv"
	"strings"
)

// measure is a value with its unit. Data is counted in bits.
type measure struct {
	value      float64 // in base units
	data, time int     // powers of the unit: 5 GB/s has 1 and -1
	gb         bool    // written as "Gb", "Mb"
	ofData     bool    // an amount of data was reckoned with
	eight      float64 // 8 or 1/8 if bits and bytes were converted by hand, else 0
	numeral
	tokens int // of the number without its unit
}

func newMeasure(n numeral, tokens int) measure {
	m := measure{value: n.value, numeral: n, tokens: tokens}
	switch n.dim {
	case rate:
		m.time = -1
	case duration:
		m.time = 1
	case bytesDim, bitsDim:
		m.data = 1
	case byteRate, bitRate:
		m.data, m.time = 1, -1
	}
	if n.dim == bytesDim || n.dim == byteRate {
		m.value *= 8
	}
	return m
}

func (m measure) bare() bool { return m.data == 0 && m.time == 0 }

// converts tells if one value after another, with only an equals sign between, is a conversion: of amounts of data.
func (m measure) converts(to measure) bool { return m.data != 0 && to.data != 0 }

// bitsForBytes tells the factor between them.
func bitsForBytes(ratio float64) bool {
	return math.Abs(ratio/8-1) < sumTolerance || math.Abs(ratio*8-1) < sumTolerance
}

// combine applies an operator, to the units too.
func combine(a, b measure, op string) (measure, bool) {
	out := measure{data: a.data, time: a.time, gb: a.gb || b.gb, ofData: a.ofData || b.ofData || a.data != 0 || b.data != 0}
	switch op {
	case "+", "-":
		if !a.bare() && !b.bare() && (a.data != b.data || a.time != b.time) {
			return out, false
		}
		if a.bare() {
			out.data, out.time = b.data, b.time
		}
		out.value = a.value + b.value
		if op == "-" {
			out.value = a.value - b.value
		}
	case "of":
		if a.dim != percentage {
			return out, false
		}
		out.data, out.time, out.value = b.data, b.time, float64(a.value*b.value)
	case "*":
		out.data, out.time, out.value = a.data+b.data, a.time+b.time, float64(a.value*b.value)
		if a.data != 0 && b.written == 8 && b.bare() {
			out.eight = 8
		}
	case "/":
		out.data, out.time, out.value = a.data-b.data, a.time-b.time, a.value/b.value
		if a.data != 0 && b.written == 8 && b.bare() {
			out.eight = 1.0 / 8
		}
	case "^":
		if !b.bare() || !a.bare() {
			return out, false
		}
		out.value = math.Pow(a.value, b.value)
	}
	return out, !math.IsNaN(out.value) && !math.IsInf(out.value, 0)
}

// judge holds the written result against what the calculation comes to.
func (d *document) judge(left, right measure, about bool) Sum {
	scale := right.scale()
	s := Sum{Value: left.value / scale}
	if left.data != 0 && right.data != 0 && left.data != right.data || left.data == 0 && right.data != 0 && left.time != 0 && left.operands() {
		s.Say = "That doesn't come out in this unit."
		return s
	}
	tolerance := sumTolerance
	if about {
		tolerance = aboutTolerance
	}
	slack := max(math.Abs(right.written)*tolerance, d.lastDigit(right)/2)
	for _, v := range right.readings(left) {
		if math.Abs(v-right.written) <= slack {
			s.Right, s.Value = true, v
			return s
		}
	}
	s.Say = d.slip(left, right, s.Value)
	return s
}

// operands tells that this is the outcome of a calculation and not a written number.
func (m measure) operands() bool { return m.last == 0 }

// scale is what one of the written unit is in base units.
func (m measure) scale() float64 {
	if m.written == 0 {
		return 1
	}
	return m.value / m.written
}

// readings are what a calculation may mean in the unit of the written result. Units are often left out: "5 million x 1 KB
// is 5 GB/s", "10,000 / 500/s is 20", and a rate may be of a day.
func (m measure) readings(left measure) []float64 {
	out := []float64{left.value / m.scale()}
	if left.eight != 0 && m.data != 0 { // 40 Gbit/s / 8 = 5 GB/s: the unit says already what the 8 was for
		out = append(out, left.value/left.eight/m.scale())
	}
	if m.gb || left.gb { // "Gb" means bits to some, and bytes to others
		out = append(out, left.value*8/m.scale(), left.value/8/m.scale())
	}
	if left.bare() || m.bare() {
		out = append(out, left.value)
	}
	if m.dim == percentage {
		out = append(out, left.value*100)
	}
	if m.bare() && left.data != 0 {
		for _, unit := range []float64{8, 8e3, 8e6, 8e9, 8e12, 1e3, 1e6, 1e9} {
			out = append(out, left.value/unit)
		}
	}
	if m.bare() && left.time == 1 {
		out = append(out, left.value*1e3, left.value/60, left.value/3600)
	}
	if m.data != 0 && m.time != 0 && left.data == m.data { // 5 GB/s x 86,400 is 432 TB a day
		for _, unit := range []float64{60, 3600, 86400} {
			out = append(out, left.value/m.scale()/unit)
		}
	}
	return out
}

// lastDigit is what one of the last written digit is worth.
func (d *document) lastDigit(m measure) float64 {
	text := d.text[d.tokens[m.first].start:d.tokens[m.first+m.tokens-1].end]
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
	_, decimals, ok := strings.Cut(digits, ".")
	written, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if err != nil || written == 0 {
		return 0
	}
	unit := math.Abs(m.written) / math.Abs(written) // of a multiplier: 3k
	if ok {
		return unit * math.Pow(10, -float64(len(decimals)))
	}
	return min(unit, math.Abs(m.written)*0.2)
}

// slip says what a calculation comes to, and names well-known slips.
func (d *document) slip(left, right measure, value float64) string {
	unit := strings.TrimSpace(d.text[d.tokens[right.first+right.tokens-1].end:d.tokens[right.last-1].end])
	if unit != "" && unit[0] != '/' && unit[0] != '%' {
		unit = " " + unit
	}
	if right.tokens == 1 && unit == "" { // 200ms
		if _, suffix, ok := digits(d.tokens[right.first].norm); ok && suffix != "" && multipliers[suffix] == 0 {
			unit = " " + suffix
		}
	}
	if left.bare() && !right.bare() {
		value = left.value
	}
	comes := inUnit(value, "") + unit
	ratio := right.written / value
	switch near := func(f float64) bool { return math.Abs(ratio/f-1) < sumTolerance }; {
	case (right.data != 0 || left.ofData) && bitsForBytes(ratio):
		return "Mind bits and bytes, eight bits make a byte: it comes to " + comes + "."
	case near(1000) || near(0.001) || near(1e6) || near(1e-6):
		return "The digits are right and the size isn't: it comes to " + comes + "."
	}
	return "It comes to " + comes + "."
}
