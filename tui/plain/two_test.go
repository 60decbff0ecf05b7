package plain

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
	"sysprep/store/sqlite"
	"sysprep/tui/journal"
	"sysprep/tui/meeting"
)

// two is a table of two in lines, over a database of its own.
type two struct {
	t   *testing.T
	hub *meeting.Hub
	mu  sync.Mutex
	at  time.Time
}

func newTwo(t *testing.T, id string) *two {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	x := &two{t: t, at: noon}
	j, err := journal.Open(t.Context(), db, pack, x.now)
	if err != nil {
		t.Fatal(err)
	}
	sc, err := interview.NewScript(pack, pack.Interviews.Of(id))
	if err != nil {
		t.Fatal(err)
	}
	if x.hub, err = meeting.Open(t.Context(), j, sc, "session-1", nil); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *two) now() time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.at
}

// pass lets the clock run, and everybody hear of it.
func (x *two) pass(d time.Duration) {
	x.mu.Lock()
	x.at = x.at.Add(d)
	x.mu.Unlock()
	x.hub.Beat(x.t.Context())
}

// side is one of the two: what they type, and what they have read.
type side struct {
	t    *testing.T
	seat *meeting.Seat
	keys *io.PipeWriter
	done chan error

	mu   sync.Mutex
	text string
	read int // how far the test has read
	more chan struct{}
}

func (x *two) sit(by interview.Party, ctx context.Context) *side {
	x.t.Helper()
	seat, err := x.hub.Sit(ctx, by)
	if err != nil {
		x.t.Fatal(err)
	}
	in, keys := io.Pipe()
	s := &side{t: x.t, seat: seat, keys: keys, done: make(chan error, 1), more: make(chan struct{}, 1)}
	go func() {
		if by == interview.Interviewer {
			s.done <- Host(ctx, seat, HostOptions{
				Way: meeting.Way{Lines: []string{"In a second terminal:", "    sysprep interview --join"}}, Back: "sysprep interview x --host --plain", In: in, Out: s,
			})
		} else {
			s.done <- Guest(ctx, seat, in, s, 0)
		}
		seat.Leave(context.Background())
	}()
	x.t.Cleanup(func() { _ = keys.Close() })
	return s
}

func (s *side) Write(p []byte) (int, error) {
	s.mu.Lock()
	s.text += string(p)
	s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (s *side) types(lines ...string) {
	s.t.Helper()
	for _, l := range lines {
		if _, err := io.WriteString(s.keys, l+"\n"); err != nil {
			s.t.Fatal(err)
		}
	}
}

// reads waits until the texts have come, in this order, after what was read before. The deadline is for tests that fail.
func (s *side) reads(texts ...string) {
	s.t.Helper()
	late := time.After(20 * time.Second)
	for _, want := range texts {
		want = oneLine(want)
		for {
			s.mu.Lock()
			all := oneLine(s.text)
			s.mu.Unlock()
			if i := strings.Index(all[s.read:], want); i >= 0 {
				s.read += i + len(want)
				break
			}
			select {
			case <-s.more:
			case <-late:
				s.t.Fatalf("%q does not come after\n%s\nin\n%s", want, all[:s.read], s.all())
			}
		}
	}
}

func (s *side) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text
}

func (s *side) ended() {
	s.t.Helper()
	if err := <-s.done; err != nil {
		s.t.Errorf("it ended with %v", err)
	}
}

// item is the number of an item in the rubric.
func (x *two) item(title string) string {
	for i, it := range x.hub.Script.Rubric(x.hub.View().State) {
		if it.Title == title {
			return string(rune('1' + i))
		}
	}
	x.t.Fatalf("there is no item %q", title)
	return ""
}

func TestTwoInLines(t *testing.T) {
	x := newTwo(t, "payments")
	host := x.sit(interview.Interviewer, t.Context())
	host.reads("You interview: Payments", "    sysprep interview --join", "not here yet", "Type begin")
	guest := x.sit(interview.Candidate, t.Context())
	guest.reads("by a person", "sees each line when you press Enter", "Your interviewer is here")
	host.reads("The candidate is here.")
	guest.types("am I early?")
	guest.reads("has not begun", "was not sent")
	host.types("begin")
	host.reads("Part 1 of 6: One charge", "You: Our shop asks")
	guest.reads("Part 1 of 6: One charge", "0:00 Interviewer: Our shop asks")

	guest.types("Each charge carries the same key on every retry, made once by the client")
	host.reads("The candidate is typing")
	guest.types("before the first try, time and again.", "draft")
	guest.reads("Not handed in yet: Each charge", "time and again.")
	host.types("look")
	host.reads("Not handed in yet: Each charge", "time and again.", "Nothing is drawn yet.")
	guest.types("? What does the bank do with a key")
	guest.reads("Asked.")
	host.reads("Candidate, a question: What does the bank")
	guest.types(".")
	guest.reads("Handed in.")
	host.reads("Candidate: Each charge", "time and again.")
	guest.types(".")
	guest.reads("nothing to hand in")

	host.types("send")
	host.reads("1. Fact, asked for. It takes an Idempotency-Key header", "Follow up.")
	host.types("send 1")
	guest.reads("Interviewer: It takes an Idempotency-Key header")
	host.types("send 99")
	host.reads(`There is no number "99" to send`)
	key := x.item("One key for one payment")
	host.types("mark " + key + " heard")
	host.reads("One key for one payment, a must: you explained at 0:00; the machine explained.")
	host.types("mark " + key + " 2 wrong")
	host.reads("you explained, and something wrong at 0:00; the machine explained.")
	host.types("mark 1", "mark 1 great", "mark", "mark 9 1")
	host.reads("Say how", "Say how", "Type item how after it", `There is no number "9"`)
	host.types("hint 1", "s Good. Go on.", "n seems tired", "notes", "follow 1")
	host.reads("You, a hint:", "You: Good. Go on.", "Noted; only you see it.", "seems tired", "You: ")
	guest.reads("Interviewer, a hint:", "Interviewer: Good. Go on.")
	guest.types("again 3", "time", "fly away", "drop")
	guest.reads("Interviewer: Good. Go on.", "0:00 on the clock, of 45 minutes; 8:00 left of this part.", "Thrown away.")
	host.types("what now", "say", "time now", "rubric", "rubric all", "rubric 7", "item "+key, "?")
	host.reads(`"what now" is not known here`, "type say before it", "Type text after it", "time takes nothing after it", "Part 1, One charge:", "1. Nobody knows yet", "Part 3, Never twice:",
		"2. One key for one payment", "rubric, or rubric all", "Heard: “Each charge", "2, explained:", "0 of 3 hints given", "What you can type here")

	host.types("next", "next")
	host.reads("Part 3 of 6")
	guest.reads("Part 3 of 6")
	host.types("x 1", "x")
	host.reads("There is no sketch yet.", "1. crash bank 30s", "Or in words")
	guest.types("sketch", "clear", "users 20/s", "users -> api -> bank", ".")
	guest.reads("Type your design", "Noted.")
	host.types("look")
	host.reads("users -> api -> bank")
	host.types("x crash bank 20s")
	host.reads("It is being run.", "The sketch was run: A good day", "crash bank 20s:")
	guest.reads("The sketch was run: A good day", "crash bank 20s:")
	guest.types("run")
	guest.reads("The sketch was run:", "crash bank 30s:")

	guest.types("and not handed in")
	host.reads("The candidate is typing")
	host.types("end", "time", "end", "end")
	host.reads("Type end once more", "on the clock", "Type end once more", "The interview is over.")
	guest.reads("The interview is over.", "which band would you give yourself?")
	guest.types("great", "Lean Yes")
	guest.reads(`"great" is not a band`, "The result:", "The interviewer marked 1 item", "You said:", "Type debrief to hear it again")
	host.reads("own rating: lean yes")
	host.types("mark 1 3", "debrief", "say hello")
	host.reads("you trade-off at", "The result:", "They said:", "is not known here")
	guest.reads("The interviewer has marked something")
	guest.types("debrief", "q")
	guest.reads("The interviewer marked 2 items")
	guest.ended()
	host.reads("The candidate is gone.")
	host.types("q")
	host.ended()

	s := x.hub.View().State
	if text, _ := s.Spoken(); !strings.HasSuffix(text, "and not handed in") {
		t.Errorf("the end lost what was typed: %q", text)
	}
	if tick := s.Ticks["idempotent-payments/key"]; len(s.Ticks) != 2 || tick.Level != 0 && (tick.Level != grading.Explained || !tick.Wrong) {
		t.Errorf("the marks are %+v", s.Ticks)
	}
	for _, private := range []string{"seems tired", "rubric", "Heard:"} {
		if strings.Contains(guest.all(), private) {
			t.Errorf("the candidate has read %q:\n%s", private, guest.all())
		}
	}
}

func TestTwoInLinesComeBack(t *testing.T) {
	x := newTwo(t, "cache-outage-45")
	host := x.sit(interview.Interviewer, t.Context())
	guest := x.sit(interview.Candidate, t.Context())
	host.types("begin")
	guest.reads("You are on call")
	guest.types("We should turn away most of the users")
	host.reads("is typing")
	_ = guest.keys.Close() // cut
	guest.ended()
	host.reads("The candidate is gone. Nothing is lost")
	x.pass(time.Minute)
	host.types("s I am waiting.")
	host.reads("1:00 You: I am waiting.")
	guest = x.sit(interview.Candidate, t.Context())
	guest.reads("The interview is on.", "You are on call", "1:00 Interviewer: I am waiting.", "1:00 on the clock", "Your draft so far: We should turn away")
	guest.types("at the edge.", ".")
	host.reads("Candidate: We should turn away most of the users at the edge.")

	// Who comes later takes the seat; the clock is told once for each part.
	later := x.sit(interview.Candidate, t.Context())
	guest.ended()
	later.reads("at the edge.")
	minutes := time.Duration(x.hub.Script.Def.Phases[0].Minutes) * time.Minute
	x.pass(minutes - 90*time.Second)
	later.reads("A minute is left of this part.")
	host.reads("A minute is left of this part.")
	x.pass(time.Minute)
	later.reads("your interviewer decides when to go on")
	host.reads("next begins the next one")
	x.pass(time.Second)

	// Who wants to, is told when Enter is pressed.
	host.types("hold")
	host.reads("when you press Enter")
	later.types("? May I go on", "hold")
	later.reads("Asked.", "when you press Enter")
	host.types("time")
	host.reads("over the time of this part", "a question: May I go on")
	x.hub.Close(context.Background())
	later.ended()
	host.ended()
	host.reads("nothing is lost. To come back, type this: sysprep interview x --host --plain")
	if n := strings.Count(host.all(), "The time of this part is up"); n != 1 {
		t.Errorf("the end of the time is told %d times", n)
	}
}

func TestNothingActsOnTheOthersTerminal(t *testing.T) {
	x := newTwo(t, "cache-outage-45")
	host := x.sit(interview.Interviewer, t.Context())
	guest := x.sit(interview.Candidate, t.Context())
	host.types("begin")
	guest.reads("You are on call")
	evil := "\x1b]52;c;aGk=\x07\x1b[2J\u009b31m\u202eow\x00ned"
	for _, kind := range []interview.Kind{interview.Said, interview.Asked} {
		if err := guest.seat.Do(t.Context(), interview.Move{Kind: kind, Text: "begin " + evil + " end"}); err != nil {
			t.Fatal(err)
		}
	}
	guest.seat.Type(99, "draft "+evil, "users -> "+evil)
	host.types("look", "again 9", "s "+evil+"over")
	host.reads("draft", "users ->", "Part 1", "over")
	guest.reads("over")
	for who, text := range map[string]string{"host": host.all(), "guest": guest.all()} {
		if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); i >= 0 {
			t.Errorf("the %s's terminal gets %q", who, text[max(0, i-20):min(len(text), i+20)])
		}
	}
}
