//go:build !windows

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/tuitest"
)

// TestTutorWholeLesson plays a lesson in the real program, from home to home.
func TestTutorWholeLesson(t *testing.T) {
	l := newLearner(t, smallPack)
	l.fromHome()
	l.walk(l.bareHands(), len(l.lesson().Steps))
	l.Sees("the way", l.onMap("●"))
	l.quits()
	events, state := l.kept()
	if state.Finished.IsZero() || state.DoneSteps() != len(l.lesson().Steps) {
		t.Errorf("the file says that %d of %d steps are done, and finished %v", state.DoneSteps(), len(l.lesson().Steps), state.Finished)
	}
	for _, s := range l.lesson().Steps {
		if d := l.draft(s.ID); s.Explain != nil && d != "" {
			t.Errorf("step %s: the draft %q is left", s.ID, d)
		}
	}
	if len(events) < 2*len(l.lesson().Steps)-2 {
		t.Errorf("the file has only %d events", len(events))
	}
}

// TestTutorCoreLesson plays the lesson about the cache of the built-in pack, up to the recovery by hand: whoever
// drives that watches a run, which is for people.
func TestTutorCoreLesson(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole lesson of the small pack is the one for -short")
	}
	l := newLearner(t, "")
	l.fromHome()
	to := slices.IndexFunc(l.lesson().Steps, func(s content.Step) bool { return s.Challenge != nil && s.Challenge.Drive != nil })
	if to < 5 {
		t.Fatalf("the recovery by hand is step %d", to)
	}
	l.walk(l.bareHands(), to)
	l.quits()
	if _, state := l.kept(); state.DoneSteps() != to {
		t.Errorf("the file says that %d of %d steps are done", state.DoneSteps(), to)
	}
}

// fromHome starts the program for the first time, and opens the lesson.
func (l *learner) fromHome() {
	l.t.Helper()
	l.open()
	l.Sees("Welcome to sysprep", "1 of 5")
	l.Press("enter", "esc") // a look at the tour is enough
	l.Sees("the way", l.onMap(""))
	if !l.Mode(1049) {
		l.t.Error("the tutor is not on the other screen")
	}
	for range l.place() {
		l.Press("down")
	}
	l.Press("enter")
}

// TestTutorQuitAndResume leaves in the midst of an explanation, and comes back to the
// very step and text: by esc and q, by ctrl+c, and from each way in.
func TestTutorQuitAndResume(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole lesson is the one for -short")
	}
	l := newLearner(t, smallPack)
	l.open("learn", "cliff")
	say := len(l.lesson().Steps) - 2
	l.walk(l.bareHands(), say)
	half := explanation[:40]
	l.Type(half)
	l.Sees(half, "draft saved")
	l.quits()

	l.open()
	l.Sees("Go on", fmt.Sprintf("step %d of %d, explain", say+1, say+2))
	l.Press("enter")
	l.at(say)
	l.Sees(half, "draft saved")
	l.Type(explanation[40:60])
	l.Press("esc") // which saves at once
	l.Sees("the way")
	l.Press("q")
	if code := l.Ended(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if got := l.draft(l.lesson().Steps[say].ID); got != explanation[:60] {
		t.Errorf("the draft is %q, want %q", got, explanation[:60])
	}

	l.open("learn")
	l.at(say)
	l.Sees(explanation[:60])
	l.walk(l.bareHands(), len(l.lesson().Steps))
	l.quits()
	if _, state := l.kept(); state.Finished.IsZero() {
		t.Error("the lesson is not finished")
	} else if got, _ := state.Step(l.lesson().Steps[say].ID); got.LastAnswer() == nil || got.LastAnswer().Text != explanation {
		t.Errorf("the answer is %+v, want %q", got.LastAnswer(), explanation)
	}
}

// TestTutorResizeStorm changes the size of the terminal again and again while a
// simulation runs: each time the whole screen is drawn anew, or it is said that the
// terminal is too small.
func TestTutorResizeStorm(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole lesson is the one for -short")
	}
	l := newLearner(t, smallPack)
	l.open("learn", "cliff")
	l.walk(l.bareHands(), 3)
	l.Sees("▶")
	luck := rand.New(rand.NewPCG(1, 2))
	drawn := func(w int) func(string) bool {
		return func(s string) bool {
			lines := strings.Split(s, "\n")
			return len(lines) > 2 && lines[1] == strings.Repeat("─", w) && heading(s) == "Watch it" && strings.Contains(s, "goodput")
		}
	}
	for i := range 60 {
		w, h := 60+luck.IntN(61), 20+luck.IntN(21)
		switch i % 6 {
		case 0:
			w, h = 60, 20
		case 2:
			w = 40 + luck.IntN(20)
		case 4:
			h = 8 + luck.IntN(12)
		}
		l.Resize(w, h)
		if w < 60 || h < 20 {
			l.Sees(fmt.Sprintf("it is %dx%d now", w, h), "60x20")
			continue
		}
		l.Until(fmt.Sprintf("the run at %dx%d", w, h), drawn(w))
	}
	for range 20 { // without waiting for anything
		l.Resize(40+luck.IntN(80), 10+luck.IntN(40))
	}
	l.Resize(80, 24)
	l.Until("the run at 80x24", drawn(80))
	l.Press("end")
	l.Until("the end", func(s string) bool { return strings.Contains(s, "2:00 ■") && tuitest.Shows(s, "space") })
	l.quits()
	if _, state := l.kept(); state.Steps[3].Watched == nil || state.Steps[3].Status == lessons.Locked {
		t.Error("the run that was watched is not in the file")
	}
}
