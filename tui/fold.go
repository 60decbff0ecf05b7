package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/screen"
)

// folded tells that the log behind the summary that home is drawn from has been read.
type folded struct{ err error }

// foldAfter is how long the fold leaves the processor to the first frame.
const foldAfter = 50 * time.Millisecond

// fold reads the log behind the first frame, if that was drawn from a summary.
func (m model) fold() tea.Cmd {
	j := m.env.Journal
	if j.Folded() {
		return nil
	}
	return tea.Tick(foldAfter, func(time.Time) tea.Msg {
		var err error
		m.env.Cores.Work(func(int) { err = j.Fold(context.Background()) })
		return folded{err}
	})
}

// showFolded has home look at the states again. Screens above it have waited for them.
func (m model) showFolded(msg folded) (tea.Model, tea.Cmd) {
	if msg.err != nil {
		return m, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
	}
	var cmd tea.Cmd
	m.stack = append([]screen.Screen(nil), m.stack...)
	m.stack[0], cmd = m.stack[0].Update(screen.Resumed{})
	return m, cmd
}
