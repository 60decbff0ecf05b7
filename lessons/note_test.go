package lessons

import (
	"testing"
	"time"
)

func TestNotesAreEdited(t *testing.T) {
	l := cliff()
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	step := l.Steps[0]
	note := func(minute int, text string, edits time.Time) Event {
		return Event{At: at.Add(time.Duration(minute) * time.Minute), Kind: Noted, Step: step.ID, Hash: step.Hash, Note: &Note{Text: text, Edits: edits}}
	}
	texts := func(s State) []string {
		var out []string
		for _, n := range s.Steps[0].Notes {
			out = append(out, n.Text)
		}
		return out
	}
	for _, tc := range []struct {
		name   string
		events []Event
		want   []string
	}{
		{"one", []Event{note(0, "a", time.Time{})}, []string{"a"}},
		{"edited", []Event{note(0, "a", time.Time{}), note(1, "b", at)}, []string{"b"}},
		{"edited twice", []Event{note(0, "a", time.Time{}), note(1, "b", at), note(2, "c", at)}, []string{"c"}},
		{"taken away", []Event{note(0, "a", time.Time{}), note(1, " ", at)}, nil},
		{"another one stays", []Event{note(0, "a", time.Time{}), note(1, "b", time.Time{}), note(2, "", at)}, []string{"b"}},
		{"the edit of one that is not here", []Event{note(1, "b", at)}, []string{"b"}},
		{"and then it is edited again", []Event{note(1, "b", at), note(2, "c", at)}, []string{"c"}},
		{"an edit is taken back", []Event{note(0, "a", time.Time{}), note(1, "b", at), {At: at.Add(time.Hour), Kind: Undone}}, []string{"a"}},
	} {
		s := Fold(l, tc.events)
		got := texts(s)
		if len(got) != len(tc.want) || len(got) > 0 && got[0] != tc.want[0] {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	if _, err := New(l).Apply(l, note(0, "", time.Time{})); err == nil {
		t.Error("an empty note was taken")
	}
}
