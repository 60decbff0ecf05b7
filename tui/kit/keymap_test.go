package kit

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

var (
	steps = Table{Name: "Step", Typing: []string{"typing"}, Bindings: []Binding{
		{ID: "pause", Keys: []string{"space"}, Help: "pause", Group: "Time", Contexts: []string{"run"}},
		{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Move", Contexts: []string{"run"}},
		{ID: "left", Keys: []string{"left"}, Help: "left", Group: "Move", Contexts: []string{"run"}},
		{ID: "right", Keys: []string{"right"}, Help: "right", Group: "Move", Contexts: []string{"run"}},
		{ID: "hint", Keys: []string{"h"}, Help: "a hint", Group: "Move", Contexts: []string{"run"}},
		{ID: "send", Keys: []string{"ctrl+s"}, Help: "send", Group: "Text", Contexts: []string{"typing"}},
		{ID: "end", Keys: []string{"end"}, Help: "to the end", Group: "Move"},
	}}
	player = Table{Name: "The player", Behind: []string{"Step"}, Bindings: []Binding{
		{ID: "before", Keys: []string{"b", "["}, Help: "step before", Group: "Lesson"},
		{ID: "home", Keys: []string{"esc"}, Help: "home", Group: "Lesson"},
	}}
	other  = Table{Name: "Other", Bindings: []Binding{{ID: "p", Keys: []string{"p"}, Help: "print", Group: "Other"}}}
	global = Table{Name: "Everywhere", Behind: []string{"*"}, Bindings: []Binding{{ID: "quit", Keys: []string{"q"}, Help: "quit", Group: "Program"}}}
	all    = []Table{steps, player, other, global}
)

func TestKeymapSet(t *testing.T) {
	for _, tc := range []struct {
		address string
		keys    []string
		wrong   string // what the refusal says; "" is none
	}{
		{"step.pause", []string{"p"}, ""},
		{"step.pause", []string{"p", "f4"}, ""},
		{"step.pause", []string{"p", "space"}, ""},
		{"step.down", []string{"j"}, ""},
		{"the-player.before", []string{"p"}, ""}, // p is a key of a table that it never meets
		{"step.pause", []string{"h"}, `h is the key for "a hint" (Step): give that another one first, with step.hint`},
		{"step.pause", []string{"q"}, `"quit" (Everywhere)`},
		{"step.pause", []string{"b"}, `"step before" (The player)`},
		{"the-player.before", []string{"h"}, `"a hint" (Step)`},
		{"everywhere.quit", []string{"p"}, `"print" (Other)`},
		{"step.pause", []string{"ctrl+c"}, "ctrl+c always quits"},
		{"step.pause", []string{"left arrow"}, `"left arrow" is no key`},
		{"step.pause", []string{""}, "is no key"},
		{"step.send", []string{"x"}, "works while you type"},
		{"step.send", []string{"ctrl+g"}, ""},
		{"the-player.home", []string{"x"}, "works while you type"},
		{"the-player.home", []string{"x", "f4"}, ""},
		{"step.spoon", []string{"x"}, "choose one of step.pause, step.down"},
		{"spoon", []string{"x"}, "the screens are step, the-player, other, everywhere"},
	} {
		got, err := Keymap{}.Set(all, tc.address, tc.keys...)
		switch {
		case tc.wrong == "" && err != nil:
			t.Errorf("%s = %v: %v", tc.address, tc.keys, err)
		case tc.wrong == "" && !slices.Equal(got.Own()[tc.address], tc.keys):
			t.Errorf("%s = %v became %v", tc.address, tc.keys, got.Own())
		case tc.wrong != "" && (err == nil || !strings.Contains(err.Error(), tc.wrong)):
			t.Errorf("%s = %v: the error is %v, want %q", tc.address, tc.keys, err, tc.wrong)
		case tc.wrong != "" && !got.Plain():
			t.Errorf("%s = %v was refused, and kept", tc.address, tc.keys)
		}
	}
}

func TestKeymapTranslates(t *testing.T) {
	joined := Join("Step", steps, player, global)
	own := func(address string, keys ...string) Keymap {
		m, err := Keymap{}.Set(all, address, keys...)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, tc := range []struct {
		name    string
		m       Keymap
		context string
		key     string
		want    string // "" if the key means nothing any more
	}{
		{"no choice of keys", Keymap{}, "run", "space", "space"},
		{"the new key is the old one", own("step.pause", "p"), "run", "p", "space"},
		{"the old key is gone", own("step.pause", "p"), "run", "space", ""},
		{"where it has no meaning it stays", own("step.pause", "p"), "typing", "space", "space"},
		{"others stay", own("step.pause", "p"), "run", "j", "j"},
		{"a key of nobody stays", own("step.pause", "p"), "run", "z", "z"},
		{"the player's", own("the-player.home", "f4"), "typing", "f4", "esc"},
		{"the player's old one", own("the-player.home", "f4"), "typing", "esc", ""},
		{"letters that move", Keymap{Layout: Arrows}, "run", "j", ""},
		{"arrows", Keymap{Layout: Arrows}, "run", "down", "down"},
		{"l of vim", Keymap{Layout: Vim}, "run", "l", "right"},
		{"h has a meaning already", Keymap{Layout: Vim}, "run", "h", "h"},
		{"G of vim", Keymap{Layout: Vim}, "run", "G", "G"}, // "end" works while one types, too
	} {
		got, ok := tc.m.Translate(joined, tc.context, Press(tc.key))
		if !ok {
			got = tea.KeyPressMsg{}
		}
		if (tc.want == "") == ok || ok && got.String() != tc.want {
			t.Errorf("%s: %s in %s becomes %q (%v), want %q", tc.name, tc.key, tc.context, got.String(), ok, tc.want)
		}
	}
}

func TestKeymapTakesBack(t *testing.T) {
	m, err := Keymap{}.Set(all, "step.pause", "p")
	if err != nil {
		t.Fatal(err)
	}
	if back, err := m.Set(all, "step.pause"); err != nil || !back.Plain() {
		t.Errorf("taken back: %v, %v", back, err)
	}
	m, err = m.Set(all, "step.hint", "space")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Set(all, "step.pause"); err == nil || !strings.Contains(err.Error(), `space is the key for "a hint"`) {
		t.Errorf("space was given away, and taken back: %v", err)
	}
}

// TestRemappedKeyDoesTheSame gives bindings random keys: what is accepted works, and no
// other binding stops working.
func TestRemappedKeyDoesTheSame(t *testing.T) {
	keys := strings.Fields("a b c d e h j k p q x z G space tab esc enter left right f4 f5 ctrl+g ctrl+s [ end")
	rapid.Check(t, func(t *rapid.T) {
		m := Keymap{Layout: rapid.SampledFrom([]Layout{"", Both, Arrows, Vim}).Draw(t, "layout")}
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			of := rapid.SampledFrom(all).Draw(t, "table")
			b := rapid.SampledFrom(of.Bindings).Draw(t, "binding")
			if next, err := m.Set(all, b.Address(of), rapid.SampledFrom(keys).Draw(t, "key")); err == nil {
				m = next
			}
		}
		joined := Join("Step", steps, player, global)
		for _, context := range []string{"run", "typing"} {
			for i, b := range joined.In(context) {
				mapped := m.Over(joined).In(context)
				if len(mapped) != len(joined.In(context)) || mapped[i].ID != b.ID {
					t.Fatalf("%s: %v has no key any more", context, b.ID)
				}
				reached := false
				for _, k := range mapped[i].Keys {
					got, ok := m.Translate(joined, context, Press(k))
					hit, _ := joined.Match(got, context, nil)
					reached = reached || ok && hit.ID == b.ID
				}
				if !reached {
					t.Fatalf("%s: none of the keys %v leads to %s", context, mapped[i].Keys, b.ID)
				}
			}
		}
	})
}

func TestPressKnowsAllKeys(t *testing.T) {
	for _, k := range []string{"a", "G", "?", "é", "space", "enter", "esc", "tab", "shift+tab", "left", "pgdown", "home", "f1", "f12", "ctrl+s", "backspace", "+", "alt+x"} {
		if got := Press(k).String(); got != k {
			t.Errorf("%s becomes %s", k, got)
		}
	}
}
