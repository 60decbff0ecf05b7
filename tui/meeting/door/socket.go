package door

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/crypto/ssh"
)

// mostSocketPath is how long the path of a socket may be on the systems that have the least room for it, in bytes.
const mostSocketPath = 100

// ErrHosted says that another process hosts an interview in this folder.
var ErrHosted = errors.New("another interview is hosted from this data folder already: go on there, or host this one with another --db")

// Listen opens the socket for the same machine, with mode 0600. What a host that was killed left behind is removed.
func (f Folder) Listen() (net.Listener, error) {
	path := f.Socket()
	if len(path) > mostSocketPath {
		return nil, fmt.Errorf("the path %s is too long for a socket", path)
	}
	if conn, err := net.DialTimeout("unix", path, time.Second); err == nil {
		_ = conn.Close()
		return nil, ErrHosted
	}
	_ = os.Remove(path)
	l, err := net.Listen("unix", path) // nobody else gets into the folder meanwhile
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// ErrNotHosted says that no interview is hosted in this folder.
var ErrNotHosted = errors.New(`no interview is hosted here now: "sysprep interview ID --host" begins one, in another terminal, with the same --db`)

// Join sits down at the interview that is hosted on this machine, with the terminal that in and out are, until it ends.
func (f Folder) Join(ctx context.Context, in, out *os.File, getenv func(string) string) error {
	return f.join(ctx, func(s *ssh.Session) error { return attach(ctx, s, in, out, getenv) })
}

// JoinLines is Join in lines of text, of so many columns; in and out need not be a terminal.
func (f Folder) JoinLines(ctx context.Context, in io.Reader, out io.Writer, width int) error {
	return f.join(ctx, func(s *ssh.Session) error { return attachLines(ctx, s, in, out, width) })
}

func (f Folder) join(ctx context.Context, attach func(*ssh.Session) error) error {
	if _, err := os.Stat(f.Socket()); err != nil {
		return ErrNotHosted
	}
	host, err := f.HostKey()
	if err != nil {
		return err
	}
	conn, err := net.DialTimeout("unix", f.Socket(), time.Second)
	if err != nil {
		return ErrNotHosted
	}
	defer conn.Close() //nolint:errcheck // it may be closed already
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	cc, channels, requests, err := ssh.NewClientConn(conn, "sysprep", &ssh.ClientConfig{
		User: "candidate", HostKeyCallback: ssh.FixedHostKey(host.PublicKey()), Timeout: 10 * time.Second,
	})
	if err != nil {
		return fmt.Errorf("the interview can't be joined: %w", err)
	}
	client := ssh.NewClient(cc, channels, requests)
	defer client.Close() //nolint:errcheck // likewise
	s, err := client.NewSession()
	if err != nil {
		return fmt.Errorf("the interview can't be joined: %w", err)
	}
	return attach(s)
}

// attachLines puts lines of text on a session until that ends.
func attachLines(ctx context.Context, s *ssh.Session, in io.Reader, out io.Writer, width int) error {
	if width > 0 {
		_ = s.Setenv("COLUMNS", strconv.Itoa(width))
	}
	lines, err := s.StdinPipe()
	if err != nil {
		return err
	}
	s.Stdout, s.Stderr = out, out
	if err := s.Start(plainCommand); err != nil {
		return fmt.Errorf("the interview can't be joined: %w", err)
	}
	go func() { // ends with the program: a read can't be interrupted
		_, _ = io.Copy(lines, in)
		_ = lines.Close()
	}()
	err = s.Wait()
	if cutOff(ctx, err) {
		return errCut
	}
	return err
}

var errCut = errors.New(`the interviewer's side was cut off; nothing is lost: "sysprep interview --join" comes back when they are there again`)

// cutOff says whether a session ended without the other side's saying so.
func cutOff(ctx context.Context, err error) bool {
	var cut *ssh.ExitMissingError
	return errors.As(err, &cut) && ctx.Err() == nil
}

// attach puts a terminal on a session until that ends.
func attach(ctx context.Context, s *ssh.Session, in, out *os.File, getenv func(string) string) error {
	w, h, err := term.GetSize(out.Fd())
	if err != nil {
		return fmt.Errorf("joining needs a terminal: %w", err)
	}
	for _, name := range []string{"COLORTERM", "NO_COLOR"} {
		if v := getenv(name); v != "" {
			_ = s.Setenv(name, v)
		}
	}
	if err := s.RequestPty(getenv("TERM"), h, w, ssh.TerminalModes{}); err != nil {
		return fmt.Errorf("the interview can't be joined: %w", err)
	}
	keys, err := s.StdinPipe()
	if err != nil {
		return err
	}
	s.Stdout, s.Stderr = out, out
	was, err := term.MakeRaw(in.Fd())
	if err != nil {
		return fmt.Errorf("joining needs a terminal: %w", err)
	}
	defer term.Restore(in.Fd(), was) //nolint:errcheck // there is nothing else to do
	if err := s.Shell(); err != nil {
		return fmt.Errorf("the interview can't be joined: %w", err)
	}
	go func() { _, _ = io.Copy(keys, in) }() // ends with the program: a read from a terminal can't be interrupted
	done := make(chan struct{})
	defer close(done)
	go onResize(done, func() {
		if w, h, err := term.GetSize(out.Fd()); err == nil {
			_ = s.WindowChange(h, w)
		}
	})
	err = s.Wait()
	if cutOff(ctx, err) {
		_, _ = io.WriteString(out, "\x1b[?1049l\x1b[?25h\x1b[?2004l")
		return errCut
	}
	return err
}
