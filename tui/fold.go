package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/home"
	"sysprep/tui/screen"
)

// refreshed tells that what was done since the summary that home is drawn from has been read.
type refreshed struct{ err error }

// foldAfter is how long the fold leaves the processor to the first frame.
const foldAfter = 50 * time.Millisecond

// refresh reads what is new behind the first frame, if that was drawn from a summary, and keeps a new
// summary if there is more to know: now, since a program may end without a word.
func (m model) refresh() tea.Cmd {
	j := m.env.Journal
	drawn := !j.Folded()
	return tea.Tick(foldAfter, func(time.Time) tea.Msg {
		err := j.Refresh(context.Background())
		if err == nil {
			_ = j.Keep(context.Background()) // the next start is slower without
		}
		if !drawn && err == nil {
			return nil
		}
		return refreshed{err}
	})
}

// showRefreshed has home look at the states again, and reads the rest of the log: first the lesson that is
// opened next, most likely.
func (m model) showRefreshed(msg refreshed) (tea.Model, tea.Cmd) {
	if msg.err != nil {
		return m, screen.Send(screen.Notice{Text: msg.err.Error(), Bad: true})
	}
	var cmd tea.Cmd
	m.stack = append([]screen.Screen(nil), m.stack...)
	m.stack[0], cmd = m.stack[0].Update(screen.Resumed{})
	return m, tea.Batch(cmd, m.fold())
}

// fold reads the log lesson by lesson, for what looks at all of them.
func (m model) fold() tea.Cmd {
	j, cores := m.env.Journal, m.env.Cores
	return func() tea.Msg {
		var err error
		cores.Work(func(int) {
			if len(j.Pack.Lessons) > 0 {
				j.State(j.Pack.Lessons[home.GoOn(j)].ID)
			}
			err = j.Fold(context.Background())
		})
		if err != nil {
			return screen.Notice{Text: err.Error(), Bad: true}
		}
		return nil
	}
}
