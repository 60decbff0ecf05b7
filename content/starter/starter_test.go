package starter_test

import (
	"path/filepath"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/content/starter"
)

// A new pack passes every check at once, and all that it claims holds, also beside its numbers.
func TestANewPackRuns(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	if err := starter.Write(folder, "me/mine"); err != nil {
		t.Fatal(err)
	}
	pack, err := content.OpenDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if pack.Manifest.ID != "me/mine" {
		t.Errorf("its id is %q", pack.Manifest.ID)
	}
	var why []string
	failed, err := pack.Prove(t.Context(), content.Trial{Nudge: 0.05, Report: func(p content.Proof) {
		if !p.OK {
			why = append(why, p.Of+": "+p.Why)
		}
	}})
	if err != nil || failed > 0 {
		t.Errorf("%d checks fail (%v):\n%s", failed, err, strings.Join(why, "\n"))
	}
	if err := starter.Write(folder, "me/mine"); err == nil {
		t.Error("it was written over a folder that is not empty")
	}
}

func TestID(t *testing.T) {
	for folder, want := range map[string]string{
		"/tmp/My Pack": "example/my-pack", "queues": "example/queues", "/": "example/two-doors", "a/éß": "example/two-doors",
	} {
		if got := starter.ID(folder); got != want {
			t.Errorf("ID(%q) = %q, want %q", folder, got, want)
		}
	}
}
