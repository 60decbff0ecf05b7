package screen

import (
	"context"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// Work is something that is computed in the background, on the shared cores. It is a
// value: keep what Take returns.
type Work struct {
	Done, Of int // runs, or whatever it counts

	id   uint64
	stop context.CancelFunc
}

// WorkMsg tells how a Work gets on. Only the Work that it is of acts on it.
type WorkMsg struct {
	id       uint64
	done, of int
	over     bool
	result   any
	err      error
	next     tea.Cmd
}

var works atomic.Uint64

// Start prepares a computation; it begins with the command. It is told when it is to end
// early, how many cores it may use, and whom to tell how far it has come (one call at a time).
func (e *Env) Start(compute func(ctx context.Context, cores int, progress func(done, of int)) (any, error)) (Work, tea.Cmd) {
	ctx, stop := context.WithCancel(context.Background())
	w := Work{id: works.Add(1), stop: stop}
	news := make(chan WorkMsg, 2) // one for progress and one for the end, so that nobody waits for a screen that is gone
	shared := e.Cores
	run := func() tea.Msg {
		defer stop()
		shared.Work(func(cores int) {
			result, err := compute(ctx, cores, func(done, of int) {
				if len(news) == 0 {
					news <- WorkMsg{id: w.id, done: done, of: of}
				}
			})
			news <- WorkMsg{id: w.id, over: true, result: result, err: err}
		})
		return nil
	}
	return w, tea.Batch(run, hearOf(news))
}

// hearOf waits for the next news.
func hearOf(news <-chan WorkMsg) tea.Cmd {
	return func() tea.Msg {
		m := <-news
		if !m.over {
			m.next = hearOf(news)
		}
		return m
	}
}

// Take takes news: how far it has come or, when over, the result or why there is none.
func (w Work) Take(m WorkMsg) (next Work, wait tea.Cmd, over bool, result any, err error) {
	if m.id != w.id {
		return w, nil, false, nil, nil
	}
	if !m.over {
		w.Done, w.Of = m.done, m.of
	}
	return w, m.next, m.over, m.result, m.err
}

// Stop ends the computation, if it is under way.
func (w Work) Stop() {
	if w.stop != nil {
		w.stop()
	}
}

// Leaver is a step that has something to end when the learner leaves it.
type Leaver interface{ Leave() }
