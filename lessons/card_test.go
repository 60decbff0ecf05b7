package lessons_test

import (
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
)

func TestCardOf(t *testing.T) {
	lesson := &content.Lesson{ID: "l", Title: "A lesson", Steps: []content.Step{
		{ID: "ask", Kind: content.Predict, Ask: &content.Ask{
			Prompt: "Which?", Answer: "b", Explain: "Because.",
			Choices: []content.Choice{{ID: "a", Text: "This"}, {ID: "b", Text: "That"}},
		}},
		{ID: "design", Kind: content.Challenge, Title: "Mend it", Challenge: &content.ChallengeStep{Hints: []string{"look", "shorter"}}},
		{ID: "say", Kind: content.Explain, Explain: &content.ExplainStep{Question: "q"}},
	}}
	pack := &content.Pack{
		Lessons: []*content.Lesson{lesson},
		Rubrics: content.NewRubrics(map[string]*grading.Rubric{"q": {ID: "q", Items: []grading.Item{{
			ID: "loop", Title: "The loop", Levels: grading.ByLevel{Explained: "says how", Tradeoff: "says what it costs"},
			FollowUps: grading.ByLevel{Explained: "What keeps it going?"},
		}}}}, nil),
	}
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	s := lessons.Fold(lesson, []lessons.Event{
		{At: at, Kind: lessons.Predicted, Step: "ask", Prediction: &lessons.Prediction{Choice: "a"}},
		{At: at, Kind: lessons.Judged, Step: "design", Judgement: &lessons.Judgement{Seeds: 50, Passed: 3, Settings: map[string]string{"queue": "9"}}},
		{At: at, Kind: lessons.Answered, Step: "say", Answer: &lessons.Answer{Text: "it goes round", Verdict: grading.Verdict{
			Question: "q", Items: []grading.ItemVerdict{{ID: "loop", Level: grading.Named, Evidence: []grading.Span{{Text: "goes\nround", Start: 3, End: 13}}}},
		}}},
	})
	states := map[string]lessons.State{"l": s}
	for _, c := range []struct {
		step, item, question string
		choices              int
		answer               []string
	}{
		{"ask", "", "Which?", 2, []string{"That", "This", "Because."}},
		{"design", "", "Mend it", 0, []string{"3 of 50", "queue 9", "shorter"}},
		{"say", "loop", "What keeps it going?", 0, []string{"says how", "says what it costs", "“goes round”"}},
	} {
		card, ok := lessons.CardOf(pack, states, lessons.Review{Lesson: "l", Step: c.step, Item: c.item})
		if !ok || !strings.Contains(card.Question, c.question) || len(card.Choices) != c.choices {
			t.Errorf("%s: %v %q %q", c.step, ok, card.Question, card.Choices)
		}
		all := ""
		for _, p := range card.Answer {
			all += p.Label + " " + p.Text + "\n"
		}
		for _, want := range c.answer {
			if !strings.Contains(all, want) {
				t.Errorf("%s: no %q in the answer:\n%s", c.step, want, all)
			}
		}
	}
	if _, ok := lessons.CardOf(pack, states, lessons.Review{Lesson: "l", Step: "gone"}); ok {
		t.Error("a card of a step that is no more")
	}
}
