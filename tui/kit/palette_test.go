package kit

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// grounds are the backgrounds that terminals come with, by kind.
var grounds = map[string]map[string]string{
	"dark": {
		"black": "#000000", "xterm grey": "#1e1e1e", "github dark": "#0d1117", "one dark": "#282c34",
		"dracula": "#282a36", "solarized dark": "#002b36", "nord": "#2e3440", "tokyo night": "#1a1b26",
		"gruvbox": "#282828", "ubuntu": "#300a24",
	},
	"light": {
		"white": "#ffffff", "github light": "#f6f8fa", "solarized light": "#fdf6e3", "latte": "#eff1f5",
		"gruvbox light": "#fbf1c7",
	},
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrastOfTextInks(t *testing.T) {
	for _, tc := range []struct {
		mode   Mode
		ground string
		least  float64
	}{
		{Dark, "dark", 4.5},
		{Light, "light", 4.5},
		{HighContrast, "dark", 7},
		{HighContrastLight, "light", 7},
	} {
		for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
			th := NewTheme(tc.mode, p)
			for i := range Ink(NumInks) {
				least, on := tc.least, grounds[tc.ground]
				switch i {
				case InkBorder, InkGoodFill, InkWaitFill, InkLostFill, InkGhostFill, InkAccentFill:
					least = 1.2 // shapes carry no text, and values are written beside them
				case InkWait:
					if tc.mode == HighContrastLight && p == colorprofile.ANSI256 {
						least = 5.9 // the darkest amber of the 256
					}
				case InkSelected:
					on = map[string]string{"its own": hexOf(th.inks[i].Bg)}
				}
				for name, hex := range on {
					if got := contrast(th.inks[i].Fg, lipgloss.Color(hex)); got < least {
						t.Errorf("%v, %v: %v on %s (%s) has contrast %.2f, want at least %.1f", tc.mode, p, i, name, hex, got, least)
					}
				}
			}
		}
	}
}

func hexOf(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func TestNoColorHasAttributesOnly(t *testing.T) {
	for _, mode := range []Mode{Dark, Light, HighContrast, HighContrastLight} {
		th := NewTheme(mode, colorprofile.ASCII)
		for i := range Ink(NumInks) {
			if th.inks[i].Fg != nil || th.inks[i].Bg != nil {
				t.Errorf("%v: %v has a colour without colours", mode, i)
			}
		}
		if got, want := th.Paint(InkSelected, "x"), "\x1b[1;7mx\x1b[m"; got != want {
			t.Errorf("%v: selected = %q, want %q", mode, got, want)
		}
		if th.Color(InkGood) != nil || !th.NoColor() {
			t.Errorf("%v: the theme claims to have colours", mode)
		}
		if got := NewTheme(mode, colorprofile.NoTTY).Paint(InkTitle, "x"); got != "x" {
			t.Errorf("%v: title without a terminal = %q, want no codes", mode, got)
		}
	}
}

// Meanings that stand side by side in one picture must not share a colour.
func TestMeaningsHaveTheirOwnColours(t *testing.T) {
	apart := []Ink{InkGood, InkWait, InkRetry, InkLost, InkGhost, InkAccent, InkText}
	for _, mode := range []Mode{Dark, Light, HighContrast, HighContrastLight} {
		for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
			th := NewTheme(mode, p)
			seen := map[string]Ink{}
			for _, i := range apart {
				hex := hexOf(th.Color(i))
				if was, ok := seen[hex]; ok {
					t.Errorf("%v, %v: %v and %v are both %s", mode, p, was, i, hex)
				}
				seen[hex] = i
			}
		}
	}
}

func TestPaint(t *testing.T) {
	th := NewTheme(Dark, colorprofile.ANSI256)
	if got, want := th.Paint(InkGood, "ok"), "\x1b[38;5;114mok\x1b[m"; got != want {
		t.Errorf("Paint = %q, want %q", got, want)
	}
	if got := ansi.Strip(th.Style(InkGood).Render("ok")); got != "ok" {
		t.Errorf("Style renders %q", got)
	}
	if got := th.Paint(InkGood, ""); got != "" {
		t.Errorf("Paint of nothing = %q", got)
	}
}
