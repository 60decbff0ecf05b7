package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// told writes a trace as a story, a line a moment.
func told(c CallTrace) string {
	var b strings.Builder
	for _, m := range c.Moments {
		what := m.Kind.String()
		switch {
		case m.Kind == MomentStep:
			what = m.Step.String()
		case m.Cause != 0:
			what += " " + m.Cause.String()
		}
		if m.Failed {
			what += " fails"
		}
		fmt.Fprintf(&b, "%d %s: %s, %s, %d\n", m.Attempt, what, m.Belief, m.Callee, m.Applied)
	}
	return b.String()
}

// traced returns the first call of a system, told.
func traced(t *testing.T, sys System, faults ...Fault) string {
	t.Helper()
	s := mustNew(t, sys, 1)
	if err := s.Trace(0, 1, 0); err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		inject(t, s, f)
	}
	s.RunUntil(12 * Millisecond) // the first call is made at 10 ms
	for _, f := range faults {
		if f.Kind == FaultStep {
			f.Fraction = 0
			s.RunUntil(13500 * Microsecond) // the first answer is on its way, or lost
			inject(t, s, f)
		}
	}
	s.RunUntil(Second)
	all := s.Traces()
	if len(all) != 1 || all[0].Call != 1 {
		t.Fatalf("traces: %+v", all)
	}
	return told(all[0])
}

// TestTraceTellsACall: the eight steps of a call that goes well, of one whose first
// answer is lost, without a key and with one, and of one that is refused.
func TestTraceTellsACall(t *testing.T) {
	retry := func(key KeyKind) System {
		return charges(func(_ *Client, _ *Store, e *Edge) { e.Attempts, e.Idempotency = 2, Idempotency{Key: key, Atomic: true} })
	}
	lost := Fault{Kind: FaultStep, Step: StepDeliverReply, Fraction: 1}
	first := `1 post_request: unknown, unaware, 0
1 deliver_request: unknown, asked, 0
1 validate_request: unknown, asked, 0
1 begun: unknown, asked, 0
1 update_server: unknown, done, 1
1 post_reply: unknown, answered, 1
`
	end := func(attempt, applied int) string {
		s := ""
		for _, step := range []string{"deliver_reply: unknown", "validate_reply: unknown", "update_client: success"} {
			s += fmt.Sprintf("%d %s, answered, %d\n", attempt, step, applied)
		}
		return s + fmt.Sprintf("0 settled: success, answered, %d\n", applied)
	}
	for _, c := range []struct {
		name string
		got  string
		want string
	}{
		{"well", traced(t, retry(KeyNone)), first + end(1, 1)},
		{"twice", traced(t, retry(KeyNone), lost), first + `1 deliver_reply fails: unknown, answered, 1
1 given up: unknown, answered, 1
2 post_request: unknown, answered, 1
2 deliver_request: unknown, answered, 1
2 validate_request: unknown, answered, 1
2 begun: unknown, answered, 1
2 update_server: unknown, answered, 2
2 post_reply: unknown, answered, 2
` + end(2, 2)},
		{"with a key", traced(t, retry(KeyCall), lost), first + `1 deliver_reply fails: unknown, answered, 1
1 given up: unknown, answered, 1
2 post_request: unknown, answered, 1
2 deliver_request: unknown, answered, 1
2 validate_request: unknown, answered, 1
2 replayed: unknown, answered, 1
2 post_reply: unknown, answered, 1
` + end(2, 1)},
		{"refused", traced(t, charges(func(*Client, *Store, *Edge) {}), Fault{Kind: FaultDown, Node: 1}), `1 post_request: unknown, unaware, 0
1 refused down: unknown, unaware, 0
1 post_reply: unknown, answered, 0
1 deliver_reply: unknown, answered, 0
1 validate_reply: unknown, answered, 0
1 update_client: failure, answered, 0
0 settled down fails: failure, answered, 0
`},
		{"not sent", traced(t, charges(func(*Client, *Store, *Edge) {}), Fault{Kind: FaultStep, Step: StepPostRequest, Fraction: 1}), `1 post_request fails: failure, unaware, 0
0 settled unsent fails: failure, unaware, 0
`},
		{"a ghost", traced(t, charges(func(_ *Client, db *Store, e *Edge) { db.Service.Mean, e.Timeout = 50*Millisecond, 20*Millisecond })), `1 post_request: unknown, unaware, 0
1 deliver_request: unknown, asked, 0
1 validate_request: unknown, asked, 0
1 begun: unknown, asked, 0
1 given up: unknown, asked, 0
0 settled timeout fails: unknown, asked, 0
1 update_server: unknown, done, 1
1 post_reply: unknown, answered, 1
1 late: unknown, answered, 1
`},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, c.got, c.want)
		}
	}
}

// TestTraceTouchesNothing: a run that is traced is the run that it was, and traces
// are those of the calls asked for, in a fork too.
func TestTraceTouchesNothing(t *testing.T) {
	sys := mesh()
	a, b := mustNew(t, sys, 1), mustNew(t, sys, 1)
	if err := b.Trace(0, 10, 50); err != nil {
		t.Fatal(err)
	}
	a.RunUntil(Second)
	b.RunUntil(Second)
	fork := b.Fork()
	a.RunUntil(20 * Second)
	b.RunUntil(20 * Second)
	if a.Hash() != b.Hash() {
		t.Error("a traced run differs")
	}
	kept := fork.Traces()
	fork.RunUntil(20 * Second)
	whole := b.Traces()
	if len(whole) != maxTraces || b.Calls(0) < 50*maxTraces {
		t.Fatalf("%d traces of %d calls", len(whole), b.Calls(0))
	}
	for i, c := range whole {
		if (c.Call-10)%50 != 0 || i > 0 && c.Call != whole[i-1].Call+50 || len(c.Moments) == 0 {
			t.Errorf("trace %d is of call %d, after %d", i, c.Call, whole[max(0, i-1)].Call)
		}
		if !slices.IsSortedFunc(c.Moments, func(x, y Moment) int { return int(x.At - y.At) }) {
			t.Errorf("call %d goes back in time: %+v", c.Call, c.Moments)
		}
	}
	if got := fork.Traces(); told(got[maxTraces-1]) != told(whole[maxTraces-1]) || len(kept) == 0 {
		t.Error("a fork tells another story")
	}
	if err := b.Trace(0, 0, 0); err != nil || len(b.Traces()) != 0 {
		t.Error("traces are kept after the end")
	}
	b.RunUntil(21 * Second)
	a.RunUntil(21 * Second)
	if a.Hash() != b.Hash() {
		t.Error("a run that was traced differs")
	}
	for _, bad := range []error{b.Trace(99, 1, 0), b.Trace(0, -1, 0), b.Trace(0, 1, -1)} {
		if bad == nil || !strings.HasPrefix(bad.Error(), "trace: ") {
			t.Errorf("got %v", bad)
		}
	}
}
