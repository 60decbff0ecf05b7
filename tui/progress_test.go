package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
)

// studied is a learner with some weeks behind them.
func studied(t *testing.T, pack *content.Pack) *memory {
	t.Helper()
	st := shaky(t, pack)
	l := pack.Lessons[0]
	for i, p := range []lessons.Prediction{{Value: "600/s", Number: 600, Confidence: 90}, {Value: "60/s", Number: 60, Confidence: 90}} {
		did(t, pack, st, 50-i, "cliff", lessons.Event{Kind: lessons.Predicted, Step: "load", Hash: l.Steps[1].Hash, Prediction: &p})
	}
	wait := pack.Lessons[2].Steps[1]
	for i := range 24 { // drills: sure of most, right in half of them
		ask := wait.AskFor(uint64(i))
		p := lessons.Prediction{Value: "x", Number: ask.Quantity.Value * float64(1+i%2), Seed: uint64(i), Confidence: []int{90, 90, 60, 80}[i%4]}
		did(t, pack, st, 25-i, "wait", lessons.Event{Kind: lessons.Opened, Step: "e"})
		st.events[len(st.events)-1].At = st.events[len(st.events)-1].At.Add(-time.Duration(1+i%5) * time.Minute)
		did(t, pack, st, 25-i, "wait", lessons.Event{Kind: lessons.Predicted, Step: "e", Hash: wait.Hash, Prediction: &p})
	}
	const text = "The queue is two seconds long. Callers are patient for one second only, so every row comes too late."
	did(t, pack, st, 12, "cliff", lessons.Event{Kind: lessons.Answered, Step: "say", Answer: &lessons.Answer{Text: text, Verdict: grading.Verdict{
		Question: "stuck", Items: []grading.ItemVerdict{
			{ID: "wait", Title: "Wait against patience", Level: grading.Explained, Evidence: []grading.Span{{Text: text[:64], Start: 0, End: 64}}},
			{ID: "doors", Title: "Turning callers away", Wrong: true, Against: []grading.Span{{Text: text[68:], Start: 68, End: len(text)}}},
		},
	}}})
	return st
}

func TestProgress(t *testing.T) {
	pack := cards(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, pack, studied(t, pack), Place{Kind: "progress"})
			defer r.rest()
			r.size(size[0], size[1])
			r.sees("[1 mastery]", "metastability", "explained 1 of 1", "Wait against patience")
			r.shoot("progress-mastery", looks, small)
			r.press("enter")
			r.sees("Answered on", "Your words", "The whole answer")
			r.shoot("progress-evidence", looks, small)
			r.press("esc", "down", "enter")
			r.sees("wrong", "What speaks against it")
			r.press("esc", "tab")
			r.sees("[2 calibration]", "When you say", "Brier score", "right")
			r.shoot("progress-calibration", looks, small)
			r.press("tab")
			r.sees("[3 history]", "last 26 weeks", "2026-0")
			r.shoot("progress-history", looks, small)
			r.press("tab", "pgdown", "pgup", "2", "left", "left", "esc")
			r.sees("the way")
		})
	}
}

// TestProgressOfANewcomer has nothing to show, and says so.
func TestProgressOfANewcomer(t *testing.T) {
	pack := cards(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{Kind: "progress"})
		defer r.rest()
		r.size(80, 24)
		r.sees("to show")
		r.press("enter")
		r.sees("no answer of yours shows this item yet")
		r.press("tab")
		r.sees("Nothing to compare yet")
		r.press("tab")
		r.sees("Nothing yet")
	})
}

// TestProgressCountsInterviews: what a mock interview showed counts on home and among the progress, and leads to its debrief.
func TestProgressCountsInterviews(t *testing.T) {
	pack := bench(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		synctest.Test(t, func(t *testing.T) {
			st := &memory{}
			r := newRig(t, pack, st, Place{})
			r.size(size[0], size[1])
			r.press("i", "enter", "enter")
			r.advance(12 * time.Second)
			r.enter("The wait in the queue is longer than the patience of callers, so rows come for callers who have gone.")
			r.press("ctrl+s")
			r.advance(3 * time.Second)
			r.press("ctrl+n")
			r.advance(2 * time.Second)
			r.press("ctrl+n")
			r.advance(2 * time.Second)
			before := len(r.m.env.Journal.Heard())
			r.press("ctrl+n")
			r.sees("Before you see the result")
			if after := len(r.m.env.Journal.Heard()); before != 0 || after == 0 {
				t.Errorf("%d items were heard before the end, %d after", before, after)
			}
			r.press("s", "esc", "esc")
			r.sees("1 of 1")
			r.press("p")
			r.sees("explained 1 of 1", "Wait against patience")
			r.press("enter")
			r.sees("Said on 2 March 2026, in the interview Stuck, on call", "Your words", "What you said there", "that debrief")
			r.shoot("progress-interview", looks, small)
			r.press("enter")
			r.sees("debrief", "Diagnosis")
			r.press("esc")
			r.sees("What you said there")
			r.rest()

			again := newRig(t, pack, st, Place{}) // from the summary
			defer again.rest()
			again.size(size[0], size[1])
			again.sees("1 of 1")
		})
	}
}
