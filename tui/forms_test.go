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
