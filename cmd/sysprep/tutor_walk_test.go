//go:build !windows

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
	"sysprep/store/sqlite"
	"sysprep/tui/tuitest"
)

// learner sits at a terminal, and keeps progress in a file of their own.
type learner struct {
	*tuitest.Terminal
	t    *testing.T
	pack *content.Pack
	dir  string // of the pack; empty: the embedded one
	db   string
	at0  string // when the program's clock begins; empty: now
	w, h int
}

// smallPack is the pack that the screens are tested with: its runs are short.
const smallPack = "../../tui/testdata/pack"

func newLearner(t *testing.T, dir string) *learner {
	t.Helper()
	l := &learner{t: t, db: filepath.Join(t.TempDir(), "progress.db"), w: 80, h: 24}
	var err error
	if dir == "" {
		l.pack, err = content.Core()
	} else if l.pack, err = content.OpenDir(dir); err == nil {
		l.dir, err = filepath.Abs(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// open starts the real program.
func (l *learner) open(args ...string) {
	l.t.Helper()
	l.Terminal = tuitest.Start(l.t, l.command(args...), l.w, l.h)
}

func (l *learner) command(args ...string) *exec.Cmd {
	l.t.Helper()
	path, err := exec.LookPath("sysprep")
	if err != nil {
		l.t.Fatal(err)
	}
	if l.dir != "" {
		args = append(args, "--pack", l.dir)
	}
	c := exec.Command(path, args...)
	c.Env = append(os.Environ(), "SYSPREP_DB="+l.db, "TERM=xterm-256color", "COLORTERM=", "NO_COLOR=", "TZ=UTC", "SYSPREP_REDUCED_MOTION=", clockVariable+"="+l.at0)
	return c
}

// quits ends the program by ctrl+c.
func (l *learner) quits() {
	l.t.Helper()
	l.Press("ctrl+c")
	if code := l.Ended(); code != 0 {
		l.t.Errorf("exit code %d, want 0\n%s", code, l.Text())
	}
	if l.Mode(1049) || !l.Mode(25) {
		l.t.Error("the terminal is left on the other screen, or without a cursor")
	}
}

// place is where among the pack's lessons the one is that is played: the one about the
// cache, whose steps the walker knows, or the first.
func (l *learner) place() int {
	return max(0, slices.IndexFunc(l.pack.Lessons, func(l *content.Lesson) bool { return l.ID == "cache-cliff" }))
}

// onMap is how the map of home begins to tell of the lesson: its mark, number and, where
// columns are narrow, the beginning of its title.
func (l *learner) onMap(mark string) string {
	entry := fmt.Sprintf("%d %.8s", l.place()+1, l.lesson().Title)
	if mark == "" {
		return entry
	}
	if len(l.pack.Lessons) > 5 { // numbers stand in a column
		entry = fmt.Sprintf("%2d %.8s", l.place()+1, l.lesson().Title)
	}
	return mark + " " + entry
}

func (l *learner) lesson() *content.Lesson { return l.pack.Lessons[l.place()] }

// kept is what the file says, once the program is gone.
func (l *learner) kept() ([]store.Event, lessons.State) {
	l.t.Helper()
	db, err := sqlite.Open(context.Background(), l.db)
	if err != nil {
		l.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	events, err := db.Events(context.Background(), store.Query{Lesson: l.lesson().ID})
	if err != nil {
		l.t.Fatal(err)
	}
	return events, lessons.States(l.pack, events)[l.lesson().ID]
}

// draft is the unsent text that the file keeps for a step.
func (l *learner) draft(step string) string {
	l.t.Helper()
	db, err := sqlite.Open(context.Background(), l.db)
	if err != nil {
		l.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	d, err := db.Draft(context.Background(), l.pack.Manifest.ID+"/"+l.lesson().ID+"/"+step)
	if err != nil {
		return ""
	}
	return d.Text
}

// heading is the row in which the lesson player names the step.
func heading(screen string) string {
	lines := strings.Split(screen, "\n")
	if len(lines) < 3 {
		return ""
	}
	return strings.TrimLeft(lines[2], " ●◆○·")
}

// stepOn is the step that a screen shows, or -1.
func (l *learner) stepOn(screen string) int {
	for i, s := range l.lesson().Steps {
		if h := heading(screen); h == s.Title && h != "" {
			return i
		}
	}
	return -1
}

// at waits for a step.
func (l *learner) at(i int) string {
	l.t.Helper()
	return l.Until(fmt.Sprintf("step %q", l.lesson().Steps[i].Title), func(s string) bool { return l.stepOn(s) == i })
}

// hands do what a step asks for. press and types may end the walk: see kill_test.
type hands struct {
	press func(keys ...string)
	types func(text string)
	acked func(kind lessons.Kind, step string) // the screen has shown that it is recorded
}

func (l *learner) bareHands() hands {
	return hands{press: func(k ...string) { l.Press(k...) }, types: func(t string) { l.Type(t) }, acked: func(lessons.Kind, string) {}}
}

// walk plays the lesson from the step that is shown up to, not including, the step with
// index to. It can begin anywhere in a step, as after a restart.
func (l *learner) walk(h hands, to int) {
	l.t.Helper()
	for i := l.stepOn(l.Until("a step", func(s string) bool { return l.stepOn(s) >= 0 })); i >= 0 && i < to; {
		l.play(h, i)
		s := l.lesson().Steps[i]
		if i++; i < len(l.lesson().Steps) {
			l.at(i)
		}
		if s.Kind == content.Simulate { // until then the run is only seen
			h.acked(lessons.Watched, s.ID)
			h.acked(lessons.Finished, s.ID)
		}
	}
}

// play plays one step, and goes on from it.
func (l *learner) play(h hands, i int) {
	l.t.Helper()
	s := &l.lesson().Steps[i]
	switch s.Kind {
	case content.Predict, content.Quiz:
		l.answer(h, s)
	case content.Simulate:
		if s.Simulate.Landscape != nil {
			l.survey(h)
			break
		}
		l.watch(h, s)
	case content.Challenge:
		l.fix(h, s)
	case content.Explain:
		l.explain(h, s)
	default:
		l.read(h, i)
		return
	}
	h.press("enter")
}

// read turns pages until the screen shows something else.
func (l *learner) read(h hands, i int) {
	l.t.Helper()
	s := &l.lesson().Steps[i]
	for shown := l.at(i); l.stepOn(shown) == i; {
		h.press("enter")
		before := shown
		shown = l.Until("another page", func(s string) bool { return s != before })
	}
	h.acked(lessons.Finished, s.ID)
}

func (l *learner) answer(h hands, s *content.Step) {
	l.t.Helper()
	done := func(screen string) bool {
		return tuitest.Shows(screen, "Committed.") || tuitest.Shows(screen, "✓ Right.") || tuitest.Shows(screen, "✗ Not quite.")
	}
	ready := l.Until("the question", func(s string) bool { // a notice, to a key that came late, hides the footer
		return done(s) || tuitest.Shows(s, "enter commit") || tuitest.Shows(s, "Commit to your prediction first")
	})
	if !done(ready) {
		if q := s.Ask.Quantity; q != nil {
			h.press("ctrl+u")
			h.types(fmt.Sprint(q.Value))
		} else {
			h.press("1")
		}
		if s.Ask.Confidence {
			h.press("tab")
		}
		h.press("enter")
		l.Until("the answer committed", done)
	}
	h.acked(lessons.Predicted, s.ID)
}

func (l *learner) watch(h hands, s *content.Step) {
	l.t.Helper()
	l.Sees("goodput")
	h.press("end")
	l.Until("the end of the run", func(s string) bool { // the drawing has squares as well
		bar, _, _ := strings.Cut(s, "\n")
		return strings.Contains(bar, "■")
	})
	h.press("enter")
	if len(s.Simulate.Compare) > 0 {
		l.Sees("What you predicted")
	}
}

// survey waits for a landscape, knocks the system over in it, brings it back by the load alone, and goes on to what
// was predicted of it.
func (l *learner) survey(h hands) {
	l.t.Helper()
	l.Sees("enter into the landscape")
	h.press("enter")
	l.Sees("turn the knob")
	h.press("space")
	l.Sees("✓ knock it over")
	h.press("home")
	l.Sees("✓ bring it back")
	h.press("enter")
	l.Sees("What you predicted")
}

// fix turns the first knob, the queue, until the design holds.
func (l *learner) fix(h hands, s *content.Step) {
	l.t.Helper()
	want := map[bool]int{true: 400, false: 50}[l.dir == ""]
	shown := l.Until("the brief or the knobs", func(s string) bool { return tuitest.Shows(s, "is judged over") || tuitest.Shows(s, "enter judge") })
	if tuitest.Shows(shown, "is judged over") {
		h.press("enter")
		shown = l.Sees("enter judge")
	}
	for at := queueLength(shown); at != want; {
		key := "left"
		if at < want { // the draft of a design may have come after the first key
			key = "right"
		}
		h.press(key)
		before := at
		l.Until("the knob turned", func(s string) bool {
			at = queueLength(s)
			return at >= 0 && at != before
		})
	}
	h.press("enter")
	l.Until("a design that holds, and the next step open", func(s string) bool {
		lines := strings.Split(s, "\n")
		return tuitest.Shows(s, "It holds.") && len(lines) > 2 && (strings.Contains(lines[2], "◆ ○") || strings.Contains(lines[2], "◆ ●"))
	})
	h.acked(lessons.Judged, s.ID)
}

var queueRow = regexp.MustCompile(`queue length +(\d+) `)

// queueLength is where the first knob stands on the screen, or -1.
func queueLength(screen string) int {
	if m := queueRow.FindStringSubmatch(screen); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return -1
}

const explanation = "The queue is two seconds long, but the patience of callers ends after one, so each row is late. Turn some of them away."

func (l *learner) explain(h hands, s *content.Step) {
	l.t.Helper()
	graded := func(s string) bool {
		return tuitest.Shows(s, "Graded from your words alone") || strings.Contains(s, "explained ·")
	}
	if !graded(l.Until("the text or its verdict", func(s string) bool { return graded(s) || tuitest.Shows(s, "ctrl+s hand in") })) {
		h.types(explanation[len(l.draft(s.ID)):])
		h.press("ctrl+s")
		l.Until("the verdict", graded)
	}
	h.acked(lessons.Answered, s.ID)
}
