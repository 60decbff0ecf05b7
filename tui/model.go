package tui

import (
	"reflect"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Bindings are the keys that work on every screen, after the screen's own.
var Bindings = kit.Table{Name: "Everywhere", Behind: []string{"*"}, Bindings: []kit.Binding{
	{ID: "help", Keys: []string{"?", "f1"}, Show: "?", Help: "keys", Group: "Program", Rank: 10},
	{ID: "quit", Keys: []string{"q"}, Help: "quit", Group: "Program", Rank: 11},
	{ID: "search", Keys: []string{"/"}, Help: "search", Group: "Program", Rank: 12},
	{ID: "kill", Keys: []string{"ctrl+c"}, Help: "quit at once; nothing is lost", Group: "Program"},
}}

// model is the root: it routes and frames, and knows nothing of lessons.
type model struct {
	env    *screen.Env
	stack  []screen.Screen
	w, h   int
	ground kit.Mode // of the terminal, for the theme that follows it
	help   bool
	top    int // first line of the help in view
	notice screen.Notice
	open   places
}

// places makes the screens that may be opened from anywhere.
type places struct {
	search, tour func() screen.Screen
	place        func(screen.Go) (screen.Screen, error)
}

func (m model) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, m.refresh()}
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
		return m.look(m.ground, kit.NewTheme(m.env.Theme.Mode, msg.Profile))
	case tea.BackgroundColorMsg:
		ground := kit.Light
		if msg.IsDark() {
			ground = kit.Dark
		}
		return m.look(ground, m.env.Theme)
	case screen.Preferred:
		return m.prefer(msg)
	case screen.Push:
		return m.push(msg.Screen)
	case screen.Pop:
		return m.pop()
	case screen.Go:
		return m.goTo(msg)
	case screen.Notice:
		m.notice = msg
		return m, nil
	case refreshed:
		return m.showRefreshed(msg)
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.MouseClickMsg:
		return m.click(msg)
	case tea.PasteMsg:
		msg.Content = kit.Pasted(msg.Content)
		return m.toAbove(msg)
	case tea.MouseMsg:
		return m.toAbove(msg)
	}
	return m.answer(msg)
}

// look takes a ground and a depth of colour, and has everything drawn anew if the theme is
// another one then.
func (m model) look(ground kit.Mode, t *kit.Theme) (tea.Model, tea.Cmd) {
	m.ground = ground
	mode := modeOf(m.env.Prefs.Theme, ground)
	was := m.env.Theme
	if was.Mode == mode && was.Profile == t.Profile && was.Bare == m.env.Prefs.Bare {
		return m, nil
	}
	m.env.Theme = kit.NewTheme(mode, t.Profile).Bared(m.env.Prefs.Bare)
	if m.w == 0 {
		return m, nil
	}
	return m.toAll(m.resized())
}

// modeOf is the mode of the theme that the learner asks for, on a ground.
func modeOf(theme string, ground kit.Mode) kit.Mode {
	switch theme {
	case "dark":
		return kit.Dark
	case "light":
		return kit.Light
	case "high-contrast":
		if ground == kit.Light {
			return kit.HighContrastLight
		}
		return kit.HighContrast
	}
	return ground
}

// prefer takes over new settings, and tells the screens.
func (m model) prefer(msg screen.Preferred) (tea.Model, tea.Cmd) {
	m.env.Prefs = msg.Values
	m.env.Reduced = msg.Values.Reduced || m.env.Still
	next, cmd := m.look(m.ground, m.env.Theme)
	next, more := next.(model).toAll(msg)
	return next, tea.Batch(cmd, more)
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

func (m model) toAbove(msg tea.Msg) (tea.Model, tea.Cmd) { return m.to(len(m.stack)-1, msg) }

// to gives a message to screen i of the stack.
func (m model) to(i int, msg tea.Msg) (tea.Model, tea.Cmd) {
	s, cmd := m.stack[i].Update(msg)
	m.stack = append([]screen.Screen(nil), m.stack...)
	m.stack[i] = s
	return m, cmd
}

// answer hands on what a command answered: to the screen on top, and through overlays to
// the one below.
func (m model) answer(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmds []tea.Cmd
	for i := len(m.stack) - 1; i >= 0; i-- {
		next, cmd := m.to(i, msg)
		m = next.(model)
		cmds = append(cmds, cmd)
		if _, over := m.stack[i].(screen.Overlay); !over {
			break
		}
	}
	return m, tea.Batch(cmds...)
}

// push puts a screen on top that a key of the one below opens. No key opens another screen of its own kind: if one of that
// kind is on top already, the key was pressed twice before the first press had its effect.
func (m model) push(s screen.Screen) (tea.Model, tea.Cmd) {
	if s == nil || reflect.TypeOf(s) == reflect.TypeOf(m.above()) {
		return m, nil
	}
	return m.put(s)
}

// put puts a screen on top.
func (m model) put(s screen.Screen) (tea.Model, tea.Cmd) {
	covered, stop := m.toAbove(screen.Covered{})
	m = covered.(model)
	m.stack = append(m.stack[:len(m.stack):len(m.stack)], s)
	m.help = false
	next, cmd := m.toAbove(m.resized())
	return next, tea.Batch(stop, s.Init(), cmd)
}

// pop leaves the screen on top. The one at the bottom stays: it is left by quitting.
func (m model) pop() (tea.Model, tea.Cmd) {
	if len(m.stack) == 1 {
		return m, nil
	}
	m.stack = m.stack[: len(m.stack)-1 : len(m.stack)-1]
	next, cmd := m.toAbove(screen.Resumed{})
	next, more := next.(model).toAbove(m.resized())
	return next, tea.Batch(cmd, more)
}

// deepest is how many screens may lie upon each other before older ones are left.
const deepest = 5

// goTo opens a place in the stead of an overlay.
func (m model) goTo(to screen.Go) (tea.Model, tea.Cmd) {
	for len(m.stack) > 1 {
		if _, over := m.above().(screen.Overlay); !over {
			break
		}
		m.stack = m.stack[: len(m.stack)-1 : len(m.stack)-1]
	}
	for i, below := range m.stack {
		if p, ok := below.(screen.Player); ok && to.Lesson != "" && p.Plays() == to.Lesson {
			next, cmd := m.leaveFrom(i + 1)
			m = next.(model)
			next, more := m.toAbove(m.resized())
			next, visit := next.(model).toAbove(screen.Visit{Step: to.Step})
			return next, tea.Batch(cmd, more, visit)
		}
	}
	s, err := m.open.place(to)
	if err != nil {
		m.notice = screen.Notice{Text: err.Error(), Bad: true}
		return m, nil
	}
	var keep tea.Cmd
	if len(m.stack) >= deepest {
		left, cmd := m.to(1, screen.Leaving{})
		m, keep = left.(model), cmd
		m.stack = append(m.stack[:1:1], m.stack[2:]...)
	}
	next, cmd := m.put(s) // which may be of the kind below: search leads from a lesson to another one
	return next, tea.Batch(keep, cmd)
}

// leaveFrom takes the screens from number i on off the stack; they keep what is unsaved.
func (m model) leaveFrom(i int) (tea.Model, tea.Cmd) {
	var cmds []tea.Cmd
	for j := i; j < len(m.stack); j++ {
		next, cmd := m.to(j, screen.Leaving{})
		m = next.(model)
		cmds = append(cmds, cmd)
	}
	m.stack = m.stack[:i:i]
	return m, tea.Batch(cmds...)
}

// leave ends the program once the screens have kept what was unsaved.
func (m model) leave() (tea.Model, tea.Cmd) {
	next, keep := m.toAll(screen.Leaving{})
	return next, tea.Sequence(keep, tea.Quit)
}
