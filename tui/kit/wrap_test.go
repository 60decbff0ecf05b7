package kit

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		w        int
		want     []string
	}{
		{"at spaces", "one two three four", 9, []string{"one two", "three", "four"}},
		{"newlines stay", "one\ntwo three", 20, []string{"one", "two three"}},
		{"a flag stays whole", "give it --all-sizes now", 14, []string{"give it", "--all-sizes", "now"}},
		{"an id stays whole", "sysprep learn cache-collapse", 20, []string{"sysprep learn", "cache-collapse"}},
		{"an id as wide as the line", "learn cache-collapse", 14, []string{"learn", "cache-collapse"}},
		{"an id wider than the line breaks at its hyphen", "cache-collapse", 10, []string{"cache-", "collapse"}},
		{"a dash between words", "first - second", 20, []string{"first - second"}},
		{"a word that is too wide", "abcdefgh", 5, []string{"abcde", "fgh"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Wrap(tc.in, tc.w); !slices.Equal(got, tc.want) {
				t.Errorf("Wrap(%q, %d) = %q, want %q", tc.in, tc.w, got, tc.want)
			}
		})
	}
}

// No line is wider than it may be, no letter is lost, and what fits stays in one piece.
func TestWrapKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`-{0,2}[a-z]{1,6}(-[a-z]{1,6}){0,3}`), 1, 20).Draw(t, "words")
		w := rapid.IntRange(1, 40).Draw(t, "w")
		lines := Wrap(strings.Join(words, " "), w)
		var got []string
		for _, l := range lines {
			if Width(l) > w {
				t.Fatalf("%q is wider than %d", l, w)
			}
			got = append(got, strings.Fields(l)...)
		}
		if strings.Join(got, "") != strings.Join(words, "") {
			t.Fatalf("%q became %q", words, lines)
		}
		for _, word := range words {
			if Width(word) <= w && !slices.Contains(got, word) {
				t.Fatalf("%q fits into %d cells and was broken: %q", word, w, lines)
			}
		}
	})
}

// Whatever the text, lines fit, except for a letter that is itself wider than a line.
func TestWrapFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, w := rapid.String().Draw(t, "s"), rapid.IntRange(2, 40).Draw(t, "w")
		for _, l := range Wrap(s, w) {
			if Width(l) > w {
				t.Fatalf("%q is wider than %d", l, w)
			}
		}
	})
}
