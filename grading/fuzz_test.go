package grading_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sysprep/grading"
)

// FuzzRules compiles any text as a rule, a word of a group and an exemplar; what compiles grades any answer.
func FuzzRules(f *testing.F) {
	for _, s := range []string{"queue + timeout", "queue | wait + 2", "(a", "a*", "!a", "\"a b\"", "a ~ b", "number > 5", strings.Repeat("a + ", 500), "\x1b[31m", "a b c d e f g", "?", "{a}", "<= 5 s"} {
		f.Add(s, s, "The wait in the queue is longer than the timeout.")
	}
	f.Fuzz(func(t *testing.T, rule, word, answer string) {
		g, err := grading.NewGrader(&grading.Lexicon{Concepts: map[string][]string{"wait": {"wait", "queue"}, "other": {word}}})
		if err != nil {
			return
		}
		c, err := g.Compile(&grading.Rubric{ID: "a", Prompt: "Why?", Items: []grading.Item{{
			ID: "i", Title: "I", Section: "scale", Levels: grading.ByLevel{Named: "says it", Explained: "says why"},
			Rules: grading.RulesByLevel{Named: []grading.Rule{grading.Rule(rule)}, Explained: []grading.Rule{"wait + " + grading.Rule(rule)}},
		}}})
		if err != nil {
			return
		}
		for _, s := range c.Grade(answer).Items[0].Evidence {
			if utf8.ValidString(answer) && answer[s.Start:s.End] != s.Text {
				t.Errorf("%q is not at %d", s.Text, s.Start)
			}
		}
	})
}
