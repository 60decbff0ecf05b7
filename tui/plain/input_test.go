package plain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"sysprep/content"
)

// TestWhatCanNotBeTaken types what makes no sense, and wants to be told what does.
func TestWhatCanNotBeTaken(t *testing.T) {
	tests := []struct {
		step  string
		lines []string
		say   []string
	}{
		{"story", []string{"what?"}, []string{`"what?" is not known here: type Enter, ?, b, n, u, steps, note, search or q.`}},
		{"story", []string{"quit now"}, []string{"quit takes nothing after it: type quit alone."}},
		{"p-load", []string{"many", ""}, []string{"There is no number in that: type one, such as 450/s."}},
		{"p-load", []string{"3 s"}, []string{"Type a number and its unit, such as 450/s."}},
		{"p-load", []string{"3000/s", "very", "0", "101", "-5"}, []string{
			`"very" is not known here: type a number from 1 to 100, ?, b, n, u, steps, note, search or q.`,
			"A confidence is a number from 1 to 100, such as 70.",
		}},
		{"p-recovers", []string{"z", "9", ""}, []string{"That is not one of the answers: type a letter from A to D."}},
		{"s-trap", []string{"n"}, []string{`Finish step 4, "Watch it" first.`}},
		{"c-fix", []string{"set"}, []string{"Type a knob and its value, such as set queue"}},
		{"c-fix", []string{"set queue"}, []string{"Type a knob and its value"}},
		{"c-fix", []string{"set engines 4"}, []string{`There is no knob "engines" here: the knobs are queue, attempts, timeout,`}},
		{"c-fix", []string{"set queue 5001"}, []string{"Knob queue can't be 5001: choose a value from 0 to 5000."}},
		{"c-fix", []string{"set queue many"}, []string{"Knob queue:"}},
		{"c-fix", []string{"set coalesce perhaps"}, []string{"choose one of off, on"}},
		{"c-fix", []string{"inject"}, []string{"Type a fault and a time of the run, such as inject shed 2:00."}},
		{"c-fix", []string{"inject flood 1:00"}, []string{`has no fault "flood": choose one of hiccup, flush, shed`}},
		{"c-fix", []string{"inject shed soon"}, []string{`"soon" is not a time: type one such as 2:00 or 120s.`}},
		{"c-fix", []string{"inject shed 9:00"}, []string{"so choose an earlier time."}},
		{"c-fix", []string{"run away", "compare"}, []string{`"away" is not a seed: type a whole number`, "There is nothing to compare yet: turn a knob first"}},
		{"c-fix", []string{"leave"}, []string{"Have one design judged before you leave the challenge."}},
		{"c-fix", []string{"hint"}, []string{"Judge a design of your own first: then the first hint opens."}},
		{"c-fix", []string{""}, []string{"Not met yet: keep turning."}},
		{"c-fix", []string{"fly"}, []string{`"fly" is not known here: type knobs, set, reset, faults, inject, run, compare, goals, judge, hint, leave, Enter, ?, b, n, u, steps, note, search or q.`}},
		{"e-out", []string{"."}, []string{"Write a sentence or two first"}},
		{"e-out", []string{"too short", "."}, []string{"Write a sentence or two first"}},
	}
	for _, tt := range tests {
		t.Run(tt.step+"/"+strings.Join(tt.lines, ","), func(t *testing.T) {
			d := sitDown(t).at(tt.step)
			before := outline(d.state())
			d.wants(d.run(tt.lines...), tt.say...)
			if after := outline(d.state()); after != before {
				t.Errorf("it was taken all the same: %s", after)
			}
		})
	}
}

func TestTheList(t *testing.T) {
	d := sitDown(t)
	out := d.runFrom("", "?", "7", "b", "n", "u", "elsewhere", "go", "q")
	d.wants(out, "1. The cache that hid the cliff. New: about 30 minutes, 9 steps.", "Nothing is due",
		"There is no lesson 7: type 1.", "There is no step before this list", "There is no step after this list",
		"There is nothing to take back here", `"elsewhere" is not known here: type 1, go,`, "Step 1 of 9")

	d.at("why")
	out = d.runFrom("", "1")
	d.wants(out, "Begun: 4 of 9 steps done.", "You left off in lesson 1, at step 5 of 9, The rock and the hole.", "Step 5 of 9")

	d = sitDown(t).at("debrief")
	out = d.runFrom("", "go", "", "q")
	d.wants(out, "This was the last step of the lesson.", "Done on 2 March 2026.", "The next review comes")
}

func TestNoSuchLesson(t *testing.T) {
	d := sitDown(t)
	o := d.options(strings.NewReader(""), io.Discard)
	o.Lesson = "cash-cliff"
	err := Run(t.Context(), o)
	if want := `there is no lesson "cash-cliff": choose one of cache-cliff`; err == nil || err.Error() != want {
		t.Errorf("the error is %v, not %s", err, want)
	}

	d.pack = &content.Pack{Manifest: content.Manifest{ID: "me/empty"}}
	d.wants(d.runFrom("", "go"), "The pack me/empty has no lessons")
}

func TestDesignIsTheLabs(t *testing.T) {
	d := sitDown(t).at("c-fix")
	d.saveDraft("c-fix", "attempts=2 queue=400 wings=2 timeout=never")
	d.wants(d.run("set attempts=3", "q"), "Your design so far: attempts 2, queue 400.", "attempts is now 3.")
	if got := d.draft("c-fix"); got != "queue=400" {
		t.Errorf("the draft is %q: attempts are as they were, and the rest does not fit", got)
	}
	d.wants(d.run("reset", "q"), "All knobs are as they were")
	if got := d.draft("c-fix"); got != "" {
		t.Errorf("the draft is %q after a reset", got)
	}
}

func TestLeavingAChallenge(t *testing.T) {
	d := sitDown(t).at("c-fix")
	d.wants(d.run("judge", "judge", "leave", "q"), "Every goal was met in 0 of 1 runs: 0 %.", "This design was judged already.",
		"The challenge is not met yet.", "Step 7 of 9")
	if ss := d.did("c-fix"); ss.Tries != 1 || !ss.GaveUp {
		t.Errorf("%d tries, gave up: %v", ss.Tries, ss.GaveUp)
	}
}

func TestStopping(t *testing.T) {
	d := sitDown(t)
	ctx, cancel := context.WithCancel(t.Context())
	silent, end := io.Pipe() // somebody who types nothing
	defer end.Close()
	out := &trigger{at: "Press Enter to go on", do: cancel}
	err := Run(ctx, d.options(silent, out))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	d.wants(out.text.String(), "Stopped. Your place and your drafts are kept.", "sysprep learn cache-cliff --plain")
}

// trigger does something when a text is written.
type trigger struct {
	text bytes.Buffer // not embedded: its WriteString would go past Write
	at   string
	do   func()
}

func (w *trigger) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(w.at)) {
		w.do()
	}
	return w.text.Write(p)
}

func TestBrokenPipe(t *testing.T) {
	d := sitDown(t)
	broken := errors.New("nobody listens")
	r, w := io.Pipe()
	r.CloseWithError(broken)
	if err := Run(t.Context(), d.options(strings.NewReader("\n\n\n"), w)); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if err := Run(t.Context(), d.options(r, io.Discard)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the error of the input is %v", err)
	}
}

func TestLineWithoutEnd(t *testing.T) {
	d := sitDown(t)
	err := Run(t.Context(), d.options(strings.NewReader(strings.Repeat("a", mostLine+1)), io.Discard))
	if err == nil || !strings.Contains(err.Error(), "break it into several") {
		t.Errorf("the error is %v", err)
	}
}

// TestNothingActsOnTheTerminal types anything at any step: nothing that comes out may
// steer a terminal or turn the text around.
func TestNothingActsOnTheTerminal(t *testing.T) {
	steps := []string{"story", "p-load", "p-recovers", "why", "c-fix", "q-boundary", "e-out", "debrief"}
	lines := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "?", "b", "n", "u", "q", "go", "1", "a", "d", "70", "3000/s", "knobs", "faults", "goals", "set queue 400", "set \x1b[31m 4",
			"inject \x1b]0;x\x07 1:00", "reset", "leave", ".", "edit", "model", "point", "point 1 1", "point \x1b[2J \u202e", answerText,
			"run \x9b31m", "\x1b]52;c;AAAA\x07", "\u202eolleh",
		}),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 30), func(b []byte) string { return strings.ReplaceAll(string(b), "\n", " ") }),
	)
	for _, step := range steps {
		d := sitDown(t).at(step)
		rapid.Check(t, func(t *rapid.T) {
			in := rapid.SliceOfN(lines, 0, 12).Draw(t, "lines")
			var out bytes.Buffer
			if err := Run(d.Context(), d.options(strings.NewReader(typed(in)), &out)); err != nil {
				t.Fatalf("Run: %v", err)
			}
			for _, r := range out.String() {
				if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar) {
					t.Fatalf("%U came out:\n%q", r, out.String())
				}
			}
		})
	}
}

func TestWidth(t *testing.T) {
	d := sitDown(t)
	for _, width := range []int{40, 80, 120} {
		var out bytes.Buffer
		o := d.options(strings.NewReader("?\n"), &out)
		o.Width = width
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := len([]rune(line)) - 1; n > width {
				t.Errorf("a line of %d columns where there are %d: %q", n, width, line)
			}
		}
	}
}
