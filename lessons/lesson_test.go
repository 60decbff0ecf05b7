package lessons

import (
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/scenarios"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// after is noon and n minutes.
func after(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

// cliff is a lesson with a step of every kind. The prediction of the quiz is asked late.
func cliff() *content.Lesson {
	return &content.Lesson{ID: "cache-cliff", Title: "The cache that hid the cliff", Steps: []content.Step{
		{ID: "story", Kind: content.Read, Title: "The story", Hash: "h-story"},
		{ID: "p-load", Kind: content.Predict, Title: "The load", Hash: "h-load", Ask: &content.Ask{
			Prompt: "What does the database see?", Confidence: true,
			Quantity: &content.Quantity{Value: 3000, Unit: "/s", Tolerance: 0.1, Near: []content.NearMiss{{Value: 300, Say: "That is the load with the cache."}}},
		}},
		{ID: "p-recovers", Kind: content.Predict, Title: "Three minutes later", Hash: "h-recovers", Ask: &content.Ask{
			Prompt: "Where is goodput?", Answer: "c", Confidence: true,
			Choices: []content.Choice{{ID: "a", Text: "Above 99 %", Say: "It never comes back."}, {ID: "b", Text: "Slowly climbing"}, {ID: "c", Text: "Flat near zero"}},
		}},
		{ID: "s-trap", Kind: content.Simulate, Hash: "h-trap", After: []string{"p-recovers"}, Simulate: &content.SimulateStep{Compare: []string{"p-load"}}},
		{ID: "c-fix", Kind: content.Challenge, Title: "Save it", Hash: "h-fix", Challenge: &content.ChallengeStep{Hints: []string{"nudge", "narrow"}}},
		{ID: "e-loop", Kind: content.Explain, Title: "Why", Hash: "h-loop", Explain: &content.ExplainStep{Question: "cache-collapse"}},
		{ID: "q-queue", Kind: content.Quiz, Title: "The queue", Hash: "h-queue", Ask: &content.Ask{Prompt: "The longest queue?", Quantity: &content.Quantity{Value: 500, Tolerance: 0.2}}},
		{ID: "end", Kind: content.Debrief, Title: "What you take", Hash: "h-end"},
	}}
}

func corePack() *content.Pack {
	return &content.Pack{
		Manifest: content.Manifest{ID: "core"},
		Lessons:  []*content.Lesson{cliff()},
		Rubrics: content.NewRubrics(map[string]*grading.Rubric{"cache-collapse": {ID: "cache-collapse", Items: []grading.Item{
			{ID: "hidden-capacity", Section: "scale"}, {ID: "sustaining-loop", Section: "metastability"}, {ID: "trigger-gone", Section: "metastability"}, {ID: "paging", Section: "culture"},
		}}}, nil),
	}
}

// Events of a learner; each happens n minutes after noon.

func event(n int, kind Kind, step string) Event {
	l := cliff()
	e := Event{At: after(n), Kind: kind, Step: step}
	if i := indexOf(l, step); i >= 0 {
		e.Hash = l.Steps[i].Hash
	}
	return e
}

func open(n int, step string) Event   { return event(n, Opened, step) }
func finish(n int, step string) Event { return event(n, Finished, step) }
func undo(n int) Event                { return event(n, Undone, "") }

func predict(n int, step string, p Prediction) Event {
	e := event(n, Predicted, step)
	e.Prediction = &p
	return e
}

func watch(n int, step string, reached scenarios.Duration) Event {
	e := event(n, Watched, step)
	e.Watch = &Watch{Seed: 1, Reached: reached}
	return e
}

func judge(n int, rate float64, won bool) Event {
	e := event(n, Judged, "c-fix")
	e.Judgement = &Judgement{Seeds: 50, Passed: int(50 * rate), PassRate: rate, Won: won, Settings: map[string]string{"queue": "400"}}
	return e
}

func hint(n int, step string, shown int) Event {
	e := event(n, Hinted, step)
	e.Hint = &Hint{N: shown}
	return e
}

func answer(n int, text string, items ...grading.ItemVerdict) Event {
	e := event(n, Answered, "e-loop")
	e.Answer = &Answer{Text: text, Verdict: grading.Verdict{Question: "cache-collapse", Items: items}}
	return e
}

func claim(n int, item string, start, end int) Event {
	e := event(n, Claimed, "e-loop")
	e.Claim = &Claim{Item: item, Start: start, End: end}
	return e
}

func note(n int, step, text string) Event {
	e := event(n, Noted, step)
	e.Note = &Note{Text: text}
	return e
}

func rate(n int, step, item string, g Grade) Event {
	e := event(n, Reviewed, step)
	e.Review = &Rating{Item: item, Grade: g}
	return e
}

func verdict(id, section string, level grading.Level) grading.ItemVerdict {
	return grading.ItemVerdict{ID: id, Title: "The " + id, Section: section, Level: level}
}

// predicted is the way to the simulation.
func predicted() []Event {
	return []Event{
		open(0, "story"), finish(1, "story"),
		predict(2, "p-load", Prediction{Value: "300/s", Number: 300, Confidence: 70}),
		predict(3, "p-recovers", Prediction{Choice: "c", Confidence: 90}),
	}
}

// watched is the way to the challenge.
func watched() []Event {
	return append(predicted(), open(4, "s-trap"), watch(5, "s-trap", 240e9), finish(6, "s-trap"))
}

// won is the way to the explanation.
func won() []Event {
	return append(watched(), judge(10, 0.2, false), hint(11, "c-fix", 1), judge(12, 0.98, true))
}

// whole is the whole lesson.
func whole() []Event {
	return append(won(),
		answer(20, "the rows come too late", verdict("hidden-capacity", "scale", grading.Missed), verdict("sustaining-loop", "metastability", grading.Explained)),
		predict(21, "q-queue", Prediction{Value: "500", Number: 500}),
		finish(22, "end"))
}

// apply applies the events and fails the test if one is refused.
func apply(t *testing.T, l *content.Lesson, events ...Event) State {
	t.Helper()
	return applyTo(t, New(l), l, events...)
}

func applyTo(t *testing.T, s State, l *content.Lesson, events ...Event) State {
	t.Helper()
	for _, e := range events {
		next, err := s.Apply(l, e)
		if err != nil {
			t.Fatalf("%s of %q was refused: %v", e.Kind, e.Step, err)
		}
		s = next
	}
	return s
}
