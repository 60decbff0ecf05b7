package kit

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// byHand is a Motion whose ticks are handed out by the test.
func byHand(reduced bool) (Motion, *[]time.Duration) {
	var asked []time.Duration
	m := NewMotion(reduced)
	m.after = func(d time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
		asked = append(asked, d)
		return func() tea.Msg { return f(time.Time{}) }
	}
	return m, &asked
}

func TestMotionAsksForNothingAtRest(t *testing.T) {
	m, asked := byHand(false)
	m, cmd := m.Run(false)
	if cmd != nil || len(*asked) != 0 || m.Running() {
		t.Fatal("a clock at rest asked for a tick")
	}
	m, cmd = m.Run(true)
	if cmd == nil || len(*asked) != 1 || (*asked)[0] != FrameTime {
		t.Fatalf("starting asked for %v", *asked)
	}
	if _, cmd = m.Run(true); cmd != nil {
		t.Fatal("starting twice asked twice")
	}
	tick := TickMsg{At: time.Unix(100, 0), clock: m.id, gen: m.gen}
	m, cmd = m.Run(false)
	if cmd != nil {
		t.Fatal("stopping asked for a tick")
	}
	if _, dt, cmd := m.Tick(tick); dt != 0 || cmd != nil {
		t.Fatal("a tick from before the stop moved the clock")
	}
}

func TestMotionReportsTheTimeBetweenTicks(t *testing.T) {
	for _, tc := range []struct {
		name    string
		reduced bool
		gap     time.Duration
		want    time.Duration
	}{
		{"a frame", false, 40 * time.Millisecond, 40 * time.Millisecond},
		{"after sleep", false, time.Hour, 250 * time.Millisecond},
		{"the clock set back", false, -time.Hour, 0},
		{"reduced: a step", true, time.Second, time.Second},
		{"reduced: after sleep", true, time.Hour, 1250 * time.Millisecond},
	} {
		m, asked := byHand(tc.reduced)
		m, _ = m.Run(true)
		start := time.Unix(1000, 0)
		m, first, _ := m.Tick(TickMsg{At: start, clock: m.id, gen: m.gen})
		m, dt, cmd := m.Tick(TickMsg{At: start.Add(tc.gap), clock: m.id, gen: m.gen})
		if dt != tc.want || cmd == nil {
			t.Errorf("%s: moved %v, want %v", tc.name, dt, tc.want)
		}
		if m.Phase() != first+dt {
			t.Errorf("%s: phase %v, want %v", tc.name, m.Phase(), first+dt)
		}
		want := FrameTime
		if tc.reduced {
			want = StepTime
		}
		for _, d := range *asked {
			if d != want {
				t.Errorf("%s: asked for a tick after %v, want %v", tc.name, d, want)
			}
		}
	}
}

func TestMotionIgnoresAnotherClocksTicks(t *testing.T) {
	a, _ := byHand(false)
	b, asked := byHand(false)
	a, _ = a.Run(true)
	b, _ = b.Run(true)
	before := len(*asked)
	if _, dt, cmd := b.Tick(TickMsg{At: time.Unix(1, 0), clock: a.id, gen: a.gen}); dt != 0 || cmd != nil || len(*asked) != before {
		t.Fatal("a tick of another screen's clock moved this one")
	}
}

func TestGlide(t *testing.T) {
	m, _ := byHand(false)
	if got := m.Glide(0, 100, 50*time.Millisecond, 50*time.Millisecond); got != 50 {
		t.Errorf("after one half-life: %v, want 50", got)
	}
	v := 0.0
	for range 40 {
		v = m.Glide(v, 100, 50*time.Millisecond, 50*time.Millisecond)
	}
	if v != 100 {
		t.Errorf("after 40 half-lives: %v, want to have arrived at 100", v)
	}
	if got := m.SetReduced(true).Glide(0, 100, time.Millisecond, time.Second); got != 100 {
		t.Errorf("reduced: %v, want 100 at once", got)
	}
}
