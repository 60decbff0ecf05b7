package scenarios

import (
	"math"
	"testing"
)

// FuzzQuantities: whatever is read as a quantity is a finite number, and is read again from how it is written.
func FuzzQuantities(f *testing.F) {
	for _, s := range []string{"200ms", "3000/s", "95%", "10KB", "100Mbit/s", "1e999/s", "-1h", "NaN%", "0x10s", "1_0ms", "9223372036854775807ns", "1e300h", " 5 /s", "+Inf/s"} {
		f.Add(s)
	}
	finite := func(t *testing.T, text string, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%q is read as %v", text, v)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := ParseDuration(text); err == nil {
			if again, err := ParseDuration(v.String()); err != nil || again != v && math.Abs(float64(again-v)) > 1e-9*math.Abs(float64(v)) {
				t.Errorf("%q is %d, written %s, and that %d (%v)", text, v, v, again, err)
			}
		}
		if v, err := ParseRate(text); err == nil {
			finite(t, text, float64(v))
		}
		if v, err := ParseRatio(text); err == nil {
			finite(t, text, float64(v))
		}
		if v, err := ParseBandwidth(text); err == nil {
			finite(t, text, float64(v))
		}
		_, _ = ParseSize(text)
	})
}

// FuzzSettings turns any knob of a scenario to any text, and injects whatever is written; what is accepted runs.
func FuzzSettings(f *testing.F) {
	s := story()
	for _, seed := range [][2]string{{"queue", "400"}, {"queue", "1e9"}, {"attempts", "-1"}, {"admit", "1e400/s"}, {"late", "fill"}, {"", ""}, {"queue=1", "@"}} {
		f.Add(seed[0], seed[1], "shed@70s")
	}
	f.Add("queue", "10", "-hiccup")
	f.Add("queue", "10", "queue=400@9e99s")
	f.Fuzz(func(t *testing.T, knob, value, inject string) {
		_, _ = s.Start(Settings{knob: value}, 1)
		if story, acts, err := s.Injected([]string{inject}); err == nil {
			if _, err := story.Start(nil, 1, acts...); err != nil && len(err.Error()) > 2000 {
				t.Errorf("%q: an error of %d bytes", inject, len(err.Error()))
			}
		}
	})
}
