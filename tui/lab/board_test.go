package lab

import (
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// eight is the run of the core pack's scenario of eight steps, followed up to a time.
func eight(t *testing.T, to engine.Time, still bool) (*board, *scenarios.Run) {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	s := pack.Scenarios.Of("eight-steps")
	run, err := s.Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	b := newBoard(s, still)
	if err := b.follow(run); err != nil {
		t.Fatal(err)
	}
	run.Advance(to)
	return b, run
}

func drawn(b *board, w int) string {
	c := kit.NewCanvas(w, boardRows)
	b.draw(c, w, boardRows)
	return c.String()
}

// Each of the eight steps fails in turn, and the board shows which, what is believed
// and what is true.
func TestBoardShowsTheStepThatFails(t *testing.T) {
	names := [...]string{"1 post", "2 deliver", "3 validate", "4 update server", "5 post", "6 deliver", "7 validate reply", "8 update client"}
	for i, name := range names {
		step := engine.CallStep(i)
		b, run := eight(t, engine.Time(20*(i+1)+10)*engine.Second, true)
		b.advance(run, 0, true)
		text := drawn(b, 78)
		if !strings.Contains(text, name+" ✗") {
			t.Errorf("%s: not marked as failed\n%s", step, text)
		}
		want := map[engine.Belief]string{engine.BeliefFailure: "believes: not done", engine.BeliefUnknown: "believes: I don't know"}[step.Truth().Belief]
		if !strings.Contains(text, want) {
			t.Errorf("%s: want %q\n%s", step, want, text)
		}
		switch truth := step.Truth().Applied; {
		case truth == 1 && !strings.Contains(text, "true: done"), truth == 0 && !strings.Contains(text, "true: not done"):
			t.Errorf("%s was applied with probability %v\n%s", step, truth, text)
		}
	}
}

// A call is played beat by beat to its end, and the next one only while time runs.
func TestBoardPlaysCallsOneAfterTheOther(t *testing.T) {
	b, run := eight(t, 10*engine.Second, false)
	if !b.over() || !strings.Contains(drawn(b, 78), "No call has ended yet") {
		t.Error("a call is shown before one was taken")
	}
	b.advance(run, 0, false)
	if len(b.beats) > 0 {
		t.Error("a call is taken while time stands still")
	}
	b.advance(run, 0, true)
	seen, first := map[string]bool{}, b.call.Call
	for range 1000 {
		seen[drawn(b, 78)] = true
		if b.over() {
			break
		}
		b.advance(run, 20*time.Millisecond, false)
	}
	if !b.over() || len(seen) < 20 || b.call.Call != first {
		t.Errorf("over: %v, pictures: %d, call %d after call %d", b.over(), len(seen), b.call.Call, first)
	}
	run.Advance(30 * engine.Second)
	b.advance(run, 0, true)
	if b.call.Call == first || b.over() {
		t.Errorf("call %d is followed by call %d", first, b.call.Call)
	}
	run.Seek(5 * engine.Second)
	b.jump(run)
	if !b.over() || b.call.Call >= first || !strings.Contains(drawn(b, 78), "believes: done") {
		t.Errorf("after a jump back, call %d is shown:\n%s", b.call.Call, drawn(b, 78))
	}
}

// Whatever room there is, nothing is drawn outside of it, and a label is never cut.
func TestBoardFitsItsRoom(t *testing.T) {
	b, run := eight(t, 150*engine.Second, true)
	b.advance(run, 0, true)
	for w := boardCols; w <= 140; w += 7 {
		text := drawn(b, w)
		for _, name := range []string{"1 post ✓", "2 deliver ✓", "3 validate ✓", "4 update server ✓", "5 post ✓", "6 deliver ✓", "7 validate reply ✗", "8 update client", "believes: I don't know", "true: done"} {
			if !strings.Contains(text, name) {
				t.Errorf("%d wide: %q is missing\n%s", w, name, text)
			}
		}
	}
	var none *board
	if none.fits(200, 50) || !none.over() || b.fits(boardCols-1, 50) || b.fits(200, boardRows-1) {
		t.Error("a board is drawn where there is none, or no room")
	}
}
