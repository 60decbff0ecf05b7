package history

import (
	"reflect"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/lessons"
)

var morning = time.Date(2021, 3, 1, 8, 0, 0, 0, time.UTC)

func TestMake(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	log, err := Make(pack, morning, 400, 5000, 1)
	if err != nil || len(log) != 5000 {
		t.Fatalf("%d events (%v)", len(log), err)
	}
	ids := map[string]bool{}
	for i, e := range log {
		if i > 0 && e.At.Before(log[i-1].At) {
			t.Fatalf("event %d of %v comes after one of %v", i, e.At, log[i-1].At)
		}
		ids[e.ID] = true
	}
	if len(ids) != len(log) {
		t.Errorf("%d ids for %d events", len(ids), len(log))
	}
	states := lessons.States(pack, log)
	for _, l := range pack.Lessons {
		if s := states[l.ID]; s.Finished.IsZero() {
			t.Errorf("lesson %s was not finished", l.ID)
		}
	}
	if n := len(lessons.Schedule(pack, states, lessons.Goals{})); n < 100 {
		t.Errorf("only %d cards to review", n)
	}
	again, err := Make(pack, morning, 400, 5000, 1)
	if err != nil || !reflect.DeepEqual(again, log) {
		t.Errorf("the same seed makes another history (%v)", err)
	}
}

// years are five years of daily use.
func years(b *testing.B) (*content.Pack, map[string]lessons.State) {
	pack, err := content.Core()
	if err != nil {
		b.Fatal(err)
	}
	log, err := Make(pack, morning, 5*365, 100_000, 1)
	if err != nil {
		b.Fatal(err)
	}
	return pack, lessons.States(pack, log)
}

func BenchmarkSchedule(b *testing.B) {
	pack, states := years(b)
	for b.Loop() {
		lessons.Schedule(pack, states, lessons.Goals{})
	}
}

func BenchmarkMastery(b *testing.B) {
	pack, states := years(b)
	for b.Loop() {
		lessons.Mastery(pack, states)
	}
}

func BenchmarkStates(b *testing.B) {
	pack, err := content.Core()
	if err != nil {
		b.Fatal(err)
	}
	log, err := Make(pack, morning, 5*365, 100_000, 1)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		lessons.States(pack, log)
	}
}
