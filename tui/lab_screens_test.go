package tui

import (
	"image/color"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sysprep/tui/kit"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// noFiles is a disk on which everything is there already.
type noFiles struct{}

func (noFiles) Write(path string, _ []byte, _ bool) (string, error) { return path, fs.ErrExist }

// TestLabPanels are the pages of the free lab: what is inspected, a request's life, two
// designs, a sweep, bookmarks, a file to be written.
func TestLabPanels(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.m.env.Files = noFiles{}
		r.press("l", "enter", "end", "o")
		r.shoot("lab-nodes", looks, small)
		r.press("tab", "down")
		r.shoot("lab-edges", looks[:1])
		r.press("tab", "f", "f")
		r.shoot("lab-requests", looks[:1])
		r.press("enter", "right", "right", "right", "right", "right")
		r.shoot("lab-life", looks, small)
		r.press("esc", "esc", "m", "enter", "M")
		r.shoot("lab-marks", looks[:1])
		r.press("esc", "C", "tab", "home", "tab", "left", "left", "c", "-")
		r.shoot("lab-compare", looks[:1])
		r.press("enter")
		r.rest()
		r.shoot("lab-compared", looks, small)
		r.press("esc", "s", "-")
		r.shoot("lab-sweep", looks[:1])
		r.press("enter")
		r.rest()
		r.shoot("lab-swept", looks, small)
		r.press("esc", "e", "down", "down", "enter")
		r.shoot("lab-export", looks[:1])
		r.press("enter")
		r.shoot("lab-overwrite", looks[:1])
		r.press("esc", "y")
		r.shoot("lab-link", looks[:1])
	})
}

// TestLabOnALargeScreen is the lab and a request's life where there is all the room that one
// could want.
func TestLabOnALargeScreen(t *testing.T) {
	large := []look{{"200x60-dark", 200, 60, color.Black, colorprofile.TrueColor}}
	inBubble(t, func(r *rig) {
		r.size(200, 60)
		r.press("l", "enter", "end")
		r.shoot("lab-large", large)
		r.press("o", "tab", "tab", "f", "f", "enter", "right", "right", "right")
		r.shoot("lab-life", large)
		r.press("esc", "esc", "z")
		r.shoot("lab-picture", large)
	})
}

// Messages move in the lab's picture also where the knobs stand beside it.
func TestMessagesMoveBesideTheKnobs(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{Kind: "lab", ID: "cliff"})
		defer r.rest()
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			r.size(size[0], size[1])
			r.press("home", "space")
			for range 8 {
				r.text() // frames are drawn as time goes by
				r.advance(500 * time.Millisecond)
			}
			if n := strings.Count(r.text(), kit.GlyphRequest+"─"); n < 2 {
				t.Errorf("at %dx%d %d requests are on their way:\n%s", size[0], size[1], n, ansi.Strip(r.screen()))
			}
			r.press("space")
		}
	})
}
