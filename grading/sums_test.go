package grading_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/grading"
)

func TestSums(t *testing.T) {
	for _, test := range []struct {
		text  string
		right bool
		say   string
	}{
		{"10,000 / 50 per second is 200 s", true, ""},
		{"0.9^3 = 0.73", true, ""},
		{"2**10 = 1024", true, ""},
		{"5M x 1 KB = 5 GB/s", true, ""},
		{"5 million times 1 KB makes 500 MB/s", false, "It comes to 5,000 MB/s."},
		{"5M x 1 KB = 5 Gbit/s", false, "bits and bytes"},
		{"5M x 1 KB = 40 Gbit/s", true, ""},
		{"5 GB/s = 40 Gbit/s", true, ""},
		{"40 Gbit/s / 8 = 5 GB/s", true, ""},
		{"5 GB/s x 86,400 is 432 TB a day", true, ""},
		{"5 GB/s x 86,400 s = 432 TB", true, ""},
		{"10,000 clients / 500 a second = 20 s", true, ""},
		{"10,000 / 500/s = 20", true, ""},
		{"10,000 / 500/s is about 2 s", false, "20 s"},
		{"10% of 3,000 is 300", true, ""},
		{"3000 x 10% = 30", false, "It comes to 300."},
		{"three times three times three is 27", true, ""},
		{"3 tries x 5 layers is 15", true, ""},
		{"3 x 3 x 3 x 3 x 3 = 15", false, "243"},
		{"1 TB over 1 Gbit/s is 8000 s", true, ""},
		{"1 TB / 1 Gbit/s is about 2 hours", true, ""},
		{"1 TB / 1 Gbit/s = 1000 s", false, "bits and bytes"},
		{"1000 leaves x 10 KB = 10 GB", false, "size"},
		{"(3,000 - 300) / 500 = 5.4", true, ""},
		{"200 ms + 1 s, which is 1.2 s", true, ""},
		{"0.5 * 8 ms + 0.5 * 2 ms = 5 ms", true, ""},
		{"5 x 5 = 26", false, "It comes to 25."},
	} {
		t.Run(test.text, func(t *testing.T) {
			sums := grading.Sums("We have " + test.text + ", so far.")
			if len(sums) != 1 || sums[0].Span.Text != test.text || sums[0].Right != test.right || !strings.Contains(sums[0].Say, test.say) || (sums[0].Say == "") != test.right {
				t.Errorf("%+v", sums)
			}
		})
	}
	for _, none := range []string{"", "2 - 3 is fine", "steps 2-3 are 5", "it is 5 o'clock", "3 of 5 is enough", "5 divided by 0 is 3", "version 2.0 = 2", "= 3 x", "x = 5", "3 x 5 =", "the 99.9 percent are 3 nines"} {
		if sums := grading.Sums(none); len(sums) > 0 {
			t.Errorf("%q: %+v", none, sums)
		}
	}
}

// Any calculation of two numbers is found, and is right exactly if its result is.
func TestSumsHoldOrDont(t *testing.T) {
	ops := []struct {
		text string
		do   func(a, b float64) float64
	}{
		{"x", func(a, b float64) float64 { return a * b }},
		{"*", func(a, b float64) float64 { return a * b }},
		{"times", func(a, b float64) float64 { return a * b }},
		{"/", func(a, b float64) float64 { return a / b }},
		{"divided by", func(a, b float64) float64 { return a / b }},
		{"+", func(a, b float64) float64 { return a + b }},
		{"plus", func(a, b float64) float64 { return a + b }},
	}
	links := []string{"=", "is", "makes", ", which is", ", that makes", "= about", "≈"}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(2, 90000).Draw(t, "a"), rapid.IntRange(2, 9000).Draw(t, "b")
		op := rapid.SampledFrom(ops).Draw(t, "op")
		off := rapid.SampledFrom([]float64{1, 1, 1, 0.5, 1.4, 2, 3, 10}).Draw(t, "off")
		result := op.do(float64(a), float64(b))
		if result < 0.05 {
			return
		}
		written := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", result*off), "0"), ".")
		text := fmt.Sprintf("%d %s %d %s %s", a, op.text, b, rapid.SampledFrom(links).Draw(t, "link"), written)
		text = strings.ReplaceAll(text, " ,", ",")
		sums := grading.Sums("I take it that " + text + " and go on.")
		if len(sums) != 1 {
			t.Fatalf("%q: %+v", text, sums)
		}
		if s := sums[0]; s.Right != (off == 1) || math.Abs(s.Value-result) > 1e-6*result || s.Span.Text != text {
			t.Fatalf("%q: %+v", text, s)
		}
	})
}

// The same amount of data over the same time is right in every unit, and off by eight in none.
func TestSumsCarryUnits(t *testing.T) {
	data := map[string]float64{"KB": 8e3, "MB": 8e6, "GB": 8e9, "kbit": 1e3, "Mbit": 1e6, "Gbit": 1e9}
	times := map[string]float64{"ms": 1e-3, "s": 1, "min": 60, "h": 3600}
	names := func(m map[string]float64) (out []string) {
		for k := range m {
			out = append(out, k)
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		amount, per := rapid.SampledFrom(names(data)).Draw(t, "amount"), rapid.SampledFrom(names(data)).Draw(t, "per")
		unit := rapid.SampledFrom(names(times)).Draw(t, "unit")
		n, rate := rapid.IntRange(1, 500).Draw(t, "n"), rapid.IntRange(1, 500).Draw(t, "rate")
		takes := float64(n) * data[amount] / (float64(rate) * data[per]) / times[unit]
		if takes < 0.01 || takes > 1e9 {
			return
		}
		text := fmt.Sprintf("%d %s / %d %s/s = %.3f %s", n, amount, rate, per, takes, unit)
		if sums := grading.Sums(text); len(sums) != 1 || !sums[0].Right {
			t.Fatalf("%s: %+v", text, sums)
		}
		text = fmt.Sprintf("%d %s / %d %s/s = %.3f %s", n, amount, rate, per, takes*8, unit)
		if sums := grading.Sums(text); len(sums) != 1 || sums[0].Right {
			t.Fatalf("%s: %+v", text, sums)
		}
	})
}

func FuzzSums(f *testing.F) {
	f.Add("10,000 / 50 per second is 200 s, (3 + 4) x 5M = 35 GB/s ≈ 0.9^3")
	f.Add("((((((1 = 2")
	f.Add("1 x 2 x 3 / 0 = 9 ^ 9 ^ 99999999 = 1")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range grading.Sums(text) {
			if text[s.Span.Start:s.Span.End] != s.Span.Text || text[s.Given.Start:s.Given.End] != s.Given.Text || math.IsNaN(s.Value) || (s.Say == "") != s.Right {
				t.Fatalf("%+v", s)
			}
		}
	})
}

func TestAWrongResultIsNoEvidence(t *testing.T) {
	lex := &grading.Lexicon{}
	g, err := grading.NewGrader(lex)
	if err != nil {
		t.Fatal(err)
	}
	c, err := g.Compile(&grading.Rubric{ID: "q", Items: []grading.Item{
		{ID: "any", Rules: grading.RulesByLevel{Named: []grading.Rule{"sum"}}},
		{ID: "wait", Rules: grading.RulesByLevel{Named: []grading.Rule{"~20s"}, Explained: []grading.Rule{"sum:~20s"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text      string
		any, wait grading.Level
		sums      int
	}{
		{"The wait is 10,000 / 500 per second = 20 s.", grading.Named, grading.Explained, 1},
		{"The wait is 20 s.", grading.Missed, grading.Named, 0},
		{"The wait is 4,000 / 500 per second = 20 s.", grading.Missed, grading.Missed, 1},
		{"The wait is 4,000 / 500 per second = 8 s.", grading.Named, grading.Missed, 1},
		{"It is not true that the wait is 10,000 / 500 per second = 20 s.", grading.Missed, grading.Missed, 1},
	} {
		v := c.Grade(test.text)
		if v.Items[0].Level != test.any || v.Items[1].Level != test.wait || len(v.Sums) != test.sums {
			t.Errorf("%q: %s, %+v", test.text, levels(v), v.Sums)
		}
	}
	if _, err := g.Compile(&grading.Rubric{ID: "q", Items: []grading.Item{{ID: "a", Rules: grading.RulesByLevel{Named: []grading.Rule{"sum:soon"}}}}}); err == nil {
		t.Error("sum:soon is taken for a result")
	}
}
