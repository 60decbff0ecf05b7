//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/lessons/history"
	"sysprep/store/sqlite"
	"sysprep/tui/tuitest"
)

// TestMeasure prints what the tutor costs: the time to the first frame, the processor at
// rest, the lab in motion, and the size of the binary. It judges nothing, since other
// programs share the machine: set SYSPREP_MEASURE=1, and read.
func TestMeasure(t *testing.T) {
	if os.Getenv("SYSPREP_MEASURE") == "" {
		t.Skip("set SYSPREP_MEASURE=1 to measure")
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("load before: %s", strings.TrimSpace(string(load)))
	bin := build(t)
	build(t, "-ldflags=-s -w")
	m := &measured{t, bin, filepath.Join(t.TempDir(), "progress.db")}
	m.firstFrame(t, "a new database", true)
	m.leaveTour()
	m.firstFrame(t, "a warm cache", false)
	m.years(t)
	m.rest(t)
	m.db = filepath.Join(t.TempDir(), "new.db") // after years, reading the log would be measured too
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		m.motion(t, size[0], size[1], 0)
		m.motion(t, size[0], size[1], 65)
	}
}

type measured struct {
	*testing.T
	bin, db string
}

func build(t *testing.T, flags ...string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "sysprep")
	out, err := exec.Command("go", append(append([]string{"build"}, flags...), "-o", bin, ".")...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(bin)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("binary %s: %.1f MiB", strings.Join(flags, " "), float64(info.Size())/(1<<20))
	return bin
}

func (m *measured) open(w, h int, args ...string) *tuitest.Terminal {
	c := exec.Command(m.bin, args...)
	c.Env = append(os.Environ(), "SYSPREP_DB="+m.db, "TERM=xterm-256color", "SYSPREP_REDUCED_MOTION=")
	return tuitest.Start(m.T, c, w, h)
}

// firstFrame is the time from exec to the whole of home on the screen.
func (m *measured) firstFrame(t *testing.T, what string, fresh bool) {
	t.Helper()
	var times, cpu []time.Duration
	for range 20 {
		if fresh {
			m.db = filepath.Join(t.TempDir(), "progress.db")
		}
		whole := []string{"the way", "ready for the interview", "q quit"}
		if fresh {
			whole = []string{"Welcome to sysprep", "q quit"} // a newcomer is shown around first
		}
		start := time.Now()
		x := m.open(80, 24)
		x.Sees(whole...)
		times = append(times, time.Since(start))
		x.Kill()
		cpu = append(cpu, x.Spent())
	}
	slices.Sort(times)
	slices.Sort(cpu)
	round := func(d time.Duration) time.Duration { return d.Round(time.Millisecond / 10) }
	t.Logf("first frame with %s: median %v, p90 %v, least %v; processor time %v", what, round(times[10]), round(times[18]), round(times[0]), round(cpu[10]))
}

// leaveTour has a new learner's tour behind it.
func (m *measured) leaveTour() {
	x := m.open(80, 24)
	x.Sees("skip the tour")
	x.Press("esc")
	x.Sees("the way")
	x.Press("q")
	x.Ended()
}

// years is the first frame after five years of daily use: 100,000 events.
func (m *measured) years(t *testing.T) {
	t.Helper()
	m.db = filepath.Join(t.TempDir(), "years.db")
	writeYears(t, m.db)
	start := time.Now()
	x := m.open(80, 24)
	x.Sees("the way", "ready for the interview", "enter go on")
	t.Logf("first frame with 100,000 events and no summary yet: %v", time.Since(start).Round(time.Millisecond))
	x.Kill() // the summary is kept by then
	m.firstFrame(t, "100,000 events", false)
	start = time.Now()
	x = m.open(80, 24)
	x.Press("r") // waits until the log is read
	x.Sees("Review")
	t.Logf("a key pressed at once, with 100,000 events: answered %v after the start", time.Since(start).Round(time.Millisecond))
	x.Kill()
}

// writeYears makes the database of a learner who has been at it for five years.
func writeYears(t testing.TB, path string) {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	const days = 5 * 365
	log, err := history.Make(pack, time.Now().AddDate(0, 0, -days), days, 100_000, 1)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Append(t.Context(), log...); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

// rest is the processor's share at home over five seconds.
func (m *measured) rest(t *testing.T) {
	t.Helper()
	x := m.open(80, 24)
	x.Sees("enter go on")
	over(t, x, 5*time.Second) // what the start leaves behind: after years, the log is read
	cpu, sent, took := over(t, x, 5*time.Second)
	t.Logf("at rest: %.2f %% of a core, %d bytes in %v", 100*cpu.Seconds()/took.Seconds(), sent, took.Round(time.Millisecond))
	x.Kill()
}

// motion is the lab at its default speed over ten seconds, from a virtual second on.
func (m *measured) motion(t *testing.T, w, h, from int) {
	t.Helper()
	x := m.open(w, h, "lab", "cache-collapse")
	x.Sees("0:00 ❚❚")
	for range from {
		x.Press(".")
	}
	x.Sees(fmt.Sprintf("%d:%02d ❚❚", from/60, from%60))
	x.Press("space")
	x.Sees("▶")
	cpu, sent, took := over(t, x, 10*time.Second)
	t.Logf("in motion at %dx%d from %d s on: %.1f KB/s, %.1f %% of a core", w, h, from, float64(sent)/took.Seconds()/1000, 100*cpu.Seconds()/took.Seconds())
	x.Kill()
}

// over measures a program for a while: its time on the processor, and what it sent.
func over(t *testing.T, x *tuitest.Terminal, d time.Duration) (cpu time.Duration, sent int64, took time.Duration) {
	t.Helper()
	start, before, bytes := time.Now(), spent(t, x.Pid()), x.Bytes()
	time.Sleep(d)
	return spent(t, x.Pid()) - before, x.Bytes() - bytes, time.Since(start)
}

// spent is the processor time of a process; the kernel counts it in ticks of 10 ms.
func spent(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name before it may have blanks
	fields := strings.Fields(rest)
	ticks := 0
	for _, f := range fields[11:13] { // utime and stime, fields 14 and 15 of proc(5)
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
