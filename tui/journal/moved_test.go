package journal

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
	"sysprep/store/sqlite"
)

// mine is a version of a pack: lesson "walk" with steps, and another lesson for what leaves it.
func mine(moved map[string]string, retired []string, lesson string, steps ...string) *content.Pack {
	l := &content.Lesson{ID: lesson}
	for _, id := range steps {
		l.Steps = append(l.Steps, content.Step{ID: id, Kind: content.Quiz, Hash: id[:1], Ask: &content.Ask{Answer: "y", Choices: []content.Choice{{ID: "y"}, {ID: "n"}}}})
	}
	return &content.Pack{Manifest: content.Manifest{ID: "me/mine", Moved: moved, Retired: retired}, Lessons: []*content.Lesson{l}}
}

// A learner answers three questions. The next version calls lesson and question otherwise, and retires one: on the same
// database the answers count, the draft is there, and so is what another machine adds that still has the old version.
func TestAnUpdateKeepsProgress(t *testing.T) {
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "progress.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	answer := func(j *Journal, step, choice string) {
		t.Helper()
		if _, err := j.Record(t.Context(), j.Pack.Lessons[0], lessons.Event{Kind: lessons.Predicted, Step: step, Hash: step[:1], Prediction: &lessons.Prediction{Choice: choice}}); err != nil {
			t.Fatal(err)
		}
	}
	old := mine(nil, nil, "walk", "a", "b", "c", "d")
	before := mustStart(t, st, old)
	answer(before, "a", "y")
	answer(before, "b", "n")
	answer(before, "c", "n")
	if err := before.SaveDraft(t.Context(), before.DraftKey("walk", "d"), "half a thou"); err != nil {
		t.Fatal(err)
	}
	if err := before.SaveDraft(t.Context(), before.DraftKey("walk", "a")+"#note", "look again"); err != nil {
		t.Fatal(err)
	}
	if err := before.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}

	next := mine(map[string]string{"walk": "run", "run/b": "run/b-2", "walk/d": "run/d-2"}, []string{"walk/c"}, "run", "a", "b-2", "d-2")
	after := mustStart(t, st, next)
	check := func(when string, done int, due ...string) {
		t.Helper()
		s := after.State("run")
		if s.DoneSteps() != done || s.Steps[1].Prediction == nil || s.Steps[1].Prediction.Choice != "n" || s.Steps[1].Changed {
			t.Errorf("%s: %+v", when, s.Steps)
		}
		var keys []string
		for _, r := range after.Reviews() {
			keys = append(keys, r.Key)
		}
		if len(keys) != len(due) || keys[0] != due[0] {
			t.Errorf("%s: reviews are %v, want %v", when, keys, due)
		}
	}
	check("after the update", 2, "me/mine/run/b-2")
	for key, want := range map[string]string{"me/mine/run/d-2": "half a thou", "me/mine/run/a#note": "look again"} {
		if text, err := after.Draft(t.Context(), key); err != nil || text != want {
			t.Errorf("the draft %s is %q (%v)", key, text, err)
		}
	}
	if _, err := st.Draft(t.Context(), "me/mine/walk/d"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the old draft is still there: %v", err)
	}

	// The other machine answers the last question, and its event comes here.
	late, err := lessons.Record("me/mine", "walk", lessons.Event{At: today.Add(time.Minute), Kind: lessons.Predicted, Step: "d", Hash: "d", Prediction: &lessons.Prediction{Choice: "y"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Append(t.Context(), late); err != nil {
		t.Fatal(err)
	}
	if err := after.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("after the other machine", 3, "me/mine/run/b-2")
	if s := after.State("run"); s.Finished.IsZero() {
		t.Error("the lesson is not finished")
	}

	// The log itself is as it was written.
	all, err := st.Events(t.Context(), store.Query{})
	if err != nil || len(all) != 4 || all[0].Lesson != "walk" || all[1].Step != "b" {
		t.Errorf("the log: %+v, %v", all, err)
	}
	if log, err := after.Log(t.Context()); err != nil || log[1].Lesson != "run" || log[1].Step != "b-2" {
		t.Errorf("as it is read now: %+v, %v", log, err)
	}
}
