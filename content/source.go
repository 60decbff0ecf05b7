package content

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// newSource takes the bytes of a file as text, with newlines made \n. Control
// characters stay in it, to be filtered from each value that is read out.
func newSource(name string, data []byte) *source {
	s := &source{name: name, carriage: bytes.HasPrefix(data, []byte("\uFEFF")) || bytes.IndexByte(data, '\r') >= 0}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	s.text = string(data)
	valid := utf8.ValidString(s.text)
	if !valid {
		s.text = strings.ToValidUTF8(s.text, "\uFFFD")
	}
	s.lines = strings.Split(s.text, "\n")
	if !valid {
		line := 1 + bytes.Count(data[:firstInvalid(data)], []byte("\n"))
		s.fault(line, 1, "the text is not UTF-8", "save the file as UTF-8")
	}
	return s
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// between is the text of the lines from (counted from 0) up to, not including, to.
func (s *source) between(from, to int) string {
	return strings.Join(s.lines[from:to], "\n")
}
