package content_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/content"
)

func waitDrill(t testing.TB) *content.Variant {
	t.Helper()
	pack, err := content.Open(goodPack(t))
	if err != nil {
		t.Fatal(err)
	}
	v, ok := pack.Drills["wait"].Variant("last")
	if !ok {
		t.Fatal("the drill has no variant last")
	}
	return v
}

func TestDrillDrawsItsOwnNumbers(t *testing.T) {
	v := waitDrill(t)
	prompts := map[string]bool{}
	for seed := range uint64(100) {
		d, err := v.Draw(seed)
		if err != nil {
			t.Fatal(err)
		}
		again, err := v.Draw(seed)
		if err != nil || again.Ask.Prompt != d.Ask.Prompt || again.Ask.Quantity.Value != d.Ask.Quantity.Value {
			t.Fatalf("seed %d gave %+v and then %+v (%v)", seed, d, again, err)
		}
		q := d.Ask.Quantity
		if q.Value <= 1 || q.Value > 10 || q.Unit != "s" || q.Tolerance != 0.05 {
			t.Errorf("seed %d: %+v is not what 100 to 2,000 rows take at 200 or 500 a second, where the queue is longer than a second", seed, q)
		}
		if len(q.Near) != 1 || math.Abs(q.Near[0].Value*q.Value-1) > 1e-9 || !strings.Contains(q.Near[0].Say, "turn it over") || strings.Contains(q.Near[0].Say, "{") {
			t.Errorf("seed %d: the trap is %+v, for an answer of %v", seed, q.Near, q.Value)
		}
		if len(d.Worked) != 2 || strings.Contains(d.Worked[1], "{") {
			t.Errorf("seed %d: worked out as %q", seed, d.Worked)
		}
		prompts[d.Ask.Prompt] = true
	}
	if len(prompts) < 15 {
		t.Errorf("100 seeds gave %d different questions only", len(prompts))
	}
}

// A draw of any drill that was read is finite, or says what is wrong.
func TestDrillExpressions(t *testing.T) {
	for _, c := range []struct {
		expr string
		want float64 // NaN: refused
	}{
		{"a / b", 2},
		{"ceil(a / 3)", 2},
		{"max(a, 5) * 2", 10},
		{"pow(2, b)", 4},
		{"min(1, b)", 1},
		{"1 - 1 / a", 0.75},
		{"sqrt(a)", 2},
		{"log2(8)", 3},
		{"a / (b - 2)", math.NaN()},
		{"c", math.NaN()},
		{`"text"`, math.NaN()},
		{"[1, 2]", math.NaN()},
		{"map(1..9999999, # * 2)", math.NaN()},
		{"len(\"a\")", math.NaN()},
	} {
		v := content.Variant{
			ID: "v", Prompt: "{a} and {b}", Answer: c.expr, Tolerance: 0.1,
			Params: []content.Param{
				{Name: "a", Values: []content.ParamValue{{Text: "4", Number: 4}}},
				{Name: "b", Values: []content.ParamValue{{Text: "2", Number: 2}}},
			},
		}
		d, err := v.Draw(1)
		switch {
		case math.IsNaN(c.want) && err == nil:
			t.Errorf("%s gave %v and should have been refused", c.expr, d.Ask.Quantity.Value)
		case !math.IsNaN(c.want) && (err != nil || math.Abs(d.Ask.Quantity.Value-c.want) > 1e-9):
			t.Errorf("%s gave %+v (%v), want %v", c.expr, d.Ask.Quantity, err, c.want)
		}
	}
}

func TestDrillNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := content.Variant{
			ID: "v", Prompt: "{a}", Answer: rapid.String().Draw(t, "answer"), Where: rapid.String().Draw(t, "where"),
			Params: []content.Param{{Name: "a", Values: []content.ParamValue{{Text: "4", Number: 4}}}},
		}
		if d, err := v.Draw(rapid.Uint64().Draw(t, "seed")); err == nil && (math.IsNaN(d.Ask.Quantity.Value) || math.IsInf(d.Ask.Quantity.Value, 0)) {
			t.Fatalf("the answer is %v", d.Ask.Quantity.Value)
		}
	})
}
