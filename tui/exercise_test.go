package tui

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"

	"sysprep/content"
)

// exercises is a pack with one lesson that has a step of each kind that practises.
func exercises(t *testing.T) *content.Pack {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"pack.yaml": `apiVersion: sysprep/v1
kind: Pack
id: example/sizes
version: 1.0.0
title: "Sizes"
syllabus: [{lesson: sizes}]
`,
		"drills/wait.yaml": `apiVersion: sysprep/v1
kind: Drill
id: wait
title: "How long is the wait?"
variants:
  - id: last
    params:
      queue: {from: "600", to: "2000", step: "100"}
      rate: {choices: [200/s, 500/s]}
    prompt: "{queue} rows wait, {rate} are read. How long does the last one wait?"
    answer: {expr: "queue / rate", unit: s, tolerance: 5%}
    traps: [{expr: "rate / queue", say: "Turn it over: rows divided by rows a second."}]
    worked: ["The wait is the queue divided by the rate.", "{queue} / {rate} = {answer}"]
`,
		"lessons/sizes.md": `---
apiVersion: sysprep/v1
kind: Lesson
id: sizes
title: "Sizes"
minutes: 5
---

` + "```yaml step=worked id=w" + `
title: "Worked"
lines:
  - say: "1,000 rows wait, and 500 are read each second."
  - {ask: "How long does the last one wait?", answer: {quantity: 2s, near: [{value: 0.5s, say: "That is 500 divided by 1,000: turn it over."}]}, say: "1,000 / 500 a second = 2 s."}
  - {ask: "And in a queue of 250?", answer: {quantity: 0.5s}, say: "250 / 500 a second = 0.5 s."}
` + "```" + `

A queue is only as good as its wait.

` + "```yaml step=spot id=sp" + `
title: "Spot the error"
choices:
  - {id: bound, text: "A bounded queue refuses what it can't hold.", say: "That is what bounds are for."}
  - {id: longer, text: "A longer queue makes the database faster.", say: "Just so."}
answer: longer
explain: "A longer queue makes rows wait *longer*. The database reads 500 a second either way."
` + "```" + `

Two notes from a review.

` + "```yaml step=estimate id=e" + `
title: "Estimate"
drill: wait
` + "```" + `

` + "```yaml step=debrief id=end" + `
title: "Debrief"
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

func TestExercises(t *testing.T) {
	pack := exercises(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, pack, &memory{}, Place{Kind: "learn", ID: "sizes"})
			defer r.rest()
			r.size(size[0], size[1])

			r.sees("500 are read each second") // the first line is only told
			r.shoot("worked-ask", looks, small)
			r.enter("0.5")
			r.press("enter")
			if s := r.screen(); !strings.Contains(s, "turn it over") {
				t.Errorf("the slip was not told:\n%s", s)
			}
			r.press("backspace", "backspace", "backspace")
			r.enter("2 s")
			r.press("enter", "tab") // the second is shown
			r.shoot("worked-done", looks, small)
			r.press("enter")

			r.press("a")
			r.shoot("spot", looks, small)
			r.press("enter")
			if s := r.screen(); !strings.Contains(s, "That is what bounds are for") {
				t.Errorf("the answer to the wrong choice is not told:\n%s", s)
			}
			r.sees("rows wait longer.", "Two notes from a review.") // the explanation is Markdown, and the step's text stays
			r.shoot("spot-answered", looks[:1])
			r.press("enter")

			r.shoot("estimate", looks, small)
			first := r.screen()
			r.enter("1000")
			r.press("enter")
			r.shoot("estimate-off", looks, small)
			r.press("a")
			if again := r.screen(); again == first || !strings.Contains(again, "rows wait") || strings.Contains(again, "Worked out") {
				t.Errorf("asked again:\n%s\nafter\n%s", again, first)
			}
			ask := pack.Lessons[0].Steps[2].AskFor(r.m.env.Journal.State("sizes").Steps[2].NextSeed(&pack.Lessons[0].Steps[2]))
			r.enter(strings.TrimSpace(number(ask.Quantity.Value)))
			r.press("enter")
			if s := r.screen(); !strings.Contains(s, "Right") || !strings.Contains(s, "Worked out") {
				t.Errorf("the right number %v:\n%s", ask.Quantity.Value, s)
			}
			r.press("enter")
			if s := r.screen(); !strings.Contains(s, "Debrief") {
				t.Errorf("the lesson did not come to its end:\n%s", s)
			}
		})
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// TestAnswerThatIsTooLong: where an answer's explanation is longer than the screen, it can be read to its end.
func TestAnswerThatIsTooLong(t *testing.T) {
	long := strings.Repeat("Rows wait because they come faster than they are read. ", 30) + "The end of it."
	pack := exercises(t)
	spot := pack.Lessons[0].Steps[1]
	ask := *spot.Ask
	ask.Explain, spot.Ask = long, &ask
	pack.Lessons[0].Steps = []content.Step{spot}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{Kind: "learn", ID: "sizes"})
		defer r.rest()
		r.size(60, 20)
		r.press("a", "enter")
		r.missing("The end of it.")
		r.press("pgdown", "pgdown", "pgdown", "down")
		r.sees("The end of it.")
		r.press("pgup", "pgup", "pgup", "up")
		r.sees("One of these sentences is wrong")
	})
}
