//go:build !windows

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"sysprep/lessons"
	"sysprep/store"
)

// killed is the panic by which a walk ends when its program is killed.
type killed struct{}

// victim is a learner whose program is killed when the fuse has burnt down: each key,
// and each answer that the screen has shown as recorded, burns a bit of it.
type victim struct {
	*learner
	fuse  int
	acks  []string // what the screen has shown as recorded, in order
	typed string   // of the explanation, since the program was started
	saved string   // as much of it as the screen has called saved
}

func (v *victim) burn() {
	if v.fuse--; v.fuse <= 0 {
		v.Kill()
		panic(killed{})
	}
}

func (v *victim) hands() hands {
	return hands{
		press: func(keys ...string) {
			for _, k := range keys {
				v.Press(k)
				v.burn()
			}
		},
		types: v.types,
		acked: func(kind lessons.Kind, step string) {
			v.acks = append(v.acks, fmt.Sprint(kind, " ", step))
			v.burn()
		},
	}
}

// types types in bursts. Of an explanation it waits after each burst until the screen
// says that the draft is saved; each letter and each saved burst burns the fuse.
func (v *victim) types(text string) {
	step := v.lesson().Steps[v.stepOn(v.Text())]
	if step.Explain == nil {
		for _, c := range text {
			v.Type(string(c))
			v.burn()
		}
		return
	}
	v.typed = v.draft(step.ID) // what was there when the program was started
	v.saved = v.typed
	for text != "" {
		burst := text[:min(len(text), 24)]
		text = text[len(burst):]
		for _, word := range strings.SplitAfter(burst, " ") {
			v.Type(word)
			v.typed += word
			v.burn()
		}
		words := len(strings.Fields(v.typed))
		v.Sees(fmt.Sprintf("%d words · draft saved", words))
		v.saved = v.typed
		v.burn()
	}
}

// live goes on with the lesson until the program is killed. It returns true if the
// lesson was over before that.
func (v *victim) live() (finished bool) {
	defer func() {
		switch p := recover(); p.(type) {
		case nil, killed:
		default:
			panic(p)
		}
	}()
	v.typed, v.saved = "", ""
	v.open("learn", v.lesson().ID)
	v.walk(v.hands(), len(v.lesson().Steps))
	v.Kill()
	return true
}

// TestKill kills the real program at a hundred points of a lesson, chosen at random:
// every answer that the screen had shown as recorded is on disk, and of what was typed
// everything that the screen had called saved.
func TestKill(t *testing.T) {
	kills, luck := 100, rand.New(rand.NewPCG(9, 9))
	if testing.Short() {
		kills = 10
	}
	v := &victim{learner: newLearner(t, smallPack)}
	var before []store.Event
	draftsSeen := 0
	for i := range kills {
		v.fuse = 1 + luck.IntN(12)
		finished := v.live()
		events, state := v.kept()
		checkLog(t, i, before, events)
		checkAcks(t, i, v.acks, events)
		if v.saved != "" && state.Steps[len(state.Steps)-2].LastAnswer() == nil {
			draftsSeen++
			v.checkDraft(i)
		}
		before = events
		if finished || !state.Finished.IsZero() {
			if finished && state.Finished.IsZero() {
				t.Errorf("kill %d: the lesson was over on the screen, and is not on disk", i)
			}
			v.learner, v.acks, before = newLearner(t, smallPack), nil, nil
		}
		if t.Failed() {
			return
		}
	}
	if !testing.Short() && draftsSeen < 5 {
		t.Errorf("only %d kills were in the midst of a text", draftsSeen)
	}
}

// checkLog says that nothing of what was on disk before is gone or changed.
func checkLog(t *testing.T, kill int, before, after []store.Event) {
	t.Helper()
	if len(after) < len(before) {
		t.Fatalf("kill %d: %d of %d events are left", kill, len(after), len(before))
	}
	for i := range before {
		if before[i].ID != after[i].ID || string(before[i].Data) != string(after[i].Data) {
			t.Errorf("kill %d: event %d was %+v, and is %+v", kill, i, before[i], after[i])
		}
	}
}

// checkAcks says that what the screen had shown as recorded is on disk.
func checkAcks(t *testing.T, kill int, acks []string, events []store.Event) {
	t.Helper()
	kept := map[string]bool{}
	for _, e := range events {
		kept[strings.TrimPrefix(e.Kind, "lesson.")+" "+e.Step] = true
	}
	for _, a := range acks {
		if !kept[a] {
			t.Errorf("kill %d: %q was shown as recorded, and is lost", kill, a)
		}
	}
}

// checkDraft says that the draft on disk is how the text begins, and has all of it that
// was called saved.
func (v *victim) checkDraft(kill int) {
	v.t.Helper()
	kept := v.draft(v.lesson().Steps[len(v.lesson().Steps)-2].ID)
	if !strings.HasPrefix(v.typed, kept) || !strings.HasPrefix(kept, v.saved) {
		v.t.Errorf("kill %d: the draft on disk is\n%q; typed was\n%q, and called saved\n%q", kill, kept, v.typed, v.saved)
	}
}
