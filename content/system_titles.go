package content

import (
	"strconv"
	"strings"
)

// SystemTitle is what a list of scenarios shows of one.
type SystemTitle struct {
	ID      string
	Title   string
	Summary string
}

// Titles lists the scenarios by their ids, without parsing those that nobody has used yet:
// their titles are read from their first lines.
func (s *Systems) Titles() []SystemTitle {
	var out []SystemTitle
	for _, id := range s.IDs() {
		t, ok := s.glance(id)
		if !ok {
			def := s.Of(id)
			t = SystemTitle{ID: id, Title: def.Title, Summary: def.Summary}
		}
		out = append(out, t)
	}
	return out
}

// glance reads a title without parsing; false if it is not written on one line, in quotes.
func (s *Systems) glance(id string) (SystemTitle, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	src, ok := s.later[id]
	if !ok {
		return SystemTitle{}, false
	}
	t := SystemTitle{ID: id}
	for line := range strings.Lines(src.read().text) {
		if t.Title != "" && t.Summary != "" {
			break
		}
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		var into *string
		switch key {
		case "title":
			into = &t.Title
		case "summary":
			into = &t.Summary
		default:
			continue
		}
		text, err := strconv.Unquote(value)
		if err != nil {
			return t, false
		}
		*into = text
	}
	return t, t.Title != ""
}
