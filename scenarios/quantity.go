package scenarios

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"sysprep/engine"
)

// Duration is a span of virtual time, written with its unit: "250ms", "1.5s", "2m".
type Duration engine.Time

// Rate is a number per second, written "3000/s" (also "/ms", "/min", "/h").
type Rate float64

// Ratio is a share or factor, written "90%" or "0.9".
type Ratio float64

var durationUnits = []struct {
	suffix string
	unit   float64
}{
	{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"min", 60e9}, {"h", 3600e9}, {"m", 60e9}, {"s", 1e9},
}

// ParseDuration reads a span of time with its unit. "0" needs none.
func ParseDuration(text string) (Duration, error) {
	s := strings.TrimSpace(text)
	if s == "0" {
		return 0, nil
	}
	for _, u := range durationUnits {
		if num, ok := strings.CutSuffix(s, u.suffix); ok {
			v, err := parseNumber(num)
			if err != nil {
				break
			}
			if ns := v * u.unit; math.Abs(ns) < math.MaxInt64/2 {
				return Duration(math.Round(ns)), nil
			}
			return 0, fmt.Errorf("%q is too long", text)
		}
	}
	return 0, fmt.Errorf("%q is not a duration: write a number and a unit, such as 250ms, 1.5s or 2m", text)
}

// ParseRate reads a number per unit of time.
func ParseRate(text string) (Rate, error) {
	s := strings.TrimSpace(text)
	if s == "0" {
		return 0, nil
	}
	num, per, ok := strings.Cut(s, "/")
	if ok {
		v, err := parseNumber(num)
		scale, known := map[string]float64{"s": 1, "ms": 1000, "min": 1.0 / 60, "h": 1.0 / 3600}[strings.TrimSpace(per)]
		if err == nil && known {
			return Rate(v * scale), nil
		}
	}
	return 0, fmt.Errorf("%q is not a rate: write a number and /s, /min or /h, such as 3000/s", text)
}

// ParseRatio reads a percentage or a plain number.
func ParseRatio(text string) (Ratio, error) {
	s := strings.TrimSpace(text)
	num, percent := strings.CutSuffix(s, "%")
	v, err := parseNumber(num)
	if err != nil {
		return 0, fmt.Errorf("%q is not a ratio: write a percentage such as 90%%, or a number such as 0.9", text)
	}
	if percent {
		v /= 100
	}
	return Ratio(v), nil
}

func parseNumber(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("not a number")
	}
	return v, nil
}

// String writes d in the largest unit that keeps it short.
func (d Duration) String() string {
	v := float64(d)
	switch {
	case d == 0:
		return "0s"
	case math.Abs(v) < 1e3:
		return trim(v) + "ns"
	case math.Abs(v) < 1e6:
		return trim(v/1e3) + "us"
	case math.Abs(v) < 1e9:
		return trim(v/1e6) + "ms"
	default:
		return trim(v/1e9) + "s"
	}
}

func (r Rate) String() string  { return trim(float64(r)) + "/s" }
func (r Ratio) String() string { return trim(float64(r)*100) + "%" }

// trim formats to as many decimals as v needs, at most nine.
func trim(v float64) string {
	s := strconv.FormatFloat(v, 'f', 9, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// UnmarshalText reads d as ParseDuration does.
func (d *Duration) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDuration(string(b))
	return err
}

// UnmarshalText reads r as ParseRate does.
func (r *Rate) UnmarshalText(b []byte) (err error) { *r, err = ParseRate(string(b)); return err }

// UnmarshalText reads r as ParseRatio does.
func (r *Ratio) UnmarshalText(b []byte) (err error) { *r, err = ParseRatio(string(b)); return err }

// MarshalText writes d with its unit.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// MarshalText writes r per second.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalText writes r as a percentage.
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }
