package tui

import (
	"fmt"
	"math/rand/v2"
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
	"a b c d e f g h i j k l m n o p r s u v x z G 0 1 2 3 4 6 ? ^ $ . , [ ] + - / é 日 ctrl+s ctrl+d ctrl+u ctrl+x ctrl+a ctrl+k ctrl+w ctrl+v")

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
		if c := r.m.View().Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= r.m.w || c.Y >= r.m.h) {
			t.Errorf("key %d, after %q: the cursor is at %d, %d of %dx%d", i, last, c.X, c.Y, r.m.w, r.m.h)
		}
		if t.Failed() {
			return
		}
	}
	r.size(80, 24)
	r.leave()
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
		r.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		return "wheel"
	case n < 20:
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
