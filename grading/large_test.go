package grading

import (
	"fmt"
	"strings"
	"testing"
)

// A rubric with more words than can be learned from keeps those that say most.
func TestLearnerForgetsWhatOneTextAloneHas(t *testing.T) {
	g, err := NewGrader(&Lexicon{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Rubric{ID: "q", Prompt: "What then?"}
	for i := range mostItems {
		it := Item{ID: fmt.Sprint("item-", i), Rules: RulesByLevel{Named: []Rule{`"never"`}}}
		for k := range 8 {
			text := fmt.Sprintf("The shared kettle boils over: q%dx%d. Open the lid.", i, k)
			it.Exemplars.Named, it.Exemplars.Explained = append(it.Exemplars.Named, text), append(it.Exemplars.Explained, text)
		}
		r.Items = append(r.Items, it)
	}
	var strange strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&strange, "w%c%c%c%c ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i/17576%26)
	}
	r.Answers = []LabelledAnswer{{Text: strange.String(), Labels: map[string]Label{}}}
	c, err := g.Compile(r)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.learned.weights); n > mostWeights {
		t.Errorf("%d weights", n)
	}
	if _, ok := c.learned.word["kettl"]; !ok {
		t.Error("what all texts have is forgotten too")
	}
	r.Items = append(r.Items, Item{ID: "one-more", Rules: RulesByLevel{Named: []Rule{`"never"`}}})
	if _, err := g.Compile(r); err == nil || !strings.Contains(err.Error(), "41 items, and 40 are the most") {
		t.Error(err)
	}
}
