package grading

import (
	"strconv"
	"strings"
)

// dimension tells what a number counts.
type dimension uint8

const (
	plain      dimension = iota
	percentage           // Value is a share: 0.83
	factor               // six times
	rate                 // Value is per second
	duration             // Value is in seconds
	bytesDim             // Value is in bytes
	bitsDim              // Value is in bits
	byteRate             // Value is in bytes per second
	bitRate              // Value is in bits per second
)

// numeral is a number in prose.
type numeral struct {
	first, last int // tokens[first:last], unit included
	written     float64
	value       float64 // in the base unit of dim
	dim         dimension
}

var unitsOf = map[string]struct {
	dim   dimension
	scale float64
}{
	"s": {duration, 1}, "sec": {duration, 1}, "second": {duration, 1}, "ms": {duration, 1e-3}, "msec": {duration, 1e-3},
	"millisecond": {duration, 1e-3}, "us": {duration, 1e-6}, "µs": {duration, 1e-6}, "ns": {duration, 1e-9},
	"min": {duration, 60}, "minut": {duration, 60}, "h": {duration, 3600}, "hr": {duration, 3600}, "hour": {duration, 3600},
	"day": {duration, 86400}, "d": {duration, 86400}, "week": {duration, 604800},
	"rps": {rate, 1}, "qps": {rate, 1}, "tps": {rate, 1}, "hz": {rate, 1}, "krps": {rate, 1e3}, "kqps": {rate, 1e3}, "iop": {rate, 1},
	"b": {bytesDim, 1}, "byte": {bytesDim, 1}, "kb": {bytesDim, 1e3}, "mb": {bytesDim, 1e6}, "gb": {bytesDim, 1e9}, "tb": {bytesDim, 1e12}, "pb": {bytesDim, 1e15},
	"kib": {bytesDim, 1024}, "mib": {bytesDim, 1 << 20}, "gib": {bytesDim, 1 << 30}, "tib": {bytesDim, 1 << 40},
	"bit": {bitsDim, 1}, "kbit": {bitsDim, 1e3}, "mbit": {bitsDim, 1e6}, "gbit": {bitsDim, 1e9}, "tbit": {bitsDim, 1e12},
	"bps": {bitRate, 1}, "kbps": {bitRate, 1e3}, "mbps": {bitRate, 1e6}, "gbps": {bitRate, 1e9},
	"percent": {percentage, 0.01}, "procent": {percentage, 0.01}, "pct": {percentage, 0.01},
	"x": {factor, 1}, "time": {factor, 1}, "fold": {factor, 1},
}

var multipliers = map[string]float64{"k": 1e3, "m": 1e6, "bn": 1e9, "million": 1e6, "thousand": 1e3, "billion": 1e9}

var numberWords = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}

var fixedFactors = map[string]float64{
	"double": 2, "twice": 2, "triple": 3, "thrice": 3, "quadruple": 4, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "tenfold": 10,
}

var fractions = map[string]float64{
	"half": 0.5, "third": 1.0 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1.0 / 6, "tenth": 0.1, "twelfth": 1.0 / 12, "hundredth": 0.01,
}

// findNumerals reads the numbers of an answer, in digits and in words.
func findNumerals(ts []token) []numeral {
	var found []numeral
	for i := 0; i < len(ts); {
		n, ok := readNumeral(ts, i)
		if !ok {
			i++
			continue
		}
		found = append(found, n)
		i = n.last
	}
	return found
}

func readNumeral(ts []token, i int) (numeral, bool) {
	t := ts[i]
	if t.sign {
		// ×6
		if (t.norm == "×") && i+1 < len(ts) {
			if v, rest, ok := digits(ts[i+1].norm); ok && rest == "" {
				return numeral{i, i + 2, v, v, factor}, true
			}
		}
		return numeral{}, false
	}
	if v, ok := fixedFactors[t.stem]; ok {
		return numeral{i, i + 1, v, v, factor}, true
	}
	if v, ok := fixedFactors[t.norm]; ok {
		return numeral{i, i + 1, v, v, factor}, true
	}
	if v, ok := fractions[t.norm]; ok && (t.norm == "half" || i > 0 && (ts[i-1].norm == "a" || ts[i-1].norm == "one")) {
		return numeral{i, i + 1, v, v, percentage}, true
	}
	if rest, ok := strings.CutPrefix(t.norm, "x"); ok && rest != "" {
		if v, tail, ok := digits(rest); ok && tail == "" {
			return numeral{i, i + 1, v, v, factor}, true
		}
	}
	v, next, suffix, ok := readValue(ts, i)
	if !ok {
		return numeral{}, false
	}
	n := numeral{first: i, last: next, written: v, value: v}
	if i >= 1 && ts[i-1].stem == "factor" || i >= 2 && ts[i-1].norm == "of" && ts[i-2].stem == "factor" {
		n.dim = factor
		return n, true
	}
	if suffix != "" {
		return withUnit(ts, n, suffix), true
	}
	return n.lookAhead(ts), true
}

// readValue reads the bare value at i: digits with an optional suffix, or number words.
func readValue(ts []token, i int) (v float64, next int, suffix string, ok bool) {
	if v, suffix, ok = digits(ts[i].norm); ok {
		next = i + 1
		if m, isMultiplier := multipliers[suffix]; isMultiplier {
			v, suffix = v*m, ""
		} else if suffix == "" && next < len(ts) {
			if m, isMultiplier := multipliers[ts[next].norm]; isMultiplier && ts[next].norm != "m" {
				v, next = v*m, next+1
			}
		}
		return v, next, suffix, true
	}
	v, next = wordNumber(ts, i)
	return v, next, "", next > i
}

// wordNumber reads "three thousand two hundred"; next is i if there is none.
func wordNumber(ts []token, i int) (total float64, next int) {
	group, seen := 0.0, false
	next = i
	for next < len(ts) && next-i < 8 {
		w := ts[next].norm
		if w == "-" && next > i {
			next++
			continue
		}
		if v, ok := numberWords[w]; ok {
			if seen && group > 0 && (v >= 10 || int(group)%10 != 0 || v >= group) {
				break
			}
			group, seen = group+v, true
		} else if w == "hundred" && seen {
			group *= 100
		} else if m, ok := multipliers[w]; ok && len(w) > 2 && seen {
			total, group = total+group*m, 0
		} else {
			break
		}
		next++
	}
	if !seen {
		return 0, i
	}
	for ts[next-1].sign {
		next--
	}
	return total + group, next
}

// digits reads the number at the start of w, and what follows it.
func digits(w string) (v float64, suffix string, ok bool) {
	if w == "" || !isDigit(w[0]) {
		return 0, "", false
	}
	end := 0
	for end < len(w) && (isDigit(w[end]) || (w[end] == '.' || w[end] == ',') && end+1 < len(w) && isDigit(w[end+1])) {
		end++
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(w[:end], ",", ""), 64)
	return v, w[end:], err == nil
}

// withUnit applies a unit that is written right after the digits, as in 10ms or 6x.
func withUnit(ts []token, n numeral, suffix string) numeral {
	if u, ok := unitsOf[suffix]; ok {
		n.dim, n.value = u.dim, n.written*u.scale
		return n.perTime(ts)
	}
	if u, ok := unitsOf[stem(suffix)]; ok {
		n.dim, n.value = u.dim, n.written*u.scale
		return n.perTime(ts)
	}
	return n
}

// lookAhead reads the unit in the words after the value: "%", "times", "/s", "requests a second",
// "out of ten", "fifths".
func (n numeral) lookAhead(ts []token) numeral {
	at := func(k int) string {
		if n.last+k < len(ts) {
			return ts[n.last+k].norm
		}
		return ""
	}
	switch w := at(0); {
	case w == "":
		return n
	case w == "%":
		n.dim, n.value, n.last = percentage, n.written/100, n.last+1
		return n
	case w == "x" || w == "×" || w == "times":
		if w != "times" && isNumber(ts, n.last+1) {
			return n // 3 x 3 is a product
		}
		n.dim, n.last = factor, n.last+1
		return n
	case w == "-" && at(1) == "fold":
		n.dim, n.last = factor, n.last+2
		return n
	}
	if share, ok := n.outOf(ts); ok {
		return share
	}
	if share, ok := fractions[strings.TrimSuffix(at(0), "s")]; ok && n.written < 20 {
		n.dim, n.value, n.last = percentage, n.written*share, n.last+1
		return n
	}
	if u, ok := unitsOf[stem(at(0))]; ok && len(at(0)) > 0 && !n.sentenceEnds(ts, 0) {
		n.dim, n.value, n.last = u.dim, n.written*u.scale, n.last+1
	}
	return n.perTime(ts)
}

// outOf reads shares: "nine in ten", "nine out of ten", "one request in eight".
func (n numeral) outOf(ts []token) (numeral, bool) {
	for k := n.last; k < min(n.last+2, len(ts)); k++ {
		of := k
		switch {
		case ts[k].norm == "out" && k+1 < len(ts) && ts[k+1].norm == "of":
			of = k + 1
		case ts[k].norm == "in", ts[k].norm == "of" && k == n.last:
		case ts[k].sign:
			return n, false
		default:
			continue
		}
		if of+1 >= len(ts) {
			return n, false
		}
		whole, next, suffix, ok := readValue(ts, of+1)
		if !ok || suffix != "" || whole <= n.written || whole < 2 {
			return n, false
		}
		n.dim, n.value, n.last = percentage, n.written/whole, next
		return n, true
	}
	return n, false
}

// perTime turns a number into a rate when a unit of time follows, at most two words later.
func (n numeral) perTime(ts []token) numeral {
	for k := range 3 {
		i := n.last + k
		if i+1 >= len(ts) || ts[i].sign && ts[i].norm != "/" || n.sentenceEnds(ts, k) {
			return n
		}
		switch ts[i].norm {
		case "/", "per", "a", "an", "each", "every":
			u, ok := unitsOf[stem(ts[i+1].norm)]
			if !ok || u.dim != duration {
				continue
			}
			switch n.dim {
			case plain:
				n.dim = rate
			case bytesDim:
				n.dim = byteRate
			case bitsDim:
				n.dim = bitRate
			default:
				return n
			}
			n.value, n.last = n.value/u.scale, i+2
			return n
		}
	}
	return n
}

func (n numeral) sentenceEnds(ts []token, k int) bool {
	for i := n.last; i <= n.last+k && i < len(ts); i++ {
		if ts[i].sign && (ts[i].norm == "." || ts[i].norm == "," || ts[i].norm == ";") {
			return true
		}
	}
	return false
}

func isNumber(ts []token, i int) bool {
	if i >= len(ts) {
		return false
	}
	_, _, _, ok := readValue(ts, i)
	return ok
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
