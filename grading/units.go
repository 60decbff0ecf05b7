package grading

import "strings"

// Scale returns how many base units (1/s, s, B, bit, B/s, bit/s, or 1 for shares,
// factors and bare numbers) one of the given unit is: 0.001 for "ms", 0.01 for "%".
// A unit that is not known is 1.
func Scale(unit string) float64 {
	_, scale := unitOf(unit)
	return scale
}

// Amount writes a number with its unit for people: "3,000/s", "1.5 s", "83.3 %".
func Amount(v float64, unit string) string { return inUnit(v, unit) }

// KnownUnit says whether a unit of an expected number is one that answers are read in: a bare number, a share, a
// time, a size, a factor, or any of these (or what is counted, as in "calls/s") per time.
func KnownUnit(unit string) bool {
	unit = strings.ToLower(strings.TrimSpace(unit))
	if unit == "" || unit == "1" || unit == "%" {
		return true
	}
	amount, per, isRate := strings.Cut(unit, "/")
	if isRate {
		u, ok := unitsOf[strings.TrimSpace(per)]
		return ok && u.dim == duration
	}
	if _, ok := unitsOf[amount]; ok {
		return true
	}
	_, ok := unitsOf[stem(amount)]
	return ok
}
