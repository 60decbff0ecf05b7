package door

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"
)

// What clients send, as RFC 4254 has it (6.2, 6.4, 6.7).
type (
	ptyRequest struct {
		Term         string
		W, H, PW, PH uint32
		Modes        string
	}
	windowChange struct{ W, H, PW, PH uint32 }
	envRequest   struct{ Name, Value string }
)

// mostEnv is how many values of an environment are taken.
const mostEnv = 8

// session serves the one channel of a connection: a terminal, and then the program on it. All else is refused.
func (d *Door) session(ctx context.Context, c ssh.Channel, requests <-chan *ssh.Request) {
	ctx, cancel := context.WithCancel(ctx)
	shown := make(chan struct{})
	resizes := make(chan Size, 1)
	t := Terminal{ReadWriter: cooked{c}, Resizes: resizes}
	running := false
	for r := range requests {
		ok := false
		switch r.Type {
		case "pty-req":
			var p ptyRequest
			if ok = ssh.Unmarshal(r.Payload, &p) == nil && !running && len(t.Env) < mostEnv; ok {
				s := bounded(p.W, p.H)
				t.W, t.H = s.W, s.H
				t.Env = append(t.Env, "TERM="+plainName(p.Term))
			}
		case "env":
			var e envRequest
			if ok = ssh.Unmarshal(r.Payload, &e) == nil && !running && len(t.Env) < mostEnv && (e.Name == "COLORTERM" || e.Name == "NO_COLOR"); ok {
				t.Env = append(t.Env, e.Name+"="+plainName(e.Value))
			}
		case "window-change":
			var w windowChange
			if ok = ssh.Unmarshal(r.Payload, &w) == nil; ok {
				latest(resizes, bounded(w.W, w.H))
			}
		case "shell":
			if ok = !running && t.W > 0; ok {
				running = true
				go func() {
					defer close(shown)
					bye := d.Show(ctx, t)
					if bye != "" {
						_, _ = fmt.Fprintf(c, "%s\r\n", bye)
					}
					_, _ = c.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{}))
					_ = c.Close()
				}()
			} else if !running {
				_, _ = fmt.Fprintf(c.Stderr(), "This needs a terminal: connect with ssh -t.\r\n")
			}
		}
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
		if !ok && (r.Type == "shell" || r.Type == "exec" || r.Type == "subsystem") {
			break
		}
	}
	cancel()
	_ = c.Close()
	if running {
		<-shown
	}
	for range requests { //nolint:revive // what was sent meanwhile is thrown away
	}
}

// latest puts a size where the one before has not been read yet.
func latest(sizes chan Size, s Size) {
	select {
	case <-sizes:
	default:
	}
	select {
	case sizes <- s:
	default:
	}
}

// plainName keeps what names of terminals are made of.
func plainName(s string) string {
	if len(s) > 40 {
		s = s[:40]
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-+.", r) {
			return r
		}
		return -1
	}, s)
}

// cooked is a channel as programs that write to no terminal of their own take it to be: a newline also goes back to the
// first column, as the driver of a terminal would have it. At the other end the terminal is raw, and nobody does that.
type cooked struct{ ssh.Channel }

func (c cooked) Write(p []byte) (int, error) {
	if _, err := c.Channel.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
