package tui

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// helpKeys are the keys of the help itself.
var helpKeys = kit.Table{Name: "Help", Bindings: []kit.Binding{
	{ID: "down", Keys: []string{"down", "j", "pgdown", "space"}, Show: "↑ ↓", Help: "more", Group: "Help", Rank: 1},
	{ID: "up", Keys: []string{"up", "k", "pgup"}, Help: "back up", Group: "Help"},
	{ID: "tour", Keys: []string{"t"}, Help: "the tour", Group: "Help", Rank: 2},
	{ID: "close", Keys: []string{"esc", "enter"}, Show: "esc", Help: "close (so does any other key)", Group: "Help", Rank: 3},
}}

// joined is the table of a screen's keys and those that work everywhere, as far as letters
// are free to be keys.
func (m model) joined(keys screen.Keys) kit.Table {
	if keys.Typing {
		return kit.Join(keys.Table.Name, keys.Table, whileTyping)
	}
	return kit.Join(keys.Table.Name, keys.Table, Bindings)
}

// whileTyping are the keys that work everywhere and are no letters.
var whileTyping = Bindings.WithoutLetters()

// key translates what is pressed by the learner's keymap, and does what it means.
func (m model) key(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	m.notice = screen.Notice{}
	if msg.String() == "ctrl+c" {
		return m.leave()
	}
	if m.help {
		return m.helpKey(msg)
	}
	keys := m.above().Keys()
	known, ok := m.env.Prefs.Keymap.Translate(m.joined(keys), keys.Context, msg)
	if !ok {
		if keys.Typing && msg.Text != "" {
			return m.toAbove(msg)
		}
		m.notice = screen.Notice{Text: msg.String() + " has no meaning here any more: your settings gave it away"}
		return m, nil
	}
	return m.meant(known)
}

// meant does what a key of the tables means.
func (m model) meant(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	keys := m.above().Keys()
	if _, theirs := keys.Table.Match(msg, keys.Context, keys.Why); theirs {
		return m.toAbove(msg)
	}
	everywhere := Bindings
	if keys.Typing {
		everywhere = whileTyping
	}
	hit, ok := everywhere.Match(msg, "", nil)
	if !ok {
		return m.toAbove(msg)
	}
	switch hit.ID {
	case "help":
		m.help, m.top = true, 0
	case "search":
		return m.push(m.open.search())
	case "quit", "kill":
		return m.leave()
	}
	return m, nil
}

// helpKey scrolls the help; any key that is not its own closes it.
func (m model) helpKey(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	known, _ := m.env.Prefs.Keymap.Translate(helpKeys, "", msg)
	hit, _ := helpKeys.Match(known, "", nil)
	switch hit.ID {
	case "down":
		w, h := kit.BodySize(m.w, m.h)
		m.top = min(m.top+1, max(0, len(m.allHelp(m.above().Keys(), w))-h))
	case "up":
		m.top = max(0, m.top-1)
	case "tour":
		return m.push(m.open.tour())
	default:
		m.help = false
	}
	return m, nil
}

// click does what lies under the mouse: a key in the footer, or a spot of the page.
func (m model) click(msg tea.MouseClickMsg) (tea.Model, tea.Cmd) {
	if msg.Button != tea.MouseLeft || kit.TooSmall(m.w, m.h) || m.help {
		m.help = false
		return m, nil
	}
	m.notice = screen.Notice{}
	w, h := kit.BodySize(m.w, m.h)
	if msg.Y == m.h-1 {
		keys := m.above().Keys()
		if k := m.env.Prefs.Keymap.Over(m.joined(keys)).FooterKey(keys.Context, keys.Why, w, msg.X-bodyX); k != "" {
			return m.key(kit.Press(k))
		}
		return m, nil
	}
	spots := m.above().View(w, h).Spots
	x, y := msg.X-bodyX, msg.Y-bodyY
	for i := len(spots) - 1; i >= 0; i-- {
		s := spots[i]
		if x < s.X || x >= s.X+s.W || y < s.Y || y >= s.Y+s.H {
			continue
		}
		if s.Msg != nil {
			return m.toAbove(s.Msg)
		}
		return m.meant(kit.Press(s.Key))
	}
	return m.toAbove(msg)
}
