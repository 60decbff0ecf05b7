package grading_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"sysprep/grading"
)

// compileCore compiles the rubric of the core pack that the labelled answers are for.
func compileCore(t testing.TB) *grading.Compiled {
	t.Helper()
	var lex grading.Lexicon
	decode(t, "../content/packs/core/lexicon.yaml", &lex)
	var rubric grading.Rubric
	decode(t, "../content/packs/core/rubrics/cache-collapse.yaml", &rubric)
	g, err := grading.NewGrader(&lex)
	if err != nil {
		t.Fatal(err)
	}
	c, err := g.Compile(&rubric)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func decode(t testing.TB, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(b, into, yaml.Strict()); err != nil {
		t.Fatalf("%s: %s", file, yaml.FormatError(err, false, true))
	}
}

func labelled(t testing.TB, file string) grading.Labelled {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var l grading.Labelled
	if err := json.Unmarshal(b, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAgreementWithLabels(t *testing.T) {
	c := compileCore(t)
	for _, set := range []string{"testdata/dev-cache-collapse.json", "testdata/own-cache-collapse.json", "testdata/blind-cache-collapse.json"} {
		report := grading.Evaluate([]grading.Labelled{labelled(t, set)}, func(_, answer string) grading.Verdict { return c.Grade(answer) })
		t.Logf("%s\n%s", set, report)
		for _, d := range report.All.Differences {
			t.Logf("%s (%s) %s: want %s wrong=%v %q; got %s wrong=%v %v against %v", d.Answer, d.Kind, d.Item, d.Want.Level, d.Want.Wrong, d.Want.Evidence, d.Got, d.GotWrong, d.Evidence, d.Against)
		}
	}
}
