package plain

import (
	"bytes"
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"sysprep/interview"
	"sysprep/tui/meeting"
	"sysprep/tui/meeting/door"
)

const theCode = "abcd-efgh-jkmn"

// opened is a door on loopback with the table behind it, for lines of text.
func (x *two) opened() (addr string) {
	x.t.Helper()
	key, err := door.Folder(x.t.TempDir()).HostKey()
	if err != nil {
		x.t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		x.t.Fatal(err)
	}
	d := &door.Door{
		Host: key, Code: theCode,
		Show:  func(ctx context.Context, t door.Terminal) string { return meeting.Receive(ctx, x.hub, t) },
		Lines: func(ctx context.Context, t door.Terminal) string { return meeting.ReceiveLines(ctx, x.hub, t, Guest) },
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx, l, false) }()
	x.t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			x.t.Error(err)
		}
	})
	return l.Addr().String()
}

// far is a candidate over SSH.
type far struct {
	*side
	client *ssh.Client
	s      *ssh.Session
	in     io.WriteCloser
}

func (x *two) calls(addr string, begin func(*ssh.Session) error) *far {
	x.t.Helper()
	client, err := ssh.Dial("tcp", addr, &ssh.ClientConfig{User: "candidate", Auth: []ssh.AuthMethod{ssh.Password(theCode)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		x.t.Fatal(err)
	}
	f := &far{side: &side{t: x.t, more: make(chan struct{}, 1)}, client: client}
	if f.s, err = client.NewSession(); err != nil {
		x.t.Fatal(err)
	}
	if f.in, err = f.s.StdinPipe(); err != nil {
		x.t.Fatal(err)
	}
	f.s.Stdout = f
	if err := begin(f.s); err != nil {
		x.t.Fatal(err)
	}
	return f
}

func (f *far) presses(keys string) {
	f.t.Helper()
	if _, err := io.WriteString(f.in, keys); err != nil {
		f.t.Fatal(err)
	}
}

// leaves waits for the other side to end it.
func (f *far) leaves() {
	f.t.Helper()
	if err := f.s.Wait(); err != nil {
		f.t.Errorf("it ends with %v", err)
	}
	_ = f.client.Close()
	_ = f.client.Wait()
}

func TestLinesOverSSH(t *testing.T) {
	x := newTwo(t, "cache-outage-45")
	addr := x.opened()
	host := x.sit(interview.Interviewer, t.Context())
	host.types("begin")
	host.reads("You are on call")

	// Without a terminal: lines come as they are.
	f := x.calls(addr, func(s *ssh.Session) error {
		_ = s.Setenv("COLUMNS", "60")
		return s.Start("plain")
	})
	f.reads("The interview is on.", "You are on call")
	f.presses("Shed load.\n.\n")
	f.reads("Handed in.")
	host.reads("Candidate: Shed load.")
	f.presses("q\n")
	f.reads("You have left the table.")
	f.leaves()
	for _, l := range strings.Split(f.all(), "\n") {
		if len([]rune(l)) > 60 {
			t.Errorf("a line of %d columns: %q", len([]rune(l)), l)
		}
	}
	if strings.ContainsAny(f.all(), "\r\x1b") {
		t.Errorf("lines without a terminal have signs for one: %q", f.all())
	}

	// A terminal that is called dumb: what is typed is shown, and can be taken back.
	f = x.calls(addr, func(s *ssh.Session) error {
		if err := s.RequestPty("dumb", 24, 72, nil); err != nil {
			return err
		}
		return s.Shell()
	})
	f.reads("The interview is on.")
	f.presses("? how manx\x7fy\r")
	f.reads("? how manx", "Asked.")
	host.reads("Candidate, a question: how many")
	f.presses("\x03")
	f.leaves()
	if all := f.all(); strings.Contains(strings.ReplaceAll(all, "\r\n", ""), "\n") {
		t.Error("a raw terminal gets a newline that does not go back to the first column")
	}

	// Any other command is refused, and one that ends in the word as well.
	for _, c := range []string{"id", "plain; id", "PLAIN", ""} {
		client, err := ssh.Dial("tcp", addr, &ssh.ClientConfig{User: "x", Auth: []ssh.AuthMethod{ssh.Password(theCode)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
		if err != nil {
			t.Fatal(err)
		}
		s, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		s.Stdout = &out
		if err := s.Run(c); err == nil || out.Len() > 0 {
			t.Errorf("%q is run: %q", c, out.String())
		}
		_ = client.Close()
		_ = client.Wait()
	}
}

// TestManyJoinsInLines counts what is left behind: nothing.
func TestManyJoinsInLines(t *testing.T) {
	x := newTwo(t, "cache-outage-45")
	addr := x.opened()
	host := x.sit(interview.Interviewer, t.Context())
	host.types("begin")
	join := func(i int) {
		f := x.calls(addr, func(s *ssh.Session) error { return s.Start("plain") })
		f.reads("The interview is on.")
		if i%2 == 0 {
			f.presses("q\n")
			f.leaves()
		} else {
			_ = f.client.Close() // is cut off
			_ = f.s.Wait()
			_ = f.client.Wait()
		}
		host.reads("The candidate is gone.")
	}
	host.reads("Part 1")
	join(0)
	join(1)
	settled := runtime.NumGoroutine()
	for range 200 {
		runtime.Gosched()
		settled = min(settled, runtime.NumGoroutine())
	}
	for i := range 50 {
		join(i)
	}
	late := time.Now().Add(20 * time.Second)
	for runtime.NumGoroutine() > settled {
		if time.Now().After(late) {
			all := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after:\n%s", settled, runtime.NumGoroutine(), all[:runtime.Stack(all, true)])
		}
		runtime.Gosched()
	}
}
