package scenarios

import (
	"fmt"
	"math"
	"strings"
)

// Size is a number of bytes, written "500B", "10KB", "1.5MB" or, in powers of 1,024, "64KiB".
type Size int64

// Bandwidth is a number of bytes per second, written "10MB/s", or in bits "100Mbit/s".
type Bandwidth float64

// Longer suffixes come before those that end them.
var sizeUnits = []struct {
	suffix string
	unit   float64
}{
	{"KiB", 1 << 10},
	{"MiB", 1 << 20},
	{"GiB", 1 << 30},
	{"KB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"kbit", 1e3 / 8.0},
	{"Mbit", 1e6 / 8.0},
	{"Gbit", 1e9 / 8.0},
	{"bit", 1 / 8.0},
	{"B", 1},
}

// parseBytes reads a number with a unit of bytes or bits.
func parseBytes(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	for _, u := range sizeUnits {
		if num, ok := strings.CutSuffix(s, u.suffix); ok {
			v, err := parseNumber(num)
			return v * u.unit, err == nil
		}
	}
	return 0, false
}

// ParseSize reads a number of bytes with its unit. "0" needs none.
func ParseSize(text string) (Size, error) {
	if strings.TrimSpace(text) == "0" {
		return 0, nil
	}
	v, ok := parseBytes(text)
	if !ok || strings.Contains(text, "bit") || math.Abs(v) > 1e15 {
		return 0, fmt.Errorf("%q is not a size: write a number and a unit, such as 500B, 10KB or 1MB", text)
	}
	return Size(math.Round(v)), nil
}

// ParseBandwidth reads bytes or bits per second. "0" needs no unit.
func ParseBandwidth(text string) (Bandwidth, error) {
	if strings.TrimSpace(text) == "0" {
		return 0, nil
	}
	if num, per, ok := strings.Cut(text, "/"); ok && strings.TrimSpace(per) == "s" {
		if v, ok := parseBytes(num); ok {
			return Bandwidth(v), nil
		}
	}
	return 0, fmt.Errorf("%q is not a bandwidth: write bytes or bits per second, such as 10MB/s or 100Mbit/s", text)
}

// String writes s in the largest unit that keeps it short.
func (s Size) String() string { return bytesText(float64(s)) }

// String writes b in bytes per second.
func (b Bandwidth) String() string { return bytesText(float64(b)) + "/s" }

func bytesText(v float64) string {
	switch a := math.Abs(v); {
	case a >= 1e9:
		return trim(v/1e9) + "GB"
	case a >= 1e6:
		return trim(v/1e6) + "MB"
	case a >= 1e3:
		return trim(v/1e3) + "KB"
	}
	return trim(v) + "B"
}

// UnmarshalText reads s as ParseSize does.
func (s *Size) UnmarshalText(b []byte) (err error) { *s, err = ParseSize(string(b)); return err }

// UnmarshalText reads b as ParseBandwidth does.
func (b *Bandwidth) UnmarshalText(t []byte) (err error) {
	*b, err = ParseBandwidth(string(t))
	return err
}

// MarshalText writes s with its unit.
func (s Size) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalText writes b per second.
func (b Bandwidth) MarshalText() ([]byte, error) { return []byte(b.String()), nil }
