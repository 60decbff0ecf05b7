package kit

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain ▸ text\nmore":       "plain ▸ text\nmore",
		"\x1b[31mred\x1b[0m":       "[31mred[0m",
		"\x1b]52;c;ZXZpbA==\x07":   "]52;c;ZXZpbA==",
		"a\u009b31mb":              "a31mb",
		"abc\u202edef\u2069\u200e": "abcdef",
		"tab\there":                "tab    here",
		"bad\xffbyte":              "badbyte",
		"cr\rlf":                   "crlf",
		"family 👨‍👩‍👧 and e\u0301": "family 👨‍👩‍👧 and e\u0301",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanLeavesNothingThatActs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		got := Clean(string(raw))
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }); i >= 0 {
			t.Fatalf("%q keeps a control character at %d", got, i)
		}
		if Clean(got) != got {
			t.Fatalf("cleaning %q again changes it", got)
		}
	})
}

// Terminals end pasted lines as the enter key does.
func TestPastedKeepsLines(t *testing.T) {
	for in, want := range map[string]string{
		"a\rb": "a\nb", "a\r\nb\r\n": "a\nb\n", "a\nb": "a\nb", "a\x1b[31mb\r\r": "a[31mb\n\n",
	} {
		if got := Pasted(in); got != want {
			t.Errorf("%q became %q; want %q", in, got, want)
		}
	}
}
