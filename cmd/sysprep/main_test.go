package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
)

// program is the real sysprep (this test binary, see TestMain), with an empty environment.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("sysprep")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := filepath.Abs("testdata/pack")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, append(args, "--pack", pack)...)
	c.Env = append(os.Environ(), "SYSPREP_DB="+filepath.Join(t.TempDir(), "progress.db"), "NO_COLOR=1")
	return c
}

// stopped waits for the program, which must end with that code and without a word.
func stopped(t *testing.T, c *exec.Cmd, said *bytes.Buffer, code int) {
	t.Helper()
	c.Wait() //nolint:errcheck // the exit code tells
	if got := c.ProcessState.ExitCode(); got != code {
		t.Errorf("exit code %d, want %d", got, code)
	}
	if said.Len() > 0 {
		t.Errorf("it said %q", said)
	}
}

// TestSignalDuringRead stops a program that waits for its standard input.
func TestSignalDuringRead(t *testing.T) {
	for signal, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		c := program(t, "grade", "queue", "-")
		var said bytes.Buffer
		c.Stdout, c.Stderr = &said, &said
		in, err := c.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// More than a pipe holds, so that it is reading when the write returns.
		if _, err := in.Write(bytes.Repeat([]byte("queue "), 40_000)); err != nil {
			t.Fatal(err)
		}
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		stopped(t, c, &said, code)
	}
}

// TestSignalDuringRuns stops many runs in their midst; on a terminal they are counted.
func TestSignalDuringRuns(t *testing.T) {
	c := program(t, "sim", "till", "--seeds", "10000")
	var said bytes.Buffer
	c.Stdout = &said
	screen, tty, err := pty.Open()
	if err != nil {
		t.Skip("there is no pseudo-terminal here:", err)
	}
	defer screen.Close() //nolint:errcheck // a test's
	c.Stderr = tty
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close() //nolint:errcheck // the program has its own
	var shown []byte
	for buf := make([]byte, 100); !bytes.Contains(shown, []byte(" of 10000 runs")); {
		n, err := screen.Read(buf)
		if err != nil {
			t.Fatalf("no count of runs in %q: %v", shown, err)
		}
		shown = append(shown, buf[:n]...)
	}
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	go func() { // so that it can go on writing
		for buf := make([]byte, 100); ; {
			if _, err := screen.Read(buf); err != nil {
				return
			}
		}
	}()
	stopped(t, c, &said, 130)
}

// TestErrorsCannotAct says that what was typed does not act on the terminal of the message.
func TestErrorsCannotAct(t *testing.T) {
	for _, args := range [][]string{
		{"\x1b]52;c;Zm9v\x07"},
		{"sim", "till\x1b[2J"},
		{"sim", "till", "--set", "queue=\x1b[2J"},
		{"grade", "queue", "no\x1b[2Jwhere"},
		{"list", "\u202e"},
		{"sim", "\u009b2J\n"},
	} {
		c := program(t, args...)
		var said bytes.Buffer
		c.Stderr = &said
		if err := c.Run(); err == nil {
			t.Errorf("%q is accepted", args)
		}
		if text := strings.TrimSuffix(said.String(), "\n"); strings.ContainsAny(text, "\x1b\x07\n\u202e\u009b") || text == "" {
			t.Errorf("%q: the message is %q", args, text)
		}
	}
}
