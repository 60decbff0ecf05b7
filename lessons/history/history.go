// Package history makes up what a learner does over years, for tests and benchmarks: lessons gone
// through and repeated, predictions with a confidence, answers with verdicts, and reviews every day.
package history

import (
	"fmt"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// passEvery is after how many days the learner goes through a lesson again.
const passEvery = 150

// Make returns n events of a pack in order of time, over so many days from a morning on. The same
// seed makes the same history.
func Make(pack *content.Pack, from time.Time, days, n int, seed uint64) ([]store.Event, error) {
	w := writer{pack: pack, luck: luck(seed), at: from}
	for day := range days {
		w.at = from.AddDate(0, 0, day)
		for i, l := range pack.Lessons {
			if day%passEvery == 2*i {
				w.lesson(l)
			}
		}
		if w.reviews(n * (day + 1) / days); w.err != nil {
			return nil, w.err
		}
	}
	return w.events[:min(n, len(w.events))], w.err
}

// writer collects events as time goes by.
type writer struct {
	pack   *content.Pack
	luck   luck
	at     time.Time
	met    []*content.Lesson
	events []store.Event
	err    error
}

func (w *writer) add(l *content.Lesson, e lessons.Event, took time.Duration) {
	w.at = w.at.Add(took)
	e.At = w.at
	stored, err := lessons.Record(w.pack.Manifest.ID, l.ID, e)
	if err != nil {
		w.err = err
		return
	}
	stored.ID = fmt.Sprintf("%08x-0000-7000-8000-%012x", w.at.Unix(), len(w.events))
	w.events = append(w.events, stored)
}

// lesson goes through a lesson.
func (w *writer) lesson(l *content.Lesson) {
	known := false
	for _, m := range w.met {
		known = known || m == l
	}
	if !known {
		w.met = append(w.met, l)
	}
	for i := range l.Steps {
		step := &l.Steps[i]
		at := lessons.Event{Step: step.ID, Hash: step.Hash}
		do := func(kind lessons.Kind, took time.Duration, fill func(*lessons.Event)) {
			e := at
			e.Kind = kind
			if fill != nil {
				fill(&e)
			}
			w.add(l, e, took)
		}
		do(lessons.Opened, time.Second, nil)
		switch {
		case step.Kind.Asks():
			do(lessons.Predicted, time.Minute, func(e *lessons.Event) { e.Prediction = w.predict(step) })
		case step.Kind == content.Challenge:
			for try := range 3 {
				do(lessons.Judged, time.Minute, func(e *lessons.Event) { e.Judgement = w.judge(step, try == 2) })
				do(lessons.Hinted, time.Second, func(e *lessons.Event) { e.Hint = &lessons.Hint{N: try + 1} })
			}
		case step.Kind == content.Explain:
			do(lessons.Answered, 4*time.Minute, func(e *lessons.Event) { e.Answer = w.answer(step) })
			do(lessons.Noted, time.Minute, func(e *lessons.Event) { e.Note = &lessons.Note{Text: "say the number first"} })
		case step.Kind == content.Simulate, step.Kind == content.Explore:
			do(lessons.Watched, 2*time.Minute, func(e *lessons.Event) {
				e.Watch = &lessons.Watch{Seed: 1, Reached: 240e9, Outcome: map[string]float64{"goodput": 6}}
			})
			do(lessons.Finished, time.Second, nil)
		case step.Kind == content.Preflight:
			do(lessons.Chosen, time.Minute, func(e *lessons.Event) {
				e.Choice = &lessons.Choice{}
				for _, it := range step.Preflight.Protections[:step.Preflight.Most] {
					e.Choice.Items = append(e.Choice.Items, it.ID)
				}
			})
		default:
			do(lessons.Finished, 2*time.Minute, nil)
		}
	}
}

func (w *writer) predict(step *content.Step) *lessons.Prediction {
	p := &lessons.Prediction{Confidence: 50 + 10*w.luck.below(6)}
	if step.Kind == content.Estimate {
		p.Seed = uint64(w.luck.below(1000))
	}
	ask := step.AskFor(p.Seed)
	right := w.luck.below(10) < 6
	switch {
	case ask.Quantity != nil:
		p.Number = ask.Quantity.Value
		if !right {
			p.Number *= 3
		}
		p.Value = grading.Amount(p.Number, ask.Quantity.Unit)
	case right:
		p.Choice = ask.Answer
	default:
		p.Choice = ask.Choices[w.luck.below(len(ask.Choices))].ID
	}
	return p
}

func (w *writer) judge(step *content.Step, won bool) *lessons.Judgement {
	j := &lessons.Judgement{Seeds: 50, Passed: 12, PassRate: 0.24, Low: 0.14, High: 0.37, Won: won}
	if won {
		j.Passed, j.PassRate, j.Low, j.High = 50, 1, 0.93, 1
	}
	j.Settings = step.Challenge.Solution
	for _, id := range step.Challenge.Goals {
		j.Goals = append(j.Goals, lessons.GoalResult{ID: id, Text: "what " + id + " asks for", Passed: j.Passed, Low: j.Low, High: j.High})
	}
	return j
}

// answer is one of some 120 words, with a verdict on each item of the question.
func (w *writer) answer(step *content.Step) *lessons.Answer {
	a := &lessons.Answer{Verdict: grading.Verdict{Question: step.Explain.Question}}
	var text strings.Builder
	for _, q := range w.pack.Rubrics.Questions() {
		if q.ID != step.Explain.Question {
			continue
		}
		for _, item := range q.Items {
			v := grading.ItemVerdict{ID: item.ID, Title: item.Title, Section: item.Section, Level: grading.Level(w.luck.below(4))}
			v.Wrong = w.luck.below(20) == 0
			said := "Because of " + strings.ToLower(item.Title) + " the callers have gone before they are answered. "
			if v.Level > grading.Missed {
				v.Evidence = []grading.Span{{Text: strings.TrimSpace(said), Start: text.Len(), End: text.Len() + len(said) - 1}}
				v.Feedback = "What happens to the next caller then?"
			}
			text.WriteString(said)
			a.Verdict.Items = append(a.Verdict.Items, v)
		}
	}
	a.Text = strings.TrimSpace(text.String())
	return a
}

// reviews rates cards of the lessons that were met, until there are n events.
func (w *writer) reviews(n int) {
	w.at = w.at.Add(time.Hour)
	for len(w.events) < n && len(w.met) > 0 && w.err == nil {
		l := w.met[w.luck.below(len(w.met))]
		rating := &lessons.Rating{Grade: lessons.Grade(1 + w.luck.below(9)/2)}
		if rating.Grade > lessons.Easy {
			rating.Grade = lessons.Good
		}
		if len(l.Decks) > 0 && w.luck.below(4) > 0 {
			d := l.Decks[w.luck.below(len(l.Decks))]
			rating.Item = d.ID + "/" + d.Cards[w.luck.below(len(d.Cards))].ID
			w.add(l, lessons.Event{Kind: lessons.Recalled, Review: rating}, 20*time.Second)
			continue
		}
		step := &l.Steps[w.luck.below(len(l.Steps))]
		if step.Kind.Asks() || step.Kind == content.Challenge {
			w.add(l, lessons.Event{Kind: lessons.Reviewed, Step: step.ID, Hash: step.Hash, Review: rating}, 20*time.Second)
		}
	}
}

// luck is splitmix64 (Steele, Lea, Flood 2014): what is drawn depends on the seed alone.
type luck uint64

// below draws from 0 to n-1; n is small, so the remainder is even enough.
func (l *luck) below(n int) int {
	*l += 0x9e3779b97f4a7c15
	z := uint64(*l)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}
