package tui

import (
	"context"
	"errors"
	"image/color"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"sysprep/lessons"
	"sysprep/tui/prefs"
	"sysprep/tui/screen"
)

// TestDeskScreens looks at the screens around the lessons: tour, settings, search, the list
// of labs, the steps of a lesson, and a note.
func TestDeskScreens(t *testing.T) {
	atEachSize(t, func(r *rig) {
		r.press("?", "t")
		r.sees("Welcome to sysprep", "1 of 5")
		r.shoot("tour", looks, small)
		r.press("enter")
		r.shoot("tour-lesson", looks[:1])
		r.press("enter")
		r.shoot("tour-signs", looks[:1])
		r.press("enter", "enter")
		r.shoot("tour-keys", looks, small)
		r.press("enter")
		r.sees("the way")

		r.press("s")
		r.shoot("settings", looks, small)
		r.press("down", "down", "down", "down", "down", "down", "down", "enter")
		r.enter("soon")
		r.press("enter")
		r.sees("can't be used")
		r.shoot("settings-refused", looks, small)
		r.press("esc", "tab", "down")
		r.shoot("settings-keys", looks, small)
		r.press("enter", "/")
		r.sees(`/ is the key for "search"`)
		r.shoot("settings-key-refused", looks[:1])
		r.press("esc")

		r.press("/")
		r.shoot("search-empty", looks)
		r.enter("queue")
		r.shoot("search", looks, small)
		r.press("esc", "l")
		r.shoot("labs", looks, small)
		r.press("esc", "enter", "N")
		r.enter("the queue is two seconds long")
		r.shoot("note", looks, small)
		r.press("esc", "t", "down", "down")
		r.shoot("steps", looks, small)
		r.press("esc", "esc")
	})
}

// TestHomeOnALargeScreen has the map and the readiness side by side.
func TestHomeOnALargeScreen(t *testing.T) {
	large := []look{{"200x60-dark", 200, 60, color.Black, colorprofile.TrueColor}, {"200x60-light", 200, 60, color.White, colorprofile.TrueColor}}
	pack := curriculum(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{})
		defer r.rest()
		r.size(200, 60)
		r.shoot("home-large", large)
	})
	inBubble(t, func(r *rig) {
		r.size(200, 60)
		r.press("enter", "pgdown", "pgdown", "pgdown", "enter", "esc")
		r.shoot("home-large-progress", large)
		if want := "reviews to come"; strings.Contains(r.text(), want) {
			t.Errorf("%q is shown although there are none", want)
		}
	})
}

// set keeps a setting as another process would, before the program starts.
func (m *memory) keep(t *testing.T, key, value string) *memory {
	t.Helper()
	if err := m.SetSetting(context.Background(), key, value); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSettingsHoldAtOnce turns each setting, and looks at what became of it.
func TestSettingsHoldAtOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.wear(looks[0])
		r.press("s")
		dark := r.screen()
		r.press("right", "right") // terminal, dark, light
		if r.screen() == dark || r.store.set[prefs.Theme] != "light" {
			t.Errorf("the theme is still dark; kept is %q", r.store.set[prefs.Theme])
		}
		r.press("0")
		if r.screen() != dark || r.store.set[prefs.Theme] != "" {
			t.Error("the theme does not come back")
		}
		r.press("down", "right")
		if !r.m.env.Reduced {
			t.Error("motion is not reduced")
		}
		r.press("down", "right")
		r.missing("───")
		r.press("left")
		r.sees("───")
		r.press("down", "down", "right")
		if v := r.m.View(); v.MouseMode != tea.MouseModeNone {
			t.Error("the mouse is still on")
		}
		r.press("right", "down", "down", "right", "down", "enter") // the mouse is on again, the lab faster
		r.enter("2026-03-12")
		r.press("enter", "esc")
		r.sees("10 days left")
		r.press("l", "enter")
		r.sees("8×")
		if got := r.store.set; got[prefs.Speed] != "8" || got[prefs.Mouse] != "" || got[lessons.SettingInterview] != "2026-03-12" {
			t.Errorf("kept is %v", got)
		}
	})
}

// TestSettingsThatCanNotBeKept stay as they were, and the screen says why.
func TestSettingsThatCanNotBeKept(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.press("s")
		r.store.fail = errors.New("disk is full")
		r.press("right")
		r.sees("disk is full", "[terminal]")
	})
}

// TestSettingsAreReadAtTheStart also where some of them mean nothing to this sysprep.
func TestSettingsAreReadAtTheStart(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		st := (&memory{}).keep(t, prefs.Theme, "plaid").keep(t, prefs.Motion, "reduced").keep(t, "key.home.review", "R").keep(t, "key.home.dance", "d").keep(t, lessons.SettingInterview, "someday")
		r := newRig(t, pack, st, Place{})
		defer r.rest()
		r.size(80, 24)
		if !r.m.env.Reduced || r.m.env.Prefs.Theme != "terminal" {
			t.Errorf("reduced %v, theme %q", r.m.env.Reduced, r.m.env.Prefs.Theme)
		}
		r.missing("days left")
		r.press("?")
		r.sees("R review")
	})
}

// TestKeysGivenAway gives lab's pause another key, by the screen of the settings.
func TestKeysGivenAway(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.press("s", "tab")
		for !strings.Contains(lineWith(r, "▸"), "next lesson") {
			r.press("down")
		}
		r.press("enter")
		r.sees("Press the new key")
		r.press("r")
		r.sees(`R is the key for "review" (Home): give that another one first, with home.review`)
		r.press("enter", "d")
		r.sees("yours")
		r.press("esc", "j") // j moved down until now
		r.sees("j has no meaning here any more")
		at := r.screen()
		r.press("d")
		if r.screen() == at {
			t.Error("the new key does nothing")
		}
		r.press("up", "?")
		r.sees("d next lesson")
		r.press("esc", "s", "tab")
		for !strings.Contains(lineWith(r, "▸"), "next lesson") {
			r.press("down")
		}
		r.press("0", "esc", "j")
		r.missing("has no meaning")
	})
}

// lineWith is the line that shows a text.
func lineWith(r *rig, text string) string {
	for _, line := range strings.Split(ansi.Strip(r.screen()), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

func TestTourComesOnce(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		start := func(st *memory) *rig {
			r := &rig{t: t, store: st, inbox: make(chan tea.Msg, 10_000)}
			m, err := newModel(t.Context(), Options{Pack: pack, Store: st, Now: r.now, Tour: true})
			if err != nil {
				t.Fatal(err)
			}
			r.m = m
			r.size(80, 24)
			return r
		}
		r := start(&memory{})
		defer r.rest()
		r.sees("Welcome to sysprep")
		r.press("left") // there is nothing before
		r.press("enter", "left")
		r.sees("1 of 5")
		r.press("esc")
		r.sees("the way")
		again := start(r.store)
		again.missing("Welcome to sysprep")
		again.press("?", "t", "esc")
		again.sees("the way")
		experienced := start(&memory{events: lessonAt(t, pack, "load").store.events})
		experienced.missing("Welcome to sysprep")
	})
}

// TestNewcomersFiveMinutes goes from an empty database into the first lesson with enter alone.
func TestNewcomersFiveMinutes(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, store: &memory{}, inbox: make(chan tea.Msg, 10_000)}
		m, err := newModel(t.Context(), Options{Pack: pack, Store: r.store, Now: r.now, Tour: true})
		if err != nil {
			t.Fatal(err)
		}
		r.m = m
		defer r.rest()
		r.size(80, 24)
		for range 12 {
			if strings.Contains(r.text(), "The first second") {
				return
			}
			r.press("enter")
		}
		t.Errorf("enter does not lead to the first question:\n%s", ansi.Strip(r.screen()))
	})
}

func TestSearchOpensThePlace(t *testing.T) {
	pack := bench(t)
	for _, tc := range []struct {
		name, query string
		at          string // step that the learner is at
		sees        []string
	}{
		{"a lesson", "second one", "load", []string{"A queue", "step 1 of 2"}},
		{"the step that is open", "green dash", "load", []string{"Green dashboards", "step 1 of 8"}},
		{"a step ahead", "break the loop", "load", []string{"The first second", "is ahead of you", "Commit to your prediction first"}},
		{"nothing", "zzz", "load", []string{"Nothing has all of these words"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := lessonAt(t, pack, tc.at)
				defer r.rest()
				r.press("esc", "/")
				r.enter(tc.query)
				r.press("enter")
				r.sees(tc.sees...)
				for range 4 {
					r.press("esc")
				}
				if len(r.m.stack) != 1 {
					t.Errorf("four times esc does not lead home:\n%s", ansi.Strip(r.screen()))
				}
			})
		})
	}
}

// TestSearchFromALesson lies above it, and comes back to it, also through another lesson.
func TestSearchFromALesson(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "later")
		defer r.rest()
		r.press("2", "/")
		r.enter("break")
		r.press("esc")
		r.sees("▸ b About a sixth") // as it was left
		r.press("/")
		r.enter("second one")
		r.press("enter")
		r.sees("A queue", "step 1 of 2")
		r.press("enter", "esc")
		r.sees("A minute later")
		r.press("/")
		r.enter("green dash")
		r.press("enter")
		r.sees("Green dashboards")
		if len(r.m.stack) != 2 {
			t.Errorf("%d screens lie upon each other", len(r.m.stack))
		}
		for range 10 {
			r.press("/")
			r.enter("system")
			r.press("enter")
			r.press("/")
			r.enter("second one")
			r.press("enter")
		}
		if len(r.m.stack) > deepest {
			t.Errorf("%d screens lie upon each other", len(r.m.stack))
		}
	})
}

// TestNotes writes one, edits it, finds it, takes it back.
func TestNotes(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "later")
		defer r.rest()
		notes := func() []lessons.Note {
			s, _ := r.m.env.Journal.State("cliff").Step("later")
			return s.Notes
		}
		r.press("N")
		r.enter("wait against patience")
		if got := r.store.drafts["example/screens/cliff/later#note"]; got != "wait against patience" {
			t.Errorf("while it is typed, %q is on disk", got)
		}
		r.press("esc")
		r.sees("A minute later")
		if n := notes(); len(n) != 1 || n[0].Text != "wait against patience" || r.store.drafts["example/screens/cliff/later#note"] != "" {
			t.Fatalf("kept is %v, and as a draft %q", n, r.store.drafts["example/screens/cliff/later#note"])
		}
		r.press("N", "esc")
		if n := len(r.recorded(0)); r.recorded(n - 1)[0] != "noted later" || len(notes()) != 1 {
			t.Error("a note that was only looked at was kept again")
		}
		r.press("N")
		r.enter("!")
		r.press("ctrl+s")
		if n := notes(); len(n) != 1 || n[0].Text != "wait against patience!" {
			t.Errorf("edited: %v", n)
		}
		r.press("/")
		r.enter("patience!")
		r.sees("note", "wait against patience!")
		r.press("esc", "t")
		r.sees("✎")
		r.press("esc", "u")
		r.sees("Taken back: your note")
		if n := notes(); len(n) != 1 || n[0].Text != "wait against patience" {
			t.Errorf("taken back: %v", n)
		}
		r.press("N")
		r.enter(" and more")
		r.send(screen.Edited{For: "example/screens/cliff/later#note", Text: "from the editor"})
		r.press("ctrl+c") // leaves at once, and keeps it
		if n := notes(); len(n) != 1 || n[0].Text != "from the editor" || !r.quit {
			t.Errorf("left: %v", n)
		}
	})
}

// TestEditorOfAnswers takes over what an editor wrote, and keeps the text where it failed.
func TestEditorOfAnswers(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "say")
		defer r.rest()
		const key = "example/screens/cliff/say"
		r.enter("The queue")
		r.press("ctrl+o") // there is no editor in the test
		r.sees("set EDITOR")
		if r.store.drafts[key] != "The queue" {
			t.Error("the text was not kept before the editor")
		}
		r.send(screen.Edited{For: key, Err: errors.New("the editor failed, so your text is as it was")})
		r.sees("The editor failed", "The queue")
		r.send(screen.Edited{For: "another", Text: "not mine"})
		r.missing("not mine")
		r.send(screen.Edited{For: key, Text: "The queue is two seconds long.\nCallers leave after one."})
		r.sees("Callers leave after one.", "draft saved")
		if r.store.drafts[key] != "The queue is two seconds long.\nCallers leave after one." {
			t.Errorf("the draft is %q", r.store.drafts[key])
		}
	})
}

// TestUndoneAnswerIsADraftAgain so that nothing that was written is lost.
func TestUndoneAnswerIsADraftAgain(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "say")
		defer r.rest()
		r.enter(answer)
		r.press("ctrl+s", "u")
		r.sees("Taken back: your explanation, which is a draft again")
		if got := r.store.drafts["example/screens/cliff/say"]; got != answer {
			t.Errorf("the draft is %q", got)
		}
	})
}

// TestFreeLabOfAStep opens the step's system with the knobs as they stand.
func TestFreeLabOfAStep(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "load")
		defer r.rest()
		r.press("f4")
		r.sees("Free lab: no system was played in this lesson yet")
		r = lessonAt(t, pack, "fix")
		r.press("enter", "left", "left")
		knob := lineWith(r, "queue")
		r.press("L")
		r.sees("database · l…", "queue 0 of 50")
		if got := lineWith(r, "queue"); !strings.Contains(got, strings.Fields(knob)[len(strings.Fields(knob))-1]) {
			t.Errorf("the knob was %q, and is %q", knob, got)
		}
		r.press("esc")
		r.sees("Break the loop")
	})
}

// at is a click on a text of the screen.
func at(r *rig, text string) tea.MouseClickMsg {
	r.t.Helper()
	for y, line := range strings.Split(ansi.Strip(r.screen()), "\n") {
		if i := strings.Index(line, text); i >= 0 {
			return tea.MouseClickMsg{X: ansi.StringWidth(line[:i]), Y: y, Button: tea.MouseLeft}
		}
	}
	r.t.Fatalf("%q is not shown:\n%s", text, ansi.Strip(r.screen()))
	return tea.MouseClickMsg{}
}

// TestClicks: a choice, a line of a list, a lesson of the map, and a key in the footer.
func TestClicks(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "later")
		defer r.rest()
		r.send(at(r, "About a sixth"))
		r.sees("▸ b About a sixth")
		r.send(at(r, "esc home"))
		r.sees("the way")
		r.send(at(r, "2 A queue"))
		r.sees("▸ ○ 2 A queue")
		r.send(at(r, "2 A queue"))
		r.sees("step 1 of 2")
		r.press("esc")
		r.size(120, 40)
		r.send(at(r, "s settings"))
		r.send(at(r, "borders"))
		r.send(at(r, "borders"))
		if !r.m.env.Prefs.Bare {
			t.Error("a click on a setting does not turn it")
		}
		r.send(tea.MouseClickMsg{X: 500, Y: -3, Button: tea.MouseLeft})
		r.send(tea.MouseClickMsg{X: 2, Y: 2, Button: tea.MouseRight})
	})
}

// TestKnobsByMouse: a knob's row, the cells of its slider, and its options, where it stands beside or below the picture.
func TestKnobsByMouse(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{Kind: "lab", ID: "cliff"})
		defer r.rest()
		for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
			r.size(size[0], size[1])
			r.press("0")
			r.send(at(r, "attempts"))
			r.sees("▸ attempts", "tries for each read")
			slider := at(r, "queue length")
			line := []rune(strings.Split(ansi.Strip(r.screen()), "\n")[slider.Y])
			last := len(line) - 1
			for line[last] != '─' {
				last--
			}
			first := last
			for first > 0 && strings.ContainsRune("━●─", line[first]) {
				first--
			}
			slider.X = last
			r.send(slider)
			r.sees("▸ queue length 1000")
			slider.X = first + 1
			r.send(slider)
			r.sees("▸ queue length 0")
			r.press("tab")
			r.send(at(r, " fill "))
			r.sees("▸ late rows discard [fill] cancel", "what becomes of a row")
			r.send(at(r, "cancel"))
			r.sees("discard fill [cancel]")
			r.press("x")
			r.send(tea.MouseClickMsg{X: slider.X, Y: slider.Y, Button: tea.MouseLeft})
			r.sees("Do something to it") // the list of faults lies there now
			r.press("esc")
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "fix")
		defer r.rest()
		r.press("enter")
		r.send(at(r, " fill "))
		r.sees("discard [fill] cancel")
		kept := ""
		for _, text := range r.store.drafts {
			kept += text
		}
		if !strings.Contains(kept, "late-rows=fill") {
			t.Errorf("the draft of the challenge is %q", r.store.drafts)
		}
	})
}

// TestLessonsThatBuildOnOthers say so first, and open the second time.
func TestLessonsThatBuildOnOthers(t *testing.T) {
	pack := curriculum(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{})
		defer r.rest()
		r.size(80, 24)
		r.press("down", "enter")
		r.sees("It builds on lesson 1, Cloud Pac-Man", "the way")
		r.press("enter")
		r.missing("the way")
		r.press("esc", "t") // ten minutes: nothing is due, so the lesson goes on
		r.missing("the way")
	})
}

// TestSettingsOfTheLabHoldInLessons as well.
func TestSettingsOfTheLabHoldInLessons(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, lessonAt(t, pack, "watch").store.keep(t, prefs.Speed, "16"), Place{Kind: "learn", ID: "cliff"})
		defer r.rest()
		r.size(80, 24)
		r.sees("16×")
		r.advance(time.Second)
	})
}
