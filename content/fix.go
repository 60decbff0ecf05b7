package content

import (
	"bytes"
	"io/fs"
	"strings"
)

// fixable are the checks whose findings Fix mends. Each changes single characters of single lines, so that
// comments, order and layout stay as the author wrote them.
var fixable = map[string]bool{"line-ends": true, "untagged-code": true, "hidden-characters": true}

// Fix mends what can be mended without knowing what the author meant, and returns the files that changed, by path:
// line ends, byte order marks, characters that are not drawn, code fences without a language. A step whose text
// changes has another hash, as after any edit.
func Fix(fsys fs.FS) map[string][]byte {
	f := readFolder(fsys)
	changed := map[string][]byte{}
	for name, src := range f.sources {
		if before, err := f.read(name); err == nil {
			if after := fixFile(src); !bytes.Equal(before, after) {
				changed[name] = after
			}
		}
	}
	return changed
}

// fixFile is the text of a file, mended.
func fixFile(src *source) []byte {
	fence, lines := "", make([]string, len(src.lines))
	markdown := strings.HasSuffix(src.name, ".md")
	for i, line := range src.lines {
		line = dropHidden(line)
		if markdown {
			mark, info := fenceOf(line)
			switch {
			case fence != "":
				if closesFence(line, fence) {
					fence = ""
				}
			case mark != "":
				if fence = mark; info == "" {
					line = strings.TrimRight(line, " \t") + "text"
				}
			}
		}
		lines[i] = line
	}
	text := strings.Join(lines, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return []byte(text)
}

// dropHidden removes what is not drawn from a line.
func dropHidden(line string) string {
	if isPlain(line) {
		return line
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\u2029':
			return ' '
		case unsafeRune(r):
			return -1
		}
		return r
	}, line)
}
