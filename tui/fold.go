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

// fold reads the log behind the first frame, if that was drawn from a summary, and keeps a new
// summary if there is more to know: now, since a program may end without a word.
func (m model) fold() tea.Cmd {
	j := m.env.Journal
	drawn := !j.Folded()
	return tea.Tick(foldAfter, func(time.Time) tea.Msg {
		var err error
		m.env.Cores.Work(func(int) {
			if err = j.Fold(context.Background()); err == nil {
				_ = j.Keep(context.Background()) // the next start is slower without
			}
		})
		if !drawn && err == nil {
			return nil
		}
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
