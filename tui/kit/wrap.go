package kit

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks plain text into lines of at most w cells, at spaces where it can. A word
// with hyphens stays whole, since it may be a flag or an id that somebody copies; only
// one that is wider than a line breaks, at its hyphens where it can. Newlines in s are kept.
func Wrap(s string, w int) []string {
	if w < 1 {
		return nil
	}
	var b breaker
	b.w = w
	for l := range strings.SplitSeq(Clean(s), "\n") {
		b.text(l)
		b.newline()
	}
	return b.lines
}

// breaker fills lines of at most w cells.
type breaker struct {
	w, used int
	line    strings.Builder
	lines   []string
}

func (b *breaker) newline() {
	b.lines = append(b.lines, strings.TrimRight(b.line.String(), " "))
	b.line.Reset()
	b.used = 0
}

// text adds a text that has no newlines.
func (b *breaker) text(s string) {
	for s != "" {
		word := strings.TrimLeftFunc(s, breaks)
		gap := s[:len(s)-len(word)]
		s = ""
		if end := strings.IndexFunc(word, breaks); end >= 0 {
			word, s = word[:end], word[end:]
		}
		if Width(word) <= b.w {
			b.add(gap, word)
			continue
		}
		for part := range strings.SplitAfterSeq(word, "-") {
			for piece := range strings.SplitSeq(ansi.Hardwrap(part, b.w, true), "\n") {
				b.add(gap, piece)
				gap = ""
			}
		}
	}
}

// add puts a piece of text on this line, behind its gap, or on the next.
func (b *breaker) add(gap, piece string) {
	room := Width(gap) + Width(piece)
	if b.used+room > b.w {
		if b.used > 0 {
			b.newline()
		}
		gap, room = "", Width(piece)
	}
	b.line.WriteString(gap + piece)
	b.used += room
}

// breaks says whether a line may break at r.
func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' }
