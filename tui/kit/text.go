package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Cut shortens s to w cells; what is cut ends in an ellipsis. SGR codes in s are kept.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, GlyphEllipsis)
}

// PadRight fills s with spaces to w cells. SGR codes take no room.
func PadRight(s string, w int) string {
	if n := w - ansi.StringWidth(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// PadLeft fills s with spaces on its left to w cells.
func PadLeft(s string, w int) string {
	if n := w - ansi.StringWidth(s); n > 0 {
		return strings.Repeat(" ", n) + s
	}
	return s
}

// Paragraph wraps text to w cells, each line painted and set in by indent.
func Paragraph(t *Theme, ink Ink, text string, w int, indent string) []string {
	lines := Wrap(text, w-Width(indent))
	for i := range lines {
		lines[i] = indent + t.Paint(ink, lines[i])
	}
	return lines
}

// Sentence begins with a capital letter and ends with a full stop.
func Sentence(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(r)) + s[n:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
