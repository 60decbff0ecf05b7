package meeting

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/crypto/ssh"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/store/sqlite"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/meeting/door"
	"sysprep/tui/screen"
	"sysprep/tui/tuitest"
)

// wall is a clock that a test moves.
type wall struct {
	mu sync.Mutex
	at time.Time
}

func (w *wall) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *wall) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// table is a hub over a database of its own.
type table struct {
	t     *testing.T
	clock *wall
	db    *sqlite.DB
	j     *journal.Journal
	sc    *interview.Script
	hub   *Hub
}

func mustTable(t *testing.T, id string) *table {
	t.Helper()
	ctx := context.Background()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	x := &table{t: t, clock: &wall{at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}, db: db}
	if x.j, err = journal.Open(ctx, db, pack, x.clock.now); err != nil {
		t.Fatal(err)
	}
	if x.sc, err = interview.NewScript(pack, pack.Interviews.Of(id)); err != nil {
		t.Fatal(err)
	}
	x.reopen()
	return x
}

// reopen makes a hub from what is in the store, as a host who comes back does.
func (x *table) reopen() {
	x.t.Helper()
	all, err := x.j.Sessions(context.Background(), x.sc.Def.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	var log []interview.Event
	if len(all) > 0 {
		log = all[0].Events
	}
	if x.hub, err = Open(context.Background(), x.j, x.sc, "session-1", log); err != nil {
		x.t.Fatal(err)
	}
}

func (x *table) sit(by interview.Party) *Seat {
	x.t.Helper()
	s, err := x.hub.Sit(context.Background(), by)
	if err != nil {
		x.t.Fatal(err)
	}
	return s
}

func (x *table) do(s *Seat, mv interview.Move) {
	x.t.Helper()
	if err := s.Do(context.Background(), mv); err != nil {
		x.t.Fatalf("%s %q: %v", mv.Kind, mv.Text, err)
	}
}

// desk drives a program without a terminal: its commands run at once.
type desk struct {
	t    *testing.T
	m    tea.Model
	seat *Seat
	quit bool
}

func (x *table) desk(by interview.Party, w, h int) *desk {
	seat := x.sit(by)
	m := NewGuest(seat)
	if by == interview.Interviewer {
		env := &screen.Env{Theme: kit.NewTheme(kit.Dark, 0), Journal: x.j}
		m = NewConsole(env, seat, "", Way{Lines: []string{"In a second terminal:", "    sysprep interview --join"}})
	}
	d := &desk{t: x.t, m: m, seat: seat}
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

// send gives the program a message, and whatever its commands answer.
func (d *desk) send(msgs ...tea.Msg) {
	for len(msgs) > 0 {
		msg := msgs[0]
		msgs = msgs[1:]
		if _, ok := msg.(tea.QuitMsg); ok {
			d.quit = true
			continue
		}
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, c := range batch {
				msgs = append(msgs, run(c)...)
			}
			continue
		}
		if msg == nil {
			continue
		}
		var cmd tea.Cmd
		d.m, cmd = d.m.Update(msg)
		msgs = append(msgs, run(cmd)...)
	}
}

func run(c tea.Cmd) []tea.Msg {
	if c == nil {
		return nil
	}
	msg := c()
	if msg == nil {
		return nil
	}
	return flatten(msg)
}

// hear brings the program what has changed.
func (d *desk) hear() { d.send(Changed{d.seat.View()}) }

func (d *desk) press(keys ...string) {
	for _, k := range keys {
		d.send(kit.Press(k))
	}
	d.hear()
}

func (d *desk) typeText(text string) {
	for _, r := range text {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	d.hear()
}

// lines are what is on the screen.
func (d *desk) lines() string { return d.m.View().Content }

func (d *desk) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(squeeze(plain(d.lines())), squeeze(text)) {
			d.t.Fatalf("%q is not on the screen:\n%s", text, plain(d.lines()))
		}
	}
}

func (d *desk) seesNot(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(squeeze(plain(d.lines())), squeeze(text)) {
			d.t.Fatalf("%q is on the screen:\n%s", text, plain(d.lines()))
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// street is a door on loopback, with the table behind it.
type street struct {
	*table
	addr   string
	host   ssh.Signer
	cancel context.CancelFunc
	served chan error
}

const rightCode = "abcd-efgh-jkmn"

func (x *table) open(limits door.Limits, trusted bool) *street {
	x.t.Helper()
	host, err := door.Folder(x.t.TempDir()).HostKey()
	if err != nil {
		x.t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		x.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	d := &door.Door{Host: host, Code: rightCode, Limits: limits, Refused: x.hub.Refused}
	d.Show = func(ctx context.Context, t door.Terminal) string { return Receive(ctx, x.hub, t) }
	s := &street{table: x, addr: l.Addr().String(), host: host, cancel: cancel, served: make(chan error, 1)}
	go func() { s.served <- d.Serve(ctx, l, trusted) }()
	x.t.Cleanup(func() { s.shut() })
	return s
}

func (s *street) shut() {
	s.cancel()
	if err, ok := <-s.served; ok {
		if err != nil {
			s.t.Errorf("the door: %v", err)
		}
		close(s.served)
	}
}

func (s *street) dial(code string) (*ssh.Client, error) {
	return ssh.Dial("tcp", s.addr, &ssh.ClientConfig{
		User: "candidate", Auth: []ssh.AuthMethod{ssh.Password(code)}, HostKeyCallback: ssh.FixedHostKey(s.host.PublicKey()),
	})
}

// caller is a candidate's ssh client on a screen.
type caller struct {
	t      *testing.T
	client *ssh.Client
	s      *ssh.Session
	keys   io.WriteCloser

	mu     sync.Mutex
	screen *tuitest.Screen
	drew   chan struct{}
	ended  chan error
}

func (s *street) call(w, h int) *caller {
	s.t.Helper()
	client, err := s.dial(rightCode)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &caller{t: s.t, client: client, screen: tuitest.NewScreen(w, h), drew: make(chan struct{}, 1), ended: make(chan error, 1)}
	if c.s, err = client.NewSession(); err != nil {
		s.t.Fatal(err)
	}
	if err := c.s.RequestPty("xterm-256color", h, w, nil); err != nil {
		s.t.Fatal(err)
	}
	if c.keys, err = c.s.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	c.s.Stdout = c
	if err := c.s.Shell(); err != nil {
		s.t.Fatal(err)
	}
	go func() { c.ended <- c.s.Wait() }()
	return c
}

// Write draws what comes over the wire.
func (c *caller) Write(p []byte) (int, error) {
	c.mu.Lock()
	n, err := c.screen.Write(p)
	c.mu.Unlock()
	select {
	case c.drew <- struct{}{}:
	default:
	}
	return n, err
}

func (c *caller) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.screen.Lines(), "\n")
}

// until waits until the screen shows a text. The deadline is for tests that fail: it is no part of what is measured.
func (c *caller) until(text string) {
	c.t.Helper()
	late := time.After(20 * time.Second)
	for !strings.Contains(squeeze(c.text()), squeeze(text)) {
		select {
		case <-c.drew:
		case <-late:
			c.t.Fatalf("%q does not come:\n%s", text, c.text())
		}
	}
}

func (c *caller) typeText(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.keys, text); err != nil {
		c.t.Fatal(err)
	}
}

// leave hangs up, and waits until the client's side is gone.
func (c *caller) leave() {
	_ = c.client.Close()
	<-c.ended
	_ = c.client.Wait()
}
