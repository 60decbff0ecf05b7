package plain

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"sysprep/engine"
	"sysprep/lessons"
)

var update = flag.Bool("update", false, "write the transcripts anew")

const answerText = "All 3,000 requests a second miss the empty cache, and the database can do only 500 of them."

// upToExplaining is what is typed in a lesson up to its open question. The
// explanation's verdict is held against the grader elsewhere: its words may be tuned.
var upToExplaining = []string{
	"?", "", // the story
	"many", "2s", "3,000/s", "70", // the first second
	"e", "b", "sure", "80%", // three minutes later: b is an answer here
	"", "", // the run, and the comparison
	"", // why
	"knobs", "set queue 5000", "judge", "hint", "compare", "set queue 400", "faults", "inject slow 2:00", "run", "judge", "",
	"8000", "", // the boundary
}

func TestLessonTranscript(t *testing.T) {
	if testing.Short() {
		t.Skip("some thirty whole runs, which take a minute with the race detector; TestComeBackAnywhere plays the same lesson on shorter ones")
	}
	d := sitDownFor(t, 10, 240*engine.Second)
	var out bytes.Buffer
	o := d.options(&echo{upToExplaining, &out}, &out)
	o.Cores = 2
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/lesson.golden"
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != string(want) {
		t.Errorf("the transcript is not that of %s; if it is right, run the test with -update. It is:\n%s", path, got)
	}

	s := d.state()
	if s.DoneSteps() != 7 || d.pack.Lessons[0].Steps[s.Current].ID != "e-out" {
		t.Errorf("%d steps are done, and the learner is at step %d", s.DoneSteps(), s.Current+1)
	}
	if p := d.did("p-load").Prediction; p == nil || p.Number != 3000 || p.Value != "3,000/s" || p.Confidence != 70 {
		t.Errorf("the number that was kept: %+v", p)
	}
	if p := d.did("p-recovers").Prediction; p == nil || p.Choice != "half" || p.Confidence != 80 {
		t.Errorf("the choice that was kept: %+v", p)
	}
	if w := d.did("s-trap").Watched; w == nil || w.Reached != d.pack.Scenarios.Of("cache-collapse").Horizon || w.Outcome["ghost_ratio"] < 0.99 {
		t.Errorf("the run that was kept: %+v", w)
	}
	fix := d.did("c-fix")
	if fix.Tries != 2 || fix.Hints != 1 || !fix.Won() || fix.Judgements[0].Won || fix.Best.Settings["queue"] != "400" {
		t.Errorf("the challenge: %d tries, %d hints, best %+v", fix.Tries, fix.Hints, fix.Best)
	}
	if got := d.draft("c-fix"); got != "queue=400" {
		t.Errorf("the design is kept as %q", got)
	}
}

// part is a line that is typed, and what must be typed before it if it comes first in a
// new sitting.
type part struct{ line, anew string }

// TestComeBackAnywhere ends the input after each line and goes on in a new sitting: the
// lesson must end as if nothing had happened.
func TestComeBackAnywhere(t *testing.T) {
	const fromDraft = "\x00" // Enter takes what was typed before
	parts := []part{
		{line: ""},
		{line: "3000/s"},
		{"70", fromDraft},
		{line: "d"},
		{"80", fromDraft},
		{line: ""},
		{line: ""},
		{line: ""},
		{line: "set queue 400"},
		{line: "judge"},
		{line: ""},
		{line: "500"},
		{line: ""},
		{line: answerText},
		{line: "The queue is full, and callers leave before their row comes."},
		{line: "."},
		{line: ""},
		{line: ""},
	}
	var all []string
	for _, p := range parts {
		all = append(all, p.line)
	}
	straight := sitDown(t)
	straight.wants(straight.run(all...), "This was the last step of the lesson.")
	want := outline(straight.state())

	stride := 1
	if testing.Short() {
		stride = 4 // with the race detector each of these takes seconds
	}
	for cut := 1; cut < len(parts); cut += stride {
		d := sitDown(t)
		d.wants(d.run(all[:cut]...), "The input has ended.", "sysprep learn cache-cliff --plain")
		left := d.state().Current
		rest := all[cut:]
		if parts[cut].anew == fromDraft {
			rest = append([]string{""}, rest...)
		}
		out := d.run(rest...)
		if got := outline(d.state()); got != want {
			t.Errorf("cut before line %d, %q: it ends as\n%s\nnot as\n%s", cut, all[cut], got, want)
		}
		d.wants(out, "Step "+string(rune('1'+left))+" of 9", "This was the last step of the lesson.")
	}
}

// outline is what counts of a state.
func outline(s lessons.State) string {
	var b bytes.Buffer
	for _, ss := range s.Steps {
		b.WriteString(ss.ID + " " + ss.Status.String())
		if p := ss.Prediction; p != nil {
			b.WriteString(" " + p.Choice + p.Value)
		}
		if ss.Best != nil {
			b.WriteString(" " + design(ss.Best.Settings))
		}
		if a := ss.LastAnswer(); a != nil {
			b.WriteString(" " + a.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestUndo(t *testing.T) {
	d := sitDown(t)
	out := d.run("", "300/s", "60", "u", "3000/s", "70", "q")
	d.wants(out, "Taken back: your prediction.")
	if p := d.did("p-load").Prediction; p == nil || p.Number != 3000 {
		t.Errorf("the prediction is %+v", p)
	}

	d = sitDown(t)
	d.wants(d.run("u"), "There is nothing to undo in this lesson.")

	d = sitDown(t).at("s-trap")
	d.wants(d.run("", "u", "q"), "your prediction stands")
}

func TestBackAndForth(t *testing.T) {
	d := sitDown(t)
	out := d.run("b", "n", "", "b", "n", "n", "back", "next", "q")
	d.wants(out, "This is the first step.", `Finish step 1, "Green dashboards" first.`, `Commit to your prediction first: step 2, "The first second".`)
	if got := d.state().Current; got != 1 {
		t.Errorf("the learner is at step %d, not 2", got+1)
	}
	d = sitDown(t).at("debrief")
	d.wants(d.run("n"), "This is the last step.")
}

// A step that was taken back locks what is not done after it, though a step between them
// may be done and open.
func TestGoingOnToWhatWasLockedAgain(t *testing.T) {
	d := sitDown(t).at("q-boundary")
	out := d.run("u", "n", "n", "", "q")
	d.wants(out, "Step 6 of 9", `Finish step 5, "The rock and the hole" first.`)
	if got := d.state().Current; got != 4 {
		t.Errorf("the learner is at step %d, not at the one that is to be done", got+1)
	}
}

func TestWhatWasDoneIsShownAgain(t *testing.T) {
	d := sitDown(t).at("why")
	out := d.run("b", "b", "b", "q")
	d.wants(out, "You have seen this run.", "What you predicted, and what happened", "You said: Near zero, and flat, 60 % sure.", "You said: so many, 60 % sure.")

	d = sitDown(t).at("p-recovers")
	d.wants(d.run("back", "q"), "This is committed. The simulation will answer.")

	d = sitDown(t).at("e-out")
	d.wants(d.run("b", "b", "q"), "You have met this challenge.", "Right.")
}
