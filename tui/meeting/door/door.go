// Package door lets a candidate in over SSH, and nobody else: one terminal on one program. There is no shell, no command, no
// file transfer and no forwarding behind it; whoever comes in sees what the program draws, and what they send is input of
// that program.
//
// Who may come in: over the network who has the one-time code, or, where keys are named, one of these keys; and on the
// same machine who may open the socket, which is the user who hosts.
package door

import (
	"context"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// Limits bound what strangers can cost. The zero value of each is the usual one.
type Limits struct {
	Handshake   time.Duration // from the connection to a right code: 60 s
	Alive       time.Duration // between looks whether the other end still answers: 15 s
	Connections int           // at the same time: 8
	Tries       int           // wrong codes in one connection: 3
	Penalty     time.Duration // until the answer to a wrong code: 1 s
}

func (l Limits) usual() Limits {
	if l.Handshake <= 0 {
		l.Handshake = time.Minute
	}
	if l.Alive <= 0 {
		l.Alive = 15 * time.Second
	}
	if l.Connections <= 0 {
		l.Connections = 8
	}
	if l.Tries <= 0 {
		l.Tries = 3
	}
	if l.Penalty <= 0 {
		l.Penalty = time.Second
	}
	return l
}

// Door is a way in.
type Door struct {
	Host   ssh.Signer      // the host's key
	Code   string          // one-time code; not used if there are Keys
	Keys   []ssh.PublicKey // the candidate's keys; none: the code
	Limits Limits

	// Show runs the program on a terminal until it ends or ctx does, and returns a parting sentence.
	Show func(ctx context.Context, t Terminal) string
	// Lines does the same in lines of text, for who asks for them with the command "plain" or has a terminal that is called
	// dumb. Its terminal may be none: then W is 0, or what COLUMNS said. Nil: there are screens only.
	Lines func(ctx context.Context, t Terminal) string
	// Refused is told of each wrong code or key; it may be nil.
	Refused func()

	visits sync.WaitGroup // programs that are shown, and their parting sentences
}

// Wait waits until nobody is shown anything any more, and everybody has been told the parting sentence.
func (d *Door) Wait() { d.visits.Wait() }

// Terminal is the candidate's. Reading gives what is typed, writing draws.
type Terminal struct {
	io.ReadWriter
	Env     []string    // TERM, and of the rest COLORTERM and NO_COLOR
	W, H    int         // in cells, when it was opened
	Resizes <-chan Size // the latest size that was not read yet
}

// Size is the size of a terminal in cells.
type Size struct{ W, H int }

// Bounds of a terminal, in cells: a picture takes memory by its size.
const (
	mostColumns = 500
	mostRows    = 300
)

func bounded(w, h uint32) Size {
	return Size{W: int(min(max(w, 1), mostColumns)), H: int(min(max(h, 1), mostRows))}
}

// Serve lets people in by a listener until ctx ends; it closes the listener, and returns when everybody is out. Who comes by a
// listener that is trusted is not asked for a code: that is for a socket that only the host's user can open.
func (d *Door) Serve(ctx context.Context, l net.Listener, trusted bool) error {
	limits := d.Limits.usual()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	var inside sync.WaitGroup
	defer inside.Wait()
	room := make(chan struct{}, limits.Connections)
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			cancel()
			return err
		}
		select {
		case room <- struct{}{}:
		default:
			_ = conn.Close() // too many at the door
			continue
		}
		inside.Add(1)
		go func() {
			defer inside.Done()
			defer func() { <-room }()
			d.admit(ctx, conn, trusted, limits)
		}()
	}
}

// admit asks who it is, and serves one connection to its end.
func (d *Door) admit(ctx context.Context, conn net.Conn, trusted bool, limits Limits) {
	defer conn.Close() //nolint:errcheck // it may be closed already
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if err := conn.SetDeadline(time.Now().Add(limits.Handshake)); err != nil {
		return
	}
	sc, channels, requests, err := ssh.NewServerConn(conn, d.config(ctx, trusted, limits))
	if err != nil {
		return // they were told; the host sees the count
	}
	defer sc.Close() //nolint:errcheck // likewise
	if err := conn.SetDeadline(time.Time{}); err != nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	work.Go(func() { ssh.DiscardRequests(requests) }) // forwarding, for one, is refused
	work.Go(func() { stayAlive(ctx, sc, limits.Alive) })
	work.Go(func() {
		_ = sc.Wait()
		cancel()
	})
	taken := false
	for ch := range channels {
		if ch.ChannelType() != "session" || taken {
			_ = ch.Reject(ssh.Prohibited, "there is one terminal here, and nothing else")
			continue
		}
		c, reqs, err := ch.Accept()
		if err != nil {
			continue
		}
		taken = true
		work.Go(func() {
			d.session(ctx, c, reqs)
			_ = sc.Close()
		})
	}
	cancel()
	work.Wait()
}

// stayAlive ends a connection whose other end does not answer.
func stayAlive(ctx context.Context, sc *ssh.ServerConn, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		late := time.AfterFunc(every, func() { _ = sc.Close() })
		_, _, err := sc.SendRequest("keepalive@openssh.com", true, nil)
		late.Stop()
		if err != nil {
			return
		}
	}
}
