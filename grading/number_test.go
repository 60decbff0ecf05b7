package grading_test

import (
	"testing"

	"sysprep/grading"
)

func TestCheckQuantity(t *testing.T) {
	load := grading.Expected{Value: 3000, Unit: "/s", Tolerance: 0.1, Near: []grading.NearMiss{{Value: 300, Say: "That is what a warm cache lets through."}}}
	bandwidth := grading.Expected{Value: 5, Unit: "GB/s", Tolerance: 0.05}
	share := grading.Expected{Value: 83.3, Unit: "%", Tolerance: 0.01}
	wait := grading.Expected{Value: 1.5, Unit: "s", Tolerance: 0.1}
	times := grading.Expected{Value: 6, Unit: "x", Tolerance: 0.02}
	for _, c := range []struct {
		text  string
		want  grading.Expected
		close grading.Closeness
		value float64
	}{
		{"3000", load, grading.Right, 3000},
		{"3,000/s", load, grading.Right, 3000},
		{"about 3k rps", load, grading.Right, 3000},
		{"three thousand requests a second", load, grading.Right, 3000},
		{"180k per minute", load, grading.Right, 3000},
		{"300 / 0.1 = 3,000", load, grading.Right, 3000},
		{"300", load, grading.KnownSlip, 300},
		{"2000", load, grading.Magnitude, 2000},
		{"30 million", load, grading.Off, 30e6},
		{"no idea", load, grading.NoNumber, 0},
		{"", load, grading.NoNumber, 0},
		{"3000 ms", load, grading.WrongUnit, 3},
		{"5 GB/s", bandwidth, grading.Right, 5},
		{"5000 MB/s", bandwidth, grading.Right, 5},
		{"40 Gbit/s", bandwidth, grading.WrongUnit, 40e9},
		{"83 %", share, grading.Right, 83},
		{"0.833", share, grading.Right, 83.3},
		{"five sixths", share, grading.Right, 100 * 5.0 / 6},
		{"1500 ms", wait, grading.Right, 1.5},
		{"1.5", wait, grading.Right, 1.5},
		{"six times", times, grading.Right, 6},
		{"a factor of 6", times, grading.Right, 6},
		{"6x", times, grading.Right, 6},
		{"-5", load, grading.Off, -5},
		{"-3000", load, grading.Off, -3000},
		{"between 2,900-3,100", load, grading.Right, 3100},
	} {
		got := grading.CheckQuantity(c.text, c.want)
		if got.Closeness != c.close || got.Closeness != grading.NoNumber && abs(got.Value-c.value) > 1e-9*max(1, c.value) {
			t.Errorf("CheckQuantity(%q, %g%s) = %s, %v; want %s, %v", c.text, c.want.Value, c.want.Unit, got.Closeness, got.Value, c.close, c.value)
		}
		if got.Feedback == "" {
			t.Errorf("CheckQuantity(%q) says nothing", c.text)
		}
		if got.Span.Text != c.text[got.Span.Start:got.Span.End] {
			t.Errorf("CheckQuantity(%q) quotes %q from %d to %d", c.text, got.Span.Text, got.Span.Start, got.Span.End)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestCheckQuantityTakesTheClosestOfSeveral(t *testing.T) {
	got := grading.CheckQuantity("27", grading.Expected{Value: 243}, grading.Expected{Value: 27})
	if !got.Right() {
		t.Errorf("27 is %s against 243 or 27", got.Closeness)
	}
}

func FuzzCheckQuantity(f *testing.F) {
	for _, s := range []string{"3,000/s", "1e309", "six hundred and", "9999999999999999999999999999 GB/s", "× 6", "0/0", "half", "1 in 0", "\xff3k"} {
		f.Add(s)
	}
	want := grading.Expected{Value: 3000, Unit: "/s", Tolerance: 0.1}
	f.Fuzz(func(t *testing.T, text string) {
		v := grading.CheckQuantity(text, want)
		if v.Span.Text != text[v.Span.Start:v.Span.End] {
			t.Errorf("%q is quoted as %q", text, v.Span.Text)
		}
		if v.Closeness == grading.Right && abs(v.Value-3000) > 301 {
			t.Errorf("%q is right with %g", text, v.Value)
		}
	})
}
