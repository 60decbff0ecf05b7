package lessons

import (
	"testing"

	"sysprep/content"
	"sysprep/grading"
)

// From one state two futures may go on, as when a screen tries an event before it is
// saved: what is added to one must not show in the other, whatever room slices have left.
func TestStatesBranch(t *testing.T) {
	l := cliff()
	room := make([]grading.Span, 0, 8)
	item := verdict("x", "scale", grading.Missed)
	item.Evidence = room
	s := apply(t, l, append(won(), answer(20, "some words", item))...)
	for n := range 11 { // so that every list has room for more, at one of these lengths
		s = applyTo(t, s, l, note(30+n, "story", "before"))
		a := applyTo(t, s, l, note(50, "story", "a"), claim(50, "x", 0, 4))
		b := applyTo(t, s, l, note(51, "story", "b"), claim(51, "x", 5, 10))
		c := s.Extend(l, []Event{undo(52), note(53, "p-load", "c")})
		for want, future := range map[string]State{"a": a, "b": b} {
			last := future.Steps[0].Notes[len(future.Steps[0].Notes)-1].Text
			e, ok, _ := applyTo(t, future, l, undo(60)).CanUndo(l)
			if last != want || !ok || e.Note == nil || e.Note.Text != want {
				t.Fatalf("%d notes on, future %s ends in %q, and would undo %+v", n, want, last, e.Note)
			}
		}
		if got := a.Steps[5].LastAnswer().Verdict.Items[0].Evidence[0].Text; got != "some" {
			t.Fatalf("future a claims %q, want some", got)
		}
		if e, _, _ := s.CanUndo(l); e.Step != "story" {
			t.Fatalf("%d notes on, the past would undo an act of %q, which happened in a future", n, e.Step)
		}
		if e, _, _ := c.CanUndo(l); e.Step != "p-load" {
			t.Fatalf("future c would undo an act of %q", e.Step)
		}
	}
}

func TestALessonWithoutStepsIsHarmless(t *testing.T) {
	l := &content.Lesson{ID: "empty"}
	s := New(l)
	if _, ok := s.Next(l); ok || s.Resume(l) != 0 || !s.Finished.IsZero() {
		t.Errorf("an empty lesson goes on at %d, finished %v", s.Resume(l), s.Finished)
	}
}
