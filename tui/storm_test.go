package tui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sysprep/scenarios"
)

// stormKeys are all keys of all screens, letters that are typed, and keys of nobody.
var stormKeys = strings.Fields("enter enter enter enter esc tab shift+tab space backspace delete up down left right home end pgup pgdown f1 " +
	"a b c d e f g h i j k l m n o p r s t u v x y z G L N R 0 1 2 3 4 6 ? ^ $ . , [ ] + - / / é 日 f2 f3 f4 f5 " +
	"ctrl+s ctrl+d ctrl+u ctrl+x ctrl+a ctrl+k ctrl+w ctrl+v ctrl+o ctrl+n ctrl+p")

// TestKeyStorm presses keys at random, in terminals of changing size: the program
// neither panics nor draws outside of its screen, and it can always be left.
func TestKeyStorm(t *testing.T) {
	storms, keys := 20, 500
	if testing.Short() {
		storms = 3
	}
	pack := bench(t)
	for _, id := range pack.Scenarios.IDs() {
		s := pack.Scenarios.Of(id)
		s.Horizon = scenarios.Duration(6 * time.Second) // to judge a design often is not what this is about
	}
	for seed := range storms {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { storm(t, newRig(t, pack, &memory{}, Place{}), uint64(seed), keys) })
		})
	}
}

func storm(t *testing.T, r *rig, seed uint64, keys int) {
	defer r.rest()
	luck := rand.New(rand.NewPCG(seed, 2))
	r.size(80, 24)
	var last []string
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("after %q: %v", last, p)
		}
	}()
	for i := range keys {
		what := r.gust(luck)
		last = append(last, what)
		last = last[max(0, len(last)-12):]
		if r.quit {
			r.quit = false // q: the storm goes on, on the same screen
		}
		fits(t, fmt.Sprintf("key %d, after %q", i, last), r.screen(), r.m.w, r.m.h)
		if k := r.m.above().Keys(); k.Typing && k.Context != "" && !slices.Contains(k.Table.Typing, k.Context) {
			t.Errorf("after %q: letters are typed in %q of the table %s, which does not say so", last, k.Context, k.Table.Name)
		}
		if c := r.m.View().Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= r.m.w || c.Y >= r.m.h) {
			t.Errorf("key %d, after %q: the cursor is at %d, %d of %dx%d:\n%s", i, last, c.X, c.Y, r.m.w, r.m.h, ansi.Strip(r.screen()))
		}
		if t.Failed() {
			return
		}
	}
	r.size(80, 24)
	r.leave()
}

// TestResizeStorm shows each screen around the lessons in all kinds of sizes.
func TestResizeStorm(t *testing.T) {
	pack := bench(t)
	for _, way := range [][]string{
		{}, {"?"}, {"?", "t"}, {"?", "t", "enter", "enter", "enter", "enter"}, {"s"}, {"s", "tab"}, {"/"}, {"l"}, {"enter", "t"}, {"enter", "N"}, {"r"}, {"i"}, {"p"},
	} {
		t.Run(strings.Join(way, " "), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, pack, &memory{}, Place{})
				defer r.rest()
				r.size(80, 24)
				r.press(way...)
				luck := rand.New(rand.NewPCG(uint64(len(way)), 7))
				for i := range 60 {
					w, h := 1+luck.IntN(300), 1+luck.IntN(100)
					switch i {
					case 0:
						w, h = 1, 1
					case 1:
						w, h = 300, 100
					case 2:
						w, h = 60, 20
					case 3:
						w, h = 300, 1
					case 4:
						w, h = 1, 100
					}
					r.size(w, h)
					fits(t, fmt.Sprintf("%q in %dx%d", way, w, h), r.screen(), w, h)
					if c := r.m.View().Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= w || c.Y >= h) {
						t.Errorf("%q in %dx%d: the cursor is at %d, %d", way, w, h, c.X, c.Y)
					}
				}
			})
		})
	}
}

// TestStormWithOtherKeys has the keys of vim, and some given away.
func TestStormWithOtherKeys(t *testing.T) {
	pack := bench(t)
	for _, id := range pack.Scenarios.IDs() {
		pack.Scenarios.Of(id).Horizon = scenarios.Duration(6 * time.Second)
	}
	for seed := range 3 {
		synctest.Test(t, func(t *testing.T) {
			st := (&memory{}).keep(t, "keys", []string{"vim", "arrows", "vim"}[seed]).keep(t, "key.lesson.home", "f6 esc").keep(t, "key.everywhere.help", "f7").keep(t, "key.lab.pause", "ctrl+g")
			storm(t, newRig(t, pack, st, Place{}), uint64(100+seed), 400)
		})
	}
}

// gust is one thing that happens in a storm; it returns its name.
func (r *rig) gust(luck *rand.Rand) string {
	switch n := luck.IntN(100); {
	case n < 3:
		w, h := 1+luck.IntN(140), 1+luck.IntN(50)
		r.size(w, h)
		return fmt.Sprintf("%dx%d", w, h)
	case n < 8:
		r.size(60+luck.IntN(80), 20+luck.IntN(30))
		return "resize"
	case n < 14:
		d := time.Duration(luck.IntN(600)) * time.Millisecond
		r.advance(d)
		return d.String()
	case n < 16:
		r.enter("The queue is long, and patience short. Turn them away! ")
		return "a sentence"
	case n < 17:
		r.enter("600")
		return "600"
	case n < 18:
		r.send(tea.PasteMsg{Content: "pasted\n\ttext \x1b[31m日本\u202e" + strings.Repeat("long ", luck.IntN(300))})
		return "paste"
	case n < 19:
		r.send(tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelDown, tea.MouseWheelUp}[luck.IntN(2)]})
		return "wheel"
	case n < 21:
		x, y := luck.IntN(r.m.w+4)-2, luck.IntN(r.m.h+4)-2
		r.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		return fmt.Sprintf("click %d,%d", x, y)
	case n < 22:
		r.later += 40 * 24 * time.Hour
		return "40 days"
	}
	k := stormKeys[luck.IntN(len(stormKeys))]
	r.press(k)
	return k
}

// leave goes out by esc and q, as a learner would.
func (r *rig) leave() {
	r.t.Helper()
	for range 6 {
		r.press("esc")
	}
	if len(r.m.stack) > 1 {
		r.t.Errorf("six times esc does not lead home:\n%s", ansi.Strip(r.screen()))
	}
	r.press("q")
	if !r.quit {
		r.t.Errorf("esc and q do not leave:\n%s", ansi.Strip(r.screen()))
	}
}
