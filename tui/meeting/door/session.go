package door

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
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
	execRequest  struct{ Command string }
)

// plainCommand is the one command that there is: it asks for lines of text in place of a screen.
const plainCommand = "plain"

// mostEnv is how many values of an environment are taken.
const mostEnv = 8

// visit is the one channel of a connection: a terminal or lines of text, and then the program on it. All else is refused.
type visit struct {
	door     *Door
	c        ssh.Channel
	t        Terminal
	resizes  chan Size
	terminal bool          // the other end has one
	dumb     bool          // ... that can't move its cursor
	running  bool          // the program
	shown    chan struct{} // closed when it has ended
}

// session serves a channel to its end.
func (d *Door) session(ctx context.Context, c ssh.Channel, requests <-chan *ssh.Request) {
	ctx, cancel := context.WithCancel(ctx)
	v := &visit{door: d, c: c, resizes: make(chan Size, 1), shown: make(chan struct{})}
	v.t = Terminal{ReadWriter: cooked{c}, Resizes: v.resizes}
	for r := range requests {
		ok := v.request(ctx, r)
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
		if !ok && (r.Type == "shell" || r.Type == "exec" || r.Type == "subsystem") {
			break
		}
	}
	cancel()
	_ = c.Close()
	if v.running {
		<-v.shown
	}
	for range requests { //nolint:revive // what was sent meanwhile is thrown away
	}
}

// request does what a client asks for, and says whether it is granted.
func (v *visit) request(ctx context.Context, r *ssh.Request) bool {
	switch r.Type {
	case "pty-req":
		var p ptyRequest
		if ssh.Unmarshal(r.Payload, &p) != nil || v.running || len(v.t.Env) >= mostEnv {
			return false
		}
		s := bounded(p.W, p.H)
		v.t.W, v.t.H = s.W, s.H
		v.t.Env = append(v.t.Env, "TERM="+plainName(p.Term))
		v.terminal, v.dumb = true, p.Term == "dumb"
		return true
	case "env":
		var e envRequest
		return ssh.Unmarshal(r.Payload, &e) == nil && !v.running && v.env(e.Name, e.Value)
	case "window-change":
		var w windowChange
		if ssh.Unmarshal(r.Payload, &w) != nil {
			return false
		}
		latest(v.resizes, bounded(w.W, w.H))
		return true
	case "shell":
		return v.shell(ctx)
	case "exec":
		var e execRequest
		if ssh.Unmarshal(r.Payload, &e) != nil || e.Command != plainCommand || v.running || v.door.Lines == nil {
			return false
		}
		v.lines(ctx)
		return true
	}
	return false
}

// env takes a value of the environment: of the few that say something about a terminal.
func (v *visit) env(name, value string) bool {
	switch name {
	case "COLORTERM", "NO_COLOR":
		if len(v.t.Env) >= mostEnv {
			return false
		}
		v.t.Env = append(v.t.Env, name+"="+plainName(value))
		return true
	case "COLUMNS":
		w, err := strconv.ParseUint(value, 10, 16)
		if err != nil || v.terminal {
			return false
		}
		v.t.W = bounded(uint32(w), 1).W
		return true
	}
	return false
}

// shell begins the program on a terminal.
func (v *visit) shell(ctx context.Context) bool {
	switch {
	case v.running:
		return false
	case !v.terminal:
		hint := "connect with ssh -t."
		if v.door.Lines != nil {
			hint = "connect with ssh -t, or put the word plain at the end of the command for lines of text."
		}
		_, _ = fmt.Fprintf(v.c.Stderr(), "This needs a terminal: %s\r\n", hint)
		return false
	case v.dumb && v.door.Lines != nil:
		v.lines(ctx)
	default:
		v.t.ReadWriter = &guard{ReadWriter: v.t.ReadWriter}
		v.begin(ctx, v.door.Show)
	}
	return true
}

// lines begins the program in lines of text. A terminal at the other end is raw, so its lines are made here; without one
// they come as lines.
func (v *visit) lines(ctx context.Context) {
	if v.terminal {
		v.t.ReadWriter = &typewriter{ReadWriter: v.t.ReadWriter}
	} else {
		v.t.ReadWriter = v.c
	}
	v.begin(ctx, v.door.Lines)
}

func (v *visit) begin(ctx context.Context, show func(context.Context, Terminal) string) {
	v.running = true
	v.door.visits.Add(1)
	go func() {
		defer v.door.visits.Done()
		defer close(v.shown)
		if bye := show(ctx, v.t); bye != "" {
			_, _ = fmt.Fprintln(v.t, bye)
		}
		_, _ = v.c.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{}))
		_ = v.c.Close()
	}()
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
