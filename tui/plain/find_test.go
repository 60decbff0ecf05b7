package plain

import (
	"strings"
	"testing"

	"sysprep/lessons"
	"sysprep/tui"
)

func TestTheListFindsSetsAndShowsAround(t *testing.T) {
	d := sitDown(t)
	out := d.runFrom("", "tour", "search", "search cliff", "search zzz", "systems", "settings", "set interview 2026-03-12", "set interview soon", "set colour red", "set", "set motion reduced", "set motion", "q")
	for _, want := range []string{
		"New here? Type tour", "flight simulator for interviews", "Type search and some words",
		"1. Lesson, lesson 1: The cache that hid the cliff.", "Nothing has all of these words.",
		"- cache-collapse: Cache in front of a database.", "- theme: terminal; it may be terminal, dark, light or high-contrast.",
		"interview is 2026-03-12 now.", `The interview date "soon" can't be used`, `There is no setting "colour"`, "Type set, a name and a value",
		"motion is reduced now.", "motion is as it usually is.",
	} {
		if !strings.Contains(flat(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if got := d.journal().Goals().Settings()[lessons.SettingInterview]; got != "2026-03-12" {
		t.Errorf("the interview is kept as %q", got)
	}
	if out := d.runFrom("", "q"); !strings.Contains(flat(out), "The interview is in 10 days.") {
		t.Errorf("the list does not say when the interview is:\n%s", out)
	}
}

// TestTheSearchKeepsSecrets: an answer is found by its words once it was given, not before.
func TestTheSearchKeepsSecrets(t *testing.T) {
	d := sitDown(t)
	first := d.pack.Lessons[0].Steps[1]
	secret := strings.Join(strings.Fields(first.Text + " " + first.Ask.Prompt)[:6], " ")
	out := d.runFrom("", "search "+secret, "q")
	if !strings.Contains(flat(out), "Ahead of you.") {
		t.Errorf("a locked step is not found, or not kept back:\n%s", out)
	}
}

func TestStepsAndNotes(t *testing.T) {
	d := sitDown(t)
	out := d.run("steps", "steps 3", "steps 99", "note", "note none", "note the queue is 2 s long", "note", "search queue is 2 s", "steps", "note none", "note", "q")
	n := len(d.pack.Lessons[0].Steps)
	for _, want := range []string{
		": you are here.", ": comes later.", "Finish step 1", "There is no step 99: type a number from 1 to ", "There is no note on this step.",
		"There is no note to take away.", "Noted. The search finds it.", "- the queue is 2 s long", "1. Note, lesson 1, step 1:", "you are here, with a note.", "The note is taken away.",
	} {
		if !strings.Contains(flat(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if n < 3 || len(d.did(d.pack.Lessons[0].Steps[0].ID).Notes) != 0 {
		t.Error("the note is still there")
	}
	if strings.Count(flat(out), "There is no note on this step.") != 2 {
		t.Errorf("the note is told after it was taken away:\n%s", out)
	}
}

// TestSettingsOfKeys needs the tables that the program hands in.
func TestSettingsOfKeys(t *testing.T) {
	d := sitDown(t)
	var out strings.Builder
	o := d.options(strings.NewReader("set key.lab.pause p\nset key.lab.pause u\nq\n"), &out)
	o.Lesson, o.Tables = "", tui.Tables()
	if err := Run(d.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"key.lab.pause is p now.", `U is the key for "take back" (Lesson)`} {
		if !strings.Contains(flat(out.String()), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}
