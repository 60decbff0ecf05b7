package lessons

import (
	"errors"
	"reflect"
	"testing"
)

func TestUndo(t *testing.T) {
	l := cliff()
	for name, test := range map[string]struct {
		before []Event
		act    Event
	}{
		"finished":         {nil, finish(1, "story")},
		"from afar":        {append(predicted(), open(9, "p-load")), note(10, "story", "hm")},
		"predicted":        {predicted()[:2], predict(2, "p-load", Prediction{Value: "1", Number: 1})},
		"predicted anew":   {predicted(), predict(4, "p-load", Prediction{Value: "1", Number: 1})},
		"answered":         {won(), answer(20, "loop")},
		"answered anew":    {append(won(), answer(20, "loop")), answer(21, "a better loop")},
		"claimed":          {append(won(), answer(20, "loop", verdict("x", "scale", 0))), claim(21, "x", 0, 4)},
		"noted":            {predicted(), note(4, "story", "hm")},
		"gave up":          {append(watched(), judge(7, 0, false)), finish(8, "c-fix")},
		"the whole lesson": {whole()[:len(whole())-1], finish(22, "end")},
	} {
		t.Run(name, func(t *testing.T) {
			before := apply(t, l, test.before...)
			acted := applyTo(t, before, l, test.act)
			if e, ok, why := acted.CanUndo(l); !ok || e.Kind != test.act.Kind {
				t.Fatalf("CanUndo = %v, %v, %q", e.Kind, ok, why)
			}
			undone := applyTo(t, acted, l, undo(99))
			undone.Touched = before.Touched
			if test.before == nil {
				undone.Started = before.Started // the lesson was begun, even so
			}
			if !same(before, undone) {
				t.Errorf("not as before:\n before %+v\n undone %+v", before, undone)
			}
		})
	}
}

// same compares states as a reader sees them: an empty list is no list.
func same(a, b State) bool { return reflect.DeepEqual(plain(a), plain(b)) }

func plain(s State) State {
	s.undo = append([]act{}, s.undo...)
	steps := make([]StepState, len(s.Steps))
	for i, ss := range s.Steps {
		ss.Judgements = append([]Judgement{}, ss.Judgements...)
		ss.Answers = append([]Answer{}, ss.Answers...)
		ss.Notes = append([]Note{}, ss.Notes...)
		ss.Reviews = append([]Rating{}, ss.Reviews...)
		ss.acts = append([]Event{}, ss.acts...)
		steps[i] = ss
	}
	s.Steps = steps
	return s
}

func TestUndoKeepsWhatWasSeenSince(t *testing.T) {
	l := cliff()
	// The second answer is taken back; the hint after it was seen, and stays so.
	s := apply(t, l, append(won(), answer(20, "one"), answer(21, "two"), hint(22, "e-loop", 1), open(23, "story"), undo(24))...)
	if e := s.Steps[5]; len(e.Answers) != 1 || e.Answers[0].Text != "one" || e.Hints != 1 || e.Status != Done {
		t.Errorf("explain step %+v", e)
	}
	if s.Current != 5 {
		t.Errorf("current step %d, want 5: where the undone act was", s.Current)
	}
	// Taking back the reading locks what is not done, and keeps what is.
	s = apply(t, l, finish(1, "story"), predict(2, "p-load", Prediction{Value: "1", Number: 1}), undo(3), undo(4))
	if got := statuses(s); got != "o*-------" {
		t.Errorf("after two undos %s", got)
	}
	if _, err := s.Apply(l, undo(5)); !errors.Is(err, ErrNoUndo) {
		t.Errorf("a third undo: %v", err)
	}
}

func TestUndoOfTheEndTakesFinishedBack(t *testing.T) {
	s := apply(t, cliff(), append(whole(), undo(30))...)
	if !s.Finished.IsZero() || s.Steps[7].Status != Open {
		t.Errorf("finished %v, last step %v", s.Finished, s.Steps[7].Status)
	}
}
