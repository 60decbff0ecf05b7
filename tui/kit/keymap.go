package kit

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Layout is which keys move: arrows and letters, arrows alone, or all of vim's letters.
type Layout string

// Layouts. Both is what the tables say.
const (
	Both   Layout = "both"
	Arrows Layout = "arrows" // letters do not move, so that one pressed by accident does nothing
	Vim    Layout = "vim"    // h j k l, g and G, wherever the letter has no other meaning
)

// vimKeys are the letters of vim beside the keys that all tables have.
var vimKeys = map[string]string{
	"left": "h", "down": "j", "up": "k", "right": "l", "home": "g", "end": "G",
	"pgdown": "ctrl+d", "pgup": "ctrl+u",
}

// Keymap is the learner's own choice of keys. Screens know nothing of it: they match the
// keys of their tables, and the program translates what is pressed before it hands it on.
// The zero value changes nothing. It is a value: Set returns a new one.
type Keymap struct {
	Layout Layout
	own    map[string][]string // keys by the binding's address
}

// Address names a binding for settings and messages: "lab.pause".
func (b Binding) Address(t Table) string { return slug(cmp.Or(b.Table, t.Name)) + "." + b.ID }

func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// Plain says whether the keymap changes nothing.
func (m Keymap) Plain() bool { return (m.Layout == "" || m.Layout == Both) && len(m.own) == 0 }

// Own returns the keys that the learner gave to bindings, by their addresses. It is for
// reading only.
func (m Keymap) Own() map[string][]string { return m.own }

// Over returns the table with the learner's keys.
func (m Keymap) Over(t Table) Table {
	if m.Plain() {
		return t
	}
	out := t
	out.Bindings = slices.Clone(t.Bindings)
	for i := range out.Bindings {
		b := &out.Bindings[i]
		if own, ok := m.own[b.Address(t)]; ok {
			b.Keys, b.Show = own, ""
			continue
		}
		keys := m.laidOut(t, i)
		if !slices.Equal(keys, b.Keys) {
			b.Keys = keys
			b.Show = strings.NewReplacer(" j", "", " k", "").Replace(b.Show)
		}
	}
	return out
}

// laidOut is the keys of binding i in the layout.
func (m Keymap) laidOut(t Table, i int) []string {
	b := t.Bindings[i]
	switch m.Layout {
	case Arrows:
		return slices.DeleteFunc(slices.Clone(b.Keys), func(k string) bool {
			for arrow, letter := range vimKeys {
				if k == letter && slices.Contains(b.Keys, arrow) && slices.Contains([]string{"left", "down", "up", "right"}, arrow) {
					return true
				}
			}
			return false
		})
	case Vim:
		keys := slices.Clone(b.Keys)
		for _, k := range b.Keys {
			letter := vimKeys[k]
			if letter != "" && !slices.Contains(keys, letter) && !m.taken(t, i, letter) && !(IsLetter(letter) && t.types(b)) {
				keys = append(keys, letter)
			}
		}
		return keys
	}
	return b.Keys
}

// taken says whether a key has a meaning where binding i works.
func (m Keymap) taken(t Table, i int, key string) bool {
	for j, other := range t.Bindings {
		keys := other.Keys
		if own, ok := m.own[other.Address(t)]; ok {
			keys = own
		}
		if j != i && other.Address(t) != t.Bindings[i].Address(t) && slices.Contains(keys, key) && together(t.Bindings[i], other) {
			return true
		}
	}
	return false
}

// types says whether a binding works where letters are typed.
func (t Table) types(b Binding) bool {
	return slices.ContainsFunc(t.Typing, func(context string) bool { return b.in(context) })
}

// IsLetter says whether a key puts a character into a text.
func IsLetter(key string) bool { return key == "space" || len([]rune(key)) == 1 }

// WithoutLetters returns the table with those keys that work where letters are typed.
func (t Table) WithoutLetters() Table {
	out := t
	out.Bindings = nil
	for _, b := range t.Bindings {
		b.Keys = slices.DeleteFunc(slices.Clone(b.Keys), IsLetter)
		if len(b.Keys) > 0 {
			b.Show = ""
			out.Bindings = append(out.Bindings, b)
		}
	}
	return out
}

// Translate returns the key press that the screen's own table knows for what was pressed;
// false if the key means nothing any more, since its binding has others now.
func (m Keymap) Translate(t Table, context string, msg tea.KeyPressMsg) (tea.KeyPressMsg, bool) {
	if m.Plain() {
		return msg, true
	}
	text, stroke := msg.String(), msg.Keystroke()
	mapped := m.Over(t)
	for i, b := range mapped.Bindings {
		if !b.in(context) || !slices.Contains(b.Keys, text) && !slices.Contains(b.Keys, stroke) {
			continue
		}
		if t.at(text, stroke, context) == i {
			return msg, true
		}
		for _, k := range t.Bindings[i].Keys {
			if t.at(k, k, context) == i {
				return Press(k), true
			}
		}
	}
	return msg, t.at(text, stroke, context) < 0
}

// at is the number of the first binding with that key in a context, or -1.
func (t Table) at(text, stroke, context string) int {
	return slices.IndexFunc(t.Bindings, func(b Binding) bool {
		return b.in(context) && (slices.Contains(b.Keys, text) || slices.Contains(b.Keys, stroke))
	})
}

// Set gives a binding, by its address, other keys; no keys give it back its own. tables
// are all tables of the program. It refuses keys that can't work, and names what has them.
func (m Keymap) Set(tables []Table, address string, keys ...string) (Keymap, error) {
	t, b, ok := find(tables, address)
	if !ok {
		return m, fmt.Errorf("there is no key for %q: %s", address, near(tables, address))
	}
	next := Keymap{Layout: m.Layout, own: maps.Clone(m.own)}
	if next.own == nil {
		next.own = map[string][]string{}
	}
	delete(next.own, address)
	if len(keys) == 0 {
		for _, k := range b.Keys {
			if err := next.given(tables, t, b, k); err != nil {
				return m, err
			}
		}
		return next, nil
	}
	for _, k := range keys {
		if err := usable(k); err != nil {
			return m, err
		}
		if err := next.free(tables, t, b, k); err != nil {
			return m, err
		}
	}
	if mustLeaveText(tables, t, b) && !slices.ContainsFunc(keys, func(k string) bool { return !IsLetter(k) }) {
		return m, fmt.Errorf("%q works while you type, so letters can't be its keys: choose one such as ctrl+g or f4", b.Help)
	}
	next.own[address] = slices.Clone(keys)
	return next, nil
}

// usable refuses what is no key, and the key that always quits.
func usable(k string) error {
	switch {
	case k == "ctrl+c":
		return fmt.Errorf("ctrl+c always quits, so it can't be given to anything else")
	case k == "" || Press(k).String() != k:
		return fmt.Errorf("%q is no key: write one as docs/keys.md does, such as x, G, space, tab, left, pgdown, ctrl+g or f4", k)
	}
	return nil
}

// free refuses a key that has a meaning where the binding works.
func (m Keymap) free(tables []Table, t Table, b Binding, key string) error {
	address := b.Address(t)
	mine := func(of Table, x Binding) bool { return x.Address(of) == address }
	for _, other := range tables {
		if !meet(t, other) {
			continue
		}
		for _, x := range m.Over(other).Bindings {
			if mine(other, x) || !slices.Contains(x.Keys, key) {
				continue
			}
			for _, b := range t.Bindings {
				if mine(t, b) && !slices.Contains(b.Keys, key) && (t.Name != other.Name || together(b, x)) {
					return fmt.Errorf("%s is the key for %q (%s): give that another one first, with %s", keyName(key), x.Help, other.Name, x.Address(other))
				}
			}
		}
	}
	return nil
}

// given refuses a key that the learner gave to another binding meanwhile.
func (m Keymap) given(tables []Table, t Table, b Binding, key string) error {
	for address, keys := range m.own {
		of, x, ok := find(tables, address)
		if ok && slices.Contains(keys, key) && meet(t, of) && (t.Name != of.Name || together(b, x)) {
			return fmt.Errorf("%s is the key for %q (%s) now: give that another one first, with %s", keyName(key), x.Help, of.Name, address)
		}
	}
	return nil
}

// meet says whether the keys of two tables can be asked for at the same time.
func meet(a, b Table) bool {
	behind := func(a, b Table) bool { return slices.Contains(a.Behind, "*") || slices.Contains(a.Behind, b.Name) }
	return a.Name == b.Name || behind(a, b) || behind(b, a)
}

// mustLeaveText says whether a binding has to work where letters are typed.
func mustLeaveText(tables []Table, t Table, b Binding) bool {
	for _, x := range t.Bindings {
		if x.ID == b.ID && t.types(x) {
			return true
		}
	}
	typing := slices.ContainsFunc(tables, func(o Table) bool { return slices.Contains(t.Behind, o.Name) && len(o.Typing) > 0 })
	return typing && slices.ContainsFunc(b.Keys, func(k string) bool { return !IsLetter(k) })
}

func find(tables []Table, address string) (Table, Binding, bool) {
	for _, t := range tables {
		for _, b := range t.Bindings {
			if b.Address(t) == address {
				return t, b, true
			}
		}
	}
	return Table{}, Binding{}, false
}

// near says which addresses there are.
func near(tables []Table, address string) string {
	name, _, _ := strings.Cut(address, ".")
	var names, ids []string
	for _, t := range tables {
		names = append(names, slug(t.Name))
		for _, b := range t.Bindings {
			if slug(t.Name) == name && !slices.Contains(ids, b.Address(t)) {
				ids = append(ids, b.Address(t))
			}
		}
	}
	if len(ids) > 0 {
		return "choose one of " + strings.Join(ids, ", ")
	}
	return "write SCREEN.ID, such as lab.pause; the screens are " + strings.Join(names, ", ")
}

// Press is the key press that a table calls by that name.
func Press(name string) tea.KeyPressMsg {
	k := tea.KeyPressMsg{}
	for _, m := range []struct {
		name string
		mod  tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if rest, ok := strings.CutPrefix(name, m.name); ok && rest != "" {
			k.Mod |= m.mod
			name = rest
		}
	}
	if code, ok := keyCodes[name]; ok {
		k.Code = code
		if code == tea.KeySpace && k.Mod == 0 {
			k.Text = " "
		}
		return k
	}
	if r := []rune(name); len(r) == 1 {
		k.Code = r[0]
		if k.Mod == 0 {
			k.Text = name
		}
	}
	return k
}

var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"delete": tea.KeyDelete, "insert": tea.KeyInsert, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

// First is how the first key of a binding, by its address, is written; "?" if there is none.
func (m Keymap) First(tables []Table, address string) string {
	t, _, ok := find(tables, address)
	if !ok {
		return "?"
	}
	for _, b := range m.Over(t).Bindings {
		if b.Address(t) == address && len(b.Keys) > 0 {
			return keyName(b.Keys[0])
		}
	}
	return "?"
}
