package meeting

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Around are the keys that work everywhere at the table of two. There is no search, no settings and no lesson here:
// what is on this machine is the host's.
var Around = kit.Table{Name: "At the table", Behind: []string{"Interviewer", "Candidate"}, Bindings: []kit.Binding{
	{ID: "help", Keys: []string{"f1"}, Help: "keys", Group: "Program", Rank: 6},
	{ID: "kill", Keys: []string{"ctrl+c"}, Help: "leave at once; nothing is lost", Group: "Program"},
}}

// root frames one screen: the console or the candidate's room.
type root struct {
	env    *screen.Env
	on     screen.Screen
	w, h   int
	help   bool
	top    int // first line of the help in view
	notice screen.Notice
}

func (m root) Init() tea.Cmd { return tea.Batch(tea.RequestBackgroundColor, m.on.Init()) }

func (m root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		return m.pass(m.resized())
	case tea.ColorProfileMsg:
		return m.look(kit.NewTheme(m.env.Theme.Mode, msg.Profile))
	case tea.BackgroundColorMsg:
		mode := kit.Light
		if msg.IsDark() {
			mode = kit.Dark
		}
		if m.env.Prefs.Theme == "light" || m.env.Prefs.Theme == "dark" || m.env.Prefs.Theme == "high-contrast" {
			return m, nil
		}
		return m.look(kit.NewTheme(mode, m.env.Theme.Profile))
	case screen.Notice:
		m.notice = msg
		return m, nil
	case screen.Push:
		m.notice = screen.Notice{Text: `Lessons are not open at this table: "sysprep learn" has them on your own machine.`}
		return m, nil
	case screen.Pop:
		return m, tea.Quit
	case tea.KeyPressMsg:
		return m.key(msg)
	}
	return m.pass(msg)
}

func (m root) pass(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := m.on.Update(msg)
	m.on = next
	return m, cmd
}

func (m root) look(th *kit.Theme) (tea.Model, tea.Cmd) {
	m.env.Theme = th.Bared(m.env.Prefs.Bare)
	if m.w == 0 {
		return m, nil
	}
	return m.pass(m.resized())
}

func (m root) resized() screen.Resized {
	w, h := kit.BodySize(m.w, m.h)
	return screen.Resized{W: w, H: h}
}

func (m root) table(keys screen.Keys) kit.Table { return kit.Join(keys.Table.Name, keys.Table, Around) }

func (m root) key(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	m.notice = screen.Notice{}
	if msg.String() == "ctrl+c" {
		return m, tea.Quit
	}
	if m.help {
		return m.helpKey(msg)
	}
	keys := m.on.Keys()
	known, ok := m.env.Prefs.Keymap.Translate(m.table(keys), keys.Context, msg)
	if !ok {
		if keys.Typing && msg.Text != "" {
			return m.pass(msg)
		}
		m.notice = screen.Notice{Text: msg.String() + " has no meaning here any more: your settings gave it away"}
		return m, nil
	}
	if _, theirs := keys.Table.Match(known, keys.Context, keys.Why); theirs {
		return m.pass(known)
	}
	if hit, ok := Around.Match(known, "", nil); ok && hit.ID == "help" {
		m.help, m.top = true, 0
		return m, nil
	}
	return m.pass(known)
}

// helpKey scrolls the help; any other key closes it.
func (m root) helpKey(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	w, h := kit.BodySize(m.w, m.h)
	most := max(0, len(m.helpLines(w))-h)
	switch msg.String() {
	case "down", "j", "pgdown", "space":
		m.top = min(m.top+1, most)
	case "up", "k", "pgup":
		m.top = max(0, m.top-1)
	default:
		m.help = false
	}
	return m, nil
}

func (m root) helpLines(w int) []string {
	keys := m.on.Keys()
	return m.env.Prefs.Keymap.Over(m.table(keys)).HelpLines(keys.Context, keys.Why, w, m.env.Theme)
}

// View draws the screen in the frame. The mouse is left to the terminal: what is on the screen can be marked and copied.
func (m root) View() tea.View {
	v := tea.NewView("")
	v.AltScreen, v.WindowTitle = true, "sysprep"
	if m.w == 0 {
		return v
	}
	th := m.env.Theme
	w, h := kit.BodySize(m.w, m.h)
	page, keys := m.on.View(w, h), m.on.Keys()
	frame := kit.Frame{Title: page.Title, Status: th.Paint(kit.InkDim, page.Status), Footer: m.env.Prefs.Keymap.Over(m.table(keys)).Footer(keys.Context, keys.Why, w, th)}
	body := strings.Join(page.Lines, "\n")
	switch {
	case m.help:
		frame.Title, frame.Status, frame.Footer = "Keys", "", "↑ ↓ more · any other key closes it"
		lines := m.helpLines(w)
		top := min(m.top, max(0, len(lines)-h))
		body = strings.Join(lines[top:min(len(lines), top+h)], "\n")
	case m.notice.Text != "":
		frame.Notice = m.notice.Text
	}
	v.SetContent(frame.Render(th, m.w, m.h, body))
	if c := page.Cursor; c != nil && !m.help && !kit.TooSmall(m.w, m.h) {
		v.Cursor = tea.NewCursor(c.X+bodyX, c.Y+bodyY)
	}
	return v
}

// Where the frame puts the body.
const (
	bodyX = 1
	bodyY = 2
)
