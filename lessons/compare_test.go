package lessons

import (
	"math"
	"strings"
	"testing"

	"sysprep/content"
)

func TestCompare(t *testing.T) {
	load := &content.Ask{Quantity: &content.Quantity{Value: 3000, Unit: "/s", Tolerance: 0.1, Near: []content.NearMiss{
		{Value: 300, Say: "With the cache."}, {Value: 3500, Say: "Both together."}, {Value: 3900, Say: "All of it."},
	}}}
	exact := &content.Ask{Quantity: &content.Quantity{Value: 0.3, Near: []content.NearMiss{{Value: 3, Say: "Ten times."}}}}
	zero := &content.Ask{Quantity: &content.Quantity{Value: 0, Unit: "/s", Tolerance: 5}}
	choice := cliff().Steps[2].Ask
	number := func(v float64) Prediction { return Prediction{Number: v} }
	for _, test := range []struct {
		name string
		ask  *content.Ask
		p    Prediction
		want Result
		says string
	}{
		{"on the spot", load, number(3000), Right, "Right."},
		{"within 10 %", load, number(3300), Right, "it is 3,000/s"},
		{"just without", load, number(2690), Wrong, "10 % too low"},
		{"a slip", load, number(310), Slip, "With the cache."},
		{"right beats a slip nearby", load, number(3290), Right, "3,000/s"},
		{"the nearer of two slips", load, number(3600), Slip, "Both together."},
		{"the nearer of two slips, above", load, number(3800), Slip, "All of it."},
		{"far too low", load, number(30), Wrong, "It is 3,000/s: yours is 100 times too low."},
		{"twice", load, number(6000), Wrong, "2 times too high"},
		{"absurd", load, number(1e300), Wrong, "more than a million times too high"},
		{"negative", load, number(-3000), Wrong, "It is 3,000/s."},
		{"infinite", load, number(math.Inf(1)), Wrong, "It is 3,000/s."},
		{"no number", load, number(math.NaN()), Wrong, "It is 3,000/s."},
		{"rounding is not an error", exact, number(0.1 + 0.2), Right, "Right"},
		{"no tolerance", exact, number(0.31), Wrong, "3 % too high"},
		{"a slip has some tolerance", exact, number(3.05), Slip, "Ten times."},
		{"zero, absolutely", zero, number(-4), Right, "it is 0/s"},
		{"not zero", zero, number(6), Wrong, "It is 0/s."},
		{"right choice", choice, Prediction{Choice: "c"}, Right, "Right."},
		{"choice with a reply", choice, Prediction{Choice: "a"}, Slip, "It never comes back."},
		{"choice without", choice, Prediction{Choice: "b"}, Wrong, "Flat near zero"},
		{"choice that is gone", choice, Prediction{Choice: "z"}, Wrong, "no longer offers"},
	} {
		o := Compare(test.ask, test.p)
		if o.Result != test.want || !strings.Contains(o.Say, test.says) {
			t.Errorf("%s: %v, %q; want %v, saying %q", test.name, o.Result, o.Say, test.want, test.says)
		}
	}
	if o := Compare(load, Prediction{Value: "3k a second", Number: 3000}); o.Said != "3k a second" || o.Answer != "3,000/s" {
		t.Errorf("said %q, answer %q", o.Said, o.Answer)
	}
	if o := Compare(choice, Prediction{Choice: "a"}); o.Said != "Above 99 %" || o.Answer != "Flat near zero" {
		t.Errorf("said %q, answer %q", o.Said, o.Answer)
	}
}

// TestSaidHasItsUnit: what was typed without a unit is told with it.
func TestSaidHasItsUnit(t *testing.T) {
	for typed, want := range map[string]string{"600": "600/s", "3,000": "3,000/s", "600/s": "600/s", "0.6 k/s": "0.6 k/s", "": "600/s"} {
		ask := &content.Ask{Quantity: &content.Quantity{Value: 3000, Unit: "/s"}}
		n := 600.0
		if typed == "3,000" {
			n = 3000
		}
		if got := Compare(ask, Prediction{Value: typed, Number: n}).Said; got != want {
			t.Errorf("typed %q, told as %q and not %q", typed, got, want)
		}
	}
}
