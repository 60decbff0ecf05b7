package lab

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// task is work in the background for a panel: runs over seeds, with progress, that can be
// stopped. Each start has a number of its own, so that a stopped one's news are dropped.
type task struct {
	number   int
	running  bool
	done, of int
	cancel   context.CancelFunc
}

// tasks numbers the tasks of all panels.
var tasks int

// taskNews is what a task tells: how far it is, or its result.
type taskNews struct {
	number   int
	done, of int
	over     bool
	result   any
	err      error
	next     tea.Cmd
}

// start begins work on the cores that the screen shares.
func start(cores *screen.Cores, of int, work func(ctx context.Context, cores int, progress func(done, of int)) (any, error)) (task, tea.Cmd) {
	ctx, cancel := context.WithCancel(context.Background())
	tasks++
	t := task{number: tasks, running: true, of: of, cancel: cancel}
	ch := make(chan taskNews, of+2)
	number := t.number
	run := func() tea.Msg {
		defer cancel()
		cores.Work(func(n int) {
			result, err := work(ctx, n, func(done, of int) {
				select {
				case ch <- taskNews{number: number, done: done, of: of}:
				default: // somebody who does not listen is told the next time
				}
			})
			ch <- taskNews{number: number, over: true, result: result, err: err}
		})
		close(ch)
		return nil
	}
	return t, tea.Batch(run, hearOf(ch))
}

// hearOf waits for news of a task; of several it takes the latest.
func hearOf(ch <-chan taskNews) tea.Cmd {
	return func() tea.Msg {
		p, ok := <-ch
		for ok && !p.over && len(ch) > 0 {
			p, ok = <-ch
		}
		if !ok {
			return nil
		}
		p.next = hearOf(ch)
		return p
	}
}

// stop ends the work; what it had found so far is dropped.
func (t task) stop() task {
	if t.running {
		t.cancel()
	}
	return task{}
}

// hear takes news; ok is false if they are of another task.
func (t task) hear(msg tea.Msg) (after task, news taskNews, ok bool) {
	news, is := msg.(taskNews)
	if !is || !t.running || news.number != t.number {
		return t, news, false
	}
	if news.over {
		t.running = false
		return t, news, true
	}
	t.done, t.of = news.done, news.of
	return t, news, true
}

// bar draws how far the task is.
func (t task) bar(th *kit.Theme, w int) string {
	wide := max(8, min(40, w-24))
	full := kit.Filled(wide, float64(t.done)/float64(max(t.of, 1)))
	return "  " + th.Paint(kit.InkAccent, strings.Repeat("█", full)) + th.Paint(kit.InkFaint, strings.Repeat("░", wide-full)) +
		th.Paint(kit.InkDim, fmt.Sprintf("  %d of %d runs", t.done, t.of))
}
