// Package settings is the screen on which a learner sets how the program looks, moves and
// plans, and gives things other keys. What is set holds at once.
package settings

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/prefs"
	"sysprep/tui/screen"
)

// Bindings are the keys of the settings. Contexts: "settings" and "keys" are the two pages,
// "value" is a value that is typed, "press" waits for a key.
var Bindings = kit.Table{Name: "Settings", Typing: []string{"value", "press"}, Bindings: []kit.Binding{
	{ID: "turn", Keys: []string{"right", "enter", "space"}, Show: "← →", Help: "change", Group: "Settings", Contexts: []string{"settings"}, Rank: 1},
	{ID: "turnback", Keys: []string{"left"}, Help: "change back", Group: "Settings", Contexts: []string{"settings"}},
	{ID: "usual", Keys: []string{"0", "backspace"}, Help: "as it usually is", Group: "Settings", Contexts: []string{"settings", "keys"}, Rank: 3},
	{ID: "keys", Keys: []string{"tab"}, Help: "keys", Group: "Settings", Contexts: []string{"settings"}, Rank: 2},
	{ID: "settings", Keys: []string{"tab"}, Help: "settings", Group: "Settings", Contexts: []string{"keys"}, Rank: 2},
	{ID: "rebind", Keys: []string{"enter", "space"}, Help: "give it another key", Group: "Settings", Contexts: []string{"keys"}, Rank: 1},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Move", Contexts: []string{"settings", "keys"}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Move", Contexts: []string{"settings", "keys"}},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "down a page", Group: "Move", Contexts: []string{"settings", "keys"}},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "up a page", Group: "Move", Contexts: []string{"settings", "keys"}},
	{ID: "home", Keys: []string{"esc"}, Help: "home", Group: "Move", Contexts: []string{"settings", "keys"}, Rank: 9},
	{ID: "keep", Keys: []string{"enter"}, Help: "keep it", Group: "Value", Contexts: []string{"value"}, Rank: 1},
	{ID: "cancel", Keys: []string{"esc"}, Help: "leave it as it was", Group: "Value", Contexts: []string{"value", "press"}, Rank: 2},
}}

type mode uint8

const (
	choosing mode = iota // among the settings
	binding              // among the keys
	typing               // a value
	pressing             // waits for a key
)

var contexts = [...]string{"settings", "keys", "value", "press"}

type settings struct {
	env   *screen.Env
	mode  mode
	at    screen.List // of the settings
	key   screen.List // of the keys
	input textinput.Model
	say   string // why a value could not be taken
	h     int
}

// New is the screen of the settings.
func New(env *screen.Env) screen.Screen {
	s := settings{env: env, input: textinput.New()}
	s.input.Prompt = ""
	s.input.CharLimit = 40
	s.input.SetWidth(40)
	s.input.SetVirtualCursor(false)
	s.input.Focus()
	return s
}

func (s settings) Init() tea.Cmd { return nil }

func (s settings) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: contexts[s.mode], Why: s.why, Typing: s.mode == typing || s.mode == pressing}
}

func (s settings) why(id string) string {
	switch {
	case id == "usual" && s.mode == choosing && !s.env.Prefs.Set(s.chosen().Key):
		return "it is as it usually is"
	case id == "usual" && s.mode == binding && s.env.Prefs.Keymap.Own()[s.binding().address] == nil:
		return "it has its usual keys"
	}
	return ""
}

func (s settings) chosen() prefs.Setting { return prefs.All[s.at.At] }

func (s settings) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.h = msg.H
	case screen.Preferred:
		s.say = ""
	case screen.Pick:
		return s.pick(msg.At)
	case tea.MouseWheelMsg:
		return s.move(screen.Wheel(msg)), nil
	case tea.PasteMsg:
		if s.mode == typing {
			s.input, _ = s.input.Update(msg)
		}
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return s, nil
}

// pick is a click on a line: the second one on the same line does what enter does.
func (s settings) pick(i int) (screen.Screen, tea.Cmd) {
	switch {
	case s.mode == choosing && s.at.At == i:
		return s.turn(1)
	case s.mode == choosing:
		s.at.At = i
	case s.mode == binding && s.key.At == i:
		s.mode = pressing
	case s.mode == binding:
		s.key.At = i
	}
	s.say = ""
	return s, nil
}

func (s settings) press(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	hit, ok := Bindings.Match(msg, contexts[s.mode], s.why)
	switch {
	case s.mode == pressing && !ok:
		return s.rebind(msg.String())
	case s.mode == typing && !ok:
		s.say = ""
		s.input, _ = s.input.Update(msg)
		return s, nil
	case !ok:
		return s, nil
	case hit.Reason != "":
		return s, screen.Send(screen.Notice{Text: hit.Help + ": " + hit.Reason})
	}
	s.say = ""
	switch hit.ID {
	case "turn":
		return s.turn(1)
	case "turnback":
		return s.turn(-1)
	case "usual":
		return s.usual()
	case "keys", "settings":
		s.mode = binding - s.mode
	case "rebind":
		s.mode = pressing
	case "keep":
		return s.keep()
	case "cancel":
		s.mode = map[mode]mode{typing: choosing, pressing: binding}[s.mode]
	case "home":
		return s, screen.Send(screen.Pop{})
	default:
		page := max(1, s.h-6)
		return s.move(map[string]int{"down": 1, "up": -1, "pgdown": page, "pgup": -page}[hit.ID]), nil
	}
	return s, nil
}

func (s settings) move(n int) settings {
	switch s.mode {
	case choosing:
		s.at = s.at.By(n, len(prefs.All))
	case binding:
		s.key = s.key.By(n, len(s.bindings()))
	}
	return s
}

// turn takes the next value of the chosen setting, or has one typed.
func (s settings) turn(n int) (screen.Screen, tea.Cmd) {
	c := s.chosen()
	if len(c.Choices) == 0 {
		s.mode = typing
		s.input.SetValue(s.env.Prefs.Text(c))
		s.input.CursorEnd()
		return s, nil
	}
	i := slices.Index(c.Choices, s.env.Prefs.Text(c))
	next := c.Choices[(i+n+len(c.Choices))%len(c.Choices)]
	return s.set(c.Key, next)
}

func (s settings) usual() (screen.Screen, tea.Cmd) {
	if s.mode == binding {
		return s.set(prefs.KeyPrefix+s.binding().address, "")
	}
	return s.set(s.chosen().Key, "")
}

// keep takes the value that was typed.
func (s settings) keep() (screen.Screen, tea.Cmd) {
	next, cmd := s.set(s.chosen().Key, s.input.Value())
	if next.say == "" {
		next.mode = choosing
	}
	return next, cmd
}

// rebind gives the chosen binding the key that was pressed.
func (s settings) rebind(key string) (screen.Screen, tea.Cmd) {
	next, cmd := s.set(prefs.KeyPrefix+s.binding().address, key)
	next.mode = binding
	return next, cmd
}

// set keeps a value, or says why it can't be.
func (s settings) set(key, value string) (settings, tea.Cmd) {
	kept, err := s.env.Prefs.Check(key, value, s.env.Tables, time.Local)
	if err != nil {
		s.say = kit.Sentence(err.Error())
		return s, nil
	}
	return s, s.env.Prefer(key, kept)
}

// bound is one line of the page of keys.
type bound struct {
	table   string
	first   bool // of its table
	address string
	help    string
	keys    string
	own     bool
}

// bindings are the lines of the page of keys: each binding once, as the tables have them.
func (s settings) bindings() []bound {
	var out []bound
	m := s.env.Prefs.Keymap
	for _, t := range s.env.Tables {
		known := map[string]bool{}
		first := true
		for _, b := range m.Over(t).Bindings {
			address := b.Address(t)
			if known[address] {
				continue
			}
			known[address] = true
			b.Show = ""
			out = append(out, bound{t.Name, first, address, b.Help, b.Label(), m.Own()[address] != nil})
			first = false
		}
	}
	return out
}

func (s settings) binding() bound { return s.bindings()[s.key.At] }
