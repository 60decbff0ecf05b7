package content

import (
	"strings"
)

// CleanMarkdown makes Markdown source safe to render for a terminal: what Clean
// removes is removed; entities that stand for such characters are shown as they are
// written; raw HTML becomes text; and links lead only to http, https, mailto, or a
// place in the text (any other is left as text). Code keeps its own < and [.
func CleanMarkdown(text string) string {
	text = mapEntities(strip(text), func(entity string) string { return "&amp;" + entity[1:] })
	if !strings.ContainsAny(text, "<]") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 16)
	fence := ""
	for rest := text; rest != ""; {
		line, after, _ := strings.Cut(rest, "\n")
		mark, _ := fenceOf(line)
		switch {
		case fence != "":
			if closesFence(line, fence) {
				fence = ""
			}
			b.WriteString(rest[:len(rest)-len(after)])
			rest = after
		case mark != "":
			fence = mark
			b.WriteString(rest[:len(rest)-len(after)])
			rest = after
		default:
			n := proseLength(rest)
			neutralise(&b, rest[:n])
			rest = rest[n:]
		}
	}
	return b.String()
}

// fenceOf returns the mark that opens a fenced block on this line ("```", "~~~~"),
// and the info string after it; an empty mark if the line opens none.
func fenceOf(line string) (mark, info string) {
	s := strings.TrimLeft(line, " ")
	if len(line)-len(s) > 3 || s == "" || s[0] != '`' && s[0] != '~' {
		return "", ""
	}
	n := len(s) - len(strings.TrimLeft(s, s[:1]))
	info = strings.TrimSpace(s[n:])
	if n < 3 || s[0] == '`' && strings.Contains(info, "`") {
		return "", ""
	}
	return s[:n], info
}

// closesFence reports whether the line ends the block that mark opened.
func closesFence(line, mark string) bool {
	s := strings.TrimLeft(line, " ")
	if len(line)-len(s) > 3 || !strings.HasPrefix(s, mark) {
		return false
	}
	return strings.Trim(s, mark[:1]+" \t") == ""
}

// proseLength is the length of text up to the next blank line or fence: a stretch in
// which a code span or link may run over several lines.
func proseLength(text string) int {
	n := 0
	for {
		line, after, found := strings.Cut(text[n:], "\n")
		if mark, _ := fenceOf(line); n > 0 && mark != "" {
			return n
		}
		n = len(text) - len(after)
		if !found || strings.TrimSpace(line) == "" {
			return n
		}
	}
}

// neutralise writes one stretch of prose with its raw HTML and odd links as text.
func neutralise(b *strings.Builder, text string) {
	ticks := map[int]bool{} // lengths of runs of backticks known to have no end
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i += 2
		case c == '`':
			n := codeSpan(text[i:], ticks)
			b.WriteString(text[i : i+n])
			i += n
		case c == '<' && i+1 < len(text) && opensTag(text[i+1]) && !safeAutolink(text[i+1:]):
			b.WriteString("&lt;")
			i++
		case c == ']' && i+1 < len(text) && (text[i+1] == '(' || text[i+1] == ':') && !safeDestination(text[i+2:]):
			b.WriteString("]\\")
			b.WriteByte(text[i+1])
			i += 2
		default:
			b.WriteByte(c)
			i++
		}
	}
}

// codeSpan is the length of the code span at the start of text, or of its backticks
// if nothing ends it.
func codeSpan(text string, unended map[int]bool) int {
	n := len(text) - len(strings.TrimLeft(text, "`"))
	if unended[n] {
		return n
	}
	for i := n; i < len(text); {
		at := strings.IndexByte(text[i:], '`')
		if at < 0 {
			break
		}
		i += at
		run := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		i += run
		if run == n {
			return i
		}
	}
	unended[n] = true // so that a text of backticks takes linear time
	return n
}

func opensTag(c byte) bool {
	return c == '/' || c == '!' || c == '?' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// safeAutolink reports whether text, which follows "<", is a link to a safe place.
func safeAutolink(text string) bool {
	end := strings.IndexAny(text, "<> \n\t")
	return end > 0 && text[end] == '>' && safeScheme(text)
}

// safeDestination reports whether text, which follows "](" or "]:", leads to a safe
// place. It reads more as a destination than Markdown does, and errs on refusing.
func safeDestination(text string) bool {
	text = strings.TrimLeft(text, " \t\n<")
	if safeScheme(text) {
		return true
	}
	for _, c := range []byte(text[:min(len(text), mostDestination)]) {
		switch c {
		case ')', '>', ' ', '\n', '\t':
			return true
		case ':', '&', '\\': // a scheme, or one in disguise
			return false
		}
	}
	return len(text) <= mostDestination
}

// mostDestination bounds where a link may lead, and the time that many of them take.
const mostDestination = 1000

func safeScheme(text string) bool {
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if len(text) >= len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}
