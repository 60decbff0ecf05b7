package content_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

// Each way to write a pre-flight wrong is told where it is, and what to do.
func TestBrokenPreflights(t *testing.T) {
	const flight = "lessons/flight.md"
	for _, test := range []struct{ old, new, want string }{
		{"most: 1", "most: 3", "the number of protections that may be chosen must leave some out"},
		{"fault: flush", "fault: flsh", `the scenario has no fault "flsh" that happens by itself`},
		{"goal: well", "goal: wel", `has no goal "wel"`},
		{"fault: flush, goal: well", "goal: well", "a protection needs a fault (or calm) and a goal, or neither"},
		{"fault: flush", "fault: flush, calm: {load: 5/s}", "a protection has fault or calm, not both"},
		{"fault: flush, goal: well, ", "", "no protection names a fault, so nothing would be attacked"},
		{`set: {queue: "30"}`, `set: {quee: "30"}`, `has no knob "quee"`},
		{"id: paint", "id: short", `there is a protection "short" already`},
		{"preflight: pf", "preflight: fp", `there is no earlier preflight step "fp"`},
		{"preflight: pf", "without: [flushh]", `has no fault "flushh"`},
	} {
		files := fstest.MapFS{}
		disk := os.DirFS("testdata/forms")
		err := fs.WalkDir(disk, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(disk, name)
			files[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		text := string(files[flight].Data)
		if !strings.Contains(text, test.old) {
			t.Fatalf("%q is not in the lesson", test.old)
		}
		files[flight] = &fstest.MapFile{Data: []byte(strings.Replace(text, test.old, test.new, 1))}
		if _, err := content.Open(files); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v; want %q", test.new, err, test.want)
		}
	}
}

// A pre-flight whose attacks miss, or hit what was protected, does not pass.
func TestPreflightsAreProved(t *testing.T) {
	pack, err := content.OpenDir("testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	prove := func() (failed, flown int) {
		failed, err := pack.Prove(t.Context(), content.Trial{Seeds: 2, Only: "flight", Report: func(p content.Proof) {
			if strings.HasPrefix(p.Says, "Attacked is what was forgotten") {
				flown++
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		return failed, flown
	}
	if failed, flown := prove(); failed != 0 || flown != 3 {
		t.Errorf("%d of %d choices fail", failed, flown)
	}
	for _, l := range pack.Lessons {
		for i := range l.Steps {
			if p := l.Steps[i].Preflight; p != nil {
				p.Protections[0].Set = map[string]string{"queue": "100"} // protects from nothing
				p.Protections[1].Fault, p.Protections[1].Goal = "flush", "well"
			}
		}
	}
	if failed, _ := prove(); failed == 0 {
		t.Error("two protections against one attack, of which one is enough, pass")
	}
}
