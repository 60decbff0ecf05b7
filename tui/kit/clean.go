package kit

import (
	"strings"
	"unicode/utf8"
)

// Clean returns s without what could act on a terminal or deceive a reader:
// control characters (C0, DEL, C1, so every escape sequence is disarmed),
// bidirectional controls, line separators and invalid UTF-8. Newlines stay and
// tabs become four spaces.
func Clean(s string) string {
	if !needsCleaning(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case r == utf8.RuneError && n == 1, hostile(r):
		case r == '\t':
			b.WriteString("    ")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// newlines are how terminals write the end of a line in what is pasted: most send what the enter key sends.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Pasted is what was pasted, cleaned: a page may put more on a clipboard than it shows. The lines stay.
func Pasted(s string) string { return Clean(newlines.Replace(s)) }

func needsCleaning(s string) bool {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '\t' || hostile(r) || (r == utf8.RuneError && n == 1) {
			return true
		}
		i += n
	}
	return false
}

func hostile(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	case r == 0x061c, r >= 0x200e && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
		return true
	}
	return false
}
