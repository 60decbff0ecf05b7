package content

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes plain text safe to show in a terminal. It removes control characters
// (C0 but newline and tab, DEL, C1), so no escape sequence is left; marks that turn
// the direction of writing; characters that have no width, which hide one text
// in another; and marks heaped upon one letter, which some terminals draw over the lines above. Bytes that are not UTF-8 become U+FFFD, and so do HTML entities that
// stand for a removed character, in case the text is rendered as Markdown after all.
func Clean(text string) string {
	if isPlain(text) {
		return text
	}
	text = strip(text)
	if !strings.Contains(text, "&") {
		return text
	}
	return mapEntities(text, func(string) string { return "\uFFFD" })
}

// oneLine is Clean for what takes one line: titles, labels, ids, messages.
func oneLine(text string) string {
	text = Clean(text)
	if !strings.ContainsAny(text, "\n\t") {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// isPlain reports whether text is printable ASCII with newlines and tabs, without
// entities: nothing to clean. Most text is.
func isPlain(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c >= 0x7f || c == '&' || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// strip removes unsafe characters and makes the text valid UTF-8.
func strip(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	marks := 0
	return strings.Map(func(r rune) rune {
		if marks++; r < 0x300 || !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		switch {
		case marks > mostMarksOnLetter:
			return -1
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case unsafeRune(r):
			return -1
		}
		return r // strings.Map has made U+FFFD of bytes that are not UTF-8
	}, text)
}

// unsafeRune reports whether r must not reach a screen.
func unsafeRune(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return true
	case r < 0xad:
		return false
	case r == '\u034f', r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0': // joiner and fillers, drawn as nothing
		return true
	case r >= 0x2028 && r <= 0x2029: // line ends that only some programs know
		return true
	case r >= 0xfe00 && r <= 0xfe0d, r >= 0xe0000 && r <= 0xe0fff: // variation selectors (but the two of emoji), tags
		return true
	}
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Cf) // fillers; bidi, zero width, soft hyphen, annotation
}

// mapEntities replaces each HTML entity that stands for an unsafe character by what
// repl makes of it.
func mapEntities(text string, repl func(entity string) string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(text, '&')
		if at < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at])
		text = text[at:]
		n := entityLength(text)
		if n == 0 {
			n = 1
			b.WriteByte('&')
		} else if entity := text[:n]; entityUnsafe(entity) {
			b.WriteString(repl(entity))
		} else {
			b.WriteString(entity)
		}
		text = text[n:]
	}
}

// entityLength is the length of what begins like an entity at the start of text: "&",
// "#" perhaps, letters and digits, ";" perhaps (some renderers don't ask for it); or 0.
func entityLength(text string) int {
	n := 1
	if n < len(text) && text[n] == '#' {
		n++
	}
	body := n
	for n < len(text) && (text[n] < utf8.RuneSelf && (unicode.IsLetter(rune(text[n])) || unicode.IsDigit(rune(text[n])))) {
		n++
	}
	if n == body {
		return 0
	}
	if n < len(text) && text[n] == ';' {
		n++
	}
	return n
}

func entityUnsafe(entity string) bool {
	if strings.HasPrefix(entity, "&#") {
		// Renderers differ on numbers: some cut them, some read 0x9b as a C1 control and
		// some as Windows-1252. So only plainly printable numbers pass.
		return !printableNumber(strings.TrimSuffix(entity[2:], ";"))
	}
	for _, r := range html.UnescapeString(entity) {
		if unsafeRune(r) {
			return true
		}
	}
	return false
}

// printableNumber reports whether the number of an entity is one of a safe character.
func printableNumber(digits string) bool {
	base := rune(10)
	if rest, hex := strings.CutPrefix(strings.ToLower(digits), "x"); hex {
		digits, base = rest, 16
	}
	var r rune
	for _, c := range strings.ToLower(digits) {
		d := c - '0'
		if c >= 'a' {
			d = c - 'a' + 10
		}
		if d < 0 || d >= base || r > unicode.MaxRune {
			return false
		}
		r = r*base + d
	}
	return utf8.ValidRune(r) && !unsafeRune(r) && r != '\n' && r != '\t'
}
