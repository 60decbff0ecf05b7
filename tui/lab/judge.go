package lab

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/screen"
)

// judgeProgress tells how a judgement in the background gets on; the last one carries
// the result. next waits for the one after it.
type judgeProgress struct {
	number int
	done   int
	result *scenarios.Judgement
	err    error
	next   tea.Cmd
}

// judge starts a judgement of the present knobs over the seeds, in the background.
func (l Lab) judge() (Lab, tea.Cmd) {
	if l.judged != nil && !l.stale {
		l.back, l.focus = l.focus, onJudged
		return l, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	l.judging++
	l.cancel, l.done = cancel, 0
	l.back, l.focus = l.focus, onJudging
	var stop tea.Cmd
	l.playing = false
	l.motion, stop = l.motion.Run(false)

	ch := make(chan judgeProgress, l.seeds+1)
	s, set, goals, seeds, shared, number := l.scenario, l.run.Settings(), l.goals, scenarios.Seeds(l.seeds), l.env.Cores, l.judging
	l.judgedActs = nil
	if l.driven() {
		set, l.judgedActs = nil, l.run.Acts()
	}
	acts := l.judgedActs
	work := func() tea.Msg {
		defer cancel()
		shared.Work(func(cores int) {
			j, err := s.Judge(ctx, set, acts, goals, seeds, cores, func(done int) { ch <- judgeProgress{number: number, done: done} })
			ch <- judgeProgress{number: number, done: len(seeds), result: &j, err: err}
		})
		close(ch)
		return nil
	}
	return l, tea.Batch(stop, work, follow(ch))
}

// follow waits for news of a judgement; of several it takes the latest.
func follow(ch <-chan judgeProgress) tea.Cmd {
	return func() tea.Msg {
		p, ok := <-ch
		for ok && p.result == nil && p.err == nil && len(ch) > 0 {
			p, ok = <-ch
		}
		if !ok {
			return nil
		}
		p.next = follow(ch)
		return p
	}
}

func (l Lab) progress(p judgeProgress) (Lab, tea.Cmd) {
	if p.number != l.judging || l.focus != onJudging {
		return l, nil
	}
	l.done = p.done
	if p.err != nil {
		l.focus = l.back
		return l, screen.Send(screen.Notice{Text: "The design could not be judged: " + p.err.Error(), Bad: true})
	}
	if p.result == nil {
		return l, p.next
	}
	l.judged, l.stale, l.focus, l.failing, l.scroll = p.result, false, onJudged, -1, screen.Scroll{}
	return l, screen.Send(judgedMsg{*p.result})
}

// judgedMsg tells the step around the lab that a design was judged.
type judgedMsg struct{ j scenarios.Judgement }

// won says whether a judgement meets what is asked for.
func (l Lab) won(j *scenarios.Judgement) bool { return j != nil && j.All.Rate >= l.need }

func (l Lab) judgeKey(id string) (Lab, tea.Cmd) {
	switch id {
	case "enough":
		l.cancel()
		l.judging++
		l.focus = l.back
	case "keep":
		l.focus = l.back
		if l.focus == onJudged || l.focus == onJudging {
			l.focus = onKnobs
		}
	case "scrolldown":
		l.scroll = l.scroll.By(max(1, l.h/2))
	case "scrollup":
		l.scroll = l.scroll.By(-max(1, l.h/2))
	case "failing":
		return l.showFailing()
	}
	return l, nil
}

// showFailing plays the next seed in which the design failed.
func (l Lab) showFailing() (Lab, tea.Cmd) {
	var seeds []uint64
	for _, c := range l.judged.Causes {
		seeds = append(seeds, c.Seeds...)
	}
	seeds = slices.Compact(slices.Sorted(slices.Values(seeds))) // a run may miss two goals
	l.failing = (l.failing + 1) % len(seeds)
	r, err := l.scenario.Start(l.judged.Settings, seeds[l.failing], l.judgedActs...)
	if err != nil {
		return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
	}
	r.Sample(sampleEvery(l.scenario))
	if t := r.Result().Trigger; t != engine.Never {
		r.Advance(max(t-5*l.window(), l.from))
	}
	l.run, l.other, l.letter = r, nil, 'A'
	l.focus = onTime
	l.drawn.clear()
	l.drawn.take(&l)
	return l.play(true)
}
