package tui

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestMockScreens goes through a mock interview and looks at each screen on the way.
func TestMockScreens(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.press("i")
		r.sees("Mock interviews", "Stuck, on call")
		r.shoot("mock-list", looks, small)
		r.press("enter")
		r.sees("supportive")
		r.shoot("mock-start", looks[:1], small)
		r.press("enter")
		r.advance(12 * time.Second)
		r.sees("Talk me through it.", "These are your dashboards.")
		r.enter("? how much can the database do")
		r.press("ctrl+s")
		r.sees("100 rows a second.")
		r.enter("The wait in the queue is longer than the patience of callers.")
		r.shoot("mock-talk", looks, small)
		r.press("ctrl+s")
		r.advance(3 * time.Second)
		r.press("ctrl+n", "ctrl+d")
		r.sees("users -> api -> db")
		r.shoot("mock-sketch", looks, small)
		r.press("ctrl+r")
		r.sees("crash db 10s")
		r.shoot("mock-tried", looks)
		r.press("esc")
		r.press("ctrl+n")
		r.advance(2 * time.Second)
		r.press("ctrl+n")
		r.sees("Before you see the result")
		r.shoot("mock-rating", looks[:1], small)
		r.press("enter")
		r.sees("debrief", "Diagnosis")
		r.shoot("mock-score", looks, small)
		r.press("tab")
		r.shoot("mock-time", looks[:1], small)
		r.press("tab")
		r.shoot("mock-next", looks[:1])
		r.press("tab", "right", "right")
		r.shoot("mock-replay", looks, small)
	})
}

// A part ends by the clock, with what was being typed; leaving stops the clock, and coming back goes on.
func TestMockClock(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.press("i", "enter", "enter")
		r.advance(10 * time.Second)
		r.enter("The wait in the queue is longer than the patience of callers.")
		r.advance(8 * time.Minute)
		r.sees("Sketch what you would build.", "The wait in the queue")
		r.enter("Refuse some of them")
		r.advance(time.Second)
		r.press("esc")
		r.sees("Mock interviews", "left unfinished")
		r.later += time.Hour
		r.press("enter")
		r.sees("You have left one at 8:", "its clock stands still")
		r.press("enter")
		r.advance(time.Second)
		r.sees("Refuse some of them", "of 20 min", "7:")
		r.advance(12 * time.Minute)
		r.sees("Before you see the result")
		r.press("s")
		r.sees("debrief")
		r.press("esc")
		r.sees("1×")
	})
}

func TestMockOpensAtOnce(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{Kind: "interview", ID: "stuck-20"})
		defer r.rest()
		r.size(80, 24)
		r.sees("Stuck, on call", "I'm Ada.")
		r.press("esc")
		r.missing("I'm Ada.")
	})
}
