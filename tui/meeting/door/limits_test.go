package door

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"
)

// The clock of these tests is a bubble's: a minute passes when nothing else is left to do.

// porch is a listener without a network.
type porch struct {
	conns chan net.Conn
	once  sync.Once
	shut  chan struct{}
}

func newPorch() *porch { return &porch{conns: make(chan net.Conn), shut: make(chan struct{})} }

func (p *porch) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.shut:
		return nil, net.ErrClosed
	}
}

func (p *porch) Close() error {
	p.once.Do(func() { close(p.shut) })
	return nil
}

func (p *porch) Addr() net.Addr { return &net.UnixAddr{Name: "porch", Net: "unix"} }

// knock comes to the door.
func (p *porch) knock() net.Conn {
	mine, theirs := net.Pipe()
	p.conns <- buffered(theirs)
	return buffered(mine)
}

// line is one end of a pipe that takes some writes before they are read, as a socket does: both sides of SSH greet first.
type line struct {
	net.Conn
	out  chan []byte
	once sync.Once
	done chan struct{}
}

func buffered(c net.Conn) net.Conn {
	l := &line{Conn: c, out: make(chan []byte, 64), done: make(chan struct{})}
	go l.pump()
	return l
}

func (l *line) pump() {
	defer l.Conn.Close() //nolint:errcheck // it may be closed already
	for {
		select {
		case b := <-l.out:
			if _, err := l.Conn.Write(b); err != nil {
				return
			}
			continue
		case <-l.done:
		}
		_ = l.Conn.SetWriteDeadline(time.Now().Add(time.Second)) // what was written before the end still goes out
		for {
			select {
			case b := <-l.out:
				if _, err := l.Conn.Write(b); err != nil {
					return
				}
			default:
				return
			}
		}
	}
}

func (l *line) Write(p []byte) (int, error) {
	select {
	case <-l.done:
		return 0, net.ErrClosed
	default:
	}
	select {
	case l.out <- bytes.Clone(p):
		return len(p), nil
	case <-l.done:
		return 0, net.ErrClosed
	}
}

func (l *line) Close() error {
	l.once.Do(func() {
		close(l.done)
		_ = l.SetReadDeadline(time.Unix(1, 0))
	})
	return nil
}

const theCode = "abcd-efgh-jkmn"

// serve opens a door on a porch; the function that it returns shuts it, and fails if that does not end.
func serve(t *testing.T, d *Door) (*porch, func()) {
	t.Helper()
	host, err := Folder(t.TempDir()).HostKey()
	if err != nil {
		t.Fatal(err)
	}
	d.Host, d.Code = host, theCode
	if d.Show == nil {
		d.Show = func(ctx context.Context, _ Terminal) string {
			<-ctx.Done()
			return ""
		}
	}
	p := newPorch()
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx, p, false) }()
	return p, func() {
		t.Helper()
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

// watch reads from a connection until it is closed from the other side, and says when that was.
func watch(c net.Conn) <-chan time.Time {
	closed := make(chan time.Time, 1)
	go func() {
		_, _ = io.Copy(io.Discard, c)
		closed <- time.Now()
		_ = c.Close()
	}()
	return closed
}

func enter(c net.Conn, code string) (*ssh.Client, <-chan *ssh.Request, error) {
	cc, channels, requests, err := ssh.NewClientConn(c, "porch", &ssh.ClientConfig{
		User: "candidate", Auth: []ssh.AuthMethod{ssh.Password(code)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		return nil, nil, err
	}
	none := make(chan *ssh.Request)
	close(none)
	return ssh.NewClient(cc, channels, none), requests, nil
}

func TestWhoSaysNothingIsShownOut(t *testing.T) {
	for what, talk := range map[string]func(net.Conn){
		"nothing":            func(net.Conn) {},
		"half a greeting":    func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-x") },
		"a greeting, no key": func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-x\r\n") },
		"a byte now and then": func(c net.Conn) {
			for _, b := range []byte("SSH-2.0-abcdefghijklmnopqrstuvwxyz") {
				if _, err := c.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(5 * time.Second)
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, shut := serve(t, &Door{})
				defer shut()
				began := time.Now()
				c := p.knock()
				closed := watch(c)
				var talking sync.WaitGroup
				defer talking.Wait()
				talking.Go(func() { talk(c) })
				if stayed := (<-closed).Sub(began); stayed != time.Minute {
					t.Errorf("it was shown out after %s, want a minute", stayed)
				}
			})
		})
	}
}

// TestAFriendHasTimeToType types the code after fifty seconds, and then stays for an hour.
func TestAFriendHasTimeToType(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, shut := serve(t, &Door{})
		defer shut()
		c := p.knock()
		cc, channels, requests, err := ssh.NewClientConn(c, "porch", &ssh.ClientConfig{
			User: "candidate", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Auth: []ssh.AuthMethod{ssh.PasswordCallback(func() (string, error) {
				time.Sleep(50 * time.Second)
				return theCode, nil
			})},
		})
		if err != nil {
			t.Fatal(err)
		}
		client := ssh.NewClient(cc, channels, requests)
		time.Sleep(time.Hour)
		if _, _, err := client.SendRequest("still there?", true, nil); err != nil {
			t.Errorf("after an hour: %v", err)
		}
		_ = client.Close()
		_ = client.Wait()
	})
}

func TestWhoDoesNotAnswerIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := make(chan time.Time, 1)
		p, shut := serve(t, &Door{Show: func(ctx context.Context, _ Terminal) string {
			<-ctx.Done()
			gone <- time.Now()
			return ""
		}})
		defer shut()
		began := time.Now()
		client, requests, err := enter(p.knock(), theCode) // nobody reads its requests: none is answered
		if err != nil {
			t.Fatal(err)
		}
		s, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		if stayed := (<-gone).Sub(began); stayed != 30*time.Second {
			t.Errorf("it was dropped after %s, want two looks of 15 s", stayed)
		}
		ssh.DiscardRequests(requests)
		_ = client.Wait()
	})
}

func TestEightAtTheDoor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, shut := serve(t, &Door{})
		defer shut()
		began := time.Now()
		var silent []<-chan time.Time
		var first net.Conn
		for i := range 8 {
			c := p.knock()
			if i == 0 {
				first = c
			}
			silent = append(silent, watch(c))
		}
		if stayed := (<-watch(p.knock())).Sub(began); stayed != 0 {
			t.Errorf("the ninth stays for %s", stayed)
		}
		_ = first.Close()
		<-silent[0]
		synctest.Wait()
		client, requests, err := enter(p.knock(), theCode)
		if err != nil {
			t.Fatalf("when one has gone, the next can't come in: %v", err)
		}
		go ssh.DiscardRequests(requests)
		for _, s := range silent[1:] {
			<-s
		}
		if _, _, err := client.SendRequest("still there?", true, nil); err != nil {
			t.Errorf("who came in went with the others: %v", err)
		}
		_ = client.Close()
		_ = client.Wait()
	})
}

// TestGuessingIsSlow counts what can be tried in a minute: the three of a connection take three seconds.
func TestGuessingIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := 0
		p, shut := serve(t, &Door{Refused: func() { refused++ }})
		defer shut()
		began := time.Now()
		tries := 0
		_, _, _, err := ssh.NewClientConn(p.knock(), "porch", &ssh.ClientConfig{
			User: "candidate", HostKeyCallback: ssh.InsecureIgnoreHostKey(),
			Auth: []ssh.AuthMethod{ssh.RetryableAuthMethod(ssh.PasswordCallback(func() (string, error) {
				tries++
				return "guess", nil
			}), 1000)},
		})
		if err == nil || tries != 3 || refused != 3 {
			t.Errorf("%d guesses, of which the host hears %d: %v", tries, refused, err)
		}
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("three guesses take %s, want 3 s", took)
		}
		if _, requests, err := enter(p.knock(), theCode); err != nil || time.Since(began) != 3*time.Second {
			t.Errorf("the right code waits, or is refused: %v", err)
		} else {
			go ssh.DiscardRequests(requests)
		}
	})
}

// TestWhoDoesNotReadHoldsNobodyUp draws for somebody who reads nothing, and shuts the door.
func TestWhoDoesNotReadHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		drawing, stuck := make(chan struct{}), make(chan error, 1)
		p, shut := serve(t, &Door{Show: func(_ context.Context, term Terminal) string {
			close(drawing)
			for {
				if _, err := term.Write(make([]byte, 64<<10)); err != nil {
					stuck <- err
					return ""
				}
			}
		}})
		client, requests, err := enter(p.knock(), theCode)
		if err != nil {
			t.Fatal(err)
		}
		go ssh.DiscardRequests(requests)
		ch, reqs, err := client.OpenChannel("session", nil) // and nobody reads from it
		if err != nil {
			t.Fatal(err)
		}
		go ssh.DiscardRequests(reqs)
		pty := ptyRequest{Term: "xterm", W: 80, H: 24}
		if ok, err := ch.SendRequest("pty-req", true, ssh.Marshal(pty)); !ok || err != nil {
			t.Fatalf("no terminal: %v", err)
		}
		if ok, err := ch.SendRequest("shell", true, nil); !ok || err != nil {
			t.Fatalf("no program: %v", err)
		}
		<-drawing
		synctest.Wait() // until the drawing is stuck
		other, more, err := enter(p.knock(), theCode)
		if err != nil {
			t.Fatalf("meanwhile nobody else comes in: %v", err)
		}
		go ssh.DiscardRequests(more)
		_ = other.Close()
		shut()
		if err := <-stuck; err == nil {
			t.Error("it draws on")
		}
	})
}

func TestAMessageWithoutBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, shut := serve(t, &Door{})
		defer shut()
		c := p.knock()
		closed := watch(c)
		began := time.Now()
		_, _ = io.WriteString(c, "SSH-2.0-x\r\n\xff\xff\xff\xff\xff\xff\xff\xff") // a packet of 4 GB
		if stayed := (<-closed).Sub(began); stayed >= time.Minute {
			t.Errorf("it stays for %s", stayed)
		}
	})
}

var _ net.Listener = (*porch)(nil)
