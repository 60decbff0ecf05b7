package scenarios

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/engine"
)

// What was done to a run can be written and read again, and then is the same.
func TestActsAsText(t *testing.T) {
	s := sweepStory()
	rapid.Check(t, func(t *rapid.T) {
		a := Act{At: engine.Time(rapid.Int64Range(0, int64(s.Horizon)-1).Draw(t, "at"))}
		switch a.Kind = rapid.SampledFrom([]ActKind{Turn, Inject, Lift}).Draw(t, "kind"); a.Kind {
		case Turn:
			a.Knob, a.Value = "rate", rapid.SampledFrom([]string{"50/s", "1000/s"}).Draw(t, "value")
		default:
			a.Fault = s.Faults[0].ID
		}
		got, off, err := s.ParseInject(a.Text())
		if err != nil || off || got != a {
			t.Fatalf("%q is read as %+v, %v, %v; want %+v", a.Text(), got, off, err, a)
		}
	})
	for text, want := range map[string]string{
		"rat=5/s@10s": "no knob", "rate=fast@10s": "fast", "rate=50/s": "KNOB=VALUE@TIME", "rate=50/s@1h": "earlier time", "-nothing": "no fault", "-nothing@1s": "no fault",
	} {
		if _, _, err := s.ParseInject(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// A knob that is turned by a list of acts is turned when its time has come, as by hand.
func TestTurnsInAListOfActs(t *testing.T) {
	s := sweepStory()
	_, acts, err := s.Injected([]string{"rate=50/s@20s"})
	must(t, err)
	listed, err := s.Start(nil, 3, acts...)
	must(t, err)
	listed.Advance(40 * engine.Second)
	hand, err := s.Start(nil, 3)
	must(t, err)
	hand.Advance(20 * engine.Second)
	must(t, hand.Turn("rate", "50/s"))
	hand.Advance(40 * engine.Second)
	if a, b := listed.Result().Windows, hand.Result().Windows; len(a) != len(b) || a[39].Offered != b[39].Offered || a[39].Offered > 100 {
		t.Errorf("%d requests in the last second, by hand %d", a[39].Offered, b[39].Offered)
	}
	if _, err := s.Start(nil, 3, Act{At: 5, Kind: Turn, Knob: "rate", Value: "-5/s"}); err == nil {
		t.Error("a value out of bounds is taken")
	}
}
