package tui

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"sysprep/content"
)

// A pre-flight, its flight with what was forgotten attacked, and a question from before.
func TestFlightScreens(t *testing.T) {
	pack, err := content.OpenDir("../content/testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				kept := &memory{}
				r := newRig(t, pack, kept, Place{Kind: "learn", ID: "again"})
				r.size(size[0], size[1])
				r.sees("nothing to recall yet")
				r.shoot("recall-nothing", looks[:1])
				r.rest()

				r = newRig(t, pack, kept, Place{Kind: "learn", ID: "flight"})
				r.size(size[0], size[1])
				r.enter("0.5s")
				r.press("enter", "enter")
				r.shoot("preflight", looks, small)
				r.press("enter")
				r.sees("choose 1 more")
				r.press("down", "space", "down", "space")
				r.sees("Leave one out first")
				r.press("up", "enter")
				r.sees("Committed. The flight will attack what you left out.")
				r.shoot("preflight-done", looks[:1])
				r.press("u")
				r.sees("Taken back")
				r.press("down", "space", "enter", "enter")
				r.press("end")
				r.advance(2 * time.Second)
				r.press("enter")
				r.sees("Forgotten, and hit", "100 rows are 2 s")
				r.sees("Chosen, and no use")
				r.shoot("flight-survey", looks, small)
				r.press("enter")
				r.sees("debrief")
				r.press("enter")
				r.rest()

				r = newRig(t, pack, kept, Place{Kind: "learn", ID: "again"})
				defer r.rest()
				r.size(size[0], size[1])
				r.sees("From “A flight”", "100 rows wait")
				r.shoot("recall", looks, small)
				r.enter("2 s")
				r.press("enter")
				r.sees("✓ Right")
				r.shoot("recall-right", looks[:1])
				if got := r.m.env.Journal.State("flight").Steps[0].Reviews; len(got) != 1 {
					t.Errorf("the lesson that the question is of was told %v", got)
				}
			})
		})
	}
}
