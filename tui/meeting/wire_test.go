package meeting

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"sysprep/interview"
	"sysprep/tui/meeting/door"
)

// TestThroughADropAndAReconnect goes through an interview over real SSH, in which the line is cut in the middle of a sentence and
// the host's program ends as well.
func TestThroughADropAndAReconnect(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	s := x.open(door.Limits{}, false)
	host := x.sit(interview.Interviewer)
	c := s.call(80, 24)
	c.until("Your interviewer is here")
	x.do(host, interview.Move{Kind: interview.Began})
	c.until("You are on call")
	c.typeText("We should turn away most of the users")
	host.until(t, "the typing", func(v View) bool { return strings.HasSuffix(v.Draft, "most of the users") })
	c.leave() // cut
	host.until(t, "the drop", func(v View) bool { return !v.Guest })

	x.do(host, interview.Move{Kind: interview.Replied, Text: "I am waiting for you."})
	c = s.call(100, 30)
	c.until("I am waiting for you.")
	c.until("We should turn away most of the users")
	c.typeText(" at the edge.\x13") // ctrl+s
	v := host.until(t, "the answer", func(v View) bool { text, _ := v.State.Spoken(); return text != "" })
	if text, _ := v.State.Spoken(); text != "We should turn away most of the users at the edge." {
		t.Errorf("through the drop came %q", text)
	}
	c.until("at the edge.")

	x.hub.Close(context.Background()) // the host's program ends
	if err := <-c.ended; err != nil {
		t.Errorf("the candidate was not shown out: %v", err)
	}
	s.shut()
	before := x.hub.View()
	x.reopen()
	s = x.open(door.Limits{}, false)
	host = x.sit(interview.Interviewer)
	c = s.call(80, 24)
	c.until("at the edge.")
	after := host.until(t, "the candidate", func(v View) bool { return v.Guest })
	if len(after.Log) < len(before.Log) || after.State.Phase != before.State.Phase {
		t.Errorf("the log had %d events and has %d", len(before.Log), len(after.Log))
	}

	// Both see the same talk.
	x.do(host, interview.Move{Kind: interview.Told, Refs: []string{"load"}})
	c.until("3,000 reads a second from the users")
	x.do(host, interview.Move{Kind: interview.Noted, Text: "a private thought"})
	x.do(host, interview.Move{Kind: interview.Ended})
	c.until("Before you see the result")
	c.typeText("\r")
	c.until("debrief")
	if v := host.until(t, "the rating", func(v View) bool { return v.State.Rating != "" }); v.State.Rating != "lean yes" {
		t.Errorf("rated %q", v.State.Rating)
	}
	if strings.Contains(c.text(), "private") {
		t.Errorf("a private note is on the candidate's screen:\n%s", c.text())
	}
	c.leave()
}

func TestTheDoorIsShut(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	s := x.open(door.Limits{Penalty: time.Millisecond}, false)
	_, err := ssh.Dial("tcp", s.addr, &ssh.ClientConfig{User: "candidate", HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err == nil {
		t.Fatal("it opens without a code")
	}
	for _, wrong := range []string{"", "abcd-efgh-jkmm", "abcd", rightCode + "x"} {
		if _, err := s.dial(wrong); err == nil {
			t.Fatalf("it opens with %q", wrong)
		}
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ssh.Dial("tcp", s.addr, &ssh.ClientConfig{
		User: "candidate", Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	}); err == nil {
		t.Fatal("it opens with a key that nobody named")
	}
	if x.hub.View().Guest {
		t.Error("somebody sits there")
	}
	before := x.hub.View().Refused
	tries := 0
	_, err = ssh.Dial("tcp", s.addr, &ssh.ClientConfig{
		User: "candidate", HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Auth: []ssh.AuthMethod{ssh.RetryableAuthMethod(ssh.KeyboardInteractive(func(_, _ string, q []string, _ []bool) ([]string, error) {
			if len(q) == 1 {
				tries++
			}
			return slices.Repeat([]string{"guess"}, len(q)), nil
		}), 100)},
	})
	if err == nil || tries != 3 {
		t.Errorf("%d wrong codes could be tried: %v", tries, err)
	}
	if n := x.hub.View().Refused - before; n != 3 {
		t.Errorf("the host hears of %d", n)
	}
	for _, right := range []string{rightCode, "ABCD EFGH JKMN", "abcdefghjkmn"} {
		c, err := s.dial(right)
		if err != nil {
			t.Errorf("%q: %v", right, err)
			continue
		}
		_ = c.Close()
	}
}

func TestNothingButATerminal(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	s := x.open(door.Limits{}, false)
	client, err := s.dial(rightCode)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // the test is over
	if _, err := client.Dial("tcp", s.addr); err == nil {
		t.Error("it forwards")
	}
	if _, err := client.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("it forwards back")
	}
	for _, kind := range []string{"direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com", "tun@openssh.com"} {
		if _, _, err := client.OpenChannel(kind, nil); err == nil {
			t.Errorf("it opens %s", kind)
		}
	}
	one := func(f func(*ssh.Session) error) error {
		c, err := s.dial(rightCode)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close() //nolint:errcheck // likewise
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		return f(session)
	}
	if err := one(func(s *ssh.Session) error { return s.Run("id") }); err == nil {
		t.Error("it runs a command")
	}
	if err := one(func(s *ssh.Session) error { return s.RequestSubsystem("sftp") }); err == nil {
		t.Error("it has sftp")
	}
	if err := one(func(s *ssh.Session) error { return s.Setenv("LD_PRELOAD", "x") }); err == nil {
		t.Error("it takes any environment")
	}
	var said bytes.Buffer
	if err := one(func(s *ssh.Session) error {
		s.Stderr = &said
		return s.Shell()
	}); err == nil {
		t.Error("it shows a screen without a terminal")
	}
	if _, err := client.NewSession(); err != nil {
		t.Errorf("one session: %v", err)
	}
	if _, err := client.NewSession(); err == nil {
		t.Error("two terminals in one connection")
	}
}

func TestOnlyTheNamedKey(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	signer := func() ssh.Signer {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s, err := ssh.NewSignerFromKey(private)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	friend, stranger := signer(), signer()
	keys, err := door.ReadKeys(append([]byte("# my friend\n"), ssh.MarshalAuthorizedKey(friend.PublicKey())...))
	if err != nil || len(keys) != 1 {
		t.Fatalf("%v, %v", keys, err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	d := &door.Door{Host: signer(), Code: rightCode, Keys: keys, Refused: x.hub.Refused, Show: func(context.Context, door.Terminal) string { return "" }}
	go func() { served <- d.Serve(ctx, l, false) }()
	dial := func(a ...ssh.AuthMethod) error {
		c, err := ssh.Dial("tcp", l.Addr().String(), &ssh.ClientConfig{User: "x", Auth: a, HostKeyCallback: ssh.FixedHostKey(d.Host.PublicKey())})
		if err == nil {
			_ = c.Close()
		}
		return err
	}
	if err := dial(ssh.PublicKeys(stranger, friend)); err != nil {
		t.Errorf("the friend: %v", err)
	}
	if err := dial(ssh.PublicKeys(stranger)); err == nil {
		t.Error("a stranger comes in")
	}
	if err := dial(ssh.Password(rightCode)); err == nil {
		t.Error("a code opens where keys are asked for")
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestAStormOfKeys(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	s := x.open(door.Limits{}, false)
	host := x.sit(interview.Interviewer)
	x.do(host, interview.Move{Kind: interview.Began})
	c := s.call(80, 24)
	c.until("You are on call")
	storm := strings.Repeat("q\x1b[A\x1b]52;c;aGk=\x07\x1b[200~paste\x1b]0;owned\x07\x1b[201~\x00\xff\xfe\x1b[31mred\x04\x0e\x10", 60)
	for _, w := range [][2]int{{1, 1}, {100_000, 100_000}, {80, 24}} {
		if err := c.s.WindowChange(w[1], w[0]); err != nil {
			t.Fatal(err)
		}
	}
	go func() {
		_, _ = io.WriteString(c.keys, storm)
		_, _ = io.WriteString(c.keys, "\x1b[200~the end\x1b[201~")
	}()
	v := host.until(t, "the end of the storm", func(v View) bool { return strings.Contains(v.Draft+v.Pad, "the end") })
	if len(v.Draft) > 64<<10 || strings.ContainsAny(v.Draft+v.Pad, "\x1b\x07\x00") {
		t.Errorf("the storm left %d bytes, with controls", len(v.Draft))
	}
	x.do(host, interview.Move{Kind: interview.Replied, Text: "Are you all right?"})
	c.leave()
	host.until(t, "the drop", func(v View) bool { return !v.Guest })
	c = s.call(80, 24)
	c.until("Are you all right?")
	c.leave()
}

func TestResizesGoThrough(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	s := x.open(door.Limits{}, false)
	x.sit(interview.Interviewer)
	c := s.call(40, 10)
	c.until("60")
	c.mu.Lock()
	c.screen.Resize(90, 28)
	c.mu.Unlock()
	if err := c.s.WindowChange(28, 90); err != nil {
		t.Fatal(err)
	}
	c.until("What you type is seen by your interviewer")
	c.leave()
}

// TestFiftyJoinsAndLeaves counts what is left behind: nothing.
func TestFiftyJoinsAndLeaves(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	host := x.sit(interview.Interviewer)
	x.do(host, interview.Move{Kind: interview.Began})
	s := x.open(door.Limits{}, false)
	join := func(i int) {
		c := s.call(80, 24)
		c.until("part 1 of")
		if i%2 == 0 {
			c.typeText("\x03") // leaves by itself
			if err := <-c.ended; err != nil {
				t.Fatalf("join %d: %v", i, err)
			}
			_ = c.client.Close()
			_ = c.client.Wait()
		} else {
			c.leave() // is cut off
		}
		host.until(t, "the leave", func(v View) bool { return !v.Guest })
	}
	join(0) // what is made once is made now
	join(1)
	settled := func() (goroutines, files int) { return runtime.NumGoroutine(), openFiles(t) }
	wantG, wantF := lowest(settled)
	for i := range 50 {
		join(i)
	}
	late := time.Now().Add(20 * time.Second)
	for {
		g, f := settled()
		if g <= wantG && f <= wantF {
			break
		}
		if time.Now().After(late) {
			all := make([]byte, 1<<20)
			t.Fatalf("%d goroutines and %d files before, %d and %d after:\n%s", wantG, wantF, g, f, all[:runtime.Stack(all, true)])
		}
		runtime.Gosched()
	}
	if n := len(x.hub.View().Log); n < 100 {
		t.Errorf("%d events of 50 joins and leaves", n)
	}
}

// lowest is the least that is counted in a while, so that what is about to end is not part of it.
func lowest(count func() (int, int)) (a, b int) {
	a, b = count()
	for range 200 {
		runtime.Gosched()
		g, f := count()
		a, b = min(a, g), min(b, f)
	}
	return a, b
}

// openFiles counts the open file descriptors; 0 where the system does not tell.
func openFiles(t *testing.T) int {
	t.Helper()
	dir, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(dir)
}
