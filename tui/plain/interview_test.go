package plain

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"sysprep/content"
)

// mocked plays lines of a mock interview; each line takes the given time on the clock.
func mocked(t *testing.T, d *desk, each time.Duration, lines ...string) string {
	t.Helper()
	core, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	at := noon
	in := &slowLines{lines: lines, next: func() { at = at.Add(each) }}
	var out bytes.Buffer
	o := Options{Pack: core, Store: d.store, Now: func() time.Time { return at }, In: in, Out: &out, Interviews: true, Interview: "cache-outage-45"}
	if err := Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// slowLines hands out a line at a time, and lets the clock run before each.
type slowLines struct {
	lines []string
	next  func()
}

func (s *slowLines) Read(p []byte) (int, error) {
	if len(s.lines) == 0 {
		return strings.NewReader("").Read(p)
	}
	s.next()
	n := copy(p, s.lines[0]+"\n")
	s.lines = s.lines[1:]
	return n, nil
}

func TestMockInterviewInLines(t *testing.T) {
	d := sitDown(t)
	out := mocked(t, d, 10*time.Second, "? how much can the database do", "I shed load at the edge,", "before I look for the cause.", ".", "time", "next", "q")
	for _, want := range []string{
		"Part 1 of 4: The first five minutes", "The database does 500 queries a second", "0:50 on the clock", "Part 2 of 4", "goodput/s: ", "goes",
	} {
		d.wants(out, want)
	}
	out = mocked(t, d, 10*time.Second, "hint", "next", "next", "next", "lean yes")
	d.wants(out, "You left this interview at", "Hint: ", "Part 4 of 4", "The result: ", "You said: “I shed load at the edge”", "sysprep learn cache-cliff")
}

func TestMockInterviewTakesTheDraftWhenTimeIsUp(t *testing.T) {
	d := sitDown(t)
	out := mocked(t, d, 5*time.Minute, "the database can do 500 a second", "time", "q")
	d.wants(out, "Time is up for this part: what you had typed was handed in.", "Part 2 of 4")
}
