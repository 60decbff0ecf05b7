package scenarios

import (
	"testing"

	"pgregory.net/rapid"

	"sysprep/engine"
)

func start(t testing.TB, set Settings, seed uint64, acts ...Act) *Run {
	t.Helper()
	r, err := story().Start(set, seed, acts...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ended runs to the end and returns what the engine's state hashes to.
func ended(r *Run) uint64 {
	r.Advance(engine.Time(r.scenario.Horizon))
	return r.sim.Hash()
}

func TestActsMadeLiveAreTheSameAsActsGivenAtTheStart(t *testing.T) {
	live := start(t, nil, 3)
	live.Advance(20 * engine.Second)
	must(t, live.Turn("queue", "50"))
	live.Advance(25 * engine.Second)
	must(t, live.Inject("shed"))
	live.Advance(28*engine.Second + 1)
	must(t, live.Lift("shed"))
	want := ended(live)

	again := start(t, nil, 3, live.Acts()...)
	if got := ended(again); got != want {
		t.Errorf("the acts given at the start lead elsewhere: hash %x, want %x", got, want)
	}
}

func TestSeekBackAndPlayAgainIsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := start(t, nil, rapid.Uint64Range(1, 4).Draw(rt, "seed"))
		at := engine.Time(rapid.IntRange(0, 40_000).Draw(rt, "act ms")) * engine.Millisecond
		r.Advance(at)
		must(t, r.Inject("slow"))
		want := ended(r.Fork())
		r.Advance(at + engine.Time(rapid.IntRange(0, 15_000).Draw(rt, "on ms"))*engine.Millisecond)
		r.Seek(engine.Time(rapid.IntRange(0, 60_000).Draw(rt, "to ms")) * engine.Millisecond)
		if got := ended(r); got != want {
			rt.Fatalf("after a rewind the run ends elsewhere")
		}
	})
}

func TestANewActAfterARewindDropsTheFuture(t *testing.T) {
	r := start(t, nil, 1)
	r.Advance(30 * engine.Second)
	must(t, r.Inject("shed"))
	r.Advance(40 * engine.Second)
	r.Seek(10 * engine.Second)
	if n := len(r.Acts()); n != 1 {
		t.Fatalf("a rewind alone keeps what was done: %d acts, want 1", n)
	}
	must(t, r.Turn("attempts", "1"))
	acts := r.Acts()
	if len(acts) != 1 || acts[0].Kind != Turn {
		t.Errorf("acts after the rewind: %v, want the turn only", acts)
	}
}

func TestTurnAtTheStartIsTheDesignItself(t *testing.T) {
	r := start(t, nil, 1)
	must(t, r.Turn("queue", "50"))
	must(t, r.Turn("queue", "1000"))
	if got, want := ended(r), ended(start(t, Settings{"queue": "1000"}, 1)); got != want {
		t.Error("a knob turned at 0:00 is not the same as a design with that knob")
	}
	if len(r.Acts()) != 0 {
		t.Errorf("turns at 0:00 remain as acts: %v", r.Acts())
	}
}

func TestForkLeavesTheOriginalAlone(t *testing.T) {
	r := start(t, nil, 2)
	r.Advance(17 * engine.Second)
	f := r.Fork()
	must(t, f.Turn("queue", "50"))
	must(t, f.Inject("shed"))
	ended(f)
	if got, want := ended(r), ended(start(t, nil, 2)); got != want {
		t.Error("what was done to a fork changed its original")
	}
}

func TestActive(t *testing.T) {
	r := start(t, nil, 1)
	r.Advance(20 * engine.Second)
	must(t, r.Inject("shed"))
	must(t, r.Inject("down"))
	if on := r.Active(); !on["shed"] || !on["down"] || on["flush"] || on["slow"] {
		t.Errorf("in force: %v, want shed and down", on)
	}
	must(t, r.Lift("down"))
	r.Advance(36 * engine.Second) // past the ramp
	if on := r.Active(); len(on) != 0 {
		t.Errorf("in force after all have ended: %v", on)
	}
}

func TestAdvanceStopsAtTheHorizon(t *testing.T) {
	r := start(t, nil, 1)
	r.Advance(engine.Never)
	if !r.Over() || r.Now() != 60*engine.Second {
		t.Errorf("the run is at %v, want its horizon of 60 s", r.Now())
	}
}

func TestRefusedActsChangeNothing(t *testing.T) {
	r := start(t, nil, 1)
	r.Advance(5 * engine.Second)
	for name, err := range map[string]error{
		"unknown knob":  r.Turn("color", "blue"),
		"out of bounds": r.Turn("queue", "9999"),
		"unknown fault": r.Inject("flood"),
		"can't lift":    r.Lift("flush"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if len(r.Acts()) != 0 {
		t.Errorf("refused acts were kept: %v", r.Acts())
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
