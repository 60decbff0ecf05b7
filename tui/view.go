package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// View draws the screen on top in the frame.
func (m model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "sysprep"
	if m.w == 0 {
		return v
	}
	if m.env.Prefs.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	th := m.env.Theme
	w, h := kit.BodySize(m.w, m.h)
	page := m.above().View(w, h)
	keys := m.above().Keys()
	frame := kit.Frame{Title: page.Title, Status: th.Paint(kit.InkDim, page.Status), Footer: m.footer(keys, w)}
	body := strings.Join(page.Lines, "\n")
	switch {
	case m.help:
		frame.Title, frame.Status = "Keys", ""
		frame.Footer = m.env.Prefs.Keymap.Over(helpKeys).Footer("", nil, w, th)
		body = strings.Join(m.helpLines(keys, w, h), "\n")
	case m.notice.Text != "":
		frame.Notice = m.notice.Text
	}
	v.SetContent(frame.Render(th, m.w, m.h, body))
	if c := page.Cursor; c != nil && !m.help && !kit.TooSmall(m.w, m.h) && c.Y < h { // what a screen has no room for is cut
		v.Cursor = tea.NewCursor(c.X+bodyX, c.Y+bodyY)
	}
	return v
}

// Where the frame puts the body.
const (
	bodyX = 1
	bodyY = 2
)

// footer are the keys of the screen, and those that work everywhere as far as letters
// are free to be keys.
func (m model) footer(keys screen.Keys, w int) string {
	return m.env.Prefs.Keymap.Over(m.joined(keys)).Footer(keys.Context, keys.Why, w, m.env.Theme)
}

// allHelp are all keys that work now.
func (m model) allHelp(keys screen.Keys, w int) []string {
	return m.env.Prefs.Keymap.Over(m.joined(keys)).HelpLines(keys.Context, keys.Why, w, m.env.Theme)
}

// helpLines are all keys that work now, from the line that was scrolled to.
func (m model) helpLines(keys screen.Keys, w, h int) []string {
	lines := m.allHelp(keys, w)
	top := min(m.top, max(0, len(lines)-h))
	return lines[top:min(len(lines), top+h)]
}
