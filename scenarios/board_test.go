package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

// Of each step that fails, the words for the call say what the table of steps says.
func TestCallsAreToldAsTheyWere(t *testing.T) {
	for step := range engine.CallStep(engine.NumSteps) {
		s := transfer()
		s.Edges[0].Attempts = 1
		s.Faults = []Fault{{ID: "cut", Label: "cut", Kind: "step", Edge: "move", Step: step.String(), Share: 0.5, At: 1e9, For: 19e9, On: true}}
		run, err := s.Start(nil, 1)
		must(t, err)
		must(t, run.Trace("move", 1, 1))
		run.Advance(5 * engine.Second)
		calls := run.Traces()
		i := NewestCall(calls, true)
		if i < 0 || !CallBroke(&calls[i]) {
			t.Fatalf("%s: no call with a failed step among %d", step, len(calls))
		}
		text, truth := TellCall(&calls[i]), step.Truth()
		believed := map[engine.Belief]string{engine.BeliefFailure: "believes: not done.", engine.BeliefUnknown: "believes: I don't know."}[truth.Belief]
		if !strings.Contains(text, strings.ReplaceAll(step.String(), "_", " ")+" FAILS") || !strings.Contains(text, believed) {
			t.Errorf("%s is told as %q", step, text)
		}
		if done := strings.Contains(text, "True: done."); truth.Applied != 0.5 && done != (truth.Applied == 1) {
			t.Errorf("%s is told as %q, and it was applied with probability %v", step, text, truth.Applied)
		}
		if j := NewestCall(calls, false); j < i || !calls[j].Settled {
			t.Errorf("%s: the newest call is %d, the newest with a failed step %d", step, j, i)
		}
	}
	s := transfer()
	run, err := s.Start(Settings{"lost": "100%"}, 1)
	must(t, err)
	must(t, run.Trace("move", 1, 0))
	run.Advance(5 * engine.Second)
	if calls := run.Traces(); len(calls) != 1 || !strings.HasSuffix(TellCall(&calls[0]), "I don't know. True: done 3 times.") || !strings.Contains(TellCall(&calls[0]), "attempt 3: ") {
		t.Errorf("three attempts without an answer: %+v", calls)
	}
	if NewestCall(nil, true) != -1 {
		t.Error("a call is chosen among none")
	}
}

func TestBoardsThatCantBeDrawn(t *testing.T) {
	good := transfer()
	good.Board = &Board{Call: "move", Token: "$"}
	for _, err := range good.Check() {
		t.Error(err)
	}
	for want, turn := range map[string]func(*Scenario){
		`no edge "red"`:    func(s *Scenario) { s.Board.Call = "red" },
		"write one letter": func(s *Scenario) { s.Board.Token = "Pac-Man" },
		"effect: true":     func(s *Scenario) { s.Nodes[0].Does[0].Effect, s.Nodes[0].Does[0].Amount, s.Knobs = false, 0, nil },
	} {
		s := transfer()
		s.Board = &Board{Call: "move"}
		turn(s)
		said := ""
		for _, err := range s.Check() {
			said += err.Error() + "\n"
		}
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %q", said, want)
		}
	}
}
