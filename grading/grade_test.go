package grading_test

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"sysprep/grading"
)

// allAnswers are the texts of all labelled answers, the model answer, and some that are none.
func allAnswers(t testing.TB, c *grading.Compiled) []string {
	texts := []string{c.Rubric().ModelAnswer, "", "\n\n", "...", "?"}
	for _, a := range answersTo(t, c.ID()) {
		texts = append(texts, a.Text)
	}
	return texts
}

func highest(v grading.Verdict) grading.Level {
	top := grading.Missed
	for _, iv := range v.Items {
		top = max(top, iv.Level)
	}
	return top
}

func levels(v grading.Verdict) string {
	var b strings.Builder
	for _, iv := range v.Items {
		b.WriteString(iv.ID + " " + iv.Level.String())
		if iv.Wrong {
			b.WriteString(" wrong")
		}
		b.WriteString("; ")
	}
	return b.String()
}

func TestModelAnswerReachesTheTop(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		v := c.Grade(c.Rubric().ModelAnswer)
		for _, iv := range v.Items {
			if iv.Level != grading.Tradeoff || iv.Wrong {
				t.Errorf("%s: %s, wrong %v %v", iv.ID, iv.Level, iv.Wrong, iv.Against)
			}
		}
		if v.Score != 1 || v.Band != "staff" || v.Question != c.ID() {
			t.Errorf("score %g, band %q, question %q", v.Score, v.Band, v.Question)
		}
	})
}

func TestExemplarsReachTheirLevels(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		below, total := 0, 0
		for _, it := range c.Rubric().Items {
			for level, texts := range map[grading.Level][]string{grading.Named: it.Exemplars.Named, grading.Explained: it.Exemplars.Explained} {
				for _, text := range texts {
					total++
					if got := c.GradeItems(text, []string{it.ID}).Items[0]; got.Level < level || got.Wrong {
						t.Logf("%s: %q is %s, wrong %v", it.ID, text, got.Level, got.Wrong)
						below++
					}
				}
			}
		}
		if below*6 > total {
			t.Errorf("%d of %d exemplars do not reach their level: more than a sixth", below, total)
		}
	})
}

func TestWhatOnlyLooksLikeAnAnswer(t *testing.T) {
	c := compileCore(t)
	model := strings.TrimSpace(c.Rubric().ModelAnswer)
	for _, tc := range []struct {
		name, answer string
		top          grading.Level
	}{
		{"empty", "", grading.Missed},
		{"blank", " \n\t ", grading.Missed},
		{"the prompt", c.Rubric().Prompt, grading.Missed},
		{"the prompt in capitals", strings.ToUpper(c.Rubric().Prompt), grading.Missed},
		{"denied", "It is not true that " + model, grading.Missed},
		{"denied sentence by sentence", "It is not true that " + strings.Join(strings.SplitAfter(model, ". "), "It isn't true that "), grading.Missed},
		{"attributed", "Some people say that the cache stays empty because the reads time out, so that the database gets 3,000 instead of 300.", grading.Missed},
		{"quoted", `The slide said "with the cold cache the database gets 3,000 instead of 300 and the reads time out so that the cache is never filled".`, grading.Missed},
		{"turned down", "I wouldn't bother with request coalescing, there is no need to shed load, and warming the cache isn't worth it.", grading.Missed},
		{"keywords", "cache stampede, metastable failure, load shedding, request coalescing, circuit breaker, retry storm, cache warming, backoff, jitter, hysteresis", grading.Named},
		{"keywords on lines", "metastable failure\nload shedding\nrequest coalescing\ncircuit breaker\ncache warming\njitter", grading.Named},
	} {
		if v := c.Grade(tc.answer); highest(v) > tc.top {
			t.Errorf("%s: %s", tc.name, levels(v))
		}
	}
}

func TestModelAnswerDeniedEarnsNothing(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		model := strings.TrimSpace(c.Rubric().ModelAnswer)
		for name, answer := range map[string]string{
			"the prompt":                  c.Rubric().Prompt,
			"the prompt in capitals":      strings.ToUpper(c.Rubric().Prompt),
			"denied":                      "It is not true that " + model,
			"denied sentence by sentence": "It is not true that " + strings.Join(strings.SplitAfter(model, ". "), "It isn't true that "),
		} {
			if v := c.Grade(answer); highest(v) > grading.Missed {
				t.Errorf("%s: %s", name, levels(v))
			}
		}
	})
}

func TestShuffledWordsExplainNothing(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for seed := range uint64(200) {
			random := rand.New(rand.NewPCG(seed, 1))
			words := strings.Fields(c.Rubric().ModelAnswer)
			random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			if v := c.Grade(strings.Join(words, " ")); highest(v) > grading.Named {
				t.Fatalf("seed %d: %s\n%s", seed, levels(v), strings.Join(words, " "))
			}
		}
	})
}

func TestRepeatingChangesNothing(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, text := range allAnswers(t, c) {
			once := c.Grade(text)
			if twice := c.Grade(text + "\n\n" + text); levels(twice) != levels(once) {
				t.Errorf("said twice: %s\nonce: %s\n%s", levels(twice), levels(once), text)
			}
		}
	})
}

func TestCapitalsChangeNothing(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, text := range allAnswers(t, c) {
			if loud, plain := c.Grade(strings.ToUpper(text)), c.Grade(text); levels(loud) != levels(plain) {
				t.Errorf("in capitals: %s\nas written: %s\n%s", levels(loud), levels(plain), text)
			}
		}
	})
}

var offTopic = []string{
	"My grandmother makes the best plum cake in the valley. She beats the butter for ten minutes, folds in the flour by hand, and never opens the oven before it is time.",
	"In the interview I'd also like to talk about how we hired. We had five rounds, a take-home exercise and a lunch with the team, and it took three weeks.",
	"Code reviews should be small. A reviewer looks at names first, then at tests, and asks questions rather than giving orders. Two approvals are needed on Fridays.",
	"The logo is blue on white, the font is a humanist sans, and the buttons have round corners of four pixels.",
}

// It may name an item by accident, seldom, and never explains one.
func TestOffTopicParagraphNeverRaises(t *testing.T) {
	named, total := 0, 0
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, text := range allAnswers(t, c) {
			alone := c.Grade(text)
			for _, extra := range offTopic {
				for _, both := range []string{text + "\n\n" + extra, extra + "\n\n" + text} {
					for i, iv := range c.Grade(both).Items {
						total++
						if iv.Level == grading.Named && alone.Items[i].Level == grading.Missed {
							named++
						} else if iv.Level > alone.Items[i].Level {
							t.Errorf("%s rose from %s to %s with %q", iv.ID, alone.Items[i].Level, iv.Level, extra)
						}
					}
				}
			}
		}
	})
	if named*100 > total {
		t.Errorf("%d of %d items are named by a paragraph that is off topic: more than 1 %%", named, total)
	}
}

func TestWrappingChangesNothing(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, a := range answersTo(t, c.ID()) {
			if strings.Contains(a.Text, "\n") {
				continue
			}
			if wrapped, plain := c.Grade(wrap(a.Text, 78)), c.Grade(a.Text); levels(wrapped) != levels(plain) {
				t.Errorf("%s wrapped: %s\nin one line: %s", a.ID, levels(wrapped), levels(plain))
			}
		}
	})
}

func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for _, w := range strings.Fields(text) {
		if column > 0 && column+1+len(w) > width {
			b.WriteString("\n")
			column = 0
		} else if column > 0 {
			b.WriteString(" ")
			column++
		}
		b.WriteString(w)
		column += len(w)
	}
	return b.String()
}

// A letter swapped in one long word may cost a level only rarely: short words and phrases are out of reach.
func TestTyposSeldomChangeALevel(t *testing.T) {
	changed, total := 0, 0
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, a := range answersTo(t, c.ID()) {
			plain := c.Grade(a.Text)
			for seed := range uint64(6) {
				typo := swapLetters(a.Text, rand.New(rand.NewPCG(seed, 2)))
				for i, iv := range c.Grade(typo).Items {
					total++
					if iv.Level != plain.Items[i].Level {
						changed++
					}
				}
			}
		}
	})
	t.Logf("%d of %d levels changed by a typo", changed, total)
	if changed*50 > total {
		t.Errorf("%d of %d levels changed by one typo: more than 2 %%", changed, total)
	}
}

// swapLetters swaps two neighbours inside a word of seven letters or more.
func swapLetters(text string, random *rand.Rand) string {
	var starts []int
	run := 0
	for i, r := range text + " " {
		if unicode.IsLetter(r) && r < 128 {
			run++
			continue
		}
		if run >= 7 {
			starts = append(starts, i-run)
		}
		run = 0
	}
	if len(starts) == 0 {
		return text
	}
	at := starts[random.IntN(len(starts))] + 2 + random.IntN(3)
	b := []byte(text)
	b[at], b[at+1] = b[at+1], b[at]
	return string(b)
}

func TestSpellingOfEitherSideOfTheAtlantic(t *testing.T) {
	c := compileCore(t)
	british := "The cause is synchronised behaviour and the favoured remedy, prioritising load shedding at the centre, is cancelled. Serialised reads are queueing."
	american := "The cause is synchronized behavior and the favored remedy, prioritizing load shedding at the center, is canceled. Serialized reads are queuing."
	if a, b := levels(c.Grade(british)), levels(c.Grade(american)); a != b {
		t.Errorf("British: %s\nAmerican: %s", a, b)
	}
}

// Every answer and model answer has the same levels in American spelling.
func TestSpellingChangesNoLevel(t *testing.T) {
	american := strings.NewReplacer("ise ", "ize ", "ised", "ized", "ising", "izing", "isation", "ization", "our ", "or ", "ours ", "ors ", "oured", "ored",
		"behaviour", "behavior", "favour", "favor", "centre", "center", "cancelled", "canceled", "cancelling", "canceling", "queueing", "queuing", "catalogue", "catalog", "defence", "defense", "grey", "gray")
	kept := map[string]bool{"our": true, "four": true, "hour": true, "your": true, "pour": true, "hours": true, "ours": true, "yours": true, "otherwise": true, "rise": true, "raise": true, "raised": true, "raising": true, "noise": true, "wise": true, "likewise": true, "promise": true, "promised": true, "exercise": true, "precise": true, "concise": true, "advise": true, "advised": true, "revise": true, "surprise": true, "surprised": true, "arise": true, "rising": true, "arising": true, "premise": true, "praise": true, "praised": true, "supervised": true, "compromise": true}
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, text := range allAnswers(t, c) {
			words := strings.SplitAfter(text, " ")
			for i, w := range words {
				if bare := strings.ToLower(strings.Trim(w, " .,;:!?\"'()\n")); !kept[bare] {
					words[i] = american.Replace(w)
				}
			}
			if a, b := levels(c.Grade(text)), levels(c.Grade(strings.Join(words, ""))); a != b {
				t.Errorf("as written: %s\nAmerican: %s\n%s", a, b, text)
			}
		}
	})
}

func TestEvidenceIsVerbatim(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, text := range allAnswers(t, c) {
			checkSpans(t, text, c.Grade(text))
		}
	})
}

// checkSpans fails unless all spans quote the answer and every credit has one.
func checkSpans(t testing.TB, answer string, v grading.Verdict) {
	t.Helper()
	for _, iv := range v.Items {
		spans := append(append([]grading.Span{}, iv.Evidence...), iv.Against...)
		if iv.Possible != nil {
			spans = append(spans, *iv.Possible)
		}
		for _, s := range spans {
			if s.Start < 0 || s.End > len(answer) || s.Start >= s.End || answer[s.Start:s.End] != s.Text {
				t.Fatalf("%s quotes %q at %d to %d of %q", iv.ID, s.Text, s.Start, s.End, answer)
			}
		}
		if (iv.Level > grading.Missed) != (len(iv.Evidence) > 0) {
			t.Fatalf("%s is %s with %d spans", iv.ID, iv.Level, len(iv.Evidence))
		}
		if iv.Wrong != (len(iv.Against) > 0) || iv.Feedback == "" {
			t.Fatalf("%s: wrong %v with %d spans, feedback %q", iv.ID, iv.Wrong, len(iv.Against), iv.Feedback)
		}
	}
}

func FuzzGrade(f *testing.F) {
	c := compileCore(f)
	for _, text := range allAnswers(f, c)[:12] {
		f.Add(text)
	}
	f.Add("\xff\xfe3000\x00 ×6 “cache” != 5/0 1 in 0 -- it is not true that")
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, text, c.Grade(text)) })
}

func TestAnyBytes(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		pieces := append(strings.Fields(c.Rubric().ModelAnswer), "\xff", "not", "“", `"`, ":", "\n\n", "?", "!=", "it is not true that", "people say", "3,000", "6x", "%", "×", "-", "…", "é", "\x00")
		rapid.Check(t, func(t *rapid.T) {
			text := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.String()), 0, 60).Draw(t, "pieces"), rapid.SampledFrom([]string{" ", "", "\n"}).Draw(t, "joint"))
			v := c.Grade(text)
			for _, iv := range v.Items {
				for _, s := range append(append([]grading.Span{}, iv.Evidence...), iv.Against...) {
					if text[s.Start:s.End] != s.Text {
						t.Fatalf("%q is not at %d", s.Text, s.Start)
					}
				}
			}
		})
	})
}

func TestClaims(t *testing.T) {
	c := compileCore(t)
	answer := "The thing behind gives up. Nobody can get in."
	claim := grading.Claim{Item: "trigger-gone", Start: 27, End: len(answer)}
	v := c.GradeItems(answer, nil, claim)
	for _, iv := range v.Items {
		switch {
		case iv.ID == "trigger-gone" && (iv.Level != grading.Named || !iv.Claimed || iv.Evidence[0].Text != "Nobody can get in."):
			t.Errorf("claimed: %+v", iv)
		case iv.ID != "trigger-gone" && iv.Claimed:
			t.Errorf("%s is claimed, and nobody did", iv.ID)
		}
	}
	for _, bad := range []grading.Claim{{Item: "trigger-gone", Start: 5, End: 5}, {Item: "trigger-gone", Start: -3, End: 0}, {Item: "trigger-gone", Start: 1000, End: 2000}, {Item: "nobody", Start: 0, End: 5}} {
		for _, iv := range c.GradeItems(answer, nil, bad).Items {
			if iv.Claimed {
				t.Errorf("%+v counts for %s", bad, iv.ID)
			}
		}
	}
	strong := "When the cache is back up again the service still doesn't recover."
	if iv := c.GradeItems(strong, []string{"trigger-gone"}, grading.Claim{Item: "trigger-gone", End: 10}).Items[0]; iv.Claimed || iv.Level != grading.Explained {
		t.Errorf("a claim stands in for what was detected: %+v", iv)
	}
}

func TestGradeItemsKeepsToTheItemsAskedFor(t *testing.T) {
	c := compileCore(t)
	v := c.GradeItems(c.Rubric().ModelAnswer, []string{"recovery", "hidden-capacity"})
	if len(v.Items) != 2 || v.Items[0].ID != "hidden-capacity" || v.Items[1].ID != "recovery" || v.Score != 1 {
		t.Errorf("%+v", v)
	}
}

func TestRightAndWrongAreBothShown(t *testing.T) {
	c := compileCore(t)
	iv := c.GradeItems("With a warm cache the database sees 300 a second; empty, all 3,000 reach a database that can do 500. But a cache only improves latency anyway.", []string{"hidden-capacity"}).Items[0]
	if iv.Level != grading.Explained || !iv.Wrong || len(iv.Evidence) == 0 || len(iv.Against) == 0 || !strings.Contains(iv.Feedback, "takes load away") {
		t.Errorf("%+v", iv)
	}
}

func TestFeedbackNeverScolds(t *testing.T) {
	eachRubric(t, func(t *testing.T, c *grading.Compiled) {
		for _, text := range allAnswers(t, c) {
			for _, iv := range c.Grade(text).Items {
				if said := strings.ToLower(iv.Feedback + " " + iv.Next); strings.Contains(said, "you missed") || strings.Contains(said, "failed to") {
					t.Errorf("%s: %q", iv.ID, said)
				}
				if iv.Level < grading.Tradeoff && !strings.HasSuffix(iv.Next, "?") {
					t.Errorf("%s at %s leads on with %q", iv.ID, iv.Level, iv.Next)
				}
			}
		}
	})
}

func TestGradeIsDeterministicAndShareable(t *testing.T) {
	c := compileCore(t)
	texts := allAnswers(t, c)
	want := make([]string, len(texts))
	for i, text := range texts {
		want[i] = levels(c.Grade(text))
	}
	again := compileCore(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, text := range texts {
				if got := levels(again.Grade(text)); got != want[i] {
					t.Errorf("%s, then %s", want[i], got)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkGrade(b *testing.B) {
	c := compileCore(b)
	answer := labelled(b, sets[0].file).Answers[0].Text
	b.SetBytes(int64(len(answer)))
	for b.Loop() {
		c.Grade(answer)
	}
}

func BenchmarkGradeMegabyte(b *testing.B) {
	c := compileCore(b)
	var text strings.Builder
	answers := labelled(b, sets[0].file).Answers
	for i := 0; text.Len() < 1<<20; i++ {
		text.WriteString(swapLetters(answers[i%len(answers)].Text, rand.New(rand.NewPCG(uint64(i), 3))) + "\n\n")
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		c.Grade(text.String())
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		compileTaughtBy(b, "cache-collapse", func(string) bool { return true })
	}
}
