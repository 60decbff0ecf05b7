package lab

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// storm is the free lab of the cache story 100 s into it, in the midst of the collapse.
func storm(b *testing.B) free {
	b.Helper()
	pack, err := content.Core()
	if err != nil {
		b.Fatal(err)
	}
	s, err := New(&screen.Env{Theme: kit.NewTheme(kit.Dark, colorprofile.TrueColor), Files: screen.Disk{}}, pack.Scenarios.Of("cache-collapse"), nil, 1)
	if err != nil {
		b.Fatal(err)
	}
	f := s.(free)
	f.lab.seek(100 * engine.Second)
	return f
}

func press(f free, k tea.KeyPressMsg) free {
	next, _ := f.Update(k)
	return next.(free)
}

// BenchmarkOpenInspector is the slowest key: the last seconds are lived again to follow their
// requests. The budget of a key is 16 ms.
func BenchmarkOpenInspector(b *testing.B) {
	f := storm(b)
	for b.Loop() {
		g := f
		g.lab.run = f.lab.run.Fork()
		_ = press(g, tea.KeyPressMsg{Code: 'o', Text: "o"})
	}
}

// BenchmarkFrame is a frame of the running lab at 4x, and of its pages: time and picture.
func BenchmarkFrame(b *testing.B) {
	open := map[string][]tea.KeyPressMsg{
		"lab":      nil,
		"nodes":    {{Code: 'o', Text: "o"}},
		"requests": {{Code: 'o', Text: "o"}, {Code: tea.KeyTab}, {Code: tea.KeyTab}},
		"life":     {{Code: 'o', Text: "o"}, {Code: tea.KeyTab}, {Code: tea.KeyTab}, {Code: tea.KeyEnter}},
	}
	for _, name := range []string{"lab", "nodes", "requests", "life"} {
		b.Run(name, func(b *testing.B) {
			f := storm(b)
			for _, k := range open[name] {
				f = press(f, k)
			}
			l := &f.lab
			for b.Loop() {
				if l.run.Over() {
					l.seek(60 * engine.Second)
				}
				l.advance(kit.FrameTime)
				l.drawn.advance(l, kit.FrameTime)
				if p, ok := l.panel.(ticking); ok {
					l.panel = p.tick(l)
				}
				_ = l.view(118, 37, "", "")
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)*float64(time.Second/kit.FrameTime)/1e7, "%core")
		})
	}
}

// BenchmarkBack is a second back in time, which lives up to ten seconds again.
func BenchmarkBack(b *testing.B) {
	f := storm(b)
	for b.Loop() {
		f.lab.seek(99 * engine.Second)
		f.lab.seek(100 * engine.Second)
	}
}
