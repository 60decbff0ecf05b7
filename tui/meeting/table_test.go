package meeting

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"sysprep/interview"
	"sysprep/tui/kit/golden"
)

func TestTwoAtATable(t *testing.T) {
	x := mustTable(t, "payments")
	host, guest := x.desk(interview.Interviewer, 120, 40), x.desk(interview.Candidate, 80, 24)
	both := func() { host.hear(); guest.hear() }
	both()
	host.sees("The candidate is here", "sysprep interview --join")
	guest.sees("Your interviewer is here")
	host.press("enter")
	both()
	prompt := firstWords(x.sc.Def.Phases[0].Prompt)
	host.sees(prompt)
	guest.sees(prompt, "part 1 of")

	guest.typeText("each charge carries a key")
	both()
	host.sees("is typing", "each charge carries a key")
	guest.press("ctrl+s")
	both()
	guest.typeText("?What does the bank do")
	guest.press("ctrl+s")
	both()
	host.sees("? What does the bank do")
	host.seesNot("is typing")

	host.press("s")
	host.typeText("Good, go on.")
	host.press("enter")
	host.press("n")
	host.typeText("seems tired")
	host.press("enter")
	both()
	guest.sees("Good, go on.")
	guest.seesNot("seems tired", "rubric")

	host.press("enter")
	host.sees("the machine heard nothing")
	host.press("3")
	host.press("t")
	both()
	host.sees("trade-off 0:00")
	guest.sees("Hint:")
	guest.seesNot("trade-off")

	host.press("tab", "down", "enter")
	both()
	if got := len(x.hub.View().State.Probes); got != 1 {
		t.Errorf("%d follow-ups were sent", got)
	}
	host.press("ctrl+n")
	both()
	host.sees("once more")
	host.press("ctrl+n")
	both()
	host.sees("part 2 of")
	guest.sees("part 2 of")

	guest.typeText("not sent yet")
	host.press("ctrl+e", "ctrl+e")
	both()
	guest.sees("Before you see the result", "strong yes")
	guest.press("enter")
	both()
	guest.sees("debrief")
	guest.seesNot("seems tired")
	host.press("d")
	host.sees("debrief")
	if text, _ := x.hub.View().State.Spoken(); !strings.HasSuffix(text, "not sent yet") {
		t.Errorf("the end lost what was being typed: %q", text)
	}
	// A tick after the end is in the candidate's debrief.
	host.press("esc", "shift+tab", "1")
	both()
	guest.sees("the interviewer's mark", "The interviewer marked 2 items", "interviewer named, machine not detected")
	// And so is one as wrong, which can be taken back.
	host.press("x")
	host.sees("✗ named", "you, at 0:00: named, and something wrong")
	guest.hear()
	guest.sees("interviewer named, and something wrong, machine not detected")
	host.press("0")
	host.sees("✗ wrong")
	host.press("x")
	host.seesNot("✗ wrong", "you, at")
	for _, k := range []string{"x", "3", "u"} {
		host.press(k)
	}
	host.seesNot("✗", "you, at")
	host.press("u")
	host.sees("you have not marked it")
	guest.hear()
	guest.seesNot("One key for one payment: interviewer")
	host.press("tab", "tab", "tab")
	host.sees("seems tired")
}

func firstWords(s string) string { return strings.Join(strings.Fields(s)[:5], " ") }

// look is a terminal that the screens are held against.
type look struct {
	name    string // after the size; empty for the usual one
	ground  color.Color
	profile colorprofile.Profile
}

// looksOf are the looks at a size, the usual one last.
func looksOf(size [2]int) []look {
	usual := look{"", color.Black, colorprofile.ANSI256}
	switch size[0] {
	case 80:
		return []look{{"-light", color.White, colorprofile.ANSI256}, {"-no-color", color.Black, colorprofile.ASCII}, usual}
	case 120:
		return []look{{"-light", color.White, colorprofile.TrueColor}, usual}
	}
	return []look{usual}
}

func TestEverySizeFits(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}, {120, 40}} {
		x := mustTable(t, "payments")
		host, guest := x.desk(interview.Interviewer, size[0], size[1]), x.desk(interview.Candidate, size[0], size[1])
		check := func(where string) {
			t.Helper()
			host.hear()
			guest.hear()
			for who, d := range map[string]*desk{"host": host, "guest": guest} {
				lines := strings.Split(plain(d.lines()), "\n")
				if len(lines) > size[1] {
					t.Errorf("%v %s, %s: %d rows", size, who, where, len(lines))
				}
				for _, l := range lines {
					if n := len([]rune(l)); n > size[0] {
						t.Errorf("%v %s, %s: %d columns: %q", size, who, where, n, l)
					}
				}
			}
		}
		check("waiting")
		shoot := func(name string) {
			t.Helper()
			host.hear()
			guest.hear()
			for _, l := range looksOf(size) {
				for who, d := range map[string]*desk{"host": host, "guest": guest} {
					d.send(tea.ColorProfileMsg{Profile: l.profile}, tea.BackgroundColorMsg{Color: l.ground})
					golden.Check(t, fmt.Sprintf("screens/%s-%s/%dx%d%s", name, who, size[0], size[1], l.name), d.lines())
				}
			}
		}
		shoot("waiting")
		host.press("enter", "2")
		guest.hear()
		guest.typeText("The outcome is unknown.")
		shoot("talking")
		guest.typeText(strings.Repeat("words that go on and on ", 40))
		for range panels {
			check("panel")
			host.press("tab")
		}
		host.press("s")
		check("saying")
		host.press("esc", "w")
		check("the way in")
		host.press("esc", "ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n")
		guest.hear()
		guest.press("ctrl+d")
		guest.typeText("users 20/s")
		guest.press("enter")
		guest.typeText("users -> api -> bank")
		host.press("tab", "tab")
		check("sketching")
		shoot("sketching")
		host.press("ctrl+e", "ctrl+e")
		check("rating")
		guest.press("s")
		host.press("esc", "shift+tab", "shift+tab", "x", "down", "3")
		check("marks after the end")
		shoot("marked")
		host.press("d")
		check("debrief")
	}
}

func TestFaultsAreRunInTheSketch(t *testing.T) {
	x := mustTable(t, "payments")
	host, guest := x.desk(interview.Interviewer, 120, 40), x.desk(interview.Candidate, 80, 24)
	host.press("enter")
	for i := range x.sc.Def.Phases {
		if x.sc.Def.Phases[i].Design != nil {
			break
		}
		host.press("ctrl+n", "ctrl+n")
	}
	host.press("tab", "tab")
	host.press("enter")
	host.sees("there is no sketch yet")
	guest.hear()
	guest.press("ctrl+d")
	for range 400 { // the task may begin with a sketch
		guest.press("backspace")
	}
	guest.typeText("users 20/s")
	guest.press("enter")
	guest.typeText("users -> api -> bank")
	host.hear()
	host.sees("bank", "break it")
	host.press("f")
	host.typeText("crash bank 20s")
	host.press("enter")
	host.hear()
	host.sees("crash bank 20s")
	if s := x.hub.View().State; len(s.Trials) != 2 || s.Trials[1].Fault != "crash bank 20s" || s.Sketch == "" {
		t.Errorf("trials %+v of %q", s.Trials, s.Sketch)
	}
	guest.hear()
	guest.press("esc")
	guest.sees("crash bank 20s")
	host.press("f")
	host.typeText("flush cache")
	host.press("enter")
	host.sees("nothing that")
}

func TestTheClockIsTheHosts(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	host, guest := x.sit(interview.Interviewer), x.sit(interview.Candidate)
	x.clock.pass(time.Hour)
	if c := x.hub.View().Clock; c != 0 {
		t.Errorf("before it begins the clock shows %s", c)
	}
	x.do(host, interview.Move{Kind: interview.Began})
	x.clock.pass(5 * time.Minute)
	guest.Leave(context.Background())
	x.clock.pass(time.Minute)
	guest = x.sit(interview.Candidate)
	if c := x.hub.View().Clock; c != 6*time.Minute {
		t.Errorf("while the candidate was away the clock stood still: %s", c)
	}
	guest.Type(x.hub.View().Typed+1, "half a sen", "users -> api")
	before := x.hub.View()
	x.hub.Close(context.Background())
	x.clock.pass(3 * time.Hour)
	x.reopen()
	after := x.hub.View()
	if after.Clock != 6*time.Minute || after.Draft != "half a sen" || after.Pad != "users -> api" || len(after.State.Lines) < len(before.State.Lines) {
		t.Errorf("a host who comes back finds %s, %q, %q", after.Clock, after.Draft, after.Pad)
	}
	if err := guest.Do(context.Background(), interview.Move{Kind: interview.Said, Text: "x"}); err == nil {
		t.Error("a seat that was given up acts on")
	}
	if guest.Why() == "" {
		t.Error("the candidate is not told why")
	}
}

func TestWhoComesLaterTakesTheSeat(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	x.do(x.sit(interview.Interviewer), interview.Move{Kind: interview.Began})
	first := x.sit(interview.Candidate)
	second := x.sit(interview.Candidate)
	if why := first.Why(); !strings.Contains(why, "another place") {
		t.Errorf("the first is told %q", why)
	}
	first.Leave(context.Background())
	if !x.hub.View().Guest {
		t.Error("the first left for the second")
	}
	x.do(second, interview.Move{Kind: interview.Asked, Text: "Still there?"})
	second.Leave(context.Background())
	if x.hub.View().Guest {
		t.Error("nobody is there, and somebody is")
	}
}

func TestDraftsAreKeptAsTheyAreTyped(t *testing.T) {
	x := mustTable(t, "cache-outage-45")
	guest := x.sit(interview.Candidate)
	guest.Type(1, "unsent", "users -> db")
	if x.hub.View().Kept {
		t.Error("it says kept before it is")
	}
	x.hub.Beat(context.Background())
	if !x.hub.View().Kept {
		t.Error("it was not kept")
	}
	for what, want := range map[string]string{"text": "unsent", "sketch": "users -> db"} {
		if got, err := x.j.Draft(context.Background(), x.j.SessionDraft("session-1", what)); err != nil || got != want {
			t.Errorf("the draft %s is %q, %v", what, got, err)
		}
	}
	_ = x.db.Close()
	guest.Type(2, "more", "")
	x.hub.Beat(context.Background())
	if v := x.hub.View(); v.Trouble == "" || v.Draft != "more" {
		t.Errorf("a full disk is hidden: %q", v.Trouble)
	}
	if err := guest.Do(context.Background(), interview.Move{Kind: interview.Asked, Text: "?"}); err == nil {
		t.Error("what is not on disk was acknowledged")
	}
}
