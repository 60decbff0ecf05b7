package meeting

import (
	"context"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/crypto/ssh"

	"sysprep/interview"
	"sysprep/tui/meeting/door"
)

// looks are the escape sequences that a screen may have: colours and weights.
var looks = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// acts finds what could act on a terminal in a drawn screen.
func acts(screen string) string {
	bare := looks.ReplaceAllString(screen, "")
	i := strings.IndexFunc(bare, func(r rune) bool {
		return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("%q", bare[max(0, i-10):min(len(bare), i+20)])
}

// TestNothingOfTheGuestsActsOnTheHostsTerminal has a guest do all that one can do, with escape sequences in it, by a seat that
// passes everything on; the host looks at it in every panel, and at the debrief.
func TestNothingOfTheGuestsActsOnTheHostsTerminal(t *testing.T) {
	x := mustTable(t, "payments")
	host := x.desk(interview.Interviewer, 120, 40)
	guest := x.sit(interview.Candidate)
	x.do(host.seat, interview.Move{Kind: interview.Began})
	for range 2 {
		x.do(host.seat, interview.Move{Kind: interview.Phased})
	}
	evil := "\x1b]52;c;aGk=\x07\x1b[2J\u009b31m\u202e\x00\x1b]0;owned\x1b\\ \x1bP+q\x1b\\ \r\b\x7f&#27;[31m"
	x.do(guest, interview.Move{Kind: interview.Said, Text: "Each charge carries a key " + evil + " made once by the client, before the first try."})
	x.do(guest, interview.Move{Kind: interview.Asked, Text: "What " + evil + "?"})
	x.do(guest, interview.Move{Kind: interview.Sketched, Text: "users 20/s\nusers -> " + evil + " bank"})
	guest.Type(50, "typing "+evil, "users -> a"+evil)
	look := func(where string) {
		t.Helper()
		host.hear()
		if bad := acts(host.lines()); bad != "" {
			t.Errorf("%s: the host's terminal gets %s", where, bad)
		}
	}
	look("waiting")
	for _, panel := range panelNames {
		look(panel)
		host.press("tab")
	}
	host.sees("Each charge carries a key", "typing")
	x.do(host.seat, interview.Move{Kind: interview.Ended})
	for range 4 {
		host.press("d")
		look("debrief")
		host.press("tab")
	}
	d := x.sc.Debrief(x.hub.View().State)
	for _, l := range strings.Split(d.Markdown(), "\n") {
		if strings.Contains(l, "<script") {
			t.Errorf("the report has %q", l)
		}
	}
}

func TestTooLongATextIsSaid(t *testing.T) {
	x := mustTable(t, "payments")
	host, guest := x.desk(interview.Interviewer, 80, 24), x.desk(interview.Candidate, 80, 24)
	host.press("enter")
	guest.hear()
	guest.send(tea.PasteMsg{Content: strings.Repeat("many words ", 7000)})
	guest.hear()
	guest.sees("The field is full: hand this in")
	guest.press("ctrl+a")
	x.hub.Beat(context.Background())
	if v := x.hub.View(); !v.Kept || len(v.Draft) < 19_000 {
		t.Errorf("of what fits %d bytes are kept", len(v.Draft))
	}
	guest.press("ctrl+s")
	if text, _ := x.hub.View().State.Spoken(); len(text) < 19_000 {
		t.Errorf("%d bytes were said", len(text))
	}
	guest.send(tea.PasteMsg{Content: strings.Repeat("😀", 19_000)})
	guest.sees("Too long to keep: 74 KB, and there is room for 64.")
	before := len(x.hub.View().State.Lines)
	if v := x.hub.View(); len(v.Draft) > interview.MostText {
		t.Errorf("the host keeps %d bytes", len(v.Draft))
	}
	guest.press("ctrl+s")
	guest.sees("send it in parts")
	if n := len(x.hub.View().State.Lines); n != before {
		t.Errorf("%d lines were said", n-before)
	}
	guest.sees("😀😀😀") // nothing of it is lost
}

// tar is a terminal that takes nothing: each write waits until the line is cut.
type tar struct {
	cut   chan struct{}
	once  sync.Once
	stuck chan struct{} // closed when the first write waits
}

func (s *tar) Read([]byte) (int, error) {
	<-s.cut
	return 0, io.EOF
}

func (s *tar) Write([]byte) (int, error) {
	s.once.Do(func() { close(s.stuck) })
	<-s.cut
	return 0, io.ErrClosedPipe
}

// TestWhoReadsNothingHoldsNobodyUp has the candidate's terminal take nothing while the host goes on with the interview.
func TestWhoReadsNothingHoldsNobodyUp(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	host := x.sit(interview.Interviewer)
	x.do(host, interview.Move{Kind: interview.Began})
	slow := &tar{cut: make(chan struct{}), stuck: make(chan struct{})}
	shown := make(chan string, 1)
	go func() {
		shown <- Receive(context.Background(), x.hub, door.Terminal{ReadWriter: slow, Env: []string{"TERM=xterm"}, W: 80, H: 24, Resizes: make(chan door.Size)})
	}()
	<-slow.stuck
	for i := range 100 {
		x.do(host, interview.Move{Kind: interview.Replied, Text: fmt.Sprint("Are you there? ", i)})
		x.hub.Beat(context.Background())
	}
	if n := len(x.hub.View().State.Lines); n < 100 {
		t.Errorf("%d lines were said", n)
	}
	other := x.sit(interview.Candidate) // comes back by another line, while the first is still stuck
	x.do(other, interview.Move{Kind: interview.Said, Text: "I am here."})
	x.hub.Close(context.Background())
	close(slow.cut)
	if why := <-shown; why == "" {
		t.Error("it ends without a word")
	}
}

func TestLoopbackUnlessToldOtherwise(t *testing.T) {
	for _, last := range []string{"", "nonsense", "0.0.0.0:0", "192.0.2.1:2222", "127.0.0.1:0"} {
		l, err := listen("", last)
		if err != nil {
			t.Fatalf("after %q: %v", last, err)
		}
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("after %q it listens on %s", last, ip)
		}
		// The port of last time again, if it is free.
		was := l.Addr().String()
		_ = l.Close()
		if l, err = listen("", was); err != nil || l.Addr().String() != was {
			t.Errorf("%s was free, and it listens on %v: %v", was, l.Addr(), err)
		}
		_ = l.Close()
	}
	if _, err := listen("192.0.2.1:2222", ""); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("an address that is not of this machine: %v", err)
	}
}

func TestTheWayInIsTold(t *testing.T) {
	host, err := door.Folder(t.TempDir()).HostKey()
	if err != nil {
		t.Fatal(err)
	}
	print := ssh.FingerprintSHA256(host.PublicKey())
	o := Options{Join: "sysprep interview --join"}
	near := wayIn(o, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4022}, "abcd-efgh-jkmn", print, nil)
	text := strings.Join(near.Lines, "\n")
	for _, want := range []string{"    sysprep interview --join", "    ssh -t -p 4022 candidate@127.0.0.1", "    abcd-efgh-jkmn", "    " + print} {
		if !strings.Contains(text, want) {
			t.Errorf("the way lacks %q:\n%s", want, text)
		}
	}
	if near.Warn != "" {
		t.Errorf("on loopback it warns: %s", near.Warn)
	}
	far := wayIn(o, &net.TCPAddr{IP: net.IPv4(192, 168, 1, 5), Port: 4022}, "abcd-efgh-jkmn", print, nil)
	if !strings.Contains(far.Warn, "Port 4022 is open to everybody") {
		t.Errorf("beyond it does not: %q", far.Warn)
	}
	o.Keys = []ssh.PublicKey{host.PublicKey()}
	keyed := wayIn(o, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4022}, "abcd-efgh-jkmn", print, nil)
	if strings.Contains(strings.Join(keyed.Lines, "\n"), "abcd") {
		t.Error("with keys it shows a code that opens nothing")
	}
}
