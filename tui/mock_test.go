package tui

import (
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
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

// TestLoopScreens holds both rounds of a loop, one of them in silence, and reads what the panel says.
func TestLoopScreens(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.press("i", "down", "down")
		r.sees("Two rounds", "30 min")
		r.press("enter")
		r.sees("On call", "Hold the rounds in any order")
		r.shoot("loop-before", looks[:1], small)
		r.press("e")
		r.sees("no round was held yet")
		r.press("enter", "enter")
		r.advance(time.Second)
		r.enter("The wait in the queue is longer than the patience of callers, so each answer comes when the caller has gone.")
		r.press("ctrl+s")
		r.advance(21 * time.Minute)
		r.press("enter", "esc")
		r.sees("1 of 2 rounds were held")
		r.shoot("loop-between", looks[:1])
		r.press("enter")
		r.sees("I'm Bela.")
		r.press("enter")
		r.advance(11 * time.Minute)
		r.press("s", "esc")
		r.sees("The panel: NO", "1 band above the scorecard", "Three things to do next")
		r.shoot("loop-after", looks, small)
		r.press("esc")
		r.sees("all rounds held")
	})
}

// A debrief is written into a file from the screen; its ending says what, and nothing is replaced by accident.
func TestDebriefIsSaved(t *testing.T) {
	inBubble(t, func(r *rig) {
		files := &paper{}
		r.press("i", "enter", "enter")
		r.advance(21 * time.Minute)
		r.press("s", "e")
		r.sees("not now", "--debrief")
		r.m.env.Files = files
		r.press("e")
		r.sees("file: sysprep-stuck-20-2026-03-02.html")
		r.shoot("mock-save", looks[:1])
		r.press("enter")
		r.sees("Written: /home/learner/sysprep-stuck-20-2026-03-02.html")
		r.press("e", "enter")
		r.sees("is there already: enter again replaces it")
		r.press("enter")
		r.sees("Written:")
		r.press("e", "ctrl+u")
		r.enter("notes.pdf")
		r.press("enter")
		r.sees("has none of the endings")
		r.press("ctrl+u")
		r.enter("notes.md")
		r.press("enter")
		r.sees("Written: /home/learner/notes.md")
		if got := files.written["notes.md"]; !strings.HasPrefix(got, "# Stuck, on call: debrief") {
			t.Errorf("notes.md is %.60q", got)
		}
		if got := files.written["sysprep-stuck-20-2026-03-02.html"]; !strings.HasPrefix(got, "<!doctype html>") || files.replaced != 1 {
			t.Errorf("the page is %.60q, replaced %d times", got, files.replaced)
		}
	})
}

// TestTracker tracks two applications from the first day to a yes and to silence.
func TestTracker(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.press("i", "a")
		r.sees("Nothing is tracked yet")
		r.press("y")
		r.sees("there is no application yet")
		r.press("n")
		r.enter("Acme, SRE")
		r.press("enter")
		r.sees("Acme, SRE", "applied", "Nobody has answered yet, which is usual. Ask on Mon 16 Mar.")
		r.press("n")
		r.enter("acme")
		r.press("enter")
		r.sees("There is an application at this company already")
		r.press("ctrl+u")
		r.enter("Globex")
		r.press("enter", "enter")
		r.sees("It is now at", "screen")
		r.shoot("tracker-stage", looks[:1], small)
		r.press("enter")
		r.sees("No date was named.")
		r.press("r", "ctrl+u")
		r.enter("soon")
		r.press("enter")
		r.sees(`"soon" is not a day`)
		r.press("ctrl+u")
		r.enter("2026-03-05")
		r.press("enter")
		r.sees("They said Thu 5 Mar.", "ask on Mon 9 Mar")
		r.press("t")
		r.enter("Ask for the on-call rota")
		r.press("enter")
		r.sees("- Ask for the on-call rota")
		r.later += 8 * 24 * time.Hour
		r.press("down")
		r.sees("ask today", "The date that they named, Thu 5 Mar, has gone by.")
		r.press("w")
		r.sees("When will you be reviewing candidates")
		r.shoot("tracker", looks, small)
		r.press("w", "y")
		r.sees("You asked on Tue 10 Mar.")
		r.press("enter", "down", "down", "enter")
		r.sees("offer", "1 open of 2")
		r.press("esc")
		r.sees("Mock interviews")
	})
}

// paper is where files go in tests.
type paper struct {
	written  map[string]string
	replaced int
}

func (p *paper) Write(path string, data []byte, replace bool) (string, error) {
	full := "/home/learner/" + path
	if _, there := p.written[path]; there && !replace {
		return full, fs.ErrExist
	} else if there {
		p.replaced++
	}
	if p.written == nil {
		p.written = map[string]string{}
	}
	p.written[path] = string(data)
	return full, nil
}

// A sketch that is pasted keeps its lines, which most terminals end with a carriage return.
func TestSketchIsPasted(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.press("i", "enter", "enter")
		r.advance(2 * time.Second)
		r.press("ctrl+n", "ctrl+d", "ctrl+u", "ctrl+a")
		for range 30 {
			r.press("delete")
		}
		r.send(tea.PasteMsg{Content: "users 20/s\rusers -> shop\rshop -> db"})
		r.sees("shop -> db")
		r.missing("line 1", "20/susers")
	})
}
