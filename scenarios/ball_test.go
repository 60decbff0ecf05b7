package scenarios

import (
	"context"
	"testing"

	"pgregory.net/rapid"
)

// hills is a landscape of the given kinds of ground. The trigger is too weak where weak says so.
func hills(weak map[int]bool, grounds ...Ground) *Landscape {
	l := &Landscape{}
	for i, g := range grounds {
		p := Place{Value: string(rune('a' + i)), Ground: g, Healthy: Branch{Share: 1}, Ruined: Branch{Share: 1}, Struck: &Branch{Share: 1}}
		switch g {
		case Vulnerable:
			p.Ruined.Share = 0
			if !weak[i] {
				p.Struck.Share = 0
			}
		case Overloaded:
			p.Healthy.Share, p.Ruined.Share, p.Struck.Share = 0.6, 0, 0
		}
		l.Places = append(l.Places, p)
	}
	return l
}

func TestBallRolls(t *testing.T) {
	l := hills(map[int]bool{2: true}, Stable, Stable, Vulnerable, Vulnerable, Vulnerable, Overloaded)
	l.Present = "d"
	type act struct {
		move int // 0: strike
		want Ball
		roll Roll
	}
	for name, acts := range map[string][]act{
		"falls, and does not come back before the border": {
			{0, Ball{3, true}, Fell}, {-1, Ball{2, true}, Stayed}, {0, Ball{2, true}, Lying}, {-1, Ball{1, false}, Healed}, {1, Ball{2, false}, Stayed}, {1, Ball{3, false}, Stayed},
		},
		"a trigger that is too weak":       {{-1, Ball{2, false}, Stayed}, {0, Ball{2, false}, Withstood}},
		"stable ground":                    {{-2, Ball{1, false}, Stayed}, {0, Ball{1, false}, Withstood}},
		"overload needs no trigger":        {{2, Ball{5, true}, Fell}, {-1, Ball{4, true}, Stayed}},
		"there and back in one go":         {{9, Ball{5, true}, Fell}, {-9, Ball{0, false}, Healed}},
		"the ends of the landscape":        {{-9, Ball{0, false}, Stayed}, {-1, Ball{0, false}, Stayed}},
		"nothing moves it on its branches": {{1, Ball{4, false}, Stayed}, {-1, Ball{3, false}, Stayed}},
	} {
		b := l.Ball()
		if b != (Ball{At: 3}) {
			t.Fatalf("it starts at %+v", b)
		}
		for i, a := range acts {
			var roll Roll
			if a.move == 0 {
				b, roll = l.Strike(b)
			} else {
				b, roll = l.Move(b, a.move)
			}
			if b != a.want || roll != a.roll {
				t.Errorf("%s, act %d: %+v, %v; want %+v, %v", name, i+1, b, roll, a.want, a.roll)
			}
		}
	}
	if got := l.Border(); got != 2 {
		t.Errorf("border at %d, want 2", got)
	}
	if got := hills(nil, Stable, Stable).Border(); got != 2 {
		t.Errorf("no border, but %d", got)
	}
}

// Whatever is done, a ball never lies on a branch that its ground has not, and it comes up
// only where the ground is stable: that is hysteresis.
func TestBallKeepsToItsBranches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grounds := rapid.SliceOfN(rapid.SampledFrom([]Ground{Stable, Vulnerable, Overloaded}), 1, 12).Draw(t, "grounds")
		l := hills(nil, grounds...)
		b := l.Ball()
		for _, n := range rapid.SliceOf(rapid.IntRange(-3, 3)).Draw(t, "acts") {
			was := b
			if n == 0 {
				b, _ = l.Strike(b)
			} else {
				b, _ = l.Move(b, n)
			}
			switch ground := grounds[b.At]; {
			case b.At < 0 || b.At >= len(grounds):
				t.Fatalf("out of the landscape: %+v", b)
			case ground == Stable && b.Down, ground == Overloaded && !b.Down:
				t.Fatalf("%+v on %s ground", b, ground)
			case was.Down && !b.Down && (n == 0 || !passed(grounds, was.At, b.At, Stable)):
				t.Fatalf("%+v came up from %+v without stable ground between", b, was)
			case !was.Down && b.Down && n != 0 && !passed(grounds, was.At, b.At, Overloaded):
				t.Fatalf("%+v fell from %+v without a trigger", b, was)
			}
		}
	})
}

func passed(grounds []Ground, a, b int, g Ground) bool {
	for i := min(a, b); i <= max(a, b); i++ {
		if grounds[i] == g {
			return true
		}
	}
	return false
}

// The trigger of the cache's story empties the cache. Between the border and the database's
// own capacity a collapse would last, and this trigger does not make one.
func TestStrikeIsWhatTheStoryDoesThere(t *testing.T) {
	w := Sweep{Scenario: sweepStory(), Knob: "rate", Values: []string{"20/s", "60/s", "600/s"}, Seeds: Seeds(2), Strike: true}
	l, err := w.Landscape(context.Background(), 0, nil)
	must(t, err)
	for i, want := range []struct {
		ground Ground
		falls  bool
	}{{Stable, false}, {Vulnerable, false}, {Vulnerable, true}} {
		p := l.Places[i]
		if p.Ground != want.ground || l.Falls(i) != want.falls || p.Struck == nil {
			t.Errorf("%s: %s, falls %v, want %+v: %+v", p.Value, p.Ground, l.Falls(i), want, p.Struck)
		}
	}
}
