//go:build !windows

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sysprep/lessons"
	"sysprep/store"
	"sysprep/store/sqlite"
)

// on begins an evening of March 2026, in which the second is a Monday.
func (l *learner) on(day int, args ...string) {
	l.t.Helper()
	l.at0 = fmt.Sprintf("2026-03-%02dT19:00:00Z", day)
	l.open(args...)
}

var (
	dueOnHome = regexp.MustCompile(`(\d+) reviews? due`)
	toGo      = regexp.MustCompile(`(\d+) to go`)
)

// number is what a pattern finds on a screen, or -1.
func number(pattern *regexp.Regexp, screen string) int {
	if m := pattern.FindStringSubmatch(screen); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return -1
}

// reviews goes through all that is due, from home and back, looks at each answer, and rates it: the first as the
// rating says, the others as known. It returns how many there were.
func (l *learner) reviews(first string) int {
	l.t.Helper()
	due := number(dueOnHome, l.Sees("due"))
	l.Press("r")
	for left := due; left > 0; left-- {
		l.Until(fmt.Sprint(left, " to go"), func(s string) bool { return number(toGo, s) == left && strings.Contains(s, "show the answer") })
		l.Press("enter")
		l.Sees("1 not known")
		if left == due {
			l.Press(first)
		} else {
			l.Press("3")
		}
	}
	l.Sees("Nothing more is due today")
	l.Press("enter")
	l.Sees("the way", "nothing due")
	return due
}

// tells runs a command to its end, on the learner's clock, and returns what it printed.
func (l *learner) tells(args ...string) string {
	l.t.Helper()
	out, err := l.command(args...).Output()
	if err != nil {
		l.t.Fatalf("sysprep %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// TestTutorWeek lives a week with the real program, an evening at a time, and a clock that says so: a lesson in two
// sittings, what comes due, a day off, something forgotten, and on Sunday a look back. Each evening finds what
// the last one left.
func TestTutorWeek(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole lesson is the one for -short")
	}
	l := newLearner(t, smallPack)
	steps := len(l.lesson().Steps)

	l.on(2) // Monday: it begins
	l.Sees("Welcome to sysprep")
	l.Press("esc")
	l.Sees("Mon 2 Mar", "Start", "nothing due yet")
	l.Press("enter")
	l.walk(l.bareHands(), 3)
	l.quits()

	l.on(3) // Tuesday: the lesson is ended; what was predicted is not asked again before its run was seen
	l.Sees("Tue 3 Mar", "Go on", fmt.Sprintf("step 4 of %d", steps), "nothing due yet")
	l.Press("enter")
	l.walk(l.bareHands(), steps)
	l.Sees("the way", l.onMap("●"), "explained 1 of 1")
	l.quits()

	l.at0 = "2026-03-04T19:00:00Z" // Wednesday: a date, and what was predicted comes back
	l.tells("settings", "set", "interview", "2026-03-18")
	l.on(4)
	l.Sees("Wed 4 Mar", "interview", "14 days", "Lesson 2")
	rated := l.reviews("3")
	l.Sees("next review tomorrow")
	l.quits()

	l.on(6) // Friday: something is forgotten
	l.Sees("Fri 6 Mar")
	friday := l.reviews("1")
	l.quits()

	l.on(7) // Saturday: it is there again; the second lesson
	l.Sees("Sat 7 Mar")
	if again := l.reviews("3"); again < 1 || friday < 2 {
		t.Errorf("%d were due on Friday and %d on Saturday; want at least 2, and the one that was forgotten", friday, again)
	} else {
		rated += friday + again
	}
	l.Press("enter")
	l.Until("the second lesson", func(s string) bool { return heading(s) == "A queue" })
	l.Press("enter")
	l.Until("its question", func(s string) bool { return heading(s) == "Which one" })
	l.Press("esc")
	l.Sees("the way", "1 of 2 steps")
	l.quits()

	l.on(8) // Sunday: a look back
	l.Sees("Sun 8 Mar", "Go on", "10 days")
	l.Press("p")
	l.Sees("[1 mastery]", "explained 1 of 1", "on 5 days")
	l.Press("3")
	l.Sees("[3 history]", "5 with something done", "2026-03-07", "2 reviews", "2026-03-02")
	l.quits()
	l.lookBack(rated)
}

// lookBack holds the file against the week, takes it to another machine, and finds the same report there.
func (l *learner) lookBack(rated int) {
	l.t.Helper()
	ctx := context.Background()
	db, err := sqlite.Open(ctx, l.db)
	if err != nil {
		l.t.Fatal(err)
	}
	events, err := db.Events(ctx, store.Query{Pack: l.pack.Manifest.ID})
	if err != nil {
		l.t.Fatal(err)
	}
	_ = db.Close()
	days, reviews := map[string]bool{}, 0
	for _, e := range events {
		days[e.At.UTC().Format("Mon 2")] = true
		if e.Kind == "lesson."+string(lessons.Reviewed) {
			reviews++
		}
	}
	if len(days) != 5 || !days["Mon 2"] || !days["Tue 3"] || !days["Wed 4"] || !days["Fri 6"] || !days["Sat 7"] {
		l.t.Errorf("the file has events of %v", days)
	}
	if reviews != rated {
		l.t.Errorf("the file has %d ratings, the screen had %d", reviews, rated)
	}
	file := filepath.Join(l.t.TempDir(), "week.json")
	here := l.tells("progress")
	l.tells("export", "-o", file)
	l.db = filepath.Join(l.t.TempDir(), "other.db")
	l.tells("import", file)
	if there := l.tells("progress"); there != here {
		l.t.Errorf("on the other machine the report is\n%s\nand not\n%s", there, here)
	}
}
