package lessons

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/open-spaced-repetition/go-fsrs/v3"
	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/scenarios"
	"sysprep/store"
)

// anyLesson is a lesson with any steps in any order, which may wait for any others.
func anyLesson() *rapid.Generator[*content.Lesson] {
	return rapid.Custom(func(t *rapid.T) *content.Lesson {
		l := &content.Lesson{ID: "any"}
		for i := range rapid.IntRange(0, 6).Draw(t, "steps") {
			model := rapid.SampledFrom(cliff().Steps).Draw(t, "step")
			model.ID = fmt.Sprint("s", i)
			model.After = rapid.SliceOfN(anyStep(), 0, 2).Draw(t, "after")
			l.Steps = append(l.Steps, model)
		}
		return l
	})
}

func anyStep() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"s0", "s1", "s2", "s3", "s4", "s5", "s6", ""})
}

// anyEvent is an event that a screen, another version or a damaged file may give:
// payloads may be missing, of another kind, or out of bounds.
func anyEvent() *rapid.Generator[Event] {
	kinds := []Kind{Opened, Finished, Predicted, Watched, Judged, Hinted, Answered, Claimed, Noted, Reviewed, Unrated, Undone, "dreamt", ""}
	hashes := []string{"", "h-load", "h-recovers", "h-loop", "h-queue", "h-old"}
	return rapid.Custom(func(t *rapid.T) Event {
		e := Event{
			Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Step: anyStep().Draw(t, "step"), Hash: rapid.SampledFrom(hashes).Draw(t, "hash"),
			At: after(rapid.IntRange(-9999, 9999).Draw(t, "at")),
		}
		number := rapid.IntRange(-1, 4)
		if !rapid.Bool().Draw(t, "payload") && rapid.Bool().Draw(t, "really none") {
			return e
		}
		item := rapid.SampledFrom([]string{"x", "y", ""})
		e.Prediction = &Prediction{
			Choice: rapid.SampledFrom([]string{"a", "c", "z", ""}).Draw(t, "choice"), Value: rapid.SampledFrom([]string{"v", ""}).Draw(t, "value"),
			Number:     rapid.SampledFrom([]float64{0, 300, 500, 3000, -1, math.NaN(), math.Inf(1)}).Draw(t, "number"),
			Confidence: rapid.IntRange(-1, 101).Draw(t, "confidence"),
		}
		e.Watch = &Watch{Reached: scenarios.Duration(number.Draw(t, "reached"))}
		e.Judgement = &Judgement{PassRate: rapid.Float64Range(0, 1).Draw(t, "rate"), Won: rapid.Bool().Draw(t, "won")}
		e.Hint = &Hint{N: number.Draw(t, "n")}
		e.Answer = &Answer{Text: rapid.SampledFrom([]string{"some words", "", "é"}).Draw(t, "text")}
		for range rapid.IntRange(0, 2).Draw(t, "items") {
			e.Answer.Verdict.Items = append(e.Answer.Verdict.Items, grading.ItemVerdict{
				ID: item.Draw(t, "item"), Level: grading.Level(rapid.IntRange(0, 3).Draw(t, "level")), Wrong: rapid.Bool().Draw(t, "wrong"),
			})
		}
		e.Claim = &Claim{Item: item.Draw(t, "claimed"), Start: number.Draw(t, "start"), End: number.Draw(t, "end")}
		e.Note = &Note{Text: rapid.SampledFrom([]string{"note", ""}).Draw(t, "note")}
		e.Review = &Rating{Item: item.Draw(t, "rated"), Grade: Grade(rapid.IntRange(-1, 5).Draw(t, "grade"))}
		return e
	})
}

// makeSense turns the event into one that a learner may well bring about now.
func makeSense(t *rapid.T, l *content.Lesson, s State, e *Event) {
	if len(l.Steps) == 0 {
		return
	}
	i, ok := s.Next(l)
	if !ok || rapid.IntRange(0, 3).Draw(t, "elsewhere") == 0 {
		i = rapid.IntRange(0, len(l.Steps)-1).Draw(t, "where")
	}
	step := &l.Steps[i]
	e.Step, e.Hash = step.ID, step.Hash
	kinds := []Kind{Opened, Noted, Undone}
	for kind, steps := range serves {
		if slices.Contains(steps, step.Kind) {
			kinds = append(kinds, kind, kind, kind)
		}
	}
	slices.Sort(kinds) // a map comes in no order
	e.Kind = rapid.SampledFrom(kinds).Draw(t, "sensible kind")
	e.Prediction = &Prediction{Choice: "a", Value: "v", Number: rapid.SampledFrom([]float64{300, 500, 3000}).Draw(t, "sensible number"), Confidence: 70}
	e.Watch, e.Judgement = &Watch{Reached: 9}, &Judgement{PassRate: 0.5, Won: rapid.Bool().Draw(t, "wins")}
	e.Hint, e.Note, e.Review = &Hint{N: 1}, &Note{Text: "n"}, &Rating{Item: "x", Grade: Good}
	if notes := s.Steps[i].Notes; len(notes) > 0 && rapid.Bool().Draw(t, "edits a note") {
		e.Note = &Note{Text: rapid.SampledFrom([]string{"other", ""}).Draw(t, "other note"), Edits: rapid.SampledFrom(notes).Draw(t, "which note").At}
	}
	e.Answer = &Answer{Text: "words", Verdict: grading.Verdict{Items: []grading.ItemVerdict{{ID: "x", Level: grading.Named}}}}
	e.Claim = &Claim{Item: "x", Start: 0, End: 3}
}

func TestAnyEvents(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		l := anyLesson().Draw(t, "lesson")
		pack := &content.Pack{Manifest: content.Manifest{ID: "p"}, Lessons: []*content.Lesson{l}}
		s := New(l)
		var took []Event
		for range rapid.IntRange(0, 40).Draw(t, "events") {
			e := anyEvent().Draw(t, "event")
			if rapid.IntRange(0, 3).Draw(t, "sense") > 0 {
				makeSense(t, l, s, &e)
			}
			before := print(s)
			next, err := s.Apply(l, e)
			if got := print(s); got != before {
				t.Fatalf("%s changed the state it was applied to:\n%s\n%s", e.Kind, before, got)
			}
			if err != nil {
				if print(next) != before {
					t.Fatalf("a refused %s changed the state", e.Kind)
				}
				continue
			}
			checkUndo(t, l, s, next, e)
			after := print(next)
			other := anyEvent().Draw(t, "another event")
			makeSense(t, l, s, &other)
			if _, err := s.Apply(l, other); err == nil && print(next) != after {
				t.Fatalf("%s: another event applied to the same state changed its result", e.Kind)
			}
			s = next
			took = append(took, e)
			accepted++
		}
		checkSteps(t, l, s)
		checkUnrated(t, l, pack, s)
		if folded := Fold(l, took); print(folded) != print(s) {
			t.Fatalf("the fold differs from applying:\n%s\n%s", print(folded), print(s))
		}
		at := rapid.IntRange(0, len(took)).Draw(t, "split")
		if extended := Fold(l, took[:at]).Extend(l, took[at:]); print(extended) != print(s) {
			t.Fatal("folding in two parts differs from folding at once")
		}
		checkPlan(t, l, pack, Fold(l, took[:at]), s)
		checkCodec(t, l, pack, took)
		checkSummary(t, l, pack, s)
		s.Debrief("p", l)
		Mastery(pack, map[string]State{l.ID: s})
		s.Next(l)
		s.Resume(l)
		other := anyLesson().Draw(t, "the lesson after an edit")
		checkSteps(t, other, Fold(other, took))
	})
	if accepted < 50 { // far below what any luck gives, even with -short
		t.Errorf("only %d events were accepted in all: this test sees too little", accepted)
	}
}

// checkPlan: cards that go on from those of any other state are those worked out anew.
func checkPlan(t *rapid.T, l *content.Lesson, pack *content.Pack, before, after State) {
	goals := Goals{Retention: rapid.SampledFrom([]float64{0, 0.8, UsualRetention}).Draw(t, "retention")}
	want := Cards(pack, l, after, Goals{})
	if got := CardsAfter(pack, l, after, Goals{}, Cards(pack, l, before, goals)); !reflect.DeepEqual(got, want) {
		t.Fatalf("cards gone on with:\n%+v\nanew:\n%+v", got, want)
	}
}

// checkUndo: what can be taken back leaves no trace but the time.
func checkUndo(t *rapid.T, l *content.Lesson, before, after State, e Event) {
	if len(after.undo) <= len(before.undo) {
		return
	}
	if _, ok, _ := after.CanUndo(l); !ok {
		return // a quiz: its solution is shown
	}
	undone, err := after.Apply(l, Event{Kind: Undone, At: e.At})
	if err != nil {
		t.Fatalf("%s can be undone, and can't: %v", e.Kind, err)
	}
	undone.Touched, undone.Started = before.Touched, before.Started
	if print(undone) != print(before) {
		t.Fatalf("after %s and undo:\n%s\nbefore:\n%s", e.Kind, print(undone), print(before))
	}
}

// checkUnrated: a rating that is taken back leaves no trace.
func checkUnrated(t *rapid.T, l *content.Lesson, pack *content.Pack, s State) {
	plans := func(s State) []Review { return Schedule(pack, map[string]State{l.ID: s}, Goals{}) }
	for _, r := range plans(s) {
		c, ok := CardOf(pack, map[string]State{l.ID: s}, r)
		if !ok || c.Step.Kind == content.Read {
			continue
		}
		rated, err := s.Apply(l, c.Rate(r, Good))
		if err != nil {
			t.Fatalf("a card of the schedule can't be rated: %v", err)
		}
		back, err := rated.Apply(l, c.Unrate(r))
		if err != nil || show(back) != show(s) || !reflect.DeepEqual(plans(back), plans(s)) {
			t.Fatalf("rated and taken back (%v):\n%s\nbefore:\n%s", err, show(back), show(s))
		}
	}
}

// checkSteps: a step is locked exactly if it can't be opened, and then says why.
func checkSteps(t *rapid.T, l *content.Lesson, s State) {
	if len(s.Steps) != len(l.Steps) {
		t.Fatalf("%d steps for %d", len(s.Steps), len(l.Steps))
	}
	for i, ss := range s.Steps {
		can, why := s.CanOpen(l, i)
		if can == (ss.Status == Locked) || why != ss.Why || can != (why == "") {
			t.Fatalf("step %d is %v (%q), and CanOpen says %v (%q)", i, ss.Status, ss.Why, can, why)
		}
	}
	if s.Finished.IsZero() != (s.DoneSteps() < len(s.Steps) || len(s.Steps) == 0) {
		t.Fatalf("finished %v with %d of %d steps done", s.Finished, s.DoneSteps(), len(s.Steps))
	}
}

// checkCodec: what went through the store adds up to the same, in the order of time.
func checkCodec(t *rapid.T, l *content.Lesson, pack *content.Pack, took []Event) {
	took = slices.Clone(took)
	slices.SortStableFunc(took, func(a, b Event) int { return a.At.Compare(b.At) })
	want := Fold(l, took)
	var log []store.Event
	for _, e := range took {
		stored, err := Record("p", l.ID, e)
		if err != nil {
			if e.Kind != "" {
				t.Fatalf("an accepted %s can't be recorded: %v", e.Kind, err)
			}
			continue
		}
		log = append(log, stored)
	}
	got := States(pack, log)[l.ID]
	if a, b := Schedule(pack, map[string]State{l.ID: got}, Goals{}), Schedule(pack, map[string]State{l.ID: want}, Goals{}); !reflect.DeepEqual(a, b) {
		t.Fatalf("the store changed the schedule:\n%+v\n%+v", a, b)
	}
	if show(got) != show(want) {
		t.Fatalf("the store changed the state:\n%s\n%s", show(got), show(want))
	}
}

// checkSummary: the first screen shows the same from a summary.
func checkSummary(t *rapid.T, l *content.Lesson, pack *content.Pack, s State) {
	states := map[string]State{l.ID: s}
	whole := Summary{States: states, Cards: map[string][]Review{l.ID: Cards(pack, l, s, Goals{})}}
	data, err := whole.Encode(pack)
	if err != nil {
		t.Fatal(err)
	}
	short, err := DecodeSummary(pack, data)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := short.Encode(pack); err != nil || !bytes.Equal(again, data) {
		t.Fatalf("a summary of the summary is another one (%v):\n%s\n%s", err, data, again)
	}
	if a, b := Mastery(pack, states), Mastery(pack, short.States); !reflect.DeepEqual(a, b) {
		t.Fatalf("mastery %+v, by the summary %+v", a, b)
	}
	glance := func(s State) string {
		text := fmt.Sprint(s.Lesson, s.Current, s.Started, s.Finished, s.Touched)
		for _, ss := range s.Steps {
			text += fmt.Sprintln(ss.ID, ss.Status, ss.Why, ss.Changed, ss.Tries, ss.Hints, ss.GaveUp, ss.Won())
			if a := ss.LastAnswer(); a != nil {
				for _, v := range a.Verdict.Items {
					text += fmt.Sprintln(a.At, a.Verdict.Question, v.ID, v.Level, v.Wrong, v.Claimed)
				}
			}
		}
		return text
	}
	if a, b := glance(s), glance(short.States[l.ID]); a != b {
		t.Fatalf("the state:\n%s\nby the summary:\n%s", a, b)
	}
	if len(short.Cards[l.ID]) != len(whole.Cards[l.ID]) {
		t.Fatalf("%d reviews, by the summary %d", len(whole.Cards[l.ID]), len(short.Cards[l.ID]))
	}
	for i, r := range whole.Cards[l.ID] {
		a, b := r, short.Cards[l.ID][i]
		later := r.Last.AddDate(0, 0, 9)
		if recall := b.RecallAt(later); recall != a.RecallAt(later) {
			t.Fatalf("recall of %s is %v, by the summary %v", a.Key, a.RecallAt(later), recall)
		}
		a.memory, b.memory, a.trail, b.trail = fsrs.Card{}, fsrs.Card{}, trail{}, trail{}
		if fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) {
			t.Fatalf("review %+v, by the summary %+v", a, b)
		}
	}
}

// show writes all that a screen can see of a state; print, what undo needs as well.
func show(s State) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func print(s State) string {
	text := show(s) + fmt.Sprint(s.undo)
	for _, ss := range s.Steps {
		for _, e := range ss.acts {
			payload, err := json.Marshal(e.payload(false))
			if err != nil {
				panic(err)
			}
			text += fmt.Sprint(e.At, e.Kind, e.Step, e.Hash, string(payload))
		}
		for _, a := range ss.Answers {
			text += fmt.Sprint(a.At, a.Hash)
		}
		for _, r := range ss.Reviews {
			text += fmt.Sprint(r.At)
		}
	}
	return text
}
