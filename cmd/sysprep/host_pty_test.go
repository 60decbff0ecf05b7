//go:build !windows

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/store/sqlite"
	"sysprep/tui/journal"
	"sysprep/tui/tuitest"
)

// pair is a table of two real programs, each in a terminal, over one database.
type pair struct {
	*learner
	host *tuitest.Terminal
}

// newPair opens the console of an interview.
func newPair(t *testing.T, args ...string) *pair {
	t.Helper()
	p := &pair{learner: newLearner(t, "")}
	p.hosts(args...)
	return p
}

func (p *pair) hosts(args ...string) {
	p.t.Helper()
	p.host = tuitest.Start(p.t, p.command(append([]string{"interview", "payments", "--host"}, args...)...), 100, 30)
}

// joins sits down as the candidate, in a second terminal.
func (p *pair) joins(args ...string) *tuitest.Terminal {
	p.t.Helper()
	return tuitest.Start(p.t, p.command(append([]string{"interview", "--join"}, args...)...), 80, 24)
}

// endTwice is ctrl+e, and once more.
const endTwice = "\x05\x05"

var (
	codeLine = regexp.MustCompile(`(?m)^ *([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})\s*$`)
	portLine = regexp.MustCompile(`-p (\d+) candidate@127\.0\.0\.1`)
)

// way reads how to join from a screen.
func (p *pair) way(screen string) (port, code string) {
	p.t.Helper()
	c, n := codeLine.FindStringSubmatch(screen), portLine.FindStringSubmatch(screen)
	if c == nil || n == nil {
		p.t.Fatalf("the way in is not told:\n%s", screen)
	}
	return n[1], c[1]
}

// said is what the file says, once both are gone.
func (p *pair) said() []interview.Event {
	p.t.Helper()
	ctx := context.Background()
	db, err := sqlite.Open(ctx, p.db)
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // only read
	pack, err := content.Core()
	if err != nil {
		p.t.Fatal(err)
	}
	j, err := journal.Open(ctx, db, pack, time.Now)
	if err != nil {
		p.t.Fatal(err)
	}
	all, err := j.Sessions(ctx, "payments")
	if err != nil || len(all) != 1 {
		p.t.Fatalf("%d sessions, %v", len(all), err)
	}
	return all[0].Events
}

// TestTwoKills goes through an interview in two terminals, in which first the candidate's program is killed in the middle of a
// sentence and then the host's: both come back to the same session, and nothing is lost.
func TestTwoKills(t *testing.T) {
	p := newPair(t)
	port, code := p.way(p.host.Sees("How the candidate joins", "The candidate is not here yet"))
	guest := p.joins()
	guest.Sees("Your interviewer is here")
	p.host.Sees("The candidate is here")
	p.host.Press("enter")
	guest.Sees("Our shop asks the bank", "part 1 of 6")

	guest.Type("Each charge carries a key, made once by the client before the first try.")
	p.host.Sees("is typing", "before the first try")
	guest.Press("ctrl+s")
	guest.Sees("0:0", "Each charge carries a key", "Answer, or ask")
	p.host.Type("s")
	p.host.Sees("you say")
	p.host.Type("Good. And then?")
	p.host.Press("enter")
	guest.Sees("Good. And then?")
	p.host.Press("down", "2")
	p.host.Sees("✓ explained 0:")
	p.host.Type("t")
	guest.Sees("Hint:")
	guest.Type("?What does the bank do with a key")
	guest.Press("ctrl+s")
	p.host.Sees("? What does the bank do with a key")

	// The candidate's program is killed.
	half := "The server stores the key with the"
	guest.Type(half)
	guest.Sees(half, "draft saved")
	guest.Kill()
	p.host.Sees("candidate away", "not sent yet", half)
	p.host.Type("s")
	p.host.Sees("you say")
	p.host.Type("I am waiting.")
	p.host.Press("enter")
	p.host.Sees("I am waiting.")
	guest = p.joins()
	guest.Sees("I am waiting.", half)
	guest.Type(" result.")
	guest.Press("ctrl+s")
	p.host.Sees(half+" result.", "● candidate")

	// The host's is.
	p.host.Type("x")
	p.host.Sees("✗ explained 0:")
	p.host.Type("n")
	p.host.Sees("private note")
	p.host.Type("calm after the cut")
	p.host.Press("enter")
	quarter := "Retries wait a little"
	guest.Type(quarter)
	guest.Sees(quarter, "draft saved")
	p.host.Kill()
	if n := guest.Ended(); n != 1 {
		t.Errorf("the candidate's program ends with %d, want 1", n)
	}
	if !tuitest.Shows(guest.Text(), "the interviewer's side was cut off; nothing is lost") || guest.Mode(1049) || !guest.Mode(25) {
		t.Errorf("the candidate sees\n%s", guest.Text())
	}
	alone := p.joins()
	if n := alone.Ended(); n != 1 || !tuitest.Shows(alone.Text(), "no interview is hosted here now") {
		t.Errorf("who joins meanwhile: %d\n%s", n, alone.Text())
	}
	p.hosts()
	p.host.Sees(half+" result.", "✗ explained 0:", "candidate away", "not sent yet", quarter)
	p.host.Type("w")
	if port2, code2 := p.way(p.host.Sees("How the candidate joins")); code2 != code || port2 != port {
		t.Errorf("the way in was %s, %s and is %s, %s", port, code, port2, code2)
	}
	p.host.Press("esc")
	guest = p.joins()
	guest.Sees(half+" result.", quarter)
	guest.Type(", at random.")
	guest.Sees(quarter+", at random.", "draft saved")

	p.host.Sees("● candidate")
	p.host.Type(endTwice) // what was being typed is taken
	guest.Sees("Before you see the result")
	guest.Press("enter")
	guest.Sees("debrief", "The interviewer marked 1 item")
	p.host.Type("d")
	p.host.Sees("debrief", "The interviewer marked 1 item")
	guest.Press("ctrl+c")
	if n := guest.Ended(); n != 0 || !tuitest.Shows(guest.Text(), "You have left the table") {
		t.Errorf("the candidate leaves with %d:\n%s", n, guest.Text())
	}
	p.host.Press("ctrl+c")
	if n := p.host.Ended(); n != 0 {
		t.Errorf("the host leaves with %d:\n%s", n, p.host.Text())
	}

	p.holds([]string{
		"said Each charge carries a key, made once by the client before the first try.", "replied Good. And then?", "ticked", "hinted",
		"asked What does the bank do with a key", "left", "replied I am waiting.", "joined", "said " + half + " result.", "ticked",
		"noted calm after the cut", "said " + quarter + ", at random.", "ended", "rated",
	})
	if _, err := os.Stat(filepath.Join(filepath.Dir(p.db), "host", "way.json")); err == nil {
		t.Error("after the end the code is kept")
	}
}

// holds says that the log has these events in this order, each kind of talk as often as it is named.
func (p *pair) holds(want []string) {
	p.t.Helper()
	var log []string
	spoken := 0
	for _, e := range p.said() {
		line := string(e.Kind)
		switch e.Kind {
		case interview.Said, interview.Replied, interview.Asked, interview.Noted:
			line += " " + e.Text
			spoken++
		}
		log = append(log, line)
	}
	at, named := 0, 0
	for _, w := range want {
		i := slices.Index(log[at:], w)
		if i < 0 {
			p.t.Fatalf("the log lacks %q after\n%s\nin\n%s", w, strings.Join(log[:at], "\n"), strings.Join(log, "\n"))
		}
		at += i + 1
		if strings.Contains(w, " ") {
			named++
		}
	}
	if spoken != named {
		p.t.Errorf("%d things were said, and %d are in the log:\n%s", named, spoken, strings.Join(log, "\n"))
	}
}

// client is a real ssh client in a terminal. It knows the host by its key.
func (p *pair) client(port string, args ...string) *tuitest.Terminal {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(filepath.Dir(p.db), "host", "host_key"))
	if err != nil {
		p.t.Fatal(err)
	}
	key, err := ssh.ParsePrivateKey(text)
	if err != nil {
		p.t.Fatal(err)
	}
	known := filepath.Join(p.t.TempDir(), "known_hosts")
	if err := os.WriteFile(known, fmt.Appendf(nil, "[127.0.0.1]:%s %s", port, ssh.MarshalAuthorizedKey(key.PublicKey())), 0o600); err != nil {
		p.t.Fatal(err)
	}
	c := exec.Command("ssh", append([]string{
		"-F", "/dev/null", "-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=" + known, "-o", "GlobalKnownHostsFile=/dev/null",
		"-o", "IdentitiesOnly=yes", "-o", "IdentityFile=/dev/null", "-p", port,
	}, args...)...)
	c.Env = append(os.Environ(), "TERM=xterm-256color", "SSH_AUTH_SOCK=", "SSH_ASKPASS=")
	return tuitest.Start(p.t, c, 80, 24)
}

// TestRealClients come over SSH with the client of this machine: one that has no code, one that is cut off and comes back by
// lines of text, and one that takes the seat over.
func TestRealClients(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("there is no ssh on this machine; TestThroughADropAndAReconnect speaks SSH without it")
	}
	p := newPair(t)
	port, code := p.way(p.host.Sees("The candidate is not here yet"))
	me := "candidate@127.0.0.1"

	thief := p.client(port, "-t", me)
	for range 3 {
		thief.Until("a question", func(s string) bool { return strings.HasSuffix(strings.TrimSpace(s), "Code:") })
		thief.Type("abcd-efgh-jkmm\r")
		thief.Until("an answer", func(s string) bool { return !strings.HasSuffix(strings.TrimSpace(s), "Code:") })
	}
	if n := thief.Ended(); n != 255 {
		t.Errorf("without the code ssh ends with %d:\n%s", n, thief.Text())
	}
	p.host.Sees("Turned away at the door: 3 wrong codes or keys")

	enter := func(args ...string) *tuitest.Terminal {
		c := p.client(port, args...)
		c.Sees("Code:")
		c.Type(code + "\r")
		return c
	}
	first := enter("-t", me)
	first.Sees("Your interviewer is here", "What you type is seen")
	p.host.Sees("The candidate is here")
	p.host.Press("enter")
	first.Sees("Our shop asks the bank", "part 1 of 6")
	first.Type("Each charge carries")
	first.Sees("draft saved")
	first.Kill()
	p.host.Sees("candidate away", "Each charge carries")

	second := enter(me, "plain")
	second.Sees("The interview is on.", "Our shop asks the bank", "Your draft so far: Each charge carries")
	second.Type("a key.\n.\n")
	second.Sees("Handed in.")
	p.host.Sees("Each charge carries a key.", "● candidate")
	p.host.Type("s")
	p.host.Sees("you say")
	p.host.Type("Good.")
	p.host.Press("enter")
	second.Sees("Interviewer: Good.")

	third := enter("-t", me)
	third.Sees("Each charge carries a key.", "Good.")
	if n := second.Ended(); n != 0 || !tuitest.Shows(second.Text(), "You have come in from another place") {
		t.Errorf("the second ends with %d:\n%s", n, second.Text())
	}
	third.Resize(100, 30)
	third.Type("still here")
	p.host.Sees("still here")
	p.host.Type(endTwice)
	third.Sees("Before you see the result")
	p.host.Press("ctrl+c")
	if n := p.host.Ended(); n != 0 {
		t.Errorf("the host leaves with %d:\n%s", n, p.host.Text())
	}
	if n := third.Ended(); n != 0 || !tuitest.Shows(third.Text(), "The interviewer has left.") {
		t.Errorf("the third ends with %d:\n%s", n, third.Text())
	}
	p.holds([]string{"said Each charge carries\na key.", "replied Good.", "said still here", "ended"})
}

// TestTwoInLinesForReal has both sides as lines of text, without a screen.
func TestTwoInLinesForReal(t *testing.T) {
	p := newPair(t, "--plain")
	p.way(p.host.Sees("You interview: Payments", "Type begin"))
	guest := p.joins("--plain")
	guest.Resize(80, 70)
	guest.Sees("Your interviewer is here")
	p.host.Sees("The candidate is here.")
	p.host.Type("begin\n")
	guest.Sees("Interviewer: Our shop asks")
	guest.Type("The outcome is unknown.\n.\n")
	p.host.Sees("Candidate: The outcome is unknown.")
	p.host.Type("mark 1 1\nend\nend\n")
	guest.Sees("which band")
	guest.Type("no\n")
	guest.Sees("The interviewer marked 1 item", "q to leave")
	p.host.Type("q\n")
	if n := p.host.Ended(); n != 0 {
		t.Errorf("the host leaves with %d", n)
	}
	if n := guest.Ended(); n != 0 || !tuitest.Shows(guest.Text(), "The interviewer has left.") {
		t.Errorf("the candidate ends with %d:\n%s", n, guest.Text())
	}
	p.holds([]string{"said The outcome is unknown.", "ticked", "ended", "rated"})
	if strings.Contains(guest.Text(), "\x1b") {
		t.Error("lines of text have escape sequences")
	}
}
