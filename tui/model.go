package tui

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys that work on every screen, after the screen's own.
var Bindings = kit.Table{Name: "Everywhere", Bindings: []kit.Binding{
	{ID: "help", Keys: []string{"?", "f1"}, Show: "?", Help: "keys", Group: "Program", Rank: 10},
	{ID: "quit", Keys: []string{"q"}, Help: "quit", Group: "Program", Rank: 11},
	{ID: "kill", Keys: []string{"ctrl+c"}, Help: "quit at once; nothing is lost", Group: "Program"},
}}

// model is the root: it routes and frames, and knows nothing of lessons.
type model struct {
	env    *screen.Env
	stack  []screen.Screen
	w, h   int
	help   bool
	top    int // first line of the help in view
	notice screen.Notice
}

func (m model) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, m.fold()}
	for _, s := range m.stack {
		cmds = append(cmds, s.Init())
	}
	return tea.Batch(cmds...)
}

// above is the screen on top.
func (m model) above() screen.Screen { return m.stack[len(m.stack)-1] }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		return m.toAll(m.resized())
	case tea.ColorProfileMsg:
		return m.theme(m.env.Theme.Mode, kit.NewTheme(m.env.Theme.Mode, msg.Profile))
	case tea.BackgroundColorMsg:
		mode := kit.Light
		if msg.IsDark() {
			mode = kit.Dark
		}
		return m.theme(mode, kit.NewTheme(mode, m.env.Theme.Profile))
	case screen.Push:
		return m.push(msg.Screen)
	case screen.Pop:
		return m.pop()
	case screen.Notice:
		m.notice = msg
		return m, nil
	case folded:
		return m.showFolded(msg)
	case tea.KeyPressMsg:
		return m.key(msg)
	}
	return m.toAbove(msg)
}

// theme replaces the theme if it differs, and has everything drawn anew.
func (m model) theme(mode kit.Mode, t *kit.Theme) (tea.Model, tea.Cmd) {
	if m.env.Theme.Mode == mode && m.env.Theme.Profile == t.Profile {
		return m, nil
	}
	m.env.Theme = t
	if m.w == 0 {
		return m, nil
	}
	return m.toAll(m.resized())
}

func (m model) resized() screen.Resized {
	w, h := kit.BodySize(m.w, m.h)
	return screen.Resized{W: w, H: h}
}

func (m model) toAll(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmds := make([]tea.Cmd, len(m.stack))
	stack := make([]screen.Screen, len(m.stack))
	for i, s := range m.stack {
		stack[i], cmds[i] = s.Update(msg)
	}
	m.stack = stack
	return m, tea.Batch(cmds...)
}

func (m model) toAbove(msg tea.Msg) (tea.Model, tea.Cmd) {
	s, cmd := m.above().Update(msg)
	m.stack = append(m.stack[:len(m.stack)-1:len(m.stack)-1], s)
	return m, cmd
}

func (m model) push(s screen.Screen) (tea.Model, tea.Cmd) {
	if s == nil {
		return m, nil
	}
	m.stack = append(m.stack[:len(m.stack):len(m.stack)], s)
	m.help = false
	next, cmd := m.toAbove(m.resized())
	return next, tea.Batch(s.Init(), cmd)
}

func (m model) pop() (tea.Model, tea.Cmd) {
	if len(m.stack) == 1 {
		return m, tea.Quit
	}
	m.stack = m.stack[:len(m.stack)-1]
	return m.toAbove(screen.Resumed{})
}

func (m model) key(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	m.notice = screen.Notice{}
	if m.help {
		return m.helpKey(msg)
	}
	if msg.String() == "ctrl+c" {
		return m.leave()
	}
	keys := m.above().Keys()
	if _, theirs := keys.Table.Match(msg, keys.Context, keys.Why); theirs || keys.Typing && msg.String() != "f1" {
		return m.toAbove(msg)
	}
	hit, ok := Bindings.Match(msg, "", nil)
	if !ok {
		return m.toAbove(msg)
	}
	switch hit.ID {
	case "help":
		m.help, m.top = true, 0
	case "quit", "kill":
		return m.leave()
	}
	return m, nil
}

// leave ends the program once the screens have kept what was unsaved.
func (m model) leave() (tea.Model, tea.Cmd) {
	next, keep := m.toAll(screen.Leaving{})
	return next, tea.Sequence(keep, tea.Quit)
}

// helpKey scrolls the help; any other key closes it.
func (m model) helpKey(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	switch msg.String() {
	case "ctrl+c":
		return m.leave()
	case "down", "j", "pgdown", "space":
		m.top++
	case "up", "k", "pgup":
		m.top = max(0, m.top-1)
	default:
		m.help = false
	}
	return m, nil
}
