package content_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"sysprep/content"
)

var update = flag.Bool("update", false, "write core_questions.json anew")

// The list of questions that is embedded says what the rubrics say.
func TestCoreQuestionsAreThoseOfTheRubrics(t *testing.T) {
	pack, err := content.Open(os.DirFS("packs/core"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.MarshalIndent(pack.Rubrics.Questions(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("core_questions.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("core_questions.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("core_questions.json is not what the rubrics say: go test ./content -run CoreQuestions -update writes it anew")
	}
}

// Rubrics that are parsed on first use are those that are parsed at once.
func TestRubricsOnFirstUse(t *testing.T) {
	core, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := content.Open(os.DirFS("packs/core"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range whole.Rubrics.IDs() {
		a, b := core.Rubrics.Of(id), whole.Rubrics.Of(id)
		if a == nil || len(a.Items) != len(b.Items) || a.ModelAnswer != b.ModelAnswer {
			t.Errorf("the rubric %s is another on first use", id)
		}
	}
	if core.Rubrics.Of("nobody") != nil {
		t.Error("a rubric nobody wrote")
	}
	if len(core.Rubrics.Lexicon().Concepts) != len(whole.Rubrics.Lexicon().Concepts) {
		t.Error("the lexicon is another on first use")
	}
}
