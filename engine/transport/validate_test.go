package transport

import (
	"math"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	if sys := trees(20, D2TCP); sys.Validate() != nil {
		t.Fatalf("a good system is refused: %v", sys.Validate())
	}
	for _, c := range []struct {
		want string // part of the message
		turn func(*System)
	}{
		{"no senders: add a group", func(s *System) { s.Groups = nil }},
		{"metrics window", func(s *System) { s.Window = -1 }},
		{"metrics window", func(s *System) { s.Window = 1 }},
		{"port's rate", func(s *System) { s.Port.Rate = 0 }},
		{"port's rate", func(s *System) { s.Port.Rate = math.MaxInt64 }},
		{"buffer is -1 packets", func(s *System) { s.Port.Buffer = -1 }},
		{"buffer is -1 bytes", func(s *System) { s.Port.BufferBytes = -1 }},
		{"never fit the port's buffer", func(s *System) { s.Port.BufferBytes = 1499 }},
		{"marking threshold", func(s *System) { s.Port.Mark = -1 }},
		{"group 1 has no name", func(s *System) { s.Groups[1].Name = "" }},
		{`two groups are called "3 ms"`, func(s *System) { s.Groups[1].Name = "3 ms" }},
		{`group "5 ms": it has 0 senders`, func(s *System) { s.Groups[1].Senders = 0 }},
		{"use at most 100000", func(s *System) { s.Groups[1].Senders = 100_001 }},
		{"protocol 3 is not known", func(s *System) { s.Groups[0].Protocol = 3 }},
		{"response is 0 bytes", func(s *System) { s.Groups[0].Response = 0 }},
		{"endless response", func(s *System) { s.Groups[0].Response = Endless }},
		{"spread", func(s *System) { s.Groups[0].Spread = 1.1 }},
		{"spread", func(s *System) { s.Groups[0].Spread = math.NaN() }},
		{"deadline is -1 ns", func(s *System) { s.Groups[0].Deadline = -1 }},
		{"slack but no deadline", func(s *System) { s.Groups[0].Deadline = 0 }},
		{"interval is", func(s *System) { s.Groups[0].Every = Never }},
		{"Poisson without an interval", func(s *System) { s.Groups[0].Poisson, s.Groups[0].Every = true, 0 }},
		{"asks -1 queries", func(s *System) { s.Groups[0].Queries = -1 }},
		{"round trip is 0 ns", func(s *System) { s.Groups[0].RTT = 0 }},
		{"senders' link", func(s *System) { s.Groups[0].Access = 1 }},
		{"segment is", func(s *System) { s.Groups[0].Segment = -1 }},
		{"initial window is 11", func(s *System) { s.Groups[0].InitialWindow, s.Groups[0].MaxWindow = 11, 10 }},
		{"least window is 11", func(s *System) { s.Groups[0].MinWindow, s.Groups[0].MaxWindow = 11, 10 }},
		{"greatest window", func(s *System) { s.Groups[0].MaxWindow = 1 << 20 }},
		{"above the greatest", func(s *System) { s.Groups[0].MaxRTO = Millisecond }},
		{"gain", func(s *System) { s.Groups[0].Gain = 1.5 }},
		{"imminence", func(s *System) { s.Groups[0].Imminence = 2.1 }},
		{"imminence", func(s *System) { s.Groups[0].Imminence = 0.4 }},
	} {
		sys := trees(20, D2TCP)
		c.turn(&sys)
		s, err := New(sys, 1)
		if err == nil || s != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New = %v, %v: want an error that says %q", s != nil, err, c.want)
		}
	}
}

// TestNewKeepsItsOwnCopy: the caller may change the system afterwards.
func TestNewKeepsItsOwnCopy(t *testing.T) {
	sys := trees(20, D2TCP)
	s, same := mustNew(t, sys, 1), mustNew(t, sys, 1)
	if sys.Groups[0].Segment != 0 {
		t.Error("New filled in the caller's system")
	}
	sys.Groups[0].Deadline = 1
	s.RunUntil(50 * Millisecond)
	same.RunUntil(50 * Millisecond)
	if s.Hash() != same.Hash() {
		t.Error("two runs of one system differ")
	}
}
