package content

import (
	"regexp"
	"strings"

	"sysprep/scenarios"
)

// Other rooms check what they know and name it by kind and id ("knob queue: ..."); they
// know nothing of files. locate finds the place that such a message is about.

var named = regexp.MustCompile(`\b(node|edge|knob|fault|goal|expect|item) "?([a-z0-9][a-z0-9-]*)`)

// checkScenario reports what the room of scenarios finds wrong.
func (t *tree) checkScenario(s *scenarios.Scenario) {
	system := ""
	for _, err := range s.Check() {
		message := err.Error()
		if tail, ok := strings.CutPrefix(message, "system: "); ok {
			system = strings.TrimPrefix(tail, "scenario "+s.ID+" can't be simulated: ")
			message = system
		} else if system != "" && strings.HasSuffix(message, system) {
			continue // the same fault, met again on the way
		}
		path := t.locate(message)
		for i, c := range s.Charts { // charts have no ids
			if c.Label != "" && strings.HasPrefix(message, "chart "+c.Label+": ") {
				path = t.keyIn(message, []any{"charts", i})
			}
		}
		if key, _, ok := strings.Cut(message, ": "); ok && path == nil {
			path = []any{key}
		}
		t.fault(message, "", path...)
	}
}

// checkWords reports what can be told of a scenario that could not be read as a whole. A place where something is wrong
// already is left alone: the rest follows from that.
func (t *tree) checkWords(s *scenarios.Scenario) {
	told := map[[2]int]bool{}
	for _, f := range t.src.faults {
		told[[2]int{f.Line, f.Column}] = true
	}
	for _, err := range s.CheckWords() {
		message := err.Error()
		path := t.locate(message)
		for i, c := range s.Charts {
			if c.Label != "" && strings.HasPrefix(message, "chart "+c.Label+": ") {
				path = t.keyIn(message, []any{"charts", i})
			}
		}
		pos := t.position(path...)
		if path == nil || pos == nil || told[[2]int{t.before + pos.Line, pos.Column}] {
			continue
		}
		t.fault(message, "", path...)
	}
}

// locate is the path of the first thing that a message names and the document has.
func (t *tree) locate(message string) []any {
	for _, m := range named.FindAllStringSubmatch(message, -1) {
		list := m[1] + "s"
		if m[1] == "expect" {
			list = m[1]
		}
		for i := 0; ; i++ {
			item := child(child(t.root, list), i)
			if item == nil {
				break
			}
			if id, _ := scalar(child(item, "id")); id == m[2] {
				return t.keyIn(message, []any{list, i})
			}
		}
	}
	return nil
}

// keyIn goes on to the key of the item at a path that the message speaks of first.
func (t *tree) keyIn(message string, path []any) []any {
	item := child(child(t.root, path[0]), path[1])
	entries, _ := pairs(item)
	first, at := "", len(message)
	for _, e := range entries {
		key, ok := scalar(e.Key)
		if !ok || key == "id" || key == "label" || key == "title" {
			continue
		}
		if i := wordAt(message, key); i >= 0 && i < at {
			first, at = key, i
		}
	}
	if first == "" {
		return path
	}
	return append(path, first)
}

// wordAt is where a word stands by itself in a text, or -1.
func wordAt(text, word string) int {
	letter := func(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 || word == "" {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !letter(text[i-1])) && (end == len(text) || !letter(text[end])) {
			return i
		}
		from = end
	}
}
