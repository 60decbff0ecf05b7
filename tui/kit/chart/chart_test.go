package chart

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"pgregory.net/rapid"

	"sysprep/tui/kit"
	"sysprep/tui/kit/golden"
)

var minute = Axis{Horizon: 60, Window: time.Second, Marks: []Mark{
	{At: 20 * time.Second, Glyph: kit.GlyphFlush, Label: "flush", Ink: kit.InkLost},
	{At: 30 * time.Second, Glyph: kit.GlyphFork, Label: "fork", Ink: kit.InkAccent},
}}

// collapse is goodput that falls to nothing at 20 s.
func collapse(n int) []float64 {
	s := make([]float64, n)
	for i := range s {
		if i < 20 {
			s[i] = 2900
		}
	}
	return s
}

func recover(n int) []float64 {
	s := collapse(n)
	for i := 30; i < n; i++ {
		s[i] = math.Min(2900, 150*float64(i-30))
	}
	return s
}

func story(n int) []Chart {
	queue := make([]float64, n)
	for i := range queue {
		queue[i] = math.Min(1000, 10+math.Max(0, 400*float64(i-19)))
	}
	return []Chart{
		{Label: "goodput", Unit: "/s", Ink: kit.InkGood, Max: 3000, Series: collapse(n)},
		{Label: "db queue", Ink: kit.InkWait, Max: 1000, Fold: Most, Series: queue},
	}
}

func TestGolden(t *testing.T) {
	futures := Chart{
		Label: "goodput", Unit: "/s", Max: 3000,
		Ink: kit.InkWait, Series: collapse(50), Other: recover(50), OtherInk: kit.InkAccent,
	}
	for _, tc := range []struct {
		name string
		mode kit.Mode
		prof colorprofile.Profile
		w, h int
	}{
		{"80-dark", kit.Dark, colorprofile.TrueColor, 80, 12},
		{"80-dark-256", kit.Dark, colorprofile.ANSI256, 80, 12},
		{"80-no-color", kit.Dark, colorprofile.ASCII, 80, 12},
		{"120-light", kit.Light, colorprofile.TrueColor, 120, 20},
	} {
		t.Run(tc.name, func(t *testing.T) {
			th := kit.NewTheme(tc.mode, tc.prof)
			cv := kit.NewCanvas(tc.w, tc.h)
			Draw(cv, minute, story(45), 0, 0, tc.w, tc.h/2)
			Draw(cv, minute, []Chart{futures}, 0, tc.h/2, tc.w, tc.h/2)
			golden.Check(t, tc.name, cv.Render(th))
		})
	}
}

// Without colours the two futures must still differ: drawn alone, no cell of
// the one looks like a cell of the other, but for places where both stand still.
func TestFuturesDifferByShape(t *testing.T) {
	flat := []float64{5, 5, 5, 5, 5, 5, 5, 5}
	draw := func(c Chart) string {
		cv := kit.NewCanvas(8, 2)
		c.Max = 10
		c.plotLines(cv, Axis{Horizon: 8, Window: time.Second}, 0, 0, 8, 2)
		return cv.String()
	}
	a, b := draw(Chart{Series: flat}), draw(Chart{Other: flat})
	if a == b || strings.ContainsAny(strings.TrimSpace(b), strings.TrimSpace(strings.ReplaceAll(a, "\n", ""))) {
		t.Errorf("the two lines share shapes:\n%s\n%s", a, b)
	}
}

// One more window changes only the newest column, the edge beside it and the
// value on the right: that is what keeps the cost of a frame down.
func TestOneMoreWindowChangesLittle(t *testing.T) {
	const w, h = 80, 8
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 199).Draw(t, "n")
		s := rapid.SliceOfN(rapid.Float64Range(0, 100), n+1, n+1).Draw(t, "series")
		overlay := rapid.Bool().Draw(t, "overlay")
		draw := func(n int) *kit.Canvas {
			c := Chart{Label: "x", Ink: kit.InkGood, Max: 100, Series: s[:n], Line: overlay}
			cv := kit.NewCanvas(w, h)
			Draw(cv, Axis{Horizon: 200, Window: time.Second}, []Chart{c}, 0, 0, w, h)
			return cv
		}
		before, after := draw(n), draw(n+1)
		columns := map[int]bool{}
		for y := range h {
			for x := range w - valueWidth {
				s1, i1 := before.At(x, y)
				s2, i2 := after.At(x, y)
				if s1 != s2 || i1 != i2 {
					columns[x] = true
				}
			}
		}
		if len(columns) > 3 {
			t.Fatalf("%d columns changed: %v", len(columns), columns)
		}
	})
}

func TestSpanCoversTheHorizonOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, n := rapid.IntRange(1, 200).Draw(t, "w"), rapid.IntRange(1, 1000).Draw(t, "n")
		next := 0
		for x := range w {
			from, to := span(x, w, n)
			if to <= from {
				t.Fatalf("column %d is empty", x)
			}
			if n >= w && from != next {
				t.Fatalf("column %d begins at %d, want %d", x, from, next)
			}
			next = to
		}
		if next < n {
			t.Fatalf("the last column ends at %d of %d", next, n)
		}
	})
}

func TestFold(t *testing.T) {
	s := []float64{1, math.NaN(), 4}
	for f, want := range map[Fold]float64{Mean: 2.5, Most: 4, Least: 1} {
		if got := f.fold(s, 0, 9); got != want {
			t.Errorf("fold %d = %v, want %v", f, got, want)
		}
	}
	if got := Mean.fold(s, 1, 2); !math.IsNaN(got) {
		t.Errorf("a column of unknown windows = %v, want NaN", got)
	}
}

func TestRoundUp(t *testing.T) {
	for v, want := range map[float64]float64{0: 1, 0.3: 0.5, 1: 1, 1.01: 2, 2.2: 2.5, 3000: 5000, 1000: 1000, 99: 100} {
		if got := roundUp(v); math.Abs(got-want) > 1e-9*want {
			t.Errorf("roundUp(%v) = %v, want %v", v, got, want)
		}
	}
}

func TestShort(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 0.25: "0.25", 7.46: "7.5", 7: "7", 64: "64", 3000: "3000", 9999.7: "10k", 12345: "12.3k",
		123456: "123k", 999999: "1M", 1.5e6: "1.5M", 2e9: "2G", -42: "-42", math.Inf(1): "∞",
	} {
		if got := Short(v); got != want {
			t.Errorf("Short(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0:00", 62 * time.Second: "1:02", 1500 * time.Millisecond: "0:01.5", time.Hour: "60:00", -time.Second: "0:00",
	} {
		if got := Clock(d); got != want {
			t.Errorf("Clock(%v) = %q, want %q", d, got, want)
		}
	}
}

// No size, series or mark makes it panic or leave the canvas.
func TestDrawAtAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(0, 90).Draw(t, "w"), rapid.IntRange(0, 12).Draw(t, "h")
		val := rapid.OneOf(rapid.Float64(), rapid.Just(math.NaN()), rapid.Just(math.Inf(1)), rapid.Just(-1.0))
		var cs []Chart
		for range rapid.IntRange(0, 4).Draw(t, "charts") {
			cs = append(cs, Chart{
				Label: rapid.StringN(0, 10, -1).Draw(t, "label"), Series: rapid.SliceOf(val).Draw(t, "series"), Other: rapid.SliceOf(val).Draw(t, "other"),
				Live: rapid.IntRange(0, 20).Draw(t, "live"), Line: rapid.Bool().Draw(t, "line"), Ink: kit.InkGood,
			})
		}
		ax := Axis{
			Horizon: rapid.IntRange(0, 300).Draw(t, "horizon"), Window: time.Duration(rapid.Int64Range(0, 1e10).Draw(t, "window")),
			Marks: []Mark{{At: time.Duration(rapid.Int64().Draw(t, "at")), Glyph: "⚑", Label: "x"}},
		}
		cv := kit.NewCanvas(w, h)
		Draw(cv, ax, cs, 0, 0, w, h)
		if len(cs) > 0 && h > 0 {
			cs[0].Spark(kit.NewTheme(kit.Dark, colorprofile.ASCII), ax, w)
		}
	})
}

func BenchmarkDraw(b *testing.B) {
	th := kit.NewTheme(kit.Dark, colorprofile.TrueColor)
	cv := kit.NewCanvas(118, 12)
	cs := story(45)
	b.ReportAllocs()
	for b.Loop() {
		cv.Clear()
		Draw(cv, minute, cs, 0, 0, 118, 12)
		_ = cv.Render(th)
	}
}
