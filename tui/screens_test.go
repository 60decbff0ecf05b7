package tui

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"sysprep/tui/kit/golden"
)

// look is a terminal that screens are held against.
type look struct {
	name    string
	w, h    int
	ground  color.Color
	profile colorprofile.Profile
}

var (
	looks = []look{
		{"80x24-dark", 80, 24, color.Black, colorprofile.ANSI256},
		{"80x24-light", 80, 24, color.White, colorprofile.ANSI256},
		{"120x40-dark", 120, 40, color.Black, colorprofile.TrueColor},
		{"120x40-light", 120, 40, color.White, colorprofile.TrueColor},
	}
	small = []look{
		{"60x20-dark", 60, 20, color.Black, colorprofile.ANSI256},
		{"80x24-no-color", 80, 24, color.Black, colorprofile.ASCII},
	}
	tooSmall = []look{
		{"59x20", 59, 20, color.Black, colorprofile.ANSI256},
		{"80x19", 80, 19, color.Black, colorprofile.ANSI256},
		{"20x6", 20, 6, color.Black, colorprofile.ANSI256},
	}
)

// shoot holds the present screen against golden files, in each look of the rig's size.
func (r *rig) shoot(name string, in ...[]look) {
	r.t.Helper()
	if r.inspects {
		r.inspect(name)
		return
	}
	for _, set := range in {
		for _, l := range set {
			if l.w == r.m.w && l.h == r.m.h {
				r.shootAs(name, l)
			}
		}
	}
	r.wear(look{w: r.m.w, h: r.m.h, ground: color.Black, profile: colorprofile.ANSI256})
}

func (r *rig) shootAs(name string, l look) {
	r.t.Helper()
	r.wear(l)
	s := r.screen()
	fits(r.t, name+" at "+l.name, s, l.w, l.h)
	golden.Check(r.t, "screens/"+name+"/"+l.name, s)
}

func (r *rig) wear(l look) {
	r.send(tea.BackgroundColorMsg{Color: l.ground})
	r.send(tea.ColorProfileMsg{Profile: l.profile})
	if r.m.w != l.w || r.m.h != l.h {
		r.size(l.w, l.h)
	}
}

// atEachSize runs f in a program of each of the sizes that screens are looked at in, and once more to inspect them.
func atEachSize(t *testing.T, f func(*rig)) {
	t.Run("inspected", func(t *testing.T) {
		inBubble(t, func(r *rig) {
			r.inspects = true
			f(r)
		})
	})
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.size(size[0], size[1])
				f(r)
			})
		})
	}
}

// fits fails unless a screen has exactly h lines, and none of more than w cells.
func fits(t *testing.T, what, screen string, w, h int) {
	t.Helper()
	lines := strings.Split(screen, "\n")
	if len(lines) != h {
		t.Errorf("%s: %d lines on %d rows", what, len(lines), h)
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n > w {
			t.Errorf("%s: line %d has %d cells, %d too many: %q", what, i+1, n, n-w, ansi.Strip(line))
		}
	}
}

const answer = "The queue is two seconds long, but the patience of a caller ends after one. So each row is late."

// TestScreens goes through the whole lesson and looks at each screen on the way.
func TestScreens(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.shoot("home-fresh", looks, small)
		r.press("?")
		r.shoot("help-home", looks)
		r.press("esc", "r")
		r.shoot("notice", looks[:1])

		r.press("enter")
		r.shoot("read", looks, small)
		r.press("pgdown", "pgdown")
		r.shoot("read-end", looks[:1])
		r.press("enter")
		r.sees("The first second")

		r.shoot("predict-number", looks, small)
		r.enter("600")
		r.press("enter")
		r.shoot("predict-not-sure", looks[:1])
		r.press("tab", "tab", "tab", "enter")
		r.shoot("predict-committed", looks)
		r.press("enter")
		r.sees("A minute later")
		r.press("2", "right", "right", "right", "right")
		r.shoot("predict-choice", looks, small)
		r.press("enter")
		r.sees("Committed")
		r.press("enter")

		r.watchScreens()
		r.challengeScreens()
		r.sayScreens()
	})
}

// watchScreens are those of the simulation; they leave behind the comparison.
func (r *rig) watchScreens() {
	r.sees("Watch it", "0:00 ▶")
	r.shoot("simulate-0m00", looks, small)
	r.press("enter")
	r.sees("let the run come")
	r.playUntil("0:45 ▶")
	r.shoot("simulate-0m45", looks, small)
	r.press("?")
	r.shoot("help-simulate", looks)
	r.press("esc", "]")
	r.playUntil("1:30 ▶")
	r.shoot("simulate-1m30", looks, small)
	r.press("space")
	r.shoot("simulate-paused", looks[:1])
	r.press("space")
	r.playUntil("2:00 ■")
	r.advance(5 * time.Second) // what still moves arrives
	r.shoot("simulate-end", looks, small)
	r.press("enter")
	r.shoot("comparison", looks, small)
	r.press("enter")
}

// challengeScreens are those of the challenge: it is judged twice, and won at last.
func (r *rig) challengeScreens() {
	r.sees("Break the loop")
	r.shoot("challenge-brief", looks, small)
	r.press("enter")
	r.shoot("knobs", looks, small)
	r.press("?")
	r.shoot("help-knobs", looks)
	r.press("esc", "tab", "]", "]", "space")
	r.playUntil("1:05 ▶")
	r.press("space", "x", "down", "down")
	r.shoot("faults", looks)
	r.press("enter")
	r.shoot("fault-started", looks[:1])
	r.press("f", "tab", "left", "left", "space")
	r.playUntil("1:30 ▶")
	r.press("space")
	r.shoot("forked", looks, small)
	r.press("v")
	r.shoot("forked-other", looks[:1])
	r.press("d", "0")

	r.hold = true
	r.press("enter")
	r.shoot("judging", looks)
	r.release()
	r.shoot("judged-failing", looks, small)
	r.press("k", "h")
	r.shoot("challenge-hint", looks[:1])
	r.press("i", "left", "left", "enter")
	r.sees("It holds.")
	r.shoot("judged-holding", looks, small)
	r.press("enter")
}

// sayScreens are the quiz, the explanation with its verdict, and the debrief.
func (r *rig) sayScreens() {
	r.sees("The boundary")
	r.enter("8000")
	r.press("enter")
	r.shoot("quiz-wrong", looks)
	r.press("enter")

	r.sees("Say it like an engineer")
	r.shoot("explain-empty", looks)
	r.enter("The queue")
	r.press("ctrl+s")
	r.sees("Write a sentence or two first")
	r.enter(answer[len("The queue"):])
	r.shoot("explain-saving", looks[:1])
	r.advance(600 * time.Millisecond)
	r.shoot("explain-writing", looks, small)
	r.press("ctrl+s")
	r.sees("explained")
	r.shoot("verdict", looks, small)
	r.press("h")
	r.shoot("verdict-hint", looks[:1])
	r.press("m")
	r.shoot("verdict-model", looks[:1])
	r.press("m", "p")
	r.shoot("pointing", looks)
	r.press("enter")
	r.shoot("verdict-claimed", looks[:1])
	r.press("enter")

	r.sees("Debrief")
	r.shoot("debrief", looks, small)
	r.press("enter")
	r.sees("the way")
	r.shoot("home-done", looks)
	r.later += 30 * 24 * time.Hour
	r.press("down")
	r.shoot("home-due", looks, small)
	r.press("r")
	r.shoot("review-question", looks)
	r.press("enter")
	r.shoot("review-answer", looks)
}

// TestHomeOnTheWay is home in the midst of a lesson.
func TestHomeOnTheWay(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.press("enter", "pgdown", "pgdown", "pgdown", "enter", "esc")
		r.shoot("home-progress", looks, small)
	})
}

// TestFreeLab is the lab outside of lessons, with all knobs.
func TestFreeLab(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.press("l", "enter")
		r.shoot("lab", looks, small)
		r.press("?")
		r.shoot("help-lab", looks)
		r.press("x", "space") // the first closes the help
		r.playUntil("0:20 ▶")
		r.shoot("lab-0m20", looks)
	})
}

// TestTooSmall makes the terminal too small, and large again.
func TestTooSmall(t *testing.T) {
	inBubble(t, func(r *rig) {
		for _, open := range [][]string{{}, {"enter"}, {"esc", "l"}} {
			r.press(open...)
			before := r.screen()
			for _, l := range tooSmall {
				r.shootAs("too-small", l)
				r.sees("60x20")
			}
			r.wear(looks[0])
			if r.screen() != before {
				r.t.Errorf("after %q: a small terminal that becomes large again shows another screen:\n%s\n\n%s", open, ansi.Strip(before), ansi.Strip(r.screen()))
			}
		}
	})
}

// TestHelpScrolls looks at the part of the help that is below the screen.
func TestHelpScrolls(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.wear(looks[0])
		r.size(60, 20)
		r.press("l", "enter", "?")
		top := r.screen()
		for i := range 100 {
			r.press("down")
			fits(t, fmt.Sprint("help, line ", i), r.screen(), 60, 20)
		}
		r.sees("quit at once")
		r.press("up")
		if r.screen() == top {
			t.Error("a hundred lines down and one up is the top again")
		}
		r.press("esc")
		r.missing("quit at once")
	})
}
