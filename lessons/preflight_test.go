package lessons

import (
	"errors"
	"slices"
	"testing"

	"sysprep/content"
)

// hangar is a lesson with a pre-flight and its flight.
func hangar() *content.Lesson {
	return &content.Lesson{ID: "hangar", Steps: []content.Step{
		{ID: "pf", Kind: content.Preflight, Hash: "h-pf", Preflight: &content.PreflightStep{Scenario: "gate", Most: 2, Protections: []content.Protection{
			{ID: "wait", Fault: "hang", Goal: "sells", Set: map[string]string{"patience": "1s"}},
			{ID: "key", Fault: "lost", Goal: "once", Set: map[string]string{"key": "request"}},
			{ID: "more", Set: map[string]string{"workers": "80"}},
		}}},
		{ID: "fly", Kind: content.Simulate, Hash: "h-fly", Simulate: &content.SimulateStep{Scenario: "gate", Preflight: "pf"}},
	}}
}

func choose(n int, items ...string) Event {
	return Event{At: after(n), Kind: Chosen, Step: "pf", Hash: "h-pf", Choice: &Choice{Items: items}}
}

func TestPreflight(t *testing.T) {
	l := hangar()
	s := New(l)
	for name, bad := range map[string]Event{
		"nothing":  choose(1),
		"too much": choose(1, "wait", "key", "more"),
		"twice":    choose(1, "wait", "wait"),
		"unknown":  choose(1, "prayer"),
	} {
		if _, err := s.Apply(l, bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if ok, _ := s.CanOpen(l, 1); ok {
		t.Error("the flight is open before anything was chosen")
	}
	s = applyTo(t, s, l, choose(1, "wait"), undo(2), choose(3, "key", "more"))
	p, chosen := s.Chosen(l, &l.Steps[1])
	if p == nil || !slices.Equal(chosen, []string{"key", "more"}) {
		t.Errorf("flown with %v", chosen)
	}
	fly := Event{At: after(4), Kind: Watched, Step: "fly", Hash: "h-fly", Watch: &Watch{Seed: 1, Reached: 9}}
	s = applyTo(t, s, l, fly)
	if _, err := s.Apply(l, choose(5, "wait")); !errors.Is(err, ErrSealed) {
		t.Errorf("chosen anew after the flight: %v", err)
	}
	if _, ok, why := s.CanUndo(l); ok || why != sealedChoice {
		t.Errorf("undone after the flight: %v %q", ok, why)
	}
}

func TestChoicesAreWrittenAndRead(t *testing.T) {
	l := hangar()
	stored, err := Record("p", l.ID, choose(1, "wait", "key"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Decode(stored)
	if err != nil || e.Choice == nil || !slices.Equal(e.Choice.Items, []string{"wait", "key"}) {
		t.Errorf("read back as %+v, %v", e.Choice, err)
	}
}
