package tui

import (
	"strings"
	"testing"
	"testing/synctest"

	"sysprep/content"
)

// figures is a pack with one lesson: a question, and the figures of the core pack.
func figures(t *testing.T) *content.Pack {
	t.Helper()
	core, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	l := &content.Lesson{ID: "figures", Title: "Figures", Minutes: 5}
	for _, from := range core.Lessons {
		for i := range from.Steps {
			s := from.Steps[i]
			if s.Explore == nil {
				continue
			}
			if len(l.Steps) == 0 { // what the first one answers
				for _, p := range from.Steps {
					if p.ID == s.Explore.Compare[0] {
						l.Steps = append(l.Steps, p)
					}
				}
			} else {
				alone := *s.Explore
				alone.Compare = nil
				s.Explore = &alone
			}
			l.Steps = append(l.Steps, s)
		}
	}
	if len(l.Steps) != 5 {
		t.Fatalf("%d steps, want a question and four figures", len(l.Steps))
	}
	m := core.Manifest
	m.ID, m.Syllabus = "example/figures", []content.SyllabusAt{{Lesson: l.ID}}
	return &content.Pack{Manifest: m, Lessons: []*content.Lesson{l}, Scenarios: core.Scenarios, Rubrics: core.Rubrics}
}

func TestFigures(t *testing.T) {
	pack := figures(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		synctest.Test(t, func(t *testing.T) {
			st := &memory{}
			r := newRig(t, pack, st, Place{Kind: "learn", ID: "figures"})
			defer r.rest()
			r.size(size[0], size[1])
			r.press("c", "tab", "tab", "enter", "enter")
			r.fateScreens()
			r.ledgerScreens()
			r.gammaScreens()
			r.posteriorScreens()
		})
	}
}

func (r *rig) fateScreens() {
	r.sees("Who dies with whom")
	r.shoot("figure-fate", looks, small)
	r.press("enter")
	r.sees("not now, first cut the power in one machine")
	r.press("down", "right")
	r.sees("no code is left to see it")
	r.shoot("figure-fate-dark", looks[:1])
	r.press("up", "right", "down", "right")
	r.sees("cut")
	r.press("down", "right")
	r.shoot("figure-fate-cut", looks, small)
	r.press("left", "up", "right", "enter")
	r.sees("What you predicted", "Silence. That could not happen")
	r.press("enter")
}

func (r *rig) ledgerScreens() {
	r.sees("Your ledger", "The ledger is empty")
	r.press("enter")
	r.sees("Write a line first")
	r.enter("answers take 50 ms")
	r.press("enter")
	r.enter("an answer has 20 KB")
	r.press("enter")
	r.enter("clocks agr")
	r.shoot("figure-ledger", looks, small)
	r.press("[", "backspace") // a letter like others while a line is written
	r.sees("clocks agr")
	r.press("esc", "enter") // away and back: lines and what was typed are a draft
	r.sees("an answer has 20 KB", "clocks agr")
	r.enter("ee to 60 s")
	r.press("enter", "tab")
	r.sees("2 of 6 are written down", "Your line 2")
	r.shoot("figure-ledger-broken", looks, small)
	r.press("w")
	r.enter("answers have 10 KB in form 3")
	r.press("enter", "tab")
	r.sees("4 of 6 are written down")
	r.press("enter")
}

func (r *rig) gammaScreens() {
	r.sees("Drag the curve", "late")
	r.press("right", "right", "right", "right")
	r.sees("0.9688")
	r.shoot("figure-gamma", looks, small)
	r.press("left", "left", "left", "left", "left", "left", "down")
	for range 12 {
		r.press("right")
	}
	r.shoot("figure-gamma-far", looks[:1])
	r.press("enter")
}

func (r *rig) posteriorScreens() {
	r.sees("Spend five tests", "6.2 bits")
	r.press("enter")
	r.sees("Pick one change or more")
	for range 6 {
		r.press("space", "right")
	}
	r.shoot("figure-posterior", looks, small)
	r.press("enter")
	r.sees("Test 1 is red")
	r.shoot("figure-posterior-red", looks, small)
	r.press("up", "up")
	for range 4 {
		r.press("space", "enter", "right")
	}
	r.sees("Dorfman")
	r.shoot("figure-posterior-over", looks, small)
	r.press("r")
	if s := r.screen(); !strings.Contains(s, "Another release") {
		r.t.Errorf("no other release:\n%s", s)
	}
}
