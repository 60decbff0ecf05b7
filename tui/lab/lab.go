// Package lab is where a scenario lives: the drawn system over live charts, with time
// under the learner's hand, knobs, faults, forks, and judgement over many seeds. It
// serves the free lab and the simulate and challenge steps of lessons.
package lab

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// speeds are factors of virtual time on wall time.
var speeds = []float64{1, 2, 4, 8, 16, 32}

// Indexes into speeds: single calls want time to be looked at.
const (
	startSpeed = 2
	boardSpeed = 1
)

// focus is what the arrow keys steer.
type focus uint8

const (
	onTime focus = iota
	onKnobs
	onFaults
	onJudging
	onJudged
	onPanel
)

var contexts = [...]string{"time", "knobs", "faults", "judging", "judged", "panel"}

// Lab is the state of the screen. It is a value; the runs in it are its own.
type Lab struct {
	env      *screen.Env
	scenario *scenarios.Scenario
	allow    []string // knobs that may be turned; nil: all of them
	goals    []string
	seeds    int
	need     float64 // least pass rate over the seeds
	watching bool    // a simulate step: no knobs, no judge

	from       engine.Time     // when the learner takes over in a run that is driven; 0: it is not
	judgedActs []scenarios.Act // of the run that was judged, if it was driven

	run, other *scenarios.Run // the steered future, and the other one
	letter     byte           // 'A' or 'B', which of them is steered
	forkAt     engine.Time
	playing    bool
	speed      int
	motion     kit.Motion
	focus      focus
	back       focus // where a closed panel leads back to
	knob       int
	fault      int

	judged  *scenarios.Judgement
	stale   bool // a knob was turned since
	done    int
	cancel  context.CancelFunc
	judging int           // number of the judgement under way, so that a stopped one's messages are dropped
	scroll  screen.Scroll // of the judgement
	failing int           // which of the failing seeds was shown last

	panel  panel // where focus is onPanel
	marked []bookmark
	held   *scenarios.Design // to compare with; nil: the scenario as it is
	traced bool              // requests are followed, each every-th
	every  int64
	zoom   zoom

	drawn *drawing // what is reused from frame to frame
	w, h  int
}

// newLab makes a lab at 0:00, paused.
func newLab(env *screen.Env, s *scenarios.Scenario, set scenarios.Settings, seed uint64) (Lab, error) {
	r, err := s.Start(set, seed)
	if err != nil {
		return Lab{}, err
	}
	return labOf(env, r)
}

// labOf makes a lab of a run, paused.
func labOf(env *screen.Env, r *scenarios.Run) (Lab, error) {
	s := r.Scenario()
	l := Lab{env: env, scenario: s, run: r, letter: 'A', speed: startAt(env.Prefs.Speed), motion: kit.NewMotion(env.Reduced), seeds: 50, need: 0.95}
	r.Sample(sampleEvery(s))
	l.drawn = newDrawing(s, env.Reduced)
	if l.drawn.board != nil {
		l.speed = boardSpeed
		if err := l.drawn.board.follow(r); err != nil {
			return Lab{}, err
		}
	}
	l.drawn.take(&l)
	return l, nil
}

// sampleEvery keeps the moving messages few enough to follow with the eye; of a log
// there are few.
func sampleEvery(s *scenarios.Scenario) int {
	if s.Model == scenarios.ModelLog {
		return 1
	}
	return 40
}

// window is the length of a metrics window, which is how far the time keys go. It is a
// second where requests are simulated; where packets are, virtual time is slower by as much.
func (l *Lab) window() engine.Time { return l.scenario.Window() }

// factor is how many times as fast as wall time the run goes.
func (l *Lab) factor() float64 { return speeds[l.speed] * l.window().Seconds() }

func (l Lab) update(msg tea.Msg) (Lab, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		l.w, l.h = msg.W, msg.H
	case kit.TickMsg:
		return l.tick(msg)
	case judgeProgress:
		return l.progress(msg)
	case screen.Covered:
		return l.covered()
	case screen.Preferred:
		l.motion = l.motion.SetReduced(l.env.Reduced)
	case knobClick:
		return l.clicked(msg)
	case tea.KeyPressMsg:
		return l.key(msg)
	default:
		if p, ok := l.panel.(listening); ok && l.focus == onPanel {
			return p.hear(l, msg)
		}
	}
	return l, nil
}

// tick moves virtual time on by wall time x speed.
func (l Lab) tick(msg kit.TickMsg) (Lab, tea.Cmd) {
	m, dt, cmd := l.motion.Tick(msg)
	l.motion = m
	if dt == 0 {
		return l, cmd
	}
	if l.playing {
		l.advance(dt)
		if l.run.Over() {
			l.playing = false
		}
	}
	l.drawn.advance(&l, dt)
	if p, ok := l.panel.(ticking); ok && l.focus == onPanel {
		l.panel = p.tick(&l)
	}
	if !l.playing && l.drawn.settled() {
		var stop tea.Cmd
		l.motion, stop = l.motion.Run(false)
		return l, stop
	}
	return l, cmd
}

func (l *Lab) advance(dt time.Duration) {
	to := l.run.Now() + engine.Time(float64(dt)*l.factor())
	l.run.Advance(to)
	if l.other != nil {
		l.other.Advance(to)
	}
}

// play starts or stops time.
func (l Lab) play(on bool) (Lab, tea.Cmd) {
	if on && l.run.Over() {
		l.seek(0)
	}
	l.playing = on
	var cmd tea.Cmd
	l.motion, cmd = l.motion.Run(on)
	return l, cmd
}

func (l *Lab) seek(to engine.Time) {
	to = max(to, l.from)
	l.run.Seek(to)
	if l.other != nil {
		l.other.Seek(to)
	}
	l.drawn.clear()
	l.drawn.board.jump(l.run)
	l.drawn.take(l)
}

// fork makes the other future; the steered one is then the new one.
func (l *Lab) fork() {
	l.other, l.run = l.run, l.run.Fork()
	l.run.Sample(sampleEvery(l.scenario))
	l.other.Sample(0)
	l.letter, l.forkAt = 'B', l.run.Now()
}

// steerOther changes which future the keys steer and the drawing shows.
func (l *Lab) steerOther() {
	l.run, l.other = l.other, l.run
	l.run.Sample(sampleEvery(l.scenario))
	l.other.Sample(0)
	l.letter = 'A' + 'B' - l.letter
	l.drawn.clear()
	l.drawn.take(l)
}

// drop keeps the steered future only.
func (l *Lab) drop() {
	l.other, l.letter = nil, 'A'
}

// knobs are the knobs that may be turned.
func (l *Lab) knobs() []scenarios.Knob {
	var out []scenarios.Knob
	for _, k := range l.scenario.Knobs {
		if l.allow == nil || contains(l.allow, k.ID) {
			out = append(out, k)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// value is a knob's present value.
func (l *Lab) value(id string) string {
	v, err := l.scenario.Value(id, l.run.Settings())
	if err != nil {
		return "?"
	}
	return v
}

// turn moves the chosen knob n stops on.
func (l *Lab) turn(n int) error {
	k := l.knobs()[l.knob]
	now := l.value(k.ID)
	next, err := l.scenario.Step(k.ID, now, n)
	if err != nil {
		return err
	}
	return l.set(k.ID, next)
}

// set turns a knob to a value.
func (l *Lab) set(id, value string) error {
	if value == l.value(id) {
		return nil
	}
	if err := l.run.Turn(id, value); err != nil {
		return err
	}
	l.stale = true
	l.drawn.take(l)
	return nil
}

// reset puts every knob back to the definition's value.
func (l *Lab) reset() error {
	for id := range l.run.Settings() {
		v, err := l.scenario.Value(id, nil)
		if err != nil {
			return err
		}
		if err := l.run.Turn(id, v); err != nil {
			return err
		}
	}
	l.stale = true
	l.drawn.take(l)
	return nil
}
