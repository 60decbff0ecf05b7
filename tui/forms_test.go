package tui

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sysprep/content"
)

// atForms runs f at each size in the lesson of the pack that has the forms of steps.
func atForms(t *testing.T, f func(*rig)) {
	t.Helper()
	pack, err := content.OpenDir("../content/testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, pack, &memory{}, Place{Kind: "learn", ID: "forms"})
				defer r.rest()
				r.size(size[0], size[1])
				f(r)
			})
		})
	}
}

func TestLandscapeScreens(t *testing.T) {
	atForms(t, func(r *rig) {
		r.enter("17")
		r.press("enter", "enter")
		r.sees("The landscape", "Computed")
		r.shoot("landscape-brief", looks[:1])
		r.press("enter")
		r.shoot("landscape", looks, small)
		r.press("enter")
		r.sees("knock it over first")

		r.press("space")
		r.advance(300 * time.Millisecond)
		r.missing("100 % answered")
		r.advance(2 * time.Second)
		r.shoot("landscape-fallen", looks, small)
		r.press("enter")
		r.sees("bring it back first")
		r.press("left", "left")
		r.sees("still down")
		r.press("home")
		r.advance(2 * time.Second)
		r.sees("come back by itself")
		r.shoot("landscape-healed", looks, small)
		r.press("right")
		r.press("tab")
		r.sees("[queue 30]")
		r.press("y")
		r.shoot("landscape-other", looks[:1])
		r.press("enter")
		r.sees("What you predicted", "Right")
		r.press("enter")
		r.advance(time.Second)
		r.missing("The landscape")
	})
}

// What is computed ends when the learner leaves, and keys are answered meanwhile.
func TestLandscapeIsLeft(t *testing.T) {
	atForms(t, func(r *rig) {
		r.enter("17")
		r.press("enter")
		r.hold = true
		r.press("enter")
		for range 10 { // what it does is let through until the step is there
			if strings.Contains(r.text(), "Computing") {
				break
			}
			r.drip()
		}
		r.sees("0 of 0")
		r.press("enter") // in vain
		r.sees("0 of 0")
		r.press("esc")
		for len(r.held) > 0 {
			r.drip()
		}
		r.missing("Computing", "could not")
		if l := r.m.env.Journal.State("forms"); l.Steps[1].Watched != nil {
			t.Error("what was left was seen")
		}
	})
}

// drip runs the commands that are held, and holds those that they lead to.
func (r *rig) drip() {
	held := r.held
	r.held, r.hold = nil, false
	for _, cmd := range held {
		r.do(cmd)
	}
	r.hold = true
	r.settle()
}

// A run is driven: knobs are turned while it goes on, and it is judged with what was done. Then
// a crowd is drawn, client by client.
func TestDriveAndRasterScreens(t *testing.T) {
	atForms(t, func(r *rig) {
		r.enter("17")
		r.press("enter", "enter", "enter", "space", "home", "enter", "enter")
		r.sees("On call", "done again in 3")
		r.press("enter")
		r.sees("0:20")
		r.press("backspace")
		r.sees("this is where you take over")
		r.press("x")
		r.sees("you have the knobs")
		r.press("enter")
		r.sees("let your run come to its end first")

		r.press("right", "right") // everyone, 10, 50 a second: the first stop of the slider is everyone
		r.press("left")
		r.sees("10/s")
		r.press("down", "right", "up")
		r.tillClock("0:45")
		r.press("right")
		r.tillClock("0:55")
		r.press("right")
		r.tillClock("1:05")
		r.press("right")
		r.shoot("drive", looks, small)
		r.tillClock("1:15")
		r.press("left", "left", "left", "left")
		r.press("end")
		r.press("right")
		r.sees("the run is at its end")
		r.press("enter")
		r.sees("It holds.", "The run that you drove", "turned away at the door", "1:05 admit 200/s")
		r.shoot("drive-judged", looks, small)
		if acts := r.m.env.Journal.State("forms").Steps[2].Best.Acts; len(acts) < 7 || acts[0] != "admit=10/s@20s" && acts[1] != "admit=50/s@20s" {
			t.Errorf("kept: %v", acts)
		}
		r.press("enter")
		r.advance(time.Second)
		r.sees("How many come at once?")

		r.enter("500")
		r.press("enter", "enter")
		r.sees("Dot by dot", "Computed")
		r.press("enter")
		r.sees("no jitter", "full", "equal", "13 s, 2,034")
		r.shoot("raster", looks, small)
		r.press("tab", "space")
		r.missing("no jitter")
		r.shoot("raster-one", looks[:1])
		r.press("enter")
		r.sees("What you predicted", "Right")
		r.press("enter")
		r.advance(time.Second)
		r.sees("Your predictions")
	})
}

// tillClock goes forth second by second until the run's clock shows a time.
func (r *rig) tillClock(at string) {
	r.t.Helper()
	for range 200 {
		if strings.Contains(r.text(), at) {
			return
		}
		r.press(".")
	}
	r.t.Fatalf("the clock never shows %s:\n%s", at, r.text())
}

// TestStormOfForms presses keys at random in a landscape, a driven run and a raster.
func TestStormOfForms(t *testing.T) {
	pack, err := content.OpenDir("../content/testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	before := map[string][]string{
		"landscape": nil,
		"drive":     {"enter", "space", "home", "enter", "enter", "enter"},
		"raster":    {"enter", "space", "home", "enter", "enter", "enter", "end", "enter", "G", "5", "0", "0", "enter", "enter", "enter"},
	}
	for name, keys := range before {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(4) {
				synctest.Test(t, func(t *testing.T) {
					r := newRig(t, pack, &memory{}, Place{Kind: "learn", ID: "forms"})
					r.size(80, 24)
					r.press("1", "7", "enter", "enter")
					r.press(keys...)
					storm(t, r, seed, 60)
				})
			}
		})
	}
}
