package kit

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"sysprep/tui/kit/golden"
)

func sample(t *Theme, w, h int) string {
	bw, _ := BodySize(w, h)
	body := strings.Join([]string{
		Rule(t, "the way", bw),
		CheckLine(t, Holds, "sustaining loop", "explained", bw, 30),
		CheckLine(t, Partly, "trigger gone", "named", bw, 30),
		CheckLine(t, Fails, "recovers within 30 s", "12 of 43", bw, 30),
		CheckLine(t, Open, "hidden capacity", "", bw, 30),
		"",
		"assume failure  " + Gauge(t, 20, 0.8, InkGood),
		"db queue        " + Gauge(t, 20, 1, InkWait),
		Progress(t, 36, 43, 50),
		t.Paint(InkSelected, " "+GlyphCursor+" Lesson 7 · The cache that hid the cliff "),
		Panel(t, "interviewer", []string{"The cache cluster just rebooted."}, min(bw, 60)),
	}, "\n")
	f := Frame{Title: "The cache that hid the cliff · lab", Status: t.Paint(InkDim, "t 01:12.4") + "  " + t.Paint(InkGood, "goodput 6/s"), Footer: lab.Footer("run", nil, bw, t)}
	return f.Render(t, w, h, body)
}

func TestFrameGolden(t *testing.T) {
	for _, tc := range []struct {
		name string
		mode Mode
		prof colorprofile.Profile
		w, h int
	}{
		{"frame-80-dark", Dark, colorprofile.TrueColor, 80, 24},
		{"frame-120-light", Light, colorprofile.TrueColor, 120, 40},
		{"frame-80-no-color", Dark, colorprofile.ASCII, 80, 24},
	} {
		t.Run(tc.name, func(t *testing.T) {
			golden.Check(t, tc.name, sample(NewTheme(tc.mode, tc.prof), tc.w, tc.h))
		})
	}
	th := NewTheme(Dark, colorprofile.TrueColor)
	box := Confirm(th, "Leave the run?", "Your design is kept. The run itself starts anew when you come back.", th.Paint(InkKey, "enter")+" leave   "+th.Paint(InkKey, "esc")+" stay", 80)
	golden.Check(t, "modal-80-dark", Overlay(sample(th, 80, 24), box, 80, 24))
	golden.Check(t, "too-small", sample(th, 50, 12))
	a := NewTextArea(th, "In two sentences: what is still holding the system down?", 60, 4)
	golden.Check(t, "textarea-blurred", a.View())
}

// Any size gives exactly its lines, none too wide; too small says what it needs
// as soon as there is room for the words.
func TestFrameFitsAnySize(t *testing.T) {
	th := NewTheme(Light, colorprofile.TrueColor)
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 200).Draw(t, "w"), rapid.IntRange(1, 60).Draw(t, "h")
		f := Frame{Title: rapid.String().Draw(t, "title"), Status: "t 0:01", Notice: rapid.String().Draw(t, "notice")}
		screen := f.Render(th, w, h, rapid.StringMatching(`[a-z \n日]*`).Draw(t, "body"))
		lines := strings.Split(screen, "\n")
		if len(lines) != h {
			t.Fatalf("%d lines, want %d", len(lines), h)
		}
		for _, l := range lines {
			if got := ansi.StringWidth(l); got > w {
				t.Fatalf("line %q is %d wide, want at most %d", l, got, w)
			}
		}
		if TooSmall(w, h) && w >= 24 && h >= 6 && !strings.Contains(strings.Join(strings.Fields(ansi.Strip(screen)), " "), "60x20") {
			t.Fatalf("%dx%d does not say what it needs:\n%s", w, h, screen)
		}
	})
}

func TestFilled(t *testing.T) {
	for _, tc := range []struct {
		w     int
		share float64
		want  int
	}{{10, 0, 0}, {10, 0.001, 1}, {10, 0.5, 5}, {10, 0.999, 9}, {10, 1, 10}, {10, 7, 10}, {10, -1, 0}, {0, 1, 0}} {
		if got := Filled(tc.w, tc.share); got != tc.want {
			t.Errorf("Filled(%d, %v) = %d, want %d", tc.w, tc.share, got, tc.want)
		}
	}
}
