package grading_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/grading"
)

func itemOf(t testing.TB, v grading.Verdict, id string) grading.ItemVerdict {
	t.Helper()
	for _, iv := range v.Items {
		if iv.ID == id {
			return iv
		}
	}
	t.Fatalf("no item %s", id)
	return grading.ItemVerdict{}
}

// Words that the grader does not know as an explanation, and that a learner insists on.
const ownWay = "It is the hamster and the wheel, for the wheel turns the hamster and the database turns the wheel."

func TestOwnWordsAreKnownAgain(t *testing.T) {
	c := compileCore(t)
	if iv := itemOf(t, c.Grade(ownWay), "sustaining-loop"); iv.Level != grading.Missed {
		t.Fatalf("the grader knows it already: %+v", iv)
	}
	mine := c.With([]grading.OwnWords{{Item: "sustaining-loop", Text: ownWay}})
	again := "We reboot. It is the hamster and its wheel: the wheel turns the hamster, and the database turns the wheel again."
	iv := itemOf(t, mine.Grade(again), "sustaining-loop")
	if !iv.Claimed || iv.Own != strings.TrimSuffix(ownWay, ".") && iv.Own != ownWay || len(iv.Evidence) != 1 || !strings.Contains(iv.Evidence[0].Text, "hamster") || !strings.Contains(iv.Feedback, "pointed at before") {
		t.Errorf("%+v", iv)
	}
	if plain := c.Grade(again); itemOf(t, plain, "sustaining-loop").Claimed || mine.Grade(again).Score != plain.Score {
		t.Error("own words change the grader they were given to, or the score")
	}
	for _, other := range []string{"The wheel of my bicycle is flat, and the hamster sleeps.", "It is not true that the hamster and the wheel, where the wheel turns the hamster and the database turns the wheel, matter."} {
		if itemOf(t, mine.Grade(other), "sustaining-loop").Claimed {
			t.Errorf("%q is taken for the learner's own words", other)
		}
	}
}

func TestOwnWordsDoNotBuyCredit(t *testing.T) {
	c := compileCore(t)
	stuffing := "cache stampede, metastable failure, load shedding, request coalescing, circuit breaker, retry storm, cache warming, backoff, jitter, hysteresis"
	for name, claim := range map[string]string{
		"a list of terms": stuffing,
		"the prompt":      c.Rubric().Prompt,
		"another matter":  "My grandmother makes the best plum cake in the whole valley.",
		"a few words":     "cache loop",
		"nothing":         " ",
	} {
		var own []grading.OwnWords
		for _, it := range c.Rubric().Items {
			own = append(own, grading.OwnWords{Item: it.ID, Text: claim})
		}
		for _, iv := range c.With(own).Grade(claim).Items {
			if iv.Claimed {
				t.Errorf("%s, claimed for every item, stands as a claim for %s", name, iv.ID)
			}
		}
	}
	var own []grading.OwnWords
	for _, it := range c.Rubric().Items {
		own = append(own, grading.OwnWords{Item: it.ID, Text: ownWay})
	}
	claimed := 0
	for _, iv := range c.With(own).Grade(ownWay).Items {
		if iv.Claimed {
			claimed++
		}
	}
	if claimed != 1 {
		t.Errorf("one sentence serves %d items", claimed)
	}
}

// Whatever a learner claims, no level, score or misconception changes.
func TestOwnWordsChangeNoLevel(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		texts := allAnswers(t, c)
		items := c.Rubric().Items
		rapid.Check(t, func(t *rapid.T) {
			var own []grading.OwnWords
			for range rapid.IntRange(0, 8).Draw(t, "claims") {
				own = append(own, grading.OwnWords{
					Item: items[rapid.IntRange(0, len(items)-1).Draw(t, "item")].ID,
					Text: rapid.OneOf(rapid.SampledFrom(texts), rapid.String()).Draw(t, "text"),
				})
			}
			text := rapid.SampledFrom(texts).Draw(t, "answer")
			plain, mine := c.Grade(text), c.With(own).Grade(text)
			if plain.Score != mine.Score || levels(plain) != levels(mine) {
				t.Fatalf("%s\nwith claims: %s", levels(plain), levels(mine))
			}
			for _, iv := range mine.Items {
				for _, e := range iv.Evidence {
					if text[e.Start:e.End] != e.Text {
						t.Fatalf("%q is not at %d", e.Text, e.Start)
					}
				}
			}
		})
	})
}
