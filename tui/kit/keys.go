package kit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Binding is one thing that keys do. It is plain data: the same table feeds the
// handling of keys, the footer, the help overlay and docs/keys.md.
type Binding struct {
	ID       string   // what it does, for the code: "pause"; unique within a context
	Keys     []string // as tea.KeyPressMsg.String names them: "space", "enter", "ctrl+s", "?", "G"
	Show     string   // how footer and help write the keys; empty: made from Keys
	Help     string   // a verb and its object: "pause", "go on"
	Group    string   // heading in the help: "Time", "Move"
	Contexts []string // where it works; empty: everywhere in its table
	Rank     int      // place in the footer: lower is more important; 0: help only
	Table    string   // name of the table it comes from, in joined tables; empty: the one it is in
}

// Table is the bindings of one screen. Order matters: the first match wins.
type Table struct {
	Name     string // of the screen, for help and cheat sheet: "Lab"
	Bindings []Binding
	Typing   []string // contexts in which letters are typed, so that no letter is a key
	Behind   []string // names of the tables that it is joined behind; "*" is all
}

// Reasons says why a binding does nothing now, in words that complete "not now:";
// it returns "" when the binding works. A nil Reasons enables all.
type Reasons func(id string) string

func (r Reasons) of(id string) string {
	if r == nil {
		return ""
	}
	return r(id)
}

// Hit is what a key press means.
type Hit struct {
	ID     string
	Help   string
	Reason string // why it does nothing now; empty: do it
}

// Match finds the binding for a key press in a context. A disabled binding
// matches, with its reason, so that the screen can say why nothing happens.
func (t Table) Match(msg tea.KeyPressMsg, context string, why Reasons) (Hit, bool) {
	text, stroke := msg.String(), msg.Keystroke()
	for i := range t.Bindings {
		b := &t.Bindings[i]
		if b.in(context) && (slices.Contains(b.Keys, text) || slices.Contains(b.Keys, stroke)) {
			return Hit{ID: b.ID, Help: b.Help, Reason: why.of(b.ID)}, true
		}
	}
	return Hit{}, false
}

// In returns the bindings that work in a context. One whose keys are all taken by
// earlier ones, as may be in joined tables, never gets to work and is left out.
func (t Table) In(context string) []Binding {
	var in []Binding
	taken := map[string]bool{}
	for _, b := range t.Bindings {
		if !b.in(context) {
			continue
		}
		if slices.ContainsFunc(b.Keys, func(k string) bool { return !taken[k] }) {
			in = append(in, b)
		}
		for _, k := range b.Keys {
			taken[k] = true
		}
	}
	return in
}

func (b Binding) in(context string) bool {
	return len(b.Contexts) == 0 || slices.Contains(b.Contexts, context)
}

// Label is the keys of the binding as the footer and the help write them.
func (b Binding) Label() string {
	if b.Show != "" {
		return b.Show
	}
	names := make([]string, len(b.Keys))
	for i, k := range b.Keys {
		names[i] = keyName(k)
	}
	return strings.Join(names, " ")
}

var keyNames = map[string]string{
	"left": "←", "right": "→", "up": "↑", "down": "↓", "backspace": "⌫", "delete": "del",
	"pgup": "page up", "pgdown": "page down", "escape": "esc", "shift+tab": "shift+tab",
}

func keyName(k string) string {
	if n, ok := keyNames[k]; ok {
		return n
	}
	return k
}

// Check returns an error that names the first binding that could not work: no
// ID, keys or help, or a key which an earlier binding of the same context takes.
func (t Table) Check() error {
	for i, b := range t.Bindings {
		if b.ID == "" || len(b.Keys) == 0 || b.Help == "" || b.Group == "" {
			return fmt.Errorf("keys of %s: binding %d (%q) needs an ID, keys, a help text and a group", t.Name, i+1, b.ID)
		}
		for _, k := range b.Keys {
			if k == " " || k == "" {
				return fmt.Errorf("keys of %s: %s binds %q; write \"space\"", t.Name, b.ID, k)
			}
		}
		for _, was := range t.Bindings[:i] {
			if k := clash(was, b); k != "" {
				return fmt.Errorf("keys of %s: %s and %s are both on %s; move one of them", t.Name, was.ID, b.ID, k)
			}
		}
	}
	return nil
}

// together says whether two bindings of a table work in the same context.
func together(a, b Binding) bool {
	return len(a.Contexts) == 0 || len(b.Contexts) == 0 ||
		slices.ContainsFunc(a.Contexts, func(c string) bool { return slices.Contains(b.Contexts, c) })
}

// clash returns a key that two bindings share in some context, or "".
func clash(a, b Binding) string {
	if !together(a, b) {
		return ""
	}
	for _, k := range a.Keys {
		if slices.Contains(b.Keys, k) {
			return k
		}
	}
	return ""
}

// Join returns one table of several. The earlier tables win where keys clash.
func Join(name string, tables ...Table) Table {
	t := Table{Name: name}
	for _, from := range tables {
		for _, b := range from.Bindings {
			b.Table = cmp.Or(b.Table, from.Name)
			t.Bindings = append(t.Bindings, b)
		}
		t.Typing = append(t.Typing, from.Typing...)
	}
	return t
}
