package tui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
)

// cards is the pack in testdata with a drill and a deck.
func cards(t *testing.T) *content.Pack {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"lessons/cliff.md", "lessons/queue.md", "rubrics/stuck.yaml", "scenarios/cliff.yaml", "lexicon.yaml"} {
		data, err := os.ReadFile(filepath.Join("testdata/pack", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	for name, text := range map[string]string{
		"pack.yaml": `apiVersion: sysprep/v1
kind: Pack
id: example/cards
version: 1.0.0
title: "Cards"
syllabus: [{lesson: cliff}, {lesson: queue}, {deck: queues}, {lesson: wait}]
`,
		"decks/queues.md": `---
apiVersion: sysprep/v1
kind: Deck
id: queues
title: "Queues"
---
Q: A queue holds 1,000 rows and 500 are read a second. How long does the last one wait? ^last
A: The rows divided by the rate: 1,000 / 500 a second = 2 s.

Q: Whom does a queue that is too long work for? ^ghosts
A: For callers who have gone: their rows come too late.
`,
		"drills/wait.yaml": `apiVersion: sysprep/v1
kind: Drill
id: wait
title: "How long is the wait?"
variants:
  - id: last
    params: {queue: {from: "600", to: "2000", step: "100"}, rate: {choices: [200/s, 500/s]}}
    prompt: "{queue} rows wait, {rate} are read. How long does the last one wait?"
    answer: {expr: "queue / rate", unit: s, tolerance: 5%}
    worked: ["{queue} / {rate} = {answer}"]
`,
		"lessons/wait.md": `---
apiVersion: sysprep/v1
kind: Lesson
id: wait
title: "The wait"
minutes: 5
---

` + "```yaml step=read id=rule" + `
title: "The rule"
` + "```" + `

The last row waits for all before it.

` + "```yaml step=estimate id=e" + `
title: "Estimate"
drill: wait
` + "```" + `
`,
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	pack, err := content.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// did records what a learner did in a lesson, days before noon of today.
func did(t *testing.T, pack *content.Pack, st *memory, days int, lesson string, e lessons.Event) {
	t.Helper()
	e.At = noon.AddDate(0, 0, -days)
	stored, err := lessons.Record(pack.Manifest.ID, lesson, e)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Append(t.Context(), stored); err != nil {
		t.Fatal(err)
	}
}

// shaky is a learner with a card of each kind to review, and one that is set aside.
func shaky(t *testing.T, pack *content.Pack) *memory {
	t.Helper()
	st := &memory{}
	did(t, pack, st, 90, "queue", lessons.Event{Kind: lessons.Finished, Step: "one"})
	did(t, pack, st, 90, "queue", lessons.Event{Kind: lessons.Predicted, Step: "two", Prediction: &lessons.Prediction{Choice: "long"}})
	for i := range 9 {
		did(t, pack, st, 80-2*i, "queue", lessons.Event{Kind: lessons.Recalled, Review: &lessons.Rating{Item: "queues/ghosts", Grade: lessons.Again}})
	}
	did(t, pack, st, 60, "queue", lessons.Event{Kind: lessons.Reviewed, Step: "two", Review: &lessons.Rating{Grade: lessons.Hard}})
	did(t, pack, st, 40, "wait", lessons.Event{Kind: lessons.Predicted, Step: "e", Prediction: &lessons.Prediction{Value: "9 s", Number: 9, Seed: 7}})
	did(t, pack, st, 30, "cliff", lessons.Event{Kind: lessons.Answered, Step: "say", Answer: &lessons.Answer{Text: "It is slow.", Verdict: grading.Verdict{
		Question: "stuck", Items: []grading.ItemVerdict{{ID: "wait", Title: "Wait against patience"}},
	}}})
	did(t, pack, st, 20, "cliff", lessons.Event{Kind: lessons.Judged, Step: "fix", Judgement: &lessons.Judgement{Seeds: 6, Passed: 2, PassRate: 0.33, Settings: map[string]string{"queue": "150"}}})
	return st
}

func inReview(t *testing.T, f func(*rig)) {
	t.Helper()
	pack := cards(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, pack, shaky(t, pack), Place{Kind: "review"})
			defer r.rest()
			r.size(size[0], size[1])
			f(r)
		})
	}
}

// TestReview goes through a card of each kind, and types an answer to each that takes one.
func TestReview(t *testing.T) {
	inReview(t, func(r *rig) {
		r.sees("5 to go", "1,000 rows", "t type it")
		r.shoot("review-card", looks, small)
		r.press("t")
		r.enter("rows divided by the rate, 2 seconds")
		r.shoot("review-typing", looks, small)
		r.press("ctrl+s")
		r.sees("You said", "The card says", "[3 good]")
		r.shoot("review-side-by-side", looks, small)
		r.press("4")

		r.sees("4 to go", "Which queue is better", "a b c choose")
		r.shoot("review-choice", looks, small)
		r.press("b")
		r.sees("You said", "One that never refuses anybody", "[1 not known]")
		r.shoot("review-choice-wrong", looks, small)
		r.press("enter") // as proposed

		r.sees("3 to go", "with its unit if you like")
		r.shoot("review-drill", looks, small)
		r.enter("a lot")
		r.press("enter")
		r.sees("Type a number, such as 450s")
		for range 5 {
			r.press("backspace")
		}
		r.enter("1 s")
		r.press("enter")
		r.sees("You said", "1 s", "Worked out", "Proposed:")
		r.shoot("review-drill-answer", looks, small)
		r.press("1")

		r.sees("2 to go", "it is graded")
		r.press("t", "ctrl+s")
		r.sees("Write an answer first")
		r.enter("The queue is two seconds long, more than the patience of a caller.")
		r.press("ctrl+s")
		r.sees("A good answer", "Graded as", "[3 good]")
		r.shoot("review-item", looks, small)
		r.press("enter")

		r.sees("1 to go", "which design meets the goals")
		r.shoot("review-design", looks, small)
		r.press("enter", "enter")
		r.sees("rate it yourself: 1 to 4")
		r.press("3")
		r.sees("Nothing more is due today", "5 cards reviewed", "set aside", "read step 1 again")
		r.shoot("review-aside", looks, small)
		r.press("t")
		r.sees("1 to go", "forgotten 8 times", "Whom does a queue")
		r.press("enter", "3")
		r.sees("6 cards reviewed")
		r.missing("set aside")
		r.shoot("review-end", looks, small)

		said := 0
		for _, s := range r.m.env.Journal.States() {
			for _, ss := range s.Steps {
				for _, v := range ss.Reviews {
					if v.Verdict != nil && len(v.Verdict.Items) == 1 {
						said++
					}
				}
			}
			for _, v := range s.Recalled {
				if strings.HasPrefix(v.Said, "rows divided") {
					said++
				}
			}
		}
		if said != 2 {
			r.t.Errorf("%d of 2 typed answers were kept", said)
		}
	})
}

// TestReviewByMouse goes through the cards by clicks alone: the hint shows the answer, a grade rates, a letter chooses.
func TestReviewByMouse(t *testing.T) {
	inReview(t, func(r *rig) {
		r.sees("5 to go", "1,000 rows")
		r.send(at(r, "Say it to yourself"))
		r.sees("How was it?")
		r.send(at(r, "How was it?"))
		r.sees("5 to go") // which is no grade
		r.send(at(r, "3 good"))
		r.sees("4 to go", "Which queue is better")
		r.send(at(r, "One that never refuses"))
		r.sees("You said", "One that never refuses anybody", "[1 not known]")
		r.send(at(r, "4 easy"))
		r.sees("3 to go", "with its unit if you like")
		r.enter("1 s")
		r.press("enter")
		r.sees("Proposed:")
		r.send(at(r, "1 not known"))
		r.sees("2 to go", "it is graded")
		for _, grade := range []string{"2 hard", "4 easy"} {
			r.send(at(r, "to yourself"))
			r.send(at(r, grade))
		}
		r.sees("set aside", "read step 1 again")
		r.send(at(r, "Whom does a queue"))
		r.sees("step 1 of")

		var grades []lessons.Grade
		for _, s := range r.m.env.Journal.States() {
			for _, v := range s.Recalled {
				grades = append(grades, v.Grade)
			}
			for _, ss := range s.Steps {
				for _, v := range ss.Reviews {
					grades = append(grades, v.Grade)
				}
			}
		}
		for _, g := range []lessons.Grade{lessons.Again, lessons.Hard, lessons.Good, lessons.Easy} {
			if !slices.Contains(grades, g) {
				r.t.Errorf("no click rated a card %v: %v", g, grades)
			}
		}
	})
}

// TestReviewUndo takes ratings back, to the first card of the sitting.
func TestReviewUndo(t *testing.T) {
	pack := cards(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, shaky(t, pack), Place{Kind: "review"})
		defer r.rest()
		r.size(80, 24)
		before := r.m.env.Journal.Reviews()
		r.press("u")
		r.sees("nothing was rated in this sitting")
		r.press("enter", "1")
		r.sees("4 to go")
		r.press("ctrl+z", "u") // whichever the card takes
		r.sees("5 to go", "1,000 rows")
		r.press("u")
		r.sees("nothing was rated in this sitting")
		after := r.m.env.Journal.Reviews()
		if len(before) != len(after) {
			t.Fatalf("%d cards, %d before", len(after), len(before))
		}
		for i := range before {
			if before[i].Key != after[i].Key || !before[i].Due.Equal(after[i].Due) {
				t.Errorf("card %d is %s due %v, was %s due %v", i, after[i].Key, after[i].Due, before[i].Key, before[i].Due)
			}
		}
		r.store.fail = os.ErrPermission
		r.press("enter", "3")
		r.sees("could not be saved", "How was it?", "5 to go")
	})
}

// TestReviewKeepsWhatIsTyped leaves in the midst of an answer, and comes back.
func TestReviewKeepsWhatIsTyped(t *testing.T) {
	pack := cards(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, shaky(t, pack), Place{Kind: "review"})
		defer r.rest()
		r.size(80, 24)
		r.press("t")
		r.enter("rows divided by")
		r.press("esc", "esc", "r")
		r.sees("rows divided by", "ctrl+s hand in")
		r.enter(" the rate")
		r.press("ctrl+s")
		r.sees("You said", "rows divided by the rate")
		r.press("enter")
		r.sees("4 to go")
		for key, text := range r.store.drafts {
			if text != "" {
				t.Errorf("the draft %s is left: %q", key, text)
			}
		}
	})
}

// TestReviewLimit stops at the limit, and goes on when told.
func TestReviewLimit(t *testing.T) {
	pack := cards(t)
	synctest.Test(t, func(t *testing.T) {
		st := shaky(t, pack)
		if err := st.SetSetting(t.Context(), lessons.SettingDaily, "2"); err != nil {
			t.Fatal(err)
		}
		r := newRig(t, pack, st, Place{Kind: "review"})
		defer r.rest()
		r.size(80, 24)
		r.sees("2 to go")
		for range 2 {
			r.press("enter", "3")
		}
		r.sees("That is your limit for today", "3 cards are due beyond it")
		r.press("m")
		r.sees("3 to go")
		r.later += 24 * time.Hour
		r.press("esc", "r") // tomorrow the limit is a new one
		r.sees("2 to go")
	})
}
