package plain

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/grading"
)

const secondLine = "Shed load at the edge to under 400 a second, then let users back slowly."

func TestExplaining(t *testing.T) {
	d := sitDown(t).at("e-out")
	out := d.run(answerText, secondLine, ".", "")
	grader, err := d.pack.Grader("cache-collapse")
	if err != nil {
		t.Fatal(err)
	}
	text := answerText + "\n" + secondLine
	want := grader.GradeItems(text, nil)
	a := d.did("e-out").LastAnswer()
	if a == nil || a.Text != text || a.Verdict.Band != want.Band {
		t.Fatalf("kept: %+v", a)
	}
	quotes := 0
	for _, v := range want.Items {
		d.wants(out, v.Title+": "+levelWords[v.Level])
		for _, e := range v.Evidence {
			quotes++
			d.wants(out, "You wrote: “"+oneLine(e.Text)+"”")
		}
		if v.Next != "" {
			d.wants(out, "Next question: "+v.Next)
		}
		if v.Level == grading.Missed {
			d.wants(out, v.Feedback)
		}
	}
	if quotes == 0 {
		t.Error("the answer has no evidence, so this test shows nothing")
	}
	d.wants(out, "Step 9 of 9, debrief", "Your predictions", "The challenge", "Checklist items gained")
	if got := d.draft("e-out"); got != "" {
		t.Errorf("the draft is still there: %q", got)
	}
}

func TestEndOfInputKeepsTheDraft(t *testing.T) {
	d := sitDown(t).at("e-out")
	out := d.run(answerText, secondLine)
	d.wants(out, "The input has ended. Your place and your drafts are kept.", "sysprep learn cache-cliff --plain")
	if got := d.draft("e-out"); got != answerText+"\n"+secondLine {
		t.Fatalf("the draft is %q", got)
	}
	if d.did("e-out").LastAnswer() != nil {
		t.Error("the draft was handed in")
	}

	out = d.run(".", "q")
	d.wants(out, "Step 8 of 9, explanation", "Your draft so far:", answerText, secondLine, "The verdict:")
	if a := d.did("e-out").LastAnswer(); a == nil || a.Text != answerText+"\n"+secondLine {
		t.Errorf("handed in: %+v", a)
	}
}

func TestLinesAreTakenBack(t *testing.T) {
	d := sitDown(t).at("e-out")
	out := d.run("wrong line", "u", answerText, "next", "u", "q")
	d.wants(out, "Taken back: wrong line", "Taken back: next")
	if got := d.draft("e-out"); got != answerText {
		t.Errorf("the draft is %q", got)
	}
}

func TestUndoneExplanationIsADraftAgain(t *testing.T) {
	d := sitDown(t).at("e-out")
	d.wants(d.run(answerText, ".", "u", "q"), "Taken back: your explanation, which is a draft again.", "Your draft so far:")
	if got := d.draft("e-out"); got != answerText {
		t.Errorf("the draft is %q", got)
	}
}

func TestEdit(t *testing.T) {
	d := sitDown(t).at("e-out")
	d.run(answerText, ".", "edit", secondLine, ".", "q")
	ss := d.did("e-out")
	if len(ss.Answers) != 2 || ss.LastAnswer().Text != answerText+"\n"+secondLine {
		t.Errorf("%d answers, the last is %+v", len(ss.Answers), ss.LastAnswer())
	}
}

func TestHelpWithTheVerdict(t *testing.T) {
	d := sitDown(t).at("e-out")
	out := d.run(answerText, ".", "hint", "model", "verdict", "q")
	r := d.pack.Rubrics.Of("cache-collapse")
	if r.ModelAnswer == "" {
		d.wants(out, "This question has no model answer.")
	} else {
		d.wants(out, "One way to say it: "+r.ModelAnswer)
	}
	d.wants(out, "Hint: ")
	if got := d.did("e-out").Hints; got != 1 {
		t.Errorf("%d hints are kept", got)
	}
	if strings.Count(out, "The verdict:") != 2 {
		t.Error("the verdict was not told again")
	}
}

func TestPointing(t *testing.T) {
	d := sitDown(t).at("e-out")
	d.run(answerText+" Nothing else.", ".", "q")
	verdict := d.did("e-out").LastAnswer().Verdict
	item, why := findItem(verdict, "prevention")
	if why != "" {
		t.Fatalf("this test needs an answer that leaves prevention out: %s", why)
	}
	out := d.run("point", "point 1", "point nothing 1", "point prevention 9", "point prevention x", "point prevention 2", "q")
	d.wants(out,
		"Not detected:", item.Title, "sentence 2: Nothing else.",
		"Type an item and the number of a sentence",
		`"nothing" is no item that was not detected: choose`, "(prevention)",
		"There is no sentence 9 in your answer: type 1 to 2.",
		"There is no sentence x in your answer",
		"Kept: "+item.Title+", in sentence 2.",
	)
	for _, v := range d.did("e-out").LastAnswer().Verdict.Items {
		if v.ID == "prevention" && (!v.Claimed || v.Evidence[len(v.Evidence)-1].Text != "Nothing else.") {
			t.Errorf("what is kept: %+v", v)
		}
		if v.ID != "prevention" && v.Claimed {
			t.Errorf("%s is claimed as well", v.ID)
		}
	}
}

func TestSentencesAreOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		end := 0
		for _, s := range sentencesOf(text) {
			if s.Start < end || s.End > len(text) || text[s.Start:s.End] != s.Text || s.Text == "" {
				t.Fatalf("%+v is not a part of %q after byte %d", s, text, end)
			}
			end = s.End
		}
	})
}
