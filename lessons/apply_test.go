package lessons

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// statuses writes the steps in one line: o open, d done, - locked, and * at the current one.
func statuses(s State) string {
	var b strings.Builder
	for i, ss := range s.Steps {
		b.WriteByte("-od"[ss.Status])
		if i == s.Current {
			b.WriteByte('*')
		}
	}
	return b.String()
}

func TestALessonOpensStepByStep(t *testing.T) {
	l := cliff()
	s := New(l)
	if got := statuses(s); got != "o*-------" || s.Begun() {
		t.Fatalf("at first %s, begun %v", got, s.Begun())
	}
	for _, turn := range []struct {
		e    Event
		want string
	}{
		{open(0, "story"), "o*-------"},
		{finish(1, "story"), "d*o------"},
		{open(1, "p-load"), "do*------"},
		{predict(2, "p-load", Prediction{Value: "3000/s", Number: 3000}), "dd*o-----"},
		{predict(3, "p-recovers", Prediction{Choice: "a"}), "ddd*o----"},
		{open(4, "story"), "d*ddo----"},
		{watch(5, "s-trap", 10e9), "dddo*----"},
		{finish(6, "s-trap"), "dddd*o---"},
		{judge(7, 0.1, false), "ddddo*---"},
		{judge(8, 1, true), "ddddd*o--"},
		{answer(9, "the loop"), "dddddd*o-"},
		{predict(10, "q-queue", Prediction{Value: "9", Number: 9}), "ddddddd*o"},
		{finish(11, "end"), "dddddddd*"},
	} {
		if i, ok := s.Next(l); !ok || s.Steps[i].Status != Open {
			t.Errorf("before %s of %s: Next is %d, %v", turn.e.Kind, turn.e.Step, i, ok)
		}
		s = applyTo(t, s, l, turn.e)
		if got := statuses(s); got != turn.want {
			t.Errorf("after %s of %s: %s, want %s", turn.e.Kind, turn.e.Step, got, turn.want)
		}
	}
	if !s.Started.Equal(after(0)) || !s.Finished.Equal(after(11)) || !s.Touched.Equal(after(11)) || s.DoneSteps() != 8 {
		t.Errorf("started %v, finished %v, touched %v, %d done", s.Started, s.Finished, s.Touched, s.DoneSteps())
	}
	if i, ok := s.Next(l); ok {
		t.Errorf("a finished lesson goes on with step %d", i)
	}
}

func TestRefusals(t *testing.T) {
	nan := predict(2, "p-load", Prediction{Value: "much", Number: math.NaN()})
	tests := map[string]struct {
		before []Event
		e      Event
		is     error
		says   string
	}{
		"the run before the prediction": {
			before: []Event{finish(1, "story"), predict(2, "p-load", Prediction{Value: "1/s", Number: 1})},
			e:      open(3, "s-trap"), is: ErrLocked, says: "The run stays locked until you commit to your prediction",
		},
		"a step ahead":              {e: open(1, "p-load"), is: ErrLocked, says: `Finish step 1, "The story" first.`},
		"an answer ahead":           {before: watched(), e: answer(7, "loop"), is: ErrLocked, says: `"Save it"`},
		"no such step":              {e: open(1, "gone"), is: ErrNoStep, says: `"gone"`},
		"a prediction of a reading": {e: predict(1, "story", Prediction{Choice: "a"}), is: ErrInvalid, says: "read step"},
		"finishing a prediction":    {before: predicted()[:2], e: finish(2, "p-load"), is: ErrInvalid, says: "predict step"},
		"no payload":                {before: predicted()[:2], e: event(2, Predicted, "p-load"), is: ErrInvalid, says: "payload"},
		"no number":                 {before: predicted()[:2], e: predict(2, "p-load", Prediction{}), is: ErrInvalid, says: "Write a number"},
		"not a number":              {before: predicted()[:2], e: nan, is: ErrInvalid, says: "finite"},
		"too sure":                  {before: predicted()[:2], e: predict(2, "p-load", Prediction{Value: "1", Confidence: 110}), is: ErrInvalid, says: "110 %"},
		"no such choice":            {before: predicted()[:3], e: predict(3, "p-recovers", Prediction{Choice: "z"}), is: ErrInvalid, says: "one of the 3"},
		"a prediction after the run": {
			before: append(predicted(), watch(5, "s-trap", 1)), e: predict(6, "p-load", Prediction{Value: "3000/s", Number: 3000}), is: ErrSealed, says: "stands",
		},
		"finishing a run unseen":         {before: predicted(), e: finish(5, "s-trap"), is: ErrInvalid, says: "Play the simulation"},
		"leaving a challenge untried":    {before: watched(), e: finish(7, "c-fix"), is: ErrInvalid, says: "one design judged"},
		"a hint before a try":            {before: watched(), e: hint(7, "c-fix", 1), is: ErrInvalid, says: "Judge a design of your own first"},
		"a hint too many":                {before: append(watched(), judge(7, 0, false), hint(8, "c-fix", 2)), e: hint(9, "c-fix", 3), is: ErrInvalid, says: "All hints"},
		"hint zero":                      {before: append(watched(), judge(7, 0, false)), e: hint(9, "c-fix", 0), is: ErrInvalid, says: "counted from 1"},
		"a hint for reading":             {e: hint(1, "story", 1), is: ErrInvalid, says: "no hints"},
		"an empty answer":                {before: won(), e: answer(20, " \n"), is: ErrInvalid, says: "Write an answer"},
		"an empty note":                  {e: note(1, "story", " "), is: ErrInvalid, says: "empty"},
		"a claim before an answer":       {before: won(), e: claim(20, "trigger-gone", 0, 3), is: ErrInvalid, says: "Hand in an answer"},
		"a claim on an unknown item":     {before: append(won(), answer(20, "loop")), e: claim(21, "x", 0, 3), is: ErrInvalid, says: `"x"`},
		"a claim beyond the answer":      {before: append(won(), answer(20, "loop", verdict("x", "scale", 0))), e: claim(21, "x", 0, 5), is: ErrInvalid, says: "Mark some words"},
		"a review without a grade":       {before: predicted(), e: rate(9, "p-load", "", 0), is: ErrInvalid, says: "again, hard, good or easy"},
		"undo of nothing":                {e: undo(1), is: ErrNoUndo, says: "nothing to undo"},
		"undo of nothing but looking":    {before: []Event{open(0, "story")}, e: undo(1), is: ErrNoUndo, says: "nothing to undo"},
		"undo of a prediction seen true": {before: append(predicted(), watch(5, "s-trap", 1)), e: undo(6), is: ErrNoUndo, says: "You have seen what happens"},
		"undo of a quiz": {
			before: append(won(), answer(20, "loop"), predict(21, "q-queue", Prediction{Value: "1", Number: 1})), e: undo(22), is: ErrNoUndo, says: "solution has been shown",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := cliff()
			before := apply(t, l, test.before...)
			got, err := before.Apply(l, test.e)
			if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v; want %v, saying %q", err, test.is, test.says)
			}
			if !reflect.DeepEqual(got, before) {
				t.Error("a refused event changed the state")
			}
			if why := err.Error(); why[len(why)-1] != '.' {
				t.Errorf("%q is not a sentence", why)
			}
		})
	}
}

func TestALockedStepSaysWhy(t *testing.T) {
	l := cliff()
	s := apply(t, l, predicted()[:3]...)
	if why := s.Steps[3].Why; !strings.Contains(why, "until you commit to your prediction") || !strings.Contains(why, "Three minutes later") {
		t.Errorf("the run is locked because: %q", why)
	}
	if why := s.Steps[2].Why; why != "" {
		t.Errorf("an open step is locked because: %q", why)
	}
	for _, i := range []int{-1, 8, 99} {
		if ok, why := s.CanOpen(l, i); ok || !strings.Contains(why, "no step") {
			t.Errorf("CanOpen(%d) = %v, %q", i, ok, why)
		}
	}
	s = apply(t, l, predicted()[:4]...)
	if s.Steps[3].Why != "" || s.Steps[3].Status != Open {
		t.Errorf("after the predictions the run is %v: %q", s.Steps[3].Status, s.Steps[3].Why)
	}
}

func TestAfterNamesALaterStep(t *testing.T) {
	l := &content.Lesson{Steps: []content.Step{
		{ID: "a", Kind: content.Read, After: []string{"b", "a", "gone"}},
		{ID: "b", Kind: content.Read, Title: "Bee"},
	}}
	if ok, why := New(l).CanOpen(l, 0); ok || !strings.Contains(why, "Bee") {
		t.Errorf("CanOpen = %v, %q; want a wait for Bee", ok, why)
	}
}

func TestPredictions(t *testing.T) {
	l := cliff()
	s := apply(t, l, predicted()...)
	s = applyTo(t, s, l, predict(4, "p-load", Prediction{Value: "3000/s", Number: 3000, Confidence: 50})) // changed their mind
	p := s.Steps[1].Prediction
	if p.Number != 3000 || !p.At.Equal(after(4)) || p.Hash != "h-load" || s.Steps[1].Tries != 2 || s.Steps[1].Sealed {
		t.Errorf("prediction %+v, %d tries, sealed %v", p, s.Steps[1].Tries, s.Steps[1].Sealed)
	}
	s = applyTo(t, s, l, watch(5, "s-trap", 1))
	if !s.Steps[1].Sealed || !s.Steps[2].Sealed {
		t.Error("the run was seen, and the predictions are not sealed")
	}
	// Of a quiz the first answer counts: its solution is shown at once.
	s = apply(t, l, append(won(), answer(20, "loop"), predict(21, "q-queue", Prediction{Value: "9", Number: 9}), predict(22, "q-queue", Prediction{Value: "500", Number: 500}))...)
	if q := s.Steps[6]; q.Prediction.Number != 9 || q.Tries != 2 {
		t.Errorf("quiz answer %v after %d tries, want the first of 2", q.Prediction.Number, q.Tries)
	}
}

func TestWhatSealsAPrediction(t *testing.T) {
	step := func(id string, kind content.StepKind, after ...string) content.Step {
		return content.Step{ID: id, Kind: kind, After: after, Ask: cliff().Steps[2].Ask}
	}
	compares := step("run", content.Simulate)
	compares.Simulate = &content.SimulateStep{Compare: []string{"p"}}
	p := step("p", content.Predict)
	for name, test := range map[string]struct {
		steps []content.Step
		want  bool
	}{
		"a later run":                           {[]content.Step{p, step("run", content.Simulate)}, true},
		"a later design judged":                 {[]content.Step{p, step("judged", content.Challenge)}, true},
		"an earlier run":                        {[]content.Step{step("run", content.Simulate), p}, false},
		"an earlier run which waits for it":     {[]content.Step{step("run", content.Simulate, "p"), p}, true},
		"an earlier run which compares it":      {[]content.Step{compares, p}, true},
		"an earlier reading which waits for it": {[]content.Step{step("read", content.Read, "p"), p}, false},
	} {
		l := &content.Lesson{Steps: test.steps}
		s := Fold(l, []Event{
			{Kind: Predicted, Step: "p", Prediction: &Prediction{Choice: "a"}},
			{Kind: Watched, Step: "run", Watch: &Watch{Reached: 1}},
			{Kind: Judged, Step: "judged", Judgement: &Judgement{}},
			{Kind: Finished, Step: "read"},
		})
		if ss, _ := s.Step("p"); ss.Sealed != test.want {
			t.Errorf("%s: sealed %v, want %v", name, ss.Sealed, test.want)
		}
	}
}

func TestSimulationKeepsTheFurthestRun(t *testing.T) {
	s := apply(t, cliff(), append(predicted(), watch(5, "s-trap", 240e9), watch(6, "s-trap", 10e9))...)
	if w := s.Steps[3].Watched; w.Reached != 240e9 || !w.At.Equal(after(5)) {
		t.Errorf("watched %+v", w)
	}
}

func TestChallenge(t *testing.T) {
	l := cliff()
	s := apply(t, l, append(watched(), judge(10, 0.4, false), judge(11, 0.2, false), hint(12, "c-fix", 1))...)
	if c := s.Steps[4]; c.Best.PassRate != 0.4 || c.Tries != 2 || c.Hints != 1 || c.Won() || c.Status != Open {
		t.Errorf("challenge %+v", c)
	}
	gaveUp := applyTo(t, s, l, finish(13, "c-fix"))
	if c := gaveUp.Steps[4]; c.Status != Done || !c.GaveUp || gaveUp.Steps[5].Status != Open {
		t.Errorf("given up: %v, %v; next step %v", c.Status, c.GaveUp, gaveUp.Steps[5].Status)
	}
	s = applyTo(t, gaveUp, l, judge(14, 0.96, true), judge(15, 0.99, false), judge(16, 1, true))
	if c := s.Steps[4]; c.GaveUp || !c.Won() || c.Best.PassRate != 0.96 || c.Best.Hints != 1 || len(c.Judgements) != 5 {
		t.Errorf("won after all: %+v", c)
	}
}

func TestHintsAreALadder(t *testing.T) {
	l := cliff()
	s := apply(t, l, append(watched(), judge(10, 0, false), hint(11, "c-fix", 1), hint(12, "c-fix", 2), hint(13, "c-fix", 1))...)
	if n := s.Steps[4].Hints; n != 2 {
		t.Errorf("%d hints shown, want 2: looking at the first again is not a step back", n)
	}
	s = apply(t, l, append(won(), answer(20, "loop"))...)
	if ok, why := s.CanHint(l, 5); !ok {
		t.Errorf("no hint after an answer: %s", why)
	}
	if ok, why := s.CanHint(l, 7); ok || why == "" {
		t.Errorf("a hint for a locked step (%q)", why)
	}
}

func TestClaim(t *testing.T) {
	l := cliff()
	text := "it stays down, the trigger is gone"
	first := apply(t, l, append(won(), answer(20, text, verdict("trigger-gone", "metastability", grading.Missed)))...)
	s := applyTo(t, first, l, claim(21, "trigger-gone", 15, 34))
	v := s.Steps[5].LastAnswer().Verdict.Items[0]
	if !v.Claimed || v.Level != grading.Missed || len(v.Evidence) != 1 || v.Evidence[0].Text != "the trigger is gone" {
		t.Errorf("claimed verdict %+v", v)
	}
	if first.Steps[5].LastAnswer().Verdict.Items[0].Claimed {
		t.Error("the state before was changed")
	}
	claims := Claims(map[string]State{"cliff": s})
	if len(claims) != 1 || claims[0].Question != "cache-collapse" || claims[0].Item != "trigger-gone" || claims[0].Text != "the trigger is gone" {
		t.Errorf("claims %+v", claims)
	}
	if none := Claims(map[string]State{"cliff": first}); len(none) != 0 {
		t.Errorf("nobody claimed %+v", none)
	}
}

func TestNotes(t *testing.T) {
	s := apply(t, cliff(), note(1, "story", "500/s!"), note(2, "story", "why 90 %?"))
	if n := s.Steps[0].Notes; len(n) != 2 || n[1].Text != "why 90 %?" || !n[1].At.Equal(after(2)) || s.Steps[0].Status != Open {
		t.Errorf("notes %+v", n)
	}
}

func TestUnknownKindsChangeNothing(t *testing.T) {
	l := cliff()
	before := apply(t, l, predicted()...)
	got, err := before.Apply(l, Event{At: after(9), Kind: "dreamt", Step: "s-trap", Rest: []byte(`{"of":"electric sheep"}`)})
	if err != nil || !reflect.DeepEqual(before, got) {
		t.Errorf("error %v, or the state changed", err)
	}
}

func TestEditedLessonsLoseNothing(t *testing.T) {
	log := whole()
	t.Run("a step is reworded", func(t *testing.T) {
		l := cliff()
		l.Steps[1].Hash, l.Steps[5].Hash = "h-load-2", "h-loop-2"
		s := Fold(l, log)
		for i, ss := range s.Steps {
			if ss.Status != Done || ss.Changed != (i == 1 || i == 5) {
				t.Errorf("step %s: %v, changed %v", ss.ID, ss.Status, ss.Changed)
			}
		}
		// A reworded question may be answered anew, though its run was seen.
		again := predict(30, "p-load", Prediction{Value: "3000/s", Number: 3000})
		again.Hash = "h-load-2"
		s = applyTo(t, s, l, again)
		if ss := s.Steps[1]; ss.Changed || ss.Prediction.Number != 3000 {
			t.Errorf("answered anew: changed %v, %+v", ss.Changed, ss.Prediction)
		}
		if _, err := s.Apply(l, again); !errors.Is(err, ErrSealed) {
			t.Errorf("and once more: %v, want ErrSealed", err)
		}
	})
	t.Run("a step is added", func(t *testing.T) {
		l := cliff()
		l.Steps = append([]content.Step{{ID: "new", Kind: content.Read, Title: "New", Hash: "h-new"}}, l.Steps...)
		s := Fold(l, log)
		if got := statuses(s); got != "odddddddd*" || !s.Finished.IsZero() {
			t.Errorf("%s, finished %v", got, s.Finished)
		}
	})
	t.Run("a step is added, half way through", func(t *testing.T) {
		l := cliff()
		l.Steps = append([]content.Step{{ID: "new", Kind: content.Read, Title: "New", Hash: "h-new"}}, l.Steps...)
		s := Fold(l, append(watched(), open(7, "c-fix")))
		if i := s.Resume(l); l.Steps[i].ID != "new" {
			t.Errorf("goes on at %s, want new: %s is locked", l.Steps[i].ID, l.Steps[s.Current].ID)
		}
	})
	t.Run("a step is removed", func(t *testing.T) {
		l := cliff()
		l.Steps = append(l.Steps[:1:1], l.Steps[2:]...)
		s := Fold(l, log)
		if got := statuses(s); got != "ddddddd*" || !s.Finished.Equal(after(22)) {
			t.Errorf("%s, finished %v", got, s.Finished)
		}
	})
	t.Run("a step becomes another kind", func(t *testing.T) {
		l := cliff()
		l.Steps[1] = content.Step{ID: "p-load", Kind: content.Read, Hash: "h-load-2"}
		if got := statuses(Fold(l, log)); got != "dodddddd*" {
			t.Errorf("%s", got)
		}
	})
	t.Run("steps are moved", func(t *testing.T) {
		l := cliff()
		l.Steps[1], l.Steps[2] = l.Steps[2], l.Steps[1]
		s := Fold(l, log)
		if p, _ := s.Step("p-load"); s.DoneSteps() != 8 || p.Prediction.Number != 300 {
			t.Errorf("%d done, %+v", s.DoneSteps(), p.Prediction)
		}
	})
}

func TestTimeComesFromEvents(t *testing.T) {
	s := New(cliff())
	if !s.Started.Equal(time.Time{}) {
		t.Errorf("a new state was started at %v", s.Started)
	}
	if _, ok := s.Step("gone"); ok {
		t.Error("found a step that is not there")
	}
	if s.Steps[5].LastAnswer() != nil {
		t.Error("a last answer before the first")
	}
}
