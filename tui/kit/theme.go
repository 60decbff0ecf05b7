package kit

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// Mode is the ground that a theme is made for. The kit does not paint the ground.
type Mode uint8

// Modes. The high-contrast ones give every text ink at least 7:1, but for waits
// on a light ground in 256 colours: the darkest amber there is gives 5.9:1.
const (
	Dark Mode = iota
	Light
	HighContrast      // on a dark ground
	HighContrastLight // on a light ground
)

func (m Mode) String() string {
	switch m {
	case Dark:
		return "dark"
	case Light:
		return "light"
	case HighContrast:
		return "high contrast"
	case HighContrastLight:
		return "high contrast, light"
	}
	return "unknown"
}

// Theme is how each ink looks on one kind of ground and terminal. It is
// immutable: share the pointer. Styles are for text that lipgloss lays out;
// a Canvas uses inks, which cost nothing to render.
type Theme struct {
	Mode    Mode
	Profile colorprofile.Profile
	Bare    bool // no lines of boxes and rules: what is in InkBorder is left blank

	Text, Dim, Faint, Accent, Title   lipgloss.Style
	Good, Wait, Retry, Lost, Ghost    lipgloss.Style
	Selected, Key, Code, Emph, Border lipgloss.Style
	inks                              [NumInks]uv.Style
	sgr                               [NumInks]string
	styles                            [NumInks]lipgloss.Style
}

// NewTheme makes the theme of a mode for what the terminal can show.
// colorprofile.ASCII and NoTTY (NO_COLOR) give a theme of bold, underline and
// reverse only; Unknown is taken as ANSI256.
func NewTheme(mode Mode, profile colorprofile.Profile) *Theme {
	if profile == colorprofile.Unknown {
		profile = colorprofile.ANSI256
	}
	t := &Theme{Mode: mode, Profile: profile}
	p := palettes[min(int(mode), len(palettes)-1)]
	for i := range NumInks {
		s := p[i].style(profile)
		t.inks[i] = s
		t.styles[i] = toLipgloss(s)
		if !s.IsZero() {
			t.sgr[i] = s.String()
		}
	}
	t.Text, t.Dim, t.Faint = t.styles[InkText], t.styles[InkDim], t.styles[InkFaint]
	t.Accent, t.Title = t.styles[InkAccent], t.styles[InkTitle]
	t.Good, t.Wait, t.Retry = t.styles[InkGood], t.styles[InkWait], t.styles[InkRetry]
	t.Lost, t.Ghost, t.Selected = t.styles[InkLost], t.styles[InkGhost], t.styles[InkSelected]
	t.Key, t.Code = t.styles[InkKey], t.styles[InkCode]
	t.Emph, t.Border = t.styles[InkEmph], t.styles[InkBorder]
	return t
}

// Bared returns the theme with or without the lines of boxes and rules. Screen readers read
// such lines aloud, cell by cell.
func (t *Theme) Bared(on bool) *Theme {
	if t.Bare == on {
		return t
	}
	out := *t
	out.Bare = on
	return &out
}

// Style returns the lipgloss style of an ink.
func (t *Theme) Style(i Ink) lipgloss.Style {
	if int(i) >= NumInks {
		return t.Text
	}
	return t.styles[i]
}

// Paint returns s in an ink, as one run of SGR codes. s must be a single line.
func (t *Theme) Paint(i Ink, s string) string {
	if t.Bare && i == InkBorder {
		return strings.Repeat(" ", Width(s))
	}
	if int(i) >= NumInks || t.sgr[i] == "" || s == "" {
		return s
	}
	return t.sgr[i] + s + sgrReset
}

// Color returns the foreground of an ink for what the terminal can show; nil
// when the theme has no colours.
func (t *Theme) Color(i Ink) color.Color {
	if int(i) >= NumInks {
		i = InkText
	}
	return t.inks[i].Fg
}

// NoColor reports whether the theme uses attributes only.
func (t *Theme) NoColor() bool { return t.Profile <= colorprofile.ASCII }

const sgrReset = "\x1b[m"

func toLipgloss(s uv.Style) lipgloss.Style {
	l := lipgloss.NewStyle()
	if s.Fg != nil {
		l = l.Foreground(s.Fg)
	}
	if s.Bg != nil {
		l = l.Background(s.Bg)
	}
	if s.Attrs&uv.AttrBold != 0 {
		l = l.Bold(true)
	}
	if s.Attrs&uv.AttrItalic != 0 {
		l = l.Italic(true)
	}
	if s.Attrs&uv.AttrReverse != 0 {
		l = l.Reverse(true)
	}
	if s.Underline != uv.UnderlineNone {
		l = l.Underline(true)
	}
	return l
}
