package door

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// keyboard is a terminal on which keys are pressed, some at a time.
type keyboard struct {
	io.Reader
	bytes.Buffer // what it shows
}

func (k *keyboard) Read(p []byte) (int, error) { return k.Reader.Read(p) }

func typed(t testing.TB, keys string) (lines []string, shown string) {
	t.Helper()
	k := &keyboard{Reader: strings.NewReader(keys)}
	s := bufio.NewScanner(&typewriter{ReadWriter: cookedBuffer{k}})
	s.Buffer(nil, 2*mostTyped)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return lines, k.String()
}

type cookedBuffer struct{ *keyboard }

func TestKeysBecomeLines(t *testing.T) {
	for _, tc := range []struct{ keys, lines, shown string }{
		{"shed load\r", "shed load", "shed load\r\n"},
		{"one\rtwo\n", "one|two", "one\r\ntwo\r\n"},
		{"lod\x7fad\r", "load", "lod\b \bad\r\n"},
		{"\x7f\x08x\r", "x", "x\r\n"},
		{"ä\x7fö\r", "ö", "ä\b \bö\r\n"},
		{"nonsense\x15ok\r", "ok", "nonsense" + strings.Repeat("\b \b", 8) + "ok\r\n"},
		{"a\x1b[Ab\x1b[1;5Cc\x1bOPd\x1bxe\r", "abcde", "abcde\r\n"}, // arrows, F1, alt+x
		{"a\x00\x01\x07\tb\r", "ab", "ab\r\n"},
		{"left \x03over\r", "", "left "},
		{"\x04never\r", "", ""},
		{"a\x04b\r", "ab", "ab\r\n"},
		{"kept\rlost", "kept", "kept\r\nlost"},
		{"\r", "", "\r\n"},
	} {
		lines, shown := typed(t, tc.keys)
		if got := strings.Join(lines, "|"); got != tc.lines || shown != tc.shown {
			t.Errorf("%q became %q, shown as %q; want %q, %q", tc.keys, got, shown, tc.lines, tc.shown)
		}
	}
	long := strings.Repeat("x", mostTyped+100)
	if lines, _ := typed(t, long+"\r"); len(lines) != 1 || len(lines[0]) != mostTyped {
		t.Errorf("a line without bounds was taken")
	}
}

func FuzzKeysBecomeLines(f *testing.F) {
	for _, s := range []string{"a\rb\x7f\r", "\x1b[200~paste\x1b[201~\r", "ä\x7f\x7f\r", "\x03", "\xff\x7f\r", "\x1b[\x1b[1;;;m\r"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, keys string) {
		lines, shown := typed(t, keys)
		for _, l := range lines {
			if strings.ContainsFunc(l, func(r rune) bool { return r < ' ' }) || utf8.ValidString(keys) && !utf8.ValidString(l) {
				t.Errorf("%q became %q", keys, l)
			}
		}
		if strings.Contains(shown, "\x1b") {
			t.Errorf("an escape sequence comes back: %q", shown)
		}
	})
}
