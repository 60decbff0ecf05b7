package kit

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestCanvasText(t *testing.T) {
	c := NewCanvas(12, 3)
	c.Box(0, 0, 12, 3, "cache", InkBorder, InkTitle)
	c.TextMax(2, 1, 8, "a long status", InkText)
	want := "╭ cache ───╮\n│ a long … │\n╰──────────╯\n"
	if got := c.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestCanvasEmitsOneRunPerInk(t *testing.T) {
	th := NewTheme(Dark, colorprofile.ANSI256)
	c := NewCanvas(6, 1)
	c.Text(0, 0, "ab", InkGood)
	c.Text(2, 0, "cd", InkLost)
	want := "\x1b[38;5;114mab\x1b[m\x1b[38;5;210mcd\x1b[m  "
	if got := c.Render(th); got != want {
		t.Errorf("Render = %q, want %q", got, want)
	}
}

func TestCanvasWideGraphemes(t *testing.T) {
	c := NewCanvas(5, 1)
	c.Text(0, 0, "日本語", InkText) // the third does not fit in the last cell
	if got := c.String(); got != "日… \n" && got != "日本\n" && got != "日本…\n" {
		t.Errorf("got %q", got)
	}
	c.Clear()
	c.Text(0, 0, "日本", InkText)
	c.Put(1, 0, "x", InkText) // overwrites the right half: the left half goes too
	if got, want := c.String(), " x本\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Whatever is drawn, each line is exactly as wide as the canvas and carries no
// sequence other than SGR.
func TestCanvasIsAlwaysExactlyItsSize(t *testing.T) {
	th := NewTheme(Dark, colorprofile.TrueColor)
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(0, 20).Draw(t, "w"), rapid.IntRange(1, 5).Draw(t, "h")
		c := NewCanvas(w, h)
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			c.TextMax(rapid.IntRange(-5, 25).Draw(t, "x"), rapid.IntRange(-2, 7).Draw(t, "y"), rapid.IntRange(-1, 25).Draw(t, "max"),
				rapid.String().Draw(t, "s"), Ink(rapid.IntRange(0, NumInks).Draw(t, "ink")))
		}
		lines := strings.Split(c.Render(th), "\n")
		if len(lines) != h {
			t.Fatalf("%d lines, want %d", len(lines), h)
		}
		for _, l := range lines {
			if got := ansi.StringWidth(l); got != w {
				t.Fatalf("line %q is %d wide, want %d", l, got, w)
			}
		}
	})
}
