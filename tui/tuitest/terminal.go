//go:build !windows

package tuitest

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// Patience is how long a Terminal waits for something to be shown before the test
// fails. It is long: machines that run tests are slow.
const Patience = 120 * time.Second

// Terminal is a terminal in which a program runs.
type Terminal struct {
	t    testing.TB
	cmd  *exec.Cmd
	pty  *os.File
	gone chan struct{} // closed when the program has nothing more to say

	mu     sync.Mutex
	screen *Screen
	fresh  chan struct{} // closed when the screen changes, and replaced
	bytes  int64
	err    error
}

// Start runs a program in a terminal of w x h cells. It is killed at the end of the test.
func Start(t testing.TB, cmd *exec.Cmd, w, h int) *Terminal {
	t.Helper()
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
	if err != nil {
		t.Fatalf("the program can't be started in a terminal: %v", err)
	}
	x := &Terminal{t: t, cmd: cmd, pty: f, screen: NewScreen(w, h), gone: make(chan struct{}), fresh: make(chan struct{})}
	x.screen.Reply = f
	go x.read()
	t.Cleanup(x.Kill)
	return x
}

// read shows what the program sends, until it ends.
func (x *Terminal) read() {
	defer close(x.gone)
	for buf := make([]byte, 32<<10); ; {
		n, err := x.pty.Read(buf)
		x.mu.Lock()
		if n > 0 {
			x.bytes += int64(n)
			if _, bad := x.screen.Write(buf[:n]); bad != nil && x.err == nil {
				x.err = bad
			}
		}
		close(x.fresh)
		x.fresh = make(chan struct{})
		x.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Text is the present screen.
func (x *Terminal) Text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return strings.Join(x.screen.Lines(), "\n")
}

// Bytes counts what the program has sent.
func (x *Terminal) Bytes() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.bytes
}

// Mode says whether a private mode of the terminal is on.
func (x *Terminal) Mode(n int) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.Mode(n)
}

// Until waits for a screen that is as wanted, and returns it.
func (x *Terminal) Until(what string, wanted func(screen string) bool) string {
	x.t.Helper()
	over := time.NewTimer(Patience)
	defer over.Stop()
	for {
		x.mu.Lock()
		shown, fresh, err := strings.Join(x.screen.Lines(), "\n"), x.fresh, x.err
		x.mu.Unlock()
		if err != nil {
			x.t.Fatalf("what the program sent is not understood: %v", err)
		}
		if wanted(shown) {
			return shown
		}
		select {
		case <-fresh:
		case <-x.gone:
			if now := x.Text(); wanted(now) {
				return now
			}
			x.t.Fatalf("the program ended while %s was waited for:\n%s", what, x.Text())
		case <-over.C:
			x.t.Fatalf("%s is not shown within %v:\n%s", what, Patience, shown)
		}
	}
}

// Sees waits for a screen that shows all of these texts. A text may be broken into lines.
func (x *Terminal) Sees(texts ...string) string {
	x.t.Helper()
	return x.Until(fmt.Sprintf("%q", texts), func(screen string) bool { return Shows(screen, texts...) })
}

// Shows says whether a screen shows all of these texts, wherever they wrap.
func Shows(screen string, texts ...string) bool {
	flat := strings.Join(strings.Fields(screen), " ")
	for _, t := range texts {
		if !strings.Contains(flat, strings.Join(strings.Fields(t), " ")) {
			return false
		}
	}
	return true
}

// Press presses keys, one right after the other. What follows esc should be waited for
// first: a terminal sends esc and a key as it sends alt and that key.
func (x *Terminal) Press(names ...string) {
	x.t.Helper()
	for _, n := range names {
		sent, err := Key(n)
		if err != nil {
			x.t.Fatal(err)
		}
		x.Type(sent)
	}
}

// Type types a text.
func (x *Terminal) Type(text string) {
	x.t.Helper()
	if _, err := x.pty.WriteString(text); err != nil {
		x.t.Fatalf("the program does not take %q: %v\n%s", text, err, x.Text())
	}
}

// Resize changes the size of the terminal.
func (x *Terminal) Resize(w, h int) {
	x.t.Helper()
	x.mu.Lock()
	x.screen.Resize(w, h)
	x.mu.Unlock()
	if err := pty.Setsize(x.pty, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		x.t.Fatal(err)
	}
}

// Pid is the process of the program.
func (x *Terminal) Pid() int { return x.cmd.Process.Pid }

// Spent is the processor time of a program that has ended.
func (x *Terminal) Spent() time.Duration {
	return x.cmd.ProcessState.UserTime() + x.cmd.ProcessState.SystemTime()
}

// Kill ends the program at once, as kill -9 does, and waits until it is gone.
func (x *Terminal) Kill() {
	x.cmd.Process.Kill() //nolint:errcheck // it may be gone
	x.cmd.Wait()         //nolint:errcheck // killed
	x.pty.Close()        //nolint:errcheck // a test's
	<-x.gone
}

// Ended waits until the program ends by itself, and returns its exit code.
func (x *Terminal) Ended() int {
	x.t.Helper()
	over := time.AfterFunc(Patience, func() { x.cmd.Process.Kill() }) //nolint:errcheck // it may be gone
	defer over.Stop()
	<-x.gone
	x.cmd.Wait() //nolint:errcheck // the exit code tells
	return x.cmd.ProcessState.ExitCode()
}
