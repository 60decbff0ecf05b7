package lessons

import (
	"strings"
	"testing"

	"sysprep/content"
)

// sizing is a lesson with an estimate.
func sizing() *content.Lesson {
	return &content.Lesson{ID: "sizing", Steps: []content.Step{
		{ID: "est", Kind: content.Estimate, Title: "The wait", Hash: "h", Estimate: &content.EstimateStep{Drill: "wait", Question: &content.Variant{
			ID: "v", Prompt: "{queue} rows at {rate}?", Answer: "queue / rate", Unit: "s", Tolerance: 0.05, Worked: []string{"{queue} / {rate} = {answer}"},
			Params: []content.Param{
				{Name: "queue", Values: []content.ParamValue{{Text: "600", Number: 600}, {Text: "700", Number: 700}, {Text: "800", Number: 800}, {Text: "900", Number: 900}}},
				{Name: "rate", Values: []content.ParamValue{{Text: "100/s", Number: 100}, {Text: "200/s", Number: 200}}},
			},
		}}},
		{ID: "end", Kind: content.Debrief},
	}}
}

func TestEstimateHasNewNumbersAfterEachAnswer(t *testing.T) {
	l := sizing()
	s := New(l)
	step := &l.Steps[0]
	asked := map[string]bool{}
	for n := range 12 {
		seed := s.Steps[0].NextSeed(step)
		if again := s.Steps[0].NextSeed(step); again != seed {
			t.Fatalf("the numbers changed from seed %d to %d without an answer", seed, again)
		}
		ask := step.AskFor(seed)
		asked[ask.Prompt] = true
		value := ask.Quantity.Value
		if n%2 == 1 {
			value *= 3
		}
		var err error
		s, err = s.Apply(l, Event{At: after(n), Kind: Predicted, Step: "est", Hash: "h", Prediction: &Prediction{Value: "x", Number: value, Seed: seed}})
		if err != nil {
			t.Fatal(err)
		}
		if got := Compare(step.AskFor(s.Steps[0].Prediction.Seed), *s.Steps[0].Prediction).Result == Right; got != (n%2 == 0) {
			t.Errorf("answer %d: right is %v", n, got)
		}
	}
	if len(asked) < 3 {
		t.Errorf("twelve answers were to %d different questions: %v", len(asked), asked)
	}
	if s.Steps[0].Tries != 12 || s.Steps[0].Status != Done {
		t.Errorf("after twelve answers: %d tries, %v", s.Steps[0].Tries, s.Steps[0].Status)
	}
}

func TestEstimateComesBackWithOtherNumbers(t *testing.T) {
	l := sizing()
	pack := &content.Pack{Manifest: content.Manifest{ID: "core"}, Lessons: []*content.Lesson{l}}
	s := New(l)
	seed := s.Steps[0].NextSeed(&l.Steps[0])
	s, err := s.Apply(l, Event{At: noon, Kind: Predicted, Step: "est", Prediction: &Prediction{Value: "1", Number: 1, Seed: seed}})
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]State{"sizing": s}
	reviews := Schedule(pack, states, Goals{})
	if len(reviews) != 1 || reviews[0].Title != "The wait" {
		t.Fatalf("reviews after a wrong estimate: %+v", reviews)
	}
	questions := map[string]bool{}
	for range 6 {
		c, ok := CardOf(pack, states, reviews[0])
		if !ok || strings.Contains(c.Question, "{") || len(c.Answer) != 2 || !strings.HasSuffix(c.Answer[1].Text, c.Answer[0].Text) {
			t.Fatalf("the card is %+v", c)
		}
		questions[c.Question] = true
		s, _ = s.Apply(l, c.Rate(reviews[0], Good))
		states["sizing"] = s
	}
	if len(questions) < 3 {
		t.Errorf("six reviews asked %d different questions", len(questions))
	}
}

// A wrong sentence that was spotted counts by the first answer, as a quiz does.
func TestSpotCountsTheFirstAnswer(t *testing.T) {
	l := &content.Lesson{ID: "l", Steps: []content.Step{{ID: "sp", Kind: content.Spot, Hash: "h", Ask: &content.Ask{
		Prompt: "Which?", Answer: "b", Choices: []content.Choice{{ID: "a", Text: "A", Say: "A is true."}, {ID: "b", Text: "B"}},
	}}}}
	s := New(l)
	for i, choice := range []string{"a", "b"} {
		var err error
		if s, err = s.Apply(l, Event{At: after(i), Kind: Predicted, Step: "sp", Hash: "h", Prediction: &Prediction{Choice: choice}}); err != nil {
			t.Fatal(err)
		}
	}
	if p := s.Steps[0].Prediction; p.Choice != "a" || !s.Steps[0].Sealed {
		t.Errorf("the answer that counts is %+v, sealed %v", p, s.Steps[0].Sealed)
	}
	d := s.Debrief("core", l)
	if len(d.Predictions) != 1 || !d.Predictions[0].Quiz || d.Predictions[0].Say != "A is true." {
		t.Errorf("debrief %+v", d.Predictions)
	}
}
