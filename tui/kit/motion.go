package kit

import (
	"math"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
)

// FrameTime is the least time between two ticks of motion: 30 a second. The
// renderer stays at its own 60, so a key is answered sooner than motion.
const FrameTime = time.Second / 30

// StepTime is the time between two steps of motion when motion is reduced.
const StepTime = time.Second

// longestStep bounds the time that one tick may report, so that a machine that
// slept, or a program that was stopped, does not jump ahead.
const longestStep = 250 * time.Millisecond

// TickMsg is one tick of a Motion. Only the Motion that asked for it acts on it.
type TickMsg struct {
	At    time.Time
	clock uint64
	gen   int
}

// Motion is the one clock of a screen: all that moves is advanced by the time
// which it reports. While nothing moves it asks for no ticks, so an idle screen
// costs nothing. It is a value: keep what its methods return.
type Motion struct {
	id      uint64
	reduced bool
	running bool
	gen     int
	last    time.Time
	phase   time.Duration
	after   func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// clocks numbers the clocks, so that a tick which outlives its screen does not
// drive the next screen's clock at twice the rate.
var clocks atomic.Uint64

// NewMotion returns a clock at rest. Reduced motion turns movement into one
// step a second.
func NewMotion(reduced bool) Motion {
	return Motion{id: clocks.Add(1), reduced: reduced, after: tea.Tick}
}

// Reduced reports whether motion is reduced: draw rates instead of particles,
// and jump instead of gliding.
func (m Motion) Reduced() bool { return m.reduced }

// SetReduced changes the mode; it takes effect with the next tick.
func (m Motion) SetReduced(on bool) Motion {
	m.reduced = on
	return m
}

// Running reports whether ticks are under way.
func (m Motion) Running() bool { return m.running }

// Phase is the time that the clock has run, pauses left out.
func (m Motion) Phase() time.Duration { return m.phase }

// Run starts or stops the clock. Call it whenever what moves may have changed:
// it does nothing if the clock is already as asked. The command must be returned
// to Bubble Tea.
func (m Motion) Run(moving bool) (Motion, tea.Cmd) {
	if moving == m.running {
		return m, nil
	}
	m.gen++ // ticks that are still under way are no longer ours
	m.running = moving
	m.last = time.Time{}
	if !moving {
		return m, nil
	}
	return m, m.next()
}

// Tick takes a tick and returns how far motion goes: the time since the last
// tick, at most a quarter of a second (one and a quarter with reduced motion).
// The command asks for the next tick. A tick of another clock, or from before a
// stop, moves nothing.
func (m Motion) Tick(msg TickMsg) (Motion, time.Duration, tea.Cmd) {
	if !m.running || msg.gen != m.gen || msg.clock != m.id {
		return m, 0, nil
	}
	dt := m.interval()
	if !m.last.IsZero() {
		dt = min(max(msg.At.Sub(m.last), 0), m.interval()+longestStep)
		if !m.reduced {
			dt = min(dt, longestStep)
		}
	}
	m.last = msg.At
	m.phase += dt
	return m, dt, m.next()
}

func (m Motion) interval() time.Duration {
	if m.reduced {
		return StepTime
	}
	return FrameTime
}

func (m Motion) next() tea.Cmd {
	after, id, gen := m.after, m.id, m.gen
	if after == nil {
		after = tea.Tick
	}
	return after(m.interval(), func(at time.Time) tea.Msg { return TickMsg{At: at, clock: id, gen: gen} })
}

// Glide moves a shown value towards its target: half of the way in each
// halfLife, all of it at once when motion is reduced. It arrives, rather than
// creep for ever, when the rest is under a thousandth of the target.
func (m Motion) Glide(shown, target float64, dt, halfLife time.Duration) float64 {
	if m.reduced || halfLife <= 0 {
		return target
	}
	rest := (target - shown) * math.Exp2(-float64(dt)/float64(halfLife))
	if math.Abs(rest) <= math.Abs(target)/1000 || math.Abs(rest) < 1e-9 {
		return target
	}
	return target - rest
}
